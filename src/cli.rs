//! The command line: what was asked for, who does it, and how the program ends.

mod args;
mod completions;
mod config;
mod keys;
mod linear;
mod manual;
mod marks;
mod place;
mod print;
mod read;
mod scenes;
mod shelf;
mod stats;
mod theme;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

pub use self::args::Cli;
use self::args::{
    AlignArg, Command, ConfigCommand, MarksArgs, PrintArgs, ReadArgs, ReadingArgs, ScenesArgs, ShelfArgs, ShelfCommand,
    ThemeCommand,
};
use crate::config::{Config, Converters};
use crate::diagnostic::suggestion;
use crate::document::{Document, Place, SafeText, is_hazard};
use crate::opening::Story;
use crate::shelf::Stamp;
use crate::terminal::{Configuration, Directories, Error, Source, Store, StoryError, load, options_for, with_switches};

/// Why a command failed, by the exit code that says so.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// Exit code 2.
    #[error("{0}")]
    Usage(String),
    /// Exit code 3.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// Exit code 4.
    #[error("{0}")]
    Theme(String),
    /// Exit code 1.
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Story(error) => Self::Story(error),
            Error::Title(message) => Self::Usage(message),
            Error::Theme(message) => Self::Theme(message),
            Error::Io(error) => error.into(),
            error => Self::Other(error.into()),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Other(error.into())
    }
}

impl Failure {
    /// The failure of a session that this story was asked for.
    fn about(error: Error, story: Option<&Path>) -> Self {
        let missing = matches!(error, Error::Story(StoryError::Missing(_)));
        story.filter(|_| missing).and_then(no_command_meant).unwrap_or_else(|| error.into())
    }

    fn code(&self) -> u8 {
        match self {
            Self::Other(_) => 1,
            Self::Usage(_) => 2,
            Self::Story(_) => 3,
            Self::Theme(_) => 4,
        }
    }

    /// Whether the one who reads our output has had enough of it, as `head` has.
    fn is_closed_pipe(&self) -> bool {
        let Self::Other(error) = self else { return false };
        error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = with_help(std::env::args_os().collect());
    let of_story = Cli::of_story(arguments.iter().skip(1).cloned());
    let cli = match of_story.map_or_else(|| Cli::try_parse_from(&arguments), Ok) {
        Ok(cli) => cli,
        Err(message) => return tell(&message),
    };
    let directories = Directories::from_environment(|name| std::env::var_os(name));
    let done = match cli.command {
        None => read::run(&cli.read, &directories),
        Some(Command::Print(args)) => print::run(&args, &directories),
        Some(Command::Scenes(args)) => scenes::run(&args, &directories),
        Some(Command::Marks(args)) => marks::run(&args, &directories),
        Some(Command::Shelf(args)) => shelf::run(&args, &directories),
        Some(Command::Config { command }) => config::run(command.as_ref(), &directories),
        Some(Command::Place(args)) => place::run(&args, &directories),
        Some(Command::Stats(args)) => stats::run(&args, &directories),
        Some(Command::Keys(args)) => keys::run(&args, &directories),
        Some(Command::Theme { command }) => theme::run(command.as_ref(), &directories),
        Some(Command::Completions { shell }) => completions::run(shell),
        Some(Command::Man) => manual::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            // Where standard error is gone there is nobody to tell, and no reason to panic.
            let message = SafeText::new(&failure.to_string());
            let _ = writeln!(io::stderr(), "nightstand: {message}");
            ExitCode::from(failure.code())
        }
    }
}

/// Returns arguments in which `help print` is `print --help`, as other programs have it. A story may be called `help`, too.
fn with_help(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|first| first == "help") && !Path::new("help").exists() {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    arguments
}

