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
    let turned = quotes(paragraph).find(|(_, sign)| matches!(sign, '«' | '»')).is_some_and(|(_, sign)| sign == '»');
    for (at, sign) in quotes(paragraph) {
        if !said {
            add_words(&paragraph[from..at], &mut all);
        }
        // In German “ ends what „ begins, and « what » begins.
        said = match sign {
            '“' => !(said && paragraph[..from].ends_with('„')),
            '«' => !(said && paragraph[..from].ends_with('»')),
            '»' => !said && turned,
            '„' => true,
            '"' => !said,
            _ => false,
        };
        from = at + sign.len_utf8();
    }
    if !said {
        add_words(&paragraph[from..], &mut all);
    }
    all
}

/// Returns whether something may be said in a paragraph.
pub(super) fn is_said_in(paragraph: &str) -> bool {
    quotes(paragraph).next().is_some()
}

/// The double quotes of a text. They are looked for by their first bytes, many at a time.
fn quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    const PUNCTUATION: u8 = 0xE2;
    const LATIN: u8 = 0xC2;
    let signs = memchr::memchr3_iter(b'"', PUNCTUATION, LATIN, text.as_bytes());
    let quote = |at: usize| text.get(at..)?.chars().next().map(|sign| (at, sign));
    signs.filter_map(quote).filter(|(_, sign)| matches!(sign, '“' | '”' | '«' | '»' | '„' | '"'))
}

fn add_words<'a>(text: &'a str, all: &mut Vec<Word<'a>>) {
    // A word and its blank take some six bytes.
    all.reserve(text.len() / 6 + 1);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (mut end, mut seen) = (at, 0_u8);
        while end < bytes.len() && !bytes[end].is_ascii_whitespace() {
            seen |= bytes[end];
            end += 1;
        }
        let group = &text[at..end];
        if seen.is_ascii() {
            all.extend(ascii_word(group));
        } else {
            all.extend(group.split_inclusive(['—', '–', '\u{A0}']).filter_map(word));
        }
        at = end + 1;
    }
}

/// Returns the word of a group of ASCII, as most are, without looking letters up.
fn ascii_word(group: &str) -> Option<Word<'_>> {
    let bytes = group.as_bytes();
    let start = bytes.iter().position(u8::is_ascii_alphanumeric)?;
    let end = bytes.iter().rposition(u8::is_ascii_alphanumeric)? + 1;
    let mut ends = WordEnds::Nothing;
    for sign in &bytes[end..] {
        match sign {
            b'.' | b'!' | b'?' => ends = WordEnds::Sentence,
            b',' | b';' | b':' | b')' if ends == WordEnds::Nothing => ends = WordEnds::Clause,
            _ => {}
        }
    }
    let inner = &group[start..end];
    let small = !inner.bytes().any(|byte| byte.is_ascii_uppercase());
    let text = if small { Cow::Borrowed(inner) } else { Cow::Owned(inner.to_ascii_lowercase()) };
    Some(Word { text, ends, shown: group })
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
    fn a_word_of_ascii_is_what_the_general_way_makes_of_it() {
        for group in ["late", "Late,", "(so)", "it's.", "--gone!", "5)", "x;y:", "...", "-", "A.B.?\"", "no\"", "'tis"]
        {
            assert_eq!(ascii_word(group), word(group), "{group}");
        }
    }

    #[test]
    fn what_is_said_is_no_word_of_the_telling() {
        for text in [
            "He left. “It is late,” she said.",
            "He left. „Es ist spät“ she said.",
            "He left. «Tard» she said.",
            "He left. »Spät« she said.",
            "He left. \"Late\" she said.",
        ] {
            let told: Vec<_> = told(text).into_iter().map(|word| word.text.into_owned()).collect();
            assert_eq!(told, ["he", "left", "she", "said"], "{text}");
        }
    }
}
