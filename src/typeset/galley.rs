//! Sets a whole document in lines: the galley, from which pages are cut.

use super::breaks::Breaks;
use super::lines::{Breaker, Costs, Room, WIDEST, balanced};
use super::scan::{Cut, Hyphenators, scan};
use super::setting::{Setting, Side, parted, setting, title};
use super::spaces::Spacer;
use super::{Align, Line, LineKind, MIN_MEASURE, Options, Paragraphs, SceneStart};
use crate::document::{Block, BlockKind, Document, Language, Place, Scene};

/// Below this measure lines are never justified: with five words on a line the gaps would be wider than the words.
const LEAST_JUSTIFIED: u16 = 40;

/// What line ends cost, in squared cells of slack. A hyphen under a hyphen makes a ladder, which is worth a hole of
/// ten cells; a runt one of eight; the rest of a word alone on a last line one of six.
const COSTS: Costs = Costs { double_hyphen: 100, runt: 60, short_last: SHORT_LAST, hyphen_before_last: 40 };

/// The cells that a last line should have: one ordinary word.
const SHORT_LAST: u32 = 7;

/// A last line must reach past the next paragraph's indent by a short word, or the two read as a step.
const SHORT_OVER_INDENT: u32 = 3;

/// Empty rows between two scenes on one page: more than part two paragraphs.
const SCENE_GAP: usize = 2;

/// Empty rows under the story's title and author.
const TITLE_PAGE_GAP: usize = 3;

/// A document's lines in reading order, not yet cut into pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Galley {
    /// The lines. Their places never go back.
    pub lines: Vec<Line>,
}

impl Galley {
    /// The first line that shows a place, or the nearest before it.
    #[must_use]
    pub fn line_at(&self, place: Place) -> usize {
        let nearest = self.lines.partition_point(|line| line.place <= place).saturating_sub(1);
        // The story's title stands at the same place as what follows it.
        let same = self.lines.get(nearest).map_or(place, |line| line.place);
        let first = self.lines.partition_point(|line| line.place < same);
        first + self.lines[first..nearest.max(first)].iter().take_while(|line| line.is_blank()).count()
    }
}

/// Sets a document. Every character but the blanks at line ends stands on exactly one line, and no line is wider than
/// the measure.
#[must_use]
pub fn typeset(document: &Document, options: &Options) -> Galley {
    let widest = u16::try_from(WIDEST).unwrap_or(u16::MAX);
    let options = Options { measure: options.measure.clamp(MIN_MEASURE, widest), ..*options };
    // Stories without a language are hyphenated as English: the project's own tongue, and most of what is read
    // without a header.
    let language = document.metadata.language.or_else(|| Language::parse("en"));
    let mut setter = Setter {
        document,
        options,
        hyphenators: Hyphenators::new(language),
        galley: Galley::default(),
        breaks: Breaks::default(),
        breaker: Breaker::default(),
        spacer: Spacer::default(),
    };
    if options.title_page {
        setter.title_page();
    }
    for (index, scene) in document.scenes.iter().enumerate() {
        setter.scene(index, scene);
    }
    setter.galley
}

struct Setter<'a> {
    document: &'a Document,
    options: Options,
    hyphenators: Hyphenators,
    galley: Galley,
    breaks: Breaks,
    breaker: Breaker,
    spacer: Spacer,
}

