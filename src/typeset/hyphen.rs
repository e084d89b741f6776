//! Hyphenation: finds the points of a word at which a hyphen may break it.
//!
//! The points come from patterns of the word's language (Liang, *Word Hy-phen-a-tion by Com-put-er*, 1983), which the
//! `hypher` crate has as tries that are built at compile time. For example:
//!
//! ```text
//! en   hyphenation   hy-phen-ation
//! de   dunkelheit    dun-kel-heit
//! fr   obscurité     obs-cu-rité
//! ```
//!
//! A look-up is slow, and the same words come again and again. So each word is looked up once, and its points are kept
//! as a mask of 64 bits. Offsets are bytes of a word. What a hyphen costs is not known here.

mod word_ends;

use hypher::Lang;

use self::word_ends::{LEAST_AFTER, LEAST_BEFORE};
use crate::document::Language;
use crate::document::word_hash::{MIX, hash};

/// The hashes of the commonest English words, in order, and the points of each as a mask. `build.rs` makes them of
/// `assets/hyphens/en.txt`: a new story's first pages have hundreds of words, and a look-up takes as long as setting a line.
#[expect(clippy::unreadable_literal, reason = "hashes that a program wrote")]
mod common {
    include!(concat!(env!("OUT_DIR"), "/common_words.rs"));
}

/// The fewest letters of a word that is broken. Of four letters, neither part is worth a line end.
pub(super) const SHORTEST: usize = 5;

/// The longest word, in bytes, whose points fit into a mask of 64 bits. Longer words are rare and looked up each time.
pub(super) const LONGEST: usize = 63;

/// The most words that are remembered. A long novel has some twenty thousand different ones. The table has two slots of
/// 16 bytes for each, so it takes at most 2 MiB.
const MOST: usize = 1 << 16;

/// The patterns of a language, and the words that were looked up in them.
#[derive(Debug, Clone)]
pub(super) struct Hyphenator {
    /// The language, by which `hypher` selects its patterns.
    language: Lang,
    /// An open hash table of pairs of a hash and a mask. A hash of 0 is an empty slot.
    ///
    /// The hash stands for the word, which is not stored. Words of up to seven bytes are their own hashes, so no two of
    /// these collide. Two longer words with the same hash would be broken at each other's points: rare, and harmless.
    table: Vec<(u64, u64)>,
    /// The slots in use, at most half of the table.
    count: usize,
}

impl Hyphenator {
    /// Returns the hyphenator of a language, or `None` if its patterns are not built in.
    pub(super) fn of(language: Language) -> Option<Self> {
        let code: [u8; 2] = language.primary().as_bytes().try_into().ok()?;
        Lang::from_iso(code).map(|language| Self { language, table: Vec::new(), count: 0 })
    }

    /// Returns the points of a word as a mask: bit `n` says that a hyphen may stand before byte `n`. The word consists
    /// of letters, and is at most [`LONGEST`] bytes long.
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
        let mask = self.common(hash).unwrap_or_else(|| self.look_up(word).fold(0, |mask, point| mask | 1 << point));
        self.table[slot] = (hash, mask);
        self.count += 1;
        mask
    }

    /// Calls `found` with each byte of `text` at which a hyphen may break a word, in order.
    ///
    /// Words stay whole if they hold a capital after the first letter, or stand beside a digit, another sign of code or a
    /// period within an address.
    /// A word with a capital at its start is taken for a name, and stays whole too. `starts_sentence` says that a
    /// capital at the start of a word means nothing.
    pub(super) fn hyphenate(&mut self, text: &str, starts_sentence: bool, mut found: impl FnMut(usize)) {
        for (start, end) in words(text) {
            let word = &text[start..end];
            // Beside such a sign, a word is part of a number, of a name in code or of an address.
            let technical = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || "_@/=&".contains(c));
            let (mut before, mut after) = (text[..start].chars().rev(), text[end..].chars());
            let sides = [[before.next(), before.next()], [after.next(), after.next()]];
            // A period between two letters parts the names of an address.
            let dotted =
                |[sign, letter]: [Option<char>; 2]| sign == Some('.') && letter.is_some_and(char::is_alphabetic);
            let touches = sides.iter().any(|side| technical(side[0]) || dotted(*side));
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

    /// Returns the points of a common word, by its hash, or `None` for any other.
    fn common(&self, hash: u64) -> Option<u64> {
        let at = common::HASHES.binary_search(&hash).ok().filter(|_| self.language == Lang::English)?;
        Some(u64::from(common::POINTS[at]))
    }

    /// Returns the points of a word by the patterns, without the table.
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

    /// Doubles the table. At its largest size it is emptied instead, so that a hostile text can't fill the memory.
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

/// Returns the slot at which a hash is looked for first, before it is masked to the table's size.
#[inline]
fn spread(hash: u64) -> usize {
    (hash.wrapping_mul(MIX) >> 40) as usize
}

/// Returns the runs of letters in a text as pairs of their first byte and one past their last.
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
        assert_eq!(shown("en", "ferries.hyphenation.org hyphenation."), "ferries.hyphenation.org hy|phen|ation.");
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
    fn common_words_have_the_points_of_the_patterns() {
        let english = Hyphenator::of(Language::parse("en").unwrap()).unwrap();
        let words = include_str!("../../assets/hyphens/en.txt").lines().filter(|line| !line.starts_with('#'));
        for word in words {
            let points = english.look_up(word).fold(0, |mask, point| mask | 1 << point);
            assert_eq!(english.common(hash(word.as_bytes())), Some(points), "{word}");
        }
        let german = Hyphenator::of(Language::parse("de").unwrap()).unwrap();
        assert_eq!((german.common(hash(b"about")), english.common(hash(b"abaxq"))), (None, None));
    }

    #[test]
    fn a_remembered_word_takes_one_slot() {
        let mut patterns = Hyphenator::of(Language::parse("en").unwrap()).unwrap();
        for word in ["lantern", "staircase", "lantern", "lantern", "staircase"] {
            patterns.mask(word);
        }
        assert_eq!(patterns.count, 2);
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
