//! Watches the folder of the reader's themes, so that a theme looks on the page as it was just saved.
//!
//! The kernel tells of each change (inotify(7)); nothing polls. Where there is no inotify, themes are read when the program starts.

use std::path::PathBuf;

use crate::app::Event;
use crate::terminal::failure::start;
use crate::terminal::session::Outbox;

/// Watches a folder for files that are written or put there. After each change `read` tells the model. A folder that is not there
/// is not watched.
#[cfg(target_os = "linux")]
pub(super) fn watch(folder: PathBuf, outbox: Outbox, read: impl Fn() -> Vec<Event> + Send + 'static) {
    use std::mem::MaybeUninit;

    use rustix::fs::inotify::{CreateFlags, Reader, WatchFlags, add_watch, init};
    use rustix::io::Errno;

    let Ok(watcher) = init(CreateFlags::CLOEXEC) else { return };
    let saved = WatchFlags::CLOSE_WRITE | WatchFlags::MOVED_TO | WatchFlags::DELETE;
    if add_watch(&watcher, folder, saved).is_err() {
        return;
    }
    // Without a thread themes are read when the program starts.
    let _ = start(move || {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut changes = Reader::new(watcher, &mut buffer);
        loop {
            match changes.next() {
                Ok(change) => {
                    let theme = change.file_name().is_some_and(|name| name.to_bytes().ends_with(b".toml"));
                    if theme && !read().into_iter().all(|event| outbox.tell(event)) {
                        return;
                    }
                }
                Err(Errno::INTR) => {}
                Err(_) => return,
            }
        }
    });
}

/// There is no inotify here.
#[cfg(not(target_os = "linux"))]
pub(super) fn watch(_: PathBuf, _: Outbox, _: impl Fn() -> Vec<Event> + Send + 'static) {}
