//! The parts of the model, each with what is said of it alone.

use std::sync::Arc;

use super::aloud::Aloud;
use super::auto_turn::AutoTurn;
use super::guide::Guide;
use super::history::History;
use super::pace::Pace;
use super::rereading::FileState;
use super::setting::SettingChange;
use super::shelf::ShelfOrder;
use super::{Book, Event, Fetching, Marks, Selection};
use crate::config::{Context, Key, Keymap, Meaning};
use crate::document::{Chapter, Document, Place, Switches};
use crate::shelf::{Entry, Record, Settings, Track};

/// The story that is read.
#[derive(Debug)]
pub(super) struct Story {
    /// Its text.
    pub(super) document: Arc<Document>,
    /// Its pages at the present size of the window.
    pub(super) book: Book,
    /// What the contents list.
    pub(super) outline: Vec<Chapter>,
}

/// Where the reader is.
#[derive(Debug, Default)]
pub(super) struct Position {
    /// The place.
    pub(super) place: Place,
    /// The places that jumps were made from.
    pub(super) history: History,
    /// Where the reader was when the story was opened.
    pub(super) began: Option<Place>,
    /// The guide for the eye.
    pub(super) guide: Option<Guide>,
    /// When the page turns by itself.
    pub(super) auto_turn: Option<AutoTurn>,
    /// What is read aloud.
    pub(super) aloud: Option<Aloud>,
    /// How many sentences have been asked to be spoken.
    pub(super) requests: u64,
}

/// What is remembered from one session to the next.
#[derive(Debug)]
pub(super) struct Remembered {
    /// What was remembered of the story when it was opened.
    pub(super) record: Record,
    /// What is remembered of the reader.
    pub(super) settings: Settings,
    /// What is set by the command line, by the environment or by `config.toml`, and wins at the next start.
    pub(super) fixed: Settings,
    /// The changes of what is chosen in this session, the last one last.
    pub(super) changes: Vec<SettingChange>,
    /// The marks of the story.
    pub(super) marks: Marks,
    /// What has been read.
    pub(super) track: Track,
    /// How fast the reader reads.
    pub(super) pace: Pace,
    /// Whether the reader has gone anywhere since the story was opened.
    pub(super) moved: bool,
}

/// The stories that have been read, as the shelf lists them.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// The stories, once they have been asked for.
    pub(super) entries: Option<Vec<Entry>>,
    /// The stories in the reader's folders, once they have been asked for.
    pub(super) folder: Option<Vec<Entry>>,
    /// How many titles of them are known, and of how many, while they are read.
    pub(super) reading: Option<(usize, usize)>,
    /// The records of the stories that were taken off in this session.
    pub(super) removed: Vec<String>,
    /// The order in which they stand.
    pub(super) order: ShelfOrder,
}

/// The keys, and what was typed that is no whole command yet.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Which key asks for what.
    pub(super) keymap: Keymap,
    /// The number typed before a command.
    pub(super) count: Option<u32>,
    /// The digits after its point, once that is typed: a percentage may have some.
    pub(super) decimals: Option<String>,
    /// The selection that comes back when the help is closed.
    pub(super) beneath: Option<Selection>,
    /// The searches of this session with how they were read, the latest last.
    pub(super) searches: Vec<(String, Switches)>,
    /// The key that has come of a command of two.
    pub(super) first: Option<Key>,
}

/// The most that a number typed before a command counts to: more than any book's pages; the rest is a cat on the keyboard.
const MOST_COUNTED: u32 = 9_999_999;

/// The digits after a point that count. In a book of a million words, one step of the last of them is ten words.
const MOST_DECIMALS: usize = 3;

impl Keys {
    /// Returns whether a point begins the decimals of a number: also of one whose zero is left out, unless the point is a
    /// command of its own.
    pub(super) fn has_decimals_after(&self, first: Option<Key>, point: Key) -> bool {
        let is_free = || self.keymap.meaning(Context::Reading, None, point) == Meaning::Nothing;
        self.count.is_some() || first.is_none() && point == Key::Char('.') && is_free()
    }

    /// Takes a digit of the number before a command.
    pub(super) fn count_on(&mut self, digit: u32) {
        if let Some(decimals) = &mut self.decimals {
            if decimals.len() < MOST_DECIMALS {
                decimals.push_str(&digit.to_string());
            }
            return;
        }
        let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
        self.count = Some(count.min(MOST_COUNTED));
    }

    /// Returns the number, which is used up.
    pub(super) fn take_count(&mut self) -> Option<u32> {
        self.decimals = None;
        self.count.take()
    }

    /// Takes the last digit of that number back, or its point.
    pub(super) fn uncount(&mut self) {
        match self.decimals.take() {
            Some(mut decimals) => {
                self.decimals = decimals.pop().map(|_| decimals);
                // The zero before a point need not have been typed.
                self.count = self.count.filter(|count| *count > 0 || self.decimals.is_some());
            }
            None => self.count = self.count.map(|count| count / 10).filter(|count| *count > 0),
        }
    }

    /// Returns the number as it has been typed so far.
    pub(super) fn typed_count(&self) -> Option<String> {
        let point = self.decimals.as_ref().map_or(String::new(), |decimals| format!(".{decimals}"));
        self.count.map(|count| format!("{count}{point}"))
    }
}

/// What the status line has to say.
#[derive(Debug, Default)]
pub(super) struct Notices {
    /// What is said until the next key.
    pub(super) note: Option<String>,
    /// What will be said once the mark that was made is on the disk.
    pub(super) kept: Option<&'static str>,
    /// What is said as long as it is so.
    pub(super) trouble: Option<String>,
    /// The pages that a newcomer still turns before the line tells no keys any more.
    pub(super) lesson: u8,
}

/// What is still to come.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// What waits for the whole, where only a piece of the story is there.
    pub(super) held: Option<Vec<Event>>,
    /// The story that is being fetched: the rest of this one, or another.
    pub(super) fetching: Option<Fetching>,
    /// Whether the story's file is to be read again.
    pub(super) file: FileState,
    /// The keys that were pressed before the rows of the open list came.
    pub(super) early: Vec<Key>,
}
