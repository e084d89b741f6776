//! Language tags that are small enough to sit in a mark.
//!
//! A mark must be `Copy` and small, since a book may have a hundred thousand of them. So a tag is an array of bytes in
//! place and not a string. It is not validated against any registry: a tag that nobody knows simply selects no
//! hyphenation patterns.

use std::fmt;

/// The longest tag that is kept whole, in bytes. `zh-Hant-TW` has ten.
const MAX: usize = 12;

/// A BCP 47 language tag in lower case, such as `en`, `pt-br` or `zh-hant`.
///
/// ```
/// use nightstand::document::Language;
///
/// let language = Language::parse("pt_BR").unwrap();
/// assert_eq!((language.as_str(), language.primary()), ("pt-br", "pt"));
/// assert_eq!(Language::parse("a sentence"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Language {
    /// The tag's bytes, padded with zeros. They are ASCII letters, digits and `-`.
    bytes: [u8; MAX],
}

impl Language {
    /// Returns the language of a tag, or `None` if the text is not shaped like a tag.
    ///
    /// Case does not matter, and `_` counts as `-`, as in the names of POSIX locales. A tag of more than 12 bytes is
    /// cut to its primary subtag, which is all that hyphenation needs.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim().replace('_', "-").to_ascii_lowercase();
        let primary = tag.split('-').next().unwrap_or_default();
        let shaped = (2..=8).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_lowercase())
            && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !shaped {
            return None;
        }
        let kept = if tag.len() <= MAX { &tag } else { primary };
        let mut bytes = [0; MAX];
        bytes[..kept.len()].copy_from_slice(kept.as_bytes());
        Some(Self { bytes })
    }

    /// Returns the whole tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let len = self.bytes.iter().position(|b| *b == 0).unwrap_or(MAX);
        str::from_utf8(&self.bytes[..len]).unwrap_or_default()
    }

    /// Returns the primary subtag, which names the language alone: `pt` of `pt-br`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.as_str().split('-').next().unwrap_or_default()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_whatever_their_case() {
        let tag = Language::parse("pt_BR").unwrap();
        assert_eq!((tag.as_str(), tag.primary()), ("pt-br", "pt"));
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for no in ["", "e", "42", "english please", "\u{1b}[2J"] {
            assert_eq!(Language::parse(no), None, "{no:?}");
        }
    }

    #[test]
    fn a_long_tag_keeps_its_language() {
        assert_eq!(Language::parse("sl-rozaj-biske-1994").unwrap().as_str(), "sl");
    }
}
