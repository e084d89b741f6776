//! The identity of a story: tells which record belongs to it, whatever its file is called and whatever was changed in
//! it.
//!
//! A record is a story's if it has the very same text, or if a *name* (identifier, path or title) and a share of the
//! words agree, or a larger share alone. Shares are estimated from sketches of hashes (`document/index.rs`), so no old
//! text has to be kept. A false match mixes the places of two stories. A missed one loses a place that can be found
//! again by hand. So every doubt is a no.

use super::Record;
use crate::document::{Document, Locator, PHRASES, SKETCH};

/// The features that tell one story from another.
///
/// ```
/// use nightstand::format;
/// use nightstand::shelf::{Identity, Likeness, Record};
///
/// let draft = format::read("a.txt", "It was late.\n\nThe ferry left.\n".as_bytes())?.document();
/// let record = Record::new(&Identity::of(&draft, "/draft.txt"));
///
/// // The same words, in another format and at another path.
/// let clean = format::read("b.md", "It was *late*.\n\nThe ferry left.\n".as_bytes())?.document();
/// let clean_identity = Identity::of(&clean, "/clean.md");
/// assert_eq!(clean_identity.likeness(&record, &clean), Some(Likeness::Text));
///
/// // Another story at the old path.
/// let other = format::read("a.txt", "All happy families are alike.\n".as_bytes())?.document();
/// assert_eq!(Identity::of(&other, "/draft.txt").likeness(&record, &other), None);
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The hash of the folded text, as 16 hexadecimal digits. The same words have the same hash in every format.
    pub text: String,
    /// The smallest hashes of paragraphs, ascending, each as eight hexadecimal digits, separated by spaces.
    pub sketch: String,
    /// The smallest hashes of phrases, in the same form.
    pub phrases: String,
    /// The publisher's identifier; empty if there is none.
    pub identifier: String,
    /// The title; empty if the source gives none.
    pub title: String,
    /// The author; empty if the source gives none.
    pub author: String,
    /// The absolute path of the file that it was read from; empty if there was none.
    pub path: String,
}

/// The evidence that a record is a story's, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The words are the same.
    Text,
    /// The publisher's identifier is the same, and so are half of the words.
    Identifier,
    /// The path is the same, and so are half of the words, or a quarter of the phrases throughout. Or the story begins with all of the
    /// record's, and has grown.
    Path,
    /// Title and author are the same, and so are half of the words.
    Title,
    /// Most of the words are the same, in a story of about the same length.
    Words,
}

/// The most letters of a title in a record's name: enough for people to recognise it, and far below the limit of any
/// file system.
const MOST_LETTERS: usize = 32;

impl Identity {
    /// Returns the identity of a story that was read from a path.
    #[must_use]
    pub fn of(document: &Document, path: &str) -> Self {
        let index = document.index();
        let written = |hashes: &[u32]| {
            let hashes: Vec<String> = hashes.iter().map(|hash| format!("{hash:08x}")).collect();
            hashes.join(" ")
        };
        Self {
            text: format!("{:016x}", index.hash),
            sketch: written(&index.sketch),
            phrases: written(&index.phrases),
            identifier: document.metadata.identifier.to_string(),
            title: document.metadata.title.to_string(),
            author: document.metadata.author.to_string(),
            path: path.to_owned(),
        }
    }

    /// Returns the name of the story's record, without an ending: the title in plain letters, and the hash of the text.
    /// An example is `the-night-gate-0123456789abcdef`.
    #[must_use]
    pub fn name(&self) -> String {
        let slug = slug(&self.title);
        if slug.is_empty() { self.text.clone() } else { format!("{slug}-{}", self.text) }
    }

