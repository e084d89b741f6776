//! Places: points in a document held in memory, and the distances between them.

use super::Document;

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
