//! Chooses the line ends of a paragraph: the cheapest of all ways, by dynamic programming (Knuth and Plass, *Breaking
//! Paragraphs into Lines*, 1981).
//!
//! # Cost
//!
//! On a grid of cells, a ragged line costs the square of its empty cells. The last line of a paragraph is free. All
//! figures are integers, so the choice is exact. For `The lamp in the nightstand was lit.` at 14 cells:
//!
//! ```text
//! without a hyphen           with a hyphen
//! The lamp in       3² = 9   The lamp in       3² = 9
//! the nightstand    0² = 0   the night-        4² + 40, the price of a hyphen
//! was lit.               0   stand was lit.    40, for the rest of a word on a last line
//! ```
//!
//! The left way costs 9, the right one 105. A hyphen must save more than it costs.
//!
//! # Method
//!
//! For each point, the breaker looks back over the points at which its line could have begun. These are the points
//! within the measure, a window of some twenty, so the work grows with the text and not with its square. Three totals
//! are kept for a point, by the hyphens in a row there, since an ordinary shortest path can't price a hyphen under a
//! hyphen. Predecessors are not stored: the few on the chosen way are found again. So the inner loop has only totals to
//! compare, and takes several at once.
//!
//! # Why not a faster method
//!
//! SMAWK, as in textwrap, needs a line's cost to depend on its two ends only. So it can't price a hyphen under a
//! hyphen. The window is also so short that a plain scan of it is faster.
//!
//! Only cells and penalties are known here: no text, no scripts and no pages.

mod narrow;

use super::breaks::Break;
use narrow::Narrow;

/// The costs of line ends, beside their empty cells. Their unit is the squared cell, and in justified text a squared
/// badness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Costs {
    /// A hyphen right under a hyphen. A third one in a row has a price of its own.
    pub(super) double_hyphen: u32,
    /// A last line with fewer than `short_last` cells. A paragraph of one line is no runt.
    pub(super) runt: u32,
    /// The cells that a last line should have.
    pub(super) short_last: u32,
    /// A last line that begins with the rest of a broken word.
    pub(super) hyphen_before_last: u32,
    /// The way in which the empty cells of a line are priced.
    pub(super) fill: Fill,
}

/// The use of a line's empty cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// They stay at its end. A line costs their square, plus the penalty of its end.
    Ragged,
    /// They widen its blanks. A line costs `(b + p)²`, where `p` is the penalty of its end and `b` its [`badness`]
    /// (Knuth and Plass). The cost depends on the cells *per blank*, since the eye sees the widest blank of a line and
    /// not the sum.
    Justified,
}

/// Returns the badness of a justified line whose `slack` spare cells go to its `blanks`.
///
/// ```text
/// slack                       badness
/// 0                           1
/// up to 1 cell a blank        1 + 100 r³   for r = slack / blanks; Knuth and Plass
/// up to 2 cells a blank       401 to 501   blanks of three cells
/// more                        900 + 30 for each spare cell, up to 5000; the line stays ragged
/// ```
///
/// The steps are higher than the paper's curve, because blanks grow by whole cells. A blank of three cells is worse
/// than any hyphens, except three in a row. A line that can't be justified stands ragged. There, each empty cell
/// counts, since the fuller line is the better one.
fn badness(slack: u64, blanks: u64) -> u64 {
    /// The step from lines with blanks of two cells to lines with blanks of three.
    const THREE_CELLS: u64 = 300;
    /// The badness of a line that is left ragged, and that of each of its empty cells.
    const RAGGED: u64 = 900;
    const EMPTY: u64 = 30;
    /// The badness that no line exceeds, so that the totals of long paragraphs fit 32 bits.
    const WORST: u64 = 5000;
    if slack == 0 {
        1
    } else if slack <= blanks {
        1 + 100 * slack.pow(3) / blanks.pow(3)
    } else if slack <= 2 * blanks {
        101 + THREE_CELLS + 100 * (slack - blanks) / blanks
    } else {
        (RAGGED + EMPTY * slack).min(WORST)
    }
}

/// The cells of the lines, at most [`WIDEST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Those of the first line.
    pub(super) first: u32,
    /// Those of all others.
    pub(super) rest: u32,
}

/// The longest line that is set, in cells. Its square takes 28 bits, which leaves room for a paragraph's total in 32.
pub(super) const WIDEST: u32 = (1 << 14) - 1;

/// The total of a point that no way reaches: more than any way costs. With the cost of a line on top, it still fits 31
/// bits.
const UNREACHED: u32 = 1 << 30;

/// The cost of a third hyphen in a row. One is considered only at a point that no other way reaches.
const TRIPLE_HYPHEN: u32 = 1 << 20;

/// The total at which a paragraph (of tens of megabytes) is cut: it is set up to here before the rest is begun.
const FULL: u32 = UNREACHED - (WIDEST * WIDEST + 4 * TRIPLE_HYPHEN);

/// The ways by which a point was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ways {
    /// All ways.
    Any,
    /// The ways on which the point's hyphen is the first in a row.
    OneHyphen,
}

/// The breaker. It keeps its lists from paragraph to paragraph, so that a paragraph allocates nothing once they have
/// grown.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    /// For each point, the cell that a line from there must not pass.
    limits: Vec<u32>,
    /// The least total at each point, by any way.
    any: Vec<u32>,
    /// The least total at each point without a hyphen. It stays unreached at a point with one.
    smooth: Vec<u32>,
    /// The least total at each point whose hyphen is the first in a row.
    one_hyphen: Vec<u32>,
    /// For each point, the first of the points from which a line to it fits. The paragraph's start, whose limit is
    /// another, is left out.
    windows: Vec<u32>,
    /// The lists of the quicker way in 16 bits.
    narrow: Narrow,
    /// For each point, the count of blanks before it at which a line could end. It is filled for justified text only.
    blanks: Vec<u32>,
    /// The line ends that were chosen last, as indices of points.
    chosen: Vec<usize>,
}

