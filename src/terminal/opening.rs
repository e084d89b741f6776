//! Opening: from what the command line asks for to a session, and from a file, a pipe or the embedded bytes to a story.

mod archive;
mod configuration;
mod converting;
mod desk;
mod file_options;
mod files;
mod folder;
mod source;
mod story_error;
mod themes;
mod watch;

pub use configuration::{Configuration, Origin};
pub use desk::{Request, read};
pub use file_options::{options_for, with_switches};
pub use files::load;
pub(super) use files::sidecars;
pub(super) use folder::list;
pub use source::{Source, find, is_embedded, whole_path};
pub use story_error::StoryError;
pub use themes::{Library, LibraryTheme, ThemeSource};
