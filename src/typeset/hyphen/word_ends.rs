//! How near to its ends a word may be broken. The build script shares this file: it makes the table of common words.

/// The fewest letters before a hyphen. One alone reads like a word.
pub const LEAST_BEFORE: usize = 2;

/// The fewest letters after a hyphen. Moving two saves a single cell, since the hyphen takes the other.
pub const LEAST_AFTER: usize = 3;
