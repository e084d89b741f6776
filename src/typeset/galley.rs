//! The galley: sets a stretch of a story in lines, from which pages are cut later.
//!
//! The [`Typesetter`] walks the blocks of a stretch, and for each asks `geometry` for its indents, `scan` for its points,
//! `lines` for the line ends and `spaces` for the blanks to widen. It then places each line by its indent. Widths are
//! cells and offsets are bytes of a block's text. Rows of a page are not known here, except that a paragraph can be set
//! one line longer when a page asks for it.

mod headings;
mod indents;
mod shape;

use std::ops::Range;

use self::indents::Indents;
use self::shape::{Paragraph, Shape};
use super::breaks::Breaks;
use super::geometry::{Geometry, geometry, parted};
use super::hang::hang;
use super::initial;
use super::lines::{Breaker, Costs, Fill, Room, WIDEST};
use super::scan::{Cut, Hyphenators, scan};
use super::spaces::{Spacer, Widened};
use super::stretch::Stretch;
use super::width::clusters;
use super::{Align, Ambiguous, Hyphens, Line, LineKind, MIN_MEASURE, Options, Paragraphs};
use crate::document::{Block, BlockKind, Document, Language, Place, Scene, Side};

/// The shortest measure, in cells, at which lines are justified. A shorter line has six words or fewer, and its few
/// blanks would become as wide as words.
const LEAST_JUSTIFIED: u16 = 40;

/// The costs of line ends in ragged text, in squared cells of slack, so a cost is worth a hole of its square root.
///
/// A hyphen right under a hyphen begins a ladder, which is as bad as a hole of ten cells. A runt is as bad as one of
/// eight. The rest of a word alone on a last line is as bad as one of six.
const RAGGED: Costs =
    Costs { double_hyphen: 100, runt: 60, short_last: SHORT_LAST, hyphen_before_last: 40, fill: Fill::Ragged };

/// The costs of line ends in justified text, on the scale of Knuth and Plass: a line with as many spare cells as blanks
/// costs (1 + 100)², about ten thousand. So a ladder costs half of a line whose blanks are all doubled.
const JUSTIFIED: Costs =
    Costs { double_hyphen: 5000, runt: 2000, short_last: SHORT_LAST, hyphen_before_last: 1500, fill: Fill::Justified };

/// The penalty of a hyphen in a justified line. It is added to the line's badness `1 + 100 r³`, for `r` spare cells to
/// a blank. So a line without spare cells but with a hyphen is as bad as one without a hyphen at r = 0.67, whose blanks
/// are two thirds wider.
const HYPHEN_JUSTIFIED: u32 = 30;

/// The same penalty where lines are short. Hyphens would stand at every other line end otherwise.
const HYPHEN_JUSTIFIED_SHORT: u32 = 50;

/// The measure, in cells, below which lines are short in this sense.
const SHORT_JUSTIFIED: u16 = 50;

/// The cells that a last line should have: one ordinary word with its full stop. A shorter one is a runt.
const SHORT_LAST: u32 = 7;

/// The cells by which a last line should reach past the next paragraph's indent, or the two read as a step.
const SHORT_OVER_INDENT: u32 = 3;

/// The fewest cells of text beside a drop cap: four words. With less, the three lines beside it would be too ragged.
const LEAST_BESIDE_INITIAL: u16 = 24;

/// The lines of a story in reading order, not yet cut into pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Galley {
    /// The lines. Their places never go back: each is equal to the place before it or later.
    pub lines: Vec<Line>,
}

/// Sets a whole story in lines. The screen uses [`Quire::set`](super::Quire::set) instead, which also makes pages.
///
/// Every character stands on exactly one line, except the blanks at line ends. No line is wider than the measure.
#[must_use]
pub fn typeset(document: &Document, options: &Options) -> Galley {
    let mut compositor = Compositor::new(document);
    Galley { lines: Typesetter::new(&mut compositor, document, *options).stretch(Stretch::whole(document)) }
}

/// The working memory for setting one story, such as the words that were hyphenated. It only saves work: two
/// compositors give the same lines, in whatever order stretches are set, so each thread may have its own.
#[derive(Debug)]
pub struct Compositor {
    hyphenators: Hyphenators,
    breaks: Breaks,
    breaker: Breaker,
    spacer: Spacer,
}

