//! Passages: stretches of a story, such as a selection or a highlight, and how they are found again.
//!
//! A [`Passage`] is two places in a document that is held in memory. Its stored form is the [`Locator`] of its start and
//! the words that stood in it, as they stood. [`Document::find_passage`] finds the start as any place is found, and the end
//! by the words: at the same length, or else by the last of them. Offsets and lengths are characters of folded text.

use std::cmp::Reverse;
use std::ops::Range;

use super::fold::folded;
use super::{Document, Found, Locator, Place};

/// A stretch of a story, from one place up to another. It is never empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passage {
    /// The place of its first character.
    pub start: Place,
    /// The place after its last character.
    pub end: Place,
}

/// The folded characters by which a passage's ends are found in an edited text: some six words.
const EDGE: usize = 32;

/// The folded characters by which a passage may have grown or shrunk in an edited text: half a page.
const SLACK: usize = 800;

impl Passage {
    /// Returns the part of a block's text that is in the passage; `None` if nothing is. `length` is the text's length in bytes.
    #[must_use]
    pub fn in_block(&self, (scene, block): (u32, u32), length: usize) -> Option<Range<usize>> {
        let (at, first, last) =
            ((scene, block), (self.start.scene, self.start.block), (self.end.scene, self.end.block));
        if at < first || at > last {
            return None;
        }
        let start = if at == first { self.start.byte as usize } else { 0 };
        let end = if at == last { self.end.byte as usize } else { length };
        (start < end).then_some(start..end)
    }

    /// Returns whether two passages share a character.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl Document {
    /// Returns the words of a passage as they stand. An empty row parts the texts of two blocks.
    ///
    /// ```
    /// use nightstand::document::{Passage, Place};
    /// use nightstand::format;
    ///
    /// let story = format::read("a.txt", "It was late.\n\nThe ferry left.\n".as_bytes())?.document();
    /// let passage = Passage { start: Place::new(0, 0, 7), end: Place::new(0, 1, 9) };
    /// assert_eq!(story.words_of(passage), "late.\n\nThe ferry");
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn words_of(&self, passage: Passage) -> String {
        let mut words = String::new();
        for scene in passage.start.scene..=passage.end.scene.min(u32::try_from(self.scenes.len()).unwrap_or(u32::MAX)) {
            let Some(blocks) = self.scenes.get(scene as usize) else { break };
            for (block, index) in blocks.blocks().zip(0_u32..) {
                let part = passage.in_block((scene, index), block.text.len()).and_then(|range| block.text.get(range));
                if let Some(part) = part.filter(|part| !part.is_empty()) {
                    if !words.is_empty() {
                        words.push_str("\n\n");
                    }
                    words.push_str(part);
                }
            }
        }
        words
    }

    /// Returns whether some words stand at a place.
    #[must_use]
    pub fn starts_with(&self, place: Place, words: &str) -> bool {
        let folded = folded(words);
        let (_, there) = self.folded_around(self.folded_offset(place), 0, folded.chars().count() + 1);
        there.trim_start().starts_with(folded.trim())
    }

    /// Returns the passage that a locator and the words that stood there mean in this document, and how its start was
    /// found. [`Found::ByRatio`] says that the words are gone, even if the words around them are still there. The passage is a
    /// guess then and should not be shown.
    #[must_use]
    pub fn find_passage(&self, (start, found): (Place, Found), words: &str) -> (Passage, Found) {
        // Nearly all stand as they stood.
        if found == Found::InPlace
            && let Some(end) = self.end_of_words(start, words)
        {
            return (Passage { start, end }, found);
        }
        let folded = folded(words);
        let length = folded.chars().count();
        let (start, upto, found) = match found {
            Found::ByWords => {
                let told = self.folded_offset(start);
                match self.likeliest(start, &folded, words) {
                    Some((start, upto)) if !is_short(&folded) || self.folded_offset(start).abs_diff(told) <= NEAR => {
                        (start, upto, found)
                    }
                    _ => (start, length, Found::ByRatio),
                }
            }
            _ => (start, self.length_at(start, &folded), found),
        };
        let from = self.folded_offset(start);
        // The space before a word that begins with a sign is counted as the sign's.
        let (_, there) = self.folded_around(from, 0, length + SLACK);
        let skipped = there.chars().take_while(|c| *c == ' ').count();
        let signs = words.chars().rev().take_while(|c| !c.is_alphanumeric()).count();
        let upto = u32::try_from(skipped + upto).unwrap_or(u32::MAX);
        let end = self.end_of_folded(from.saturating_add(upto), signs);
        (Passage { start, end: end.max(start) }, found)
    }

