//! The marks in a list for people: the Markdown and the page of HTML that `nightstand marks` writes.
//!
//! The page has the marks as JSON in a comment. Of the Markdown each entry is read: its share of the story, its words, its colour and
//! its note.

use serde_json::{Value, json};

use super::super::super::escaped_json;
use super::Exported;
use crate::document::{Document, SafeText, is_hazard};
use crate::shelf::COLOURS;

/// What stands before the marks in the comment of a page.
const BEFORE: &str = "<!-- nightstand marks: ";

/// What is kept of a mark besides its passage: all that an import heeds.
const KEPT: [&str; 6] = ["id", "kind", "colour", "name", "words", "changed"];

/// So many words of a story, and fewer, may stand in it several times.
const FEW: usize = 4;

/// The blanks before each line of a note, which belong to the list.
const INDENT: usize = 2;

/// Returns the comment that a page of HTML keeps its marks in. No hyphen of theirs can end it, and no sign can do harm in a terminal.
pub(in super::super) fn comment(marks: &Value) -> String {
    let kept = |mark: &Value| {
        let selector = &mark["annotation"]["target"]["selector"];
        let mut kept: Value = KEPT.iter().map(|key| ((*key).to_owned(), mark[key].clone())).collect();
        kept["annotation"] = json!({ "target": { "selector": selector } });
        kept
    };
    let all: Vec<Value> = marks["marks"].as_array().into_iter().flatten().map(kept).collect();
    let told = json!({ "title": marks["title"], "path": marks["path"], "marks": all });
    format!("{BEFORE}{} -->\n", escaped_json(&told.to_string(), |c| matches!(c, '-' | '>') || is_hazard(c)))
}

/// Returns the marks that a page of HTML has in its comment.
pub(super) fn of_page(page: &str) -> Option<Value> {
    let (_, rest) = page.split_once(BEFORE)?;
    serde_json::from_str(rest.split_once(" -->")?.0).ok()
}

/// Returns the title of a list in Markdown.
pub(super) fn title_of(list: &str) -> Option<&str> {
    list.lines().find_map(|line| line.strip_prefix("# ")).map(str::trim)
}

/// Returns the entries of a list in Markdown.
pub(super) fn of_list(list: &str, document: &Document) -> Vec<Exported> {
    let mut marks: Vec<Exported> = Vec::new();
    for line in list.lines() {
        if let Some(mark) = entry(line, document) {
            marks.push(mark);
        } else if let Some(mark) = marks.last_mut() {
            let indent = line.bytes().take(INDENT).take_while(|byte| *byte == b' ').count();
            mark.name.push_str(line[indent..].trim_end());
            mark.name.push('\n');
        }
    }
    for mark in &mut marks {
        mark.name = SafeText::new(mark.name.trim()).to_string();
    }
    marks
}

/// Returns the mark of an entry's first row: `- 12% “words” (highlight 2) · The Ferry`.
fn entry(line: &str, document: &Document) -> Option<Exported> {
    let (percent, rest) = line.strip_prefix("- ")?.split_once("% ")?;
    let percent: f64 = percent.parse().ok().filter(|percent| (0.0..=100.0).contains(percent))?;
    let (words, colour) = highlighted(rest).or_else(|| bookmarked(rest))?;
    let words = without_quotes(words);
    let words = SafeText::new(if colour.is_none() { words.trim_end_matches(['…', ' ']) } else { words }).to_string();
    // A word or two stand anywhere: within what is called so many percent they are looked for as they stand.
    let few = words.split_whitespace().nth(FEW).is_none();
    let part = percent / 100.0..(percent + 1.0) / 100.0;
    let place = if few && !words.is_empty() { document.only_place_of(&words, part) } else { None };
    Some(Exported { colour, words, ratio: (percent + 0.5) / 100.0, place, ..Exported::default() })
}

/// Returns whether the words of an entry end before this rest of its row.
fn ends_words(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(" (not found") || rest.starts_with(" · ")
}

/// Returns the words of a highlight, and its colour.
fn highlighted(rest: &str) -> Option<(&str, Option<u8>)> {
    rest.match_indices(" (highlight ").find_map(|(at, sign)| {
        let (colour, behind) = rest[at + sign.len()..].split_once(')')?;
        let colour = colour.parse().ok().filter(|colour| (1..=COLOURS).contains(colour) && ends_words(behind))?;
        Some((&rest[..at], Some(colour)))
    })
}

/// Returns the words that stand at a bookmark, which an ellipsis ends.
fn bookmarked(rest: &str) -> Option<(&str, Option<u8>)> {
    let ends = rest.match_indices(" …").map(|(at, sign)| at + sign.len());
    let quoted = |end: usize| if rest[end..].starts_with('”') { end + '”'.len_utf8() } else { end };
    ends.map(quoted).find(|end| ends_words(&rest[*end..])).map(|end| (&rest[..end], None))
}

/// Returns the words of an entry without the quotation marks that the list has put around them: a speech, which has its own, is set in
/// single ones.
fn without_quotes(words: &str) -> &str {
    let speech = words.strip_prefix('‘').and_then(|words| words.strip_suffix('’'));
    if let Some(speech) = speech.filter(|speech| speech.starts_with('“') && speech.ends_with('”')) {
        return speech;
    }
    words.strip_prefix('“').and_then(|words| words.strip_suffix('”')).unwrap_or(words)
}
