//! A selection: a passage that grows and shrinks by words, sentences and paragraphs.
//!
//! One end is held, the other is moved. Moved over the held end, a selection turns round and keeps the unit that it began
//! with, as lines do in vim. This module knows no keys and no pages.

use crate::document::{Document, Passage, Place, Unit};

/// A passage with an end that moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The end that is held.
    held: Place,
    /// The end that moves.
    moving: Place,
    /// The unit that it is shifted by.
    unit: Unit,
}

/// The most bytes of a selection: some ten pages of a paperback. More is a copy of the book, not a passage of it.
pub(super) const LONGEST: usize = 32 << 10;

impl Selection {
    /// Returns a selection of a unit, of which the later end moves.
    pub(super) fn of(passage: Passage, unit: Unit) -> Self {
        Self { held: passage.start, moving: passage.end, unit }
    }

    /// Returns whether a single word was asked for, and not a sentence.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.unit == Unit::Word
    }

    /// Returns the selection between two places, which a mouse was dragged over; `None` if nothing is between them.
    pub(super) fn between(held: Place, moving: Place) -> Option<Self> {
        (held != moving).then_some(Self { held, moving, unit: Unit::Sentence })
    }

    /// What is selected.
    #[must_use]
    pub fn passage(&self) -> Passage {
        Passage { start: self.held.min(self.moving), end: self.held.max(self.moving) }
    }

    /// The character at the end that moves, which must be seen.
    #[must_use]
    pub fn seen(&self, document: &Document) -> Place {
        if self.moving <= self.held {
            return self.moving;
        }
        // The last character of what is selected, not the first one after it.
        let text =
            document.block(self.moving.scene as usize, self.moving.block as usize).map_or("", |block| block.text);
        let before = text.get(..self.moving.byte as usize).and_then(|text| text.char_indices().next_back());
        Place { byte: u32::try_from(before.map_or(0, |(at, _)| at)).unwrap_or(u32::MAX), ..self.moving }
    }

    /// Moves the other end from now on.
    pub(super) fn turn_round(&mut self) {
        std::mem::swap(&mut self.held, &mut self.moving);
    }

    /// Moves an end on or back by a unit. Returns whether there was one to move by.
    pub(super) fn move_by(&mut self, document: &Document, unit: Unit, forward: bool) -> bool {
        let moved = if forward { self.move_on(document, unit) } else { self.move_back(document, unit) };
        if let Some(moved) = moved {
            *self = moved;
        }
        moved.is_some()
    }

    fn move_on(&self, document: &Document, unit: Unit) -> Option<Self> {
        if self.moving > self.held {
            return Some(Self { moving: document.unit_after(self.moving, unit)?.end, ..*self });
        }
        let next = next_start(document, self.moving, unit);
        if let Some(start) = next.filter(|start| *start < self.held) {
            return Some(Self { moving: start, ..*self });
        }
        let held = document.unit_before(self.held, unit)?.start;
        Some(Self { held, moving: document.unit_after(self.held, unit)?.end, ..*self })
    }

    fn move_back(&self, document: &Document, unit: Unit) -> Option<Self> {
        if self.moving < self.held {
            return Some(Self { moving: document.unit_before(self.moving, unit)?.start, ..*self });
        }
        let last = previous_end(document, self.moving, unit);
        if let Some(end) = last.filter(|end| *end > self.held) {
            return Some(Self { moving: end, ..*self });
        }
        let held = document.unit_after(self.held, unit)?.end;
        Some(Self { held, moving: document.unit_before(self.held, unit)?.start, ..*self })
    }

    /// Takes the sentence after or before the selection in its stead, or the word. Returns whether there is one.
    pub(super) fn shift(&mut self, document: &Document, forward: bool) -> bool {
        let Passage { start, end } = self.passage();
        let unit = self.unit;
        let next = if forward { document.unit_after(end, unit) } else { document.unit_before(start, unit) };
        *self = next.map_or(*self, |next| Self::of(next, unit));
        next.is_some()
    }
}

/// Returns the first start of a unit after a place.
fn next_start(document: &Document, place: Place, unit: Unit) -> Option<Place> {
    let here = document.unit_after(place, unit)?;
    if here.start > place { Some(here.start) } else { document.unit_after(here.end, unit).map(|next| next.start) }
}

/// Returns the last end of a unit before a place.
fn previous_end(document: &Document, place: Place, unit: Unit) -> Option<Place> {
    let here = document.unit_before(place, unit)?;
    if here.end < place { Some(here.end) } else { document.unit_before(here.start, unit).map(|last| last.end) }
}

#[cfg(test)]
mod tests;
