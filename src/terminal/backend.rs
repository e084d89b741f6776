//! The last check before the terminal: whatever a cell holds, no command leaves through it.

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use crate::document::is_hazard;

/// A backend behind a check on each cell.
///
/// All text is safe when it is made ([`SafeText`](crate::document::SafeText)); this is for the day when a way around
/// that is written.
#[derive(Debug)]
pub struct Checked<B> {
    inner: B,
}

impl<B> Checked<B> {
    /// Puts the check before a backend.
    pub fn new(inner: B) -> Self {
        Self { inner }
    }

    /// The backend behind it.
    pub fn inner_mut(&mut self) -> &mut B {
        &mut self.inner
    }
}

impl<B: Backend> Backend for Checked<B> {
    type Error = B::Error;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), B::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut refused = Cell::default();
        refused.set_symbol("\u{FFFD}");
        let safe = |cell: &Cell| !cell.symbol().chars().any(is_hazard);
        let cells: Vec<(u16, u16, &Cell)> =
            content.map(|(x, y, cell)| (x, y, if safe(cell) { cell } else { &refused })).collect();
        self.inner.draw(cells.into_iter())
    }

    fn hide_cursor(&mut self) -> Result<(), B::Error> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), B::Error> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, B::Error> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), B::Error> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), B::Error> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), B::Error> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> Result<Size, B::Error> {
        self.inner.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, B::Error> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> Result<(), B::Error> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::backend::TestBackend;

    #[test]
    fn a_command_in_a_cell_does_not_leave() {
        let mut backend = Checked::new(TestBackend::new(3, 1));
        let mut cells = vec![Cell::default(); 3];
        cells[0].set_symbol("\u{1b}]0;x\u{7}");
        cells[1].set_symbol("a\u{202E}");
        cells[2].set_symbol("é");
        backend.draw(cells.iter().zip(0..).map(|(cell, x)| (x, 0, cell))).unwrap();
        backend.inner_mut().assert_buffer_lines(["\u{FFFD}\u{FFFD}é"]);
    }
}
