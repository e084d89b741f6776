//! Phrases, and where they stand among words.
//!
//! The language of phrases is told at the head of `assets/moods/en.toml`. A phrase is a list of items; each is matched by one
//! word, by none, or by a few. Phrases are found by their first words, so that a text is gone through once however many there are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::words::{Word, WordEnds, WordKey};

/// What a word is compared with: all of it, or its beginning (`wake*`).
#[derive(Debug, PartialEq, Eq)]
struct Pattern {
    /// Its letters in the text of its [`Words`].
    letters: Range<usize>,
    is_stem: bool,
}

/// The bits of the words that may fit some letters.
fn bits_of(letters: &str, is_stem: bool) -> u64 {
    // Of less than two bytes no key is known.
    if is_stem && letters.len() < 2 { u64::MAX } else { WordKey::of(letters).bit() }
}

/// The words of an item. Many phrases have the same ones, which are kept once.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// As they are written, classes replaced, with bars between.
    text: String,
    patterns: Vec<Pattern>,
    /// The bits of their keys: a word whose bit is none of these is none of them.
    bits: u64,
}

impl Words {
    /// Reads the alternatives of an item.
    fn of(text: String) -> Self {
        let bars = memchr::memchr_iter(b'|', text.as_bytes()).count();
        let (mut patterns, mut bits, mut at) = (Vec::with_capacity(bars + 1), 0, 0);
        for one in text.split('|') {
            let letters = one.strip_suffix('*').unwrap_or(one);
            let is_stem = letters.len() < one.len();
            bits |= bits_of(letters, is_stem);
            patterns.push(Pattern { letters: at..at + letters.len(), is_stem });
            at += one.len() + 1;
        }
        Self { text, patterns, bits }
    }

    /// Returns the letters of each word, and whether they are only its beginning.
    fn all(&self) -> impl Iterator<Item = (&str, bool)> {
        self.patterns.iter().map(|one| (&self.text[one.letters.clone()], one.is_stem))
    }

    fn have(&self, word: &Word<'_>) -> bool {
        let fits = |(letters, is_stem): (&str, bool)| {
            if is_stem { word.text.starts_with(letters) } else { *word.text == *letters }
        };
        self.bits & word.key.bit() != 0 && self.all().any(fits)
    }
}

/// The words of items by how these are written, while a table is read.
pub(super) type KnownWords<'a> = FxHashMap<&'a str, Arc<Words>>;

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

/// The items of a phrase.
type Phrase = Vec<Item>;

/// A phrase that may begin with a word, in a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Candidate {
    /// Its number.
    phrase: u16,
    /// The bits of the words that may come after its first one. Where its first word is a common one, the next says more.
    next: u64,
}

impl Candidate {
    fn of(phrase: u16, items: &[Item]) -> Self {
        let next = match items.split_first() {
            Some((Item::One(_) | Item::Any, rest)) => bits(rest),
            _ => u64::MAX,
        };
        Self { phrase, next }
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
    /// Those that no word leads to, by [`ANCHORED`] and [`OTHERS`].
    by_place: Buckets,
}

/// Phrases by the rough key of a word that they begin with. Each phrase of a word's bucket is compared in full. The buckets lie
/// one after the other in one list, which keeps many of them small.
#[derive(Debug, Default)]
struct Buckets {
    buckets: Vec<Bucket>,
    phrases: Vec<Candidate>,
}

/// A bucket: where it begins and ends among the phrases.
#[derive(Debug, Default, Clone, Copy)]
struct Bucket {
    start: u16,
    end: u16,
    /// The bits of the words that may come after the first word of any of its phrases: none if it is empty, as most are.
    next: u64,
}

impl Buckets {
    /// Sorts pairs of a key and a phrase into buckets. The phrases of a bucket keep their order.
    fn of(count: usize, mut pairs: Vec<(usize, Candidate)>) -> Self {
        pairs.sort_unstable_by_key(|(key, candidate)| (*key, candidate.phrase));
        pairs.dedup();
        let mut buckets = vec![Bucket::default(); count];
        for (at, (key, candidate)) in (0_u16..).zip(&pairs) {
            let Bucket { start, end, next } = &mut buckets[*key];
            if *next == 0 {
                *start = at;
            }
            *end = at + 1;
            *next |= candidate.next;
        }
        Self { buckets, phrases: pairs.into_iter().map(|(_, candidate)| candidate).collect() }
    }

