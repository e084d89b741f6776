//! Locators: places that can be stored, and found again by their words when the text has changed.
//!
//! A place is looked for in this order of trust: where it was, if its words stand there; by the number of its letter,
//! if the words stand there (the same text in another format); where the words after it stand; where those around them do;
//! where most parts of them do; and as far into the story as it was. Words are compared folded (`fold.rs`), so that
//! another edition's quotes, dashes and capitals are the same words.

use std::cell::LazyCell;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::fold::fold;
use super::{Document, Place};

/// How many folded characters are kept from a place on, and on either side of these. Thirty-two letters are some six words:
/// in a novel hardly any six words stand twice.
const CONTEXT: usize = 32;

/// The shortest remembered words that are looked for: under ten letters ("he said to") stand everywhere.
const SHORTEST: usize = 10;

/// Words in a part: where none of the longer runs stands any more, three words in the old order often do.
const PART: usize = 3;

/// A place as it is stored: where it was, and the words that stood there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Locator {
    /// The scene's index.
    #[serde(default)]
    pub scene: u32,
    /// The block's index in the scene.
    #[serde(default)]
    pub block: u32,
    /// The character in the block, not the byte: a changed spelling before it should move it little.
    #[serde(default)]
    pub character: u32,
    /// Folded characters of the story before it.
    #[serde(default)]
    pub offset: u32,
    /// Folded characters of the whole story; 0 where they were not counted.
    #[serde(default)]
    pub total: u32,
    /// How much of the story lies before it, from 0 to 1.
    #[serde(default)]
    pub ratio: f64,
    /// The folded words from the place on.
    #[serde(default)]
    pub quote: String,
    /// Those before it.
    #[serde(default)]
    pub before: String,
    /// Those after the quote.
    #[serde(default)]
    pub after: String,
}

/// How a locator was found again, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// The words stand where they stood.
    InPlace,
    /// The words, or those around them, stand elsewhere.
    ByWords,
    /// The words are gone; the place is as far into the story as before.
    ByRatio,
}

impl Document {
    /// The locator of a place.
    #[must_use]
    pub fn locate(&self, place: Place) -> Locator {
        let place = self.clamp(place);
        let text = self.block(place.scene as usize, place.block as usize).map_or("", |block| block.text);
        let (offset, total) = (self.folded_offset(place), self.index().total);
        let (before, from) = self.folded_around(offset, CONTEXT, 2 * CONTEXT);
        let seam = from.char_indices().nth(CONTEXT).map_or(from.len(), |(at, _)| at);
        let characters = text[..place.byte as usize].chars().count();
        Locator {
            scene: place.scene,
            block: place.block,
            character: u32::try_from(characters).unwrap_or(u32::MAX),
            offset,
            total,
            #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more than 52 bits")]
            ratio: self.offset(place) as f64 / self.len().max(1) as f64,
            quote: from[..seam].to_owned(),
            before,
            after: from[seam..].to_owned(),
        }
    }

    /// The place that a locator means in this document, and how it was found.
    #[must_use]
    pub fn find(&self, locator: &Locator) -> (Place, Found) {
        if let Some(place) = self.in_place(locator) {
            return (place, Found::InPlace);
        }
        let expected = self.expected(locator);
        let words = Words::of(locator);
        let at_space = locator.quote.starts_with(' ');
        if self.stands_at(locator.offset, &words) {
            return (self.place_of_folded(locator.offset), Found::InPlace);
        }
        if words.all().count() > 0
            && let Some(offset) = Search::new(self.folded(), locator).find(&words)
        {
            // After a word's last letter the place is that word's.
            let place = self.place_of_folded(offset.saturating_sub(u32::from(at_space)));
            return (place, Found::ByWords);
        }
        (self.place_at(expected), Found::ByRatio)
    }

