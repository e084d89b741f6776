//! The builder of a scene: collapses white space, cleans text, and keeps marks on the right bytes.
//!
//! Every reader in `format` fills scenes through it, so the rules for white space and points hold in every format. It
//! counts in bytes of the open block.

use std::ops::Range;

use super::block::BlockRange;
use super::safe_text::is_tame;
use super::{BlockKind, Mark, MarkKind, Mood, MoodSource, Scene, Setting, narrow};

/// A builder that takes a scene's text piece by piece, as a parser finds it.
///
/// Text is pushed into the block between [`begin`](Self::begin) and [`end`](Self::end). A block that holds no text is
/// dropped, except an ornament. Text that is pushed outside a block begins a paragraph, so no text is lost.
///
/// # White space and points
///
/// Any run of white space becomes one blank, and none is kept at the ends of a block or a line. So it does not matter
/// where a parser cuts its pieces. A soft hyphen, a zero-width space and a word joiner leave the text and become empty
/// marks ([`MarkKind::SoftHyphen`], [`MarkKind::Break`], [`MarkKind::NoBreak`]).
///
/// # Example
///
/// ```
/// use nightstand::document::{BlockKind, MarkKind, SceneBuilder};
///
/// let mut builder = SceneBuilder::default();
/// builder.begin(BlockKind::Paragraph);
/// builder.push("  He\n  ");
/// builder.open_mark(MarkKind::Emphasis);
/// builder.push("woke");
/// builder.close_mark();
/// builder.push(" in the moon\u{AD}light. ");
/// builder.end();
/// let scene = builder.finish();
///
/// let block = scene.block(0).unwrap();
/// assert_eq!(block.text, "He woke in the moonlight.");
/// assert_eq!((block.marks[0].range(), block.marks[0].kind), (3..7, MarkKind::Emphasis));
/// assert_eq!((block.marks[1].range(), block.marks[1].kind), (19..19, MarkKind::SoftHyphen));
/// ```
#[derive(Debug, Clone, Default)]
pub struct SceneBuilder {
    scene: Scene,
    open: Option<OpenBlock>,
}

/// The block that is being filled.
#[derive(Debug, Clone)]
struct OpenBlock {
    kind: BlockKind,
    setting: Setting,
    /// The block's first byte in the scene's text.
    start: usize,
    /// The index of the block's first mark in the scene's list.
    first_mark: usize,
    /// White space that was seen and is not yet written. It is written before the next text, and so never at an end.
    pending: Pending,
    /// The marks that are still open, innermost last, as indices into the scene's list.
    open_marks: Vec<usize>,
}

/// White space before the next text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Pending {
    #[default]
    None,
    Blank,
    /// Only the end of a line in the source. Between two characters of Chinese or Japanese it is nothing: they are written without
    /// blanks.
    LineEnd,
}

/// The longest block, in bytes: a dozen pages without the end of a paragraph. A longer one comes from a file without
/// line ends. It would have to be set as a whole before its first page could be shown.
const LONGEST_BLOCK: usize = 48 << 10;

impl SceneBuilder {
    /// Sets the scene's mood and its origin.
    pub fn set_mood(&mut self, mood: Option<Mood>, from: MoodSource) {
        self.scene.mood = mood;
        self.scene.mood_from = from;
    }

    /// Returns the number of ended blocks, which is also the index of the open or the next block.
    #[must_use]
    pub fn count(&self) -> usize {
        self.scene.entries.len()
    }

    /// Returns whether a blank or a line's end stands before what comes next.
    #[must_use]
    pub fn is_parted(&self) -> bool {
        self.open.as_ref().is_none_or(|open| open.pending != Pending::None)
    }

    /// Returns the bytes of text in the open block, or 0 if none is open. A blank that is still pending is not counted.
    #[must_use]
    pub fn written(&self) -> usize {
        self.open.as_ref().map_or(0, |open| self.scene.text.len() - open.start)
    }

