//! The lines that stand above text in the galley: the title page, scene titles, headings and ornaments.
//!
//! Titles are balanced instead of optimal: as few lines as possible, all about equally long, and never hyphenated. Gaps
//! are counted in rows. `page` later drops blank rows at a page's top, but keeps the sink above a scene's title.

use super::{Compositor, Shape, Typesetter};
use crate::document::{Block, BlockKind, Place, Scene, Setting, Side};
use crate::typeset::geometry::{BIG_TITLE_ROWS, Geometry, geometry, title};
use crate::typeset::initial::lead_in;
use crate::typeset::lines::balanced;
use crate::typeset::scan::{Cut, scan};
use crate::typeset::spaces::Widened;
use crate::typeset::{Gaps, LineKind};

/// The empty rows below the story's title and author.
const TITLE_PAGE_GAP: usize = 3;

impl Typesetter<'_> {
    /// Has the first words of a scene's paragraph lead in, if it was set from `first_line` on without a drop cap.
    pub(super) fn lead_in(&mut self, first_line: usize, block: Block<'_>, opens: bool) {
        let plain = block.kind == BlockKind::Paragraph;
        // Blank rows may stand above the text.
        let text = self.lines[first_line..].iter_mut().find(|line| matches!(line.kind, LineKind::Text(_)));
        if let Some(line) = text.filter(|_| opens && plain) {
            let length = usize::from(lead_in(block.text)).min(line.end as usize);
            line.lead_in = u8::try_from(length).unwrap_or(0);
        }
    }

    /// Sets the story's title and author above its first scene. Without a title there is no title page, and neither where the title
    /// alone would stand above a heading of the same words.
    pub(super) fn title_page(&mut self) {
        let metadata = &self.document.metadata;
        let heading = self.document.scenes.first().and_then(Scene::title);
        let same = heading.is_some_and(|heading| heading.replace('\n', " ") == *metadata.title);
        if metadata.title.is_empty() || same && metadata.author.is_empty() {
            return;
        }
        let place = Place::default();
        let gap = |rows: usize, small: usize| if self.options.gaps == Gaps::Small { small } else { rows };
        let (above, between, below) = (gap(2, 0), gap(1, 0), gap(TITLE_PAGE_GAP, 1));
        self.room(LineKind::Sink, above, place);
        self.front(LineKind::StoryTitle, &metadata.title);
        if !metadata.author.is_empty() {
            self.room(LineKind::Blank, between, place);
            self.front(LineKind::StoryAuthor, &metadata.author);
        }
        self.room(LineKind::Blank, below, place);
    }

    /// Sets a text of the front matter, centred.
    fn front(&mut self, kind: LineKind, text: &str) {
        let block = Block { kind: BlockKind::Heading { level: 1 }, setting: Setting::default(), text, marks: &[] };
        let ink = Geometry { side: Side::Centre, ..geometry(block, None, self.options.measure) };
        let first_line = self.lines.len();
        self.heading(Place::default(), block, ink, kind);
        // The front matter has no place of its own. Its lines stand at the story's beginning and show a range of the
        // front matter.
        self.lines[first_line..].iter_mut().for_each(|line| line.place = Place::default());
    }

    /// Sets a heading. A scene's first heading begins a new page, and any other stays on the page that it is on.
    pub(super) fn scene_title(&mut self, place: Place, scene: &Scene, block: Block<'_>) {
        let title = title(scene.mood);
        let start = self.lines.len();
        let heads = |block: usize| scene.block(block).is_some_and(|b| matches!(b.kind, BlockKind::Heading { .. }));
        let at = place.block as usize;
        if at > 0 {
            // A heading below another one, or within a scene, stands on the same page.
            if !heads(at - 1) {
                self.room(LineKind::Blank, 1, place);
            }
            self.heading(place, block, geometry(block, scene.mood, self.options.measure), LineKind::Text(block.kind));
            return self.under_title(place, block, title.ornament && (0..at).all(heads) && !heads(at + 1));
        }
        // Above the first scene stands the title page, which has its own room below it.
        if place.scene > 0 || start == 0 {
            let least = if self.options.big_titles.has(scene.mood) { BIG_TITLE_ROWS - 1 } else { 0 };
            let sink = if self.options.gaps == Gaps::Small { 1 } else { title.sink.max(least) };
            self.room(LineKind::Sink, usize::from(sink), place);
        }
        self.heading(place, block, geometry(block, scene.mood, self.options.measure), LineKind::Text(block.kind));
        self.under_title(place, block, title.ornament && !heads(1));
        self.lines[start].new_page = place.scene > 0;
    }

    /// Adds the ornament, if wanted, and the blank row below a title. Their place is the end of the title.
    fn under_title(&mut self, place: Place, block: Block<'_>, ornament: bool) {
        let below = Place::new(place.scene as usize, place.block as usize, block.text.len());
        if ornament {
            self.room(LineKind::Blank, usize::from(self.options.gaps == Gaps::Wide), below);
            self.row(LineKind::Ornament, below);
        }
        self.room(LineKind::Blank, 1, below);
    }

    /// Sets a scene break, with a blank row on either side. At the top of a stretch there is none above it.
    pub(super) fn ornament(&mut self, place: Place) {
        if !self.lines.is_empty() {
            self.room(LineKind::Blank, 1, place);
        }
        self.row(LineKind::Ornament, place);
        self.room(LineKind::Blank, 1, place);
    }

    /// Sets the lines of a heading. They are first cut at the author's line ends and then balanced.
    fn heading(&mut self, place: Place, block: Block<'_>, ink: Geometry, kind: LineKind) {
        let measure = u32::from(self.options.measure);
        let first_line = self.lines.len();
        let mut from = 0;
        for piece in block.text.split('\n') {
            let cut =
                Cut { widest: usize::from(self.options.measure), hyphen: None, ambiguous: self.options.ambiguous };
            let Compositor { hyphenators, breaks, .. } = &mut *self.compositor;
            scan(block, from..from + piece.len(), cut, hyphenators, breaks);
            let mut start = 0;
            for end in balanced(breaks, measure) {
                self.line(place, (start, end), Shape { kind, ink, indent: 0, wide: Widened::default() });
                start = end;
            }
            from += piece.len() + 1;
        }
        self.close_block(first_line);
    }
}
