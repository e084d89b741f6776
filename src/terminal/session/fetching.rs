//! Fetches stories on threads of their own: first a piece of one where that can be had sooner, then the whole.
//!
//! Each has a thread that may wait for a slow disk or a pipe for ever; one that is no longer wanted is told so, and what it may
//! still bring is not taken.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crate::app::{App, Event};
use crate::terminal::error::Error;
use crate::terminal::failure::{spawn, start};
use crate::terminal::inbox::Messenger;
use crate::terminal::message::Message;
use crate::terminal::opened::{Session, Wanted};
use crate::terminal::progress::Progress;

/// How long it may take before anything is said of it: what comes sooner seems to come at once (Nielsen's tenth of a second).
pub(in crate::terminal) const PATIENCE: Duration = Duration::from_millis(100);

/// How long a page may take to be drawn before the rest of the story is read.
const DRAWING: Duration = Duration::from_millis(10);

/// How often it is told how far it has come.
const PAUSE: Duration = Duration::from_millis(250);

/// Something that was fetched.
#[derive(Debug)]
pub(in crate::terminal) enum Fetched {
    /// A piece of the story, which is shown while the whole is read.
    Piece(Box<App>),
    /// The whole.
    Whole(Box<Session>),
    /// Nothing, and why.
    Failed(Error),
}

/// To whom the fetching thread tells what it has.
#[derive(Debug)]
pub struct Report {
    number: usize,
    progress: Arc<Progress>,
    fetched: Sender<(usize, Fetched)>,
    messages: Messenger,
}

/// The way to the model, for whoever has something to tell it as long as the session lasts.
#[derive(Debug)]
pub struct Outbox(Messenger);

impl Outbox {
    /// Tells the model something. Returns whether the session still lasts.
    pub fn tell(&self, event: Event) -> bool {
        self.0.send(Message::Event(event))
    }
}

impl Report {
    /// Returns a way to the model that does not depend on the story.
    #[must_use]
    pub fn outbox(&self) -> Outbox {
        Outbox(self.messages.clone())
    }

    /// What the one who reads tells how far it has come.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Hands over a piece of the story, and waits a moment until it has been drawn: two threads that both ask for memory would
    /// make that slower.
    pub fn piece(&self, app: App) {
        self.send(Fetched::Piece(Box::new(app)));
        thread::park_timeout(DRAWING);
    }

    /// Hands over the whole.
    pub fn whole(&self, session: Session) {
        self.send(Fetched::Whole(Box::new(session)));
    }

    /// Tells the model something that has come to light beside the story.
    pub fn tell(&self, event: Event) {
        if !self.progress.is_stopped() {
            self.messages.send(Message::Event(event));
        }
    }

    fn send(&self, fetched: Fetched) {
        // Where the session has ended there is nobody to take it.
        let _ = self.fetched.send((self.number, fetched));
        self.messages.send(Message::Fetched);
    }
}

/// How a wanted story is fetched.
type Fetch = dyn Fn(Wanted, &Report) -> Result<(), Error> + Send + Sync;

/// Who has stories fetched, one at a time.
pub(in crate::terminal) struct Fetcher {
    fetch: Arc<Fetch>,
    messages: Messenger,
    sender: Sender<(usize, Fetched)>,
    fetched: Receiver<(usize, Fetched)>,
    /// How many were begun; what comes of those before the last is not taken.
    number: usize,
    progress: Arc<Progress>,
    /// The thread that fetches.
    thread: Option<Thread>,
    /// Tells when it has ended, until somebody listens, and when it was begun.
    ended: Option<(Receiver<()>, Instant)>,
}

impl Drop for Fetcher {
    /// Ends what is being fetched, with the program that may work on it.
    fn drop(&mut self) {
        self.stop();
    }
}

impl Fetcher {
    pub(in crate::terminal) fn new(
        fetch: impl Fn(Wanted, &Report) -> Result<(), Error> + Send + Sync + 'static,
        messages: Messenger,
    ) -> Self {
        let (sender, fetched) = channel();
        Self {
            fetch: Arc::new(fetch),
            messages,
            sender,
            fetched,
            number: 0,
            progress: Arc::default(),
            thread: None,
            ended: None,
        }
    }

