//! The inbox of the session's loop, and the way to it from other threads.
//!
//! The loop sleeps in poll(2), so that a key wakes it and no other thread. A channel can't be polled, so a sender rings a bell
//! beside it: a pipe that holds one byte if anything was sent since the inbox was last emptied. What a message means is not known
//! here.

use std::io::{self, PipeReader, PipeWriter, Read, Write, pipe};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::terminal::message::Message;

/// The way of a thread to the session's loop.
#[derive(Debug, Clone)]
pub(in crate::terminal) struct Messenger {
    messages: Sender<Message>,
    bell: Arc<Bell>,
}

/// What other threads have sent.
#[derive(Debug)]
pub(in crate::terminal) struct Inbox {
    messages: Receiver<Message>,
    bell: Arc<Bell>,
    heard: PipeReader,
}

#[derive(Debug)]
struct Bell {
    /// Whether there is a byte in the pipe, or soon will be.
    rung: AtomicBool,
    pipe: PipeWriter,
}

/// Makes an inbox and the way to it.
///
/// # Errors
/// When the system gives no pipe.
pub(in crate::terminal) fn inbox() -> io::Result<(Messenger, Inbox)> {
    let (messages, received) = channel();
    let (heard, pipe) = pipe()?;
    let bell = Arc::new(Bell { rung: AtomicBool::new(false), pipe });
    Ok((Messenger { messages, bell: Arc::clone(&bell) }, Inbox { messages: received, bell, heard }))
}

impl Messenger {
    /// Sends a message. Returns whether there is anyone to take it.
    pub fn send(&self, message: Message) -> bool {
        if self.messages.send(message).is_err() {
            return false;
        }
        // The message is in the channel before the bell rings, and the bell is silenced before the channel is emptied. So
        // either this ring wakes the loop, or the loop is about to look.
        self.bell.rung.swap(true, Ordering::SeqCst) || (&self.bell.pipe).write_all(&[0]).is_ok()
    }
}

impl Inbox {
    /// Takes the oldest message, if there is one.
    pub fn take(&self) -> Option<Message> {
        self.messages.try_recv().ok()
    }

    /// Returns what can be read once a message was sent. [`hush`](Self::hush) has to follow.
    pub fn bell(&self) -> BorrowedFd<'_> {
        self.heard.as_fd()
    }

    /// Silences the bell, which must have rung, and before the messages are taken.
    pub fn hush(&mut self) {
        // A pipe that can be read has its one byte, so this neither waits nor fails.
        let _ = self.heard.read(&mut [0]);
        self.bell.rung.store(false, Ordering::SeqCst);
    }
}
