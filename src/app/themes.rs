//! The themes to choose from, and the chosen one.

use crate::theme::Theme;

/// A list of themes with one chosen. It is never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Themes {
    all: Vec<Theme>,
    current: usize,
}

impl Themes {
    /// A list from its first theme and the rest.
    #[must_use]
    pub fn new(first: Theme, rest: impl IntoIterator<Item = Theme>) -> Self {
        let mut all = vec![first];
        all.extend(rest);
        Self { all, current: 0 }
    }

    /// Chooses the theme of this name; whether there is one.
    pub fn choose(&mut self, name: &str) -> bool {
        let found = self.all.iter().position(|theme| &*theme.name == name);
        self.current = found.unwrap_or(self.current);
        found.is_some()
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Theme] {
        &self.all
    }

    /// The chosen one.
    #[must_use]
    pub fn current(&self) -> &Theme {
        &self.all[self.current]
    }

    /// The chosen one's index.
    #[must_use]
    pub fn index(&self) -> usize {
        self.current
    }

    /// Shows the theme at an index, or the last one.
    pub(super) fn show(&mut self, index: usize) {
        self.current = index.min(self.all.len() - 1);
    }
}
