//! Marks that go out and come back, and those of other programs.

use serde_json::json;

use super::super::{Mark, annotation, marks_of};
use super::*;
use crate::document::{Place, Unit};
use crate::format;

fn story() -> Document {
    let text: String = (1..60).fold("# Tides\n\n".to_owned(), |text, n| {
        text + &format!(
            "Night {n} was long. “The river,” he said, “is high for the {n}th time.” Nobody answered him.\n\n"
        )
    });
    format::read("a.md", text.as_bytes()).unwrap().document()
}

fn record(document: &Document) -> Record {
    let mut record = Record::new(&Identity::of(document, "/a.md"));
    let sentence = document.unit_after(Place::new(0, 20, 30), Unit::Sentence).unwrap();
    let long =
        Passage { start: sentence.start, end: document.unit_after(Place::new(0, 22, 0), Unit::Sentence).unwrap().end };
    for (n, passage) in [(1, sentence), (2, long)] {
        record.highlights.push(Arc::new(Highlight {
            id: format!("h{n}"),
            stamp: 1_700_000_000_000 + u64::from(n),
            colour: n,
            note: if n == 2 { "Two\nlines".to_owned() } else { String::new() },
            words: document.words_of(passage),
            locator: document.locate(passage.start),
            removed: false,
        }));
    }
    let locator = document.locate(Place::new(0, 30, 6));
    record.bookmarks.push(Bookmark { id: "b".into(), stamp: 5_000, removed: false, name: "Here".into(), locator });
    record
}

fn export(document: &Document, record: &Record) -> Value {
    let marks = marks_of(document, record);
    super::super::described(document, "/a.md", &marks)
}

fn spoken_at(document: &Document, block: usize, words: &str) -> usize {
    document.block(0, block).unwrap().text.find(words).unwrap()
}

#[test]
fn marks_of_another_story_are_told_and_come_in_once() {
    let document = story();
    let file = export(&document, &record(&document));
    assert!(names(&file, "TIDES ") && !names(&file, "Ferries") && !names(&json!([]), "Tides"));
    let other =
        format::read("a.md", "# Tides\n\nNothing of this stands in the other one.\n".as_bytes()).unwrap().document();
    let mut taken = Record::new(&Identity::of(&other, "/b.md"));
    assert_eq!(take_in(&mut taken, &other, exported(&file, "Tides"), 9), Tally { added: 0, known: 0, lost: 3 });
    let marks = marks_of(&other, &taken);
    let described = super::super::described(&other, "/b.md", &marks);
    assert!(!described.to_string().contains("Nothing of this"), "{described}");
    let mut list = Vec::new();
    assert!(super::super::write_markdown(&mut list, &other, &marks).is_ok());
    let list = String::from_utf8(list).unwrap();
    assert!(!list.contains("Nothing of this"), "{list}");
    let again = take_in(&mut taken, &other, written::of_list(&list, &other), 9);
    assert_eq!(again, Tally { added: 0, known: 3, lost: 0 }, "{list}");
}

