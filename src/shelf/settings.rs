//! What is remembered of the reader: the theme and the page, whatever the story.

use serde::{Deserialize, Serialize};

use super::{Unusable, VERSION, parse};

/// The theme and the page options. What was never chosen is `None`, so that a later release may choose better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    version: u32,
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
    others: toml::Table,
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
        parse(text)
    }

    /// Their TOML.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_default()
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
    }
}
