//! The names in a story that its links and footnotes lead to.

use std::collections::HashMap;

use crate::document::{MarkKind, Place};

/// The most links of a story; more are a joke or an attack.
const MOST_LINKS: u32 = 200_000;

/// What leads where in a story, while it is read.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    places: HashMap<String, Place>,
    /// The names that links lead to.
    links: Vec<String>,
}

impl Anchors {
    /// Says that a name stands at a place; of two places of one name the first.
    pub(super) fn put(&mut self, name: String, place: Place) {
        self.places.entry(name).or_insert(place);
    }

    /// The mark of a link to a name.
    pub(super) fn link(&mut self, name: String) -> Option<MarkKind> {
        let index = u32::try_from(self.links.len()).ok().filter(|index| *index < MOST_LINKS)?;
        self.links.push(name);
        Some(MarkKind::Link(index))
    }

    /// Where each link leads.
    pub(super) fn resolve(&self) -> Vec<Option<Place>> {
        self.links.iter().map(|name| self.places.get(name).copied()).collect()
    }
}

/// The name of a footnote, which no heading has.
pub(super) fn note(name: &str) -> String {
    format!("[^{name}")
}

/// The name that a heading has by its words: letters in lower case, hyphens for blanks, as GitHub and Pandoc make it.
pub(super) fn slug(words: &str) -> String {
    let kept = words.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}
