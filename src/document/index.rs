//! What is counted once of a story's folded text, so that a place is located without reading the whole of it again, and
//! a story is known whatever its file is called.

use std::hash::Hasher;
use std::sync::OnceLock;

use twox_hash::XxHash3_64;

use super::fold::{fold, fold_with_sources};
use super::phrases::Phrases;
use super::{Document, Place};

/// The most bytes of text in a piece. A page turn folds one or two of them, in some ten microseconds.
const PIECE: usize = 4 << 10;

/// Paragraphs in a sketch. Of two texts that share a share `s` of their paragraphs, sketches tell `s` to within a
/// tenth or so (Broder, *On the resemblance and containment of documents*, 1997).
pub const SKETCH: usize = 32;

/// The shortest paragraph that a sketch takes: “Yes,” he said stands in every story.
const SKETCHED: usize = 24;

/// A stretch of a block's text, and how much of the folded story lies before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    place: Place,
    /// Folded characters before it, a space before its first letter not counted.
    before: u32,
    /// Whether a space stands before its first letter.
    spaced: bool,
}

/// A story's folded text, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// The hash (XXH3) of the folded text. The same words have the same hash, whatever their file's format.
    pub hash: u64,
    /// Its length in characters.
    pub total: u32,
    /// The hashes of some of its paragraphs, the same ones wherever they stand: what an edited text shares with the one before.
    pub sketch: Vec<u32>,
    /// The hashes of some of its phrases, which tell how much of the text two editions share.
    pub phrases: Vec<u32>,
    pieces: Vec<Piece>,
}

/// An index that is made when it is first asked for. It is no part of what a document is.
#[derive(Debug, Clone, Default)]
pub(super) struct Lazy(OnceLock<Index>);

impl PartialEq for Lazy {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Lazy {}

impl Document {
    /// The index of its text, made at the first call: from then on the text must stay as it is.
    pub fn index(&self) -> &Index {
        self.index.0.get_or_init(|| Index::of(self))
    }

    /// How many folded characters lie before a place.
    #[must_use]
    pub(super) fn folded_offset(&self, place: Place) -> u32 {
        let index = self.index();
        let at = index.pieces.partition_point(|piece| piece.place <= place);
        let Some(piece) = at.checked_sub(1).map(|at| index.pieces[at]) else { return 0 };
        let text = self.piece(piece.place);
        let upto = place.byte.saturating_sub(piece.place.byte) as usize;
        let mut letters = String::new();
        let ends = fold(&text[..text.floor_char_boundary(upto)], &mut letters);
        let space = ends.end && !letters.is_empty();
        let before = piece.before as usize + usize::from(piece.spaced) + letters.chars().count() + usize::from(space);
        narrow(before).min(index.total)
    }

