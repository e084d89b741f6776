//! The modes that the terminal is put into, and whether it is in them: by an atomic, so that a signal's handler can ask.

use std::sync::atomic::{AtomicBool, Ordering};

/// What is sent to take the terminal: the alternate screen, no cursor, no wrapping of what a terminal draws wider than we
/// count, pasted text marked as such, and the mouse's buttons and wheel in SGR coordinates. Its movements are told only while a
/// button is held: all of them would wake the program all the time.
pub(super) const TAKE: &[u8] = b"\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[?1002h\x1b[?1006h";

/// What is sent to have the mouse reported, and to leave it to the terminal.
pub(super) const MOUSE_ON: &[u8] = b"\x1b[?1002h\x1b[?1006h";
pub(super) const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l";

/// What is sent with the first frame where the terminal's ground is of use: the window's focus and a change of the ground are
/// to be told (modes 1004 and 2031), and what the ground is (OSC 11). The request for the terminal's attributes behind it is
/// answered by all, so that the end of the answers is known.
pub(super) const ASK: &[u8] = b"\x1b[?1004h\x1b[?2031h\x1b]11;?\x1b\\\x1b[c";

/// What gives the terminal its own ground again.
pub(super) const OWN_GROUND: &[u8] = b"\x1b]111\x1b\\";

/// What is sent to give it back: all of the above undone, a synchronised update ended, looks reset.
pub(super) const GIVE_BACK: &[u8] =
    b"\x1b[?2026l\x1b[0m\x1b[?2031l\x1b[?1004l\x1b[?1006l\x1b[?1002l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Whether the terminal is ours. A signal's handler has no other way to know.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the window wears a ground that is not its own.
static FILLED: AtomicBool = AtomicBool::new(false);

/// Says that the window wears a ground that is not its own.
pub(super) fn fill() {
    FILLED.store(true, Ordering::SeqCst);
}

/// Returns what has to be sent before [`GIVE_BACK`], once.
pub(super) fn unfill() -> &'static [u8] {
    if FILLED.swap(false, Ordering::SeqCst) { OWN_GROUND } else { b"" }
}

/// Says that the terminal is ours.
pub(super) fn hold() {
    TAKEN.store(true, Ordering::SeqCst);
}

/// Says that the terminal is no longer ours. Returns whether it was.
pub(super) fn release() -> bool {
    TAKEN.swap(false, Ordering::SeqCst)
}
