//! Places: points in a document held in memory, and the distances between them.

use super::{Document, Scene};

/// A point in a document: a scene, a block of it, a byte of the block's text. Places order as they are read.
///
/// It means nothing in another document; a [`Locator`](super::Locator) does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The scene's index.
    pub scene: u32,
    /// The block's index in the scene.
    pub block: u32,
    /// The byte in the block's text, on a character's boundary.
    pub byte: u32,
}

impl Place {
    /// A place from indices.
    #[must_use]
    pub fn new(scene: usize, block: usize, byte: usize) -> Self {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { scene: narrow(scene), block: narrow(block), byte: narrow(byte) }
    }
}

/// Characters of a page that is the same on every screen: about those of a paperback's page.
pub const STABLE_PAGE: usize = 1500;

impl Document {
    /// The bytes of text before a place; the whole length for one past the end.
    #[must_use]
    pub fn offset(&self, place: Place) -> usize {
        let scene = place.scene as usize;
        let before: usize = self.scenes.iter().take(scene).map(|scene| scene.text.len()).sum();
        let Some(scene) = self.scenes.get(scene) else { return before };
        let block = scene.bytes_before(place.block as usize);
        before + (block + place.byte as usize).min(scene.text.len())
    }

    /// How much of the text lies before a place, in percent: what a list says of it. Where a page is shown, the share is that at
    /// its end.
    #[must_use]
    pub fn percent(&self, place: Place) -> u8 {
        u8::try_from(self.offset(place) * 100 / self.len().max(1)).unwrap_or(100)
    }

    /// The number, from 1, of the stretch of [`STABLE_PAGE`] characters that a place stands in, and how many there are. Unlike
    /// the pages of a screen they are the same on every screen, so that readers can tell each other where they are.
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

    /// The place that has `offset` bytes of text before it, moved back to a character's start.
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

    /// The same place if it lies in this document, else the nearest one that does.
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
    use crate::document::{BlockKind, SceneBuilder};

    #[test]
    fn stable_pages_count_characters_whatever_their_bytes() {
        let scene = |letter: &str, count: usize| {
            let mut builder = SceneBuilder::default();
            builder.begin(BlockKind::Paragraph);
            builder.push(&letter.repeat(count));
            builder.finish()
        };
        let document = Document { scenes: vec![scene("é", 1000), scene("夜", 2000)], ..Document::default() };
        assert_eq!(document.stable_page(Place::new(0, 0, 0)), (1, 2));
        assert_eq!(document.stable_page(Place::new(1, 0, 3 * 499)), (1, 2));
        assert_eq!(document.stable_page(Place::new(1, 0, 3 * 500)), (2, 2));
        assert_eq!(document.stable_page(Place::new(9, 9, 9)), (2, 2));
        assert_eq!(Document::default().stable_page(Place::default()), (1, 1));
    }
}
