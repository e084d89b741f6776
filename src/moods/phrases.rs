//! Phrases, and where they stand among words.
//!
//! The language of phrases is told at the head of `assets/moods/en.toml`. A phrase is a list of items; each is matched by one
//! word, by none, or by a few. Phrases are found by their first words, so that a text is gone through once however many there are.

use std::collections::{BTreeMap, HashMap};

use super::words::{Word, WordEnds};

/// An item of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    /// One of some words, of which those that end in `*` are beginnings.
    One(Vec<String>),
    /// One of some words, or none.
    Maybe(Vec<String>),
    /// None of some words comes next.
    Not(Vec<String>),
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
    by_word: HashMap<String, Vec<usize>>,
    /// Those that begin with the beginning of a word, by its first byte.
    by_stem: HashMap<u8, Vec<usize>>,
    /// Those that stand only where the words begin.
    anchored: Vec<usize>,
    /// Those that may begin with any word.
    others: Vec<usize>,
    /// For each first byte, the lengths of the words in `by_word`, a bit each. Most words of a text are none of them.
    lengths: Lengths,
}

/// A set of pairs of a first byte and a length.
#[derive(Debug)]
struct Lengths([u32; 256]);

impl Default for Lengths {
    fn default() -> Self {
        Self([0; 256])
    }
}

impl Lengths {
    fn bit(word: &str) -> (usize, u32) {
        (usize::from(word.as_bytes().first().copied().unwrap_or(0)), 1 << word.len().min(31))
    }

    fn add(&mut self, word: &str) {
        let (first, bit) = Self::bit(word);
        self.0[first] |= bit;
    }

    fn may_have(&self, word: &str) -> bool {
        let (first, bit) = Self::bit(word);
        self.0[first] & bit != 0
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
    pub(super) fn add(&mut self, phrase: &str, classes: &BTreeMap<String, String>) -> usize {
        let items: Vec<Item> = phrase.split_whitespace().map(|item| parse(item, classes)).collect();
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
    fn begin_with(&mut self, word: &str, number: usize) {
        let numbers = match word.strip_suffix('*') {
            Some("") => &mut self.others,
            Some(stem) => self.by_stem.entry(stem.as_bytes()[0]).or_default(),
            None => {
                self.lengths.add(word);
                self.by_word.entry(word.to_owned()).or_default()
            }
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
            let known = self.lengths.may_have(word).then(|| self.by_word.get(word)).flatten();
            let stems = word.as_bytes().first().and_then(|first| self.by_stem.get(first));
            let anchored = (at == 0).then_some(&self.anchored);
            let here = [known, stems, anchored].into_iter().flatten().flatten().chain(&self.others);
            for &phrase in here {
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

fn parse(item: &str, classes: &BTreeMap<String, String>) -> Item {
    let all = |text: &str| -> Vec<String> {
        let class = |name: &str| name.strip_prefix('{')?.strip_suffix('}').and_then(|name| classes.get(name));
        text.split('|')
            .flat_map(|one| class(one).map_or(one, String::as_str).split('|').map(str::to_owned).collect::<Vec<_>>())
            .collect()
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
    let is = |all: &[String]| word.is_some_and(|word| all.iter().any(|one| fits(one, word)));
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

fn fits(pattern: &str, word: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == word, |begins| word.starts_with(begins))
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
        phrases.add(phrase, &classes);
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
