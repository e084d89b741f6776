//! What happens to a session, and what it wants done.

use super::{Order, Proof, Themes};
use crate::config::Key;
use crate::document::Place;
use crate::shelf::{Entry, Record, Stamp, State};
use crate::theme::Variant;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted. It never counts as keys.
    Paste(String),
    /// The wheel was turned.
    Wheel {
        /// Towards the reader.
        down: bool,
    },
    /// The left button was pressed, on no panel.
    Click {
        /// The column, from 0.
        column: u16,
        /// The row, from 0.
        row: u16,
    },
    /// The left button was pressed in one cell and moved to another, each a column and a row from 0.
    Drag {
        /// The cell in which it was pressed.
        from: (u16, u16),
        /// The cell that it has been moved to.
        to: (u16, u16),
    },
    /// The left button was pressed on one character of the page and moved to another.
    Select {
        /// The place of the first.
        from: Place,
        /// The place of the other. Of both, the later one is the place after the character.
        to: Place,
    },
    /// The left button was pressed on a row of the list that is open: its number among all rows, from 0.
    Pick(usize),
    /// The left button was pressed on the bar, so far into the story, in thousandths.
    Seek(u16),
    /// The left button was pressed on the words of a link: its number among the links of the story.
    Follow(u32),
    /// The window has this size now.
    Resize {
        /// In columns.
        width: u16,
        /// In rows.
        height: u16,
    },
    /// It is this late.
    Time(Stamp),
    /// What is kept of the story now, others' changes among it.
    Shared(Box<Record>),
    /// What is on the shelf.
    Shelf(Vec<Entry>),
    /// The stories in the reader's folders.
    Folder {
        /// The stories.
        entries: Vec<Entry>,
        /// How many titles are known, and of how many, while they are read.
        reading: Option<(usize, usize)>,
    },
    /// The story's file is no longer the one that was read.
    FileChanged,
    /// The story's file is gone, or can't be read.
    FileLost,
    /// So much of the story that is being fetched has been read, in percent where that is known; it takes its time.
    Fetching(Option<u8>),
    /// No story is fetched any more; why, where it was not the reader's wish.
    NotFetched(Option<String>),
    /// The themes have been read.
    Themes(Themes),
    /// The terminal's ground is dark or light.
    Ground(Variant),
    /// The window has come to the front.
    Focused,
    /// Another window has.
    Blurred,
    /// What a dictionary says of a word, or why it says nothing.
    LookedUp(Result<String, String>),
    /// The sentence of this request has been spoken.
    Spoken(u64),
    /// Nothing can be spoken, and why.
    NotSpoken(String),
    /// Something that the reader should know, such as a fault in a theme that was just saved.
    Note(String),
    /// Stretches that were ordered have been set.
    Composed {
        /// That of the order.
        generation: u64,
        /// The stretches.
        proofs: Vec<Proof>,
    },
    /// Something that was to be kept was, or was not.
    Outcome(Outcome),
    /// The shell wants its terminal for a while.
    Suspended,
    /// The session is asked to end from outside.
    End,
}

/// What became of an [`Effect`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is on the disk.
    Kept,
    /// A mark is on the disk.
    MarkKept,
    /// It is not, and why.
    NotKept(String),
}

/// How soon a record is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// The place has changed, so that a moment's delay is no harm.
    Soon,
    /// At once.
    Now,
    /// At once: a mark has been added, and the reader waits to hear of it.
    Told,
}

/// Something that the model wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Set what will be needed.
    Compose(Order),
    /// Keep the record.
    Keep(Urgency),
    /// Keep the settings now.
    KeepSettings,
    /// Tell what others have kept of the story.
    ReadRecord,
    /// Tell whether the story's file has changed.
    LookAtFile,
    /// Tell what is on the shelf.
    ReadShelf,
    /// Tell which stories are in the reader's folders.
    ReadFolders,
    /// Take the story with this record off the shelf.
    RemoveFromShelf(String),
    /// Put the story with this record back on the shelf.
    PutBack(String),
    /// Say whether the story with this record is being read.
    SetState(String, State),
    /// Forget the story with this record.
    Forget(String),
    /// Fetch the story in this file, to be read instead.
    Open(String),
    /// Fetch it no more.
    StopFetching,
    /// Ask the terminal whether its ground is dark or light.
    AskGround,
    /// Put a text on the terminal's clipboard.
    Copy(String),
    /// Use the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Have a sentence spoken.
    Speak {
        /// Comes back when it has been.
        number: u64,
        /// The sentence.
        text: String,
        /// Its language, as a tag.
        language: String,
    },
    /// Stop speaking.
    Hush,
    /// Look up a word, or a few.
    LookUp(String),
    /// Have an address of the web opened by the reader's own program.
    OpenAddress(String),
    /// Draw the whole screen anew.
    Redraw,
    /// Give the terminal to the shell until the session is resumed.
    Suspend,
    /// End the session.
    Quit,
}
