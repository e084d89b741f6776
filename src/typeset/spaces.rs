//! Widens the blanks of justified lines so that they make no rivers.
//!
//! A justified line has some spare cells, and each goes to one of its blanks. A small dynamic program chooses the
//! blanks, line by line. They should be spread evenly, come after a sentence's end rather than within it, and above all
//! not stand under the blanks of the line above, since blanks under blanks run down a page like water.
//!
//! Columns and widths are cells, counted from the block's left edge. A blank has one to three cells. If a line would
//! need more, nothing is widened, and it stays ragged.

use super::width::{Ambiguous, clusters};

/// The most blanks of a line, since a mask has 64 bits. A line with more stays ragged.
const MOST_GAPS: usize = 64;

/// The costs of a choice, in tenths. Only their proportions matter.
mod cost {
    /// A wide blank that overlaps a wide one above it, which begins a river.
    pub(super) const WIDE_UNDER_WIDE: i32 = 60;
    /// A wide blank and a narrow one that overlap.
    pub(super) const WIDE_UNDER_NARROW: i32 = 15;
    /// Two narrow blanks that overlap. They are hardly seen, but four in a row are.
    pub(super) const NARROW_UNDER_NARROW: i32 = 6;
    /// The square of each cell by which the blanks so far are ahead of an even share, or behind it.
    pub(super) const UNEVEN: i32 = 8;
    /// A wide blank after a sentence or a clause: a reward, since typesetters have always done so.
    pub(super) const AFTER_SENTENCE: i32 = -8;
    /// A wide blank after a comma: a smaller reward.
    pub(super) const AFTER_COMMA: i32 = -4;
}

/// A total above that of any choice.
const UNREACHED: i32 = i32::MAX / 2;

/// A blank of a set line: its first column, and its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap {
    column: i32,
    cells: i32,
}

/// The widened blanks of a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Widened {
    /// The blanks that are one cell wider: bit `n` is blank number `n`, from 0.
    pub(super) bits: u64,
    /// Whether every blank is one cell wider, in addition to `bits`.
    pub(super) all: bool,
}

/// The widener of blanks. It works line by line and remembers the blanks of the line above.
#[derive(Debug, Default)]
pub(super) struct Spacer {
    /// The blanks of the line above, as they were set.
    above: Vec<Gap>,
    ambiguous: Ambiguous,
    /// The blanks of the current line before any is widened, each with the cost of widening it.
    gaps: Vec<(Gap, i32)>,
    /// The least total after each blank, for each number of blanks that were widened up to it.
    totals: Vec<i32>,
}

impl Spacer {
    /// Begins a paragraph, which forgets the line above.
    pub(super) fn begin(&mut self, ambiguous: Ambiguous) {
        self.ambiguous = ambiguous;
        self.above.clear();
    }

    /// Returns the blanks to widen so that the line `text` becomes `extra` cells longer. `left` is its first column.
    ///
    /// For example, a line with three blanks and four spare cells has every blank widened by one cell, and one of them
    /// by one more. Nothing is widened if a blank would have to grow by more than two cells.
    pub(super) fn widen(&mut self, text: &str, left: i32, extra: u16) -> Widened {
        self.find_gaps(text, left);
        let count = self.gaps.len();
        let (extra, all) = match usize::from(extra) {
            _ if count > MOST_GAPS => (0, false),
            extra if extra <= count => (extra, false),
            extra if extra <= 2 * count => (extra - count, true),
            _ => (0, false),
        };
        if all {
            for ((gap, _), before) in self.gaps.iter_mut().zip(0..) {
                (gap.column, gap.cells) = (gap.column + before, gap.cells + 1);
            }
        }
        let wide = if extra == 0 { 0 } else { self.choose(i32::try_from(extra).unwrap_or(0)) };
        let mut shift = 0;
        self.above.clear();
        for (n, (gap, _)) in self.gaps.iter().enumerate() {
            let more = i32::from(wide >> n.min(MOST_GAPS - 1) & 1 == 1 && n < MOST_GAPS);
            self.above.push(Gap { column: gap.column + shift, cells: gap.cells + more });
            shift += more;
        }
        Widened { bits: wide, all }
    }