/// Says what is wrong with the command line, or the help that was asked for.
fn tell(message: &clap::Error) -> ExitCode {
    let code = u8::try_from(message.exit_code()).unwrap_or(2);
    // To clap a mistyped command is a story, and what follows it is too much.
    let first = std::env::args_os().nth(1).map(|first| first.to_string_lossy().into_owned());
    if let Some(first) = first.filter(|first| code != 0 && is_nearly_a_command(first)) {
        let _ = writeln!(io::stderr(), "nightstand: {}", SafeText::line(&no_such_command(&first)));
        return ExitCode::from(code);
    }
    if let Some(hint) = misread(message).filter(|_| code != 0) {
        let _ = writeln!(io::stderr(), "nightstand: {}", SafeText::line(&hint));
        return ExitCode::from(code);
    }
    let told = if code == 0 {
        message.print()
    } else {
        // It repeats what was typed, which may be a file's name that means harm.
        let text = SafeText::new(&message.render().to_string());
        io::stderr().write_all(text.as_bytes())
    };
    match told {
        Err(error) if code == 0 && error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
        _ => ExitCode::from(code),
    }
}

/// What to say where clap takes the words of a title for commands, or a theme's name for one.
fn misread(message: &clap::Error) -> Option<String> {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    let words: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let known = |word: &String| commands().contains(word);
    match (&words[..], message.kind()) {
        ([first, name], ErrorKind::InvalidSubcommand) if first == "theme" => {
            Some(format!("there is no command `theme {name}`; `nightstand theme show {name}` prints a theme"))
        }
        ([first, _, ..], ErrorKind::UnknownArgument | ErrorKind::ArgumentConflict | ErrorKind::InvalidSubcommand)
            if !known(first) && words.iter().all(|word| !word.starts_with('-')) =>
        {
            Some(format!(
                "one story at a time; put a title of several words in quotes: `nightstand \"{}\"`",
                words.join(" ")
            ))
        }
        ([first, ..], ErrorKind::ArgumentConflict) if known(first) => {
            let named = |kind| match message.get(kind)? {
                ContextValue::String(option) => Some(option.clone()),
                ContextValue::Strings(options) => Some(options.join(" and ")),
                _ => None,
            };
            let (one, other) = (named(ContextKind::InvalidArg)?, named(ContextKind::PriorArg)?);
            Some(format!("{one} and {other} can't be used together; choose one"))
        }
        (_, ErrorKind::ArgumentConflict) => {
            let command = words.iter().find(|word| known(word))?;
            Some(format!("put the command first, and only its own options after it: `nightstand {command} …`"))
        }
        _ => None,
    }
}

/// Returns a count with its word, one of a single thing and one of several: `1 day`, `3 days`.
fn counted(count: usize, [one, several]: [&str; 2]) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// A value as JSON, in which even a terminal finds no command: what it might take for one is escaped.
fn to_json(value: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(anyhow::Error::from)?;
    // What one of these is outside a string is a line end.
    Ok(escaped_json(&text, |c| c != '\n' && is_hazard(c)))
}

