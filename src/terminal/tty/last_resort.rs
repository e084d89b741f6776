//! Gives the terminal back when a signal ends the program at once.
//!
//! After a stack overflow or without memory no panic is raised and nothing is dropped, but there is still the signal
//! (SIGABRT). Signals that others send, such as SIGUSR1, and those of the processor, such as SIGFPE, end a program likewise.
//! Each is answered by giving the terminal back, and then the program ends by that signal as if nobody had answered.
//!
//! The one module with unsafe code. What the handlers call are system calls: they take no lock and no memory.
#![expect(unsafe_code, reason = "a signal handler can't be registered without")]

use std::io;
use std::ptr::{null, null_mut};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::{stderr, stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::SIGABRT;
use signal_hook::low_level::{emulate_default_handler, register};

use crate::terminal::tty::modes::{GIVE_BACK, release, unfill};

/// How the terminal was before it was taken.
static BEFORE: OnceLock<Termios> = OnceLock::new();

const OVERFLOW: &[u8] = b"nightstand: out of stack, which is a bug in the program. \
    Your saved place is at most two seconds old. Please report this.\n";
const ABORTED: &[u8] = b"nightstand: aborted, most likely because memory ran out. \
    Your saved place is at most two seconds old.\n";

/// The signals that end a program that does not answer them, apart from the real-time signals, and from those that it ends by in
/// order (`signals.rs`), that can't be caught, or that are ignored by all (SIGPIPE).
const FATAL: &[libc::c_int] = &[
    libc::SIGUSR1,
    libc::SIGUSR2,
    libc::SIGALRM,
    libc::SIGVTALRM,
    libc::SIGPROF,
    libc::SIGXCPU,
    #[cfg(target_os = "linux")]
    libc::SIGIO,
    #[cfg(target_os = "linux")]
    libc::SIGPWR,
    #[cfg(target_os = "linux")]
    libc::SIGSTKFLT,
    libc::SIGILL,
    libc::SIGFPE,
    libc::SIGTRAP,
    libc::SIGSYS,
];

/// The signals of a bad address. Rust's runtime answers them where the stack has overflowed.
const ADDRESS: [libc::c_int; 2] = [libc::SIGSEGV, libc::SIGBUS];

/// How these were answered before us.
static ANSWERS: [OnceLock<libc::sigaction>; 2] = [const { OnceLock::new() }; 2];

/// Whether a bad address has been answered, so that an abort that follows is told.
static FAULTED: AtomicBool = AtomicBool::new(false);

/// Remembers how the terminal is, and gives it back so when a signal ends the program.
///
/// # Errors
/// When the system does not let signals be handled.
pub(in crate::terminal) fn arm() -> io::Result<()> {
    let before = tcgetattr(stdin()).or_else(|_| tcgetattr(stdout()));
    if let Ok(before) = before {
        let _ = BEFORE.set(before);
    }
    // SAFETY: the handler calls only functions that are safe in a signal handler (signal-safety(7)): write, ioctl and
    // sigaltstack. It reads an atomic and a cell that is set once, before the handler is registered.
    unsafe { register(SIGABRT, give_back) }?;
    // A file that may not grow is told by the write then (EFBIG), as a full disk is.
    // SAFETY: to ignore a signal runs no code.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
    for signal in FATAL {
        answer(*signal);
    }
    #[cfg(target_os = "linux")]
    for signal in libc::SIGRTMIN()..=libc::SIGRTMAX() {
        answer(signal);
    }
    for (signal, before) in ADDRESS.into_iter().zip(&ANSWERS) {
        if let Some(action) = answer(signal) {
            let _ = before.set(action);
        }
    }
    Ok(())
}

/// Has a signal answered by [`die`]; how it was answered before. One that is ignored stays so, as `nohup` and its like ask.
fn answer(signal: libc::c_int) -> Option<libc::sigaction> {
    // SAFETY: an action is numbers, of which all may be zero; the handler keeps to signal-safety(7); the old action's memory is ours
    // to be written.
    unsafe {
        let mut before: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(signal, null(), &raw mut before) != 0 || before.sa_sigaction == libc::SIG_IGN {
            return None;
        }
        let mut action: libc::sigaction = std::mem::zeroed();
        let handler: extern "C" fn(libc::c_int, *mut libc::siginfo_t, *mut libc::c_void) = die;
        action.sa_sigaction = handler as libc::sighandler_t;
        // On the stack that Rust keeps for signals: the ordinary one may be what is full.
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        (libc::sigaction(signal, &raw const action, null_mut()) == 0).then_some(before)
    }
}

/// Gives the terminal back and ends the program by the signal.
extern "C" fn die(signal: libc::c_int, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    let ours = wrest();
    // SAFETY: the kernel hands a handler of this kind the signal's description. What is called is in signal-safety(7).
    unsafe {
        let by_processor = !info.is_null() && (*info).si_code > 0;
        let before = ADDRESS.iter().position(|address| *address == signal).and_then(|nth| ANSWERS[nth].get());
        if let Some(before) = before.filter(|_| by_processor) {
            FAULTED.store(ours, Ordering::SeqCst);
            // The access is tried again when this returns, and then answered as it would have been without us.
            libc::sigaction(signal, before, null_mut());
            return;
        }
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
        // It comes when this returns, since the signal that is being answered is held back.
    }
}

/// Gives the terminal back past whoever may hold it: without a lock, and without memory. Returns whether it was ours.
pub(in crate::terminal) fn wrest() -> bool {
    /// How often a terminal that is busy is waited for, a twentieth of a second each time.
    const TRIES: usize = 10;
    if !release() {
        return false;
    }
    let out = stdout();
    let _ = rustix::io::write(out, unfill());
    for _ in 0..TRIES {
        if rustix::io::write(out, GIVE_BACK) != Err(Errno::AGAIN) {
            break;
        }
        let moment = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
        // Nothing more can be done where it fails.
        let _ = poll(&mut [PollFd::new(&out, PollFlags::OUT)], Some(&moment));
    }
    if let Some(before) = BEFORE.get() {
        let _ = tcsetattr(stdout(), OptionalActions::Now, before);
    }
    true
}

fn give_back() {
    if !wrest() && !FAULTED.load(Ordering::SeqCst) {
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
