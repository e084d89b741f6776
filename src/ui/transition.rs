//! The way from a scene of one mood to one of another: its letters or its colours come up, for less than half a second.
//!
//! It changes a finished frame and knows no clock: whoever draws says how much time has passed. It touches no cell once it has
//! ended, and no byte depends on luck.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use tachyonfx::{Duration, Effect, Interpolation, SimpleRng, fx};

use super::page::mood_of_page;
use crate::app::App;
use crate::config::Motion;
use crate::document::{Mood, SafeText};
use crate::theme::{self, Depth, Scope};

/// How long a transition takes, in milliseconds: long enough to be seen, and over before a reader has found the first word.
const BASIC: u32 = 240;
const FULL: u32 = 400;

/// The seed of the order in which letters come. It is the same in every session, so that a frame can be compared with another.
const SEED: u32 = 1899;

/// What a frame shows, as far as it tells whether another mood has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    mood: Option<Mood>,
    theme: SafeText,
    page: (u16, u16),
    /// Whether nothing stands over the page.
    open: bool,
}

impl Seen {
    /// Returns what the frame of a model shows; `None` while there is no page.
    #[must_use]
    pub fn of(app: &App) -> Option<Self> {
        let sheet = app.book().sheet();
        (!app.document().is_empty()).then(|| Self {
            mood: mood_of_page(app, 0),
            theme: app.theme().name.clone(),
            page: (sheet.width, sheet.height),
            open: app.overlay().is_none(),
        })
    }
}

/// A transition that has begun.
pub struct RunningTransition(Effect);

impl RunningTransition {
    /// Begins a transition between two frames, if the second one shows a page of another mood.
    #[must_use]
    pub fn between(before: &Seen, after: &Seen, app: &App, (motion, depth): (Motion, Depth)) -> Option<Self> {
        let turned = before.open && after.open && before.theme == after.theme && before.page == after.page;
        if !turned || before.mood == after.mood {
            return None;
        }
        let time = match motion {
            Motion::None => return None,
            Motion::Basic => BASIC,
            Motion::Full => FULL,
        };
        let dreams = |mood: Option<Mood>| matches!(mood, Some(Mood::Dream | Mood::Nightmare));
        let usual = if dreams(after.mood) { theme::Transition::Dissolve } else { theme::Transition::Fade };
        let ground = app.theme().style(after.mood, Scope::Text).bg;
        let letters = || fx::coalesce((time, Interpolation::Linear)).with_rng(SimpleRng::new(SEED));
        let effect = match (app.theme().transition(after.mood).unwrap_or(usual), ground) {
            (theme::Transition::None, _) => return None,
            // Between colours of a palette there is nothing.
            (theme::Transition::Fade, Some(ground @ Color::Rgb(..))) if depth == Depth::True => {
                fx::fade_from_fg(ground, (time, Interpolation::SineOut))
            }
            _ => letters(),
        };
        Some(Self(effect))
    }

    /// Lets so many milliseconds pass and changes a finished frame. Returns whether it goes on. The last row is the status
    /// line's and stays.
    pub fn advance(&mut self, buffer: &mut Buffer, passed: u32) -> bool {
        let area = Rect { height: buffer.area.height.saturating_sub(1), ..buffer.area };
        self.0.process(Duration::from_millis(passed), buffer, area);
        !self.0.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::compose;
    use crate::ui::tests::app_of;

    const STORY: &str =
        "+++\ntitle = \"Two\"\n+++\n\n## Waking {.waking}\n\nIt was late.\n\n## Dream {.dream}\n\nIt was later.\n";

    fn frame(app: &App) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 20));
        compose(&mut buffer, app);
        buffer
    }

    #[test]
    fn a_dream_comes_letter_by_letter_and_ends_as_the_page() {
        let (waking, dream) = (app_of(STORY, (60, 20), ""), app_of(STORY, (60, 20), "]"));
        let (before, after) = (Seen::of(&waking).unwrap(), Seen::of(&dream).unwrap());
        let begin = || RunningTransition::between(&before, &after, &dream, (Motion::Basic, Depth::True)).unwrap();
        let at = |steps: &[u32]| {
            let (mut transition, mut buffer, mut on) = (begin(), frame(&dream), true);
            for step in steps {
                buffer = frame(&dream);
                on = transition.advance(&mut buffer, *step);
            }
            (buffer, on)
        };
        let (half, on) = at(&[0, 120]);
        assert!(on && half != frame(&dream), "half of it is seen");
        assert_eq!(at(&[0, 120]).0, half, "the same in every session");
        let letters = |buffer: &Buffer| buffer.content.iter().filter(|cell| cell.symbol() != " ").count();
        assert!(letters(&half) < letters(&frame(&dream)));
        assert_eq!(at(&[0, 120, 120]), (frame(&dream), false));
    }

    #[test]
    fn nothing_moves_but_where_the_mood_changes() {
        let (waking, dream) = (app_of(STORY, (60, 20), ""), app_of(STORY, (60, 20), "]"));
        let (w, d) = (Seen::of(&waking).unwrap(), Seen::of(&dream).unwrap());
        let begins = |before: &Seen, after: &Seen, motion| {
            RunningTransition::between(before, after, &dream, (motion, Depth::True)).is_some()
        };
        assert!(begins(&w, &d, Motion::Full) && begins(&d, &w, Motion::Basic));
        assert!(!begins(&w, &w, Motion::Full) && !begins(&w, &d, Motion::None));
        let panel = Seen { open: false, ..d.clone() };
        let other = Seen { theme: SafeText::line("snow"), ..d.clone() };
        assert!(!begins(&w, &panel, Motion::Full) && !begins(&w, &other, Motion::Full));
    }
}
