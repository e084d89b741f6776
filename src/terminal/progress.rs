//! How far the reading of a story has come: told by whoever reads it, asked by whoever waits.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far the reading of a story has come, and whether it is still wanted. Who reads tells it, who waits asks.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    all: AtomicU64,
    stopped: AtomicBool,
}

impl Progress {
    /// So much of so much is done. Whether it is still wanted.
    #[must_use]
    pub fn at(&self, done: u64, all: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
        !self.stopped.load(Ordering::Relaxed)
    }

    /// Says that it is no longer wanted.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Returns whether it is no longer wanted.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// How much is done in percent; `None` where that is not known.
    pub(super) fn percent(&self) -> Option<u8> {
        let (done, all) = (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed));
        u8::try_from(done.min(all).saturating_mul(100).checked_div(all)?).ok()
    }
}
