//! A line of the galley: ranges and numbers, without text of its own.
//!
//! A line is made once and read often: by the page cutter, which looks at its kind and flags, and by the painter, which
//! asks `cluster` for its text. It is `Copy` and has no allocation, so a book's lines are one flat array.

use super::Ambiguous;
use super::initial::ROWS;
use crate::document::{BlockKind, Place};

/// The content of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Text of a block of this kind, a title's included.
    Text(BlockKind),
    /// The story's title, from the front matter.
    StoryTitle,
    /// The story's author, from the front matter.
    StoryAuthor,
    /// The ornament of the scene's mood, whose glyphs come from the theme.
    Ornament,
    /// An empty row between two blocks. It vanishes at a page's top and foot.
    Blank,
    /// An empty row above a scene's title. Unlike a blank row, it stays at a page's top, if the page has enough rows.
    Sink,
}

/// One row of the galley.
///
/// Its cells from the left are `indent` empty ones and then its clusters. If it `hangs`, its first cluster stands in
/// the last of the empty ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one line, a byte each")]
pub struct Line {
    /// The place of its first byte in the story. An empty row or an ornament has the place of the text that follows,
    /// or, below a title, that of the title's end.
    pub place: Place,
    /// Its first byte in the text of its block or of the front matter.
    pub start: u32,
    /// One past its last byte, with the blanks at the line's end left out.
    pub end: u32,
    /// Its content.
    pub kind: LineKind,
    /// The empty cells on its left.
    pub indent: u16,
    /// The cells of its text: without widened blanks and without signs that hang, but with an added hyphen.
    pub cells: u16,
    /// The blanks that are one cell wider, to justify the line: bit `n` is blank number `n` from 0.
    pub wide: u64,
    /// Whether each of its blanks is one cell wider, in addition to `wide`. So a blank has one to three cells.
    pub all_wide: bool,
    /// The row of its paragraph's drop cap that it stands beside, from 1 to 3; 0 for most lines.
    pub initial: u8,
    /// The bytes of its first words that lead in: they open a scene whose first paragraph has no room for a drop cap.
    pub lead_in: u8,
    /// Whether its first sign hangs: it stands one cell before the indent, which may be before the measure.
    pub hangs: bool,
    /// The width of its ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Whether a hyphen is added at its end.
    pub hyphen: bool,
    /// Whether it is the first line of its block.
    pub first: bool,
    /// Whether it is the last line of its block.
    pub last: bool,
    /// Whether it must begin a page.
    pub new_page: bool,
}

impl Line {
    /// Returns whether the line is an empty row.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self.kind, LineKind::Blank | LineKind::Sink)
    }

    /// Returns whether the next line must stand on the same page. So a title is never the last line of a page, and a
    /// drop cap is never torn.
    pub(super) fn keeps_next(&self) -> bool {
        match self.kind {
            // The first and second row beside a drop cap.
            LineKind::Text(_) if (1..ROWS).contains(&usize::from(self.initial)) => true,
            LineKind::Text(kind) => matches!(kind, BlockKind::Heading { .. }),
            LineKind::Ornament | LineKind::StoryTitle | LineKind::StoryAuthor => true,
            LineKind::Blank | LineKind::Sink => false,
        }
    }
}
