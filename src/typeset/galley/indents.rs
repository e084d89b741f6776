//! What the lines of a paragraph keep free on their left, in cells.

use crate::typeset::initial;

/// What the lines of a paragraph keep free on their left.
#[derive(Clone, Copy)]
pub(super) struct Indents {
    pub(super) first: u16,
    pub(super) rest: u16,
    /// The cells of a drop cap, which the first rows stand beside.
    pub(super) cap: u16,
}

impl Indents {
    /// That of the line number `n`.
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
