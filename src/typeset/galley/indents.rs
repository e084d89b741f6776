//! The cells that the lines of a paragraph keep free on their left.

use crate::typeset::initial;

/// The free cells on the left of a paragraph's lines.
#[derive(Clone, Copy)]
pub(super) struct Indents {
    /// Those of the first line, without a drop cap.
    pub(super) first: u16,
    /// Those of all other lines.
    pub(super) rest: u16,
    /// The cells of a drop cap with the gap beside it, which the first three lines keep free; 0 without one.
    pub(super) cap: u16,
}

impl Indents {
    /// The indents of lines that all begin at the edge of their block.
    pub(super) const NONE: Self = Self { first: 0, rest: 0, cap: 0 };
    /// Returns the free cells of line `n`, counted from 0.
    pub(super) fn of(self, n: usize) -> u16 {
        match n {
            0..initial::ROWS if self.cap > 0 => self.cap,
            0 => self.first,
            _ => self.rest,
        }
    }
}

impl From<(u16, u16)> for Indents {
    fn from((first, rest): (u16, u16)) -> Self {
        Self { first, rest, cap: 0 }
    }
}
