//! Runs the program that the reader has chosen to make a story of a file.
//!
//! It runs in a group of processes of its own, so that it is ended with whatever it has started: when it takes too long, writes
//! too much, or is not waited for any more.

use std::ffi::OsString;
use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::config::Converter;
use crate::document::SafeText;
use crate::terminal::progress::Progress;

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

/// A program that runs. It is ended with all that it has started when this is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Those that have ended by themselves can't be ended.
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        let _ = self.0.wait();
    }
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
    command.args(&words[1..]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut running = Running(command.spawn().map_err(|error| because(&format!("can't be run: {error}")))?);
    let (Some(out), Some(err)) = (running.0.stdout.take(), running.0.stderr.take()) else {
        return Err(because(&"has no output"));
    };
    let output = reading(out, MOST + 1).map_err(|error| because(&error))?;
    let reason = reading(err, LONGEST_REASON).map_err(|error| because(&error))?;
    let begun = Instant::now();
    let bytes = loop {
        match output.recv_timeout(PULSE) {
            Ok(bytes) => break bytes.map_err(|error| because(&error))?,
            Err(RecvTimeoutError::Disconnected) => return Err(because(&"has no output")),
            Err(RecvTimeoutError::Timeout) if progress.is_stopped() => return Err(NoOutput::Stopped),
            Err(RecvTimeoutError::Timeout) if begun.elapsed() > PATIENCE => {
                return Err(because(&format!("took longer than {} seconds", PATIENCE.as_secs())));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    if bytes.len() as u64 > MOST {
        return Err(because(&format!("wrote more than {} MiB", MOST >> 20)));
    }
    let status = running.0.wait().map_err(|error| because(&error))?;
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

/// Reads a stream to its end, or so many bytes of it, on a thread of its own.
fn reading(
    stream: impl Read + Send + 'static,
    most: u64,
) -> io::Result<std::sync::mpsc::Receiver<io::Result<Vec<u8>>>> {
    let (told, heard) = channel();
    thread::Builder::new().spawn(move || {
        let mut bytes = Vec::new();
        let read = stream.take(most).read_to_end(&mut bytes);
        // Where nobody waits any more nobody reads it.
        let _ = told.send(read.map(|_| bytes));
    })?;
    Ok(heard)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Makes;

    fn run(words: &[&str]) -> Result<String, String> {
        let command = words.iter().map(|word| (*word).to_owned()).collect();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("$(a) b.docx");
        std::fs::write(&file, "It was late.").unwrap();
        match convert(&Converter { command, makes: Makes::Anything }, &file, &Progress::default()) {
            Ok(bytes) => Ok(String::from_utf8(bytes).unwrap()),
            Err(NoOutput::Because(why)) => Err(why),
            Err(NoOutput::Stopped) => Err("stopped".to_owned()),
        }
    }

    #[test]
    fn a_program_gets_the_file_and_its_output_is_taken() {
        assert_eq!(run(&["cat", "{file}"]).unwrap(), "It was late.");
        assert_eq!(run(&["cat"]).unwrap(), "It was late.", "the file is its last argument");
        assert!(run(&["echo", "{file}"]).unwrap().ends_with("/$(a) b.docx\n"), "no shell reads it");
    }

    #[test]
    fn a_name_that_is_not_utf_8_is_given_as_it_is() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.docx"));
        std::fs::write(&file, "It was late.").unwrap();
        let converter = Converter { command: vec!["cat".to_owned(), "{file}".to_owned()], makes: Makes::Anything };
        assert!(convert(&converter, &file, &Progress::default()).is_ok_and(|bytes| bytes == b"It was late."));
    }

    #[test]
    fn why_there_is_none_is_told_in_a_line() {
        assert_eq!(run(&["sh", "-c", "echo; echo no such font >&2; exit 3"]).unwrap_err(), "no such font");
        assert_eq!(run(&["true"]).unwrap_err(), "wrote nothing");
        assert_eq!(run(&["false"]).unwrap_err(), "exit status: 1");
        assert!(run(&["no-such-converter"]).unwrap_err().starts_with("can't be run: "));
    }

    #[test]
    fn it_is_ended_with_all_that_it_has_started_when_nobody_waits() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.docx");
        std::fs::write(&file, "").unwrap();
        let pid = folder.path().join("pid");
        let script = format!("sleep 600 & echo $! > {}; wait", pid.display());
        let command = vec!["sh".to_owned(), "-c".to_owned(), script];
        let progress = Progress::default();
        let converter = Converter { command, makes: Makes::Anything };
        let outcome = thread::scope(|scope| {
            let running = scope.spawn(|| convert(&converter, &file, &progress));
            while std::fs::read_to_string(&pid).is_ok_and(|text| text.is_empty()) || !pid.exists() {
                thread::yield_now();
            }
            progress.stop();
            running.join().unwrap()
        });
        assert!(matches!(outcome, Err(NoOutput::Stopped)));
        let child: i32 = std::fs::read_to_string(&pid).unwrap().trim().parse().unwrap();
        let gone = || std::fs::read_to_string(format!("/proc/{child}/stat")).map_or(true, |stat| stat.contains(") Z "));
        while !gone() {
            thread::yield_now();
        }
    }
}
