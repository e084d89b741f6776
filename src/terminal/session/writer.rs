//! Keeps things on a thread of its own: a durable save takes milliseconds, and no key waits for it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::app::{Event, Outcome, Urgency};
use crate::document::{Document, Locator};
use crate::shelf::{Record, Settings, State};
use crate::terminal::clock::now;
use crate::terminal::failure::{attempt, spawn};
use crate::terminal::fault;
use crate::terminal::inbox::Messenger;
use crate::terminal::message::Message;
use crate::terminal::store::{Edition, Neighbourhood, Store};

/// How old a kept place may be. A reader who turns pages quickly costs one save a second, and a crash at most that.
const PLACE_DELAY: Duration = Duration::from_secs(1);

/// Something for the thread to do.
#[derive(Debug)]
pub(in crate::terminal) enum Task {
    /// From now on keep the pages around the place too, as often as the record in this file is kept; and tell when the story's
    /// file is another one.
    Begin { file: PathBuf, edition: Edition, document: Arc<Document> },
    /// Keep a record.
    Record { file: PathBuf, record: Box<Record>, urgency: Urgency },
    /// Keep the record that waits, when its moment has come.
    Waits,
    /// Keep the settings.
    Settings { file: PathBuf, settings: Box<Settings> },
    /// Tell what others have kept of a story.
    Read(PathBuf),
    /// Tell whether the story's file is another one.
    Look,
    /// Tell what is on the shelf.
    Shelf,
    /// Take a story off the shelf.
    Remove(String),
    /// Put a story back on the shelf.
    PutBack(String),
    /// Say whether a story is being read.
    SetState(String, State),
    /// Forget a story.
    Forget(String),
}

/// A record that waits for its moment. Each page that is turned puts another one there, and the thread sleeps on.
#[derive(Debug, Clone, Default)]
struct Slot(Arc<Mutex<Option<Waiting>>>);

impl Slot {
    /// Puts a record there, and returns what waited there.
    fn put(&self, waiting: Waiting) -> Option<Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).replace(waiting)
    }

    /// Takes the record that waits, if it is one that `is` tells.
    fn take_if(&self, is: impl FnOnce(&Waiting) -> bool) -> Option<Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take_if(|waiting| is(waiting))
    }
}

/// The writing thread, which may begin later.
pub(in crate::terminal) struct Writer {
    queue: Option<Sender<Task>>,
    waiting: Slot,
    thread: WriterThread,
}

/// Whether the thread has begun.
enum WriterThread {
    /// There is nowhere to write.
    Nowhere,
    /// What it is to begin with.
    Ready(Box<Work>, Receiver<Task>),
    Begun(JoinHandle<Option<Result<(), String>>>),
    /// The system gave no thread.
    Refused,
}

impl Writer {
    /// Makes a writer that takes tasks in; outcomes go to `messages`. `before` are the settings as they were read.
    pub(in crate::terminal) fn new(store: Option<Store>, before: Settings, messages: Messenger) -> Self {
        let (queue, tasks) = channel();
        let waiting = Slot::default();
        let slot = waiting.clone();
        let work = store.map(|store| {
            Box::new(Work {
                store,
                before,
                messages,
                troubles: BTreeMap::new(),
                waiting: slot,
                due: None,
                pages: None,
                watched: None,
            })
        });
        let thread = work.map_or(WriterThread::Nowhere, |work| WriterThread::Ready(work, tasks));
        Self { queue: Some(queue), waiting, thread }
    }

    /// Begins the thread, which does what has been handed over and what will be.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub(in crate::terminal) fn begin(&mut self) -> io::Result<()> {
        match std::mem::replace(&mut self.thread, WriterThread::Refused) {
            WriterThread::Ready(work, tasks) => {
                self.thread = WriterThread::Begun(spawn(work.messages.clone(), move || work.run(&tasks))?);
            }
            other => self.thread = other,
        }
        Ok(())
    }

    /// Hands something over to be done.
    pub(in crate::terminal) fn give(&self, task: Task) {
        match task {
            Task::Record { file, record, urgency: Urgency::Soon } => {
                match self.waiting.put(Waiting { file: file.clone(), record }) {
                    None => self.send(Task::Waits),
                    Some(older) if older.file == file => {}
                    Some(Waiting { file, record }) => {
                        self.send(Task::Record { file, record, urgency: Urgency::Soon });
                    }
                }
            }
            Task::Record { file, record, urgency } => {
                // What is newer holds what was waiting, if it goes to the same file.
                self.waiting.take_if(|waiting| waiting.file == file);
                self.send(Task::Record { file, record, urgency });
            }
            task => self.send(task),
        }
    }

    fn send(&self, task: Task) {
        if let Some(queue) = &self.queue {
            // It fails only when the thread has died, which `finish` reports, or where there is no store.
            let _ = queue.send(task);
        }
    }

    /// Waits until everything is done; `None` when the thread has died before it was.
    ///
    /// # Errors
    /// Why a file could not be saved at the last attempt.
    pub(in crate::terminal) fn finish(mut self) -> Option<Result<(), String>> {
        self.queue.take();
        match self.thread {
            WriterThread::Nowhere => Some(Ok(())),
            WriterThread::Ready(work, tasks) => attempt(|| work.run(&tasks)),
            WriterThread::Begun(thread) => thread.join().ok().flatten(),
            WriterThread::Refused => None,
        }
    }
}

