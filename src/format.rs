//! From bytes to a [`Document`].
//!
//! Reading never fails on text: what is odd becomes a [`Diagnostic`] and the words stay. Only something that is not
//! text at all is an error. It does no I/O and knows nothing of layout.

mod anchors;
mod binder;
mod decode;
mod diagnostic;
mod epub;
mod fb2;
mod front_matter;
mod language;
mod plain;
mod sidecar;
mod smarten;
mod story;
mod xhtml;

pub use diagnostic::{Diagnostic, suggestion};
pub use epub::{Container, beginning as beginning_of_book, read as read_book};
pub use language::guess_language;
pub use sidecar::apply_sidecar;

use std::borrow::Cow;

use crate::document::{Document, SafeText};

/// What a file was read into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The story.
    pub document: Document,
    /// What was odd about it, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// The formats that are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown with a TOML front matter.
    Story,
    /// Text without markup.
    Plain,
    /// A page of HTML, read as a chapter of a book.
    Html,
    /// A book of `FictionBook`'s kind.
    FictionBook,
}

/// Why there is no story in some bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No letter in it.
    #[error("there is nothing to read in it")]
    Empty,
    /// Bytes that no text has.
    #[error("not a text file: byte {offset} is zero. Is it a program, a picture or an archive?")]
    Binary {
        /// Where the first zero byte stands.
        offset: usize,
    },
    /// An archive that holds no book, or a damaged one.
    #[error("{0}")]
    Broken(String),
    /// A book that only another program can decrypt.
    #[error("encrypted (DRM); only the program it was bought for can open it")]
    Encrypted,
    /// It is larger than is safe.
    #[error(
        "refused as too large: its {what} is over the limit of {limit}. If you trust the file, `--limits 8` raises the limits eightfold."
    )]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The most that it may be.
        limit: u64,
    },
    /// Nobody waits for it any more.
    #[error("cancelled")]
    Stopped,
    /// A name that is no encoding's.
    #[error("there is no encoding `{0}`; use a web name such as `utf-8`, `windows-1252` or `shift_jis`")]
    NoEncoding(SafeText),
    /// Offsets are 32 bits wide.
    #[error("longer than 4 GiB, the most a story can be; split it into volumes")]
    TooLong,
}

/// What some systems once ended a text with (Ctrl-Z).
const END_OF_FILE: char = '\u{1A}';

/// Whether bytes are a container of files, such as an EPUB.
#[must_use]
pub fn is_container(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// How a reader wants files to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The encoding's name; guessed where it is none.
    pub encoding: Option<String>,
    /// Straight quotes and double hyphens of a plain text stay as they were typed.
    pub as_typed: bool,
    /// Moods are only those that the story or a file beside it names.
    pub plain_moods: bool,
    /// How many times as much as is safe is taken of a book; the default takes what is safe.
    pub limits: Limits,
}

/// How many times as much as is safe is taken: limits are for files that nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits(u16);

impl Default for Limits {
    fn default() -> Self {
        Self(1)
    }
}

impl Limits {
    /// So many times as much.
    #[must_use]
    pub fn times(times: u16) -> Self {
        Self(times.max(1))
    }

    /// A limit as it is to be held to.
    #[must_use]
    pub fn of(self, safe: u64) -> u64 {
        safe.saturating_mul(u64::from(self.0))
    }
}

/// Why the beginning of a file can be no story's, if that is sure already.
#[must_use]
pub fn refuses(bytes: &[u8]) -> Option<ReadError> {
    // UTF-16 and archives have zeros.
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") || decode::is_wide(bytes);
    if wide || is_container(bytes) { None } else { refused(bytes) }
}

/// Text has no zero byte anywhere; programs and archives have one soon, a file with a hole in it later.
fn refused(text: &[u8]) -> Option<ReadError> {
    memchr::memchr(0, text).map(|offset| ReadError::Binary { offset })
}

/// Reads a story; `name` is the file's name, whose ending says the format when the content does not.
///
/// # Errors
/// When the bytes are no text, hold no word, or are longer than offsets reach.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, ReadError> {
    read_as(name, bytes, &Wishes::default())
}

/// Reads a story as the reader wishes.
///
/// # Errors
/// As [`read`], and when there is no such encoding.
pub fn read_as(name: &str, bytes: &[u8], wishes: &Wishes) -> Result<Reading, ReadError> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(ReadError::TooLong);
    }
    let asked = match &wishes.encoding {
        Some(name) => Some(decode::named(name).ok_or_else(|| ReadError::NoEncoding(SafeText::line(name)))?),
        None => decode::declared_by_xml(bytes),
    };
    let decoded = decode::decode(bytes, asked);
    let text = decoded.text.strip_prefix('\u{FEFF}').unwrap_or(&decoded.text);
    let text = text.trim_end_matches(END_OF_FILE);
    let old_lines = text.contains('\r') && !text.contains('\n');
    let mended = if old_lines { Cow::Owned(text.replace('\r', "\n")) } else { Cow::Borrowed(text) };
    let text = &*mended;
    if let Some(error) = refused(text.as_bytes()) {
        return Err(error);
    }
    let mut reading = match Format::detect(name, text) {
        Format::Story => story::read(text),
        Format::Plain => plain::read(text, wishes.as_typed),
        Format::Html => epub::read_page(text, wishes.limits)?,
        Format::FictionBook => fb2::read(text, wishes.limits)?,
    };
    if let Some(remark) = decoded.remark {
        reading.diagnostics.insert(0, Diagnostic::at(text, decoded.at, &remark));
    }
    if reading.document.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(reading)
}

