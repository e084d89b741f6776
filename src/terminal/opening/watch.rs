//! Watches the folder of the reader's themes, so that a theme looks on the page as it was just saved.
//!
//! The kernel tells of each change (inotify(7)); nothing polls. Where there is no inotify, themes are read when the program starts.

use std::path::PathBuf;

use crate::app::Event;
use crate::terminal::failure::start;
use crate::terminal::session::Outbox;

/// The folders above the reader's themes that are watched until the next one on the way is there: `nightstand` and
/// `.config`. A third would be the home folder, where files come and go.
#[cfg(target_os = "linux")]
const ABOVE: usize = 2;

/// Watches a folder for files that are written or put there. After each change `read` tells the model. A folder that is not there
/// is waited for.
#[cfg(target_os = "linux")]
pub(super) fn watch(folder: PathBuf, outbox: Outbox, read: impl Fn() -> Vec<Event> + Send + 'static) {
    let Some(watched) = linux::Watched::new(folder) else { return };
    // Without a thread themes are read when the program starts.
    let _ = start(move || watched.each_change(|| read().into_iter().all(|event| outbox.tell(event))));
}

/// There is no inotify here.
#[cfg(not(target_os = "linux"))]
pub(super) fn watch(_: PathBuf, _: Outbox, _: impl Fn() -> Vec<Event> + Send + 'static) {}

#[cfg(target_os = "linux")]
mod linux {
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::PathBuf;

    use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};
    use rustix::io::Errno;

    use super::ABOVE;

    /// A folder that is watched, or the nearest one above it as long as it is not there.
    pub(super) struct Watched {
        watcher: OwnedFd,
        folder: PathBuf,
        /// Whether the folder was there when the watch began.
        was_there: bool,
    }

    impl Watched {
        /// Begins to watch. Returns `None` if neither the folder nor one above it is there.
        pub(super) fn new(folder: PathBuf) -> Option<Self> {
            let mut watched = Self { watcher: init(CreateFlags::CLOEXEC).ok()?, folder, was_there: false };
            watched.was_there = watched.find();
            let begun = watched.was_there || watched.find_above();
            begun.then_some(watched)
        }

        /// Watches the folder. Returns whether it is there.
        fn find(&self) -> bool {
            let saved = WatchFlags::CLOSE_WRITE | WatchFlags::MOVED_TO | WatchFlags::DELETE;
            add_watch(&self.watcher, &self.folder, saved).is_ok()
        }

        /// Watches the nearest folder above. Returns whether there is one.
        fn find_above(&self) -> bool {
            let come = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::ONLYDIR;
            let mut above = self.folder.ancestors().skip(1).take(ABOVE);
            above.any(|folder| add_watch(&self.watcher, folder, come).is_ok())
        }

        /// Calls `changed` after each change of a theme, until it returns `false`.
        pub(super) fn each_change(self, changed: impl Fn() -> bool) {
            let mut is_there = self.was_there;
            let mut buffer = [MaybeUninit::uninit(); 4096];
            let mut changes = Reader::new(&self.watcher, &mut buffer);
            loop {
                let theme = match changes.next() {
                    // What was in the folder when it came is told by nobody else.
                    Ok(_) if !is_there => {
                        is_there = self.find() || self.find_above() && self.find();
                        is_there
                    }
                    Ok(change) => change.file_name().is_some_and(|name| name.to_bytes().ends_with(b".toml")),
                    Err(Errno::INTR) => false,
                    Err(_) => return,
                };
                if theme && !changed() {
                    return;
                }
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use std::fs;
        use std::sync::mpsc;

        use super::*;

        #[test]
        fn a_theme_is_noticed_in_a_folder_that_comes_later() {
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("nightstand/themes");
            let watched = Watched::new(folder.clone()).unwrap();
            let (sender, changes) = mpsc::channel();
            let thread = std::thread::spawn(move || watched.each_change(|| sender.send(()).is_ok()));
            fs::create_dir(folder.parent().unwrap()).unwrap();
            fs::create_dir(&folder).unwrap();
            changes.recv().unwrap();
            fs::write(folder.join("notes.txt"), "").unwrap();
            fs::write(folder.join("mine.toml"), "").unwrap();
            changes.recv().unwrap();
            drop(changes);
            fs::write(folder.join("mine.toml"), "again").unwrap();
            thread.join().unwrap();
        }
    }
}
