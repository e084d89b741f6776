//! The marks of a story: the bookmarks, the highlights and their notes, as the model holds them.
//!
//! A [`PlacedMark`] is a stored mark whose place in this text is known. All kinds are in one list, in the order of the
//! story, so that one list shows them, and one key brings back what was removed last.

mod changes;

use std::collections::HashMap;
use std::sync::Arc;

use self::changes::Changes;
pub(super) use self::changes::{OVERTAKEN, Undone};
use crate::document::{Document, Found, Passage, Place, SafeText, are_nearly_the_same};
use crate::shelf::{Bookmark, Highlight, Record, Stamp};

/// A mark whose place in this text is known.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedMark {
    /// What the reader calls it, or has noted; empty for one that is known by its words.
    pub name: SafeText,
    /// Where it begins in this text.
    pub place: Place,
    /// Where a highlight ends; `None` for a bookmark.
    pub end: Option<Place>,
    /// Whether its words are gone. It stays: the next version may have them again.
    pub is_lost: bool,
    /// The first of the words that it marks, on one line. A list of thousands asks for them at each key.
    shown: String,
    /// How it is stored.
    stored: Stored,
}

/// The stored form of a mark.
#[derive(Debug, Clone, PartialEq)]
enum Stored {
    Bookmark(Bookmark),
    /// It is shared, because a record with thousands of them is made at every page.
    Highlight(Arc<Highlight>),
}

/// The marks, in the order of the story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    kept: Vec<PlacedMark>,
    /// What was removed and changed in this session.
    changes: Changes,
    /// The traces of all that were ever removed, so that none comes back from elsewhere.
    gone: Vec<Stored>,
    /// What the identifiers of new ones begin with.
    seed: u64,
    /// How many have been made.
    made: u32,
}

/// How many words name a mark without a name.
const WORDS_SHOWN: usize = 9;

impl Stored {
    fn id(&self) -> &str {
        match self {
            Self::Bookmark(mark) => &mark.id,
            Self::Highlight(mark) => &mark.id,
        }
    }

    fn stamp(&self) -> Stamp {
        match self {
            Self::Bookmark(mark) => mark.stamp,
            Self::Highlight(mark) => mark.stamp,
        }
    }

    fn is_removed(&self) -> bool {
        match self {
            Self::Bookmark(mark) => mark.removed,
            Self::Highlight(mark) => mark.removed,
        }
    }

    fn set_stamp(&mut self, stamp: Stamp) {
        match self {
            Self::Bookmark(mark) => mark.stamp = stamp,
            Self::Highlight(mark) => Arc::make_mut(mark).stamp = stamp,
        }
    }

    /// Returns the trace that a removed mark leaves.
    fn trace(&self, stamp: Stamp) -> Self {
        let id = self.id().to_owned();
        match self {
            Self::Bookmark(_) => Self::Bookmark(Bookmark { id, stamp, removed: true, ..Bookmark::default() }),
            Self::Highlight(_) => {
                Self::Highlight(Arc::new(Highlight { id, stamp, removed: true, ..Highlight::default() }))
            }
        }
    }

    fn all_of(record: &Record) -> impl Iterator<Item = Self> {
        let bookmarks = record.bookmarks.iter().cloned().map(Self::Bookmark);
        bookmarks.chain(record.highlights.iter().cloned().map(Self::Highlight))
    }
}

impl Marks {
    /// The stored ones, found again in this text. New ones get identifiers that begin with the seed.
    pub(super) fn recall(document: &Document, record: &Record, seed: u64) -> Self {
        let (gone, there): (Vec<Stored>, Vec<Stored>) = Stored::all_of(record).partition(Stored::is_removed);
        let (bookmarks, highlights): (Vec<Stored>, Vec<Stored>) =
            there.into_iter().partition(|stored| matches!(stored, Stored::Bookmark(_)));
        let places = document.find_all(bookmarks.iter().filter_map(|stored| match stored {
            Stored::Bookmark(mark) => Some(&mark.locator),
            Stored::Highlight(_) => None,
        }));
        let passages = document.find_passages(highlights.iter().filter_map(|stored| match stored {
            Stored::Highlight(mark) => Some((&mark.locator, mark.words.as_str())),
            Stored::Bookmark(_) => None,
        }));
        let bookmarks = bookmarks.into_iter().zip(places).map(|(stored, (place, found))| {
            let passage = Passage { start: place, end: place };
            PlacedMark::found(document, stored, (passage, found))
        });
        let highlights =
            highlights.into_iter().zip(passages).map(|(stored, found)| PlacedMark::found(document, stored, found));
        let mut kept: Vec<PlacedMark> = bookmarks.chain(highlights).collect();
        kept.sort_by(|a, b| a.order().cmp(&b.order()));
        Self { kept, gone, seed, ..Self::default() }
    }

