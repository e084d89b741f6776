//! Scans a paragraph: finds the points at which its lines may end, with their cells.
//!
//! Points come from four sources: Unicode's rules and customs (`opportunity`), the author's marks, hyphenation
//! (`hyphen`), and, for a word wider than a line, force. There are two ways to the same points. `prose` is for
//! alphabetic text, and much faster. The general way here takes any script and any mark. A property test compares them.

mod prose;

use std::ops::Range;

use super::breaks::{At, Break, Breaks};
use super::hyphen::Hyphenator;
use super::opportunity::{is_alphabetic_prose, opportunities};
use super::width::{Ambiguous, clusters};
use crate::document::{Block, Language, Mark, MarkKind, narrow};

/// The demands on the points of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    /// The most cells between two neighbouring points, with an added hyphen. So a line of that length always has an
    /// end.
    pub(super) widest: usize,
    /// The cost of an added hyphen. `None` leaves words whole.
    pub(super) hyphen: Option<u32>,
    /// The width of characters of ambiguous width.
    pub(super) ambiguous: Ambiguous,
}

/// The hyphenators of a story: one for its language, and one for each language of its foreign phrases, made when it is
/// met.
#[derive(Debug, Default)]
pub(super) struct Hyphenators {
    /// That of the story's language; `None` if it has no patterns.
    own: Option<Hyphenator>,
    /// Those of foreign phrases.
    foreign: Vec<(Language, Option<Hyphenator>)>,
}

impl Hyphenators {
    /// Returns the hyphenators of a story in this language.
    pub(super) fn new(language: Option<Language>) -> Self {
        Self { own: language.and_then(Hyphenator::of), foreign: Vec::new() }
    }

    /// Returns the hyphenator of a foreign phrase, or of the story's own text for `None`.
    fn of(&mut self, foreign: Option<Language>) -> Option<&mut Hyphenator> {
        let Some(language) = foreign else { return self.own.as_mut() };
        let known = self.foreign.iter().position(|(known, _)| *known == language);
        let index = known.unwrap_or_else(|| {
            self.foreign.push((language, Hyphenator::of(language)));
            self.foreign.len() - 1
        });
        self.foreign[index].1.as_mut()
    }
}

/// The cost of a line end at a dash of the text's own, in squared cells. It is small, but a line end at a blank is
/// quieter.
const DASH: u32 = 2;

/// The cost of each letter that a part of a broken word has less than [`WHOLE_PART`]. With a hyphen of 40,
/// `hy-phenation` costs 50, and `hyphen-ation` 40.
const SHORT_PART: u32 = 5;

/// The letters that make a part of a word readable by itself.
const WHOLE_PART: u32 = 4;

/// Finds the points of a range of a block's text, which holds no line end. Returns whether that is alphabetic prose.
///
/// The points replace those in `breaks`. Their bytes are those of the block, and their cells begin with 0 at the range.
pub(super) fn scan(
    block: Block<'_>,
    range: Range<usize>,
    cut: Cut,
    hyphenators: &mut Hyphenators,
    breaks: &mut Breaks,
) -> bool {
    let text = &block.text[range.clone()];
    let ordinary = |mark: &Mark| {
        use MarkKind::{Emphasis, Link, Small, SmallCaps, Strong, Struck};
        matches!(mark.kind, Emphasis | Strong | Small | SmallCaps | Struck | Link(_))
    };
    let narrow = cut.ambiguous == Ambiguous::Narrow || text.is_ascii();
    if narrow
        && block.marks.iter().all(ordinary)
        && prose::scan(text, range.start, cut, hyphenators.own.as_mut(), breaks)
    {
        return true;
    }
    scan_by_clusters(block, range, cut, hyphenators, breaks);
    // A foreign phrase or a soft hyphen leads here, but the text is alphabetic prose all the same.
    narrow && text.chars().all(is_alphabetic_prose)
}

/// Finds the points by clusters, for any script and any mark.
fn scan_by_clusters(
    block: Block<'_>,
    range: Range<usize>,
    cut: Cut,
    hyphenators: &mut Hyphenators,
    breaks: &mut Breaks,
) {
    let text = &block.text[range.clone()];
    let mut ends = opportunities(text);
    obey_points(&mut ends, block, &range);
    ends.push(text.len());
    let start = At { byte: narrow(range.start), cell: 0 };
    breaks.clear();
    breaks.push(Break::start(start));
    let mut scanner = Scanner { block, cut, hyphenators, breaks, from: range.start, at: start };
    for end in ends {
        scanner.piece(range.start + end, range.end);
    }
}

/// Adds the line ends that the author's marks ask for, and removes those that they forbid.
fn obey_points(ends: &mut Vec<usize>, block: Block<'_>, range: &Range<usize>) {
    let points = |kind: MarkKind| {
        let inside = move |mark: &&Mark| mark.kind == kind && mark.start as usize > range.start;
        let of_kind = block.marks.iter().filter(inside).map(|mark| mark.start as usize - range.start);
        of_kind.take_while(|at| *at < range.len())
    };
    let wanted = ends.len();
    ends.extend(points(MarkKind::Break));
    if ends.len() > wanted {
        ends.sort_unstable();
        ends.dedup();
    }
    // Marks are sorted by where they start.
    let forbidden: Vec<usize> = points(MarkKind::NoBreak).collect();
    if !forbidden.is_empty() {
        ends.retain(|end| forbidden.binary_search(end).is_err());
    }
}

