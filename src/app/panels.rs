//! What is done when the reader asks for something in a list or in the help.

use super::marks::{OVERTAKEN, Undone};
use super::themes::next_mood;
use super::{App, Effect, Fetching, HelpRow, List, ListKind, Overlay, Purpose, Urgency, help_rows, help_screenful};
use crate::action::Action;
use crate::config::Context;

impl App {
    pub(super) fn panel_action(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::Quit {
            self.close();
            return self.reading_action(Action::Quit);
        }
        if action == Action::GoBackAndForth {
            self.close();
            return self.reading_action(action);
        }
        if action == Action::ShowHelp {
            let open = matches!(self.overlay, Some(Overlay::Help { .. }));
            self.close();
            if open {
                self.overlay = self.keys.beneath.take().map(Overlay::Selection);
            } else {
                self.filter.clear();
                self.overlay = Some(Overlay::Help { top: self.help_row(Context::Panel) });
            }
            return Vec::new();
        }
        if matches!(action, Action::Suspend | Action::Redraw) {
            return self.reading_action(action);
        }
        match self.overlay {
            Some(Overlay::Help { top }) => {
                self.scroll_help(top, action);
                Vec::new()
            }
            Some(Overlay::List(list)) => self.list_action(list, action),
            Some(Overlay::Article(_)) => {
                self.scroll_article(action);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Takes the row of a list that was clicked on. A theme is looked at first, and taken by a second click.
    pub(super) fn pick(&mut self, index: usize) -> Vec<Effect> {
        let Some(Overlay::List(list)) = self.overlay else { return Vec::new() };
        if !self.list_indices(list.kind).contains(&index) {
            return Vec::new();
        }
        let seen = index == list.chosen;
        let list = List { chosen: index, ..list };
        self.choose_row(list);
        if seen || !matches!(list.kind, ListKind::Themes { .. }) { self.take_row(list) } else { Vec::new() }
    }

    fn scroll_help(&mut self, top: usize, action: Action) {
        let sheet = self.story.book.sheet();
        let screenful = help_screenful(sheet.width, sheet.height);
        // The last screenful is a full one.
        let last = help_rows(&self.keys.keymap, &self.filter).len().saturating_sub(screenful);
        match (moved(top, action, last, screenful), action) {
            (Some(top), _) => self.overlay = Some(Overlay::Help { top }),
            (None, Action::Filter) => self.filter.begin(),
            (None, Action::Dismiss) if !self.filter.words().is_empty() => {
                self.filter.clear();
                self.choose_what_is_shown();
            }
            (None, Action::Dismiss | Action::Choose) => self.overlay = self.keys.beneath.take().map(Overlay::Selection),
            (None, _) => {}
        }
    }

    /// The row of the help at which the keys of a context begin.
    pub(super) fn help_row(&self, context: Context) -> usize {
        let rows = help_rows(&self.keys.keymap, &self.filter);
        rows.iter().position(|row| *row == HelpRow::Title(context.title())).unwrap_or(0)
    }

    fn list_action(&mut self, list: List, action: Action) -> Vec<Effect> {
        let screenful = (usize::from(self.story.book.sheet().rows) / 2).max(1);
        let rows = self.list_indices(list.kind);
        let chosen = rows.iter().position(|index| *index == list.chosen);
        let at = chosen.or_else(|| rows.iter().position(|index| *index >= list.chosen)).unwrap_or(0);
        if let Some(to) = moved(at, action, rows.len().saturating_sub(1), screenful) {
            if let Some(index) = rows.get(to) {
                self.choose_row(List { chosen: *index, ..list });
            }
            return Vec::new();
        }
        match action {
            Action::Filter => {
                self.filter.begin();
                Vec::new()
            }
            Action::Dismiss if !self.filter.words().is_empty() => {
                self.filter.clear();
                Vec::new()
            }
            Action::Dismiss => {
                self.close();
                Vec::new()
            }
            // Nothing is chosen where nothing is shown.
            _ if rows.is_empty() && acts_on_row(action) => Vec::new(),
            Action::Choose => self.take_row(list),
            _ if list.kind == ListKind::Shelf => self.shelf_action(list, action),
            _ if list.kind == ListKind::Contents => {
                self.contents_action(list, action);
                Vec::new()
            }
            _ if matches!(list.kind, ListKind::Themes { .. }) => {
                self.theme_action(list, action);
                Vec::new()
            }
            _ => self.mark_action(list, action),
        }
    }

    fn theme_action(&mut self, list: List, action: Action) {
        let ListKind::Themes { before, sample } = list.kind else { return };
        match action {
            Action::TurnLight => match self.themes.other_half(list.chosen) {
                Some(chosen) => {
                    // Its row is shown, whatever was looked for.
                    self.filter.clear();
                    self.choose_row(List { chosen, ..list });
                }
                None => self.notices.note = Some("This theme has no other half".to_owned()),
            },
            Action::NextMood => {
                let sample = next_mood(sample);
                self.notices.note =
                    Some(sample.map_or("As it is".to_owned(), |mood| format!("As in: {}", mood.name())));
                self.choose_row(List { kind: ListKind::Themes { before, sample }, ..list });
            }
            _ => {}
        }
    }

    fn mark_action(&mut self, list: List, action: Action) -> Vec<Effect> {
        let colour = match action {
            Action::Rename => return self.rename(list),
            Action::Delete if list.chosen < self.remembered.marks.kept().len() => {
                let chosen = &self.remembered.marks.kept()[list.chosen];
                let (bookmark, id) = (chosen.is_bookmark(), chosen.id().to_owned());
                // The row after it is chosen among those that the filter shows.
                let shown = self.list_indices(list.kind);
                let nth = shown.iter().position(|index| *index == list.chosen).unwrap_or(0);
                self.remembered.marks.remove(&[id], self.now);
                let shown = self.list_indices(list.kind);
                let next = shown.get(nth).or(shown.last()).copied().unwrap_or(0);
                self.choose_row(List { chosen: next, ..list });
                let what = if bookmark { "Bookmark" } else { "Highlight" };
                self.notices.note = Some(format!("{what} deleted · {} brings it back", self.key(Action::Undo)));
                return vec![Effect::Keep(Urgency::Now)];
            }
            Action::Undo => {
                return match self.remembered.marks.undo(self.now) {
                    Undone::At(chosen) => {
                        self.choose_row(List { chosen, ..list });
                        vec![Effect::Keep(Urgency::Now)]
                    }
                    Undone::Overtaken => self.say(OVERTAKEN.to_owned()),
                    Undone::Nothing => Vec::new(),
                };
            }
            Action::Highlight1 => 1,
            Action::Highlight2 => 2,
            Action::Highlight3 => 3,
            Action::Highlight4 => 4,
            _ => return Vec::new(),
        };
        if self.remembered.marks.recolour(list.chosen, colour, self.now) {
            return vec![Effect::Keep(Urgency::Now)];
        }
        self.say("A bookmark has no colour".to_owned())
    }

    /// Asks for another name of a bookmark, or opens the note of a highlight.
    fn rename(&mut self, list: List) -> Vec<Effect> {
        if let Some(kept) = self.remembered.marks.kept().get(list.chosen) {
            let (id, name) = (kept.id().to_owned(), kept.name.to_string());
            if kept.is_bookmark() {
                self.ask(Purpose::Rename(id), &name);
            } else {
                self.write_note_in_list(id, &name);
            }
        }
        Vec::new()
    }

    pub(super) fn choose_row(&mut self, list: List) {
        if let ListKind::Themes { .. } = list.kind {
            self.themes.show(list.chosen);
        }
        self.overlay = Some(Overlay::List(list));
    }

    fn take_row(&mut self, list: List) -> Vec<Effect> {
        self.overlay = None;
        match list.kind {
            ListKind::Contents => match self.entry_place(list.chosen) {
                Some(place) => self.jump(place),
                None => Vec::new(),
            },
            ListKind::Marks => match self.remembered.marks.kept().get(list.chosen) {
                Some(kept) => self.jump(kept.place),
                None => Vec::new(),
            },
            ListKind::Palette => self.take_from_palette(list.chosen),
            ListKind::Folder => self.open_from_folder(list.chosen),
            ListKind::Hits => match self.search.choose(list.chosen) {
                Some(place) => {
                    self.say_hit();
                    self.jump(place)
                }
                None => Vec::new(),
            },
            ListKind::Leads => match self.leads().get(list.chosen) {
                Some(lead) => self.follow_lead(&lead.clone()),
                None => Vec::new(),
            },
            ListKind::Shelf => match self.shelf.entries.as_ref().and_then(|shelf| shelf.get(list.chosen)) {
                Some(entry) if entry.path.is_empty() => {
                    self.notices.note =
                        Some("This story came from standard input and can't be opened again".to_owned());
                    Vec::new()
                }
                Some(entry) => {
                    self.pending.fetching = Some(Fetching::new(entry.title.clone()));
                    vec![Effect::Open(entry.path.clone())]
                }
                None => Vec::new(),
            },
            ListKind::Themes { before, .. } => {
                let chosen = self.themes.current().name.to_string();
                self.themes.show(before);
                self.choose_theme(&chosen)
            }
        }
    }

    /// Puts away what stands over the page; a theme that was only looked at goes.
    fn close(&mut self) {
        if let Some(Overlay::List(List { kind: ListKind::Themes { before, .. }, .. })) = self.overlay {
            self.themes.show(before);
            self.themes.take_wanted();
        }
        self.overlay = None;
        // Letters no longer go to it.
        self.filter.reset();
    }
}

/// The row that an action moves to, if it is one that moves.
fn moved(from: usize, action: Action, last: usize, screenful: usize) -> Option<usize> {
    let to = match action {
        Action::Down => from + 1,
        Action::Up => from.saturating_sub(1),
        Action::PageDown => from + screenful,
        Action::PageUp => from.saturating_sub(screenful),
        Action::Top => 0,
        Action::Bottom => last,
        _ => return None,
    };
    Some(to.min(last))
}

/// Returns whether an action does something to the chosen row of a list.
fn acts_on_row(action: Action) -> bool {
    use Action as A;
    matches!(
        action,
        A::Choose
            | A::Rename
            | A::Delete
            | A::Forget
            | A::ChangeState
            | A::Details
            | A::Fold
            | A::TurnLight
            | A::Highlight1
            | A::Highlight2
            | A::Highlight3
            | A::Highlight4
    )
}
