//! The arguments of the command line: what can be asked for, and how the help says it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{Config, KEYS};
use crate::document::Language;
use crate::format::{Format, LAYOUTS, Limits, ReadOptions};
use crate::typeset::{Ambiguous, Hyphens};

/// A terminal reader for stories.
///
/// Without a story, it reopens the one you read last. The first time, it opens the built-in story.
#[derive(Debug, Parser)]
#[command(name = "nightstand", version, about, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Print a story as plain text, laid out in lines.
    Print(PrintArgs),
    /// List the scenes of a story with their moods.
    Scenes(ScenesArgs),
    /// List the bookmarks, highlights and notes of a story, as Markdown, or take in exported ones.
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
    #[arg(long, conflicts_with = "story")]
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
    /// Take in marks from a JSON file of Nightstand, Readium or `KOReader`, or from W3C annotations. A story of the name
    /// `import` is `./import`.
    Import {
        /// The file with the marks.
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
pub(super) enum ConfigCommand {
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
pub(super) struct ReadArgs {
    /// An EPUB, FB2, HTML, Markdown or text file; a title on the shelf; or - for standard input.
    pub(super) story: Option<PathBuf>,
    /// Open the built-in story, whatever you read last.
    #[arg(long, conflicts_with = "story")]
    pub(super) builtin: bool,
    #[command(flatten)]
    pub(super) looks: LookArgs,
    /// Longest line, in cells (20–120), for this session only.
    #[arg(long, value_name = "CELLS", value_parser = clap::value_parser!(u16).range(20..=120))]
    pub(super) measure: Option<u16>,
    /// Ragged or justified lines, for this session only.
    #[arg(long, value_enum)]
    pub(super) align: Option<AlignArg>,
    /// Where to hyphenate words, for this session only.
    #[arg(long, value_enum)]
    pub(super) hyphenate: Option<HyphensArg>,
    /// How wide your terminal draws characters of ambiguous width, such as curly quotes. Remembered for later sessions.
    #[arg(long, value_enum)]
    pub(super) ambiguous: Option<AmbiguousArg>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

/// How the page looks, for this session only. `config.toml` has the same options.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct LookArgs {
    /// Theme, for this session only.
    #[arg(long, value_name = "NAME")]
    pub(super) theme: Option<String>,
    /// How many colours to send (default: as many as the terminal shows).
    #[arg(long, value_name = "COLOURS", visible_alias = "colors", value_parser = ["auto", "true", "256", "16", "none"])]
    pub(super) colours: Option<String>,
    /// Least contrast of text: aa is 4.5 to 1, aaa is 7 to 1.
    #[arg(long, value_name = "LEVEL", value_parser = ["off", "aa", "aaa"])]
    pub(super) contrast: Option<String>,
    /// Whether the whole window gets the page's background.
    #[arg(long, value_name = "WINDOW", value_parser = ["plain", "fill"])]
    pub(super) window: Option<String>,
    /// How much moves when the mood changes.
    #[arg(long, value_name = "MOTION", value_parser = ["none", "basic", "full"])]
    pub(super) motion: Option<String>,
}

impl LookArgs {
    /// The options that these flags set.
    pub(super) fn config(&self) -> Config {
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
pub(super) struct ReadingArgs {
    /// Encoding of a text file that is not UTF-8, such as windows-1252 (default: guessed).
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// Turn straight quotes and double hyphens of a plain text file into curly quotes and dashes.
    #[arg(long, value_enum, value_name = "ON|OFF", default_value = "on")]
    pub(super) smarten: Switch,
    /// Guess the mood of unmarked scenes from their text.
    #[arg(long, value_enum, value_name = "ON|OFF", default_value = "on")]
    pub(super) mood_inference: Switch,
    /// Show page numbers, menus and the like, which are left out as no part of the story.
    #[arg(long)]
    pub(super) keep_all: bool,
    /// Paragraphs of a plain text file (default: guessed).
    #[arg(long, value_name = "LAYOUT", value_parser = LAYOUTS)]
    pub(super) layout: Option<String>,
    /// Language of the text, such as de or pt-BR (default: what it names, or guessed).
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub(super) language: Option<Language>,
    /// Format of the file (default: from its content and its name).
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<FileFormat>,
    /// Raise the size limits N-fold for a book refused as too large (1–64).
    #[arg(long, value_name = "TIMES", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(super) limits: u16,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Switch {
    #[default]
    On,
    Off,
}

/// A format that a file may be read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FileFormat {
    Text,
    Markdown,
    Html,
    Epub,
    Fb2,
}

impl FileFormat {
    /// Returns the format for the reader. An EPUB is told by its content, whatever is asked for.
    fn format(self) -> Option<Format> {
        match self {
            Self::Text => Some(Format::Plain),
            Self::Markdown => Some(Format::Story),
            Self::Html => Some(Format::Html),
            Self::Fb2 => Some(Format::FictionBook),
            Self::Epub => None,
        }
    }
}

/// Reads the tag of a language.
fn language(tag: &str) -> Result<Language, String> {
    Language::parse(tag).ok_or_else(|| "use a language tag such as `en`, `de` or `pt-BR`".to_owned())
}

impl ReadingArgs {
    pub(super) fn options(&self) -> ReadOptions {
        ReadOptions {
            encoding: self.encoding.clone(),
            smarten: self.smarten == Switch::On,
            mood_inference: self.mood_inference == Switch::On,
            limits: Limits::times(self.limits),
            keep_all: self.keep_all,
            layout: self.layout.clone(),
            language: self.language,
            format: self.format.and_then(FileFormat::format),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct PrintArgs {
    #[command(flatten)]
    pub(super) story: StoryArgs,
    /// Longest line, in cells.
    #[arg(long, default_value_t = 66, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) width: u16,
    /// Rows on a page. A form feed separates pages.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) height: Option<u16>,
    /// Ragged or justified lines.
    #[arg(long, value_enum, default_value = "left")]
    pub(super) align: AlignArg,
    /// Where to hyphenate words.
    #[arg(long, value_enum, default_value = "yes")]
    pub(super) hyphenate: HyphensArg,
    /// How wide the terminal draws characters of ambiguous width, such as curly quotes.
    #[arg(long, value_enum, default_value = "narrow")]
    pub(super) ambiguous: AmbiguousArg,
    /// Print only this scene, counted from 1.
    #[arg(long, value_name = "N")]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AlignArg {
    Left,
    Justify,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HyphensArg {
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
pub(super) enum AmbiguousArg {
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
