//! The points at which the lines of one paragraph may end, in the order of the text.
//!
//! `scan` writes them, `hang` moves some by a cell, and `lines` chooses among them. Bytes are those of the block's
//! text. Cells are counted from the paragraph's start, as if it stood on one endless line. So the width of any line is
//! a difference of two numbers, and no text has to be measured twice.
//!
//! For `a nightstand at` with English hyphens, the points are:
//!
//! ```text
//! end     start   hyphen   a line from the point before it
//!   0       0              (the paragraph's start)
//!   1       2              a
//!   8       7     yes      night-
//!  12      13              stand
//!  15      15              at
//! ```
//!
//! The line `nightstand` runs from `start` 2 to `end` 12 and has ten cells. The line `night-` ends at cell 8, since the
//! hyphen takes a cell, but what follows starts at 7.

/// A position in a paragraph, in both of its units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct At {
    /// The byte in the block's text.
    pub(super) byte: u32,
    /// The cell on the endless line.
    pub(super) cell: u32,
}

/// A point at which a line may end and the next one begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Break {
    /// The end of a line that ends here: past its last visible cell, with an added hyphen.
    pub(super) end: At,
    /// The start of a line that begins here, after the blanks.
    pub(super) start: At,
    /// The cost of ending a line here, whatever stands around it. Its unit is that of `lines::Costs`.
    pub(super) penalty: u32,
    /// Whether a hyphen is added to a line that ends here.
    pub(super) hyphen: bool,
    /// Whether the first sign of a line that begins here hangs before the edge. Its cell is then not counted in
    /// `start`.
    pub(super) hangs: bool,
}

/// The points of a paragraph. The first is its start and the last its end, so there are always two or more.
pub(super) type Breaks = Vec<Break>;

impl Break {
    /// Returns the point at the start of a paragraph.
    pub(super) fn start(at: At) -> Self {
        Self { end: at, start: at, penalty: 0, hyphen: false, hangs: false }
    }

    /// Returns a point without a hyphen.
    #[inline]
    pub(super) fn plain(end: At, start: At, penalty: u32) -> Self {
        Self { end, start, penalty, hyphen: false, hangs: false }
    }

    /// Returns a point inside a word, which adds a hyphen.
    #[inline]
    pub(super) fn hyphen(at: At, penalty: u32) -> Self {
        Self { end: At { cell: at.cell + 1, ..at }, start: at, penalty, hyphen: true, hangs: false }
    }
}
