//! The lexicon: what the words of a scene and of its neighbours weigh, one by one and in pairs.
//!
//! Phrases tell what their author has thought of. Of most dreams no phrase tells, but many words do a little: those of a dream,
//! those with which sleep comes, and those with which somebody wakes. Their weights were fitted on labelled stories
//! (`examples/fit_words.rs`) and stand in `assets/moods/en-words.txt`. The sum is in hundredths of a natural logarithm of the odds;
//! `observe.rs` makes an observation of it. A word counts once in a place however often it stands there.

mod key;

use super::words::Word;
use crate::document::word_hash::hash;

/// The English lexicon. `build.rs` makes it of `assets/moods/en-words.txt`.
#[expect(clippy::unreadable_literal, reason = "keys that a program wrote")]
mod english {
    include!(concat!(env!("OUT_DIR"), "/lexicon_en.rs"));
}

/// The words of a scene that are weighed: a page and more. What a dream is made of is said by then.
pub(super) const HERE: usize = 250;

/// The most bytes of a scene that is weighed: ten pages. What is longer is a chapter, and nobody dreams for so long; it would cost most
/// and tell least.
pub(super) const LONGEST: usize = 12_000;

/// The lexicon of a language.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// The keys by their slots, 0 where there is none, and the weights in hundredths.
    keys: &'static [u32],
    weights: &'static [i16],
    /// What a scene weighs of which no word is known, for a dream and for a dawn.
    dream: i32,
    dawn: i32,
}

/// Words that weigh, and how much.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    /// In hundredths.
    sum: i32,
    /// Those that tell most, as they stand in the text.
    telling: Vec<(i16, String)>,
}

impl Weighed {
    /// Returns the sum, as a natural logarithm of the odds.
    pub(super) fn sum(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "some hundreds of weights of some hundredths")]
        let sum = self.sum as f32;
        sum / 100.0
    }

    /// Returns so many words that weigh most, for a reason to quote.
    pub(super) fn heaviest(mut self, count: usize) -> String {
        self.telling.sort_by_key(|(weight, _)| -weight);
        let words: Vec<String> = self.telling.into_iter().take(count).map(|(_, words)| words).collect();
        words.join("; ")
    }
}

impl Lexicon {
    /// Returns the lexicon of a language, if there is one.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        static ENGLISH: Lexicon =
            Lexicon { keys: &english::KEYS, weights: &english::WEIGHTS, dream: english::DREAM, dawn: english::DAWN };
        (language == "en").then_some(&ENGLISH)
    }

    /// Weighs the end of the scene before one, the beginning of the one after it, and its own words. Returns nothing where there is
    /// neither, or where they alone make a dream unlikely: then its own words are not asked for.
    pub(super) fn weigh<'a>(
        &self,
        [before, after]: [Option<&[Word<'_>]>; 2],
        here: impl FnOnce() -> Vec<Word<'a>>,
    ) -> Option<Weighed> {
        if before.is_none() && after.is_none() {
            return None;
        }
        let mut weighed = Weighed { sum: self.dream, ..Weighed::default() };
        self.add(key::BEFORE, before.unwrap_or_default(), &mut weighed);
        self.add(key::AFTER, after.unwrap_or_default(), &mut weighed);
        if weighed.sum < self.dream + LEAST_BESIDE {
            return None;
        }
        self.add(key::HERE, &here(), &mut weighed);
        Some(weighed)
    }

    /// Weighs the beginning of a scene for a dawn.
    pub(super) fn weigh_dawn(&self, open: &[Word<'_>]) -> Weighed {
        let mut weighed = Weighed { sum: self.dawn, ..Weighed::default() };
        self.add(key::DAWN, open, &mut weighed);
        weighed
    }

    /// Adds what the words of a place weigh.
    fn add(&self, place: u64, words: &[Word<'_>], weighed: &mut Weighed) {
        // The slots that have been counted: about one for two words.
        let mut counted: Vec<usize> = Vec::with_capacity(words.len() / 2);
        let mut last: Option<(&Word<'_>, u64)> = None;
        for word in words {
            let hash = hash(word.text.as_bytes());
            let mut weigh = |key: u32, before: Option<&Word<'_>>| {
                let Some(slot) = self.slot(key).filter(|slot| !counted.contains(slot)) else { return };
                counted.push(slot);
                let weight = self.weights[slot];
                weighed.sum += i32::from(weight);
                if weight >= TELLING && word.text.len() >= LONG {
                    let written: Vec<&str> = before.into_iter().chain([word]).map(Word::as_written).collect();
                    weighed.telling.push((weight, written.join(" ")));
                }
            };
            weigh(key::one(place, hash), None);
            if let Some((before, first)) = last {
                weigh(key::two(place, first, hash), Some(before));
            }
            last = Some((word, hash));
        }
    }

    /// Returns the slot in which a key stands, if it does.
    fn slot(&self, key: u32) -> Option<usize> {
        key::slots(key, self.keys.len()).take_while(|slot| self.keys[*slot] != 0).find(|slot| self.keys[*slot] == key)
    }
}

/// What the neighbours must weigh, in hundredths, for the scene to be looked at. The least of the 209 dreams in
/// `tests/moods/stories.txt` is 103. Of 1,418 chapters of real books more than half have less.
const LEAST_BESIDE: i32 = 100;

/// The weight from which on a word is quoted, in hundredths.
const TELLING: i16 = 5;

/// The fewest letters of a word that is quoted: “and” and “they” tell much of how a dream is told, and nothing to a reader.
const LONG: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moods::words::words;

    fn weigh(text: &str, at: usize) -> Option<f32> {
        let scenes: Vec<Vec<Word<'_>>> = text.split("***").map(words).collect();
        let beside = |at: Option<usize>| at.and_then(|at| scenes.get(at)).map(Vec::as_slice);
        let beside = [beside(at.checked_sub(1)), beside(Some(at + 1))];
        Lexicon::of("en").unwrap().weigh(beside, || scenes[at].clone()).map(|weighed| weighed.sum())
    }

    const NIGHT: &str =
        "She laid her cheek on the ledger, only to rest it, and the clerk’s voice went on, farther and farther off.";
    const DREAM: &str = "All the clerks had fish in their sleeves, and each of them knew her mother. The floor was grass, and it was full of keys.";
    const MORNING: &str =
        "“Miss?” Somebody had a hand on her shoulder. Her neck was stiff, and there was ink along her jaw.";

    #[test]
    fn a_dream_weighs_more_than_what_is_around_it() {
        let story = [NIGHT, DREAM, MORNING].join("\n\n***\n\n");
        let [night, dream, morning] = [0, 1, 2].map(|at| weigh(&story, at).unwrap_or(f32::MIN));
        assert!(dream > 0.0 && night < -1.0 && morning < -1.0, "{night} {dream} {morning}");
    }

    #[test]
    fn a_word_counts_once_and_a_scene_alone_is_not_weighed() {
        let story = |dream: &str| [NIGHT, dream, MORNING].join("\n\n***\n\n");
        let (once, twice) = (weigh(&story(DREAM), 1).unwrap(), weigh(&story(&format!("{DREAM} {DREAM}")), 1).unwrap());
        assert!((once - twice).abs() < 0.2, "but for the pair between the two: {once} {twice}");
        assert_eq!(weigh(DREAM, 0), None, "nothing is beside it");
    }
}