    /// Puts the marks into a record, in the order of their identifiers, as all who store them do.
    pub(super) fn store(&self, record: &mut Record) {
        record.bookmarks.clear();
        record.highlights.clear();
        for stored in self.kept.iter().map(|kept| &kept.stored).chain(&self.gone) {
            match stored {
                Stored::Bookmark(mark) => record.bookmarks.push(mark.clone()),
                Stored::Highlight(mark) => record.highlights.push(Arc::clone(mark)),
            }
        }
        record.bookmarks.sort_by(|a, b| a.id.cmp(&b.id));
        record.highlights.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// Takes in what others have kept, changed and removed.
    pub(super) fn share(&mut self, document: &Document, theirs: &Record) {
        let known = self.kept.iter().map(|kept| &kept.stored).chain(&self.gone);
        let known: HashMap<String, Stamp> = known.map(|stored| (stored.id().to_owned(), stored.stamp())).collect();
        for stored in Stored::all_of(theirs) {
            if known.get(stored.id()).is_some_and(|stamp| *stamp >= stored.stamp()) {
                continue;
            }
            self.kept.retain(|kept| kept.id() != stored.id());
            self.gone.retain(|gone| gone.id() != stored.id());
            if stored.is_removed() {
                self.gone.push(stored);
            } else {
                self.insert(PlacedMark::recall(document, stored));
            }
        }
    }

    /// The marks, in the order of the story.
    #[must_use]
    pub fn kept(&self) -> &[PlacedMark] {
        &self.kept
    }

    /// The highlights that share a character with a passage, in the order of the story.
    pub fn highlights_in(&self, passage: Passage) -> impl Iterator<Item = &PlacedMark> {
        let begun = self.kept.partition_point(|kept| kept.place < passage.end);
        self.kept[..begun].iter().filter(move |kept| kept.passage().is_some_and(|other| other.overlaps(&passage)))
    }

    /// Whether something can be brought back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.changes.is_empty()
    }

    /// The number of the last change of a mark, those too that were undone; 0 before the first.
    pub(super) fn last_change(&self) -> u64 {
        self.changes.made()
    }

    /// The number of the change of a mark that is undone next.
    pub(super) fn next_undone(&self) -> Option<u64> {
        self.changes.next()
    }

    /// The index of the one that is known by this.
    pub(super) fn index_of(&self, id: &str) -> Option<usize> {
        self.kept.iter().position(|kept| kept.id() == id)
    }

    /// What this session is called where several count for themselves.
    pub(super) fn session(&self) -> String {
        format!("{:016x}", self.seed)
    }

    fn next_id(&mut self) -> String {
        self.made += 1;
        format!("{:016x}-{}", self.seed, self.made)
    }

    /// Bookmarks a place. One that is bookmarked already gets the new name, unless that is empty. A name of one letter
    /// stands for one place: it moves there from where it was, and stands beside other names of the place. Returns whether another
    /// name was replaced.
    pub(super) fn bookmark(&mut self, document: &Document, name: &str, place: Place, now: Stamp) -> bool {
        let name = SafeText::line(name.trim());
        if is_letter(&name)
            && let Some(at) = self.kept.iter().position(|kept| kept.is_bookmark() && kept.name == name)
        {
            let mut moved = self.kept.remove(at);
            let before = moved.clone();
            moved.move_to(document, place, now);
            self.changes.push(before, &moved);
            self.insert(moved);
            return false;
        }
        // A place may have several letters beside a name.
        let is_apart = |kept: &PlacedMark| {
            !name.is_empty() && !kept.name.is_empty() && (is_letter(&name) || is_letter(&kept.name))
        };
        let same = |kept: &&mut PlacedMark| kept.is_bookmark() && kept.place == place && !is_apart(kept);
        if let Some(kept) = self.kept.iter_mut().find(same) {
            let renames = !name.is_empty() && !kept.name.is_empty() && name != kept.name;
            let before = kept.clone();
            if !name.is_empty() {
                kept.rename(name, now);
            }
            if renames {
                self.changes.push(before, kept);
            }
            return renames;
        }
        let id = self.next_id();
        let stored =
            Bookmark { id, stamp: now, removed: false, name: name.to_string(), locator: document.locate(place) };
        let stored = Stored::Bookmark(stored);
        let shown = shown_at(document, place);
        self.insert(PlacedMark { name, place, end: None, is_lost: false, shown, stored });
        false
    }

