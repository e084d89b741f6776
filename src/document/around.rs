//! The very words around a place, as other programs look for them.

use super::{Document, Place};

/// Characters on either side and of the place itself.
const SHOWN: usize = 48;

/// The words around a place, as they stand in its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around<'a> {
    /// Those before it.
    pub before: &'a str,
    /// Those from it on.
    pub exact: &'a str,
    /// Those after these.
    pub after: &'a str,
    /// Characters of the story before it, a line end counted between two blocks.
    pub characters: usize,
}

impl Document {
    /// The words around a place. They end with its block.
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
    use crate::document::{BlockKind, SceneBuilder};

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
        let document = Document { scenes: vec![builder.finish()], ..Document::default() };
        let around = document.words_around(Place::new(0, 1, 7));
        assert_eq!((around.before, &around.exact[..6], around.characters), ("It was ", "lăte,", 11));
        let told = format!("{}{}{}", around.before, around.exact, around.after);
        assert!(document.block(0, 1).unwrap().text.starts_with(&told), "{told}");
        assert_eq!((around.exact.chars().count(), around.after.chars().count()), (SHOWN, 45));
        let all: Vec<char> = "Né.\nIt was lăte".chars().collect();
        assert_eq!(all[around.characters], 'l');
    }
}
