//! `nightstand marks import`: marks from a file that Nightstand, Readium or `KOReader` has written, or of W3C annotations.
//! Nightstand's own may be JSON, Markdown or a page of HTML.
//!
//! The quoted words are looked for in the story. What is there already is not taken in twice: a mark is known by its
//! identifier, or by its passage.

mod written;

use std::collections::{HashMap, HashSet};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use serde_json::{Value, json};
use twox_hash::XxHash3_64;

pub(super) use written::comment;

use super::super::args::ReadingArgs;
use super::super::{Failure, open_story};
use crate::document::{Document, Found, Locator, Passage, Place, SafeText};
use crate::shelf::{Bookmark, COLOURS, Highlight, Identity, Record, Stamp};
use crate::terminal::{Directories, Store, now, read_regular};

/// The most bytes of a file of marks: ten thousand highlights take some twenty megabytes.
const LARGEST: u64 = 64 << 20;

/// The most marks that are taken from a file.
const MOST: usize = 20_000;

/// A mark as another program has written it.
#[derive(Debug, Default, PartialEq)]
struct Exported {
    /// Its identifier in that program; empty if there is none.
    id: String,
    /// When it was last changed; 0 if that is not told.
    stamp: Stamp,
    /// The colour of a highlight; `None` for a bookmark.
    colour: Option<u8>,
    /// The name or the note.
    name: String,
    words: String,
    before: String,
    after: String,
    /// The share of the story before it, from 0 to 1.
    ratio: f64,
    /// The characters of the story before it, if they are told.
    start: Option<usize>,
    /// Its place, where it is found as it is read.
    place: Option<Place>,
}

/// What has become of the marks of a file.
#[derive(Debug, Default, PartialEq)]
struct Tally {
    added: usize,
    known: usize,
    lost: usize,
}

pub(super) fn run(file: &Path, story: Option<&Path>, directories: &Directories) -> Result<(), Failure> {
    let piped = file.as_os_str() == "-";
    if piped && story.is_some_and(|story| story.as_os_str() == "-") {
        return Err(Failure::Usage("marks and story can't both come by standard input; name a file".to_owned()));
    }
    let shown = if piped { "standard input".into() } else { SafeText::line(&file.display().to_string()) };
    let text = if piped { standard_input() } else { read_regular(file, LARGEST) };
    let text = text.map_err(|error| Failure::Usage(format!("can't read {shown}: {error}")))?;
    let list = text.trim_start().starts_with("# ");
    let value: Value = match written::of_page(&text) {
        Some(value) => value,
        None if list => json!({ "title": written::title_of(&text) }),
        None => serde_json::from_str(&text).map_err(|error| {
            Failure::Usage(format!("{shown} is neither JSON nor a list of marks ({error}); export marks with `--json`"))
        })?,
    };
    let Some(store) = directories.state.clone().map(Store::new) else {
        return Err(Failure::Usage(
            "nothing is saved: there is no home directory. Set HOME or XDG_STATE_HOME.".to_owned(),
        ));
    };
    let named = story.map(Path::to_owned).or_else(|| named(&value)).ok_or_else(|| {
        let file = SafeText::line(&file.display().to_string());
        Failure::Usage(format!("{shown} names no story; name it: `nightstand marks import {file} STORY`"))
    })?;
    let story = open_story(Some(&named), directories, &ReadingArgs::default())?;
    let title = &story.document.metadata.title;
    let exported = if list { written::of_list(&text, &story.document) } else { exported(&value, title) };
    if exported.is_empty() {
        return Err(Failure::Usage(format!("{shown} has no marks of Nightstand, Readium or KOReader for “{title}”")));
    }
    let loaded = store.record(&Identity::of(&story.document, &story.path), &story.document);
    let Some(keep_at) = loaded.keep_at else {
        return Err(anyhow!("{}", loaded.note.unwrap_or_else(|| "nothing can be saved".to_owned())).into());
    };
    let mut record = loaded.value;
    let count = exported.len();
    let tally = take_in(&mut record, &story.document, exported, now());
    if tally.lost == count && !names(&value, title) {
        return Err(Failure::Usage(format!(
            "no mark in {shown} is found for sure in “{title}”, and the file does not name this story; nothing was taken in"
        )));
    }
    store.keep_record(&keep_at, &record).map_err(anyhow::Error::from)?;
    let Tally { added, known, lost } = tally;
    let lost = if lost > 0 { format!(", {lost} kept whose words are not in the story") } else { String::new() };
    let told = format!("{added} taken in, {known} there already{lost}");
    writeln!(io::stdout().lock(), "{}: {told}", SafeText::line(&story.document.metadata.title))?;
    Ok(())
}

