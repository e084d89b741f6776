//! Keeps one file: what is on the disk and what is to be there become one, and a crash at any moment leaves the old or the
//! new.
//!
//! Under a lock: read, merge, write a new file, sync it, keep the old one as `….bak`, rename the new one over it, sync the
//! folder. Copies of the file that a folder's synchronisation has put beside it are merged too, and go once the merged one lasts.

use std::io;
use std::path::{Path, PathBuf};

use crate::shelf::{Seal, Unusable};
use crate::terminal::store::disk::Disk;

/// How a kind of value is read, merged and written.
pub(super) trait Merge: Clone + PartialEq {
    /// Whether copies by conflict are taken in.
    const HAS_CONFLICTS: bool;
    /// The most bytes that are read, and so written.
    const LARGEST: u64;
    fn parse(text: &str) -> Result<Self, Unusable>;
    /// What a damaged file still tells.
    fn salvage(text: &str) -> Option<Self>;
    fn to_toml(&self) -> String;
    /// What is on the disk, taken into ours.
    fn take_in(self, theirs: Self) -> Self;
}

/// A file beside this one, with a further ending.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Keeps a value in a file, merged with what is there; the value as it is on the disk then. `lock` is the file that all who
/// keep something here hold meanwhile.
///
/// # Errors
/// When it could not be made to last. The file is as it was, or holds the new value already.
pub(super) fn keep<T: Merge>(disk: &dyn Disk, file: &Path, lock: &Path, value: &T) -> io::Result<T> {
    let file = disk.resolve(file)?;
    let folder = file.parent().ok_or(io::ErrorKind::InvalidInput)?;
    make_folders(disk, lock.parent().unwrap_or(folder))?;
    make_folders(disk, folder)?;
    let _held = disk.lock(lock)?;
    let (there, theirs) = read::<T>(disk, &file)?;
    let mut merged = value.clone();
    if let Some(theirs) = theirs {
        merged = merged.take_in(theirs);
    }
    let mut taken_in = Vec::new();
    for copy in conflicts::<T>(disk, &file) {
        if let Some(Ok(theirs)) = text(disk, &copy, T::LARGEST).map(|text| T::parse(&text)) {
            merged = merged.take_in(theirs);
            taken_in.push(copy);
        }
    }
    let toml = merged.to_toml();
    if toml.len() as u64 > T::LARGEST {
        let why = "this story has more bookmarks than a saved file can hold";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    if there.as_deref() == Some(toml.as_bytes()) {
        // Whoever wrote it may not have come to make it last.
        disk.sync_folder(folder)?;
    } else {
        write(disk, &file, toml.as_bytes(), there.as_deref())?;
    }
    // They are in the file now, which lasts; one that can't be removed is taken in again, which changes nothing.
    for copy in taken_in {
        let _ = disk.remove(&copy);
    }
    Ok(merged)
}

/// What is in the file: its bytes, and what they tell. What is damaged is kept aside first.
fn read<T: Merge>(disk: &dyn Disk, file: &Path) -> io::Result<(Option<Vec<u8>>, Option<T>)> {
    let bytes = match disk.read(file, T::LARGEST) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((None, None)),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8_lossy(&bytes);
    match T::parse(&text) {
        Ok(value) => {
            if Seal::of(&text) == Seal::Broken {
                // It was edited by hand, which is welcome, or a bit has flipped: its bytes stay.
                put_aside(disk, file, &bytes)?;
            }
            Ok((Some(bytes), Some(value)))
        }
        Err(newer @ Unusable::Newer(_)) => Err(io::Error::new(io::ErrorKind::Unsupported, newer.to_string())),
        Err(Unusable::Damaged(_)) => {
            put_aside(disk, file, &bytes)?;
            // Not as what was there: the copy from before is better than it.
            Ok((None, rescue(disk, file, &text)))
        }
    }
}

/// What a damaged file and its copy from before tell together.
pub(super) fn rescue<T: Merge>(disk: &dyn Disk, file: &Path, damaged: &str) -> Option<T> {
    let copy = text(disk, &beside(file, ".bak"), T::LARGEST).and_then(|text| T::parse(&text).ok());
    match (T::salvage(damaged), copy) {
        (Some(left), Some(copy)) => Some(left.take_in(copy)),
        (left, copy) => left.or(copy),
    }
}

fn text(disk: &dyn Disk, file: &Path, largest: u64) -> Option<String> {
    String::from_utf8(disk.read(file, largest).ok()?).ok()
}

/// Keeps bytes as the first free name `….bad-N`, unless the last of them are the same. A file is never put in the place of
/// another one.
pub(super) fn put_aside(disk: &dyn Disk, file: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let same = |before: &PathBuf| disk.read(before, bytes.len() as u64).is_ok_and(|same| same == bytes);
    let mut before = None;
    for n in 1_u32.. {
        let aside = beside(file, &format!(".bad-{n}"));
        match disk.link(file, &aside) {
            // Each attempt to keep a record that fails would put the same file aside once more.
            Ok(()) => match before.filter(same) {
                Some(before) => return disk.remove(&aside).map(|()| before),
                None => return Ok(aside),
            },
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => before = Some(aside),
            Err(_) => {
                // A file system without second names.
                if let Some(before) = before.take_if(|before| same(before)) {
                    return Ok(before);
                }
                match fill(disk, &aside, bytes) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => before = Some(aside),
                    done => return done.map(|()| aside),
                }
            }
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// The copies of a file that synchronisation has put beside it where two machines had changed it: Syncthing's
/// `NAME.sync-conflict-…`, and those of others, whose names say so.
pub(super) fn conflicts<T: Merge>(disk: &dyn Disk, file: &Path) -> Vec<PathBuf> {
    if !T::HAS_CONFLICTS {
        return Vec::new();
    }
    let (Some(folder), Some(stem)) = (file.parent(), file.file_stem().and_then(|stem| stem.to_str())) else {
        return Vec::new();
    };
    let names = disk.list(folder).unwrap_or_default();
    let copy = |name: &String| {
        let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_suffix(".toml"));
        rest.is_some_and(|rest| rest.starts_with([' ', '.', '-', '(']) && rest.to_lowercase().contains("conflict"))
    };
    names.iter().filter(|name| copy(name)).map(|name| folder.join(name)).collect()
}

/// Makes a folder and those that it stands in, each to last.
pub(super) fn make_folders(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    match disk.make_folder(folder) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            disk.resolve(folder)?;
            return Ok(());
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let Some(parent) = folder.parent() else { return Err(error) };
            make_folders(disk, parent)?;
            // Once more and no more: some folders, such as `/proc`, answer the same for ever.
            match disk.make_folder(folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        Err(error) => return Err(error),
    }
    folder.parent().map_or(Ok(()), |parent| disk.sync_folder(parent))
}

/// Writes a file whole or not at all. What was in it stays as `….bak`.
fn write(disk: &dyn Disk, file: &Path, bytes: &[u8], before: Option<&[u8]>) -> io::Result<()> {
    let folder = file.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let new = hidden(file, ".new");
    // All who write hold the lock: what has this name is of somebody who was killed.
    let _ = disk.remove(&new);
    let done = fill(disk, &new, bytes)
        .and_then(|()| before.map_or(Ok(()), |before| keep_copy(disk, file, before)))
        .and_then(|()| disk.rename(&new, file));
    if done.is_err() {
        let _ = disk.remove(&new);
        return done;
    }
    disk.sync_folder(folder)
}

/// Keeps what a file holds as `….bak`. At no moment is there neither: the copy is another name of the file, which the new one
/// is then renamed over.
fn keep_copy(disk: &dyn Disk, file: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = hidden(file, ".bak");
    let _ = disk.remove(&name);
    disk.link(file, &name).or_else(|_| fill(disk, &name, bytes))?;
    disk.rename(&name, &beside(file, ".bak"))
}

/// A name beside a file that no list of files shows.
pub(super) fn hidden(file: &Path, ending: &str) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}{ending}"))
}

/// Makes a new file of bytes that last.
pub(super) fn fill(disk: &dyn Disk, file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut draft = disk.create(file)?;
    let mut rest = bytes;
    let done = loop {
        match draft.write(rest) {
            Ok(0) if !rest.is_empty() => break Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => rest = &rest[written..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => break Err(error),
        }
        if rest.is_empty() {
            break draft.sync();
        }
    };
    if done.is_err() {
        let _ = disk.remove(file);
    }
    done
}
