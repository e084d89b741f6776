//! A file system in memory that notes what is done to it, fails where it is told to, and tells what a power cut would
//! have left.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::terminal::store::disk::{Disk, PartFile};

/// Something that was done, and is lost in a power cut unless it was synced.
#[derive(Debug, Clone)]
enum Done {
    Write { inode: usize, bytes: Vec<u8> },
    Sync { inode: usize },
    Name { path: PathBuf, inode: usize },
    Unname { path: PathBuf },
    Rename { from: PathBuf, to: PathBuf, inode: usize },
    Folder { path: PathBuf },
    SyncFolder { path: PathBuf },
}

/// How an operation fails.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fault {
    /// With an error of the system, once.
    Once(i32),
    /// With it, and so do all after it.
    Ever(i32),
    /// It writes a part, and the next write fails with the error.
    Short(i32),
}

#[derive(Debug, Default)]
struct State {
    inodes: Vec<Vec<u8>>,
    names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    journal: Vec<Done>,
    /// What had lasted before the journal began.
    base: Base,
    operations: usize,
    fault: Option<(usize, Fault)>,
    /// Whether files can have no second names.
    without_links: bool,
}

/// The file system.
#[derive(Debug, Clone, Default)]
pub(super) struct Recording(Arc<Mutex<State>>);

impl Recording {
    /// An empty one with a folder that others have made.
    pub(super) fn with_folder(folder: &str) -> Self {
        let recording = Self::default();
        recording.state(|state| {
            state.folders.insert(PathBuf::from("/"));
            state.folders.insert(PathBuf::from(folder));
        });
        recording.settle();
        recording
    }

    fn state<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap())
    }

    /// All that was done lasts from now on.
    pub(super) fn settle(&self) {
        self.state(|state| {
            let (inodes, names, folders) = (state.inodes.clone(), state.names.clone(), state.folders.clone());
            state.base = Base { inodes, names, folders };
            state.journal.clear();
            state.operations = 0;
            state.fault = None;
        });
    }

    /// How many operations there were since it settled.
    pub(super) fn operations(&self) -> usize {
        self.state(|state| state.operations)
    }

    /// How many times bytes were written since it settled.
    pub(super) fn writes(&self) -> usize {
        self.state(|state| state.journal.iter().filter(|done| matches!(done, Done::Write { .. })).count())
    }

    /// Refuses second names for files, as some file systems do.
    pub(super) fn refuse_links(&self) {
        self.state(|state| state.without_links = true);
    }

    /// Lets the operation of this number fail.
    pub(super) fn fail(&self, at: usize, fault: Fault) {
        self.state(|state| state.fault = Some((at, fault)));
    }

    /// Another one with the same files.
    pub(super) fn copy(&self) -> Self {
        let copy = Self::default();
        self.state(|state| {
            copy.state(|new| {
                (new.inodes, new.names, new.folders) =
                    (state.inodes.clone(), state.names.clone(), state.folders.clone());
            });
        });
        copy.settle();
        copy
    }

    /// The names of all files.
    pub(super) fn names(&self) -> Vec<String> {
        self.state(|state| {
            state.names.keys().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
        })
    }

    /// Writes a file's bytes without any ceremony.
    pub(super) fn put(&self, path: &Path, bytes: &[u8]) {
        self.state(|state| {
            state.inodes.push(bytes.to_vec());
            state.names.insert(path.to_owned(), state.inodes.len() - 1);
        });
        self.settle();
    }

    /// What a power cut after each operation could leave: for each the number of operations done, and a file system for each
    /// subset of those of them that were not synced.
    pub(super) fn after_power_cuts(&self, mut check: impl FnMut(usize, &Self)) -> usize {
        let mut cases = 0;
        let (journal, base) = self.state(|state| (state.journal.clone(), state.base.clone()));
        for end in 0..=journal.len() {
            let done = &journal[..end];
            let open: Vec<usize> = (0..end).filter(|at| !lasts(done, *at)).collect();
            assert!(open.len() < 16, "{open:?}");
            for subset in 0_u32..1 << open.len() {
                for torn in [false, true] {
                    let kept = |at: usize| {
                        let nth = open.iter().position(|open| *open == at);
                        nth.is_none_or(|nth| subset & 1 << nth != 0)
                    };
                    check(end, &replay(&base, done, kept, |at| torn && open.contains(&at)));
                    cases += 1;
                }
            }
        }
        cases
    }

    /// Counts an operation and fails it if that is its turn.
    fn operate(&self) -> io::Result<Option<Fault>> {
        self.state(|state| {
            state.operations += 1;
            match state.fault {
                Some((at, Fault::Once(code))) if state.operations == at => Err(io::Error::from_raw_os_error(code)),
                Some((at, Fault::Ever(code))) if state.operations >= at => Err(io::Error::from_raw_os_error(code)),
                Some((at, short @ Fault::Short(code))) if state.operations == at => {
                    state.fault = Some((at + 1, Fault::Once(code)));
                    Ok(Some(short))
                }
                _ => Ok(None),
            }
        })
    }

    fn change<T>(&self, act: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        self.operate()?;
        self.state(act)
    }
}

/// The files and folders at one moment.
#[derive(Debug, Clone, Default)]
struct Base {
    /// The contents of files, by their numbers.
    inodes: Vec<Vec<u8>>,
    /// The number of the file that each path names.
    names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
}

