//! The record of one story, and how two versions of it merge.
//!
//! Two windows, or two machines that share a folder, each change a record of their own. [`Record::merged`] makes one of
//! two versions. It has a rule for each part:
//!
//! | part | rule |
//! | --- | --- |
//! | title, author, sketches | those of the version that was read later |
//! | texts, paths | those of both, the later version's first |
//! | place | the one that the reader moved to later |
//! | furthest place | the further one |
//! | parts that were read | those of both |
//! | state | the one that was set later |
//! | time spent | that of each session, added up |
//! | each bookmark and highlight | the version that was changed later |
//!
//! A bookmark that was removed stays in the record as a removed one. Otherwise it would come back from a version that
//! still has it.
//!
//! The rules give the same places and bookmarks in whatever order, and however often, versions meet. This is the
//! property of a state-based CRDT (Shapiro et al., 2011), and property tests check it. Times come from callers: the
//! clock is not known here, nor are files.

use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::mark::{is_nowhere, merge_bookmarks, merge_highlights};
use super::reading::{self, Reading, State};
use super::spans::read_spans;
use super::{Bookmark, FIRST_WITH_END, Highlight, Identity, Seal, Spans, Stamp, Unusable, VERSION, parse, to_toml};
use crate::document::{Document, Locator, Place};

/// The things that are remembered of one story.
///
/// ```
/// use nightstand::document::Place;
/// use nightstand::format;
/// use nightstand::shelf::{Bookmark, Identity, Record};
///
/// let story = format::read("a.txt", "It was late.\n\nThe ferry left.\n".as_bytes())?.document();
/// let mut ours = Record::new(&Identity::of(&story, "/a.txt"));
/// let mut theirs = ours.clone();
///
/// // One window turned the page last, the other set a bookmark.
/// (ours.moved, ours.place) = (5, story.locate(Place::new(0, 1, 0)));
/// let bookmark = Bookmark { id: "1".to_owned(), stamp: 3, name: "Late".to_owned(), ..Bookmark::default() };
/// theirs.bookmarks.push(bookmark);
///
/// let merged = ours.clone().merged(theirs.clone());
/// assert_eq!((merged.place.block, merged.bookmarks.len()), (1, 1));
/// assert_eq!(theirs.merged(ours), merged, "the order does not matter");
/// assert_eq!(Record::parse(&merged.to_toml()), Ok(merged));
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The format of the file.
    pub(crate) version: u32,
    /// The title.
    #[serde(default)]
    pub title: String,
    /// The author; empty if the source gives none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub author: String,
    /// The publisher's identifier; empty if there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub identifier: String,
    /// The hashes of the texts that the story has had, the latest first, at most 16.
    #[serde(default)]
    pub texts: Vec<String>,
    /// The sketch of the latest text's paragraphs, by which an edited text is recognised.
    #[serde(default)]
    pub sketch: String,
    /// The sketch of its phrases; empty in records of older releases.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phrases: String,
    /// The files that it was read from, the latest first, at most 16.
    #[serde(default)]
    pub paths: Vec<String>,
    /// The time when it was last read.
    #[serde(default)]
    pub read: Stamp,
    /// The time when it was taken off the shelf; 0 for never. It stays off until it is read again.
    #[serde(default, skip_serializing_if = "is_never")]
    pub removed: Stamp,
    /// The time when it was put back on the shelf without being read; 0 for never.
    #[serde(default, skip_serializing_if = "is_never")]
    pub put_back: Stamp,
    /// The time when the reader moved to the place.
    #[serde(default)]
    pub moved: Stamp,
    /// The share of the text before the place, in percent. Older releases wrote the share before the end of its page.
    #[serde(default)]
    pub percent: u8,
    /// The words there as they stand in the story, for the shelf; empty in records of older releases.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The reader's place.
    #[serde(default)]
    pub place: Locator,
    /// The furthest place that was read.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub furthest: Locator,
    /// The parts of it that were read. Records of older releases have none.
    #[serde(default, rename = "read_spans", deserialize_with = "read_spans", skip_serializing_if = "Option::is_none")]
    pub spans: Option<Spans>,
    /// Whether it is being read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub state: State,
    /// The time when that last changed; 0 for never.
    #[serde(default, skip_serializing_if = "is_never")]
    pub state_since: Stamp,
    /// The time when the reader had the times forgotten; 0 for never.
    #[serde(default, skip_serializing_if = "is_never")]
    pub times_forgotten: Stamp,
    /// The time that was spent on it, by day and session.
    #[serde(default, rename = "reading", skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
    /// The bookmarks, and the traces of removed ones.
    #[serde(default, rename = "bookmark", skip_serializing_if = "Vec::is_empty")]
    pub bookmarks: Vec<Bookmark>,
    /// The highlights, and the traces of removed ones. They are shared, because a record is copied at every page.
    #[serde(default, rename = "highlight", skip_serializing_if = "Vec::is_empty")]
    pub highlights: Vec<Arc<Highlight>>,
    /// The keys of other programs and of later releases, which are written back unchanged.
    #[serde(flatten)]
    pub(crate) others: toml::Table,
}

