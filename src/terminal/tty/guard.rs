//! Takes the terminal, and gives it back however the program ends.

use std::io::{self, Write};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::terminal::tty::last_resort;
use crate::terminal::tty::modes::{self, GIVE_BACK, TAKE, release, unfill};
use crate::terminal::tty::output::Output;

/// The terminal, as long as this lives.
#[derive(Debug)]
pub(in crate::terminal) struct Guard(());

impl Guard {
    /// Takes the terminal. It is given back when this is dropped, by a panic too, and when the program is aborted.
    pub(in crate::terminal) fn take() -> io::Result<Self> {
        last_resort::arm()?;
        let guard = Self(());
        guard.take_again()?;
        Ok(guard)
    }

    /// Gives the terminal back for a while, as when the shell has suspended the program.
    #[expect(clippy::unused_self, reason = "only whoever has the guard may")]
    pub(in crate::terminal) fn lend(&self) {
        give_back();
    }

    /// Takes it again. Whoever had it meanwhile may have left it in any state.
    #[expect(clippy::unused_self, reason = "only whoever has the guard may")]
    pub(in crate::terminal) fn take_again(&self) -> io::Result<()> {
        // It would do nothing where it believes to be on, and does not know of a shell that has undone it.
        let _ = disable_raw_mode();
        enable_raw_mode()?;
        modes::hold();
        Output.write_all(TAKE)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

fn give_back() {
    if release() {
        // Nothing more can be done for a terminal that takes no bytes.
        let _ = Output.write_all(unfill());
        let _ = Output.write_all(GIVE_BACK);
        let _ = disable_raw_mode();
    }
}
