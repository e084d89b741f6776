//! The keys of words and of pairs of words in a lexicon, made of the hashes of the words. The build script, which makes the table,
//! shares this file.

/// The places in which words are weighed: for a dream the scene, the end of the one before it and the beginning of the one after it;
/// for a dawn the scene's own beginning.
pub const HERE: u64 = 1;
pub const BEFORE: u64 = 2;
pub const AFTER: u64 = 3;
pub const DAWN: u64 = 4;

/// The multiplier of the keys: 2⁶⁴ divided by the golden ratio, as that of a word's hash. Its product's upper half is mixed best.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// Returns the key of a word in a place.
pub fn one(place: u64, word: u64) -> u32 {
    key(place, word)
}

/// Returns the key of two words that follow each other in a place.
pub fn two(place: u64, first: u64, second: u64) -> u32 {
    key(place, first.wrapping_mul(MIX).rotate_left(29) ^ second)
}

/// Returns a key, which is never 0: that is an empty slot. A word that is not in a lexicon of some thousands has the key of one that is
/// about once in a million.
fn key(place: u64, hash: u64) -> u32 {
    let mixed = (hash.rotate_left(7) ^ place).wrapping_mul(MIX);
    let key = (mixed >> 32) as u32;
    key | u32::from(key == 0)
}

/// Returns the slots that a key may stand in, in a table of so many slots, which is a power of two.
pub fn slots(key: u32, count: usize) -> impl Iterator<Item = usize> {
    let first = key as usize;
    (0..count).map(move |step| (first + step) & (count - 1))
}
