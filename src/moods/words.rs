//! The words of a text, ready to be compared: in lower case, with plain apostrophes, each with what ends after it.

use std::ops::{Deref, Range};

use compact_str::CompactString;

use super::word_key::WordKey;

/// What ends after a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordEnds {
    Nothing,
    Clause,
    Sentence,
}

/// A word in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WordText<'a> {
    /// It stands so in the text.
    AsWritten(&'a str),
    /// It has a capital there, or a curly apostrophe.
    Made(CompactString),
}

impl Deref for WordText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::AsWritten(text) => text,
            Self::Made(text) => text,
        }
    }
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'a> {
    pub(super) text: WordText<'a>,
    pub(super) ends: WordEnds,
    /// The rough key of `text`.
    pub(super) key: WordKey,
    /// As it stands in the text, with the signs around it.
    shown: &'a str,
}

/// Returns the words of a text.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut all = Vec::new();
    add_words(text, usize::MAX, &mut all);
    all
}

/// Returns the parts of a paragraph that are not said in it, in double quotes of any kind.
pub(super) fn told(paragraph: &str) -> Vec<&str> {
    let (mut parts, mut said, mut from) = (Vec::new(), false, 0);
    let turned = quotes(paragraph).find(|(_, sign)| matches!(sign, '«' | '»')).is_some_and(|(_, sign)| sign == '»');
    for (at, sign) in quotes(paragraph) {
        if !said {
            parts.push(&paragraph[from..at]);
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
        parts.push(&paragraph[from..]);
    }
    parts
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
#[inline]
fn group(text: &str) -> Group<'_> {
    text.as_bytes().first_chunk().and_then(|first| short_group(text, *first)).unwrap_or_else(|| any_group(text))
}

/// Returns the group that begins a text whose first eight bytes are known, if it ends within them and all eight are ASCII: as most
/// do. The bytes are looked at all at once, as the lanes of one number.
#[inline]
fn short_group(text: &str, first: [u8; 8]) -> Option<Group<'_>> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    /// A byte in each lane.
    const fn each(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    let bytes = u64::from_le_bytes(first);
    if bytes & HIGH != 0 {
        return None;
    }
    // No lane overflows: the bytes are below 0x80, and so is what is added.
    let from = |least: u8| bytes + each(0x80 - least);
    let within = |least: u8, last: u8| from(least) & !from(last + 1) & HIGH;
    let blanks = !from(b' ' + 1) & HIGH;
    if blanks == 0 {
        return None;
    }
    // The lanes before the first blank.
    let inside = (blanks & blanks.wrapping_neg()) - 1;
    let capitals = within(b'A', b'Z') & inside;
    let letters = (within(b'a', b'z') | within(b'0', b'9')) & inside | capitals;
    let lane = |bit: u32| bit as usize / 8;
    // Without letters this is 8..0, which is no range of any text.
    let letters = lane(letters.trailing_zeros())..lane(u64::BITS - letters.leading_zeros());
    let seen = if capitals == 0 { 0 } else { CAPITAL };
    Some(Group { shown: &text[..lane(blanks.trailing_zeros())], letters, seen })
}

/// Returns the group that begins a text, however long it is.
fn any_group(text: &str) -> Group<'_> {
    let class = |byte: u8| CLASSES[usize::from(byte)];
    let (mut seen, mut length) = (0, 0);
    for &byte in text.as_bytes() {
        if class(byte) & BLANK != 0 {
            break;
        }
        seen |= class(byte);
        length += 1;
    }
    let shown = &text[..length];
    let is_letter = |byte: &u8| class(*byte) & ALPHANUMERIC != 0;
    let end = shown.as_bytes().iter().rposition(is_letter).map_or(0, |last| last + 1);
    let start = shown.as_bytes().iter().position(is_letter).unwrap_or(usize::MAX);
    Group { shown, letters: start..end, seen: seen & (CAPITAL | NOT_ASCII) }
}

