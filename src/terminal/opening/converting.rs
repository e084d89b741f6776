//! Runs the program that the reader has chosen to make a story of a file.
//!
//! It is ended with whatever it has started when it takes too long, writes too much, or is not waited for any more. Whoever stops
//! the reading of the story ends it at once.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use crate::config::Converter;
use crate::document::SafeText;
use crate::terminal::progress::Progress;
use crate::terminal::running::{Running, end_of, reading};

/// The longest that a program may take: a book of a thousand pages takes some ten seconds.
const PATIENCE: Duration = Duration::from_mins(1);

/// The most bytes that it may write, as for a text that is read.
const MOST: u64 = 256 << 20;

/// How often it is asked whether anybody still waits.
const PULSE: Duration = Duration::from_millis(50);

/// The most bytes of what it says when it fails: one line of them is told.
const LONGEST_REASON: u64 = 4 << 10;

/// Why there is no story.
#[derive(Debug)]
pub(super) enum NoOutput {
    /// Nobody waits for it any more.
    Stopped,
    /// The reason, for people to read.
    Because(String),
}

/// Returns what the program makes of a file.
///
/// # Errors
/// When it can't be run, fails, writes nothing or too much, takes too long, or is stopped.
pub(super) fn convert(converter: &Converter, file: &Path, progress: &Progress) -> Result<Vec<u8>, NoOutput> {
    let because = |error: &dyn std::fmt::Display| NoOutput::Because(error.to_string());
    // A whole path never begins as an option does.
    let path = std::fs::canonicalize(file).map_err(|error| because(&error))?;
    // A name that is not UTF-8 can stand alone, but not within a word.
    let written = path.to_string_lossy();
    let fill = |word: &String| match word.as_str() {
        "{file}" => path.clone().into_os_string(),
        word => OsString::from(word.replace("{file}", &written)),
    };
    let mut words: Vec<OsString> = converter.command.iter().map(fill).collect();
    if converter.command.iter().all(|word| !word.contains("{file}")) {
        words.push(path.clone().into_os_string());
    }
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Running::start(&mut command).map_err(|error| because(&format!("can't be run: {error}")))?;
    progress.is_worked_on_by(Some(running.group()));
    let outcome = output_of(&mut running.0, progress);
    progress.is_worked_on_by(None);
    outcome
}

/// Returns what a program writes until it ends.
fn output_of(program: &mut Child, progress: &Progress) -> Result<Vec<u8>, NoOutput> {
    let because = |error: &dyn std::fmt::Display| NoOutput::Because(error.to_string());
    let (Some(out), Some(err)) = (program.stdout.take(), program.stderr.take()) else {
        return Err(because(&"has no output"));
    };
    let output = reading(out, MOST + 1).map_err(|error| because(&error))?;
    let reason = reading(err, LONGEST_REASON).map_err(|error| because(&error))?;
    let begun = Instant::now();
    let still_wanted = || match begun.elapsed() {
        _ if progress.is_stopped() => Err(NoOutput::Stopped),
        passed if passed > PATIENCE => Err(because(&format!("took longer than {} seconds", PATIENCE.as_secs()))),
        _ => Ok(()),
    };
    let bytes = loop {
        match output.recv_timeout(PULSE) {
            Ok(bytes) => break bytes.map_err(|error| because(&error))?,
            Err(RecvTimeoutError::Disconnected) => return Err(because(&"has no output")),
            Err(RecvTimeoutError::Timeout) => still_wanted()?,
        }
    };
    if bytes.len() as u64 > MOST {
        return Err(because(&format!("wrote more than {} MiB", MOST >> 20)));
    }
    // It may go on after it has closed its output.
    let end = end_of(program).map_err(|error| because(&error))?;
    while let Err(RecvTimeoutError::Timeout) = end.recv_timeout(PULSE) {
        still_wanted()?;
    }
    let status = program.wait().map_err(|error| because(&error))?;
    still_wanted()?;
    if status.success() && !bytes.is_empty() {
        return Ok(bytes);
    }
    // What it has started may hold its error stream open.
    let said = reason.recv_timeout(PULSE).ok().and_then(Result::ok).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let line = said.lines().map(str::trim).find(|line| !line.is_empty());
    let told = line.map(|line| SafeText::line(line).to_string());
    Err(NoOutput::Because(
        told.unwrap_or_else(|| if status.success() { "wrote nothing".to_owned() } else { status.to_string() }),
    ))
}

#[cfg(test)]
mod tests;
