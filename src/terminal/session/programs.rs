//! Other programs that do something for the reader: a dictionary, a voice, a browser.
//!
//! A program gets its arguments as they are, without a shell in between, and nothing on its standard input but what it is to
//! read. Each runs on a thread of its own. A dictionary has a limited time and a limited answer, and is ended with the session. A
//! voice takes as long as its sentence does, and is ended with the session, too. What opens an address goes on without it.

use std::env;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustix::process::Pid;

use crate::app::Event;
use crate::config::Commands;
use crate::document::SafeText;
use crate::terminal::failure::spawn;
use crate::terminal::inbox::Messenger;
use crate::terminal::message::Message;
use crate::terminal::opened::Manners;
use crate::terminal::running::{Running, end, reading};

/// The longest that a dictionary is waited for: a reader who waits longer has forgotten the word.
const PATIENCE: Duration = Duration::from_secs(2);

/// The time in which what an ended dictionary has said is read: it is there already.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// The most bytes of an article: forty screens.
const LONGEST: u64 = 64 << 10;

/// The dictionaries that are used by themselves, the best first.
const DICTIONARIES: [&[&str]; 3] = [&["sdcv", "-n", "{word}"], &["dict", "{word}"], &["wn", "{word}", "-over"]];

/// The programs that read aloud by themselves, the best first.
const VOICES: [&[&str]; 2] =
    [&["spd-say", "--wait", "-e", "-l", "{lang}"], &["espeak-ng", "--stdin", "-v", "{lang}", "-s", "{rate}"]];

/// The words a minute that are spoken: somewhat slower than talk, as one reads to others.
const RATE: &str = "160";

/// The programs, and where their answers go.
#[derive(Debug)]
pub(in crate::terminal) struct Programs {
    commands: Commands,
    /// The file in which the reader may name them.
    config_file: String,
    messages: Messenger,
    /// The program that speaks now. It is ended when another one is asked to, and with the session.
    voice: Arc<Mutex<Option<Pid>>>,
}

impl Programs {
    pub(in crate::terminal) fn new(manners: &Manners, messages: Messenger) -> Self {
        let (commands, config_file) = (manners.commands.clone(), manners.config_file.clone());
        Self { commands, config_file, messages, voice: Arc::default() }
    }

    /// Has words looked up. The answer comes as an event; why there can't be one is returned.
    pub(in crate::terminal) fn look_up(&self, words: &str) -> Option<String> {
        let Some(command) = chosen(self.commands.look_up.as_ref(), &DICTIONARIES) else {
            return Some(format!("No dictionary: install `dict` or set `look-up` in {}", self.config_file));
        };
        let arguments = filled(&command, "{word}", words);
        let (messages, words) = (self.messages.clone(), words.to_owned());
        let started = spawn(self.messages.clone(), move || {
            let answer = match answer(&arguments) {
                Ok(text) if text.trim().is_empty() => Err(format!("`{}` found nothing for “{words}”", arguments[0])),
                Ok(text) => Ok(text),
                Err(error) => Err(not_answered(&arguments[0], &error)),
            };
            // Where the session has ended nobody reads it.
            messages.send(Message::Event(Event::LookedUp(answer)));
        });
        started.err().map(|error| error.to_string())
    }
}

impl Programs {
    /// Has an address of the web opened by the program that the reader has set for it. Returns why it can't be. The program goes on
    /// after the session, as a browser should.
    pub(in crate::terminal) fn open(&self, address: &str) -> Option<String> {
        let Some(command) = self.commands.open.as_ref().filter(|command| !command.is_empty()) else {
            return Some(format!("No program opens addresses: set `open` in {}", self.config_file));
        };
        let arguments = filled(command, "{url}", address);
        let (program, rest) = arguments.split_first()?;
        let mut command = Command::new(program);
        command.args(rest).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        match command.spawn() {
            // Somebody has to learn of its end, or it stays in the list of processes.
            Ok(mut child) => {
                spawn(self.messages.clone(), move || drop(child.wait())).err().map(|error| error.to_string())
            }
            Err(error) => Some(not_run(program, &error)),
        }
    }
}

