//! The index of a story: counts of its folded text, made once.
//!
//! The index answers two questions. *Where is this place?* Folded characters are counted up to each piece of a few KiB,
//! so a place is found by folding one piece instead of the story. *Which story is this?* A hash and two sketches
//! identify the text, whatever its file is called.
//!
//! # The sketch of paragraphs
//!
//! The sketch is the set of the 32 smallest paragraph hashes: a bottom-k sketch, a form of `MinHash` (Broder, *On the
//! resemblance and containment of documents*, 1997). Hashes are as good as random, so the smallest ones are a fair
//! sample, and two texts sample the paragraphs that they share alike. For a true share `s`, the estimate from `k`
//! hashes has a standard error of √(s(1−s)/k). At `s` = ½, that is 0.09 for 32 paragraphs and 0.04 for 128 phrases
//! (`phrases.rs`).
//!
//! Offsets and lengths here are characters of folded text, except for a place's byte.

use std::hash::Hasher;

use twox_hash::XxHash3_64;

use super::fold::{fold, fold_with_sources};
use super::phrases::Phrases;
use super::search::is_odd;
use super::{Document, Place, narrow};

/// The most bytes of text in a piece. A page turn folds one or two pieces, which takes some ten microseconds. Smaller
/// pieces would make a longer table for no gain that a reader could notice.
const PIECE: usize = 4 << 10;

/// The paragraphs in a sketch. They tell the share of paragraphs that two texts have in common to within a tenth or so.
pub const SKETCH: usize = 32;

/// The shortest paragraph that a sketch takes, in bytes of folded text. Shorter ones (“Yes,” he said) stand in every
/// story.
const SKETCHED: usize = 24;

/// A piece of a block's text, and the count of folded text before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct IndexedBlock {
    /// The place where the piece begins.
    place: Place,
    /// The folded characters before the piece. A space before its first letter is not among them.
    before: u32,
    /// Whether the folded story has a space before the piece's first letter.
    spaced: bool,
}

/// The counts and hashes of a story's folded text.
///
/// ```
/// use nightstand::format;
///
/// let ours = format::read("a.md", "“To-day,” he *said*.\n".as_bytes())?.document();
/// let theirs = format::read("b.txt", "\"Today,\" he said.\n".as_bytes())?.document();
/// assert_eq!(ours.index().hash, theirs.index().hash);
/// assert_eq!(ours.index().total, 13); // “today he said”
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// The hash (`XXH3`, 64 bits) of the folded text. The same words have the same hash in every format and every
    /// release.
    pub hash: u64,
    /// The length of the folded text in characters.
    pub total: u32,
    /// The smallest hashes of paragraphs, ascending, at most [`SKETCH`] of them.
    pub sketch: Vec<u32>,
    /// The smallest hashes of phrases, ascending, at most [`PHRASES`](super::PHRASES) of them.
    pub phrases: Vec<u32>,
    /// The pieces, in reading order. Each block begins a new one.
    pieces: Vec<IndexedBlock>,
    /// The blocks that a search has to fold, in reading order, each as its scene's index and its own.
    odd: Vec<(u32, u32)>,
}

