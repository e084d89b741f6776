//! Pages that turn by themselves, at the reader's pace.

use super::{App, Effect};
use crate::action::Action;
use crate::shelf::Stamp;

/// When the next page is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AutoTurn {
    due: Stamp,
    /// How long each page stays, if the reader has said it.
    every: Option<Stamp>,
}

/// A second: how often the countdown changes.
const SECOND: Stamp = 1_000;

/// The shortest time for which a page stays, however few words it has.
const SHORTEST: Stamp = 4_000;

impl App {
    /// Has the pages turned by themselves, or not any more.
    /// A number before it is the seconds for which each page stays.
    pub(super) fn toggle_auto_turn(&mut self, seconds: Option<u32>) -> Vec<Effect> {
        if self.position.auto_turn.take().is_some() {
            return self.say("Pages don’t turn by themselves any more".to_owned());
        }
        let every = seconds.map(|seconds| Stamp::from(seconds.max(1)) * SECOND);
        self.position.auto_turn = Some(AutoTurn { due: self.now + every.unwrap_or_else(|| self.stay()), every });
        // A voice turns pages, too: the two would go against each other.
        self.hush()
    }

    /// Stops the turning of pages for a key, or for another window that has come to the front.
    pub(super) fn pause_auto_turn(&mut self) {
        if self.position.auto_turn.take().is_some() {
            self.notices.note = Some(format!("Paused · {} goes on", self.key(Action::ToggleAutoTurn)));
        }
    }

    /// Turns the page if it is time to.
    pub(super) fn turn_in_time(&mut self) -> Vec<Effect> {
        let Some(auto) = self.position.auto_turn.filter(|auto| auto.due <= self.now && self.overlay.is_none()) else {
            return Vec::new();
        };
        let effects = self.turn(1, true);
        let stays = auto.every.unwrap_or_else(|| self.stay());
        let next = AutoTurn { due: auto.due.max(self.now) + stays, ..auto };
        // At the end there is nothing to turn.
        self.position.auto_turn = (!effects.is_empty()).then_some(next);
        effects
    }

    /// How long the page that is seen stays.
    fn stay(&self) -> Stamp {
        let document = &self.story.document;
        let start = document.offset(self.story.book.start_of(self.opening()));
        let length = self.story.book.end(document, self.opening()).saturating_sub(start);
        self.remembered.pace.time(length).max(SHORTEST)
    }

    /// The seconds until the page turns by itself.
    #[must_use]
    pub fn countdown(&self) -> Option<u64> {
        self.position.auto_turn.map(|auto| auto.due.saturating_sub(self.now).div_ceil(SECOND))
    }

    /// The milliseconds after which the model changes by itself; `None` while it does not.
    #[must_use]
    pub fn wakes_in(&self) -> Option<u64> {
        // Under a panel nothing turns.
        let auto = self.position.auto_turn.filter(|_| self.overlay.is_none())?;
        let left = auto.due.saturating_sub(self.now);
        // The countdown changes on whole seconds.
        Some(match left % SECOND {
            0 => SECOND.min(left),
            rest => rest,
        })
    }
}
