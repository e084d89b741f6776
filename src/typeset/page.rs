//! Cuts the lines of a quire into pages of whole rows.
//!
//! Of all ways to cut a section (what stands between two forced page tops) the one is taken whose pages are least short,
//! by squares, among those on which no page ends with a title, with a paragraph's first line or before its last. Where
//! the rows allow no such way, the least bad one is taken. A page that would lack a row may ask for a paragraph to be
//! set a line longer; facing pages have the same depth.
//!
//! None is set a line shorter. Optimal lines are as few as they can be almost always: of the 11,635 paragraphs of a novel,
//! 60 could lose one.

use std::ops::Range;

use super::{Leaves, Line, LineKind};

/// On pages with fewer rows than this the empty rows above a title are left out: they would take a sixth of the page.
const LEAST_ROWS_FOR_SINK: usize = 18;

/// The rows that a page may be short where the story goes on: more than a title and its room take, so that some end is always
/// found among them.
const SHORTEST: usize = 11;

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
    /// A word broken over the turn of a page: as bad as five empty rows, so that it happens only where a page would be torn.
    pub(super) const HYPHEN: u32 = 24 * ROW;
    /// Each line that a section's last page has less than four: two rows there look like a mistake.
    pub(super) const SPARSE: u32 = 40 * ROW;
    /// The lines that a section's last page should have.
    pub(super) const LEAST_LAST: u32 = 4;
    /// A row by which facing pages differ, squared with its like: the eye sees it more than a short spread.
    pub(super) const UNEQUAL: u32 = 2 * ROW;
    /// A quire that goes on and yet leaves the right page of its last spread empty.
    pub(super) const HALF_SPREAD: u32 = EMPTY;
}

/// A paragraph that may be set a line longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Elastic {
    /// Its lines.
    pub(super) lines: Range<usize>,
    /// What that costs: less than an empty row.
    pub(super) price: u32,
}

/// A page: its lines, and the index of the elastic paragraph that is to be a line longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) lines: Range<usize>,
    pub(super) longer: Option<usize>,
}

/// Cuts lines into pages. `open` says that the story goes on after them in mid-flow, so that the last page has to be as
/// full as any. Between two pages only blank rows are left out.
pub(super) fn cut(lines: &[Line], leaves: Leaves, elastic: &[Elastic], open: bool) -> Vec<Page> {
    let mut cutter = Cutter {
        lines,
        rows: usize::from(leaves.rows.max(1)),
        facing: leaves.facing,
        elastic,
        feet: Vec::new(),
        ways: Vec::new(),
        pages: Vec::new(),
    };
    let mut start = 0;
    while start < lines.len() {
        let rest = &lines[start + 1..];
        let end = start + 1 + rest.iter().position(|line| line.new_page).unwrap_or(rest.len());
        cutter.section(Section { start, end, open: open && end == lines.len() });
        start = end;
    }
    cutter.pages
}

/// What is known of ending a page before a line.
#[derive(Debug, Clone, Copy)]
struct Foot {
    /// The blank rows right before the line, which would be a page's foot.
    blanks: u32,
    /// What it costs apart from the page's shortness.
    cost: u32,
    /// The first elastic paragraph that begins at the line or after it.
    elastic: u32,
}

/// The cheapest way to a point: to a page's end, or a spread's where pages face each other.
#[derive(Debug, Clone, Copy)]
struct Way {
    total: u64,
    /// Where the last page, or the left page of the last spread, begins.
    start: usize,
    /// Where that page ends; the same as the point unless it is a spread.
    middle: usize,
}

const UNREACHED: Way = Way { total: u64::MAX, start: 0, middle: 0 };

/// A page's end, as seen from its start.
#[derive(Debug, Clone, Copy)]
struct Step {
    end: usize,
    /// Its rows, once its paragraphs fit.
    used: u32,
    cost: u32,
}

/// More than any page costs.
const NEVER: u32 = u32::MAX / 4;

