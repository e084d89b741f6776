//! Takes the terminal, and gives it back however the program ends.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use super::last_resort;
use super::output::Output;

/// What is sent to take the terminal: the alternate screen, no cursor, no wrapping of what a terminal draws wider than we
/// count, pasted text marked as such, and the mouse's buttons and wheel in SGR coordinates. Not its movements, which would wake
/// the program all the time.
const TAKE: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[?1000h\x1b[?1006h";

/// What is sent to give it back: all of the above undone, a synchronised update ended, looks reset.
pub(super) const GIVE_BACK: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Whether the terminal is ours. A signal's handler has no other way to know.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal, as long as this lives.
#[derive(Debug)]
pub(super) struct Guard(());

impl Guard {
    /// Takes the terminal. It is given back when this is dropped, by a panic too, and when the program is aborted.
    pub(super) fn take() -> io::Result<Self> {
        last_resort::arm()?;
        let guard = Self(());
        guard.take_again()?;
        Ok(guard)
    }

    /// Gives the terminal back for a while, as when the shell has suspended the program.
    #[expect(clippy::unused_self, reason = "only whoever has the guard may")]
    pub(super) fn lend(&self) {
        give_back();
    }

    /// Takes it again. Whoever had it meanwhile may have left it in any state.
    #[expect(clippy::unused_self, reason = "only whoever has the guard may")]
    pub(super) fn take_again(&self) -> io::Result<()> {
        // It would do nothing where it believes to be on, and does not know of a shell that has undone it.
        let _ = disable_raw_mode();
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        Output.write_all(TAKE)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Says that the terminal is no longer ours. Returns whether it was.
pub(super) fn release() -> bool {
    TAKEN.swap(false, Ordering::SeqCst)
}

fn give_back() {
    if release() {
        // Nothing more can be done for a terminal that takes no bytes.
        let _ = Output.write_all(GIVE_BACK);
        let _ = disable_raw_mode();
    }
}