impl Compositor {
    /// Returns a compositor for a story, whose language it takes from the front matter.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        // Most stories without a header are English, so those without a language are hyphenated as such.
        let language = document.metadata.language.or_else(|| Language::parse("en"));
        Self {
            hyphenators: Hyphenators::new(language),
            breaks: Breaks::default(),
            breaker: Breaker::default(),
            spacer: Spacer::default(),
        }
    }
}

/// The setter of one stretch, or of one paragraph anew.
pub(super) struct Typesetter<'a> {
    pub(super) document: &'a Document,
    pub(super) options: Options,
    compositor: &'a mut Compositor,
    lines: Vec<Line>,
}

impl<'a> Typesetter<'a> {
    pub(super) fn new(compositor: &'a mut Compositor, document: &'a Document, options: Options) -> Self {
        let widest = u16::try_from(WIDEST).unwrap_or(u16::MAX);
        let options = Options { measure: options.measure.clamp(MIN_MEASURE, widest), ..options };
        Self { document, options, compositor, lines: Vec::new() }
    }

    /// Sets a stretch and returns its lines.
    pub(super) fn stretch(&mut self, stretch: Stretch) -> Vec<Line> {
        if self.options.title_page && stretch.start == (0, 0) {
            self.title_page();
        }
        for (index, blocks) in stretch.scenes(self.document) {
            self.scene(index, blocks);
        }
        std::mem::take(&mut self.lines)
    }

