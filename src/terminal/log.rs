//! The log of a session, for reports of faults: what the program did and when, and none of a story's words.
//!
//! It is a file that the reader names by `--log`. Without one nothing is written. Each line has the milliseconds since the start, and
//! a sentence. Lines are appended one by one, so that those before a fault are there.

use std::fmt::Arguments;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

/// A file and the time at which it was opened.
static LOG: OnceLock<(File, Instant)> = OnceLock::new();

/// Opens the log of this session. What is in the file stays there.
///
/// # Errors
/// When the file can't be written.
pub fn open(path: &Path) -> io::Result<()> {
    let file = File::options().create(true).append(true).open(path)?;
    // A second session in one process does not happen.
    let _ = LOG.set((file, Instant::now()));
    let variable = |name: &str| std::env::var(name).unwrap_or_else(|_| "not set".to_owned());
    log(format_args!(
        "nightstand {}; TERM {}, COLORTERM {}, TMUX {}, LANG {}",
        env!("CARGO_PKG_VERSION"),
        variable("TERM"),
        variable("COLORTERM"),
        if std::env::var_os("TMUX").is_some() { "set" } else { "not set" },
        variable("LANG"),
    ));
    Ok(())
}

/// Appends a line. A line that can't be written is left out: a log is no reason to stop reading.
pub(super) fn log(what: Arguments<'_>) {
    if let Some((mut file, start)) = LOG.get().map(|(file, start)| (file, start)) {
        // One write a line, so that those of two threads don't mix.
        let line = format!("{:>8} {}\n", start.elapsed().as_millis(), what.to_string().replace('\n', " "));
        let _ = file.write_all(line.as_bytes());
    }
}
