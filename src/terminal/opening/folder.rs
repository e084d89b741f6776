//! The stories in a folder, and in the folders in it: their files first, and then their titles, as far as their heads name them.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::app::Event;
use crate::document::SafeText;
use crate::format::{self, Container, Limits, Titles, package_path, titles_in};
use crate::shelf::Entry;
use crate::terminal::opening::archive::Archive;
use crate::terminal::opening::source::whole_path;
use crate::terminal::progress::Progress;

/// The endings of files that are stories.
const ENDINGS: [&str; 12] =
    ["epub", "fb2", "md", "markdown", "mkd", "story", "txt", "text", "html", "htm", "xhtml", "zip"];

/// The most stories of a list. A library of that size is looked through with a filter.
const MOST: usize = 20_000;

/// The folders that are gone into: Calibre keeps a book two folders deep, and others sort by language and author.
const DEEPEST: usize = 6;

/// The bytes of a file's head that are looked at for its title.
const HEAD: u64 = 16 << 10;

/// How many titles are read before the list is shown anew.
const BATCH: usize = 50;

/// Finds the stories in some folders. `tell` gets the list at once with the names of the files, and again whenever more titles are
/// known; it returns whether the rest is still wanted.
///
/// `read` are the stories that have been read: a file of one of these has its title, and says how far it was read.
pub(in crate::terminal) fn list(folders: &[PathBuf], read: &[Entry], mut tell: impl FnMut(Event) -> bool) {
    let mut files = Vec::new();
    for folder in folders {
        if !folder.is_dir() {
            tell(Event::Note(format!("There is no folder {}", SafeText::line(&folder.display().to_string()))));
        }
        gather(folder, DEEPEST, &mut files);
    }
    files.sort();
    // One folder may be in another.
    files.dedup();
    let read: HashMap<&str, &Entry> = read.iter().map(|entry| (entry.path.as_str(), entry)).collect();
    let mut entries: Vec<Entry> = files.iter().map(|file| entry(file, &read)).collect();
    let (mut known, all) = (0, files.len());
    while tell(Event::Folder { entries: entries.clone(), reading: (known < all).then_some((known, all)) })
        && known < all
    {
        let upto = (known + BATCH).min(all);
        for (file, entry) in files[known..upto].iter().zip(&mut entries[known..upto]) {
            let Titles { title, author } = titles(file);
            if !title.is_empty() {
                entry.title = title.to_string();
                entry.author = author.to_string();
            }
        }
        known = upto;
    }
}

/// Gathers the stories in a folder. Links to folders are not followed, since they may lead round in a circle.
fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let Ok(kind) = entry.file_type() else { continue };
        if hidden || files.len() >= MOST {
            continue;
        }
        if kind.is_dir() && depth > 0 {
            gather(&entry.path(), depth - 1, files);
        } else if entry.path().is_file() && is_story(&entry.path()) {
            files.push(entry.path());
        }
    }
}

fn is_story(file: &Path) -> bool {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = file.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let zipped = ending == "zip" && !name.ends_with(".fb2.zip");
    ENDINGS.contains(&&*ending) && !zipped && !name.ends_with(".scenes.toml")
}

/// The entry of a file: what is known of it from reading it, or else its name.
fn entry(file: &Path, read: &HashMap<&str, &Entry>) -> Entry {
    let path = whole_path(file);
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().replace('_', " ");
    let title = SafeText::line(stem.trim()).to_string();
    match read.get(path.as_str()) {
        Some(known) if !known.title.is_empty() => Entry { record: String::new(), there: true, ..(*known).clone() },
        Some(known) => Entry { record: String::new(), title, there: true, ..(*known).clone() },
        None => Entry { record: String::new(), title, path, there: true, ..Entry::default() },
    }
}

/// The titles that a file's head names.
fn titles(file: &Path) -> Titles {
    // Calibre keeps what it knows beside the book.
    if let Some(text) = file.parent().and_then(|folder| head(&folder.join("metadata.opf"))) {
        return titles_in(&text);
    }
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match &*ending {
        "epub" => package(file).map(|text| titles_in(&text)).unwrap_or_default(),
        "fb2" => head(file).map(|text| titles_in(&text)).unwrap_or_default(),
        "zip" => Titles::default(),
        _ => titles_of_text(file).unwrap_or_default(),
    }
}

/// The titles of a story whose beginning can be read by itself.
fn titles_of_text(file: &Path) -> Option<Titles> {
    let name = file.file_name()?.to_string_lossy();
    let metadata = format::read(&name, head(file)?.as_bytes()).ok()?.draft.metadata;
    Some(Titles { title: metadata.title, author: metadata.author })
}

fn head(file: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(file).ok()?.take(HEAD).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The package of an EPUB.
fn package(file: &Path) -> Option<String> {
    let progress = Progress::default();
    let mut archive = Archive::open(File::open(file).ok()?, Limits::default(), &progress).ok()?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let container = text(archive.file("META-INF/container.xml").ok()??);
    Some(text(archive.file(&package_path(&container)?).ok()??))
}

#[cfg(test)]
mod tests;
