//! Reading line by line: what is typed, and what is said for it.
//!
//! A pure model of a story, a place and a record. It knows neither files nor the terminal. What a page shows by looks is said in
//! words here: headings, scene breaks, moods, letters, verse and notes.

use crate::document::{Block, BlockKind, Document, MarkKind, Passage, Place, Query, Unit};
use crate::shelf::{Bookmark, Record, Stamp, State, Track};

/// The help, in lines.
const HELP: &str = "Press Enter to read on. Type one of these and press Enter:
b: the paragraph before. 3 p: the next three paragraphs. s: by sentences, or by paragraphs again.
toc: the contents. go 3: the third entry of the contents. 40%: that far into the story.
/word: the next place with a word. n: the next one again. note 1: the first note of the paragraph.
mark NAME: keep this place. marks: the places that you have kept. marks 2: the second one. where: where you are. q: leave.";

/// The most paragraphs that are read at once.
const MOST: usize = 100;

/// A reader of a story.
pub(super) struct Reader<'a> {
    document: &'a Document,
    record: Record,
    /// The passage that is read next.
    next: Place,
    /// The start of the one that was read last.
    here: Place,
    unit: Unit,
    sought: String,
    /// The name of this session, by which its bookmarks are known.
    seed: u64,
    made: u32,
    moved: bool,
    track: Track,
    /// What has become of the story since it was last kept: it was read to its end, or beyond its former one.
    state: Option<State>,
    /// Whether what is kept here is saved.
    pub(super) saves: bool,
}

/// What a line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Something is said.
    Say(String),
    /// The reader leaves.
    Quit,
}

impl<'a> Reader<'a> {
    /// Returns a reader at the remembered place.
    pub(super) fn new(document: &'a Document, record: Record, seed: u64) -> Self {
        let known = record.place != crate::document::Locator::default();
        let place = if known { document.find(&record.place).0 } else { Place::default() };
        let next = Place { byte: 0, ..place };
        let track = Track::recall(document, &record, place);
        Self {
            document,
            record,
            next,
            here: next,
            unit: Unit::Paragraph,
            sought: String::new(),
            seed,
            made: 0,
            moved: false,
            track,
            state: None,
            saves: true,
        }
    }

    /// Goes to a place before anything is read. What stands before it has not been read.
    pub(super) fn begin_at(&mut self, place: Place) {
        self.next = Place { byte: 0, ..place };
        self.here = self.next;
        self.moved = true;
        self.track.jump();
    }

    /// What is said first: the title, and how to go on.
    pub(super) fn greeting(&self) -> String {
        let metadata = &self.document.metadata;
        let title = if metadata.title.is_empty() { "Untitled" } else { &metadata.title };
        let by = if metadata.author.is_empty() { String::new() } else { format!(", by {}", &*metadata.author) };
        let percent = self.document.percent(self.next);
        let at = if percent > 0 { format!(" You are at {percent} percent.") } else { String::new() };
        format!("{title}{by}.{at} Press Enter to read. Type help for more.")
    }

    /// The record with the place that is read next.
    pub(super) fn record(&mut self, now: Stamp) -> Record {
        if self.moved {
            let place = self.document.clamp(self.here);
            self.record.move_to(self.document, place);
            self.record.moved = now.max(self.record.moved + 1);
            let located = Some((place, self.record.place.clone()));
            self.track.store(self.document, located, &mut self.record);
            self.moved = false;
        }
        if let Some(state) = self.state.take().filter(|state| *state != self.record.state) {
            self.record.state = state;
            self.record.state_since = now.max(self.record.state_since + 1);
        }
        self.record.read = self.record.read.max(now);
        self.record.clone()
    }

