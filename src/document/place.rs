//! Places: points in a document that is held in memory, and distances between them.
//!
//! A [`Place`] counts scenes and blocks from 0 and the bytes of a block's text. Distances come in two units: bytes of
//! text, for everything that is computed, and characters, for the page numbers that readers tell each other. A place is
//! only as good as its document. What outlives the document is a [`Locator`](super::Locator).

use super::{Document, Scene};

/// A point in a document: a scene, a block in it, and a byte of the block's text. Places order as they are read.
///
/// A place is meaningless in another document, even in a new version of the same story. Store a
/// [`Locator`](super::Locator) instead.
///
/// ```
/// use nightstand::document::Place;
///
/// assert!(Place::new(0, 7, 300) < Place::new(1, 0, 0));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The scene's index, from 0.
    pub scene: u32,
    /// The block's index in the scene, from 0.
    pub block: u32,
    /// The byte in the block's text, from 0, on a character's boundary. The text's length is the place after its last
    /// character.
    pub byte: u32,
}

impl Place {
    /// Returns the place with these indices. An index beyond 32 bits becomes the largest one.
    #[must_use]
    pub fn new(scene: usize, block: usize, byte: usize) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { scene: narrow(scene), block: narrow(block), byte: narrow(byte) }
    }
}

/// The characters of a stable page, whatever the screen: about as many as on a page of a paperback.
pub const STABLE_PAGE: usize = 1500;

impl Document {
    /// Returns the bytes of text before a place, or the length of the text for a place past the end.
    #[must_use]
    pub fn offset(&self, place: Place) -> usize {
        let scene = place.scene as usize;
        let before: usize = self.scenes.iter().take(scene).map(|scene| scene.text.len()).sum();
        let Some(scene) = self.scenes.get(scene) else { return before };
        let block = scene.bytes_before(place.block as usize);
        before + (block + place.byte as usize).min(scene.text.len())
    }

    /// Returns the bytes of text before each of some places, in their order. See [`Document::offset`].
    #[must_use]
    pub fn offsets(&self, places: impl Iterator<Item = Place>) -> Vec<usize> {
        let mut before = vec![0];
        for scene in &self.scenes {
            before.push(before.last().copied().unwrap_or(0) + scene.text.len());
        }
        let offset = |place: Place| {
            let Some(scene) = self.scenes.get(place.scene as usize) else { return self.len() };
            let within = scene.bytes_before(place.block as usize) + place.byte as usize;
            before[place.scene as usize] + within.min(scene.text.len())
        };
        places.map(offset).collect()
    }

    /// Returns the share of the text before a place in percent, rounded down. Lists show it.
    ///
    /// A page in view shows the share at its *end* instead, so that the last page reads 100 %.
    #[must_use]
    pub fn percent(&self, place: Place) -> u8 {
        u8::try_from(self.offset(place) * 100 / self.len().max(1)).unwrap_or(100)
    }

    /// Returns the number of the stable page that a place is on, from 1, and the number of stable pages in the story.
    ///
    /// Stable pages are stretches of [`STABLE_PAGE`] characters. Unlike the pages of a screen, they do not depend on
    /// the window, so readers can tell each other where they are.
    ///
    /// ```
    /// use nightstand::document::{Place, STABLE_PAGE};
    /// use nightstand::format;
    ///
    /// let text = "Night fell. ".repeat(250); // 3,000 characters, of which the last blank is dropped
    /// let story = format::read("night.txt", text.as_bytes())?.document();
    /// assert_eq!(story.stable_page(Place::new(0, 0, 0)), (1, 2));
    /// assert_eq!(story.stable_page(Place::new(0, 0, STABLE_PAGE)), (2, 2));
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn stable_page(&self, place: Place) -> (usize, usize) {
        let characters = |scene: &Scene| scene.text.chars().count();
        let index = (place.scene as usize).min(self.scenes.len());
        let (before, after) = self.scenes.split_at(index);
        let told: usize = before.iter().map(characters).sum();
        let here = after.first().map_or(0, |scene| {
            let upto = scene.bytes_before(place.block as usize) + place.byte as usize;
            scene.text[..scene.text.floor_char_boundary(upto)].chars().count()
        });
        let all = told + after.iter().map(characters).sum::<usize>();
        let last = all.div_ceil(STABLE_PAGE).max(1);
        (((told + here) / STABLE_PAGE + 1).min(last), last)
    }

    /// Returns the place with `offset` bytes of text before it, moved back to the start of a character. It is the
    /// inverse of [`Document::offset`]. Past the end, it is the end of the last block.
    #[must_use]
    pub fn place_at(&self, offset: usize) -> Place {
        let mut rest = offset;
        for (s, scene) in self.scenes.iter().enumerate() {
            if rest < scene.text.len() || s + 1 == self.scenes.len() {
                let b = scene.entries.partition_point(|entry| entry.start as usize <= rest).saturating_sub(1);
                let block = scene.block(b).map_or("", |block| block.text);
                let byte = rest.saturating_sub(scene.bytes_before(b)).min(block.len());
                return Place::new(s, b, block.floor_char_boundary(byte));
            }
            rest -= scene.text.len();
        }
        Place::default()
    }

