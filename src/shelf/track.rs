//! The reader's track through a story: the furthest place and the parts that have been read, which are not where the reader
//! has jumped to. Both ways of reading leave one: by pages, and line by line.

use std::ops::Range;

use super::{Record, Spans};
use crate::document::{Document, Found, Locator, Place};

/// So many pages, or paragraphs, that follow each other are reading, wherever they begin; fewer are looking around.
const READING: u32 = 3;

/// The furthest place and the parts that have been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    furthest: Place,
    /// How the furthest place is stored. Where its words are gone for now, they stay.
    stored: Option<Locator>,
    /// What was read before this session, or elsewhere.
    before: Spans,
    /// What was read in this session.
    fresh: Vec<Range<Place>>,
    /// Where the reader began after the last jump.
    began: Option<Place>,
    /// Pages turned, or paragraphs read, since the last jump.
    turned: u32,
}

impl Track {
    /// Returns the stored one, found in this text; or else one that ends where the reader is.
    #[must_use]
    pub fn recall(document: &Document, record: &Record, place: Place) -> Self {
        let is_stored = record.furthest != Locator::default();
        let (furthest, found) = if is_stored { document.find(&record.furthest) } else { (place, Found::InPlace) };
        let stored = (found == Found::ByRatio).then(|| record.furthest.clone());
        // Who goes on where they stopped goes on reading.
        let turned = if place <= furthest { READING } else { 0 };
        // Older releases kept no parts: all before the furthest place counted as read.
        let before = record.spans.clone().unwrap_or_else(|| {
            let mut all = Spans::default();
            all.add(0..document.offset(furthest));
            all
        });
        Self { furthest, stored, before, fresh: Vec::new(), began: None, turned }
    }

    /// Returns the furthest place that has been read.
    #[must_use]
    pub fn furthest(&self) -> Place {
        self.furthest
    }

    /// The reader has gone elsewhere.
    pub fn jump(&mut self) {
        (self.turned, self.began) = (0, None);
    }

    /// The reader has gone on from one page, or paragraph, to another.
    pub fn turn(&mut self, from: Place, to: Place) {
        self.turned = self.turned.saturating_add(1);
        let began = *self.began.get_or_insert(from);
        if from <= self.furthest || self.turned >= READING {
            self.read(if self.turned >= READING { began.min(from) } else { from }..to);
            if to > self.furthest {
                (self.furthest, self.stored) = (to, None);
            }
        }
    }

    /// Returns whether a place is beyond all that was ever read of a story that was begun before.
    #[must_use]
    pub fn is_beyond(&self, document: &Document, place: Place) -> bool {
        let begun = self.furthest != Place::default();
        begun && place > self.furthest && document.offset(place) >= self.spans(document).end()
    }

    /// The reader has come to the end of the story from a place.
    pub fn end(&mut self, from: Place, end: Place) {
        self.read(from..end);
    }

    fn read(&mut self, passage: Range<Place>) {
        match self.fresh.last_mut() {
            Some(last) if last.start <= passage.start && passage.start <= last.end => {
                last.end = last.end.max(passage.end);
            }
            _ => self.fresh.push(passage),
        }
    }

    /// Takes in how far another window or machine has come.
    pub fn share(&mut self, document: &Document, record: &Record) {
        if let Some(spans) = &record.spans {
            self.before.join(spans);
        }
        if let (place, Found::InPlace | Found::ByWords) = document.find(&record.furthest)
            && place > self.furthest
        {
            (self.furthest, self.stored) = (place, None);
        }
    }

    /// Returns the parts that have been read.
    #[must_use]
    pub fn spans(&self, document: &Document) -> Spans {
        let mut spans = self.before.clone();
        for passage in &self.fresh {
            spans.add(document.offset(passage.start)..document.offset(passage.end));
        }
        spans
    }

    /// Writes itself into a record, given a place whose locator is known: a reader's own, which is the furthest one most of
    /// the time.
    pub fn store(&self, document: &Document, located: Option<(Place, Locator)>, record: &mut Record) {
        let known = located.filter(|(place, _)| *place == self.furthest).map(|(_, locator)| locator);
        record.furthest = self.stored.clone().or(known).unwrap_or_else(|| document.locate(self.furthest));
        record.spans = Some(self.spans(document));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn at(block: usize) -> Place {
        Place::new(0, block, 0)
    }

    /// A story of ten paragraphs of ten bytes.
    fn story() -> Document {
        let text: Vec<String> = (0..10).map(|nth| format!("Paragraph{nth}")).collect();
        format::read("a.txt", text.join("\n\n").as_bytes()).unwrap().document()
    }

    #[test]
    fn reading_moves_it_and_looking_ahead_does_not() {
        let mut track = Track::recall(&Document::default(), &Record::default(), at(0));
        track.turn(at(0), at(1));
        track.jump();
        track.turn(at(7), at(8));
        assert_eq!(track.furthest(), at(1));
        track.turn(at(8), at(9));
        track.turn(at(9), at(10));
        assert_eq!(track.furthest(), at(10), "who turns page after page is reading");
        track.jump();
        track.turn(at(3), at(4));
        assert_eq!(track.furthest(), at(10));
    }

    #[test]
    fn what_is_jumped_over_has_not_been_read() {
        let document = story();
        let mut track = Track::recall(&document, &Record::default(), at(0));
        track.turn(at(0), at(1));
        track.jump();
        track.turn(at(5), at(6));
        assert_eq!(track.spans(&document).to_string(), "0-10");
        track.turn(at(6), at(7));
        track.turn(at(7), at(8));
        assert_eq!(track.spans(&document).to_string(), "0-10 50-80", "the pages before count as well");
        // It goes on in the next session, and with another window's.
        let mut record = Record::default();
        track.store(&document, None, &mut record);
        let mut again = Track::recall(&document, &record, at(8));
        again.turn(at(8), at(9));
        again.end(at(9), at(10));
        let mut other = Record { spans: "20-30".parse().ok(), ..Record::default() };
        again.share(&document, &other);
        again.store(&document, None, &mut other);
        assert_eq!(other.spans.unwrap().to_string(), "0-10 20-30 50-100");
    }

    #[test]
    fn a_record_of_an_older_release_has_read_all_before_its_furthest_place() {
        let document = story();
        let record = Record { furthest: document.locate(at(4)), ..Record::default() };
        assert_eq!(Track::recall(&document, &record, at(2)).spans(&document).to_string(), "0-40");
    }
}
