//! Which story it is, whatever its file is called and whatever has been changed in it.

use super::Record;
use crate::document::{Document, Locator, PHRASES, SKETCH};

/// What tells one story from another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The hash of its folded text: the same words have the same, in every format.
    pub text: String,
    /// The hashes of some of its paragraphs, in hexadecimal.
    pub sketch: String,
    /// The hashes of some of its phrases, in hexadecimal.
    pub phrases: String,
    /// What its publisher calls it; empty where nobody does.
    pub identifier: String,
    /// Its title.
    pub title: String,
    /// Its author; empty when not given.
    pub author: String,
    /// The whole path of the file that it was read from; empty where there was none.
    pub path: String,
}

/// By what a record is known to be a story's, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It has the very words.
    Text,
    /// Its publisher calls it the same, and it shares words.
    Identifier,
    /// It shares words, in a file at the same path.
    Path,
    /// It shares words, title and author.
    Title,
    /// It shares most of the words.
    Words,
}

/// The most letters of a title in a file's name: enough to know it by, far below any file system's limit.
const MOST_LETTERS: usize = 32;

impl Identity {
    /// The identity of a story that was read from a path.
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

    /// The name of its file, without an ending: letters for people, and the hash.
    #[must_use]
    pub fn name(&self) -> String {
        let slug = slug(&self.title);
        if slug.is_empty() { self.text.clone() } else { format!("{slug}-{}", self.text) }
    }

    /// Whether a file's name is that of a story with these words, whatever its title was.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        name.strip_suffix(&self.text).is_some_and(|lead| lead.is_empty() || lead.ends_with('-'))
    }

    /// Whether a file's name could be that of a story with this title.
    #[must_use]
    pub fn could_begin(name: &str, title: &str) -> bool {
        let slug = slug(title);
        slug.is_empty() || name.strip_prefix(&slug).is_some_and(|rest| rest.starts_with('-'))
    }

    /// Whether a record's text could hold anything that makes it this story's: a quick look before it is parsed.
    #[must_use]
    pub fn may_be_in(&self, toml: &str) -> bool {
        // Paths and titles are escaped in TOML where they hold quotes; then their longest plain part is looked for.
        let plain = |text: &str| {
            let longest = text.split(['"', '\\', '\'']).max_by_key(|part| part.len()).unwrap_or_default().to_owned();
            (!longest.is_empty()).then_some(longest)
        };
        let named = [&self.text, &self.identifier, &self.path, &self.title].into_iter().filter_map(|text| plain(text));
        named.into_iter().any(|part| toml.contains(&part))
            || self.sketch.split(' ').any(|hash| hash.len() == 8 && toml.contains(hash))
    }

    /// Returns by what a record is this story's, if it is.
    ///
    /// Apart from the very same text, nothing alone makes two stories one: a publisher gives one identifier to all volumes,
    /// two stories stand at one path in turn, and titles repeat. Each needs shared paragraphs, and a large share of *each* of
    /// the two, since an omnibus holds all of a volume and is another book. A false join mixes two readers' places; a missed
    /// one loses a place that can be found again by hand.
    #[must_use]
    pub fn likeness(&self, record: &Record, document: &Document) -> Option<Likeness> {
        if record.texts.contains(&self.text) {
            return Some(Likeness::Text);
        }
        let paragraphs = Shared::of(&self.sketch, &record.sketch, SKETCH);
        let phrases = Shared::of(&self.phrases, &record.phrases, PHRASES);
        // A text of a few lines may be a single phrase, and a record of an older release has none.
        let shared =
            if record.phrases.is_empty() || paragraphs.of_each() > phrases.of_each() { paragraphs } else { phrases };
        let same_path = !self.path.is_empty() && record.paths.contains(&self.path);
        if same_path && has_grown(record, document, shared) {
            return Some(Likeness::Path);
        }
        let same_title = !self.title.is_empty() && self.title == record.title && self.author == record.author;
        let same_identifier = !self.identifier.is_empty() && self.identifier == record.identifier;
        let named = match () {
            () if same_identifier => Some(Likeness::Identifier),
            () if same_path => Some(Likeness::Path),
            () if same_title => Some(Likeness::Title),
            () => None,
        };
        let alike = alike_in_length(record, document);
        if named.is_some() && alike && (shared.of_each() >= NAMED || is_edited(record, document, shared)) {
            return named;
        }
        (alike && shared.is_sure() && shared.of_each() >= UNNAMED).then_some(Likeness::Words)
    }
}

/// The share of each of two stories that makes them one where an identifier, a path or a title says so too. Two short stories
/// in one publisher's frame share a third; a draft keeps more than half from one evening to the next.
const NAMED: f64 = 0.5;

/// The share of each that makes two stories one by their words alone: two anthologies may share half of each.
const UNNAMED: f64 = 0.65;

/// How much longer one of two editions may be than the other, in percent: by notes and a preface, not by a second volume.
const LONGER: u64 = 140;

/// Phrases that have to be compared before a share means anything.
const LEAST_COMPARED: usize = 8;

/// How much two stories share, as far as their sketches tell.
#[derive(Debug, Clone, Copy)]
struct Shared {
    both: usize,
    ours: usize,
    theirs: usize,
}

impl Shared {
    /// Compares two sketches, which are ascending hashes in hexadecimal, at most `full` of them.
    fn of(ours: &str, theirs: &str, full: usize) -> Self {
        let (ours, theirs): (Vec<&str>, Vec<&str>) =
            (ours.split_whitespace().collect(), theirs.split_whitespace().collect());
        // A sketch that is full says nothing of hashes past its last; one that is not full says all.
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

    /// Returns the smaller of the two shares: of what is ours, and of what is theirs.
    fn of_each(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a few dozens")]
        let share = self.both as f64 / self.ours.max(self.theirs).max(1) as f64;
        share
    }
}

/// Returns whether a story begins with the text of a record and goes on after it, as a serial does that grows by a chapter.
fn has_grown(record: &Record, document: &Document, shared: Shared) -> bool {
    let length = record.place.total;
    let keeps_all = shared.both * 10 >= shared.theirs * 9;
    // The first page of a small story may be a publisher's frame, which stands in another of theirs too.
    let telling = |locator: &Locator| locator.ratio >= FRAME || shared.theirs >= LEAST_COMPARED;
    let in_place =
        |locator: &Locator| locator.total == length && telling(locator) && document.stands_where_it_stood(locator);
    length > 0 && document.index().total > length && keeps_all && remembered(record).any(in_place)
}

/// Returns whether a story is about as long as a record's was, as far as the record tells.
fn alike_in_length(record: &Record, document: &Document) -> bool {
    let (ours, theirs) = (u64::from(document.index().total), u64::from(record.place.total));
    theirs == 0 || ours.max(theirs) * 100 <= ours.min(theirs) * LONGER
}

/// Returns whether a story of so few phrases that no share means anything is a record's, edited: the words of a remembered
/// place are all that is left.
fn is_edited(record: &Record, document: &Document, shared: Shared) -> bool {
    !shared.is_sure() && remembered(record).any(|locator| document.has_words_of(locator))
}

/// How far into a story its publisher's frame may reach: words of a title page stand in all books of a series.
const FRAME: f64 = 0.05;

/// The places that a record remembers.
fn remembered(record: &Record) -> impl Iterator<Item = &Locator> {
    let bookmarks = record.bookmarks.iter().filter(|bookmark| !bookmark.removed).map(|bookmark| &bookmark.locator);
    [&record.place, &record.furthest].into_iter().chain(bookmarks)
}

/// A title in lower-case ASCII letters, digits and hyphens.
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
