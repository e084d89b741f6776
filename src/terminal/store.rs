//! Where what is remembered is kept: one file a story, one for the settings.

mod disk;
mod keep;
mod pages;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::disk::{LOCK_PATIENCE, read_ordinary, read_regular};
pub use self::pages::{Edition, Neighbourhood};

use self::keep::{Merge, beside, conflicts, keep, put_aside, rescue};
use crate::document::Document;
use crate::shelf::{Entry, Identity, Likeness, Record, Settings, Stamp, State, Unusable};
use crate::terminal::opening::is_embedded;
use crate::terminal::store::disk::{Disk, SystemDisk};
use crate::terminal::written_path::path_of;

/// What was remembered, and what the reader should know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<T> {
    /// The value; a fresh one where there was none to use.
    pub value: T,
    /// Where it is to be kept; `None` when what is there must not be overwritten.
    pub keep_at: Option<PathBuf>,
    /// What happened to a file that could not be used.
    pub note: Option<String>,
    /// The name of the file in which the reader was before the story was found in another one.
    pub other_file: Option<String>,
}

impl<T> Loaded<T> {
    /// Returns a value about which nothing is to be said.
    #[must_use]
    pub fn quietly(value: T, keep_at: Option<PathBuf>) -> Self {
        Self { value, keep_at, note: None, other_file: None }
    }

    /// Returns this value with something to be said of it.
    #[must_use]
    fn saying(self, note: String) -> Self {
        Self { note: Some(note), ..self }
    }
}

impl Loaded<Record> {
    /// Says that the reader goes on where they were in another file.
    #[must_use]
    pub fn continued(&self) -> Option<String> {
        self.other_file.as_ref().map(|file| format!("Continuing from your place in {file}"))
    }
}

/// The files under the state directory.
#[derive(Debug, Clone)]
pub struct Store {
    directory: PathBuf,
    disk: Arc<dyn Disk>,
}

impl Merge for Record {
    const HAS_CONFLICTS: bool = true;
    // A thousand bookmarks take 500 KiB; what is larger was not written here.
    const LARGEST: u64 = 16 << 20;

    fn parse(text: &str) -> Result<Self, Unusable> {
        Self::parse(text)
    }

    fn salvage(text: &str) -> Option<Self> {
        Self::salvage(text)
    }

    fn to_toml(&self) -> String {
        self.to_toml()
    }

    fn take_in(self, theirs: Self) -> Self {
        self.merged(theirs)
    }
}

/// Settings, and what they were when they were read: what was changed here is what differs.
#[derive(Debug, Clone, PartialEq)]
struct Changed {
    before: Settings,
    now: Settings,
}

impl Merge for Changed {
    // Nothing in them tells which of two choices is the later.
    const HAS_CONFLICTS: bool = false;
    // They take 300 bytes. The first page waits for them, and 64 KiB of TOML take some milliseconds.
    const LARGEST: u64 = 64 << 10;

    fn parse(text: &str) -> Result<Self, Unusable> {
        Settings::parse(text).map(|settings| Self { before: settings.clone(), now: settings })
    }

    fn salvage(_: &str) -> Option<Self> {
        None
    }

    fn to_toml(&self) -> String {
        self.now.to_toml()
    }

    fn take_in(self, theirs: Self) -> Self {
        Self { now: self.now.merged(&self.before, &theirs.now), before: self.before }
    }
}

