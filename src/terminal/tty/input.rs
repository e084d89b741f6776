//! Reads the keyboard.
//!
//! It says until when the rest of a sequence is waited for, and leaves the waiting to the loop. A terminal that has hung up is told
//! at once: nothing is ever read in vain.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use crate::app::Event;
use crate::terminal::fault;
use crate::terminal::tty::decode::{Decoder, Waiting};

/// How long after an Esc the rest of a sequence is waited for. Terminals send one in one piece; who presses the Esc key should
/// not feel it.
const ESCAPE_PAUSE: Duration = Duration::from_millis(40);

/// How long the rest of a sequence is waited for that has gone past its Esc: a slow line may part it, and its rest would be
/// taken for keys.
const SEQUENCE_PAUSE: Duration = Duration::from_secs(1);

/// How long a sequence may take in all. The end of one was lost if keys are being swallowed by it for so long.
const LONGEST_SEQUENCE: Duration = Duration::from_secs(4);

/// How long the end of a paste is waited for.
const PASTE_PAUSE: Duration = Duration::from_secs(1);

/// The terminal's keyboard.
pub(in crate::terminal) struct Keyboard {
    file: File,
    decoder: Decoder,
    /// When the last bytes came.
    heard: Instant,
    /// When the sequence began that has not ended.
    begun: Option<Instant>,
}

impl Keyboard {
    /// Opens standard input, or the controlling terminal where a story comes by standard input.
    ///
    /// # Errors
    /// When there is no terminal to read from.
    pub fn open() -> io::Result<Self> {
        let file = if io::stdin().is_terminal() {
            File::from(io::stdin().as_fd().try_clone_to_owned()? as OwnedFd)
        } else {
            File::open("/dev/tty").map_err(|error| {
                io::Error::new(error.kind(), format!("no terminal to read keys from (/dev/tty: {error})"))
            })?
        };
        Ok(Self::of(file))
    }

    /// A keyboard whose bytes are read from `file`.
    pub fn of(file: File) -> Self {
        Self { file, decoder: Decoder::default(), heard: Instant::now(), begun: None }
    }

    /// Returns until when the rest of what has begun is waited for. [`settle`](Self::settle) is due then.
    pub fn gives_up(&self) -> Option<Instant> {
        match self.decoder.waiting() {
            Waiting::Escape => Some(self.heard + ESCAPE_PAUSE),
            Waiting::Paste => Some(self.heard + PASTE_PAUSE),
            Waiting::Sequence => {
                let begun = self.begun.unwrap_or(self.heard);
                Some((self.heard + SEQUENCE_PAUSE).min(begun + LONGEST_SEQUENCE))
            }
            Waiting::Nothing => None,
        }
    }

    /// Returns what is left of what is no longer waited for.
    pub fn settle(&mut self) -> Vec<Event> {
        self.begun = None;
        if self.decoder.waiting() == Waiting::Paste { self.decoder.end_paste() } else { self.decoder.settle() }
    }

    /// Reads what there is, and returns what it means; `None` if the terminal has hung up.
    pub fn read(&mut self) -> Option<Vec<Event>> {
        let mut bytes = [0; 4096];
        match self.file.read(&mut bytes) {
            Ok(0) => None,
            Ok(count) => {
                fault::strike("input");
                self.heard = Instant::now();
                let events = self.decoder.take(&bytes[..count]);
                let open = self.decoder.waiting() == Waiting::Sequence;
                self.begun = open.then(|| self.begun.unwrap_or(self.heard));
                Some(events)
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {
                Some(Vec::new())
            }
            Err(_) => None,
        }
    }
}

impl AsFd for Keyboard {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}