    /// The place of a folded character, moved back over the signs that stand before its word; of a space that of the signs after
    /// the word before it.
    #[must_use]
    pub(super) fn place_of_folded(&self, offset: u32) -> Place {
        let Some((piece, text, at)) = self.source_of(offset) else {
            // The space before a piece's first letter, or the story's end.
            let before = offset.checked_sub(1).and_then(|letter| self.source_of(letter));
            return before.map_or_else(Place::default, |(piece, text, at)| {
                let past = at.map_or(text.len(), |at| text.ceil_char_boundary(at + 1));
                Place { byte: piece.byte + narrow(past), ..piece }
            });
        };
        let at = at.unwrap_or(text.len());
        let opened = text[..at].trim_end_matches(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
        // Signs right after a word are that word's.
        let at = if opened.ends_with(char::is_alphanumeric) { at } else { opened.len() };
        Place { byte: piece.byte + narrow(at), ..piece }
    }

    /// Where a folded letter comes from: its piece's place and text, and the byte in it. `None` for a space.
    fn source_of(&self, offset: u32) -> Option<(Place, &str, Option<usize>)> {
        let index = self.index();
        let at = index.pieces.partition_point(|piece| piece.before <= offset);
        let piece = index.pieces[at.checked_sub(1)?];
        let text = self.piece(piece.place);
        let nth = ((offset - piece.before) as usize).checked_sub(usize::from(piece.spaced))?;
        match fold_with_sources(text).get(nth) {
            Some((' ', _)) => None,
            Some((_, at)) => Some((piece.place, text, Some(*at))),
            None if offset >= index.total => None,
            None => Some((piece.place, text, None)),
        }
    }

    /// The folded characters around an offset: so many before it, and so many from it on.
    #[must_use]
    pub(super) fn folded_around(&self, offset: u32, before: usize, after: usize) -> (String, String) {
        let index = self.index();
        let wanted = (offset as usize).saturating_sub(before);
        let first = index.pieces.partition_point(|piece| piece.before as usize <= wanted).saturating_sub(1);
        let Some(start) = index.pieces.get(first) else { return (String::new(), String::new()) };
        let (start, end) = (start.before as usize, offset as usize + after);
        let mut text = String::new();
        for piece in index.pieces[first..].iter().take_while(|piece| (piece.before as usize) < end) {
            self.fold_piece(*piece, &mut text);
        }
        let middle = text.char_indices().nth(offset as usize - start).map_or(text.len(), |(at, _)| at);
        let (head, tail) = text.split_at(middle);
        let skip = head.chars().count().saturating_sub(before);
        (head.chars().skip(skip).collect(), tail.chars().take(after).collect())
    }

    /// The whole folded text. It takes as long as reading the story, and is for places whose words have moved.
    #[must_use]
    pub(super) fn folded(&self) -> String {
        let mut text = String::with_capacity(self.len());
        self.index().pieces.iter().for_each(|piece| self.fold_piece(*piece, &mut text));
        text
    }

    fn fold_piece(&self, piece: Piece, folded: &mut String) {
        if piece.spaced {
            folded.push(' ');
        }
        fold(self.piece(piece.place), folded);
    }

    /// The text of the piece that begins at a place.
    fn piece(&self, place: Place) -> &str {
        let text = self.block(place.scene as usize, place.block as usize).map_or("", |block| block.text);
        first_piece(text.get(place.byte as usize..).unwrap_or_default())
    }
}

/// The first piece of a text: up to a space, if there is one.
fn first_piece(text: &str) -> &str {
    if text.len() <= PIECE {
        return text;
    }
    let most = &text[..text.floor_char_boundary(PIECE)];
    most.rfind(' ').map_or(most, |space| &most[..=space])
}

impl Index {
    fn of(document: &Document) -> Self {
        let mut index = Self::default();
        let mut hasher = XxHash3_64::with_seed(0);
        let mut phrases = Phrases::default();
        let mut before = 0;
        let mut folded = String::new();
        for (s, b, block) in document.blocks() {
            let mut paragraph = XxHash3_64::with_seed(0);
            let mut length = 0;
            // A block begins a word, whatever the one before it ended with.
            let (mut at, mut space) = (0, true);
            loop {
                let text = first_piece(&block.text[at..]);
                folded.clear();
                let ends = fold(text, &mut folded);
                let spaced = (space || ends.start) && before > 0 && !folded.is_empty();
                index.pieces.push(Piece { place: Place::new(s, b, at), before: narrow(before), spaced });
                if folded.is_empty() {
                    space |= ends.end;
                } else {
                    if spaced {
                        hasher.write(b" ");
                        before += 1;
                    }
                    hasher.write(folded.as_bytes());
                    paragraph.write(folded.as_bytes());
                    phrases.push(&folded);
                    length += folded.len();
                    before += if folded.is_ascii() { folded.len() } else { folded.chars().count() };
                    space = ends.end;
                }
                at += text.len();
                if at >= block.text.len() {
                    break;
                }
            }
            if length >= SKETCHED {
                index.sketch_paragraph(paragraph.finish());
            }
        }
        index.total = narrow(before);
        index.hash = hasher.finish();
        index.phrases = phrases.finish();
        index.pieces.shrink_to_fit();
        index
    }

