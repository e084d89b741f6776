//! Who has made a book: its authors, and those who have translated, illustrated or edited it.
//!
//! A role is a code of MARC (`aut`, `trl`), in an attribute in EPUB 2 and in a `meta` that refines the name in EPUB 3.

use std::collections::HashMap;

/// The most people that are named.
const MOST: usize = 9;

/// What people do, by MARC's code.
const ROLES: [(&str, &str); 10] = [
    ("trl", "translator"),
    ("ill", "illustrator"),
    ("art", "illustrator"),
    ("edt", "editor"),
    ("nrt", "narrator"),
    ("aui", "introduction"),
    ("win", "introduction"),
    ("aft", "afterword"),
    ("ann", "annotations"),
    ("com", "compiler"),
];

/// Somebody who is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) id: Option<String>,
    pub(super) role: Option<String>,
    /// Whether the book calls them a creator; else they have contributed.
    pub(super) creator: bool,
}

/// The people of a book, as it names them.
#[derive(Debug, Clone, Default)]
pub(super) struct People {
    all: Vec<Person>,
    /// The roles that are given elsewhere, by the ids of those who have them.
    roles: HashMap<String, String>,
}

impl People {
    pub(super) fn add(&mut self, person: Person) {
        if !person.name.is_empty() && self.all.len() < 4 * MOST {
            self.all.push(person);
        }
    }

    pub(super) fn refine(&mut self, id: &str, role: &str) {
        if self.roles.len() < 4 * MOST {
            self.roles.entry(id.trim_start_matches('#').to_owned()).or_insert_with(|| role.trim().to_ascii_lowercase());
        }
    }

    fn role<'a>(&'a self, person: &'a Person) -> Option<&'a str> {
        let refined = person.id.as_ref().and_then(|id| self.roles.get(id));
        refined.or(person.role.as_ref()).map(String::as_str).filter(|role| !role.is_empty())
    }

    /// Returns the authors: creators with that role, or else those without one, or else all creators.
    pub(super) fn authors(&self) -> String {
        let creators = || self.all.iter().filter(|person| person.creator);
        let with = |wanted: &[Option<&str>]| -> Vec<&str> {
            creators().filter(|one| wanted.contains(&self.role(one))).map(|one| one.name.as_str()).collect()
        };
        let all = || creators().map(|one| one.name.as_str()).collect();
        let found = [with(&[Some("aut"), None]), all()].into_iter().find(|names| !names.is_empty());
        found.unwrap_or_default().into_iter().take(MOST).collect::<Vec<_>>().join(", ")
    }

    /// Returns the others with what they have done: `Tom Hale (translator)`.
    pub(super) fn contributors(&self) -> String {
        let authors = self.authors();
        let done = |person: &Person| {
            let role = self.role(person)?;
            let named = ROLES.iter().find(|(code, name)| *code == role || *name == role)?.1;
            Some(format!("{} ({named})", person.name))
        };
        let others = self.all.iter().filter(|person| !authors.split(", ").any(|name| name == person.name));
        others.filter_map(done).take(MOST).collect::<Vec<_>>().join(", ")
    }
}
