//! The kept places of a story.

use crate::document::{Document, Found, Locator, Place, SafeText};
use crate::shelf::{Bookmark, Stamp};

/// A bookmark whose place in this text is known. [`Bookmark`] is its stored form.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedBookmark {
    /// By what it is known on every machine.
    id: String,
    /// When it was last changed.
    stamp: Stamp,
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
    kept: Vec<PlacedBookmark>,
    removed: Vec<PlacedBookmark>,
    /// What is remembered of all that were ever removed, so that none comes back from elsewhere.
    gone: Vec<Bookmark>,
    /// What the names of new ones begin with.
    seed: u64,
    /// How many have been made.
    made: u32,
}

/// How many words name a bookmark without a name.
const WORDS_SHOWN: usize = 9;

impl Bookmarks {
    /// The stored ones, found again in this text. New ones get names that begin with the seed.
    pub(super) fn recall(document: &Document, stored: &[Bookmark], seed: u64) -> Self {
        let (gone, kept): (Vec<&Bookmark>, Vec<&Bookmark>) = stored.iter().partition(|bookmark| bookmark.removed);
        let places = document.find_all(kept.iter().map(|bookmark| &bookmark.locator));
        let mut kept: Vec<PlacedBookmark> = kept
            .into_iter()
            .zip(places)
            .map(|(bookmark, place)| PlacedBookmark::found(document, bookmark, place))
            .collect();
        kept.sort_by_key(|kept| kept.place);
        Self { kept, gone: gone.into_iter().cloned().collect(), seed, ..Self::default() }
    }

    /// As they are stored, in the order of their names, as all who store them do.
    pub(super) fn stored(&self) -> Vec<Bookmark> {
        let store = |kept: &PlacedBookmark| Bookmark {
            id: kept.id.clone(),
            stamp: kept.stamp,
            removed: false,
            name: kept.name.to_string(),
            locator: kept.locator.clone(),
        };
        let mut stored: Vec<Bookmark> = self.kept.iter().map(store).chain(self.gone.iter().cloned()).collect();
        stored.sort_by(|a, b| a.id.cmp(&b.id));
        stored
    }

    /// Takes in what others have kept, renamed and removed.
    pub(super) fn share(&mut self, document: &Document, theirs: &[Bookmark]) {
        for bookmark in theirs {
            let kept = self.kept.iter().find(|kept| kept.id == bookmark.id).map(|kept| kept.stamp);
            let gone = self.gone.iter().find(|gone| gone.id == bookmark.id).map(|gone| gone.stamp);
            let stamp = kept.max(gone);
            if stamp.is_some_and(|stamp| stamp >= bookmark.stamp) {
                continue;
            }
            self.kept.retain(|kept| kept.id != bookmark.id);
            self.gone.retain(|gone| gone.id != bookmark.id);
            if bookmark.removed {
                self.gone.push(bookmark.clone());
            } else {
                self.insert(PlacedBookmark::recall(document, bookmark));
            }
        }
    }

    /// The kept places, in the order of the story.
    #[must_use]
    pub fn kept(&self) -> &[PlacedBookmark] {
        &self.kept
    }

    /// Whether something can be brought back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.removed.is_empty()
    }

    /// What the one of this index is known by.
    pub(super) fn id(&self, index: usize) -> Option<String> {
        self.kept.get(index).map(|kept| kept.id.clone())
    }

    /// The index of the one that is known by this.
    pub(super) fn index_of(&self, id: &str) -> Option<usize> {
        self.kept.iter().position(|kept| kept.id == id)
    }

    /// Keeps a place; one that is kept already gets the new name, unless that is empty.
    pub(super) fn add(&mut self, document: &Document, name: &str, place: Place, now: Stamp) {
        let name = SafeText::line(name.trim());
        if let Some(kept) = self.kept.iter_mut().find(|kept| kept.place == place) {
            if !name.is_empty() {
                kept.rename(name, now);
            }
            return;
        }
        self.made += 1;
        let id = format!("{:016x}-{}", self.seed, self.made);
        self.insert(PlacedBookmark { id, stamp: now, name, place, locator: document.locate(place) });
    }

    fn insert(&mut self, new: PlacedBookmark) -> usize {
        let index = self.kept.partition_point(|kept| kept.place < new.place);
        self.kept.insert(index, new);
        index
    }

    pub(super) fn rename(&mut self, id: &str, name: &str, now: Stamp) {
        if let Some(kept) = self.kept.iter_mut().find(|kept| kept.id == id) {
            kept.rename(SafeText::line(name.trim()), now);
        }
    }

    /// Removes one; [`undo`](Self::undo) brings it back.
    pub(super) fn remove(&mut self, index: usize, now: Stamp) -> bool {
        if index >= self.kept.len() {
            return false;
        }
        let kept = self.kept.remove(index);
        let stamp = now.max(kept.stamp + 1);
        self.gone.push(Bookmark { id: kept.id.clone(), stamp, removed: true, ..Bookmark::default() });
        self.removed.push(kept);
        true
    }

    /// Brings back the one removed last; its index.
    pub(super) fn undo(&mut self, now: Stamp) -> Option<usize> {
        let mut kept = self.removed.pop()?;
        if let Some(at) = self.gone.iter().position(|gone| gone.id == kept.id) {
            kept.stamp = now.max(self.gone.remove(at).stamp + 1);
        }
        // Another one may have been put there since.
        match self.kept.iter().position(|other| other.id == kept.id) {
            Some(at) => Some(at),
            None => Some(self.insert(kept)),
        }
    }

    /// What a list calls one: its name, or the words that stand there.
    #[must_use]
    pub fn label(document: &Document, kept: &PlacedBookmark) -> String {
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

impl PlacedBookmark {
    fn recall(document: &Document, stored: &Bookmark) -> Self {
        Self::found(document, stored, document.find(&stored.locator))
    }

    fn found(document: &Document, stored: &Bookmark, (place, found): (Place, Found)) -> Self {
        let locator = if found == Found::ByRatio { stored.locator.clone() } else { document.locate(place) };
        Self { id: stored.id.clone(), stamp: stored.stamp, name: SafeText::line(&stored.name), place, locator }
    }

    fn rename(&mut self, name: SafeText, now: Stamp) {
        self.name = name;
        self.stamp = now.max(self.stamp + 1);
    }

    /// When it was last changed.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// How it is stored.
    #[must_use]
    pub fn locator(&self) -> &Locator {
        &self.locator
    }
}
