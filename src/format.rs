//! From bytes to a [`Draft`].
//!
//! Reading never fails on text: what is odd becomes a [`Diagnostic`] and the words stay. Only something that is not
//! text at all is an error. It does no I/O and knows nothing of layout.

mod anchors;
mod aozora;
mod beginning;
mod binder;
mod css;
mod decode;
mod entities;
mod epub;
mod fb2;
mod foreign;
mod front_matter;
mod href;
mod language;
mod markup;
mod ornament;
mod pieces;
mod plain;
mod quotes;
mod roman;
mod sidecar;
mod smarten;
mod story;
mod straight;
mod titles;
mod xhtml;

pub use beginning::Beginning;
pub use epub::{Container, read as read_book, read_with as read_book_with};
pub use href::loose_path;
pub use language::guess_language;
pub use pieces::{BEGINNING, Pieces};
pub use sidecar::{apply_sidecar, with_sidecar};
pub use story::{element, to_markdown};
pub use titles::{Titles, package_path, titles_in};

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Draft, Language, SafeText};

/// What a file was read into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The story.
    pub draft: Draft,
    /// What was odd about it, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Returns the story as it was read, sealed.
    #[must_use]
    pub fn document(self) -> Document {
        self.draft.seal()
    }
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

impl Format {
    /// Returns the format that has a name, as the command line calls it. An EPUB is told by its content, whatever is asked for.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Plain),
            "markdown" => Some(Self::Story),
            "html" => Some(Self::Html),
            "fb2" => Some(Self::FictionBook),
            _ => None,
        }
    }
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
    #[error("encrypted (DRM, {scheme}); only the program it was bought for can open it")]
    Encrypted {
        /// Whose encryption it is.
        scheme: &'static str,
    },
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
    /// A format that is not read.
    #[error("a file in the format {name}, which Nightstand does not read; {remedy}")]
    Foreign {
        /// What the format is called.
        name: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A name that is no encoding's.
    #[error("there is no encoding `{0}`; use a web name such as `utf-8`, `windows-1252` or `shift_jis`")]
    NoEncoding(SafeText),
    /// Offsets are 32 bits wide.
    #[error("longer than 4 GiB, the most a story can be; split it into volumes")]
    TooLong,
}

/// The names of how a plain text's paragraphs are told from each other.
pub const LAYOUTS: [&str; 5] = ["blank-rows", "lines", "indents", "wrapped", "verse"];

/// What some systems once ended a text with (Ctrl-Z).
const END_OF_FILE: char = '\u{1A}';

/// Whether bytes are a container of files, such as an EPUB.
#[must_use]
pub fn is_container(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Options for reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// The encoding's web name; `None` guesses it.
    pub encoding: Option<String>,
    /// Whether straight quotes and double hyphens of a plain text become curly quotes and dashes.
    pub smarten: bool,
    /// Whether scenes that name no mood get one from their words.
    pub mood_inference: bool,
    /// The factor for the limits on a file's size.
    pub limits: Limits,
    /// Whether what is left out as no part of the story is shown too: page numbers of a scan, menus of a saved page.
    pub keep_all: bool,
    /// How a plain text's paragraphs are told from each other: `blank-rows`, `lines`, `indents`, `wrapped` or `verse`; `None` looks.
    pub layout: Option<String>,
    /// The language of the text; `None` is what it names, or looks like.
    pub language: Option<Language>,
    /// The format; `None` is what the file's content and name tell.
    pub format: Option<Format>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            encoding: None,
            smarten: true,
            mood_inference: true,
            limits: Limits::default(),
            keep_all: false,
            layout: None,
            language: None,
            format: None,
        }
    }
}

/// A factor for all limits. The limits protect from files that nobody knows; a reader who trusts a file may raise them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits(u16);

impl Default for Limits {
    fn default() -> Self {
        Self(1)
    }
}

impl Limits {
    /// The highest factor.
    pub const MOST: u16 = 64;

    /// Limits that are this many times as high, at least once.
    #[must_use]
    pub fn times(times: u16) -> Self {
        Self(times.max(1))
    }

