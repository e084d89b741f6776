//! The story that is being read, and those who work for it: what its model wants is handed to the threads that do it.

use std::io;

use crate::app::{App, Effect, Event, Outcome, Urgency};
use crate::terminal::clock::now;
use crate::terminal::failure::{attempt, start};
use crate::terminal::inbox::Messenger;
use crate::terminal::message::Message;
use crate::terminal::opened::{SavePaths, Session};
use crate::terminal::opening::list;
use crate::terminal::session::composing::Composing;
use crate::terminal::session::writer::{Task, Writer};

/// A story that is being read, and those who work for it.
pub(in crate::terminal) struct OpenStory {
    pub(in crate::terminal) app: App,
    files: SavePaths,
    writer: Writer,
    composing: Composing,
    /// How many stories or pieces of one were shown before it in this session.
    number: usize,
    messages: Messenger,
    /// The story that was read before a piece of this one was shown; it comes back if the whole can't be had.
    left: Option<Box<(App, SavePaths)>>,
}

impl OpenStory {
    /// Begins with what is there first. Nothing is written yet.
    pub(in crate::terminal) fn begin(first: Session, messages: Messenger) -> Self {
        let Session { mut app, files, .. } = first;
        app.update(Event::Time(now()));
        let composing = Composing::new(app.shared_document(), 0, messages.clone());
        let writer = Writer::new(files.store.clone(), files.before.clone(), messages.clone());
        Self { app, files, writer, composing, number: 0, messages, left: None }
    }