/// Returns JSON in which some characters are escaped. They stand in strings only, where JSON escapes by UTF-16.
fn escaped_json(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if is_escaped(c) {
            escaped.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// A time as RFC 3339 writes it; empty for never.
fn written(stamp: Stamp) -> String {
    let time =
        i64::try_from(stamp).ok().filter(|stamp| *stamp > 0).and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.map_or_else(String::new, |time| time.to_string())
}

/// Reads the story that an argument names.
///
/// The options that the command line gives for its file hold; for the others, what the reader chose in a session.
fn open_story(story: Option<&Path>, directories: &Directories, reading: &ReadingArgs) -> Result<Story, Failure> {
    let flags = Config { reading: reading.switches(), ..Config::default() };
    let configuration = Configuration::of_process(flags, directories);
    // No key is pressed here, so that nothing is said of their file.
    let keys = configuration.keys_path.as_ref().map(|path| path.display().to_string());
    let of_keys = |remark: &&String| keys.as_ref().is_some_and(|keys| remark.starts_with(keys.as_str()));
    for remark in configuration.remarks.iter().filter(|remark| !of_keys(remark)) {
        let _ = writeln!(io::stderr(), "nightstand: {}", SafeText::line(remark));
    }
    let config = configuration.config();
    let settings = directories.state.clone().map(|state| Store::new(state).settings().value).unwrap_or_default();
    let source = source(story, directories)?;
    tell_of_converter(&source, &config.converters);
    let all = with_switches(reading.options(), config.reading);
    let options = options_for(&source, &all, &reading.file(), &settings);
    Ok(load(&source, &options, &config.converters)?)
}

/// Returns the place in a story that an argument names.
///
/// # Errors
/// When there is no such place. The message tells what names one.
fn place_named(document: &Document, name: &str) -> Result<Place, Failure> {
    document.place_named(name).ok_or_else(|| {
        let (name, scenes) = (SafeText::line(name), document.scenes.len());
        Failure::Usage(format!(
            "“{}” is no place in this story. Give a percentage (50%), a share (0.5), a scene (1 to {scenes}) or words.",
            &*name
        ))
    })
}

/// Says that another program makes the story, which may take a minute, where someone is there to read it.
fn tell_of_converter(source: &Source, converters: &Converters) {
    let Source::File(file) = source else { return };
    if let Some(program) = converters.of(file).and_then(|converter| converter.command.first())
        && io::stderr().is_terminal()
    {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let told = format!("{program} converts “{name}”. Ctrl-C stops it.");
        let _ = writeln!(io::stderr(), "nightstand: {}", SafeText::line(&told));
    }
}

/// Returns where the story that an argument names stands.
///
/// # Errors
/// When several titles on the shelf begin so, or there is no such story and the name is nearly a command's.
fn source(story: Option<&Path>, directories: &Directories) -> Result<Source, Failure> {
    let source = Source::named(story, directories).map_err(Failure::from)?;
    match (&source, story) {
        (Source::File(file), Some(name)) if !file.exists() => no_command_meant(name).map_or(Ok(source), Err),
        _ => Ok(source),
    }
}

/// The failure to tell where there is no story of this name, if a command was meant.
fn no_command_meant(name: &Path) -> Option<Failure> {
    let name = name.to_string_lossy();
    is_nearly_a_command(&name).then(|| Failure::Usage(no_such_command(&name)))
}

/// The names of all commands.
fn commands() -> Vec<String> {
    Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

/// Returns whether a name is a command's but for a slip of the finger: a path and a title are longer.
///
/// A command of three letters, such as `man`, is left out: too many words of titles differ from it in one letter.
fn is_nearly_a_command(name: &str) -> bool {
    let is_near = |command: &String| command.len() > 3 && strsim::damerau_levenshtein(command, name) == 1;
    name.chars().all(char::is_alphabetic) && commands().iter().any(is_near)
}

fn no_such_command(name: &str) -> String {
    let near = suggestion(name, commands().iter().map(String::as_str));
    format!("there is no command and no file `{name}`{near}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_is_asked_for_by_a_word_too() {
        let asked = |words: &[&str]| with_help(words.iter().map(OsString::from).collect());
        assert_eq!(asked(&["nightstand", "help", "print"]), ["nightstand", "print", "--help"]);
        assert_eq!(asked(&["nightstand", "help"]), ["nightstand", "--help"]);
        assert_eq!(asked(&["nightstand", "./help"]), ["nightstand", "./help"]);
    }

    #[test]
    fn a_story_may_not_be_mixed_up_with_a_command() {
        assert!(Cli::try_parse_from(["nightstand", "print", "--height", "0"]).is_err());
        let cli = Cli::try_parse_from(["nightstand", "./print", "--theme", "sepia"]).unwrap();
        assert_eq!(cli.read.story.as_deref(), Some(Path::new("./print")));
    }
}