    /// Returns the bits of the words that may follow the first word of any phrase of a key.
    fn next(&self, key: usize) -> u64 {
        self.buckets.get(key).map_or(0, |bucket| bucket.next)
    }

    /// Returns the phrases of a key whose first word a word with some bits may follow.
    fn candidates(&self, key: usize, bits: u64) -> impl Iterator<Item = usize> {
        let bucket = self.buckets.get(key).copied().unwrap_or_default();
        let all = &self.phrases[bucket.start.into()..bucket.end.into()];
        all.iter().filter(move |one| one.next & bits != 0).map(|one| usize::from(one.phrase))
    }
}

/// A phrase that was found: its number in the list and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) phrase: usize,
    pub(super) range: Range<usize>,
}

impl PhraseList {
    /// Makes a list of phrases, their classes replaced by their words. A phrase is numbered by its place among them.
    pub(super) fn of<'a>(
        phrases: &'a [String],
        classes: &BTreeMap<String, String>,
        known: &mut KnownWords<'a>,
    ) -> Self {
        let mut list = Vec::with_capacity(phrases.len());
        let (mut words, mut stems, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for (number, phrase) in (0_u16..).zip(phrases) {
            let items: Vec<Item> = phrase.split_ascii_whitespace().map(|item| parse(item, classes, known)).collect();
            let candidate = Candidate::of(number, &items);
            match items.first() {
                Some(Item::First) => places.push((ANCHORED, candidate)),
                Some(Item::One(first)) => {
                    for (letters, is_stem) in first.all() {
                        match is_stem {
                            // Of less than two bytes no key is known.
                            true if letters.len() < 2 => places.extend([(ANCHORED, candidate), (OTHERS, candidate)]),
                            true => stems.push((WordKey::of(letters).start.into(), candidate)),
                            false => words.push((WordKey::of(letters).whole.into(), candidate)),
                        }
                    }
                }
                _ => places.extend([(ANCHORED, candidate), (OTHERS, candidate)]),
            }
            list.push(items);
        }
        Self {
            list,
            by_word: Buckets::of(WordKey::WHOLES, words),
            by_stem: Buckets::of(usize::from(u8::MAX) + 1, stems),
            by_place: Buckets::of(OTHERS + 1, places),
        }
    }

    /// Returns all phrases that stand among the words, each at its first place. What is denied, wished for or only compared with
    /// does not count where `denies` says so of the phrase.
    pub(super) fn find(&self, words: &[Word<'_>], denies: &dyn Fn(usize) -> bool) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let next = words.get(at + 1).map_or(u64::MAX, |next| next.key.bit());
            let place = if at == 0 { ANCHORED } else { OTHERS };
            let keys = [
                (&self.by_word, word.key.whole.into()),
                (&self.by_stem, word.key.start.into()),
                (&self.by_place, place),
            ];
            // Most words begin no phrase, or none that the next word goes on with.
            if keys.iter().fold(0, |all, (buckets, key)| all | buckets.next(*key)) & next == 0 {
                continue;
            }
            for (buckets, key) in keys {
                for phrase in buckets.candidates(key, next) {
                    if found.iter().any(|one| one.phrase == phrase) {
                        continue;
                    }
                    let Some(end) = matched(&self.list[phrase], words, at, at) else { continue };
                    if !(denies(phrase) && is_denied(&words[..at])) {
                        found.push(Match { phrase, range: at..end.max(at + 1).min(words.len()) });
                    }
                }
            }
        }
        found
    }
}

/// The buckets of phrases that no word leads to: those that may stand where the words begin, and those that may stand anywhere, which
/// are in both.
const ANCHORED: usize = 0;
const OTHERS: usize = 1;

fn parse<'a>(item: &'a str, classes: &BTreeMap<String, String>, known: &mut KnownWords<'a>) -> Item {
    let mut all = |text: &'a str| -> Arc<Words> {
        if let Some(words) = known.get(text) {
            return Arc::clone(words);
        }
        let class = |name: &str| name.strip_prefix('{')?.strip_suffix('}').and_then(|name| classes.get(name));
        let mut written = text.to_owned();
        if text.contains('{') {
            let all: Vec<&str> = text.split('|').map(|one| class(one).map_or(one, String::as_str)).collect();
            written = all.join("|");
        }
        let words = Arc::new(Words::of(written));
        known.insert(text, Arc::clone(&words));
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
        let phrases = PhraseList::of(&[phrase.to_owned()], &classes, &mut KnownWords::default());
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
