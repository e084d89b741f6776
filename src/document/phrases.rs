//! The sketch of phrases, which tells how much text a story shares with another one.
//!
//! A phrase is a run of words that ends where its own words say so, not where a paragraph ends: at each longer word
//! whose hash is divisible by three. This is content-defined chunking (Manber, *Finding similar files in a large file
//! system*, 1994). An edit changes only the phrase that it is in. So two editions have most phrases in common, even if
//! one joins paragraphs or respells a word in each of them, which leaves no two paragraphs the same.
//!
//! The 128 smallest hashes are kept (Broder, 1997; see `index.rs` for the error). The input is folded text; blocks and
//! places are not known here.

/// The phrases in a sketch. With 128, a share of one half is known with a standard error of 0.04.
pub const PHRASES: usize = 128;

/// The fewest bytes of a word that may end a phrase. Shorter words are common in all texts and would cut them all
/// alike.
const ENDS_AT: usize = 5;

/// The odds that a longer word ends a phrase: one in three. A phrase then has some nine words, which are few enough to
/// survive an edit nearby, and enough to belong to one text only.
const ONE_IN: u64 = 3;

/// The fewest bytes of a phrase that is kept. Shorter ones (“he said slowly”) stand in every story.
const SHORTEST: usize = 20;

/// The multiplier that combines the hashes of words, so that their order counts. It is that of `FxHash`: odd, and
/// without a pattern in its bits.
const MIX: u64 = 0x517c_c1b7_2722_0a95;

/// Returns the hash of a word, which is read eight bytes at a time. It must be the same on every machine and in every
/// release, since records store its results.
fn hash_of(word: &str) -> u64 {
    let (wholes, rest) = word.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    wholes.iter().chain([&last]).fold(0, |hash, bytes| mixed(hash, u64::from_le_bytes(*bytes)))
}

/// Returns a hash with eight more bytes mixed in.
fn mixed(hash: u64, more: u64) -> u64 {
    (hash.rotate_left(5) ^ more).wrapping_mul(MIX)
}

/// The sketch while it is being made.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// The smallest hashes so far, ascending.
    smallest: Vec<u32>,
    /// The hash of the phrase so far.
    hash: u64,
    /// Its length in bytes, with a space after each word.
    length: usize,
}

impl Phrases {
    /// Takes in more folded text. A piece must end between two words, or the halves of a word count as two.
    pub(super) fn push(&mut self, folded: &str) {
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            let hash = hash_of(word);
            self.hash = mixed(self.hash, hash);
            self.length += word.len() + 1;
            if word.len() >= ENDS_AT && (hash >> 32).is_multiple_of(ONE_IN) {
                self.end_phrase();
            }
        }
    }

    /// Returns the smallest hashes of all phrases, ascending.
    pub(super) fn finish(mut self) -> Vec<u32> {
        self.end_phrase();
        self.smallest
    }

    /// Ends the phrase and keeps its hash if it is among the smallest.
    fn end_phrase(&mut self) {
        let (hash, length) = (std::mem::take(&mut self.hash), std::mem::take(&mut self.length));
        // The upper half is the better mixed one.
        let hash = u32::try_from(hash >> 32).unwrap_or(u32::MAX);
        let full = self.smallest.len() == PHRASES;
        if length < SHORTEST || full && self.smallest.last().is_some_and(|last| hash >= *last) {
            return;
        }
        if let Err(at) = self.smallest.binary_search(&hash) {
            self.smallest.insert(at, hash);
            self.smallest.truncate(PHRASES);
        }
    }
}

#[cfg(test)]
mod tests;
