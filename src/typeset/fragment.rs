//! Fragments: the pieces of a paragraph between two possible line ends, with their widths, and lines made of them.
//!
//! textwrap's `wrap_optimal_fit` chooses the line ends; it sees widths only, so that byte ranges and marks survive.

use std::ops::Range;

use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

use super::hyphen::Patterns;
use super::opportunity::opportunities;
use super::width::{cluster_width, clusters, width};
use crate::document::{Block, MarkKind};

/// A piece that no line may end inside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fragment {
    /// The first byte in the block's text.
    pub(super) start: usize,
    /// One past the last byte that is shown, blanks at its end left out.
    pub(super) end: usize,
    /// The cells it takes.
    width: usize,
    /// The blanks after it, which vanish at a line's end.
    blanks: usize,
    /// Whether a hyphen is added when a line ends after it.
    pub(super) hyphen: bool,
}

impl textwrap::core::Fragment for Fragment {
    #[expect(clippy::cast_precision_loss, reason = "widths lie far below 2^52")]
    fn width(&self) -> f64 {
        self.width as f64
    }

    #[expect(clippy::cast_precision_loss, reason = "widths lie far below 2^52")]
    fn whitespace_width(&self) -> f64 {
        self.blanks as f64
    }

    fn penalty_width(&self) -> f64 {
        if self.hyphen { 1.0 } else { 0.0 }
    }
}

/// How a stretch of text is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    /// No fragment is wider, its hyphen counted.
    pub(super) widest: usize,
    /// The patterns of the story's language, when words may be broken at all.
    pub(super) patterns: Option<Patterns>,
    /// Whether words may be broken at all.
    pub(super) hyphenate: bool,
}

/// Cuts a range of a block's text, which holds no line end, into fragments.
pub(super) fn fragments(block: Block<'_>, range: Range<usize>, cut: Cut) -> Vec<Fragment> {
    let text = &block.text[range.clone()];
    let mut ends = opportunities(text);
    obey_points(&mut ends, block, &range);
    ends.push(text.len());
    let mut cutter = Cutter { block, cut, fragments: Vec::with_capacity(ends.len()) };
    let mut start = range.start;
    for end in ends {
        let end = range.start + end;
        if end > start {
            cutter.piece(start, end);
        }
        start = end;
    }
    cutter.fragments
}

/// Adds the line ends that the text asks for and takes away those that it forbids.
fn obey_points(ends: &mut Vec<usize>, block: Block<'_>, range: &Range<usize>) {
    for mark in block.marks {
        let Some(at) = (mark.start as usize).checked_sub(range.start).filter(|at| *at > 0 && *at < range.len()) else {
            continue;
        };
        match (mark.kind, ends.binary_search(&at)) {
            (MarkKind::Break, Err(slot)) => ends.insert(slot, at),
            (MarkKind::NoBreak, Ok(slot)) => {
                ends.remove(slot);
            }
            _ => {}
        }
    }
}

struct Cutter<'a> {
    block: Block<'a>,
    cut: Cut,
    fragments: Vec<Fragment>,
}

impl Cutter<'_> {
    /// Adds what stands between two line ends.
    fn piece(&mut self, start: usize, end: usize) {
        let piece = &self.block.text[start..end];
        let shown = piece.trim_end_matches(' ').len();
        let mut from = start;
        for point in self.hyphen_points(start, start + shown) {
            self.unbroken(from, point, true);
            from = point;
        }
        self.unbroken(from, start + shown, false);
        if let Some(last) = self.fragments.last_mut() {
            last.blanks = piece.len() - shown;
        }
    }

    /// The bytes between `start` and `end` at which a hyphen may stand, in order.
    fn hyphen_points(&self, start: usize, end: usize) -> Vec<usize> {
        let mut points = Vec::new();
        for mark in self.block.marks {
            let at = mark.start as usize;
            if mark.kind == MarkKind::SoftHyphen && at > start && at < end {
                points.push(at);
            }
        }
        // Where the author said how a word parts, the patterns keep quiet.
        if points.is_empty()
            && self.cut.hyphenate
            && let Some(patterns) = self.patterns_at(start)
        {
            let text = &self.block.text[start..end];
            patterns.hyphenate(text, self.starts_sentence(start), |at| points.push(start + at));
        }
        points.dedup();
        points
    }

    fn patterns_at(&self, byte: usize) -> Option<Patterns> {
        let covering = |range: Range<usize>| range.contains(&byte);
        let foreign = self.block.marks.iter().rev().find_map(|mark| match mark.kind {
            MarkKind::Foreign(language) if covering(mark.range()) => Some(language),
            _ => None,
        });
        foreign.map_or(self.cut.patterns, Patterns::of)
    }

    fn starts_sentence(&self, byte: usize) -> bool {
        let before = self.block.text[..byte].trim_end_matches(|c: char| c == ' ' || "“‘«—(".contains(c));
        before.is_empty() || before.trim_end_matches(['”', '’', '»']).ends_with(['.', '!', '?', '…', ':'])
    }

    /// Adds text that has no line end inside, cut by force where it is wider than a line.
    fn unbroken(&mut self, start: usize, end: usize, hyphen: bool) {
        let cells = width(&self.block.text[start..end]);
        if cells + usize::from(hyphen) <= self.cut.widest {
            self.fragments.push(Fragment { start, end, width: cells, blanks: 0, hyphen });
            return;
        }
        let mut from = start;
        while from < end {
            let to = from + self.forced_end(&self.block.text[from..end], usize::from(hyphen));
            let width = width(&self.block.text[from..to]);
            self.fragments.push(Fragment { start: from, end: to, width, blanks: 0, hyphen: hyphen && to == end });
            from = to;
        }
    }

    /// How many bytes of an overlong word go on one line: after the last sign at which an address may part, else as
    /// many clusters as fit; at least one. `reserve` cells are kept for a hyphen at the end.
    fn forced_end(&self, word: &str, reserve: usize) -> usize {
        let (mut cells, mut fits, mut at_sign) = (0, 0, None);
        for (at, cluster) in clusters(word) {
            cells += usize::from(cluster_width(cluster));
            let to = at + cluster.len();
            let room = self.cut.widest.saturating_sub(if to == word.len() { reserve } else { 0 });
            if cells > room && fits > 0 {
                return at_sign.unwrap_or(fits);
            }
            fits = to;
            if matches!(cluster, "/" | "." | "-" | "?" | "&" | "=" | "_") {
                at_sign = Some(to);
            }
        }
        fits
    }
}