/// The most texts and the most paths that are remembered. A story that is being written is edited often.
const MOST: usize = 16;

/// Returns whether a state was never set.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_default(state: &State) -> bool {
    *state == State::default()
}

/// Returns whether a time was never set.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_never(stamp: &Stamp) -> bool {
    *stamp == 0
}

impl Record {
    /// Returns the record of a story that has not been read before.
    #[must_use]
    pub fn new(story: &Identity) -> Self {
        let mut record = Self { version: VERSION, ..Self::default() };
        record.recognise(story);
        record
    }

    /// Takes a story for the record's own: its text and path come first, and its title, author and sketches replace the
    /// old ones.
    pub fn recognise(&mut self, story: &Identity) {
        let first = |list: &mut Vec<String>, item: &String| {
            list.retain(|other| other != item);
            if !item.is_empty() {
                list.insert(0, item.clone());
            }
            list.truncate(MOST);
        };
        first(&mut self.texts, &story.text);
        first(&mut self.paths, &story.path);
        self.title.clone_from(&story.title);
        self.author.clone_from(&story.author);
        self.sketch.clone_from(&story.sketch);
        self.phrases.clone_from(&story.phrases);
        if !story.identifier.is_empty() {
            self.identifier.clone_from(&story.identifier);
        }
    }

    /// Moves the reader's place, with the share before it and the words there. When that was is up to the caller.
    pub fn move_to(&mut self, document: &Document, place: Place) {
        self.place = document.locate(place);
        self.percent = document.percent(place);
        self.words = document.words_at(place);
    }

