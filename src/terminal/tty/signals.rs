//! Heeds signals on a thread of its own, and sees to it that a session that was told to end does.

use std::io;
use std::process;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::terminal::failure::spawn;
use crate::terminal::inbox::Messenger;
use crate::terminal::message::Message;
use crate::terminal::progress::Progress;
use crate::terminal::store::LOCK_PATIENCE;
use crate::terminal::tty::last_resort::wrest;

/// How long a session that was told to end may take: a save that waits for the lock of another window, and the save itself. A
/// session whose terminal takes no more bytes would never end.
const LAST_WORDS: Duration = LOCK_PATIENCE.saturating_add(Duration::from_secs(1));

/// Whoever holds it has not ended.
pub(in crate::terminal) type Alive = Sender<()>;

/// Passes on the signals that ask a program to end or tell it of another size, as long as the session is alive.
///
/// # Errors
/// When the system does not let signals be handled.
pub(in crate::terminal) fn heed_signals(messages: Messenger) -> io::Result<Alive> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let (alive, ended) = channel();
    spawn(messages.clone(), move || {
        for signal in signals.forever() {
            let message = match signal {
                SIGWINCH => Message::Resized,
                SIGTSTP => Message::Suspended,
                SIGCONT => Message::Resumed,
                _ => Message::End,
            };
            let ends = matches!(message, Message::End);
            // A session that has ended is waited for too: it may be keeping something.
            messages.send(message);
            if ends {
                watch(&ended);
            }
        }
    })?;
    Ok(alive)
}

/// Stops the reading of a story when a signal ends the program, which it does as it would by default.
///
/// # Errors
/// When the system does not let signals be handled, or gives no more threads.
pub(in crate::terminal) fn end_with_signals(progress: Arc<Progress>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT])?;
    thread::Builder::new().spawn(move || {
        for signal in signals.forever() {
            progress.stop();
            // It does not come back, but where the system has no such signal.
            let _ = emulate_default_handler(signal);
        }
    })?;
    Ok(())
}

/// Waits until the session has ended, and ends the program when that takes too long.
fn watch(ended: &Receiver<()>) {
    if ended.recv_timeout(LAST_WORDS) == Err(RecvTimeoutError::Timeout) {
        wrest();
        process::exit(1);
    }
}
