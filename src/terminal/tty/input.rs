//! Listens to the keyboard on a thread of its own.
//!
//! It waits until there are bytes, as long as it takes; where a sequence has begun, only for a moment. A terminal that has
//! hung up is told at once: nothing is ever read in vain.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use crate::terminal::failure::spawn;
use crate::terminal::fault;
use crate::terminal::message::Message;
use crate::terminal::tty::decode::{Decoder, Waiting};

/// How long after an Esc the rest of a sequence is waited for, in milliseconds. Terminals send one in one piece; who presses
/// the Esc key should not feel it.
const ESCAPE_PAUSE: i64 = 40;

/// How long the rest of a sequence is waited for that has gone past its Esc: a slow line may part it, and its rest would be
/// taken for keys.
const SEQUENCE_PAUSE: i64 = 1000;

/// How long a sequence may take in all. The end of one was lost if keys are being swallowed by it for so long.
const LONGEST_SEQUENCE: Duration = Duration::from_secs(4);

/// How long the end of a paste is waited for.
const PASTE_PAUSE: i64 = 1000;

/// The terminal's keyboard: standard input, or the controlling terminal where a story comes by standard input.
///
/// # Errors
/// When there is no terminal to read from.
pub(in crate::terminal) fn keyboard() -> io::Result<File> {
    if io::stdin().is_terminal() {
        return Ok(File::from(io::stdin().as_fd().try_clone_to_owned()? as OwnedFd));
    }
    File::open("/dev/tty")
        .map_err(|error| io::Error::new(error.kind(), format!("no terminal to read keys from (/dev/tty: {error})")))
}

/// Starts the thread. It ends with the program, or when the terminal is gone.
///
/// # Errors
/// When the system gives no more threads.
pub(in crate::terminal) fn listen(keyboard: File, messages: Sender<Message>) -> io::Result<()> {
    spawn(messages.clone(), move || {
        let mut listener = Listener { keyboard, decoder: Decoder::default(), messages, begun: None };
        while listener.turn() {}
    })
    .map(drop)
}

struct Listener {
    keyboard: File,
    decoder: Decoder,
    messages: Sender<Message>,
    /// When the sequence began that has not ended.
    begun: Option<Instant>,
}

impl Listener {
    /// Waits for what comes next and passes it on; whether there is any more to come.
    fn turn(&mut self) -> bool {
        let waiting = self.decoder.waiting();
        let pause = match waiting {
            Waiting::Escape => Some(ESCAPE_PAUSE),
            Waiting::Sequence => Some(SEQUENCE_PAUSE),
            Waiting::Paste => Some(PASTE_PAUSE),
            Waiting::Nothing => None,
        };
        if waiting != Waiting::Sequence {
            self.begun = None;
        } else if self.begun.get_or_insert_with(Instant::now).elapsed() > LONGEST_SEQUENCE {
            self.begun = None;
            return self.send(Waiting::Sequence);
        }
        let timeout = pause.map(|pause| Timespec { tv_sec: pause / 1000, tv_nsec: pause % 1000 * 1_000_000 });
        let mut fds = [PollFd::new(&self.keyboard, PollFlags::IN)];
        let events = match poll(&mut fds, timeout.as_ref()) {
            Ok(0) => return self.send(waiting),
            Ok(_) => {
                let mut bytes = [0; 4096];
                match self.keyboard.read(&mut bytes) {
                    Ok(0) => return self.hang_up(),
                    Ok(count) => {
                        fault::strike("input");
                        self.decoder.take(&bytes[..count])
                    }
                    Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {
                        return true;
                    }
                    Err(_) => return self.hang_up(),
                }
            }
            Err(Errno::INTR) => return true,
            Err(_) => return self.hang_up(),
        };
        events.into_iter().all(|event| self.messages.send(Message::Event(event)).is_ok())
    }

    /// Passes on what is left of what is no longer waited for. Returns whether there is anyone to take it.
    fn send(&mut self, waiting: Waiting) -> bool {
        let events = if waiting == Waiting::Paste { self.decoder.end_paste() } else { self.decoder.settle() };
        events.into_iter().all(|event| self.messages.send(Message::Event(event)).is_ok())
    }

    fn hang_up(&self) -> bool {
        // Where the session has ended there is nobody to tell.
        let _ = self.messages.send(Message::End);
        false
    }
}