    /// Returns the bytes of text so far, those of the open block too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scene.text.len()
    }

    /// Returns whether no text has been written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Drops the open block with its text and marks. Does nothing if none is open.
    pub fn cancel(&mut self) {
        if let Some(open) = self.open.take() {
            self.scene.text.truncate(open.start);
            self.scene.marks.truncate(open.first_mark);
        }
    }

    /// Returns whether no block has been begun or ended.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.scene.entries.is_empty() && self.open.is_none()
    }

    /// Returns whether a block is open.
    #[must_use]
    pub fn in_block(&self) -> bool {
        self.open.is_some()
    }

    /// Returns whether the open block's text so far ends with a line of the author's own.
    #[must_use]
    pub fn ends_line(&self) -> bool {
        self.written() > 0 && self.scene.text.ends_with('\n')
    }

    /// Returns the open block's text from a byte on, counted from the block's start.
    #[must_use]
    pub fn written_since(&self, byte: usize) -> &str {
        let text = self.open.as_ref().map_or("", |open| &self.scene.text[open.start..]);
        text.get(byte..).unwrap_or_default()
    }

    /// Returns the kind of the last ended block, or `None` before the first.
    #[must_use]
    pub fn last_kind(&self) -> Option<BlockKind> {
        self.scene.entries.last().map(|entry| entry.kind)
    }

    /// Begins a block. If one is open, it is ended first.
    pub fn begin(&mut self, kind: BlockKind) {
        self.end();
        self.open = Some(OpenBlock {
            kind,
            setting: Setting::default(),
            start: self.scene.text.len(),
            first_mark: self.scene.marks.len(),
            pending: Pending::None,
            open_marks: Vec::new(),
        });
    }

    /// Appends text to the open block, or to a new paragraph if none is open.
    ///
    /// A block that would grow past 48 KiB is split, and the rest goes into a new block of the same kind. The split is
    /// after the last full stop that fits, or else at the last blank, or else before the text. A word is torn only if
    /// it does not fit into a block of its own. Headings are never split, and neither is a text that opens its
    /// paragraph itself.
    pub fn push(&mut self, raw: &str) {
        let mut rest = raw;
        while let Some(open) = &self.open {
            let (kind, setting) = (open.kind, open.setting);
            let length = self.scene.text.len() - open.start;
            if length + rest.len() <= LONGEST_BLOCK || kind.opens_scene() {
                break;
            }
            let room = &rest[..rest.floor_char_boundary(LONGEST_BLOCK.saturating_sub(length))];
            // Not at the very start, where a split gains nothing.
            let space = || room.rfind(' ').filter(|at| *at > 0);
            // A word is torn only where it does not fit into a block of its own.
            let whole = if length > 0 { 0 } else { room.len() };
            let cut = room.rfind(". ").map(|at| at + 1).or_else(space).unwrap_or(whole);
            self.push_piece(&rest[..cut]);
            self.begin(kind);
            self.set(Setting { gap: false, ..setting });
            rest = &rest[cut..];
        }
        self.push_piece(rest);
    }

    /// Appends text whose line ends are white space.
    fn push_piece(&mut self, raw: &str) {
        // A line at a time: most lines are tidy by themselves, though their ends are not.
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', raw.as_bytes()) {
            self.push_line(&raw[start..end]);
            self.push_pending(Pending::LineEnd);
            start = end + 1;
        }
        self.push_line(&raw[start..]);
    }

    /// Appends text without `\n`.
    fn push_line(&mut self, raw: &str) {
        if is_tidy(raw) {
            // The common case: one copy for the whole line instead of one for each word.
            let words = raw.trim_matches(' ');
            if raw.starts_with(' ') {
                self.push_space();
            }
            if !words.is_empty() {
                self.begin_text(words);
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
                Some('\n' | '\r') => self.push_pending(Pending::LineEnd),
                Some(_) => self.push_space(),
                None => {}
            }
        }
    }

    /// Ends a line of the author's own with `\n`. Text that follows stands on a new line. Two in a row make an empty
    /// line. At the start of a block, nothing is added.
    pub fn break_line(&mut self) {
        let Some(open) = &mut self.open else { return };
        open.pending = Pending::None;
        if self.scene.text.len() > open.start {
            self.scene.text.push_str("\n");
        }
    }

    /// Begins a marked range at the next character. A pending blank stands outside the range.
    pub fn open_mark(&mut self, kind: MarkKind) {
        // The end of a line waits for what comes next.
        if !(self.is_pending(Pending::LineEnd) && self.scene.text.ends_with(is_unspaced)) {
            self.flush_space();
        }
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

    /// Ends the innermost open range after the last character. A pending blank stands outside the range. Does nothing
    /// if no range is open.
    pub fn close_mark(&mut self) {
        let end = self.offset();
        if let Some(index) = self.open.as_mut().and_then(|open| open.open_marks.pop()) {
            self.scene.marks[index].end = end;
            // A range that holds nothing says nothing.
            if index + 1 == self.scene.marks.len() && self.scene.marks[index].start == end {
                self.scene.marks.pop();
            }
        }
    }

    /// Changes the kind of the open block, for parsers that learn it from the block's content.
    pub fn set_kind(&mut self, kind: BlockKind) {
        if let Some(open) = &mut self.open {
            open.kind = kind;
        }
    }

    /// Returns the scene's paragraph if it is the only block, but for an ornament above it.
    #[must_use]
    pub fn only_paragraph(&self) -> Option<&str> {
        let (last, before) = self.scene.entries.split_last().filter(|_| self.open.is_none())?;
        let alone = before.iter().all(|entry| entry.kind == BlockKind::Ornament);
        (alone && last.kind == BlockKind::Paragraph).then(|| self.scene.block(before.len()).map(|block| block.text))?
    }

    /// Makes a heading of the last block. An ornament above it goes, since the heading parts what the ornament did.
    pub fn retitle(&mut self, level: u8) {
        if let Some(last) = self.scene.entries.last_mut() {
            last.kind = BlockKind::Heading { level };
        }
        if self.scene.entries.len() == 2 && self.scene.entries[0].kind == BlockKind::Ornament {
            self.scene.entries.remove(0);
        }
    }

    /// Changes the setting of the open block.
    pub fn set(&mut self, setting: Setting) {
        if let Some(open) = &mut self.open {
            open.setting = setting;
        }
    }

    /// Replaces ranges of the open block's text, which are in order and do not overlap. Marks keep their words; one that ends within
    /// a range ends behind what stands for it.
    pub fn replace<'a>(&mut self, edits: impl IntoIterator<Item = (Range<usize>, &'a str)>) {
        let Some(open) = &self.open else { return };
        let old = self.scene.text[open.start..].to_owned();
        let first_mark = open.first_mark;
        self.scene.text.truncate(open.start);
        let (mut from, mut moved, start) = (0, Vec::new(), open.start);
        for (range, sign) in edits {
            self.scene.text.push_str(&old[from..range.start]);
            let new_start = self.scene.text.len() - start;
            self.scene.text.push_str(sign);
            from = range.end;
            moved.push((range, new_start..self.scene.text.len() - start));
        }
        self.scene.text.push_str(&old[from..]);
        let shifted = |at: u32| {
            let at = at as usize;
            let index = moved.partition_point(|(old, _)| old.start <= at);
            let Some((old, new)) = index.checked_sub(1).and_then(|index| moved.get(index)) else {
                return narrow(at);
            };
            // Within a range, a mark is moved behind what stands for it.
            narrow(if at == old.start { new.start } else { new.end + at.saturating_sub(old.end) })
        };
        for mark in &mut self.scene.marks[first_mark..] {
            (mark.start, mark.end) = (shifted(mark.start), shifted(mark.end));
        }
    }

    /// Ends the open block, if there is one. Closes its open ranges and trims white space from its end.
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
        // A range may have ended in the white space that was just cut.
        let limit = narrow(trimmed);
        for mark in &mut self.scene.marks[open.first_mark..] {
            mark.start = mark.start.min(limit);
            mark.end = mark.end.min(limit);
        }
        self.scene.entries.push(BlockRange {
            kind: open.kind,
            setting: open.setting,
            start: narrow(open.start),
            end: narrow(end),
            first_mark: narrow(open.first_mark),
            last_mark: narrow(self.scene.marks.len()),
        });
    }

    /// Ends the open block and returns the scene.
    #[must_use]
    pub fn finish(mut self) -> Scene {
        self.end();
        // Vectors grow by doubling. The unused room would be a third of the memory of a long book.
        self.scene.text.shrink_to_fit();
        self.scene.entries.shrink_to_fit();
        self.scene.marks.shrink_to_fit();
        self.scene
    }

    /// Appends text without white space or points, which the filter of [`SafeText`](super::SafeText) still cleans.
    fn push_plain(&mut self, plain: &str) {
        self.begin_text(plain);
        self.scene.text.push_str(plain);
    }

    /// Opens a paragraph if no block is open, and writes the pending blank before a text.
    fn begin_text(&mut self, next: &str) {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph);
        }
        if self.is_pending(Pending::LineEnd) && next.starts_with(is_unspaced) && self.scene.text.ends_with(is_unspaced)
        {
            self.set_pending(Pending::None);
        }
        self.flush_space();
    }

    fn is_pending(&self, pending: Pending) -> bool {
        self.open.as_ref().is_some_and(|open| open.pending == pending)
    }

    fn set_pending(&mut self, pending: Pending) {
        if let Some(open) = &mut self.open {
            open.pending = pending;
        }
    }

    /// Notes white space: one blank before the next text, unless the next thing is the end of a line or block.
    pub fn push_space(&mut self) {
        self.push_pending(Pending::Blank);
    }

    /// Notes white space of a kind.
    fn push_pending(&mut self, pending: Pending) {
        let len = self.scene.text.len();
        // A blank that a mark has made write is not made twice.
        let at_line_start = self.scene.text.ends_with(['\n', ' ']);
        if let Some(open) = &mut self.open {
            let begun = len > open.start && !at_line_start;
            open.pending = match open.pending {
                _ if !begun => Pending::None,
                // Blanks around the end of a line are its indent.
                Pending::LineEnd => Pending::LineEnd,
                _ => pending,
            };
        }
    }

    /// Writes the pending blank, if there is one.
    fn flush_space(&mut self) {
        if self.open.as_mut().is_some_and(|open| std::mem::take(&mut open.pending) != Pending::None) {
            self.scene.text.push_str(" ");
        }
    }

    /// Adds an empty mark at the end of the text so far.
    fn push_point(&mut self, kind: MarkKind) {
        // Beside a space, or at a block's start, a line may end anyway or cannot: the point says nothing new.
        let at = self.offset();
        if at > 0 && self.is_pending(Pending::None) {
            self.scene.marks.push(Mark { start: at, end: at, kind });
        }
    }

    /// Returns the length of the open block in bytes, or 0 if none is open.
    fn offset(&self) -> u32 {
        self.open.as_ref().map_or(0, |open| narrow(self.scene.text.len() - open.start))
    }
}

/// Returns whether a text needs no cleaning and has no two blanks in a row.
fn is_tidy(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    // A fold without an early exit, so that the compiler compares many bytes at once.
    let gaps = pairs.fold(0, |found, (a, b)| found | u8::from(*a == b' ' && *b == b' '));
    gaps == 0 && is_tame(raw)
}

/// Returns whether a character is white space that collapses, or a point that becomes a mark.
fn is_special(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Returns whether a character is of a script that is written without blanks, and is as wide as its letters: those of Chinese and
/// Japanese with their punctuation. Korean has blanks.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}')
        || matches!(c, '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests;
