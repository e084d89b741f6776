//! A long plain text, read in pieces as they come from the disk, so that the file need not be held whole beside its document.
//!
//! What concerns the whole text, such as its layout, is decided from its first [`BEGINNING`] bytes.

use super::beginning::Beginning;
use super::{END_OF_FILE, Format, ReadError, ReadOptions, plain};
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
    // Lines that end as those of old Macs are mended in the whole.
    let lines = text.contains('\n') || !text.contains('\r');
    (lines && !text.contains('\0') && options.format.unwrap_or_else(|| Format::detect(name, text)) == Format::Plain)
        .then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::format::{read, read_with};

    /// What a text hands over as its beginning.
    fn first_pages(name: &str, bytes: &[u8]) -> Option<Draft> {
        let mut taken = None;
        let mut take = |document| {
            taken = Some(document);
            true
        };
        let sample = &bytes[..bytes.len().min(BEGINNING)];
        let _ = Pieces::begin(name, sample, &ReadOptions::default(), &mut Beginning::wanted_by(&mut take));
        taken
    }

    #[test]
    fn a_long_text_begins_as_the_whole_of_it_does() {
        let paragraph = |n: usize| {
            let gap = if n.is_multiple_of(50) { "\n\n" } else { "\n" };
            format!("Paragraph {n}.\nA second line of it, and it is näive.\n{gap}")
        };
        let text: String = (0..12_000).map(paragraph).collect();
        assert!(text.len() > 2 * BEGINNING);
        let whole = read("a.txt", text.as_bytes()).unwrap().document();
        let document = first_pages("a.txt", text.as_bytes()).unwrap();
        let blocks: Vec<_> = document.blocks().collect();
        let whole: Vec<_> = whole.blocks().take(blocks.len()).collect();
        assert!(blocks.len() > 300 && document.len() < BEGINNING);
        assert_eq!(blocks[..blocks.len() - 1], whole[..blocks.len() - 1]);
    }

    /// Parts of texts of all layouts.
    const PARTS: [&str; 9] = [
        "It was late, and the ferry had gone, and nobody who had come down to\nthe quay could say where to.\n\n",
        "    The bell rang, and rang again, until somebody went up to the\ntower and held it. “Why?” she said.\n",
        "The lamp was out, though it had been lit at six, and the stairs were dark, so that he counted them as he went down to the river.\n",
        "    O river, slow and wide,\n    How late it is!\n    The ferry’s on the other side,\n    And so is this.\n\n",
        "CHAPTER IV.\n\n",
        "\n\n\n",
        "* * *\n\n",
        "A sea-\nbeaten man, be-\ncause of it, sat there.\n\n12\n\nand went on.\n\n",
        "[1] A note, by the ferryman.\n\n",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_beginning_has_the_blocks_of_the_whole(first in 0..PARTS.len(), parts in vec(0..PARTS.len(), 50..400), share in 0..4_usize) {
            // Most of a text is of one kind.
            let part = |(nth, part): (usize, &usize)| PARTS[if nth % 4 < share { *part } else { first }];
            let text: String = parts.iter().enumerate().map(part).collect();
            let text = text.repeat(1 + (30 << 10) / text.len());
            let mut taken = None;
            let mut take = |draft| {
                taken = Some(draft);
                true
            };
            let options = ReadOptions::default();
            // Of rows that part scenes alone there is nothing to read.
            let Ok(whole) = read_with("a.txt", text.as_bytes(), &options, &mut Beginning::wanted_by(&mut take)) else {
                return Ok(());
            };
            prop_assert!(whole == read("a.txt", text.as_bytes()).unwrap(), "a beginning that is taken changes nothing");
            let Some(piece) = taken else { return Ok(()) };
            let blocks: Vec<_> = piece.blocks().collect();
            let whole: Vec<_> = whole.draft.blocks().take(blocks.len()).collect();
            let differs = (0..blocks.len() - 1).find(|at| blocks[*at] != whole[*at]);
            prop_assert_eq!(differs.map(|at| (at, blocks[at], whole[at])), None);
        }
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
        let whole = read("a.txt", text.as_bytes()).unwrap().draft;
        for size in [1, 2, 3, 7, 100, 5000] {
            let mut chunks = text.as_bytes().chunks(size);
            // A byte order mark is not torn: real pieces are larger.
            let first: Vec<u8> = chunks.by_ref().take(3_usize.div_ceil(size)).flatten().copied().collect();
            // The same sample, whatever the size.
            let mut pieces = Pieces {
                reader: plain::PlainReader::of(&text[3..], &ReadOptions::default()),
                rest: Vec::new(),
                taken: 0,
            };
            assert!(pieces.take(&first[3..]) && chunks.all(|chunk| pieces.take(chunk)));
            assert_eq!(pieces.finish().unwrap(), whole, "{size}");
        }
        let mut pieces =
            Pieces::begin("a.txt", b"Text.\n\n", &ReadOptions::default(), &mut Beginning::unwanted()).unwrap();
        assert_eq!(pieces.push(b"caf\xe9\n\n"), Ok(false));
        assert_eq!(pieces.push(b"Late\0"), Err(ReadError::Binary { offset: 17 }));
    }

    #[test]
    fn what_has_to_be_read_whole_has_no_beginning() {
        assert_eq!(first_pages("a.md", b"Text."), None);
        assert_eq!(first_pages("a.txt", b"+++\n+++\nText."), None);
        assert_eq!(first_pages("a.txt", b"caf\xe9 noir"), None);
        assert_eq!(first_pages("a.txt", b"a\0"), None);
        assert_eq!(first_pages("a.txt", b"  \n"), None);
    }
}
