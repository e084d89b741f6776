//! Builds a scene block by block: collapses white space, cleans the text and keeps marks on the right bytes.

use super::block::Entry;
use super::safe_text::is_tame;
use super::{BlockKind, Mark, MarkKind, Mood, MoodSource, Scene};

/// Takes a scene's text piece by piece, as a parser finds it.
///
/// Between [`begin`](Self::begin) and [`end`](Self::end) stands one block. A block that holds no text is dropped,
/// except an ornament.
#[derive(Debug, Default)]
pub struct SceneBuilder {
    scene: Scene,
    open: Option<OpenBlock>,
}

#[derive(Debug)]
struct OpenBlock {
    kind: BlockKind,
    start: usize,
    first_mark: usize,
    /// White space seen but not yet written: none is kept at a block's or a line's ends.
    pending_space: bool,
    /// Marks that are still open, innermost last: an index into the scene's marks.
    open_marks: Vec<usize>,
}

/// The longest block, in bytes: a dozen pages without a paragraph's end. Longer ones are files without any, and would have
/// to be set as a whole before their first page is shown.
const LONGEST_BLOCK: usize = 48 << 10;

impl SceneBuilder {
    /// Says the scene's mood and where it comes from.
    pub fn set_mood(&mut self, mood: Option<Mood>, from: MoodSource) {
        self.scene.mood = mood;
        self.scene.mood_from = from;
    }

    /// How many blocks have been ended: the index of the one that is open or comes next.
    #[must_use]
    pub fn count(&self) -> usize {
        self.scene.entries.len()
    }

    /// The bytes of text that the open block holds so far; none where no block is open.
    #[must_use]
    pub fn written(&self) -> usize {
        self.open.as_ref().map_or(0, |open| self.scene.text.len() - open.start)
    }

    /// Drops the open block with its text.
    pub fn cancel(&mut self) {
        if let Some(open) = self.open.take() {
            self.scene.text.truncate(open.start);
            self.scene.marks.truncate(open.first_mark);
        }
    }

