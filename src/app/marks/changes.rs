//! What was removed and changed among the marks in a session, so that it can be undone.

use super::{Marks, PlacedMark};
use crate::document::{Document, SafeText};
use crate::shelf::Stamp;

/// The changes of a session, the last one last; together where one key made them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Changes {
    /// Each with its number.
    all: Vec<(u64, Vec<Change>)>,
    /// How many have been made, those too that were undone.
    made: u64,
}

/// What a mark was before a change and after it.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    before: PlacedMark,
    /// `None` if it was removed.
    after: Option<PlacedMark>,
}

/// What has become of the last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Undone {
    /// There was none.
    Nothing,
    /// Another window or machine has changed the mark since. It is left as it is.
    Overtaken,
    /// It is undone; the index of the first mark that is as it was.
    At(usize),
}

/// What the reader is told of an overtaken change.
pub(in crate::app) const OVERTAKEN: &str = "Another window has changed this mark since";

impl Changes {
    /// Adds a change of one mark, if it is one.
    pub(super) fn push(&mut self, before: PlacedMark, after: &PlacedMark) {
        if !is_same(&before, after) {
            self.add(vec![Change { before, after: Some(after.clone()) }]);
        }
    }

    /// Adds the removal of some marks.
    pub(super) fn push_removed(&mut self, removed: Vec<PlacedMark>) {
        if !removed.is_empty() {
            self.add(removed.into_iter().map(|before| Change { before, after: None }).collect());
        }
    }

    fn add(&mut self, changes: Vec<Change>) {
        self.made += 1;
        self.all.push((self.made, changes));
    }

    /// Drops the last change if it removed marks without a name or a note.
    pub(super) fn drop_nameless(&mut self) {
        self.all.pop_if(|(_, changes)| changes.iter().all(|change| change.before.name.is_empty()));
    }

    /// The number of the last change that has been made.
    pub(super) fn made(&self) -> u64 {
        self.made
    }

    /// The number of the change that is undone next.
    pub(super) fn next(&self) -> Option<u64> {
        self.all.last().map(|(number, _)| *number)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Marks {
    /// Lets a later [`undo`](Self::undo) give a mark its name or note of before.
    pub(in crate::app) fn remember_name(&mut self, id: &str, before: SafeText) {
        if let Some(kept) = self.kept.iter().find(|kept| kept.id() == id) {
            let mut version = kept.clone();
            version.rename(before, 0);
            self.changes.push(version, kept);
        }
    }

    /// Takes over the changes of the same session before the story's text was another one.
    pub(in crate::app) fn resume(&mut self, document: &Document, before: &Self) {
        let place = |mark: &PlacedMark| PlacedMark::recall(document, mark.stored.clone());
        let change =
            |change: &Change| Change { before: place(&change.before), after: change.after.as_ref().map(place) };
        let changes = before.changes.all.iter();
        self.changes.all = changes.map(|(number, changes)| (*number, changes.iter().map(change).collect())).collect();
        self.changes.made = before.changes.made;
    }

    /// Undoes the last change.
    pub(in crate::app) fn undo(&mut self, now: Stamp) -> Undone {
        let Some((_, changes)) = self.changes.all.pop() else { return Undone::Nothing };
        let indices = changes.into_iter().rev().filter_map(|Change { mut before, after }| {
            let gone = self.gone.iter().position(|gone| gone.id() == before.id());
            let there = self.index_of(before.id());
            let latest = match (gone, there, after) {
                (Some(at), _, None) => self.gone.remove(at).stamp(),
                (None, Some(at), Some(after)) if is_same(&self.kept[at], &after) => self.kept.remove(at).stamp(),
                _ => return None,
            };
            // It must be later than what it takes the place of, here and in every other window.
            before.stored.set_stamp(now.max(latest + 1));
            Some(self.insert(before))
        });
        indices.last().map_or(Undone::Overtaken, Undone::At)
    }
}

/// Returns whether two versions of a mark are the same to a reader.
fn is_same(a: &PlacedMark, b: &PlacedMark) -> bool {
    (a.place, a.colour(), &a.name) == (b.place, b.colour(), &b.name)
}
