//! The modes that the terminal is put into, and whether it is in them: by an atomic, so that a signal's handler can ask.

use std::sync::atomic::{AtomicBool, Ordering};

/// What is sent to take the terminal: the alternate screen, no cursor, no wrapping of what a terminal draws wider than we
/// count, pasted text marked as such, and the mouse's buttons and wheel in SGR coordinates. Not its movements, which would wake
/// the program all the time.
pub(super) const TAKE: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[?1000h\x1b[?1006h";

/// What is sent to give it back: all of the above undone, a synchronised update ended, looks reset.
pub(super) const GIVE_BACK: &[u8] = b"\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Whether the terminal is ours. A signal's handler has no other way to know.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Says that the terminal is ours.
pub(super) fn hold() {
    TAKEN.store(true, Ordering::SeqCst);
}

/// Says that the terminal is no longer ours. Returns whether it was.
pub(super) fn release() -> bool {
    TAKEN.swap(false, Ordering::SeqCst)
}
