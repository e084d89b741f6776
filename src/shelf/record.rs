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
use super::{Bookmark, FIRST_WITH_END, Highlight, Identity, Seal, Stamp, Unusable, VERSION, parse, to_toml};
use crate::document::Locator;

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

/// Compares two places. They may belong to different texts, so the share of the story counts first.
fn order(a: &Locator, b: &Locator) -> Ordering {
    let exact = |locator: &Locator| (locator.scene, locator.block, locator.character, locator.quote.clone());
    a.ratio.total_cmp(&b.ratio).then_with(|| exact(a).cmp(&exact(b)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn record() -> Record {
        let place = Locator {
            scene: 1,
            block: 2,
            character: 3,
            offset: 10,
            total: 20,
            ratio: 0.5,
            quote: "\u{1b} \"quoted\"\n’tis".to_owned(),
            ..Locator::default()
        };
        let mark = |id: &str, removed| Bookmark {
            id: id.to_owned(),
            stamp: 7,
            removed,
            name: "The ferry".to_owned(),
            locator: place.clone(),
        };
        let identity = Identity {
            text: "0123456789abcdef".to_owned(),
            title: "Tides".to_owned(),
            path: "/tides.txt".to_owned(),
            ..Identity::default()
        };
        let bookmarks = vec![mark("a", false), mark("b", true)];
        Record { place: place.clone(), furthest: place, bookmarks, moved: 5, read: 6, ..Record::new(&identity) }
    }

    #[test]
    fn a_record_survives_its_file() {
        assert_eq!(Record::parse(&record().to_toml()), Ok(record()));
    }

    #[test]
    fn records_of_older_formats_are_read() {
        for old in [
            "version = 1\ntitle = \"Tides\"\npath = \"/tides.txt\"\n",
            "version = 2\ntitle = \"Tides\"\npath = \"/tides.txt\"\n# That is all.\n",
        ] {
            let old = format!(
                "{old}[place]\nscene = 1\nblock = 2\ncharacter = 3\nratio = 0.5\nquote = \"It was\"\n[[bookmark]]\nname = \"A\"\n[bookmark.locator]\nscene = 0\nblock = 9\ncharacter = 0\nratio = 0.2\n"
            );
            let read = Record::parse(&old).unwrap();
            assert_eq!((read.paths.as_slice(), read.place.block), (&["/tides.txt".to_owned()][..], 2));
            assert!(read.bookmarks[0].id.starts_with("old-"));
            assert_eq!(Record::parse(&read.to_toml()), Ok(read));
        }
    }

    /// A record as release 0.3.0 writes it, with all that it may hold.
    const OF_0_3: &str = "version = 3\ntitle = \"Tides\"\ntexts = [\"0123456789abcdef\"]\nsketch = \"\"\npaths = [\"/tides.txt\"]\nread = 6\nmoved = 5\npercent = 50\nstate = \"finished\"\nstate_since = 7\n\n[place]\nscene = 1\nblock = 2\ncharacter = 3\noffset = 10\ntotal = 20\nratio = 0.5\nquote = \"it was\"\nbefore = \"\"\nafter = \"\"\n\n[[reading]]\nday = 20000\nsession = \"a\"\nsince = 5\nspent = 7200000\nwords = 24000\n\n[[highlight]]\nid = \"h\"\nstamp = 8\ncolour = 2\nnote = \"Two\\nlines\"\nwords = \"It was late.\"\n\n[highlight.locator]\nscene = 1\nblock = 2\ncharacter = 3\noffset = 10\ntotal = 20\nratio = 0.5\nquote = \"it was late\"\nbefore = \"\"\nafter = \"\"\n";

    #[test]
    fn a_record_of_this_format_opens_tomorrow_too() {
        let sealed = Seal::put(OF_0_3.to_owned());
        let read = Record::parse(&sealed).unwrap();
        let highlight = &read.highlights[0];
        assert_eq!((highlight.colour, &*highlight.note, &*highlight.words), (2, "Two\nlines", "It was late."));
        assert_eq!((read.state, read.readings[0].spent), (State::Finished, 7_200_000));
        assert_eq!(Record::parse(&read.to_toml()), Ok(read));
    }

    #[test]
    fn unknown_keys_are_kept() {
        let text = format!("rating = 5\n{}\n[shelfmark]\nroom = \"B\"\n", record().to_toml());
        let again = Record::parse(&text).unwrap().to_toml();
        assert!(again.contains("rating = 5") && again.contains("room = \"B\""), "{again}");
        let merged = Record::parse(&text).unwrap().merged(record()).to_toml();
        assert!(merged.contains("rating = 5") && merged.contains("room = \"B\""), "{merged}");
    }

    #[test]
    fn a_newer_or_damaged_file_is_refused_with_its_reason() {
        assert_eq!(Record::parse("version = 4\nplace = 7"), Err(Unusable::Newer(4)));
        assert!(matches!(Record::parse("version = 1\nplace = 7\n# That is all."), Err(Unusable::Damaged(_))));
        assert!(matches!(Record::parse(""), Err(Unusable::Damaged(_))));
        assert!(matches!(Record::parse("\0\0\0"), Err(Unusable::Damaged(_))));
    }

    #[test]
    fn a_file_cut_anywhere_is_refused_and_what_is_left_of_it_salvaged() {
        let text = record().to_toml();
        for cut in 0..text.len() - 1 {
            let cut = &text[..text.floor_char_boundary(cut)];
            assert!(matches!(Record::parse(cut), Err(Unusable::Damaged(_))), "{cut}");
        }
        let second = text.rfind("[[bookmark]]").unwrap();
        let salvaged = Record::salvage(&text[..second + 20]).unwrap();
        assert_eq!((salvaged.place, salvaged.bookmarks.len()), (record().place, 1));
    }

    #[test]
    fn a_bookmark_that_was_removed_does_not_come_back() {
        let (mut a, b) = (record(), record());
        a.bookmarks[0] = Bookmark { id: "a".to_owned(), stamp: 8, removed: true, ..Bookmark::default() };
        for merged in [a.clone().merged(b.clone()), b.merged(a)] {
            assert!(merged.bookmarks.iter().all(|bookmark| bookmark.removed));
        }
    }

    #[test]
    fn of_two_changes_at_one_time_the_removal_counts_and_the_further_place() {
        let (mut a, mut b) = (record(), record());
        b.bookmarks[0] = Bookmark { removed: true, ..b.bookmarks[0].clone() };
        a.place.ratio = 0.25;
        b.place.ratio = 0.75;
        for merged in [a.clone().merged(b.clone()), b.clone().merged(a.clone())] {
            assert!(merged.bookmarks[0].removed);
            assert!((merged.place.ratio - 0.75).abs() < 1e-9 && merged.moved == a.moved);
        }
        b.bookmarks[0].stamp -= 1;
        assert!(!a.merged(b).bookmarks[0].removed, "an earlier one does not");
    }

    fn any_record() -> impl Strategy<Value = Record> {
        let locator = (0_u32..3, 0_u32..3).prop_map(|(scene, n)| Locator {
            scene,
            ratio: f64::from(n) / 3.0,
            quote: format!("words {n}"),
            ..Locator::default()
        });
        let bookmark = ("[ab]", 0_u64..3, any::<bool>(), "[xy]?", locator.clone()).prop_map(
            |(id, stamp, removed, name, locator)| {
                // What one id and stamp mean is one thing.
                let name = format!("{name}{stamp}{id}");
                Bookmark { id, stamp, removed, name, locator: Locator { ratio: 0.1, ..locator } }
            },
        );
        (locator.clone(), locator, 0_u64..3, 0_u64..3, 0_u64..3, prop::collection::btree_map("[ab]", bookmark, 0..3))
            .prop_map(|(place, furthest, moved, read, removed, bookmarks)| Record {
                words: format!("{moved} {read}"),
                place,
                furthest,
                moved,
                read,
                removed,
                state: if moved > 1 { State::Finished } else { State::Reading },
                state_since: read,
                readings: vec![Reading {
                    day: 1,
                    session: read.to_string(),
                    since: 5,
                    spent: 10 * moved,
                    words: moved,
                }],
                highlights: bookmarks
                    .iter()
                    .map(|(id, mark)| {
                        let note = format!("{id}{}", mark.stamp);
                        let (id, stamp, removed) = (id.clone(), mark.stamp, mark.removed);
                        Arc::new(Highlight { id, stamp, removed, note, colour: 1, ..Highlight::default() })
                    })
                    .collect(),
                bookmarks: bookmarks
                    .into_iter()
                    .map(|(id, mark)| Bookmark { id, locator: Locator::default(), ..mark })
                    .collect(),
                sketch: read.to_string(),
                ..Record::default()
            })
    }

    proptest! {
        #[test]
        fn records_become_one_in_whatever_order(a in any_record(), b in any_record(), c in any_record()) {
            prop_assert_eq!(a.clone().merged(b.clone()), b.clone().merged(a.clone()));
            prop_assert_eq!(a.clone().merged(a.clone()), a.clone());
            let left = a.clone().merged(b.clone()).merged(c.clone());
            prop_assert_eq!(left, a.merged(b.merged(c)));
        }
    }
}
