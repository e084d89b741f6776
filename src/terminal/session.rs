//! A reading session: events in, effects done, frames out.

use std::io::{self, Stdout};
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use super::backend::Checked;
use super::clock::now;
use super::composing::Composing;
use super::failure::{attempt, note_panics, what_was_said};
use super::fault;
use super::guard::Guard;
use super::input::{keyboard, listen};
use super::painter::Painter;
use super::signals::heed_signals;
use super::store::Store;
use super::writer::{Task, Urgency, Writer};
use crate::app::{App, Effect, Event};
use crate::shelf::{Record, Settings};
use crate::typeset::Ambiguous;
use crate::ui;

/// What reaches the session's loop.
#[derive(Debug, PartialEq)]
pub(super) enum Message {
    /// Something for the model.
    Event(Event),
    /// Pages of a story have been set; the story's number tells whether it is still the one that is read.
    Composed { story: usize, event: Event },
    /// A record was kept, and it holds what another window or machine has kept too.
    Shared { file: PathBuf, record: Box<Record> },
    /// The window has another size. It does not wait behind input: half a sequence may keep that for long.
    Resized,
    /// The shell wants its terminal for a while.
    Suspended,
    /// The program runs again after it was stopped.
    Resumed,
    /// The program is asked to end, or its terminal is gone.
    End,
    /// A thread has panicked.
    Failed,
}

/// Where a session keeps what it remembers; `None` keeps nothing.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The store that they are in.
    pub store: Option<Store>,
    /// The record of the story.
    pub record: Option<PathBuf>,
    /// The settings.
    pub settings: Option<PathBuf>,
    /// The settings as they were read.
    pub before: Settings,
}

type Screen = ManuallyDrop<Terminal<Checked<Painter<Stdout>>>>;

/// What a session goes on with once its first page is shown.
#[derive(Debug)]
pub struct Session {
    /// The model.
    pub app: App,
    /// Where it is kept.
    pub files: Files,
    /// Whether the settings name another story than they did, which is worth keeping at once.
    pub remember_story: bool,
}

/// What is wanted of whoever opens stories.
#[derive(Debug)]
pub enum Wanted {
    /// The whole of what the first page shows.
    Rest(Box<App>),
    /// Another story, by its path, for a reader with these settings.
    Story(String, Box<Settings>),
}

/// How a session ended, terminal aside.
#[derive(Debug, thiserror::Error)]
pub enum Ending {
    /// The last save failed.
    #[error("the place could not be kept: {0}")]
    NotKept(String),
    /// Something that can't happen has happened.
    #[error("a fault of the program's has ended it ({said}); {kept}. Please tell its authors")]
    Fault {
        /// What the panic said.
        said: String,
        /// What became of the place.
        kept: String,
    },
}

/// Shows a first page, completes the session behind it, and reads with the reader until they leave. The terminal is given
/// back before this returns, whatever happens.
///
/// # Errors
/// When the terminal fails or the first story can't be opened; and, in the inner result, how the session ended badly, for a
/// message on the restored screen.
pub fn run<E: From<io::Error> + std::fmt::Display>(
    first: App,
    mut open: impl FnMut(Wanted) -> Result<Session, E>,
) -> Result<Result<(), Ending>, E> {
    let (messages, inbox) = channel();
    let keyboard = keyboard()?;
    let alive = heed_signals(messages.clone())?;
    note_panics();
    let mut reading: Option<Reading> = None;
    let outcome = attempt(|| -> Result<bool, E> {
        let guard = Guard::take()?;
        let mut first = first;
        let mut screen = Canvas::new()?;
        // What the first page would like to be set or kept can wait for the whole.
        let ordered = screen.resize(&mut first)?;
        screen.draw(&first)?;
        let was_beginning = first.is_beginning();
        fault::strike("start");
        let session = open(Wanted::Rest(Box::new(first)))?;
        let opened = reading.insert(Reading::begin(session, messages.clone()));
        // What the beginning of a story wanted to be set is not that of the whole.
        let ordered = if was_beginning { screen.resize(&mut opened.app)? } else { ordered };
        opened.perform(ordered);
        listen(keyboard, messages.clone());
        let mut desk = Loop { screen, inbox, messages, guard: &guard };
        desk.read(opened, |path, settings| open(Wanted::Story(path, settings)).map_err(|error| error.to_string()))
            .map_err(E::from)
    });
    // From here on the terminal is the shell's.
    let (healthy, failed) = match outcome {
        Some(Ok(healthy)) => (healthy, None),
        Some(Err(error)) => (true, Some(error)),
        None => (false, None),
    };
    let kept = reading.map_or(Ok(()), |reading| reading.end(healthy));
    drop(alive);
    if let Some(error) = failed {
        return Err(error);
    }
    if healthy {
        return Ok(kept.map_err(Ending::NotKept));
    }
    let said = what_was_said().unwrap_or_else(|| "nobody knows which".to_owned());
    let kept =
        kept.map_or_else(|why| format!("your place could not be kept: {why}"), |()| "your place is kept".to_owned());
    Ok(Err(Ending::Fault { said, kept }))
}

