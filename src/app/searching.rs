//! A search that is typed: its first match is shown at once, and what was searched for before comes back.

use super::{App, Effect, Overlay, Prompt, Purpose, Search};
use crate::action::Action;
use crate::document::{Place, Switches};

/// The searches of a session that are remembered: more than anyone goes back through.
const MOST_REMEMBERED: usize = 50;

impl App {
    /// Asks what to look for.
    pub(super) fn ask_for_search(&mut self) {
        let before = self.search.clone();
        // As the last one was read, whether it has found anything or not.
        let switches = self.keys.searches.last().map_or_else(|| before.switches(), |(_, switches)| *switches);
        self.ask(Purpose::Search { from: self.position.place, before, switches, own: switches, back: 0 }, "");
    }

    /// Does what an action says that does something else than to edit the search. Returns whether it is one.
    pub(super) fn search_action(&mut self, action: Action) -> bool {
        let searches = &self.keys.searches;
        let Some(Overlay::Prompt(prompt)) = &mut self.overlay else { return false };
        let Purpose::Search { switches, own, back, .. } = &mut prompt.purpose else { return false };
        match action {
            Action::ToggleRegex => switches.regex = !switches.regex,
            Action::ToggleWholeWords => switches.whole_words = !switches.whole_words,
            Action::OlderAnswer => {
                if *back == 0 {
                    *own = *switches;
                }
                *back = (*back + 1).min(searches.len());
                if let Some((recalled, read)) = searches.len().checked_sub(*back).and_then(|at| searches.get(at)) {
                    *switches = *read;
                    prompt.replace(recalled);
                }
            }
            Action::NewerAnswer => {
                *back = back.saturating_sub(1);
                let recalled = searches.len().checked_sub(*back).and_then(|at| searches.get(at));
                *switches = recalled.map_or(*own, |(_, read)| *read);
                prompt.replace(recalled.map_or("", |(recalled, _)| recalled));
            }
            _ => return false,
        }
        true
    }

    /// Shows the first hit of what has been typed so far.
    pub(super) fn look_ahead(&mut self) {
        let Some(Overlay::Prompt(prompt)) = &self.overlay else { return };
        let Purpose::Search { from, switches, .. } = prompt.purpose else { return };
        self.search = self.search.refined(&self.story.document, prompt.answer(), switches);
        // It is only a look: the place is kept when it is taken.
        self.position.place = self.search.first_from(from).map_or(from, |hit| hit.place);
    }

    /// Returns where the reader was before the search that is being typed. What it shows meanwhile is only looked at, and whoever
    /// is stopped now comes back to where they were.
    pub(super) fn place_left_for_a_search(&self) -> Option<Place> {
        match &self.overlay {
            Some(Overlay::Prompt(Prompt { purpose: Purpose::Search { from, .. }, .. })) => Some(*from),
            _ => None,
        }
    }

    pub(super) fn take_search(&mut self, from: Place, before: Search, typed: (&str, Switches)) -> Vec<Effect> {
        let (answer, switches) = typed;
        self.position.place = from;
        if answer.trim().is_empty() {
            // An empty search is the last one again.
            self.search = before;
            return self.step_hit(true);
        }
        self.remember_search(answer, switches);
        match self.search.place() {
            Some(place) => {
                self.say_hit();
                self.jump(place)
            }
            None => {
                self.notices.note = Some(self.not_found(answer, switches));
                // The last search that found something is gone on with.
                if before.count() > 0 {
                    self.search = before;
                }
                Vec::new()
            }
        }
    }

    /// Says that a search has found nothing, and what would have been found without its capitals or its switches.
    fn not_found(&self, answer: &str, switches: Switches) -> String {
        if let Some(wrong) = self.search.wrong() {
            return format!("“{answer}” is no regular expression: {wrong}");
        }
        if self.search.is_given_up() {
            return format!("“{answer}” takes too long to be looked for in all of this story · smaller counts help");
        }
        let plain = answer.to_lowercase();
        let other = plain != answer && !switches.regex;
        let count = if other { self.search.anew(&self.story.document, &plain, switches).count() } else { 0 };
        let matches = if count == 1 { "match" } else { "matches" };
        let without = if count > 0 { format!(" · “{plain}” has {count} {matches}") } else { String::new() };
        let read = match (switches.regex, switches.whole_words) {
            (true, true) => " (as a regular expression, by whole words)",
            (true, false) => " (as a regular expression)",
            (false, true) => " as a whole word",
            (false, false) => "",
        };
        let expression = !switches.regex && answer.contains(['\\', '[', '(', '|', '*', '+', '^', '$']);
        let hint = if expression { " · / Ctrl-R searches by regular expressions" } else { "" };
        format!("“{answer}” is not in this story{read}{without}{hint}")
    }

    /// Remembers what was searched for, once.
    fn remember_search(&mut self, answer: &str, switches: Switches) {
        self.keys.searches.retain(|(other, _)| other != answer);
        self.keys.searches.push((answer.to_owned(), switches));
        if self.keys.searches.len() > MOST_REMEMBERED {
            self.keys.searches.remove(0);
        }
    }
}
