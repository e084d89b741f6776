//! Reading aloud: a sentence is spoken by another program, and lit meanwhile. Pages turn by themselves.

use super::{App, Effect, Overlay, Urgency};
use crate::action::Action;
use crate::document::{Passage, Place, Unit};

/// What is read aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Aloud {
    /// The sentence.
    sentence: Passage,
    /// The number of the request, by which a late answer is told from the present one.
    number: u64,
    /// The scene at whose end the reading stops. `None` stands for the story's last one.
    last_scene: Option<u32>,
    /// Whether it has been spoken, and the next one waits until the page may be turned.
    waits: bool,
}

impl App {
    /// Begins to read aloud at the page that is seen, or stops. A count says after how many scenes it stops by itself, this one
    /// included.
    pub(super) fn toggle_aloud(&mut self, scenes: Option<u32>) -> Vec<Effect> {
        if self.position.aloud.is_some() {
            return self.hush();
        }
        let end = match scenes {
            None => "",
            Some(1) => " to the end of the scene",
            Some(_) => " to the end of a scene",
        };
        let [stop, back, on] =
            [Action::ReadAloud, Action::PreviousSentence, Action::NextSentence].map(|action| self.key(action));
        self.notices.note = Some(format!("Reading aloud{end} · {stop} stops · {back} {on} back and on"));
        let effects = self.speak_from_page();
        if let (Some(aloud), Some(scenes)) = (&mut self.position.aloud, scenes) {
            aloud.last_scene = Some(aloud.sentence.start.scene.saturating_add(scenes.saturating_sub(1)));
        }
        effects
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

    /// Gives the terminal to the shell for a while. A voice would speak on behind it.
    pub(super) fn suspend(&mut self) -> Vec<Effect> {
        self.hush().into_iter().chain([Effect::Keep(Urgency::Now), Effect::Suspend]).collect()
    }

    /// Stops to read aloud.
    pub(super) fn hush(&mut self) -> Vec<Effect> {
        if self.position.aloud.take().is_some() { vec![Effect::Hush] } else { Vec::new() }
    }

    /// Has the first sentence spoken that ends after a place.
    pub(super) fn speak_from(&mut self, place: Place) -> Vec<Effect> {
        let last_scene = self.position.aloud.and_then(|aloud| aloud.last_scene);
        match self.story.document.unit_after(place, Unit::Sentence) {
            Some(sentence) if last_scene.is_none_or(|last| sentence.start.scene <= last) => self.speak(sentence),
            Some(_) => self.stop_speaking(&format!("The end of the scene · {} goes on", self.key(Action::ReadAloud))),
            None => self.stop_speaking("The end"),
        }
    }

    fn stop_speaking(&mut self, why: &str) -> Vec<Effect> {
        let mut effects = self.hush();
        effects.extend(self.say(why.to_owned()));
        effects
    }

    fn speak(&mut self, sentence: Passage) -> Vec<Effect> {
        self.position.requests += 1;
        let number = self.position.requests;
        let last_scene = self.position.aloud.and_then(|aloud| aloud.last_scene);
        self.position.aloud = Some(Aloud { sentence, number, last_scene, waits: false });
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
        let Some(aloud) = self.position.aloud.filter(|aloud| aloud.number == number) else { return Vec::new() };
        let next = self.story.document.unit_after(aloud.sentence.end, Unit::Sentence);
        let turns = next.is_some_and(|next| !self.story.book.shows(self.opening(), next.start));
        if turns && self.needs_page() {
            self.position.aloud = Some(Aloud { waits: true, ..aloud });
            return Vec::new();
        }
        self.speak_from(aloud.sentence.end)
    }

    /// Goes on where a sentence has waited for the page.
    pub(super) fn end_wait_of_voice(&mut self) -> Vec<Effect> {
        match self.position.aloud {
            Some(aloud) if aloud.waits && !self.needs_page() => self.speak_from(aloud.sentence.end),
            _ => Vec::new(),
        }
    }

    /// Returns whether the reader is doing something on the page that is seen, so that only they may turn it.
    fn needs_page(&self) -> bool {
        matches!(
            self.overlay,
            Some(
                Overlay::Selection(_)
                    | Overlay::Note(_)
                    | Overlay::Article(_)
                    | Overlay::FootNote(_)
                    | Overlay::Letters
                    | Overlay::Prompt(_)
            )
        )
    }

    /// Nothing can be spoken.
    pub(super) fn fail_to_speak(&mut self, why: String) -> Vec<Effect> {
        self.position.aloud = None;
        self.say(why)
    }

    /// Goes on to the next sentence or back to the one before, or by so many of them.
    pub(super) fn skip_sentence(&mut self, forward: bool, count: Option<u32>) -> Vec<Effect> {
        let Some(aloud) = self.position.aloud else {
            return self.say(format!("Nothing is read aloud · {} begins", self.key(Action::ReadAloud)));
        };
        let (document, sentence) = (&self.story.document, aloud.sentence);
        let count = count.map_or(1, |count| count as usize);
        // A number that is too large leads to the last sentence, or to the first.
        let found = if forward {
            document.units_after(sentence.end, Unit::Sentence).take(count).last()
        } else {
            document.units_before(sentence.start, Unit::Sentence).take(count).last()
        };
        match found {
            // At the end it says so.
            None if forward => self.speak_from(sentence.end),
            None => self.speak(sentence),
            Some(found) if forward => self.speak_from(found.start),
            Some(found) => self.speak(found),
        }
    }

    /// Goes on speaking at the page that the reader has turned to.
    pub(super) fn speak_here(&mut self, before: Place) -> Vec<Effect> {
        let here = self.position.place;
        let Some(aloud) = self.position.aloud else { return Vec::new() };
        if here == before || self.story.book.shows(self.opening(), aloud.sentence.start) {
            return Vec::new();
        }
        // The end of a scene is that of the scene which the reader has turned to.
        let last_scene = aloud.last_scene.map(|_| here.scene);
        self.position.aloud = Some(Aloud { last_scene, ..aloud });
        self.speak_from_page()
    }
}
