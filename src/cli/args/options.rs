//! The options that several commands share, and the values that they take.

use clap::{Args, ValueEnum, ValueHint};

use crate::config::{Config, KEYS, ReadingSwitches};
use crate::document::Language;
use crate::format::{LAYOUTS, Limits, ReadOptions};
use crate::shelf::{AUTO, FileOptions};
use crate::typeset::{Ambiguous, Hyphens};

/// The headings of the help: what is read and how its words are taken, how the page looks, and how a file is understood.
pub(in crate::cli) const READING: &str = "Reading";
pub(in crate::cli) const PAGE: &str = "Page";
const FILES: &str = "Files";

/// How the help calls a value that names a theme. The scripts for shells offer the themes' names for it.
pub(in crate::cli) const THEME: &str = "THEME";

/// How the page looks, for this session only. `config.toml` has the same options.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = PAGE)]
pub(in crate::cli) struct LookArgs {
    /// Theme, for this session only.
    ///
    /// `nightstand theme` lists the themes. While you read, t shows each of them on the page.
    #[arg(long, value_name = THEME)]
    pub(in crate::cli) theme: Option<String>,
    /// How many colours to send (default: as many as the terminal shows).
    ///
    /// Choose a number if the colours look wrong, because some terminals do not say how many they show. `none` keeps bold and
    /// italics.
    #[arg(long, value_name = "COLOURS", visible_alias = "colors", value_parser = ["auto", "true", "256", "16", "none"])]
    pub(in crate::cli) colours: Option<String>,
    /// Least contrast of text: aa is 4.5 to 1, aaa is 7 to 1.
    ///
    /// An ink with less contrast is made lighter or darker. The default is off for the built-in themes, and aa for others.
    #[arg(long, value_name = "LEVEL", hide_short_help = true, value_parser = ["off", "aa", "aaa"])]
    pub(in crate::cli) contrast: Option<String>,
    /// Whether the whole window gets the page's background.
    ///
    /// With `fill`, the terminal has the background of the scene while you read. This does nothing in tmux, GNU screen and
    /// Ghostty.
    #[arg(long, value_name = "WINDOW", hide_short_help = true, value_parser = ["plain", "fill"])]
    pub(in crate::cli) window: Option<String>,
    /// How much moves when the mood changes.
    ///
    /// With `basic`, a scene of another mood comes up within a quarter of a second, and with `full` within 0.4 seconds.
    /// `NO_MOTION=1` and `REDUCE_MOTION=1` mean `none`.
    #[arg(long, value_name = "MOTION", value_parser = ["none", "basic", "full"])]
    pub(in crate::cli) motion: Option<String>,
}

impl LookArgs {
    /// The options that these flags set.
    pub(in crate::cli) fn config(&self) -> Config {
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
pub(in crate::cli) struct ReadingArgs {
    /// Encoding of a text file that is not UTF-8, such as windows-1252 (default: guessed). Remembered for the file; auto guesses again.
    #[arg(long, help_heading = FILES, value_name = "NAME", value_hint = ValueHint::Other)]
    pub(in crate::cli) encoding: Option<String>,
    /// Turn straight quotes and double hyphens of a plain text file into curly quotes and dashes.
    #[arg(long, help_heading = READING, value_enum, value_name = "ON|OFF")]
    pub(in crate::cli) smarten: Option<Switch>,
    /// Guess the mood of unmarked scenes from their text.
    ///
    /// `nightstand scenes --explain` shows the reasons for each guess.
    #[arg(long, help_heading = READING, value_enum, value_name = "ON|OFF")]
    pub(in crate::cli) mood_inference: Option<Switch>,
    /// Show page numbers, menus and the like, which are left out as no part of the story.
    #[arg(long, help_heading = READING, hide_short_help = true)]
    pub(in crate::cli) keep_all: bool,
    /// Paragraphs of a plain text file (default: guessed). Remembered for the file; auto guesses again.
    ///
    /// blank-rows: a blank row ends a paragraph. lines: each line is one. indents: an indented line begins one. wrapped: a
    /// short line ends one. verse: each line is a line of verse.
    #[arg(long, help_heading = FILES, hide_short_help = true, value_name = "LAYOUT", value_parser = LAYOUTS.into_iter().chain([AUTO]).collect::<Vec<_>>())]
    pub(in crate::cli) layout: Option<String>,
    /// Language of the text, such as de or pt-BR (default: what it names, or guessed).
    #[arg(long, help_heading = FILES, value_name = "TAG", value_parser = language, value_hint = ValueHint::Other)]
    pub(in crate::cli) language: Option<Language>,
    /// Format of the file (default: from its content and its name). Remembered for the file; auto guesses again.
    #[arg(long, help_heading = FILES, value_name = "FORMAT", value_parser = FORMATS)]
    pub(in crate::cli) format: Option<String>,
    /// Raise the size limits N-fold for a book refused as too large (1–64). Remembered for the file; auto is 1.
    #[arg(long, help_heading = FILES, hide_short_help = true, value_name = "TIMES", value_parser = times)]
    pub(in crate::cli) limits: Option<u16>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Switch {
    #[default]
    On,
    Off,
}

/// The formats that a file may be read in.
const FORMATS: [&str; 6] = ["text", "markdown", "html", "epub", "fb2", AUTO];

/// Reads how many times as high limits are.
fn times(text: &str) -> Result<u16, String> {
    let number = if text == AUTO { Some(1) } else { text.parse().ok() };
    let number = number.filter(|times| (1..=Limits::MOST).contains(times));
    number.ok_or_else(|| format!("use a number from 1 to {}, or `{AUTO}`", Limits::MOST))
}

/// Reads the tag of a language.
fn language(tag: &str) -> Result<Language, String> {
    Language::parse(tag).ok_or_else(|| "use a language tag such as `en`, `de` or `pt-BR`".to_owned())
}

impl ReadingArgs {
    /// The options that hold for every file.
    pub(in crate::cli) fn options(&self) -> ReadOptions {
        ReadOptions { keep_all: self.keep_all, language: self.language, ..ReadOptions::default() }
    }

    /// The switches that `config.toml` has, too.
    pub(in crate::cli) fn switches(&self) -> ReadingSwitches {
        let on = |switch: Option<Switch>| switch.map(|switch| switch == Switch::On);
        ReadingSwitches { linear: None, smarten: on(self.smarten), mood_inference: on(self.mood_inference) }
    }

    /// What is asked for of the file, which is remembered.
    pub(in crate::cli) fn file(&self) -> FileOptions {
        FileOptions {
            path: String::new(),
            encoding: self.encoding.clone(),
            layout: self.layout.clone(),
            format: self.format.clone(),
            limits: self.limits,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum AlignArg {
    Left,
    Justify,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum HyphensArg {
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
pub(in crate::cli) enum AmbiguousArg {
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
