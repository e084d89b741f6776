//! Locators: places that can be stored, and found again in a text that has changed.
//!
//! A locator remembers where a place was and the words that stood there. [`Document::find`] tries the surest way first:
//!
//! 1. by scene, block and character, if the words stand there;
//! 2. by the count of folded characters before it, if the words stand there (the same text in another format);
//! 3. by the words from the place on, wherever they stand;
//! 4. by the words before or after these;
//! 5. by runs of three words, by a vote of all that are found;
//! 6. by the place's share of the story.
//!
//! Words are compared folded (`fold.rs`), so another edition may have other quotes, dashes and capitals. Lengths are
//! characters of folded text unless a name says otherwise. Files and stores are not known here: a locator is plain data
//! for `serde`.

use std::cell::LazyCell;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use super::fold::{fold, folded};
use super::{Document, Place};

/// The folded characters in each of the three runs that a locator keeps. Thirty-two are some six words, and in a novel
/// hardly any six words in a row stand twice.
const CONTEXT: usize = 32;

/// The fewest letters of a run that is looked for. Shorter ones (“he said to”) stand everywhere.
const SHORTEST: usize = 10;

/// The words in a part. After a heavy edit no long run may be left, but three words in their old order often are.
const PART: usize = 3;

/// The runs that must agree on a place far from where it is expected: half of all that a locator has. Five words in a row of one
/// paragraph stand in another chapter of most novels.
const FAR_VOTES: usize = 8;

/// Where a place is expected: within this share of the story, and this many bytes in a short one. Edits elsewhere move it by less.
const NEARBY: usize = 50;
const LEAST_NEARBY: usize = 4096;

/// A place in the form in which it is stored: its position, and the words around it.
///
/// ```
/// use nightstand::document::{Found, Place};
/// use nightstand::format;
///
/// let draft = "It was late.\n\nThe ferry left the harbour without a sound that night.\n";
/// let draft = format::read("draft.txt", draft.as_bytes())?.document();
/// let place = Place::new(0, 1, 4); // before “ferry”
/// let locator = draft.locate(place);
/// assert_eq!(locator.quote, "ferry left the harbour without a");
/// assert_eq!(draft.find(&locator), (place, Found::InPlace));
///
/// // A paragraph was put in before it. The words are found where they stand now.
/// let edited = "It was late.\n\nIt rained.\n\nThe ferry left the harbour without a sound that night.\n";
/// let edited = format::read("draft.txt", edited.as_bytes())?.document();
/// assert_eq!(edited.find(&locator), (Place::new(0, 2, 4), Found::ByWords));
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Locator {
    /// The scene's index, from 0.
    #[serde(default)]
    pub scene: u32,
    /// The block's index in the scene, from 0.
    #[serde(default)]
    pub block: u32,
    /// The character in the block, from 0. It is not the byte, since a respelled word before the place should move it
    /// little.
    #[serde(default)]
    pub character: u32,
    /// The folded characters of the story before the place.
    #[serde(default)]
    pub offset: u32,
    /// The folded characters of the whole story; 0 in old locators, which did not count them.
    #[serde(default)]
    pub total: u32,
    /// The share of the text's bytes before the place, from 0 to 1.
    #[serde(default)]
    pub ratio: f64,
    /// The folded words from the place on, up to 32 characters.
    #[serde(default)]
    pub quote: String,
    /// The folded words before the place, up to 32 characters.
    #[serde(default)]
    pub before: String,
    /// The folded words after the quote, up to 32 characters.
    #[serde(default)]
    pub after: String,
}

