//! Phrases, and where they stand among words.
//!
//! The language of phrases is told at the head of `assets/moods/en.toml`. A phrase is a list of items; each is matched by one
//! word, by none, or by a few. Phrases are found by their first words, so that a text is gone through once however many there are.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::words::{Word, WordEnds};

/// What a word is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pattern {
    /// All of the word.
    Whole(String),
    /// Its beginning: `wake*`.
    Stem(String),
}

impl Pattern {
    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Whole(whole) => whole == word,
            Self::Stem(stem) => word.starts_with(stem.as_str()),
        }
    }
}

/// The words of an item. Many phrases have the same ones, which are kept once.
pub(super) type Words = Arc<[Pattern]>;

/// The words of items by how these are written, while a table is read.
pub(super) type KnownWords = HashMap<String, Words>;

/// An item of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    /// One of some words.
    One(Words),
    /// One of some words, or none.
    Maybe(Words),
    /// None of some words comes next.
    Not(Words),
    /// Any word.
    Any,
    /// Any word, or none.
    MaybeAny,
    /// Up to [`FEW`] words of the same sentence.
    Few,
    /// The first word of all.
    First,
    /// After the last word of all.
    Last,
}

/// The most words that `..` stands for: a clause.
const FEW: usize = 4;

/// A list of phrases, by the words that they begin with.
#[derive(Debug, Default)]
pub(super) struct PhraseList {
    list: Vec<Vec<Item>>,
    by_word: Buckets,
    /// Those that begin with the beginning of a word, by its first two bytes.
    by_stem: Buckets,
    /// Those that stand only where the words begin.
    anchored: Vec<usize>,
    /// Those that may begin with any word.
    others: Vec<usize>,
}

/// Phrases by a rough key of the words that they begin with. Each phrase of a word's bucket is compared in full.
#[derive(Debug)]
struct Buckets(Vec<Vec<usize>>);

impl Default for Buckets {
    fn default() -> Self {
        Self(vec![Vec::new(); Self::COUNT])
    }
}

impl Buckets {
    /// A place has some two hundred words that begin phrases. More buckets would take more room than they save time.
    const COUNT: usize = 256;

    /// The bucket of a whole word, by its first, its second, its last byte and its length.
    fn of_word(word: &str) -> usize {
        let bytes = word.as_bytes();
        let byte = |at: usize| bytes.get(at).map_or(0, |byte| usize::from(*byte));
        (byte(0) * 29 + byte(1) * 181 + byte(bytes.len().wrapping_sub(1)) * 397 + bytes.len() * 83) % Self::COUNT
    }

    /// The bucket of the beginning of a word. Two bytes count.
    fn of_stem(word: &str) -> usize {
        let byte = |at: usize| word.as_bytes().get(at).map_or(0, |byte| usize::from(*byte));
        (byte(0) * 29 + byte(1) * 181) % Self::COUNT
    }
}

/// A phrase that was found: its number in the list and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) phrase: usize,
    pub(super) range: std::ops::Range<usize>,
}

impl PhraseList {
    /// Adds a phrase, its classes replaced by their words. Returns its number.
    pub(super) fn add(&mut self, phrase: &str, classes: &BTreeMap<String, String>, known: &mut KnownWords) -> usize {
        let items: Vec<Item> = phrase.split_whitespace().map(|item| parse(item, classes, known)).collect();
        let number = self.list.len();
        match items.first() {
            Some(Item::First) => self.anchored.push(number),
            Some(Item::One(words)) => words.iter().for_each(|word| self.begin_with(word, number)),
            _ => self.others.push(number),
        }
        self.list.push(items);
        number
    }

    /// Notes that a phrase begins with a word, or with the beginning of one.
    fn begin_with(&mut self, pattern: &Pattern, number: usize) {
        let numbers = match pattern {
            // Of less than two bytes no bucket is known.
            Pattern::Stem(stem) if stem.len() < 2 => &mut self.others,
            Pattern::Stem(stem) => &mut self.by_stem.0[Buckets::of_stem(stem)],
            Pattern::Whole(word) => &mut self.by_word.0[Buckets::of_word(word)],
        };
        if numbers.last() != Some(&number) {
            numbers.push(number);
        }
    }