impl Breaker {
    /// Returns the line ends as indices of points, in order. The last one is the paragraph's end.
    ///
    /// Of ways that cost the same, the one is taken whose last line begins first, and so on backwards. On a grid, a
    /// tenth of all paragraphs have ties, and the rule keeps them the same in every run.
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

    /// Returns the line ends of a paragraph whose first `lines` lines have another room, as beside a drop cap. Returns
    /// `None` if it has no more lines than those.
    ///
    /// The first lines are those of a paragraph that is set in the narrow room as a whole. The others are the cheapest
    /// after them. This may miss the cheapest way by a little, but it needs no count of lines in the totals.
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

    /// Returns the line ends that were chosen last.
    pub(super) fn chosen(&self) -> &[usize] {
        &self.chosen
    }

    /// Sets the lines from a point to the paragraph's end, or as far as totals reach. Returns the point where it
    /// stopped.
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

    /// Makes the lists ready for a paragraph that begins at `from`.
    fn prepare(&mut self, breaks: &[Break], from: usize, room: Room) {
        self.limits.clear();
        self.limits.extend(breaks.iter().map(|point| point.start.cell + room.rest));
        self.limits[from] = breaks[from].start.cell + room.first;
        // Old totals stay in the lists: both methods overwrite what they read.
        for list in [&mut self.any, &mut self.smooth, &mut self.one_hyphen, &mut self.windows] {
            if list.len() < breaks.len() {
                list.resize(breaks.len(), UNREACHED);
            }
        }
        self.any[from] = 0;
        self.smooth[from] = 0;
        self.one_hyphen[from] = UNREACHED;
    }

    /// Counts the blanks of a line as a difference of two sums.
    fn count_blanks(&mut self, breaks: &[Break]) {
        self.blanks.clear();
        self.blanks.extend(breaks.iter().scan(0, |count, point| {
            *count += u32::from(point.start.cell > point.end.cell);
            Some(*count)
        }));
    }

    /// Chooses line ends for any measure, any length and either fill. Returns the point where it stopped.
    fn general(&mut self, breaks: &[Break], from: usize, costs: Costs) -> usize {
        let last = breaks.len() - 1;
        for list in [&mut self.any, &mut self.smooth, &mut self.one_hyphen] {
            list[from + 1..=last].fill(UNREACHED);
        }
        let mut window = from + 1;
        for point in from + 1..last {
            window = self.reach(breaks, costs, (from, window), point);
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

    /// Finds the least totals at a point that is not the last. Returns the start of its window.
    fn reach(&mut self, breaks: &[Break], costs: Costs, (from, mut window): (usize, usize), point: usize) -> usize {
        let end = breaks[point].end.cell;
        while window < point && self.limits[window] < end {
            window += 1;
        }
        if window == point && self.limits[from] < end {
            // Points stand no further apart than a line is long, except around a cluster that no line can hold. It
            // stands alone.
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

    /// Follows the cheapest way back from `to`, and adds its points to the chosen ones in order.
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

    /// Returns the point at which the line that ends at `point` begins, and the ways by which that point was reached.
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

    /// Returns the cost of a justified line between two points.
    fn stretched(&self, breaks: &[Break], start: usize, end: usize) -> u32 {
        let slack = u64::from(self.limits[start] - breaks[end].end.cell);
        let blanks = u64::from(self.blanks[end - 1] - self.blanks[start]);
        let badness = badness(slack, blanks) + u64::from(breaks[end].penalty);
        u32::try_from(badness * badness).unwrap_or(UNREACHED)
    }

    /// Returns the point at which the last line begins. Its empty cells are free.
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

    /// Returns the first of the cheapest points from which a line to `point` fits, and the cost. The line ends at the
    /// cell `end`.
    fn cheapest(&self, (from, point): (usize, usize), end: u32, total: impl Fn(usize) -> u32) -> (usize, u32) {
        let start = Some(from).filter(|from| self.limits[*from] >= end);
        let window = self.windows[point] as usize..point;
        // The points ascend, and a later one is only taken if it is cheaper.
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

/// Returns the least of `totals`, each with the square of the cells that its limit leaves beyond `end`.
///
/// Most of the time is spent here. So it uses what every processor has: products of 16 bits and signed comparisons, in
/// four lanes at once.
#[inline]
fn cheapest_line(limits: &[u32], totals: &[u32], end: u32) -> u32 {
    let mut least = UNREACHED.cast_signed();
    for (limit, total) in limits.iter().zip(totals) {
        least = least.min((total + squared(limit - end)).cast_signed());
    }
    least.cast_unsigned()
}

/// Returns the square of a slack, which is at most [`WIDEST`] and so fits 16 bits.
#[inline]
fn squared(slack: u32) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "no line is wider than WIDEST, 14 bits")]
    let slack = i32::from(slack as i16);
    (slack * slack).cast_unsigned()
}

/// Returns the ends of greedy lines, each of which takes all that fits. Headings are balanced by it, and tests compare
/// with it.
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

/// Returns the ends of as few lines as the room allows, made as equal as possible. This is for headings.
///
/// It bisects the width: the narrowest one at which greedy lines are still as few makes them about equal.
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