    /// Finds the blanks of a line, and the cost of widening each.
    fn find_gaps(&mut self, text: &str, left: i32) {
        self.gaps.clear();
        let mut column = left;
        let mut before = "";
        for (at, cluster) in clusters(text) {
            if cluster == " " {
                // The dash that opens a line of dialogue keeps its blank, as if both were one sign.
                let opens = matches!(text[..at].trim(), "—" | "–" | "-");
                let reward = match before {
                    _ if opens => UNREACHED / 64,
                    "." | "!" | "?" | ";" | ":" | "…" => cost::AFTER_SENTENCE,
                    "," => cost::AFTER_COMMA,
                    _ => 0,
                };
                self.gaps.push((Gap { column, cells: 1 }, reward));
            }
            if !matches!(cluster, "”" | "’" | "\"" | "'" | "»") {
                before = cluster;
            }
            column += i32::from(self.ambiguous.cluster_width(cluster));
        }
    }

    /// Returns the cheapest choice of `extra` blanks as a mask.
    fn choose(&mut self, extra: i32) -> u64 {
        let count = i32::try_from(self.gaps.len()).unwrap_or(i32::MAX);
        let states = usize::try_from(extra + 1).unwrap_or(1);
        self.totals.clear();
        self.totals.resize(states * (self.gaps.len() + 1), UNREACHED);
        self.totals[0] = 0;
        for (n, (gap, reward)) in self.gaps.iter().enumerate() {
            for given in 0..states {
                let before = self.totals[n * states + given];
                if before >= UNREACHED {
                    continue;
                }
                let shifted = i32::try_from(given).unwrap_or(0);
                for more in 0..=i32::from(given + 1 < states) {
                    let now = Gap { column: gap.column + shifted, cells: gap.cells + more };
                    // The cells given so far against an even share, both multiplied by the count so that they are
                    // whole, and squared.
                    let nth = i32::try_from(n).unwrap_or(0) + 1;
                    let ahead = (shifted + more) * count - nth * extra;
                    let uneven = cost::UNEVEN * ahead * ahead / (count * count);
                    let total = before + uneven + more * reward + self.under(now);
                    let to = (n + 1) * states + given + usize::from(more == 1);
                    self.totals[to] = self.totals[to].min(total);
                }
            }
        }
        self.trace(extra, states)
    }

    /// Follows the cheapest way back. Of equal ways, it takes the one that leaves the later blank narrow.
    fn trace(&self, extra: i32, states: usize) -> u64 {
        let count = i32::try_from(self.gaps.len()).unwrap_or(i32::MAX);
        let mut wide = 0;
        let mut given = states - 1;
        for (n, (gap, reward)) in self.gaps.iter().enumerate().rev() {
            let target = self.totals[(n + 1) * states + given];
            let given_i = i32::try_from(given).unwrap_or(0);
            let nth = i32::try_from(n).unwrap_or(0) + 1;
            let ahead = given_i * count - nth * extra;
            let uneven = cost::UNEVEN * ahead * ahead / (count * count);
            let narrow = self.totals[n * states + given];
            let as_narrow = Gap { column: gap.column + given_i, cells: gap.cells };
            if narrow < UNREACHED && narrow + uneven + self.under(as_narrow) == target {
                continue;
            }
            debug_assert!(given > 0 && self.totals[n * states + given - 1] + uneven + reward <= target);
            wide |= 1 << n;
            given = given.saturating_sub(1);
        }
        wide
    }