    /// Highlights a passage, or gives one that is highlighted already another colour. Returns its identifier.
    pub(super) fn highlight(&mut self, document: &Document, passage: Passage, colour: u8, now: Stamp) -> String {
        if let Some(kept) = self.kept.iter_mut().find(|kept| kept.passage() == Some(passage)) {
            let before = kept.clone();
            kept.change(now, |highlight| highlight.colour = colour);
            self.changes.push(before, kept);
            return kept.id().to_owned();
        }
        let id = self.next_id();
        let highlight = Highlight {
            id: id.clone(),
            stamp: now,
            colour,
            words: document.words_of(passage),
            locator: document.locate(passage.start),
            ..Highlight::default()
        };
        self.insert(PlacedMark {
            name: SafeText::default(),
            place: passage.start,
            end: Some(passage.end),
            is_lost: false,
            shown: first_words(&highlight.words),
            stored: Stored::Highlight(Arc::new(highlight)),
        });
        id
    }

    /// The place that has this letter for a name.
    pub(super) fn lettered(&self, letter: char) -> Option<Place> {
        let named = |kept: &&PlacedMark| kept.is_bookmark() && kept.name.chars().eq([letter]);
        self.kept.iter().find(named).map(|kept| kept.place)
    }

    fn insert(&mut self, new: PlacedMark) -> usize {
        let index = self.kept.partition_point(|kept| kept.order() < new.order());
        self.kept.insert(index, new);
        index
    }

    /// The name of a bookmark, or the note of a highlight.
    pub(super) fn name_of(&self, id: &str) -> SafeText {
        self.index_of(id).map_or_else(SafeText::default, |at| self.kept[at].name.clone())
    }

    /// Gives a bookmark another name, or a highlight another note.
    pub(super) fn rename(&mut self, id: &str, name: SafeText, now: Stamp) {
        if let Some(kept) = self.kept.iter_mut().find(|kept| kept.id() == id) {
            kept.rename(name, now);
        }
    }

    /// Gives a highlight another colour. Returns whether it is a highlight.
    pub(super) fn recolour(&mut self, index: usize, colour: u8, now: Stamp) -> bool {
        let Some(kept) = self.kept.get_mut(index).filter(|kept| !kept.is_bookmark()) else { return false };
        let before = kept.clone();
        kept.change(now, |highlight| highlight.colour = colour);
        self.changes.push(before, kept);
        true
    }

    /// Removes those that are known by these; [`undo`](Self::undo) brings them back. Returns how many there were.
    pub(super) fn remove(&mut self, ids: &[String], now: Stamp) -> usize {
        let (removed, kept) =
            std::mem::take(&mut self.kept).into_iter().partition(|kept| ids.iter().any(|id| id == kept.id()));
        self.kept = kept;
        let removed: Vec<PlacedMark> = removed;
        self.gone.extend(removed.iter().map(|kept| kept.stored.trace(now.max(kept.stamp() + 1))));
        let count = removed.len();
        self.changes.push_removed(removed);
        count
    }

    /// Removes one that was only begun. It can be brought back if it has a note.
    pub(super) fn discard(&mut self, id: String, now: Stamp) {
        if self.remove(&[id], now) > 0 {
            self.changes.drop_nameless();
        }
    }
}

impl PlacedMark {
    fn recall(document: &Document, stored: Stored) -> Self {
        let found = match &stored {
            Stored::Bookmark(mark) => {
                let (place, found) = document.find(&mark.locator);
                (Passage { start: place, end: place }, found)
            }
            Stored::Highlight(mark) => document.find_passage(document.find(&mark.locator), &mark.words),
        };
        Self::found(document, stored, found)
    }

    fn found(document: &Document, mut stored: Stored, (passage, found): (Passage, Found)) -> Self {
        let is_lost = found == Found::ByRatio;
        // What was found elsewhere is looked for there from now on, unless its words are others now: the old ones may come back.
        if found == Found::ByWords {
            let locator = document.locate(passage.start);
            match &mut stored {
                Stored::Bookmark(mark) => {
                    let known = &mark.locator;
                    if locator.quote == known.quote || locator.before == known.before {
                        mark.locator = locator;
                    }
                }
                Stored::Highlight(mark) => {
                    let words = document.words_of(passage);
                    if are_nearly_the_same(&words, &mark.words) {
                        let mark = Arc::make_mut(mark);
                        (mark.locator, mark.words) = (locator, words);
                    }
                }
            }
        }
        let place = passage.start;
        let (name, end, shown) = match &stored {
            // What stands where it is guessed to have been is not what it marks.
            Stored::Bookmark(mark) if is_lost => (SafeText::line(&mark.name), None, first_words(&mark.locator.quote)),
            Stored::Bookmark(mark) => (SafeText::line(&mark.name), None, shown_at(document, place)),
            Stored::Highlight(mark) => (SafeText::new(&mark.note), Some(passage.end), first_words(&mark.words)),
        };
        Self { name, place, end, is_lost, shown, stored }
    }

