//! Reads the files of a story: its bytes, or a book's container, and the file beside it. What they mean is for `opening` to say.

use std::fs;
use std::io::{self, Cursor, IsTerminal, Read, Seek};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Converter, Converters, Makes};
use crate::document::{Draft, SafeText};
use crate::embedded;
use crate::format::{self, BEGINNING, Beginning, Limits, Pieces, ReadError, ReadOptions};
use crate::opening::{Content, Material, Story, open};
use crate::terminal::fault;
use crate::terminal::opening::archive::Archive;
use crate::terminal::opening::converting::{NoOutput, convert};
use crate::terminal::opening::source::Source;
use crate::terminal::opening::story_error::StoryError;
use crate::terminal::progress::Progress;
use crate::terminal::store::read_regular;
use crate::terminal::tty::signals::end_with_signals;

/// Reads a story. A file in a format that is not read is handed to the reader's converter for it.
///
/// # Errors
/// When there is no such file, or it can't be read, or it is no story.
pub fn load(source: &Source, options: &ReadOptions, converters: &Converters) -> Result<Story, StoryError> {
    let (progress, mut beginning) = (Arc::new(Progress::default()), Beginning::unwanted());
    if matches!(source, Source::File(file) if converters.of(file).is_some()) {
        // Without a session nobody else ends the program that makes the story. Where that is not possible it ends by itself.
        let _ = end_with_signals(Arc::clone(&progress));
    }
    Load { source, options, converters, progress: &progress, beginning: &mut beginning }.run()
}

/// The reading of one story. `progress` tells how far it has come and may stop it; `beginning` is handed over on the way.
pub(super) struct Load<'a, 'b> {
    pub(super) source: &'a Source,
    pub(super) options: &'a ReadOptions,
    pub(super) converters: &'a Converters,
    pub(super) progress: &'a Progress,
    pub(super) beginning: &'a mut Beginning<'b>,
}

impl Load<'_, '_> {
    /// Reads the story.
    ///
    /// # Errors
    /// As [`load`], and when it is no longer wanted.
    pub(super) fn run(self) -> Result<Story, StoryError> {
        fault::hold();
        let Load { source, options, converters, progress, beginning } = self;
        // The file beside a story may say how it is read.
        let beside = if let Source::File(file) = source { sidecar(file) } else { None };
        let options = &beside.map_or_else(|| options.clone(), |(_, text)| format::with_sidecar(options, &text));
        Load { source, options, converters, progress, beginning }.read()
    }

    fn read(mut self) -> Result<Story, StoryError> {
        let name = self.source.name();
        let limits = self.options.limits;
        let bytes = match self.source {
            Source::Embedded => embedded::STORY.to_vec(),
            Source::Stdin if io::stdin().is_terminal() => return Err(StoryError::Keyboard),
            Source::Stdin => self.read_all(io::stdin().lock(), 0)?,
            Source::File(file) => {
                if let Some(converter) = self.converters.of(file) {
                    return self.convert(converter, file);
                }
                if let Some(text) = self.in_pieces(file)? {
                    return self.understand(Content::Text(Box::new(text)));
                }
                let (mut opened, length) = open_file(file, &name)?;
                // What was read of a pipe can't be read again: its bytes tell what they are once they are all there.
                if length.is_some() && is_book(&mut opened) {
                    return self.unpack(opened);
                }
                let length = length.unwrap_or(0);
                if length > limits.of(LARGEST_TEXT) {
                    return Err(self.no_story(too_long(limits)));
                }
                self.read_all(opened, length)?
            }
        };
        if format::is_container(&bytes) {
            return self.unpack(Cursor::new(bytes));
        }
        // A whole path tells the format by its ending as well as a name does.
        self.understand(Content::File { name: &name, bytes: &bytes })
    }

    /// Has a program make a story of a file, and reads what it writes.
    fn convert(self, converter: &Converter, file: &Path) -> Result<Story, StoryError> {
        let program = || SafeText::line(&converter.command[0]);
        let failed = |why: String| StoryError::Conversion { name: self.source.name(), program: program(), why };
        let bytes = convert(converter, file, self.progress).map_err(|error| match error {
            NoOutput::Stopped => StoryError::Stopped,
            NoOutput::Because(why) => failed(why),
        })?;
        if format::is_container(&bytes) {
            return self.unpack(Cursor::new(bytes));
        }
        let format = match converter.makes {
            Makes::Book => return Err(failed("what it wrote is no EPUB".to_owned())),
            Makes::Text(format) => Some(format),
            Makes::Anything => None,
        };
        let options = &ReadOptions { format: self.options.format.or(format), ..self.options.clone() };
        let story = Load { options, ..self }.understand(Content::File { name: "", bytes: &bytes });
        // The file itself has no fault.
        story.map_err(|error| match error {
            StoryError::NoStory { error, .. } => failed(format!("what it wrote can't be read: {error}")),
            other => other,
        })
    }

