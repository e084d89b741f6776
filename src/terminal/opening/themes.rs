//! The themes that a session may choose from: those that are built in, and a reader's own files.

use std::fs;
use std::path::PathBuf;

use crate::app::Themes;
use crate::diagnostic::{Diagnostic, suggestion};
use crate::shelf::Settings;
use crate::terminal::directories::Directories;
use crate::terminal::error::Error;
use crate::terminal::store::read_regular;
use crate::theme::{self, BUILTIN, DEFAULT, Depth, TERMINAL, Theme};

/// The themes that are built in and those in the configuration's `themes` directory, which may replace built-in ones.
#[derive(Debug)]
pub struct Library {
    directory: Option<PathBuf>,
}

impl Library {
    /// The themes of a reader with these directories.
    #[must_use]
    pub fn new(directories: &Directories) -> Self {
        Self { directory: directories.config.as_ref().map(|config| config.join("themes")) }
    }

    /// Returns all names, the built-in ones first.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut own: Vec<String> = self
            .directory
            .iter()
            .filter_map(|directory| fs::read_dir(directory).ok())
            .flat_map(|entries| entries.filter_map(Result::ok))
            .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
            .filter(|name| is_plain(name))
            .filter(|name| !BUILTIN.iter().any(|(known, _)| known == name))
            .collect();
        own.sort();
        BUILTIN.iter().map(|(name, _)| (*name).to_owned()).chain(own).collect()
    }

    /// Returns a theme's TOML, and the file that it stands in, if it does.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<(String, Option<PathBuf>)> {
        let file =
            self.directory.as_ref().filter(|_| is_plain(name)).map(|directory| directory.join(format!("{name}.toml")));
        if let Some(file) = file
            && let Ok(text) = read_regular(&file, LARGEST)
        {
            return Some((text, Some(file)));
        }
        BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, text)| ((*text).to_owned(), None))
    }

    /// Returns a theme and what is odd about it.
    ///
    /// # Errors
    /// When there is no such theme, or its TOML is damaged.
    pub fn theme(&self, name: &str) -> Result<(Theme, Vec<String>), Error> {
        let Some((text, file)) = self.source(name) else {
            let names = self.names();
            let near = suggestion(name, names.iter().map(String::as_str));
            return Err(Error::Theme(format!("there is no theme `{name}`{near} (themes: {})", names.join(", "))));
        };
        let shown = file.map_or_else(|| name.to_owned(), |file| file.display().to_string());
        let told = |remark: &Diagnostic| format!("{shown}:{remark}");
        // A theme of one's own may inherit from the built-in one that it replaces.
        let parent = |parent: &str| {
            let own = if parent == name { None } else { self.source(parent).map(|(text, _)| text) };
            own.or_else(|| BUILTIN.iter().find(|(known, _)| *known == parent).map(|(_, text)| (*text).to_owned()))
        };
        match theme::read(name, &text, &parent) {
            Ok((theme, remarks)) => Ok((theme, remarks.iter().map(told).collect())),
            Err(remark) => Err(Error::Theme(told(&remark))),
        }
    }
}

/// The most bytes of a theme; those that are built in have two thousand.
const LARGEST: u64 = 64 << 10;

/// Whether a name is a theme's and no path, nor anything that a terminal could take for a command.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && name.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c))
}

/// The themes, as this terminal can show them.
#[derive(Debug)]
pub(super) struct ThemeShelf {
    pub(super) library: Library,
    pub(super) depth: Depth,
}

impl ThemeShelf {
    /// The theme that was asked for, or else the remembered one, or else one that suits the terminal. It is read by itself:
    /// the others are not needed for the first page.
    pub(super) fn first_theme(
        &self,
        asked: Option<&str>,
        settings: &Settings,
        notes: &mut Vec<String>,
    ) -> Result<Theme, Error> {
        if let Some(asked) = asked {
            let (theme, remarks) = self.library.theme(asked)?;
            notes.extend(remarks);
            return Ok(theme.reduced(self.depth));
        }
        let suitable = if self.depth == Depth::Ansi16 { TERMINAL } else { DEFAULT };
        if let Some(wanted) = &settings.theme {
            match self.library.theme(wanted) {
                Ok((theme, remarks)) => {
                    notes.extend(remarks);
                    return Ok(theme.reduced(self.depth));
                }
                Err(_) => notes.push(format!("The theme “{wanted}” is gone · t shows the others")),
            }
        }
        let (theme, _) = self.library.theme(suitable)?;
        Ok(theme.reduced(self.depth))
    }

    /// All themes, with this one chosen. One that can't be read is left out; asking for it by name says why.
    pub(super) fn themes(&self, chosen: &Theme) -> Themes {
        let names = self.library.names();
        let readable = names.iter().filter_map(|name| self.library.theme(name).ok());
        let mut all = readable.map(|(theme, _)| theme.reduced(self.depth));
        let Some(first) = all.next() else { return Themes::new(chosen.clone(), []) };
        let mut themes = Themes::new(first, all);
        themes.choose(&chosen.name);
        themes
    }
}