    /// The places that many locators mean. Where the words of some dozens are gone the text is another one, and the others are
    /// not looked for word by word.
    #[must_use]
    pub fn find_all<'a>(&self, locators: impl IntoIterator<Item = &'a Locator>) -> Vec<(Place, Found)> {
        const MOST_LOST: usize = 50;
        let mut lost = 0;
        let mut find = |locator: &Locator| {
            if lost >= MOST_LOST {
                let there = self.in_place(locator).map(|place| (place, Found::InPlace));
                return there.unwrap_or_else(|| (self.place_at(self.expected(locator)), Found::ByRatio));
            }
            let found = self.find(locator);
            lost += usize::from(found.1 == Found::ByRatio);
            found
        };
        locators.into_iter().map(&mut find).collect()
    }

    /// Whether the words around a locator stand here as they stood there: so many that no other story has them by chance. Parts of
    /// them, by which a place is found again in a story that is known, are in any other.
    #[must_use]
    pub fn has_words_of(&self, locator: &Locator) -> bool {
        /// Six words may stand in two novels; nine hardly ever do.
        const ENOUGH: usize = 45;
        let folded = |parts: [&str; 2]| {
            let mut words = String::new();
            fold(&parts.concat(), &mut words);
            words
        };
        let text = LazyCell::new(|| self.folded());
        let runs = [folded([&locator.before, &locator.quote]), folded([&locator.quote, &locator.after])];
        // Of a story that is no longer than that all of it is enough.
        let least = ENOUGH.min(locator.total as usize).max(SHORTEST);
        runs.iter().any(|run| run.chars().count() >= least && memmem::find(text.as_bytes(), run.as_bytes()).is_some())
    }

    /// Returns whether all remembered words of a locator stand where they stood, counted in letters from the beginning.
    #[must_use]
    pub fn stands_where_it_stood(&self, locator: &Locator) -> bool {
        let words = Words::of(locator);
        !words.from.is_empty() && self.stands_at(locator.offset, &words)
    }

    /// The place of a locator that was made of this very text, if its words begin there. Nothing else of the story is looked at,
    /// so that it may be a piece of it.
    #[must_use]
    pub fn stands(&self, locator: &Locator) -> Option<Place> {
        /// Bytes of text that fold to more than a quote, signs and all.
        const ENOUGH: usize = 16 * CONTEXT;
        let (scene, mut block) = (locator.scene as usize, locator.block as usize);
        let text = self.block(scene, block)?.text;
        let (byte, _) = text.char_indices().chain([(text.len(), '\0')]).nth(locator.character as usize)?;
        let mut words = String::new();
        let mut rest = &text[byte..];
        loop {
            if !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
            fold(&rest[..rest.floor_char_boundary(ENOUGH)], &mut words);
            block += 1;
            match self.block(scene, block) {
                Some(next) if words.len() < locator.quote.len() => rest = next.text,
                _ => break,
            }
        }
        let (words, quote) = (words.trim(), locator.quote.trim());
        let same = words.starts_with(quote) || (!words.is_empty() && quote.starts_with(words));
        same.then(|| Place::new(scene, locator.block as usize, byte))
    }

    /// The bytes of text before a place that is as far into this story as the locator was into its own.
    fn expected(&self, locator: &Locator) -> usize {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a ratio of the length, clamped to it"
        )]
        let expected = (locator.ratio.clamp(0.0, 1.0) * self.len() as f64) as usize;
        expected
    }

    /// The very place, if all words around it stand there.
    fn in_place(&self, locator: &Locator) -> Option<Place> {
        let text = self.block(locator.scene as usize, locator.block as usize)?.text;
        let at_end = (text.len(), '\0');
        let (byte, _) = text.char_indices().chain([at_end]).nth(locator.character as usize)?;
        let place = Place::new(locator.scene as usize, locator.block as usize, byte);
        let words = Words::of(locator);
        self.stands_at(self.folded_offset(place), &words).then_some(place)
    }

    /// Whether the words of a locator stand around an offset.
    fn stands_at(&self, offset: u32, words: &Words) -> bool {
        if words.before.is_empty() && words.from.is_empty() {
            return self.index().total == 0;
        }
        // A space more on either side: the place may be at one.
        let (before, from) =
            self.folded_around(offset, words.before.chars().count() + 1, words.from.chars().count() + 1);
        before.trim_end().ends_with(&words.before) && from.trim_start().starts_with(&words.from)
    }
}

/// What a locator remembers of the words, folded: a locator from before they were stored so is read too.
struct Words {
    before: String,
    quote: String,
    after: String,
    /// The quote and what follows it.
    from: String,
}

impl Words {
    fn of(locator: &Locator) -> Self {
        let folded = |text: &str| {
            let mut folded = String::new();
            fold(text, &mut folded);
            folded
        };
        let (before, quote, after) = (folded(&locator.before), folded(&locator.quote), folded(&locator.after));
        let from = folded(&format!("{}{}", locator.quote, locator.after));
        Self { before, quote, after, from }
    }