    /// Whether no block has been ended or begun.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.scene.entries.is_empty() && self.open.is_none()
    }

    /// Whether a block is being filled.
    #[must_use]
    pub fn in_block(&self) -> bool {
        self.open.is_some()
    }

    /// The last ended block's kind.
    #[must_use]
    pub fn last_kind(&self) -> Option<BlockKind> {
        self.scene.entries.last().map(|entry| entry.kind)
    }

    /// Begins a block; an open one is ended first.
    pub fn begin(&mut self, kind: BlockKind) {
        self.end();
        self.open = Some(OpenBlock {
            kind,
            start: self.scene.text.len(),
            first_mark: self.scene.marks.len(),
            pending_space: false,
            open_marks: Vec::new(),
        });
    }

    /// Appends text to the open block, or to a new paragraph when none is open: text is never lost. A block that no page could
    /// hold by far is parted at a sentence's end.
    pub fn push(&mut self, raw: &str) {
        let mut rest = raw;
        while let Some(open) = &self.open {
            let kind = open.kind;
            let length = self.scene.text.len() - open.start;
            if length + rest.len() <= LONGEST_BLOCK || kind.opens_scene() {
                break;
            }
            let room = &rest[..rest.floor_char_boundary(LONGEST_BLOCK.saturating_sub(length))];
            // Not at its very start, where nothing would be gained.
            let space = || room.rfind(' ').filter(|at| *at > 0);
            // A word is torn only where it would not fit into a block of its own.
            let whole = if length > 0 { 0 } else { room.len() };
            let cut = room.rfind(". ").map(|at| at + 1).or_else(space).unwrap_or(whole);
            self.push_piece(&rest[..cut]);
            self.begin(kind);
            rest = &rest[cut..];
        }
        self.push_piece(rest);
    }

    fn push_piece(&mut self, raw: &str) {
        // The source's lines are not the page's: most are tidy by themselves.
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', raw.as_bytes()) {
            self.push_line(&raw[start..end]);
            self.push_space();
            start = end + 1;
        }
        self.push_line(&raw[start..]);
    }

    fn push_line(&mut self, raw: &str) {
        if is_tidy(raw) {
            // Most text: one copy instead of one for each word.
            let words = raw.trim_matches(' ');
            if raw.starts_with(' ') {
                self.push_space();
            }
            if !words.is_empty() {
                self.begin_text();
                self.scene.text.push_tame(words);
                if raw.ends_with(' ') {
                    self.push_space();
                }
            }
            return;
        }
        for piece in raw.split_inclusive(is_special) {
            let special = piece.chars().next_back().filter(|c| is_special(*c));
            let plain = special.map_or(piece, |c| &piece[..piece.len() - c.len_utf8()]);
            if !plain.is_empty() {
                self.push_plain(plain);
            }
            match special {
                Some('\u{AD}') => self.push_point(MarkKind::SoftHyphen),
                Some('\u{200B}') => self.push_point(MarkKind::Break),
                Some('\u{2060}' | '\u{FEFF}') => self.push_point(MarkKind::NoBreak),
                Some(_) => self.push_space(),
                None => {}
            }
        }
    }

    /// Ends the author's line; what follows stands on a new one.
    pub fn break_line(&mut self) {
        let Some(open) = &mut self.open else { return };
        open.pending_space = false;
        if self.scene.text.len() > open.start {
            self.scene.text.push_str("\n");
        }
    }

    /// Begins a marked range at the next character.
    pub fn open_mark(&mut self, kind: MarkKind) {
        self.flush_space();
        let at = self.offset();
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph);
        }
        let index = self.scene.marks.len();
        self.scene.marks.push(Mark { start: at, end: at, kind });
        if let Some(open) = &mut self.open {
            open.open_marks.push(index);
        }
    }

    /// Ends the innermost open range.
    pub fn close_mark(&mut self) {
        let end = self.offset();
        if let Some(index) = self.open.as_mut().and_then(|open| open.open_marks.pop()) {
            self.scene.marks[index].end = end;
        }
    }

    /// Changes what the open block is, once its content has shown it.
    pub fn set_kind(&mut self, kind: BlockKind) {
        if let Some(open) = &mut self.open {
            open.kind = kind;
        }
    }

    /// Ends the open block, if there is one.
    pub fn end(&mut self) {
        while self.open.as_ref().is_some_and(|open| !open.open_marks.is_empty()) {
            self.close_mark();
        }
        let Some(open) = self.open.take() else { return };
        let trimmed = self.scene.text[open.start..].trim_end_matches(['\n', ' ']).len();
        let end = open.start + trimmed;
        self.scene.text.truncate(end);
        if end == open.start && open.kind != BlockKind::Ornament {
            self.scene.marks.truncate(open.first_mark);
            return;
        }
        let limit = offset_u32(trimmed);
        for mark in &mut self.scene.marks[open.first_mark..] {
            mark.start = mark.start.min(limit);
            mark.end = mark.end.min(limit);
        }
        self.scene.entries.push(Entry {
            kind: open.kind,
            start: offset_u32(open.start),
            end: offset_u32(end),
            first_mark: offset_u32(open.first_mark),
            last_mark: offset_u32(self.scene.marks.len()),
        });
    }

    /// Ends the scene.
    #[must_use]
    pub fn finish(mut self) -> Scene {
        self.end();
        // Room to grow, taken by doubling, would be a third of a long book's memory.
        self.scene.text.shrink_to_fit();
        self.scene.entries.shrink_to_fit();
        self.scene.marks.shrink_to_fit();
        self.scene
    }

    fn push_plain(&mut self, plain: &str) {
        self.begin_text();
        self.scene.text.push_str(plain);
    }

    /// Makes sure that text may follow.
    fn begin_text(&mut self) {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph);
        }
        self.flush_space();
    }

    /// White space: a single blank, unless it turns out to stand at an end.
    pub fn push_space(&mut self) {
        let len = self.scene.text.len();
        let at_line_start = self.scene.text.ends_with('\n');
        if let Some(open) = &mut self.open {
            open.pending_space = len > open.start && !at_line_start;
        }
    }

    fn flush_space(&mut self) {
        if self.open.as_mut().is_some_and(|open| std::mem::take(&mut open.pending_space)) {
            self.scene.text.push_str(" ");
        }
    }

    fn push_point(&mut self, kind: MarkKind) {
        // A point beside a space says nothing that the space does not.
        let at = self.offset();
        if at > 0 && self.open.as_ref().is_some_and(|open| !open.pending_space) {
            self.scene.marks.push(Mark { start: at, end: at, kind });
        }
    }

    /// The length of the open block so far.
    fn offset(&self) -> u32 {
        self.open.as_ref().map_or(0, |open| offset_u32(self.scene.text.len() - open.start))
    }
}

/// Whether a text needs no cleaning and has no more than one blank between two words.
fn is_tidy(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    // Without an early end, so that many bytes are looked at in one go.
    let gaps = pairs.fold(0, |found, (a, b)| found | u8::from(*a == b' ' && *b == b' '));
    gaps == 0 && is_tame(raw)
}