impl Document {
    /// Returns the index of the text, which is made at the first call.
    ///
    /// Making it folds the whole text, which takes about as long as reading the story did.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self))
    }

    /// Returns the number of folded characters before a place.
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

    /// Returns the place of a folded character, moved back over the signs before its word: a quoted word begins at its
    /// quote.
    ///
    /// For a space, this is the place of the signs after the word before it.
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
        // Signs right after a word belong to that word.
        let at = if opened.ends_with(char::is_alphanumeric) { at } else { opened.len() };
        Place { byte: piece.byte + narrow(at), ..piece }
    }

    /// Returns the source of a folded letter: the place and text of its piece, and the byte in that text. The byte is
    /// `None` past the piece's last letter. Returns `None` for a space or for the end of the story.
    pub(super) fn source_of(&self, offset: u32) -> Option<(Place, &str, Option<usize>)> {
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

    /// Returns the folded text around an offset: up to `before` characters before it, and up to `after` characters from
    /// it on.
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

    /// Returns the whole folded text. It takes as long as making the index, so it is only for places whose words have
    /// moved.
    #[must_use]
    pub(super) fn folded(&self) -> String {
        let mut text = String::with_capacity(self.len());
        self.index().pieces.iter().for_each(|piece| self.fold_piece(*piece, &mut text));
        text
    }

    /// Returns whether each quarter of the text has one of these phrases at least, as [`Index::phrases`] has them. Two drafts of one
    /// story share phrases throughout; two stories in one frame share them near an end.
    #[must_use]
    pub fn shares_throughout(&self, hashes: &[u32]) -> bool {
        const PARTS: usize = 4;
        let text = self.folded();
        let cut = |part: usize| text.ceil_char_boundary(text.len() * part / PARTS);
        (0..PARTS).all(|part| {
            let mut phrases = Phrases::default();
            phrases.push(&text[cut(part)..cut(part + 1)]);
            phrases.finish().iter().any(|hash| hashes.contains(hash))
        })
    }

    /// Appends a piece's folded text, with the space before it.
    fn fold_piece(&self, piece: IndexedBlock, folded: &mut String) {
        if piece.spaced {
            folded.push(' ');
        }
        fold(self.piece(piece.place), folded);
    }

    /// Returns the text of the piece that begins at a place.
    fn piece(&self, place: Place) -> &str {
        let text = self.block(place.scene as usize, place.block as usize).map_or("", |block| block.text);
        first_piece(text.get(place.byte as usize..).unwrap_or_default())
    }
}

/// Returns the first piece of a text: as much as fits, cut after a space if there is one. The same text always has the
/// same pieces, so only their starts are stored.
fn first_piece(text: &str) -> &str {
    if text.len() <= PIECE {
        return text;
    }
    let most = &text[..text.floor_char_boundary(PIECE)];
    most.rfind(' ').map_or(most, |space| &most[..=space])
}

impl Index {
    /// Folds a document once and counts everything.
    fn of(document: &Document) -> Self {
        let mut index = Self::default();
        let mut hasher = XxHash3_64::with_seed(0);
        let mut phrases = Phrases::default();
        let mut before = 0;
        let mut folded = String::new();
        for (s, b, block) in document.blocks() {
            if is_odd(block.text) {
                index.odd.push((narrow(s), narrow(b)));
            }
            let mut paragraph = XxHash3_64::with_seed(0);
            let mut length = 0;
            // A block begins a new word, whatever the block before it ended with.
            let (mut at, mut space) = (0, true);
            loop {
                let text = first_piece(&block.text[at..]);
                folded.clear();
                let ends = fold(text, &mut folded);
                let spaced = (space || ends.start) && before > 0 && !folded.is_empty();
                index.pieces.push(IndexedBlock { place: Place::new(s, b, at), before: narrow(before), spaced });
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

    /// Returns the blocks of a scene that a search has to fold.
    pub(super) fn odd_in(&self, scene: usize) -> &[(u32, u32)] {
        let scene = narrow(scene);
        let first = self.odd.partition_point(|(other, _)| *other < scene);
        let end = first + self.odd[first..].partition_point(|(other, _)| *other == scene);
        &self.odd[first..end]
    }

    /// Returns whether a search has to fold a block, which is given as its scene's index and its own.
    pub(super) fn is_odd(&self, (scene, block): (usize, usize)) -> bool {
        self.odd.binary_search(&(narrow(scene), narrow(block))).is_ok()
    }

    /// Takes the hash of a paragraph into the sketch if it is among the smallest.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{BlockKind, Draft, SceneBuilder};

    fn story<T: AsRef<str>>(paragraphs: &[T]) -> Document {
        let mut builder = SceneBuilder::default();
        for paragraph in paragraphs {
            builder.begin(BlockKind::Paragraph);
            builder.push(paragraph.as_ref());
        }
        Draft::new(vec![builder.finish()]).seal()
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
