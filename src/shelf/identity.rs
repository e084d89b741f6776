//! Which story it is, whatever its file is called and whatever has been changed in it.

use super::Record;
use crate::document::{Document, SKETCH};

/// What tells one story from another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The hash of its folded text: the same words have the same, in every format.
    pub text: String,
    /// The hashes of some of its paragraphs, in hexadecimal.
    pub sketch: String,
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
    /// Its publisher calls it the same.
    Identifier,
    /// Some of the words, in a file at the same path.
    Path,
    /// Some of the words, and title and author.
    Title,
    /// Most of the words.
    Words,
}

/// The most letters of a title in a file's name: enough to know it by, far below any file system's limit.
const MOST_LETTERS: usize = 32;

impl Identity {
    /// The identity of a story that was read from a path.
    #[must_use]
    pub fn of(document: &Document, path: &str) -> Self {
        let index = document.index();
        let sketch: Vec<String> = index.sketch.iter().map(|hash| format!("{hash:08x}")).collect();
        Self {
            text: format!("{:016x}", index.hash),
            sketch: sketch.join(" "),
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

    /// By what a record is this story's, if it is.
    #[must_use]
    pub fn likeness(&self, record: &Record, document: &Document) -> Option<Likeness> {
        if record.texts.contains(&self.text) {
            return Some(Likeness::Text);
        }
        if !self.identifier.is_empty() && self.identifier == record.identifier {
            return Some(Likeness::Identifier);
        }
        let shared = self.shared(record);
        // An eighth of the paragraphs is more than two books share by a licence, and less than any edit leaves.
        let akin = || shared >= 0.125 || has_its_words(record, document);
        if !self.path.is_empty() && record.paths.contains(&self.path) && akin() {
            return Some(Likeness::Path);
        }
        if !self.title.is_empty() && self.title == record.title && self.author == record.author && akin() {
            return Some(Likeness::Title);
        }
        (shared >= 0.5).then_some(Likeness::Words)
    }

    /// The share of a record's paragraphs that stand in this story, as far as sketches tell.
    fn shared(&self, record: &Record) -> f64 {
        let (ours, theirs): (Vec<&str>, Vec<&str>) =
            (self.sketch.split_whitespace().collect(), record.sketch.split_whitespace().collect());
        // A sketch that is full says nothing of hashes past its last; one that is not full says all.
        let reach =
            |sketch: &[&str]| sketch.last().filter(|_| sketch.len() >= SKETCH).map_or("g", |last| last).to_owned();
        let reach = reach(&ours).min(reach(&theirs));
        let mut all: Vec<&str> = ours.iter().chain(&theirs).copied().filter(|hash| **hash <= *reach).collect();
        all.sort_unstable();
        all.dedup();
        let both = all.iter().filter(|hash| ours.contains(hash) && theirs.contains(hash)).count();
        #[expect(clippy::cast_precision_loss, reason = "a few dozens")]
        let share = both as f64 / all.len().max(1) as f64;
        share
    }
}

/// Whether the words of any place that a record remembers stand in a story.
fn has_its_words(record: &Record, document: &Document) -> bool {
    let bookmarks = record.bookmarks.iter().filter(|bookmark| !bookmark.removed).map(|bookmark| &bookmark.locator);
    std::iter::once(&record.place).chain(bookmarks).any(|locator| document.has_words_of(locator))
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
mod tests {
    use super::*;
    use crate::format;

    fn document(source: &str) -> Document {
        format::read("a.md", source.as_bytes()).unwrap().document
    }

    fn paragraphs(from: usize, to: usize) -> String {
        let paragraph = |n| format!("Paragraph {n} has words of its own, number {n}.");
        (from..to).map(paragraph).collect::<Vec<_>>().join("\n\n")
    }

    fn likeness(before: &str, path: &str, after: &str, new_path: &str) -> Option<Likeness> {
        let (old, new) = (document(before), document(after));
        let record = Record::new(&Identity::of(&old, path));
        Identity::of(&new, new_path).likeness(&record, &new)
    }

    #[test]
    fn another_wrapping_is_the_same_story_and_another_word_another() {
        let id = |source: &str| Identity::of(&document(source), "").text;
        assert_eq!(id("It was late and\nthe lamp was lit."), id("It was *late*\n\nand the lamp was lit."));
        assert_ne!(id("It was late."), id("It was later."));
    }

    #[test]
    fn a_title_shows_in_the_name_and_can_do_no_harm() {
        let story = Identity::of(&document("+++\ntitle = \"../../Tides & Ølands\"\n+++\nText."), "");
        assert!(story.name().starts_with("tides-lands-"), "{}", story.name());
        assert!(story.has_name(&story.name()) && story.has_name(&story.text));
        assert!(story.has_name(&format!("renamed-{}", story.text)));
        assert!(!story.has_name("tides-lands-0000"));
    }

    #[test]
    fn a_story_is_known_when_it_was_renamed_moved_or_edited() {
        let edited = paragraphs(0, 60).replace("Paragraph 7 ", "Chapter 7 ");
        assert_eq!(likeness(&paragraphs(0, 60), "/a", &paragraphs(0, 60), "/b"), Some(Likeness::Text));
        assert_eq!(likeness(&paragraphs(0, 60), "/a", &edited, "/a"), Some(Likeness::Path));
        assert_eq!(likeness(&paragraphs(0, 60), "/a", &edited, "/b"), Some(Likeness::Words));
        let title = |body: &str| format!("+++\ntitle = \"Tides\"\n+++\n\n{body}");
        assert_eq!(
            likeness(&title(&paragraphs(0, 30)), "/a", &title(&paragraphs(20, 50)), "/b"),
            Some(Likeness::Title)
        );
    }

    #[test]
    fn two_stories_at_one_path_or_of_one_title_are_two() {
        assert_eq!(likeness(&paragraphs(0, 60), "/a", &paragraphs(100, 160), "/a"), None);
        let title = |body: &str| format!("+++\ntitle = \"Poems\"\n+++\n\n{body}");
        assert_eq!(likeness(&title(&paragraphs(0, 30)), "/a", &title(&paragraphs(50, 80)), "/b"), None);
    }

    #[test]
    fn words_that_stand_in_any_story_make_no_two_of_them_one() {
        // Novels share runs of three words, and once in a while of six.
        let common = "for the first time in his life he went";
        let novel = |names: [&str; 3]| {
            let [one, two, three] = names;
            let paragraph =
                |n: usize| format!("{one} {n} stood there; {common} to the {two} and had {n} {three} of it.");
            (0..40).map(paragraph).collect::<Vec<_>>().join("\n\n")
        };
        let (old, new) =
            (document(&novel(["Ana", "river", "glasses"])), document(&novel(["Tomas", "hills", "pictures"])));
        for block in 0..40 {
            let place = old.locate(crate::document::Place::new(0, block, 40));
            let record = Record { place, ..Record::new(&Identity::of(&old, "/a")) };
            let other = new.find(&record.place).1;
            assert_ne!(other, crate::document::Found::InPlace);
            assert_eq!(Identity::of(&new, "/a").likeness(&record, &new), None, "{block}");
        }
    }

    #[test]
    fn a_quick_look_never_misses_a_record() {
        let sources = [paragraphs(0, 60), "+++\ntitle = \"A \\\"quoted\\\" title\"\n+++\n\nWords.".to_owned()];
        for source in sources {
            let story = document(&source);
            let identity = Identity::of(&story, "/it's \"here\"/a.txt");
            assert!(identity.may_be_in(&Record::new(&identity).to_toml()));
            for part in ["text", "sketch"] {
                let mut other = Identity { path: "/else".to_owned(), title: "Else".to_owned(), ..identity.clone() };
                if part == "sketch" {
                    other.text = "0".repeat(16);
                }
                let found = other.may_be_in(&Record::new(&identity).to_toml());
                assert!(found || part == "sketch" && identity.sketch.is_empty());
            }
        }
    }
}