    /// Returns the passages of many locators with their words, in their order. See [`Document::find_all`].
    #[must_use]
    pub fn find_passages<'a>(&self, stored: impl IntoIterator<Item = (&'a Locator, &'a str)>) -> Vec<(Passage, Found)> {
        let stored: Vec<_> = stored.into_iter().collect();
        let places = self.find_all(stored.iter().map(|(locator, _)| *locator));
        places.into_iter().zip(stored).map(|(place, (_, words))| self.find_passage(place, words)).collect()
    }

    /// Returns where words end that stand at a place to the letter; `None` where they don't, or where they reach over blocks.
    fn end_of_words(&self, start: Place, words: &str) -> Option<Place> {
        let text = self.block(start.scene as usize, start.block as usize)?.text;
        let stand = text.get(start.byte as usize..)?.starts_with(words) && !words.is_empty();
        let length = u32::try_from(words.len()).ok()?;
        stand.then_some(Place { byte: start.byte + length, ..start })
    }

    /// Returns how long a passage is that begins at a place, in folded characters: as long as it was, or up to the last words that it had.
    fn length_at(&self, start: Place, folded: &str) -> usize {
        let length = folded.chars().count();
        let (_, there) = self.folded_around(self.folded_offset(start), 0, length + SLACK);
        let there = there.trim_start();
        if there.starts_with(folded) {
            length
        } else {
            end_by_tail(there, folded).unwrap_or_else(|| word_end(there, length))
        }
    }

    /// Returns where a passage begins near a place and how long it is, if words stand there that are its own after an edit. The words
    /// around an edited place tell it to within an edit's length.
    fn likeliest(&self, near: Place, folded: &str, words: &str) -> Option<(Place, usize)> {
        let at = |start: Place| {
            let start = self.without_signs(start, words);
            let upto = self.length_at(start, folded);
            let (_, there) = self.folded_around(self.folded_offset(start), 0, upto + 1);
            let there: String = there.trim_start().chars().take(upto).collect();
            (likeness(&there, folded), start, upto)
        };
        let starts = std::iter::once(near).chain(self.starts_by_head(near, folded));
        let best = starts.map(at).max_by(|(one, ..), (other, ..)| one.total_cmp(other))?;
        (best.0 >= least_like(folded)).then_some((best.1, best.2))
    }

    /// Returns the places near another one at which the first words of a passage stand: all of some length, or fewer.
    fn starts_by_head(&self, start: Place, folded: &str) -> impl Iterator<Item = Place> {
        let from = self.folded_offset(start);
        let (before, after) = self.folded_around(from, SLACK, SLACK);
        let near = format!("{before}{after}");
        let at = before.chars().count();
        let head = move |characters: usize| {
            let head: String = folded.chars().take(characters).collect();
            let head = head.trim();
            let begins_word = |byte: &usize| near[..*byte].ends_with(' ') || *byte == 0;
            let starts = near.match_indices(head).map(|(byte, _)| byte).filter(begins_word);
            let starts = starts.map(|byte| near[..byte].chars().count()).filter(|_| !head.is_empty());
            starts.min_by_key(|start| start.abs_diff(at))
        };
        let found: Vec<usize> = [EDGE, EDGE / 2, EDGE / 4].into_iter().filter_map(head).collect();
        found.into_iter().map(move |nearest| {
            let offset = (from as usize + nearest).saturating_sub(at);
            self.place_of_folded(u32::try_from(offset).unwrap_or(u32::MAX))
        })
    }

    /// Returns the place after the signs at a place, unless the words begin with a sign too.
    fn without_signs(&self, place: Place, words: &str) -> Place {
        let text = self.block(place.scene as usize, place.block as usize).map_or("", |block| block.text);
        let rest = text.get(place.byte as usize..).unwrap_or_default();
        let signs = rest.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !c.is_whitespace()).len();
        let begins_with_a_letter = words.trim_start().chars().next().is_some_and(char::is_alphanumeric);
        let skipped = if begins_with_a_letter { u32::try_from(signs).unwrap_or(0) } else { 0 };
        Place { byte: place.byte + skipped, ..place }
    }

    /// Returns the place after the folded letter before an offset, and after as many signs that follow it at once.
    fn end_of_folded(&self, offset: u32, signs: usize) -> Place {
        let mut letter = offset.min(self.index().total);
        loop {
            let Some(before) = letter.checked_sub(1) else { return Place::default() };
            letter = before;
            if let Some((place, text, Some(at))) = self.source_of(letter) {
                let rest = text[at..].chars().next().map_or(0, char::len_utf8);
                let after = &text[at + rest..];
                let sign = |c: &char| !c.is_alphanumeric() && !c.is_whitespace();
                let signs: usize = after.chars().take(signs).take_while(sign).map(char::len_utf8).sum();
                let byte = u32::try_from(at + rest + signs).unwrap_or(u32::MAX);
                return Place { byte: place.byte + byte, ..place };
            }
        }
    }
}

