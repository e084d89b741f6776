//! Takes the terminal, and gives it back however the program ends.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// What is sent to take the terminal: the alternate screen, no cursor, pasted text marked as such, and the mouse's
/// buttons and wheel in SGR coordinates. Not its movements, which would wake the program all the time.
const TAKE: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?1000h\x1b[?1006h";

/// What is sent to give it back: all of the above undone, a synchronised update ended, looks reset.
const GIVE_BACK: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?25h\x1b[?1049l";

/// Whether the terminal is ours. The panic hook has no other way to know.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal, as long as this lives.
#[derive(Debug)]
pub(super) struct Guard(());

impl Guard {
    /// Takes the terminal. A panic gives it back before its message is printed.
    pub(super) fn take() -> io::Result<Self> {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            give_back();
            previous(info);
        }));
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let guard = Self(());
        let mut out = io::stdout().lock();
        out.write_all(TAKE)?;
        out.flush()?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout().lock();
        // Nothing more can be done for a terminal that takes no bytes.
        let _ = out.write_all(GIVE_BACK).and_then(|()| out.flush());
        let _ = disable_raw_mode();
    }
}
