//! Keeps things on a thread of its own: a durable save takes milliseconds, and no key waits for it.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::session::Message;
use super::store::save;
use crate::app::{Event, Outcome};
use crate::shelf::{Record, Settings};

/// How old a kept place may be. A reader who turns pages quickly costs one save a second, and a crash at most that.
const PLACE_DELAY: Duration = Duration::from_secs(1);

/// Something to be kept.
#[derive(Debug)]
pub(super) struct Keep {
    /// Where.
    pub(super) file: PathBuf,
    /// What. It becomes text on this thread: a key does not wait for that either.
    pub(super) value: Value,
    /// How soon, and whether the reader waits to hear of it.
    pub(super) urgency: Urgency,
}

/// What is kept.
#[derive(Debug)]
pub(super) enum Value {
    Record(Record),
    Settings(Settings),
}

impl Value {
    fn to_toml(&self) -> String {
        match self {
            Self::Record(record) => record.to_toml(),
            Self::Settings(settings) => settings.to_toml(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Urgency {
    /// Within [`PLACE_DELAY`].
    Soon,
    /// At once.
    Now,
    /// At once, and the reader is told when it is done.
    Told,
}

/// The writing thread.
#[derive(Debug)]
pub(super) struct Writer {
    queue: Option<Sender<Keep>>,
    thread: Option<JoinHandle<Result<(), String>>>,
}

impl Writer {
    /// Starts the thread; outcomes go to `messages`.
    pub(super) fn start(messages: Sender<Message>) -> Self {
        let (queue, orders) = channel();
        let thread = thread::spawn(move || Work { messages, last: Ok(()), waiting: None }.run(&orders));
        Self { queue: Some(queue), thread: Some(thread) }
    }

    /// Hands something over to be kept.
    pub(super) fn keep(&self, keep: Keep) {
        if let Some(queue) = &self.queue {
            // It fails only when the thread has died, which `finish` reports.
            let _ = queue.send(keep);
        }
    }

    /// Waits until everything is kept.
    ///
    /// # Errors
    /// Why the last save failed.
    pub(super) fn finish(mut self) -> Result<(), String> {
        self.queue.take();
        let ended = self.thread.take().map(JoinHandle::join);
        ended.map_or(Ok(()), |result| result.unwrap_or_else(|_| Err("the writing thread failed".to_owned())))
    }
}

struct Work {
    messages: Sender<Message>,
    last: Result<(), String>,
    /// A place that waits for its moment.
    waiting: Option<(Keep, Instant)>,
}

impl Work {
    fn run(mut self, orders: &Receiver<Keep>) -> Result<(), String> {
        loop {
            let order = match &self.waiting {
                // Without anything waiting it sleeps: an idle program wakes for nothing.
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some((_, due)) => orders.recv_timeout(due.saturating_duration_since(Instant::now())),
            };
            match order {
                Ok(keep) if keep.urgency == Urgency::Soon => {
                    let due = self.waiting.take().map_or_else(|| Instant::now() + PLACE_DELAY, |(_, due)| due);
                    self.waiting = Some((keep, due));
                }
                Ok(keep) => {
                    // What is newer holds what was waiting, if it goes to the same file.
                    if self.waiting.as_ref().is_some_and(|(waiting, _)| waiting.file == keep.file) {
                        self.waiting = None;
                    }
                    self.save(&keep);
                }
                Err(RecvTimeoutError::Timeout) => self.save_waiting(),
                Err(RecvTimeoutError::Disconnected) => {
                    self.save_waiting();
                    return self.last;
                }
            }
        }
    }

    fn save_waiting(&mut self) {
        if let Some((keep, _)) = self.waiting.take() {
            self.save(&keep);
        }
    }

    fn save(&mut self, keep: &Keep) {
        let saved =
            save(&keep.file, &keep.value.to_toml()).map_err(|error| format!("{} ({error})", keep.file.display()));
        let outcome = match (&saved, keep.urgency) {
            (Err(why), _) => Some(Outcome::NotKept(why.clone())),
            (Ok(()), Urgency::Told) => Some(Outcome::BookmarkKept),
            (Ok(()), _) if self.last.is_err() => Some(Outcome::Kept),
            (Ok(()), _) => None,
        };
        self.last = saved;
        if let Some(outcome) = outcome {
            // The session may have ended; then `finish` tells.
            let _ = self.messages.send(Message::Event(Event::Outcome(outcome)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_handed_over_is_kept_before_the_end_and_the_latest_wins() {
        let dir = tempfile::tempdir().unwrap();
        let (messages, outcomes) = channel();
        let writer = Writer::start(messages);
        let file = dir.path().join("a");
        let keep = |title: &str, urgency| {
            let value = Value::Record(Record::new(title, ""));
            Keep { file: file.clone(), value, urgency }
        };
        writer.keep(keep("1", Urgency::Soon));
        writer.keep(keep("2", Urgency::Told));
        writer.keep(keep("3", Urgency::Soon));
        assert_eq!(outcomes.recv().unwrap(), Message::Event(Event::Outcome(Outcome::BookmarkKept)));
        writer.finish().unwrap();
        let kept = Record::parse(&std::fs::read_to_string(&file).unwrap()).unwrap();
        assert_eq!(kept.title, "3");
    }

    #[test]
    fn a_failure_is_told_with_its_file_and_so_is_its_end() {
        let dir = tempfile::tempdir().unwrap();
        let (messages, outcomes) = channel();
        let writer = Writer::start(messages);
        let blocked = dir.path().join("blocked");
        std::fs::write(&blocked, "").unwrap();
        let keep = |file| Keep { file, value: Value::Settings(Settings::default()), urgency: Urgency::Now };
        writer.keep(keep(blocked.join("a")));
        let Message::Event(Event::Outcome(Outcome::NotKept(why))) = outcomes.recv().unwrap() else { panic!() };
        assert!(why.contains("blocked"), "{why}");
        writer.keep(keep(dir.path().join("b")));
        assert_eq!(outcomes.recv().unwrap(), Message::Event(Event::Outcome(Outcome::Kept)));
        writer.finish().unwrap();
    }
}
