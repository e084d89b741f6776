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
    let mut cutter = Cutter { lines, rows: usize::from(rows.max(1)), least: Vec::new(), ranges: Vec::new() };
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
    pub(super) const LEAST_LAST: usize = 4;
}

fn rows_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

struct Cutter<'a> {
    lines: &'a [Line],
    rows: usize,
    /// For each line of a section, the least cost of pages that end before it, and where the last of them begins.
    least: Vec<(u32, usize)>,
    ranges: Vec<Range<usize>>,
}

impl Cutter<'_> {
    fn section(&mut self, section: Range<usize>) {
        self.least.clear();
        self.least.resize(section.len() + 1, (u32::MAX, section.start));
        self.least[0].0 = 0;
        for end in section.clone() {
            let before = self.least[end - section.start].0;
            if before < u32::MAX {
                self.pages_from(&section, end, before);
            }
        }
        let old = self.ranges.len();
        let mut end = section.end;
        while end > section.start {
            let (_, start) = self.least[end - section.start];
            let top = self.top(start, section.end);
            if top < end {
                self.ranges.push(top..end);
            }
            end = start;
        }
        self.ranges[old..].reverse();
    }

    /// Tries all pages that begin at or after `start`; those before it cost `before`.
    fn pages_from(&mut self, section: &Range<usize>, start: usize, before: u32) {
        let top = self.top(start, section.end);
        let full = (top + self.rows).min(section.end);
        for end in (top + 1).min(section.end)..=full {
            let total = before.saturating_add(self.cost(top..end, section.end));
            let least = &mut self.least[end - section.start];
            // Of equals the one whose last page begins first: pages fill from the front.
            if total < least.0 {
                *least = (total, start);
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

    /// What a page costs in a section that ends at `end`.
    fn cost(&self, page: Range<usize>, end: usize) -> u32 {
        let used = self.lines[page.clone()].iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
        if used == 0 && page.start < page.end {
            return cost::EMPTY;
        }
        if page.end == end {
            let missing = cost::LEAST_LAST.min(self.rows).saturating_sub(used);
            return if page.start == page.end { 0 } else { cost::SPARSE * rows_of(missing) };
        }
        rows_of(self.rows - used).pow(2) + self.end_cost(page.end)
    }

    /// What a page's end before the line `end` costs.
    fn end_cost(&self, end: usize) -> u32 {
        let next = &self.lines[end];
        let Some(last) = self.lines[..end].iter().rev().find(|line| !line.is_blank()) else { return 0 };
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