    /// Takes a paragraph into the sketch if its hash is among the smallest.
    fn sketch_paragraph(&mut self, hash: u64) {
        #[expect(clippy::cast_possible_truncation, reason = "half of a hash is a hash")]
        let hash = hash as u32;
        let Err(at) = self.sketch.binary_search(&hash) else { return };
        if at < SKETCH {
            self.sketch.insert(at, hash);
            self.sketch.truncate(SKETCH);
        }
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{BlockKind, SceneBuilder};

    fn story<T: AsRef<str>>(paragraphs: &[T]) -> Document {
        let mut builder = SceneBuilder::default();
        for paragraph in paragraphs {
            builder.begin(BlockKind::Paragraph);
            builder.push(paragraph.as_ref());
        }
        Document { scenes: vec![builder.finish()], ..Document::default() }
    }

    #[test]
    fn the_same_words_are_the_same_story_however_they_are_set() {
        let (a, b) = (story(&["“Yes,” he said.", "It was late."]), story(&["\"Yes\", he said. It was -- late!"]));
        assert_eq!((a.index().hash, a.index().total), (b.index().hash, b.index().total));
        assert_ne!(a.index().hash, story(&["Yes, he said. It was later."]).index().hash);
    }

    #[test]
    fn the_hash_never_changes_between_releases() {
        assert_eq!(story(&["Il était tard.", "It was late."]).index().hash, 11_249_768_079_608_474_119);
    }

    #[test]
    fn a_sketch_keeps_what_an_edit_leaves() {
        let paragraph = |n: usize| format!("Paragraph number {n} of the story, and its words.");
        let whole: Vec<_> = (0..500).map(paragraph).collect();
        let mut edited = whole.clone();
        (0..500).step_by(4).for_each(|n| edited[n].insert_str(0, "Not "));
        let (a, b) = (story(&whole), story(&edited));
        let shared = a.index().sketch.iter().filter(|hash| b.index().sketch.contains(hash)).count();
        assert!((12..30).contains(&shared), "{shared}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_letter_is_found_by_its_number(
            paragraphs in prop::collection::vec("[a-dA-Z é’—., \\-夜]{0,30}", 1..6), long in 0_usize..6,
        ) {
            let mut paragraphs = paragraphs;
            if let Some(paragraph) = paragraphs.get_mut(long) {
                *paragraph = format!("{paragraph}, so it was ").repeat(300);
            }
            let story = story(&paragraphs);
            let folded: Vec<char> = story.folded().chars().collect();
            prop_assert_eq!(folded.len(), story.index().total as usize);
            let mut seen = 0;
            for (s, b, block) in story.blocks() {
                // All of what is short; of what is long enough to cross from piece to piece.
                let step = if block.text.len() > PIECE { 61 } else { 1 };
                for (byte, c) in block.text.char_indices().step_by(step).filter(|(_, c)| c.is_ascii_alphanumeric()) {
                    let offset = story.folded_offset(Place::new(s, b, byte));
                    prop_assert_eq!(folded[offset as usize], c.to_ascii_lowercase());
                    prop_assert!(offset as usize >= seen);
                    seen = offset as usize;
                    if let Some(space) = offset.checked_sub(1).filter(|space| folded[*space as usize] == ' ') {
                        let word = story.place_of_folded(space);
                        prop_assert!(word < Place::new(s, b, byte) && story.folded_offset(word) <= space);
                    }
                    let place = story.place_of_folded(offset);
                    let between = &block.text[place.byte as usize..byte];
                    prop_assert!(place.block as usize == b && !between.contains(char::is_alphanumeric), "{:?}", between);
                    let (before, after) = story.folded_around(offset, 7, 9);
                    let at = offset as usize;
                    prop_assert_eq!(before.chars().collect::<Vec<_>>(), &folded[at.saturating_sub(7)..at]);
                    prop_assert_eq!(after.chars().collect::<Vec<_>>(), &folded[at..(at + 9).min(folded.len())]);
                }
            }
        }
    }
}
