//! The rough key of a word, by which phrases are found. The build script, which sorts phrases by it, shares this file.

/// A rough key of a word. Words with different keys are different, so that most words are told apart without being compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordKey {
    /// Of the whole word: below [`WordKey::WHOLES`].
    pub whole: u16,
    /// Of its first two bytes. Words that begin alike have the same.
    pub start: u8,
}

impl WordKey {
    /// The keys of whole words: a place has some hundred words that begin phrases, so that few share one.
    pub const WHOLES: usize = 1024;
    /// The keys of beginnings.
    pub const STARTS: usize = 1 << u8::BITS;

    pub fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        let (first, second, last) = match *bytes {
            [] => (0, 0, 0),
            [one] => (one, 0, one),
            [first, second, ..] => (first, second, bytes[bytes.len() - 1]),
        };
        let start = usize::from(first) * 29 + usize::from(second) * 181;
        let whole = start + usize::from(last) * 397 + bytes.len() * 83;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "below WHOLES, and of the other only its lowest byte is meant"
        )]
        Self { whole: (whole % Self::WHOLES) as u16, start: start as u8 }
    }

    /// One bit of sixty-four, by the first two bytes: for sets of words.
    pub fn bit(self) -> u64 {
        1 << (self.start % 64)
    }
}
