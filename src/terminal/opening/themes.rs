//! The themes that a session may choose from: those that are built in, and a reader's own files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::app::Themes;
use crate::config::ThemeChoice;
use crate::diagnostic::{Diagnostic, suggestion};
use crate::shelf::Settings;
use crate::terminal::directories::Directories;
use crate::terminal::error::Error;
use crate::terminal::opening::configuration::PAIR;
use crate::terminal::store::read_regular;
use crate::theme::{self, BUILTIN, Contrast, DEFAULT, Depth, TERMINAL, Theme, Variant, builtin_source, current_name};

/// The themes that are built in and those in the configuration's `themes` directory, which may replace built-in ones.
#[derive(Debug, Clone)]
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

    /// Returns the source of the theme with this name, or `None` if there is none.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<ThemeSource> {
        if let Some(file) = self.path(name)
            && let Ok(text) = read_regular(&file, LARGEST)
        {
            return Some(ThemeSource { text, file: Some(file) });
        }
        builtin_source(name).map(|text| ThemeSource { text: text.to_owned(), file: None })
    }

    /// Returns the reader's folder.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// Returns the file of a theme of this name in the reader's folder, whether it is there or not. Returns `None` for what is no
    /// theme's name, and without a folder.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.directory.as_ref().filter(|_| is_plain(name)).map(|directory| directory.join(format!("{name}.toml")))
    }

    /// Returns a theme and what is odd about it.
    ///
    /// # Errors
    /// When there is no such theme, or its TOML is damaged.
    pub fn theme(&self, name: &str) -> Result<LibraryTheme, Error> {
        let Some(ThemeSource { text, file }) = self.source(name) else {
            // A file that is there and can't be read is no theme that is missing.
            if let Some(file) = self.path(name).filter(|file| file.symlink_metadata().is_ok()) {
                return self.theme_in(&file);
            }
            let names = self.names();
            let near = suggestion(name, names.iter().map(String::as_str));
            return Err(Error::Theme(format!("there is no theme `{name}`{near} (themes: {})", names.join(", "))));
        };
        // A theme of ours that had another name has its new one.
        let name = if file.is_none() { current_name(name) } else { name };
        self.read(name, &text, file)
    }

    /// Returns the theme in a file, which need not be in the reader's folder.
    ///
    /// # Errors
    /// When the file can't be read, or its TOML is damaged.
    pub fn theme_in(&self, file: &Path) -> Result<LibraryTheme, Error> {
        let text = read_regular(file, LARGEST).map_err(|error| Error::Theme(format!("{}: {error}", file.display())))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        self.read(&name, &text, Some(file.to_owned()))
    }

    fn read(&self, name: &str, text: &str, file: Option<PathBuf>) -> Result<LibraryTheme, Error> {
        let shown = file.as_ref().map_or_else(|| name.to_owned(), |file| file.display().to_string());
        let told = |remark: &Diagnostic| format!("{shown}:{remark}");
        // A theme may inherit from a file beside it, from one of the reader's, or from a built-in one, which may be the one that
        // it replaces.
        let beside = |parent: &str| {
            let file = file.as_ref()?.with_file_name(format!("{parent}.toml"));
            read_regular(&file, LARGEST).ok().filter(|_| is_plain(parent))
        };
        let parent = |parent: &str| {
            let own = || beside(parent).or_else(|| self.source(parent).map(|source| source.text));
            let own = if parent == name { None } else { own() };
            own.or_else(|| builtin_source(parent).map(str::to_owned))
        };
        match theme::read(name, text, &parent) {
            Ok((mut theme, remarks)) => {
                theme.own = file.is_some();
                Ok(LibraryTheme { theme, remarks: remarks.iter().map(told).collect(), file })
            }
            Err(remark) => Err(Error::Theme(told(&remark))),
        }
    }
}

/// The source of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeSource {
    /// The TOML.
    pub text: String,
    /// The file that it stands in. `None` for a built-in theme.
    pub file: Option<PathBuf>,
}

/// A theme of the library.
#[derive(Debug, Clone)]
pub struct LibraryTheme {
    /// The theme, with all colours.
    pub theme: Theme,
    /// What is odd about it, each with its file, line and column.
    pub remarks: Vec<String>,
    /// The file that it stands in; `None` for a built-in one.
    pub file: Option<PathBuf>,
}

/// The most bytes of a theme; those that are built in have two thousand.
const LARGEST: u64 = 64 << 10;

/// Whether a name is a theme's and no path, nor anything that a terminal could take for a command.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && name.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c))
}

