//! The screen, and what was drawn on it.

use std::io::{self, Stdout};
use std::mem::ManuallyDrop;
use std::time::Instant;

use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::backend::Checked;
use super::fault;
use super::painter::Painter;
use crate::app::{App, Effect, Event};
use crate::typeset::Ambiguous;
use crate::ui;

type Screen = ManuallyDrop<Terminal<Checked<Painter<Stdout>>>>;

/// The screen, and what was drawn on it.
pub(super) struct Canvas {
    screen: Screen,
    /// When it was drawn on.
    pub(super) drawn: Instant,
    frames: u64,
}

/// The largest window that is filled, in columns and rows: eight screens by four. What is larger is a mistake or an
/// attack, and would take gigabytes.
const LARGEST: (u16, u16) = (2048, 512);

impl Canvas {
    pub(super) fn new() -> io::Result<Self> {
        let backend = Painter::new(io::stdout());
        let viewport = Viewport::Fixed(Rect::new(0, 0, 0, 0)); // `draw` gives it the window's size
        // Its drop would show the cursor, as the guard does, and panic where the terminal is gone, before the writer
        // has finished.
        let screen = ManuallyDrop::new(Terminal::with_options(Checked::new(backend), TerminalOptions { viewport })?);
        Ok(Self { screen, drawn: Instant::now(), frames: 0 })
    }

    /// Tells the model the window's size; what it wants done for it.
    pub(super) fn resize(&mut self, app: &mut App) -> io::Result<Vec<Effect>> {
        let size = self.screen.size()?;
        let (width, height) = (size.width.min(LARGEST.0), size.height.min(LARGEST.1));
        self.screen.backend_mut().inner_mut().resize((width, height));
        Ok(app.update(Event::Resize { width, height }))
    }

    /// Forgets what stands there: all of it is drawn anew.
    pub(super) fn forget(&mut self, app: &App) -> io::Result<()> {
        let sheet = app.book().sheet();
        self.screen.resize(Rect::new(0, 0, sheet.width, sheet.height))
    }

    /// Draws what has changed.
    pub(super) fn draw(&mut self, app: &App) -> io::Result<()> {
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