impl Locator {
    /// Returns the locator of words that another program quotes, with those before and after them, and the share of the
    /// story before them from 0 to 1.
    ///
    /// ```
    /// use nightstand::document::{Found, Locator, Place};
    /// use nightstand::format;
    ///
    /// let story = format::read("a.txt", "It was late.\n\nThe ferry left without a sound.\n".as_bytes())?.document();
    /// let locator = Locator::of_words("", "ferry left without", "", 0.5);
    /// assert_eq!(story.find(&locator), (Place::new(0, 1, 4), Found::ByWords));
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn of_words(before: &str, words: &str, after: &str, ratio: f64) -> Self {
        let (head, tail) = (folded(before), folded(&format!("{words} {after}")));
        let skipped = head.chars().count().saturating_sub(CONTEXT);
        let cut = |nth: usize| tail.char_indices().nth(nth).map_or(tail.len(), |(at, _)| at);
        Self {
            ratio: if ratio.is_finite() { ratio.clamp(0.0, 1.0) } else { 0.0 },
            quote: tail[..cut(CONTEXT)].to_owned(),
            after: tail[cut(CONTEXT)..cut(2 * CONTEXT)].to_owned(),
            before: head.chars().skip(skipped).collect(),
            ..Self::default()
        }
    }
}

/// The way in which a locator was found, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// The words stand where they stood.
    InPlace,
    /// The words, or some of those around them, stand elsewhere. This may be the wrong passage if the story repeats
    /// itself.
    ByWords,
    /// The words are gone. The place is as far into the story as it was, which is a guess.
    ByRatio,
}

impl Document {
    /// Returns the locator of a place.
    #[must_use]
    pub fn locate(&self, place: Place) -> Locator {
        let place = self.clamp(place);
        let text = self.block(place.scene as usize, place.block as usize).map_or("", |block| block.text);
        let (offset, total) = (self.folded_offset(place), self.index().total);
        let (before, from) = self.folded_around(offset, CONTEXT, 2 * CONTEXT);
        let seam = from.char_indices().nth(CONTEXT).map_or(from.len(), |(at, _)| at);
        let characters = text[..place.byte as usize].chars().count();
        Locator {
            scene: place.scene,
            block: place.block,
            character: u32::try_from(characters).unwrap_or(u32::MAX),
            offset,
            total,
            #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more than 52 bits")]
            ratio: self.offset(place) as f64 / self.len().max(1) as f64,
            quote: from[..seam].to_owned(),
            before,
            after: from[seam..].to_owned(),
        }
    }

    /// Returns the place that a locator means in this document, and how it was found.
    ///
    /// There always is a place, and [`Found`] says how far to trust it. Once the index is made, the first two ways take
    /// microseconds. The others fold the whole story, which takes as long as reading it.
    #[must_use]
    pub fn find(&self, locator: &Locator) -> (Place, Found) {
        let words = FoldedContext::of(locator);
        self.standing(locator, &words).unwrap_or_else(|| self.find_elsewhere(locator, &words, &self.folded()))
    }

