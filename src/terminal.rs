//! The only layer that does anything: the tty, threads, signals, files.
//!
//! It turns what happens into events for the [`App`](crate::app::App) and does what the model asks for. It decides nothing. Its
//! rooms: `tty` is the terminal, `session` the loop and its threads, `opening` turns files into stories, `store` keeps what is
//! remembered. What several rooms share stands beside them.

mod clock;
mod directories;
mod error;
mod failure;
mod fault;
mod inbox;
mod log;
mod message;
mod opened;
mod opening;
mod progress;
mod running;
mod session;
mod store;
mod tty;
mod written_path;

pub use clock::{now, seed};
pub use directories::Directories;
pub use error::Error;
pub use log::open as open_log;
pub use opening::{
    Configuration, Library, LibraryTheme, Origin, Request, Source, StoryError, ThemeSource, find, is_embedded, load,
    options_for, read, whole_path, with_switches,
};
pub use store::{Store, read_regular};
pub use tty::{Output, depth};
pub use written_path::{path_of, written_path};
