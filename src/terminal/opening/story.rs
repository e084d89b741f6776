//! Fetches a story: the embedded one, a file, or what comes by standard input.

use std::fs;
use std::io::{self, Cursor, IsTerminal, Read, Seek};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::document::{Document, SafeText};
use crate::embedded;
use crate::format::{self, BEGINNING, Diagnostic, ReadError, Reading, Wishes};
use crate::moods;
use crate::terminal::fault;
use crate::terminal::opening::archive::Archive;
use crate::terminal::progress::Progress;
use crate::terminal::store::read_regular;
use crate::terminal::written_path::written_path;
use crate::typeset::{ENOUGH, FIRST, stretches};

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
    /// What was odd about it, or about the file beside it: each with the file's name.
    pub diagnostics: Vec<(SafeText, Diagnostic)>,
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

/// Fetches and reads a story as the reader wishes, and tells how far it has come.
///
/// # Errors
/// When there is nothing there that could be read, or it is no longer wanted.
pub fn load(source: &Source, wishes: &Wishes, progress: &Progress) -> Result<Story, StoryError> {
    fault::hold();
    let (name, path) = match source {
        Source::Embedded => (embedded::NAME.to_owned(), format!("{BUILT_IN}{}", embedded::NAME)),
        Source::Stdin => ("standard input".to_owned(), String::new()),
        Source::File(file) => (file.display().to_string(), whole_path(file)),
    };
    let name = SafeText::line(&name);
    let Reading { mut document, diagnostics } = read(source, &name, wishes, progress)?;
    let mut diagnostics: Vec<_> = diagnostics.into_iter().map(|remark| (name.clone(), remark)).collect();
    if document.metadata.title.is_empty() {
        document.metadata.title = match source {
            Source::File(file) => title_of(file),
            Source::Embedded => title_of(Path::new(embedded::NAME)),
            Source::Stdin => SafeText::default(),
        };
    }
    document.metadata.shorten();
    format::guess_language(&mut document);
    if let Source::File(file) = source
        && let Some((beside, sidecar)) = sidecar(file)
    {
        let beside = SafeText::line(&beside.display().to_string());
        let remarks = format::apply_sidecar(&mut document, &sidecar);
        diagnostics.extend(remarks.into_iter().map(|remark| (beside.clone(), remark)));
    }
    if !wishes.plain_moods {
        moods::infer(&mut document);
    }
    Ok(Story { document, diagnostics, name, path })
}

/// The most bytes of a sidecar.
const LARGEST_SIDECAR: u64 = 64 << 10;

/// Where what stands beside a story may be: `story.scenes.toml` or `story.txt.scenes.toml`.
pub(in crate::terminal) fn sidecars(file: &Path) -> [PathBuf; 2] {
    let mut whole_name = file.as_os_str().to_owned();
    whole_name.push(".scenes.toml");
    [file.with_extension("scenes.toml"), PathBuf::from(whole_name)]
}

fn sidecar(file: &Path) -> Option<(PathBuf, String)> {
    sidecars(file).into_iter().find_map(|path| read_regular(&path, LARGEST_SIDECAR).ok().map(|text| (path, text)))
}

fn read(source: &Source, name: &SafeText, wishes: &Wishes, progress: &Progress) -> Result<Reading, StoryError> {
    let no_story = |error| match error {
        ReadError::Stopped => StoryError::Stopped,
        error => StoryError::NoStory { name: name.clone(), error },
    };
    let bytes = match source {
        Source::Embedded => embedded::STORY.to_vec(),
        Source::Stdin if io::stdin().is_terminal() => return Err(StoryError::Keyboard),
        Source::Stdin => read_all(io::stdin().lock(), (name, 0), (wishes, progress))?,
        Source::File(file) => {
            if wishes.encoding.is_none()
                && let Some(document) = read_in_pieces(file, wishes, progress).map_err(no_story)?
            {
                return Ok(Reading { document, diagnostics: Vec::new() });
            }
            let (mut opened, length) = open_file(file, name)?;
            // What was read of a pipe can't be read again: its bytes tell what they are once they are all there.
            if length.is_some() && is_book(&mut opened) {
                return unpack(opened, wishes, progress).map_err(no_story);
            }
            let length = length.unwrap_or(0);
            if length > wishes.limits.of(LARGEST_TEXT) {
                return Err(no_story(too_long(wishes)));
            }
            read_all(opened, (name, length), (wishes, progress))?
        }
    };
    if format::is_container(&bytes) {
        return unpack(Cursor::new(bytes), wishes, progress).map_err(no_story);
    }
    // A whole path tells the format by its ending as well as a name does.
    let named = if *source == Source::Embedded { embedded::NAME } else { name };
    format::read_as(named, &bytes, wishes).map_err(no_story)
}