    /// Returns the places that many locators mean, in their order.
    ///
    /// Places move together: what was put in before one of them stands before the next one, too. So each is looked for first where
    /// the last one that has moved would have taken it. Once 50 of them are lost, and most of those looked for, the text is a
    /// different one. The others are then only looked for in their place, since each search reads the whole story.
    #[must_use]
    pub fn find_all<'a>(&self, locators: impl IntoIterator<Item = &'a Locator>) -> Vec<(Place, Found)> {
        /// The locators that may be lost before the others are no longer searched for.
        const MOST_LOST: usize = 50;
        let text = LazyCell::new(|| self.folded());
        let (mut lost, mut shift) = (0, 0);
        let find = |(nth, locator): (usize, &Locator)| {
            let words = FoldedContext::of(locator);
            if let Some(found) = self.standing(locator, &words).or_else(|| self.shifted(locator, shift, &words)) {
                return found;
            }
            if lost >= MOST_LOST && 2 * lost > nth {
                return (self.place_at(self.expected(locator)), Found::ByRatio);
            }
            let (place, found) = self.find_elsewhere(locator, &words, &text);
            lost += usize::from(found == Found::ByRatio);
            if found == Found::ByWords {
                shift = i64::from(self.folded_offset(place)) - i64::from(locator.offset);
            }
            (place, found)
        };
        locators.into_iter().enumerate().map(find).collect()
    }

    /// Returns the place of a locator whose words stand where they stood: in its scene and block, or as many folded characters from the
    /// beginning.
    fn standing(&self, locator: &Locator, words: &FoldedContext) -> Option<(Place, Found)> {
        let by_count = || self.stands_at(locator.offset, words).then(|| self.place_of_folded(locator.offset));
        self.in_place(locator, words).or_else(by_count).map(|place| (place, Found::InPlace))
    }

    /// Returns the place of a locator whose words all stand so many folded characters after where they stood.
    fn shifted(&self, locator: &Locator, shift: i64, words: &FoldedContext) -> Option<(Place, Found)> {
        // Locators of other programs know no offset.
        let offset =
            u32::try_from(i64::from(locator.offset) + shift).ok().filter(|_| shift != 0 && locator.total > 0)?;
        let (_, from) = self.folded_around(offset, 0, words.from.chars().count());
        let stands = is_telling(&words.from) && from == words.from && self.stands_at(offset, words);
        stands.then(|| (self.place_of_folded(offset), Found::ByWords))
    }

    /// Returns the place of a locator whose words stand elsewhere in the story's folded text, or else a guess.
    fn find_elsewhere(&self, locator: &Locator, words: &FoldedContext, text: &str) -> (Place, Found) {
        if words.all().count() > 0
            && let Some(offset) = Lookup::new(text, locator).find(words)
        {
            // A quote that begins with a space was taken right after a word's last letter. There, the place belongs to
            // that word.
            let at_space = locator.quote.starts_with(' ');
            let place = self.place_of_folded(offset.saturating_sub(u32::from(at_space)));
            return (place, Found::ByWords);
        }
        (self.place_at(self.expected(locator)), Found::ByRatio)
    }

    /// Returns whether the words around a locator stand here so exactly that no other story has them by chance.
    ///
    /// This tells whether it is the locator's story. [`Document::find`] takes the story for granted, and is content
    /// with three words in a row, which stand in any story.
    #[must_use]
    pub fn has_words_of(&self, locator: &Locator) -> bool {
        /// The characters that must agree. Six words may stand in two novels, but nine hardly ever do.
        const ENOUGH: usize = 45;
        let text = LazyCell::new(|| self.folded());
        let runs = [[&locator.before, &locator.quote], [&locator.quote, &locator.after]];
        let runs = runs.map(|[one, other]| folded(&format!("{one}{other}")));
        // Of a story that is no longer than that, all of it is enough.
        let least = ENOUGH.min(locator.total as usize).max(SHORTEST);
        runs.iter().any(|run| run.chars().count() >= least && memmem::find(text.as_bytes(), run.as_bytes()).is_some())
    }

    /// Returns whether all remembered words stand where they stood, counted in folded characters from the beginning.
    #[must_use]
    pub fn stands_where_it_stood(&self, locator: &Locator) -> bool {
        let words = FoldedContext::of(locator);
        !words.from.is_empty() && self.stands_at(locator.offset, &words)
    }

    /// Returns the place of a locator that was made from this very text, or `None` if its quote does not begin there.
    ///
    /// Only the words from the place on are read, and the index is not needed. So the document may be a piece of the
    /// story (`excerpt.rs`), in which all counts from the beginning would be wrong.
    #[must_use]
    pub fn stands(&self, locator: &Locator) -> Option<Place> {
        /// Bytes of text that surely fold to more than a quote, signs included.
        const ENOUGH: usize = 16 * CONTEXT;
        let (scene, mut block) = (locator.scene as usize, locator.block as usize);
        let text = self.block(scene, block)?.text;
        let (byte, _) = text.char_indices().chain([(text.len(), '\0')]).nth(locator.character as usize)?;
        let mut words = String::new();
        let mut rest = &text[byte..];
        loop {
            if !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
            fold(&rest[..rest.floor_char_boundary(ENOUGH)], &mut words);
            block += 1;
            match self.block(scene, block) {
                Some(next) if words.len() < locator.quote.len() => rest = next.text,
                _ => break,
            }
        }
        let (words, quote) = (words.trim(), locator.quote.trim());
        let same = words.starts_with(quote) || (!words.is_empty() && quote.starts_with(words));
        same.then(|| Place::new(scene, locator.block as usize, byte))
    }

    /// Returns the byte of text that is as far into this story as the locator was into its own.
    fn expected(&self, locator: &Locator) -> usize {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a ratio of the length, clamped to it"
        )]
        let expected = (locator.ratio.clamp(0.0, 1.0) * self.len() as f64) as usize;
        expected
    }

    /// Returns the place at the locator's scene, block and character, if all of its words stand there.
    fn in_place(&self, locator: &Locator, words: &FoldedContext) -> Option<Place> {
        let text = self.block(locator.scene as usize, locator.block as usize)?.text;
        let at_end = (text.len(), '\0');
        let (byte, _) = text.char_indices().chain([at_end]).nth(locator.character as usize)?;
        let place = Place::new(locator.scene as usize, locator.block as usize, byte);
        self.stands_at(self.folded_offset(place), words).then_some(place)
    }

    /// Returns whether the words of a locator stand around an offset, in folded characters.
    fn stands_at(&self, offset: u32, words: &FoldedContext) -> bool {
        if words.before.is_empty() && words.from.is_empty() {
            return self.index().total == 0;
        }
        // One character more on either side, since the place may be at a space.
        let (before, from) =
            self.folded_around(offset, words.before.chars().count() + 1, words.from.chars().count() + 1);
        before.trim_end().ends_with(&words.before) && from.trim_start().starts_with(&words.from)
    }
}

