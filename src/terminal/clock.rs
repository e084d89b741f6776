//! The wall clock and chance, which only this layer knows.

use std::hash::{BuildHasher, RandomState};
use std::time::SystemTime;

use crate::shelf::Stamp;

/// The time now.
#[must_use]
pub fn now() -> Stamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Stamp::try_from(since.as_millis()).unwrap_or(Stamp::MAX)
}

/// A number that no other session has.
#[must_use]
pub fn seed() -> u64 {
    // The standard library's hasher is seeded by the system for each program.
    RandomState::new().hash_one((now(), std::process::id()))
}
