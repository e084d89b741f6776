//! What is done when the reader asks for something while text is selected.

use super::marks::{OVERTAKEN, Undone};
use super::selection::{LONGEST, Selection};
use super::{App, Effect, Noted, Overlay, Urgency};
use crate::action::Action;
use crate::config::Context;
use crate::document::{BlockKind, Passage, Place, Switches, Unit};
use crate::typeset::{Line, LineKind};

/// The colour of a highlight that was not asked for by its number: that of a note.
pub(super) const PLAIN: u8 = 1;

/// The most bytes that are copied: some terminals drop what is longer than 74,994 bytes of base64.
const MOST_COPIED: usize = 56_000;

impl App {
    /// The passage that is selected.
    #[must_use]
    pub fn selected(&self) -> Option<Passage> {
        match &self.overlay {
            Some(Overlay::Selection(selection)) => Some(selection.passage()),
            Some(Overlay::Note(editor)) => match &editor.noted {
                Noted::Passage(passage) => Some(*passage),
                Noted::Highlight(_) => None,
            },
            _ => None,
        }
    }

    /// Selects the sentence in the middle of the page that is seen, or the word.
    pub(super) fn select(&mut self, unit: Unit) -> Vec<Effect> {
        // Where the eye is, if a guide says so.
        let at = self.position.guide.map(|guide| guide.at).or_else(|| self.middle());
        let middle = at.and_then(|place| self.story.document.unit_after(place, unit));
        match middle {
            Some(passage) => self.overlay = Some(Overlay::Selection(Selection::of(passage, unit))),
            None => return self.say("No text to select on this page".to_owned()),
        }
        // Another window may have written a note here since.
        vec![Effect::ReadRecord]
    }

    /// Selects the word below or above a selected one.
    fn select_word_in_line(&mut self, selection: Selection, down: bool) -> Vec<Effect> {
        let at = selection.passage().start;
        let text = |line: &&Line| matches!(line.kind, LineKind::Text(_));
        let lines: Vec<Line> = self.seen_lines().filter(text).copied().collect();
        let begun = lines.partition_point(|line| Place { byte: line.start, ..line.place } <= at);
        let next = if down { begun } else { begun.wrapping_sub(2) };
        let (Some(here), Some(next)) = (lines.get(begun.wrapping_sub(1)), lines.get(next)) else {
            return self.say(if down { "The last line" } else { "The first line" }.to_owned());
        };
        // As far along the line as it is now; a line is a few dozen bytes.
        let along = at.byte.saturating_sub(here.start) + u32::from(here.indent);
        let byte = (next.start + along.saturating_sub(u32::from(next.indent))).min(next.end.saturating_sub(1));
        let place = self.story.document.clamp(Place { byte, ..next.place });
        match self.story.document.unit_after(place, Unit::Word) {
            Some(word) => self.follow(Selection::of(word, Unit::Word)),
            None => Vec::new(),
        }
    }

    /// Selects what the mouse was dragged over, by whole characters.
    pub(super) fn drag(&mut self, from: Place, to: Place) -> Vec<Effect> {
        let selecting = matches!(self.overlay, None | Some(Overlay::Selection(_)));
        if let Some(selection) = Selection::between(from, to).filter(|_| selecting && !self.is_partial()) {
            self.notices.note = None;
            self.overlay = Some(Overlay::Selection(selection));
        }
        Vec::new()
    }

    /// The place in the middle of the text that is seen.
    pub(super) fn middle(&self) -> Option<Place> {
        let lines: Vec<&Line> = self.seen_lines().filter(|line| matches!(line.kind, LineKind::Text(_))).collect();
        let line = lines.get(lines.len() / 2)?;
        Some(Place { byte: line.start.midpoint(line.end), ..line.place })
    }

    /// The lines of the pages that are seen.
    pub(super) fn seen_lines(&self) -> impl Iterator<Item = &Line> {
        let opening = self.opening();
        (0..self.story.book.sheet().pages).flat_map(move |side| self.story.book.lines(opening, side))
    }

    pub(super) fn selection_action(&mut self, selection: Selection, action: Action) -> Vec<Effect> {
        let passage = selection.passage();
        match action {
            Action::AddSentence | Action::DropSentence if selection.is_word() => {
                self.select_word_in_line(selection, action == Action::AddSentence)
            }
            Action::AddSentence => self.extend(selection, Unit::Sentence, true),
            Action::DropSentence => self.extend(selection, Unit::Sentence, false),
            Action::AddWord => self.extend(selection, Unit::Word, true),
            Action::DropWord => self.extend(selection, Unit::Word, false),
            Action::AddParagraph => self.extend(selection, Unit::Paragraph, true),
            Action::DropParagraph => self.extend(selection, Unit::Paragraph, false),
            Action::SentenceAfter | Action::SentenceBefore => {
                let mut selection = selection;
                selection.shift(&self.story.document, action == Action::SentenceAfter);
                self.follow(selection)
            }
            Action::OtherEnd => {
                let mut selection = selection;
                selection.turn_round();
                self.follow(selection)
            }
            Action::Highlight1 => self.highlight(passage, 1),
            Action::Highlight2 => self.highlight(passage, 2),
            Action::Highlight3 => self.highlight(passage, 3),
            Action::Highlight4 => self.highlight(passage, 4),
            Action::WriteNote => {
                // That of the same words, or else of a passage that has them all.
                let around = |other: Passage| other.start <= passage.start && passage.end <= other.end;
                let mut known: Vec<_> = self.remembered.marks.highlights_in(passage).collect();
                known.retain(|kept| kept.passage().is_some_and(around));
                let known = known.iter().find(|kept| kept.passage() == Some(passage)).or(known.first());
                let note = known.map(|kept| kept.name.to_string()).unwrap_or_default();
                let noted = known.map_or(Noted::Passage(passage), |kept| Noted::Highlight(kept.id().to_owned()));
                self.write_note(noted, &note);
                Vec::new()
            }
            Action::Delete => self.remove_highlights(passage),
            Action::Undo => self.undo(),
            Action::Copy => self.copy(passage),
            Action::LookUp => self.look_up(&self.story.document.words_of(passage)),
            Action::Search => self.search_for(passage),
            Action::Dismiss => {
                self.overlay = None;
                Vec::new()
            }
            Action::ShowHelp => {
                self.keys.beneath = Some(selection);
                self.filter.reset();
                self.overlay = Some(Overlay::Help { top: self.help_row(Context::Selection) });
                Vec::new()
            }
            Action::Suspend | Action::Redraw => self.reading_action(action),
            _ => {
                self.overlay = None;
                self.reading_action(action)
            }
        }
    }

