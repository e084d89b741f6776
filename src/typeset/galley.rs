//! Sets a stretch of a story in lines: the galley, from which pages are cut.

mod headings;
mod indents;

use std::ops::Range;

use self::indents::Indents;
use super::breaks::Breaks;
use super::hang::hang;
use super::initial;
use super::lines::{Breaker, Costs, Fill, Room, WIDEST};
use super::scan::{Cut, Hyphenators, scan};
use super::setting::{Setting, Side, parted, setting, title};
use super::spaces::{Spacer, Widened};
use super::stretch::Stretch;
use super::width::clusters;
use super::{Align, Ambiguous, Hyphens, Line, LineKind, MIN_MEASURE, Options, Paragraphs};
use crate::document::{Block, BlockKind, Document, Language, Place, Scene};

/// Below this measure lines are never justified: with five words on a line the gaps would be wider than the words.
const LEAST_JUSTIFIED: u16 = 40;

/// What line ends cost, in squared cells of slack. A hyphen under a hyphen makes a ladder, which is worth a hole of
/// ten cells; a runt one of eight; the rest of a word alone on a last line one of six.
const RAGGED: Costs =
    Costs { double_hyphen: 100, runt: 60, short_last: SHORT_LAST, hyphen_before_last: 40, fill: Fill::Ragged };

/// The same of justified lines, where a line with as many empty cells as blanks costs ten thousand.
const JUSTIFIED: Costs =
    Costs { double_hyphen: 5000, runt: 2000, short_last: SHORT_LAST, hyphen_before_last: 1500, fill: Fill::Justified };

/// What a hyphen costs in a justified line: a calm one a blank and a half to twice as wide.
const HYPHEN_JUSTIFIED: u32 = 30;

/// The same where lines are short, and hyphens would else stand at every other one.
const HYPHEN_JUSTIFIED_SHORT: u32 = 50;

/// Lines that are short in this sense.
const SHORT_JUSTIFIED: u16 = 50;

/// The cells that a last line should have: one ordinary word.
const SHORT_LAST: u32 = 7;

/// A last line must reach past the next paragraph's indent by a short word, or the two read as a step.
const SHORT_OVER_INDENT: u32 = 3;

/// The cells of text that must be left beside a drop cap.
const LEAST_BESIDE_INITIAL: u16 = 24;

/// A document's lines in reading order, not yet cut into pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Galley {
    /// The lines. Their places never go back.
    pub lines: Vec<Line>,
}

/// Sets a document. Every character but the blanks at line ends stands on exactly one line, and no line is wider than
/// the measure.
#[must_use]
pub fn typeset(document: &Document, options: &Options) -> Galley {
    let mut compositor = Compositor::new(document);
    Galley { lines: Setter::new(&mut compositor, document, *options).stretch(Stretch::whole(document)) }
}

/// Whoever sets a story's lines, with the words that it knows how to break.
#[derive(Debug)]
pub struct Compositor {
    hyphenators: Hyphenators,
    breaks: Breaks,
    breaker: Breaker,
    spacer: Spacer,
}

impl Compositor {
    /// One for this story.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        // Stories without a language are hyphenated as English: the project's own tongue, and most of what is read
        // without a header.
        let language = document.metadata.language.or_else(|| Language::parse("en"));
        Self {
            hyphenators: Hyphenators::new(language),
            breaks: Breaks::default(),
            breaker: Breaker::default(),
            spacer: Spacer::default(),
        }
    }
}

pub(super) struct Setter<'a> {
    pub(super) document: &'a Document,
    pub(super) options: Options,
    compositor: &'a mut Compositor,
    lines: Vec<Line>,
}

impl<'a> Setter<'a> {
    pub(super) fn new(compositor: &'a mut Compositor, document: &'a Document, options: Options) -> Self {
        let widest = u16::try_from(WIDEST).unwrap_or(u16::MAX);
        let options = Options { measure: options.measure.clamp(MIN_MEASURE, widest), ..options };
        Self { document, options, compositor, lines: Vec::new() }
    }

    /// Sets a stretch.
    pub(super) fn stretch(&mut self, stretch: Stretch) -> Vec<Line> {
        if self.options.title_page && stretch.start == (0, 0) {
            self.title_page();
        }
        for (index, blocks) in stretch.scenes(self.document) {
            self.scene(index, blocks);
        }
        std::mem::take(&mut self.lines)
    }

    /// The paragraph that lines are all of, and how it is set.
    fn paragraph(&self, lines: &[Line]) -> Option<(Place, Block<'a>, Setting, (u16, u16))> {
        let first = lines.first()?;
        let place = Place { byte: 0, ..first.place };
        let scene = self.document.scenes.get(place.scene as usize)?;
        let block = scene.block(place.block as usize)?;
        let ink = setting(block.kind, scene.mood, self.options.measure);
        let indents = (first.indent - ink.left, ink.turned.min(self.room_of(ink) - MIN_MEASURE));
        Some((place, block, ink, indents))
    }

