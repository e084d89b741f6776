//! Finding words in a story: literal, across line breaks, as forgiving as the query.
//!
//! Layout breaks lines, the text knows of none, so a phrase is found whether or not a line ends inside it.

use std::ops::Range;

use memchr::memmem;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::{Document, Place};

/// What is looked for. Case is ignored until the query holds a capital; a straight quote finds a curved one, a hyphen
/// any dash, three periods an ellipsis, a space any white space. A letter typed without a diacritic finds it with one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    folded: String,
    folding: Folding,
    /// The longest run of plain letters in it, which must stand in a text as it is for the whole to stand there.
    probe: String,
}

/// Where a query was found: a range of bytes of one block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it starts.
    pub place: Place,
    /// The bytes in the block.
    pub range: Range<usize>,
}

impl Query {
    /// Reads what was typed; `None` if there is nothing to look for.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.trim().is_empty() {
            return None;
        }
        let folding = Folding {
            case: !typed.chars().any(char::is_uppercase),
            diacritics: typed.chars().all(|c| strip_diacritic(c) == c),
        };
        let folded = Folded::new(typed, folding).text;
        let runs = folded.split(|c: char| !c.is_ascii_alphanumeric());
        let probe = runs.max_by_key(|run| run.len()).unwrap_or_default().to_owned();
        Some(Self { folded, folding, probe })
    }

    /// The ranges of a text at which the query stands, without overlaps.
    #[must_use]
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        if !self.may_stand_in(text) {
            return Vec::new();
        }
        Folded::new(text, self.folding).find_all(&self.folded)
    }

    /// Whether the query may stand in a text: a look that takes a tenth of the time that folding does.
    fn may_stand_in(&self, text: &str) -> bool {
        // Of other scripts and of letters with diacritics folding makes plain letters; signs of general punctuation (their
        // lead byte is E2) it does not.
        let letters = || text.bytes().fold(0, |other, byte| other | u8::from(byte >= 0xC2 && byte != 0xE2)) != 0;
        // But for the signs of kelvin and ångström, which are letters (E2 84).
        let units = || memmem::find(text.as_bytes(), b"\xE2\x84").is_some();
        if self.probe.is_empty() || letters() || units() {
            return true;
        }
        let probe = self.probe.as_bytes();
        if self.folding.case {
            memmem::find(&text.as_bytes().to_ascii_lowercase(), probe).is_some()
        } else {
            memmem::find(text.as_bytes(), probe).is_some()
        }
    }
}

impl Document {
    /// All places where the query stands, in reading order.
    #[must_use]
    pub fn search(&self, query: &Query) -> Vec<Hit> {
        let hits = self.blocks().flat_map(|(s, b, block)| {
            query.hits(block.text).into_iter().map(move |range| Hit { place: Place::new(s, b, range.start), range })
        });
        hits.collect()
    }
}

/// Which differences are overlooked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Folding {
    case: bool,
    diacritics: bool,
}

/// A text with differences folded away, and the way back: for each folded byte the source range of its character.
#[derive(Debug)]
struct Folded {
    text: String,
    source: Vec<(u32, u32)>,
}

impl Folded {
    fn new(text: &str, folding: Folding) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), source: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices() {
            folded.push(c, at, folding);
        }
        folded
    }

    fn push(&mut self, c: char, at: usize, folding: Folding) {
        if c.is_whitespace() {
            return self.put(' ', at, c);
        }
        let c_folded = if folding.diacritics { strip_diacritic(c) } else { c };
        if c_folded == '\0' {
            return;
        }
        match c_folded {
            '‘' | '’' | '‚' | '‛' => self.put('\'', at, c),
            '“' | '”' | '„' | '‟' => self.put('"', at, c),
            '‐' | '‑' | '–' | '—' | '―' => self.put('-', at, c),
            '…' => (0..3).for_each(|_| self.put('.', at, c)),
            _ if folding.case => c_folded.to_lowercase().for_each(|lower| self.put(lower, at, c)),
            _ => self.put(c_folded, at, c),
        }
    }

    fn put(&mut self, folded: char, at: usize, source: char) {
        self.text.push(folded);
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let range = (narrow(at), narrow(at + source.len_utf8()));
        self.source.extend(std::iter::repeat_n(range, folded.len_utf8()));
    }

    /// The source ranges at which `wanted` stands.
    fn find_all(&self, wanted: &str) -> Vec<Range<usize>> {
        if wanted.is_empty() {
            return Vec::new();
        }
        let source = |at: usize| self.source[at];
        self.text
            .match_indices(wanted)
            .map(|(at, found)| source(at).0 as usize..source(at + found.len() - 1).1 as usize)
            .collect()
    }
}

/// The plain letter under one with a diacritic (canonical decomposition, UAX #15); `\0` for a combining mark.
fn strip_diacritic(c: char) -> char {
    match c {
        '\0'..='\u{BF}' => c,
        // Unicode holds these for letters of their own, a keyboard without them does not.
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'đ' => 'd',
        'Đ' => 'D',
        _ if is_combining_mark(c) => '\0',
        // Past the alphabets a decomposition takes syllables apart (Hangul) or swaps ideographs.
        '\u{3000}'.. => c,
        _ => {
            let mut base = None;
            decompose_canonical(c, |part| {
                base.get_or_insert(part);
            });
            base.unwrap_or(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'a>(typed: &str, text: &'a str) -> Vec<&'a str> {
        Query::parse(typed).unwrap().hits(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn case_is_ignored_until_a_capital_is_typed() {
        assert_eq!(found("lamp", "A Lamp, a lamp"), ["Lamp", "lamp"]);
        assert_eq!(found("Lamp", "A Lamp, a lamp"), ["Lamp"]);
    }

    #[test]
    fn what_a_keyboard_has_finds_what_a_printer_sets() {
        assert_eq!(found("don't", "I don’t"), ["don’t"]);
        assert_eq!(found("\"no", "“No”"), ["“No"]);
        assert_eq!(found("so-", "so—"), ["so—"]);
        assert_eq!(found("wait...", "wait…"), ["wait…"]);
        assert_eq!(found("zofie", "Žofie"), ["Žofie"]);
        assert_eq!(found("cafe", "cafe\u{301}s"), ["cafe"]);
    }

    #[test]
    fn a_typed_diacritic_is_meant() {
        assert_eq!(found("né", "ne né"), ["né"]);
    }

    #[test]
    fn a_phrase_is_found_over_a_line_of_verse() {
        assert_eq!(found("the dark", "under the\ndark water"), ["the\ndark"]);
    }

    #[test]
    fn nothing_is_not_looked_for() {
        assert_eq!(Query::parse("  "), None);
        assert_eq!(Query::parse(""), None);
    }

    #[test]
    fn growing_letters_keep_their_ranges() {
        assert_eq!(found("stanbul", "İstanbul"), ["stanbul"]);
        assert_eq!(found("straße", "STRASSE Straße"), ["Straße"]);
    }

    proptest! {
        #[test]
        fn a_quick_look_misses_nothing(typed in "[a-cA-CkK '.\\-é]{1,6}", text in "[a-cA-C ’“…—.\\-éÀ夜K\u{212A}\u{212B}]{0,40}") {
            prop_assume!(!typed.trim().is_empty());
            let query = Query::parse(&typed).unwrap();
            let found = Folded::new(&text, query.folding).find_all(&query.folded);
            prop_assert_eq!(query.hits(&text), found);
        }
    }
}
