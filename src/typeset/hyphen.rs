//! Where a word may be broken with a hyphen, by its language's patterns (Liang).

use hypher::Lang;

use crate::document::Language;

/// The shortest word that is broken: of four letters no two parts are worth a line's end.
const SHORTEST: usize = 5;

/// At least so many letters stay on the line: one alone reads as a word.
const LEAST_BEFORE: usize = 2;

/// At least so many letters go to the next line: two are no longer than the hyphen is a bother.
const LEAST_AFTER: usize = 3;

/// A language's patterns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patterns(Lang);

impl Patterns {
    /// The patterns of a language, if they are built in.
    pub(super) fn of(language: Language) -> Option<Self> {
        let code: [u8; 2] = language.primary().as_bytes().try_into().ok()?;
        Lang::from_iso(code).map(Self)
    }

    /// Calls `found` with each byte of `text` at which a hyphen may part a word. A word in capitals, a name, or one
    /// that touches a digit is left whole; `starts_sentence` says that a capital at the start means nothing.
    pub(super) fn hyphenate(self, text: &str, starts_sentence: bool, mut found: impl FnMut(usize)) {
        for (start, end) in words(text) {
            let word = &text[start..end];
            // Beside such a sign a word is part of a number, a name in code or an address.
            let technical = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || "_@/=&".contains(c));
            let touches = technical(text[..start].chars().next_back()) || technical(text[end..].chars().next());
            let is_name = word.chars().skip(usize::from(starts_sentence)).any(char::is_uppercase);
            if touches || is_name || word.chars().count() < SHORTEST {
                continue;
            }
            let mut at = start;
            for syllable in hypher::hyphenate_bounded(word, self.0, LEAST_BEFORE, LEAST_AFTER) {
                if at > start {
                    found(at);
                }
                at += syllable.len();
            }
        }
    }
}

/// The stretches of letters in a text.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while chars.next_if(|(_, c)| !c.is_alphabetic()).is_some() {}
        let (start, _) = *chars.peek()?;
        let mut end = start;
        while let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphabetic()) {
            end = at + c.len_utf8();
        }
        Some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(language: &str, text: &str) -> String {
        let patterns = Patterns::of(Language::parse(language).unwrap()).unwrap();
        let mut points = Vec::new();
        patterns.hyphenate(text, false, |at| points.push(at));
        let mut shown = text.to_owned();
        for at in points.into_iter().rev() {
            shown.insert(at, '|');
        }
        shown
    }

    #[test]
    fn words_part_by_their_language() {
        assert_eq!(shown("en", "hyphenation"), "hy|phen|ation");
        assert_eq!(shown("de-at", "dunkelheit"), "dun|kel|heit");
        assert_eq!(shown("fr", "obscurité"), "obs|cu|rité");
        assert_eq!(shown("cs", "probuzení"), "pro|bu|zení");
    }

    #[test]
    fn names_numbers_and_short_words_stay_whole() {
        assert_eq!(shown("en", "Hyphenation NIGHTSTAND over night3stand"), "Hyphenation NIGHTSTAND over night3stand");
    }

    #[test]
    fn very_long_words_do_no_harm() {
        let long = "nacht".repeat(400);
        assert!(shown("de", &long).len() > long.len());
    }

    #[test]
    fn a_language_without_patterns_has_none() {
        assert!(Patterns::of(Language::parse("cy").unwrap()).is_none());
        assert!(Patterns::of(Language::parse("zxx").unwrap()).is_none());
    }
}
