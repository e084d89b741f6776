//! Reading the story again when its file has changed, as it does under an author's hands.

use super::{App, Effect, Fetching, Guide, Urgency};
use crate::action::Action;
use crate::document::Locator;

/// Whether the story's file is still the one that was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum FileState {
    /// It is, as far as is known.
    #[default]
    AsRead,
    /// The reader wants to know, and to read it again if it is not.
    Asked,
    /// It is another one, and the reader has not been told yet.
    Changed,
    /// It is another one, and the reader knows.
    Told,
    /// It is another one, and is to be read as soon as the place has been kept.
    Wanted,
}

impl App {
    /// The file has changed. The page stays as it is until the reader wants the new one.
    pub(super) fn learn_change(&mut self) -> Vec<Effect> {
        if self.pending.file == FileState::Asked {
            return self.want_again();
        }
        self.pending.file = FileState::Changed;
        self.tell_change();
        Vec::new()
    }

    /// The file is gone, or can't be read. That is told to who wants to read it again, and to nobody else.
    pub(super) fn learn_loss(&mut self) {
        if self.forget_question() {
            self.say("The file is gone or can't be read · the story stays as it was read".to_owned());
        }
    }

    /// The reader has gone on since the question whether the file has changed. Returns whether there was one.
    pub(super) fn forget_question(&mut self) -> bool {
        let asked = self.pending.file == FileState::Asked;
        if asked {
            self.pending.file = FileState::AsRead;
        }
        asked
    }

    /// Says that the file has changed, once, and only where nothing else is to be said.
    pub(super) fn tell_change(&mut self) {
        if self.pending.file == FileState::Changed && self.overlay.is_none() && self.notices.note.is_none() {
            self.pending.file = FileState::Told;
            self.say(format!("The file has changed · {} reads it again", self.key(Action::Redraw)));
        }
    }

    /// Draws the screen anew. A file that has changed is read again first.
    pub(super) fn redraw(&mut self) -> Vec<Effect> {
        let more = if matches!(self.pending.file, FileState::AsRead | FileState::Asked) {
            self.pending.file = FileState::Asked;
            vec![Effect::LookAtFile]
        } else {
            self.want_again()
        };
        [Effect::Redraw].into_iter().chain(more).collect()
    }

    /// The place is found in the new text by what has been kept. What comes back from the disk says that it has been.
    fn want_again(&mut self) -> Vec<Effect> {
        self.pending.file = FileState::Wanted;
        vec![Effect::Keep(Urgency::Now), Effect::ReadRecord]
    }

    /// Goes on with a session of the same story, whose text was read before: what can be undone, the jumps, the search and the guide
    /// stay.
    pub fn resume(&mut self, before: &Self) {
        let (old, new) = (&before.story.document, &self.story.document);
        let (history, began, guide) = (&before.position.history, before.position.began, before.position.guide);
        let places = history.places().chain(began).chain(guide.map(|guide| guide.at));
        let stored: Vec<Locator> = places.map(|place| old.locate(place)).collect();
        // Their words are looked for all at once.
        let mut places = new.find_all(stored.iter()).into_iter().map(|(place, _)| place);
        self.position.history = history.moved(&mut places);
        self.position.began = began.and_then(|_| places.next());
        self.position.guide = guide.and_then(|guide| Some(Guide { at: places.next()?, ..guide }));
        self.remembered.marks.resume(new, &before.remembered.marks);
        self.remembered.changes.clone_from(&before.remembered.changes);
        self.search = before.search.again(new);
        self.search.first_from(self.position.place);
        if before.pending.file != FileState::AsRead && self.notices.note.is_none() {
            self.say("The file has been read again".to_owned());
        }
    }

    /// Reads the file again if that was wanted. The reader's place has been kept.
    pub(super) fn reread(&mut self) -> Vec<Effect> {
        if self.pending.file != FileState::Wanted {
            return Vec::new();
        }
        self.pending.file = FileState::Told;
        let record = &self.remembered.record;
        let Some(path) = record.paths.first().cloned() else { return Vec::new() };
        self.pending.fetching = Some(Fetching::new(record.title.clone()));
        vec![Effect::Open(path)]
    }
}