fn standard_input() -> io::Result<String> {
    let mut text = String::new();
    io::stdin().lock().take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is too large to be a file of marks"));
    }
    Ok(text)
}

/// The story that a file of marks names: its path if it is there, or else its title.
fn named(value: &Value) -> Option<PathBuf> {
    let text = |key: &str| value[key].as_str().filter(|text| !text.is_empty()).map(PathBuf::from);
    let about = || value["about"]["dc:title"].as_str().map(PathBuf::from);
    let only = || match value["documents"].as_array().map(Vec::as_slice) {
        Some([document]) => document["title"].as_str().map(PathBuf::from),
        _ => None,
    };
    let file = text("path").or_else(|| text("file")).filter(|path| path.exists());
    file.or_else(|| text("title")).or_else(about).or_else(only)
}

/// Returns whether a file of marks names the story with this title.
fn names(value: &Value, title: &str) -> bool {
    let documents = value["documents"].as_array().into_iter().flatten().map(|document| &document["title"]);
    let titles = [&value["title"], &value["about"]["dc:title"]].into_iter().chain(documents);
    titles.filter_map(Value::as_str).any(|named| fold(named) == fold(title))
}

/// Returns the marks of a file in any of the forms that are known.
///
/// `title` is the story's: a file may have those of several.
fn exported(value: &Value, title: &str) -> Vec<Exported> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut marks = Vec::new();
    marks.extend(list(&value["marks"]).iter().filter_map(of_nightstand));
    // A set of Readium's, a page of the W3C's, or a bare list of annotations.
    for items in [&value["items"], &value["first"]["items"], &value["annotations"], value] {
        marks.extend(list(items).iter().filter_map(|item| of_annotation(item).or_else(|| of_locator(item))));
    }
    // Of an export of several books, those of this one.
    let all = list(&value["documents"]);
    let is_this = |document: &&Value| all.len() == 1 || fold(&text(&document["title"])) == fold(title);
    let documents = std::iter::once(value).chain(all.iter().filter(is_this));
    for document in documents {
        let pages = document["number_of_pages"].as_f64().unwrap_or(0.0);
        marks.extend(list(&document["entries"]).iter().filter_map(|entry| of_koreader(entry, pages)));
    }
    marks.truncate(MOST);
    marks
}

/// Returns the characters before a passage, as a `TextPositionSelector` counts them.
fn start(selector: &Value) -> Option<usize> {
    selector["start"].as_u64().and_then(|start| usize::try_from(start).ok())
}

/// Returns the locators of marks in a story: of where their program says that they stand, if their words do, or else of these.
fn locators(document: &Document, marks: &[Exported]) -> Vec<Locator> {
    let told = document.places_after(marks.iter().map(|mark| mark.start.unwrap_or(usize::MAX)));
    let locator = |(mark, told): (&Exported, Option<Place>)| match mark.place.or(told) {
        Some(place) if document.starts_with(place, &mark.words) => document.locate(place),
        _ => Locator::of_words(&mark.before, &mark.words, &mark.after, mark.ratio),
    };
    marks.iter().zip(told).map(locator).collect()
}

fn text(value: &Value) -> String {
    SafeText::new(value.as_str().unwrap_or_default()).to_string()
}

/// Returns a mark of our own export.
fn of_nightstand(mark: &Value) -> Option<Exported> {
    let selectors = &mark["annotation"]["target"]["selector"];
    let quote = &selectors[0];
    let highlight = mark["kind"] == "highlight";
    let words = if highlight { text(&mark["words"]) } else { text(&quote["exact"]) };
    let colour = mark["colour"].as_u64().and_then(|colour| u8::try_from(colour).ok());
    let exported = Exported {
        id: text(&mark["id"]),
        stamp: stamp(&mark["changed"]),
        colour: highlight.then(|| colour.unwrap_or(1).clamp(1, COLOURS)),
        name: text(&mark["name"]),
        words,
        before: text(&quote["prefix"]),
        after: text(&quote["suffix"]),
        ratio: mark["readium"]["locations"]["totalProgression"].as_f64().unwrap_or(0.0),
        start: start(&selectors[1]),
        place: None,
    };
    Some(exported).filter(|exported| !exported.words.trim().is_empty())
}

