//! `nightstand shelf`: what has been read, how far and when.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::{Failure, ShelfArgs, ShelfCommand, to_json, written};
use crate::document::SafeText;
use crate::shelf::Entry;
use crate::terminal::{Directories, Store, now, whole_path};

#[derive(Serialize)]
struct EntryJson<'a> {
    title: &'a str,
    author: &'a str,
    path: &'a str,
    there: bool,
    percent: u8,
    bookmarks: usize,
    read: String,
}

pub(super) fn run(args: &ShelfArgs, directories: &Directories) -> Result<(), Failure> {
    let store = directories.state.clone().map(Store::new);
    match (&args.command, &store) {
        (None, _) => list(&store.as_ref().map(Store::shelf).unwrap_or_default(), args.json),
        (Some(ShelfCommand::Remove { story }), Some(store)) => {
            let entries = store.shelf();
            let entry = find(&entries, story)?;
            store.remove(&entry.record, now())?;
            say(&format!("“{}” is off the shelf; its place is kept", entry.title))
        }
        (Some(ShelfCommand::Forget { story }), Some(store)) => {
            let entries = store.shelf();
            let entry = find(&entries, story)?;
            store.forget(&entry.record)?;
            say(&format!("“{}” is forgotten", entry.title))
        }
        (Some(_), None) => Err(Failure::Usage("nothing is kept: there is no home directory".to_owned())),
    }
}

fn say(what: &str) -> Result<(), Failure> {
    writeln!(io::stdout().lock(), "{}", SafeText::line(what))?;
    Ok(())
}

fn list(entries: &[Entry], json: bool) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if json {
        let listed: Vec<_> = entries.iter().map(described).collect();
        writeln!(out, "{}", to_json(&listed)?)?;
        return Ok(());
    }
    if entries.is_empty() {
        // Not on standard output, where it would be taken for a story.
        let _ = writeln!(io::stderr(), "nothing has been read yet");
    }
    for entry in entries {
        let by = if entry.author.is_empty() { String::new() } else { format!(", {}", entry.author) };
        let gone = if entry.there { "" } else { "  (not there now)" };
        let line =
            format!("{:>3}%  {:<14}  {}{by}{gone}  {}", entry.percent, entry.ago(now()), entry.title, entry.path);
        writeln!(out, "{}", SafeText::line(&line))?;
    }
    Ok(())
}

fn described(entry: &Entry) -> EntryJson<'_> {
    EntryJson {
        title: &entry.title,
        author: &entry.author,
        path: &entry.path,
        there: entry.there,
        percent: entry.percent,
        bookmarks: entry.bookmarks,
        read: written(entry.read),
    }
}

/// The one story of this title or file.
fn find<'a>(entries: &'a [Entry], story: &Path) -> Result<&'a Entry, Failure> {
    let (whole, story) = (whole_path(story), &*story.to_string_lossy());
    let same = |entry: &&Entry| {
        entry.title.to_lowercase() == story.to_lowercase() || entry.path == story || entry.path == whole
    };
    let found: Vec<&Entry> = entries.iter().filter(same).collect();
    match found[..] {
        [entry] => Ok(entry),
        [] => {
            let near = crate::format::suggestion(story, entries.iter().map(|entry| entry.title.as_str()));
            Err(Failure::Usage(format!("there is no “{story}” on the shelf{near}")))
        }
        _ => Err(Failure::Usage(format!("there is more than one “{story}” on the shelf; name the file"))),
    }
}
