//! The names in a story that its links, notes and contents lead to.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::document::{Draft, MarkKind, Place};

/// The most links and names of a story; more are a joke or an attack.
const MOST: usize = 200_000;

/// What leads where in a story, while it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Anchors {
    places: HashMap<String, Place>,
    /// The names that links lead to.
    links: Vec<String>,
}

impl Anchors {
    /// Says that a name stands at a place; of two places of one name the first. Past the limit only those are taken that are wanted.
    pub(super) fn put(&mut self, name: String, place: Place, is_wanted: bool) {
        if is_wanted || self.places.len() < MOST {
            self.places.entry(name).or_insert(place);
        }
    }

    /// The mark of a link to a name; `None` where there are too many.
    pub(super) fn link(&mut self, name: String) -> Option<MarkKind> {
        let index = u32::try_from(self.links.len()).ok().filter(|_| self.links.len() < MOST)?;
        self.links.push(name);
        Some(MarkKind::Link(index))
    }

    /// Where a name stands, or else the file that it is looked for in.
    pub(super) fn place(&self, name: &str) -> Option<Place> {
        let file = || self.places.get(name.split_once('#')?.0);
        self.places.get(name).or_else(file).copied()
    }

    /// The places by names without case and in composed form (NFC): some packagers write a file's name in one way, and a link to it in
    /// another.
    fn loosely(&self) -> HashMap<String, Place> {
        self.places.iter().map(|(name, place)| (loose(name), *place)).collect()
    }

    /// Gives a document its links.
    pub(super) fn lay(&self, document: &mut Draft) {
        let there = |place: &Place| document.block(place.scene as usize, place.block as usize).is_some();
        let mut loosely = None;
        let lead = |name: &String| {
            let place = self.place(name).or_else(|| {
                let places = loosely.get_or_insert_with(|| self.loosely());
                let name = loose(name);
                places.get(&name).or_else(|| places.get(name.split_once('#')?.0)).copied()
            })?;
            // A name at the very end of a scene is that of what follows it.
            [place, Place::new(place.scene as usize + 1, 0, 0)].into_iter().find(there)
        };
        let links = self.links.iter().map(lead).collect();
        document.links = links;
    }
}

/// A name without what packagers write differently.
pub(super) fn loose(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).collect()
}

/// How a name in a file of a book is called; without one it is the file.
pub(super) fn in_file(path: &str, name: &str) -> String {
    if name.is_empty() { path.to_owned() } else { format!("{path}#{name}") }
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
