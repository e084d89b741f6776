//! A book's container, opened and bounded: what it says of its sizes is not believed.

use std::collections::HashMap;
use std::io::{BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;

use crate::format::{Container, Limits, ReadError, loose_path};
use crate::terminal::progress::Progress;

/// The most bytes of one file in a book that are unpacked. The longest chapter of a real book has some five million.
const LARGEST_FILE: u64 = 24 << 20;

/// The most bytes of all files together that are unpacked.
const LARGEST_TEXT: u64 = 48 << 20;

/// The most files in a book. Libraries of laws have some thousands.
const MOST_FILES: u64 = 50_000;

/// Bytes that are read at once: the directory of a book of some hundred files. It is asked for in pieces of a few bytes.
const BUFFER: usize = 32 << 10;

/// How many files an archive says that it has: what its last record says, or the one before it where that has no room for the
/// number (APPNOTE.TXT 4.3.14 and 4.3.16).
fn said_files(reader: &mut (impl Read + Seek)) -> Option<u64> {
    /// The longest comment after the last record, that record and those before it.
    const TAIL: u64 = (64 << 10) + 22 + 20 + 56;
    let length = reader.seek(SeekFrom::End(0)).ok()?;
    reader.seek(SeekFrom::Start(length.saturating_sub(TAIL))).ok()?;
    let mut tail = Vec::new();
    reader.take(TAIL).read_to_end(&mut tail).ok()?;
    let after = |signature: &[u8], skip: usize| tail.get(memchr::memmem::rfind(&tail, signature)? + skip..);
    let files = u16::from_le_bytes(*after(b"PK\x05\x06", 10)?.first_chunk()?);
    let large = || Some(u64::from_le_bytes(*after(b"PK\x06\x06", 32)?.first_chunk()?));
    (files == u16::MAX).then(large).flatten().or(Some(u64::from(files)))
}

/// An archive of which only so much is ever unpacked.
pub(in crate::terminal) struct Archive<'a, R> {
    zip: ZipArchive<BufReader<R>>,
    /// The files by their paths without what packagers write differently, made when one is not found as it is written.
    loosely: Option<HashMap<String, String>>,
    /// The folder that all of the book was packed in by mistake, if it was.
    folder: String,
    /// What may still be unpacked.
    left: u64,
    /// The files that could be read in part only.
    damaged: Vec<String>,
    progress: &'a Progress,
    limits: Limits,
}

impl<'a, R: Read + Seek> Archive<'a, R> {
    /// Opens an archive, from which a book is read within limits and with this progress.
    pub(in crate::terminal) fn open(mut reader: R, limits: Limits, progress: &'a Progress) -> Result<Self, ReadError> {
        let broken = |error: zip::result::ZipError| ReadError::Broken(format!("the archive is damaged ({error})"));
        let most = limits.of(MOST_FILES);
        let crowded = ReadError::TooLarge { what: "number of files", limit: most };
        // Its directory is taken in whole before its entries can be counted.
        if said_files(&mut reader).is_some_and(|files| files > most) {
            return Err(crowded);
        }
        let zip = ZipArchive::new(BufReader::with_capacity(BUFFER, reader)).map_err(broken)?;
        if zip.len() as u64 > most {
            return Err(crowded);
        }
        let described = |name: &str| Some(name.strip_suffix("META-INF/container.xml")?.to_owned());
        let folder = zip.file_names().flatten().find_map(|name| described(&name)).unwrap_or_default();
        Ok(Self { zip, loosely: None, folder, left: limits.of(LARGEST_TEXT), damaged: Vec::new(), progress, limits })
    }
}

impl<R: Read + Seek> Archive<'_, R> {
    /// The only story in an archive that is no book, such as `a.fb2.zip`: its name and its bytes.
    pub(in crate::terminal) fn lone_story(&mut self) -> Result<Option<(String, Vec<u8>)>, ReadError> {
        const ENDINGS: [&str; 6] = [".fb2", ".txt", ".md", ".markdown", ".html", ".htm"];
        let names: Vec<String> = self.zip.file_names().flatten().map(|name| name.to_string()).collect();
        let story = |name: &&String| ENDINGS.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
        let mut stories = names.iter().filter(story);
        let (Some(name), None) = (stories.next(), stories.next()) else { return Ok(None) };
        if names.iter().any(|name| name.ends_with("META-INF/container.xml")) {
            return Ok(None);
        }
        Ok(self.file(name)?.map(|bytes| (name.clone(), bytes)))
    }
}