    /// Reads a record from its TOML. Records of older formats are upgraded.
    ///
    /// # Errors
    ///
    /// [`Unusable`] if the file is damaged or from a newer release. In both cases it must not be overwritten.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        let record: Self = parse(text)?;
        if record.version >= FIRST_WITH_END && Seal::of(text) == Seal::Missing {
            return Err(Unusable::Damaged("its end is missing".to_owned()));
        }
        Ok(record.upgraded())
    }

    /// Returns the place that a record's TOML holds, or `None` if there is none to be read.
    ///
    /// The place stands before the first list of tables. If the file is as it was written, nothing behind that is parsed:
    /// the first page must not wait for thousands of highlights. Any other file is read by [`parse`](Self::parse).
    #[must_use]
    pub fn place_in(text: &str) -> Option<Locator> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
            place: Locator,
        }
        let head = text.find("\n[[").filter(|_| Seal::of(text) == Seal::Whole).map(|at| &text[..=at]);
        let head = head.and_then(|head| toml::from_str::<Head>(head).ok()).filter(|head| head.version <= VERSION);
        head.map(|head| head.place).or_else(|| Some(Self::parse(text).ok()?.place))
    }

    /// Returns what is left of a damaged record: all of it, or else all up to the last table that begins in it, which
    /// may be incomplete. Returns `None` if not even that is TOML.
    #[must_use]
    pub fn salvage(text: &str) -> Option<Self> {
        let cut = text.rfind("\n[").map_or("", |at| &text[..=at]);
        [text, cut].iter().find_map(|text| toml::from_str::<Self>(text).ok()).map(Self::upgraded)
    }

    /// Returns a record of an older format in the present one.
    fn upgraded(mut self) -> Self {
        if let Some(toml::Value::String(path)) = self.others.remove("path")
            && !path.is_empty()
            && !self.paths.contains(&path)
        {
            self.paths.push(path);
        }
        for bookmark in self.bookmarks.iter_mut().filter(|bookmark| bookmark.id.is_empty()) {
            // A hash of its content, so that every machine gives the same identifier to the same old bookmark.
            let told = format!("{} {:?}", bookmark.name, bookmark.locator);
            bookmark.id = format!("old-{:016x}", XxHash3_64::oneshot(told.as_bytes()));
        }
        self.version = VERSION;
        self
    }

    /// Returns the record's TOML, sealed.
    #[must_use]
    pub fn to_toml(&self) -> String {
        to_toml(self)
    }

    /// Returns the record that two versions become.
    ///
    /// Keys that this release does not know are kept. Of those that both versions have, `other`'s count, since it is
    /// the one on the disk. They are the only part that depends on the order, apart from versions that were read at the
    /// same moment.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        let rank = |record: &Self| {
            let named = (record.title.clone(), record.author.clone(), record.identifier.clone());
            (record.read, record.sketch.clone(), record.phrases.clone(), named)
        };
        let (mut late, early) =
            if rank(&other) > rank(&self) { (other.clone(), self.clone()) } else { (self.clone(), other.clone()) };
        join(&mut late.texts, early.texts);
        join(&mut late.paths, early.paths);
        late.removed = self.removed.max(other.removed);
        late.put_back = self.put_back.max(other.put_back);
        if late.identifier.is_empty() {
            late.identifier = early.identifier;
        }
        let LastPlace { moved, place, percent, words } = later(LastPlace::of(&self), LastPlace::of(&other));
        (late.moved, late.place, late.percent, late.words) = (moved, place, percent, words);
        late.spans = joined(self.spans, other.spans);
        late.furthest = further(self.furthest, other.furthest);
        (late.state_since, late.state) = (self.state_since, self.state).max((other.state_since, other.state));
        late.times_forgotten = self.times_forgotten.max(other.times_forgotten);
        late.readings = reading::merge(self.readings, other.readings, late.times_forgotten);
        late.bookmarks = merge_bookmarks(self.bookmarks, other.bookmarks);
        late.highlights = merge_highlights(self.highlights, other.highlights);
        late.others = self.others;
        late.others.extend(other.others);
        late
    }
}

/// Appends the items that `late` does not have yet.
fn join(late: &mut Vec<String>, early: Vec<String>) {
    for item in early {
        if !late.contains(&item) {
            late.push(item);
        }
    }
    late.truncate(MOST);
}

/// The place at which a reader left a story.
struct LastPlace {
    /// The time at which the reader moved there.
    moved: Stamp,
    /// The place itself.
    place: Locator,
    /// The share of the story before the place, in percent.
    percent: u8,
    /// The words there.
    words: String,
}

impl LastPlace {
    fn of(record: &Record) -> Self {
        let (place, words) = (record.place.clone(), record.words.clone());
        Self { moved: record.moved, place, percent: record.percent, words }
    }
}

/// Returns the place that the reader moved to later. Of two at the same time, the further one is taken, since there has
/// to be a rule.
fn later(a: LastPlace, b: LastPlace) -> LastPlace {
    let order = a.moved.cmp(&b.moved).then_with(|| order(&a.place, &b.place)).then(a.percent.cmp(&b.percent));
    let order = order.then_with(|| a.words.cmp(&b.words));
    if order.is_lt() { b } else { a }
}

/// Returns the further of two places.
fn further(a: Locator, b: Locator) -> Locator {
    if order(&a, &b).is_lt() { b } else { a }
}

/// Returns the parts that were read in either of two versions.
fn joined(a: Option<Spans>, b: Option<Spans>) -> Option<Spans> {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.join(&b);
            Some(a)
        }
        (a, b) => a.or(b),
    }
}

/// Compares two places. They may belong to different texts, so the share of the story counts first.
fn order(a: &Locator, b: &Locator) -> Ordering {
    let exact = |locator: &Locator| (locator.scene, locator.block, locator.character, locator.quote.clone());
    a.ratio.total_cmp(&b.ratio).then_with(|| exact(a).cmp(&exact(b)))
}

#[cfg(test)]
mod tests;
