//! Chooses the ends of a paragraph's lines: the cheapest of all ways, by dynamic programming (Knuth and Plass, 1981).
//!
//! On a grid of cells the cost of a line is the square of its empty cells, so that all figures are integers and the
//! choice is exact. For each point the breaker looks back over the points at which its line could have begun: those
//! within the measure, a window of some twenty. Totals are kept by the number of hyphens in a row, which no ordinary
//! shortest path can price. Predecessors are not stored: the few on the chosen way are found again.

mod narrow;

use super::breaks::Break;
use narrow::Narrow;

/// What line ends cost beside their slack, in squared cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Costs {
    /// A hyphen right under a hyphen.
    pub(super) double_hyphen: u32,
    /// A last line of fewer than `short_last` cells.
    pub(super) runt: u32,
    /// The cells that a last line should have at least.
    pub(super) short_last: u32,
    /// A last line that begins with the rest of a broken word.
    pub(super) hyphen_before_last: u32,
    /// How the empty cells of a line are priced.
    pub(super) fill: Fill,
}

/// What becomes of the empty cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// They stay at its end: they cost their square, and what ends the line is added.
    Ragged,
    /// They widen its blanks. With `r` of them to a blank they cost `(b + p)²` with what ends the line as `p` and a badness
    /// `b` (Knuth and Plass): the eye sees the widest blank of a page, not their sum. See [`badness`].
    Justified,
}

/// How bad a justified line is whose `slack` cells go to its `blanks`.
///
/// Up to a cell more for each blank it is `1 + 100 r³`, as Knuth and Plass have it. Blanks of three cells come at a price that
/// is steeper than any hyphens but three in a row. Beyond them a line can't be justified at all: it stands ragged, and the
/// fuller it is the better, so that each empty cell counts.
fn badness(slack: u64, blanks: u64) -> u64 {
    /// What a blank of three cells is, beyond the worst line without one.
    const THREE_CELLS: u64 = 300;
    /// What a line is that is left ragged, and each of its empty cells. A line of 16,383 cells stays below what totals bear.
    const RAGGED: u64 = 900;
    const EMPTY: u64 = 30;
    /// No line is worse, so that totals of long paragraphs keep within 32 bits.
    const WORST: u64 = 5000;
    match () {
        () if slack == 0 => 1,
        () if slack <= blanks => 1 + 100 * slack.pow(3) / blanks.pow(3),
        () if slack <= 2 * blanks => 101 + THREE_CELLS + 100 * (slack - blanks) / blanks,
        () => (RAGGED + EMPTY * slack).min(WORST),
    }
}

/// The cells that lines have; at most [`WIDEST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// The first line.
    pub(super) first: u32,
    /// The others.
    pub(super) rest: u32,
}

/// The longest line that is set: its square leaves room for a paragraph's total in 32 bits.
pub(super) const WIDEST: u32 = (1 << 14) - 1;

/// More than any way costs: no way leads here. With a line's cost on top it still fits 31 bits.
const UNREACHED: u32 = 1 << 30;

/// A third hyphen in a row costs more than any other way there may be, and less than none.
const TRIPLE_HYPHEN: u32 = 1 << 20;

/// A total at which a paragraph (of tens of megabytes) is set up to here before the rest is begun.
const FULL: u32 = UNREACHED - (WIDEST * WIDEST + 4 * TRIPLE_HYPHEN);

/// By which ways a point was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ways {
    /// By any.
    Any,
    /// By those on which its hyphen is the first in a row.
    OneHyphen,
}

/// The breaker; it keeps its memory from paragraph to paragraph.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    /// The cell that a line from a point must not pass.
    limits: Vec<u32>,
    /// The least total at a point, by any way.
    any: Vec<u32>,
    /// The least total where the point has no hyphen.
    smooth: Vec<u32>,
    /// The least total where the point's hyphen is the first in a row.
    one_hyphen: Vec<u32>,
    /// The first point within the measure of each point, the paragraph's start left out.
    windows: Vec<u32>,
    narrow: Narrow,
    /// For each point the blanks before it at which a line could end; only where they are to be widened.
    blanks: Vec<u32>,
    chosen: Vec<usize>,
}

impl Breaker {
    /// The points at which lines end, in order; the last is the paragraph's end.
    ///
    /// Of ways that cost the same, the one is taken whose last line begins first, and so on back: a tenth of all
    /// paragraphs have ties, and a rule keeps them the same in every run.
    pub(super) fn break_lines(&mut self, breaks: &[Break], room: Room, costs: Costs) -> &[usize] {
        self.chosen.clear();
        let last = breaks.len() - 1;
        let mut from = 0;
        while from < last {
            let room = if from == 0 { room } else { Room { first: room.rest, ..room } };
            from = self.break_from(breaks, from, room, costs);
        }
        &self.chosen
    }

