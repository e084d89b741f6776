//! The hash of a word. The build script shares this file: it makes tables of words that are looked up by it.

/// The multiplier of the hash: 2⁶⁴ divided by the golden ratio, which is odd. Knuth recommends it for multiplicative
/// hashing (*The Art of Computer Programming*, vol. 3, 6.4).
pub const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// Returns a word's hash, which is never 0. Up to seven bytes, it is the word itself.
#[inline]
pub fn hash(word: &[u8]) -> u64 {
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

/// Returns where a filter of so many bits, a power of two, has the bit of a word: the index among its elements of 64 bits, and the bit
/// in that element.
#[inline]
pub fn filter_bit(word: &[u8], bits: usize) -> (usize, u64) {
    // The upper half of a product is mixed best; a short word's hash is not mixed at all.
    let mixed = (hash(word).wrapping_mul(MIX) >> 32) as u32;
    let bit = mixed as usize & (bits - 1);
    (bit / 64, 1 << (bit % 64))
}
