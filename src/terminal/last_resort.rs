//! Gives the terminal back when the program is aborted: after a stack overflow or without memory no panic is raised and
//! nothing is dropped, but there is still the signal (SIGABRT).
//!
//! The one module with unsafe code. What the handler calls are system calls: it takes no lock and no memory.
#![expect(unsafe_code, reason = "a signal handler can't be registered without")]

use std::io;
use std::sync::OnceLock;

use rustix::stdio::{stderr, stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::SIGABRT;
use signal_hook::low_level::{emulate_default_handler, register};

use super::guard::{GIVE_BACK, is_taken};

/// How the terminal was before it was taken.
static BEFORE: OnceLock<Termios> = OnceLock::new();

const OVERFLOW: &[u8] = b"nightstand: it has run out of stack, which is a fault of the program's; \
    your place is kept as it was a second ago at most\n";
const ABORTED: &[u8] = b"nightstand: it was aborted, most likely because there was no memory left; \
    your place is kept as it was a second ago at most\n";

/// Remembers how the terminal is, and gives it back so when the program is aborted.
///
/// # Errors
/// When the system does not let signals be handled.
pub(super) fn arm() -> io::Result<()> {
    let before = tcgetattr(stdin()).or_else(|_| tcgetattr(stdout()));
    if let Ok(before) = before {
        let _ = BEFORE.set(before);
    }
    // SAFETY: the handler calls only functions that are safe in a signal handler (signal-safety(7)): write, ioctl and
    // sigaltstack. It reads an atomic and a cell that is set once, before the handler is registered.
    unsafe { register(SIGABRT, give_back) }.map(|_| ())
}

/// Gives the terminal back past whoever may hold it: without a lock, and without memory. Whether it was ours.
pub(super) fn wrest() -> bool {
    if !is_taken() {
        return false;
    }
    // Nothing more can be done where it fails.
    let _ = rustix::io::write(stdout(), GIVE_BACK);
    if let Some(before) = BEFORE.get() {
        let _ = tcsetattr(stdout(), OptionalActions::Now, before);
    }
    true
}

fn give_back() {
    if !wrest() {
        return;
    }
    let _ = rustix::io::write(stderr(), if on_signal_stack() { OVERFLOW } else { ABORTED });
    // A handler that returns would let a program go on that was told to abort.
    let _ = emulate_default_handler(SIGABRT);
}

/// Whether the signal came while another was handled on its own stack, as Rust handles an overflow of the ordinary one.
fn on_signal_stack() -> bool {
    let mut stack = libc::stack_t { ss_sp: std::ptr::null_mut(), ss_flags: 0, ss_size: 0 };
    // SAFETY: the new stack is none, the old one's description is ours to be written.
    let known = unsafe { libc::sigaltstack(std::ptr::null(), &raw mut stack) } == 0;
    known && stack.ss_flags & libc::SS_ONSTACK != 0
}
