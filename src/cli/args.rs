//! The arguments of the command line: what can be asked for, and how the help says it.

mod options;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

pub(super) use self::options::{AlignArg, AmbiguousArg, HyphensArg, LookArgs, PAGE, READING, ReadingArgs, THEME};

/// What the long help ends with.
const EXAMPLES: &str = "\
Examples:
  nightstand story.epub           Open a file
  nightstand \"night gate\"         Open a story on your shelf by a part of its title
  nightstand --theme candle       Go on reading, in another theme
  nightstand print story.txt      Print a story as plain text

Press ? while you read for the keys. `nightstand COMMAND --help` shows the options of a command.
`nightstand man` prints the manual, which also lists files, variables and exit codes.";

/// A terminal reader for stories.
///
/// Without a story, it reopens the one you read last. The first time, it opens the built-in story.
#[derive(Debug, Parser)]
#[command(name = "nightstand", version, about, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[command(after_help = "Press ? while you read for the keys. `nightstand COMMAND -h` shows the options of a command.")]
#[command(after_long_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

impl Cli {
    /// Returns what most command lines say, `nightstand` and `nightstand FILE`, without a look at all the others: to build clap's commands
    /// takes 0.3 of the four milliseconds until a first page. `None` stands for any other line. A file has a dot or a slash, and no
    /// command has.
    pub(super) fn of_story(mut arguments: impl Iterator<Item = OsString>) -> Option<Self> {
        let story = arguments.next();
        let is_file = |word: &OsString| {
            let bytes = word.as_encoded_bytes();
            bytes.contains(&b'.') || bytes.contains(&b'/')
        };
        let is_option = |word: &OsString| word.as_encoded_bytes().starts_with(b"-");
        if arguments.next().is_some() || story.as_ref().is_some_and(|word| !is_file(word) || is_option(word)) {
            return None;
        }
        Some(Self { command: None, read: ReadArgs { story: story.map(PathBuf::from), ..ReadArgs::default() } })
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print a story as plain text, laid out in lines.
    Print(PrintArgs),
    /// List the scenes of a story with their moods.
    Scenes(ScenesArgs),
    /// List the bookmarks, highlights and notes of a story, as Markdown, or take in exported ones.
    Marks(MarksArgs),
    /// Print where you are in a story, or set it.
    Place(PlaceArgs),
    /// Print how long you have read, and how many words.
    Stats(StatsArgs),
    /// List the stories you have read, with how far you got and when.
    Shelf(ShelfArgs),
    /// Show the options in force, and where they come from.
    Config {
        #[command(subcommand)]
        command: Option<ConfigCommand>,
    },
    /// List the keys in force: the built-in ones and your own.
    ///
    /// Your own keys stand in `keys.toml`, in the folder of `config.toml`: `nightstand config path` tells where that is.
    /// `preset = "vim"` in it begins with the keys of vim; `less` and `kindle` work too.
    Keys(KeysArgs),
    /// List, show, check and make themes.
    Theme {
        #[command(subcommand)]
        command: Option<ThemeCommand>,
    },
    /// Print a script that lets your shell complete commands, options and themes.
    ///
    /// Each shell loads such a script in its own way. For bash, save it as
    /// ~/.local/share/bash-completion/completions/nightstand, and for fish as
    /// ~/.config/fish/completions/nightstand.fish. For zsh, save it as _nightstand in a folder of your fpath.
    Completions {
        /// The shell that the script is for.
        shell: Shell,
    },
    /// Print the manual as a man page.
    ///
    /// To read it at once, type: nightstand man | man -l -
    Man,
}

#[derive(Debug, Args)]
pub(super) struct PlaceArgs {
    #[command(flatten)]
    pub(super) story: StoryArgs,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Go to a share of the story (0.43), a percentage (43%), a scene's number, or words.
    #[arg(long, value_name = "PLACE")]
    pub(super) set: Option<String>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct StatsArgs {
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) command: Option<StatsCommand>,
}

#[derive(Debug, Subcommand)]
pub(super) enum StatsCommand {
    /// Delete all counted times. Places and marks stay.
    Forget,
}

#[derive(Debug, Args)]
pub(super) struct KeysArgs {
    /// Print a `keys.toml` that asks for the same keys.
    #[arg(long)]
    pub(super) toml: bool,
    /// Show a preset instead: the keys of another program.
    #[arg(long, value_name = "NAME", value_parser = ["less", "vim", "kindle"])]
    pub(super) preset: Option<String>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct ShelfArgs {
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) command: Option<ShelfCommand>,
}

#[derive(Debug, Subcommand)]
pub(super) enum ShelfCommand {
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
pub(super) struct StoryArgs {
    /// A file, a title on the shelf, or - for standard input (default: the built-in story).
    pub(super) story: Option<PathBuf>,
    /// Use the built-in story.
    #[arg(long, conflicts_with = "story", help_heading = READING)]
    pub(super) builtin: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct MarksArgs {
    #[command(subcommand)]
    pub(super) command: Option<MarksCommand>,
    #[command(flatten)]
    pub(super) story: StoryArgs,
    /// Print JSON; each mark has a W3C Web Annotation and a Readium locator.
    #[arg(long)]
    pub(super) json: bool,
    /// Print a page of HTML.
    #[arg(long, conflicts_with = "json")]
    pub(super) html: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum MarksCommand {
    /// Take in marks from a file: of Nightstand (JSON, Markdown or HTML), of Readium or `KOReader`, or W3C annotations. A story of the
    /// name `import` is `./import`.
    Import {
        /// The file with the marks, or - for standard input.
        file: PathBuf,
        /// The story that they belong to (default: the one that the file names).
        story: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ThemeCommand {
    /// List all themes with a short description.
    List,
    /// Print a theme's TOML, as an example or a starting point.
    Show {
        /// The name of the theme (default: lamplight).
        #[arg(value_name = THEME)]
        name: Option<String>,
    },
    /// Check themes for mistakes and for text that is hard to read.
    Check {
        /// Names of themes, or files (default: all themes).
        #[arg(value_name = "THEME|FILE")]
        themes: Vec<PathBuf>,
    },
    /// Begin a theme of your own, as a file in your themes folder.
    New {
        /// The name of the new theme.
        #[arg(value_hint = ValueHint::Other)]
        name: String,
        /// The theme that it starts from.
        #[arg(long, value_name = THEME, default_value = "lamplight")]
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
        #[arg(value_name = THEME)]
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
pub(super) enum ConfigCommand {
    /// Print the options in force as TOML, each with its source.
    Show {
        /// Print a file with all options and their defaults.
        #[arg(long)]
        default: bool,
    },
    /// Print where the file is, or would be.
    Path,
    /// Check `config.toml` and `keys.toml`. Ends with exit code 4 if something is wrong.
    Check,
}

#[derive(Debug, Clone, Default, Args)]
pub(super) struct ReadArgs {
    /// An EPUB, FB2, HTML, Markdown or text file, or a folder of them; a title on the shelf; or - for standard input.
    pub(super) story: Option<PathBuf>,
    /// Open the built-in story, whatever you read last.
    #[arg(long, conflicts_with = "story", help_heading = READING)]
    pub(super) builtin: bool,
    #[command(flatten)]
    pub(super) looks: LookArgs,
    /// Open at a percentage (50%), a share (0.5), a scene's number, or words.
    #[arg(long, value_name = "PLACE", help_heading = READING)]
    pub(super) at: Option<String>,
    /// Read without a screen: a paragraph at a time, for screen readers and teletypes.
    ///
    /// Text is only appended, and nothing but text is sent. Enter reads on; `help` tells the rest. `NIGHTSTAND_LINEAR=1` does the
    /// same, and so does `TERM=dumb`.
    #[arg(long, help_heading = READING)]
    pub(super) linear: bool,
    /// Longest line, in cells (20–120), for this session only.
    #[arg(long, help_heading = PAGE, value_name = "CELLS", value_parser = clap::value_parser!(u16).range(20..=120))]
    pub(super) measure: Option<u16>,
    /// Ragged or justified lines, for this session only.
    #[arg(long, help_heading = PAGE, value_enum)]
    pub(super) align: Option<AlignArg>,
    /// Where to hyphenate words, for this session only.
    #[arg(long, help_heading = PAGE, value_name = "WHERE", value_enum)]
    pub(super) hyphenate: Option<HyphensArg>,
    /// How wide your terminal draws characters of ambiguous width, such as curly quotes. Remembered for later sessions.
    #[arg(long, help_heading = PAGE, value_name = "WIDTH", value_enum, hide_short_help = true)]
    pub(super) ambiguous: Option<AmbiguousArg>,
    /// Append what the program does to a file, for reports of faults. No words of a story are in it.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, hide_short_help = true)]
    pub(super) log: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(super) struct PrintArgs {
    #[command(flatten)]
    pub(super) story: StoryArgs,
    /// Longest line, in cells; 0 prints each paragraph on a line of its own.
    #[arg(long, help_heading = PAGE, value_name = "CELLS", default_value_t = 66)]
    pub(super) width: u16,
    /// Print one page of HTML, without scripts.
    #[arg(long, conflicts_with_all = ["markdown", "height"])]
    pub(super) html: bool,
    /// Print the story in the story format: Markdown with scenes and moods.
    #[arg(long, conflicts_with = "height")]
    pub(super) markdown: bool,
    /// Theme of the HTML page.
    #[arg(long, value_name = options::THEME, requires = "html")]
    pub(super) theme: Option<String>,
    /// Rows on a page. A form feed separates pages.
    #[arg(long, help_heading = PAGE, value_name = "ROWS", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) height: Option<u16>,
    /// Ragged or justified lines.
    #[arg(long, help_heading = PAGE, value_enum, default_value = "left")]
    pub(super) align: AlignArg,
    /// Where to hyphenate words.
    #[arg(long, help_heading = PAGE, value_name = "WHERE", value_enum, default_value = "yes")]
    pub(super) hyphenate: HyphensArg,
    /// How wide the terminal draws characters of ambiguous width, such as curly quotes.
    #[arg(long, help_heading = PAGE, value_name = "WIDTH", value_enum, default_value = "narrow", hide_short_help = true)]
    pub(super) ambiguous: AmbiguousArg,
    /// Print only this scene, counted from 1.
    #[arg(long, help_heading = READING, value_name = "N")]
    pub(super) scene: Option<usize>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(super) struct ScenesArgs {
    #[command(flatten)]
    pub(super) story: StoryArgs,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Print what was seen of each scene, and what it weighs.
    #[arg(long, conflicts_with = "json")]
    pub(super) explain: bool,
    /// Print a file for the scenes' moods, to be corrected and saved beside the story as STORY.scenes.toml.
    #[arg(long, conflicts_with_all = ["json", "explain"])]
    pub(super) sidecar: bool,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn a_line_that_names_a_story_means_what_it_means_to_clap() {
        let words = |line: &str| line.split_whitespace().map(OsString::from).collect::<Vec<_>>();
        for line in ["", "a.txt", "./marks", "../b", "/c/d"] {
            let plain = Cli::of_story(words(line).into_iter()).unwrap();
            let all = Cli::try_parse_from([OsString::from("nightstand")].into_iter().chain(words(line))).unwrap();
            assert_eq!(format!("{plain:?}"), format!("{all:?}"), "{line}");
        }
        for line in ["marks", "Carmilla", "-", "--at=5.5", "-h", "a.txt b.txt", "a.txt --linear"] {
            assert!(Cli::of_story(words(line).into_iter()).is_none(), "{line}");
        }
        let commands = Cli::command();
        assert!(commands.get_subcommands().all(|command| !command.get_name().contains(['.', '/'])));
    }
}
