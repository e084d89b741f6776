//! The points at which lines of one paragraph may end, as arrays that the line breaker runs over.
//!
//! Bytes are of the block's text, cells are counted from the paragraph's start as if it stood on one endless line.

/// The points of a paragraph, in order. The first is its start, the last its end.
#[derive(Debug, Clone, Default)]
pub(super) struct Breaks {
    /// One past the last byte of a line that ends here.
    pub(super) end_byte: Vec<u32>,
    /// The first byte of a line that begins here, blanks left out.
    pub(super) start_byte: Vec<u32>,
    /// The cell after a line that ends here, an added hyphen counted.
    pub(super) end_cell: Vec<u32>,
    /// The cell of a line that begins here.
    pub(super) start_cell: Vec<u32>,
    /// What it costs to end a line here, apart from what stands around it.
    pub(super) penalty: Vec<u32>,
    /// Whether a hyphen is added.
    pub(super) hyphen: Vec<bool>,
}

/// A position in the text: byte and cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct At {
    pub(super) byte: u32,
    pub(super) cell: u32,
}

impl Breaks {
    /// Empties it for a paragraph that begins at `start`; the room is kept.
    pub(super) fn begin(&mut self, start: At) {
        for list in [&mut self.end_byte, &mut self.start_byte, &mut self.end_cell, &mut self.start_cell] {
            list.clear();
        }
        self.penalty.clear();
        self.hyphen.clear();
        self.push(start, start, 0, false);
    }

    /// Adds a point: a line may end at `end`, and the next begin at `start`.
    #[inline]
    pub(super) fn push(&mut self, end: At, start: At, penalty: u32, hyphen: bool) {
        self.end_byte.push(end.byte);
        self.start_byte.push(start.byte);
        self.end_cell.push(end.cell + u32::from(hyphen));
        self.start_cell.push(start.cell);
        self.penalty.push(penalty);
        self.hyphen.push(hyphen);
    }

    /// How many points there are, both ends counted.
    pub(super) fn len(&self) -> usize {
        self.end_byte.len()
    }
}