/// How much of a plain text's beginning [`beginning`] needs: what its layout is learnt from, and nothing of a character more.
pub const BEGINNING: usize = plain::SAMPLE;

/// The first paragraphs of a long plain text, from its first [`BEGINNING`] bytes: what its first page can be set from while
/// the rest is read. They are those of the whole, in the same places, but for the last one, which may be cut short. `None`
/// for anything that has to be read whole.
#[must_use]
pub fn beginning(name: &str, bytes: &[u8], wishes: &Wishes) -> Option<Document> {
    let document = plain::read_beginning(sample(name, bytes)?, wishes.as_typed);
    (!document.is_empty()).then_some(document)
}

/// Reads a long plain text in pieces, so that it need not be held whole beside its document.
#[derive(Debug)]
pub struct Pieces {
    reader: plain::Reader,
    /// What has come since the last blank line.
    rest: Vec<u8>,
    /// The bytes that have come.
    taken: usize,
}

/// A blank line, as it stands in files of either kind.
const BLANK_LINES: [&[u8]; 2] = [b"\n\n", b"\n\r\n"];

impl Pieces {
    /// Begins with the first [`BEGINNING`] bytes; `None` for anything that has to be read whole.
    #[must_use]
    pub fn begin(name: &str, bytes: &[u8], wishes: &Wishes) -> Option<Self> {
        let reader = plain::Reader::of(sample(name, bytes)?, wishes.as_typed);
        let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
        let mut pieces = Self { reader, rest: Vec::new(), taken: bytes.len() };
        pieces.take(text).then_some(pieces)
    }

    /// Takes in what follows. Returns whether it is UTF-8; where it is not, the file has to be read whole, in another
    /// encoding.
    ///
    /// # Errors
    /// When there is a zero byte in it: then it is no text in any encoding that its beginning could have.
    pub fn push(&mut self, bytes: &[u8]) -> Result<bool, ReadError> {
        if let Some(at) = memchr::memchr(0, bytes) {
            return Err(ReadError::Binary { offset: self.taken + at });
        }
        self.taken += bytes.len();
        Ok(self.take(bytes))
    }

    fn take(&mut self, bytes: &[u8]) -> bool {
        // A blank line may stand across the seam.
        let seam = self.rest.len().saturating_sub(2);
        self.rest.extend_from_slice(bytes);
        let last = |blank: &[u8]| memchr::memmem::rfind(&self.rest[seam..], blank).map(|at| seam + at + blank.len());
        let Some(end) = BLANK_LINES.into_iter().filter_map(last).max() else { return true };
        let Ok(text) = str::from_utf8(&self.rest[..end]) else { return false };
        self.reader.feed(text);
        self.rest.drain(..end);
        true
    }

    /// The document; `None` where the file has to be read whole after all.
    #[must_use]
    pub fn finish(mut self) -> Option<Document> {
        self.reader.feed(str::from_utf8(&self.rest).ok()?.trim_end_matches(END_OF_FILE));
        let document = self.reader.finish();
        (!document.is_empty()).then_some(document)
    }
}

/// The text of a file's beginning, if it is a plain text.
fn sample<'a>(name: &str, bytes: &'a [u8]) -> Option<&'a str> {
    let bytes = &bytes[..bytes.len().min(BEGINNING)];
    let valid = match str::from_utf8(bytes) {
        Ok(text) => text,
        // A character may be cut in two at the end.
        Err(error) if error.error_len().is_none() => str::from_utf8(&bytes[..error.valid_up_to()]).ok()?,
        Err(_) => return None,
    };
    let text = valid.strip_prefix('\u{FEFF}').unwrap_or(valid);
    // Lines that end as those of old Macs are mended in the whole.
    let lines = text.contains('\n') || !text.contains('\r');
    (lines && !text.contains('\0') && Format::detect(name, text) == Format::Plain).then_some(text)
}

impl Format {
    /// The format that a file's first line or else its name's ending tells.
    #[must_use]
    pub fn detect(name: &str, text: &str) -> Self {
        let front_matter = text.lines().next().is_some_and(|line| line.trim_end() == front_matter::FENCE);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            _ if front_matter => Self::Story,
            Some("md" | "markdown" | "mkd" | "story") => Self::Story,
            _ if fb2::is_fiction_book(text) => Self::FictionBook,
            Some("html" | "htm" | "xhtml") => Self::Html,
            _ if is_html(text) => Self::Html,
            _ => Self::Plain,
        }
    }
}

