//! Keeps the pages around each story's place, so that they are seen again before the story has been read again.
//!
//! They are a copy of what stands in the story's file, good only for that file as it was; whatever is wrong with them, the story is
//! read whole instead, and nothing is said.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::keep::{fill, hidden, make_folders};
use super::{Store, is_plain};
use crate::app::Piece;
use crate::document::{Document, Excerpt, Place};
use crate::format::ReadOptions;
use crate::shelf::{Record, Seal};
use crate::terminal::opening::sidecars;
use crate::terminal::written_path::written_path;
use crate::typeset::{Stretch, stretches};

/// Bytes of text from which on pages are kept. A shorter story is read in about the time that its pages take.
const LEAST: usize = 32 << 10;

/// The stories of which pages are kept, those that were read last; each takes some 200 KiB.
const MOST: usize = 24;

/// The form in which they are kept, and the release, whose scenes may be others than the last one's.
const FORM: &str = concat!("8 ", env!("CARGO_PKG_VERSION"));

/// A file as it is now, and the way in which it is read: what its pages depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    path: String,
    state: String,
    file: PathBuf,
    options: ReadOptions,
}

/// Pages as they are kept.
#[derive(Debug, Serialize, Deserialize)]
struct PagesFile {
    path: String,
    state: String,
    stretches: Vec<Stretch>,
    excerpt: Excerpt,
}

impl Edition {
    /// The edition that a file is now; `None` for what is no ordinary file.
    #[must_use]
    pub fn of(file: &Path, options: &ReadOptions) -> Option<Self> {
        let state = |file: &Path| {
            let metadata = fs::metadata(file).ok().filter(fs::Metadata::is_file)?;
            let [changed, status] =
                [(metadata.mtime(), metadata.mtime_nsec()), (metadata.ctime(), metadata.ctime_nsec())];
            Some(format!("{} {changed:?} {status:?} {}", metadata.len(), metadata.ino()))
        };
        let path = fs::canonicalize(file).ok()?;
        let beside = sidecars(file).map(|sidecar| state(&sidecar));
        let state = format!("{FORM}; {}; {beside:?}; {options:?}", state(&path)?);
        Some(Self { path: written_path(&path), state, file: file.to_owned(), options: options.clone() })
    }

    /// Returns whether the file has another edition now. One that is gone for now has none.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        Self::of(&self.file, &self.options).is_some_and(|now| now != *self)
    }

    /// Returns whether the file is gone, or is none that can be read.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        // Anything else, such as a pipe, might be waited for.
        let is_file = fs::metadata(&self.file).is_ok_and(|metadata| metadata.is_file());
        !is_file || fs::File::open(&self.file).is_err()
    }

    /// What the name of its pages' file begins with.
    fn key(&self) -> String {
        format!("{:016x}-", XxHash3_64::oneshot(self.path.as_bytes()))
    }
}

impl Store {
    /// The kept pages around the place of the story in a file, if they are still those of the file.
    #[must_use]
    pub fn pages(&self, edition: &Edition) -> Option<(Document, Piece)> {
        let key = edition.key();
        let names = self.disk.list(&self.pages_folder()).ok()?;
        let name = names.into_iter().find(|name| name.starts_with(&key) && name.ends_with(ENDING))?;
        let text = self.text(&self.pages_folder().join(&name))?;
        let kept: PagesFile =
            serde_json::from_str(text.lines().next().filter(|_| Seal::of(&text) == Seal::Whole)?).ok()?;
        let record = name.strip_prefix(&key)?.strip_suffix(ENDING)?;
        let at = Record::place_in(&self.text(&self.file(record))?)?;
        if (&kept.path, &kept.state) != (&edition.path, &edition.state) {
            return None;
        }
        let document = kept.excerpt.document()?;
        let place = document.stands(&at)?;
        let there = |stretches: &Vec<Stretch>| stretches.iter().any(|stretch| holds(*stretch, place));
        let stretches = Some(kept.stretches).filter(there)?;
        let name = document.metadata.title.to_string();
        Some((document, Piece { place, stretches, name }))
    }

    /// Keeps the pages of some stretches of a story whose record is in this file, one after the other.
    ///
    /// # Errors
    /// When they could not be written. Nothing is lost by that.
    pub fn keep_pages(
        &self,
        edition: &Edition,
        record: &Path,
        document: &Document,
        near: &[Stretch],
    ) -> io::Result<()> {
        let (Some(first), Some(last)) = (near.first(), near.last()) else { return Ok(()) };
        let Some(record) = record.file_stem().and_then(|stem| stem.to_str()) else { return Ok(()) };
        let kept = PagesFile {
            path: edition.path.clone(),
            state: edition.state.clone(),
            stretches: near.to_vec(),
            excerpt: document.excerpt(first.start..last.end),
        };
        let json = Seal::put(serde_json::to_string(&kept)? + "\n");
        let (folder, key) = (self.pages_folder(), edition.key());
        make_folders(&*self.disk, &folder)?;
        let _held = self.disk.lock(&self.lock())?;
        let name = format!("{key}{record}{ENDING}");
        let (file, new) = (folder.join(&name), hidden(&folder.join(&name), ".new"));
        let _ = self.disk.remove(&new);
        fill(&*self.disk, &new, json.as_bytes())?;
        self.disk.rename(&new, &file)?;
        self.drop_pages(|other| other.starts_with(&key) && other != name)?;
        self.keep_few_pages()
    }

