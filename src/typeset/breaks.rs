//! The points at which lines of one paragraph may end, in the order in which the line breaker runs over them.
//!
//! Bytes are of the block's text, cells are counted from the paragraph's start as if it stood on one endless line.

/// A position in the text: byte and cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct At {
    pub(super) byte: u32,
    pub(super) cell: u32,
}

/// A point at which a line may end and the next begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    /// Where a line ends that ends here: past its last visible cell, an added hyphen counted.
    pub(super) end: At,
    /// Where a line begins that begins here, blanks left out.
    pub(super) start: At,
    /// What it costs to end a line here, apart from what stands around it.
    pub(super) penalty: u32,
    /// Whether a hyphen is added.
    pub(super) hyphen: bool,
    /// Whether a line that begins here has its first sign before the edge; that sign's cell is not counted.
    pub(super) hangs: bool,
}

/// The points of a paragraph. The first is its start, the last its end.
pub(super) type Breaks = Vec<Break>;

impl Break {
    /// The start of a paragraph.
    pub(super) fn start(at: At) -> Self {
        Self { end: at, start: at, penalty: 0, hyphen: false, hangs: false }
    }

    /// A point without a hyphen.
    #[inline]
    pub(super) fn plain(end: At, start: At, penalty: u32) -> Self {
        Self { end, start, penalty, hyphen: false, hangs: false }
    }

    /// A point inside a word, where a hyphen is added.
    #[inline]
    pub(super) fn hyphen(at: At, penalty: u32) -> Self {
        Self { end: At { cell: at.cell + 1, ..at }, start: at, penalty, hyphen: true, hangs: false }
    }
}
