//! The help: every key of the live table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::super::text::put;
use super::{open, panel_style};
use crate::app::{App, HELP_BESIDE, HelpRow, help_rows};
use crate::theme::Scope;
use crate::typeset::width;

/// The columns of the help where keys stand beside what they do.
const SIDE_BY_SIDE: u16 = HELP_BESIDE - 4;

/// Cells between what a key does and the keys.
const GAP: usize = 2;

pub(super) fn draw(buffer: &mut Buffer, app: &App, top: usize) -> Option<Position> {
    let rows = help_rows(app.keymap());
    let narrow = buffer.area.width < HELP_BESIDE;
    let columns = if narrow { buffer.area.width } else { SIDE_BY_SIDE };
    let inner = open(buffer, app, (columns, buffer.area.height), false)?;
    let does_column = rows.iter().map(|row| if let HelpRow::Keys { does, .. } = row { width(does) } else { 0 }).max();
    let indent = if narrow { GAP } else { does_column.unwrap_or(0) + GAP };
    let mut y = inner.y;
    let last = inner.bottom().saturating_sub(2);
    for row in rows.iter().skip(top) {
        if y > last {
            break;
        }
        y = draw_row(buffer, app, row, (inner, y, last), (indent, narrow));
    }
    let hint = if y > last { "↓ more · Esc close" } else { "Esc close" };
    put(buffer, (inner.x, inner.bottom() - 1), hint, inner.width, panel_style(app, Scope::PanelDim));
    Some(Position { x: inner.x, y: inner.y })
}

/// Draws a row of the help from `y` down to `last`; the next free row.
fn draw_row(
    buffer: &mut Buffer,
    app: &App,
    row: &HelpRow,
    (inner, y, last): (Rect, u16, u16),
    (indent, narrow): (usize, bool),
) -> u16 {
    match row {
        HelpRow::Gap => y + 1,
        HelpRow::Title(title) => {
            put(buffer, (inner.x, y), title, inner.width, panel_style(app, Scope::PanelTitle));
            y + 1
        }
        HelpRow::Keys { keys, does } => {
            put(buffer, (inner.x, y), does, inner.width, panel_style(app, Scope::Panel));
            let indent = u16::try_from(indent).unwrap_or(0).min(inner.width);
            let room = inner.width - indent;
            let mut y = y + u16::from(narrow);
            for line in textwrap::wrap(keys, usize::from(room.max(1))) {
                if y <= last {
                    put(buffer, (inner.x + indent, y), &line, room, panel_style(app, Scope::PanelDim));
                }
                y += 1;
            }
            y
        }
    }
}