    /// Takes a line.
    pub(super) fn take(&mut self, line: &str, now: Stamp) -> Step {
        let line = line.trim();
        // `3p` is `3 p`.
        let joined = line.strip_suffix('p').filter(|count| count.parse::<usize>().is_ok());
        let line = joined.unwrap_or(line);
        let (word, rest) = line.split_once(' ').map_or((line, ""), |(word, rest)| (word, rest.trim()));
        let said = match (word, rest) {
            ("" | "p", "") => self.read(1),
            ("q" | "quit" | ":q" | "exit", _) => return Step::Quit,
            ("h" | "help" | "?", _) => HELP.to_owned(),
            ("b" | "back", _) => self.back(),
            ("s", _) => self.change_unit(),
            ("toc" | "c", _) => self.contents(),
            ("go", entry) => self.go(entry),
            ("n", _) => self.seek(),
            ("note", number) => self.note(number),
            ("mark" | "m", name) => self.mark(name, now),
            ("marks", number) => self.marks(number),
            ("where" | "=", _) => self.tell_place(),
            (count, "p" | "") if count.parse::<usize>().is_ok() => self.read(count.parse().unwrap_or(1)),
            (percent, "") if percent.ends_with('%') => self.go_to_percent(percent.trim_end_matches('%')),
            _ if line.starts_with('/') => {
                line[1..].clone_into(&mut self.sought);
                self.seek()
            }
            _ => format!("“{line}” is no command. Type help for all of them."),
        };
        Step::Say(said)
    }

    /// Reads so many paragraphs, or sentences.
    fn read(&mut self, count: usize) -> String {
        let mut said = Vec::new();
        for _ in 0..count.clamp(1, MOST) {
            let Some(part) = self.read_one() else {
                said.push("The end.".to_owned());
                break;
            };
            said.push(part);
        }
        said.join("\n")
    }

    fn read_one(&mut self) -> Option<String> {
        let Some(passage) = self.document.unit_after(self.next, self.unit) else {
            self.state = Some(State::Finished);
            self.track.end(self.here, self.next);
            return None;
        };
        if self.record.state == State::Finished && self.track.is_beyond(self.document, passage.start) {
            self.state = Some(State::Reading);
        }
        self.track.turn(self.here, passage.start);
        let mut said = Vec::new();
        said.extend(self.announced(passage));
        said.push(self.document.words_of(passage));
        match self.notes_of(passage.start).len() {
            0 => {}
            1 => said.push("(A note: note 1 reads it.)".to_owned()),
            more => said.push(format!("({more} notes: note 1 reads the first.)")),
        }
        (self.here, self.next, self.moved) = (passage.start, passage.end, true);
        Some(said.join("\n"))
    }

    /// What is said before a passage: that a scene begins, its mood, and what kind of text it is.
    fn announced(&self, passage: Passage) -> Option<String> {
        let (scene, block) = (passage.start.scene as usize, passage.start.block as usize);
        let Block { kind, .. } = self.document.block(scene, block)?;
        if passage.start.byte > 0 {
            return None;
        }
        let begins = self.document.scenes.get(scene)?.blocks().position(|block| !block.text.is_empty()) == Some(block);
        let mood = self.document.scenes.get(scene)?.mood.filter(|_| begins);
        let mood = mood.map_or_else(String::new, |mood| format!(" ({})", mood.name()));
        match kind {
            BlockKind::Heading { .. } => Some(format!("Heading{mood}:")),
            _ if begins && scene > 0 => Some(format!("Scene break{mood}.")),
            BlockKind::Verse => Some("Verse:".to_owned()),
            BlockKind::Letter => Some("Letter:".to_owned()),
            BlockKind::Quotation => Some("Quotation:".to_owned()),
            _ if begins && !mood.is_empty() => Some(format!("Scene{mood}.")),
            _ => None,
        }
    }

    /// Goes on elsewhere. What is passed over has not been read.
    fn jump(&mut self, place: Place) {
        (self.here, self.next) = (place, place);
        self.track.jump();
    }

    fn back(&mut self) -> String {
        match self.document.unit_before(self.here, self.unit) {
            Some(passage) => {
                self.next = passage.start;
                self.read(1)
            }
            None => "This is the beginning.".to_owned(),
        }
    }

