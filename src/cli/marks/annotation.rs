//! A mark as JSON: our own keys, a W3C Web Annotation, and a Readium locator.

use serde_json::{Value, json};

use super::super::written;
use super::Mark;
use crate::document::Document;

/// Returns a mark as JSON. Text is quoted as it stands, and counted in characters. `start` is how many stand before its words.
pub(super) fn described(document: &Document, path: &str, mark: &Mark, start: usize) -> Value {
    let place = mark.place();
    let around = document.words_around(place);
    let scene = document.scenes.get(place.scene as usize).and_then(|scene| scene.title());
    let (page, _) = document.stable_page(place);
    let ratio = document.locate(place).ratio;
    let source = iri(path);
    // A line end parts two blocks, as it does where characters are counted.
    let (exact, after, words) = match mark.colour {
        _ if mark.is_lost => (mark.words.replace("\n\n", "\n"), &*mark.around[1], &*mark.words),
        Some(_) => (mark.words.replace("\n\n", "\n"), document.words_around(mark.passage.end).exact, &*mark.words),
        None => (around.exact.to_owned(), around.after, around.exact.trim()),
    };
    let before = if mark.is_lost { &*mark.around[0] } else { around.before };
    let motivation = match (mark.colour, mark.name.is_empty()) {
        (None, _) => "bookmarking",
        (Some(_), true) => "highlighting",
        (Some(_), false) => "commenting",
    };
    let mut described = json!({
        "id": mark.id,
        "kind": if mark.colour.is_some() { "highlight" } else { "bookmark" },
        "colour": mark.colour,
        "found": !mark.is_lost,
        "name": mark.name,
        "words": words,
        "scene": scene,
        "percent": document.percent(place),
        "changed": written(mark.stamp),
        "annotation": {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": format!("urn:nightstand:{}", mark.id),
            "type": "Annotation",
            "motivation": motivation,
            "body": { "type": "TextualBody", "value": mark.name },
            "target": {
                "source": source,
                "selector": [
                    { "type": "TextQuoteSelector", "exact": exact, "prefix": before, "suffix": after },
                    {
                        "type": "TextPositionSelector",
                        "start": start,
                        "end": start + exact.chars().count(),
                    },
                ],
            },
        },
        "readium": {
            "href": source,
            "type": "text/plain",
            "title": scene,
            "locations": { "totalProgression": ratio, "progression": ratio, "position": page },
            "text": { "before": before, "highlight": exact, "after": after },
        },
    });
    // Readium's schema has no title of null.
    if let (None, Some(locator)) = (scene, described["readium"].as_object_mut()) {
        locator.remove("title");
    }
    described
}

/// Returns the IRI of a story (RFC 3987): of its file, or a name of our own for one that is no file.
fn iri(path: &str) -> String {
    /// What a path may not have in it unescaped.
    const ESCAPED: &percent_encoding::AsciiSet =
        &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'#').add(b'?').add(b'%');
    let scheme = if path.starts_with('/') { "file://" } else { "urn:nightstand:" };
    if path.contains("://") {
        return path.to_owned();
    }
    format!("{scheme}{}", percent_encoding::utf8_percent_encode(path, ESCAPED))
}
