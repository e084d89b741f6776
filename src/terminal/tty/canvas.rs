//! The screen: what stands on it, what is to stand there, and the way from one to the other.
//!
//! Two of ratatui's buffers take turns. The model is drawn into one, the painter makes bytes of how it differs from the
//! other, and the bytes leave in one piece.

use std::io;
use std::mem;
use std::time::Instant;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, Effect, Event};
use crate::terminal::fault;
use crate::terminal::tty::output::Output;
use crate::terminal::tty::painter::Painter;
use crate::typeset::Ambiguous;
use crate::ui;

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
}

/// The largest window that is filled, in columns and rows: eight screens by four. What is larger is a mistake or an
/// attack, and would take gigabytes.
const LARGEST: (u16, u16) = (2048, 512);

impl Canvas {
    pub(in crate::terminal) fn new() -> Self {
        let (shown, next) = (Buffer::default(), Buffer::default());
        Self { painter: Painter::new(Output), shown, next, drawn: Instant::now(), frames: 0 }
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
        self.painter.be_wary(app.book().preferences().ambiguous == Ambiguous::Wide);
        self.painter.paint(&self.shown, &self.next);
        if let Some(cursor) = cursor {
            self.painter.park((cursor.x, cursor.y));
        }
        mem::swap(&mut self.shown, &mut self.next);
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