    fn change_unit(&mut self) -> String {
        self.unit = if self.unit == Unit::Sentence { Unit::Paragraph } else { Unit::Sentence };
        if self.unit == Unit::Sentence { "By sentences." } else { "By paragraphs." }.to_owned()
    }

    fn contents(&self) -> String {
        let outline = self.document.outline();
        let entries = outline.iter().enumerate().map(|(n, entry)| format!("{}: {}", n + 1, &*entry.title));
        entries.collect::<Vec<_>>().join("\n")
    }

    fn go(&mut self, entry: &str) -> String {
        let outline = self.document.outline();
        let index = entry.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        match index.and_then(|index| outline.get(index)) {
            Some(entry) => {
                self.jump(entry.place);
                self.read(1)
            }
            None => format!("The contents have {} entries. Type go and a number.", outline.len()),
        }
    }

    fn go_to_percent(&mut self, percent: &str) -> String {
        let Some(place) = self.document.place_named(&format!("{}%", percent.replace(',', "."))) else {
            return "Type a number from 0 to 100 and a percent sign.".to_owned();
        };
        self.jump(Place { byte: 0, ..place });
        self.read(1)
    }

    fn seek(&mut self) -> String {
        let Some(query) = Query::parse(&self.sought) else {
            return "Type a slash and a word, as in /lamp.".to_owned();
        };
        let hits = self.document.search(&query);
        let next = hits.iter().position(|hit| hit.place >= self.next).unwrap_or(0);
        match hits.get(next) {
            Some(hit) => {
                let round = if hit.place < self.next { "From the beginning again. " } else { "" };
                // The passage that holds it is read from its beginning.
                let passage = self.document.unit_after(hit.place, self.unit);
                self.jump(passage.map_or(hit.place, |passage| passage.start.min(hit.place)));
                format!("{round}{} of {} found.\n{}", next + 1, hits.len(), self.read(1))
            }
            None => format!("“{}” is not in this story.", self.sought),
        }
    }

    /// The places where the links of a paragraph lead.
    fn notes_of(&self, place: Place) -> Vec<Place> {
        let Some(block) = self.document.block(place.scene as usize, place.block as usize) else { return Vec::new() };
        let link = |kind: MarkKind| if let MarkKind::Link(link) = kind { Some(link) } else { None };
        let links = block.marks.iter().filter_map(|mark| link(mark.kind));
        links.filter_map(|link| *self.document.links.get(link as usize)?).collect()
    }

    fn note(&self, number: &str) -> String {
        let notes = self.notes_of(self.here);
        let index = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let place = index.and_then(|index| notes.get(index));
        let passage = |place: Place| self.document.unit_after(place, Unit::Paragraph);
        match place.and_then(|place| passage(*place)) {
            Some(first) => {
                let words = self.document.words_of(first);
                // A number that stands alone is called before its note.
                let label = !words.contains(char::is_alphabetic);
                let more = passage(first.end).filter(|_| label).map(|more| self.document.words_of(more));
                format!("Note: {words}{}", more.map_or_else(String::new, |more| format!(" {}", more.trim_start())))
            }
            None => format!("This paragraph has {} notes.", notes.len()),
        }
    }

    fn mark(&mut self, name: &str, now: Stamp) -> String {
        self.made += 1;
        let id = format!("{:016x}-{}", self.seed, self.made);
        let locator = self.document.locate(self.here);
        self.record.bookmarks.push(Bookmark { id, stamp: now, removed: false, name: name.to_owned(), locator });
        if self.saves { "Bookmark saved." } else { "The bookmark is there until you leave. Nothing is saved." }
            .to_owned()
    }

