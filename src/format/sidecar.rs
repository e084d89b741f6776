//! What a file beside a story says of its scenes: `NAME.scenes.toml`.
//!
//! ```toml
//! [[scene]]
//! number = 2            # or: opening = "The trees leaned in."
//! title = "The forest"
//! mood = "dream"        # or "none"
//! ```

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{LAYOUTS, ReadOptions};
use crate::diagnostic::{Diagnostic, Remarks, suggestion};
use crate::document::{Draft, Language, Mood, MoodSource, SafeText};

/// How much of a scene's first paragraph its opening words are looked for in, in bytes.
const OPENING: usize = 400;

/// The most scenes that are named.
const MOST: usize = 500;

/// The keys of a scene.
const KEYS: [&str; 4] = ["number", "opening", "title", "mood"];

/// The keys of the whole file.
const WHOLE: [&str; 3] = ["scene", "layout", "language"];

/// Returns options with what a sidecar says of how its story is read, where the options leave it open.
#[must_use]
pub fn with_sidecar(options: &ReadOptions, toml: &str) -> ReadOptions {
    let (table, _) = DeTable::parse_recoverable(toml);
    let value = |key: &str| table.get_ref().get(key).and_then(|value| value.get_ref().as_str());
    let layout = || value("layout").filter(|name| LAYOUTS.contains(name)).map(str::to_owned);
    let language = || value("language").and_then(Language::parse);
    ReadOptions {
        layout: options.layout.clone().or_else(layout),
        language: options.language.or_else(language),
        ..options.clone()
    }
}

/// Gives scenes the moods and titles that a sidecar's TOML names; what can't be read is remarked on.
#[must_use]
pub fn apply_sidecar(document: &mut Draft, toml: &str) -> Vec<Diagnostic> {
    let mut remarks = Remarks::default();
    let (table, errors) = DeTable::parse_recoverable(toml);
    for error in errors {
        remarks.note(error.span().map_or(0, |span| span.start), format!("not valid TOML: {}", error.message()));
    }
    for (key, value) in table.get_ref() {
        match (&**key.get_ref(), value.get_ref()) {
            ("scene", DeValue::Array(scenes)) => {
                for scene in scenes.iter().take(MOST) {
                    match scene.get_ref() {
                        DeValue::Table(table) => entry(document, table, scene.span(), &mut remarks),
                        _ => remarks.note(scene.span().start, "a scene must be a table: `[[scene]]`".to_owned()),
                    }
                }
            }
            ("layout", DeValue::String(name)) if LAYOUTS.contains(&&**name) => {}
            ("layout", _) => remarks.note(value.span().start, format!("`layout` is one of {}", LAYOUTS.join(", "))),
            ("language", DeValue::String(tag)) if Language::parse(tag).is_some() => {}
            ("language", _) => {
                remarks.note(value.span().start, "`language` is a tag such as `en` or `pt-BR`".to_owned());
            }
            (other, _) => {
                remarks.note(key.span().start, format!("unknown key `{other}`{}", suggestion(other, WHOLE)));
            }
        }
    }
    remarks.place(toml)
}

fn entry(document: &mut Draft, table: &DeTable<'_>, span: Range<usize>, remarks: &mut Remarks) {
    for (key, _) in table {
        if !KEYS.contains(&&**key.get_ref()) {
            let near = suggestion(key.get_ref(), KEYS);
            remarks.note(key.span().start, format!("unknown key `{}` in a scene{near}", key.get_ref()));
        }
    }
    let Some(index) = scene_of(document, table) else {
        let count = document.scenes.len();
        remarks.note(
            span.start,
            format!("this entry matches no scene; give the scene's `number` (1 to {count}) or its `opening` words"),
        );
        return;
    };
    for key in ["title", "mood"] {
        if let Some(value) = table.get(key).filter(|value| !matches!(value.get_ref(), DeValue::String(_))) {
            remarks.note(value.span().start, format!("`{key}` must be a string"));
        }
    }
    let scene = &mut document.scenes[index];
    if let Some(title) = string(table, "title") {
        scene.entitle(&SafeText::line(title.0));
    }
    let Some((name, at)) = string(table, "mood") else { return };
    let mood = Mood::parse(name);
    if mood.is_none() && name != "none" {
        let near = suggestion(name, Mood::ALL.map(Mood::name));
        remarks.note(at, format!("unknown mood `{name}`{near}"));
        return;
    }
    scene.mood = mood;
    scene.mood_from = MoodSource::Sidecar;
}

/// The scene that an entry means: by its number from 1, or by how it begins.
fn scene_of(document: &Draft, table: &DeTable<'_>) -> Option<usize> {
    if let Some(DeValue::Integer(number)) = table.get("number").map(Spanned::get_ref) {
        let number: usize = number.as_str().parse().ok()?;
        return number.checked_sub(1).filter(|index| *index < document.scenes.len());
    }
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let opening = letters(string(table, "opening")?.0);
    let begins = |scene: &crate::document::Scene| {
        let mut told = scene.blocks().filter(|block| !block.kind.opens_scene());
        told.next()
            .is_some_and(|block| letters(&block.text[..block.text.floor_char_boundary(OPENING)]).starts_with(&opening))
    };
    document.scenes.iter().position(begins).filter(|_| !opening.is_empty())
}

fn string<'a>(table: &'a DeTable<'_>, key: &str) -> Option<(&'a str, usize)> {
    let value = table.get(key)?;
    match value.get_ref() {
        DeValue::String(text) => Some((text, value.span().start)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
