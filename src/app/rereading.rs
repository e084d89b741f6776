//! Reading the story again when its file has changed, as it does under an author's hands.

use super::{App, Effect, Fetching, Urgency};
use crate::action::Action;

/// Whether the story's file is still the one that was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum FileState {
    /// It is, as far as is known.
    #[default]
    AsRead,
    /// It is another one.
    Changed,
    /// It is another one, and is to be read as soon as the place has been kept.
    Wanted,
}

impl App {
    /// Says that the file has changed. The page stays as it is until the reader wants the new one.
    pub(super) fn learn_change(&mut self) {
        self.pending.file = FileState::Changed;
        self.say(format!("The file has changed · {} reads it again", self.key(Action::Redraw)));
    }

    /// Draws the screen anew. A file that has changed is read again first.
    pub(super) fn redraw(&mut self) -> Vec<Effect> {
        if self.pending.file == FileState::AsRead {
            return vec![Effect::Redraw];
        }
        // The place is found in the new text by what has been kept. What comes back from the disk says that it has been.
        self.pending.file = FileState::Wanted;
        vec![Effect::Redraw, Effect::Keep(Urgency::Now), Effect::ReadRecord]
    }

    /// Reads the file again if that was wanted. The reader's place has been kept.
    pub(super) fn reread(&mut self) -> Vec<Effect> {
        if self.pending.file != FileState::Wanted {
            return Vec::new();
        }
        self.pending.file = FileState::Changed;
        let record = &self.remembered.record;
        let Some(path) = record.paths.first().cloned() else { return Vec::new() };
        self.pending.fetching = Some(Fetching::new(record.title.clone()));
        vec![Effect::Open(path)]
    }
}
