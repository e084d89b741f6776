//! The filter of a list or of the help: the words that a row must have to be shown, and the entries that are folded away.

use std::collections::BTreeSet;

use tui_input::{Input, InputRequest};

use super::typing;
use crate::action::Action;
use crate::document::{SafeText, folded};

/// The words that rows must have to be shown.
#[derive(Debug, Default)]
pub struct Filter {
    input: Input,
    typing: bool,
    /// The entries of the contents whose own entries are hidden, by their indices.
    folded: BTreeSet<usize>,
}

/// The longest filter in characters: a few words.
const LONGEST: usize = 60;

impl Filter {
    /// The words as they were typed.
    #[must_use]
    pub fn words(&self) -> &str {
        self.input.value()
    }

    /// Returns whether letters go to the filter.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.typing
    }

    /// The character before which the next one goes.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Returns a test of texts: whether one has all of the words, or parts of them, whatever their case, their accents and their quotes.
    pub fn test(&self) -> impl Fn(&str) -> bool {
        let (words, signs) = self.wanted();
        move |text| {
            let plain = folded(text);
            words.iter().all(|word| plain.contains(word)) && signs.iter().all(|sign| text.contains(sign))
        }
    }

    /// Returns a test of texts: whether one has one of the words at least.
    pub(super) fn test_for_one(&self) -> impl Fn(&str) -> bool {
        let (words, signs) = self.wanted();
        move |text| {
            let plain = folded(text);
            words.iter().any(|word| plain.contains(word)) || signs.iter().any(|sign| text.contains(sign))
        }
    }

    /// The words as they are looked for, and the signs. A sign alone folds to nothing, and is looked for as it is.
    fn wanted(&self) -> (Vec<String>, Vec<String>) {
        let words = self.words().split_whitespace();
        let (signs, words): (Vec<&str>, Vec<&str>) = words.partition(|word| folded(word).is_empty());
        (words.into_iter().map(folded).collect(), signs.into_iter().map(str::to_owned).collect())
    }

    pub(super) fn is_folded(&self, index: usize) -> bool {
        self.folded.contains(&index)
    }

    pub(super) fn has_folded(&self) -> bool {
        !self.folded.is_empty()
    }

    pub(super) fn fold(&mut self, index: usize) {
        self.folded.insert(index);
    }

    pub(super) fn unfold(&mut self, index: usize) {
        self.folded.remove(&index);
    }

    pub(super) fn unfold_all(&mut self) {
        self.folded.clear();
    }

    pub(super) fn begin(&mut self) {
        self.typing = true;
    }

    /// Lets every row through, folded ones apart.
    pub(super) fn clear(&mut self) {
        *self = Self { folded: std::mem::take(&mut self.folded), ..Self::default() };
    }

    /// Lets every row through.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    pub(super) fn insert(&mut self, text: &str) {
        for c in SafeText::line(text).chars() {
            if self.words().chars().count() < LONGEST {
                self.input.handle(InputRequest::InsertChar(c));
            }
        }
    }

    /// Does what an action says while letters go to the filter. Returns whether the action was the filter's.
    pub(super) fn take(&mut self, action: Action) -> bool {
        match action {
            Action::TakeAnswer => self.typing = false,
            Action::RubOut if self.words().is_empty() => self.typing = false,
            Action::Dismiss => self.clear(),
            action => return typing::edit(&mut self.input, action),
        }
        true
    }
}
