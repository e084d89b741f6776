//! The furthest place that has been read, which is not where the reader has jumped to. Both ways of reading know it: by pages, and
//! line by line.

use super::Record;
use crate::document::{Document, Found, Locator, Place};

/// So many pages, or paragraphs, that follow each other are reading, wherever they begin; fewer are looking around.
const READING: u32 = 3;

/// The furthest place that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Furthest {
    place: Place,
    /// How it is stored. Where its words are gone for now, they stay.
    stored: Option<Locator>,
    /// Pages turned, or paragraphs read, since the last jump.
    turned: u32,
}

impl Furthest {
    /// Returns the stored one, found in this text; or else where the reader is.
    #[must_use]
    pub fn recall(document: &Document, record: &Record, place: Place) -> Self {
        if record.furthest == Locator::default() {
            return Self { place, stored: None, turned: READING };
        }
        let (furthest, found) = document.find(&record.furthest);
        let stored = (found == Found::ByRatio).then(|| record.furthest.clone());
        // Who goes on where they stopped goes on reading.
        let turned = if place <= furthest { READING } else { 0 };
        Self { place: furthest, stored, turned }
    }

    /// Returns the place.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The reader has gone elsewhere.
    pub fn jump(&mut self) {
        self.turned = 0;
    }

    /// The reader has gone on from one page, or paragraph, to another.
    pub fn turn(&mut self, from: Place, to: Place) {
        self.turned = self.turned.saturating_add(1);
        if to > self.place && (from <= self.place || self.turned >= READING) {
            (self.place, self.stored) = (to, None);
        }
    }

    /// Takes in how far another window or machine has come.
    pub fn share(&mut self, document: &Document, record: &Record) {
        if let (place, Found::InPlace | Found::ByWords) = document.find(&record.furthest)
            && place > self.place
        {
            (self.place, self.stored) = (place, None);
        }
    }

    /// Returns how it is stored, given a place whose locator is known: a reader's own, which is the furthest one most of the time.
    #[must_use]
    pub fn stored(&self, document: &Document, located: Option<(Place, &Locator)>) -> Locator {
        let known = located.filter(|(place, _)| *place == self.place).map(|(_, locator)| locator.clone());
        self.stored.clone().or(known).unwrap_or_else(|| document.locate(self.place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(block: usize) -> Place {
        Place::new(0, block, 0)
    }

    #[test]
    fn reading_moves_it_and_looking_ahead_does_not() {
        let mut furthest = Furthest::recall(&Document::default(), &Record::default(), at(0));
        furthest.turn(at(0), at(1));
        furthest.jump();
        furthest.turn(at(7), at(8));
        assert_eq!(furthest.place(), at(1));
        furthest.turn(at(8), at(9));
        furthest.turn(at(9), at(10));
        assert_eq!(furthest.place(), at(10), "who turns page after page is reading");
        furthest.jump();
        furthest.turn(at(3), at(4));
        assert_eq!(furthest.place(), at(10));
    }
}