/// Waits for a program's end. Of what it says of a failure only the beginning is kept, however much it says.
fn ended(mut child: Child) -> io::Result<Output> {
    let mut stderr = Vec::new();
    if let Some(mut said) = child.stderr.take() {
        said.by_ref().take(LONGEST).read_to_end(&mut stderr)?;
        io::copy(&mut said, &mut io::sink())?;
    }
    Ok(Output { status: child.wait()?, stdout: Vec::new(), stderr })
}

impl Programs {
    /// Has a sentence spoken. That it has been comes as an event; why it can't be is returned.
    pub(in crate::terminal) fn speak(&self, number: u64, text: &str, language: &str) -> Option<String> {
        let Some(command) = chosen(self.commands.speak.as_ref(), &VOICES) else {
            return Some(format!("No voice: install `espeak-ng` or set `speak` in {}", self.config_file));
        };
        self.hush();
        let fill = |word: &String| word.replace("{lang}", language).replace("{rate}", RATE);
        let arguments: Vec<String> = command.iter().map(fill).collect();
        let (program, rest) = arguments.split_first()?;
        let mut command = Command::new(program);
        command.args(rest).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        // In a group of its own, so that it is ended with the player that it may have started.
        let mut child = match command.process_group(0).spawn() {
            Ok(child) => child,
            Err(error) => return Some(not_run(program, &error)),
        };
        let own = Pid::from_child(&child);
        if let Ok(mut voice) = self.voice.lock() {
            *voice = Some(own);
        }
        let (messages, voice, text) = (self.messages.clone(), Arc::clone(&self.voice), text.to_owned());
        let started = spawn(self.messages.clone(), move || {
            if let Some(mut input) = child.stdin.take() {
                // A voice that has been ended reads no more.
                let _ = input.write_all(text.as_bytes());
            }
            let end = ended(child);
            // One that was ended is not the voice any more.
            if voice.lock().is_ok_and(|mut voice| voice.take_if(|voice| *voice == own).is_some()) {
                let event = failure(&arguments[0], end).map_or(Event::Spoken(number), Event::NotSpoken);
                messages.send(Message::Event(event));
            }
        });
        started.err().map(|error| error.to_string())
    }

    /// Ends the program that speaks.
    pub(in crate::terminal) fn hush(&self) {
        if let Some(voice) = self.voice.lock().ok().and_then(|mut voice| voice.take()) {
            end(voice);
        }
    }
}

impl Drop for Programs {
    fn drop(&mut self) {
        self.hush();
    }
}

/// Says why a dictionary has told nothing.
fn not_answered(program: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::TimedOut => format!("`{program}` gave no answer within two seconds"),
        // What the dictionary itself says of it.
        io::ErrorKind::Other => format!("`{program}` says: {error}"),
        _ => not_run(program, error),
    }
}

/// Says why a program can't be run.
fn not_run(program: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!("`{program}` is not installed · config.toml names another program"),
        _ => format!("`{program}` can't be run: {error}"),
    }
}

/// Returns why a voice has spoken nothing, if it says so by its end.
fn failure(program: &str, end: io::Result<Output>) -> Option<String> {
    let end = match end {
        Ok(end) if end.status.success() => return None,
        Ok(end) => end,
        Err(error) => return Some(not_run(program, &error)),
    };
    let said = String::from_utf8_lossy(&end.stderr);
    let said = said.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned);
    Some(format!("`{program}` has failed: {}", said.unwrap_or_else(|| end.status.to_string())))
}

/// Returns a command with a text in the place of a word in braces. One that does not have the word has the text at its end.
fn filled(command: &[String], word: &str, text: &str) -> Vec<String> {
    let mut arguments: Vec<String> = command.iter().map(|argument| argument.replace(word, text)).collect();
    if command.iter().all(|argument| !argument.contains(word)) {
        arguments.push(text.to_owned());
    }
    arguments
}

