//! What a list of phrases consists of: plain numbers that point into each other's tables, so that the build script can lay them out and
//! the program reads nothing. It shares this file.

/// What a word is compared with: all of it, or its beginning (`wake*`).
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// Where its letters stand among the list's.
    pub start: u16,
    pub length: u8,
    pub is_stem: bool,
}

/// The words of an item: a range of the patterns. Many items have the same ones, which are kept once.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    pub first: u16,
    pub end: u16,
    /// The bits of their keys: a word whose bit is none of these is none of them.
    pub bits: u64,
}

/// An item of a phrase. Its number is that of its words.
#[derive(Debug, Clone, Copy)]
pub enum Item {
    /// One of some words.
    One(u16),
    /// One of some words, or none.
    Maybe(u16),
    /// None of some words comes next.
    Not(u16),
    /// Any word.
    Any,
    /// Any word, or none.
    MaybeAny,
    /// Up to four words of the same sentence.
    Few,
    /// The first word of all.
    First,
    /// After the last word of all.
    Last,
}

/// A phrase: a range of the items.
#[derive(Debug, Clone, Copy)]
pub struct Phrase {
    pub first: u16,
    pub end: u16,
    /// What it tells: the number of its observation in the table of its language.
    pub kind: u16,
}

/// A phrase that may begin with a word, in a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub phrase: u16,
    /// The bits of the words that may come after its first one. Where its first word is a common one, the next says more.
    pub next: u64,
}

/// The phrases that words with one rough key may begin: a range of the candidates. Each is compared in full.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bucket {
    pub first: u16,
    pub end: u16,
    /// The bits of the words that may come after the first word of any of them: none if it is empty.
    pub next: u64,
}
