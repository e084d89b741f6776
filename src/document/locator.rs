//! Locators: places that can be stored, and found again by their words when the text has changed.

use serde::{Deserialize, Serialize};

use super::search::Folded;
use super::{Document, Place};

/// How many characters of the text are kept on either side of a place. Thirty-two letters are some six words: in a
/// novel hardly any six words stand twice.
const CONTEXT: usize = 32;

/// The shortest remembered quote that is looked for: under ten letters ("he said to") stand everywhere.
const SHORTEST_QUOTE: usize = 10;

/// A place as it is stored: where it was, and the words that stood there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Locator {
    /// The scene's index.
    pub scene: u32,
    /// The block's index in the scene.
    pub block: u32,
    /// The character in the block, not the byte: a changed spelling before it should move it little.
    pub character: u32,
    /// How much of the story lies before it, from 0 to 1.
    pub ratio: f64,
    /// The words from the place on.
    #[serde(default)]
    pub quote: String,
    /// The words before it.
    #[serde(default)]
    pub before: String,
}

/// How a locator was found again, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// The words stand where they stood.
    InPlace,
    /// The words, or those before them, stand elsewhere.
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
        let (before, after) = text.split_at(place.byte as usize);
        let skipped = before.chars().count().saturating_sub(CONTEXT);
        let length = self.len().max(1);
        Locator {
            scene: place.scene,
            block: place.block,
            character: u32::try_from(before.chars().count()).unwrap_or(u32::MAX),
            #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more than 52 bits")]
            ratio: self.offset(place) as f64 / length as f64,
            quote: after.chars().take(CONTEXT).collect(),
            before: before.chars().skip(skipped).collect(),
        }
    }

    /// The place that a locator means in this document, and how it was found.
    #[must_use]
    pub fn find(&self, locator: &Locator) -> (Place, Found) {
        if let Some(place) = self.in_place(locator) {
            return (place, Found::InPlace);
        }
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a ratio of the length, clamped to it"
        )]
        let expected = (locator.ratio.clamp(0.0, 1.0) * self.len() as f64) as usize;
        let by_quote = self.nearest(&locator.quote, expected, Side::Start);
        if let Some(place) = by_quote.or_else(|| self.nearest(&locator.before, expected, Side::End)) {
            return (place, Found::ByWords);
        }
        (self.place_at(expected), Found::ByRatio)
    }

    fn in_place(&self, locator: &Locator) -> Option<Place> {
        let text = self.block(locator.scene as usize, locator.block as usize)?.text;
        let at_end = (text.len(), '\0');
        let (byte, _) = text.char_indices().chain([at_end]).nth(locator.character as usize)?;
        let same = text[byte..].starts_with(&locator.quote) && text[..byte].ends_with(&locator.before);
        same.then(|| Place::new(locator.scene as usize, locator.block as usize, byte))
    }

    /// The occurrence of `words` that is nearest to `expected` bytes into the story.
    fn nearest(&self, words: &str, expected: usize, side: Side) -> Option<Place> {
        if words.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST_QUOTE {
            return None;
        }
        let wanted = Folded::letters(words);
        let mut best: Option<(usize, Place)> = None;
        for (s, b, block) in self.blocks() {
            for range in Folded::letters(block.text).find_all(&wanted) {
                let byte = match side {
                    Side::Start => range.start,
                    Side::End => range.end,
                };
                let place = Place::new(s, b, byte);
                let distance = self.offset(place).abs_diff(expected);
                if best.is_none_or(|(nearest, _)| distance < nearest) {
                    best = Some((distance, place));
                }
            }
        }
        best.map(|(_, place)| place)
    }
}

/// Which end of the found words is the place.
#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, SceneBuilder};

    fn story(paragraphs: &[&str]) -> Document {
        let mut builder = SceneBuilder::default();
        for paragraph in paragraphs {
            builder.begin(BlockKind::Paragraph);
            builder.push(paragraph);
        }
        Document { scenes: vec![builder.finish()], ..Document::default() }
    }

    #[test]
    fn every_place_of_a_story_finds_itself() {
        let story = story(&["One lamp was lit.", "Two lamps were lit — ’twas späť.", "One lamp was lit."]);
        for (s, b, block) in story.blocks() {
            for (byte, _) in block.text.char_indices() {
                let place = Place::new(s, b, byte);
                assert_eq!(story.find(&story.locate(place)), (place, Found::InPlace));
            }
        }
    }

    #[test]
    fn words_are_found_after_text_was_put_before_them() {
        let before = story(&["It was late.", "The ferry had gone and the river was high."]);
        let after = story(&["A note.", "It was very late.", "And so: the ferry had gone, and the river was high."]);
        let (place, found) = after.find(&before.locate(Place::new(0, 1, 4)));
        assert_eq!(found, Found::ByWords);
        assert!(after.block(0, 2).unwrap().text[place.byte as usize..].starts_with("ferry"), "{place:?}");
    }

    #[test]
    fn of_two_equal_sentences_the_nearer_is_meant() {
        let same = "She counted the stairs again.";
        let before = story(&[same, "Thirteen.", "Fourteen, in the dark.", same]);
        let after = story(&["New.", same, "Thirteen.", "Fourteen, in the dark.", same]);
        let (place, _) = after.find(&before.locate(Place::new(0, 3, 0)));
        assert_eq!(place, Place::new(0, 4, 0));
    }

    #[test]
    fn words_that_are_gone_leave_the_ratio() {
        let before = story(&["One paragraph stood here first.", "And another followed it closely."]);
        let after = story(&["Wholly unlike what was.", "Nothing has remained as written."]);
        let (place, found) = after.find(&before.locate(Place::new(0, 1, 0)));
        assert_eq!((place.block, found), (1, Found::ByRatio));
    }

    #[test]
    fn a_nonsense_locator_still_gives_a_place() {
        let story = story(&["Short."]);
        let far = Locator { scene: 9, block: 9, character: 9, ratio: f64::NAN, ..Locator::default() };
        assert_eq!(story.find(&far).1, Found::ByRatio);
        assert_eq!(Document::default().find(&far).0, Place::default());
    }
}
