//! The reader's settings: the theme and the page options, for all stories alike.
//!
//! Lengths are cells. The names of themes and of hyphenation are texts here, and checked where they are used, so a
//! settings file of another release is never refused for a name.

use serde::{Deserialize, Serialize};

use super::{FileOptions, Unusable, VERSION, parse, to_toml};

/// The theme and the page options. An option that was never chosen is `None`, so that a later release may have a better
/// default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The format of the file.
    pub(crate) version: u32,
    /// The name of the theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The terminal's ground, `dark` or `light`, as it last told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background: Option<String>,
    /// The longest line, in cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<u16>,
    /// Whether lines are justified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justify: Option<bool>,
    /// How readily long words are broken: `none`, `calm` or `tight`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hyphens: Option<String>,
    /// Whether this terminal draws characters of ambiguous width in two cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ambiguous_wide: Option<bool>,
    /// Whether punctuation hangs over the edges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hang: Option<bool>,
    /// Whether a wide window shows two pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<bool>,
    /// Whether the status line is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<bool>,
    /// What the status line says of how far one is: `pages`, `book-pages`, `percent`, `pages-left` or `time-left`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<String>,
    /// Whether a bar shows how far one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bar: Option<bool>,
    /// The reader's pace in bytes of text a minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace: Option<u32>,
    /// The room between lines: `1`, `1.5` or `2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spacing: Option<String>,
    /// The empty rows between paragraphs: `0` or `1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph_spacing: Option<String>,
    /// The empty rows above and below the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub margins: Option<u16>,
    /// Whether the mouse is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mouse: Option<bool>,
    /// Whether the time that is spent reading is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count_time: Option<bool>,
    /// The file of the story that was read last; `None` for the embedded one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// How some files are read, the latest last, at most sixty.
    #[serde(default, rename = "file", skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileOptions>,
    /// The keys of other programs and of later releases, which are written back unchanged.
    #[serde(flatten)]
    pub(crate) others: toml::Table,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: VERSION,
            theme: None,
            background: None,
            measure: None,
            justify: None,
            hyphens: None,
            ambiguous_wide: None,
            hang: None,
            spread: None,
            status: None,
            progress: None,
            bar: None,
            pace: None,
            spacing: None,
            paragraph_spacing: None,
            margins: None,
            mouse: None,
            count_time: None,
            last: None,
            files: Vec::new(),
            others: toml::Table::new(),
        }
    }
}

/// The most files whose options are remembered. The settings are read at each start, and these take 8 KiB.
const MOST_FILES: usize = 60;

impl Settings {
    /// Returns how a file is read.
    #[must_use]
    pub fn file_options(&self, path: &str) -> FileOptions {
        let kept = self.files.iter().find(|file| file.path == path).cloned();
        kept.unwrap_or_else(|| FileOptions { path: path.to_owned(), ..FileOptions::default() })
    }

    /// Remembers how a file is read. Returns whether that is new.
    pub fn remember_file(&mut self, options: FileOptions) -> bool {
        if options == self.file_options(&options.path) {
            return false;
        }
        self.files.retain(|file| file.path != options.path);
        if !options.is_empty() {
            self.files.push(options);
        }
        if self.files.len() > MOST_FILES {
            self.files.remove(0);
        }
        true
    }

    /// Reads settings from their TOML.
    ///
    /// # Errors
    ///
    /// [`Unusable`] if the file is damaged or from a newer release. In both cases it must not be overwritten.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        parse(text).map(|settings| Self { version: VERSION, ..settings })
    }

    /// Returns the settings' TOML, sealed.
    #[must_use]
    pub fn to_toml(&self) -> String {
        to_toml(self)
    }

    /// Merges settings that were changed here and elsewhere. `before` is the version that both began with.
    ///
    /// Keys that differ from `before` here are ours, and all others are theirs. So two windows may each change
    /// something, and nothing is lost unless both change the same key.
    ///
    /// ```
    /// use nightstand::shelf::Settings;
    ///
    /// let before = Settings::default();
    /// let (mut ours, mut theirs) = (before.clone(), before.clone());
    /// ours.theme = Some("sepia".to_owned());
    /// theirs.measure = Some(70);
    /// let merged = ours.merged(&before, &theirs);
    /// assert_eq!((merged.theme.as_deref(), merged.measure), (Some("sepia"), Some(70)));
    /// ```
    #[must_use]
    pub fn merged(&self, before: &Self, theirs: &Self) -> Self {
        let table = |settings: &Self| toml::Table::try_from(settings).unwrap_or_default();
        let (ours, before, mut merged) = (table(self), table(before), table(theirs));
        let keys = ours.keys().chain(before.keys());
        for key in keys.filter(|key| ours.get(*key) != before.get(*key)) {
            match ours.get(key) {
                Some(value) => merged.insert(key.clone(), value.clone()),
                None => merged.remove(key),
            };
        }
        merged.try_into().unwrap_or_else(|_| self.clone())
    }
}

#[cfg(test)]
mod tests;
