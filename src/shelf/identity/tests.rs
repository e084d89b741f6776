use super::*;
use crate::format;

fn document(source: &str) -> Document {
    format::read("a.md", source.as_bytes()).unwrap().document()
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
    assert_eq!(likeness(&title(&paragraphs(0, 30)), "/a", &title(&paragraphs(8, 38)), "/b"), Some(Likeness::Title));
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
        let paragraph = |n: usize| format!("{one} {n} stood there; {common} to the {two} and had {n} {three} of it.");
        (0..40).map(paragraph).collect::<Vec<_>>().join("\n\n")
    };
    let (old, new) = (document(&novel(["Ana", "river", "glasses"])), document(&novel(["Tomas", "hills", "pictures"])));
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

/// A book of the table below.
#[derive(Clone)]
struct Book {
    paragraphs: Vec<String>,
    title: &'static str,
    author: &'static str,
    identifier: &'static str,
    path: &'static str,
}

/// A novel of so many paragraphs of its own words, which it shares with all others in another order.
fn novel(name: &str, length: usize) -> Vec<String> {
    const SYLLABLES: [&str; 12] = ["ta", "ren", "mo", "li", "sha", "der", "va", "no", "kel", "ri", "sum", "ba"];
    let mut state = name.bytes().fold(7, |state: u64, byte| state.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let mut dice = move |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % sides
    };
    let mut word = move || {
        // A few words are half of every text.
        let n = if dice(2) == 0 { dice(12) } else { dice(12 * 12 * 12) };
        [n, n / 12, n / 144].iter().take(1 + n.min(2)).map(|n| SYLLABLES[n % 12]).collect::<String>()
    };
    let mut words = |count: usize| (0..count).map(|_| word()).collect::<Vec<_>>().join(" ");
    (0..length).map(|n| format!("{} boats {}.", words(9), words(8 + n % 9))).collect()
}

fn book(paragraphs: Vec<String>) -> Book {
    Book { paragraphs, title: "The Tides", author: "Ana Holm", identifier: "", path: "/tides.epub" }
}

impl Book {
    fn called(self, title: &'static str) -> Self {
        Self { title, ..self }
    }