/// The scanner of one range.
struct Scanner<'a> {
    block: Block<'a>,
    cut: Cut,
    hyphenators: &'a mut Hyphenators,
    breaks: &'a mut Breaks,
    /// The first byte of the range.
    from: usize,
    /// The position up to which the text is scanned.
    at: At,
}

impl Scanner<'_> {
    /// Adds the points from here to `end`, where a line may end. `last` is the end of the range.
    fn piece(&mut self, end: usize, last: usize) {
        let start = self.at.byte as usize;
        let piece = &self.block.text[start..end];
        let shown = start + piece.trim_end_matches(' ').len();
        for point in self.hyphen_points(start, shown) {
            self.unbroken(point, true);
            let penalty = self.cut.hyphen.unwrap_or(0) + self.short_parts(start..shown, point);
            // A single cluster may fill the narrowest line and leave no room for a hyphen.
            let since = self.at.cell - self.breaks.last().map_or(0, |last| last.start.cell);
            let has_room = since < narrow(self.cut.widest);
            let point =
                if has_room { Break::hyphen(self.at, penalty) } else { Break::plain(self.at, self.at, penalty) };
            self.breaks.push(point);
        }
        self.unbroken(shown, false);
        let visible = self.at;
        let blanks = narrow(end - shown);
        self.at = At { byte: visible.byte + blanks, cell: visible.cell + blanks };
        let dash = self.block.text[start..shown].ends_with(['-', '‐', '–', '—']);
        let penalty = if dash && end < last { DASH } else { 0 };
        self.breaks.push(Break::plain(visible, self.at, penalty));
    }

    /// Returns the cost of a hyphen at `point` for the short parts that it makes.
    fn short_parts(&self, piece: Range<usize>, point: usize) -> u32 {
        let text = self.block.text;
        let letters = |part: &mut dyn Iterator<Item = char>| {
            part.take_while(|c| c.is_alphabetic()).take(WHOLE_PART as usize).count()
        };
        let before = letters(&mut text[piece.start..point].chars().rev());
        let after = letters(&mut text[point..piece.end].chars());
        SHORT_PART * (2 * WHOLE_PART - narrow(before + after))
    }

    /// Returns the bytes between `start` and `end` at which a hyphen may stand, in order.
    fn hyphen_points(&mut self, start: usize, end: usize) -> Vec<usize> {
        let first = self.block.marks.partition_point(|mark| mark.start as usize <= start);
        let inside = self.block.marks[first..].iter().take_while(|mark| (mark.start as usize) < end);
        let soft = inside.filter(|mark| mark.kind == MarkKind::SoftHyphen);
        let mut points: Vec<usize> = soft.map(|mark| mark.start as usize).collect();
        // If the author says how a word breaks, patterns are not asked.
        if points.is_empty() && self.cut.hyphen.is_some() {
            let text = &self.block.text[start..end];
            let starts_sentence = begins_sentence(&self.block.text[self.from..start]);
            let language = self.foreign_at(start);
            if let Some(hyphenator) = self.hyphenators.of(language) {
                hyphenator.hyphenate(text, starts_sentence, |at| points.push(start + at));
            }
        }
        points.dedup();
        points
    }

    /// Returns the language of the innermost foreign phrase around a byte.
    fn foreign_at(&self, byte: usize) -> Option<Language> {
        // The marks that are looked at, from the nearest on. No real text has more around one word.
        const DEEPEST: usize = 32;
        let begun = self.block.marks.partition_point(|mark| mark.start as usize <= byte);
        self.block.marks[..begun].iter().rev().take(DEEPEST).find_map(|mark| match mark.kind {
            MarkKind::Foreign(language) if mark.range().contains(&byte) => Some(language),
            _ => None,
        })
    }

    /// Moves on to `end` over text without a point. It is cut by force if it is wider than a line.
    fn unbroken(&mut self, end: usize, hyphen: bool) {
        let start = self.at.byte as usize;
        let cells = self.cut.ambiguous.width(&self.block.text[start..end]);
        if cells + usize::from(hyphen) <= self.cut.widest {
            self.at = At { byte: narrow(end), cell: self.at.cell + narrow(cells) };
            return;
        }
        self.forced(end, narrow(self.cut.widest), u32::from(hyphen));
    }

    /// Moves on to `end` and cuts an overlong word where a line is full: after the last sign at which an address may be
    /// divided, or else between two clusters. `reserve` cells are kept free for a hyphen at the end.
    fn forced(&mut self, end: usize, widest: u32, reserve: u32) {
        let start = self.at.byte as usize;
        let (mut line, mut sign) = (self.at, None);
        for (at, cluster) in clusters(&self.block.text[start..end]) {
            let to = start + at + cluster.len();
            let next =
                At { byte: narrow(to), cell: self.at.cell + u32::from(self.cut.ambiguous.cluster_width(cluster)) };
            let limit = widest.saturating_sub(if to == end { reserve } else { 0 });
            while next.cell - line.cell > limit && self.at.byte > line.byte {
                line = sign.take().unwrap_or(self.at);
                self.breaks.push(Break::plain(line, line, 0));
            }
            self.at = next;
            if matches!(cluster, "/" | "." | "-" | "?" | "&" | "=" | "_") {
                sign = Some(next);
            }
        }
    }
}

