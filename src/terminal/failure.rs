//! Faults of our own: what is done when a thread panics.
//!
//! Nothing is printed while the terminal is ours. The session ends, gives the terminal back, keeps what there is to keep,
//! and then says what happened.

use std::io;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crate::terminal::fault;
use crate::terminal::inbox::Messenger;
use crate::terminal::message::Message;

/// What the first panic said.
static SAID: Mutex<Option<String>> = Mutex::new(None);

/// From now on a panic is noted instead of printed.
pub(in crate::terminal) fn note_panics() {
    panic::set_hook(Box::new(|info| {
        let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
        said.get_or_insert_with(|| info.to_string().replace('\n', " "));
    }));
}

/// What the first panic said, if there was one.
pub(in crate::terminal) fn what_was_said() -> Option<String> {
    SAID.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Does something that may panic; `None` if it did.
pub(in crate::terminal) fn attempt<T>(act: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(act)).ok()
}

/// Starts a thread whose panic ends the session.
///
/// # Errors
/// When the system gives no more threads.
pub(in crate::terminal) fn spawn<T: Send + 'static>(
    messages: Messenger,
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<Option<T>>> {
    start(move || {
        let done = attempt(work);
        if done.is_none() {
            // Where the session has ended already there is nobody to tell.
            messages.send(Message::Failed);
        }
        done
    })
}

/// Starts a thread.
///
/// # Errors
/// When the system gives no more threads, in words that say what may help.
pub(in crate::terminal) fn start<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<JoinHandle<T>> {
    let refused = |error: io::Error| {
        let why = format!(
            "the system refuses to start a thread ({error}); close other programs, or raise the limits that `ulimit -a` shows"
        );
        io::Error::new(error.kind(), why)
    };
    if fault::refuses("threads") {
        return Err(refused(io::ErrorKind::WouldBlock.into()));
    }
    thread::Builder::new().spawn(work).map_err(refused)
}
