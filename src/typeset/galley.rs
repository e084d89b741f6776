//! Sets a whole document in lines: the galley, from which pages are cut.

use super::cluster::gap_count;
use super::fragment::{Cut, Fragment, balance, fit, fragments};
use super::hyphen::Patterns;
use super::setting::{Setting, Side, parted, setting, title};
use super::width::width;
use super::{Align, Line, LineKind, MIN_MEASURE, Options, Paragraphs, SceneStart};
use crate::document::{Block, BlockKind, Document, Language, Place, Scene};

/// Below this measure lines are never justified: with five words on a line the gaps would be wider than the words.
const LEAST_JUSTIFIED: u16 = 40;

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
    /// The line that shows a place, or the nearest before it.
    #[must_use]
    pub fn line_at(&self, place: Place) -> usize {
        self.lines.partition_point(|line| line.place <= place).saturating_sub(1)
    }
}

/// Sets a document. Every character but the blanks at line ends stands on exactly one line, and no line is wider than
/// the measure.
#[must_use]
pub fn typeset(document: &Document, options: &Options) -> Galley {
    let options = Options { measure: options.measure.max(MIN_MEASURE), ..*options };
    // Stories without a language are hyphenated as English: the project's own tongue, and most of what is read
    // without a header.
    let language = document.metadata.language.or_else(|| Language::parse("en"));
    let mut setter = Setter { document, options, patterns: language.and_then(Patterns::of), galley: Galley::default() };
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
    patterns: Option<Patterns>,
    galley: Galley,
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
        let mut previous: Option<BlockKind> = None;
        for (b, block) in scene.blocks().enumerate() {
            let place = Place::new(index, b, 0);
            match block.kind {
                BlockKind::Heading { .. } => self.scene_title(place, scene, block),
                BlockKind::Ornament => self.ornament(place),
                kind => {
                    let every = self.options.paragraphs == Paragraphs::BlankRow;
                    if previous.is_some_and(|before| parted(before, kind, every)) {
                        self.room(LineKind::Blank, 1, place);
                    }
                    let continues = previous == Some(kind) && !every;
                    self.block(place, block, scene, continues);
                    previous = Some(kind);
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
        let measure = usize::from(self.options.measure);
        let mut from = 0;
        let first_line = self.galley.lines.len();
        for piece in block.text.split('\n') {
            let cut = Cut { widest: measure, patterns: None, hyphenate: false };
            let fragments = fragments(block, from..from + piece.len(), cut);
            for line in balance(&fragments, measure) {
                self.line(place, line, Shape { kind, ink, indent: 0, extra: 0 }, block);
            }
            from += piece.len() + 1;
        }
        self.close_block(first_line);
    }

    /// Sets a block of text. `continues` says that it follows its like without a gap, and so is indented.
    fn block(&mut self, place: Place, block: Block<'_>, scene: &Scene, continues: bool) {
        let ink = setting(block.kind, scene.mood, self.options.measure);
        let room = usize::from((self.options.measure - ink.left - ink.right).max(MIN_MEASURE));
        let turned = usize::from(ink.turned).min(room - usize::from(MIN_MEASURE));
        // Lines of the author's own (an address, a signature) stand under each other.
        let continues = continues && !block.text.contains('\n');
        let first = if continues { usize::from(ink.first).min(room - usize::from(MIN_MEASURE)) } else { 0 };
        let hyphenate = self.options.hyphenate && ink.prose;
        let cut = Cut { widest: room - first.max(turned), patterns: self.patterns, hyphenate };
        let first_line = self.galley.lines.len();
        let mut from = 0;
        for piece in block.text.split('\n') {
            let indent = if from == 0 { first } else { 0 };
            if piece.is_empty() {
                // A gap between stanzas.
                self.row(LineKind::Blank, Place::new(place.scene as usize, place.block as usize, from));
            }
            let fragments = fragments(block, from..from + piece.len(), cut);
            let set = fit(&fragments, room - indent, room - turned);
            for (n, line) in set.iter().enumerate() {
                let indent = if n == 0 { indent } else { turned };
                let is_last = n + 1 == set.len();
                let extra = if is_last { 0 } else { self.extra(block, line, room - indent, ink.prose) };
                self.line(place, line, Shape { kind: LineKind::Text(block.kind), ink, indent, extra }, block);
            }
            from += piece.len() + 1;
        }
        self.close_block(first_line);
    }

    /// The cells to add to a line to justify it; none when it would be torn.
    fn extra(&self, block: Block<'_>, line: &[Fragment], room: usize, prose: bool) -> usize {
        if self.options.align != Align::Justify || !prose || self.options.measure < LEAST_JUSTIFIED {
            return 0;
        }
        let text = shown(block, line);
        let slack = room.saturating_sub(cells(block, line));
        // A gap twice its width is the most that does not tear a line.
        if slack <= gap_count(text) { slack } else { 0 }
    }

    fn line(&mut self, block_place: Place, line: &[Fragment], shape: Shape, block: Block<'_>) {
        let (Some(head), Some(tail)) = (line.first(), line.last()) else { return };
        let Shape { kind, ink, indent, extra } = shape;
        let measure = usize::from(self.options.measure);
        let slack = measure.saturating_sub(cells(block, line));
        let indent = match ink.side {
            Side::Left => usize::from(ink.left) + indent,
            Side::Centre => slack / 2,
            Side::Right => slack,
        };
        let narrow = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let byte = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let place = Place { byte: byte(head.start), ..block_place };
        let set = Line { indent: narrow(indent), extra: narrow(extra), hyphen: tail.hyphen, ..empty(kind, place) };
        self.galley.lines.push(Line { end: byte(tail.end), ..set });
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
    indent: usize,
    extra: usize,
}

fn empty(kind: LineKind, place: Place) -> Line {
    Line {
        place,
        start: place.byte,
        end: place.byte,
        kind,
        indent: 0,
        extra: 0,
        hyphen: false,
        first: false,
        last: false,
        new_page: false,
    }
}

/// The text that a line of fragments shows.
fn shown<'a>(block: Block<'a>, line: &[Fragment]) -> &'a str {
    match (line.first(), line.last()) {
        (Some(head), Some(tail)) => &block.text[head.start..tail.end],
        _ => "",
    }
}

/// The cells that a line of fragments takes, its hyphen counted.
fn cells(block: Block<'_>, line: &[Fragment]) -> usize {
    width(shown(block, line)) + usize::from(line.last().is_some_and(|tail| tail.hyphen))
}

#[cfg(test)]
mod tests;
