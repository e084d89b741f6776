//! Phrases, and where they stand among words.
//!
//! The language of phrases is told at the head of `assets/moods/en.toml`. A phrase is a list of items; each is matched by one
//! word, by none, or by a few. Phrases are found by their first words, so that a text is gone through once however many there are.

mod list;

use std::ops::Range;

use super::word_key::WordKey;
use super::words::{Word, WordEnds};
use list::{Bucket, Candidate, Item, Pattern, Phrase, Words};

// The list that tests make of a phrase.
#[cfg(test)]
mod compile;
#[cfg(test)]
use super::word_key;

/// The lists of each language, by the places where their phrases are looked for. `build.rs` makes them of `assets/moods`.
#[expect(clippy::unreadable_literal, reason = "sets of bits that a program wrote")]
mod built {
    use super::{Bucket, Candidate, Item, Pattern, Phrase, PhraseList, Words};

    include!(concat!(env!("OUT_DIR"), "/mood_phrases.rs"));
}

pub(super) use built::{DE, EN, ES, FR};

/// A list of phrases, by the words that they begin with.
#[derive(Debug)]
pub(super) struct PhraseList {
    /// The letters of all words, one after the other.
    letters: &'static str,
    patterns: &'static [Pattern],
    words: &'static [Words],
    items: &'static [Item],
    phrases: &'static [Phrase],
    candidates: &'static [Candidate],
    /// The first one is empty: most words begin no phrase.
    buckets: &'static [Bucket],
    /// For each key of a word the bucket of the phrases that begin with it.
    by_word: [u16; WordKey::WHOLES],
    /// For each key of a beginning the bucket of those that begin with the beginning of a word.
    by_stem: [u16; WordKey::STARTS],
    /// The bucket of those that no word leads to and that may stand where the words begin, and of those that may stand elsewhere.
    anchored: u16,
    others: u16,
}

/// The most words that `..` stands for: a clause.
const FEW: usize = 4;

/// A phrase that was found: its number in the list and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) phrase: usize,
    pub(super) range: Range<usize>,
}

impl PhraseList {
    /// Returns the number of the observation that a phrase tells.
    pub(super) fn kind(&self, phrase: usize) -> usize {
        self.phrases[phrase].kind.into()
    }

    #[cfg(test)]
    pub(super) fn kinds(&self) -> impl Iterator<Item = usize> {
        self.phrases.iter().map(|phrase| phrase.kind.into())
    }

    /// Returns all phrases that stand among the words, each at its first place. What is denied, wished for or only compared with
    /// does not count where `denies` says so of the phrase.
    pub(super) fn find(&self, words: &[Word<'_>], denies: &dyn Fn(usize) -> bool) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let place = if at == 0 { self.anchored } else { self.others };
            let keys = [self.by_word[usize::from(word.key.whole)], self.by_stem[usize::from(word.key.start)], place];
            // Most words begin no phrase, or none that the next word goes on with.
            if keys == [0; 3] {
                continue;
            }
            let next = words.get(at + 1).map_or(u64::MAX, |next| next.key.bit());
            let buckets = keys.map(|bucket| self.buckets[usize::from(bucket)]);
            if buckets.iter().fold(0, |all, bucket| all | bucket.next) & next == 0 {
                continue;
            }
            let candidates = buckets.iter().flat_map(|bucket| &self.candidates[bucket.first.into()..bucket.end.into()]);
            for phrase in candidates.filter(|one| one.next & next != 0).map(|one| usize::from(one.phrase)) {
                if found.iter().any(|one| one.phrase == phrase) {
                    continue;
                }
                let Phrase { first, end, .. } = self.phrases[phrase];
                let items = &self.items[first.into()..end.into()];
                let Some(end) = self.matched(items, words, at, at) else { continue };
                if !(denies(phrase) && is_denied(&words[..at])) {
                    found.push(Match { phrase, range: at..end.max(at + 1).min(words.len()) });
                }
            }
        }
        found
    }

    /// Returns whether a word is one of an item's.
    fn have(&self, words: u16, word: &Word<'_>) -> bool {
        let Words { first, end, bits } = self.words[usize::from(words)];
        bits & word.key.bit() != 0
            && self.patterns[first.into()..end.into()].iter().any(|pattern| {
                let letters = &self.letters.as_bytes()[usize::from(pattern.start)..][..pattern.length.into()];
                let word = word.text.as_bytes();
                if pattern.is_stem { word.starts_with(letters) } else { word == letters }
            })
    }

    /// Returns where a phrase ends that begins at `start` and whose items are matched from `at` on. It stays within a sentence.
    fn matched(&self, mut items: &[Item], words: &[Word<'_>], start: usize, mut at: usize) -> Option<usize> {
        while let Some((item, rest)) = items.split_first() {
            items = rest;
            let inside = at == start || at <= words.len() && words[at - 1].ends != WordEnds::Sentence;
            let word = words.get(at).filter(|_| inside);
            let is = |all: u16| word.is_some_and(|word| self.have(all, word));
            // Whether the item holds, and whether it takes the word.
            let (holds, takes) = match *item {
                Item::One(all) => (is(all), true),
                Item::Any => (word.is_some(), true),
                Item::Not(all) => (!is(all), false),
                Item::First => (at == 0, false),
                Item::Last => (at == words.len(), false),
                Item::Maybe(_) | Item::MaybeAny => {
                    let may = if let Item::Maybe(all) = *item { is(all) } else { word.is_some() };
                    let taken = if may { self.matched(rest, words, start, at + 1) } else { None };
                    if taken.is_some() {
                        return taken;
                    }
                    (true, false)
                }
                Item::Few => {
                    let few = (0..=FEW).map_while(|few| {
                        let near = at + few <= words.len()
                            && (1..=few).all(|back| words[at + back - 1].ends != WordEnds::Sentence);
                        near.then_some(at + few)
                    });
                    return { few }.find_map(|at| self.matched(rest, words, start, at));
                }
            };
            if !holds {
                return None;
            }
            at += usize::from(takes);
        }
        Some(at)
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
        let made = compile::list(&[(phrase.to_owned(), 0)], &classes);
        let list = PhraseList {
            letters: made.letters.leak(),
            patterns: made.patterns.leak(),
            words: made.words.leak(),
            items: made.items.leak(),
            phrases: made.phrases.leak(),
            candidates: made.candidates.leak(),
            buckets: made.buckets.leak(),
            by_word: made.by_word,
            by_stem: made.by_stem,
            anchored: made.anchored,
            others: made.others,
        };
        !list.find(&words(text), &|_| true).is_empty()
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
