//! Phrases, and where they stand among words.
//!
//! The language of phrases is told at the head of `assets/moods/en.toml`. A phrase is a list of items; each is matched by one
//! word, by none, or by a few. Phrases are found by their first words, so that a text is gone through once however many there are.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::words::{Word, WordEnds, WordKey};

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

    /// The bits of the words that may fit.
    fn bits(&self) -> u64 {
        match self {
            // Of less than two bytes no key is known.
            Self::Stem(stem) if stem.len() < 2 => u64::MAX,
            Self::Whole(word) | Self::Stem(word) => WordKey::of(word).bit(),
        }
    }
}

/// The words of an item. Many phrases have the same ones, which are kept once.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    patterns: Vec<Pattern>,
    /// The bits of their keys: a word whose bit is none of these is none of them.
    bits: u64,
}

impl Words {
    fn of(patterns: Vec<Pattern>) -> Self {
        let bits = patterns.iter().map(Pattern::bits).fold(0, |all, bits| all | bits);
        Self { patterns, bits }
    }

    fn have(&self, word: &Word<'_>) -> bool {
        self.bits & word.key.bit() != 0 && self.patterns.iter().any(|one| one.fits(&word.text))
    }
}

/// The words of items by how these are written, while a table is read.
pub(super) type KnownWords = HashMap<String, Arc<Words>>;

/// An item of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    /// One of some words.
    One(Arc<Words>),
    /// One of some words, or none.
    Maybe(Arc<Words>),
    /// None of some words comes next.
    Not(Arc<Words>),
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

/// A phrase.
#[derive(Debug)]
struct Phrase {
    items: Vec<Item>,
    /// The bits of the words that may come after its first one. Where its first word is a common one, the next says more.
    next: u64,
}

impl Phrase {
    fn of(items: Vec<Item>) -> Self {
        let next = match items.split_first() {
            Some((Item::One(_) | Item::Any, rest)) => bits(rest),
            _ => u64::MAX,
        };
        Self { items, next }
    }
}

/// The bits of the words with which some items may begin.
fn bits(items: &[Item]) -> u64 {
    match items.split_first() {
        Some((Item::One(words), _)) => words.bits,
        Some((Item::Maybe(words), rest)) => words.bits | bits(rest),
        Some((Item::Not(_), rest)) => bits(rest),
        _ => u64::MAX,
    }
}

/// A list of phrases, by the words that they begin with.
#[derive(Debug, Default)]
pub(super) struct PhraseList {
    list: Vec<Phrase>,
    by_word: Buckets,
    /// Those that begin with the beginning of a word.
    by_stem: Buckets,
    /// Those that stand only where the words begin.
    anchored: Vec<u16>,
    /// Those that may begin with any word.
    others: Vec<u16>,
}

/// Phrases by the rough key of a word that they begin with. Each phrase of a word's bucket is compared in full. The buckets lie
/// one after the other in one list, which keeps many of them small.
#[derive(Debug, Default)]
struct Buckets {
    /// Where each bucket begins, and the end of the last one.
    starts: Vec<u16>,
    phrases: Vec<u16>,
}

impl Buckets {
    /// Sorts pairs of a key and a phrase into buckets. The phrases of a bucket keep their order.
    fn of(count: usize, mut pairs: Vec<(usize, u16)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let start = |key: usize| pairs.partition_point(|pair| pair.0 < key);
        let starts = (0..=count).map(|key| u16::try_from(start(key)).unwrap_or(u16::MAX)).collect();
        Self { starts, phrases: pairs.into_iter().map(|(_, phrase)| phrase).collect() }
    }

    fn get(&self, key: usize) -> &[u16] {
        match self.starts.get(key..key + 2) {
            Some(&[start, end]) => &self.phrases[start.into()..end.into()],
            _ => &[],
        }
    }
}

/// A phrase that was found: its number in the list and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) phrase: usize,
    pub(super) range: std::ops::Range<usize>,
}

impl PhraseList {
    /// Makes a list of phrases, their classes replaced by their words. A phrase is numbered by its place among them.
    pub(super) fn of(phrases: &[String], classes: &BTreeMap<String, String>, known: &mut KnownWords) -> Self {
        let mut all = Self::default();
        let (mut words, mut stems) = (Vec::new(), Vec::new());
        for (number, phrase) in (0_u16..).zip(phrases) {
            let items: Vec<Item> = phrase.split_whitespace().map(|item| parse(item, classes, known)).collect();
            match items.first() {
                Some(Item::First) => all.anchored.push(number),
                Some(Item::One(first)) => {
                    for pattern in &first.patterns {
                        match pattern {
                            // Of less than two bytes no key is known.
                            Pattern::Stem(stem) if stem.len() < 2 => all.others.push(number),
                            Pattern::Stem(stem) => stems.push((WordKey::of(stem).start.into(), number)),
                            Pattern::Whole(word) => words.push((WordKey::of(word).whole.into(), number)),
                        }
                    }
                    all.others.dedup();
                }
                _ => all.others.push(number),
            }
            all.list.push(Phrase::of(items));
        }
        all.by_word = Buckets::of(WordKey::WHOLES, words);
        all.by_stem = Buckets::of(usize::from(u8::MAX) + 1, stems);
        all
    }

    /// Returns all phrases that stand among the words, each at its first place. What is denied, wished for or only compared with
    /// does not count where `denies` says so of the phrase.
    pub(super) fn find(&self, words: &[Word<'_>], denies: &dyn Fn(usize) -> bool) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        let mut seen = vec![false; self.list.len()];
        for (at, word) in words.iter().enumerate() {
            let known = self.by_word.get(word.key.whole.into());
            let stems = self.by_stem.get(word.key.start.into());
            let anchored: &[u16] = if at == 0 { &self.anchored } else { &[] };
            let next = words.get(at + 1).map_or(u64::MAX, |next| next.key.bit());
            for list in [known, stems, anchored, &self.others] {
                for phrase in list.iter().map(|phrase| usize::from(*phrase)) {
                    if self.list[phrase].next & next == 0 || seen[phrase] {
                        continue;
                    }
                    let Some(end) = matched(&self.list[phrase].items, words, at, at) else { continue };
                    if denies(phrase) && is_denied(&words[..at]) {
                        continue;
                    }
                    seen[phrase] = true;
                    found.push(Match { phrase, range: at..end.max(at + 1).min(words.len()) });
                }
            }
        }
        found
    }
}

fn parse(item: &str, classes: &BTreeMap<String, String>, known: &mut KnownWords) -> Item {
    let mut all = |text: &str| -> Arc<Words> {
        if let Some(words) = known.get(text) {
            return Arc::clone(words);
        }
        let pattern = |word: &str| match word.strip_suffix('*') {
            Some(stem) => Pattern::Stem(stem.to_owned()),
            None => Pattern::Whole(word.to_owned()),
        };
        let class = |name: &str| name.strip_prefix('{')?.strip_suffix('}').and_then(|name| classes.get(name));
        let alternatives = text.split('|').flat_map(|one| class(one).map_or(one, String::as_str).split('|'));
        let words = Arc::new(Words::of(alternatives.map(pattern).collect()));
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
    let word = words.get(at).filter(|_| inside);
    let is = |all: &Words| word.is_some_and(|word| all.have(word));
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
        let classes = [("his".to_owned(), "his|her".to_owned())].into();
        let phrases = PhraseList::of(&[phrase.to_owned()], &classes, &mut KnownWords::new());
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
