//! Blocks of flat text, and the marks that are ranges of a block.
//!
//! A [`Block`] is a view that a scene lends out. An [`BlockRange`] is how the scene stores it. Offsets of marks are bytes of
//! the block's text; offsets of entries are bytes of the scene's text and indices into its list of marks.

use std::ops::Range;

use super::{Addresses, Language};

/// The part that a block plays in a scene. `typeset` decides on its indents, and a theme on its colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BlockKind {
    /// A title. The first block of a titled scene is one; more may follow within the scene.
    Heading {
        /// The level in the markup, from 1 for the highest to 6.
        level: u8,
    },
    /// A scene break without a title. Its text is empty: the glyphs come from the theme, by the scene's mood.
    Ornament,
    /// A paragraph of prose.
    #[default]
    Paragraph,
    /// A poem, whose lines end where the author ended them. Its lines are separated by `\n`, its stanzas by an empty
    /// line.
    Verse,
    /// A paragraph of a letter that stands inside a scene.
    Letter,
    /// A paragraph that is quoted from elsewhere.
    Quotation,
    /// An entry of a list. Its bullet or number is part of the text.
    Item,
    /// Lines whose ends and blanks are the author's: a listing, a table. Its blanks do not break (U+00A0).
    Preformatted,
}

impl BlockKind {
    /// Returns whether the block is a heading or an ornament, which stands at the head of a scene and is not part of
    /// the tale.
    #[must_use]
    pub fn opens_scene(self) -> bool {
        matches!(self, Self::Heading { .. } | Self::Ornament)
    }
}

/// The setting of a block that its source asks for, whatever its kind. Most blocks have none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Setting {
    /// The edge that its lines keep to.
    pub side: Side,
    /// Whether a blank row stands above it.
    pub gap: bool,
}

/// The edge that short lines keep to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Side {
    /// The left edge, as prose does.
    #[default]
    Left,
    /// The middle of the measure: title pages, inscriptions.
    Centre,
    /// The right edge: signatures, dates.
    Right,
}

/// The meaning of a marked range.
///
/// The first seven kinds mark text, and `typeset` turns them into roles that a theme can style. The last three are empty
/// ranges, which steer where lines may end and are never shown. They come from characters of the source that are no
/// part of the text any more, so that search and width never meet them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// Stressed, or thought: `<em>` or `*…*`.
    Emphasis,
    /// Stressed more: `<strong>` or `**…**`.
    Strong,
    /// A phrase in another language, which is hyphenated by the rules of that language.
    Foreign(Language),
    /// Small print.
    Small,
    /// Letters that a printed book sets as small capitals.
    SmallCaps,
    /// Struck out: `<del>` or `~~…~~`.
    Struck,
    /// A link within the story, or to an address of the web. The number is an index into
    /// [`Draft::links`](super::Draft::links) and a key of [`Draft::addresses`](super::Draft::addresses).
    Link(u32),
    /// A point where a word may be broken with a hyphen: U+00AD (soft hyphen) in the source.
    SoftHyphen,
    /// A point where a line may end: U+200B (zero-width space) in the source.
    Break,
    /// A point where a line must not end: U+2060 (word joiner) or an inner U+FEFF in the source.
    NoBreak,
}

/// A range of a block's text, in bytes, with a meaning.
///
/// Marks may nest and overlap. Both ends lie on a character's boundary, and `start <= end <= text.len()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The first byte.
    pub start: u32,
    /// One past the last byte; equal to `start` for a point.
    pub end: u32,
    /// The meaning.
    pub kind: MarkKind,
}

impl Mark {
    /// Returns the marked bytes as a range, ready to slice the block's text.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl MarkKind {
    /// Returns where a link leads on the web; `None` for any other mark, and for a link that stays within the story.
    #[must_use]
    pub fn address(self, web: &Addresses) -> Option<&str> {
        let Self::Link(link) = self else { return None };
        web.get(&link).map(|address| &**address)
    }
}

/// A block as its scene lends it out. It is a few pointers, and cheap to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block<'a> {
    /// The part that it plays in the scene.
    pub kind: BlockKind,
    /// The setting that the source asks for.
    pub setting: Setting,
    /// The text. White space is collapsed to single spaces, with none at the ends of a line. A `\n` ends a line of the
    /// author's own. It is a slice of a [`SafeText`](super::SafeText), so it holds nothing that a terminal could obey.
    pub text: &'a str,
    /// The marked ranges, sorted by where they start.
    pub marks: &'a [Mark],
}

/// A stretch of a block's text that has the same marks all along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span<'a> {
    /// The text.
    pub text: &'a str,
    /// The meanings of the marks on it, those that begin first coming first.
    pub marks: Vec<MarkKind>,
}

impl<'a> Block<'a> {
    /// Returns the text without the mark of a note at its end: what a heading is called elsewhere.
    ///
    /// ```
    /// use nightstand::format;
    ///
    /// let story = format::read("a.md", "## Ebb[^1]\n\nIt was late.\n\n[^1]: So it was.\n".as_bytes())?.document();
    /// assert_eq!(story.block(0, 0).unwrap().words_without_note(), "Ebb");
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn words_without_note(&self) -> &'a str {
        let sign = |c: char| c.is_ascii_digit() || "⁰¹²³⁴⁵⁶⁷⁸⁹[]()*†‡".contains(c);
        let last = self.marks.iter().rev().find(|mark| matches!(mark.kind, MarkKind::Link(_)));
        let note = last.map(Mark::range).filter(|range| {
            let (inner, behind) = (self.text.get(range.clone()), self.text.get(range.end..));
            range.start > 0 && behind == Some("") && inner.is_some_and(|text| text.chars().all(sign))
        });
        note.map_or(self.text, |range| self.text[..range.start].trim_end())
    }

    /// Returns the text in stretches that have the same marks all along, in order. Marks may overlap; a format in which they
    /// must nest opens and closes them around each stretch.
    ///
    /// ```
    /// use nightstand::document::MarkKind;
    /// use nightstand::format;
    ///
    /// let story = format::read("a.md", "It was *very **late***.\n".as_bytes())?.document();
    /// let spans = story.block(0, 0).unwrap().spans();
    /// let texts: Vec<&str> = spans.iter().map(|span| span.text).collect();
    /// assert_eq!(texts, ["It was ", "very ", "late", "."]);
    /// assert_eq!(spans[2].marks, [MarkKind::Emphasis, MarkKind::Strong]);
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn spans(&self) -> Vec<Span<'a>> {
        let edges = self.marks.iter().flat_map(|mark| [mark.start as usize, mark.end as usize]);
        let mut edges: Vec<usize> = edges.chain([0, self.text.len()]).collect();
        edges.sort_unstable();
        edges.dedup();
        let span = |pair: &[usize]| {
            let (start, end) = (pair[0], pair[1]);
            let here = self.marks.iter().filter(|mark| mark.start as usize <= start && mark.end as usize >= end);
            Span { text: &self.text[start..end], marks: here.map(|mark| mark.kind).collect() }
        };
        edges.windows(2).map(span).collect()
    }
}

/// A block as its scene stores it: 20 bytes, whatever the block's length.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct BlockRange {
    pub(super) kind: BlockKind,
    pub(super) setting: Setting,
    /// The block's first byte in the scene's text.
    pub(super) start: u32,
    /// One past its last byte.
    pub(super) end: u32,
    /// The index of its first mark in the scene's list.
    pub(super) first_mark: u32,
    /// One past the index of its last mark.
    pub(super) last_mark: u32,
}