    /// Returns whether a record's name is one that a story with these words may have, whatever its title was.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        name.strip_suffix(&self.text).is_some_and(|lead| lead.is_empty() || lead.ends_with('-'))
    }

    /// Returns whether a record's name is one that a story with this title may have. This needs no text, so it may be
    /// asked before the story is read.
    #[must_use]
    pub fn could_begin(name: &str, title: &str) -> bool {
        let slug = slug(title);
        slug.is_empty() || name.strip_prefix(&slug).is_some_and(|rest| rest.starts_with('-'))
    }

    /// Returns whether a record's TOML could be this story's. This quick look saves parsing most records; `true`
    /// promises nothing.
    #[must_use]
    pub fn may_be_in(&self, toml: &str) -> bool {
        // TOML escapes paths and titles that hold quotes. Their longest part without any is looked for instead.
        let plain = |text: &str| {
            let longest = text.split(['"', '\\', '\'']).max_by_key(|part| part.len()).unwrap_or_default().to_owned();
            (!longest.is_empty()).then_some(longest)
        };
        let named = [&self.text, &self.identifier, &self.path, &self.title].into_iter().filter_map(|text| plain(text));
        named.into_iter().any(|part| toml.contains(&part))
            || self.sketch.split(' ').any(|hash| hash.len() == 8 && toml.contains(hash))
    }

    /// Returns the evidence that a record is this story's, or `None` if it is not.
    ///
    /// Apart from the very same text, nothing alone is enough. A publisher gives one identifier to all volumes, two
    /// stories stand at one path in turn, and titles repeat. So each needs shared words, and a large share of *each* of
    /// the two: an omnibus holds all of a volume and yet is another book.
    ///
    /// The stories must also be about equally long, except that a story at the same path may have grown.
    #[must_use]
    pub fn likeness(&self, record: &Record, document: &Document) -> Option<Likeness> {
        if record.texts.contains(&self.text) {
            return Some(Likeness::Text);
        }
        let paragraphs = Shared::of(&self.sketch, &record.sketch, SKETCH);
        let phrases = Shared::of(&self.phrases, &record.phrases, PHRASES);
        // A text of a few lines may be a single phrase, and a record of an older release has no phrases.
        let shared =
            if record.phrases.is_empty() || paragraphs.of_each() > phrases.of_each() { paragraphs } else { phrases };
        let same_path = !self.path.is_empty() && record.paths.contains(&self.path);
        if same_path && has_grown(record, document, shared) {
            return Some(Likeness::Path);
        }
        let same_title = !self.title.is_empty() && self.title == record.title && self.author == record.author;
        let same_identifier = !self.identifier.is_empty() && self.identifier == record.identifier;
        let named =
            [(same_identifier, Likeness::Identifier), (same_path, Likeness::Path), (same_title, Likeness::Title)];
        let named = named.into_iter().find(|(same, _)| *same).map(|(_, likeness)| likeness);
        let alike = alike_in_length(record, document);
        if named.is_some() && alike && (shared.of_each() >= NAMED || is_edited(record, document, shared)) {
            return named;
        }
        if same_path && alike && is_draft(record, document, phrases) {
            return Some(Likeness::Path);
        }
        (alike && shared.is_sure() && shared.of_each() >= UNNAMED).then_some(Likeness::Words)
    }
}

/// The share of each of two stories that is enough if a name agrees. Two short stories in one publisher's frame share a
/// third. A draft keeps more than half from one evening to the next.
const NAMED: f64 = 0.5;

/// The share of phrases of each that is enough at one path where the phrases in both stand throughout. A draft in which each tenth word
/// has been changed keeps that much.
const DRAFT: f64 = 0.25;

/// The share of each that is enough without a name. Two anthologies may share half.
const UNNAMED: f64 = 0.65;

/// The most that one of two editions may be longer, as a percentage of the other. Notes and a preface add less than
/// this, and a second volume more.
const LONGER: u64 = 140;

/// The fewest hashes that must be compared before a share means anything.
const LEAST_COMPARED: usize = 8;

/// The hashes that two sketches share, within the range that both cover.
#[derive(Debug, Clone, Copy)]
struct Shared {
    /// The hashes in both.
    both: usize,
    /// The hashes of ours in the range.
    ours: usize,
    /// The hashes of theirs in the range.
    theirs: usize,
}