    fn understand(&mut self, content: Content<'_>) -> Result<Story, StoryError> {
        let source = self.source;
        let sidecar = if let Source::File(file) = source { sidecar(file) } else { None };
        let material = Material { name: source.name(), title: source.title(), path: source.path(), content, sidecar };
        open(material, self.options, self.beginning).map_err(|error| self.no_story(error))
    }

    /// Reads a book, or the one story that an archive holds.
    fn unpack(mut self, archive: impl Read + Seek) -> Result<Story, StoryError> {
        let is_book = format::has_ending(&self.source.name(), ".epub");
        let archive = Archive::open(archive, self.options.limits, self.progress).map_err(|error| match error {
            ReadError::Broken(why) if is_book => ReadError::Broken(format!("not a valid EPUB: {why}")),
            error => error,
        });
        let mut archive = archive.map_err(|error| self.no_story(error))?;
        match archive.lone_story().map_err(|error| self.no_story(error))? {
            Some((name, bytes)) if !is_book => self.understand(Content::File { name: &name, bytes: &bytes }),
            _ => self.understand(Content::Book(&mut archive)),
        }
    }

    /// Reads a long plain text in pieces. Returns `None` for any other file, and for one that can't be read so.
    ///
    /// # Errors
    /// When it is longer than is safe, or turns out to be no text, or is no longer wanted.
    fn in_pieces(&mut self, file: &Path) -> Result<Option<Draft>, StoryError> {
        let is_book = self.options.format.is_none() && format::has_ending(&file.to_string_lossy(), ".epub");
        if self.options.encoding.is_some() || is_book {
            return Ok(None);
        }
        let Some((mut opened, length)) = sample_of(file) else { return Ok(None) };
        let Ok(sample) = read_exactly(&mut opened, BEGINNING) else { return Ok(None) };
        let limit = self.options.limits.of(LARGEST_TEXT).min(LARGEST);
        let mut unwanted = Beginning::unwanted();
        let beginning = if length > limit { &mut unwanted } else { &mut *self.beginning };
        let Some(pieces) = Pieces::begin(&file.to_string_lossy(), &sample, self.options, beginning) else {
            return Ok(None);
        };
        if length > limit {
            return Err(self.no_story(too_long(self.options.limits)));
        }
        // The rest is as long as the file is now: one that grows meanwhile is read no further.
        let rest = opened.take(length - BEGINNING as u64);
        read_rest(pieces, rest, length, self.progress).map_err(|error| self.no_story(error))
    }

    /// Reads all bytes of a source. `length` is its length if that is known, and 0 otherwise.
    fn read_all(&self, bytes: impl Read, length: u64) -> Result<Vec<u8>, StoryError> {
        let ReadOptions { limits, encoding, .. } = self.options;
        let most = limits.of(LARGEST_TEXT).min(LARGEST);
        let told = |read: &[u8]| {
            // To understand what was read takes longer than to read it.
            if !self.progress.at(read.len() as u64, length * 4) {
                return Err(ReadError::Stopped);
            }
            // What its beginning tells to be no text is not read on.
            let first = read.len() as u64 <= PIECE && encoding.is_none();
            first.then(|| format::refuses(read)).flatten().map_or(Ok(()), Err)
        };
        match read_upto(bytes, most, told) {
            Ok(bytes) if bytes.len() as u64 > most => Err(self.no_story(too_long(*limits))),
            Ok(bytes) => Ok(bytes),
            Err(Failed::Story(error)) => Err(self.no_story(error)),
            Err(Failed::Io(error)) => Err(StoryError::Unreadable { name: self.source.name(), error }),
        }
    }

    fn no_story(&self, error: ReadError) -> StoryError {
        match error {
            ReadError::Stopped => StoryError::Stopped,
            error => StoryError::NoStory { name: self.source.name(), error },
        }
    }
}