/// Adds the words of a text. No more are read once there are `most`; a group of several words is not parted.
pub(super) fn add_words<'a>(text: &'a str, most: usize, all: &mut Vec<Word<'a>>) {
    // A word and its blank take five bytes and more.
    all.reserve((text.len() / 5 + 1).min(most.saturating_sub(all.len())));
    let mut rest = text;
    while !rest.is_empty() && all.len() < most {
        let found = group(rest);
        rest = rest.get(found.shown.len() + 1..).unwrap_or_default();
        if found.seen & NOT_ASCII != 0 {
            add_other_words(found.shown, all);
        } else if let Some(word) = ascii_word(&found) {
            all.push(word);
        }
    }
}

/// Adds the words of a group that is not all of ASCII.
fn add_other_words<'a>(shown: &'a str, all: &mut Vec<Word<'a>>) {
    // Most are words of ASCII with a quotation mark.
    let inner = shown.strip_prefix(['“', '‘']).unwrap_or(shown);
    let inner = inner.strip_suffix(['”', '’']).unwrap_or(inner);
    let inner = group(inner);
    if inner.seen & NOT_ASCII == 0 {
        all.extend(ascii_word(&inner).map(|word| Word { shown, ..word }));
    } else {
        all.extend(shown.split_inclusive(['—', '–', '\u{A0}']).filter_map(word));
    }
}

/// Returns the word of a group of ASCII, as most are, without looking letters up.
#[inline]
fn ascii_word<'a>(group: &Group<'a>) -> Option<Word<'a>> {
    let Group { shown, letters: Range { start, end }, seen } = *group;
    let is_bare = start == 0 && end == shown.len();
    let (inner, tail) = if is_bare { (shown, &[][..]) } else { (shown.get(start..end)?, shown.as_bytes().get(end..)?) };
    let mut ends = WordEnds::Nothing;
    for sign in tail {
        match sign {
            b'.' | b'!' | b'?' => ends = WordEnds::Sentence,
            b',' | b';' | b':' | b')' if ends == WordEnds::Nothing => ends = WordEnds::Clause,
            _ => {}
        }
    }
    let text = if seen & CAPITAL == 0 {
        WordText::AsWritten(inner)
    } else {
        let mut small = CompactString::new(inner);
        small.make_ascii_lowercase();
        WordText::Made(small)
    };
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
    let text = if plain {
        WordText::AsWritten(inner)
    } else {
        WordText::Made(inner.to_lowercase().replace('’', "'").into())
    };
    Some(Word { key: WordKey::of(&text), text, ends, shown: group })
}

impl<'a> Word<'a> {
    /// Returns the word as it stood in the text, without the signs around it.
    pub(super) fn as_written(&self) -> &'a str {
        self.shown.trim_matches(|c: char| !c.is_alphanumeric())
    }

    /// Returns whether it may begin with a capital. Most words are as they are written, so that no letter of them needs to be looked up.
    pub(super) fn may_have_capital(&self) -> bool {
        matches!(self.text, WordText::Made(_))
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
            words("He’d gone—so “it” was, (late). 5").into_iter().map(|w| (w.text.to_string(), w.ends)).collect();
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
            assert_eq!(ascii_word(&super::group(group)), word(group), "{group}");
        }
    }

    #[test]
    fn a_short_group_is_what_the_general_way_makes_of_it() {
        // Each byte of ASCII in each of the eight lanes, with letters, signs and a capital around it.
        for byte in 0..0x80_u8 {
            for lane in 0..8 {
                for around in ["aaaaaaaa ", "--b--'c- ", "Zz9 .... ", "\t.,;:!?  "] {
                    let mut text = around.as_bytes().to_vec();
                    text[lane] = byte;
                    let text = String::from_utf8(text).unwrap();
                    let any = any_group(&text);
                    let Some(short) = short_group(&text, *text.as_bytes().first_chunk().unwrap()) else {
                        assert!(any.shown.len() >= 8, "{text:?}");
                        continue;
                    };
                    assert_eq!((short.shown, short.seen), (any.shown, any.seen), "{text:?}");
                    assert_eq!(short.shown.get(short.letters), any.shown.get(any.letters), "{text:?}");
                }
            }
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
            let told = told(text).join(" ");
            let told: Vec<_> = words(&told).into_iter().map(|word| word.text.to_string()).collect();
            assert_eq!(told, ["he", "left", "she", "said"], "{text}");
        }
    }
}
