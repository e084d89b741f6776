//! A row of a list, as the model holds it. It knows nothing of what a list lists.

use crate::document::Mood;

/// A row of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListRow {
    /// What it is.
    pub label: String,
    /// What is said at its end: a page, or how far a story has been read.
    pub end: String,
    /// The mood that it has a swatch of.
    pub mood: Option<Mood>,
}

impl ListRow {
    pub(super) fn new(label: String, end: String) -> Self {
        Self { label, end, mood: None }
    }
}
