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
use crate::document::{Document, Found, Passage, Place, SafeText};
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
    /// The words of a highlight, as they stood when it was made.
    words: String,
    /// Whether its words are gone.
    is_lost: bool,
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
        let described: Vec<Value> =
            marks.iter().map(|mark| annotation::described(document, &story.path, mark)).collect();
        let metadata = &document.metadata;
        let all = json!({
            "title": &*metadata.title, "author": &*metadata.author, "path": story.path, "marks": described,
        });
        writeln!(out, "{}", to_json(&all)?)?;
        return Ok(());
    }
    if args.html {
        out.write_all(page::html(document, &marks).as_bytes())?;
        return Ok(());
    }
    write_markdown(&mut out, document, &marks)
}

/// Returns the marks of a record in the order of the story.
fn marks_of(document: &Document, record: &Record) -> Vec<Mark> {
    let bookmarks: Vec<_> = record.bookmarks.iter().filter(|mark| !mark.removed).collect();
    let highlights: Vec<_> = record.highlights.iter().filter(|mark| !mark.removed).collect();
    let places = document.find_all(bookmarks.iter().map(|mark| &mark.locator));
    let passages = document.find_passages(highlights.iter().map(|mark| (&mark.locator, mark.words.as_str())));
    let bookmarks = bookmarks.into_iter().zip(places).map(|(mark, (place, found))| Mark {
        id: mark.id.clone(),
        stamp: mark.stamp,
        name: mark.name.clone(),
        colour: None,
        passage: Passage { start: place, end: place },
        words: String::new(),
        is_lost: found == Found::ByRatio,
    });
    let highlights = highlights.into_iter().zip(passages).map(|(mark, (passage, found))| Mark {
        id: mark.id.clone(),
        stamp: mark.stamp,
        name: mark.note.clone(),
        colour: Some(mark.colour),
        passage,
        words: mark.words.clone(),
        is_lost: found == Found::ByRatio,
    });
    let mut marks: Vec<Mark> = bookmarks.chain(highlights).collect();
    marks.sort_by_key(|mark| mark.passage.start);
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
            None => format!("{} …", document.words_around(self.place()).exact.trim()),
        };
        SafeText::line(&words.split_whitespace().collect::<Vec<_>>().join(" ")).to_string()
    }
}

fn write_markdown(out: &mut impl Write, document: &Document, marks: &[Mark]) -> Result<(), Failure> {
    writeln!(out, "# {}", document.metadata.title)?;
    for mark in marks {
        let kind = mark.colour.map_or_else(String::new, |colour| format!(" (highlight {colour})"));
        let lost = if mark.is_lost { " (not found in this version)" } else { "" };
        writeln!(out, "\n- {}% “{}”{kind}{lost}", document.percent(mark.place()), mark.shown(document))?;
        for line in mark.name.lines().filter(|line| !line.trim().is_empty()) {
            writeln!(out, "  {}", SafeText::line(line))?;
        }
    }
    Ok(())
}