    /// Moves an end of the selection, as far as a selection may reach.
    fn extend(&mut self, selection: Selection, unit: Unit, forward: bool) -> Vec<Effect> {
        let mut extended = selection;
        if !extended.move_by(&self.story.document, unit, forward) {
            let end = if forward { "The end" } else { "The beginning" };
            return self.say(end.to_owned());
        }
        let Passage { start, end } = extended.passage();
        if self.story.document.offset(end) - self.story.document.offset(start) > LONGEST {
            return self.say("A selection can't be longer than this".to_owned());
        }
        self.follow(extended)
    }

    /// Takes a changed selection, and turns the page if its moving end is on another one.
    fn follow(&mut self, selection: Selection) -> Vec<Effect> {
        self.overlay = Some(Overlay::Selection(selection));
        let seen = selection.seen(&self.story.document);
        self.go_to_page_of(seen)
    }

    /// Turns to the page that a place is on, if it is another one. It is no jump: one turns pages to get there.
    pub(super) fn go_to_page_of(&mut self, place: Place) -> Vec<Effect> {
        if self.story.book.shows(self.opening(), place) {
            return Vec::new();
        }
        self.story.book.open_at(&self.story.document, place);
        let start = self.story.book.start_of(self.story.book.opening(place));
        self.go(start)
    }

    fn highlight(&mut self, passage: Passage, colour: u8) -> Vec<Effect> {
        self.remembered.marks.highlight(&self.story.document, passage, colour, self.now);
        self.overlay = None;
        self.notices.kept = Some("Highlight saved");
        vec![Effect::Keep(Urgency::Told)]
    }

    fn remove_highlights(&mut self, passage: Passage) -> Vec<Effect> {
        let ids: Vec<String> = self.remembered.marks.highlights_in(passage).map(|kept| kept.id().to_owned()).collect();
        let undo = self.key(Action::Undo);
        self.notices.note = Some(match self.remembered.marks.remove(&ids, self.now) {
            0 => return self.say("No highlight here".to_owned()),
            1 => format!("Highlight deleted · {undo} brings it back"),
            count => format!("{count} highlights deleted · {undo} brings them back"),
        });
        self.overlay = None;
        vec![Effect::Keep(Urgency::Now)]
    }

    /// Undoes what was last done to a mark.
    pub(super) fn undo_mark(&mut self) -> Vec<Effect> {
        match self.remembered.marks.undo(self.now) {
            Undone::At(_) => {
                self.notices.note = Some("Brought back".to_owned());
                vec![Effect::Keep(Urgency::Now)]
            }
            Undone::Overtaken => self.say(OVERTAKEN.to_owned()),
            Undone::Nothing => self.say("Nothing to bring back".to_owned()),
        }
    }

    /// Copies a passage with its source.
    fn copy(&mut self, passage: Passage) -> Vec<Effect> {
        let words = self.story.document.words_of(passage);
        // The blanks of code are only kept together on the page.
        let block = self.story.document.block(passage.start.scene as usize, passage.start.block as usize);
        let is_set = block.is_some_and(|block| block.kind == BlockKind::Preformatted);
        let mut text = if is_set { words.replace('\u{a0}', " ") } else { words.clone() };
        let metadata = &self.story.document.metadata;
        let source: Vec<&str> =
            [&*metadata.author, &*metadata.title].into_iter().filter(|part| !part.is_empty()).collect();
        if !source.is_empty() {
            text.push_str("\n\n— ");
            text.push_str(&source.join(", "));
        }
        if text.len() > MOST_COPIED {
            return self.say("Too long to be copied".to_owned());
        }
        self.overlay = None;
        let count = crate::document::count_words(&words);
        self.notices.note = Some(format!("Copied {count} word{}", if count == 1 { "" } else { "s" }));
        vec![Effect::Copy(text)]
    }

    fn search_for(&mut self, passage: Passage) -> Vec<Effect> {
        let words = self.story.document.words_of(passage);
        self.overlay = None;
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.search = self.search.anew(&self.story.document, &words, Switches::default());
        self.search.first_from(passage.start);
        self.step_hit(true)
    }
}