    /// Returns what marks are ordered by. Of those that begin at one place the shorter one is first, and then the names
    /// decide, so that the order is the same on every machine and after an import.
    fn order(&self) -> (Place, Option<Place>, &str) {
        (self.place, self.end, &self.name)
    }

    /// What it is known by on every machine.
    #[must_use]
    pub fn id(&self) -> &str {
        self.stored.id()
    }

    /// When it was last changed.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        self.stored.stamp()
    }

    /// Returns whether it is a bookmark, and not a highlight.
    #[must_use]
    pub fn is_bookmark(&self) -> bool {
        matches!(self.stored, Stored::Bookmark(_))
    }

    /// The colour of a highlight, from 1.
    #[must_use]
    pub fn colour(&self) -> Option<u8> {
        match &self.stored {
            Stored::Highlight(mark) => Some(mark.colour),
            Stored::Bookmark(_) => None,
        }
    }

    /// The passage of a highlight whose words are there.
    #[must_use]
    pub fn passage(&self) -> Option<Passage> {
        let end = self.end.filter(|end| !self.is_lost && *end > self.place)?;
        Some(Passage { start: self.place, end })
    }

    /// The words that it marks: those that stand at a bookmark, or all of a highlight's.
    #[must_use]
    pub fn words(&self, document: &Document) -> SafeText {
        match &self.stored {
            Stored::Highlight(mark) => SafeText::new(&mark.words),
            Stored::Bookmark(_) if self.is_lost => SafeText::line(&self.shown),
            Stored::Bookmark(_) => SafeText::line(&words_at(document, self.place)),
        }
    }

    /// The first of the words that it marks, on one line.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    fn rename(&mut self, name: SafeText, now: Stamp) {
        let stamp = now.max(self.stamp() + 1);
        match &mut self.stored {
            Stored::Bookmark(mark) => mark.name = name.to_string(),
            Stored::Highlight(mark) => Arc::make_mut(mark).note = name.to_string(),
        }
        self.name = name;
        self.stored.set_stamp(stamp);
    }

    fn move_to(&mut self, document: &Document, place: Place, now: Stamp) {
        let stamp = now.max(self.stamp() + 1);
        self.place = place;
        self.shown = shown_at(document, place);
        self.is_lost = false;
        if let Stored::Bookmark(mark) = &mut self.stored {
            mark.locator = document.locate(place);
        }
        self.stored.set_stamp(stamp);
    }

    fn change(&mut self, now: Stamp, change: impl FnOnce(&mut Highlight)) {
        let stamp = now.max(self.stamp() + 1);
        if let Stored::Highlight(mark) = &mut self.stored {
            change(Arc::make_mut(mark));
        }
        self.stored.set_stamp(stamp);
    }
}

/// Returns the words that stand at a place, on one line.
fn words_at(document: &Document, place: Place) -> String {
    let words = text_at(document, place).split_whitespace().take(WORDS_SHOWN);
    SafeText::line(&words.collect::<Vec<_>>().join(" ")).to_string()
}

/// Returns the words that stand at a place, as a list shows them: it tells that more follow.
fn shown_at(document: &Document, place: Place) -> String {
    let more = text_at(document, place).split_whitespace().nth(WORDS_SHOWN).is_some();
    words_at(document, place) + if more { "…" } else { "" }
}

/// Returns the rest of the paragraph in which a place is.
fn text_at(document: &Document, place: Place) -> &str {
    let place = document.place_of_words(place);
    let block = document.block(place.scene as usize, place.block as usize);
    block.map_or("", |block| &block.text[block.text.floor_char_boundary(place.byte as usize)..])
}

/// Returns the first words of a highlight, on one line.
fn first_words(words: &str) -> String {
    /// The bytes of a line of a list, and some more.
    const SHOWN: usize = 200;
    let start = &words[..words.floor_char_boundary(SHOWN)];
    let more = if start.len() < words.len() { "…" } else { "" };
    SafeText::line(&start.split_whitespace().collect::<Vec<_>>().join(" ")).to_string() + more
}

/// Returns whether a name is one letter, as a mark's in vim is.
pub(super) fn is_letter(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(char::is_alphanumeric) && characters.next().is_none()
}
