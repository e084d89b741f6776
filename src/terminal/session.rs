//! A reading session: events in, effects done, frames out.

use std::io::{self, BufWriter, Stdout, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

use super::backend::Checked;
use super::composing::Composing;
use super::guard::Guard;
use super::input::listen;
use super::painter::Painter;
use super::writer::{Keep, Urgency, Value, Writer};
use crate::app::{App, Effect, Event};
use crate::ui;

/// What reaches the session's loop.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// Something for the model.
    Event(Event),
    /// The window has another size. It does not wait behind input: half a sequence may keep that for long.
    Resized,
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

type Screen = Terminal<Checked<Painter<BufWriter<Stdout>>>>;

/// A synchronised update: the terminal shows a frame whole or not at all. Terminals that don't know it ignore it.
const BEGIN_UPDATE: &[u8] = b"\x1b[?2026h";
const END_UPDATE: &[u8] = b"\x1b[?2026l";

/// A frame is written in one piece: two hundred columns by sixty rows of changing styles stay below it.
const FRAME_BYTES: usize = 128 << 10;

/// Reads with the reader until they leave; `remember_story` says that the settings name another story than they did,
/// which is worth keeping at once. The terminal is given back before this returns, whatever happens.
///
/// # Errors
/// When the terminal fails; and, in the inner result, why the last save failed, for a message on the restored screen.
pub fn run(mut app: App, files: &Files, remember_story: bool) -> io::Result<Result<(), String>> {
    let (messages, inbox) = channel();
    heed_signals(messages.clone())?;
    let composing = Composing::start(app.shared_document(), messages.clone());
    let writer = Writer::start(messages.clone());
    let hands = Hands { files, writer: &writer, composing: &composing };
    if remember_story {
        hands.perform(&app, Effect::KeepSettings);
    }
    let outcome = {
        let _guard = Guard::take()?;
        let backend = Painter::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout()));
        let viewport = Viewport::Fixed(Rect::new(0, 0, 0, 0)); // `draw` gives it the window's size
        let mut screen = Terminal::with_options(Checked::new(backend), TerminalOptions { viewport })?;
        listen(messages);
        let outcome = read(&mut app, &mut screen, &inbox, &hands);
        // Its drop would show the cursor, as the guard does, and panic where the terminal is gone, before the writer
        // has finished.
        std::mem::forget(screen);
        outcome
    };
    let kept = writer.finish();
    outcome.map(|()| kept)
}

/// The loop. It sleeps until something happens, takes in all that has happened, and draws once.
fn read(app: &mut App, screen: &mut Screen, inbox: &Receiver<Message>, hands: &Hands<'_>) -> io::Result<()> {
    loop {
        draw(app, screen, hands)?;
        let Ok(first) = inbox.recv() else { return Ok(()) };
        let mut turned = None;
        for message in std::iter::once(first).chain(inbox.try_iter()) {
            let event = match message {
                Message::Event(event) => event,
                Message::End => Event::End,
                Message::Resized => continue,
                Message::Gone => return Ok(()),
            };
            // One turn of a wheel or of a finger on a pad comes as many events: together they turn one page.
            let turn = if let Event::Wheel { down } = event { Some(down) } else { None };
            if turn.is_some() && turned == turn {
                continue;
            }
            turned = turn;
            let effects = app.update(event);
            if effects.into_iter().any(|effect| hands.perform(app, effect)) {
                return Ok(());
            }
        }
    }
}

/// The largest window that is filled, in columns and rows: eight screens by four. What is larger is a mistake or an
/// attack, and would take gigabytes.
const LARGEST: (u16, u16) = (2048, 512);

fn draw(app: &mut App, screen: &mut Screen, hands: &Hands<'_>) -> io::Result<()> {
    let size = screen.size()?;
    let (width, height) = (size.width.min(LARGEST.0), size.height.min(LARGEST.1));
    let sheet = app.book().sheet();
    if (width, height) != (sheet.width, sheet.height) {
        for effect in app.update(Event::Resize { width, height }) {
            hands.perform(app, effect);
        }
    }
    if width == 0 || height == 0 {
        return Ok(());
    }
    screen.backend_mut().inner_mut().resize((width, height));
    screen.backend_mut().write_all(BEGIN_UPDATE)?;
    if screen.get_frame().area() != Rect::new(0, 0, width, height) {
        screen.resize(Rect::new(0, 0, width, height))?;
    }
    screen.draw(|frame| ui::draw(frame, app))?;
    screen.backend_mut().write_all(END_UPDATE)?;
    Write::flush(screen.backend_mut())
}

/// Who does what the model wants.
struct Hands<'a> {
    files: &'a Files,
    writer: &'a Writer,
    composing: &'a Composing,
}

impl Hands<'_> {
    /// Does it; whether the session is to end.
    fn perform(&self, app: &App, effect: Effect) -> bool {
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
            Effect::Quit => return true,
        }
        false
    }
}

/// Passes on the signals that ask a program to end or tell it of another size.
fn heed_signals(messages: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let message = if signal == SIGWINCH { Message::Resized } else { Message::End };
            if messages.send(message).is_err() {
                break;
            }
        }
    });
    Ok(())
}
