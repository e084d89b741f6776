//! Why a story can't be read, for messages that name the file and the remedy.

use std::io;

use crate::document::SafeText;
use crate::format::ReadError;

/// Why a story can't be read.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// There is no such file.
    #[error("{0}: there is no such file, and no such title on the shelf. `nightstand shelf` lists the titles.")]
    Missing(SafeText),
    /// It is a directory.
    #[error("{0}: this is a directory; name a file in it")]
    Directory(SafeText),
    /// The system would not.
    #[error("{name}: can't read it ({error}){}", remedy(error))]
    Unreadable {
        /// The file.
        name: SafeText,
        /// The system's reason.
        error: io::Error,
    },
    /// Standard input is the terminal, on which the keys are typed.
    #[error("standard input is the terminal; pipe a story into it: `cat story.txt | nightstand -`")]
    Keyboard,
    /// Nobody waits for it any more.
    #[error("cancelled")]
    Stopped,
    /// The program that the reader has chosen made no story of it.
    #[error("{name}: `{program}` made no story of it: {why}. `[convert]` in config.toml names the program.")]
    Conversion {
        /// The file.
        name: SafeText,
        /// The program.
        program: SafeText,
        /// Why, in a line.
        why: String,
    },
    /// It is no story.
    #[error("{name}: {error}")]
    NoStory {
        /// The file.
        name: SafeText,
        /// Why.
        error: ReadError,
    },
}

/// What may help where the system would not.
fn remedy(error: &io::Error) -> &'static str {
    if error.kind() == io::ErrorKind::PermissionDenied { "; check its permissions" } else { "" }
}
