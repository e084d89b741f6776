//! The words around a place, in the form in which other programs look for them.
//!
//! `nightstand marks --json` exports bookmarks as Web Annotations (W3C Recommendation, 2017). The fields of [`Around`]
//! are those of its `TextQuoteSelector` and `TextPositionSelector`. They count in characters and quote the text as it
//! stands. A [`Locator`](super::Locator) quotes folded text instead, and is for Nightstand itself.

use std::ops::Range;

use memchr::memmem;

use super::{Document, Place};

/// The characters of each of the three quotes. They fit a line or two of a note, and hardly any other passage has the
/// same.
const SHOWN: usize = 48;

/// The words around a place, as they stand in its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around<'a> {
    /// Up to 48 characters before the place: the selector's `prefix`.
    pub before: &'a str,
    /// Up to 48 characters from the place on: the selector's `exact`.
    pub exact: &'a str,
    /// Up to 48 characters after those: the selector's `suffix`.
    pub after: &'a str,
}

impl Document {
    /// Returns the words around a place, or around the next one with words. None of the quotes leaves the place's block.
    ///
    /// ```
    /// use nightstand::document::Place;
    /// use nightstand::format;
    ///
    /// let story = format::read("a.txt", "Né.\n\nIt was lăte.\n".as_bytes())?.document();
    /// let around = story.words_around(Place::new(0, 1, 7));
    /// assert_eq!((around.before, around.exact, around.after), ("It was ", "lăte.", ""));
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn words_around(&self, place: Place) -> Around<'_> {
        let (head, tail) = self.parted_at(self.place_of_words(place));
        let (exact, rest) = tail.split_at(cut(tail, SHOWN));
        Around { before: last(head, SHOWN), exact, after: &rest[..cut(rest, SHOWN)] }
    }

    /// Returns a place, or that of the next block where nothing stands from it on: a page may begin with the sign of a break.
    #[must_use]
    pub fn place_of_words(&self, place: Place) -> Place {
        let place = self.clamp(place);
        let below = Place::new(place.scene as usize, place.block as usize + 1, 0);
        let is_empty = self.parted_at(place).1.trim().is_empty();
        if is_empty && !self.parted_at(below).1.is_empty() { below } else { place }
    }

    /// Returns the characters of the story before each of some places, in their order: the `start` of a `TextPositionSelector`. A line
    /// end between two blocks counts as one.
    ///
    /// ```
    /// use nightstand::document::Place;
    /// use nightstand::format;
    ///
    /// let story = format::read("a.txt", "Né.\n\nIt was lăte.\n".as_bytes())?.document();
    /// let place = Place::new(0, 1, 7);
    /// // “Né.”, a line end, and “It was ”: characters, not bytes.
    /// assert_eq!(story.characters_before([place]), [3 + 1 + 7]);
    /// assert_eq!(story.places_after([11]), [Some(place)]);
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn characters_before(&self, places: impl IntoIterator<Item = Place>) -> Vec<usize> {
        let starts = self.block_starts();
        let before = |place: Place| {
            let place = self.clamp(place);
            let block = (place.scene as usize, place.block as usize);
            let start = starts.partition_point(|(_, scene, other, _)| (*scene, *other) < block);
            starts.get(start).map_or(0, |(before, ..)| *before) + self.parted_at(place).0.chars().count()
        };
        places.into_iter().map(before).collect()
    }

    /// Returns the places before which so many characters of the story stand, in their order. `None` stands for one beyond the story's
    /// end. See [`Document::characters_before`].
    #[must_use]
    pub fn places_after(&self, characters: impl IntoIterator<Item = usize>) -> Vec<Option<Place>> {
        let starts = self.block_starts();
        let place = |characters: usize| {
            let at = starts.partition_point(|(before, ..)| *before <= characters).checked_sub(1)?;
            let (before, scene, block, text) = starts[at];
            let (byte, _) = text.char_indices().chain([(text.len(), '\n')]).nth(characters - before)?;
            Some(Place::new(scene, block, byte))
        };
        characters.into_iter().map(place).collect()
    }

    /// Returns the only place in a part of the story at which some words stand within a block, as they stand. The part is given as its
    /// shares of the story, from 0 to 1.
    #[must_use]
    pub fn only_place_of(&self, words: &str, part: Range<f64>) -> Option<Place> {
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 52 bits")]
        let share = |place: Place| self.offset(place) as f64 / self.len().max(1) as f64;
        let found = self.blocks().flat_map(|(scene, block, text)| {
            memmem::find_iter(text.text.as_bytes(), words.as_bytes()).map(move |byte| Place::new(scene, block, byte))
        });
        let mut found = found.filter(|place| part.contains(&share(*place)));
        found.next().filter(|_| found.next().is_none())
    }

    /// Returns the words at a place as they stand in its block: whole ones, up to 48 characters before it and as many from it on.
    #[must_use]
    pub fn words_at(&self, place: Place) -> String {
        let (head, tail) = self.parted_at(self.place_of_words(place));
        let (mut before, mut after) = (last(head, SHOWN), &tail[..cut(tail, SHOWN)]);
        // A word that is cut is left out, unless there is no other.
        if before.len() < head.len() {
            before = before.split_once(' ').map_or(before, |(_, whole)| whole);
        }
        if after.len() < tail.len() {
            after = after.rsplit_once(' ').map_or(after, |(whole, _)| whole);
        }
        format!("{before}{after}")
    }

    /// Each block with the characters before it: these, its scene, its index there, and its text.
    fn block_starts<'a>(&'a self) -> Vec<(usize, usize, usize, &'a str)> {
        let mut before = 0;
        let start = |(scene, block, part): (usize, usize, super::Block<'a>)| {
            let start = (before, scene, block, part.text);
            before += part.text.chars().count() + 1;
            start
        };
        self.blocks().map(start).collect()
    }

    /// The text of a place's block, parted there.
    fn parted_at(&self, place: Place) -> (&str, &str) {
        let text = self.block(place.scene as usize, place.block as usize).map_or("", |block| block.text);
        text.split_at(place.byte as usize)
    }
}

