//! The breaker's quick way, in 16 bits: eight starts of a line are compared at once, where 32 bits allow four.
//!
//! It finds the same totals as the general way for ragged text, or declines. It declines measures whose squares do not
//! fit 16 bits, and paragraphs that are so long or so hard to break that their totals do not. That leaves it almost
//! every paragraph of a book. Without it, a novel takes a sixth more instructions to be broken into lines with hyphens, and a
//! quarter more without (`scripts/instructions`): that is why it is here. Units are those of `lines`: cells and squared cells.

use super::{Breaker, Costs, Room, UNREACHED};
use crate::typeset::breaks::Break;

/// The longest line, in cells, whose square (32,400) fits 15 bits.
const WIDEST: i16 = 180;

/// The total from which on totals are not trusted, since sums saturate at 32,767. The rest is room for what is added.
const CEILING: i16 = i16::MAX - 4_000;

/// The starts that are compared at once: a register of 128 bits, which every processor has.
const LANES: usize = 8;

/// The breaker's lists in 16 bits. Each goes on for [`LANES`] entries past the last point, so that the last lanes are
/// never out of bounds.
#[derive(Debug, Default)]
pub(super) struct Narrow {
    /// The low 16 bits of the limits. Only differences between cells of one line are asked of them, and these are
    /// small.
    limits: Vec<i16>,
    /// The least totals at each point, as in [`Breaker`].
    any: Vec<i16>,
    smooth: Vec<i16>,
    one_hyphen: Vec<i16>,
}

impl Breaker {
    /// Finds the least totals at all points but the last. Returns whether that was possible.
    pub(super) fn narrow(&mut self, breaks: &[Break], from: usize, room: Room, costs: Costs) -> bool {
        if room.first.max(room.rest) > u32::from(WIDEST.unsigned_abs()) {
            return false;
        }
        let mut lists = std::mem::take(&mut self.narrow);
        let done = self.narrow_totals(&mut lists, breaks, (from, room.first), costs);
        self.narrow = lists;
        done
    }

    /// Fills the lists, and copies the totals to those of the general way, which traces the line ends from them.
    fn narrow_totals(
        &mut self,
        lists: &mut Narrow,
        breaks: &[Break],
        (from, first): (usize, u32),
        costs: Costs,
    ) -> bool {
        let Narrow { limits, any, smooth, one_hyphen } = lists;
        limits.clear();
        limits.extend(self.limits.iter().map(|limit| low(*limit)));
        limits.resize(breaks.len() + LANES, 0);
        for list in [&mut *any, smooth, one_hyphen] {
            list.clear();
            list.resize(breaks.len() + LANES, i16::MAX);
        }
        let (last, double) = (breaks.len() - 1, low(costs.double_hyphen));
        let opening_limit = breaks[from].start.cell + first;
        let (mut window, mut hyphens) = (from + 1, false);
        for (point, candidate) in breaks.iter().enumerate().skip(from + 1) {
            let end = candidate.end.cell;
            while window < point && self.limits[window] < end {
                window += 1;
            }
            self.windows[point] = narrow_index(window);
            if point == last {
                break;
            }
            if window == point && opening_limit < end {
                return false;
            }
            let starts = Starts { limits: &limits[window..], count: point - window, end: low(end) };
            // A line from the paragraph's start, which has a limit of its own.
            let opening = opening_limit.checked_sub(end).map_or(i16::MAX, |slack| low(slack * slack));
            let penalty = low(candidate.penalty);
            if candidate.hyphen {
                hyphens = true;
                let one = starts.cheapest(&smooth[window..]).min(opening).saturating_add(penalty);
                let two = starts.cheapest(&one_hyphen[window..]).saturating_add(penalty).saturating_add(double);
                one_hyphen[point] = one;
                any[point] = one.min(two);
            } else {
                let total = starts.cheapest(&any[window..]).min(opening).saturating_add(penalty);
                any[point] = total;
                smooth[point] = total;
            }
        }
        // A paragraph without hyphens needs only one list.
        let lists = [(&mut self.any, &*any), (&mut self.smooth, &*smooth), (&mut self.one_hyphen, &*one_hyphen)];
        for (all, narrow) in lists.into_iter().take(if hyphens { 3 } else { 1 }) {
            for (total, narrow) in all[from + 1..=last].iter_mut().zip(&narrow[from + 1..=last]) {
                let sure = u32::from(narrow.unsigned_abs());
                *total = if *narrow < CEILING { sure } else { UNREACHED };
            }
        }
        // At least one way to the last line must be trusted.
        opening_limit >= breaks[last].end.cell || self.any[window..last].iter().any(|total| *total < UNREACHED)
    }
}

/// The points from which a line to `end` fits: the first `count` of the limits.
struct Starts<'a> {
    limits: &'a [i16],
    count: usize,
    end: i16,
}

impl Starts<'_> {
    /// Returns the least of the totals, each with the square of the cells that its limit leaves beyond the end.
    ///
    /// Lanes are filled with points past `count`. Their totals are not known yet and so are larger than any.
    #[inline]
    fn cheapest(&self, totals: &[i16]) -> i16 {
        let mut least = [i16::MAX; LANES];
        let (limits, _) = self.limits.as_chunks::<LANES>();
        let (totals, _) = totals.as_chunks::<LANES>();
        for (limits, totals) in limits.iter().zip(totals).take(self.count.div_ceil(LANES)) {
            for lane in 0..LANES {
                let slack = limits[lane].wrapping_sub(self.end).clamp(0, WIDEST);
                least[lane] = least[lane].min(totals[lane].saturating_add(slack.wrapping_mul(slack)));
            }
        }
        let halves = [least[0].min(least[4]), least[1].min(least[5]), least[2].min(least[6]), least[3].min(least[7])];
        halves[0].min(halves[2]).min(halves[1].min(halves[3]))
    }
}

/// Returns the low 16 bits. A wrapped difference of two of them is right as long as it is small.
#[inline]
fn low(cell: u32) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "differences of cells on one line are small")]
    let low = cell as i16;
    low
}

/// Narrows the index of a point.
#[inline]
fn narrow_index(index: usize) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "points are fewer than bytes, which have 32 bits")]
    let index = index as u32;
    index
}
