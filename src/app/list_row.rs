//! A row of a list, as the model holds it. It knows nothing of what a list lists.

use crate::document::Mood;

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its number among all rows of the list, from 0, whatever the filter hides.
    pub index: usize,
    /// What it is.
    pub label: String,
    /// What is said at its end: a page, or how far a story has been read.
    pub end: String,
    /// The mood that it has a swatch of.
    pub mood: Option<Mood>,
}

/// The text of a row, whether the filter shows it or not.
#[derive(Default)]
pub(super) struct RowText {
    /// See [`ListRow::label`].
    pub(super) label: String,
    /// See [`ListRow::end`].
    pub(super) end: String,
    /// See [`ListRow::mood`].
    pub(super) mood: Option<Mood>,
}

impl RowText {
    pub(super) fn new(label: String, end: String) -> Self {
        Self { label, end, mood: None }
    }
}