#[test]
fn a_list_and_a_page_come_back_the_same() {
    let document = story();
    let mut before = record(&document);
    // A highlight with quotation marks of its own, and one whose words say what an entry does.
    let spoken = document.block(0, 10).unwrap().text;
    let start = spoken.find('“').unwrap();
    let passage = Passage { start: Place::new(0, 10, start), end: Place::new(0, 10, spoken.find(" he said").unwrap()) };
    before.highlights.push(Arc::new(Highlight {
        id: "h3".into(),
        stamp: 7,
        colour: 4,
        note: "So:\n\n- 3% “x” (highlight 9)".to_owned(),
        words: document.words_of(passage),
        locator: document.locate(passage.start),
        removed: false,
    }));
    // The words within them are another passage.
    let passage = Passage {
        start: Place::new(0, 12, spoken_at(&document, 12, "The river")),
        end: Place::new(0, 12, spoken_at(&document, 12, " he said")),
    };
    for (id, passage) in [
        // One that begins where another does comes after it, as it is longer.
        ("h35", passage),
        ("h4", Passage { end: Place { byte: passage.end.byte - 4, ..passage.end }, ..passage }),
        ("h5", Passage { start: Place { byte: passage.start.byte - 3, ..passage.start }, ..passage }),
    ] {
        before.highlights.push(Arc::new(Highlight {
            id: id.into(),
            stamp: 8,
            colour: 1,
            note: "A list:\n  - of two".to_owned(),
            words: document.words_of(passage),
            locator: document.locate(passage.start),
            removed: false,
        }));
    }
    let marks = marks_of(&document, &before);
    let mut list = Vec::new();
    assert!(super::super::write_markdown(&mut list, &document, &marks).is_ok());
    let list = String::from_utf8(list).unwrap();
    assert_eq!(written::title_of(&list), Some(&*document.metadata.title));
    let mut taken = Record::new(&Identity::of(&document, "/a.md"));
    let tally = take_in(&mut taken, &document, written::of_list(&list, &document), 9);
    assert_eq!(tally, Tally { added: 7, known: 0, lost: 0 }, "{list}");
    let told = |record: &Record| {
        let mark = |mark: Mark| (mark.passage, mark.words, mark.name, mark.colour, mark.is_lost);
        marks_of(&document, record).into_iter().map(mark).collect::<Vec<_>>()
    };
    assert_eq!(told(&taken), told(&before), "{list}");
    let again = take_in(&mut taken, &document, written::of_list(&list, &document), 9);
    assert_eq!(again, Tally { added: 0, known: 7, lost: 0 });

    let described = super::super::described(&document, "/a.md", &marks);
    let page = super::super::page::html(&document, &marks, &described);
    assert_eq!(page.matches("-->").count(), 1, "nothing of the marks ends the comment");
    let mut taken = Record::new(&Identity::of(&document, "/a.md"));
    take_in(&mut taken, &document, exported(&written::of_page(&page).unwrap(), "Tides"), 9);
    taken.highlights.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!((taken.bookmarks, taken.highlights), (before.bookmarks, before.highlights));
}

#[test]
fn what_goes_out_comes_back_the_same_and_once() {
    let document = story();
    let before = record(&document);
    let file = export(&document, &before);
    let mut forgotten = Record::new(&Identity::of(&document, "/a.md"));
    let tally = take_in(&mut forgotten, &document, exported(&file, "Tides"), 9);
    assert_eq!(tally, Tally { added: 3, known: 0, lost: 0 });
    assert_eq!((&forgotten.bookmarks, &forgotten.highlights), (&before.bookmarks, &before.highlights));
    assert_eq!(take_in(&mut forgotten, &document, exported(&file, "Tides"), 9), Tally { added: 0, known: 3, lost: 0 });
    let mut removed = before.clone();
    removed.bookmarks[0] = Bookmark { id: "b".into(), stamp: 6_000, removed: true, ..Bookmark::default() };
    assert_eq!(take_in(&mut removed, &document, exported(&file, "Tides"), 9), Tally { added: 1, known: 2, lost: 0 });
    assert_eq!((removed.bookmarks.len(), removed.bookmarks[0].stamp), (1, 6_001), "later than its removal");
}