/// Reads a book, or the one story that an archive holds.
fn unpack(archive: impl Read + Seek, wishes: &Wishes, progress: &Progress) -> Result<Reading, ReadError> {
    let mut archive = Archive::open(archive, wishes.limits, progress)?;
    match archive.lone_story()? {
        Some((name, bytes)) => format::read_as(&name, &bytes, wishes),
        None => format::read_book(&mut archive),
    }
}

/// The most bytes of a text, without `--limits`: a hundred novels. A pipe may have no end, and a file of a few blocks may
/// say that it is terabytes long.
const LARGEST_TEXT: u64 = 256 << 20;

/// Offsets are 32 bits wide.
const LARGEST: u64 = u32::MAX as u64;

fn too_long(wishes: &Wishes) -> ReadError {
    ReadError::TooLarge { what: "length", limit: wishes.limits.of(LARGEST_TEXT).min(LARGEST) }
}

/// The most of a book's source that is read for its first page: the longest stretch that is set at once, and half of it.
const FIRST_CHAPTERS: usize = 96 << 10;

/// The first paragraphs of a long text, or the first chapters of a book, for its first page; `None` for any other story,
/// which has to be read whole.
#[must_use]
pub fn beginning(source: &Source, wishes: &Wishes) -> Option<Document> {
    let Source::File(file) = source else { return None };
    let metadata = fs::metadata(file).ok()?;
    if !metadata.is_file() {
        return None;
    }
    let mut opened = fs::File::open(file).ok()?;
    let mut document = if is_book(&mut opened) {
        first_chapters(&mut opened, wishes)?
    } else if (2 * BEGINNING as u64..=wishes.limits.of(LARGEST_TEXT)).contains(&metadata.len()) {
        let mut bytes = Vec::with_capacity(BEGINNING);
        opened.take(BEGINNING as u64).read_to_end(&mut bytes).ok()?;
        format::beginning(&file.to_string_lossy(), &bytes, wishes)?
    } else {
        return None;
    };
    if document.metadata.title.is_empty() {
        document.metadata.title = title_of(file);
    }
    format::guess_language(&mut document);
    Some(document)
}

/// The first chapters of a book, as few as hold a whole stretch; `None` where they are all that there are.
fn first_chapters(file: &mut fs::File, wishes: &Wishes) -> Option<Document> {
    let progress = Progress::default();
    // A title after some pages ends one; a scene without a title does later.
    for enough in [FIRST, ENOUGH] {
        file.rewind().ok()?;
        let mut archive = Archive::open(&mut *file, wishes.limits, &progress).ok()?;
        let (document, whole) = format::beginning_of_book(&mut archive, enough, FIRST_CHAPTERS).ok()?;
        if whole {
            return None;
        }
        if stretches(&document).len() > 1 {
            return Some(document);
        }
    }
    None
}

/// Whether a file begins as a container of files does. It is read from its beginning afterwards.
fn is_book(file: &mut fs::File) -> bool {
    let mut first = [0; 4];
    let read = file.read_exact(&mut first).is_ok();
    file.rewind().is_ok() && read && format::is_container(&first)
}

/// How much longer than its reading all takes that is to be done with a text, in fifths.
const FIFTHS: u64 = 6;

/// Reads a long plain text in pieces; `None` for any other file, and for one that can't be read so.
///
/// # Errors
/// When it is longer than is safe, or no text further on, or no longer wanted.
fn read_in_pieces(file: &Path, wishes: &Wishes, progress: &Progress) -> Result<Option<Document>, ReadError> {
    const PIECE: usize = 64 << 10;
    let Some((mut pieces, mut rest)) = begin_in_pieces(file, wishes) else { return Ok(None) };
    let length = rest.limit() + BEGINNING as u64;
    if length > wishes.limits.of(LARGEST_TEXT).min(LARGEST) {
        return Err(too_long(wishes));
    }
    let mut piece = vec![0; PIECE];
    loop {
        match rest.read(&mut piece) {
            Ok(0) => return Ok(pieces.finish()),
            Ok(read) if pieces.push(&piece[..read])? => {}
            _ => return Ok(None),
        }
        if !progress.at(length - rest.limit(), length * FIFTHS / 5) {
            return Err(ReadError::Stopped);
        }
    }
}

/// Opens a file that is to be read in pieces and reads its beginning; `None` for one that can't be. The rest is as long as the
/// file is now: one that grows meanwhile is read no further.
fn begin_in_pieces(file: &Path, wishes: &Wishes) -> Option<(format::Pieces, io::Take<fs::File>)> {
    let length = fs::metadata(file).ok().filter(fs::Metadata::is_file)?.len();
    if length < 2 * BEGINNING as u64 {
        return None;
    }
    let mut opened = fs::File::open(file).ok()?;
    let mut piece = vec![0; BEGINNING];
    opened.read_exact(&mut piece).ok()?;
    let pieces = format::Pieces::begin(&file.to_string_lossy(), &piece, wishes)?;
    Some((pieces, opened.take(length - BEGINNING as u64)))
}

