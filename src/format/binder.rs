//! Binds what chapters tell into scenes: where one begins, where a break parts two, and where a name in a chapter's file leads.

use std::ops::Range;

use super::Limits;
use super::anchors::Anchors;
use super::smarten::{self, Edit, Printer};
use crate::document::{BlockKind, Draft, MarkKind, Place, Scene, SceneBuilder, Setting};

/// The marks that may stand on one letter; more are a joke or an attack.
const MOST_MARKS: usize = 16;

/// The most paragraphs and scenes. The longest real books have some tens of thousands.
const MOST_BLOCKS: u64 = 400_000;
const MOST_SCENES: u64 = 40_000;

/// Takes the blocks of one chapter after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Binder {
    scenes: Vec<Scene>,
    scene: SceneBuilder,
    /// Whether the open scene holds more than what opens it.
    told: bool,
    /// The names in the files that were taken, with where they lead.
    anchors: Anchors,
    /// The bytes of text of the scenes that are whole.
    told_bytes: usize,
    /// How many parts of a saved page were left out.
    left_out: usize,
    /// How many blocks were begun.
    blocks: usize,
    /// What is marked now; it is marked in each block that begins meanwhile.
    marks: Vec<MarkKind>,
    /// The open block's kind, and what it holds so far: its first characters, as long as they may be an ornament.
    open: Option<(BlockKind, Glance)>,
    /// Parts of the open block whose signs stay as they were typed.
    typed: Vec<Range<usize>>,
    limits: Limits,
    /// How straight signs are set; `None` leaves them.
    printer: Option<Printer>,
}

/// What is known of a block's text before it is ended.
#[derive(Debug, Clone, Default)]
struct Glance {
    signs: String,
    /// Whether it is longer than any ornament.
    long: bool,
}

/// The longest row of signs that is an ornament, in bytes.
const LONGEST_ORNAMENT: usize = 64;

impl Binder {
    /// One that takes so much.
    pub(super) fn within(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Sets straight signs as a printer does from here on.
    pub(super) fn set_signs(&mut self, printer: Printer) {
        self.printer = Some(printer);
    }

    /// What there is more of than in any real book, and how much of it there may be.
    pub(super) fn is_over_limit(&self) -> Option<(&'static str, u64)> {
        let (blocks, scenes) = (self.limits.of(MOST_BLOCKS), self.limits.of(MOST_SCENES));
        if self.blocks as u64 > blocks {
            return Some(("number of paragraphs", blocks));
        }
        (self.scenes.len() as u64 > scenes).then_some(("number of scenes", scenes))
    }

    /// The bytes of text of the scenes that are whole.
    pub(super) fn told(&self) -> usize {
        self.told_bytes
    }

    /// The bytes of text so far.
    pub(super) fn written(&self) -> usize {
        self.told_bytes + self.scene.len()
    }

    /// Whether no more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.is_over_limit().is_some()
    }

    /// The place of what comes next: in the open block, or at the next one's beginning.
    fn here(&self) -> Place {
        // A heading that comes next takes the place of an ornament that nothing follows.
        let alone = self.scene.count() == 1 && self.scene.last_kind() == Some(BlockKind::Ornament) && !self.in_block();
        Place::new(self.scenes.len(), if alone { 0 } else { self.scene.count() }, self.scene.written())
    }

    /// Says that a name leads here. One that the contents lead to is taken however many there are.
    pub(super) fn anchor(&mut self, name: String, is_wanted: bool) {
        let here = self.here();
        self.anchors.put(name, here, is_wanted);
    }

    /// The kind of the last block of the scene.
    pub(super) fn last_kind(&self) -> Option<BlockKind> {
        self.scene.last_kind()
    }

    /// Says that something that has a name has ended here.
    pub(super) fn end_named(&mut self) {
        let here = self.here();
        self.anchors.end(here);
    }

