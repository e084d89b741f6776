//! The keys of words and of pairs of words in a lexicon. The build script, which makes the table, shares this file.

/// The offset and the prime of FNV-1a with 64 bits (Fowler, Noll and Vo): words are short, and it needs no table.
const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01B3;

/// Returns the hash of a word.
pub fn word(word: &str) -> u64 {
    word.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// Returns the key of a word in a place: 0 is the scene, 1 the end of the one before it, 2 the beginning of the one after it.
pub fn one(place: usize, word: u64) -> u32 {
    key(place, word)
}

/// Returns the key of two words that follow each other in a place.
pub fn two(place: usize, first: u64, second: u64) -> u32 {
    key(place, first.rotate_left(17).wrapping_mul(PRIME) ^ second)
}

/// Returns a key, which is never 0: that is an empty slot. Two of the words that are looked up share one about once in a million times.
fn key(place: usize, hash: u64) -> u32 {
    let mixed = (hash ^ (place as u64 + 1)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let key = (mixed >> 32) as u32;
    key | u32::from(key == 0)
}

/// Returns the slots that a key may stand in, in a table of so many slots, which is a power of two.
pub fn slots(key: u32, count: usize) -> impl Iterator<Item = usize> {
    let first = key as usize;
    (0..count).map(move |step| (first + step) & (count - 1))
}