    /// The same for a paragraph whose first `lines` lines have another room, as beside a drop cap; `None` where it has no
    /// more lines than those. They are the first of a paragraph set in that room alone, and the others the cheapest after them.
    pub(super) fn break_beside(
        &mut self,
        breaks: &[Break],
        (beside, lines): (Room, usize),
        room: Room,
        costs: Costs,
    ) -> Option<&[usize]> {
        if self.break_lines(breaks, beside, costs).len() <= lines {
            return None;
        }
        self.chosen.truncate(lines);
        let mut from = self.chosen[lines - 1];
        while from + 1 < breaks.len() {
            from = self.break_from(breaks, from, Room { first: room.rest, ..room }, costs);
        }
        Some(&self.chosen)
    }

    /// The ends that were chosen last.
    pub(super) fn chosen(&self) -> &[usize] {
        &self.chosen
    }

    /// Sets the lines from a point to the paragraph's end, or as far as totals reach; where that is.
    fn break_from(&mut self, breaks: &[Break], from: usize, room: Room, costs: Costs) -> usize {
        self.prepare(breaks, from, room);
        let last = breaks.len() - 1;
        if costs.fill == Fill::Justified {
            self.count_blanks(breaks);
        } else if self.narrow(breaks, from, room, costs) {
            self.trace(breaks, costs, from, last);
            return last;
        }
        self.general(breaks, from, costs)
    }

    fn prepare(&mut self, breaks: &[Break], from: usize, room: Room) {
        self.limits.clear();
        self.limits.extend(breaks.iter().map(|point| point.start.cell + room.rest));
        self.limits[from] = breaks[from].start.cell + room.first;
        // What stands in them from before is written over by either way.
        for list in [&mut self.any, &mut self.smooth, &mut self.one_hyphen, &mut self.windows] {
            if list.len() < breaks.len() {
                list.resize(breaks.len(), UNREACHED);
            }
        }
        self.any[from] = 0;
        self.smooth[from] = 0;
        self.one_hyphen[from] = UNREACHED;
    }

    fn count_blanks(&mut self, breaks: &[Break]) {
        self.blanks.clear();
        self.blanks.extend(breaks.iter().scan(0, |count, point| {
            *count += u32::from(point.start.cell > point.end.cell);
            Some(*count)
        }));
    }

    /// The general way, for any measure and any length.
    fn general(&mut self, breaks: &[Break], from: usize, costs: Costs) -> usize {
        let last = breaks.len() - 1;
        for list in [&mut self.any, &mut self.smooth, &mut self.one_hyphen] {
            list[from + 1..=last].fill(UNREACHED);
        }
        let mut window = from + 1;
        for point in from + 1..last {
            window = self.reach(breaks, costs, from, window, point);
            if self.any[point] >= FULL && self.any[point] < UNREACHED {
                self.trace(breaks, costs, from, point);
                return point;
            }
        }
        while window < last && self.limits[window] < breaks[last].end.cell {
            window += 1;
        }
        self.windows[last] = u32::try_from(window).unwrap_or(u32::MAX);
        self.trace(breaks, costs, from, last);
        last
    }

    /// Finds the least totals at a point that is not the last; the window's new beginning.
    fn reach(&mut self, breaks: &[Break], costs: Costs, from: usize, mut window: usize, point: usize) -> usize {
        let end = breaks[point].end.cell;
        while window < point && self.limits[window] < end {
            window += 1;
        }
        if window == point && self.limits[from] < end {
            // Points stand no further apart than a line is long, but for what no line can hold: it stands alone.
            window = point - 1;
            self.limits[window] = end;
        }
        self.windows[point] = u32::try_from(window).unwrap_or(u32::MAX);
        let start = Some(from).filter(|from| self.limits[*from] >= end);
        let ragged = costs.fill == Fill::Ragged;
        let least = |totals: &[u32]| {
            if ragged {
                let within = cheapest_line(&self.limits[window..point], &totals[window..point], end);
                return start.map_or(within, |from| within.min(totals[from] + squared(self.limits[from] - end)));
            }
            let starts = start.into_iter().chain(window..point);
            starts.map(|i| totals[i] + self.stretched(breaks, i, point)).min().unwrap_or(UNREACHED)
        };
        let penalty = if ragged { breaks[point].penalty } else { 0 };
        if !breaks[point].hyphen {
            let total = (least(&self.any) + penalty).min(UNREACHED);
            self.any[point] = total;
            self.smooth[point] = total;
            return window;
        }
        let one = least(&self.smooth) + penalty;
        let two = least(&self.one_hyphen) + penalty + costs.double_hyphen;
        let fewest = one.min(two);
        let cheapest =
            if fewest < UNREACHED { fewest } else { (least(&self.any) + penalty + TRIPLE_HYPHEN).min(UNREACHED) };
        self.one_hyphen[point] = one.min(UNREACHED);
        self.any[point] = cheapest;
        window
    }

    /// Goes the cheapest way back from `to` and adds its points to the chosen ones, in order.
    fn trace(&mut self, breaks: &[Break], costs: Costs, from: usize, to: usize) {
        let old = self.chosen.len();
        self.chosen.push(to);
        let last = breaks.len() - 1;
        let (mut point, mut ways) = (to, Ways::Any);
        loop {
            (point, ways) = if point == last {
                (self.before_last(breaks, costs, from), Ways::Any)
            } else {
                self.before(breaks, costs, from, (point, ways))
            };
            if point == from {
                break;
            }
            self.chosen.push(point);
        }
        self.chosen[old..].reverse();
    }

