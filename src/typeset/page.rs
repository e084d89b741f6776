//! Cuts a galley into pages of whole rows.

use std::ops::Range;

use super::{Galley, Line, LineKind};
use crate::document::Place;

/// On pages with fewer rows than this the empty rows above a title are left out: they would take a sixth of the page.
const LEAST_ROWS_FOR_SINK: usize = 18;

/// The pages of a galley: ranges of its lines.
///
/// Between two pages only blank rows are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    ranges: Vec<Range<usize>>,
}

impl Pages {
    /// How many there are; at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ranges.len().max(1)
    }

    /// The lines of a page, as indices into the galley; empty past the last page.
    #[must_use]
    pub fn lines(&self, page: usize) -> Range<usize> {
        self.ranges.get(page).cloned().unwrap_or(0..0)
    }

    /// The page that shows a place.
    #[must_use]
    pub fn page_of(&self, galley: &Galley, place: Place) -> usize {
        let line = galley.line_at(place);
        self.ranges.partition_point(|range| range.start <= line).saturating_sub(1)
    }

    /// Where the words of a page begin.
    #[must_use]
    pub fn place_of(&self, galley: &Galley, page: usize) -> Place {
        let page = page.min(self.count() - 1);
        galley.lines[self.lines(page)]
            .iter()
            .find(|line| !line.is_blank())
            .map_or_else(Place::default, |line| line.place)
    }
}

/// Cuts a galley into pages of `rows` rows, at least one.
///
/// No page ends with a title, with a paragraph's first line or before its last, where the rows allow it.
#[must_use]
pub fn paginate(galley: &Galley, rows: u16) -> Pages {
    let lines = &galley.lines;
    let rows = usize::from(rows.max(1));
    let mut ranges = Vec::new();
    let mut start = page_top(lines, 0, rows);
    while start < lines.len() {
        let end = page_end(lines, start, rows);
        ranges.push(start..end);
        start = page_top(lines, end, rows);
    }
    Pages { ranges }
}

/// The first line of the page that begins at or after `from`: blank rows vanish at a page's top, the room above a
/// scene's title stays where there is enough.
fn page_top(lines: &[Line], from: usize, rows: usize) -> usize {
    let dropped = |line: &Line| match line.kind {
        LineKind::Blank => true,
        LineKind::Sink => rows < LEAST_ROWS_FOR_SINK,
        _ => false,
    };
    from + lines[from..].iter().take_while(|line| dropped(line)).count()
}

/// One past the last line of the page that begins at `start`.
fn page_end(lines: &[Line], start: usize, rows: usize) -> usize {
    let full = (start + rows).min(lines.len());
    let forced = lines[start + 1..full].iter().position(|line| line.new_page);
    if let Some(forced) = forced {
        return start + 1 + forced;
    }
    if full == lines.len() {
        return full;
    }
    // A page less than two thirds full hurts more than a widow does.
    let least = start + (rows * 2).div_ceil(3).max(1);
    (least..=full).rev().find(|end| may_end(lines, *end)).unwrap_or(full)
}

/// Whether a page may end before the line `end`.
fn may_end(lines: &[Line], end: usize) -> bool {
    let next = &lines[end];
    if next.new_page {
        return true;
    }
    let Some(last) = lines[..end].iter().rev().find(|line| !line.is_blank()) else { return true };
    let orphan = last.first && !last.last && lines[end - 1].is_blank() == next.is_blank();
    let widow = next.last && !next.first;
    !(last.keeps_next() || orphan || widow)
}

#[cfg(test)]
mod tests;