impl Store {
    /// A store in a directory, which is made when something is kept.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        Self { directory, disk: Arc::new(SystemDisk) }
    }

    /// The remembered settings.
    #[must_use]
    pub fn settings(&self) -> Loaded<Settings> {
        let loaded = self.load(&self.directory.join("settings.toml"), || {
            let settings = Settings::default();
            Changed { before: settings.clone(), now: settings }
        });
        Loaded { note: loaded.note, ..Loaded::quietly(loaded.value.now, loaded.keep_at) }
    }

    /// What is remembered of a story: by its words, or by what else makes it the same story when these have changed.
    #[must_use]
    pub fn record(&self, story: &Identity, document: &Document) -> Loaded<Record> {
        let fresh = || Record::new(story);
        let (file, changed) = match self.names().into_iter().find(|name| story.has_name(name)) {
            Some(name) => (self.file(&name), None),
            None => match self.akin(story, document) {
                Akin::Story(file) => (file, None),
                Akin::Path => (self.file(&story.name()), Some(CHANGED.to_owned())),
                Akin::None => (self.file(&story.name()), None),
            },
        };
        let mut loaded = self.load(&file, fresh);
        loaded.other_file = other_file(&loaded.value, story);
        loaded.note = loaded.note.or(changed);
        loaded.value.recognise(story);
        loaded
    }

    /// Returns whether nothing is remembered: neither settings nor any story.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names().is_empty()
            && self.disk.read(&self.directory.join("settings.toml"), 0).is_err_and(|error| nothing_there(&error))
    }

    /// Whether anything may be remembered of a story with this title, as far as can be told without its text.
    #[must_use]
    pub fn may_know(&self, title: &str) -> bool {
        self.names().iter().any(|name| Identity::could_begin(name, title))
    }

    /// What a record's file holds now, if it can be read.
    #[must_use]
    pub fn peek(&self, file: &Path) -> Option<Record> {
        Record::parse(&self.text(file)?).ok()
    }

    /// All stories that have been read, the latest first.
    #[must_use]
    pub fn shelf(&self) -> Vec<Entry> {
        self.entries(false)
    }

    /// All stories that have been read, those too that were taken off the shelf.
    #[must_use]
    pub fn all_read(&self) -> Vec<Entry> {
        self.entries(true)
    }

    fn entries(&self, with_removed: bool) -> Vec<Entry> {
        let entry = |name: String| {
            let (file, text) = (self.file(&name), self.text(&self.file(&name))?);
            // A damaged file is set aside when its story is opened; until then the earlier copy tells what is on the shelf.
            let mut record = Record::parse(&text).ok().or_else(|| rescue(&*self.disk, &file, &text))?;
            if with_removed {
                record.removed = 0;
            }
            let mut entry = Entry::of(&name, &record)?;
            entry.there = record.paths.first().is_none_or(|path| {
                // What is built in, or came by standard input, has no file.
                let file = path_of(path);
                file.exists() || !file.is_absolute()
            });
            Some(entry)
        };
        let mut entries: Vec<Entry> = self.names().into_iter().filter_map(entry).collect();
        entries.sort_by(|a, b| b.read.cmp(&a.read).then_with(|| a.title.cmp(&b.title)));
        entries
    }

    /// Returns all records that can be read, those of stories off the shelf too.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        let record = |name: String| Record::parse(&self.text(&self.file(&name))?).ok();
        self.names().into_iter().filter_map(record).collect()
    }

    /// Forgets how long all stories have been read.
    ///
    /// # Errors
    /// When one of them can't be kept.
    pub fn forget_times(&self, now: Stamp) -> io::Result<()> {
        let times = |record: &mut Record| record.times_forgotten = now;
        // One that can't be read has no times either.
        let readable = |name: &String| self.text(&self.file(name)).is_some_and(|text| Record::parse(&text).is_ok());
        self.names().iter().filter(|name| readable(name)).try_for_each(|name| {
            self.change(name, times)?;
            // The version before still has them.
            match self.disk.remove(&beside(&self.file(name), ".bak")) {
                Err(error) if !nothing_there(&error) => Err(error),
                _ => Ok(()),
            }
        })
    }

    /// Changes what is remembered of a story.
    ///
    /// # Errors
    /// When it can't be read or kept.
    pub fn change(&self, record: &str, change: impl FnOnce(&mut Record)) -> io::Result<()> {
        let file = self.file(record);
        let gone = || io::Error::new(io::ErrorKind::NotFound, "the saved file of this story is gone");
        let text = self.text(&file).ok_or_else(gone)?;
        let Ok(mut record) = Record::parse(&text) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the saved file of this story is damaged"));
        };
        change(&mut record);
        self.keep_record(&file, &record).map(|_| ())
    }

    /// Puts a story that was taken off the shelf back on it.
    ///
    /// # Errors
    /// When it can't be kept.
    pub fn put_back(&self, record: &str) -> io::Result<()> {
        self.change(record, |record| record.put_back = record.put_back.max(record.removed + 1))
    }

    /// Says whether a story is being read.
    ///
    /// # Errors
    /// When it can't be kept.
    pub fn set_state(&self, record: &str, state: State, now: Stamp) -> io::Result<()> {
        self.change(record, |record| {
            record.state = state;
            record.state_since = now.max(record.state_since + 1);
        })
    }

    /// Takes a story off the shelf. What is remembered of it stays.
    ///
    /// # Errors
    /// When it can't be kept.
    pub fn remove(&self, record: &str, now: Stamp) -> io::Result<()> {
        self.change(record, |record| record.removed = now.max(record.read).max(record.put_back))
    }

    /// Forgets a story: its place, its bookmarks, and all copies of them.
    ///
    /// # Errors
    /// When something of it could not be removed.
    pub fn forget(&self, record: &str) -> io::Result<()> {
        let file = self.file(record);
        let folder = self.stories();
        self.forget_files(&self.peek(&file).map(|record| record.paths).unwrap_or_default())?;
        let _held = self.disk.lock(&self.lock())?;
        let own = format!("{record}.toml");
        for name in self.disk.list(&folder)? {
            if name
                .trim_start_matches('.')
                .strip_prefix(&own)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            {
                self.disk.remove(&folder.join(name))?;
            }
        }
        self.forget_pages(record)?;
        conflicts::<Record>(&*self.disk, &file).iter().try_for_each(|copy| self.disk.remove(copy))?;
        self.disk.sync_folder(&folder)
    }

    /// Forgets how some files are read.
    fn forget_files(&self, paths: &[String]) -> io::Result<()> {
        let loaded = self.settings();
        let mut settings = loaded.value.clone();
        settings.files.retain(|file| !paths.contains(&file.path));
        match loaded.keep_at {
            Some(file) if settings != loaded.value => self.keep_settings(&file, &loaded.value, &settings).map(|_| ()),
            _ => Ok(()),
        }
    }

    /// Keeps a record, merged with what others have kept of the same story; the record as it is on the disk then.
    ///
    /// # Errors
    /// When it could not be made to last.
    pub fn keep_record(&self, file: &Path, record: &Record) -> io::Result<Record> {
        keep(&*self.disk, file, &self.lock(), record).map_err(|error| named(file, &error))
    }

    /// Keeps settings that were once read as `before`: what was changed here; the settings as they are on the disk then.
    ///
    /// # Errors
    /// When they could not be made to last.
    pub fn keep_settings(&self, file: &Path, before: &Settings, now: &Settings) -> io::Result<Settings> {
        let changed = Changed { before: before.clone(), now: now.clone() };
        let kept = keep(&*self.disk, file, &self.lock(), &changed).map_err(|error| named(file, &error))?;
        Ok(kept.now)
    }

    fn stories(&self) -> PathBuf {
        self.directory.join("stories")
    }

    fn lock(&self) -> PathBuf {
        self.directory.join("lock")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.stories().join(format!("{name}.toml"))
    }

    /// The names of all records, without their endings; copies by conflict are not among them.
    fn names(&self) -> Vec<String> {
        let names = self.disk.list(&self.stories()).unwrap_or_default();
        let record = |name: &String| name.strip_suffix(".toml").filter(|name| is_plain(name)).map(str::to_owned);
        names.iter().filter_map(record).collect()
    }

    fn text(&self, file: &Path) -> Option<String> {
        String::from_utf8(self.disk.read(file, Record::LARGEST).ok()?).ok()
    }

    /// The file of the record that is most likely this story's, of several the one that was read last.
    fn akin(&self, story: &Identity, document: &Document) -> Akin {
        let mut at_path = false;
        let mut best: Option<((Likeness, std::cmp::Reverse<Stamp>), PathBuf)> = None;
        for name in self.names() {
            let file = self.file(&name);
            let Some(text) = self.text(&file).filter(|text| story.may_be_in(text)) else { continue };
            let Ok(record) = Record::parse(&text) else { continue };
            at_path |= !story.path.is_empty() && record.paths.first() == Some(&story.path) && record.place.ratio > 0.0;
            if let Some(likeness) = story.likeness(&record, document) {
                let rank = (likeness, std::cmp::Reverse(record.read));
                if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                    best = Some((rank, file));
                }
            }
        }
        match best {
            Some((_, file)) => Akin::Story(file),
            None if at_path => Akin::Path,
            None => Akin::None,
        }
    }

    fn load<T: Merge>(&self, file: &Path, fresh: impl Fn() -> T) -> Loaded<T> {
        let disk = &*self.disk;
        let untouched = |note: String| Loaded::quietly(fresh(), None).saying(note);
        let file = match disk.resolve(file) {
            Ok(resolved) => resolved,
            Err(error) if nothing_there(&error) => file.to_owned(),
            Err(error) => return untouched(format!("{error}. Nothing new will be saved there.")),
        };
        let keep_at = Some(file.clone());
        let (damage, left) = match disk.read(&file, T::LARGEST) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                match T::parse(&text) {
                    Ok(value) => return Loaded::quietly(self.with_conflicts(&file, value), keep_at),
                    Err(newer @ Unusable::Newer(_)) => {
                        return untouched(format!("{}: {newer}. Nothing new will be saved there.", file.display()));
                    }
                    Err(damaged) => (damaged.to_string(), (bytes, text)),
                }
            }
            // A folder that can't be made is told when something is to be kept in it.
            Err(error) if nothing_there(&error) => {
                return Loaded::quietly(self.with_conflicts(&file, fresh()), keep_at);
            }
            Err(error) => {
                return untouched(format!("Can't read {} ({error}). Nothing new will be saved there.", file.display()));
            }
        };
        let (bytes, text) = left;
        let aside = disk.lock(&self.lock()).and_then(|_held| put_aside(disk, &file, &bytes));
        match aside {
            Ok(aside) => {
                let name = aside.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let rescued = rescue(disk, &file, &text);
                let used = if rescued.is_some() { ". The earlier copy is used instead." } else { "" };
                let note = format!("A saved file was damaged and has been moved to {name}{used} ({damage})");
                // The damaged one goes, so that it is set aside once; what is left of it is there again at once, whoever asks for it next.
                let _ = disk.remove(&file);
                if let Some(value) = &rescued {
                    let _ = keep(disk, &file, &self.lock(), value);
                }
                Loaded::quietly(rescued.unwrap_or_else(fresh), keep_at).saying(note)
            }
            Err(error) => {
                let value = rescue(disk, &file, &text).unwrap_or_else(fresh);
                Loaded::quietly(value, None).saying(format!(
                    "A saved file is {damage} and can't be moved aside ({error}). Nothing new will be saved there."
                ))
            }
        }
    }

    /// A value and what copies by conflict beside its file tell.
    fn with_conflicts<T: Merge>(&self, file: &Path, value: T) -> T {
        let copies = conflicts::<T>(&*self.disk, file);
        let told = copies.iter().filter_map(|copy| T::parse(&self.text(copy)?).ok());
        told.fold(value, T::take_in)
    }
}

/// What is remembered of a story whose very words nothing is remembered of.
enum Akin {
    /// The record in this file is the story's.
    Story(PathBuf),
    /// Another text was read from its path.
    Path,
    None,
}

/// What to say where another text was read from a file: once, since the file has a record of its own then.
const CHANGED: &str = "The text has changed too much to find your place · it is kept";

/// Returns the name of the file for which the place of a story was kept, if it was another one: once, since the record then knows
/// this one too.
fn other_file(record: &Record, story: &Identity) -> Option<String> {
    let before = record.paths.first()?;
    if story.path.is_empty() || record.paths.contains(&story.path) || record.place.ratio == 0.0 {
        return None;
    }
    Some(if is_embedded(before) {
        "the built-in story".to_owned()
    } else {
        format!("“{}”", path_of(before).file_name().unwrap_or_default().to_string_lossy())
    })
}

fn nothing_there(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Whether a name is one that a record can have.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Returns the error of a file with its name, by which people know where to look.
fn named(file: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", file.display()))
}

#[cfg(test)]
mod day;
#[cfg(test)]
mod recording;
#[cfg(test)]
mod tests;
