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
/// Of all ways to cut a section (what stands between two forced page tops) the one is taken whose pages are least short,
/// by squares, among those on which no page ends with a title, with a paragraph's first line or before its last. Where
/// the rows allow no such way, the least bad one is taken.
#[must_use]
pub fn paginate(galley: &Galley, rows: u16) -> Pages {
    let lines = &galley.lines;
    let mut cutter = Cutter { lines, rows: usize::from(rows.max(1)), ends: Vec::new(), ranges: Vec::new() };
    let mut start = 0;
    while start < lines.len() {
        let rest = &lines[start + 1..];
        let end = start + 1 + rest.iter().position(|line| line.new_page).unwrap_or(rest.len());
        cutter.section(start..end);
        start = end;
    }
    Pages { ranges: cutter.ranges }
}

/// What a page's end costs, in squared rows.
mod cost {
    /// A page with nothing on it, which no other fault is worth.
    pub(super) const EMPTY: u32 = 10_000_000;
    /// A title at a page's foot: worse than any page left empty.
    pub(super) const STRANDED: u32 = 100_000;
    /// An orphan or a widow: worse than a page half empty.
    pub(super) const ALONE: u32 = 2_000;
    /// A word broken over the turn of a page: as bad as three empty rows.
    pub(super) const HYPHEN: u32 = 9;
    /// Each line that a section's last page has less than four: two rows there look like a mistake.
    pub(super) const SPARSE: u32 = 40;
    /// The lines that a section's last page should have.
    pub(super) const LEAST_LAST: u32 = 4;
}

/// What is known of ending a page before a line.
#[derive(Debug, Clone, Copy)]
struct End {
    /// The blank rows right before it, which would be a page's foot.
    blanks: u32,
    /// What it costs apart from the page's shortness.
    cost: u32,
    /// The least cost of pages that end here.
    least: u32,
    /// Where the last of them begins.
    start: usize,
}

struct Cutter<'a> {
    lines: &'a [Line],
    rows: usize,
    /// For each line of a section, and past its last.
    ends: Vec<End>,
    ranges: Vec<Range<usize>>,
}

impl Cutter<'_> {
    fn section(&mut self, section: Range<usize>) {
        self.judge_ends(&section);
        for end in section.clone() {
            let before = self.ends[end - section.start].least;
            if before < u32::MAX {
                self.pages_from(&section, end, before);
            }
        }
        let old = self.ranges.len();
        let mut end = section.end;
        while end > section.start {
            let start = self.ends[end - section.start].start;
            let top = self.top(start, section.end);
            if top < end {
                self.ranges.push(top..end);
            }
            end = start;
        }
        self.ranges[old..].reverse();
    }

    fn judge_ends(&mut self, section: &Range<usize>) {
        self.ends.clear();
        let mut blanks = 0;
        for end in section.start..=section.end {
            let cost = if end < section.end { self.end_cost(section.start, end) } else { 0 };
            self.ends.push(End { blanks, cost, least: u32::MAX, start: section.start });
            blanks = if self.lines.get(end).is_some_and(Line::is_blank) { blanks + 1 } else { 0 };
        }
        self.ends[0].least = 0;
    }

    /// Tries all pages that begin at or after `start`; those before it cost `before`.
    fn pages_from(&mut self, section: &Range<usize>, start: usize, before: u32) {
        let top = self.top(start, section.end);
        if top == section.end {
            // Nothing but blank rows is left: they need no page.
            let last = &mut self.ends[section.len()];
            if before < last.least {
                (last.least, last.start) = (before, start);
            }
            return;
        }
        let full = (top + self.rows).min(section.end);
        let rows = u32::try_from(self.rows).unwrap_or(u32::MAX);
        // A page less than half full is never worth it where it may be fuller, and at a section's end it is the last.
        let least = if full == section.end { top + 1 } else { top + self.rows.div_ceil(2) };
        let ends = &mut self.ends[least - section.start..=full - section.start];
        for (end, height) in ends.iter_mut().zip(u32::try_from(least - top).unwrap_or(1)..) {
            let used = height.saturating_sub(end.blanks);
            let short = rows - used;
            // Where a section ends its page may be short, but not all but empty.
            let at_end = top + height as usize == section.end;
            let missing = cost::LEAST_LAST.min(rows).saturating_sub(used);
            let depth = if at_end { cost::SPARSE * missing } else { short * short };
            let empty = if used == 0 { cost::EMPTY } else { 0 };
            let total = before.saturating_add(depth + empty + end.cost);
            // Of equals the one whose last page begins first: pages fill from the front.
            if total < end.least {
                (end.least, end.start) = (total, start);
            }
        }
    }

    /// The first line of a page that begins at or after `from`: blank rows vanish at a page's top, the room above a
    /// scene's title stays where there is enough.
    fn top(&self, from: usize, end: usize) -> usize {
        let dropped = |line: &&Line| match line.kind {
            LineKind::Blank => true,
            LineKind::Sink => self.rows < LEAST_ROWS_FOR_SINK,
            _ => false,
        };
        from + self.lines[from..end].iter().take_while(dropped).count()
    }

    /// What a page's end before the line `end` costs, in a section that begins at `start`.
    fn end_cost(&self, start: usize, end: usize) -> u32 {
        let next = &self.lines[end];
        let Some(last) = self.lines[start..end].iter().rev().find(|line| !line.is_blank()) else { return 0 };
        let parted = self.lines[end - 1].is_blank() || next.is_blank();
        let orphan = last.first && !last.last && !parted;
        let widow = next.last && !next.first && !parted;
        let stranded = last.keeps_next();
        u32::from(stranded) * cost::STRANDED
            + (u32::from(orphan) + u32::from(widow)) * cost::ALONE
            + u32::from(last.hyphen) * cost::HYPHEN
    }
}

#[cfg(test)]
mod tests;
