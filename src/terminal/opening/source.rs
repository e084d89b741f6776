//! Where a story comes from: a file, standard input, or the program itself; and the story that a name on the command line means.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::document::SafeText;
use crate::embedded;
use crate::shelf::Entry;
use crate::terminal::directories::Directories;
use crate::terminal::error::Error;
use crate::terminal::store::Store;
use crate::terminal::written_path::{path_of, written_path};

/// Where a story comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The one that is built in.
    Embedded,
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

/// What the path of the embedded story begins with.
const BUILT_IN: &str = "built in: ";

/// Returns whether a path is that of the embedded story.
#[must_use]
pub fn is_embedded(path: &str) -> bool {
    path.starts_with(BUILT_IN)
}

/// Returns a file's whole path as it is remembered. Links are followed if the file is there.
#[must_use]
pub fn whole_path(file: &Path) -> String {
    written_path(&fs::canonicalize(file).unwrap_or_else(|_| file.to_owned()))
}

/// Returns a path as it is written, with `~` for the home folder.
#[must_use]
pub(super) fn with_home(path: &str) -> PathBuf {
    let home = || env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    path.strip_prefix("~/").map_or_else(|| PathBuf::from(path), |rest| home().join(rest))
}

impl Source {
    /// Returns the source that a session asks for: a remembered path, which is whole, or what the reader has typed, as on the command
    /// line.
    ///
    /// # Errors
    /// When the name means several stories on the shelf.
    pub(super) fn asked_for(path: &str, directories: &Directories) -> Result<Self, Error> {
        if is_embedded(path) || path_of(path).is_absolute() {
            return Ok(Self::remembered(path));
        }
        // Standard input has been read, or is the terminal.
        let typed = if path == "-" { PathBuf::from("./-") } else { with_home(path) };
        Self::named(Some(&typed), directories)
    }

    /// Returns the source that a remembered path names.
    #[must_use]
    pub(super) fn remembered(path: &str) -> Self {
        if is_embedded(path) { Self::Embedded } else { Self::File(path_of(path)) }
    }

    /// Returns the source that an argument names: a file, `-`, or else a title on the shelf. `None` names the embedded story.
    ///
    /// # Errors
    /// When the name means several stories on the shelf.
    pub fn named(story: Option<&Path>, directories: &Directories) -> Result<Self, Error> {
        let Some(path) = story else { return Ok(Self::Embedded) };
        if path.as_os_str() == "-" {
            return Ok(Self::Stdin);
        }
        if path.exists() {
            return Ok(Self::File(path.to_owned()));
        }
        let entries = directories.state.clone().map(|state| Store::new(state).shelf()).unwrap_or_default();
        let name = path.to_string_lossy();
        Ok(match find(&entries, path)? {
            Some(entry) if is_embedded(&entry.path) => Self::Embedded,
            Some(entry) if entry.there => Self::File(path_of(&entry.path)),
            // It may have been taken off the shelf.
            None if name.len() >= LEAST_OF_TITLE && embedded_title().to_lowercase().contains(&name.to_lowercase()) => {
                Self::Embedded
            }
            _ => Self::File(path.to_owned()),
        })
    }

    /// Returns its name for messages.
    pub(super) fn name(&self) -> SafeText {
        match self {
            Self::Embedded => SafeText::line(embedded::NAME),
            Self::Stdin => SafeText::line("standard input"),
            Self::File(file) => SafeText::line(&file.display().to_string()),
        }
    }

    /// Returns what its story is known by when its text has changed. It is empty for standard input.
    pub(super) fn path(&self) -> String {
        match self {
            Self::Embedded => format!("{BUILT_IN}{}", embedded::NAME),
            Self::Stdin => String::new(),
            Self::File(file) => whole_path(file),
        }
    }

    /// Returns the title of a story that names none: its file's name.
    pub(super) fn title(&self) -> SafeText {
        let file = match self {
            Self::Embedded => Path::new(embedded::NAME),
            Self::Stdin => Path::new(""),
            Self::File(file) => file,
        };
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        SafeText::line(stem.replace('_', " ").trim())
    }
}

/// The fewest letters by which a title is known that is not on the shelf: a shorter name is a file's that is not there.
const LEAST_OF_TITLE: usize = 4;

/// The title of the embedded story.
fn embedded_title() -> SafeText {
    let story = crate::format::read(embedded::NAME, embedded::STORY);
    story.map(|reading| reading.draft.metadata.title).unwrap_or_default()
}

/// Returns the story of this file or title: the whole title, or else its beginning, or else a part of it, whatever the case.
///
/// # Errors
/// When there are several.
pub fn find<'a>(entries: &'a [Entry], story: &Path) -> Result<Option<&'a Entry>, Error> {
    let (whole, name) = (whole_path(story), story.to_string_lossy().to_lowercase());
    let title = |entry: &Entry| entry.title.to_lowercase();
    let ways: [&dyn Fn(&Entry) -> bool; 4] = [
        &|entry| entry.path == whole || entry.path.to_lowercase() == name,
        &|entry| title(entry) == name,
        &|entry| title(entry).starts_with(&name),
        &|entry| title(entry).contains(&name),
    ];
    for way in ways.into_iter().filter(|_| !name.is_empty()) {
        let found: Vec<&Entry> = entries.iter().filter(|entry| way(entry)).collect();
        match found[..] {
            [] => {}
            [entry] => return Ok(Some(entry)),
            // A file that was read in several ways; the latest is the one that is meant.
            [latest, ..] if found.iter().all(|entry| entry.path == latest.path && entry.path == whole) => {
                return Ok(Some(latest));
            }
            _ => return Err(Error::Title(several(&name, &found))),
        }
    }
    Ok(None)
}

/// Says which stories a title may mean.
fn several(name: &str, found: &[&Entry]) -> String {
    const SHOWN: usize = 6;
    let told = |entry: &&Entry| {
        if entry.path.is_empty() { entry.title.clone() } else { format!("“{}” ({})", entry.title, entry.path) }
    };
    let list: Vec<String> = found.iter().take(SHOWN).map(told).collect();
    let more = if found.len() > SHOWN { format!(" and {} more", found.len() - SHOWN) } else { String::new() };
    format!("“{name}” matches several stories: {}{more}. Give the file name instead", list.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_was_typed_begins_where_the_program_was_started_or_at_home() {
        let source = |path: &str| Source::asked_for(path, &Directories::default()).unwrap();
        assert_eq!(source("/a/b.txt"), Source::File("/a/b.txt".into()));
        assert_eq!(source("built in: night.md"), Source::Embedded);
        assert_eq!(source("file:///a%FFb"), Source::File(path_of("file:///a%FFb")));
        assert_eq!(source("b.txt"), Source::File("b.txt".into()));
        assert_eq!(source("-"), Source::File("./-".into()), "nobody waits for standard input in a session");
        assert_eq!(with_home("a/~/b"), Path::new("a/~/b"));
    }
}