    /// Those that are long enough to be looked for, surest first.
    fn all(&self) -> impl Iterator<Item = &str> {
        [&self.quote, &self.before, &self.after].into_iter().map(String::as_str).filter(|words| is_telling(words))
    }
}

fn is_telling(words: &str) -> bool {
    words.chars().filter(|c| *c != ' ').count() >= SHORTEST
}

/// A story's folded text, searched for the words of one locator. Positions are bytes of it.
struct Search {
    text: String,
    expected: usize,
}

impl Search {
    fn new(text: String, locator: &Locator) -> Self {
        let share =
            if locator.total > 0 { f64::from(locator.offset) / f64::from(locator.total) } else { locator.ratio };
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of the length, clamped to it"
        )]
        let expected = (share.clamp(0.0, 1.0) * text.len() as f64) as usize;
        Self { text, expected }
    }

    /// The number of the folded character where the words of a locator began.
    fn find(&self, words: &Words) -> Option<u32> {
        let found = self.by_quote(words).or_else(|| self.by_context(words)).or_else(|| self.by_parts(words))?;
        let before = &self.text[..self.text.floor_char_boundary(found)];
        u32::try_from(before.chars().count()).ok()
    }

    /// Where the quote stands; of several such places the one whose surroundings are most alike, of equals the nearest.
    fn by_quote(&self, words: &Words) -> Option<usize> {
        if !is_telling(&words.quote) {
            return None;
        }
        let alike = |at: usize| {
            let before = common(self.text[..at].trim_end().bytes().rev(), words.before.bytes().rev());
            let after = common(self.text[at + words.quote.len()..].trim_start().bytes(), words.after.bytes());
            // A letter or two are alike by chance; half a word is not.
            (before + after) / 8
        };
        self.all(&words.quote).max_by_key(|at| (alike(*at), std::cmp::Reverse(at.abs_diff(self.expected))))
    }

    /// Where the words before the quote stand, or else those after it; nearest to where they are expected.
    fn by_context(&self, words: &Words) -> Option<usize> {
        let nearest = |places: &mut dyn Iterator<Item = usize>| places.min_by_key(|at| at.abs_diff(self.expected));
        let after_it = || {
            let starts = self.all(&words.after).map(|at| at.saturating_sub(words.quote.len() + 1));
            nearest(&mut starts.filter(|_| is_telling(&words.after)))
        };
        let ends = self.all(&words.before).map(|at| (at + words.before.len() + 1).min(self.text.len()));
        // How long the words between them are now is not known, so that those before tell it best.
        nearest(&mut ends.filter(|_| is_telling(&words.before))).or_else(after_it)
    }

    /// Where most runs of three words say that the place is.
    fn by_parts(&self, words: &Words) -> Option<usize> {
        /// Places that parts tell differ by what was put in or taken out between them.
        const ALIKE: usize = 2 * CONTEXT;
        let whole = format!("{} {}", words.before, words.from);
        let place = words.before.len() + 1;
        let starts: Vec<usize> = whole.match_indices(' ').map(|(at, _)| at + 1).chain([0]).collect();
        let mut told = Vec::new();
        for start in starts {
            let end = whole[start..].match_indices(' ').nth(PART - 1).map_or(whole.len(), |(at, _)| start + at);
            let part = &whole[start..end];
            if part.matches(' ').count() + 1 >= PART && is_telling(part) {
                told.extend(self.all(part).map(|at| (at + place).saturating_sub(start)));
            }
        }
        told.sort_unstable();
        let votes = |at: usize| {
            told.partition_point(|other| *other <= at + ALIKE)
                - told.partition_point(|other| *other < at.saturating_sub(ALIKE))
        };
        let best = told.iter().copied().max_by_key(|at| (votes(*at), std::cmp::Reverse(at.abs_diff(self.expected))))?;
        Some(best.min(self.text.len()))
    }

    fn all<'a>(&'a self, words: &'a str) -> impl Iterator<Item = usize> + 'a {
        memmem::find_iter(self.text.as_bytes(), words.as_bytes()).filter(|_| !words.is_empty())
    }
}

/// How many items two sequences share from their starts.
fn common(a: impl Iterator<Item = u8>, b: impl Iterator<Item = u8>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests;