    /// Returns the paragraph that consists of these lines.
    fn paragraph(&self, lines: &[Line]) -> Option<Paragraph<'a>> {
        let first = lines.first()?;
        let place = Place { byte: 0, ..first.place };
        let scene = self.document.scenes.get(place.scene as usize)?;
        let block = scene.block(place.block as usize)?;
        let ink = geometry(block, scene.mood, self.options.measure);
        let indents = (first.indent - ink.left, ink.turned.min(self.room_of(ink) - MIN_MEASURE));
        Some(Paragraph { place, block, ink, indents: indents.into() })
    }

    /// Sets a paragraph again with one line more than `lines`, which must be all of its lines. Returns `None` if that
    /// would look worse than a page that is a row short. The paragraph is broken as if lines were a few cells narrower,
    /// and then placed at the full measure. In ragged text, nobody sees that. Narrower rooms are tried one by one,
    /// beginning with an estimate, until the count of lines is right.
    pub(super) fn lengthened(&mut self, lines: &[Line]) -> Option<Vec<Line>> {
        let Paragraph { place, block, ink, indents } = self.paragraph(lines)?;
        let room = self.room_of(ink);
        let narrowest = room - most_narrowed(room);
        self.scan(block, 0..block.text.len(), (ink, narrowest), indents);
        // The estimate is right or one cell too large.
        let estimate = lines.last().and_then(|last| narrowed_for(room, lines.len(), last.cells)).unwrap_or(1);
        for narrow in (narrowest..=room - estimate.saturating_sub(1).max(1)).rev() {
            self.break_lines((ink, narrow), indents);
            if self.compositor.breaker.chosen().len() == lines.len() + 1 {
                if !self.is_even((ink, room), indents, block) {
                    return None;
                }
                self.prose(place, block, (ink, room), indents);
                self.close_block(0);
                return Some(std::mem::take(&mut self.lines));
            }
        }
        None
    }

    /// Returns whether the chosen lines could have been the first choice: no line is too short, no blanks are torn, and
    /// the last line is no runt.
    fn is_even(&self, (ink, room): (Geometry, u16), indents: Indents, block: Block<'_>) -> bool {
        let ends = self.compositor.breaker.chosen();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let justified = ink.prose && self.fill() == Fill::Justified;
        starts.zip(ends).enumerate().all(|(n, (start, end))| {
            let cells = self.cells(start, *end);
            if n + 1 == ends.len() {
                return u32::from(cells) >= self.costs(ink, indents.first).short_last;
            }
            let slack = (room - indents.of(n)).saturating_sub(cells);
            if !justified {
                return slack * 100 <= room * MOST_SHORT;
            }
            let breaks = &self.compositor.breaks;
            let text = &block.text[breaks[start].start.byte as usize..breaks[*end].end.byte as usize];
            usize::from(slack) <= text.matches(' ').count()
        })
    }

    /// Returns whether a block has no line ends of the author's own.
    pub(super) fn is_one_flow(&self, place: Place) -> bool {
        let block = self.document.block(place.scene as usize, place.block as usize);
        block.is_some_and(|block| memchr::memchr(b'\n', block.text.as_bytes()).is_none())
    }

    /// Sets a range of a scene's blocks, with the gaps between them.
    fn scene(&mut self, index: usize, blocks: Range<usize>) {
        let scene = &self.document.scenes[index];
        // Within a scene, a stretch's first paragraph follows one of another stretch.
        let before = blocks.start.checked_sub(1).and_then(|b| scene.block(b));
        let mut previous = before.filter(|block| !block.kind.opens_scene());
        for (b, block) in scene.blocks().enumerate().take(blocks.end).skip(blocks.start) {
            let place = Place::new(index, b, 0);
            match block.kind {
                BlockKind::Heading { .. } => {
                    self.scene_title(place, scene, block);
                    previous = None;
                }
                BlockKind::Ornament => self.ornament(place),
                _ => {
                    let every = self.options.paragraphs == Paragraphs::BlankRow;
                    let parted = previous.is_some_and(|before| parted(before, block, every));
                    if parted {
                        self.room(LineKind::Blank, 1, place);
                    }
                    let follows = match previous {
                        None => Follows::Nothing,
                        Some(_) if parted => Follows::Gap,
                        Some(_) => Follows::Text,
                    };
                    let opens =
                        b > 0 && previous.is_none() && self.options.initials.has(scene.mood) && scene.title().is_some();
                    let first_line = self.lines.len();
                    if !(opens && self.opening(place, block, scene)) {
                        self.block(place, block, scene, follows);
                        self.lead_in(first_line, block, opens);
                    }
                    previous = Some(block);
                }
            }
        }
    }

    /// Sets a scene's first paragraph with a drop cap. Returns whether it did: prose of over three lines, from A to Z.
    fn opening(&mut self, place: Place, block: Block<'_>, scene: &Scene) -> bool {
        // A letter with a combining accent has no drop cap.
        let (_, first) = clusters(block.text).next().unwrap_or_default();
        let letter = first.chars().next().filter(|letter| letter.len_utf8() == first.len()).unwrap_or_default();
        let plain = block.kind == BlockKind::Paragraph && self.is_one_flow(place);
        let Some(cap) = initial::cells(letter).filter(|_| plain) else { return false };
        let ink = geometry(block, scene.mood, self.options.measure);
        let room = self.room_of(ink);
        if room < LEAST_BESIDE_INITIAL + cap {
            return false;
        }
        self.scan(block, letter.len_utf8()..block.text.len(), (ink, room - cap), Indents::NONE);
        keep_first_line_whole(&mut self.compositor.breaks, u32::from(room - cap), u32::from(room - cap));
        let cells = |room: u16| Room { first: u32::from(room), rest: u32::from(room) };
        let costs = self.costs(ink, 0);
        let Compositor { breaks, breaker, .. } = &mut *self.compositor;
        if breaker.break_beside(breaks, (cells(room - cap), initial::ROWS), cells(room), costs).is_none() {
            return false;
        }
        let first_line = self.lines.len();
        self.prose(place, block, (ink, room), Indents { first: 0, rest: 0, cap });
        for (row, line) in (1..).zip(self.lines[first_line..].iter_mut().take(initial::ROWS)) {
            line.initial = row;
        }
        // The drop cap belongs to the line that it opens.
        self.lines[first_line].place.byte = 0;
        self.close_block(first_line);
        true
    }

    /// Sets a block of text. `follows` says whether it opens its scene, which keeps its first line whole, or continues
    /// a block without a gap, which indents it.
    fn block(&mut self, place: Place, block: Block<'_>, scene: &Scene, follows: Follows) {
        let (opens, continues) = (follows == Follows::Nothing, follows == Follows::Text);
        let ink = geometry(block, scene.mood, self.options.measure);
        let room = self.room_of(ink);
        let most = room - MIN_MEASURE;
        // Lines of the author's own (an address, a signature) stand under each other, so the first is not indented.
        let line_end = memchr::memchr(b'\n', block.text.as_bytes());
        let indented = continues && line_end.is_none();
        let first = if indented { ink.first.min(most) } else { 0 };
        let indents = Indents { first, rest: ink.turned.min(most), cap: 0 };
        let first_line = self.lines.len();
        if line_end.is_none() {
            self.scan(block, 0..block.text.len(), (ink, room), indents);
            if opens {
                keep_first_line_whole(
                    &mut self.compositor.breaks,
                    u32::from(room - indents.first),
                    u32::from(room - indents.rest),
                );
            }
            self.break_lines((ink, room), indents);
            self.prose(place, block, (ink, room), indents);
            return self.close_block(first_line);
        }
        // Behind the sign of an entry all other lines stand in, those of its author's own too.
        let below = Indents { first: if block.kind == BlockKind::Item { indents.rest } else { first }, ..indents };
        let mut from = 0;
        for piece in block.text.split('\n') {
            let indents = if from == 0 { indents } else { below };
            if piece.is_empty() {
                // A gap between stanzas.
                self.row(LineKind::Blank, Place::new(place.scene as usize, place.block as usize, from));
            } else {
                self.scan(block, from..from + piece.len(), (ink, room), indents);
                self.break_lines((ink, room), indents);
                self.prose(place, block, (ink, room), indents);
            }
            from += piece.len() + 1;
        }
        self.close_block(first_line);
    }

    /// Returns the cells between the edges of a block.
    pub(super) fn room_of(&self, ink: Geometry) -> u16 {
        (self.options.measure - ink.left - ink.right).max(MIN_MEASURE)
    }

    /// Finds the points of a range of a block's text for lines of at most `room` cells, and lets signs hang.
    fn scan(&mut self, block: Block<'_>, range: Range<usize>, (ink, room): (Geometry, u16), indents: Indents) {
        let hyphen = self.options.hyphens.cost().filter(|_| ink.prose).map(|ragged| match self.fill() {
            Fill::Ragged => ragged,
            Fill::Justified if self.options.hyphens == Hyphens::Tight => ragged,
            Fill::Justified if self.options.measure < SHORT_JUSTIFIED => HYPHEN_JUSTIFIED_SHORT,
            Fill::Justified => HYPHEN_JUSTIFIED,
        });
        let ambiguous = self.options.ambiguous;
        let cut = Cut { widest: usize::from(room - indents.first.max(indents.rest)), hyphen, ambiguous };
        let fill = self.fill();
        let Compositor { hyphenators, breaks, .. } = &mut *self.compositor;
        let alphabetic = scan(block, range, cut, hyphenators, breaks);
        if alphabetic && ink.prose && self.options.hang {
            hang(breaks, block.text, fill);
        }
    }

    /// Chooses the line ends of the scanned text.
    fn break_lines(&mut self, (ink, room): (Geometry, u16), indents: Indents) {
        let cells = Room { first: u32::from(room - indents.first), rest: u32::from(room - indents.rest) };
        let costs = self.costs(ink, indents.first);
        self.compositor.breaker.break_lines(&self.compositor.breaks, cells, costs);
    }

    /// Returns the costs for a block. A last line must reach past the indent of the next paragraph, which is taken to
    /// be that of this one.
    fn costs(&self, ink: Geometry, indent: u16) -> Costs {
        let costs = if ink.prose && self.fill() == Fill::Justified { JUSTIFIED } else { RAGGED };
        Costs { short_last: SHORT_LAST.max(u32::from(indent) + SHORT_OVER_INDENT), ..costs }
    }

    /// Returns what becomes of the empty cells of prose. Short measures are always ragged.
    fn fill(&self) -> Fill {
        let justified = self.options.align == Align::Justify && self.options.measure >= LEAST_JUSTIFIED;
        if justified { Fill::Justified } else { Fill::Ragged }
    }

    /// Adds the lines of the chosen ends.
    fn prose(&mut self, place: Place, block: Block<'_>, (ink, room): (Geometry, u16), indents: Indents) {
        self.compositor.spacer.begin(self.options.ambiguous);
        let mut start = 0;
        let breaker = std::mem::take(&mut self.compositor.breaker);
        let ends = breaker.chosen();
        for (n, end) in ends.iter().copied().enumerate() {
            let indent = indents.of(n);
            let last = n + 1 == ends.len();
            let wide =
                if last || !ink.prose { Widened::default() } else { self.wide(block, (start, end), (indent, room)) };
            self.line(place, (start, end), Shape { kind: LineKind::Text(block.kind), ink, indent, wide });
            start = end;
        }
        self.compositor.breaker = breaker;
    }

    /// Returns the blanks of a line to widen so that it fills its room. None are widened in ragged text.
    fn wide(&mut self, block: Block<'_>, (start, end): (usize, usize), (indent, room): (u16, u16)) -> Widened {
        if self.fill() == Fill::Ragged {
            return Widened::default();
        }
        let slack = (room - indent).saturating_sub(self.cells(start, end));
        let Compositor { breaks, spacer, .. } = &mut *self.compositor;
        let text = &block.text[breaks[start].start.byte as usize..breaks[end].end.byte as usize];
        let left = i32::from(indent) - i32::from(breaks[start].hangs);
        spacer.widen(text, left, slack)
    }

    /// Returns the cells of a line between two points, with its hyphen.
    fn cells(&self, start: usize, end: usize) -> u16 {
        let breaks = &self.compositor.breaks;
        u16::try_from(breaks[end].end.cell - breaks[start].start.cell).unwrap_or(u16::MAX)
    }

    /// Adds the line between two points.
    fn line(&mut self, block: Place, (start, end): (usize, usize), shape: Shape) {
        let Shape { kind, ink, indent, wide } = shape;
        let cells = self.cells(start, end);
        let slack = self.options.measure.saturating_sub(cells);
        let indent = match ink.side {
            Side::Left => ink.left + indent,
            Side::Centre => slack / 2,
            Side::Right => slack.saturating_sub(ink.right),
        };
        let (from, to) = (self.compositor.breaks[start], self.compositor.breaks[end]);
        let place = Place { byte: from.start.byte, ..block };
        self.lines.push(Line {
            end: to.end.byte,
            indent,
            cells,
            wide: wide.bits,
            all_wide: wide.all,
            hangs: from.hangs,
            ambiguous: self.options.ambiguous,
            hyphen: to.hyphen,
            ..empty(kind, place)
        });
    }

    fn close_block(&mut self, first_line: usize) {
        if let Some(first) = self.lines.get_mut(first_line) {
            first.first = true;
        }
        if let Some(last) = self.lines[first_line..].last_mut() {
            last.last = true;
        }
    }

    fn room(&mut self, kind: LineKind, rows: usize, place: Place) {
        (0..rows).for_each(|_| self.row(kind, place));
    }

    fn row(&mut self, kind: LineKind, place: Place) {
        self.lines.push(empty(kind, place));
    }
}

