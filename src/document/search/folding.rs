//! The folding of a search: what a keyboard has stands for what a printer sets.
//!
//! A folded text is in lower case where case is ignored, and without diacritics where these are. Compatibility forms become
//! plain letters (NFKD, UAX #15), and letters of two become both. All apostrophes are one, and so are all hyphens and
//! dashes. Each folded byte knows the character of the source that it comes from.

use std::ops::Range;

use unicode_normalization::char::{compose, decompose_canonical, decompose_compatible, is_combining_mark};

/// The differences that a search ignores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folding {
    /// Whether case is ignored.
    pub(super) case: bool,
    /// Whether diacritics are ignored, and letters of two are two.
    pub(super) diacritics: bool,
}

impl Folding {
    /// Returns the differences that a query ignores: it is as strict as it was typed.
    pub(super) fn of(typed: &str) -> Self {
        Self { case: !typed.chars().any(char::is_uppercase), diacritics: !typed.chars().any(has_diacritic) }
    }
}

/// A folded text with the way back to its source.
#[derive(Debug)]
pub(super) struct Folded {
    /// The folded text.
    pub(super) text: String,
    /// For each folded byte, the range of the source character that it comes from.
    source: Vec<(u32, u32)>,
}

impl Folded {
    pub(super) fn new(text: &str, folding: Folding) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), source: Vec::with_capacity(text.len()) };
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let letters = rest.bytes().take_while(|byte| matches!(byte, b' '..=b'_' | b'a'..=b'~')).count();
            folded.push_letters(&rest[..letters], at, folding);
            at += letters;
            if let Some(c) = text[at..].chars().next() {
                folded.push(c, at, folding);
                at += c.len_utf8();
            }
        }
        folded
    }

    /// Folds letters and signs of ASCII that begin at a byte of the source. Of most texts these are nearly all.
    fn push_letters(&mut self, letters: &str, at: usize, folding: Folding) {
        let from = self.text.len();
        self.text.push_str(letters);
        if folding.case {
            self.text[from..].make_ascii_lowercase();
        }
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.source.extend((narrow(at)..narrow(at + letters.len())).map(|at| (at, at + 1)));
    }

    /// Folds the character at a byte of the source.
    fn push(&mut self, c: char, at: usize, folding: Folding) {
        if c.is_ascii() {
            let folded = match c {
                _ if c.is_whitespace() => ' ',
                '`' => '\'',
                _ if folding.case => c.to_ascii_lowercase(),
                _ => c,
            };
            return self.put(folded, at, c);
        }
        if is_nothing(c) {
            return;
        }
        if c.is_whitespace() {
            return self.put(' ', at, c);
        }
        if let Some(sign) = plain_sign(c) {
            return self.put(sign, at, c);
        }
        // The sound marks of kana of half width stand apart there.
        let mark = match c {
            '\u{FF9E}' => '\u{3099}',
            '\u{FF9F}' => '\u{309A}',
            _ => c,
        };
        if is_combining_mark(mark) {
            return self.push_mark((mark, c), at, folding);
        }
        // A vowel of Thai and of Lao that many files write as a mark and a letter.
        if let Some((mark, letter)) = parts_of_am(c) {
            if !folding.diacritics {
                self.put(mark, at, c);
            }
            return self.put(letter, at, c);
        }
        // A capital I may be that of the Turkish ı. So where case is ignored, the dots of both are too.
        if matches!(c, 'ı' | 'İ') && folding.case {
            return self.put('i', at, c);
        }
        // These letters have no decomposition, but keyboards without them type the plain ones.
        if let Some(letters) = plain_letters(c).filter(|_| folding.diacritics) {
            return letters.chars().for_each(|letter| self.put_letter(letter, at, c, folding));
        }
        // A letter of its own in its alphabet, whatever Unicode makes of it.
        if is_own_letter(c) {
            return self.put_letter(c, at, c, folding);
        }
        let mut part = |part: char| {
            if !is_combining_mark(part) {
                self.put_letter(plain_sign(part).unwrap_or(part), at, c, folding);
            } else if !folding.diacritics {
                self.put(part, at, c);
            }
        };
        if is_compatible(c) { decompose_compatible(c, &mut part) } else { decompose_canonical(c, &mut part) }
    }

    /// Folds a combining mark of the source. Stress marks of Cyrillic are in no word of its own, so they always go.
    fn push_mark(&mut self, (c, source): (char, char), at: usize, folding: Folding) {
        let last = self.text.chars().next_back();
        let after = at + source.len_utf8();
        let own = last.and_then(|last| compose(last, c)).filter(|whole| is_own_letter(*whole));
        if let (Some(whole), Some(last)) = (own, last) {
            // Decomposed, it is the same letter.
            let length = self.text.len() - last.len_utf8();
            let (start, _) = self.source[length];
            self.text.truncate(length);
            self.source.truncate(length);
            self.text.push(whole);
            let end = u32::try_from(after).unwrap_or(u32::MAX);
            self.source.extend(std::iter::repeat_n((start, end), whole.len_utf8()));
            return;
        }
        let dotted = c == '\u{307}' && folding.case && last == Some('i');
        let stressed =
            matches!(c, '\u{300}' | '\u{301}') && last.is_some_and(|last| matches!(last, 'а'..='ї' | 'А'..='Я'));
        if !folding.diacritics && !stressed && !dotted {
            return self.put_mark(c, at, source);
        }
        // A mark that is dropped belongs to its letter: both are lit.
        let letter = last.map_or(0, char::len_utf8);
        let end = u32::try_from(after).unwrap_or(u32::MAX);
        self.source.iter_mut().rev().take(letter).for_each(|source| source.1 = end);
    }

    /// Appends a mark that counts. A tone of Thai or Lao goes before the vowel's mark, as it does where the vowel is one letter.
    fn put_mark(&mut self, mark: char, at: usize, source: char) {
        let after_vowel = match mark {
            '\u{E48}'..='\u{E4B}' => self.text.ends_with('\u{E4D}'),
            '\u{EC8}'..='\u{ECB}' => self.text.ends_with('\u{ECD}'),
            _ => false,
        };
        let Some(vowel) = self.text.chars().next_back().filter(|_| after_vowel) else {
            return self.put(mark, at, source);
        };
        self.text.truncate(self.text.len() - vowel.len_utf8());
        self.put(mark, at, source);
        self.text.push(vowel);
        // Both are three bytes long, and each is lit with the other.
        let (start, _) = self.source[self.text.len() - 2 * vowel.len_utf8()];
        let end = u32::try_from(at + source.len_utf8()).unwrap_or(u32::MAX);
        self.source.iter_mut().rev().take(2 * vowel.len_utf8()).for_each(|range| *range = (start, end));
    }

    fn put_letter(&mut self, letter: char, at: usize, source: char, folding: Folding) {
        match letter {
            'ς' => self.put('σ', at, source),
            // Keyboards of Persian and of Arabic have the same letters in other forms.
            'ي' | 'ى' => self.put('ی', at, source),
            'ك' => self.put('ک', at, source),
            _ if folding.case => letter.to_lowercase().for_each(|lower| self.put(lower, at, source)),
            _ => self.put(letter, at, source),
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

    /// Returns the source ranges at which a folded query stands. A letter is not found where a mark on it makes another.
    pub(super) fn find_all(&self, wanted: &str) -> Vec<Range<usize>> {
        if wanted.is_empty() {
            return Vec::new();
        }
        let source = |at: usize| self.source[at];
        let found = self.text.match_indices(wanted);
        let whole = found.filter(|(at, found)| {
            let next = self.text[at + found.len()..].chars().next();
            // Nor is a syllable of Hangul where it goes on.
            !next.is_some_and(|next| is_combining_mark(next) || matches!(next, '\u{1160}'..='\u{11FF}'))
        });
        whole.map(|(at, found)| source(at).0 as usize..source(at + found.len() - 1).1 as usize).collect()
    }
}

/// Returns whether a character is not seen and stands for nothing: a soft hyphen, or one of no width.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{640}')
}