struct Work {
    store: Store,
    before: Settings,
    messages: Messenger,
    /// Why the files that could not be saved could not be, at the last attempt; the shelf has no file of its own.
    troubles: BTreeMap<Option<PathBuf>, String>,
    waiting: Slot,
    /// The moment at which the record that waits is saved.
    due: Option<Instant>,
    pages: Option<Pages>,
    /// The record of the open story and the edition that was read, until another one has been seen.
    watched: Option<(PathBuf, Edition)>,
}

/// A record that waits for its moment.
#[derive(Debug)]
struct Waiting {
    file: PathBuf,
    record: Box<Record>,
}

/// The story of which pages are kept.
struct Pages {
    file: PathBuf,
    edition: Edition,
    document: Arc<Document>,
    near: Neighbourhood,
}

impl Pages {
    fn keep(&mut self, store: &Store, file: &Path, place: &Locator) {
        if self.file == file
            && let Some(near) = self.near.around((place.scene, place.block))
        {
            // They spare time, nothing else: without them the story is read whole.
            let _ = store.keep_pages(&self.edition, file, &self.document, near);
        }
    }
}

impl Work {
    fn run(mut self, tasks: &Receiver<Task>) -> Result<(), String> {
        loop {
            let task = match self.due {
                // Without anything waiting it sleeps: an idle program wakes for nothing.
                None => tasks.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(due) => tasks.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match task {
                Ok(task) => self.perform(task),
                Err(RecvTimeoutError::Timeout) => self.keep_waiting(),
                Err(RecvTimeoutError::Disconnected) => {
                    self.keep_waiting();
                    return self.troubles.into_values().next().map_or(Ok(()), Err);
                }
            }
        }
    }

    fn perform(&mut self, task: Task) {
        match task {
            Task::Begin { file, edition, document } => {
                self.keep_waiting();
                let near = Neighbourhood::of(&document);
                self.watched = Some((file.clone(), edition.clone()));
                self.pages = near.map(|near| Pages { file, edition, document, near });
            }
            Task::Waits => {
                self.due.get_or_insert_with(|| Instant::now() + PLACE_DELAY);
            }
            Task::Record { file, record, urgency } => self.keep(file, &record, urgency),
            Task::Settings { file, settings } => {
                let kept = self.store.keep_settings(&file, &self.before, &settings);
                let kept = kept.map(|_| self.before = *settings).map_err(|error| error.to_string());
                self.tell(Some(file), kept, Urgency::Now);
            }
            Task::Read(file) => {
                if let Some(record) = self.store.peek(&file) {
                    self.send(Message::Shared { file, record: Box::new(record) });
                }
            }
            Task::Look => {
                self.look();
                if let Some((file, _)) = self.watched.as_ref().filter(|(_, edition)| edition.is_gone()) {
                    self.send(Message::Changed { file: file.clone(), gone: true });
                }
            }
            Task::Shelf => {
                self.keep_waiting();
                self.send(Message::Event(Event::Shelf(self.store.shelf())));
            }
            Task::Remove(record) => self.change_shelf(|store| store.remove(&record, now())),
            Task::PutBack(record) => self.change_shelf(|store| store.put_back(&record)),
            Task::SetState(record, state) => self.change_shelf(|store| store.set_state(&record, state, now())),
            // What waits may be of this story, and would bring it back.
            Task::Forget(record) => self.change_shelf(|store| store.forget(&record)),
        }
    }

    /// Changes something on the shelf, and tells what is on it then.
    fn change_shelf(&mut self, change: impl FnOnce(&Store) -> io::Result<()>) {
        self.keep_waiting();
        let done = change(&self.store).map_err(|error| error.to_string());
        self.tell(None, done, Urgency::Now);
        self.send(Message::Event(Event::Shelf(self.store.shelf())));
    }

    /// Tells if the story's file is no longer the one that was read.
    fn look(&mut self) {
        if let Some((file, _)) = self.watched.take_if(|(_, edition)| edition.has_changed()) {
            self.send(Message::Changed { file, gone: false });
        }
    }

    fn keep_waiting(&mut self) {
        self.due = None;
        if let Some(Waiting { file, record }) = self.waiting.take_if(|_| true) {
            self.keep(file, &record, Urgency::Soon);
        }
    }

    fn keep(&mut self, file: PathBuf, record: &Record, urgency: Urgency) {
        fault::strike("writer");
        let kept = self.store.keep_record(&file, record).map_err(|error| error.to_string());
        let kept = kept.map(|merged| {
            if let Some(pages) = &mut self.pages {
                pages.keep(&self.store, &file, &merged.place);
            }
            if merged != *record {
                self.send(Message::Shared { file: file.clone(), record: Box::new(merged) });
            }
        });
        self.tell(Some(file), kept, urgency);
        self.look();
    }

    /// Tells how an attempt to save a file has ended. The trouble of one file is not over when another one could be saved.
    fn tell(&mut self, file: Option<PathBuf>, kept: Result<(), String>, urgency: Urgency) {
        let outcome = match kept {
            Err(why) => {
                self.troubles.insert(file, why.clone());
                Some(Outcome::NotKept(why))
            }
            Ok(()) => {
                let over = self.troubles.remove(&file).is_some() && self.troubles.is_empty();
                match urgency {
                    Urgency::Told => Some(Outcome::MarkKept),
                    _ if over => Some(Outcome::Kept),
                    _ => None,
                }
            }
        };
        if let Some(outcome) = outcome {
            self.send(Message::Event(Event::Outcome(outcome)));
        }
    }

    fn send(&self, message: Message) {
        // The session may have ended; then `finish` tells.
        self.messages.send(message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{self, ReadOptions};
    use crate::shelf::Identity;
    use crate::terminal::inbox::inbox;
    use crate::terminal::session::arrivals::Arrivals;

    fn begun(mut writer: Writer) -> Writer {
        writer.begin().unwrap();
        writer
    }

    fn record(moved: u64) -> Box<Record> {
        Box::new(Record { moved, ..Record::new(&Identity::default()) })
    }

    #[test]
    fn what_was_handed_over_is_kept_though_the_thread_never_began() {
        let dir = tempfile::tempdir().unwrap();
        let writer = Writer::new(Some(Store::new(dir.path().to_owned())), Settings::default(), inbox().unwrap().0);
        let file = dir.path().join("stories/a.toml");
        writer.give(Task::Record { file: file.clone(), record: record(2), urgency: Urgency::Soon });
        writer.finish().unwrap().unwrap();
        assert_eq!(Record::parse(&std::fs::read_to_string(&file).unwrap()).unwrap().moved, 2);
        assert_eq!(Writer::new(None, Settings::default(), inbox().unwrap().0).finish(), Some(Ok(())));
    }

    #[test]
    fn everything_handed_over_is_kept_before_the_end_and_the_latest_wins() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(dir.path().to_owned());
        let (messages, outcomes) = inbox().unwrap();
        let mut outcomes = Arrivals::new(outcomes, None);
        let writer = begun(Writer::new(Some(store), Settings::default(), messages));
        let file = dir.path().join("stories/a.toml");
        let keep = |moved, urgency| Task::Record { file: file.clone(), record: record(moved), urgency };
        writer.give(keep(1, Urgency::Soon));
        writer.give(keep(2, Urgency::Told));
        writer.give(keep(3, Urgency::Soon));
        assert_eq!(outcomes.next(None).unwrap(), Message::Event(Event::Outcome(Outcome::MarkKept)));
        writer.finish().unwrap().unwrap();
        let kept = Record::parse(&std::fs::read_to_string(&file).unwrap()).unwrap();
        assert_eq!(kept.moved, 3);
    }

    #[test]
    fn a_story_that_is_forgotten_is_not_brought_back_by_what_waited() {
        let dir = tempfile::tempdir().unwrap();
        let writer =
            begun(Writer::new(Some(Store::new(dir.path().to_owned())), Settings::default(), inbox().unwrap().0));
        let file = dir.path().join("stories/a.toml");
        writer.give(Task::Record { file: file.clone(), record: record(1), urgency: Urgency::Soon });
        writer.give(Task::Forget("a".to_owned()));
        writer.finish().unwrap().unwrap();
        assert!(!file.exists());
    }

    #[test]
    fn a_story_that_is_left_is_kept_when_the_next_is_begun() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(dir.path().to_owned());
        let writer = begun(Writer::new(Some(store), Settings::default(), inbox().unwrap().0));
        let file = |name: &str| dir.path().join(format!("stories/{name}.toml"));
        for (name, moved) in [("a", 1), ("b", 2)] {
            writer.give(Task::Record { file: file(name), record: record(moved), urgency: Urgency::Soon });
        }
        writer.finish().unwrap().unwrap();
        assert!(file("a").exists() && file("b").exists());
    }

    /// The names of all kept pages.
    fn pages(dir: &Path) -> Vec<String> {
        let files = std::fs::read_dir(dir.join("pages")).into_iter().flatten();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn pages_are_kept_beside_the_record_of_their_own_story_only() {
        let dir = tempfile::tempdir().unwrap();
        let writer =
            begun(Writer::new(Some(Store::new(dir.path().to_owned())), Settings::default(), inbox().unwrap().0));
        let file = |name: &str| dir.path().join(format!("stories/{name}.toml"));
        let begin = |name: &str| {
            let text = format!("It was late in {name}, and it rained.\n\n").repeat(5000);
            let story = dir.path().join(name);
            std::fs::write(&story, &text).unwrap();
            let document = Arc::new(format::read("a.txt", text.as_bytes()).unwrap().document());
            Task::Begin { file: file(name), edition: Edition::of(&story, &ReadOptions::default()).unwrap(), document }
        };
        let keep = |name: &str| Task::Record { file: file(name), record: record(1), urgency: Urgency::Now };
        for task in [begin("tides"), begin("bells"), keep("tides")] {
            writer.give(task);
        }
        writer.finish().unwrap().unwrap();
        assert!(file("tides").exists());
        assert_eq!(pages(dir.path()), [""; 0], "of the story before");
        let writer =
            begun(Writer::new(Some(Store::new(dir.path().to_owned())), Settings::default(), inbox().unwrap().0));
        for task in [begin("bells"), keep("bells")] {
            writer.give(task);
        }
        writer.finish().unwrap().unwrap();
        assert!(matches!(&pages(dir.path())[..], [name] if name.ends_with("-bells.json")));
    }

    #[test]
    fn a_failure_is_told_with_its_file_and_so_is_its_end() {
        let dir = tempfile::tempdir().unwrap();
        let (messages, outcomes) = inbox().unwrap();
        let mut outcomes = Arrivals::new(outcomes, None);
        let blocked = dir.path().join("blocked");
        let writer = begun(Writer::new(Some(Store::new(blocked.clone())), Settings::default(), messages));
        std::fs::write(&blocked, "").unwrap();
        let keep = |measure| {
            let settings = Box::new(Settings { measure: Some(measure), ..Settings::default() });
            Task::Settings { file: blocked.join("settings.toml"), settings }
        };
        writer.give(keep(50));
        let Message::Event(Event::Outcome(Outcome::NotKept(why))) = outcomes.next(None).unwrap() else { panic!() };
        assert!(why.contains("blocked"), "{why}");
        std::fs::remove_file(&blocked).unwrap();
        writer.give(keep(50));
        assert_eq!(outcomes.next(None).unwrap(), Message::Event(Event::Outcome(Outcome::Kept)));
        writer.finish().unwrap().unwrap();
    }

    #[test]
    fn the_trouble_of_one_file_is_not_over_when_another_is_saved() {
        let dir = tempfile::tempdir().unwrap();
        let (messages, _outcomes) = inbox().unwrap();
        let writer = begun(Writer::new(Some(Store::new(dir.path().to_owned())), Settings::default(), messages));
        let stories = dir.path().join("stories");
        std::fs::create_dir(&stories).unwrap();
        // A folder stands where the record would.
        let file = stories.join("a.toml");
        std::fs::create_dir(&file).unwrap();
        writer.give(Task::Record { file, record: record(1), urgency: Urgency::Now });
        writer.give(Task::Settings { file: dir.path().join("settings.toml"), settings: Box::default() });
        let why = writer.finish().unwrap().unwrap_err();
        assert_eq!(why.matches("a.toml").count(), 1, "{why}");
        assert!(dir.path().join("settings.toml").exists());
    }
}