/// A file's whole path as it is remembered, links followed, if it is there.
#[must_use]
pub fn whole_path(file: &Path) -> String {
    written_path(&fs::canonicalize(file).unwrap_or_else(|_| file.to_owned()))
}

/// A file, and its length; `None` for a pipe, which can be read only once.
fn open_file(file: &Path, name: &SafeText) -> Result<(fs::File, Option<u64>), StoryError> {
    let name = || name.clone();
    let opened = |metadata: &fs::Metadata| {
        // Some files of the system's, such as `/proc/kmsg`, wait at their end for more. A pipe has to be waited for.
        let nonblock = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
        let flags = if metadata.is_file() { nonblock } else { 0 };
        fs::OpenOptions::new().read(true).custom_flags(flags).open(file)
    };
    match fs::metadata(file).and_then(|metadata| Ok((metadata.file_type(), metadata.len(), opened(&metadata)?))) {
        Ok((kind, ..)) if kind.is_dir() => Err(StoryError::Directory(name())),
        Ok((kind, length, opened)) if kind.is_file() => Ok((opened, Some(length))),
        Ok((kind, _, opened)) if kind.is_fifo() => Ok((opened, None)),
        Ok(_) => {
            let error = io::Error::new(io::ErrorKind::InvalidInput, "it is a device, not a file");
            Err(StoryError::Unreadable { name: name(), error })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(StoryError::Missing(name())),
        Err(error) => Err(StoryError::Unreadable { name: name(), error }),
    }
}

/// Reads what there is, of a length if that is known. What its beginning tells to be no text is not read on.
fn read_all(
    source: impl Read,
    (name, length): (&SafeText, u64),
    (wishes, progress): (&Wishes, &Progress),
) -> Result<Vec<u8>, StoryError> {
    const PIECE: u64 = 1 << 20;
    let no_story = |error| StoryError::NoStory { name: name.clone(), error };
    let limit = wishes.limits.of(LARGEST_TEXT).min(LARGEST);
    let mut bytes = Vec::new();
    let mut source = source.take(limit + 1);
    loop {
        match (&mut source).take(PIECE).read_to_end(&mut bytes) {
            Ok(0) => return Ok(bytes),
            Ok(_) if bytes.len() as u64 > limit => {
                return Err(no_story(too_long(wishes)));
            }
            Ok(read) if read == bytes.len() && wishes.encoding.is_none() => {
                if let Some(error) = format::refuses(&bytes) {
                    return Err(no_story(error));
                }
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                let why = "it has no end: it waits for more to be written to it";
                let error = io::Error::new(error.kind(), why);
                return Err(StoryError::Unreadable { name: name.clone(), error });
            }
            Err(error) => return Err(StoryError::Unreadable { name: name.clone(), error }),
        }
        // To understand what was read takes longer than to read it.
        if !progress.at(bytes.len() as u64, length * 4) {
            return Err(StoryError::Stopped);
        }
    }
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
        let message = |file: &Path| {
            load(&Source::File(file.to_owned()), &Wishes::default(), &Progress::default()).unwrap_err().to_string()
        };
        let missing = message(&dir.path().join("no\u{1b}.txt"));
        assert!(missing.contains("no\u{FFFD}.txt: there is no such file"), "{missing}");
        assert!(message(dir.path()).contains("this is a directory"));
        let empty = dir.path().join("empty.txt");
        fs::write(&empty, "").unwrap();
        assert!(message(&empty).contains("empty.txt: there is nothing to read"));
    }

    #[test]
    fn what_has_no_end_is_read_no_further_than_it_has_to_be() {
        let name = SafeText::line("standard input");
        let told = |source: &mut dyn Read, times| {
            let wishes = Wishes { limits: format::Limits::times(times), ..Wishes::default() };
            let read = read_all(source, (&name, 0), (&wishes, &Progress::default()));
            read.map(|bytes| bytes.len()).map_err(|error| error.to_string())
        };
        let rain = told(&mut io::repeat(b'a'), 1).unwrap_err();
        assert!(rain.contains("its length is over the limit of 268435456") && rain.contains("--limits 8"), "{rain}");
        assert_eq!(told(&mut io::repeat(b'a').take(300 << 20), 2), Ok(300 << 20));
        let mut zeros = io::repeat(0).take(1 << 40);
        assert!(told(&mut zeros, 1).unwrap_err().contains("not a text file"));
        assert!(zeros.limit() > (1 << 40) - (2 << 20), "the rest is left");
    }

    #[test]
    fn a_file_without_a_title_is_called_by_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("the_long_night.txt");
        fs::write(&file, "Once.").unwrap();
        let story = load(&Source::File(file), &Wishes::default(), &Progress::default()).unwrap();
        assert_eq!(&*story.document.metadata.title, "the long night");
    }
}