    /// Begins to fetch a story; one that is being fetched is no longer wanted.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub(in crate::terminal) fn start(&mut self, wanted: Wanted) -> io::Result<()> {
        self.stop();
        let progress = Arc::new(Progress::default());
        self.progress = Arc::clone(&progress);
        let report =
            Report { number: self.number, progress, fetched: self.sender.clone(), messages: self.messages.clone() };
        let fetch = Arc::clone(&self.fetch);
        let (working, ended) = channel();
        let fetching = spawn(self.messages.clone(), move || {
            let _working: Sender<()> = working;
            if let Err(error) = fetch(wanted, &report) {
                report.send(Fetched::Failed(error));
            }
        })?;
        self.thread = Some(fetching.thread().clone());
        self.ended = Some((ended, Instant::now()));
        Ok(())
    }

    /// Has it told how far the story has come that is being fetched.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub(in crate::terminal) fn tell_progress(&mut self) -> io::Result<()> {
        let Some((ended, begun)) = self.ended.take() else { return Ok(()) };
        let (progress, messages) = (Arc::clone(&self.progress), self.messages.clone());
        let pause = PATIENCE.saturating_sub(begun.elapsed());
        start(move || watch(&progress, (&ended, pause), &messages)).map(drop)
    }

    /// What has come has been drawn.
    pub(in crate::terminal) fn go_on(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.unpark();
        }
    }

    /// What is being fetched is not wanted any more.
    pub(in crate::terminal) fn stop(&mut self) {
        self.number += 1;
        self.progress.stop();
    }

    /// What has come, if anything has.
    pub(in crate::terminal) fn take(&self) -> Option<Fetched> {
        self.fetched.try_iter().find(|(number, _)| *number == self.number).map(|(_, fetched)| fetched)
    }

    /// What comes within a time; what was wanted before may come in between.
    pub(in crate::terminal) fn wait(&self, patience: Duration) -> Option<Fetched> {
        let end = Instant::now() + patience;
        loop {
            let rest = end.saturating_duration_since(Instant::now());
            let (number, fetched) = self.fetched.recv_timeout(rest).ok()?;
            if number == self.number {
                return Some(fetched);
            }
        }
    }
}

/// Tells how far it has come, after a first pause, when that has changed.
fn watch(progress: &Progress, (ended, mut pause): (&Receiver<()>, Duration), messages: &Messenger) {
    let mut told = None;
    while ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) && !progress.is_stopped() {
        pause = PAUSE;
        let percent = progress.percent();
        if told != Some(percent) && !messages.send(Message::Event(Event::Fetching(percent))) {
            return;
        }
        told = Some(percent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::Settings;
    use crate::terminal::inbox::inbox;
    use crate::terminal::session::arrivals::Arrivals;

    fn wanted(story: &str) -> Wanted {
        Wanted { story: Some(story.to_owned()), settings: Box::new(Settings::default()) }
    }

    #[test]
    fn only_what_was_asked_for_last_is_taken() {
        let (messages, inbox) = inbox().unwrap();
        let mut inbox = Arrivals::new(inbox, None);
        let (go, may_go) = channel::<()>();
        let may_go = std::sync::Mutex::new(may_go);
        let fetch = move |wanted: Wanted, report: &Report| {
            if wanted.story.as_deref() == Some("slow") {
                let _ = may_go.lock().unwrap().recv();
                assert!(!report.progress().at(1, 2));
            }
            Err(Error::NotKept(wanted.story.unwrap_or_default()))
        };
        let mut fetcher = Fetcher::new(fetch, messages);
        fetcher.start(wanted("slow")).unwrap();
        fetcher.start(wanted("quick")).unwrap();
        let Some(Fetched::Failed(Error::NotKept(which))) = fetcher.wait(Duration::from_secs(30)) else { panic!() };
        assert_eq!(which, "quick");
        go.send(()).unwrap();
        let told = std::iter::from_fn(|| inbox.next(None)).filter(|message| *message == Message::Fetched);
        assert_eq!(told.take(2).count(), 2);
        // What nobody wants any more lies before what is waited for.
        fetcher.start(wanted("last")).unwrap();
        let Some(Fetched::Failed(Error::NotKept(which))) = fetcher.wait(Duration::from_secs(30)) else { panic!() };
        assert_eq!(which, "last");
        assert!(fetcher.take().is_none());
    }

    #[test]
    fn what_takes_long_is_told_with_its_share() {
        let (messages, inbox) = inbox().unwrap();
        let mut inbox = Arrivals::new(inbox, None);
        let (go, may_go) = channel::<()>();
        let may_go = std::sync::Mutex::new(may_go);
        let fetch = move |_: Wanted, report: &Report| {
            let wanted = report.progress().at(43, 100);
            let _ = may_go.lock().unwrap().recv();
            wanted.then_some(()).ok_or(Error::NotKept(String::new()))
        };
        let mut fetcher = Fetcher::new(fetch, messages);
        fetcher.start(wanted("slow")).unwrap();
        fetcher.tell_progress().unwrap();
        assert_eq!(inbox.next(None).unwrap(), Message::Event(Event::Fetching(Some(43))));
        drop(go);
    }
}
