//! What is remembered of the reader: the theme and the page, whatever the story.

use serde::{Deserialize, Serialize};

use super::{Unusable, VERSION, parse, to_toml};

/// The theme and the page options. What was never chosen is `None`, so that a later release may choose better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    pub(crate) version: u32,
    /// The theme's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
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
    /// Whether signs hang over the edges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hang: Option<bool>,
    /// Whether a wide window shows two pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<bool>,
    /// Whether the status line is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<bool>,
    /// The file of the story that was read last; none for the embedded one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    #[serde(flatten)]
    pub(crate) others: toml::Table,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: VERSION,
            theme: None,
            measure: None,
            justify: None,
            hyphens: None,
            ambiguous_wide: None,
            hang: None,
            spread: None,
            status: None,
            last: None,
            others: toml::Table::new(),
        }
    }
}

impl Settings {
    /// Reads settings from their TOML.
    ///
    /// # Errors
    /// When the file is damaged or from a newer release; then it must not be overwritten.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        parse(text).map(|settings| Self { version: VERSION, ..settings })
    }

    /// Their TOML.
    #[must_use]
    pub fn to_toml(&self) -> String {
        to_toml(self)
    }

    /// What becomes of settings that have been changed here and elsewhere: those that differ from `before` here are ours, all
    /// others are theirs.
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
mod tests {
    use super::*;

    #[test]
    fn settings_survive_their_file_and_keep_what_they_do_not_know() {
        let settings = Settings { theme: Some("sepia".to_owned()), spread: Some(false), ..Settings::default() };
        assert_eq!(Settings::parse(&settings.to_toml()), Ok(settings));
        let other = Settings::parse("version = 1\ncolour-of-tea = \"red\"\n").unwrap();
        assert!(other.to_toml().contains("colour-of-tea"));
        assert_eq!(other.version, VERSION, "it is written in the present format");
    }

    #[test]
    fn what_two_windows_change_is_both_kept() {
        let before = Settings { measure: Some(60), last: Some("/a".to_owned()), ..Settings::default() };
        let ours = Settings { theme: Some("sepia".to_owned()), last: None, ..before.clone() };
        let theirs = Settings { measure: Some(70), ..before.clone() };
        let merged = ours.merged(&before, &theirs);
        assert_eq!(merged, Settings { theme: Some("sepia".to_owned()), measure: Some(70), ..Settings::default() });
    }
}