#[test]
fn what_stands_often_comes_back_to_where_it_was() {
    let text = format!("# Tides\n\n{}", "Yes.\n\nHe looked at it.\n\n## I\n\n".repeat(30));
    let document = format::read("a.md", text.as_bytes()).unwrap().document();
    let mut before = Record::new(&Identity::of(&document, "/a.md"));
    let passage = Passage { start: Place::new(7, 1, 0), end: Place::new(7, 1, 4) };
    assert_eq!(document.words_of(passage), "Yes.");
    before.highlights.push(Arc::new(Highlight {
        id: "h".to_owned(),
        stamp: 1,
        colour: 1,
        words: document.words_of(passage),
        locator: document.locate(passage.start),
        ..Highlight::default()
    }));
    // A title of one letter, too.
    let locator = document.locate(Place::new(9, 0, 0));
    before.bookmarks.push(Bookmark { id: "b".into(), stamp: 1, removed: false, name: String::new(), locator });
    let mut forgotten = Record::new(&Identity::of(&document, "/a.md"));
    let tally = take_in(&mut forgotten, &document, exported(&export(&document, &before), "Tides"), 9);
    assert_eq!(tally, Tally { added: 2, known: 0, lost: 0 });
    assert_eq!((&forgotten.bookmarks, &forgotten.highlights), (&before.bookmarks, &before.highlights));
}

#[test]
fn words_that_are_not_in_the_story_are_lost() {
    let document = story();
    let words = "the strange green appearance of a purple dragon in my kitchen yesterday";
    let selector = json!({ "type": "TextQuoteSelector", "exact": words });
    let file = json!([{ "motivation": "highlighting", "target": { "selector": selector } }]);
    let mut record = Record::new(&Identity::of(&document, "/a.md"));
    assert_eq!(take_in(&mut record, &document, exported(&file, "Tides"), 9), Tally { added: 0, known: 0, lost: 1 });
}

#[test]
fn annotations_of_the_w3c_and_of_readium_are_taken_in() {
    let document = story();
    let file = export(&document, &record(&document));
    let annotations: Vec<Value> =
        file["marks"].as_array().unwrap().iter().map(|mark| mark["annotation"].clone()).collect();
    let set = json!({ "type": "AnnotationSet", "about": { "dc:title": "Tides" }, "items": annotations });
    let mut taken = Record::new(&Identity::of(&document, "/a.md"));
    assert_eq!(take_in(&mut taken, &document, exported(&set, "Tides"), 9).added, 3);
    assert_eq!(taken.highlights.iter().map(|mark| &*mark.words).collect::<Vec<_>>().len(), 2);
    let readium = json!({ "items": [{
        "id": "urn:uuid:1", "created": "2026-01-02T03:04:05Z", "motivation": "highlighting",
        "body": { "type": "TextualBody", "value": "Deep", "color": "#2a7fff" },
        "target": { "source": "c1.xhtml", "selector": [
            { "type": "ProgressionSelector", "value": 0.5 },
            { "type": "TextQuoteSelector", "exact": "is high for the 31th time", "prefix": "“The river,” he said, “" },
        ] },
    }] });
    let mut taken = Record::new(&Identity::of(&document, "/a.md"));
    assert_eq!(take_in(&mut taken, &document, exported(&readium, "Tides"), 9).added, 1);
    let mark = &taken.highlights[0];
    assert_eq!((mark.colour, &*mark.note, mark.stamp), (3, "Deep", 1_767_323_045_000));
    let (passage, found) = document.find_passage(document.find(&mark.locator), &mark.words);
    assert_eq!((found, &*document.words_of(passage)), (Found::InPlace, "is high for the 31th time"));
}

#[test]
fn highlights_of_koreader_are_taken_in_once_and_lost_ones_are_kept() {
    let document = story();
    let file = json!({ "version": "json/1.0.0", "documents": [{ "title": "Tides", "number_of_pages": 10, "entries": [
        { "text": "is high for the 12th time", "note": "So high", "page": 2, "time": 1_700_000_000, "sort": "highlight",
          "drawer": "lighten", "color": "green" },
        { "text": "words that nobody has ever written here", "page": 9, "time": 1_700_000_001, "color": "gray" },
    ] }] });
    let mut taken = Record::new(&Identity::of(&document, "/a.md"));
    assert_eq!(take_in(&mut taken, &document, exported(&file, "Tides"), 9), Tally { added: 1, known: 0, lost: 1 });
    assert_eq!((taken.highlights[0].colour, taken.highlights[0].stamp), (2, 1_700_000_000_000));
    assert_eq!(take_in(&mut taken, &document, exported(&file, "Tides"), 9).added, 0);
    assert_eq!(taken.highlights.len(), 2);
}