/// Returns the sign of a keyboard that stands for one of a printer.
fn plain_sign(c: char) -> Option<char> {
    match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˈ' | '´' | '＇' | '‹' | '›' | '׳' => {
            Some('\'')
        }
        '“' | '”' | '„' | '‟' | '″' | '＂' | '«' | '»' | '״' => Some('"'),
        '⁄' | '∕' | '／' => Some('/'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '⸺' | '⸻' | '﹘' | '﹣' | '－' | '־' => {
            Some('-')
        }
        _ => None,
    }
}

/// Returns the mark and the letter of a vowel that is also written as these two (UAX #15 has them as compatible).
fn parts_of_am(c: char) -> Option<(char, char)> {
    match c {
        '\u{E33}' => Some(('\u{E4D}', '\u{E32}')),
        '\u{EB3}' => Some(('\u{ECD}', '\u{EB2}')),
        _ => None,
    }
}

/// Returns the plain letters that are typed for a letter that Unicode does not decompose.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' => "d",
        'Đ' => "D",
        'ı' => "i",
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        _ => return None,
    })
}

/// Returns whether a letter is one of its own in its alphabet although it has a decomposition: й is no и with a mark. Kana with sound
/// marks are no plain ones either. Syllables of Hangul are taken apart, since some files have them so.
fn is_own_letter(c: char) -> bool {
    matches!(c, 'й' | 'Й' | 'ї' | 'Ї' | '\u{3040}'..='\u{30FF}' | '\u{F900}'..='\u{FAFF}')
}

/// Returns whether a character is a form of others for some reason of typography: a ligature, a full-width or raised one.
fn is_compatible(c: char) -> bool {
    matches!(c, '\u{2024}'..='\u{2026}' | '\u{2070}'..='\u{209C}' | '\u{2100}'..='\u{2188}' | '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{FF01}'..='\u{FF5E}' | '\u{FF61}'..='\u{FF9D}' | '\u{17F}' | '\u{132}' | '\u{133}' | '¼'..='¾' | '\u{1C4}'..='\u{1CC}' | '\u{1D400}'..='\u{1D7FF}' | 'ª' | 'º' | '²' | '³' | '¹')
}

/// Returns whether a typed character asks for a diacritic, or for a letter of two.
fn has_diacritic(c: char) -> bool {
    if c.is_ascii() || is_own_letter(c) || plain_sign(c).is_some() {
        return false;
    }
    if plain_letters(c).is_some() || parts_of_am(c).is_some() || is_combining_mark(c) {
        return true;
    }
    let mut marked = false;
    decompose_canonical(c, |part| marked |= is_combining_mark(part));
    marked
}
