//! The help: every key of the live table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use textwrap::WordSplitter;

use super::super::hints::{hints, nothing_matches};
use super::super::look::panel_style;
use super::super::text::put;
use super::{Area, draw_head, open};
use crate::action::Action;
use crate::app::{App, HELP_BESIDE, HelpRow, help_rows};
use crate::config::Context;
use crate::theme::Scope;
use crate::typeset::width;

/// The columns of the help where keys stand beside what they do.
const SIDE_BY_SIDE: u16 = HELP_BESIDE - 4;

/// Cells between what a key does and the keys.
const GAP: usize = 2;

/// Cells of the longest of the first keys, and the gap after them.
const FIRST: u16 = 7;

/// Returns the help's area in a window, or `None` in a window too small for any.
pub(super) fn area(app: &App, window: Rect) -> Option<Area> {
    let columns = if window.width < HELP_BESIDE { window.width } else { SIDE_BY_SIDE };
    let rows = u16::try_from(help_rows(app.keymap(), app.filter()).len()).unwrap_or(u16::MAX);
    // All of the window where there is more than it holds; a filter may leave a few rows.
    let rows = if app.filter().words().is_empty() { window.height } else { rows.saturating_mul(3).saturating_add(4) };
    super::area(window, (columns, rows), false)
}

pub(super) fn draw(buffer: &mut Buffer, app: &App, top: usize) -> Option<Position> {
    let rows = help_rows(app.keymap(), app.filter());
    let narrow = buffer.area.width < HELP_BESIDE;
    let Area { outer, inner } = area(app, buffer.area)?;
    open(buffer, app, outer);
    let does_column = rows.iter().map(|row| if let HelpRow::Keys { does, .. } = row { width(does) } else { 0 }).max();
    let indent = if narrow { GAP } else { does_column.unwrap_or(0) + GAP };
    let filter = app.filter();
    let filtered = filter.is_typing() || !filter.words().is_empty();
    // The title makes room for keys until there is a filter to be seen.
    let mut y = inner.y + if filtered { 2 } else { 0 };
    let caret = if filtered { draw_head(buffer, app, inner, "Keys", "") } else { None };
    let last = inner.bottom().saturating_sub(2);
    let grid = Grid { inner, last, indent, narrow };
    let mut shown = 0;
    for row in rows.iter().skip(top) {
        if y > last {
            break;
        }
        y = draw_row(buffer, app, row, y, grid);
        shown += 1;
    }
    if rows.is_empty() {
        put(buffer, (inner.x, inner.y + 2), &nothing_matches(app), inner.width, panel_style(app, Scope::PanelDim));
    }
    let more = if y > last && top + shown <= rows.len() {
        format!(" · ↓ {}/{}", (top + shown).min(rows.len()), rows.len())
    } else {
        String::new()
    };
    let closes = if filter.words().is_empty() { "close" } else { "clear" };
    let hint = if filter.is_typing() {
        hints(app, &[(Context::Prompt, Action::Dismiss, "clear"), (Context::Prompt, Action::TakeAnswer, "done")])
    } else {
        hints(app, &[(Context::Panel, Action::Dismiss, closes), (Context::Panel, Action::Filter, "filter")]) + &more
    };
    put(buffer, (inner.x, inner.bottom() - 1), &hint, inner.width, panel_style(app, Scope::PanelDim));
    Some(caret.unwrap_or(Position { x: inner.x, y: inner.y }))
}

/// The cells that rows of the help may take.
#[derive(Clone, Copy)]
struct Grid {
    /// The inside of the panel.
    inner: Rect,
    /// The last row of the window that they may take.
    last: u16,
    /// The cells before the keys.
    indent: usize,
    /// Whether the keys stand below what they do, and not beside it.
    narrow: bool,
}

/// Draws a row of the help from the window's row `y` on. Returns the next free row.
fn draw_row(buffer: &mut Buffer, app: &App, row: &HelpRow, y: u16, grid: Grid) -> u16 {
    let Grid { inner, last, indent, narrow } = grid;
    let style = |scope| panel_style(app, scope);
    match row {
        HelpRow::Gap => y + 1,
        HelpRow::Title(title) => {
            put(buffer, (inner.x, y), title, inner.width, style(Scope::PanelTitle));
            y + 1
        }
        HelpRow::First { key, does } => {
            let key_style = style(Scope::Panel).add_modifier(Modifier::BOLD);
            put(buffer, (inner.x, y), key, inner.width, key_style);
            put(buffer, (inner.x + FIRST, y), does, inner.width.saturating_sub(FIRST), style(Scope::Panel));
            y + 1
        }
        HelpRow::Keys { keys, does, .. } => {
            put(buffer, (inner.x, y), does, inner.width, style(Scope::Panel));
            let indent = u16::try_from(indent).unwrap_or(0).min(inner.width);
            let room = inner.width - indent;
            let mut y = y + u16::from(narrow);
            // A key's name is not broken at its hyphen.
            let options = textwrap::Options::new(usize::from(room.max(1))).word_splitter(WordSplitter::NoHyphenation);
            for line in textwrap::wrap(keys, options) {
                if y <= last {
                    put(buffer, (inner.x + indent, y), &line, room, style(Scope::Panel));
                }
                y += 1;
            }
            y
        }
    }
}
