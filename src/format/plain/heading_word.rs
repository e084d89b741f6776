//! The words of headings in a plain text, with what they mean.
//!
//! They stand in `assets/headings.txt`, those of all languages in one table: a heading is short, begins with a capital and has a
//! number, so that a word of another language is no danger.

use table::{FILTER, WORDS};

use crate::document::word_hash::filter_bit;

/// What a word of a heading means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingWord {
    Chapter,
    Part,
    Front,
    Skip,
    Untitled,
    Number(u32),
}

/// The words of `assets/headings.txt` with their meanings, in order, as `WORDS`: `build.rs` sorts them, since every text that is opened
/// asks for them. `FILTER` has a bit for the hash of each, so that most other words need not be looked for.
#[expect(clippy::unreadable_literal, reason = "bits that a program wrote")]
mod table {
    use super::HeadingWord;

    include!(concat!(env!("OUT_DIR"), "/heading_words.rs"));
}

/// Returns the meanings of a word in small letters: some are a chapter's in one language and a part's or a number in another.
pub(super) fn meanings(word: &str) -> &'static [(&'static str, HeadingWord)] {
    let (at, bit) = filter_bit(word.as_bytes(), FILTER.len() * 64);
    if FILTER[at] & bit == 0 {
        return &[];
    }
    let first = WORDS.partition_point(|(known, _)| *known < word);
    let count = WORDS[first..].iter().take_while(|(known, _)| *known == word).count();
    &WORDS[first..first + count]
}

/// Returns whether a word in small letters has a meaning.
pub(super) fn means(word: &str, wanted: HeadingWord) -> bool {
    meanings(word).iter().any(|(_, meaning)| *meaning == wanted)
}

/// Returns whether a word is the name of a part that has no number: `Epilogue`.
pub(super) fn is_front(word: &str) -> bool {
    means(word, HeadingWord::Front)
}
