//! `nightstand marks`: the marks of a story, for people and for other programs.
//!
//! As JSON each mark is also a W3C Web Annotation (`TextQuoteSelector`, `TextPositionSelector`) and a Readium locator, so
//! that it can be found in other readers. `import` takes in what was exported so.

mod annotation;
mod import;
mod page;

use std::io::{self, Write};

use serde_json::{Value, json};

use super::args::MarksCommand;
use super::{Failure, MarksArgs, open_story, to_json};
use crate::document::{Document, Found, Locator, Passage, Place, SafeText};
use crate::shelf::{Identity, Record, Stamp};
use crate::terminal::{Directories, Store};

/// A mark of a story whose place in the text is known.
struct Mark {
    id: String,
    stamp: Stamp,
    /// The bookmark's name, or the note.
    name: String,
    /// The colour of a highlight; `None` for a bookmark.
    colour: Option<u8>,
    /// What is marked. A bookmark's passage has no length.
    passage: Passage,
    /// The words of a highlight, as they stood when it was made. Of a bookmark whose words are gone, those that stood there, folded.
    words: String,
    /// Whether its words are gone.
    is_lost: bool,
    /// The folded words before and after them, if they are gone: what stands where they are guessed to have been is not theirs.
    around: [String; 2],
}

pub(super) fn run(args: &MarksArgs, directories: &Directories) -> Result<(), Failure> {
    if let Some(MarksCommand::Import { file, story }) = &args.command {
        return import::run(file, story.as_deref(), directories);
    }
    let store = directories.state.clone().map(Store::new);
    let story = open_story(args.story.story.as_deref(), directories, &args.reading)?;
    let document = &story.document;
    let loaded = store.map(|store| store.record(&Identity::of(document, &story.path), document));
    if let Some(note) = loaded.as_ref().and_then(|loaded| loaded.note.as_ref()) {
        let _ = writeln!(io::stderr(), "nightstand: {}", SafeText::line(note));
    }
    let marks = loaded.map_or_else(Vec::new, |loaded| marks_of(document, &loaded.value));
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{}", to_json(&described(document, &story.path, &marks))?)?;
        return Ok(());
    }
    if args.html {
        let described = described(document, &story.path, &marks);
        out.write_all(page::html(document, &marks, &described).as_bytes())?;
        return Ok(());
    }
    write_markdown(&mut out, document, &marks)
}

/// Returns all marks of a story as JSON.
fn described(document: &Document, path: &str, marks: &[Mark]) -> Value {
    let metadata = &document.metadata;
    let starts = document.characters_before(marks.iter().map(|mark| document.place_of_words(mark.place())));
    let described = |(mark, start): (&Mark, usize)| annotation::described(document, path, mark, start);
    let marks: Vec<Value> = marks.iter().zip(starts).map(described).collect();
    json!({ "title": &*metadata.title, "author": &*metadata.author, "path": path, "marks": marks })
}

/// Returns the marks of a record in the order of the story.
fn marks_of(document: &Document, record: &Record) -> Vec<Mark> {
    let bookmarks: Vec<_> = record.bookmarks.iter().filter(|mark| !mark.removed).collect();
    let highlights: Vec<_> = record.highlights.iter().filter(|mark| !mark.removed).collect();
    let places = document.find_all(bookmarks.iter().map(|mark| &mark.locator));
    let passages = document.find_passages(highlights.iter().map(|mark| (&mark.locator, mark.words.as_str())));
    let around = |locator: &Locator, is_lost: bool| {
        let kept = |words: &str| if is_lost { words.to_owned() } else { String::new() };
        [kept(&locator.before), kept(&locator.after)]
    };
    let bookmarks = bookmarks.into_iter().zip(places).map(|(mark, (place, found))| {
        let is_lost = found == Found::ByRatio;
        Mark {
            id: mark.id.clone(),
            stamp: mark.stamp,
            name: mark.name.clone(),
            colour: None,
            passage: Passage { start: place, end: place },
            words: if is_lost { mark.locator.quote.clone() } else { String::new() },
            is_lost,
            around: around(&mark.locator, is_lost),
        }
    });
    let highlights = highlights.into_iter().zip(passages).map(|(mark, (passage, found))| Mark {
        id: mark.id.clone(),
        stamp: mark.stamp,
        name: mark.note.clone(),
        colour: Some(mark.colour),
        passage,
        words: mark.words.clone(),
        is_lost: found == Found::ByRatio,
        around: around(&mark.locator, found == Found::ByRatio),
    });
    let mut marks: Vec<Mark> = bookmarks.chain(highlights).collect();
    // As the list of marks in the reader orders them.
    marks.sort_by(|a, b| (a.passage, a.colour.is_some(), &a.name).cmp(&(b.passage, b.colour.is_some(), &b.name)));
    marks
}

