//! Cuts the lines of a quire into pages of whole rows.
//!
//! A *section* is what stands between two forced page tops. Of all ways to cut it, a dynamic program takes the
//! cheapest: the one whose pages are least short, by the sum of squares, and on which no page ends with a title, with a
//! paragraph's first line, or before its last. If the rows allow no such way, the least bad one is taken. Where pages
//! face each other, a spread is one step of the program, so that its two pages can have the same depth.
//!
//! Costs are squared rows in sixteenths. For example, take a page of 40 rows that ends two rows early to avoid an
//! orphan. It costs 16 · 2² = 64, and the orphan would cost 32,000, so it ends early.
//!
//! A page that lacks a row may ask for a paragraph to be set a line longer. No paragraph is set a line shorter, since
//! optimal lines are almost always as few as they can be: of the 11,635 paragraphs of a novel, 60 could lose one.

use std::ops::Range;

use super::{Leaves, Line, LineKind};

/// On pages with fewer rows than this, the empty rows above a title are left out: they would take a sixth of the page.
const LEAST_ROWS_FOR_SINK: usize = 18;

/// The most rows that a page may lack where the story goes on. It is more than a title and its room take, so that some
/// end is always found among them.
const SHORTEST: usize = 11;

/// The costs of a page's end, in sixteenths of a squared row. So there is room below the cost of an empty row for that
/// of a longer paragraph.
mod cost {
    /// An empty row; several on a page cost their square.
    pub(super) const ROW: u32 = 16;
    /// A page with nothing on it. No other fault is worth it.
    pub(super) const EMPTY: u32 = 100_000_000;
    /// A title at a page's foot: worse than a page that lacks every row.
    pub(super) const STRANDED: u32 = 1_600_000;
    /// An orphan or a widow: as bad as 45 empty rows, so a page is left short instead, by as much as it may be.
    pub(super) const ALONE: u32 = 32_000;
    /// A word broken over the turn of a page: as bad as five empty rows, so that it happens only where a page would be
    /// torn.
    pub(super) const HYPHEN: u32 = 24 * ROW;
    /// Each line by which a section's last page has fewer than four. Two rows there look like a mistake.
    pub(super) const SPARSE: u32 = 40 * ROW;
    /// The lines that a section's last page should have.
    pub(super) const LEAST_LAST: u32 = 4;
    /// A row by which facing pages differ; several cost their square. The eye sees it more than a short spread.
    pub(super) const UNEQUAL: u32 = 2 * ROW;
    /// An empty right page on the last spread of a quire after which the story goes on.
    pub(super) const HALF_SPREAD: u32 = EMPTY;
}

/// A paragraph that may be set a line longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Elastic {
    /// All of its lines.
    pub(super) lines: Range<usize>,
    /// The cost of the line more: less than that of an empty row.
    pub(super) price: u32,
}

/// A page: its lines, and the index of the elastic paragraph that should be a line longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) lines: Range<usize>,
    pub(super) longer: Option<usize>,
}

/// Cuts lines into pages. Only blank rows are left out between two pages. `open` says that the story goes on after the
/// lines in mid-flow, so that the last page must be as full as any other.
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

/// The facts about a page's end before some line, whatever the page's start.
#[derive(Debug, Clone, Copy)]
struct Foot {
    /// The blank rows right before the line, which would stand at the page's foot.
    blanks: u32,
    /// The cost of the end, without that of a short page.
    cost: u32,
    /// The index of the first elastic paragraph that begins at the line or after it.
    elastic: u32,
}

/// The cheapest way to a point: to a page's end, or to a spread's where pages face each other.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// The cost of all pages up to the point.
    total: u64,
    /// The start of the last page, or of the left page of the last spread.
    start: usize,
    /// The end of that page. It is the point itself, except on a spread.
    middle: usize,
}

/// The way to a point that no way reaches.
const UNREACHED: Way = Way { total: u64::MAX, start: 0, middle: 0 };

/// A possible end of a page, as seen from its start.
#[derive(Debug, Clone, Copy)]
struct PageStep {
    end: usize,
    /// Its rows, with the line that a longer paragraph gives it.
    used: u32,
    cost: u32,
}

/// A cost above that of any page.
const NEVER: u32 = u32::MAX / 4;

/// The lines between two forced page tops, and whether the story goes on after them in mid-flow.
#[derive(Debug, Clone, Copy)]
struct Section {
    start: usize,
    end: usize,
    open: bool,
}

