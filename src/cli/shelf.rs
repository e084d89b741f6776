//! `nightstand shelf`: what has been read, how far and when.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use serde::Serialize;

use super::{Failure, ShelfArgs, ShelfCommand, to_json, written};
use crate::diagnostic::suggestion;
use crate::document::SafeText;
use crate::shelf::{Entry, State};
use crate::terminal::{Directories, Store, find, now, whole_path};

#[derive(Serialize)]
struct EntryJson<'a> {
    title: &'a str,
    author: &'a str,
    path: &'a str,
    there: bool,
    percent: u8,
    bookmarks: usize,
    highlights: usize,
    state: &'a str,
    seconds: u64,
    read: String,
}

pub(super) fn run(args: &ShelfArgs, directories: &Directories) -> Result<(), Failure> {
    let store = directories.state.clone().map(Store::new);
    match (&args.command, &store) {
        (None, _) => list(&store.as_ref().map(Store::shelf).unwrap_or_default(), args.json),
        (Some(ShelfCommand::Remove { story }), Some(store)) => {
            let entries = store.shelf();
            let entry = found(&entries, story)?;
            store.remove(&entry.record, now())?;
            say(&format!("“{}” is off the shelf; its place stays saved", entry.title))
        }
        (Some(ShelfCommand::Forget { story }), Some(store)) => {
            // The place of one that was taken off is still there.
            let entries = store.all_read();
            let entry = found(&entries, story)?;
            sure(entry, story)?;
            // Of a file that was read in several ways each has a record.
            let same = |other: &&Entry| other.path == entry.path && entry.path == whole_path(story);
            store.forget(&entry.record)?;
            entries
                .iter()
                .filter(same)
                .filter(|other| other.record != entry.record)
                .try_for_each(|other| store.forget(&other.record))?;
            say(&format!("“{}” has been forgotten", entry.title))
        }
        (Some(_), None) => {
            Err(Failure::Usage("nothing is saved: there is no home directory. Set HOME or XDG_STATE_HOME.".to_owned()))
        }
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
        let _ = writeln!(io::stderr(), "No stories on the shelf yet");
    }
    for entry in entries {
        let by = if entry.author.is_empty() { String::new() } else { format!(", {}", entry.author) };
        let finished = if entry.state == State::Finished { "  (finished)" } else { "" };
        let gone = if entry.there { "" } else { "  (file missing)" };
        let line = format!(
            "{:>3}%  {:<14}  {}{by}{finished}{gone}  {}",
            entry.percent,
            entry.ago(now()),
            entry.title,
            entry.path
        );
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
        highlights: entry.highlights,
        state: entry.state.name(),
        seconds: entry.spent / 1000,
        read: written(entry.read),
    }
}

/// Makes sure that a story is meant to be forgotten that was not named in full: it can't be brought back.
fn sure(entry: &Entry, story: &Path) -> Result<(), Failure> {
    let named = story.to_string_lossy();
    if entry.title.to_lowercase() == named.to_lowercase() || entry.path == whole_path(story) || entry.path == named {
        return Ok(());
    }
    let title = SafeText::line(&entry.title);
    let marks = format!("{} bookmark{}", entry.bookmarks, if entry.bookmarks == 1 { "" } else { "s" });
    if !io::stdin().is_terminal() {
        let why =
            format!("that would forget the place in “{title}” and {marks} for good; give its whole title or its file");
        return Err(Failure::Usage(why));
    }
    write!(io::stderr(), "Forget the place in “{title}” and {marks} for good? The file stays. (y/N) ")?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    if answer.trim().eq_ignore_ascii_case("y") {
        Ok(())
    } else {
        Err(Failure::Usage("nothing was forgotten".to_owned()))
    }
}

/// The one story that is meant.
fn found<'a>(entries: &'a [Entry], story: &Path) -> Result<&'a Entry, Failure> {
    let name = story.to_string_lossy();
    let near = || suggestion(&name, entries.iter().map(|entry| entry.title.as_str()));
    find(entries, story)?.ok_or_else(|| Failure::Usage(format!("there is no “{name}” on the shelf{}", near())))
}