    /// The point at which the line that ends at `point` begins, and by which ways that was reached.
    fn before(&self, breaks: &[Break], costs: Costs, from: usize, (point, ways): (usize, Ways)) -> (usize, Ways) {
        let end = breaks[point].end.cell;
        let line = |i: usize| match costs.fill {
            Fill::Ragged => squared(self.limits[i] - end),
            Fill::Justified => self.stretched(breaks, i, point),
        };
        let first = |totals: &[u32]| self.cheapest((from, point), end, |i| totals[i] + line(i));
        if !breaks[point].hyphen {
            return (first(&self.any).0, Ways::Any);
        }
        let (after_smooth, one) = first(&self.smooth);
        if ways == Ways::OneHyphen {
            return (after_smooth, Ways::Any);
        }
        let (after_hyphen, two) = first(&self.one_hyphen);
        match one <= two + costs.double_hyphen {
            _ if one.min(two + costs.double_hyphen) + breaks[point].penalty >= UNREACHED => {
                (first(&self.any).0, Ways::Any)
            }
            true => (after_smooth, Ways::Any),
            false => (after_hyphen, Ways::OneHyphen),
        }
    }

    /// What a justified line costs.
    fn stretched(&self, breaks: &[Break], start: usize, end: usize) -> u32 {
        let slack = u64::from(self.limits[start] - breaks[end].end.cell);
        let blanks = u64::from(self.blanks[end - 1] - self.blanks[start]);
        let badness = badness(slack, blanks) + u64::from(breaks[end].penalty);
        u32::try_from(badness * badness).unwrap_or(UNREACHED)
    }

    /// The point at which the last line begins. Its slack is free.
    fn before_last(&self, breaks: &[Break], costs: Costs, from: usize) -> usize {
        let last = breaks.len() - 1;
        let total = |i: usize| {
            let short = breaks[last].end.cell - breaks[i].start.cell < costs.short_last;
            let runt = if short && i > 0 { costs.runt } else { 0 };
            let hyphen = if breaks[i].hyphen { costs.hyphen_before_last } else { 0 };
            self.any[i] + runt + hyphen
        };
        self.cheapest((from, last), breaks[last].end.cell, total).0
    }

    /// The first of the cheapest points from which a line to `point`, which ends at the cell `end`, fits; and what it
    /// costs.
    fn cheapest(&self, (from, point): (usize, usize), end: u32, total: impl Fn(usize) -> u32) -> (usize, u32) {
        let start = Some(from).filter(|from| self.limits[*from] >= end);
        let window = self.windows[point] as usize..point;
        // The points ascend, and a later one must be cheaper to be taken.
        let mut best = (point - 1, u32::MAX);
        for i in start.into_iter().chain(window) {
            let cost = total(i);
            if cost < best.1 {
                best = (i, cost);
            }
        }
        best
    }
}

/// The least of `totals`, each with the square of what its limit leaves beyond `end`. It is where most of the time goes,
/// and so is written for what every processor has: sixteen-bit products and signed comparisons, four lanes at once.
#[inline]
fn cheapest_line(limits: &[u32], totals: &[u32], end: u32) -> u32 {
    let mut least = UNREACHED.cast_signed();
    for (limit, total) in limits.iter().zip(totals) {
        least = least.min((total + squared(limit - end)).cast_signed());
    }
    least.cast_unsigned()
}

/// The square of a slack, which is at most [`WIDEST`] and so fits sixteen bits.
#[inline]
fn squared(slack: u32) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "no line is wider than WIDEST, 14 bits")]
    let slack = i32::from(slack as i16);
    (slack * slack).cast_unsigned()
}

/// The points at which greedy lines end: each line takes all that fits. For headings, and to compare with.
pub(super) fn greedy(breaks: &[Break], room: Room) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    while start + 1 < breaks.len() {
        let room = if start == 0 { room.first } else { room.rest };
        let limit = breaks[start].start.cell + room;
        let fitting = breaks[start + 1..].iter().take_while(|point| point.end.cell <= limit).count();
        start += fitting.max(1);
        ends.push(start);
    }
    ends
}

/// As few lines as the room allows, made as equal as they can be: for headings.
pub(super) fn balanced(breaks: &[Break], widest: u32) -> Vec<usize> {
    let lines = |width: u32| greedy(breaks, Room { first: width, rest: width });
    let fewest = lines(widest).len();
    let piece = |i: usize| breaks[i].end.cell - breaks[i - 1].start.cell;
    let (mut low, mut high) = ((1..breaks.len()).map(piece).max().unwrap_or(0).min(widest), widest);
    while low < high {
        let middle = u32::midpoint(low, high);
        if lines(middle).len() <= fewest { high = middle } else { low = middle + 1 }
    }
    lines(high)
}

#[cfg(test)]
mod tests;
