//! A line of the galley: ranges and numbers, no text of its own.

use super::Ambiguous;
use super::initial::ROWS;
use crate::document::{BlockKind, Place};

/// What a line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Text of a block of this kind.
    Text(BlockKind),
    /// The story's title, from the front matter.
    StoryTitle,
    /// The story's author, from the front matter.
    StoryAuthor,
    /// The ornament of the scene's mood.
    Ornament,
    /// Nothing; it vanishes at a page's top.
    Blank,
    /// Nothing, and it keeps its room above a scene's title at a page's top.
    Sink,
}

/// One row of the galley.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one line, a byte each")]
pub struct Line {
    /// Where it stands in the story. A line without text has the place of the text that follows it, or below a title
    /// that of the title's end.
    pub place: Place,
    /// The first byte that it shows, of its block's text or of the front matter's.
    pub start: u32,
    /// One past the last byte that it shows.
    pub end: u32,
    /// What it shows.
    pub kind: LineKind,
    /// Empty cells before it.
    pub indent: u16,
    /// The cells of its text, none widened, its hyphen counted, those that hang left out.
    pub cells: u16,
    /// Its blanks that are widened by a cell, to justify it: bit `n` is the blank number `n`.
    pub wide: u64,
    /// Whether all of its blanks are widened by a cell beside that.
    pub all_wide: bool,
    /// Beside which row of its paragraph's drop cap it stands, from 1; 0 for most lines.
    pub initial: u8,
    /// Whether its first sign stands a cell before its indent, and maybe before the measure.
    pub hangs: bool,
    /// How wide its ambiguous characters are.
    pub ambiguous: Ambiguous,
    /// Whether a hyphen is added at its end.
    pub hyphen: bool,
    /// Whether its block begins with it.
    pub first: bool,
    /// Whether its block ends with it.
    pub last: bool,
    /// Whether a page must begin with it.
    pub new_page: bool,
}

impl Line {
    /// Whether it stands for nothing but room.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self.kind, LineKind::Blank | LineKind::Sink)
    }

    /// Whether what follows must stand on the same page: a title never stands alone at a foot.
    pub(super) fn keeps_next(&self) -> bool {
        match self.kind {
            // A drop cap is not torn.
            LineKind::Text(_) if (1..ROWS).contains(&usize::from(self.initial)) => true,
            LineKind::Text(kind) => matches!(kind, BlockKind::Heading { .. }),
            LineKind::Ornament | LineKind::StoryTitle | LineKind::StoryAuthor => true,
            LineKind::Blank | LineKind::Sink => false,
        }
    }
}