/// Whether the operation of this number outlasts a power cut after `done`.
fn lasts(done: &[Done], at: usize) -> bool {
    let later = &done[at + 1..];
    let folder_synced = |path: &Path| {
        later.iter().any(|done| matches!(done, Done::SyncFolder { path: synced } if path.parent() == Some(synced)))
    };
    match &done[at] {
        Done::Write { inode, .. } => {
            later.iter().any(|done| matches!(done, Done::Sync { inode: synced } if synced == inode))
        }
        Done::Name { path, .. } | Done::Unname { path } | Done::Folder { path } => folder_synced(path),
        Done::Rename { to, .. } => folder_synced(to),
        Done::Sync { .. } | Done::SyncFolder { .. } => true,
    }
}

fn replay(base: &Base, done: &[Done], kept: impl Fn(usize) -> bool, torn: impl Fn(usize) -> bool) -> Recording {
    let Base { mut inodes, mut names, mut folders } = base.clone();
    for (at, done) in done.iter().enumerate().filter(|(at, _)| kept(*at)) {
        match done {
            Done::Write { inode, bytes } => {
                inodes.resize(inodes.len().max(inode + 1), Vec::new());
                let upto = if torn(at) { bytes.len() / 2 } else { bytes.len() };
                inodes[*inode].extend_from_slice(&bytes[..upto]);
            }
            Done::Name { path, inode } => {
                names.insert(path.clone(), *inode);
            }
            Done::Unname { path } => {
                names.remove(path);
            }
            Done::Rename { from, to, inode } => {
                names.remove(from);
                names.insert(to.clone(), *inode);
            }
            Done::Folder { path } => {
                folders.insert(path.clone());
            }
            Done::Sync { .. } | Done::SyncFolder { .. } => {}
        }
    }
    // What stands in a folder that is gone is gone too.
    let there = |path: &Path| path.ancestors().skip(1).all(|folder| folders.contains(folder));
    names.retain(|path, _| there(path));
    let most = names.values().max().map_or(0, |most| most + 1);
    inodes.resize(inodes.len().max(most), Vec::new());
    let recording = Recording::default();
    recording.state(|state| (state.inodes, state.names, state.folders) = (inodes, names, folders.clone()));
    recording.settle();
    recording
}

struct OpenRecord {
    recording: Recording,
    inode: usize,
}

impl PartFile for OpenRecord {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let short = matches!(self.recording.operate()?, Some(Fault::Short(_)));
        let bytes = if short { &bytes[..bytes.len() / 2] } else { bytes };
        self.recording.state(|state| {
            state.inodes[self.inode].extend_from_slice(bytes);
            state.journal.push(Done::Write { inode: self.inode, bytes: bytes.to_vec() });
        });
        Ok(bytes.len())
    }

    fn sync(&mut self) -> io::Result<()> {
        self.recording.change(|state| {
            state.journal.push(Done::Sync { inode: self.inode });
            Ok(())
        })
    }
}

impl Disk for Recording {
    fn read(&self, file: &Path, _: u64) -> io::Result<Vec<u8>> {
        self.operate()?;
        self.state(|state| {
            let inode = state.names.get(file).ok_or(io::ErrorKind::NotFound)?;
            Ok(state.inodes[*inode].clone())
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.operate()?;
        self.state(|state| {
            let here = state.names.keys().filter(|path| path.parent() == Some(folder));
            Ok(here.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect())
        })
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.change(|state| {
            if state.folders.contains(folder) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            if !folder.parent().is_some_and(|parent| state.folders.contains(parent)) {
                return Err(io::ErrorKind::NotFound.into());
            }
            state.folders.insert(folder.to_owned());
            state.journal.push(Done::Folder { path: folder.to_owned() });
            Ok(())
        })
    }

    fn create(&self, file: &Path) -> io::Result<Box<dyn PartFile>> {
        let inode = self.change(|state| {
            if state.names.contains_key(file) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            if !file.parent().is_some_and(|parent| state.folders.contains(parent)) {
                return Err(io::ErrorKind::NotFound.into());
            }
            state.inodes.push(Vec::new());
            let inode = state.inodes.len() - 1;
            state.names.insert(file.to_owned(), inode);
            state.journal.push(Done::Name { path: file.to_owned(), inode });
            Ok(inode)
        })?;
        Ok(Box::new(OpenRecord { recording: self.clone(), inode }))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|state| {
            if state.without_links {
                return Err(io::ErrorKind::Unsupported.into());
            }
            let inode = *state.names.get(from).ok_or(io::ErrorKind::NotFound)?;
            if state.names.contains_key(to) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            state.names.insert(to.to_owned(), inode);
            state.journal.push(Done::Name { path: to.to_owned(), inode });
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|state| {
            let inode = state.names.remove(from).ok_or(io::ErrorKind::NotFound)?;
            state.names.insert(to.to_owned(), inode);
            state.journal.push(Done::Rename { from: from.to_owned(), to: to.to_owned(), inode });
            Ok(())
        })
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        self.change(|state| {
            state.names.remove(file).ok_or(io::ErrorKind::NotFound)?;
            state.journal.push(Done::Unname { path: file.to_owned() });
            Ok(())
        })
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.change(|state| {
            state.journal.push(Done::SyncFolder { path: folder.to_owned() });
            Ok(())
        })
    }

    fn lock(&self, _: &Path) -> io::Result<Box<dyn Any>> {
        self.operate()?;
        Ok(Box::new(()))
    }
}
