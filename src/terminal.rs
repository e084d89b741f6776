//! The only layer that does anything: the tty, threads, signals, files.
//!
//! It turns what happens into events for the [`App`](crate::app::App) and does what the model asks for. It decides nothing.

mod archive;
mod canvas;
mod clock;
mod colours;
mod composing;
mod decode;
mod directories;
mod disk;
mod failure;
mod fault;
mod fetching;
mod guard;
mod input;
mod last_resort;
mod output;
mod painter;
mod reading;
mod session;
mod signals;
mod store;
mod story;
mod writer;
mod written_path;

pub use clock::{now, seed};
pub use colours::depth;
pub use directories::Directories;
pub use disk::read_regular;
pub use fetching::{Progress, Report};
pub use output::Output;
pub use session::{Ending, Files, Session, Wanted, run};
pub use store::{Edition, Loaded, Store};
pub use story::{Source, Story, StoryError, beginning, is_embedded, load, whole_path};
pub use written_path::{path_of, written_path};
