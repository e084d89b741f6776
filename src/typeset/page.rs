//! Cuts the lines of a quire into pages of whole rows.
//!
//! Of all ways to cut a section (what stands between two forced page tops) the one is taken whose pages are least short,
//! by squares, among those on which no page ends with a title, with a paragraph's first line or before its last. Where
//! the rows allow no such way, the least bad one is taken. A page that would lack a row may ask for a paragraph to be
//! set a line longer, and one with a row too many for one to be set a line shorter; facing pages have the same depth.

use std::ops::Range;

use super::{Leaves, Line, LineKind};

/// On pages with fewer rows than this the empty rows above a title are left out: they would take a sixth of the page.
const LEAST_ROWS_FOR_SINK: usize = 18;

/// How many rows a page of a spread may be short: more than a title and its room take, so that some way is always found
/// among some hundred pairs of ends.
const SHORTEST_FACING: usize = 9;

/// What a page's end costs, in sixteenths of a squared row: what is spent on a paragraph is less than an empty row.
mod cost {
    /// An empty row, squared with its like.
    pub(super) const ROW: u32 = 16;
    /// A page with nothing on it, which no other fault is worth.
    pub(super) const EMPTY: u32 = 100_000_000;
    /// A title at a page's foot: worse than any page left empty.
    pub(super) const STRANDED: u32 = 1_600_000;
    /// An orphan or a widow: worse than a page half empty.
    pub(super) const ALONE: u32 = 32_000;
    /// A word broken over the turn of a page: as bad as three empty rows.
    pub(super) const HYPHEN: u32 = 9 * ROW;
    /// Each line that a section's last page has less than four: two rows there look like a mistake.
    pub(super) const SPARSE: u32 = 40 * ROW;
    /// The lines that a section's last page should have.
    pub(super) const LEAST_LAST: u32 = 4;
    /// A row by which facing pages differ, squared with its like: the eye sees it more than a short spread.
    pub(super) const UNEQUAL: u32 = 2 * ROW;
    /// A quire that goes on and yet leaves the right page of its last spread empty.
    pub(super) const HALF_SPREAD: u32 = EMPTY;
}

/// A paragraph that may be set longer or shorter by a line, and what that costs; `None` where it can't be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Elastic {
    /// Its lines.
    pub(super) lines: Range<usize>,
    /// The price of a line more, less than an empty row.
    pub(super) longer: Option<u32>,
    /// The price of a line less.
    pub(super) shorter: Option<u32>,
}

/// A change that a page asks of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// The index of the elastic paragraph.
    pub(super) paragraph: usize,
    /// A line more, or else a line less.
    pub(super) longer: bool,
}

/// A page: its lines, and the change that makes them fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) lines: Range<usize>,
    pub(super) fit: Option<Fit>,
}

/// Cuts lines into pages. `open` says that the story goes on after them in mid-flow, so that the last page has to be as
/// full as any. Between two pages only blank rows are left out.
pub(super) fn cut(lines: &[Line], leaves: Leaves, elastic: &[Elastic], open: bool) -> Vec<Page> {
    let mut cutter = Cutter {
        lines,
        rows: usize::from(leaves.rows.max(1)),
        facing: leaves.facing,
        elastic,
        ends: Vec::new(),
        pages: Vec::new(),
    };
    let mut start = 0;
    while start < lines.len() {
        let rest = &lines[start + 1..];
        let end = start + 1 + rest.iter().position(|line| line.new_page).unwrap_or(rest.len());
        cutter.section(start..end, open && end == lines.len());
        start = end;
    }
    cutter.pages
}

/// What is known of ending a page before a line.
#[derive(Debug, Clone, Copy)]
struct End {
    /// The blank rows right before it, which would be a page's foot.
    blanks: usize,
    /// What it costs apart from the page's shortness.
    cost: u32,
    /// The cheapest way to end a page here, or a spread where pages face each other.
    way: Way,
}

/// How a point was reached.
#[derive(Debug, Clone, Copy)]
struct Way {
    total: u64,
    /// Where the last page, or the left page of the last spread, begins.
    start: usize,
    first: Step,
    /// The right page of a spread.
    second: Option<Step>,
}

const UNREACHED: Way =
    Way { total: u64::MAX, start: 0, first: Step { end: 0, used: 0, cost: 0, fit: None }, second: None };

/// One page from a known start.
#[derive(Debug, Clone, Copy)]
struct Step {
    end: usize,
    /// Its rows, once its paragraph fits.
    used: usize,
    cost: u32,
    fit: Option<Fit>,
}

struct Cutter<'a> {
    lines: &'a [Line],
    rows: usize,
    facing: bool,
    elastic: &'a [Elastic],
    /// For each line of a section, and past its last.
    ends: Vec<End>,
    pages: Vec<Page>,
}