/// The lines between two forced page tops, and whether the story goes on after them in mid-flow.
#[derive(Debug, Clone, Copy)]
struct Section {
    start: usize,
    end: usize,
    open: bool,
}

struct Cutter<'a> {
    lines: &'a [Line],
    rows: usize,
    facing: bool,
    elastic: &'a [Elastic],
    /// For each line of a section, and past its last.
    feet: Vec<Foot>,
    ways: Vec<Way>,
    pages: Vec<Page>,
}

impl Cutter<'_> {
    fn section(&mut self, section: Section) {
        self.judge_feet(section);
        let mut ways = std::mem::take(&mut self.ways);
        ways.clear();
        ways.resize(section.end - section.start + 1, UNREACHED);
        ways[0].total = 0;
        // The way that leaves a spread half done, which only a section's end may.
        let half = if self.facing { self.spreads(section, &mut ways) } else { self.singles(section, &mut ways) };
        self.trace(section, &ways, half);
        self.ways = ways;
    }

    /// Finds the cheapest ways where each page stands alone.
    fn singles(&self, section: Section, ways: &mut [Way]) -> Way {
        for start in section.start..section.end {
            self.single(section, start, ways);
        }
        UNREACHED
    }

    fn single(&self, section: Section, start: usize, ways: &mut [Way]) {
        let before = ways[start - section.start].total;
        if before < u64::MAX {
            self.pages_from(section, start, |step| {
                reach(&mut ways[step.end - section.start], before + u64::from(step.cost), (start, step.end));
            });
        }
    }

    /// Finds the cheapest ways where pages face each other; the one whose last spread has a left page only.
    fn spreads(&self, section: Section, ways: &mut [Way]) -> Way {
        let mut half = UNREACHED;
        let mut steps: Vec<Step> = Vec::new();
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(ways.len());
        for start in section.start..section.end {
            let first = steps.len();
            self.pages_from(section, start, |step| steps.push(step));
            ranges.push(first..steps.len());
        }
        let begins_right = self.pages.len() % 2 == 1;
        for (n, range) in ranges.iter().enumerate() {
            let (start, before) = (section.start + n, ways[n].total);
            if before == u64::MAX {
                continue;
            }
            if n == 0 && begins_right {
                self.single(section, start, ways);
                continue;
            }
            for left in &steps[range.clone()] {
                let total = before + u64::from(left.cost);
                if left.end == section.end {
                    let unused = if section.open { cost::HALF_SPREAD } else { 0 };
                    reach(&mut half, total + u64::from(unused), (start, left.end));
                    continue;
                }
                for right in &steps[ranges[left.end - section.start].clone()] {
                    let free = right.end == section.end && !section.open;
                    let uneven = if free { 0 } else { left.used.abs_diff(right.used) };
                    let total = total + u64::from(right.cost + cost::UNEQUAL * uneven * uneven);
                    reach(&mut ways[right.end - section.start], total, (start, left.end));
                }
            }
        }
        half
    }

    /// Adds the pages of the cheapest way through a section.
    fn trace(&mut self, section: Section, ways: &[Way], half: Way) {
        let old = self.pages.len();
        let mut end = section.end;
        let mut way = ways[end - section.start];
        if half.total < way.total {
            way = half;
        }
        loop {
            if way.middle != end {
                self.add_page(section, way.middle, end);
            }
            self.add_page(section, way.start, way.middle);
            if way.start == section.start {
                break;
            }
            end = way.start;
            way = ways[end - section.start];
        }
        self.pages[old..].reverse();
    }

    fn add_page(&mut self, section: Section, start: usize, end: usize) {
        let top = self.top(start, section.end);
        // Blank rows at a foot are nothing's room.
        let last = end - self.feet[end - section.start].blanks as usize;
        if top < last {
            let free = end == section.end && !section.open;
            let longer = if free { None } else { self.longer(top, end, last - top) };
            self.pages.push(Page { lines: top..last, longer });
        }
    }

    /// The paragraph that a page asks to be longer: the cheapest, and of equals the first.
    fn longer(&self, top: usize, end: usize, used: usize) -> Option<usize> {
        let inside = |paragraph: &&Elastic| paragraph.lines.start >= top && paragraph.lines.end <= end;
        let first = self.elastic.partition_point(|paragraph| paragraph.lines.start < top);
        let all = self.elastic[first..].iter().take_while(inside).enumerate();
        let (price, nth) = all.map(|(nth, paragraph)| (paragraph.price, first + nth)).min()?;
        (self.page_cost(rows(used), price) < self.page_cost(rows(used), NEVER)).then_some(nth)
    }

    fn judge_feet(&mut self, section: Section) {
        self.feet.clear();
        let mut blanks = 0;
        let mut elastic = self.elastic.partition_point(|paragraph| paragraph.lines.start < section.start);
        for end in section.start..=section.end {
            while self.elastic.get(elastic).is_some_and(|paragraph| paragraph.lines.start < end) {
                elastic += 1;
            }
            let cost = if end < section.end { self.end_cost(section.start, end) } else { 0 };
            self.feet.push(Foot { blanks, cost, elastic: rows(elastic) });
            blanks = if self.lines.get(end).is_some_and(Line::is_blank) { blanks + 1 } else { 0 };
        }
    }

    /// Tells all pages that begin at or after `from`.
    #[inline]
    fn pages_from(&self, section: Section, from: usize, mut found: impl FnMut(Step)) {
        let top = self.top(from, section.end);
        if top == section.end {
            // Nothing but blank rows is left: they need no page.
            return found(Step { end: section.end, used: 0, cost: 0 });
        }
        // One row more may be a blank one.
        let full = (top + self.rows + 1).min(section.end);
        // A page less than half full is never worth it where it may be fuller, and at a section's end it is the last.
        let least = self.rows.div_ceil(2).max(self.rows.saturating_sub(SHORTEST));
        let least = if full == section.end { top + 1 } else { top + least };
        let mut next = self.feet[top - section.start].elastic as usize;
        let mut inside_at = self.elastic.get(next).map_or(usize::MAX, |paragraph| paragraph.lines.end);
        let mut price = NEVER;
        let limit = rows(self.rows);
        for (end, foot) in (least..=full).zip(&self.feet[least - section.start..]) {
            while inside_at <= end {
                price = price.min(self.elastic[next].price);
                next += 1;
                inside_at = self.elastic.get(next).map_or(usize::MAX, |paragraph| paragraph.lines.end);
            }
            let used = rows(end - top) - foot.blanks.min(rows(end - top));
            if used > limit {
                continue;
            }
            if end == section.end && !section.open {
                // It may be short, but not all but empty.
                let missing = cost::LEAST_LAST.min(limit).saturating_sub(used);
                found(Step { end, used, cost: cost::SPARSE * missing + if used == 0 { cost::EMPTY } else { 0 } });
                continue;
            }
            let plain = self.page_cost(used, NEVER);
            // A page that lacks no row needs none.
            if price < plain {
                let longer = self.page_cost(used, price);
                if longer < plain {
                    found(Step { end, used: used + 1, cost: longer + foot.cost });
                    continue;
                }
            }
            found(Step { end, used, cost: plain + foot.cost });
        }
    }

    /// What a page of so many rows costs, its end left out, where a paragraph gives it a line at a price.
    #[inline]
    fn page_cost(&self, used: u32, price: u32) -> u32 {
        let missing = rows(self.rows) - used;
        if price < NEVER && missing > 0 {
            return cost::ROW * (missing - 1) * (missing - 1) + price;
        }
        if used == 0 { cost::EMPTY } else { cost::ROW * missing * missing }
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

/// Remembers a way if it is cheaper. Of equals the one whose last page begins first: pages fill from the front.
#[inline]
fn reach(known: &mut Way, total: u64, (start, middle): (usize, usize)) {
    if total < known.total {
        *known = Way { total, start, middle };
    }
}

#[inline]
fn rows(n: usize) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "a galley has fewer lines than bytes, which have 32 bits")]
    let rows = n as u32;
    rows
}

#[cfg(test)]
mod tests;