    fn at(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    fn by(self, author: &'static str) -> Self {
        Self { author, ..self }
    }

    fn named(self, identifier: &'static str) -> Self {
        Self { identifier, ..self }
    }

    fn document(&self) -> Document {
        let mut draft = document(&self.paragraphs.join("\n\n")).into_draft();
        draft.metadata.title = self.title.into();
        draft.metadata.author = self.author.into();
        draft.metadata.identifier = self.identifier.into();
        draft.seal()
    }

    /// Returns by what this is taken for an older one that was read up to a share of it; also where that was before records
    /// had phrases.
    fn taken_for(&self, old: &Self, read: usize) -> [Option<Likeness>; 2] {
        let (new, old_document) = (self.document(), old.document());
        let block = (old.paragraphs.len() * read / 100).min(old.paragraphs.len() - 1);
        let place = old_document.locate(crate::document::Place::new(0, block, 0));
        let record = Record { place, ..Record::new(&Identity::of(&old_document, old.path)) };
        let story = Identity::of(&new, self.path);
        let before = Record { phrases: String::new(), ..record.clone() };
        [record, before].map(|record| story.likeness(&record, &new))
    }
}

/// What the two have in common, the one, and the other.
type Pair = (&'static str, Book, Book);

/// Every so-many-th paragraph is changed.
fn edited(mut paragraphs: Vec<String>, every: usize) -> Vec<String> {
    paragraphs.iter_mut().step_by(every).for_each(|paragraph| paragraph.push_str(" Or so they said."));
    paragraphs
}

/// Another edition: a word is spelled otherwise in all paragraphs but every `kept`-th.
fn respelled(mut paragraphs: Vec<String>, kept: usize) -> Vec<String> {
    for (n, paragraph) in paragraphs.iter_mut().enumerate().filter(|(n, _)| n % kept != 0) {
        *paragraph = paragraph.replacen("boats", if n % 2 == 0 { "ships" } else { "barges" }, 1);
    }
    paragraphs
}

/// A draft in which each `nth` word is another one.
fn rewritten(mut paragraphs: Vec<String>, nth: usize) -> Vec<String> {
    let mut count = 0;
    for paragraph in &mut paragraphs {
        let mut other = |word| {
            count += 1;
            if count % nth == 0 { "otherwise" } else { word }
        };
        *paragraph = paragraph.split(' ').map(&mut other).collect::<Vec<_>>().join(" ");
    }
    paragraphs
}

fn both(parts: &[Vec<String>]) -> Vec<String> {
    parts.concat()
}

/// The pairs of stories that are one, and those that are two, each as one meets the other.
#[expect(clippy::too_many_lines, reason = "a table of pairs")]
fn pairs() -> (Vec<Pair>, Vec<Pair>) {
    let tides = || novel("Ana", 400);
    let frame = || novel("Publisher", 12);
    let (short, tale) = (|| novel("Short", 30), || novel("Tale", 40));
    let one = vec![
        ("the same file", book(tides()), book(tides())),
        ("moved", book(tides()), book(tides()).at("/books/tides.epub")),
        ("renamed and retitled", book(tides()), book(tides()).at("/b.epub").called("Tides, The")),
        ("as EPUB and as text", book(both(&[frame(), tides()])).named("urn:1"), book(tides()).at("/tides.txt")),
        ("with another identifier", book(tides()).named("urn:1"), book(tides()).named("urn:2")),
        ("a paragraph in ten edited", book(tides()), book(edited(tides(), 10))),
        ("a paragraph in ten edited, and moved", book(tides()), book(edited(tides(), 10)).at("/new.epub")),
        ("a paragraph in three edited", book(tides()), book(edited(tides(), 3))),
        ("edited, retitled and moved", book(tides()), book(edited(tides(), 8)).at("/n").called("High Water")),
        ("with a preface", book(tides()), book(both(&[novel("Preface", 30), tides()])).at("/second.epub")),
        ("with notes at its end", book(tides()), book(both(&[tides(), novel("Note", 60)])).at("/noted.epub")),
        ("respelled, same title", book(tides()), book(respelled(tides(), 4)).at("/new.epub")),
        (
            "respelled, same identifier",
            book(tides()).named("urn:1"),
            book(respelled(tides(), 5)).named("urn:1").at("/n"),
        ),
        ("respelled, same path", book(tides()), book(respelled(tides(), 4)).called("Tides")),
        ("a serial that grew by a chapter", book(tides()), book(both(&[tides(), novel("Next", 40)]))),
        ("a serial that grew from its first chapter", book(short()), book(both(&[short(), tides()]))),
        (
            "a serial that doubled, retitled",
            book(tides()),
            book(both(&[tides(), novel("Next", 400)])).called("Tides II"),
        ),
        ("a short story, edited", book(short()), book(edited(short(), 4))),
        ("a short story, each tenth word changed", book(short()), book(rewritten(short(), 10))),
        ("a novel, each tenth word changed", book(tides()), book(rewritten(tides(), 10))),
        ("a short story with its frame and without", book(both(&[frame(), short()])), book(short())),
        ("a story of one paragraph, edited at its end", book(novel("One", 1)), book(edited(novel("One", 1), 1))),
        (
            "a publisher's last chapter added",
            book(tides()).named("urn:1"),
            book(both(&[tides(), short()])).named("urn:1"),
        ),
    ];
    let other = || novel("Tomas", 400);
    let two = vec![
        ("volumes of one identifier", book(tides()).named("urn:1"), book(other()).named("urn:1").at("/2")),
        (
            "volumes of one identifier, title and frame",
            book(both(&[frame(), tides()])).named("urn:1"),
            book(both(&[frame(), other()])).named("urn:1").at("/2"),
        ),
        (
            "short volumes of one identifier, title and frame",
            book(both(&[frame(), short()])).named("urn:1"),
            book(both(&[frame(), tale()])).named("urn:1").at("/2"),
        ),
        ("a story put in another's place", book(tides()), book(other())),
        ("a short story put in another's place", book(short()), book(tale())),
        ("two of one title", book(tides()), book(other()).at("/2")),
        ("two of one title by two authors", book(tides()), book(other()).by("B. Gray").at("/2")),
        (
            "a volume and the omnibus",
            book(tides()).called("I"),
            book(both(&[tides(), other()])).at("/all").called("All"),
        ),
        (
            "a volume and the omnibus of one identifier",
            book(tides()).named("urn:1").called("I"),
            book(both(&[tides(), other()])).named("urn:1").at("/all").called("All"),
        ),
        ("a volume and the omnibus of one title", book(tides()), book(both(&[tides(), other()])).at("/all")),
        ("the second volume and the omnibus", book(other()), book(both(&[tides(), other()])).at("/all")),
        ("the second volume and the omnibus, at one path", book(other()), book(both(&[tides(), other()]))),
        ("a novella and the collected works", book(tale()).called("Tale"), book(both(&[tides(), tale()])).at("/all")),
        ("a short story and the collected works", book(short()), book(both(&[short(), tides(), other()])).at("/all")),
        (
            "one tale in two anthologies of one title",
            book(both(&[tale(), novel("B", 40), novel("C", 40)])),
            book(both(&[tale(), novel("D", 40), novel("E", 40)])).at("/2"),
        ),
        (
            "one tale in two anthologies of two tales",
            book(both(&[tale(), novel("B", 45)])).called("First"),
            book(both(&[tale(), novel("D", 45)])).called("Second").at("/2"),
        ),
        (
            "one tale in two anthologies of one identifier",
            book(both(&[novel("B", 60), tale()])).named("urn:1"),
            book(both(&[novel("D", 60), tale()])).named("urn:1").at("/2"),
        ),
        ("two translations of one title", book(novel("Lampe", 300)), book(novel("Leuchte", 300)).at("/2")),
        (
            "two translations of one identifier, with the same preface",
            book(both(&[novel("P", 20), novel("Lampe", 300)])).named("urn:1"),
            book(both(&[novel("P", 20), novel("Leuchte", 300)])).named("urn:1").at("/2"),
        ),
        ("two parts of a serial", book(novel("Part", 40)).called("1"), book(novel("Other", 40)).called("2").at("/2")),
        ("two stories without titles", book(short()).called(""), book(tale()).called("").at("/2")),
        (
            "a sample of a book and another book's sample",
            book(both(&[frame(), tale()])),
            book(both(&[frame(), short()])),
        ),
    ];
    (one, two)
}

#[test]
fn a_table_of_pairs_tells_one_story_from_two() {
    let (one, two) = pairs();
    assert!(one.len() + two.len() >= 40, "{}", one.len() + two.len());
    let mut missed = Vec::new();
    for (what, a, b) in &one {
        // A serial does not shrink: that is an older copy put in its place.
        let ways =
            if what.contains("grew") || what.contains("doubled") { &[(a, b)][..] } else { &[(a, b), (b, a)][..] };
        for (old, new) in ways {
            let missed_at = [20, 50, 100].into_iter().filter(|read| new.taken_for(old, *read)[0].is_none());
            missed.extend(missed_at.map(|read| format!("{what} ({read} %)")));
        }
    }
    let mut joined = Vec::new();
    for (what, a, b) in &two {
        for (old, new) in [(a, b), (b, a)] {
            let joined_at = [0, 5, 20, 50, 100].into_iter().filter_map(|read| {
                let taken = new.taken_for(old, read);
                (taken != [None; 2]).then(|| format!("{what} ({read} %): {taken:?}"))
            });
            joined.extend(joined_at);
        }
    }
    assert!(joined.is_empty(), "false joins: {joined:#?}");
    assert!(missed.is_empty(), "missed: {missed:#?}");
}