    /// Sets a paragraph anew with a line more than `lines`, which are all of it; `None` where it won't.
    pub(super) fn lengthened(&mut self, lines: &[Line]) -> Option<Vec<Line>> {
        let (place, block, ink, indents) = self.paragraph(lines)?;
        let room = self.room_of(ink);
        let narrowest = room - most_narrowed(room);
        self.scan(block, 0..block.text.len(), (ink, narrowest), indents);
        // What the estimate says is right or a cell too much.
        let estimate = lines.last().and_then(|last| narrowed_for(room, lines.len(), last.cells)).unwrap_or(1);
        for narrow in (narrowest..=room - estimate.saturating_sub(1).max(1)).rev() {
            self.break_lines((ink, narrow), indents);
            if self.compositor.breaker.chosen().len() == lines.len() + 1 {
                if !self.is_even((ink, room), indents, block) {
                    return None;
                }
                self.prose(place, block, (ink, room), indents.into());
                self.close_block(0);
                return Some(std::mem::take(&mut self.lines));
            }
        }
        None
    }

    /// Returns whether the chosen lines could have been a paragraph's first choice: no line stands out as short, no blanks are
    /// torn, and the last line is no runt. A page is a row short rather than that.
    fn is_even(&self, (ink, room): (Setting, u16), (indent, turned): (u16, u16), block: Block<'_>) -> bool {
        let ends = self.compositor.breaker.chosen();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let justified = ink.prose && self.fill() == Fill::Justified;
        starts.zip(ends).enumerate().all(|(n, (start, end))| {
            let cells = self.cells(start, *end);
            if n + 1 == ends.len() {
                return u32::from(cells) >= self.costs(ink, indent).short_last;
            }
            let slack = (room - if n == 0 { indent } else { turned }).saturating_sub(cells);
            if !justified {
                return slack * 100 <= room * MOST_SHORT;
            }
            let breaks = &self.compositor.breaks;
            let text = &block.text[breaks[start].start.byte as usize..breaks[*end].end.byte as usize];
            usize::from(slack) <= text.matches(' ').count()
        })
    }

    /// Whether a block is one flow of text, without lines of the author's own.
    pub(super) fn is_one_flow(&self, place: Place) -> bool {
        let block = self.document.block(place.scene as usize, place.block as usize);
        block.is_some_and(|block| memchr::memchr(b'\n', block.text.as_bytes()).is_none())
    }

