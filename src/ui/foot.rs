//! What stands at the foot of the page, under a line: a note that is being written, or one of the book's.
//!
//! The page above stays as it is, so that the eye finds back.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use ratatui::widgets::{Clear, Widget};

use super::hints::hints;
use super::look::panel_style;
use super::page::clear_margin;
use super::text::put;
use crate::action::Action;
use crate::app::{App, FootNote, NoteEditor};
use crate::config::Context;
use crate::theme::Scope;

/// The rows of a note's text that is being written; it scrolls within them.
const EDITOR_ROWS: u16 = 4;

/// Cells beside it in which a margin's signs and rules stand.
const MARGIN: u16 = 3;

/// Cells on either side of the text.
const PADDING: u16 = 1;

/// Clears the last rows of the page for so many rows of text, with a line above and a hint below. Returns the text's area,
/// or `None` in a window too small for any.
pub(super) fn open(buffer: &mut Buffer, app: &App, rows: u16, hint: &str) -> Option<Rect> {
    let sheet = app.book().sheet();
    let rows = rows.min(sheet.height.saturating_sub(2));
    let left = sheet.left.saturating_sub(PADDING);
    let right = (sheet.page_left(sheet.pages - 1) + sheet.measure + PADDING).min(sheet.width);
    let top = sheet.height.checked_sub(rows + 2)?;
    let outer = Rect::new(left, top, right.checked_sub(left)?, rows + 2);
    let inner = Rect::new(left + PADDING, top + 1, outer.width.checked_sub(2 * PADDING)?, rows);
    if rows == 0 || inner.width == 0 {
        return None;
    }
    // A sign in the margin would look like a part of the text.
    clear_margin(buffer, app, (outer.x.saturating_sub(MARGIN)..outer.x, outer.top()..outer.bottom()));
    Clear.render(outer, buffer);
    buffer.set_style(outer, panel_style(app, Scope::Panel));
    let quiet = panel_style(app, Scope::PanelDim);
    put(buffer, (outer.x, top), &"─".repeat(usize::from(outer.width)), outer.width, quiet);
    put(buffer, (inner.x, outer.bottom() - 1), hint, inner.width, quiet);
    Some(inner)
}

/// Draws a note of the story. Returns where its text begins.
pub(super) fn draw_note(buffer: &mut Buffer, app: &App, note: &FootNote) -> Option<Position> {
    let rows = u16::try_from(note.lines.len()).unwrap_or(u16::MAX);
    let follow = if note.address.is_some() { "open" } else { "go there" };
    let actions = [
        (Context::Reading, Action::Dismiss, "close"),
        (Context::Panel, Action::Choose, follow),
        (Context::Selection, Action::Copy, "copy"),
    ];
    let hint = hints(app, &actions);
    let inner = open(buffer, app, rows, &hint)?;
    for (line, y) in note.lines.iter().zip(inner.top()..inner.bottom()) {
        put(buffer, (inner.x, y), line, inner.width, panel_style(app, Scope::Panel));
    }
    Some(Position { x: inner.x, y: inner.y })
}

/// Draws the note that is being written. Returns where its caret is.
pub(super) fn draw_editor(buffer: &mut Buffer, app: &App, editor: &NoteEditor) -> Option<Position> {
    let inner = open(buffer, app, EDITOR_ROWS, "Esc save · Ctrl-C discard · Enter new line")?;
    let mut text = editor.text.clone();
    let style = panel_style(app, Scope::Panel);
    text.set_style(style);
    text.set_cursor_line_style(style);
    // A cell turned over, as in every question: a real cursor would blink.
    text.set_cursor_style(style.add_modifier(Modifier::REVERSED));
    (&text).render(inner, buffer);
    let caret =
        (inner.top()..inner.bottom()).flat_map(|y| (inner.left()..inner.right()).map(move |x| Position { x, y }));
    let turned = |at: &Position| buffer[*at].modifier.contains(Modifier::REVERSED);
    caret.into_iter().find(turned).or(Some(Position { x: inner.x, y: inner.y }))
}
