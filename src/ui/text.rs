//! Puts text into cells.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::style::Style;

use crate::typeset::{cluster_width, clusters_of, width};

/// Puts one cluster at a cell and gives it `cells` cells, all in its style. What lies outside the buffer is left out.
#[inline]
pub(super) fn put_cluster(buffer: &mut Buffer, at: (u16, u16), cluster: &str, cells: u16, style: Style) {
    // Most are a letter of ASCII.
    if cells != 1 || cluster.len() != 1 {
        put_wide(buffer, at, cluster, cells, style);
    } else if let Some(cell) = cell_mut(buffer, at) {
        cell.set_symbol(cluster).set_style(style);
    }
}

/// Puts a text each of whose characters takes one cell, and a hyphen behind it if there is one.
pub(super) fn put_plain(buffer: &mut Buffer, (x, y): (u16, u16), (text, hyphen): (&str, bool), style: Style) {
    let ends = text.char_indices().map(|(at, c)| &text[at..at + c.len_utf8()]);
    for (x, letter) in (x..).zip(ends.chain(hyphen.then_some("-"))) {
        put_cluster(buffer, (x, y), letter, 1, style);
    }
}

/// Puts a cluster that is no letter of ASCII.
fn put_wide(buffer: &mut Buffer, (x, y): (u16, u16), cluster: &str, cells: u16, style: Style) {
    if cells == 0 || y >= buffer.area.bottom() || x.saturating_add(cells) > buffer.area.right() {
        return;
    }
    for x in x..x + cells {
        buffer[(x, y)].set_symbol(" ").set_style(style);
    }
    if matches!(cluster, " " | "\u{A0}") {
        return;
    }
    let cell = &mut buffer[(x, y)];
    cell.set_symbol(cluster);
    if let (false, Some(width)) = (cluster.is_ascii(), NonZeroU16::new(cells)) {
        // The width that layout counted, whatever the terminal library thinks of it.
        cell.set_diff_option(CellDiffOption::ForcedWidth(width));
    }
}

/// Returns a cell of a buffer, if it lies within.
#[inline]
fn cell_mut(buffer: &mut Buffer, (x, y): (u16, u16)) -> Option<&mut Cell> {
    let area = buffer.area;
    let (column, row) = (x.checked_sub(area.x)?, y.checked_sub(area.y)?);
    let index = usize::from(row) * usize::from(area.width) + usize::from(column);
    buffer.content.get_mut(index).filter(|_| column < area.width)
}

/// Puts a text on one row, within `room` cells, cut with an ellipsis where it is longer; the cells it took.
pub(super) fn put(buffer: &mut Buffer, (x, y): (u16, u16), text: &str, room: u16, style: Style) -> u16 {
    let fits = width(text) <= usize::from(room);
    let limit = if fits { room } else { room.saturating_sub(1) };
    let mut used = 0;
    for (_, cluster) in clusters_of(text) {
        let cells = cluster_width(cluster);
        if used + cells > limit {
            break;
        }
        put_cluster(buffer, (x + used, y), cluster, cells, style);
        used += cells;
    }
    if !fits && room > 0 {
        put_cluster(buffer, (x + used, y), "…", 1, style);
        used += 1;
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;

    fn row(text: &str, room: u16) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        put(&mut buffer, (0, 0), text, room, Style::default());
        buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn what_is_too_long_ends_in_an_ellipsis() {
        assert_eq!(row("lamplight", 8), "lamplig…");
        assert_eq!(row("lamp", 4), "lamp    ");
        assert_eq!(row("lamp", 3), "la…     ");
        assert_eq!(row("夜夜夜", 5), "夜 夜 …   ");
        assert_eq!(row("lamp", 0), "        ");
    }

    #[test]
    fn layout_and_the_terminal_count_the_same_cells() {
        for cluster in ["ｶﾞ", "👩‍👩‍👧‍👦", "é", "ก็"] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
            let cells = cluster_width(cluster);
            put_cluster(&mut buffer, (0, 0), cluster, cells, Style::default());
            put_cluster(&mut buffer, (cells, 0), "x", 1, Style::default());
            let shown: Vec<_> = Buffer::empty(buffer.area)
                .diff_iter(&buffer)
                .map(|(x, _, cell)| (x, cell.symbol().to_owned()))
                .collect();
            assert_eq!(shown, [(0, cluster.to_owned()), (cells, "x".to_owned())]);
        }
    }

    #[test]
    fn nothing_is_put_outside() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        put_cluster(&mut buffer, (2, 0), "夜", 2, Style::default());
        put_cluster(&mut buffer, (u16::MAX, 5), "x", 1, Style::default());
        assert_eq!(buffer, Buffer::empty(Rect::new(0, 0, 3, 1)));
    }
}