/// The most bytes of a sidecar.
const LARGEST_SIDECAR: u64 = 64 << 10;

/// Where what stands beside a story may be: `story.scenes.toml` or `story.txt.scenes.toml`.
pub(in crate::terminal) fn sidecars(file: &Path) -> [PathBuf; 2] {
    let mut whole_name = file.as_os_str().to_owned();
    whole_name.push(".scenes.toml");
    [file.with_extension("scenes.toml"), PathBuf::from(whole_name)]
}

fn sidecar(file: &Path) -> Option<(SafeText, String)> {
    let text = |path: PathBuf| {
        let text = read_regular(&path, LARGEST_SIDECAR).ok()?;
        Some((SafeText::line(&path.display().to_string()), text))
    };
    sidecars(file).into_iter().find_map(text)
}

/// The most bytes of a text, without `--limits`: a hundred novels. A pipe may have no end, and a file of a few blocks may
/// say that it is terabytes long.
const LARGEST_TEXT: u64 = 256 << 20;

/// Offsets are 32 bits wide.
const LARGEST: u64 = u32::MAX as u64;

fn too_long(limits: Limits) -> ReadError {
    ReadError::TooLarge { what: "length", limit: limits.of(LARGEST_TEXT).min(LARGEST) }
}

/// Whether a file begins as a container of files does. It is read from its beginning afterwards.
fn is_book(file: &mut fs::File) -> bool {
    let mut first = [0; 4];
    let read = file.read_exact(&mut first).is_ok();
    file.rewind().is_ok() && read && format::is_container(&first)
}

/// Progress counts the reading of a file as five of six parts. The sixth is what is done with the text then.
const FIFTHS: u64 = 6;

/// Opens a file that may be read in pieces, and returns its length with it.
fn sample_of(file: &Path) -> Option<(fs::File, u64)> {
    let length = fs::metadata(file).ok().filter(fs::Metadata::is_file)?.len();
    if length <= BEGINNING as u64 {
        return None;
    }
    Some((fs::File::open(file).ok()?, length))
}

fn read_exactly(file: &mut fs::File, count: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; count];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Reads what follows the sample of a text of this length.
fn read_rest(
    mut pieces: Pieces,
    mut rest: io::Take<fs::File>,
    length: u64,
    progress: &Progress,
) -> Result<Option<Draft>, ReadError> {
    let mut piece = vec![0; 64 << 10];
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

/// How much is read before it is looked at.
const PIECE: u64 = 1 << 20;

/// Why bytes could not be read to their end.
enum Failed {
    Io(io::Error),
    Story(ReadError),
}

/// Reads bytes to their end, or one more than `most`. After each [`PIECE`], `told` may stop it.
fn read_upto(bytes: impl Read, most: u64, told: impl Fn(&[u8]) -> Result<(), ReadError>) -> Result<Vec<u8>, Failed> {
    let mut read = Vec::new();
    let mut bytes = bytes.take(most + 1);
    loop {
        match (&mut bytes).take(PIECE).read_to_end(&mut read) {
            Ok(0) => return Ok(read),
            Ok(_) if read.len() as u64 > most => return Ok(read),
            Ok(_) => told(&read).map_err(Failed::Story)?,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                let why = "it has no end: it waits for more to be written to it";
                return Err(Failed::Io(io::Error::new(error.kind(), why)));
            }
            Err(error) => return Err(Failed::Io(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_names_the_file_and_the_remedy() {
        let dir = tempfile::tempdir().unwrap();
        let message = |file: &Path| {
            load(&Source::File(file.to_owned()), &ReadOptions::default(), &Converters::default())
                .unwrap_err()
                .to_string()
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
        let told = |bytes: &mut dyn Read, times| {
            let options = ReadOptions { limits: Limits::times(times), ..ReadOptions::default() };
            let (progress, mut beginning) = (Progress::default(), Beginning::unwanted());
            let load = Load {
                source: &Source::Stdin,
                options: &options,
                converters: &Converters::default(),
                progress: &progress,
                beginning: &mut beginning,
            };
            load.read_all(bytes, 0).map(|bytes| bytes.len()).map_err(|error| error.to_string())
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
        let story = load(&Source::File(file), &ReadOptions::default(), &Converters::default()).unwrap();
        assert_eq!(&*story.document.metadata.title, "the long night");
    }
}