/// The words of a short passage. It is found only as a whole, and only near its place: such words stand anywhere.
const FEW: usize = 3;

/// The folded characters from its place within which a short passage is found: a word or two.
const NEAR: u32 = 8;

/// Returns whether two texts are the same but for a word or two in twenty.
#[must_use]
pub fn are_nearly_the_same(one: &str, other: &str) -> bool {
    const LEAST: f64 = 0.9;
    likeness(&folded(one), &folded(other)) >= LEAST
}

fn is_short(folded: &str) -> bool {
    folded.split(' ').nth(FEW).is_none()
}

/// Returns the likeness from which on words are those of a passage after an edit.
///
/// 60 sentences were deleted from three books. Only one of them was as like as this to the sentence after it. Fewer words are like
/// much else, so they have to be more alike.
fn least_like(folded: &str) -> f64 {
    /// The words of a passage that is easily like another one.
    const SOME: usize = 9;
    match folded.split(' ').count() {
        few if few <= FEW => 1.0,
        some if some < SOME => 0.7,
        _ => 0.5,
    }
}

/// Returns how alike two folded texts are, from 0 to 1: the share of their words that both have in the same order (the longest common
/// subsequence, as Dice's coefficient).
fn likeness(one: &str, other: &str) -> f64 {
    /// So many words tell; those of a long passage are compared with each other, each with each.
    const MOST: usize = 400;
    let words = |text| -> Vec<&str> { str::split_whitespace(text).take(MOST).collect() };
    let (one, other) = (words(one), words(other));
    let mut row = vec![0_usize; one.len() + 1];
    for word in &other {
        let mut diagonal = 0;
        for (at, same) in one.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == same { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "some hundred words")]
    let share = |count: usize, all: usize| if all == 0 { 0.0 } else { count as f64 / all as f64 };
    share(2 * row[one.len()], one.len() + other.len())
}

/// Returns so many characters of a folded text, and the rest of the word there.
fn word_end(there: &str, length: usize) -> usize {
    length + there.chars().skip(length).take_while(|c| *c != ' ').count()
}