/// Returns the command that the reader has chosen, or else the first of some that is installed.
fn chosen(configured: Option<&Vec<String>>, others: &[&[&str]]) -> Option<Vec<String>> {
    if let Some(command) = configured.filter(|command| !command.is_empty()) {
        return Some(command.clone());
    }
    let found = others.iter().find(|command| is_installed(command[0]))?;
    Some(found.iter().map(|word| (*word).to_owned()).collect())
}

/// Returns whether a program of this name is in a folder of `PATH`.
fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file())
}

/// Runs a program, and returns what it has written within the limits of time and length.
fn answer(arguments: &[String]) -> io::Result<String> {
    let (program, rest) = arguments.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(rest).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Running::start(&mut command)?;
    let Some(out) = running.0.stdout.take() else { return Ok(String::new()) };
    let errors = running.0.stderr.take().map(|errors| reading(errors, LONGEST)).transpose()?;
    let heard = reading(out, LONGEST)?;
    let bytes = match heard.recv_timeout(PATIENCE) {
        Ok(bytes) => bytes?,
        // What has come so far is worth reading. Once the program has ended, no more comes.
        Err(RecvTimeoutError::Timeout) => {
            end(running.group());
            let told = heard.recv_timeout(LAST_WORDS).ok().and_then(Result::ok).filter(|bytes| !bytes.is_empty());
            told.ok_or_else(|| io::Error::new(io::ErrorKind::TimedOut, "no answer"))?
        }
        Err(RecvTimeoutError::Disconnected) => Vec::new(),
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if text.trim().is_empty()
        && let Some(said) = errors.and_then(|errors| errors.recv_timeout(PATIENCE).ok()?.ok())
        && let Some(line) = String::from_utf8_lossy(&said).lines().find(|line| !line.trim().is_empty())
    {
        return Err(io::Error::other(SafeText::line(line).to_string()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(words: &[&str]) -> io::Result<String> {
        answer(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn an_answer_is_read_and_no_more_than_is_wanted() {
        assert_eq!(run(&["echo", "a $(word); `it`"]).unwrap(), "a $(word); `it`\n");
        assert_eq!(run(&["yes"]).unwrap().len(), usize::try_from(LONGEST).unwrap());
        assert_eq!(run(&["sleep", "60"]).unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(run(&["sh", "-c", "echo found; sleep 60"]).unwrap(), "found\n", "of a slow one, what has come");
        let failed = run(&["sh", "-c", "echo >&2; echo no database >&2; exit 3"]).unwrap_err();
        assert_eq!(not_answered("dict", &failed), "`dict` says: no database");
        assert_eq!(run(&["sh", "-c", "echo found; echo a warning >&2"]).unwrap(), "found\n");
        assert_eq!(run(&["no-such-dictionary"]).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_text_stands_where_the_command_wants_it_or_at_its_end() {
        let words = |all: &[&str]| all.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(filled(&words(&["a", "--of={url}", "b"]), "{url}", "x y"), ["a", "--of=x y", "b"]);
        assert_eq!(filled(&words(&["a"]), "{url}", "{word}"), ["a", "{word}"]);
    }

    #[test]
    fn a_voice_that_fails_says_why() {
        let end = |script: &str| failure("voice", Command::new("sh").args(["-c", script]).output());
        assert_eq!(end("true"), None);
        assert_eq!(end("echo; echo no audio >&2; exit 1").unwrap(), "`voice` has failed: no audio");
        assert_eq!(end("exit 3").unwrap(), "`voice` has failed: exit status: 3");
    }

    #[test]
    fn what_the_reader_has_chosen_goes_first() {
        let own = vec!["true".to_owned()];
        assert_eq!(chosen(Some(&own), &[&["echo"]]), Some(own));
        assert_eq!(chosen(Some(&Vec::new()), &[&["no-such-program"], &["sh", "{word}"]]).unwrap(), ["sh", "{word}"]);
        assert_eq!(chosen(None, &[&["no-such-program"]]), None);
    }
}