    /// The mark of a link to a name; `None` where there are too many.
    pub(super) fn link(&mut self, name: String) -> Option<MarkKind> {
        self.anchors.link(name)
    }

    /// The mark of a link to an address of the web; `None` for any other address.
    pub(super) fn web(&mut self, address: &str) -> Option<MarkKind> {
        self.anchors.web(address)
    }

    /// Whether nothing has been taken yet.
    pub(super) fn is_untouched(&self) -> bool {
        self.blocks == 0
    }

    /// Whether a block is open.
    pub(super) fn in_block(&self) -> bool {
        self.open.is_some()
    }

    /// Begins a block; a heading after what was told begins a scene.
    pub(super) fn begin(&mut self, kind: BlockKind) {
        self.end();
        if matches!(kind, BlockKind::Heading { level: ..=3 }) && self.told {
            self.end_scene();
        } else if matches!(kind, BlockKind::Heading { .. }) && self.scene.last_kind() == Some(BlockKind::Ornament) {
            // The heading parts what the ornament did.
            self.scene = SceneBuilder::default();
        }
        self.scene.begin(kind);
        self.blocks += 1;
        self.open = Some((kind, Glance::default()));
        for mark in self.marks.clone() {
            self.scene.open_mark(mark);
        }
    }

    /// Takes text into the open block.
    pub(super) fn push(&mut self, text: &str) {
        if let Some((_, glance)) = &mut self.open {
            glance.long |= glance.signs.len() + text.len() > LONGEST_ORNAMENT && !text.trim().is_empty();
            if !glance.long {
                glance.signs.push_str(text);
            }
        }
        self.scene.push(text);
    }

    /// Ends the author's line.
    pub(super) fn break_line(&mut self) {
        self.scene.break_line();
    }

    /// From here on text is marked.
    pub(super) fn mark(&mut self, kind: MarkKind) -> bool {
        if self.marks.len() >= MOST_MARKS {
            return false;
        }
        self.marks.push(kind);
        if self.in_block() {
            self.scene.open_mark(kind);
        }
        true
    }

    /// The innermost mark of a kind ends. Those within it go on. Returns whether there was one.
    pub(super) fn unmark(&mut self, kind: MarkKind) -> bool {
        let Some(at) = self.marks.iter().rposition(|mark| *mark == kind) else { return false };
        let within = self.marks.split_off(at);
        if self.in_block() {
            for _ in &within {
                self.scene.close_mark();
            }
        }
        for mark in within.into_iter().skip(1) {
            self.mark(mark);
        }
        true
    }

    /// Returns whether text is marked so here.
    pub(super) fn is_marked(&self, kind: MarkKind) -> bool {
        self.marks.contains(&kind)
    }

    /// Says how the open block is set.
    pub(super) fn set(&mut self, setting: Setting) {
        self.scene.set(setting);
    }

    /// Returns whether the open block ends with a line of the author's own.
    pub(super) fn ends_line(&self) -> bool {
        self.scene.ends_line()
    }

    /// Takes the last line of the open block away if it is an ornament, which parts scenes. Returns whether it was; the line and its
    /// block end.
    pub(super) fn take_ornament_line(&mut self) -> bool {
        let text = self.scene.written_since(0);
        let start = text.rfind('\n').map_or(0, |at| at + 1);
        if start == 0 || !super::ornament::is_ornament(&text[start..]) {
            return false;
        }
        let range = start..text.len();
        self.scene.replace([(range, "")]);
        true
    }

    /// Returns the bytes of the open block's text.
    pub(super) fn length(&self) -> usize {
        self.scene.written()
    }

    /// Returns the open block's text from a byte on.
    pub(super) fn written_since(&self, byte: usize) -> &str {
        self.scene.written_since(byte)
    }

    /// Returns whether a blank or a line's end stands before what comes next.
    pub(super) fn is_parted(&self) -> bool {
        self.scene.is_parted()
    }

