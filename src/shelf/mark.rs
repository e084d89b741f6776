//! The marks of a story: bookmarks and highlights, and how two versions of them merge.
//!
//! A mark is known by its identifier, whatever its name, place and words become. One that was removed stays in the record
//! as the trace of itself, since it would come back from a version that still has it. Places are [`Locator`]s.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Stamp;
use crate::document::Locator;

/// A place that the reader kept, or the trace of one that was removed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Bookmark {
    /// The identifier, which stays when the name, the place and its words change.
    #[serde(default)]
    pub id: String,
    /// The time when it was last changed.
    #[serde(default)]
    pub stamp: Stamp,
    /// Whether it was removed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// The reader's name for it; empty for a place that is known by its words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The place.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub locator: Locator,
}

/// A passage that the reader highlighted, with a note or without one, or the trace of one that was removed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Highlight {
    /// The identifier.
    #[serde(default)]
    pub id: String,
    /// The time when it was last changed.
    #[serde(default)]
    pub stamp: Stamp,
    /// Whether it was removed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// The colour, from 1 to [`COLOURS`]. A theme decides how it looks.
    #[serde(default)]
    pub colour: u8,
    /// The reader's note, in lines; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The words of the passage as they stood. Its end is found by them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The place where it starts.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub locator: Locator,
}

/// The colours of highlights: as many as are told apart at a glance, with keys that lie side by side.
pub const COLOURS: u8 = 4;

/// Returns whether a locator was never set.
pub(super) fn is_nowhere(locator: &Locator) -> bool {
    *locator == Locator::default()
}

/// Merges bookmarks by their identifiers. Of two versions of one, the later counts, and of two at the same time the
/// removed one.
pub(super) fn merge_bookmarks(ours: Vec<Bookmark>, theirs: Vec<Bookmark>) -> Vec<Bookmark> {
    let rank = |mark: &Bookmark| (mark.stamp, mark.removed, mark.name.clone());
    merge(ours, theirs, |mark| mark.id.clone(), rank)
}

/// Merges highlights as [`merge_bookmarks`] does bookmarks.
pub(super) fn merge_highlights(ours: Vec<Arc<Highlight>>, theirs: Vec<Arc<Highlight>>) -> Vec<Arc<Highlight>> {
    let rank = |mark: &Arc<Highlight>| (mark.stamp, mark.removed, mark.colour, mark.note.clone(), mark.words.clone());
    merge(ours, theirs, |mark| mark.id.clone(), rank)
}

fn merge<T, R: Ord>(ours: Vec<T>, theirs: Vec<T>, id: impl Fn(&T) -> String, rank: impl Fn(&T) -> R) -> Vec<T> {
    let mut merged: BTreeMap<String, T> = BTreeMap::new();
    for mark in ours.into_iter().chain(theirs) {
        match merged.get(&id(&mark)) {
            Some(known) if rank(known) >= rank(&mark) => {}
            _ => {
                merged.insert(id(&mark), mark);
            }
        }
    }
    merged.into_values().collect()
}