    /// Returns the cost of a blank for those above it.
    fn under(&self, gap: Gap) -> i32 {
        let first = self.above.partition_point(|above| above.column + above.cells <= gap.column);
        let over = self.above[first..].iter().take_while(|above| above.column < gap.column + gap.cells);
        over.map(|above| match (above.cells > 1, gap.cells > 1) {
            (true, true) => cost::WIDE_UNDER_WIDE,
            (false, false) => cost::NARROW_UNDER_NARROW,
            _ => cost::WIDE_UNDER_NARROW,
        })
        .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The line with its blanks widened.
    fn shown(spacer: &mut Spacer, text: &str, extra: u16) -> String {
        let Widened { bits: wide, all } = spacer.widen(text, 0, extra);
        let mut n = 0;
        let mut shown = String::new();
        for c in text.chars() {
            shown.push(c);
            if c == ' ' {
                shown.push_str(&" ".repeat(usize::from(all) + usize::from(wide >> n & 1 == 1)));
                n += 1;
            }
        }
        shown
    }

    #[test]
    fn cells_are_spread_evenly() {
        assert_eq!(shown(&mut Spacer::default(), "a b c d e", 2).matches("  ").count(), 2);
        assert_eq!(shown(&mut Spacer::default(), "a b c d", 3), "a  b  c  d");
    }

    #[test]
    fn a_sentences_end_is_widened_first() {
        assert_eq!(shown(&mut Spacer::default(), "It is so. He went", 1), "It is so.  He went");
    }

    #[test]
    fn a_wide_blank_avoids_the_wide_blank_above() {
        let mut spacer = Spacer::default();
        let first = shown(&mut spacer, "aaa bbb ccc ddd eee", 1);
        let second = shown(&mut spacer, "aaa bbb ccc ddd eee", 1);
        assert_ne!(first.find("  "), second.find("  "));
        spacer.begin(Ambiguous::Narrow);
        assert_eq!(shown(&mut spacer, "aaa bbb ccc ddd eee", 1), first, "a new paragraph forgets");
    }

    #[test]
    fn only_blanks_that_touch_stand_above_each_other() {
        let spacer = Spacer { above: vec![Gap { column: 4, cells: 2 }], ..Spacer::default() };
        let under = |column, cells| spacer.under(Gap { column, cells });
        assert_eq!([under(2, 2), under(6, 2)], [0, 0], "one ends where the other begins");
        assert_eq!([under(3, 2), under(5, 2), under(4, 1)], {
            use cost::{WIDE_UNDER_NARROW, WIDE_UNDER_WIDE};
            [WIDE_UNDER_WIDE, WIDE_UNDER_WIDE, WIDE_UNDER_NARROW]
        });
    }

    #[test]
    fn the_dash_of_a_dialogue_keeps_its_blank() {
        assert!(shown(&mut Spacer::default(), "— Yes said he", 1).starts_with("— Y"));
    }

    #[test]
    fn a_line_with_too_few_blanks_stays_ragged() {
        assert_eq!(Spacer::default().widen("a b", 0, 3), Widened::default());
        assert_eq!(Spacer::default().widen(&"a ".repeat(90), 0, 9), Widened::default());
    }

    #[test]
    fn a_blank_of_three_cells_comes_where_all_have_two() {
        assert_eq!(shown(&mut Spacer::default(), "a b c d", 5).matches("   ").count(), 2);
        assert_eq!(shown(&mut Spacer::default(), "a b c d", 6), "a   b   c   d");
    }

    #[test]
    fn blanks_are_remembered_where_they_stand() {
        for extra in 0..=8 {
            let mut spacer = Spacer::default();
            let line = shown(&mut spacer, "aaa bbb, ccc ddd eee", extra);
            let words = line.split(' ').filter(|word| !word.is_empty());
            let at = |word: &str| line.find(word).unwrap();
            let ends: Vec<_> = words.map(|word| (at(word), at(word) + word.len())).collect();
            let narrow = |n: usize| i32::try_from(n).unwrap();
            let gap = |pair: &[(usize, usize)]| Gap { column: narrow(pair[0].1), cells: narrow(pair[1].0 - pair[0].1) };
            assert_eq!(spacer.above, ends.windows(2).map(gap).collect::<Vec<_>>(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn as_many_blanks_are_widened_as_asked_and_no_choice_is_cheaper(
            lines in prop::collection::vec(prop::collection::vec("[a-z]{1,6}[,.]?", 2..9), 1..4), share in 0_usize..9,
        ) {
            let mut spacer = Spacer::default();
            for words in lines {
                let text = words.join(" ");
                let extra = share % words.len();
                let above = spacer.above.clone();
                let Widened { bits: wide, .. } = spacer.widen(&text, 0, u16::try_from(extra).unwrap());
                prop_assert_eq!(wide.count_ones() as usize, extra);
                let after = std::mem::replace(&mut spacer.above, above);
                let price = |wide: u64| price(&spacer, wide, extra);
                let gaps = words.len() - 1;
                let best = (0..1_u64 << gaps).filter(|w| w.count_ones() as usize == extra).map(price).min();
                prop_assert_eq!(Some(price(wide)), best);
                spacer.above = after;
            }
        }
    }

    /// What a choice costs by the rules as they are told.
    fn price(spacer: &Spacer, wide: u64, extra: usize) -> i32 {
        let count = i32::try_from(spacer.gaps.len()).unwrap();
        let (mut total, mut given) = (0, 0);
        for (n, (gap, reward)) in spacer.gaps.iter().enumerate() {
            let more = i32::from(wide >> n & 1 == 1);
            total += spacer.under(Gap { column: gap.column + given, cells: 1 + more }) + more * reward;
            given += more;
            let ahead = given * count - (i32::try_from(n).unwrap() + 1) * i32::try_from(extra).unwrap();
            total += cost::UNEVEN * ahead * ahead / (count * count);
        }
        total
    }
}