impl Mark {
    fn place(&self) -> Place {
        self.passage.start
    }

    /// Returns the words that a list of marks shows: a highlight's, or those at a bookmark.
    fn shown(&self, document: &Document) -> String {
        let words = match self.colour {
            Some(_) => self.words.clone(),
            None if self.is_lost => format!("{} …", self.words.trim()),
            None => {
                let around = document.words_around(self.place());
                // A word that is cut is left out, unless there is no other.
                let whole = around.exact.rsplit_once(' ').filter(|_| !around.after.is_empty());
                format!("{} …", whole.map_or(around.exact, |(whole, _)| whole).trim())
            }
        };
        SafeText::line(&words.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
    }
}

fn write_markdown(out: &mut impl Write, document: &Document, marks: &[Mark]) -> Result<(), Failure> {
    let title = &document.metadata.title;
    writeln!(out, "# {}", if title.is_empty() { "Untitled" } else { title })?;
    for mark in marks {
        let kind = mark.colour.map_or_else(String::new, |colour| format!(" (highlight {colour})"));
        let lost = if mark.is_lost { " (not found in this version)" } else { "" };
        let title = document.title_at(mark.place()).replace('\n', " ");
        let under = if title.is_empty() { String::new() } else { format!(" · {}", SafeText::line(&title)) };
        let words = quoted(&mark.shown(document));
        writeln!(out, "\n- {}% {words}{kind}{lost}{under}", document.percent(mark.place()))?;
        let mut lines = mark.name.trim().lines().peekable();
        while let Some(line) = lines.next() {
            let line = SafeText::line(line.trim_end());
            // Two blanks keep a line end; an empty row parts paragraphs.
            let goes_on = !line.is_empty() && lines.peek().is_some_and(|next| !next.trim().is_empty());
            let indent = if line.is_empty() { "" } else { "  " };
            writeln!(out, "{indent}{}{}", &*line, if goes_on { "  " } else { "" })?;
        }
    }
    Ok(())
}

/// Returns words in quotation marks, unless they begin with one of their own. A speech is set in single ones, as printers do, so that
/// its own marks are told from those of the list.
fn quoted(words: &str) -> String {
    if words.starts_with('“') && words.ends_with('”') {
        return format!("‘{words}’");
    }
    if words.starts_with(['“', '„', '«', '»', '"', '「']) { words.to_owned() } else { format!("“{words}”") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Place;
    use crate::format;

    #[test]
    fn markdown_keeps_the_lines_of_a_note_and_says_where_a_mark_stands() {
        let text = "## The ferry\n\n“Late,” she said, and nobody in the whole house was awake but her alone.\n";
        let document = format::read("a.md", text.as_bytes()).unwrap().document();
        let mark = |colour: Option<u8>, name: &str, words: &str, byte: usize| Mark {
            id: String::new(),
            stamp: 0,
            name: name.to_owned(),
            colour,
            passage: Passage { start: Place::new(0, 1, byte), end: Place::new(0, 1, byte) },
            words: words.to_owned(),
            is_lost: false,
            around: Default::default(),
        };
        let marks = [mark(Some(2), "One\ntwo\n\nthree", "“Late,” she said", 0), mark(None, "", "", 26)];
        let mut out = Vec::new();
        assert!(write_markdown(&mut out, &document, &marks).is_ok());
        let written = String::from_utf8(out).unwrap();
        let noted = "“Late,” she said (highlight 2) · The ferry\n  One  \n  two\n\n  three\n";
        assert!(written.contains(noted), "{written}");
        assert!(written.contains("“nobody in the whole house was awake but her …” · The ferry"), "{written}");
    }
}