    /// Returns the place that a person names: a percentage such as `50%`, the number of a scene from 1, or words that stand
    /// there. `None` if there is none.
    ///
    /// ```
    /// use nightstand::document::Place;
    /// use nightstand::format;
    ///
    /// let story = format::read("a.txt", "It was late.\n\nThe ferry left.\n".as_bytes())?.document();
    /// assert_eq!(story.place_named("1"), Some(Place::new(0, 0, 0)));
    /// assert_eq!(story.place_named("ferry"), Some(Place::new(0, 1, 4)));
    /// assert_eq!(story.place_named("“ferry left”"), Some(Place::new(0, 1, 4)));
    /// assert_eq!(story.place_named("0.5"), story.place_named("50%"));
    /// assert_eq!(story.place_named("2"), None);
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn place_named(&self, name: &str) -> Option<Place> {
        let name = name.trim().trim_matches(['“', '”', '"']);
        let percent = match (name.strip_suffix('%'), name.parse::<f64>()) {
            (Some(number), _) => number.trim().parse::<f64>().ok(),
            (None, Ok(share)) if name.contains('.') || name == "0" => Some(share * 100.0),
            _ => None,
        };
        if let Some(percent) = percent {
            // Nobody means the end by 200%.
            if !(0.0..=100.0).contains(&percent) {
                return None;
            }
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of the length, clamped to it"
            )]
            let offset = (percent / 100.0 * self.len() as f64).ceil() as usize;
            return Some(self.word_at(self.place_at(offset.min(self.len().saturating_sub(1)))));
        }
        if let Ok(scene) = name.parse::<usize>() {
            return scene
                .checked_sub(1)
                .filter(|scene| *scene < self.scenes.len())
                .map(|scene| Place::new(scene, 0, 0));
        }
        let query = super::Query::parse(name)?;
        let mut blocks = self.blocks();
        blocks.find_map(|(s, b, block)| query.hits(block.text).first().map(|hit| Place::new(s, b, hit.start)))
    }

    /// Returns the place itself where a word begins, or else where the next one does. Behind the last word it is that word's.
    fn word_at(&self, place: Place) -> Place {
        let (scene, block) = (place.scene as usize, place.block as usize);
        let text = self.block(scene, block).map_or("", |block| block.text);
        let (before, rest) = text.split_at(text.floor_char_boundary(place.byte as usize));
        if before.is_empty() || before.ends_with(char::is_whitespace) {
            return place;
        }
        let blank = rest.find(char::is_whitespace);
        let word = blank.and_then(|blank| rest[blank..].find(|c: char| !c.is_whitespace()).map(|word| blank + word));
        match word {
            Some(word) => Place::new(scene, block, before.len() + word),
            None if self.block(scene, block + 1).is_some() => Place::new(scene, block + 1, 0),
            None if scene + 1 < self.scenes.len() => Place::new(scene + 1, 0, 0),
            None => {
                let start = before.rfind(char::is_whitespace).map_or(0, |at| text.ceil_char_boundary(at + 1));
                Place::new(scene, block, start)
            }
        }
    }

    /// Returns the same place if it lies in this document, or else the nearest one that does.
    #[must_use]
    pub fn clamp(&self, place: Place) -> Place {
        match self.block(place.scene as usize, place.block as usize) {
            Some(block) => {
                let byte = block.text.floor_char_boundary(place.byte as usize);
                Place::new(place.scene as usize, place.block as usize, byte)
            }
            None => self.place_at(self.offset(place)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Draft, SceneBuilder};

    #[test]
    fn stable_pages_count_characters_whatever_their_bytes() {
        let scene = |letter: &str, count: usize| {
            let mut builder = SceneBuilder::default();
            builder.begin(BlockKind::Paragraph);
            builder.push(&letter.repeat(count));
            builder.finish()
        };
        let document = Draft::new(vec![scene("é", 1000), scene("夜", 2000)]).seal();
        assert_eq!(document.stable_page(Place::new(0, 0, 0)), (1, 2));
        assert_eq!(document.stable_page(Place::new(1, 0, 3 * 499)), (1, 2));
        assert_eq!(document.stable_page(Place::new(1, 0, 3 * 500)), (2, 2));
        assert_eq!(document.stable_page(Place::new(9, 9, 9)), (2, 2));
        assert_eq!(Document::default().stable_page(Place::default()), (1, 1));
    }

    #[test]
    fn a_percentage_names_the_first_word_that_says_so() {
        let text = "The night was long, and the river was high.\n\n".repeat(40);
        let document = crate::format::read("a.txt", text.as_bytes()).unwrap().document();
        for percent in 0..=100_u8 {
            let place = document.place_named(&format!("{percent}%")).unwrap();
            let block = document.block(place.scene as usize, place.block as usize).unwrap().text;
            let before = block[..place.byte as usize].chars().next_back();
            assert!(before.is_none_or(char::is_whitespace), "{percent}: {before:?}");
            assert_eq!(document.percent(place), percent.min(99), "{place:?}");
        }
    }
}