/// A story that is being read, and those who work for it.
struct Reading {
    app: App,
    files: Files,
    writer: Writer,
    composing: Composing,
    /// How many stories were read before it in this session.
    number: usize,
}

impl Reading {
    fn begin(session: Session, messages: Sender<Message>) -> Self {
        let Session { mut app, files, remember_story } = session;
        app.update(Event::Time(now()));
        let composing = Composing::start(app.shared_document(), 0, messages.clone());
        let writer = Writer::start(files.store.clone(), files.before.clone(), messages);
        let reading = Self { app, files, writer, composing, number: 0 };
        reading.greet(remember_story);
        reading
    }

    /// Goes on with another story.
    fn turn_to(&mut self, session: Session, messages: Sender<Message>) {
        self.perform_one(Effect::KeepRecord);
        self.number += 1;
        self.composing = Composing::start(session.app.shared_document(), self.number, messages);
        (self.app, self.files) = (session.app, session.files);
        self.app.update(Event::Time(now()));
        self.greet(session.remember_story);
    }

    /// Puts the story on the shelf.
    fn greet(&self, remember_story: bool) {
        self.perform_one(Effect::KeepPlace);
        if remember_story {
            self.perform_one(Effect::KeepSettings);
        }
    }

    fn perform(&self, effects: impl IntoIterator<Item = Effect>) {
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
            Effect::KeepPlace => record(Urgency::Soon),
            Effect::KeepRecord => record(Urgency::Now),
            Effect::KeepBookmark => record(Urgency::Told),
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
            Effect::ReadShelf => self.writer.give(Task::Shelf),
            Effect::RemoveFromShelf(name) => self.writer.give(Task::Remove(name)),
            Effect::Forget(name) => self.writer.give(Task::Forget(name)),
            // The loop sees to them.
            Effect::Suspend | Effect::Quit | Effect::Open(_) => {}
        }
    }

    /// Waits until all is kept. After a fault the record is kept once more, by this thread: the writer may be what failed.
    fn end(self, healthy: bool) -> Result<(), String> {
        let Self { app, files, writer, .. } = self;
        let finished = writer.finish();
        match (files.store, files.record) {
            (Some(store), Some(file)) if !healthy || finished.is_none() => {
                let kept = attempt(|| store.keep_record(&file, &app.record()));
                kept.map_or(Err("the fault was in keeping it".to_owned()), |kept| {
                    kept.map(|_| ()).map_err(|error| format!("{} ({error})", file.display()))
                })
            }
            _ => finished.unwrap_or(Ok(())),
        }
    }
}

/// The least time between two frames: a terminal shows no more than sixty in a second, and each costs it work.
const FRAME: Duration = Duration::from_millis(16);

/// What the loop works with.
struct Loop<'a> {
    screen: Canvas,
    inbox: Receiver<Message>,
    messages: Sender<Message>,
    guard: &'a Guard,
}

/// What a batch of messages has come to.
#[derive(Default)]
struct Batch {
    wanted: Vec<Effect>,
    resized: bool,
    resumed: bool,
    /// A turn of the wheel: those that come together turn one page.
    turned: Option<bool>,
    failed: bool,
}

impl Loop<'_> {
    /// The loop. It sleeps until something happens, takes in all that has happened, draws once, and then does what the model
    /// wants: the eye waits, the disk doesn't. Whether it ended as it should.
    fn read(
        &mut self,
        reading: &mut Reading,
        mut open: impl FnMut(String, Box<Settings>) -> Result<Session, String>,
    ) -> io::Result<bool> {
        let mut batch = Batch::default();
        loop {
            if batch.resumed {
                self.guard.take_again()?;
                batch.wanted.extend(self.screen.resize(&mut reading.app)?);
                self.screen.forget(&reading.app)?;
            }
            if batch.resized {
                batch.wanted.extend(self.screen.resize(&mut reading.app)?);
            }
            let mut wanted = std::mem::take(&mut batch.wanted);
            let story = wanted
                .iter()
                .find_map(|effect| if let Effect::Open(path) = effect { Some(path.clone()) } else { None });
            if let Some(path) = story {
                match open(path, Box::new(reading.app.settings())) {
                    Ok(mut session) => {
                        reading.perform(wanted.drain(..));
                        wanted = self.screen.resize(&mut session.app)?;
                        reading.turn_to(session, self.messages.clone());
                    }
                    Err(why) => wanted.extend(reading.app.update(Event::Note(why))),
                }
            }
            if wanted.contains(&Effect::Quit) {
                // Nothing more is drawn: the terminal may be gone.
                reading.perform(wanted);
                return Ok(true);
            }
            self.screen.draw(&reading.app)?;
            let suspend = wanted.contains(&Effect::Suspend);
            reading.perform(wanted);
            batch = Batch::default();
            if suspend {
                self.guard.lend();
                emulate_default_handler(SIGTSTP)?;
                batch.resumed = true;
                continue;
            }
            if !self.gather(reading, &mut batch) {
                return Ok(true);
            }
            if batch.failed {
                return Ok(false);
            }
        }
    }

    /// Takes in what happens until it is time for the next frame; whether anything more can happen.
    fn gather(&mut self, reading: &mut Reading, batch: &mut Batch) -> bool {
        let Ok(first) = self.inbox.recv() else { return false };
        reading.app.update(Event::Time(now()));
        batch.take(first, reading);
        // At most a frame longer than the next may be drawn: a flood must not keep it from being.
        let due = self.screen.drawn + FRAME;
        let end = due.max(Instant::now()) + FRAME;
        while !batch.is_urgent() && Instant::now() < end {
            match self.inbox.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(message) => batch.take(message, reading),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }
}

