//! What is remembered of one story.

use serde::{Deserialize, Serialize};

use super::{Unusable, VERSION, parse};
use crate::document::Locator;

/// A kept place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Bookmark {
    /// What the reader calls it; empty for a place known by its words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where it is.
    pub locator: Locator,
}

/// What is remembered of one story.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    version: u32,
    /// The story's title, for people who open the file.
    #[serde(default)]
    pub title: String,
    /// The file that it was read from, so that an edited file is known again; empty where there was none.
    #[serde(default)]
    pub path: String,
    /// Where the reader is.
    #[serde(default)]
    pub place: Locator,
    /// The kept places, in the order of the story.
    #[serde(default, rename = "bookmark", skip_serializing_if = "Vec::is_empty")]
    pub bookmarks: Vec<Bookmark>,
    /// What other programs and later releases keep here, untouched.
    #[serde(flatten)]
    others: toml::Table,
}

/// The last line. TOML cut off between two lines is still TOML, and would be a record without its bookmarks.
const END: &str = "# That is all.";

/// The format from which on records have it.
const FIRST_WITH_END: u32 = 2;

impl Record {
    /// A record of a story that has not been read before.
    #[must_use]
    pub fn new(title: &str, path: &str) -> Self {
        Self { version: VERSION, title: title.to_owned(), path: path.to_owned(), ..Self::default() }
    }

    /// Reads a record from its TOML.
    ///
    /// # Errors
    /// When it is damaged or from a newer release; then it must not be overwritten.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        let record: Self = parse(text)?;
        if record.version >= FIRST_WITH_END && !text.lines().any(|line| line == END) {
            return Err(Unusable::Damaged("its end is missing".to_owned()));
        }
        Ok(Self { version: VERSION, ..record })
    }

    /// Its TOML.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = toml::to_string(self).unwrap_or_default();
        text.push_str(END);
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let place = Locator {
            scene: 1,
            block: 2,
            character: 3,
            ratio: 0.5,
            quote: "\u{1b} \"quoted\"\n’tis".to_owned(),
            before: String::new(),
        };
        let bookmarks = vec![Bookmark { name: "The ferry".to_owned(), locator: place.clone() }];
        Record { place, bookmarks, ..Record::new("Tides", "/tides.txt") }
    }

    #[test]
    fn a_record_survives_its_file() {
        assert_eq!(Record::parse(&record().to_toml()), Ok(record()));
    }

    #[test]
    fn a_record_from_before_records_had_an_end_is_read_and_gets_one() {
        let old = record().to_toml().replace("version = 2", "version = 1").replace("# That is all.\n", "");
        assert_eq!(Record::parse(&old), Ok(record()));
    }

    #[test]
    fn unknown_keys_are_kept() {
        let text = format!("rating = 5\n{}\n[shelfmark]\nroom = \"B\"\n", record().to_toml());
        let again = Record::parse(&text).unwrap().to_toml();
        assert!(again.contains("rating = 5") && again.contains("room = \"B\""), "{again}");
    }

    #[test]
    fn a_newer_or_damaged_file_is_refused_with_its_reason() {
        assert_eq!(Record::parse("version = 3\nplace = 7"), Err(Unusable::Newer(3)));
        assert!(matches!(Record::parse("version = 1\nplace = 7\n# That is all."), Err(Unusable::Damaged(_))));
        assert!(matches!(Record::parse(""), Err(Unusable::Damaged(_))));
        assert!(matches!(Record::parse("\0\0\0"), Err(Unusable::Damaged(_))));
    }

    #[test]
    fn a_file_cut_anywhere_is_refused() {
        let text = record().to_toml();
        for cut in 0..text.len() - 1 {
            let cut = &text[..text.floor_char_boundary(cut)];
            assert!(matches!(Record::parse(cut), Err(Unusable::Damaged(_))), "{cut}");
        }
    }
}
