//! `nightstand place`: where a reader is in a story, for scripts.

use std::io::{self, Write};

use serde_json::json;

use super::args::{PlaceArgs, ReadingArgs};
use super::{Failure, open_story, place_named, to_json, written};
use crate::document::{Document, SafeText};
use crate::shelf::{Identity, Record, Track};
use crate::terminal::{Directories, Store, now};

pub(super) fn run(args: &PlaceArgs, directories: &Directories) -> Result<(), Failure> {
    let story = open_story(args.story.story.as_deref(), directories, &ReadingArgs::default())?;
    let document = &story.document;
    let identity = Identity::of(document, &story.path);
    let store = directories.state.clone().map(Store::new);
    let loaded = store.as_ref().map(|store| store.record(&identity, document));
    let (mut record, keep_at) = loaded.map_or((Record::new(&identity), None), |loaded| (loaded.value, loaded.keep_at));
    if let Some(wanted) = &args.set {
        let place = place_named(document, wanted)?;
        // Who is put somewhere has not read all that stands before it.
        let before = document.find(&record.place).0;
        Track::recall(document, &record, before).store(document, None, &mut record);
        record.move_to(document, place);
        (record.moved, record.read) = (now().max(record.moved + 1), now());
        let (Some(store), Some(file)) = (&store, &keep_at) else {
            return Err(Failure::Usage("nothing can be saved".to_owned()));
        };
        store.keep_record(file, &record).map_err(anyhow::Error::from)?;
    }
    tell(document, &record, args.json)
}

fn tell(document: &Document, record: &Record, json: bool) -> Result<(), Failure> {
    let place = document.find(&record.place).0;
    let (page, pages) = document.stable_page(place);
    let (percent, ratio) = (document.percent(place), document.locate(place).ratio);
    let around = document.words_around(place);
    let mut out = io::stdout().lock();
    if json {
        let value = json!({
            "title": &*document.metadata.title,
            "scene": place.scene + 1,
            "under": document.title_at(place),
            "percent": percent,
            "ratio": ratio,
            "page": page,
            "pages": pages,
            "words": around.exact.trim(),
            "state": record.state.name(),
            "moved": written(record.moved),
        });
        writeln!(out, "{}", to_json(&value)?)?;
        return Ok(());
    }
    let under = document.title_at(place).replace('\n', " ");
    let words = around.exact.trim();
    // Quotation marks at the words’ own ends say nothing here, and where more follows the last word may be cut short.
    let goes_on = !around.after.trim().is_empty();
    let whole = if goes_on { words.rsplit_once(' ').map_or(words, |(whole, _)| whole) } else { words };
    let words = whole.trim_matches(['“', '”', '"', ' ']);
    let more = if goes_on { " …" } else { "" };
    let quoted = if words.is_empty() { String::new() } else { format!("“{words}{more}”") };
    let told = [format!("{percent}%"), format!("book page {page} of {pages}"), under, quoted];
    let told = told.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    writeln!(out, "{}", SafeText::line(&told))?;
    Ok(())
}
