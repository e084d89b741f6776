//! Search: finds words in a story, as forgiving as the query is.
//!
//! A search is literal and works on blocks, in bytes of their texts. Layout breaks lines but never changes a text, so a
//! phrase is found whether or not a line ends inside it. A phrase that spans two blocks is not found.
//!
//! The folding here is milder than that of places (`fold.rs`). Signs are kept, since readers search for them, and every
//! folded byte knows its source, since the page lights up the match.

use std::ops::Range;

use memchr::memmem;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::{Document, Place};

/// The words to look for.
///
/// A query forgives what a keyboard cannot type, and is as strict as it was typed:
///
/// - Case is ignored, unless the query holds a capital.
/// - Diacritics are ignored, unless the query holds one.
/// - A straight quote finds a curved one, a hyphen finds any dash, three periods find an ellipsis, and a space finds
///   any white space. The reverse holds too.
///
/// ```
/// use nightstand::document::Query;
/// use nightstand::format;
///
/// let story = format::read("a.txt", "The café closed. “Café!” she said.\n".as_bytes())?.document;
/// let count = |typed: &str| story.search(&Query::parse(typed).unwrap()).len();
/// assert_eq!(count("cafe"), 2);
/// assert_eq!(count("Cafe"), 1, "a capital makes it strict about case");
/// assert_eq!(count("\"cafe"), 1, "a straight quote finds a curved one");
///
/// let hit = &story.search(&Query::parse("closed").unwrap())[0];
/// assert_eq!(&story.block(0, 0).unwrap().text[hit.range.clone()], "closed");
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The query, folded.
    folded: String,
    /// The differences that it forgives.
    folding: Folding,
    /// The longest run of ASCII letters and digits in the folded query. A text without it can't hold the query.
    probe: String,
}

/// A match: a range of one block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The place where it starts.
    pub place: Place,
    /// The matched bytes of the block's text, on boundaries of characters.
    pub range: Range<usize>,
}

impl Query {
    /// Returns the query for what a reader typed, or `None` if that is empty or only white space. White space at the
    /// ends counts: ` or ` does not find “for”.
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

    /// Returns the matches in a text as ranges of bytes, in order and without overlaps.
    #[must_use]
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        if !self.may_stand_in(text) {
            return Vec::new();
        }
        Folded::new(text, self.folding).find_all(&self.folded)
    }

    /// Returns whether the query may stand in a text. This look takes a tenth of the time of folding, and rules out
    /// most blocks.
    fn may_stand_in(&self, text: &str) -> bool {
        // Folding makes plain letters of letters with diacritics and of some in other scripts. It makes none of general
        // punctuation, whose lead byte is E2.
        let letters = || text.bytes().fold(0, |other, byte| other | u8::from(byte >= 0xC2 && byte != 0xE2)) != 0;
        // The exceptions are the signs of kelvin and ångström, which are letters (E2 84).
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
    /// Returns all matches in the story, in reading order.
    #[must_use]
    pub fn search(&self, query: &Query) -> Vec<Hit> {
        let hits = self.blocks().flat_map(|(s, b, block)| {
            query.hits(block.text).into_iter().map(move |range| Hit { place: Place::new(s, b, range.start), range })
        });
        hits.collect()
    }
}

/// The differences that a search ignores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Folding {
    case: bool,
    diacritics: bool,
}

/// A folded text with the way back to its source.
#[derive(Debug)]
struct Folded {
    /// The folded text.
    text: String,
    /// For each folded byte, the range of the source character that it comes from.
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

    /// Folds the character at a byte of the source.
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

    /// Appends a folded character and notes its source. One character may become several, such as the three periods of
    /// an ellipsis. A match that covers a part of them covers the whole source character.
    fn put(&mut self, folded: char, at: usize, source: char) {
        self.text.push(folded);
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let range = (narrow(at), narrow(at + source.len_utf8()));
        self.source.extend(std::iter::repeat_n(range, folded.len_utf8()));
    }

    /// Returns the source ranges at which a folded query stands.
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

/// Returns the plain letter under a diacritic, by canonical decomposition (UAX #15), or `\0` for a combining mark.
fn strip_diacritic(c: char) -> char {
    match c {
        '\0'..='\u{BF}' => c,
        // Unicode has no decomposition for these letters, but keyboards without them type the plain ones.
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
