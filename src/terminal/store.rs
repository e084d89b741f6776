//! Keeps the shelf's values in files, so that a crash at any moment leaves the old ones or the new.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::shelf::{Record, Settings, StoryId, Unusable};

/// Most that is read of a remembered file. A thousand bookmarks take 300 KiB; what is larger was not written here.
const LARGEST: u64 = 16 << 20;

/// What was remembered, and what the reader should know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<T> {
    /// The value; a fresh one where there was none to use.
    pub value: T,
    /// Where it is to be kept; `None` when what is there must not be overwritten.
    pub keep_at: Option<PathBuf>,
    /// What happened to a file that could not be used.
    pub note: Option<String>,
}

/// The files under the state directory.
#[derive(Debug, Clone)]
pub struct Store {
    directory: PathBuf,
}

impl Store {
    /// A store in a directory, which is made when something is kept.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// The remembered settings.
    #[must_use]
    pub fn settings(&self) -> Loaded<Settings> {
        load(&self.directory.join("settings.toml"), Settings::parse, Settings::default)
    }

    /// What is remembered of a story: by its text, or by its file when the text has changed.
    #[must_use]
    pub fn record(&self, id: &StoryId, title: &str, path: &str) -> Loaded<Record> {
        let file = self.directory.join("stories").join(format!("{id}.toml"));
        let known = file.exists();
        let mut loaded = load(&file, Record::parse, || Record::new(title, path));
        if !known && let Some(earlier) = self.by_path(path) {
            loaded.value = earlier;
        }
        path.clone_into(&mut loaded.value.path);
        loaded
    }

    /// Whether anything may be remembered of a story with this title, as far as can be told without its text.
    #[must_use]
    pub fn may_know(&self, title: &str) -> bool {
        let Ok(entries) = fs::read_dir(self.directory.join("stories")) else { return false };
        entries.filter_map(Result::ok).any(|entry| StoryId::could_begin(&entry.file_name().to_string_lossy(), title))
    }

    /// The latest record of a story that was read from this file.
    fn by_path(&self, path: &str) -> Option<Record> {
        if path.is_empty() {
            return None;
        }
        let mut found: Vec<_> = fs::read_dir(self.directory.join("stories"))
            .ok()?
            .filter_map(Result::ok)
            .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "toml"))
            .filter_map(|entry| {
                Some((entry.metadata().ok()?.modified().ok()?, read_regular(&entry.path(), LARGEST).ok()?))
            })
            .filter_map(|(time, text)| Some((time, Record::parse(&text).ok()?)))
            .filter(|(_, record)| record.path == path)
            .collect();
        found.sort_by_key(|(time, _)| *time);
        found.pop().map(|(_, record)| record)
    }
}

fn load<T>(file: &Path, parse: impl Fn(&str) -> Result<T, Unusable>, fresh: impl Fn() -> T) -> Loaded<T> {
    let keep_at = Some(file.to_owned());
    let unusable = match read_regular(file, LARGEST) {
        Ok(text) => match parse(&text) {
            Ok(value) => return Loaded { value, keep_at, note: None },
            Err(newer @ Unusable::Newer(_)) => {
                let note = Some(format!("{}: {newer}; nothing new is kept there", file.display()));
                return Loaded { value: fresh(), keep_at: None, note };
            }
            Err(damaged) => damaged.to_string(),
        },
        // A folder that can't be made is told when something is to be kept in it.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Loaded { value: fresh(), keep_at, note: None };
        }
        Err(error) if error.kind() == io::ErrorKind::InvalidData => error.to_string(),
        Err(error) => {
            let note = Some(format!("{} can't be read ({error}); nothing new is kept there", file.display()));
            return Loaded { value: fresh(), keep_at: None, note };
        }
    };
    match set_aside(file) {
        Ok(aside) => {
            let name = aside.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let copy = read_regular(&beside(file, ".bak"), LARGEST).ok().and_then(|text| parse(&text).ok());
            let used = if copy.is_some() { "; the copy from before it is used" } else { "" };
            let note = Some(format!("{unusable}: set aside as {name}{used}"));
            Loaded { value: copy.unwrap_or_else(fresh), keep_at, note }
        }
        Err(error) => {
            let note = Some(format!("{unusable}, and it can't be set aside ({error})"));
            Loaded { value: fresh(), keep_at: None, note }
        }
    }
}

/// Reads a file's text, if it is a regular file of at most `largest` bytes. A pipe or a device would be waited for, or
/// read, for ever.
///
/// # Errors
/// Those of the system, and [`io::ErrorKind::InvalidData`] for what is no such file or no text.
pub fn read_regular(file: &Path, largest: u64) -> io::Result<String> {
    let invalid = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    let metadata = fs::metadata(file)?;
    if !metadata.is_file() {
        return Err(invalid("it is no ordinary file"));
    }
    if metadata.len() > largest {
        return Err(invalid("it is damaged (too large)"));
    }
    String::from_utf8(fs::read(file)?).map_err(|_| invalid("it is damaged (not text)"))
}