    /// Says that a part of a page is left out, which is for a visitor of its site.
    pub(super) fn leave_out(&mut self) {
        self.left_out += 1;
    }

    /// Returns how many parts of a page were left out.
    pub(super) fn left_out(&self) -> usize {
        self.left_out
    }

    /// Returns whether anything of the open scene has been told.
    pub(super) fn has_told(&self) -> bool {
        self.told
    }

    /// Keeps the signs of the open block from some byte on as they were typed.
    pub(super) fn keep_signs(&mut self, from: usize) {
        if self.printer.is_some() && from < self.length() {
            self.typed.push(from..self.length());
        }
    }

    /// Changes what the open block is.
    pub(super) fn set_kind(&mut self, kind: BlockKind) {
        if let Some((open, _)) = &mut self.open {
            *open = kind;
            self.scene.set_kind(kind);
        }
    }

    /// Ends the open block. One that holds an ornament's signs and nothing else parts two scenes.
    pub(super) fn end(&mut self) {
        let Some((kind, glance)) = self.open.take() else { return };
        let typed = std::mem::take(&mut self.typed);
        let row = !glance.long && !matches!(kind, BlockKind::Verse | BlockKind::Preformatted);
        // A word of small letters is a word: `ooo`.
        let word = glance.signs.trim().bytes().all(|byte| byte.is_ascii_lowercase());
        if row && !word && super::ornament::is_ornament(&glance.signs) {
            self.scene.cancel();
            // A heading has ended the scene already.
            if matches!(kind, BlockKind::Heading { .. }) && !self.told && self.scene.count() == 0 {
                if !self.scenes.is_empty() {
                    self.scene.begin(BlockKind::Ornament);
                    self.scene.end();
                }
                return;
            }
            return self.break_scene();
        }
        if let Some(printer) = self.printer.filter(|_| kind != BlockKind::Preformatted) {
            let text = self.scene.written_since(0);
            if !smarten::is_plain(text) {
                let edits = outside(typed, smarten::edits(text, printer));
                self.scene.replace(edits.into_iter().map(|edit| (edit.range, edit.sign)));
            }
        }
        let before = self.scene.count();
        self.scene.end();
        if self.scene.count() > before && !matches!(kind, BlockKind::Heading { level: ..=3 }) {
            self.told = true;
        }
    }

    /// Parts two scenes by an ornament, if there is something to part.
    pub(super) fn break_scene(&mut self) {
        self.end();
        if self.told {
            self.end_scene();
            self.scene.begin(BlockKind::Ornament);
            self.scene.end();
        }
    }

    /// Begins a scene without an ornament, if something was told before it.
    pub(super) fn begin_scene(&mut self) {
        self.end();
        if self.told {
            self.end_scene();
        }
    }

    fn end_scene(&mut self) {
        let scene = std::mem::take(&mut self.scene).finish();
        self.told_bytes += scene.len();
        self.scenes.push(scene);
        self.told = false;
    }

    /// The document, and where each name leads.
    pub(super) fn finish(mut self) -> (Draft, Anchors) {
        self.end();
        let last = self.scene.finish();
        if last.blocks().len() > 0 && (!last.is_empty() || last.title().is_some()) {
            self.scenes.push(last);
        }
        let mut document = Draft::new(self.scenes);
        self.anchors.lay(&mut document);
        (document, self.anchors)
    }
}
/// The edits that touch none of some ranges.
fn outside(mut typed: Vec<Range<usize>>, mut edits: Vec<Edit>) -> Vec<Edit> {
    typed.sort_unstable_by_key(|range| range.start);
    let mut typed = typed.into_iter().peekable();
    let mut kept = 0;
    edits.retain(|edit| {
        while let Some(range) = typed.next_if(|range| range.start <= edit.range.start) {
            kept = kept.max(range.end);
        }
        edit.range.start >= kept
    });
    edits
}