/// Chooses line ends: each line is a slice of the fragments. `first` and `rest` are the cells that lines have.
pub(super) fn fit(fragments: &[Fragment], first: usize, rest: usize) -> Vec<&[Fragment]> {
    #[expect(clippy::cast_precision_loss, reason = "widths lie far below 2^52")]
    let widths = [first as f64, rest as f64];
    wrap_optimal_fit(fragments, &widths, &PENALTIES).unwrap_or_else(|_| wrap_first_fit(fragments, &widths))
}

/// The costs of line ends, in squared cells of slack.
const PENALTIES: Penalties = Penalties {
    // Lines are not dear: a paragraph may take one more if that evens it.
    nline_penalty: 0,
    // Fragments are cut to fit, so that no line need overrun; none may.
    overflow_penalty: 1 << 40,
    // A last line shorter than a seventh of the measure looks like a slip. It costs as much as a hole of eight cells.
    short_last_line_fraction: 7,
    short_last_line_penalty: 60,
    // A hyphen is worth a hole of six cells: the figure of the calm preset.
    hyphen_penalty: 40,
};

/// As few lines as `widest` allows, made as equal as they can be: for headings.
pub(super) fn balance(fragments: &[Fragment], widest: usize) -> Vec<&[Fragment]> {
    #[expect(clippy::cast_precision_loss, reason = "widths lie far below 2^52")]
    let lines_at = |width: usize| wrap_first_fit(fragments, &[width as f64]);
    let fewest = lines_at(widest).len();
    let (mut low, mut high) = (fragments.iter().map(|f| f.width).max().unwrap_or(0).min(widest), widest);
    while low < high {
        let middle = usize::midpoint(low, high);
        if lines_at(middle).len() <= fewest { high = middle } else { low = middle + 1 }
    }
    lines_at(high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Language, Mark};

    fn cut(text: &str, marks: &[Mark], widest: usize) -> Vec<String> {
        let block = Block { kind: BlockKind::Paragraph, text, marks };
        let patterns = Patterns::of(Language::parse("en").unwrap());
        let cut = Cut { widest, patterns, hyphenate: true };
        let shown = |f: Fragment| format!("{}{}", &text[f.start..f.end], if f.hyphen { "-" } else { "" });
        fragments(block, 0..text.len(), cut).into_iter().map(shown).collect()
    }

    #[test]
    fn words_are_cut_at_line_ends_and_syllables() {
        assert_eq!(cut("a nightstand at", &[], 40), ["a", "night-", "stand", "at"]);
    }

    #[test]
    fn an_authors_points_go_before_patterns() {
        let soft = Mark { start: 4, end: 4, kind: MarkKind::SoftHyphen };
        assert_eq!(cut("nightstand", &[soft], 40), ["nigh-", "tstand"]);
        let joined = Mark { start: 2, end: 2, kind: MarkKind::NoBreak };
        assert_eq!(cut("a bed", &[joined], 40), ["a bed"]);
        let parted = Mark { start: 1, end: 1, kind: MarkKind::Break };
        assert_eq!(cut("ab", &[parted], 40), ["a", "b"]);
    }

    #[test]
    fn a_foreign_phrase_is_broken_by_its_own_rules() {
        let german = Mark { start: 0, end: 10, kind: MarkKind::Foreign(Language::parse("de").unwrap()) };
        assert_eq!(cut("dunkelheit", &[german], 40), ["dun-", "kel-", "heit"]);
        let welsh = Mark { start: 0, end: 7, kind: MarkKind::Foreign(Language::parse("cy").unwrap()) };
        assert_eq!(cut("hiraeth", &[welsh], 40), ["hiraeth"]);
    }

    #[test]
    fn what_is_wider_than_a_line_is_cut_by_clusters() {
        assert_eq!(cut("夜夜夜夜", &[], 5), ["夜", "夜", "夜", "夜"]);
        assert_eq!(cut("xxxxxxxxxxxx", &[], 5), ["xxxxx", "xxxxx", "xx"]);
        assert_eq!(cut("http://a.b/ccccc", &[], 10), ["http://a.", "b/ccccc"]);
        assert_eq!(cut("👩‍👩‍👧‍👦\u{2060}👩‍👩‍👧‍👦", &[], 2).len(), 2);
    }

    #[test]
    fn a_heading_is_balanced() {
        let text = "The house at the end of the long road";
        let block = Block { kind: BlockKind::Heading { level: 2 }, text, marks: &[] };
        let fragments = fragments(block, 0..text.len(), Cut { widest: 30, patterns: None, hyphenate: false });
        let lines: Vec<_> = balance(&fragments, 30).iter().map(|l| &text[l[0].start..l[l.len() - 1].end]).collect();
        assert_eq!(lines, ["The house at the end", "of the long road"]);
    }
}
