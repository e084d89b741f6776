//! A reading session: events in, effects done, frames out.

use std::io::{self, Stdout};
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::backend::Checked;
use super::composing::Composing;
use super::guard::Guard;
use super::input::listen;
use super::painter::Painter;
use super::writer::{Keep, Urgency, Value, Writer};
use crate::app::{App, Effect, Event};
use crate::typeset::Ambiguous;
use crate::ui;

/// What reaches the session's loop.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// Something for the model.
    Event(Event),
    /// The window has another size. It does not wait behind input: half a sequence may keep that for long.
    Resized,
    /// The shell wants its terminal for a while.
    Suspended,
    /// The program runs again after it was stopped.
    Resumed,
    /// The program is asked to end.
    End,
    /// The terminal is gone.
    Gone,
}

/// Where a session keeps what it remembers; `None` keeps nothing.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// The record of the story.
    pub record: Option<PathBuf>,
    /// The settings.
    pub settings: Option<PathBuf>,
}

type Screen = Terminal<Checked<Painter<Stdout>>>;

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

/// Shows a first page, completes the session behind it, and reads with the reader until they leave. The terminal is given
/// back before this returns, whatever happens.
///
/// # Errors
/// When the terminal fails or `complete` does; and, in the inner result, why the last save failed, for a message on the
/// restored screen.
pub fn run<E: From<io::Error>>(
    mut first: App,
    complete: impl FnOnce(App) -> Result<Session, E>,
) -> Result<Result<(), String>, E> {
    let (messages, inbox) = channel();
    heed_signals(messages.clone())?;
    let (outcome, writer) = {
        let guard = Guard::take()?;
        let backend = Painter::new(io::stdout());
        let viewport = Viewport::Fixed(Rect::new(0, 0, 0, 0)); // `draw` gives it the window's size
        // Its drop would show the cursor, as the guard does, and panic where the terminal is gone, before the writer
        // has finished.
        let mut screen =
            ManuallyDrop::new(Terminal::with_options(Checked::new(backend), TerminalOptions { viewport })?);
        // What the first page would like to be set or kept can wait for the whole.
        let mut ordered = resize(&mut first, &mut screen)?;
        draw(&first, &mut screen)?;
        let was_beginning = first.is_beginning();
        let Session { mut app, files, remember_story } = complete(first)?;
        let composing = Composing::start(app.shared_document(), messages.clone());
        let writer = Writer::start(messages.clone());
        let hands = Hands { files: &files, writer: &writer, composing: &composing, guard: &guard };
        if remember_story {
            hands.perform(&app, Effect::KeepSettings);
        }
        // What the beginning of a story wanted to be set is not that of the whole.
        if was_beginning {
            ordered = resize(&mut app, &mut screen)?;
        }
        for effect in ordered {
            hands.perform(&app, effect);
        }
        listen(messages);
        let outcome = read(&mut app, &mut screen, &inbox, &hands);
        (outcome, writer)
    };
    let kept = writer.finish();
    outcome?;
    Ok(kept)
}

/// The loop. It sleeps until something happens, takes in all that has happened, draws once, and then does what the model
/// wants: the eye waits, the disk doesn't.
fn read(app: &mut App, screen: &mut Screen, inbox: &Receiver<Message>, hands: &Hands<'_>) -> io::Result<()> {
    let mut wanted = Vec::new();
    let mut resumed = false;
    loop {
        if std::mem::take(&mut resumed) {
            hands.guard.take_again()?;
            wanted.extend(resize(app, screen)?);
            // All of it anew: nothing is known of what stands there.
            let sheet = app.book().sheet();
            screen.resize(Rect::new(0, 0, sheet.width, sheet.height))?;
        }
        draw(app, screen)?;
        let suspend = wanted.contains(&Effect::Suspend);
        for effect in wanted.drain(..) {
            hands.perform(app, effect);
        }
        if suspend {
            hands.guard.lend();
            emulate_default_handler(SIGTSTP)?;
            resumed = true;
            continue;
        }
        let Ok(first) = inbox.recv() else { return Ok(()) };
        let mut turned = None;
        for message in std::iter::once(first).chain(inbox.try_iter()) {
            let event = match message {
                Message::Event(event) => event,
                Message::End => Event::End,
                Message::Resized => {
                    wanted.extend(resize(app, screen)?);
                    continue;
                }
                Message::Suspended => {
                    wanted.extend([Effect::KeepRecord, Effect::Suspend]);
                    continue;
                }
                Message::Resumed => {
                    resumed = true;
                    continue;
                }
                Message::Gone => return Ok(()),
            };
            // One turn of a wheel or of a finger on a pad comes as many events: together they turn one page.
            let turn = if let Event::Wheel { down } = event { Some(down) } else { None };
            if turn.is_some() && turned == turn {
                continue;
            }
            turned = turn;
            wanted.extend(app.update(event));
            if wanted.contains(&Effect::Quit) {
                wanted.drain(..).for_each(|effect| hands.perform(app, effect));
                return Ok(());
            }
        }
    }
}

/// The largest window that is filled, in columns and rows: eight screens by four. What is larger is a mistake or an
/// attack, and would take gigabytes.
const LARGEST: (u16, u16) = (2048, 512);

/// Tells the model the window's size; what it wants done for it.
fn resize(app: &mut App, screen: &mut Screen) -> io::Result<Vec<Effect>> {
    let size = screen.size()?;
    let (width, height) = (size.width.min(LARGEST.0), size.height.min(LARGEST.1));
    screen.backend_mut().inner_mut().resize((width, height));
    Ok(app.update(Event::Resize { width, height }))
}

fn draw(app: &App, screen: &mut Screen) -> io::Result<()> {
    let sheet = app.book().sheet();
    if sheet.width == 0 || sheet.height == 0 {
        return Ok(());
    }
    let area = Rect::new(0, 0, sheet.width, sheet.height);
    if screen.get_frame().area() != area {
        screen.resize(area)?;
    }
    screen.backend_mut().inner_mut().be_wary(app.book().preferences().ambiguous == Ambiguous::Wide);
    screen.draw(|frame| ui::draw(frame, app))?;
    screen.backend_mut().inner_mut().finish()
}

/// Who does what the model wants.
struct Hands<'a> {
    files: &'a Files,
    writer: &'a Writer,
    composing: &'a Composing,
    guard: &'a Guard,
}

impl Hands<'_> {
    fn perform(&self, app: &App, effect: Effect) {
        let record = |urgency| {
            if let Some(file) = &self.files.record {
                self.writer.keep(Keep { file: file.clone(), value: Value::Record(app.record()), urgency });
            }
        };
        match effect {
            Effect::Compose(order) => self.composing.order(order),
            Effect::KeepPlace => record(Urgency::Soon),
            Effect::KeepRecord => record(Urgency::Now),
            Effect::KeepBookmark => record(Urgency::Told),
            Effect::KeepSettings => {
                if let Some(file) = &self.files.settings {
                    let value = Value::Settings(app.settings());
                    self.writer.keep(Keep { file: file.clone(), value, urgency: Urgency::Now });
                }
            }
            // The loop sees to them.
            Effect::Suspend | Effect::Quit => {}
        }
    }
}

/// Passes on the signals that ask a program to end or tell it of another size.
fn heed_signals(messages: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGWINCH => Message::Resized,
                SIGTSTP => Message::Suspended,
                SIGCONT => Message::Resumed,
                _ => Message::End,
            };
            if messages.send(message).is_err() {
                break;
            }
        }
    });
    Ok(())
}