/// The share of a line, in percent, that may be empty where a paragraph is set longer for its page: a little more than
/// the 15 % that the metrics call a hole, since all its lines become shorter together.
const MOST_SHORT: u16 = 18;

/// Returns how many cells narrower a paragraph may be set to gain a line. A sixteenth, which is four cells at 66, is
/// not seen in ragged text.
fn most_narrowed(room: u16) -> u16 {
    (room / 16).max(1)
}

/// Returns how many cells narrower a paragraph of so many lines must be to gain one, or `None` if that is too many.
/// Each line gives its cells to the last one, which must overflow by a word. If the last of ten lines of 66 cells has
/// 40, it lacks 66 + 7 − 40 = 33 cells, and each line must be four cells narrower.
pub(super) fn narrowed_for(room: u16, lines: usize, last: u16) -> Option<u16> {
    let missing = (usize::from(room) + SHORT_LAST as usize).saturating_sub(usize::from(last));
    u16::try_from(missing.div_ceil(lines)).ok().filter(|narrowed| (1..=most_narrowed(room)).contains(narrowed))
}

/// The thing that a block of text follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// A title or an ornament, so the block opens its scene.
    Nothing,
    /// A blank row.
    Gap,
    /// Another block of text without a gap, so the block is indented.
    Text,
}

