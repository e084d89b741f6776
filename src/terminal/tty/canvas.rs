//! The screen: what stands on it, what is to stand there, and the way from one to the other.
//!
//! Two of ratatui's buffers take turns. The model is drawn into one, the painter makes bytes of how it differs from the
//! other, and the bytes leave in one piece.

use std::io::{self, Write};
use std::mem;
use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Effect, Event};
use crate::config::Motion;
use crate::terminal::fault;
use crate::terminal::opened::{Clipboard, Manners};
use crate::terminal::tty::modes::{self, ASK, MOUSE_OFF, MOUSE_ON};
use crate::terminal::tty::output::Output;
use crate::terminal::tty::painter::Painter;
use crate::theme::Rgb;
use crate::typeset::Ambiguous;
use crate::ui::{self, RunningTransition, Seen};

/// The screen.
pub(in crate::terminal) struct Canvas {
    painter: Painter<Output>,
    /// What stands there.
    shown: Buffer,
    /// Room for what is to stand there.
    next: Buffer,
    /// When it was last drawn on.
    pub(in crate::terminal) drawn: Instant,
    frames: u64,
    manners: Manners,
    /// The ground that the window wears.
    worn: Option<Rgb>,
    /// What the last frame showed.
    seen: Option<Seen>,
    /// The transition that is under way, and when its last frame was drawn.
    transition: Option<(RunningTransition, Instant)>,
}

/// Returns bytes in base64 (RFC 4648), as OSC 52 has them.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, nth| bits << 8 | usize::from(group.get(nth).copied().unwrap_or(0)));
        for nth in 0..4 {
            let letter = LETTERS[bits >> (18 - 6 * nth) & 63];
            text.push(if nth <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// The largest window that is filled, in columns and rows: eight screens by four. What is larger is a mistake or an
/// attack, and would take gigabytes.
const LARGEST: (u16, u16) = (2048, 512);

impl Canvas {
    pub(in crate::terminal) fn new(manners: Manners) -> Self {
        let (shown, next) = (Buffer::default(), Buffer::default());
        Self {
            painter: Painter::new(Output),
            shown,
            next,
            drawn: Instant::now(),
            frames: 0,
            manners,
            worn: None,
            seen: None,
            transition: None,
        }
    }

    /// Asks the terminal for its ground. Nobody waits for the answer. A window that wears a ground of ours would tell that one.
    pub(in crate::terminal) fn ask(&self) -> io::Result<()> {
        if self.manners.ask && self.worn.is_none() { Output.write_all(ASK) } else { Ok(()) }
    }

    /// Has the mouse reported, or leaves it to the terminal.
    pub(in crate::terminal) fn use_mouse(on: bool) -> io::Result<()> {
        Output.write_all(if on { MOUSE_ON } else { MOUSE_OFF })
    }

    /// Puts text on the terminal's clipboard (OSC 52). Returns what the reader should know of it.
    pub(in crate::terminal) fn copy(&self, text: &str) -> io::Result<Option<&'static str>> {
        if self.manners.clipboard == Clipboard::Off {
            return Ok(Some("Copying is off: `clipboard` in config.toml turns it on"));
        }
        Output.write_all(format!("\x1b]52;c;{}\x1b\\", base64(text.as_bytes())).as_bytes())?;
        let behind = self.manners.clipboard == Clipboard::BehindTmux;
        Ok(behind.then_some("Sent to tmux, which keeps it only after `set -g set-clipboard on`"))
    }

    /// Returns whether the next frame differs by itself.
    pub(in crate::terminal) fn moves(&self) -> bool {
        self.transition.is_some()
    }

    /// Ends what moves: the next frame is the page.
    pub(in crate::terminal) fn hold_still(&mut self) {
        self.transition = None;
    }

    /// Begins a transition if a page of another mood has come, and lets the one that is under way go on.
    fn change_mood(&mut self, app: &App) {
        if self.manners.motion == Motion::None {
            return;
        }
        let seen = Seen::of(app);
        if let (Some(before), Some(after)) = (&self.seen, &seen)
            && before != after
        {
            let manners = (self.manners.motion, self.manners.depth);
            self.transition =
                RunningTransition::between(before, after, app, manners).map(|begun| (begun, Instant::now()));
        }
        self.seen = seen;
        if let Some((transition, last)) = &mut self.transition {
            let passed = u32::try_from(last.elapsed().as_millis()).unwrap_or(u32::MAX);
            *last = Instant::now();
            if !transition.advance(&mut self.next, passed) {
                self.transition = None;
            }
        }
    }

    /// Gives the whole window the ground of the page. Only a terminal that has told its ground understands this.
    fn fill(&mut self, app: &App) -> io::Result<()> {
        if !self.manners.fill || !app.knows_ground() {
            return Ok(());
        }
        let ground = ui::ground(app).and_then(Rgb::of);
        if ground == self.worn {
            return Ok(());
        }
        self.worn = ground;
        match ground {
            Some(Rgb(r, g, b)) => {
                modes::fill();
                Output.write_all(format!("\x1b]11;rgb:{r:02x}/{g:02x}/{b:02x}\x1b\\").as_bytes())
            }
            None => Output.write_all(modes::unfill()),
        }
    }

    /// Tells the model how large the window is. Returns what the model wants done then.
    pub(in crate::terminal) fn resize(app: &mut App) -> io::Result<Vec<Effect>> {
        // Not crossterm's, which runs a program where the terminal does not tell.
        let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout())?;
        let (width, height) = (size.ws_col.min(LARGEST.0), size.ws_row.min(LARGEST.1));
        Ok(app.update(Event::Resize { width, height }))
    }

    /// Forgets what stands there, so that all of it is drawn anew.
    pub(in crate::terminal) fn forget(&mut self) {
        self.shown = Buffer::default();
    }

    /// Draws what has changed. A frame that changes nothing sends nothing, and does not count as drawn: no key waits for it.
    pub(in crate::terminal) fn draw(&mut self, app: &App) -> io::Result<()> {
        let sheet = app.book().sheet();
        if sheet.width == 0 || sheet.height == 0 {
            return Ok(());
        }
        let area = Rect::new(0, 0, sheet.width, sheet.height);
        if self.shown.area != area {
            self.painter.clear((sheet.width, sheet.height));
            self.shown = Buffer::empty(area);
            self.next = Buffer::empty(area);
        }
        self.next.reset();
        let cursor = ui::compose(&mut self.next, app);
        self.change_mood(app);
        self.painter.be_wary(app.book().preferences().ambiguous == Ambiguous::Wide);
        self.painter.paint(&self.shown, &self.next);
        if let Some(cursor) = cursor {
            self.painter.park((cursor.x, cursor.y));
        }
        mem::swap(&mut self.shown, &mut self.next);
        self.fill(app)?;
        if self.painter.finish()? {
            self.drawn = Instant::now();
            self.frames += 1;
            if self.frames > 2 {
                fault::strike("draw");
            }
        }
        Ok(())
    }
}