    /// Drops the pages of a forgotten story.
    pub(super) fn forget_pages(&self, record: &str) -> io::Result<()> {
        self.drop_pages(|name| record_of(name) == Some(record))
    }

    /// Drops the pages of those stories that were read longest ago, where there are many.
    fn keep_few_pages(&self) -> io::Result<()> {
        let names = self.disk.list(&self.pages_folder())?;
        if names.iter().filter(|name| record_of(name).is_some()).count() <= MOST {
            return Ok(());
        }
        let read = self.shelf();
        let latest: Vec<&str> = read.iter().take(MOST).map(|entry| entry.record.as_str()).collect();
        self.drop_pages(|name| record_of(name).is_some_and(|record| !latest.contains(&record)))
    }

    /// Drops pages by their names. What has another name was put there by somebody else.
    fn drop_pages(&self, unwanted: impl Fn(&str) -> bool) -> io::Result<()> {
        let folder = self.pages_folder();
        let names = match self.disk.list(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            names => names?,
        };
        names
            .iter()
            .filter(|name| record_of(name).is_some() && unwanted(name))
            .try_for_each(|name| self.disk.remove(&folder.join(name)))
    }

    fn pages_folder(&self) -> PathBuf {
        self.directory.join("pages")
    }
}

/// What the names of kept pages end with.
const ENDING: &str = ".json";

/// The letters of a key, without the hyphen after it.
const KEY: usize = 16;

/// The record that a file of kept pages belongs to; `None` for a name that is no such file's.
fn record_of(name: &str) -> Option<&str> {
    let (key, rest) = name.split_at_checked(KEY)?;
    let record = rest.strip_prefix('-')?.strip_suffix(ENDING)?;
    (key.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) && is_plain(record)).then_some(record)
}

/// The stretches of a story of which pages are kept, while it is read.
#[derive(Debug)]
pub struct Neighbourhood {
    stretches: Vec<Stretch>,
    /// The stretch that was kept last.
    kept: Option<usize>,
}

impl Neighbourhood {
    /// Those of a story; `None` where it is so short that nothing is gained.
    #[must_use]
    pub fn of(document: &Document) -> Option<Self> {
        (document.len() >= LEAST).then(|| Self { stretches: stretches(document), kept: None })
    }

    /// The stretch that a block is in with its neighbours, if it is not the one that was last asked for.
    pub fn around(&mut self, block: (u32, u32)) -> Option<&[Stretch]> {
        let at = self.stretches.partition_point(|stretch| stretch.start <= block).saturating_sub(1);
        if self.kept == Some(at) {
            return None;
        }
        self.kept = Some(at);
        Some(&self.stretches[at.saturating_sub(1)..(at + 2).min(self.stretches.len())])
    }
}

