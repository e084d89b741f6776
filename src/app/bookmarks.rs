//! The kept places of a story.

use crate::document::{Document, Found, Locator, Place, SafeText};
use crate::shelf::Bookmark;

/// A kept place.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// What the reader calls it; empty for a place known by its words.
    pub name: SafeText,
    /// Where it is in this text.
    pub place: Place,
    /// How it is stored. Where its words are gone for now, they stay: the next version may have them again.
    locator: Locator,
}

/// The kept places, in the order of the story, and those removed in this session.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bookmarks {
    kept: Vec<Kept>,
    removed: Vec<Kept>,
}

/// How many words name a bookmark without a name.
const WORDS_SHOWN: usize = 9;

impl Bookmarks {
    /// The stored ones, found again in this text.
    pub(super) fn recall(document: &Document, stored: &[Bookmark]) -> Self {
        let recall = |stored: &Bookmark| {
            let (place, found) = document.find(&stored.locator);
            let locator = if found == Found::ByRatio { stored.locator.clone() } else { document.locate(place) };
            Kept { name: SafeText::line(&stored.name), place, locator }
        };
        let mut kept: Vec<Kept> = stored.iter().map(recall).collect();
        kept.sort_by_key(|kept| kept.place);
        Self { kept, removed: Vec::new() }
    }

    /// As they are stored.
    pub(super) fn stored(&self) -> Vec<Bookmark> {
        let store = |kept: &Kept| Bookmark { name: kept.name.to_string(), locator: kept.locator.clone() };
        self.kept.iter().map(store).collect()
    }

    /// The kept places, in the order of the story.
    #[must_use]
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// Whether something can be brought back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.removed.is_empty()
    }

    /// Keeps a place; one that is kept already gets the new name, unless that is empty.
    pub(super) fn add(&mut self, document: &Document, name: &str, place: Place) -> usize {
        self.put(Kept { name: SafeText::line(name.trim()), place, locator: document.locate(place) })
    }

    fn put(&mut self, new: Kept) -> usize {
        let place = new.place;
        if let Some(index) = self.kept.iter().position(|kept| kept.place == place) {
            if !new.name.is_empty() {
                self.kept[index].name = new.name;
            }
            return index;
        }
        let index = self.kept.partition_point(|kept| kept.place < place);
        self.kept.insert(index, new);
        index
    }

    pub(super) fn rename(&mut self, index: usize, name: &str) {
        if let Some(kept) = self.kept.get_mut(index) {
            kept.name = SafeText::line(name.trim());
        }
    }

    /// Removes one; [`undo`](Self::undo) brings it back.
    pub(super) fn remove(&mut self, index: usize) -> bool {
        if index >= self.kept.len() {
            return false;
        }
        self.removed.push(self.kept.remove(index));
        true
    }

    /// Brings back the one removed last; its index.
    pub(super) fn undo(&mut self) -> Option<usize> {
        self.removed.pop().map(|kept| self.put(kept))
    }

    /// What a list calls one: its name, or the words that stand there.
    #[must_use]
    pub fn label(document: &Document, kept: &Kept) -> String {
        if !kept.name.is_empty() {
            return kept.name.to_string();
        }
        let Some(block) = document.block(kept.place.scene as usize, kept.place.block as usize) else {
            return String::new();
        };
        let from = block.text.floor_char_boundary(kept.place.byte as usize);
        block.text[from..].split_whitespace().take(WORDS_SHOWN).collect::<Vec<_>>().join(" ")
    }
}
