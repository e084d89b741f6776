//! The names in a story that its links, notes and contents lead to.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization;

use crate::document::{Draft, MarkKind, Place, SafeText};

/// The most links and names of a story; more are a joke or an attack.
const MOST: usize = 200_000;

/// The longest address of the web, in bytes: what browsers and servers are sure to take.
const LONGEST: usize = 2000;

/// What leads where in a story, while it is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Anchors {
    places: HashMap<String, Place>,
    /// Where links lead.
    links: Vec<Target>,
    /// The blocks before which something that has a name has ended.
    ends: BTreeSet<(u32, u32)>,
}

/// Where a link leads.
#[derive(Debug, Clone)]
enum Target {
    /// A name in the story.
    Name(String),
    /// An address of the web.
    Web(SafeText),
}

impl Anchors {
    /// Says that a name stands at a place; of two places of one name the first. Past the limit only those are taken that are wanted.
    pub(super) fn put(&mut self, name: String, place: Place, is_wanted: bool) {
        if is_wanted || self.places.len() < MOST {
            self.places.entry(name).or_insert(place);
        }
    }

    /// Says that something that has a name has ended before a place.
    pub(super) fn end(&mut self, place: Place) {
        if self.ends.len() < MOST {
            self.ends.insert((place.scene, place.block));
        }
    }

    /// The mark of a link to a name; `None` where there are too many.
    pub(super) fn link(&mut self, name: String) -> Option<MarkKind> {
        self.lead(Target::Name(name))
    }

    /// The mark of a link to an address of the web; `None` for any other address, and where there are too many.
    pub(super) fn web(&mut self, address: &str) -> Option<MarkKind> {
        let address = address.trim();
        let scheme = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        let is_web = ["http://", "https://", "mailto:"].into_iter().any(scheme);
        // A blank or a control character is no part of an address, and one that is cut short leads elsewhere.
        let whole = address.len() <= LONGEST && !address.contains(|c: char| c.is_whitespace() || c.is_control());
        (is_web && whole).then(|| self.lead(Target::Web(SafeText::line(address)))).flatten()
    }

    fn lead(&mut self, target: Target) -> Option<MarkKind> {
        let index = u32::try_from(self.links.len()).ok().filter(|_| self.links.len() < MOST)?;
        self.links.push(target);
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
        let lead = |target: &Target| {
            let Target::Name(name) = target else { return None };
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
        document.note_ends.clone_from(&self.ends);
        let web = |(index, target): (usize, &Target)| match target {
            Target::Web(address) => Some((u32::try_from(index).ok()?, address.clone())),
            Target::Name(_) => None,
        };
        document.addresses = self.links.iter().enumerate().filter_map(web).collect();
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
