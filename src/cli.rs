//! The command line: what was asked for, who does it, and how the program ends.

mod config;
mod marks;
mod print;
mod read;
mod scenes;
mod shelf;
mod theme;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config::{Config, KEYS};
use crate::diagnostic::suggestion;
use crate::document::{SafeText, is_hazard};
use crate::format::{Limits, ReadOptions};
use crate::shelf::Stamp;
use crate::terminal::{Directories, Error, Source, StoryError};
use crate::typeset::{Ambiguous, Hyphens};

/// A terminal reader for stories.
///
/// Without a story, it reopens the one you read last. The first time, it opens the built-in story.
#[derive(Debug, Parser)]
#[command(name = "nightstand", version, about, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    read: ReadArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a story as plain text, laid out in lines.
    Print(PrintArgs),
    /// List the scenes of a story with their moods.
    Scenes(ScenesArgs),
    /// List the bookmarks of a story, as Markdown.
    Marks(MarksArgs),
    /// List the stories you have read, with how far you got and when.
    Shelf(ShelfArgs),
    /// Show the options in force, and where they come from.
    Config {
        #[command(subcommand)]
        command: Option<ConfigCommand>,
    },
    /// List, show, check and make themes.
    Theme {
        #[command(subcommand)]
        command: Option<ThemeCommand>,
    },
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
struct ShelfArgs {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    command: Option<ShelfCommand>,
}

#[derive(Debug, Subcommand)]
enum ShelfCommand {
    /// Take a story off the shelf. Its place and bookmarks stay saved, and reading it puts it back.
    Remove {
        /// The story's title or file.
        story: PathBuf,
    },
    /// Delete a story's place and bookmarks for good.
    Forget {
        /// The story's title or file.
        story: PathBuf,
    },
}

/// The story that a command is about.
#[derive(Debug, Args)]
struct StoryArgs {
    /// A file, a title on the shelf, or - for standard input (default: the built-in story).
    story: Option<PathBuf>,
    /// Use the built-in story.
    #[arg(long, conflicts_with = "story")]
    builtin: bool,
}

