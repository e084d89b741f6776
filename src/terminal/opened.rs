//! What is opened, as plain values: what is wanted, and what a session goes on with once it is there.

use std::path::PathBuf;

use crate::app::App;
use crate::config::{Commands, Motion};
use crate::shelf::Settings;
use crate::terminal::store::{Edition, Store};
use crate::theme::Depth;

/// Where a session keeps what it remembers; `None` keeps nothing.
#[derive(Debug, Clone, Default)]
pub struct SavePaths {
    /// The store that they are in.
    pub store: Option<Store>,
    /// The record of the story.
    pub record: Option<PathBuf>,
    /// The file that the story was read from, as it was.
    pub edition: Option<Edition>,
    /// The settings.
    pub settings: Option<PathBuf>,
    /// The settings as they were read.
    pub before: Settings,
    /// The folders whose stories are listed.
    pub folders: Vec<PathBuf>,
}

/// How a session treats the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manners {
    /// Whether the terminal is asked for its ground.
    pub ask: bool,
    /// Whether the whole window wears the page's ground, where the terminal has told its own.
    pub fill: bool,
    /// How much moves when the mood changes.
    pub motion: Motion,
    /// How many colours there are.
    pub depth: Depth,
    /// Whether text may be put on the terminal's clipboard.
    pub clipboard: Clipboard,
    /// The programs that look words up and read aloud.
    pub commands: Commands,
    /// The file in which the reader may name them, as messages call it.
    pub config_file: String,
}

/// Whether text may be put on the terminal's clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clipboard {
    /// It may.
    Free,
    /// It may, but tmux is in between, which keeps it to itself unless it is told otherwise.
    BehindTmux,
    /// The reader wants none.
    Off,
}

/// What a session goes on with once a story is there.
#[derive(Debug)]
pub struct Session {
    /// The model.
    pub app: App,
    /// Where it is kept.
    pub files: SavePaths,
    /// Whether the settings name another story than they did, which is worth keeping at once.
    pub remember_story: bool,
    /// Whether the session begins with the stories of a folder.
    pub lists_folder: bool,
}

/// What is wanted of whoever fetches stories.
#[derive(Debug)]
pub struct Wanted {
    /// The story by its path; none for the one that the session was begun for.
    pub story: Option<String>,
    /// What is remembered of the reader.
    pub settings: Box<Settings>,
}