    /// Returns a limit, given its safe value.
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
    if let Some(foreign::Foreign { name, remedy }) = foreign::of_bytes(text) {
        return Some(ReadError::Foreign { name, remedy });
    }
    memchr::memchr(0, text).map(|offset| ReadError::Binary { offset })
}

/// Reads a story; `name` is the file's name, whose ending says the format when the content does not.
///
/// # Errors
/// When the bytes are no text, hold no word, or are longer than offsets reach.
pub fn read(name: &str, bytes: &[u8]) -> Result<Parsed, ReadError> {
    read_as(name, bytes, &ReadOptions::default())
}

/// Reads a story as the reader options.
///
/// # Errors
/// As [`read`], and when there is no such encoding.
pub fn read_as(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Parsed, ReadError> {
    read_with(name, bytes, options, &mut Beginning::unwanted())
}

/// Reads a story as [`read_as`] does, and hands over the beginning of a plain text or a page of HTML on the way.
///
/// # Errors
/// As [`read_as`].
pub fn read_with(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
    beginning: &mut Beginning<'_>,
) -> Result<Parsed, ReadError> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(ReadError::TooLong);
    }
    if let Some(foreign::Foreign { name, remedy }) = foreign::of_bytes(bytes) {
        return Err(ReadError::Foreign { name, remedy });
    }
    let asked = match &options.encoding {
        Some(name) => Some(decode::named(name).ok_or_else(|| ReadError::NoEncoding(SafeText::line(name)))?),
        None => decode::declared_by_markup(bytes),
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
    // Who asks for an EPUB and gets its text by chance would miss the rest.
    if options.format.is_none() && has_ending(name, ".epub") {
        let why = "not a valid EPUB: it is no archive (`--format text` or `--format html` reads it as it is)";
        return Err(ReadError::Broken(why.to_owned()));
    }
    let mut reading = match options.format.unwrap_or_else(|| Format::detect(name, text)) {
        Format::Story => story::read(text, options),
        Format::Plain if options.format.is_none() && aozora::is_aozora(text) => {
            let mut read = epub::read_page(&aozora::page(text), options, beginning)?;
            read.draft.read_as.insert(0, SafeText::line("the notation of Aozora Bunko"));
            read
        }
        Format::Plain => plain::read(text, options, beginning),
        Format::Html => epub::read_page(text, options, beginning)?,
        Format::FictionBook => fb2::read(text, options)?,
    };
    if let Some(remark) = decoded.remark {
        reading.diagnostics.insert(0, Diagnostic::at(text, decoded.at, &remark));
    }
    if reading.draft.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(reading)
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
            _ => markup::of_text(text),
        }
    }
}

/// Returns whether a file's name has an ending, in small or capital letters.
#[must_use]
pub fn has_ending(name: &str, ending: &str) -> bool {
    name.len()
        .checked_sub(ending.len())
        .and_then(|at| name.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(ending))
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
        assert_eq!(reading.draft.block(0, 0).unwrap().text, "café noir");
        assert_eq!((reading.diagnostics[0].line, reading.diagnostics[0].column), (1, 4));
    }

    #[test]
    fn a_byte_order_mark_is_not_text() {
        let reading = read("a.txt", "\u{FEFF}Night.".as_bytes()).unwrap();
        assert_eq!(reading.draft.block(0, 0).unwrap().text, "Night.");
    }

    #[test]
    fn a_page_of_html_is_a_chapter() {
        let source = "<!DOCTYPE html>\n<html lang='en'><head><title>The Ferry &amp; the Bell</title><style>.t{font-style:italic}</style></head>\
            <body><h1>One</h1><p>It was <span class='t'>late</span>.</p></body></html>";
        let document = read("page", source.as_bytes()).unwrap().document();
        assert_eq!(&*document.metadata.title, "The Ferry & the Bell");
        assert_eq!(document.scenes[0].title(), Some("One"));
        assert_eq!(document.block(0, 1).unwrap().marks.len(), 1);
    }

    #[test]
    fn a_front_matter_tells_the_format_whatever_the_name() {
        assert_eq!(Format::detect("a.txt", "+++\ntitle = \"A\"\n+++\n"), Format::Story);
        assert_eq!(Format::detect("A.MD", "text"), Format::Story);
        assert_eq!(Format::detect("notes.tar", "text"), Format::Plain);
    }
}
