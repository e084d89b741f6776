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
        let mut pieces =
            Pieces { reader: plain::PlainReader::of(&text[3..], &ReadOptions::default()), rest: Vec::new(), taken: 0 };
        assert!(pieces.take(&first[3..]) && chunks.all(|chunk| pieces.take(chunk)));
        assert_eq!(pieces.finish().unwrap(), whole, "{size}");
    }
    let mut pieces = Pieces::begin("a.txt", b"Text.\n\n", &ReadOptions::default(), &mut Beginning::unwanted()).unwrap();
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