/// Whether a text begins as a page of HTML does.
fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    let start = start[..start.floor_char_boundary(16)].to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_words_is_refused_with_a_reason() {
        assert_eq!(read("a.txt", b""), Err(ReadError::Empty));
        assert_eq!(read("a.md", b"\n \n"), Err(ReadError::Empty));
        assert_eq!(read("a", b"\x7fELF\0"), Err(ReadError::Binary { offset: 4 }));
        let hole = [&b"It was late.\n\n".repeat(1000)[..], &[0; 100], b"It was later."].concat();
        assert_eq!(read("a.txt", &hole), Err(ReadError::Binary { offset: 14_000 }));
        let wide: Vec<u8> = "It was late.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(read("a.txt", &wide).is_ok(), "zeros of an encoding are none of the text's");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_said_and_the_rest_is_read() {
        let reading = read("a.txt", b"caf\xe9 noir").unwrap();
        assert_eq!(reading.document.block(0, 0).unwrap().text, "café noir");
        assert_eq!((reading.diagnostics[0].line, reading.diagnostics[0].column), (1, 4));
    }

    #[test]
    fn a_byte_order_mark_is_not_text() {
        let reading = read("a.txt", "\u{FEFF}Night.".as_bytes()).unwrap();
        assert_eq!(reading.document.block(0, 0).unwrap().text, "Night.");
    }

    #[test]
    fn a_long_text_begins_as_the_whole_of_it_does() {
        let paragraph = |n: usize| {
            let gap = if n.is_multiple_of(50) { "\n\n" } else { "\n" };
            format!("Paragraph {n}.\nA second line of it, and it is näive.\n{gap}")
        };
        let text: String = (0..12_000).map(paragraph).collect();
        assert!(text.len() > 2 * BEGINNING);
        let whole = read("a.txt", text.as_bytes()).unwrap().document;
        let document = beginning("a.txt", text.as_bytes(), &Wishes::default()).unwrap();
        let blocks: Vec<_> = document.blocks().collect();
        let whole: Vec<_> = whole.blocks().take(blocks.len()).collect();
        assert!(blocks.len() > 500 && document.len() < BEGINNING);
        assert_eq!(blocks[..blocks.len() - 1], whole[..blocks.len() - 1]);
    }

    #[test]
    fn a_text_in_pieces_reads_as_in_one() {
        let paragraph = |n: usize| match n % 7 {
            0 => "***\n\n".to_owned(),
            1 => format!("Paragraph {n}.\r\nIts näive second line.\r\n\r\n"),
            2 => "\n\n".to_owned(),
            _ => format!("Paragraph {n}.\nA second line.\n\n"),
        };
        let text: String = std::iter::once("\u{FEFF}".to_owned()).chain((0..200).map(paragraph)).collect();
        let whole = read("a.txt", text.as_bytes()).unwrap().document;
        for size in [1, 2, 3, 7, 100, 5000] {
            let mut chunks = text.as_bytes().chunks(size);
            // A byte order mark is not torn: real pieces are larger.
            let first: Vec<u8> = chunks.by_ref().take(3_usize.div_ceil(size)).flatten().copied().collect();
            // The same sample, whatever the size.
            let mut pieces = Pieces { reader: plain::Reader::of(&text[3..], false), rest: Vec::new(), taken: 0 };
            assert!(pieces.take(&first[3..]) && chunks.all(|chunk| pieces.take(chunk)));
            assert_eq!(pieces.finish().unwrap(), whole, "{size}");
        }
        let mut pieces = Pieces::begin("a.txt", b"Text.\n\n", &Wishes::default()).unwrap();
        assert_eq!(pieces.push(b"caf\xe9\n\n"), Ok(false));
        assert_eq!(pieces.push(b"Late\0"), Err(ReadError::Binary { offset: 17 }));
    }

    #[test]
    fn a_page_of_html_is_a_chapter() {
        let source = "<!DOCTYPE html>\n<html lang='en'><head><title>The Ferry &amp; the Bell</title><style>.t{font-style:italic}</style></head>\
            <body><h1>One</h1><p>It was <span class='t'>late</span>.</p></body></html>";
        let document = read("page", source.as_bytes()).unwrap().document;
        assert_eq!(&*document.metadata.title, "The Ferry & the Bell");
        assert_eq!(document.scenes[0].title(), Some("One"));
        assert_eq!(document.block(0, 1).unwrap().marks.len(), 1);
    }

    #[test]
    fn what_has_to_be_read_whole_has_no_beginning() {
        assert_eq!(beginning("a.md", b"Text.", &Wishes::default()), None);
        assert_eq!(beginning("a.txt", b"+++\n+++\nText.", &Wishes::default()), None);
        assert_eq!(beginning("a.txt", b"caf\xe9 noir", &Wishes::default()), None);
        assert_eq!(beginning("a.txt", b"a\0", &Wishes::default()), None);
        assert_eq!(beginning("a.txt", b"  \n", &Wishes::default()), None);
    }

    #[test]
    fn a_front_matter_tells_the_format_whatever_the_name() {
        assert_eq!(Format::detect("a.txt", "+++\ntitle = \"A\"\n+++\n"), Format::Story);
        assert_eq!(Format::detect("A.MD", "text"), Format::Story);
        assert_eq!(Format::detect("notes.tar", "text"), Format::Plain);
    }
}
