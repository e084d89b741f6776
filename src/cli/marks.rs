//! `nightstand marks`: the kept places of a story, for people and for other programs.
//!
//! As JSON each place is also a W3C Web Annotation (`TextQuoteSelector`, `TextPositionSelector`) and a Readium locator, so
//! that it can be found in other readers.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Failure, MarksArgs, source, to_json, written};
use crate::document::{Document, Place, SafeText};
use crate::shelf::{Bookmark, Identity};
use crate::terminal::{Directories, Store, load};

pub(super) fn run(args: &MarksArgs, directories: &Directories) -> Result<(), Failure> {
    let store = directories.state.clone().map(Store::new);
    let story = load(&source(args.story.story.as_deref(), directories)?, &args.reading.options())?;
    let document = &story.document;
    let loaded = store.map(|store| store.record(&Identity::of(document, &story.path), document));
    if let Some(note) = loaded.as_ref().and_then(|loaded| loaded.note.as_ref()) {
        let _ = writeln!(io::stderr(), "nightstand: {}", SafeText::line(note));
    }
    let bookmarks = loaded.map_or_else(Vec::new, |loaded| loaded.value.bookmarks);
    let bookmarks: Vec<Bookmark> = bookmarks.into_iter().filter(|mark| !mark.removed).collect();
    let places = document.find_all(bookmarks.iter().map(|mark| &mark.locator));
    let mut kept: Vec<(Place, Bookmark)> = places.into_iter().map(|(place, _)| place).zip(bookmarks).collect();
    kept.sort_by_key(|(place, _)| *place);
    let mut out = io::stdout().lock();
    let title = &document.metadata.title;
    if args.json {
        let marks: Vec<Value> =
            kept.iter().map(|(place, mark)| described(document, &story.path, *place, mark)).collect();
        let all =
            json!({ "title": &**title, "author": &*document.metadata.author, "path": story.path, "marks": marks });
        writeln!(out, "{}", to_json(&all)?)?;
        return Ok(());
    }
    writeln!(out, "# {title}")?;
    for (place, mark) in kept {
        let around = document.words_around(place);
        let words = SafeText::line(around.exact.trim());
        writeln!(out, "\n- {}% “{words} …”", document.percent(place))?;
        if !mark.name.is_empty() {
            writeln!(out, "  {}", SafeText::line(&mark.name))?;
        }
    }
    Ok(())
}

fn described(document: &Document, path: &str, place: Place, mark: &Bookmark) -> Value {
    let around = document.words_around(place);
    let scene = document.scenes.get(place.scene as usize).and_then(|scene| scene.title());
    let (page, _) = document.stable_page(place);
    let ratio = document.locate(place).ratio;
    let source = if path.starts_with('/') { format!("file://{path}") } else { path.to_owned() };
    json!({
        "id": mark.id,
        "name": mark.name,
        "words": around.exact.trim(),
        "scene": scene,
        "percent": document.percent(place),
        "changed": written(mark.stamp),
        "annotation": {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "motivation": "bookmarking",
            "body": { "type": "TextualBody", "value": mark.name },
            "target": {
                "source": source,
                "selector": [
                    { "type": "TextQuoteSelector", "exact": around.exact, "prefix": around.before, "suffix": around.after },
                    {
                        "type": "TextPositionSelector",
                        "start": around.characters,
                        "end": around.characters + around.exact.chars().count(),
                    },
                ],
            },
        },
        "readium": {
            "href": source,
            "type": "text/plain",
            "title": scene,
            "locations": { "totalProgression": ratio, "progression": ratio, "position": page },
            "text": { "before": around.before, "highlight": around.exact, "after": around.after },
        },
    })
}