impl Setter<'_> {
    fn title_page(&mut self) {
        let metadata = &self.document.metadata;
        if metadata.title.is_empty() {
            return;
        }
        let place = Place::default();
        self.room(LineKind::Sink, 2, place);
        self.front(LineKind::StoryTitle, &metadata.title);
        if !metadata.author.is_empty() {
            self.room(LineKind::Blank, 1, place);
            self.front(LineKind::StoryAuthor, &metadata.author);
        }
        self.room(LineKind::Blank, TITLE_PAGE_GAP, place);
    }

    /// Sets a text of the front matter in the middle.
    fn front(&mut self, kind: LineKind, text: &str) {
        let block = Block { kind: BlockKind::Heading { level: 1 }, text, marks: &[] };
        let ink = Setting { side: Side::Centre, ..setting(block.kind, None, self.options.measure) };
        let first_line = self.galley.lines.len();
        self.heading(Place::default(), block, ink, kind);
        // It stands before all places: what it shows is a range of the front matter.
        self.galley.lines[first_line..].iter_mut().for_each(|line| line.place = Place::default());
    }

    fn scene(&mut self, index: usize, scene: &Scene) {
        let mut previous: Option<Block<'_>> = None;
        for (b, block) in scene.blocks().enumerate() {
            let place = Place::new(index, b, 0);
            match block.kind {
                BlockKind::Heading { .. } => self.scene_title(place, scene, block),
                BlockKind::Ornament => self.ornament(place),
                _ => {
                    let every = self.options.paragraphs == Paragraphs::BlankRow;
                    let parted = previous.is_some_and(|before| parted(before, block, every));
                    if parted {
                        self.room(LineKind::Blank, 1, place);
                    }
                    let continues = previous.is_some() && !parted;
                    self.block(place, block, scene, continues);
                    previous = Some(block);
                }
            }
        }
    }

    fn scene_title(&mut self, place: Place, scene: &Scene, block: Block<'_>) {
        let title = title(scene.mood);
        let start = self.galley.lines.len();
        let new_page = self.options.scenes == SceneStart::NewPage;
        match (place.scene, start) {
            // What stands before the first scene is the title page, which has its own room below it.
            (0, 1..) => {}
            _ if new_page => self.room(LineKind::Sink, usize::from(title.sink), place),
            (0, 0) => {}
            _ => self.room(LineKind::Blank, SCENE_GAP, place),
        }
        self.heading(place, block, setting(block.kind, scene.mood, self.options.measure), LineKind::Text(block.kind));
        let below = Place::new(place.scene as usize, place.block as usize, block.text.len());
        if title.ornament {
            self.room(LineKind::Blank, 1, below);
            self.row(LineKind::Ornament, below);
        }
        self.room(LineKind::Blank, 1, below);
        self.galley.lines[start].new_page = new_page && place.scene > 0;
    }

    fn ornament(&mut self, place: Place) {
        if !self.galley.lines.is_empty() {
            self.room(LineKind::Blank, 1, place);
        }
        self.row(LineKind::Ornament, place);
        self.room(LineKind::Blank, 1, place);
    }

    fn heading(&mut self, place: Place, block: Block<'_>, ink: Setting, kind: LineKind) {
        let measure = u32::from(self.options.measure);
        let first_line = self.galley.lines.len();
        let mut from = 0;
        for piece in block.text.split('\n') {
            let cut = Cut { widest: usize::from(self.options.measure), hyphen: None };
            scan(block, from..from + piece.len(), cut, &mut self.hyphenators, &mut self.breaks);
            let mut start = 0;
            for end in balanced(&self.breaks, measure) {
                self.line(place, (start, end), Shape { kind, ink, indent: 0, wide: 0 });
                start = end;
            }
            from += piece.len() + 1;
        }
        self.close_block(first_line);
    }

    /// Sets a block of text. `continues` says that it follows its like without a gap, and so is indented.
    fn block(&mut self, place: Place, block: Block<'_>, scene: &Scene, continues: bool) {
        let ink = setting(block.kind, scene.mood, self.options.measure);
        let room = (self.options.measure - ink.left - ink.right).max(MIN_MEASURE);
        let most = room - MIN_MEASURE;
        // Lines of the author's own (an address, a signature) stand under each other.
        let indented = continues && !block.text.contains('\n');
        let (indent, turned) = (if indented { ink.first.min(most) } else { 0 }, ink.turned.min(most));
        let hyphen = self.options.hyphens.cost().filter(|_| ink.prose);
        let cut = Cut { widest: usize::from(room - indent.max(turned)), hyphen };
        let first_line = self.galley.lines.len();
        let mut from = 0;
        for piece in block.text.split('\n') {
            if piece.is_empty() {
                // A gap between stanzas.
                self.row(LineKind::Blank, Place::new(place.scene as usize, place.block as usize, from));
            } else {
                scan(block, from..from + piece.len(), cut, &mut self.hyphenators, &mut self.breaks);
                self.prose(place, block, (ink, room), (indent, turned));
            }
            from += piece.len() + 1;
        }
        self.close_block(first_line);
    }

    /// Sets the scanned text: its first line behind `indent` cells, the others behind `turned`.
    fn prose(&mut self, place: Place, block: Block<'_>, (ink, room): (Setting, u16), (indent, turned): (u16, u16)) {
        let cells = Room { first: u32::from(room - indent), rest: u32::from(room - turned) };
        let costs = Costs { short_last: SHORT_LAST.max(u32::from(indent) + SHORT_OVER_INDENT), ..COSTS };
        self.spacer.begin();
        let mut breaker = std::mem::take(&mut self.breaker);
        let mut start = 0;
        let ends = breaker.break_lines(&self.breaks, cells, costs);
        for (n, end) in ends.iter().copied().enumerate() {
            let indent = if n == 0 { indent } else { turned };
            let last = n + 1 == ends.len();
            let wide = if last || !ink.prose { 0 } else { self.wide(block, (start, end), (indent, room)) };
            self.line(place, (start, end), Shape { kind: LineKind::Text(block.kind), ink, indent, wide });
            start = end;
        }
        self.breaker = breaker;
    }

    /// The blanks to widen in a line, to justify it.
    fn wide(&mut self, block: Block<'_>, (start, end): (usize, usize), (indent, room): (u16, u16)) -> u64 {
        if self.options.align != Align::Justify || self.options.measure < LEAST_JUSTIFIED {
            return 0;
        }
        let text = &block.text[self.breaks[start].start.byte as usize..self.breaks[end].end.byte as usize];
        let slack = (room - indent).saturating_sub(self.cells(start, end));
        self.spacer.widen(text, indent, slack)
    }

    /// The cells of a line between two points, its hyphen counted.
    fn cells(&self, start: usize, end: usize) -> u16 {
        u16::try_from(self.breaks[end].end.cell - self.breaks[start].start.cell).unwrap_or(u16::MAX)
    }

    /// Adds the line between two points.
    fn line(&mut self, block: Place, (start, end): (usize, usize), shape: Shape) {
        let Shape { kind, ink, indent, wide } = shape;
        let slack = self.options.measure.saturating_sub(self.cells(start, end));
        let indent = match ink.side {
            Side::Left => ink.left + indent,
            Side::Centre => slack / 2,
        };
        let place = Place { byte: self.breaks[start].start.byte, ..block };
        let hyphen = self.breaks[end].hyphen;
        self.galley.lines.push(Line { end: self.breaks[end].end.byte, indent, wide, hyphen, ..empty(kind, place) });
    }

    fn close_block(&mut self, first_line: usize) {
        if let Some(first) = self.galley.lines.get_mut(first_line) {
            first.first = true;
        }
        if let Some(last) = self.galley.lines[first_line..].last_mut() {
            last.last = true;
        }
    }

    fn room(&mut self, kind: LineKind, rows: usize, place: Place) {
        (0..rows).for_each(|_| self.row(kind, place));
    }

    fn row(&mut self, kind: LineKind, place: Place) {
        self.galley.lines.push(empty(kind, place));
    }
}

/// How one line is placed.
#[derive(Clone, Copy)]
struct Shape {
    kind: LineKind,
    ink: Setting,
    indent: u16,
    wide: u64,
}

fn empty(kind: LineKind, place: Place) -> Line {
    Line {
        place,
        start: place.byte,
        end: place.byte,
        kind,
        indent: 0,
        wide: 0,
        hyphen: false,
        first: false,
        last: false,
        new_page: false,
    }
}

#[cfg(test)]
mod tests;