/// White space that collapses, and the points that become marks.
fn is_special(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Offsets are 32 bits wide, which halves a long book's tables; `format` refuses a story of 4 GiB.
fn offset_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paragraph(fill: impl FnOnce(&mut SceneBuilder)) -> Scene {
        let mut builder = SceneBuilder::default();
        builder.begin(BlockKind::Paragraph);
        fill(&mut builder);
        builder.finish()
    }

    #[test]
    fn white_space_collapses_across_pieces() {
        let scene = paragraph(|b| {
            b.push("  One \t ");
            b.push("\n two");
            b.push("  ");
        });
        assert_eq!(scene.block(0).unwrap().text, "One two");
    }

    #[test]
    fn a_mark_starts_at_its_first_letter_and_ends_at_its_last() {
        let scene = paragraph(|b| {
            b.push("It was ");
            b.open_mark(MarkKind::Emphasis);
            b.push("late ");
            b.close_mark();
            b.push("then");
        });
        let block = scene.block(0).unwrap();
        assert_eq!(block.text, "It was late then");
        assert_eq!(&block.text[block.marks[0].range()], "late");
    }

    #[test]
    fn a_mark_reaches_no_further_than_its_block() {
        let scene = paragraph(|b| {
            b.push("It was ");
            b.open_mark(MarkKind::Emphasis);
            b.push("late");
            b.break_line();
            b.open_mark(MarkKind::Strong);
        });
        let block = scene.block(0).unwrap();
        assert_eq!(block.text, "It was late");
        let marks = [(7, 11, MarkKind::Emphasis), (11, 11, MarkKind::Strong)];
        assert_eq!(block.marks, marks.map(|(start, end, kind)| Mark { start, end, kind }));
    }

    #[test]
    fn a_soft_hyphen_is_a_point_beside_the_text() {
        let scene = paragraph(|b| b.push("night\u{AD}stand"));
        let block = scene.block(0).unwrap();
        assert_eq!(block.text, "nightstand");
        assert_eq!(block.marks, [Mark { start: 5, end: 5, kind: MarkKind::SoftHyphen }]);
    }

    #[test]
    fn a_point_beside_a_space_or_at_a_blocks_start_says_nothing() {
        for text in ["\u{AD}night", "night \u{AD}stand", "\u{2060} night"] {
            assert_eq!(paragraph(|b| b.push(text)).block(0).unwrap().marks, [], "{text:?}");
        }
        let outside = {
            let mut builder = SceneBuilder::default();
            builder.push("\u{AD}night");
            builder.finish()
        };
        assert_eq!(outside.block(0).unwrap().marks, []);
    }

    #[test]
    fn an_empty_block_is_dropped_but_an_ornament_stays() {
        let mut builder = SceneBuilder::default();
        builder.begin(BlockKind::Ornament);
        builder.begin(BlockKind::Paragraph);
        builder.push("  ");
        let scene = builder.finish();
        assert_eq!(scene.blocks().map(|b| b.kind).collect::<Vec<_>>(), [BlockKind::Ornament]);
    }

    #[test]
    fn lines_of_verse_are_kept_without_spaces_at_their_ends() {
        let scene = paragraph(|b| {
            b.push("Sleep, sleep ");
            b.break_line();
            b.push(" and be still");
            b.break_line();
        });
        assert_eq!(scene.block(0).unwrap().text, "Sleep, sleep\nand be still");
    }

    #[test]
    fn a_block_without_an_end_is_parted_and_keeps_its_words() {
        let text = "It was late. So late. ".repeat(20_000);
        let scene = paragraph(|b| b.push(&text));
        assert!(scene.blocks().all(|block| block.text.len() <= LONGEST_BLOCK && block.text.ends_with("late.")));
        assert_eq!(scene.words(), 100_000);
        let spaced = paragraph(|b| b.push(&format!(" {}", "*".repeat(100_000))));
        assert_eq!(spaced.blocks().map(|block| block.text.len()).sum::<usize>(), 100_000);
        let solid = paragraph(|b| b.push(&"夜".repeat(100_000)));
        assert_eq!(solid.blocks().map(|block| block.text.chars().count()).sum::<usize>(), 100_000);
    }

    #[test]
    fn most_text_is_copied_in_one_go() {
        assert!(["It was late, so late.", " and then", "it rained "].into_iter().all(is_tidy));
        assert!(!is_tidy("so  late") && !is_tidy("so\tlate"));
    }

    #[test]
    fn text_outside_a_block_makes_a_paragraph() {
        let mut builder = SceneBuilder::default();
        builder.push("stray");
        assert_eq!(builder.finish().block(0).unwrap().text, "stray");
    }

    #[test]
    fn no_word_is_torn_where_a_long_block_is_parted() {
        let mut builder = SceneBuilder::default();
        builder.begin(BlockKind::Verse);
        for n in 0..9000 {
            builder.push(&format!("Line{n} end"));
            builder.break_line();
        }
        let scene = builder.finish();
        let words: Vec<&str> =
            scene.blocks().flat_map(|block| block.text.split_whitespace().collect::<Vec<_>>()).collect();
        assert!(scene.blocks().len() > 1 && words.len() == 18_000);
        assert!(words.iter().all(|word| word.starts_with("Line") || *word == "end"));
    }

    proptest! {
        #[test]
        fn text_in_one_piece_equals_its_letters_one_by_one(pieces in prop::collection::vec("[a-z é\u{AD}\t]{0,12}", 0..6)) {
            let whole = paragraph(|b| pieces.iter().for_each(|piece| b.push(piece)));
            let parts = paragraph(|b| {
                for c in pieces.iter().flat_map(|piece| piece.chars()) {
                    b.push(c.encode_utf8(&mut [0; 4]));
                }
            });
            prop_assert_eq!(whole, parts);
        }
    }
}
