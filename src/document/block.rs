//! Blocks of flat text and the marks that are ranges of it.

use std::ops::Range;

use super::Language;

/// What a block is. How it looks and how it is indented is said elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A scene's title; the level is that of the markup, 1 to 6.
    Heading {
        /// 1 for the highest.
        level: u8,
    },
    /// A scene break without a title; its text is empty, the theme has the glyphs.
    Ornament,
    /// Prose.
    Paragraph,
    /// Lines that are the author's, parted by `\n`.
    Verse,
    /// A paragraph of a letter that stands inside a scene.
    Letter,
    /// A paragraph quoted from elsewhere.
    Quotation,
    /// An entry of a list, its bullet or number included in the text.
    Item,
}

impl BlockKind {
    /// Whether it stands at the head of a scene and is not part of what is told.
    #[must_use]
    pub fn opens_scene(self) -> bool {
        matches!(self, Self::Heading { .. } | Self::Ornament)
    }
}

/// What a marked range means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// Stressed, or thought.
    Emphasis,
    /// Stressed more.
    Strong,
    /// A phrase in another language, which is hyphenated by that language's rules.
    Foreign(Language),
    /// Small print.
    Small,
    /// Letters that print sets as small capitals.
    SmallCaps,
    /// Leads elsewhere in the story: the index of a link in [`Document::links`](super::Document::links).
    Link(u32),
    /// A point where a word may be broken with a hyphen (U+00AD in the source); an empty range.
    SoftHyphen,
    /// A point where a line may end (U+200B in the source); an empty range.
    Break,
    /// A point where a line must not end (U+2060 in the source); an empty range.
    NoBreak,
}

/// A range of a block's text, in bytes, with a meaning. Marks may nest and overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The meaning.
    pub kind: MarkKind,
}

impl Mark {
    /// The marked bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A block as its scene lends it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block<'a> {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, white space collapsed; `\n` is a line end of the author's own. It is a piece of a
    /// [`SafeText`](super::SafeText).
    pub text: &'a str,
    /// The marked ranges, by where they start.
    pub marks: &'a [Mark],
}

/// A block as its scene stores it: ranges of the scene's text and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: BlockKind,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) first_mark: u32,
    pub(super) last_mark: u32,
}
