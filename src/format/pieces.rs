//! A long plain text, read in pieces as they come from the disk, so that the file need not be held whole beside its document.
//!
//! What concerns the whole text, such as its layout, is decided from its first [`BEGINNING`] bytes.

use super::beginning::Beginning;
use super::{END_OF_FILE, Format, ReadError, ReadOptions, aozora, plain};
use crate::document::Draft;

/// How many bytes of a text's beginning [`Pieces::begin`] needs: those from which its layout is learnt.
pub const BEGINNING: usize = plain::SAMPLE;

/// Reads a long plain text in pieces, so that it need not be held whole beside its document.
#[derive(Debug)]
pub struct Pieces {
    reader: plain::PlainReader,
    /// What has come since the last blank line.
    rest: Vec<u8>,
    /// The bytes that have come.
    taken: usize,
}

impl Pieces {
    /// Begins with the first [`BEGINNING`] bytes, and hands over the first pages at once. Returns `None` for a file that must be
    /// read whole.
    #[must_use]
    pub fn begin(name: &str, bytes: &[u8], options: &ReadOptions, beginning: &mut Beginning<'_>) -> Option<Self> {
        let sample = sample(name, bytes, options)?;
        let reader = plain::PlainReader::of(sample, options);
        let mut pieces = Self { reader, rest: Vec::new(), taken: bytes.len() };
        let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
        let read = pieces.reader.begin(sample, beginning);
        pieces.take(&text[read..]).then_some(pieces)
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
        let last =
            |blank: &str| memchr::memmem::rfind(&self.rest[seam..], blank.as_bytes()).map(|at| seam + at + blank.len());
        let Some(end) = plain::BLANK_LINES.into_iter().filter_map(last).max() else { return true };
        let Ok(text) = str::from_utf8(&self.rest[..end]) else { return false };
        self.reader.feed(text);
        self.rest.drain(..end);
        true
    }

    /// The document; `None` where the file has to be read whole after all.
    #[must_use]
    pub fn finish(mut self) -> Option<Draft> {
        self.reader.feed(str::from_utf8(&self.rest).ok()?.trim_end_matches(END_OF_FILE));
        let document = self.reader.finish();
        (!document.is_empty()).then_some(document)
    }
}

/// The text of a file's beginning, if it is a plain text.
fn sample<'a>(name: &str, bytes: &'a [u8], options: &ReadOptions) -> Option<&'a str> {
    let bytes = &bytes[..bytes.len().min(BEGINNING)];
    let valid = match str::from_utf8(bytes) {
        Ok(text) => text,
        // A character may be cut in two at the end.
        Err(error) if error.error_len().is_none() => str::from_utf8(&bytes[..error.valid_up_to()]).ok()?,
        Err(_) => return None,
    };
    let text = valid.strip_prefix('\u{FEFF}').unwrap_or(valid);
    // Lines that end as those of old Macs are mended in the whole, and notes of typists are.
    let lines = (text.contains('\n') || !text.contains('\r')) && !aozora::is_aozora(text);
    // Nor is a printed page read in parts.
    let lines = lines && !plain::has_printed_pages(text);
    (lines && !text.contains('\0') && options.format.unwrap_or_else(|| Format::detect(name, text)) == Format::Plain)
        .then_some(text)
}

#[cfg(test)]
mod tests;