/// Returns the length of an edited passage in a folded text, by the last words that it had. Of several places the one
/// nearest to the old length is taken.
fn end_by_tail(there: &str, folded: &str) -> Option<usize> {
    let length = folded.chars().count();
    // Half of it is enough if the edit was in the other half.
    [EDGE, EDGE / 2].into_iter().find_map(|characters| {
        let tail: String = folded.chars().skip(length.saturating_sub(characters)).collect();
        let tail = tail.trim_start();
        let ends_word =
            |(at, found): &(usize, &str)| matches!(there.as_bytes().get(at + found.len()), None | Some(b' '));
        let ends = there.match_indices(tail).filter(ends_word);
        let ends = ends.map(|(at, found)| there[..at + found.len()].chars().count());
        ends.filter(|_| !tail.is_empty()).max_by_key(|end| Reverse(end.abs_diff(length)))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format;

    fn story(text: &str) -> Document {
        format::read("a.md", text.as_bytes()).unwrap().document()
    }

    #[test]
    fn a_passage_is_found_again_over_blocks_and_after_an_edit() {
        let before =
            "It was late. “The ferry left the harbour,” he said.\n\nNobody saw it go, and nobody heard. So it was.\n";
        let old = story(before);
        let passage = Passage { start: Place::new(0, 0, 13), end: Place::new(0, 1, 35) };
        let (locator, words) = (old.locate(passage.start), old.words_of(passage));
        assert_eq!(words, "“The ferry left the harbour,” he said.\n\nNobody saw it go, and nobody heard.");
        assert_eq!(old.find_passage(old.find(&locator), &words), (passage, Found::InPlace));
        let edited = before
            .replace("left the harbour", "left the old harbour at last")
            .replace("It was", "It rained.\n\nIt was");
        let new = story(&edited);
        let (found, how) = new.find_passage(new.find(&locator), &words);
        assert_eq!(how, Found::ByWords);
        assert_eq!(
            new.words_of(found),
            "“The ferry left the old harbour at last,” he said.\n\nNobody saw it go, and nobody heard."
        );
    }

    #[test]
    fn a_passage_whose_words_are_gone_is_no_other_one() {
        let before = "Nobody was awake but the two of them that night. He put the heavy book down on the sill. Then it began to rain, and they ran home.\n";
        let old = story(before);
        let all = old.block(0, 0).unwrap().text;
        let (start, end) = (all.find("He put").unwrap(), all.find(" Then").unwrap());
        let passage = Passage { start: Place::new(0, 0, start), end: Place::new(0, 0, end) };
        let (locator, words) = (old.locate(passage.start), old.words_of(passage));
        for (with, how) in [
            ("", Found::ByRatio),
            ("He was not the man to be seen on a bridge. ", Found::ByRatio),
            ("He put the old heavy book on the window sill. ", Found::ByWords),
        ] {
            let new =
                story(&format!("A preface.\n\n{}", before.replace("He put the heavy book down on the sill. ", with)));
            assert_eq!(new.find_passage(new.find(&locator), &words).1, how, "{with}");
        }
    }

    #[test]
    fn parts_of_blocks_are_told() {
        let passage = Passage { start: Place::new(0, 1, 3), end: Place::new(1, 0, 4) };
        assert_eq!(passage.in_block((0, 0), 9), None);
        assert_eq!(passage.in_block((0, 1), 9), Some(3..9));
        assert_eq!(passage.in_block((0, 2), 9), Some(0..9));
        assert_eq!(passage.in_block((1, 0), 9), Some(0..4));
        assert_eq!(passage.in_block((1, 1), 9), None);
    }

    proptest! {
        #[test]
        fn any_words_are_found_where_they_stand(
            text in "[a-d’—.,]{2,9}( [a-dA-Zé’—.,“”]{1,9}){4,30}(\n\n[a-d]{2,9}( [a-dé’—.,“”]{1,9}){4,30})?",
            from in 0_usize..400, length in 1_usize..300,
        ) {
            let story = story(&text);
            let place = |offset: usize| story.place_at(offset.min(story.len().saturating_sub(1)));
            let words = super::super::Unit::Word;
            let Some(first) = story.unit_after(place(from), words) else { return Ok(()) };
            let Some(last) = story.unit_after(place(from + length), words) else { return Ok(()) };
            let passage = Passage { start: first.start, end: last.end };
            prop_assume!(passage.start < passage.end);
            let (found, how) = story.find_passage(story.find(&story.locate(passage.start)), &story.words_of(passage));
            prop_assert_eq!((found, how), (passage, Found::InPlace));
        }
    }
}