/// Returns whether the text after `told` begins a sentence, so that a capital there does not mean a name.
fn begins_sentence(told: &str) -> bool {
    let told = told.trim_end_matches(|c: char| " “‘«—(\"'".contains(c));
    told.is_empty() || told.trim_end_matches(['”', '’', '»', '"', '\'']).ends_with(['.', '!', '?', '…', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Setting};
    use proptest::prelude::*;

    fn cut(text: &str, marks: &[Mark], widest: usize) -> Vec<String> {
        let block = Block { kind: BlockKind::Paragraph, setting: Setting::default(), text, marks };
        let mut english = Hyphenators::new(Language::parse("en"));
        let mut breaks = Breaks::default();
        scan(
            block,
            0..text.len(),
            Cut { widest, hyphen: Some(40), ambiguous: Ambiguous::Narrow },
            &mut english,
            &mut breaks,
        );
        let shown = |i: usize| {
            let piece = &text[breaks[i - 1].start.byte as usize..breaks[i].end.byte as usize];
            assert_eq!(
                breaks[i].end.cell - breaks[i - 1].start.cell,
                narrow(Ambiguous::Narrow.width(piece)) + u32::from(breaks[i].hyphen)
            );
            format!("{piece}{}", if breaks[i].hyphen { "-" } else { "" })
        };
        (1..breaks.len()).map(shown).collect()
    }

    #[test]
    fn words_are_cut_at_line_ends_and_syllables() {
        assert_eq!(cut("a nightstand at", &[], 40), ["a", "night-", "stand", "at"]);
        assert_eq!(cut("", &[], 40), [""]);
    }

    #[test]
    fn ordinary_prose_takes_the_quick_way() {
        let cut = Cut { widest: 20, hyphen: Some(40), ambiguous: Ambiguous::Narrow };
        let mut english = Hyphenators::new(Language::parse("en"));
        let mut quick = |text: &str| prose::scan(text, 0, cut, english.own.as_mut(), &mut Breaks::default());
        assert!(quick("It was late—so late that “nobody” counted the river’s nightingales any more."));
        assert!(!quick("It was 夜."));
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
    fn points_cost_what_their_sides_lack() {
        let text = "to a nightstand—rely";
        let block = Block { kind: BlockKind::Paragraph, setting: Setting::default(), text, marks: &[] };
        let mut breaks = Breaks::default();
        let mut english = Hyphenators::new(Language::parse("en"));
        scan(
            block,
            0..text.len(),
            Cut { widest: 40, hyphen: Some(40), ambiguous: Ambiguous::Narrow },
            &mut english,
            &mut breaks,
        );
        // Its start, two blanks, night-stand, the dash, its end.
        assert_eq!(breaks.iter().map(|point| point.penalty).collect::<Vec<_>>(), [0, 0, 0, 40, 2, 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn both_paths_find_the_same_points(
            words in prop::collection::vec(
                prop_oneof![
                    6 => "[a-z]{1,12}[,.;:!?]?",
                    2 => "[“‘(\"']?[A-Za-zéžßж]{1,10}[’'][a-z]{1,6}[.!?…]?[”’)\"']?",
                    1 => "[a-z]{1,6}[—–-][“‘a-z]{1,7}",
                    1 => "(Mr\\.|St\\.|J\\.|[0-9]{1,2}|km|°C,|…|\\.\\.\\.|—|-|«|»|!|a@b|x/yzzzzz|[0-9]{1,3}[a-z]{0,7}|[A-Z]{2,8})",
                    1 => "[жд]{1,9}",
                ],
                1..30,
            ),
            widest in 6_usize..40,
            hyphen in prop::option::of(15_u32..41),
        ) {
            let text = words.join(" ");
            let cut = Cut { widest, hyphen, ambiguous: Ambiguous::Narrow };
            let mut hyphenators = Hyphenators::new(Language::parse("en"));
            let block = Block { kind: BlockKind::Paragraph, setting: Setting::default(), text: &text, marks: &[] };
            let (mut slow, mut fast) = (Breaks::default(), Breaks::default());
            scan_by_clusters(block, 0..text.len(), cut, &mut hyphenators, &mut slow);
            if prose::scan(&text, 0, cut, hyphenators.own.as_mut(), &mut fast) {
                prop_assert_eq!(&fast, &slow, "{}", text);
            }
        }
    }
}
