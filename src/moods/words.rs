//! The words of a text, ready to be compared: in lower case, with plain apostrophes, each with what ends after it.

use std::borrow::Cow;

/// What ends after a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordEnds {
    Nothing,
    Clause,
    Sentence,
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) ends: WordEnds,
    /// As it stands in the text, with the signs around it.
    shown: &'a str,
}

/// Returns the words of a text.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut all = Vec::new();
    add_words(text, &mut all);
    all
}

/// Returns the words of a paragraph without what is said in it, in double quotes of any kind.
pub(super) fn told(paragraph: &str) -> Vec<Word<'_>> {
    let (mut all, mut said, mut from) = (Vec::new(), false, 0);
    for (at, sign) in paragraph.match_indices(['“', '”', '«', '»', '„', '"']) {
        if !said {
            add_words(&paragraph[from..at], &mut all);
        }
        // In German “ ends what „ begins.
        said = match sign {
            "“" => !(said && paragraph[..from].ends_with('„')),
            "«" | "„" => true,
            "\"" => !said,
            _ => false,
        };
        from = at + sign.len();
    }
    if !said {
        add_words(&paragraph[from..], &mut all);
    }
    all
}

fn add_words<'a>(text: &'a str, all: &mut Vec<Word<'a>>) {
    for group in text.split_ascii_whitespace() {
        if group.is_ascii() {
            all.extend(word(group));
        } else {
            all.extend(group.split_inclusive(['—', '–', '\u{A0}']).filter_map(word));
        }
    }
}

fn word(group: &str) -> Option<Word<'_>> {
    let inner = group.trim_matches(|c: char| !c.is_alphanumeric());
    if inner.is_empty() {
        return None;
    }
    let tail = group.trim_start_matches(|c: char| !c.is_alphanumeric()).get(inner.len()..).unwrap_or_default();
    let ends = match tail {
        "" => WordEnds::Nothing,
        _ if tail.contains(['.', '!', '?', '…']) => WordEnds::Sentence,
        _ if tail.contains([',', ';', ':', '—', '–', ')']) => WordEnds::Clause,
        _ => WordEnds::Nothing,
    };
    let plain = inner.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let text = if plain { Cow::Borrowed(inner) } else { Cow::Owned(inner.to_lowercase().replace('’', "'")) };
    Some(Word { text, ends, shown: group })
}

impl<'a> Word<'a> {
    /// Returns the word as it stood in the text, without the signs around it.
    pub(super) fn as_written(&self) -> &'a str {
        self.shown.trim_matches(|c: char| !c.is_alphanumeric())
    }
}

/// Returns words as they stood in the text, for a reason to quote.
pub(super) fn quoted(words: &[Word<'_>]) -> String {
    let all: Vec<&str> = words.iter().map(|word| word.shown).collect();
    all.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_what_ends_after_them() {
        let told: Vec<_> =
            words("He’d gone—so “it” was, (late). 5").into_iter().map(|w| (w.text.into_owned(), w.ends)).collect();
        let word = |text: &str, ends| (text.to_owned(), ends);
        assert_eq!(
            told,
            [
                word("he'd", WordEnds::Nothing),
                word("gone", WordEnds::Clause),
                word("so", WordEnds::Nothing),
                word("it", WordEnds::Nothing),
                word("was", WordEnds::Clause),
                word("late", WordEnds::Sentence),
                word("5", WordEnds::Nothing),
            ]
        );
    }

    #[test]
    fn what_is_said_is_no_word_of_the_telling() {
        for text in [
            "He left. “It is late,” she said.",
            "He left. „Es ist spät“ she said.",
            "He left. «Tard» she said.",
            "He left. \"Late\" she said.",
        ] {
            let told: Vec<_> = told(text).into_iter().map(|word| word.text.into_owned()).collect();
            assert_eq!(told, ["he", "left", "she", "said"], "{text}");
        }
    }
}