    /// Returns all phrases that stand among the words, each at its first place. What is denied, wished for or only compared with
    /// does not count where `denies` says so of the phrase.
    pub(super) fn find(&self, words: &[Word<'_>], denies: &dyn Fn(usize) -> bool) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        let mut seen = vec![false; self.list.len()];
        for at in 0..words.len() {
            let word = &*words[at].text;
            let known = &self.by_word.0[Buckets::of_word(word)];
            let stems = &self.by_stem.0[Buckets::of_stem(word)];
            let anchored: &[usize] = if at == 0 { &self.anchored } else { &[] };
            for &phrase in [known, stems, anchored, &self.others].into_iter().flatten() {
                if seen[phrase] {
                    continue;
                }
                let Some(end) = matched(&self.list[phrase], words, at, at) else { continue };
                if denies(phrase) && is_denied(&words[..at]) {
                    continue;
                }
                seen[phrase] = true;
                found.push(Match { phrase, range: at..end.max(at + 1).min(words.len()) });
            }
        }
        found
    }
}

fn parse(item: &str, classes: &BTreeMap<String, String>, known: &mut KnownWords) -> Item {
    let mut all = |text: &str| -> Words {
        if let Some(words) = known.get(text) {
            return Arc::clone(words);
        }
        let pattern = |word: &str| match word.strip_suffix('*') {
            Some(stem) => Pattern::Stem(stem.to_owned()),
            None => Pattern::Whole(word.to_owned()),
        };
        let class = |name: &str| name.strip_prefix('{')?.strip_suffix('}').and_then(|name| classes.get(name));
        let words: Words = text
            .split('|')
            .flat_map(|one| class(one).map_or(one, String::as_str).split('|').map(pattern).collect::<Vec<_>>())
            .collect();
        known.insert(text.to_owned(), Arc::clone(&words));
        words
    };
    match item {
        "_" => Item::Any,
        "(_)" => Item::MaybeAny,
        ".." => Item::Few,
        "^" => Item::First,
        "$" => Item::Last,
        _ => match (item.strip_prefix('!'), item.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))) {
            (Some(not), _) => Item::Not(all(not)),
            (_, Some(maybe)) => Item::Maybe(all(maybe)),
            _ => Item::One(all(item)),
        },
    }
}

/// Returns where a phrase ends that begins at `start` and whose items are matched from `at` on. It stays within a sentence.
fn matched(items: &[Item], words: &[Word<'_>], start: usize, at: usize) -> Option<usize> {
    let Some((item, rest)) = items.split_first() else { return Some(at) };
    let inside = at == start || at <= words.len() && words[at - 1].ends != WordEnds::Sentence;
    let word = words.get(at).filter(|_| inside).map(|word| &*word.text);
    let is = |all: &[Pattern]| word.is_some_and(|word| all.iter().any(|one| one.fits(word)));
    let one = |taken: bool| if taken { matched(rest, words, start, at + 1) } else { None };
    match item {
        Item::One(all) => one(is(all)),
        Item::Any => one(word.is_some()),
        Item::Maybe(all) => one(is(all)).or_else(|| matched(rest, words, start, at)),
        Item::MaybeAny => one(word.is_some()).or_else(|| matched(rest, words, start, at)),
        Item::Not(all) => {
            if is(all) {
                None
            } else {
                matched(rest, words, start, at)
            }
        }
        Item::Few => (0..=FEW)
            .map_while(|few| {
                let near =
                    at + few <= words.len() && (1..=few).all(|back| words[at + back - 1].ends != WordEnds::Sentence);
                near.then_some(at + few)
            })
            .find_map(|at| matched(rest, words, start, at)),
        Item::First => {
            if at == 0 {
                matched(rest, words, start, at)
            } else {
                None
            }
        }
        Item::Last => {
            if at == words.len() {
                matched(rest, words, start, at)
            } else {
                None
            }
        }
    }
}

/// Whether what comes next is denied, wished for, put off or only compared with: by one of the two words before it, but not
/// beyond the clause.
fn is_denied(before: &[Word<'_>]) -> bool {
    const DENIALS: [&str; 19] = [
        "not", "never", "no", "without", "nobody", "nor", "like", "than", "if", "before", "until", "almost", "nearly",
        "would", "could", "to", "lest", "as", "couldn't",
    ];
    let near = before.iter().rev().take(2).take_while(|word| word.ends == WordEnds::Nothing);
    near.into_iter().any(|word| DENIALS.contains(&&*word.text) || word.text.ends_with("n't"))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn found(phrase: &str, text: &str) -> bool {
        let mut phrases = PhraseList::default();
        let classes = [("his".to_owned(), "his|her".to_owned())].into();
        phrases.add(phrase, &classes, &mut KnownWords::new());
        !phrases.find(&words(text), &|_| true).is_empty()
    }

    #[test]
    fn each_item_matches_what_it_says() {
        for (phrase, text, is) in [
            ("fell|falls (fast) asleep", "At last she fell fast asleep.", true),
            ("fell|falls (fast) asleep", "It fell. Asleep, he lay.", false),
            ("opened {his} eyes", "He opened her eyes", true),
            ("woke !him|her", "The bell woke him", false),
            ("woke !him|her", "Then he woke.", true),
            ("blanket .. chin", "the blanket up to his chin", true),
            ("blanket .. chin", "the blanket, and much too far away for any chin", false),
            ("slept $", "and slept", true),
            ("slept $", "he slept well", false),
            ("^ in the", "In the dream", true),
            ("^ in the", "Late in the day", false),
            ("breathe*", "the wall breathes", true),
            ("no _ came", "No sound came", true),
        ] {
            assert_eq!(found(phrase, text), is, "{phrase}: {text}");
        }
    }

    #[test]
    fn what_is_denied_does_not_count() {
        for denied in ["she did not wake", "as if he could wake", "it was like a dream", "until they wake"] {
            assert!(!found("wake|dream", denied) && !found("a dream", denied), "{denied}");
        }
        assert!(found("wake", "not now, but wake"));
    }
}
