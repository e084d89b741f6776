//! Why a session ended badly or could not begin, for a message on the restored screen.

use std::io;

use crate::terminal::opening::StoryError;

/// Why a session ended badly or could not begin.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The story can't be read.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// A title on the command line means several stories.
    #[error("{0}")]
    Title(String),
    /// There is no such theme, or it can't be read.
    #[error("{0}")]
    Theme(String),
    /// The file of the log can't be written.
    #[error("can't write the log {path} ({error}). Name another file")]
    Log {
        /// The file.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// The terminal or the system failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The last save failed.
    #[error("your place could not be saved: {0}")]
    NotKept(String),
    /// A panic ended the session.
    #[error("an internal error ended the session ({said}). {kept}. Please report this.")]
    Fault {
        /// The panic's message.
        said: String,
        /// What became of the place.
        kept: String,
    },
}