/// The themes, as this terminal can show them.
#[derive(Debug, Clone)]
pub(super) struct ThemeShelf {
    pub(super) library: Library,
    pub(super) depth: Depth,
    /// The least contrast; `None` leaves ours as they are, which have it, and gives the others that of WCAG's level AA.
    pub(super) contrast: Option<Contrast>,
    /// The theme that a flag, the environment or the configuration names.
    pub(super) choice: Option<ThemeChoice>,
    /// Whether a flag names it: then it must be there.
    pub(super) asked: bool,
    /// The terminal's ground, where the environment tells it.
    pub(super) told: Option<Variant>,
    /// Whether the terminal shows italics as such.
    pub(super) italics: bool,
}

impl ThemeShelf {
    /// The theme that is shown first. It is read by itself: the others are not needed for the first page.
    pub(super) fn first_theme(&self, settings: &Settings, notes: &mut Vec<String>) -> Result<Theme, Error> {
        let wanted = self.wanted(settings);
        match wanted.as_deref().map(|wanted| self.library.theme(wanted)) {
            Some(Ok(theme)) => {
                notes.extend(theme.remarks.iter().map(|remark| self.short(remark)));
                return Ok(self.shown(&theme));
            }
            Some(Err(error)) if self.asked => return Err(error),
            Some(Err(error)) => {
                let wanted = wanted.unwrap_or_default();
                let is_there = self.library.names().contains(&wanted);
                notes.push(match (is_there, &self.choice) {
                    (true, _) => self.short(&error.to_string()),
                    (false, Some(_)) => {
                        format!("There is no theme “{wanted}” · t shows all (`nightstand config check`)")
                    }
                    (false, None) => format!("The theme “{wanted}” is gone · t shows the others"),
                });
            }
            None => {}
        }
        let suitable = if self.depth == Depth::Ansi16 { TERMINAL } else { DEFAULT };
        Ok(self.shown(&self.library.theme(suitable)?))
    }

    /// The name of the theme that is to be shown first, if one has been chosen.
    fn wanted(&self, settings: &Settings) -> Option<String> {
        match (self.pair(settings), &self.choice, &settings.theme) {
            (Some([dark, light]), ..) => Some(if self.ground(settings) == Variant::Dark { dark } else { light }),
            (None, Some(ThemeChoice::One(name)), _) => Some(name.clone()),
            (None, _, remembered) => remembered.clone(),
        }
    }

    /// All themes, with this one chosen. One that can't be read is left out; asking for it by name says why.
    pub(super) fn themes(&self, chosen: &Theme, settings: &Settings) -> Themes {
        let names = self.library.names();
        let readable = names.iter().filter_map(|name| self.library.theme(name).ok());
        let mut all = readable.map(|theme| self.shown(&theme));
        let Some(first) = all.next() else { return Themes::new(chosen.clone(), []) };
        let mut themes = Themes::new(first, all);
        themes.choose(&chosen.name);
        self.follow(themes, settings)
    }

    /// A remark as the status line has room for it: with its file's name alone.
    fn short(&self, remark: &str) -> String {
        let folder = self.library.folder().map(|folder| format!("{}/", folder.display()));
        let bare = folder.and_then(|folder| remark.strip_prefix(&folder));
        bare.unwrap_or(remark).to_owned()
    }

    /// What is odd about the reader's own themes.
    pub(super) fn faults(&self) -> Vec<String> {
        let own = |name: &String| self.library.path(name).is_some_and(|file| file.exists());
        let names = self.library.names().into_iter().filter(own);
        let told = |name: String| match self.library.theme(&name) {
            Ok(theme) => theme.remarks,
            Err(error) => vec![error.to_string()],
        };
        names.flat_map(told).map(|fault| self.short(&fault)).collect()
    }

    /// Has a list follow the terminal's ground, if the reader has not chosen one theme for all.
    pub(super) fn follow(&self, themes: Themes, settings: &Settings) -> Themes {
        let wanted = self.wanted(settings).map(|name| current_name(&name).to_owned());
        themes.following(self.pair(settings), self.ground(settings)).wanting(wanted)
    }

    /// The names of the dark and of the light theme.
    fn pair(&self, settings: &Settings) -> Option<[String; 2]> {
        match (&self.choice, &settings.theme) {
            (Some(ThemeChoice::Pair { dark, light }), _) => Some([dark.clone(), light.clone()]),
            (Some(ThemeChoice::One(_)), _) | (None, Some(_)) => None,
            // Where the terminal's own colours suit best they suit any ground.
            (None, None) => (self.depth > Depth::Ansi16).then(|| PAIR.map(str::to_owned)),
        }
    }

    fn ground(&self, settings: &Settings) -> Variant {
        let known = settings.background.as_deref();
        let remembered = Variant::ALL.into_iter().find(|variant| Some(variant.name()) == known);
        self.told.or(remembered).unwrap_or(Variant::Dark)
    }

    fn shown(&self, theme: &LibraryTheme) -> Theme {
        let default = if theme.file.is_some() { Contrast::Aa } else { Contrast::Off };
        let theme = theme.theme.rendered(self.depth, self.contrast.unwrap_or(default));
        if self.italics { theme } else { theme.without_italics() }
    }
}
