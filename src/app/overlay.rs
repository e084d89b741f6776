//! What stands over the page: a list, the help, a selection, a text, or a question in the status line.

use super::{Article, FootNote, NoteEditor, Prompt, Selection};
use crate::config::Context;
use crate::document::Mood;

/// What stands over the page.
#[derive(Debug)]
pub enum Overlay {
    /// A list with a chosen row.
    List(List),
    /// The help, scrolled down by so many rows.
    Help {
        /// The first row that is seen.
        top: usize,
    },
    /// A question in the status line.
    Prompt(Prompt),
    /// A selection of the page's text.
    Selection(Selection),
    /// A note that is being written.
    Note(Box<NoteEditor>),
    /// A text from elsewhere, such as a dictionary's.
    Article(Article),
    /// A note of the story at the foot of the page.
    FootNote(FootNote),
    /// Letters over the links of the page, one of which is asked for.
    Letters,
}

/// A list over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// What it lists.
    pub kind: ListKind,
    /// The chosen row.
    pub chosen: usize,
}

impl ListKind {
    /// Which keys act on the list.
    #[must_use]
    pub fn context(self) -> Context {
        match self {
            Self::Marks => Context::Marks,
            Self::Contents => Context::Contents,
            Self::Shelf => Context::Shelf,
            Self::Themes { .. } => Context::Themes,
            _ => Context::Panel,
        }
    }
}

/// What a list lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// The scenes.
    Contents,
    /// The bookmarks, highlights and notes.
    Marks,
    /// The matches of the search.
    Hits,
    /// What leads elsewhere from the page.
    Leads,
    /// What can be asked for on the page, found by its words.
    Palette,
    /// The stories that have been read.
    Shelf,
    /// The stories in the reader's folders.
    Folder,
    /// The themes; the one seen before comes back on Esc.
    Themes {
        /// Its index.
        before: usize,
        /// The mood in which the page is shown, where the reader asked for one.
        sample: Option<Mood>,
    },
}