/// The words of a locator, folded again: locators of older releases stored them as they stood.
struct FoldedContext {
    before: String,
    quote: String,
    after: String,
    /// The quote and the words after it.
    from: String,
}

impl FoldedContext {
    fn of(locator: &Locator) -> Self {
        let (before, quote, after) = (folded(&locator.before), folded(&locator.quote), folded(&locator.after));
        let from = folded(&format!("{}{}", locator.quote, locator.after));
        Self { before, quote, after, from }
    }

    /// Returns the runs that are long enough to be looked for, surest first.
    fn all(&self) -> impl Iterator<Item = &str> {
        [&self.quote, &self.before, &self.after].into_iter().map(String::as_str).filter(|words| is_telling(words))
    }
}

/// Returns whether a run of words has enough letters to be looked for.
fn is_telling(words: &str) -> bool {
    words.chars().filter(|c| *c != ' ').count() >= SHORTEST
}

/// The folded text of a story, to be searched for the words of one locator. Positions are bytes of this text.
struct Lookup<'t> {
    /// The folded text.
    text: &'t str,
    /// The byte at which the words are expected, by the locator's share of its own story.
    expected: usize,
}

impl<'t> Lookup<'t> {
    fn new(text: &'t str, locator: &Locator) -> Self {
        let share =
            if locator.total > 0 { f64::from(locator.offset) / f64::from(locator.total) } else { locator.ratio };
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of the length, clamped to it"
        )]
        let expected = (share.clamp(0.0, 1.0) * text.len() as f64) as usize;
        Self { text, expected }
    }

    /// Returns the offset, in folded characters, at which the words of a locator began.
    fn find(&self, words: &FoldedContext) -> Option<u32> {
        let found = self.by_quote(words).or_else(|| self.by_context(words)).or_else(|| self.by_parts(words))?;
        let before = &self.text[..self.text.floor_char_boundary(found)];
        u32::try_from(before.chars().count()).ok()
    }

    /// Returns the position of the quote. If it stands several times, the place with the most similar surroundings is
    /// taken, and of equals the nearest to the expected position.
    fn by_quote(&self, words: &FoldedContext) -> Option<usize> {
        if !is_telling(&words.quote) {
            return None;
        }
        let alike = |at: usize| {
            let before = common(self.text[..at].trim_end().bytes().rev(), words.before.bytes().rev());
            let after = common(self.text[at + words.quote.len()..].trim_start().bytes(), words.after.bytes());
            // A letter or two agree by chance, half a word does not.
            (before + after) / 8
        };
        let best =
            self.all(&words.quote).max_by_key(|at| (alike(*at), std::cmp::Reverse(at.abs_diff(self.expected))))?;
        // The same words far away, among others, are another passage. Other programs may have stored nothing else.
        let alone = words.before.is_empty() && words.after.is_empty();
        (alone || self.is_near(best) || alike(best) > 0).then_some(best)
    }

    /// Returns whether a position is about where the place is expected.
    fn is_near(&self, at: usize) -> bool {
        at.abs_diff(self.expected) <= (self.text.len() / NEARBY).max(LEAST_NEARBY)
    }

    /// Returns the position between the words before the quote and those after it, by the former or else by the latter.
    /// Of several, the nearest to the expected position is taken.
    fn by_context(&self, words: &FoldedContext) -> Option<usize> {
        let nearest = |places: &mut dyn Iterator<Item = usize>| {
            places.filter(|at| self.is_near(*at)).min_by_key(|at| at.abs_diff(self.expected))
        };
        let after_it = || {
            let starts = self.all(&words.after).map(|at| at.saturating_sub(words.quote.len() + 1));
            nearest(&mut starts.filter(|_| is_telling(&words.after)))
        };
        let ends = self.all(&words.before).map(|at| (at + words.before.len() + 1).min(self.text.len()));
        // Nobody knows how long the text between the two runs is now, so the run before it tells the place best.
        nearest(&mut ends.filter(|_| is_telling(&words.before))).or_else(after_it)
    }

    /// Returns the position that most runs of three words vote for.
    ///
    /// Each run that is found somewhere votes for the position that the place would have from there. Votes within 64
    /// bytes of each other agree. Of positions with equal votes, the nearest to the expected one is taken.
    fn by_parts(&self, words: &FoldedContext) -> Option<usize> {
        /// The distance within which votes agree, in bytes. They differ by the words that were added or removed between
        /// the runs.
        const ALIKE: usize = 2 * CONTEXT;
        let whole = format!("{} {}", words.before, words.from);
        let place = words.before.len() + 1;
        let starts: Vec<usize> = whole.match_indices(' ').map(|(at, _)| at + 1).chain([0]).collect();
        let mut told = Vec::new();
        for start in starts {
            let end = whole[start..].match_indices(' ').nth(PART - 1).map_or(whole.len(), |(at, _)| start + at);
            let part = &whole[start..end];
            if part.matches(' ').count() + 1 >= PART && is_telling(part) {
                told.extend(self.all(part).map(|at| (at + place).saturating_sub(start)));
            }
        }
        told.sort_unstable();
        let votes = |at: usize| {
            told.partition_point(|other| *other <= at + ALIKE)
                - told.partition_point(|other| *other < at.saturating_sub(ALIKE))
        };
        // Three words in a row stand anywhere; far from where they are expected it takes more of them.
        let enough = |at: &usize| votes(*at) >= FAR_VOTES || self.is_near(*at);
        let all = told.iter().copied().filter(enough);
        let best = all.max_by_key(|at| (votes(*at), std::cmp::Reverse(at.abs_diff(self.expected))))?;
        Some(best.min(self.text.len()))
    }

    /// Returns the positions of some words. Empty words stand nowhere.
    fn all<'a>(&'a self, words: &'a str) -> impl Iterator<Item = usize> + 'a {
        memmem::find_iter(self.text.as_bytes(), words.as_bytes()).filter(|_| !words.is_empty())
    }
}

/// Returns the number of items that two sequences share from their starts.
fn common(a: impl Iterator<Item = u8>, b: impl Iterator<Item = u8>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests;
