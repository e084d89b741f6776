//! Clocks and chance, which only this layer knows.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::time::{Instant, SystemTime};

use crate::shelf::Stamp;

/// The time now.
#[must_use]
pub fn now() -> Stamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Stamp::try_from(since.as_millis()).unwrap_or(Stamp::MAX)
}

/// The milliseconds since this was asked first. No change of the wall clock moves them.
#[must_use]
pub fn ticks() -> Stamp {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    Stamp::try_from(FIRST.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(Stamp::MAX)
}

/// A number that no other session has.
#[must_use]
pub fn seed() -> u64 {
    // The standard library's hasher is seeded by the system for each program.
    RandomState::new().hash_one((now(), std::process::id()))
}