/// Where so many characters of a text end, in bytes.
fn cut(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

/// So many characters at a text's end.
fn last(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    &text[start..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Draft, SceneBuilder};

    #[test]
    fn words_stand_where_they_are_said_to() {
        let mut builder = SceneBuilder::default();
        for text in [
            "Né.",
            "It was lăte, and the lamp was lit; so it was, and nobody in the whole house was awake but her alone.",
        ] {
            builder.begin(BlockKind::Paragraph);
            builder.push(text);
        }
        let document = Draft::new(vec![builder.finish()]).seal();
        let around = document.words_around(Place::new(0, 1, 7));
        assert_eq!((around.before, &around.exact[..6]), ("It was ", "lăte,"));
        let characters = document.characters_before([Place::new(0, 1, 7)]);
        assert_eq!(characters, [11]);
        let told = format!("{}{}{}", around.before, around.exact, around.after);
        assert!(document.block(0, 1).unwrap().text.starts_with(&told), "{told}");
        assert_eq!((around.exact.chars().count(), around.after.chars().count()), (SHOWN, 45));
        assert_eq!(document.words_at(Place::new(0, 1, 7)), "It was lăte, and the lamp was lit; so it was, and");
        assert_eq!(document.words_at(Place::new(0, 0, 0)), "Né.");
        let all: Vec<char> = "Né.\nIt was lăte".chars().collect();
        assert_eq!(all[characters[0]], 'l');
        // The end of a block is a place.
        let places = document.places_after([characters[0], 3, 0, 999, usize::MAX]);
        let (end, start) = (Place::new(0, 0, "Né.".len()), Place::new(0, 0, 0));
        assert_eq!(places, [Some(Place::new(0, 1, 7)), Some(end), Some(start), None, None]);
    }
}