impl Cutter<'_> {
    fn section(&mut self, section: Range<usize>, open: bool) {
        self.judge_ends(&section);
        // The way that leaves a spread half done, which only a section's end may.
        let mut half = UNREACHED;
        let mut steps = (Vec::new(), Vec::new());
        for at in section.clone() {
            let before = self.ends[at - section.start].way.total;
            if before == u64::MAX {
                continue;
            }
            let begins_right = self.facing && at == section.start && self.pages.len() % 2 == 1;
            self.steps(&section, (at, open), &mut steps.0);
            for first in &steps.0 {
                let total = before + u64::from(first.cost);
                let way = Way { total, start: at, first: *first, second: None };
                if !self.facing || begins_right || first.used == 0 {
                    self.reach(&section, first.end, way);
                    continue;
                }
                if first.end == section.end {
                    let total = total + if open { u64::from(cost::HALF_SPREAD) } else { 0 };
                    if total < half.total {
                        half = Way { total, ..way };
                    }
                    continue;
                }
                self.steps(&section, (first.end, open), &mut steps.1);
                for second in &steps.1 {
                    let uneven = first.used.abs_diff(second.used);
                    let free = second.end == section.end && !open;
                    let uneven = if free { 0 } else { cost::UNEQUAL * rows(uneven * uneven) };
                    let total = total + u64::from(second.cost + uneven);
                    self.reach(&section, second.end, Way { total, second: Some(*second), ..way });
                }
            }
        }
        self.trace(&section, half);
    }

    /// Remembers a way if it is the cheapest. Of equals the one whose last page begins first: pages fill from the front.
    fn reach(&mut self, section: &Range<usize>, end: usize, way: Way) {
        let known = &mut self.ends[end - section.start].way;
        if way.total < known.total {
            *known = way;
        }
    }

    /// Adds the pages of the cheapest way through a section.
    fn trace(&mut self, section: &Range<usize>, half: Way) {
        let old = self.pages.len();
        let mut way = self.ends[section.len()].way;
        if half.total < way.total {
            way = half;
        }
        loop {
            let mut starts = [Some((way.start, way.first)), way.second.map(|second| (way.first.end, second))];
            starts.reverse();
            for (start, step) in starts.into_iter().flatten() {
                let top = self.top(start, section.end);
                // Blank rows at a foot are nothing's room.
                let end = step.end - self.ends[step.end - section.start].blanks;
                if top < end {
                    self.pages.push(Page { lines: top..end, fit: step.fit });
                }
            }
            if way.start == section.start {
                break;
            }
            way = self.ends[way.start - section.start].way;
        }
        self.pages[old..].reverse();
    }

    fn judge_ends(&mut self, section: &Range<usize>) {
        self.ends.clear();
        let mut blanks = 0;
        for end in section.start..=section.end {
            let cost = if end < section.end { self.end_cost(section.start, end) } else { 0 };
            self.ends.push(End { blanks, cost, way: UNREACHED });
            blanks = if self.lines.get(end).is_some_and(Line::is_blank) { blanks + 1 } else { 0 };
        }
        self.ends[0].way.total = 0;
    }

    /// All pages that begin at or after `from`, into `steps`.
    fn steps(&self, section: &Range<usize>, (from, open): (usize, bool), steps: &mut Vec<Step>) {
        steps.clear();
        let top = self.top(from, section.end);
        if top == section.end {
            // Nothing but blank rows is left: they need no page.
            return steps.push(Step { end: section.end, used: 0, cost: 0, fit: None });
        }
        // A row too many is for a paragraph that can be a line shorter.
        let full = (top + self.rows + 1).min(section.end);
        // A page less than half full is never worth it where it may be fuller, and at a section's end it is the last.
        let half = self.rows.div_ceil(2);
        let least = if self.facing { half.max(self.rows.saturating_sub(SHORTEST_FACING)) } else { half };
        let least = if full == section.end { top + 1 } else { top + least };
        let mut next = self.elastic.partition_point(|paragraph| paragraph.lines.start < top);
        let (mut longer, mut shorter) = (None, None);
        for end in least..=full {
            while let Some(paragraph) = self.elastic.get(next).filter(|paragraph| paragraph.lines.end <= end) {
                longer = cheaper(longer, paragraph.longer.map(|price| (price, next)));
                shorter = cheaper(shorter, paragraph.shorter.map(|price| (price, next)));
                next += 1;
            }
            let known = self.ends[end - section.start];
            let used = (end - top).saturating_sub(known.blanks);
            let at_end = end == section.end && !open;
            if let Some(step) = self.step(used, at_end, (longer, shorter)) {
                steps.push(Step { end, cost: step.cost + known.cost, ..step });
            }
        }
    }

    /// A page of so many rows, its end not yet priced.
    fn step(&self, used: usize, at_end: bool, elastic: (Option<Price>, Option<Price>)) -> Option<Step> {
        if used > self.rows {
            let (price, paragraph) = elastic.1.filter(|_| used == self.rows + 1)?;
            let fit = Some(Fit { paragraph, longer: false });
            return Some(Step { end: 0, used: self.rows, cost: price, fit });
        }
        let empty = if used == 0 { cost::EMPTY } else { 0 };
        if at_end {
            // Where a section ends its page may be short, but not all but empty.
            let missing = cost::LEAST_LAST.min(rows(self.rows)).saturating_sub(rows(used));
            return Some(Step { end: 0, used, cost: cost::SPARSE * missing + empty, fit: None });
        }
        let short = |used: usize| cost::ROW * rows((self.rows - used) * (self.rows - used));
        let plain = Step { end: 0, used, cost: short(used) + empty, fit: None };
        let (Some((price, paragraph)), true) = (elastic.0, used < self.rows) else { return Some(plain) };
        let longer = short(used + 1) + price;
        if longer >= plain.cost {
            return Some(plain);
        }
        Some(Step { end: 0, used: used + 1, cost: longer, fit: Some(Fit { paragraph, longer: true }) })
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

/// A price and the elastic paragraph that asks it.
type Price = (u32, usize);

fn cheaper(best: Option<Price>, next: Option<Price>) -> Option<Price> {
    [best, next].into_iter().flatten().min()
}

fn rows(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
