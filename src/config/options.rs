//! The options of `config.toml`: their names, what they do, their defaults and their values.

/// An option: its name, what it does, its default, and the values that it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfigKey {
    /// The name in the file. The flag is `--NAME`, the variable `NIGHTSTAND_NAME`.
    pub name: &'static str,
    /// What it does.
    pub does: &'static str,
    /// The value that holds where nothing else is said, as TOML.
    pub default: &'static str,
    /// Its values; empty for a name that is free.
    pub values: &'static [&'static str],
}

/// All options, in the order in which a list shows them.
pub const KEYS: [ConfigKey; 26] = [
    ConfigKey {
        name: "theme",
        does: "The theme, or one for each background: { dark = \"lamplight\", light = \"daylight\" }",
        default: "{ dark = \"lamplight\", light = \"daylight\" }",
        values: &[],
    },
    ConfigKey {
        name: "colours",
        does: "How many colours are sent: auto, true, 256, 16 or none",
        default: "\"auto\"",
        values: &["auto", "true", "256", "16", "none"],
    },
    ConfigKey {
        name: "contrast",
        does: "The least contrast of text: off, aa (4.5 to 1) or aaa (7 to 1). By default, off for built-in themes and aa for others",
        default: "\"off\"",
        values: &["off", "aa", "aaa"],
    },
    ConfigKey {
        name: "window",
        does: "The window around the page: plain, or fill to give it the scene's background",
        default: "\"plain\"",
        values: &["plain", "fill"],
    },
    ConfigKey {
        name: "motion",
        does: "How much moves when the mood changes: none, basic or full",
        default: "\"basic\"",
        values: &["none", "basic", "full"],
    },
    ConfigKey {
        name: "clipboard",
        does: "Whether `y` puts selected text on the clipboard of the terminal: on or off",
        default: "\"on\"",
        values: &["on", "off"],
    },
    ConfigKey {
        name: "look-up",
        does: "The program that looks a word up, such as [\"sdcv\", \"-n\", \"{word}\"]. By default sdcv, dict or wn, whichever is there",
        default: "[]",
        values: &[],
    },
    ConfigKey {
        name: "open",
        does: "The program that opens an address of the web, such as [\"xdg-open\", \"{url}\"]. By default none is opened",
        default: "[]",
        values: &[],
    },
    ConfigKey { name: "measure", does: "The longest line, in cells, from 20 to 120", default: "\"66\"", values: &[] },
    ConfigKey {
        name: "align",
        does: "Lines with an even or an uneven right edge: justify or left",
        default: "\"left\"",
        values: &["left", "justify"],
    },
    ConfigKey {
        name: "hyphenate",
        does: "How readily words are broken: no, calm or tight",
        default: "\"calm\"",
        values: &["no", "calm", "tight"],
    },
    ConfigKey {
        name: "hanging",
        does: "Whether punctuation hangs over the edges of the text: on or off",
        default: "\"off\"",
        values: ON_OFF,
    },
    ConfigKey {
        name: "pages",
        does: "The pages beside each other in a window of 110 columns or more: 1 or 2",
        default: "\"2\"",
        values: &["1", "2"],
    },
    ConfigKey {
        name: "line-spacing",
        does: "The room between lines: 1, 1.5 (an empty row after each two lines) or 2",
        default: "\"1\"",
        values: &["1", "1.5", "2"],
    },
    ConfigKey {
        name: "margins",
        does: "The empty rows above and below the page, from 0 to 8",
        default: "\"1\"",
        values: &["0", "1", "2", "3", "4", "5", "6", "7", "8"],
    },
    ConfigKey {
        name: "paragraph-spacing",
        does: "The empty rows between paragraphs: 0, with an indent instead, or 1",
        default: "\"0\"",
        values: &["0", "1"],
    },
    ConfigKey { name: "status", does: "Whether there is a status line: on or off", default: "\"on\"", values: ON_OFF },
    ConfigKey {
        name: "progress",
        does: "What the status line says of how far you are: pages, book-pages, percent, pages-left or time-left",
        default: "\"pages\"",
        values: &["pages", "book-pages", "percent", "pages-left", "time-left"],
    },
    ConfigKey {
        name: "bar",
        does: "Whether a bar shows how far you are: on or off",
        default: "\"off\"",
        values: ON_OFF,
    },
    ConfigKey {
        name: "times",
        does: "Whether the time that you read is counted, for `nightstand stats` and the end of a story: on or off",
        default: "\"on\"",
        values: ON_OFF,
    },
    ConfigKey {
        name: "mouse",
        does: "Whether the mouse is used. If it is off, the terminal selects text: on or off",
        default: "\"on\"",
        values: ON_OFF,
    },
    ConfigKey {
        name: "folders",
        does: "The folders whose stories `B` lists, such as [\"~/Books\"]",
        default: "[]",
        values: &[],
    },
    ConfigKey {
        name: "linear",
        does: "Whether stories are read without a screen, for screen readers: on or off",
        default: "\"off\"",
        values: ON_OFF,
    },
    ConfigKey {
        name: "smarten",
        does: "Whether straight quotes and double hyphens become curly quotes and dashes: on or off",
        default: "\"on\"",
        values: ON_OFF,
    },
    ConfigKey {
        name: "mood-inference",
        does: "Whether unmarked scenes get a mood by their words: on or off",
        default: "\"on\"",
        values: ON_OFF,
    },
    ConfigKey {
        name: "speak",
        does: "The program that reads its input aloud, such as [\"espeak-ng\", \"--stdin\", \"-v\", \"{lang}\"]. By default spd-say or espeak-ng, whichever is there",
        default: "[]",
        values: &[],
    },
];

/// The values of a switch.
pub(super) const ON_OFF: &[&str] = &["on", "off"];

impl ConfigKey {
    /// Returns the variable of the environment that sets it.
    ///
    /// ```
    /// let key = nightstand::config::KEYS.iter().find(|key| key.name == "line-spacing").unwrap();
    /// assert_eq!(key.variable(), "NIGHTSTAND_LINE_SPACING");
    /// ```
    #[must_use]
    pub fn variable(&self) -> String {
        format!("NIGHTSTAND_{}", self.name.to_ascii_uppercase().replace('-', "_"))
    }

    /// Whether its values are numbers.
    pub(super) fn is_number(&self) -> bool {
        !self.values.is_empty() && self.values.iter().all(|value| value.parse::<f32>().is_ok())
    }
}
