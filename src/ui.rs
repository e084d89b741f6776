//! Draws the model into a frame: the page, the status line, and what stands over them.
//!
//! Drawing takes `&App` and changes nothing. The only colours here are the theme's.

mod big_title;
mod foot;
mod hints;
mod lights;
mod look;
mod page;
mod panel;
mod preview;
mod status;
mod text;
mod transition;
mod waiting;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Color;

use crate::app::App;
use crate::document::{MarkKind, Place};
use crate::theme::Scope;

/// Draws everything into a frame, with the cursor where [`compose`] says.
pub fn draw(frame: &mut Frame<'_>, app: &App) {
    if let Some(cursor) = compose(frame.buffer_mut(), app) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws everything into a buffer of the window's size.
///
/// Returns the cell that the reader's attention is at: the caret of a question, the chosen row of a list, the lit hit, or
/// else the first letter of the page. The terminal's cursor stands there unseen, for screen readers and braille displays.
pub fn compose(buffer: &mut Buffer, app: &App) -> Option<Position> {
    let sheet = app.book().sheet();
    // A buffer of another size comes between a resize and its event; the next one fits.
    if (sheet.width, sheet.height) != (buffer.area.width, buffer.area.height) {
        return None;
    }
    let mut cursor = page::draw(buffer, app);
    if app.document().is_empty() {
        cursor = waiting::draw(buffer, app);
    }
    let caret = status::draw(buffer, app);
    let row = app.overlay().and_then(|overlay| panel::draw(buffer, app, overlay));
    caret.or(row).or(cursor)
}

/// Returns the ground of the page that is seen, or of the first of two.
#[must_use]
pub fn ground(app: &App) -> Option<Color> {
    app.theme().style(page::mood_of_page(app, 0), Scope::Text).bg
}

pub use panel::Aim;
pub use preview::preview;
pub use transition::{RunningTransition, Seen};

/// Returns what a click at a cell is meant for while something stands over the page; `None` where nothing does.
#[must_use]
pub fn aim(app: &App, cell: (u16, u16)) -> Option<Aim> {
    app.overlay().map(|overlay| panel::aim(app, overlay, cell))
}

/// Returns the places between which the mouse was dragged from one cell to another, in that order; `None` where one of the cells
/// has no text. The later one is the place after its character.
#[must_use]
pub fn dragged(app: &App, from: (u16, u16), to: (u16, u16)) -> Option<(Place, Place)> {
    let back = (to.1, to.0) < (from.1, from.0);
    // Who begins beside the text begins at the row that the mouse comes to first.
    let first = |row: u16| {
        let edge = if back { u16::MAX } else { 0 };
        page::place_at(app, (if row == from.1 { from.0 } else { edge }, row), back)
    };
    let from = if back { (to.1..=from.1).rev().find_map(first) } else { (from.1..=to.1).find_map(first) }?;
    // Between two paragraphs the mouse is at the end of the one above.
    let rows = (0..=to.1).rev();
    let to = rows.into_iter().find_map(|row| {
        let column = if row == to.1 { to.0 } else { u16::MAX };
        page::place_at(app, (column, row), !back)
    })?;
    Some((from, to))
}

/// Returns the link whose words a cell shows, by its number among the links of the story, while nothing stands over the page.
#[must_use]
pub fn link_at(app: &App, cell: (u16, u16)) -> Option<u32> {
    let place = page::place_at(app, cell, false).filter(|_| app.overlay().is_none())?;
    let block = app.document().block(place.scene as usize, place.block as usize)?;
    let here = |mark: &&crate::document::Mark| mark.range().contains(&(place.byte as usize));
    let mut marks = block.marks.iter().filter(here);
    marks.find_map(|mark| if let MarkKind::Link(link) = mark.kind { Some(link) } else { None })
}

/// Returns how far into the story the bar's cell is at a cell of the window, in thousandths.
#[must_use]
pub fn bar_at(app: &App, cell: (u16, u16)) -> Option<u16> {
    status::bar_at(app, cell)
}

#[cfg(test)]
mod tests;
