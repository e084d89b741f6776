//! Where a word may be broken with a hyphen, by its language's patterns (Liang), each word looked up once.

use hypher::Lang;

use crate::document::Language;

/// The shortest word that is broken: of four letters no two parts are worth a line's end.
pub(super) const SHORTEST: usize = 5;

/// At least so many letters stay on the line: one alone reads as a word.
const LEAST_BEFORE: usize = 2;

/// At least so many letters go to the next line: two are no longer than the hyphen is a bother.
const LEAST_AFTER: usize = 3;

/// The longest word, in bytes, whose points fit a mask. Longer ones are looked up each time; they are rare.
pub(super) const LONGEST: usize = 63;

/// The most words that are remembered: a long novel has some twenty thousand different ones. 64 Ki take a megabyte.
const MOST: usize = 1 << 16;

/// A language's patterns, and the words that have been looked up in them.
#[derive(Debug, Clone)]
pub(super) struct Hyphenator {
    language: Lang,
    /// An open hash table of (hash, mask) pairs; a hash of zero is an empty slot. The hash stands for the word: of
    /// words up to eight bytes no two share one, and longer ones that did would break at each other's points.
    table: Vec<(u64, u64)>,
    count: usize,
}

impl Hyphenator {
    /// The patterns of a language, if they are built in.
    pub(super) fn of(language: Language) -> Option<Self> {
        let code: [u8; 2] = language.primary().as_bytes().try_into().ok()?;
        Lang::from_iso(code).map(|language| Self { language, table: Vec::new(), count: 0 })
    }

    /// The points of a word of letters as a mask: bit `n` says that a hyphen may stand before byte `n`. The word is
    /// at most [`LONGEST`] bytes long.
    #[inline]
    pub(super) fn mask(&mut self, word: &str) -> u64 {
        let hash = hash(word.as_bytes());
        if self.count * 2 >= self.table.len() {
            self.grow();
        }
        let last = self.table.len() - 1;
        let mut slot = spread(hash) & last;
        loop {
            match self.table[slot] {
                (found, mask) if found == hash => return mask,
                (0, _) => break,
                _ => slot = (slot + 1) & last,
            }
        }
        let mask = self.look_up(word).fold(0, |mask, point| mask | 1 << point);
        self.table[slot] = (hash, mask);
        self.count += 1;
        mask
    }

    /// Calls `found` with each byte of `text` at which a hyphen may part a word. A word in capitals, a name, or one
    /// that touches a digit is left whole; `starts_sentence` says that a capital at the start means nothing.
    pub(super) fn hyphenate(&mut self, text: &str, starts_sentence: bool, mut found: impl FnMut(usize)) {
        for (start, end) in words(text) {
            let word = &text[start..end];
            // Beside such a sign a word is part of a number, a name in code or an address.
            let technical = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || "_@/=&".contains(c));
            let touches = technical(text[..start].chars().next_back()) || technical(text[end..].chars().next());
            let is_name = word.chars().skip(usize::from(starts_sentence)).any(char::is_uppercase);
            if touches || is_name || word.chars().count() < SHORTEST {
                continue;
            }
            if word.len() > LONGEST {
                self.look_up(word).for_each(|point| found(start + point));
                continue;
            }
            let mut mask = self.mask(word);
            while mask != 0 {
                found(start + mask.trailing_zeros() as usize);
                mask &= mask - 1;
            }
        }
    }

    fn look_up(&self, word: &str) -> impl Iterator<Item = usize> + use<> {
        let mut at = 0;
        let ends: Vec<usize> = hypher::hyphenate_bounded(word, self.language, LEAST_BEFORE, LEAST_AFTER)
            .map(|syllable| {
                at += syllable.len();
                at
            })
            .collect();
        let inner = ends.len().saturating_sub(1);
        ends.into_iter().take(inner)
    }

    /// Makes room; a table that is full enough is begun anew, so that a hostile text can't fill the memory.
    fn grow(&mut self) {
        let size = (self.table.len() * 2).max(1 << 10);
        let old = std::mem::replace(&mut self.table, vec![(0, 0); size.min(2 * MOST)]);
        self.count = 0;
        if size > 2 * MOST {
            return;
        }
        let last = self.table.len() - 1;
        for (hash, mask) in old.into_iter().filter(|(hash, _)| *hash != 0) {
            let mut slot = spread(hash) & last;
            while self.table[slot].0 != 0 {
                slot = (slot + 1) & last;
            }
            self.table[slot] = (hash, mask);
            self.count += 1;
        }
    }
}

/// An odd constant with well-mixed bits (the golden ratio's), as multiplicative hashing asks for.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// A word's hash, never zero. Up to eight bytes it is the word itself.
#[inline]
fn hash(word: &[u8]) -> u64 {
    let mut hash = 0_u64;
    let (chunks, rest) = word.as_chunks::<8>();
    for chunk in chunks {
        hash = (hash.rotate_left(29) ^ u64::from_le_bytes(*chunk)).wrapping_mul(MIX);
    }
    let mut tail = 0_u64;
    for byte in rest {
        tail = tail << 8 | u64::from(*byte);
    }
    let hash = if chunks.is_empty() { tail } else { hash.rotate_left(29) ^ tail };
    hash | u64::from(hash == 0)
}

/// Spreads a hash over the table's slots.
#[inline]
fn spread(hash: u64) -> usize {
    (hash.wrapping_mul(MIX) >> 40) as usize
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
        let mut patterns = Hyphenator::of(Language::parse(language).unwrap()).unwrap();
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
        assert!(Hyphenator::of(Language::parse("cy").unwrap()).is_none());
        assert!(Hyphenator::of(Language::parse("zxx").unwrap()).is_none());
    }

    #[test]
    fn a_remembered_word_has_the_points_that_it_had() {
        let mut patterns = Hyphenator::of(Language::parse("en").unwrap()).unwrap();
        let mut words: Vec<String> = (0..200_000_u32).map(|n| format!("{}ation", letters(n))).collect();
        words.extend(["hyphenation", "hyphenations", "aaaaaaaa"].map(str::to_owned));
        let first: Vec<u64> = words.iter().map(|word| patterns.mask(word)).collect();
        for (word, first) in words.iter().zip(first).rev() {
            let fresh = patterns.look_up(word).fold(0, |mask, point| mask | 1 << point);
            assert_eq!((first, patterns.mask(word)), (fresh, fresh), "{word}");
        }
        assert!(patterns.table.len() <= 2 * MOST);
    }

    #[test]
    fn words_are_spread_over_the_table() {
        let slot = |n: u32| spread(hash(letters(n).as_bytes())) % 1024;
        let slots: std::collections::BTreeSet<usize> = (0..1024).map(slot).collect();
        // By chance alone it would be 647.
        assert!(slots.len() > 500, "{}", slots.len());
    }

    fn letters(mut n: u32) -> String {
        let mut text = String::new();
        for _ in 0..5 {
            text.push(char::from(b'a' + (n % 26) as u8));
            n /= 26;
        }
        text
    }
}