/// Returns a W3C annotation, which Readium's are too.
fn of_annotation(annotation: &Value) -> Option<Exported> {
    let selectors = match &annotation["target"]["selector"] {
        Value::Array(selectors) => selectors.clone(),
        one => vec![one.clone()],
    };
    let quote = selectors.iter().find(|selector| selector["type"] == "TextQuoteSelector")?;
    let position = selectors.iter().find(|selector| selector["type"] == "TextPositionSelector");
    let progress = selectors.iter().find(|selector| selector["type"] == "ProgressionSelector");
    let body = if annotation["body"].is_array() { &annotation["body"][0] } else { &annotation["body"] };
    let bookmark = annotation["motivation"] == "bookmarking";
    let changed = [&annotation["modified"], &annotation["created"]];
    let exported = Exported {
        id: text(&annotation["id"]).trim_start_matches("urn:nightstand:").to_owned(),
        stamp: changed.into_iter().map(stamp).find(|stamp| *stamp > 0).unwrap_or(0),
        colour: (!bookmark).then(|| colour(body["color"].as_str().unwrap_or_default())),
        name: text(&body["value"]),
        words: text(&quote["exact"]),
        before: text(&quote["prefix"]),
        after: text(&quote["suffix"]),
        ratio: progress.and_then(|progress| progress["value"].as_f64()).unwrap_or(0.0),
        start: position.and_then(start),
        place: None,
    };
    Some(exported).filter(|exported| !exported.words.trim().is_empty())
}

/// Returns a locator of Readium's with the words that stand there.
fn of_locator(locator: &Value) -> Option<Exported> {
    let (quote, locations) = (&locator["text"], &locator["locations"]);
    let exported = Exported {
        colour: Some(1),
        words: text(&quote["highlight"]),
        before: text(&quote["before"]),
        after: text(&quote["after"]),
        ratio: locations["totalProgression"].as_f64().unwrap_or(0.0),
        ..Exported::default()
    };
    Some(exported).filter(|exported| !exported.words.trim().is_empty())
}

/// Returns a text in small letters, without blanks around it.
fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Returns an entry of `KOReader`'s export.
fn of_koreader(entry: &Value, pages: f64) -> Option<Exported> {
    let seconds = entry["time"].as_u64().unwrap_or(0);
    let page = entry["page"].as_f64().unwrap_or(0.0);
    let exported = Exported {
        stamp: seconds.saturating_mul(1000),
        colour: Some(colour(entry["color"].as_str().unwrap_or_default())),
        name: text(&entry["note"]),
        words: text(&entry["text"]),
        ratio: if pages > 0.0 { page / pages } else { 0.0 },
        ..Exported::default()
    };
    Some(exported).filter(|exported| !exported.words.trim().is_empty())
}

/// Returns the colour that is nearest to one that another program names, by its name or as `#rrggbb`.
fn colour(name: &str) -> u8 {
    let hex = name.strip_prefix('#').and_then(|digits| u32::from_str_radix(digits.get(..6)?, 16).ok());
    let name = match hex.map(|rgb| (rgb >> 16, rgb >> 8 & 255, rgb & 255)) {
        Some((red, green, blue)) if blue > red && blue >= green => "blue",
        Some((red, green, _)) if green > red => "green",
        Some((red, green, _)) if red > green + green / 3 => "red",
        _ => name,
    };
    match name.to_ascii_lowercase().as_str() {
        "green" | "olive" | "cyan" => 2,
        "blue" => 3,
        "red" | "pink" | "purple" => 4,
        _ => 1,
    }
}

/// Returns a time of RFC 3339 in milliseconds; 0 where there is none.
fn stamp(value: &Value) -> Stamp {
    let time = value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    time.and_then(|time| u64::try_from(time.as_millisecond()).ok()).unwrap_or(0)
}