impl Batch {
    /// Whether the loop must not wait for more.
    fn is_urgent(&self) -> bool {
        self.failed
            || self.wanted.iter().any(|effect| matches!(effect, Effect::Quit | Effect::Suspend | Effect::Open(_)))
    }

    fn take(&mut self, message: Message, reading: &mut Reading) {
        let event = match message {
            Message::Event(event) => event,
            Message::Composed { story, event } if story == reading.number => event,
            Message::Shared { file, record } if reading.files.record.as_ref() == Some(&file) => Event::Shared(record),
            Message::Composed { .. } | Message::Shared { .. } => return,
            Message::End => Event::End,
            Message::Resized => {
                self.resized = true;
                return;
            }
            Message::Suspended => return self.wanted.extend([Effect::KeepRecord, Effect::Suspend]),
            Message::Resumed => {
                self.resumed = true;
                return;
            }
            Message::Failed => {
                self.failed = true;
                return;
            }
        };
        let turn = if let Event::Wheel { down } = event { Some(down) } else { None };
        if turn.is_some() && self.turned == turn {
            return;
        }
        self.turned = turn;
        if matches!(event, Event::Key(_)) {
            ["overflow", "memory"].into_iter().for_each(fault::strike);
        }
        self.wanted.extend(reading.app.update(event));
    }
}

/// The screen, and what was drawn on it.
struct Canvas {
    screen: Screen,
    drawn: Instant,
    frames: u64,
}

/// The largest window that is filled, in columns and rows: eight screens by four. What is larger is a mistake or an
/// attack, and would take gigabytes.
const LARGEST: (u16, u16) = (2048, 512);

impl Canvas {
    fn new() -> io::Result<Self> {
        let backend = Painter::new(io::stdout());
        let viewport = Viewport::Fixed(Rect::new(0, 0, 0, 0)); // `draw` gives it the window's size
        // Its drop would show the cursor, as the guard does, and panic where the terminal is gone, before the writer
        // has finished.
        let screen = ManuallyDrop::new(Terminal::with_options(Checked::new(backend), TerminalOptions { viewport })?);
        Ok(Self { screen, drawn: Instant::now(), frames: 0 })
    }

    /// Tells the model the window's size; what it wants done for it.
    fn resize(&mut self, app: &mut App) -> io::Result<Vec<Effect>> {
        let size = self.screen.size()?;
        let (width, height) = (size.width.min(LARGEST.0), size.height.min(LARGEST.1));
        self.screen.backend_mut().inner_mut().resize((width, height));
        Ok(app.update(Event::Resize { width, height }))
    }

    /// Forgets what stands there: all of it is drawn anew.
    fn forget(&mut self, app: &App) -> io::Result<()> {
        let sheet = app.book().sheet();
        self.screen.resize(Rect::new(0, 0, sheet.width, sheet.height))
    }

    fn draw(&mut self, app: &App) -> io::Result<()> {
        let sheet = app.book().sheet();
        if sheet.width == 0 || sheet.height == 0 {
            return Ok(());
        }
        let area = Rect::new(0, 0, sheet.width, sheet.height);
        if self.screen.get_frame().area() != area {
            self.screen.resize(area)?;
        }
        self.frames += 1;
        if self.frames > 2 {
            fault::strike("draw");
        }
        self.screen.backend_mut().inner_mut().be_wary(app.book().preferences().ambiguous == Ambiguous::Wide);
        self.screen.draw(|frame| ui::draw(frame, app))?;
        self.drawn = Instant::now();
        self.screen.backend_mut().inner_mut().finish()
    }
}
