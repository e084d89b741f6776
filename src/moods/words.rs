//! The words of a text, ready to be compared: in lower case, with plain apostrophes, each with what ends after it.

use std::borrow::Cow;
use std::ops::Range;

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
    /// The rough key of `text`.
    pub(super) key: WordKey,
    /// As it stands in the text, with the signs around it.
    shown: &'a str,
}

/// A rough key of a word. Words with different keys are different, so that most words are told apart without being compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordKey {
    /// Of the whole word: below [`WordKey::WHOLES`].
    pub(super) whole: u16,
    /// Of its first two bytes. Words that begin alike have the same.
    pub(super) start: u8,
}

impl WordKey {
    /// The keys of whole words: a place has some hundred words that begin phrases, so that few share one.
    pub(super) const WHOLES: usize = 1024;

    pub(super) fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        let byte = |at: usize| bytes.get(at).map_or(0, |byte| usize::from(*byte));
        let start = byte(0) * 29 + byte(1) * 181;
        let whole = start + byte(bytes.len().wrapping_sub(1)) * 397 + bytes.len() * 83;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "below WHOLES, and of the other only its lowest byte is meant"
        )]
        Self { whole: (whole % Self::WHOLES) as u16, start: start as u8 }
    }

    /// One bit of sixty-four, by the first two bytes: for sets of words.
    pub(super) fn bit(self) -> u64 {
        1 << (self.start % 64)
    }
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
pub(super) fn quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    const PUNCTUATION: u8 = 0xE2;
    const LATIN: u8 = 0xC2;
    let signs = memchr::memchr3_iter(b'"', PUNCTUATION, LATIN, text.as_bytes());
    let quote = |at: usize| text.get(at..)?.chars().next().map(|sign| (at, sign));
    signs.filter_map(quote).filter(|(_, sign)| matches!(sign, '“' | '”' | '«' | '»' | '„' | '"'))
}

/// What bytes are, as bits of [`CLASSES`].
const ALPHANUMERIC: u8 = 1;
const CAPITAL: u8 = 2;
const BLANK: u8 = 4;
const NOT_ASCII: u8 = 8;

/// What each byte is, so that a word is gone through once.
const CLASSES: [u8; 256] = {
    let mut classes = [NOT_ASCII; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        let letter = if byte.is_ascii_alphanumeric() { ALPHANUMERIC } else { 0 };
        let capital = if byte.is_ascii_uppercase() { CAPITAL } else { 0 };
        let blank = if byte <= b' ' { BLANK } else { 0 };
        classes[byte as usize] = letter | capital | blank;
        byte += 1;
    }
    classes
};

/// A run of bytes between blanks, where its letters stand and what they are.
struct Group<'a> {
    shown: &'a str,
    /// From the first letter to after the last one.
    letters: Range<usize>,
    seen: u8,
}

/// Returns the group that begins a text.
fn group(text: &str) -> Group<'_> {
    let (mut start, mut end, mut seen, mut length) = (usize::MAX, 0, 0, 0);
    for &byte in text.as_bytes() {
        let class = CLASSES[usize::from(byte)];
        if class & BLANK != 0 {
            break;
        }
        if class & ALPHANUMERIC != 0 {
            start = start.min(length);
            end = length + 1;
        }
        seen |= class;
        length += 1;
    }
    Group { shown: &text[..length], letters: start..end, seen }
}

fn add_words<'a>(text: &'a str, all: &mut Vec<Word<'a>>) {
    // A word and its blank take some six bytes.
    all.reserve(text.len() / 6 + 1);
    let mut rest = text;
    while !rest.is_empty() {
        let found = group(rest);
        rest = rest.get(found.shown.len() + 1..).unwrap_or_default();
        if found.seen & NOT_ASCII == 0 {
            all.extend(ascii_word(found));
            continue;
        }
        // Most others are words of ASCII with a quotation mark.
        let shown = found.shown;
        let inner = shown.strip_prefix(['“', '‘']).unwrap_or(shown);
        let inner = inner.strip_suffix(['”', '’']).unwrap_or(inner);
        let inner = group(inner);
        if inner.seen & NOT_ASCII == 0 {
            all.extend(ascii_word(inner).map(|word| Word { shown, ..word }));
        } else {
            all.extend(shown.split_inclusive(['—', '–', '\u{A0}']).filter_map(word));
        }
    }
}

/// Returns the word of a group of ASCII, as most are, without looking letters up.
fn ascii_word(group: Group<'_>) -> Option<Word<'_>> {
    let Group { shown, letters, seen } = group;
    let tail = shown.as_bytes().get(letters.end..)?;
    let inner = shown.get(letters)?;
    let mut ends = WordEnds::Nothing;
    for sign in tail {
        match sign {
            b'.' | b'!' | b'?' => ends = WordEnds::Sentence,
            b',' | b';' | b':' | b')' if ends == WordEnds::Nothing => ends = WordEnds::Clause,
            _ => {}
        }
    }
    let small = seen & CAPITAL == 0;
    let text = if small { Cow::Borrowed(inner) } else { Cow::Owned(inner.to_ascii_lowercase()) };
    Some(Word { key: WordKey::of(&text), text, ends, shown })
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
    Some(Word { key: WordKey::of(&text), text, ends, shown: group })
}

impl<'a> Word<'a> {
    /// Returns the word as it stood in the text, without the signs around it.
    pub(super) fn as_written(&self) -> &'a str {
        self.shown.trim_matches(|c: char| !c.is_alphanumeric())
    }

    /// Returns whether it may begin with a capital. What is borrowed from the text is in small letters there: so most words, of which
    /// no letter needs to be looked up.
    pub(super) fn may_have_capital(&self) -> bool {
        matches!(self.text, Cow::Owned(_))
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
            assert_eq!(ascii_word(super::group(group)), word(group), "{group}");
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