    /// Begins to write what is to be kept.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub(in crate::terminal) fn begin_writing(&mut self) -> io::Result<()> {
        self.writer.begin()
    }

    /// Whether this is a story of this number, so that what was made for it is of use.
    pub(in crate::terminal) fn is_number(&self, number: usize) -> bool {
        self.number == number
    }

    /// Whether this record is the story's.
    pub(in crate::terminal) fn has_record(&self, file: &std::path::Path) -> bool {
        self.files.record.as_deref() == Some(file)
    }

    /// Shows a piece of a story while the whole is read. Nothing of it is kept yet.
    pub(in crate::terminal) fn show(&mut self, piece: App) -> Vec<Effect> {
        self.perform_one(Effect::Keep(Urgency::Now));
        let files = SavePaths { record: None, edition: None, ..self.files.clone() };
        let (before, its_files) = self.put(piece, files);
        if before.is_partial() {
            return self.app.go_on_from(before);
        }
        let effects = self.succeed(&before);
        self.left = Some(Box::new((before, its_files)));
        effects
    }

    /// Goes on with the whole of a story.
    pub(in crate::terminal) fn complete(&mut self, session: Session) -> Vec<Effect> {
        let Session { app, files, remember_story, lists_folder } = session;
        self.perform_one(Effect::Keep(Urgency::Now));
        let (before, its_files) = self.put(app, files);
        let left = self.left.take();
        let (left, effects) = if before.is_partial() {
            (left, self.app.go_on_from(before))
        } else {
            let effects = self.succeed(&before);
            (Some(Box::new((before, its_files))), effects)
        };
        // The same story may have been read again because its file has changed.
        if let Some((before, its_files)) = left.as_deref()
            && its_files.record.is_some()
            && its_files.record == self.files.record
        {
            self.app.resume(before);
        }
        self.perform_one(Effect::Keep(Urgency::Soon));
        if remember_story {
            self.perform_one(Effect::KeepSettings);
        }
        if lists_folder {
            let wanted = self.app.show_folder();
            self.perform(wanted);
        }
        effects
    }

    /// Goes on with the story that was read before a piece of another was shown, if there is one; and says why.
    pub(in crate::terminal) fn go_back(&mut self, why: Option<String>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(left) = self.left.take() {
            let (piece, _) = self.put(left.0, left.1);
            effects = self.succeed(&piece);
        }
        effects.extend(self.app.update(Event::NotFetched(why)));
        effects
    }

    /// Returns whether the session can do without the story that is being fetched: it has a whole one, or one to go back to.
    pub(in crate::terminal) fn has_whole(&self) -> bool {
        self.left.is_some() || !self.app.is_partial()
    }

    /// Replaces the open story by another one, or by more of it. Returns the story that was open.
    fn put(&mut self, app: App, files: SavePaths) -> (App, SavePaths) {
        self.number += 1;
        self.composing = Composing::new(app.shared_document(), self.number, self.messages.clone());
        if let (Some(file), Some(edition)) = (&files.record, &files.edition) {
            let (file, edition, document) = (file.clone(), edition.clone(), app.shared_document());
            self.writer.give(Task::Begin { file, edition, document });
        }
        let before = (std::mem::replace(&mut self.app, app), std::mem::replace(&mut self.files, files));
        self.app.update(Event::Time(now()));
        before
    }

    /// Lets the story take over what was chosen in the one before it.
    fn succeed(&mut self, before: &App) -> Vec<Effect> {
        self.app.inherit(before);
        self.app.update(Event::Time(now()))
    }

    pub(in crate::terminal) fn perform(&self, effects: impl IntoIterator<Item = Effect>) {
        effects.into_iter().for_each(|effect| self.perform_one(effect));
    }

    fn perform_one(&self, effect: Effect) {
        let record = |urgency| {
            if let Some(file) = &self.files.record {
                let record = Box::new(self.app.record());
                self.writer.give(Task::Record { file: file.clone(), record, urgency });
            }
        };
        match effect {
            Effect::Compose(order) => self.composing.order(order),
            Effect::Keep(Urgency::Told) if self.files.record.is_none() => {
                let why = "the saved file of this story is left as it is".to_owned();
                // Where the session has ended there is nobody to tell.
                self.messages.send(Message::Event(Event::Outcome(Outcome::NotKept(why))));
            }
            Effect::Keep(urgency) => record(urgency),
            Effect::KeepSettings => {
                if let Some(file) = &self.files.settings {
                    let settings = Box::new(self.app.settings());
                    self.writer.give(Task::Settings { file: file.clone(), settings });
                }
            }
            Effect::ReadRecord => {
                if let Some(file) = &self.files.record {
                    self.writer.give(Task::Read(file.clone()));
                }
            }
            Effect::LookAtFile => self.writer.give(Task::Look),
            Effect::ReadShelf => self.writer.give(Task::Shelf),
            Effect::ReadFolders => self.read_folders(),
            Effect::RemoveFromShelf(name) => self.writer.give(Task::Remove(name)),
            Effect::PutBack(name) => self.writer.give(Task::PutBack(name)),
            Effect::SetState(name, state) => self.writer.give(Task::SetState(name, state)),
            Effect::Forget(name) => self.writer.give(Task::Forget(name)),
            // The loop sees to them.
            Effect::Redraw
            | Effect::Suspend
            | Effect::Quit
            | Effect::Open(_)
            | Effect::StopFetching
            | Effect::AskGround
            | Effect::Copy(_)
            | Effect::LookUp(_)
            | Effect::OpenAddress(_)
            | Effect::Speak { .. }
            | Effect::Hush
            | Effect::Mouse(_) => {}
        }
    }

    /// Has the stories in the reader's folders listed, on a thread of its own.
    fn read_folders(&self) {
        let (folders, messages) = (self.files.folders.clone(), self.messages.clone());
        let store = self.files.store.clone();
        let failed = self.messages.clone();
        let tell = move |event| messages.send(Message::Event(event));
        // Without a thread nothing is listed, which the list says.
        if start(move || list(&folders, &store.map(|store| store.shelf()).unwrap_or_default(), tell)).is_err() {
            failed.send(Message::Event(Event::Folder { entries: Vec::new(), reading: None }));
        }
    }

    /// Waits until all is kept. After a fault the record is kept once more, by this thread: the writer may be what failed.
    pub(in crate::terminal) fn end(self, healthy: bool) -> Result<(), String> {
        let Self { app, files, writer, .. } = self;
        let finished = writer.finish();
        match (files.store, files.record) {
            (Some(store), Some(file)) if !healthy || finished.is_none() => {
                let kept = attempt(|| store.keep_record(&file, &app.record()));
                kept.map_or(Err("the error happened while saving".to_owned()), |kept| {
                    kept.map(|_| ()).map_err(|error| error.to_string())
                })
            }
            _ => finished.unwrap_or(Ok(())),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::app::{Piece, Start, Themes};
    use crate::document::Place;
    use crate::format;
    use crate::shelf::{Identity, Record, Stamp};
    use crate::terminal::inbox::{Inbox, inbox};
    use crate::terminal::store::Store;
    use crate::theme::builtin;
    use crate::typeset::stretches;

    fn app(title: &str, partial: bool) -> App {
        let paragraph = |n: u32| format!("Paragraph {n} of {title}, and a word more.\n\n");
        let text: String = (1..99).map(paragraph).collect();
        let mut draft = format::read("a.txt", text.as_bytes()).unwrap().draft;
        draft.metadata.title = title.into();
        let document = draft.seal();
        let piece = Piece { place: Place::default(), stretches: stretches(&document), name: title.to_owned() };
        let record = Record::new(&Identity::of(&document, ""));
        let themes = Themes::new(builtin("lamplight").unwrap(), []);
        let start = Start { record, piece: Some(piece).filter(|_| partial), ..Start::of(document.into(), themes) };
        let mut app = App::new(start);
        app.update(Event::Resize { width: 80, height: 24 });
        app
    }

    /// A whole story, and its record in the folder.
    fn session(dir: &Path, title: &str) -> Session {
        let record = Some(dir.join(format!("stories/{title}.toml")));
        let files = SavePaths { store: Some(Store::new(dir.to_owned())), record, ..SavePaths::default() };
        Session { app: app(title, false), files, remember_story: false, lists_folder: false }
    }

    fn begin(dir: &Path) -> (OpenStory, Inbox) {
        let (messages, inbox) = inbox().unwrap();
        let mut reading = OpenStory::begin(session(dir, "tides"), messages);
        reading.begin_writing().unwrap();
        (reading, inbox)
    }

    /// Turns a page some hours from now and keeps the place, whatever story is read; the block where the page begins.
    fn turn(reading: &mut OpenStory, hours: Stamp) -> u32 {
        reading.app.update(Event::Time(now() + hours * 3_600_000));
        let wanted = reading.app.update(Event::Key("space".parse().unwrap()));
        reading.perform(wanted);
        reading.perform([Effect::Keep(Urgency::Now)]);
        reading.app.place().block
    }

    /// The title and the block of the place that are kept in each record.
    fn kept(dir: &Path) -> Vec<(String, u32)> {
        let files = std::fs::read_dir(dir.join("stories")).unwrap().map(|file| file.unwrap().path());
        let records = files.filter(|file| file.extension().is_some_and(|ending| ending == "toml"));
        let read = |file| Record::parse(&std::fs::read_to_string(file).unwrap()).unwrap();
        let mut kept: Vec<_> = records.map(read).map(|record| (record.title, record.place.block)).collect();
        kept.sort();
        kept
    }

    #[test]
    fn a_piece_is_not_kept_in_the_record_of_the_story_before() {
        let dir = tempfile::tempdir().unwrap();
        let (mut reading, _inbox) = begin(dir.path());
        let place = turn(&mut reading, 1);
        reading.show(app("bells", true));
        turn(&mut reading, 2);
        assert!(turn(&mut reading, 3) != place);
        reading.end(true).unwrap();
        assert_eq!(kept(dir.path()), [("tides".to_owned(), place)]);
    }

    #[test]
    fn a_story_that_comes_back_is_kept_in_its_own_record() {
        let dir = tempfile::tempdir().unwrap();
        let (mut reading, _inbox) = begin(dir.path());
        turn(&mut reading, 1);
        reading.show(app("bells", true));
        turn(&mut reading, 2);
        reading.go_back(Some("it is gone".to_owned()));
        let place = turn(&mut reading, 3);
        reading.end(true).unwrap();
        assert_eq!(kept(dir.path()), [("tides".to_owned(), place)]);
    }

    #[test]
    fn a_place_that_was_gone_to_in_a_piece_is_kept_in_the_record_of_the_whole() {
        let dir = tempfile::tempdir().unwrap();
        let (mut reading, _inbox) = begin(dir.path());
        let tides = turn(&mut reading, 1);
        reading.show(app("bells", true));
        turn(&mut reading, 2);
        let bells = turn(&mut reading, 3);
        reading.complete(session(dir.path(), "bells"));
        reading.end(true).unwrap();
        assert_eq!(kept(dir.path()), [("bells".to_owned(), bells), ("tides".to_owned(), tides)]);
    }
}
