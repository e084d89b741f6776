//! While only a piece of the story is there: what can be done with it is done, all else is held until the whole is there, and then
//! done in its order.

use super::{App, Effect, Event, Urgency};
use crate::action::Action;
use crate::config::{Context, Key};
use crate::document::Place;
use crate::shelf::Settings;
use crate::typeset::Stretch;

/// A piece of a story that can be read while the whole is fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where the reader is.
    pub place: Place,
    /// The stretches that are there; at least one.
    pub stretches: Vec<Stretch>,
    /// What the story is called while it is fetched.
    pub name: String,
}

/// A story that is being fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetching {
    /// What it is called.
    pub name: String,
    /// How much of it has been read, in percent, where that is known.
    pub percent: Option<u8>,
    /// What the status line may say of it: nothing before it has taken so long that one asks.
    said: Option<String>,
}

/// What is held until the whole is there; more is a cat on the keyboard.
const MOST_HELD: usize = 1000;

impl Fetching {
    pub(super) fn new(name: String) -> Self {
        Self { name, percent: None, said: None }
    }

    /// Whether it has taken so long that it should be told of.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.said.is_some()
    }
}

impl App {
    /// Whether only a piece of the story is there, so that nothing of it is counted.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.pending.held.is_some()
    }

    /// Whether the reader has gone anywhere since the story was opened.
    #[must_use]
    pub fn has_moved(&self) -> bool {
        self.remembered.moved
    }

    /// The story that is being fetched, if one is: the rest of this one, or another.
    #[must_use]
    pub fn fetching(&self) -> Option<&Fetching> {
        self.pending.fetching.as_ref()
    }

    /// What there is to say of it.
    pub(super) fn fetching_note(&self) -> Option<&str> {
        // Where nothing is there yet, the page itself says so.
        let held = self.pending.held.as_ref().is_none_or(|held| !held.is_empty() && !self.story.document.is_empty());
        self.pending.fetching.as_ref().filter(|_| held)?.said.as_deref()
    }

    pub(super) fn tell_fetched(&mut self, percent: Option<u8>) {
        let partial = self.is_partial();
        if let Some(fetching) = &mut self.pending.fetching {
            let share = percent.map_or_else(String::new, |percent| format!(", {percent}%"));
            fetching.percent = percent;
            fetching.said = Some(if partial {
                format!("Loading the rest{share} · Esc cancels the keys you typed")
            } else {
                format!("Loading “{}”{share} · Esc cancels", fetching.name)
            });
        }
    }

    /// Takes in what has to wait for the whole; `None` for what need not.
    pub(super) fn hold(&mut self, event: &Event) -> Option<Vec<Effect>> {
        let held = self.pending.held.as_ref()?.len();
        if !matches!(event, Event::Key(_) | Event::Paste(_) | Event::Wheel { .. } | Event::Click { .. }) {
            return None;
        }
        if held > 0 {
            // What is held may be the answer to a question: only these can't be part of it.
            let asked = self.asked_by(event);
            let is_letter = matches!(event, Event::Key(Key::Char(_)));
            match asked {
                Some(Action::Quit) if !is_letter => return Some(vec![Effect::Keep(Urgency::Now), Effect::Quit]),
                Some(Action::Dismiss) if self.story.document.is_empty() => return Some(vec![Effect::Quit]),
                Some(Action::Quit) if self.story.document.is_empty() && !self.holds_a_question() => {
                    return Some(vec![Effect::Quit]);
                }
                Some(Action::Dismiss) => {
                    self.pending.held = Some(Vec::new());
                    return Some(Vec::new());
                }
                _ => {}
            }
        } else if !self.needs_whole(event) {
            return None;
        }
        if let Some(held) = self.pending.held.as_mut().filter(|held| held.len() < MOST_HELD) {
            held.push(event.clone());
        }
        Some(Vec::new())
    }

    /// Whether what is typed may be the answer to a question that is asked once the whole is there.
    fn holds_a_question(&self) -> bool {
        let asks = |event: &Event| {
            matches!(self.asked_by(event), Some(Action::Search | Action::AddBookmark | Action::Command))
        };
        self.pending.held.as_ref().is_some_and(|held| held.iter().any(asks))
    }

    /// What an event asks for on the page, if it is a key that asks for something.
    fn asked_by(&self, event: &Event) -> Option<Action> {
        let Event::Key(key) = event else { return None };
        self.keys.keymap.action(Context::Reading, *key)
    }

    fn needs_whole(&mut self, event: &Event) -> bool {
        match event {
            Event::Key(key) => self.key_needs_whole(*key),
            Event::Wheel { down } if self.overlay.is_none() => !self.can_turn(*down),
            Event::Click { column, .. } if self.overlay.is_none() => {
                !self.can_turn(*column >= self.story.book.sheet().width / 2)
            }
            _ => false,
        }
    }

    fn key_needs_whole(&mut self, key: Key) -> bool {
        let Some(action) = self.keys.keymap.action(self.context(), key) else { return false };
        match action {
            _ if self.context() != Context::Reading => action == Action::GoBackAndForth,
            Action::NextPage | Action::PreviousPage => {
                let erases = key == Key::Backspace && self.keys.count.is_some();
                !erases && (self.keys.count.is_some() || !self.can_turn(action == Action::NextPage))
            }
            Action::ShowThemes
            | Action::ShowHelp
            | Action::ToggleSpread
            | Action::ToggleJustified
            | Action::ChangeHyphens
            | Action::ToggleHanging
            | Action::Widen
            | Action::Narrow
            | Action::RaiseMargins
            | Action::LowerMargins
            | Action::ToggleStatus
            | Action::Dismiss
            | Action::Redraw
            | Action::Suspend
            | Action::Quit => false,
            _ => true,
        }
    }

    /// Whether the next leaf is there.
    fn can_turn(&mut self, forward: bool) -> bool {
        let opening = self.opening();
        self.story.book.turned(&self.story.document, opening, 1, forward) != opening
    }

    /// Goes on where a piece of the same story was read, and does what was held. Returns the effects of that.
    pub fn go_on_from(&mut self, piece: Self) -> Vec<Effect> {
        self.inherit(&piece);
        let Self { story, position, remembered, overlay, filter, keys, notices, pending, .. } = piece;
        (self.overlay, self.filter, self.keys) = (overlay, filter, keys);
        self.pending.early = pending.early;
        self.notices.note = self.notices.note.take().or(notices.note);
        let mut effects = Vec::new();
        if remembered.moved {
            // By its words: the file may have been changed since the piece was kept.
            let (place, _) = self.story.document.find(&story.document.locate(position.place));
            self.remembered.track.turn(self.position.place, place);
            effects.extend(self.go(place));
        }
        effects.extend(self.settle());
        effects.extend(self.press_early());
        for event in pending.held.unwrap_or_default() {
            effects.extend(self.update(event));
        }
        effects
    }

    /// Takes over what a reader has chosen, and the window, from the story that was read before.
    pub fn inherit(&mut self, other: &Self) {
        // Which story is the last one, and how its file is read, is this one's own.
        let own = std::mem::take(&mut self.remembered.settings);
        let before = other.remembered.settings.clone();
        self.remembered.settings = Settings { last: own.last, files: own.files, ..before };
        self.themes.take_over(&other.themes);
        self.inherit_changes(other);
        self.story.book.prefer(other.story.book.preferences());
        let sheet = other.story.book.sheet();
        self.story.book.resize(sheet.width, sheet.height);
        self.now = other.now;
        self.notices.lesson = other.notices.lesson;
        self.keys.searches.clone_from(&other.keys.searches);
        self.remembered.pace = other.remembered.pace.clone();
    }
}