    fn scene(&mut self, index: usize, blocks: Range<usize>) {
        let scene = &self.document.scenes[index];
        // Where the stretch begins within a scene, its first paragraph follows one that stands in another stretch.
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
                    let opens = b > 0 && previous.is_none() && title(scene.mood).initial && scene.title().is_some();
                    if !(opens && self.opening(place, block, scene)) {
                        self.block(place, block, scene, follows);
                    }
                    previous = Some(block);
                }
            }
        }
    }

    /// Sets a scene's first paragraph with a drop cap; whether it is of the kind that can have one, and long enough.
    fn opening(&mut self, place: Place, block: Block<'_>, scene: &Scene) -> bool {
        // A letter with an accent of its own has none.
        let (_, first) = clusters(block.text).next().unwrap_or_default();
        let letter = first.chars().next().filter(|letter| letter.len_utf8() == first.len()).unwrap_or_default();
        let plain = block.kind == BlockKind::Paragraph && self.is_one_flow(place);
        let Some(cap) = initial::cells(letter).filter(|_| self.options.initials && plain) else { return false };
        let ink = setting(block.kind, scene.mood, self.options.measure);
        let room = self.room_of(ink);
        if room < LEAST_BESIDE_INITIAL + cap {
            return false;
        }
        self.scan(block, letter.len_utf8()..block.text.len(), (ink, room - cap), (0, 0));
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
        // The letter belongs to the line that it opens.
        self.lines[first_line].place.byte = 0;
        self.close_block(first_line);
        true
    }

    /// Sets a block of text. It may open its scene, or follow its like without a gap, and so be indented.
    fn block(&mut self, place: Place, block: Block<'_>, scene: &Scene, follows: Follows) {
        let (opens, continues) = (follows == Follows::Nothing, follows == Follows::Text);
        let ink = setting(block.kind, scene.mood, self.options.measure);
        let room = self.room_of(ink);
        let most = room - MIN_MEASURE;
        // Lines of the author's own (an address, a signature) stand under each other.
        let line_end = memchr::memchr(b'\n', block.text.as_bytes());
        let indented = continues && line_end.is_none();
        let indents = (if indented { ink.first.min(most) } else { 0 }, ink.turned.min(most));
        let first_line = self.lines.len();
        if line_end.is_none() {
            self.scan(block, 0..block.text.len(), (ink, room), indents);
            if opens {
                keep_first_line_whole(
                    &mut self.compositor.breaks,
                    u32::from(room - indents.0),
                    u32::from(room - indents.1),
                );
            }
            self.break_lines((ink, room), indents);
            self.prose(place, block, (ink, room), indents.into());
            return self.close_block(first_line);
        }
        let mut from = 0;
        for piece in block.text.split('\n') {
            if piece.is_empty() {
                // A gap between stanzas.
                self.row(LineKind::Blank, Place::new(place.scene as usize, place.block as usize, from));
            } else {
                self.scan(block, from..from + piece.len(), (ink, room), indents);
                self.break_lines((ink, room), indents);
                self.prose(place, block, (ink, room), indents.into());
            }
            from += piece.len() + 1;
        }
        self.close_block(first_line);
    }

    /// The cells between the edges of a block.
    pub(super) fn room_of(&self, ink: Setting) -> u16 {
        (self.options.measure - ink.left - ink.right).max(MIN_MEASURE)
    }

    fn scan(&mut self, block: Block<'_>, range: Range<usize>, (ink, room): (Setting, u16), indents: (u16, u16)) {
        let hyphen = self.options.hyphens.cost().filter(|_| ink.prose).map(|ragged| match self.fill() {
            Fill::Ragged => ragged,
            Fill::Justified if self.options.hyphens == Hyphens::Tight => ragged,
            Fill::Justified if self.options.measure < SHORT_JUSTIFIED => HYPHEN_JUSTIFIED_SHORT,
            Fill::Justified => HYPHEN_JUSTIFIED,
        });
        let ambiguous = self.options.ambiguous;
        let cut = Cut { widest: usize::from(room - indents.0.max(indents.1)), hyphen, ambiguous };
        let fill = self.fill();
        let Compositor { hyphenators, breaks, .. } = &mut *self.compositor;
        let alphabetic = scan(block, range, cut, hyphenators, breaks);
        if alphabetic && ink.prose && self.options.hang {
            hang(breaks, block.text, fill);
        }
    }

    /// Chooses the ends of the scanned text's lines.
    fn break_lines(&mut self, (ink, room): (Setting, u16), (indent, turned): (u16, u16)) {
        let cells = Room { first: u32::from(room - indent), rest: u32::from(room - turned) };
        let costs = self.costs(ink, indent);
        self.compositor.breaker.break_lines(&self.compositor.breaks, cells, costs);
    }

    fn costs(&self, ink: Setting, indent: u16) -> Costs {
        let costs = if ink.prose && self.fill() == Fill::Justified { JUSTIFIED } else { RAGGED };
        Costs { short_last: SHORT_LAST.max(u32::from(indent) + SHORT_OVER_INDENT), ..costs }
    }

    /// What becomes of the empty cells of prose.
    fn fill(&self) -> Fill {
        let justified = self.options.align == Align::Justify && self.options.measure >= LEAST_JUSTIFIED;
        if justified { Fill::Justified } else { Fill::Ragged }
    }

    /// Adds the lines of the chosen ends.
    fn prose(&mut self, place: Place, block: Block<'_>, (ink, room): (Setting, u16), indents: Indents) {
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

    /// The blanks to widen in a line, to justify it.
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

    /// The cells of a line between two points, its hyphen counted.
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

/// How much of a line may be empty where a paragraph is set longer for its page, in percent: a little more than what
/// the metrics call a hole, since the lines of a whole paragraph grow shorter together.
const MOST_SHORT: u16 = 18;

/// How much narrower a paragraph may be set to gain a line: a sixteenth, four cells at 66, is not seen in ragged text.
fn most_narrowed(room: u16) -> u16 {
    (room / 16).max(1)
}

/// How much narrower a paragraph of so many lines would have to be to gain one; `None` if that is too much. Each line
/// narrowed gives its cells to the last one, which must flow over by a word.
pub(super) fn narrowed_for(room: u16, lines: usize, last: u16) -> Option<u16> {
    let missing = (usize::from(room) + SHORT_LAST as usize).saturating_sub(usize::from(last));
    u16::try_from(missing.div_ceil(lines)).ok().filter(|narrowed| (1..=most_narrowed(room)).contains(narrowed))
}

/// What a block of text stands after.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// A title, an ornament or nothing: it opens its scene.
    Nothing,
    /// A gap.
    Gap,
    /// Its like.
    Text,
}

/// How one line is placed.
#[derive(Clone, Copy)]
struct Shape {
    kind: LineKind,
    ink: Setting,
    indent: u16,
    wide: Widened,
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
        hangs: false,
        ambiguous: Ambiguous::Narrow,
        hyphen: false,
        first: false,
        last: false,
        new_page: false,
    }
}

/// Takes the hyphens out of a paragraph's first line, which is `first` cells long and the others `rest`: a scene does not open
/// with a broken word. Where a word is so long that a line would have no end without one, they stay.
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
