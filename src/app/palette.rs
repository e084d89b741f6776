//! The palette: everything that can be asked for on the page, found by some of its letters.
//!
//! Rows are ranked by `nucleo-matcher`, the matcher of the Helix editor: letters at the beginnings of words count more.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::list_row::ListRow;
use super::{App, Effect, ListKind};
use crate::action::Action;
use crate::config::{Binding, Context};

/// What makes no sense where an action is chosen from a list.
const LEFT_OUT: [Action; 3] = [Action::ShowPalette, Action::Command, Action::Dismiss];

impl App {
    /// Opens the palette with some words in its filter.
    pub(super) fn open_palette(&mut self, words: &str) {
        self.open_list(ListKind::Palette, 0);
        self.filter.begin();
        self.filter.insert(words);
        self.choose_what_is_shown();
    }

    pub(super) fn palette_bindings(&self) -> impl Iterator<Item = &Binding> {
        let bindings = self.keys.keymap.bindings().iter();
        bindings.filter(|binding| binding.context == Context::Reading && !LEFT_OUT.contains(&binding.action))
    }

    /// The numbers of the rows that have the letters of the filter, the best first.
    pub(super) fn palette_found(&self) -> Vec<usize> {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = Pattern::parse(self.filter.words(), CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
        let typed = self.filter.words().to_lowercase();
        let mut ranked = Vec::new();
        for (index, binding) in self.palette_bindings().enumerate() {
            let (does, action) = (binding.action.description(), binding.action);
            // An action is found by its name in `keys.toml`, and by other words for it.
            let Some(all) = score(&format!("{does} {} {}", action.name(), action.other_words())) else { continue };
            // What begins with the very letters is meant before what only has them, and other words come last.
            let begins = does.to_lowercase().starts_with(&typed);
            ranked.push((begins, score(&format!("{does} {}", action.name())), all, index));
        }
        ranked.sort_by_key(|(begins, own, all, index)| (Reverse((*begins, *own, *all)), *index));
        ranked.into_iter().map(|(.., index)| index).collect()
    }

    /// Does what a row of the palette says.
    pub(super) fn take_from_palette(&mut self, index: usize) -> Vec<Effect> {
        let action = self.palette_bindings().nth(index).map(|binding| binding.action);
        action.map_or_else(Vec::new, |action| self.reading_action(action))
    }
}

/// The row of a command: what it does, and its first two keys.
pub(super) fn palette_row(binding: &Binding) -> ListRow {
    let keys: Vec<String> = binding.keys.iter().take(2).map(ToString::to_string).collect();
    ListRow::new(binding.action.description().to_owned(), keys.join(" "))
}