fn holds(stretch: Stretch, place: Place) -> bool {
    (stretch.start..stretch.end).contains(&(place.scene, place.block))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use crate::shelf::Identity;

    /// A long story in a file, read from it; the store, and its record.
    fn read(dir: &Path, title: &str) -> (Store, Edition, Document, PathBuf, Record) {
        let paragraph = |n: usize| {
            format!(
                "Paragraph {n} of {title}, and a word more.\n\n{}",
                if n.is_multiple_of(700) { "***\n\n" } else { "" }
            )
        };
        let text: String = (1..5000).map(paragraph).collect();
        let file = dir.join(format!("{title}.txt"));
        fs::write(&file, &text).unwrap();
        let mut draft = format::read("a.txt", text.as_bytes()).unwrap().draft;
        draft.metadata.title = title.into();
        let document = draft.seal();
        let edition = Edition::of(&file, &ReadOptions::default()).unwrap();
        let store = Store::new(dir.join("state"));
        let identity = Identity::of(&document, file.to_str().unwrap());
        let loaded = store.record(&identity, &document);
        (store, edition, document, loaded.keep_at.unwrap(), loaded.value)
    }

    fn keep(dir: &Path, title: &str, place: Place) -> (Store, Edition, Document) {
        let (store, edition, document, file, record) = read(dir, title);
        let read = u64::from(place.block);
        store.keep_record(&file, &Record { place: document.locate(place), read, ..record }).unwrap();
        let mut near = Neighbourhood::of(&document).unwrap();
        store.keep_pages(&edition, &file, &document, near.around((place.scene, place.block)).unwrap()).unwrap();
        assert!(near.around((place.scene, place.block)).is_none());
        (store, edition, document)
    }

    #[test]
    fn pages_whose_words_are_not_those_of_the_place_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (store, edition, document) = keep(dir.path(), "tides", Place::new(3, 77, 10));
        assert!(store.pages(&edition).is_some());
        let (_, _, _, file, record) = read(dir.path(), "tides");
        let mut place = document.locate(Place::new(3, 77, 10));
        place.quote = "words of another story".to_owned();
        store.keep_record(&file, &Record { place, moved: record.moved + 1, ..record }).unwrap();
        assert!(store.pages(&edition).is_none());
    }

    #[test]
    fn pages_come_back_in_their_places_for_the_same_file_only() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::new(3, 77, 10);
        let (store, edition, document) = keep(dir.path(), "tides", place);
        let (piece, there) = store.pages(&edition).unwrap();
        assert_eq!((there.place, &*there.name), (place, "tides"));
        assert!(there.stretches.len() == 3 && piece.len() < document.len() / 2);
        let all = stretches(&document);
        assert!(there.stretches.iter().all(|stretch| all.contains(stretch)));
        for (s, b, block) in document.blocks() {
            if there.stretches.iter().any(|stretch| holds(*stretch, Place::new(s, b, 0))) {
                assert_eq!(piece.block(s, b), Some(block));
            }
        }
        let file = dir.path().join("tides.txt");
        let as_typed = ReadOptions { smarten: false, ..ReadOptions::default() };
        assert!(store.pages(&Edition::of(&file, &as_typed).unwrap()).is_none());
        fs::write(dir.path().join("tides.scenes.toml"), "").unwrap();
        assert!(store.pages(&Edition::of(&file, &ReadOptions::default()).unwrap()).is_none());
        assert!(store.pages(&edition).is_some());
        fs::write(&file, "Another.").unwrap();
        assert!(store.pages(&Edition::of(&file, &ReadOptions::default()).unwrap()).is_none());
    }

    #[test]
    fn pages_are_of_no_use_when_the_place_is_elsewhere_or_anything_is_damaged() {
        let dir = tempfile::tempdir().unwrap();
        let (store, edition, document) = keep(dir.path(), "tides", Place::new(1, 5, 0));
        let (_, _, _, file, record) = read(dir.path(), "tides");
        store.keep_record(&file, &Record { place: document.locate(Place::new(6, 9, 0)), moved: 9, ..record }).unwrap();
        assert!(store.pages(&edition).is_none());
        let dir = tempfile::tempdir().unwrap();
        let (store, edition, _) = keep(dir.path(), "tides", Place::new(1, 5, 0));
        let file = fs::read_dir(store.pages_folder()).unwrap().next().unwrap().unwrap().path();
        let whole = fs::read(&file).unwrap();
        for at in (0..whole.len() - 1).step_by(whole.len() / 40) {
            fs::write(&file, &whole[..at]).unwrap();
            assert!(store.pages(&edition).is_none());
            let mut flipped = whole.clone();
            flipped[at] ^= 4;
            fs::write(&file, &flipped).unwrap();
            assert!(store.pages(&edition).is_none());
        }
        fs::write(&file, &whole).unwrap();
        assert!(store.pages(&edition).is_some());
    }

    #[test]
    fn few_are_kept_and_none_of_a_forgotten_story() {
        let dir = tempfile::tempdir().unwrap();
        let title = |n: u32| format!("tides{}", char::from_u32(u32::from('a') + n).unwrap());
        let kept = |n: u32| keep(dir.path(), &title(n), Place::new(1, 5 + n as usize, 0));
        let all = u32::try_from(MOST).unwrap() + 2;
        let others: Vec<PathBuf> = (0..all).map(|n| dir.path().join(format!("state/pages/letter{n}.json"))).collect();
        fs::create_dir_all(dir.path().join("state/pages")).unwrap();
        for other in &others {
            fs::write(other, "").unwrap();
        }
        let editions: Vec<_> = (0..all).map(|n| kept(n).1).collect();
        let (store, ..) = read(dir.path(), "none");
        let there = |edition: &Edition| store.pages(edition).is_some();
        assert_eq!(editions.iter().filter(|edition| there(edition)).count(), MOST);
        assert!(!there(&editions[0]) && there(&editions[all as usize - 1]));
        let entry = store.shelf().into_iter().find(|entry| entry.title == title(7)).unwrap();
        store.forget(&entry.record).unwrap();
        assert!(!there(&editions[7]) && there(&editions[8]));
        assert!(others.iter().all(|other| other.exists()), "what is not ours stays");
        for other in &others {
            fs::remove_file(other).unwrap();
        }
        let text =
            fs::read_dir(store.pages_folder()).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        assert!(text.into_iter().all(|text| !text.contains(&title(7))));
    }
}
