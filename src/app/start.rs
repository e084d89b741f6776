//! What a session starts with, as plain values.

use std::sync::Arc;

use super::{Clock, Piece, Themes};
use crate::action::Action;
use crate::config::{Context, Keymap};
use crate::document::Document;
use crate::shelf::{Record, Settings};

/// What a session starts with.
#[derive(Debug)]
pub struct Start {
    /// The story.
    pub document: Arc<Document>,
    /// What is remembered of it.
    pub record: Record,
    /// What is remembered of the reader.
    pub settings: Settings,
    /// What the command line changes of the settings, for this session only.
    pub overrides: Settings,
    /// The themes to choose from.
    pub themes: Themes,
    /// What the reader should know at once, such as a damaged file.
    pub note: Option<String>,
    /// What of the story is there, where it is not the whole.
    pub piece: Option<Piece>,
    /// A number that no other session has: bookmarks are named by it.
    pub seed: u64,
    /// Which key asks for what.
    pub keymap: Keymap,
    /// Whether nothing is remembered of the reader: the status line tells the first keys then.
    pub newcomer: bool,
    /// The clock by which a search is given up that takes too long.
    pub clock: Clock,
}

impl Start {
    /// A session of a whole story of which nothing is remembered.
    #[must_use]
    pub fn of(document: Arc<Document>, themes: Themes) -> Self {
        Self {
            document,
            record: Record::default(),
            settings: Settings::default(),
            overrides: Settings::default(),
            themes,
            note: None,
            piece: None,
            seed: 0,
            keymap: Keymap::default(),
            newcomer: false,
            clock: Clock::default(),
        }
    }

    /// Says where the reader goes on, and how to get to the beginning, if nothing else is to be said.
    #[must_use]
    pub fn continuing(self, said: Option<String>) -> Self {
        let key = self.keymap.keys_of(Context::Reading, Action::FirstPage).first();
        let way = key.map_or_else(String::new, |key| format!(" · {key} goes to the beginning"));
        let note = self.note.clone().or_else(|| Some(said? + &way));
        Self { note, ..self }
    }
}