impl<R: Read + Seek> Container for Archive<'_, R> {
    fn limits(&self) -> Limits {
        self.limits
    }

    fn goes_on(&mut self, done: usize, all: usize) -> bool {
        self.progress.at(done as u64, all as u64)
    }

    fn name(&mut self, path: &str) -> String {
        let whole = format!("{}{path}", self.folder);
        if self.zip.index_for_name(&whole).is_some() {
            return path.to_owned();
        }
        let loosely = self.loosely.get_or_insert_with(|| {
            let names =
                self.zip.file_names().flatten().filter_map(|name| Some(name.strip_prefix(&*self.folder)?.to_owned()));
            names.map(|name| (loose_path(&name), name)).collect()
        });
        loosely.get(&loose_path(path)).cloned().unwrap_or_else(|| path.to_owned())
    }

    fn names(&mut self) -> Vec<String> {
        self.zip.file_names().flatten().map(|name| name.to_string()).collect()
    }

    fn damaged(&mut self) -> Vec<String> {
        std::mem::take(&mut self.damaged)
    }

    fn file(&mut self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let named = self.name(path);
        let whole = format!("{}{named}", self.folder);
        let Some(index) = self.zip.index_for_name(&whole) else { return Ok(None) };
        let damaged =
            |error: &dyn std::fmt::Display| ReadError::Broken(format!("{path} inside it is damaged ({error})"));
        let file = match self.zip.by_index(index) {
            Ok(file) => file,
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(ReadError::Encrypted { scheme: "a password" });
            }
            Err(error) => return Err(damaged(&error)),
        };
        let (file_limit, text_limit) = (self.limits.of(LARGEST_FILE), self.limits.of(LARGEST_TEXT));
        let most = file_limit.min(self.left);
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
            let one = ("largest file", file_limit);
            let (what, limit) = if most == file_limit { one } else { ("text", text_limit) };
            return Err(ReadError::TooLarge { what, limit });
        }
        self.left -= length;
        Ok(Some(bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    #[test]
    fn a_crowd_of_files_is_refused_before_it_is_taken_in() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a", "b", "c"] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
        }
        let mut few = zip.finish().unwrap();
        assert_eq!(said_files(&mut few), Some(3));
        // Its last record has no room for the number; the one before it has.
        let mut many = few.into_inner();
        let end = many.len() - 22;
        many[end + 8..end + 12].fill(0xFF);
        let record = [&b"PK\x06\x06"[..], &[0; 28], &70_000_u64.to_le_bytes(), &[0; 16]].concat();
        many.splice(end..end, record);
        assert_eq!(said_files(&mut Cursor::new(&many)), Some(70_000));
        let refused = Archive::open(Cursor::new(&many), Limits::default(), &Progress::default()).err();
        assert_eq!(refused, Some(ReadError::TooLarge { what: "number of files", limit: MOST_FILES }));
        assert_eq!(said_files(&mut Cursor::new(b"no archive")), None);
        assert_eq!(said_files(&mut Cursor::new(b"cut off PK\x05\x06\0")), None);
    }

    #[test]
    fn what_is_over_a_limit_is_refused_with_the_remedy_which_helps() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a", SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).unwrap();
        zip.write_all(&vec![b' '; 25 << 20]).unwrap();
        let bytes = zip.finish().unwrap();
        let progress = Progress::default();
        let file = |times| Archive::open(bytes.clone(), Limits::times(times), &progress).unwrap().file("a");
        let why = file(1).unwrap_err().to_string();
        assert!(why.contains("over the limit of 25165824") && why.contains("--limits 8"), "{why}");
        assert_eq!(file(2).unwrap().map(|bytes| bytes.len()), Some(25 << 20));
    }
}
