//! The shapes of paragraphs and of lines while they are set.

use super::indents::Indents;
use crate::document::{Block, Place};
use crate::typeset::LineKind;
use crate::typeset::geometry::Geometry;
use crate::typeset::spaces::Widened;

/// A paragraph that has been set, as it is needed to set it again.
pub(super) struct Paragraph<'a> {
    /// The place of its first byte.
    pub(super) place: Place,
    /// Its block.
    pub(super) block: Block<'a>,
    /// The position of its lines in the measure.
    pub(super) ink: Geometry,
    /// The indents of its lines.
    pub(super) indents: Indents,
}

/// The placement of one line.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// The kind of the line.
    pub(super) kind: LineKind,
    /// The position of its block's lines in the measure.
    pub(super) ink: Geometry,
    /// The cells between the left edge of its block and its text.
    pub(super) indent: u16,
    /// The blanks that are widened.
    pub(super) wide: Widened,
}