/// The cutter. It keeps its lists from section to section.
struct Cutter<'a> {
    lines: &'a [Line],
    rows: usize,
    facing: bool,
    elastic: &'a [Elastic],
    /// The foot before each line of the section, and the one past its last.
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

    /// Finds the cheapest ways where each page stands alone. Returns an unreached way: there are no spreads to leave
    /// half full.
    fn singles(&self, section: Section, ways: &mut [Way]) -> Way {
        for start in section.start..section.end {
            self.single(section, start, ways);
        }
        UNREACHED
    }

    /// Adds the ways whose last page begins at `start` and stands alone.
    fn single(&self, section: Section, start: usize, ways: &mut [Way]) {
        let before = ways[start - section.start].total;
        if before < u64::MAX {
            self.pages_from(section, start, |step| {
                let total = before + u64::from(step.cost);
                reach(&mut ways[step.end - section.start], Way { total, start, middle: step.end });
            });
        }
    }

    /// Finds the cheapest ways where pages face each other. Returns the one whose last spread has a left page only.
    fn spreads(&self, section: Section, ways: &mut [Way]) -> Way {
        let mut half = UNREACHED;
        let mut steps: Vec<PageStep> = Vec::new();
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
                    reach(&mut half, Way { total: total + u64::from(unused), start, middle: left.end });
                    continue;
                }
                for right in &steps[ranges[left.end - section.start].clone()] {
                    let free = right.end == section.end && !section.open;
                    let uneven = if free { 0 } else { left.used.abs_diff(right.used) };
                    let total = total + u64::from(right.cost + cost::UNEQUAL * uneven * uneven);
                    reach(&mut ways[right.end - section.start], Way { total, start, middle: left.end });
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
        // Blank rows at a foot are dropped.
        let last = end - self.feet[end - section.start].blanks as usize;
        if top < last {
            let free = end == section.end && !section.open;
            let longer = if free { None } else { self.longer(top, end, last - top) };
            self.pages.push(Page { lines: top..last, longer });
        }
    }

    /// Returns the paragraph that a page asks to be longer, if that helps it: the cheapest, and of equals the first.
    fn longer(&self, top: usize, end: usize, used: usize) -> Option<usize> {
        let inside = |paragraph: &&Elastic| paragraph.lines.start >= top && paragraph.lines.end <= end;
        let first = self.elastic.partition_point(|paragraph| paragraph.lines.start < top);
        let all = self.elastic[first..].iter().take_while(inside).enumerate();
        let (price, nth) = all.map(|(nth, paragraph)| (paragraph.price, first + nth)).min()?;
        (self.page_cost(rows(used), price) < self.page_cost(rows(used), NEVER)).then_some(nth)
    }

    /// Finds the foot before each line of a section.
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

    /// Calls `found` with each page that begins at or after `from`, by its end.
    #[inline]
    fn pages_from(&self, section: Section, from: usize, mut found: impl FnMut(PageStep)) {
        let top = self.top(from, section.end);
        if top == section.end {
            // Only blank rows are left, which need no page.
            return found(PageStep { end: section.end, used: 0, cost: 0 });
        }
        // A page may reach one row further, since that row may be a blank one at its foot.
        let full = (top + self.rows + 1).min(section.end);
        // A page that is less than half full is never worth it if it may be fuller. If the end of the section is in
        // reach, it is the last page, and any length is tried.
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
                // The last page of a section may be short, but not almost empty.
                let missing = cost::LEAST_LAST.min(limit).saturating_sub(used);
                found(PageStep { end, used, cost: cost::SPARSE * missing + if used == 0 { cost::EMPTY } else { 0 } });
                continue;
            }
            let plain = self.page_cost(used, NEVER);
            // A page that lacks no row needs no longer paragraph.
            if price < plain {
                let longer = self.page_cost(used, price);
                if longer < plain {
                    found(PageStep { end, used: used + 1, cost: longer + foot.cost });
                    continue;
                }
            }
            found(PageStep { end, used, cost: plain + foot.cost });
        }
    }

    /// Returns the cost of a page by its rows, without that of its end. A paragraph may give it a line more at a price;
    /// [`NEVER`] says that none does.
    #[inline]
    fn page_cost(&self, used: u32, price: u32) -> u32 {
        let missing = rows(self.rows) - used;
        if price < NEVER && missing > 0 {
            return cost::ROW * (missing - 1) * (missing - 1) + price;
        }
        if used == 0 { cost::EMPTY } else { cost::ROW * missing * missing }
    }

    /// Returns the first line of a page that begins at or after `from`. Blank rows vanish at a page's top. The sink
    /// above a scene's title stays if there are rows enough.
    fn top(&self, from: usize, end: usize) -> usize {
        let dropped = |line: &&Line| match line.kind {
            LineKind::Blank => true,
            LineKind::Sink => self.rows < LEAST_ROWS_FOR_SINK,
            _ => false,
        };
        from + self.lines[from..end].iter().take_while(dropped).count()
    }

    /// Returns the cost of a page's end before the line `end`, in a section that begins at `start`.
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

/// Keeps a way if it is cheaper. Of equal ways, the first one stays, whose last page begins first: pages fill from the
/// front.
#[inline]
fn reach(known: &mut Way, way: Way) {
    if way.total < known.total {
        *known = way;
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
