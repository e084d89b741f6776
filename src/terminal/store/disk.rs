//! The file system as far as remembered files need it: a trait, so that tests can fail each operation and cut the power
//! after any, and the real one.

use std::any::Any;
use std::fmt::Debug;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;

/// What is done to remembered files. Each operation may fail, and none lasts over a power cut until it has been synced.
pub(in crate::terminal) trait Disk: Debug + Send + Sync {
    /// Returns the bytes of an ordinary file that has at most `largest`.
    fn read(&self, file: &Path, largest: u64) -> io::Result<Vec<u8>>;
    /// The names in a folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// The file or folder that a path means, links followed.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// Makes a folder that only its owner may enter.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes a file that only its owner may read, where there is nothing yet.
    fn create(&self, file: &Path) -> io::Result<Box<dyn PartFile>>;
    /// Gives a file a second name, where there is nothing yet.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file another name, in the place of what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, file: &Path) -> io::Result<()>;
    /// Makes the names in a folder last.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Waits until nobody else holds this file, and holds it as long as the value lives.
    fn lock(&self, file: &Path) -> io::Result<Box<dyn Any>>;
}

/// A file that is being written.
pub(in crate::terminal) trait PartFile {
    /// Appends bytes. Returns how many it took.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize>;
    /// Makes sure that the bytes survive a power cut.
    fn sync(&mut self) -> io::Result<()>;
}

/// How long another program may hold the lock. A save takes some milliseconds; one that is stopped in its midst for ever.
pub const LOCK_PATIENCE: Duration = Duration::from_secs(3);

/// How long it takes until the lock is tried again.
const LOCK_PAUSE: Duration = Duration::from_millis(1);

/// The disk of the machine.
#[derive(Debug)]
pub(in crate::terminal) struct SystemDisk;

impl Disk for SystemDisk {
    fn read(&self, file: &Path, largest: u64) -> io::Result<Vec<u8>> {
        read_ordinary(file, largest)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let names =
            fs::read_dir(folder)?.filter_map(Result::ok).filter_map(|entry| entry.file_name().into_string().ok());
        Ok(names.collect())
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let metadata = match fs::symlink_metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path.to_owned()),
            Err(error) => return Err(error),
        };
        if !metadata.is_symlink() {
            return Ok(path.to_owned());
        }
        // In a folder that others may write to, a link of theirs would have us write over any file of ours.
        let ours = rustix::process::geteuid().as_raw();
        if metadata.uid() != ours {
            let why = format!("{} is a link that another user made", path.display());
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
        }
        fs::canonicalize(path)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(folder)
    }

    fn create(&self, file: &Path) -> io::Result<Box<dyn PartFile>> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        Ok(Box::new(file))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        unless_unsyncable(File::open(folder)?.sync_all())
    }

    fn lock(&self, file: &Path) -> io::Result<Box<dyn Any>> {
        // A pipe in its place would be waited for.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let mut options = OpenOptions::new();
        let file = options
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(flags.bits().cast_signed())
            .open(file)?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Box::new(file)),
                Err(TryLockError::WouldBlock) if begun.elapsed() > LOCK_PATIENCE => {
                    let why = "another Nightstand window has not finished saving";
                    return Err(io::Error::new(io::ErrorKind::TimedOut, why));
                }
                Err(TryLockError::WouldBlock) => thread::park_timeout(LOCK_PAUSE),
                // A file system without locks: renames are whole there too, and what is merged is read right before.
                Err(TryLockError::Error(error)) if has_no_locks(&error) => return Ok(Box::new(())),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

impl PartFile for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Write::write(self, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        unless_unsyncable(self.sync_all())
    }
}

/// Takes for done what a file system can't do at all: some network file systems, and those that programs make up, can't sync a
/// folder or a file, and there is nothing more to be done for them (fsync(2)).
fn unless_unsyncable(done: io::Result<()>) -> io::Result<()> {
    const UNABLE: [Errno; 4] = [Errno::INVAL, Errno::OPNOTSUPP, Errno::NOSYS, Errno::BADF];
    done.or_else(|error| if is_one_of(&error, &UNABLE) { Ok(()) } else { Err(error) })
}

/// Returns whether an error says that there are no locks to be had: the file system has none, or the daemon that would keep
/// them does not run.
fn has_no_locks(error: &io::Error) -> bool {
    const UNABLE: [Errno; 4] = [Errno::OPNOTSUPP, Errno::NOSYS, Errno::NOLCK, Errno::INVAL];
    error.kind() == io::ErrorKind::Unsupported || is_one_of(error, &UNABLE)
}

fn is_one_of(error: &io::Error, codes: &[Errno]) -> bool {
    Errno::from_io_error(error).is_some_and(|code| codes.contains(&code))
}

/// Reads an ordinary file of at most `largest` bytes. A pipe or a device would be waited for, or read, for ever.
///
/// # Errors
/// Those of the system, and [`io::ErrorKind::InvalidData`] for what is no such file.
pub fn read_ordinary(file: &Path, largest: u64) -> io::Result<Vec<u8>> {
    let invalid = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why.to_owned());
    // What is looked at first may be another file by the time it is opened: a pipe is opened without waiting.
    let nonblock = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    let opened = OpenOptions::new().read(true).custom_flags(nonblock).open(file)?;
    let metadata = opened.metadata()?;
    if !metadata.is_file() {
        return Err(invalid("not a regular file"));
    }
    if metadata.len() > largest {
        return Err(invalid("too large"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    opened.take(largest).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file's text, if it is an ordinary file of at most `largest` bytes.
///
/// # Errors
/// Those of the system, and [`io::ErrorKind::InvalidData`] for what is no such file or no text.
pub fn read_regular(file: &Path, largest: u64) -> io::Result<String> {
    let not_text = |_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8 text");
    String::from_utf8(read_ordinary(file, largest)?).map_err(not_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_system_cannot_do_is_done_without() {
        let error = |code: Errno| io::Error::from_raw_os_error(code.raw_os_error());
        for code in [Errno::INVAL, Errno::OPNOTSUPP, Errno::NOSYS, Errno::BADF] {
            assert!(unless_unsyncable(Err(error(code))).is_ok(), "{code}");
        }
        for code in [Errno::IO, Errno::NOSPC, Errno::DQUOT, Errno::ROFS] {
            assert!(unless_unsyncable(Err(error(code))).is_err() && !has_no_locks(&error(code)), "{code}");
        }
        for code in [Errno::NOLCK, Errno::OPNOTSUPP, Errno::NOSYS] {
            assert!(has_no_locks(&error(code)), "{code}");
        }
    }

    #[test]
    fn a_file_that_is_larger_than_it_may_be_is_not_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("large");
        fs::write(&file, [b'a'; 100]).unwrap();
        assert_eq!(SystemDisk.read(&file, 100).unwrap().len(), 100);
        assert_eq!(SystemDisk.read(&file, 99).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
