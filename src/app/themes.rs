//! The themes to choose from, the chosen one, and whether it follows the terminal's ground.

use crate::document::Mood;
use crate::theme::{Theme, Variant};

/// A list of themes with one chosen. It is never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Themes {
    all: Vec<Theme>,
    current: usize,
    /// The names of a dark theme and of a light one, of which the one that suits the terminal is shown. `None` where the reader
    /// wants one theme, whatever the terminal's ground is.
    pair: Option<[String; 2]>,
    /// The terminal's ground, as it is or was known.
    ground: Variant,
    /// Whether the terminal has told it in this session.
    told: bool,
    /// Whether more of them are still being read.
    is_partial: bool,
    /// The theme that is wanted and can't be read, for which another one stands in until it can.
    wanted: Option<String>,
}

/// Which theme is shown, and of which pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ThemeChoice {
    name: String,
    pair: Option<[String; 2]>,
    wanted: Option<String>,
}

impl Themes {
    /// A list from its first theme and the rest.
    #[must_use]
    pub fn new(first: Theme, rest: impl IntoIterator<Item = Theme>) -> Self {
        let mut all = vec![first];
        all.extend(rest);
        Self { all, current: 0, pair: None, ground: Variant::Dark, told: false, is_partial: false, wanted: None }
    }

    /// The same list, of which the rest is still being read.
    #[must_use]
    pub fn partial(self) -> Self {
        Self { is_partial: true, ..self }
    }

    /// Returns whether the rest is still being read.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// The same list, which follows the terminal's ground with a dark and a light theme.
    #[must_use]
    pub fn following(self, pair: Option<[String; 2]>, ground: Variant) -> Self {
        Self { pair, ground, ..self }
    }

    /// The same list, where this theme is wanted. Another one may stand in for it.
    #[must_use]
    pub fn wanting(self, name: Option<String>) -> Self {
        let wanted = name.filter(|name| **name != *self.current().name);
        Self { wanted, ..self }
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

    /// Returns whether the theme follows the terminal's ground.
    #[must_use]
    pub fn follows(&self) -> bool {
        self.pair.is_some()
    }

    /// What is chosen.
    pub(super) fn choice(&self) -> ThemeChoice {
        let name = self.current().name.to_string();
        ThemeChoice { name, pair: self.pair.clone(), wanted: self.wanted.clone() }
    }

    /// Chooses again what once was.
    pub(super) fn choose_again(&mut self, choice: &ThemeChoice) {
        self.choose(&choice.name);
        self.pair.clone_from(&choice.pair);
        self.wanted.clone_from(&choice.wanted);
        self.follow(self.ground);
        self.take_wanted();
    }

    /// The theme stays as it is, whatever the terminal's ground.
    pub(super) fn stay(&mut self) {
        (self.pair, self.wanted) = (None, None);
    }

    /// Learns the terminal's ground. Returns whether it is another than was known.
    pub(super) fn learn(&mut self, ground: Variant) -> bool {
        self.told = true;
        self.follow(ground)
    }

    /// Returns whether the terminal has told its ground in this session.
    #[must_use]
    pub fn has_learnt(&self) -> bool {
        self.told
    }

    fn follow(&mut self, ground: Variant) -> bool {
        let other = std::mem::replace(&mut self.ground, ground) != ground;
        if let Some([dark, light]) = self.pair.clone() {
            self.choose(if ground == Variant::Dark { &dark } else { &light });
        }
        other
    }

    /// Takes over what was chosen and learnt in another list.
    pub(super) fn take_over(&mut self, other: &Self) {
        self.choose(&other.current().name);
        (self.pair, self.ground, self.told) = (other.pair.clone(), other.ground, other.told);
        self.wanted.clone_from(&other.wanted);
    }

    /// Takes in another list; what was chosen and learnt stays.
    pub(super) fn replace(&mut self, mut all: Self) {
        // A theme that can't be read any more stays as it last was.
        if !all.choose(&self.current().name) {
            all.all.push(self.current().clone());
            all.current = all.all.len() - 1;
        }
        (all.pair, all.wanted) = (self.pair.take(), self.wanted.take());
        (all.ground, all.told) = (self.ground, self.told);
        all.follow(self.ground);
        *self = all;
    }

    /// Chooses the theme for which another one stands in, if it can be read now.
    pub(super) fn take_wanted(&mut self) {
        if let Some(wanted) = self.wanted.take()
            && !self.choose(&wanted)
        {
            self.wanted = Some(wanted);
        }
    }

    /// The index of the theme that is the other half of one: the light one of a dark one.
    pub(super) fn other_half(&self, index: usize) -> Option<usize> {
        let pair = &self.all.get(index)?.meta().pair;
        self.all.iter().position(|theme| theme.name == *pair)
    }

    /// Shows the theme at an index, or the last one.
    pub(super) fn show(&mut self, index: usize) {
        self.current = index.min(self.all.len() - 1);
    }
}

/// The mood after another, for a look at all of them. The plain page is the waking.
pub(super) fn next_mood(mood: Option<Mood>) -> Option<Mood> {
    let at = mood.and_then(|mood| Mood::ALL.iter().position(|other| *other == mood)).unwrap_or(0);
    Mood::ALL.get(at + 1).copied()
}
