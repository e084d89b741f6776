//! Quotation marks, as the printers of each language set them.
//!
//! The forms are those of the Unicode CLDR (`delimiters`), but for spaces: French sets its marks off by a space that does not break.

use crate::document::Language;

/// The dash that begins a speech, with the blank behind it.
const SPEECH: [(&str, &str); 7] = [
    ("fr", "—\u{A0}"),
    ("ru", "—\u{A0}"),
    ("uk", "—\u{A0}"),
    ("pl", "—\u{A0}"),
    ("pt", "—\u{A0}"),
    ("hu", "—\u{A0}"),
    ("es", "—"),
];

/// The marks of a language: outer and inner, opening and closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quotes {
    outer: [&'static str; 2],
    inner: [&'static str; 2],
}

pub(super) const ENGLISH: Quotes = Quotes { outer: ["“", "”"], inner: ["‘", "’"] };

/// The marks by language.
const ALL: [(&str, Quotes); 14] = [
    ("de", Quotes { outer: ["„", "“"], inner: ["‚", "‘"] }),
    ("cs", Quotes { outer: ["„", "“"], inner: ["‚", "‘"] }),
    ("sk", Quotes { outer: ["„", "“"], inner: ["‚", "‘"] }),
    ("pl", Quotes { outer: ["„", "”"], inner: ["«", "»"] }),
    ("hu", Quotes { outer: ["„", "”"], inner: ["»", "«"] }),
    ("ro", Quotes { outer: ["„", "”"], inner: ["«", "»"] }),
    ("fr", Quotes { outer: ["«\u{A0}", "\u{A0}»"], inner: ["“", "”"] }),
    ("ru", Quotes { outer: ["«", "»"], inner: ["„", "“"] }),
    ("uk", Quotes { outer: ["«", "»"], inner: ["„", "“"] }),
    ("it", Quotes { outer: ["«", "»"], inner: ["“", "”"] }),
    ("es", Quotes { outer: ["«", "»"], inner: ["“", "”"] }),
    ("pt", Quotes { outer: ["“", "”"], inner: ["‘", "’"] }),
    ("sv", Quotes { outer: ["”", "”"], inner: ["’", "’"] }),
    ("ja", Quotes { outer: ["「", "」"], inner: ["『", "』"] }),
];

impl Quotes {
    /// Returns the marks of a language, or the English ones.
    pub(super) fn of(language: Option<Language>) -> Self {
        let primary = language.as_ref().map_or("en", Language::primary);
        ALL.iter().find(|(known, _)| *known == primary).map_or(ENGLISH, |(_, quotes)| *quotes)
    }

    /// Returns the dash that begins a speech in a language.
    pub(super) fn speech(language: Option<Language>) -> &'static str {
        let primary = language.as_ref().map_or("en", Language::primary);
        SPEECH.iter().find(|(known, _)| *known == primary).map_or("–\u{A0}", |(_, dash)| dash)
    }

    /// Returns the mark that opens a quotation, given how deep it stands in others, from 1.
    pub(super) fn open(self, depth: usize) -> &'static str {
        self.pair(depth)[0]
    }

    /// Returns the mark that closes a quotation.
    pub(super) fn close(self, depth: usize) -> &'static str {
        self.pair(depth)[1]
    }

    fn pair(self, depth: usize) -> [&'static str; 2] {
        if depth % 2 == 1 { self.outer } else { self.inner }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_alternate_by_depth() {
        let german = Quotes::of(Language::parse("de-AT"));
        assert_eq!([german.open(1), german.open(2), german.close(2), german.close(1)], ["„", "‚", "‘", "“"]);
        assert_eq!(Quotes::of(None), ENGLISH);
    }
}
