//! How the page is set: what a key changes of it, what is remembered of that, and how it is undone.

use super::preferences::{MEASURES, MOST_MARGINS};
use super::themes::ThemeChoice;
use super::{App, Effect, List, ListKind, Overlay, Preferences, Themes};
use crate::action::Action;
use crate::shelf::Settings;
use crate::typeset::LEAST_FOR_SPREAD;

/// How much a line grows or shrinks at a key: two cells keep the text in the middle without a jump of half a cell.
const MEASURE_STEP: u16 = 2;

/// The most changes that can be undone: more than anyone retraces.
const MOST_CHANGES: usize = 50;

/// What was chosen at some time.
#[derive(Debug, Clone, PartialEq)]
struct Choice {
    settings: Settings,
    preferences: Preferences,
    theme: ThemeChoice,
}

/// A change of what is chosen.
#[derive(Debug, Clone)]
pub(super) struct SettingChange {
    before: Choice,
    after: Choice,
    /// The number of the last change of a mark before it. It tells which of the two kinds came later, and is undone first.
    mark: u64,
}

impl App {
    /// Changes what is chosen, so that it can be undone.
    pub(super) fn choose(&mut self, change: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let before = self.choice();
        let effects = change(self);
        let after = self.choice();
        if after == before {
            return effects;
        }
        let changes = &mut self.remembered.changes;
        changes.push(SettingChange { before, after, mark: self.remembered.marks.last_change() });
        if changes.len() > MOST_CHANGES {
            changes.remove(0);
        }
        // A note of two parts leaves no room for a third.
        if let Some(note) = self.notices.note.take_if(|note| !note.contains(" · ")) {
            self.notices.note = Some(format!("{note} · {} undoes", self.key(Action::Undo)));
        }
        effects
    }

    /// Takes a theme, whatever the terminal's ground is.
    pub(super) fn choose_theme(&mut self, name: &str) -> Vec<Effect> {
        self.choose(|app| {
            app.themes.choose(name);
            app.themes.stay();
            app.remember(|fixed| fixed.theme.is_some(), |settings| settings.theme = Some(name.to_owned()));
            vec![Effect::KeepSettings]
        })
    }

    /// Takes in all themes. While the list is open, the one that is seen stays, and so does the one that Esc goes back to.
    pub(super) fn take_themes(&mut self, themes: Themes) {
        let Some(Overlay::List(List { kind: ListKind::Themes { before, .. }, chosen })) = &mut self.overlay else {
            self.themes.replace(themes);
            return self.themes.take_wanted();
        };
        let worn = self.themes.all()[*before].name.clone();
        self.themes.replace(themes);
        *chosen = self.themes.index();
        *before = self.themes.all().iter().position(|theme| theme.name == worn).unwrap_or(*chosen);
    }

    /// Takes over what can be undone from the story that was read before, whose marks are others.
    pub(super) fn inherit_changes(&mut self, other: &Self) {
        let changes = other.remembered.changes.iter().cloned();
        self.remembered.changes = changes.map(|change| SettingChange { mark: 0, ..change }).collect();
    }

    fn choice(&self) -> Choice {
        let (settings, preferences) = (self.remembered.settings.clone(), self.story.book.preferences());
        Choice { settings, preferences, theme: self.themes.choice() }
    }

    /// Undoes the last change of what is chosen or of the marks, whichever is the later one.
    pub(super) fn undo(&mut self) -> Vec<Effect> {
        let next = self.remembered.marks.next_undone();
        let is_later = |change: &mut SettingChange| next.is_none_or(|next| change.mark >= next);
        let Some(SettingChange { before, after, .. }) = self.remembered.changes.pop_if(is_later) else {
            return self.undo_mark();
        };
        let mouse = self.story.book.preferences().mouse;
        self.story.book.prefer(before.preferences);
        if before.theme != after.theme {
            self.themes.choose_again(&before.theme);
        }
        // What else has been remembered since stays.
        self.remembered.settings = before.settings.merged(&after.settings, &self.remembered.settings);
        self.notices.note = Some("The last change is undone".to_owned());
        let mouse = (before.preferences.mouse != mouse).then_some(Effect::Mouse(before.preferences.mouse));
        mouse.into_iter().chain([Effect::KeepSettings]).collect()
    }

    /// Changes how the page is set, and says so.
    pub(super) fn change_setting(&mut self, action: Action) -> Vec<Effect> {
        self.choose(|app| match action {
            Action::ChangeProgress => app.change_progress(),
            Action::ToggleBar => app.toggle_bar(),
            Action::ToggleMouse => app.toggle_mouse(),
            _ => app.change_page(action),
        })
    }