#[derive(Debug, Args)]
struct MarksArgs {
    #[command(flatten)]
    story: StoryArgs,
    /// Print JSON; each bookmark has a W3C Web Annotation and a Readium locator.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, Subcommand)]
enum ThemeCommand {
    /// List all themes with a short description.
    List,
    /// Print a theme's TOML, as an example or a starting point.
    Show {
        /// The name of the theme (default: lamplight).
        name: Option<String>,
    },
    /// Check themes for mistakes and for text that is hard to read.
    Check {
        /// Names of themes, or files (default: all themes).
        themes: Vec<PathBuf>,
    },
    /// Begin a theme of your own, as a file in your themes folder.
    New {
        /// The name of the new theme.
        name: String,
        /// The theme that it starts from.
        #[arg(long, value_name = "NAME", default_value = "lamplight")]
        from: String,
    },
    /// Make a theme of a base16 or base24 scheme, or of a Ghostty or Alacritty one.
    Import {
        /// The file of the scheme. The theme gets its name.
        file: PathBuf,
    },
    /// Show each mood of a theme.
    Preview {
        /// The name of the theme (default: all themes).
        name: Option<String>,
        /// Print an SVG picture.
        #[arg(long)]
        svg: bool,
        /// How many colours to show.
        #[arg(long, value_name = "COLOURS", value_parser = ["auto", "true", "256", "16", "none"])]
        colours: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print the options in force as TOML, each with its source.
    Show {
        /// Print a file with all options and their defaults.
        #[arg(long)]
        default: bool,
    },
    /// Print where the file is, or would be.
    Path,
}

#[derive(Debug, Clone, Args)]
struct ReadArgs {
    /// An EPUB, FB2, HTML, Markdown or text file; a title on the shelf; or - for standard input.
    story: Option<PathBuf>,
    /// Open the built-in story, whatever you read last.
    #[arg(long, conflicts_with = "story")]
    builtin: bool,
    #[command(flatten)]
    looks: LookArgs,
    /// Longest line, in cells (20–120), for this session only.
    #[arg(long, value_name = "CELLS", value_parser = clap::value_parser!(u16).range(20..=120))]
    measure: Option<u16>,
    /// Ragged or justified lines, for this session only.
    #[arg(long, value_enum)]
    align: Option<AlignArg>,
    /// Where to hyphenate words, for this session only.
    #[arg(long, value_enum)]
    hyphenate: Option<HyphensArg>,
    /// How wide your terminal draws characters of ambiguous width, such as curly quotes. Remembered for later sessions.
    #[arg(long, value_enum)]
    ambiguous: Option<AmbiguousArg>,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// How the page looks, for this session only. `config.toml` has the same options.
#[derive(Debug, Clone, Default, Args)]
struct LookArgs {
    /// Theme, for this session only.
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// How many colours to send (default: as many as the terminal shows).
    #[arg(long, value_name = "COLOURS", visible_alias = "colors", value_parser = ["auto", "true", "256", "16", "none"])]
    colours: Option<String>,
    /// Least contrast of text: aa is 4.5 to 1, aaa is 7 to 1.
    #[arg(long, value_name = "LEVEL", value_parser = ["off", "aa", "aaa"])]
    contrast: Option<String>,
    /// Whether the whole window gets the page's background.
    #[arg(long, value_name = "WINDOW", value_parser = ["plain", "fill"])]
    window: Option<String>,
    /// How much moves when the mood changes.
    #[arg(long, value_name = "MOTION", value_parser = ["none", "basic", "full"])]
    motion: Option<String>,
}

impl LookArgs {
    /// The options that these flags set.
    fn config(&self) -> Config {
        let mut config = Config::default();
        let flags = [&self.theme, &self.colours, &self.contrast, &self.window, &self.motion];
        for (key, value) in KEYS.iter().zip(flags) {
            if let Some(value) = value {
                // clap has let only values through that are known.
                let _ = config.set(key.name, value);
            }
        }
        config
    }
}

/// How a story's file is read.
#[derive(Debug, Clone, Default, Args)]
struct ReadingArgs {
    /// Encoding of a text file that is not UTF-8, such as windows-1252 (default: guessed).
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Turn straight quotes and double hyphens of a plain text file into curly quotes and dashes.
    #[arg(long, value_enum, value_name = "ON|OFF", default_value = "on")]
    smarten: Switch,
    /// Guess the mood of unmarked scenes from their text.
    #[arg(long, value_enum, value_name = "ON|OFF", default_value = "on")]
    mood_inference: Switch,
    /// Raise the size limits N-fold for a book refused as too large (1–64).
    #[arg(long, value_name = "TIMES", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    limits: u16,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Switch {
    #[default]
    On,
    Off,
}

impl ReadingArgs {
    fn options(&self) -> ReadOptions {
        ReadOptions {
            encoding: self.encoding.clone(),
            smarten: self.smarten == Switch::On,
            mood_inference: self.mood_inference == Switch::On,
            limits: Limits::times(self.limits),
        }
    }
}

#[derive(Debug, Args)]
struct PrintArgs {
    #[command(flatten)]
    story: StoryArgs,
    /// Longest line, in cells.
    #[arg(long, default_value_t = 66, value_parser = clap::value_parser!(u16).range(1..))]
    width: u16,
    /// Rows on a page. A form feed separates pages.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    height: Option<u16>,
    /// Ragged or justified lines.
    #[arg(long, value_enum, default_value = "left")]
    align: AlignArg,
    /// Where to hyphenate words.
    #[arg(long, value_enum, default_value = "yes")]
    hyphenate: HyphensArg,
    /// How wide the terminal draws characters of ambiguous width, such as curly quotes.
    #[arg(long, value_enum, default_value = "narrow")]
    ambiguous: AmbiguousArg,
    /// Print only this scene, counted from 1.
    #[arg(long, value_name = "N")]
    scene: Option<usize>,
    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, Args)]
struct ScenesArgs {
    #[command(flatten)]
    story: StoryArgs,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Print what was seen of each scene, and what it weighs.
    #[arg(long, conflicts_with = "json")]
    explain: bool,
    /// Print a file for the scenes' moods, to be corrected and saved beside the story as STORY.scenes.toml.
    #[arg(long, conflicts_with_all = ["json", "explain"])]
    sidecar: bool,
    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AlignArg {
    Left,
    Justify,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum HyphensArg {
    /// The same as calm.
    Yes,
    /// Never.
    No,
    /// Only where a line would otherwise have a gap.
    Calm,
    /// Wherever it makes the edge more even.
    Tight,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AmbiguousArg {
    /// One cell.
    Narrow,
    /// Two cells, as some terminals do in East Asian locales.
    Wide,
}

impl From<AmbiguousArg> for Ambiguous {
    fn from(arg: AmbiguousArg) -> Self {
        match arg {
            AmbiguousArg::Narrow => Self::Narrow,
            AmbiguousArg::Wide => Self::Wide,
        }
    }
}

impl From<HyphensArg> for Hyphens {
    fn from(arg: HyphensArg) -> Self {
        match arg {
            HyphensArg::No => Self::None,
            HyphensArg::Yes | HyphensArg::Calm => Self::Calm,
            HyphensArg::Tight => Self::Tight,
        }
    }
}

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
    let cli = match Cli::try_parse() {
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
        Some(Command::Theme { command }) => theme::run(command.as_ref(), &directories),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            // Where standard error is gone there is nobody to tell, and no reason to panic.
            let message = SafeText::line(&failure.to_string());
            let _ = writeln!(io::stderr(), "nightstand: {message}");
            ExitCode::from(failure.code())
        }
    }
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
    use clap::error::ErrorKind;
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
        (_, ErrorKind::ArgumentConflict) => {
            let command = words.iter().find(|word| known(word))?;
            Some(format!("put the command first, and only its own options after it: `nightstand {command} …`"))
        }
        _ => None,
    }
}

/// A value as JSON, in which even a terminal finds no command: what it might take for one is escaped.
fn to_json(value: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(anyhow::Error::from)?;
    if !text.chars().any(|c| c != '\n' && is_hazard(c)) {
        return Ok(text);
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_hazard(c) {
            // Hazards stand in strings only, where JSON escapes by UTF-16.
            let units =
                c.encode_utf16(&mut [0; 2]).iter().fold(String::new(), |all, unit| all + &format!("\\u{unit:04x}"));
            safe.push_str(&units);
        } else {
            safe.push(c);
        }
    }
    Ok(safe)
}

/// A time as RFC 3339 writes it; empty for never.
fn written(stamp: Stamp) -> String {
    let time =
        i64::try_from(stamp).ok().filter(|stamp| *stamp > 0).and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.map_or_else(String::new, |time| time.to_string())
}

/// Returns the story that an argument names.
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
fn is_nearly_a_command(name: &str) -> bool {
    name.chars().all(char::is_alphabetic)
        && commands().iter().any(|command| strsim::damerau_levenshtein(command, name) == 1)
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
    fn a_story_may_not_be_mixed_up_with_a_command() {
        assert!(Cli::try_parse_from(["nightstand", "print", "--width", "0"]).is_err());
        let cli = Cli::try_parse_from(["nightstand", "./print", "--theme", "sepia"]).unwrap();
        assert_eq!(cli.read.story.as_deref(), Some(Path::new("./print")));
    }
}
