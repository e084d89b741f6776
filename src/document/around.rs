//! The words around a place, in the form in which other programs look for them.
//!
//! `nightstand marks --json` exports bookmarks as Web Annotations (W3C Recommendation, 2017). The fields of [`Around`]
//! are those of its `TextQuoteSelector` and `TextPositionSelector`. They count in characters and quote the text as it
//! stands. A [`Locator`](super::Locator) quotes folded text instead, and is for Nightstand itself.

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
    /// The characters of the story before the place, with one for the line end between two blocks: the selector's
    /// `start`.
    pub characters: usize,
}

impl Document {
    /// Returns the words around a place. None of the quotes leaves the place's block.
    ///
    /// ```
    /// use nightstand::document::Place;
    /// use nightstand::format;
    ///
    /// let story = format::read("a.txt", "Né.\n\nIt was lăte.\n".as_bytes())?.document();
    /// let around = story.words_around(Place::new(0, 1, 7));
    /// assert_eq!((around.before, around.exact, around.after), ("It was ", "lăte.", ""));
    /// // “Né.”, a line end, and “It was ”: characters, not bytes.
    /// assert_eq!(around.characters, 3 + 1 + 7);
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn words_around(&self, place: Place) -> Around<'_> {
        let place = self.clamp(place);
        let text = self.block(place.scene as usize, place.block as usize).map_or("", |block| block.text);
        let (head, tail) = text.split_at(place.byte as usize);
        let cut = |text: &str, count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
        let (exact, rest) = tail.split_at(cut(tail, SHOWN));
        let skipped = head.chars().count().saturating_sub(SHOWN);
        let earlier = self.blocks().take_while(|(s, b, _)| (*s, *b) < (place.scene as usize, place.block as usize));
        let characters =
            earlier.map(|(_, _, block)| block.text.chars().count() + 1).sum::<usize>() + head.chars().count();
        Around { before: &head[cut(head, skipped)..], exact, after: &rest[..cut(rest, SHOWN)], characters }
    }
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
        assert_eq!((around.before, &around.exact[..6], around.characters), ("It was ", "lăte,", 11));
        let told = format!("{}{}{}", around.before, around.exact, around.after);
        assert!(document.block(0, 1).unwrap().text.starts_with(&told), "{told}");
        assert_eq!((around.exact.chars().count(), around.after.chars().count()), (SHOWN, 45));
        let all: Vec<char> = "Né.\nIt was lăte".chars().collect();
        assert_eq!(all[around.characters], 'l');
    }
}