fn empty(kind: LineKind, place: Place) -> Line {
    Line {
        place,
        start: place.byte,
        end: place.byte,
        kind,
        indent: 0,
        cells: 0,
        wide: 0,
        all_wide: false,
        initial: 0,
        lead_in: 0,
        hangs: false,
        ambiguous: Ambiguous::Narrow,
        hyphen: false,
        first: false,
        last: false,
        new_page: false,
    }
}

/// Takes the hyphens out of a paragraph's first line, since a scene should not open with a broken word. `first` is the
/// length of that line, and `rest` that of the others, in cells. The hyphens stay if a word is too long for that.
fn keep_first_line_whole(breaks: &mut Breaks, first: u32, rest: u32) {
    let Some(start) = breaks.first().map(|start| start.start.cell) else { return };
    let reach = breaks.partition_point(|point| point.end.cell <= start + first);
    let kept = || breaks[..reach].iter().filter(|point| !point.hyphen);
    let goes_on = breaks
        .get(reach)
        .is_none_or(|next| kept().next_back().is_some_and(|last| next.end.cell <= last.start.cell + rest));
    let steps = kept().zip(kept().skip(1)).all(|(from, to)| to.end.cell <= from.start.cell + rest);
    if goes_on && steps && kept().count() > 1 {
        let mut nth = 0;
        breaks.retain(|point| {
            nth += 1;
            nth > reach || !point.hyphen
        });
    }
}

#[cfg(test)]
mod tests;