    fn change_page(&mut self, action: Action) -> Vec<Effect> {
        let before = self.story.book.preferences();
        let (mut wanted, sheet) = (before, self.story.book.sheet());
        if action == Action::ToggleSpread && sheet.width < LEAST_FOR_SPREAD {
            let width = sheet.width;
            return self.say(format!("Two pages need {LEAST_FOR_SPREAD} columns; this window has {width}"));
        }
        // From what is seen, not from what was once wished for in a wider window.
        let seen = sheet.measure.max(*MEASURES.start());
        match action {
            Action::ToggleSpread => wanted.spread = !wanted.spread,
            Action::ToggleStatus => wanted.status = !wanted.status,
            Action::ToggleJustified => wanted.justify = !wanted.justify,
            Action::ToggleHanging => wanted.hang = !wanted.hang,
            Action::ChangeHyphens => wanted.hyphens = wanted.hyphens.next(),
            Action::Widen => wanted.measure = (seen + MEASURE_STEP).min(*MEASURES.end()),
            Action::Narrow => wanted.measure = seen.saturating_sub(MEASURE_STEP).max(*MEASURES.start()),
            // From what is seen here, too.
            Action::RaiseMargins => wanted.spacing.margins = (sheet.top + 1).min(MOST_MARGINS),
            Action::LowerMargins => wanted.spacing.margins = sheet.top.saturating_sub(1),
            _ => return Vec::new(),
        }
        self.story.book.prefer(wanted);
        self.notices.note = match action {
            Action::ToggleSpread => Some(if wanted.spread { "Two pages" } else { "One page" }.to_owned()),
            Action::ToggleJustified => Some(if wanted.justify { "Justified" } else { "Ragged right" }.to_owned()),
            Action::ToggleStatus if !wanted.status => {
                Some(format!("Status line hidden · {} shows it again", self.key(action)))
            }
            Action::ToggleHanging => {
                Some(if wanted.hang { "Hanging punctuation on" } else { "Hanging punctuation off" }.to_owned())
            }
            Action::ChangeHyphens => Some(format!("Hyphens: {}", wanted.hyphens.name())),
            // What a narrow window shows is not what the reader has chosen.
            Action::Widen if self.story.book.sheet().measure == sheet.measure => {
                self.story.book.prefer(before);
                return self.say(format!("Line length {seen}: this window has no room for longer lines"));
            }
            Action::Widen | Action::Narrow => Some(format!("Line length {}", self.story.book.sheet().measure)),
            Action::RaiseMargins | Action::LowerMargins => {
                let rows = self.story.book.sheet().top;
                if rows == sheet.top {
                    wanted.spacing.margins = before.spacing.margins;
                    self.story.book.prefer(wanted);
                }
                let has_room = rows != sheet.top || action == Action::LowerMargins;
                let told = if has_room { "" } else { " (this window has no room for more)" };
                Some(format!("Empty rows above and below: {rows}{told}"))
            }
            _ => None,
        };
        self.remember(|fixed| is_fixed(action, fixed), |settings| keep_changed(action, settings, wanted));
        vec![Effect::KeepSettings]
    }

    /// Remembers what was changed of an option. If it is set elsewhere, where it wins at the next start, the change holds until the reader
    /// leaves: this is said, and nothing is remembered.
    pub(super) fn remember(&mut self, is_fixed: impl Fn(&Settings) -> bool, keep: impl FnOnce(&mut Settings)) {
        if !is_fixed(&self.remembered.fixed) {
            return keep(&mut self.remembered.settings);
        }
        self.notices.note = Some(match self.notices.note.take() {
            Some(note) => format!("{note} · until you leave, as `nightstand config show` tells"),
            None => "Until you leave: `nightstand config show` tells where it is set".to_owned(),
        });
    }
}

/// Keeps what an action has changed of the page, and nothing that holds for this session only.
fn keep_changed(action: Action, settings: &mut Settings, chosen: Preferences) {
    match action {
        Action::ToggleSpread => settings.spread = Some(chosen.spread),
        Action::ToggleStatus => settings.status = Some(chosen.status),
        Action::ToggleJustified => settings.justify = Some(chosen.justify),
        Action::ToggleHanging => settings.hang = Some(chosen.hang),
        Action::ChangeHyphens => settings.hyphens = Some(chosen.hyphens.name().to_owned()),
        Action::Widen | Action::Narrow => settings.measure = Some(chosen.measure),
        Action::RaiseMargins | Action::LowerMargins => settings.margins = Some(chosen.spacing.margins),
        _ => {}
    }
}

/// Returns whether an action changes how the page is set.
pub(super) fn changes_page(action: Action) -> bool {
    use Action as A;
    let set = matches!(action, A::ToggleJustified | A::ChangeHyphens | A::ToggleHanging | A::Widen | A::Narrow);
    let shown = matches!(action, A::ChangeProgress | A::ToggleBar | A::ToggleMouse);
    set || shown || matches!(action, A::ToggleSpread | A::ToggleStatus | A::RaiseMargins | A::LowerMargins)
}

/// Returns whether what an action changes is set elsewhere.
fn is_fixed(action: Action, fixed: &Settings) -> bool {
    match action {
        Action::ToggleSpread => fixed.spread.is_some(),
        Action::ToggleStatus => fixed.status.is_some(),
        Action::ToggleJustified => fixed.justify.is_some(),
        Action::ToggleHanging => fixed.hang.is_some(),
        Action::ChangeHyphens => fixed.hyphens.is_some(),
        Action::Widen | Action::Narrow => fixed.measure.is_some(),
        Action::RaiseMargins | Action::LowerMargins => fixed.margins.is_some(),
        _ => false,
    }
}