    /// The marks in the order of the story: where each is, what it is, and its name, its note or its words.
    fn all_marks(&self) -> Vec<(Place, String)> {
        let bookmarks = self.record.bookmarks.iter().filter(|mark| !mark.removed);
        let highlights = self.record.highlights.iter().filter(|mark| !mark.removed);
        let bookmarks = bookmarks.map(|mark| ("bookmark", &mark.name, &mark.locator, ""));
        let highlights = highlights.map(|mark| ("highlight", &mark.note, &mark.locator, mark.words.as_str()));
        let marks: Vec<_> = bookmarks.chain(highlights).collect();
        // All at once: each that has moved would be looked for in all of the story.
        let places = self.document.find_all(marks.iter().map(|(_, _, locator, _)| *locator));
        let mut all: Vec<_> = marks
            .into_iter()
            .zip(places)
            .map(|((kind, name, _, words), (place, _))| {
                let words = if words.is_empty() { self.document.words_at(place) } else { words.to_owned() };
                let name = if name.is_empty() { String::new() } else { format!("{}: ", name.replace('\n', " ")) };
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                (place, format!("{} percent, {kind}: {name}{words}", self.document.percent(place)))
            })
            .collect();
        all.sort_by_key(|(place, _)| *place);
        all
    }

    /// Tells the marks, or goes to the one with a number.
    fn marks(&mut self, number: &str) -> String {
        let all = self.all_marks();
        if all.is_empty() {
            return "There are no marks yet.".to_owned();
        }
        if number.is_empty() {
            let numbered = all.iter().zip(1..).map(|((_, told), number)| format!("{number}. {told}"));
            return numbered.collect::<Vec<_>>().join("\n");
        }
        let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match index.and_then(|index| all.get(index)) {
            Some((place, _)) => {
                self.jump(Place { byte: 0, ..*place });
                self.read(1)
            }
            None => format!("There are {} marks. Type marks and a number, as in marks 1.", all.len()),
        }
    }

