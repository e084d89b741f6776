//! How far the reading of a story has come: told by whoever reads it, asked by whoever waits.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rustix::process::Pid;

use super::running;

/// How far the reading of a story has come, and whether it is still wanted. Who reads tells it, who waits asks.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    all: AtomicU64,
    stopped: AtomicBool,
    /// The group of a program that does a part of it.
    worker: Mutex<Option<Pid>>,
}

impl Progress {
    /// Notes how many bytes of how many have been read. Returns whether the story is still wanted.
    #[must_use]
    pub fn at(&self, done: u64, all: u64) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
        !self.stopped.load(Ordering::Relaxed)
    }

    /// Says that it is no longer wanted, and ends the program that does a part of it.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        if let Some(group) = self.worker.lock().ok().and_then(|mut worker| worker.take()) {
            running::end(group);
        }
    }

    /// Says which program does a part of it, by its group; or that none does any more, so that its number may be another's.
    pub(super) fn is_worked_on_by(&self, group: Option<Pid>) {
        if let Ok(mut worker) = self.worker.lock() {
            *worker = group;
        }
        // It may have been stopped just before.
        if self.is_stopped() {
            self.stop();
        }
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
