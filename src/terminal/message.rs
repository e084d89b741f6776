//! What reaches the session's loop, from whichever thread.

use std::path::PathBuf;

use crate::app::Event;
use crate::shelf::Record;

/// What reaches the session's loop.
#[derive(Debug, PartialEq)]
pub(in crate::terminal) enum Message {
    /// Something for the model.
    Event(Event),
    /// Pages of a story have been set; the story's number tells whether it is still the one that is read.
    Composed { story: usize, event: Event },
    /// A record was kept, and it holds what another window or machine has kept too.
    Shared { file: PathBuf, record: Box<Record> },
    /// The file of the story with this record is no longer the one that was read, or there is none.
    Changed { file: PathBuf, gone: bool },
    /// A story that was wanted, or a piece of it, has come, or can't be had.
    Fetched,
    /// The window has another size. It does not wait behind input: half a sequence may keep that for long.
    Resized,
    /// The shell wants its terminal for a while.
    Suspended,
    /// The program runs again after it was stopped.
    Resumed,
    /// The program is asked to end, or its terminal is gone.
    End,
    /// A thread has panicked.
    Failed,
}