impl Shared {
    /// Compares two sketches of at most `full` hashes.
    ///
    /// A full sketch says nothing of hashes larger than its last one, since they may have been left out. So only hashes
    /// up to the smaller of the two last ones are compared.
    fn of(ours: &str, theirs: &str, full: usize) -> Self {
        let (ours, theirs): (Vec<&str>, Vec<&str>) =
            (ours.split_whitespace().collect(), theirs.split_whitespace().collect());
        // Hashes have eight digits below `g`, so a sketch that is not full reaches further than any hash.
        let reach =
            |sketch: &[&str]| sketch.last().filter(|_| sketch.len() >= full).map_or("g", |last| last).to_owned();
        let reach = reach(&ours).min(reach(&theirs));
        let within = |sketch: &[&str]| sketch.iter().filter(|hash| ***hash <= *reach).count();
        let both = ours.iter().filter(|hash| ***hash <= *reach && theirs.contains(hash)).count();
        Self { both, ours: within(&ours), theirs: within(&theirs) }
    }

    /// Returns whether enough was compared for a share to mean anything.
    fn is_sure(self) -> bool {
        self.ours.max(self.theirs) >= LEAST_COMPARED
    }

    /// Returns the smaller of the two shares: that of our hashes, and that of theirs.
    fn of_each(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few dozens")]
        let share = self.both as f64 / self.ours.max(self.theirs).max(1) as f64;
        share
    }
}

/// Returns whether a story begins with the text of a record and goes on after it, as a serial does that grows by a
/// chapter.
fn has_grown(record: &Record, document: &Document, shared: Shared) -> bool {
    let length = record.place.total;
    let keeps_all = shared.both * 10 >= shared.theirs * 9;
    // The first pages of a small story may be a publisher's frame, which another of their stories has too.
    let telling = |locator: &Locator| locator.ratio >= FRAME || shared.theirs >= LEAST_COMPARED;
    let in_place =
        |locator: &Locator| locator.total == length && telling(locator) && document.stands_where_it_stood(locator);
    length > 0 && document.index().total > length && keeps_all && remembered(record).any(in_place)
}

/// Returns whether a story is about as long as that of a record. A record of an older release has no length, and is
/// taken to agree.
fn alike_in_length(record: &Record, document: &Document) -> bool {
    let (ours, theirs) = (u64::from(document.index().total), u64::from(record.place.total));
    theirs == 0 || ours.max(theirs) * 100 <= ours.min(theirs) * LONGER
}

/// Returns whether a story with too few phrases for a share is an edited version of a record's. The words of a
/// remembered place are the only evidence then.
fn is_edited(record: &Record, document: &Document, shared: Shared) -> bool {
    !shared.is_sure() && remembered(record).any(|locator| document.has_words_of(locator))
}

/// Returns whether a story is a later draft of a record's. Much has been changed in it, and what has not been stands in all parts of it.
/// What two stories of one publisher share stands near their beginnings and ends.
fn is_draft(record: &Record, document: &Document, shared: Shared) -> bool {
    let theirs = record.phrases.split_whitespace().filter_map(|hash| u32::from_str_radix(hash, 16).ok());
    let throughout = || document.shares_throughout(&theirs.collect::<Vec<u32>>());
    shared.is_sure() && shared.of_each() >= DRAFT && throughout()
}

/// The share of a story that a publisher's frame may take at its beginning. All books of a series have the same words
/// there.
const FRAME: f64 = 0.05;

/// Returns the places that a record remembers, without removed marks.
fn remembered(record: &Record) -> impl Iterator<Item = &Locator> {
    /// The highlights that are looked for. Each is looked for in all of the story, and these are evidence enough.
    const HIGHLIGHTS: usize = 16;
    let bookmarks = record.bookmarks.iter().filter(|bookmark| !bookmark.removed).map(|bookmark| &bookmark.locator);
    let highlights = record.highlights.iter().filter(|highlight| !highlight.removed).take(HIGHLIGHTS);
    [&record.place, &record.furthest].into_iter().chain(bookmarks).chain(highlights.map(|highlight| &highlight.locator))
}

/// Returns a title in lower-case ASCII letters, digits and single hyphens.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
        if slug.len() >= MOST_LETTERS {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests;
