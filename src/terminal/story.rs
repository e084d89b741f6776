//! Fetches a story: the embedded one, a file, or what comes by standard input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::document::{Document, SafeText};
use crate::embedded;
use crate::format::{self, BEGINNING, Diagnostic, ReadError, Reading};

/// Where a story comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The one that is built in.
    Embedded,
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

/// A story and where it came from.
#[derive(Debug)]
pub struct Story {
    /// Its text.
    pub document: Document,
    /// What was odd about it.
    pub diagnostics: Vec<Diagnostic>,
    /// What to call the source in a message.
    pub name: SafeText,
    /// What it is known by when its text has changed: the file's whole path, or that it is built in; empty for one
    /// that came by standard input.
    pub path: String,
}

/// What the path of the embedded story begins with.
const BUILT_IN: &str = "built in: ";

/// Whether a path is that of the embedded story.
#[must_use]
pub fn is_embedded(path: &str) -> bool {
    path.starts_with(BUILT_IN)
}

/// Why a story can't be read.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// There is no such file.
    #[error("{0}: there is no such file; check the path (`nightstand --builtin` opens the story that is built in)")]
    Missing(SafeText),
    /// It is a directory.
    #[error("{0}: this is a directory; name a file in it")]
    Directory(SafeText),
    /// The system would not.
    #[error("{name}: it can't be read ({error}); check that the file is yours to read")]
    Unreadable {
        /// The file.
        name: SafeText,
        /// The system's reason.
        error: io::Error,
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

/// Fetches and reads a story.
///
/// # Errors
/// When there is nothing there that could be read.
pub fn load(source: &Source) -> Result<Story, StoryError> {
    if let Source::File(file) = source
        && let Some(mut document) = read_in_pieces(file)
    {
        document.metadata.title = title_of(file);
        let name = SafeText::line(&file.display().to_string());
        return Ok(Story { document, diagnostics: Vec::new(), name, path: whole_path(file) });
    }
    let (name, path, bytes) = match source {
        Source::Embedded => {
            (SafeText::line(embedded::NAME), format!("{BUILT_IN}{}", embedded::NAME), embedded::STORY.to_vec())
        }
        Source::Stdin => {
            let name = SafeText::line("standard input");
            let mut bytes = Vec::new();
            match io::stdin().lock().read_to_end(&mut bytes) {
                Ok(_) => (name, String::new(), bytes),
                Err(error) => return Err(StoryError::Unreadable { name, error }),
            }
        }
        Source::File(file) => {
            let name = SafeText::line(&file.display().to_string());
            let bytes = read_file(file, &name)?;
            (name, whole_path(file), bytes)
        }
    };
    match format::read(&name, &bytes) {
        Ok(Reading { mut document, diagnostics }) => {
            if document.metadata.title.is_empty()
                && let Source::File(file) = source
            {
                document.metadata.title = title_of(file);
            }
            Ok(Story { document, diagnostics, name, path })
        }
        Err(error) => Err(StoryError::NoStory { name, error }),
    }
}

/// The first paragraphs of a long plain text, for its first page; `None` for any other story, which has to be read whole.
#[must_use]
pub fn beginning(source: &Source) -> Option<Document> {
    let Source::File(file) = source else { return None };
    let metadata = fs::metadata(file).ok()?;
    if !metadata.is_file() || metadata.len() < 2 * BEGINNING as u64 {
        return None;
    }
    let mut bytes = Vec::with_capacity(BEGINNING);
    fs::File::open(file).ok()?.take(BEGINNING as u64).read_to_end(&mut bytes).ok()?;
    let mut document = format::beginning(&file.to_string_lossy(), &bytes)?;
    document.metadata.title = title_of(file);
    Some(document)
}

/// Reads a long plain text in pieces; `None` for any other file, and for one that can't be read so.
fn read_in_pieces(file: &Path) -> Option<Document> {
    const PIECE: usize = 64 << 10;
    let length = fs::metadata(file).ok().filter(fs::Metadata::is_file)?.len();
    if !(2 * BEGINNING as u64..u64::from(u32::MAX)).contains(&length) {
        return None;
    }
    let mut file_bytes = fs::File::open(file).ok()?;
    let mut piece = vec![0; BEGINNING];
    file_bytes.read_exact(&mut piece).ok()?;
    let mut pieces = format::Pieces::begin(&file.to_string_lossy(), &piece)?;
    piece.truncate(PIECE);
    // A file that grows meanwhile is read as long as it was.
    let mut rest = file_bytes.take(length - BEGINNING as u64);
    loop {
        match rest.read(&mut piece).ok()? {
            0 => return pieces.finish(),
            read if pieces.push(&piece[..read]) => {}
            _ => return None,
        }
    }
}

fn whole_path(file: &Path) -> String {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned()).to_string_lossy().into_owned()
}

fn read_file(file: &Path, name: &SafeText) -> Result<Vec<u8>, StoryError> {
    let name = || name.clone();
    fs::read(file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => StoryError::Missing(name()),
        io::ErrorKind::IsADirectory => StoryError::Directory(name()),
        _ => StoryError::Unreadable { name: name(), error },
    })
}

/// A story without a title is called what its file is called.
fn title_of(file: &Path) -> SafeText {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    SafeText::line(stem.replace('_', " ").trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_names_the_file_and_the_remedy() {
        let dir = tempfile::tempdir().unwrap();
        let message = |file: &Path| load(&Source::File(file.to_owned())).unwrap_err().to_string();
        let missing = message(&dir.path().join("no\u{1b}.txt"));
        assert!(missing.contains("no\u{FFFD}.txt: there is no such file"), "{missing}");
        assert!(message(dir.path()).contains("this is a directory"));
        let empty = dir.path().join("empty.txt");
        fs::write(&empty, "").unwrap();
        assert!(message(&empty).contains("empty.txt: there is nothing to read"));
    }

    #[test]
    fn a_file_without_a_title_is_called_by_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("the_long_night.txt");
        fs::write(&file, "Once.").unwrap();
        let story = load(&Source::File(file)).unwrap();
        assert_eq!(&*story.document.metadata.title, "the long night");
    }
}