/// Takes marks into a record. Those that are there already stay as they are.
fn take_in(record: &mut Record, document: &Document, exported: Vec<Exported>, now: Stamp) -> Tally {
    let mut tally = Tally::default();
    let there = super::marks_of(document, record).into_iter().map(|mark| mark.passage);
    let mut passages: HashSet<Passage> = there.collect();
    let mut known = Known::of(record);
    let locators = locators(document, &exported);
    let found = document.find_passages(locators.iter().zip(exported.iter().map(|mark| mark.words.as_str())));
    for (mut mark, (passage, found)) in exported.into_iter().zip(found) {
        let passage = if mark.colour.is_some() { passage } else { Passage { end: passage.start, ..passage } };
        let lost = found == Found::ByRatio;
        let has_words = || known.words.contains(&Known::words_of(mark.colour.is_none(), &mark.words));
        if known.kept.contains(&mark.id) || if lost { has_words() } else { passages.contains(&passage) } {
            tally.known += 1;
            continue;
        }
        // One whose words are gone is kept: another edition may have them.
        let locator = if lost {
            tally.lost += 1;
            Locator::of_words(&mark.before, &mark.words, &mark.after, mark.ratio)
        } else {
            tally.added += 1;
            passages.insert(passage);
            // A list has them on one row.
            let there = document.words_of(passage);
            if there.split_whitespace().eq(mark.words.split_whitespace()) {
                mark.words = there;
            }
            document.locate(passage.start)
        };
        add(record, &mut known, mark, locator, now);
    }
    tally
}

/// The marks of a record, by their identifiers.
#[derive(Default)]
struct Known {
    /// Those that it has.
    kept: HashSet<String>,
    /// When those were removed of which it has a trace.
    removed: HashMap<String, Stamp>,
    /// Their words, by which one is known that stands nowhere in the story.
    words: HashSet<(bool, String)>,
}

impl Known {
    fn of(record: &Record) -> Self {
        let bookmarks = record.bookmarks.iter().map(|mark| (&mark.id, mark.stamp, mark.removed));
        let highlights = record.highlights.iter().map(|mark| (&mark.id, mark.stamp, mark.removed));
        let mut known = Self::default();
        let quotes = record.bookmarks.iter().filter(|mark| !mark.removed).map(|mark| (true, &mark.locator.quote));
        let words = record.highlights.iter().filter(|mark| !mark.removed).map(|mark| (false, &mark.words));
        known.words = quotes.chain(words).map(|(bookmark, words)| Self::words_of(bookmark, words)).collect();
        for (id, stamp, removed) in bookmarks.chain(highlights) {
            if removed {
                known.removed.insert(id.clone(), stamp);
            } else if !id.is_empty() {
                known.kept.insert(id.clone());
            }
        }
        known
    }

    /// Returns the words of a bookmark or of a highlight, as they are compared.
    fn words_of(bookmark: bool, words: &str) -> (bool, String) {
        let words = if bookmark { Locator::of_words("", words, "", 0.0).quote } else { words.to_owned() };
        (bookmark, words.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// Adds a mark to a record, in place of the trace of one that was removed.
fn add(record: &mut Record, known: &mut Known, mark: Exported, locator: Locator, now: Stamp) {
    let told = format!("{} {} {}", mark.words, mark.name, mark.stamp);
    let id = if mark.id.is_empty() { format!("import-{:016x}", XxHash3_64::oneshot(told.as_bytes())) } else { mark.id };
    let trace = known.removed.remove(&id);
    let stamp = match trace {
        Some(removed) => now.max(removed + 1),
        None if mark.stamp == 0 => now,
        None => mark.stamp,
    };
    if !known.kept.insert(id.clone()) || trace.is_some() {
        record.bookmarks.retain(|kept| kept.id != id);
        record.highlights.retain(|kept| kept.id != id);
    }
    match mark.colour {
        None => record.bookmarks.push(Bookmark { id, stamp, removed: false, name: mark.name, locator }),
        Some(colour) => record.highlights.push(Arc::new(Highlight {
            id,
            stamp,
            removed: false,
            colour,
            note: mark.name,
            words: mark.words,
            locator,
        })),
    }
}

#[cfg(test)]
mod tests;