#[test]
fn of_an_export_of_several_books_those_of_this_one_are_taken_in() {
    let document = story();
    let book = |title: &str, words: &str| json!({ "title": title, "entries": [{ "text": words, "time": 1 }] });
    let file = json!({ "documents": [book("Bells", "is high for the 9th time"), book("tides ", "is high for the 12th time")] });
    let mut taken = Record::new(&Identity::of(&document, "/a.md"));
    assert_eq!(take_in(&mut taken, &document, exported(&file, "Tides"), 9), Tally { added: 1, known: 0, lost: 0 });
    assert_eq!(taken.highlights[0].words, "is high for the 12th time");
    // A list of Readium's locators.
    let locators = json!([{ "href": "a", "type": "text/plain", "locations": { "totalProgression": 0.3 },
        "text": { "before": "“The river,” he said, “", "highlight": "is high for the 20th time", "after": ".”" } }]);
    assert_eq!(take_in(&mut taken, &document, exported(&locators, "Tides"), 9).added, 1);
}

/// Checks an annotation against the Web Annotation Data Model (W3C Recommendation, 2017), sections 3 and 4.
fn check_annotation(annotation: &Value) {
    let iri = |value: &Value| {
        let text = value.as_str().unwrap_or_else(|| panic!("no IRI: {value}"));
        assert!(text.contains(':') && !text.contains([' ', '"', '<', '>']), "{text}");
    };
    assert_eq!(annotation["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(annotation["type"], "Annotation");
    iri(&annotation["id"]);
    assert!(["bookmarking", "highlighting", "commenting"].contains(&annotation["motivation"].as_str().unwrap()));
    assert_eq!(annotation["body"]["type"], "TextualBody");
    assert!(annotation["body"]["value"].is_string());
    iri(&annotation["target"]["source"]);
    for selector in annotation["target"]["selector"].as_array().unwrap() {
        match selector["type"].as_str().unwrap() {
            "TextQuoteSelector" => assert!(["exact", "prefix", "suffix"].iter().all(|key| selector[*key].is_string())),
            "TextPositionSelector" => {
                assert!(selector["start"].as_u64().unwrap() <= selector["end"].as_u64().unwrap());
            }
            other => panic!("{other}"),
        }
    }
}

/// Checks a locator against Readium's schema of locators.
fn check_locator(locator: &Value) {
    assert!(locator["href"].as_str().unwrap().contains(':') && locator["type"].is_string());
    assert!(locator.get("title").is_none_or(Value::is_string));
    let locations = &locator["locations"];
    for share in ["progression", "totalProgression"] {
        assert!((0.0..=1.0).contains(&locations[share].as_f64().unwrap()));
    }
    assert!(locations["position"].as_u64().unwrap() >= 1);
    assert!(["before", "highlight", "after"].iter().all(|key| locator["text"][*key].is_string()));
}

#[test]
fn what_goes_out_is_what_the_w3c_and_readium_ask_for() {
    let document = story();
    let record = record(&document);
    for path in ["/a b#1.md", "built in: a.md", "file:///a.md"] {
        for mark in marks_of(&document, &record) {
            let described = annotation::described(&document, path, &mark, 0);
            check_annotation(&described["annotation"]);
            check_locator(&described["readium"]);
        }
    }
}

#[test]
fn what_is_no_export_has_no_marks() {
    for value in [
        json!(7),
        json!({ "marks": [7, {}, { "annotation": 3 }] }),
        json!([{ "target": [] }]),
        json!({ "entries": "x" }),
    ] {
        assert_eq!(exported(&value, "Tides"), [], "{value}");
    }
    assert_eq!(["yellow", "#ffef00", "olive", "#70c0ff", "purple", ""].map(colour), [1, 1, 2, 3, 4, 1]);
}
