//! Reading aloud: a sentence is spoken by another program, and lit meanwhile. Pages turn by themselves.

use super::{App, Effect};
use crate::document::{Passage, Place, Unit};

/// What is read aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Aloud {
    /// The sentence.
    sentence: Passage,
    /// The number of the request, by which a late answer is told from the present one.
    number: u64,
}

impl App {
    /// Begins to read aloud at the page that is seen, or stops.
    pub(super) fn toggle_aloud(&mut self) -> Vec<Effect> {
        if self.position.aloud.is_some() {
            return self.hush();
        }
        self.notices.note = Some("Reading aloud · A stops · ( ) back and on".to_owned());
        self.speak_from_page()
    }

    /// Has the first sentence spoken that begins on the page that is seen.
    fn speak_from_page(&mut self) -> Vec<Effect> {
        let start = self.story.book.start_of(self.opening());
        match self.story.document.unit_after(start, Unit::Sentence) {
            // One that goes on from the page before would turn the page back.
            Some(sentence) if sentence.start < start => self.speak_from(sentence.end),
            _ => self.speak_from(start),
        }
    }

    /// What is spoken now.
    #[must_use]
    pub fn spoken(&self) -> Option<Passage> {
        self.position.aloud.map(|aloud| aloud.sentence)
    }

    /// Stops to read aloud.
    pub(super) fn hush(&mut self) -> Vec<Effect> {
        if self.position.aloud.take().is_some() { vec![Effect::Hush] } else { Vec::new() }
    }

    /// Has the first sentence spoken that ends after a place.
    pub(super) fn speak_from(&mut self, place: Place) -> Vec<Effect> {
        match self.story.document.unit_after(place, Unit::Sentence) {
            Some(sentence) => self.speak(sentence),
            None => {
                let mut effects = self.hush();
                effects.extend(self.say("The end".to_owned()));
                effects
            }
        }
    }

    fn speak(&mut self, sentence: Passage) -> Vec<Effect> {
        self.position.requests += 1;
        let number = self.position.requests;
        self.position.aloud = Some(Aloud { sentence, number });
        let mut effects = self.go_to_page_of(sentence.start);
        let language = self.story.document.metadata.language;
        effects.push(Effect::Speak {
            number,
            text: self.story.document.words_of(sentence),
            language: language.map_or_else(|| "en".to_owned(), |language| language.to_string()),
        });
        effects
    }

    /// A sentence has been spoken: the next one follows.
    pub(super) fn go_on_speaking(&mut self, number: u64) -> Vec<Effect> {
        match self.position.aloud {
            Some(aloud) if aloud.number == number => self.speak_from(aloud.sentence.end),
            _ => Vec::new(),
        }
    }

    /// Nothing can be spoken.
    pub(super) fn fail_to_speak(&mut self, why: String) -> Vec<Effect> {
        self.position.aloud = None;
        self.say(why)
    }

    /// Speaks the next sentence, or the one before.
    pub(super) fn skip_sentence(&mut self, forward: bool) -> Vec<Effect> {
        let Some(aloud) = self.position.aloud else {
            return self.say("Nothing is read aloud · A begins".to_owned());
        };
        if forward {
            return self.speak_from(aloud.sentence.end);
        }
        let before = self.story.document.unit_before(aloud.sentence.start, Unit::Sentence);
        self.speak(before.unwrap_or(aloud.sentence))
    }

    /// Goes on speaking at the page that the reader has turned to.
    pub(super) fn speak_here(&mut self, before: Place) -> Vec<Effect> {
        let here = self.position.place;
        match self.position.aloud {
            Some(aloud) if here != before && !self.story.book.shows(self.opening(), aloud.sentence.start) => {
                self.speak_from_page()
            }
            _ => Vec::new(),
        }
    }
}
