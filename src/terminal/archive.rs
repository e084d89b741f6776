//! A book's container, opened and bounded: what it says of its sizes is not believed.

use std::io::{BufReader, Read, Seek};

use zip::ZipArchive;

use super::fetching::Progress;
use crate::format::{Container, ReadError};

/// The most bytes of one file in a book that are unpacked. The longest chapter of a real book has some five million.
const LARGEST_FILE: u64 = 24 << 20;

/// The most bytes of all files together that are unpacked.
const LARGEST_TEXT: u64 = 48 << 20;

/// The most files in a book. Libraries of laws have some thousands.
const MOST_FILES: usize = 50_000;

/// Bytes that are read at once: the directory of a book of some hundred files. It is asked for in pieces of a few bytes.
const BUFFER: usize = 32 << 10;

/// An archive of which only so much is ever unpacked.
pub(super) struct Archive<'a, R> {
    zip: ZipArchive<BufReader<R>>,
    /// The folder that all of the book was packed in by mistake, if it was.
    folder: String,
    /// What may still be unpacked.
    left: u64,
    /// The files that could be read in part only.
    damaged: Vec<String>,
    progress: &'a Progress,
}

impl<'a, R: Read + Seek> Archive<'a, R> {
    /// Opens an archive, from which a book is read with this progress.
    pub(super) fn open(reader: R, progress: &'a Progress) -> Result<Self, ReadError> {
        let broken = |error: zip::result::ZipError| ReadError::Broken(format!("its container is damaged ({error})"));
        let zip = ZipArchive::new(BufReader::with_capacity(BUFFER, reader)).map_err(broken)?;
        if zip.len() > MOST_FILES {
            return Err(ReadError::TooLarge { what: "number of files", limit: MOST_FILES as u64 });
        }
        let described = |name: &str| Some(name.strip_suffix("META-INF/container.xml")?.to_owned());
        let folder = zip.file_names().flatten().find_map(|name| described(&name)).unwrap_or_default();
        Ok(Self { zip, folder, left: LARGEST_TEXT, damaged: Vec::new(), progress })
    }
}

impl<R: Read + Seek> Container for Archive<'_, R> {
    fn goes_on(&mut self, done: usize, all: usize) -> bool {
        self.progress.at(done as u64, all as u64)
    }

    fn damaged(&mut self) -> Vec<String> {
        std::mem::take(&mut self.damaged)
    }

    fn file(&mut self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let whole = format!("{}{path}", self.folder);
        let Some(index) = self.zip.index_for_name(&whole) else { return Ok(None) };
        let damaged = |error: &dyn std::fmt::Display| ReadError::Broken(format!("{path} in it is damaged ({error})"));
        let file = match self.zip.by_index(index) {
            Ok(file) => file,
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(ReadError::Encrypted);
            }
            Err(error) => return Err(damaged(&error)),
        };
        let most = LARGEST_FILE.min(self.left);
        // What it says of its size is where we begin, within reason; what it has is what counts.
        let said = usize::try_from(file.size().min(most).min(1 << 20)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(said);
        if let Err(error) = file.take(most + 1).read_to_end(&mut bytes) {
            if bytes.is_empty() {
                return Err(damaged(&error));
            }
            self.damaged.push(path.to_owned());
        }
        let length = bytes.len() as u64;
        if length > most {
            let what = if most == LARGEST_FILE { "size of one file in it" } else { "size of its text" };
            return Err(ReadError::TooLarge {
                what,
                limit: if most == LARGEST_FILE { LARGEST_FILE } else { LARGEST_TEXT },
            });
        }
        self.left -= length;
        Ok(Some(bytes))
    }
}