    fn tell_place(&self) -> String {
        let title = self.document.title_at(self.here).replace('\n', " ");
        let (page, all) = self.document.stable_page(self.here);
        let percent = self.document.percent(self.here);
        let under = if title.is_empty() { String::new() } else { format!("{title}. ") };
        format!("{under}Page {page} of {all}, {percent} percent.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use crate::shelf::Identity;

    const STORY: &str = "# Tides\n\n## One {.waking}\n\nIt was late. He slept.[^a]\n\n---\n\nThe lamp burned.\n\n## Two {.dream}\n\n> A letter\n\nHe woke.\n\n[^a]: As he often did.\n";

    fn told(lines: &[&str]) -> Vec<String> {
        let document = format::read("a.md", STORY.as_bytes()).unwrap().document();
        let mut reader = Reader::new(&document, Record::new(&Identity::of(&document, "/a.md")), 7);
        let say = |line: &&str| match reader.take(line, 5) {
            Step::Say(text) => text,
            Step::Quit => "(left)".to_owned(),
        };
        lines.iter().map(say).collect()
    }

    #[test]
    fn a_search_by_sentences_reads_the_one_that_has_the_word_and_goes_on() {
        let text = "It was late. The lamp burned. He slept. The lamp went out.\n";
        let document = format::read("a.md", text.as_bytes()).unwrap().document();
        let mut reader = Reader::new(&document, Record::new(&Identity::of(&document, "/a.md")), 7);
        let mut say = |line: &str| match reader.take(line, 5) {
            Step::Say(text) => text,
            Step::Quit => "(left)".to_owned(),
        };
        assert_eq!(say("s"), "By sentences.");
        assert_eq!(say("/lamp"), "1 of 2 found.\nThe lamp burned.");
        assert_eq!(say("n"), "2 of 2 found.\nThe lamp went out.");
        assert_eq!(say("n"), "From the beginning again. 1 of 2 found.\nThe lamp burned.");
    }

    #[test]
    fn every_word_is_read_once_and_in_order_by_enter_alone() {
        let document = format::read("a.md", STORY.as_bytes()).unwrap().document();
        let mut reader = Reader::new(&document, Record::new(&Identity::of(&document, "/a.md")), 7);
        let mut said = String::new();
        while let Step::Say(text) = reader.take("", 5) {
            if text == "The end." {
                break;
            }
            said.push_str(&text);
            said.push('\n');
        }
        let mut at = 0;
        for (_, _, block) in document.blocks() {
            for word in block.text.split_whitespace() {
                at += said[at..].find(word).unwrap_or_else(|| panic!("{word} in {said}")) + word.len();
            }
        }
        for announced in
            ["Heading (waking):\nOne", "Scene break", "Heading (dream):\nTwo", "Quotation:", "note 1 reads it"]
        {
            assert!(said.contains(announced), "{announced}: {said}");
        }
    }

    #[test]
    fn marks_are_told_in_the_order_of_the_story_and_gone_to() {
        let said = told(&["go 3", "mark Late", "go 2", "mark", "marks", "marks 2", "marks 9"]);
        let lines: Vec<&str> = said[4].lines().collect();
        assert!(lines[0].starts_with("1. ") && lines[0].contains("bookmark: One"), "{lines:?}");
        assert!(lines[1].starts_with("2. ") && lines[1].contains("bookmark: Late: The lamp"), "{lines:?}");
        assert!(said[5].contains("The lamp"), "{said:?}");
        assert!(said[6].starts_with("There are 2 marks."), "{said:?}");
    }

    #[test]
    fn one_goes_back_seeks_marks_and_asks_where_one_is() {
        let said =
            told(&["3p", "b", "where", "/lamp", "note 1", "toc", "go 2", "mark Here", "marks", "49.5%", "xyzzy", "q"]);
        assert!(said[0].contains("It was late"), "{said:?}");
        assert!(said[2].contains("percent"), "{said:?}");
        assert!(said[3].starts_with("1 of 1 found.") && said[3].contains("The lamp"), "{said:?}");
        assert!(said[5].contains(": Two"), "{said:?}");
        assert_eq!(said[7], "Bookmark saved.");
        assert!(said[8].contains("Here"), "{said:?}");
        assert!(said[10].contains("no command"), "{said:?}");
        assert_eq!(said[11], "(left)");
    }

    #[test]
    fn a_jump_is_not_read_and_the_end_is_finished() {
        let document = format::read("a.md", STORY.as_bytes()).unwrap().document();
        let mut reader = Reader::new(&document, Record::new(&Identity::of(&document, "/a.md")), 7);
        reader.take("go 2", 5);
        assert_eq!(document.find(&reader.record(6).furthest).0, Place::default());
        let read = |reader: &mut Reader<'_>| document.find(&reader.record(8).furthest).0;
        reader.take("2 p", 7);
        assert!(read(&mut reader) > Place::default(), "who goes on from there reads");
        while reader.take("", 9) != Step::Say("The end.".to_owned()) {}
        assert_eq!(reader.record(9).state, State::Finished);
    }

    #[test]
    fn a_finished_story_that_goes_on_is_being_read_again() {
        let story = |text: &str| format::read("a.txt", text.as_bytes()).unwrap().document();
        let text = "It was late.\n\nThe lamp burned.\n\nHe slept.\n";
        let document = story(text);
        let mut reader = Reader::new(&document, Record::new(&Identity::of(&document, "/a.txt")), 7);
        while reader.take("", 5) != Step::Say("The end.".to_owned()) {}
        let finished = reader.record(6);
        let longer = story(&format!("{text}\nHe woke.\n"));
        let mut again = Reader::new(&longer, finished, 8);
        again.take("", 7);
        assert_eq!(again.record(7).state, State::Finished, "the last words are read again");
        again.take("", 8);
        assert_eq!(again.record(8).state, State::Reading);
    }

    #[test]
    fn a_place_is_the_same_as_on_the_page() {
        let document = format::read("a.md", STORY.as_bytes()).unwrap().document();
        let mut reader = Reader::new(&document, Record::new(&Identity::of(&document, "/a.md")), 7);
        reader.take("/lamp", 5);
        let record = reader.record(9);
        let lamp = document.search(&Query::parse("lamp").unwrap())[0].place;
        assert_eq!(document.find(&record.place).0, Place { byte: 0, ..lamp });
        let again = Reader::new(&document, record, 8);
        assert_eq!(again.next, Place { byte: 0, ..lamp });
    }
}
