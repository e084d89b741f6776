//! The units by which a reader selects text: words, sentences and paragraphs.
//!
//! Word and sentence boundaries are Unicode's (UAX #29), found by ICU.
//! Two customs of printed stories lie on top: an abbreviation ends no sentence, and neither does speech that its sentence
//! goes on after (“Stop!” he said). Ranges are bytes of one block's text, without the blanks around a unit. Layout and
//! selections are not known here.

use std::ops::Range;

use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions};
use icu_segmenter::{SentenceSegmenter, WordSegmenter};

use super::{Document, Passage, Place};

/// A unit of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A word, without the signs around it.
    Word,
    /// A sentence. A line of verse counts as one.
    Sentence,
    /// A block.
    Paragraph,
}

/// Abbreviations that stand before a capital within a sentence, in the languages that are hyphenated. Those at a
/// sentence's end, such as “etc.”, are not among them.
const ABBREVIATIONS: [&str; 45] = [
    "Mr", "Mrs", "Ms", "Dr", "St", "Prof", "Capt", "Col", "Gen", "Lt", "Sgt", "Rev", "Hon", "Messrs", "Mme", "Mlle",
    "Mm", "Me", "Mgr", "Hr", "Fr", "Frl", "Nr", "Bd", "Abb", "Sr", "Sra", "Srta", "Don", "Da", "Sig", "Dott", "Dhr",
    "Mevr", "Ks", "Św", "Prop", "No", "Vol", "Fig", "Cf", "Vgl", "Bzw", "Ca", "Mt",
];

impl Unit {
    /// Returns the units of a text in order, as ranges of bytes.
    ///
    /// ```
    /// use nightstand::document::Unit;
    ///
    /// let text = "“Stop!” he said. Mr. Night did not.";
    /// let sentences: Vec<&str> = Unit::Sentence.ranges(text).into_iter().map(|range| &text[range]).collect();
    /// assert_eq!(sentences, ["“Stop!” he said.", "Mr. Night did not."]);
    /// ```
    #[must_use]
    pub fn ranges(self, text: &str) -> Vec<Range<usize>> {
        match self {
            Self::Word => words(text),
            Self::Sentence => sentences(text),
            Self::Paragraph => Vec::from_iter(trimmed(text, 0..text.len())),
        }
    }
}

fn words(text: &str) -> Vec<Range<usize>> {
    // The dictionaries of Chinese and Japanese take two megabytes; there a character is a word.
    let segmenter = WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());
    let mut start = 0;
    let mut words = Vec::new();
    for (end, kind) in segmenter.segment_str(text).iter_with_word_type() {
        if kind.is_word_like() {
            words.push(start..end);
        }
        start = end;
    }
    words
}

fn sentences(text: &str) -> Vec<Range<usize>> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in segmenter.segment_str(text).skip(1) {
        let end = start + without_opening(&text[start..end]);
        if end < text.len() && goes_on(&text[start..end], &text[end..]) {
            continue;
        }
        sentences.extend(trimmed(text, start..end));
        start = end;
    }
    sentences
}

/// Returns the length of a sentence without the quotation mark that opens the next one: Chinese and Japanese have no blank between.
fn without_opening(sentence: &str) -> usize {
    const OPENING: [char; 10] = ['「', '『', '（', '《', '〈', '【', '〔', '“', '‘', '＂'];
    const FULL_STOPS: [char; 7] = ['。', '！', '？', '…', '」', '』', '”'];
    let bare = sentence.trim_end_matches(OPENING);
    // In German “ closes what „ opens.
    if bare.ends_with(FULL_STOPS) { bare.len() } else { sentence.len() }
}

/// Returns whether a sentence goes on where Unicode's rules end it.
fn goes_on(sentence: &str, rest: &str) -> bool {
    if sentence.ends_with('\n') {
        return false;
    }
    let lower = |text: &str| text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    let last = sentence.split_whitespace().next_back().unwrap_or_default();
    let word = last.trim_start_matches(|c: char| !c.is_alphanumeric()).strip_suffix('.');
    // An initial is one capital with a period; a sentence that ends with “I.” is rarer than a name.
    let initial = |word: &str| word != "I" && word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let abbreviation = |word: &str| ABBREVIATIONS.iter().any(|other| other.to_lowercase() == word.to_lowercase());
    lower(rest) || word.is_some_and(|word| initial(word) || abbreviation(word))
}

/// Returns a range without the white space at its ends, or `None` if nothing else is in it.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = range.start + part.trim_end().len();
    (start < end).then_some(start..end)
}

impl Document {
    /// Returns the first unit that ends after a place, or `None` at the end of the story.
    #[must_use]
    pub fn unit_after(&self, place: Place, unit: Unit) -> Option<Passage> {
        self.units_after(place, unit).next()
    }

    /// Returns the last unit that begins before a place, or `None` at the beginning of the story.
    #[must_use]
    pub fn unit_before(&self, place: Place, unit: Unit) -> Option<Passage> {
        self.units_before(place, unit).next()
    }

    /// Returns the units that end after a place, in the story's order.
    pub fn units_after(&self, place: Place, unit: Unit) -> impl Iterator<Item = Passage> + '_ {
        let units = self.blocks_from(place).flat_map(move |(s, b)| self.units_of(s, b, unit));
        units.filter(move |unit| unit.end > place)
    }

    /// Returns the units that begin before a place, the last one first.
    pub fn units_before(&self, place: Place, unit: Unit) -> impl Iterator<Item = Passage> + '_ {
        let upto = (place.scene as usize + 1).min(self.scenes.len());
        let scenes = (0..upto).rev();
        let blocks = scenes.flat_map(|s| (0..self.scenes[s].blocks().len()).rev().map(move |b| (s, b)));
        let blocks = blocks.filter(move |(s, b)| Place::new(*s, *b, 0) <= place);
        let units = blocks.flat_map(move |(s, b)| self.units_of(s, b, unit).into_iter().rev());
        units.filter(move |unit| unit.start < place)
    }

    /// Returns the indices of the block that a place is in and of all after it.
    fn blocks_from(&self, place: Place) -> impl Iterator<Item = (usize, usize)> + '_ {
        let scenes = (place.scene as usize..self.scenes.len()).map(move |s| {
            let first = if s == place.scene as usize { place.block as usize } else { 0 };
            (s, first)
        });
        scenes.flat_map(|(s, first)| (first..self.scenes[s].blocks().len()).map(move |b| (s, b)))
    }

    fn units_of(&self, scene: usize, block: usize, unit: Unit) -> Vec<Passage> {
        let text = self.block(scene, block).map_or("", |block| block.text);
        let place = |byte| Place::new(scene, block, byte);
        let passage = |range: Range<usize>| Passage { start: place(range.start), end: place(range.end) };
        unit.ranges(text).into_iter().map(passage).collect()
    }
}

#[cfg(test)]
mod tests;