/// Gives a damaged file the first free name `….bad-N`. A hard link never replaces what is there, as a rename would.
fn set_aside(file: &Path) -> io::Result<PathBuf> {
    for n in 1.. {
        let aside = beside(file, &format!(".bad-{n}"));
        match fs::hard_link(file, &aside) {
            Ok(()) => return fs::remove_file(file).map(|()| aside),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    unreachable!("numbers do not end")
}

/// A file beside this one, with a further ending.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Writes a file whole or not at all: a new file beside it, synced, renamed over it, and the directory synced. Only
/// its owner may read it (what one reads is nobody else's business). A link is followed to the file that it means. The file
/// as it was before stays as `….bak`.
pub(super) fn save(file: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let directory = target.parent().ok_or(io::ErrorKind::InvalidInput)?;
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let mut new = tempfile::Builder::new().prefix(".new-").tempfile_in(directory)?; // 0600
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    keep_copy(&target, directory)?;
    new.persist(&target)?;
    File::open(directory)?.sync_all()
}

/// Keeps what a file holds as `….bak`. At no moment is there neither: the copy is another name of the file, which the new one
/// is then renamed over.
fn keep_copy(target: &Path, directory: &Path) -> io::Result<()> {
    if !target.exists() {
        return Ok(());
    }
    let copy = tempfile::Builder::new().prefix(".bak-").tempdir_in(directory)?;
    let name = copy.path().join("bak");
    match fs::hard_link(target, &name).or_else(|_| fs::copy(target, &name).map(|_| ())) {
        Ok(()) => fs::rename(&name, beside(target, ".bak")),
        // Without the right to copy it there is none; the file itself is what matters.
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(dir.path().join("state"));
        (dir, store)
    }

    fn id() -> StoryId {
        StoryId::parse("tides-0123").unwrap()
    }

    #[test]
    fn what_is_saved_is_loaded_and_is_nobody_elses() {
        let (_dir, store) = store();
        let fresh = store.record(&id(), "Tides", "/a.txt");
        assert_eq!((&fresh.value, &fresh.note), (&Record::new("Tides", "/a.txt"), &None));
        let file = fresh.keep_at.unwrap();
        save(&file, &fresh.value.to_toml()).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(file.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(store.record(&id(), "", "/a.txt").value, fresh.value);
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_never_overwritten() {
        let (_dir, store) = store();
        let file = store.settings().keep_at.unwrap();
        for n in 1..=2 {
            save(&file, &format!("damage {n} = [")).unwrap();
            let loaded = store.settings();
            assert_eq!(loaded.value, Settings::default());
            assert!(loaded.note.unwrap().contains(&format!("settings.toml.bad-{n}")));
            save(&file, &loaded.value.to_toml()).unwrap();
        }
        let aside = |n| fs::read_to_string(file.with_file_name(format!("settings.toml.bad-{n}"))).unwrap();
        assert_eq!((aside(1), aside(2)), ("damage 1 = [".to_owned(), "damage 2 = [".to_owned()));
    }

    #[test]
    fn the_copy_from_before_takes_the_place_of_a_damaged_file() {
        let (_dir, store) = store();
        let loaded = store.record(&id(), "Tides", "/a.txt");
        let file = loaded.keep_at.unwrap();
        let mut record = loaded.value;
        for block in 1..=3 {
            record.place.block = block;
            save(&file, &record.to_toml()).unwrap();
        }
        let whole = fs::read_to_string(&file).unwrap();
        for cut in 0..whole.len() {
            fs::write(&file, &whole[..cut]).unwrap();
            let found = store.record(&id(), "Tides", "/a.txt");
            let expected = if cut + 1 == whole.len() { 3 } else { 2 };
            assert_eq!(found.value.place.block, expected, "cut at {cut}");
        }
        assert_eq!(fs::metadata(beside(&file, ".bak")).unwrap().permissions().mode() & 0o777, 0o600);
        let names: Vec<_> = fs::read_dir(file.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(names.iter().all(|name| name.to_string_lossy().starts_with("tides-0123.toml")), "{names:?}");
    }

    #[test]
    fn what_is_no_text_is_set_aside_too() {
        let (_dir, store) = store();
        let file = store.settings().keep_at.unwrap();
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, b"\xff\xfe\0").unwrap();
        assert!(store.settings().note.unwrap().contains("not text"));
        assert!(!file.exists());
    }

    #[test]
    fn a_newer_file_stays_as_it_is() {
        let (_dir, store) = store();
        let file = store.settings().keep_at.unwrap();
        save(&file, "version = 9\n").unwrap();
        let loaded = store.settings();
        assert_eq!(loaded.keep_at, None);
        assert!(loaded.note.unwrap().contains("newer"));
        assert_eq!(fs::read_to_string(&file).unwrap(), "version = 9\n");
    }

    #[test]
    fn an_edited_story_is_known_by_its_file() {
        let (_dir, store) = store();
        let loaded = store.record(&id(), "Tides", "/a.txt");
        let mut record = loaded.value;
        record.place.block = 7;
        save(&loaded.keep_at.unwrap(), &record.to_toml()).unwrap();
        let edited = StoryId::parse("tides-4567").unwrap();
        assert_eq!(store.record(&edited, "Tides", "/a.txt").value.place.block, 7);
        assert_eq!(store.record(&edited, "Tides", "/b.txt").value.place.block, 0);
        assert_eq!(store.record(&edited, "Tides", "").value.place.block, 0, "what came by a pipe has no earlier text");
    }

    #[test]
    fn a_linked_file_stays_a_link() {
        let (dir, store) = store();
        let file = store.settings().keep_at.unwrap();
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let real = dir.path().join("dotfiles.toml");
        fs::write(&real, Settings::default().to_toml()).unwrap();
        std::os::unix::fs::symlink(&real, &file).unwrap();
        save(&file, "version = 1\ntheme = \"sepia\"\n").unwrap();
        assert!(fs::symlink_metadata(&file).unwrap().is_symlink());
        assert_eq!(store.settings().value.theme.as_deref(), Some("sepia"));
    }
}
