//! The only layer that does anything: the tty, threads, signals, files.
//!
//! It turns what happens into events for the [`App`](crate::app::App) and does what the model asks for. It decides nothing.

mod backend;
mod colours;
mod composing;
mod directories;
mod guard;
mod input;
mod painter;
mod session;
mod store;
mod story;
mod writer;

pub use backend::Checked;
pub use colours::depth;
pub use directories::Directories;
pub use session::{Files, Session, run};
pub use store::{Loaded, Store, read_regular};
pub use story::{Source, Story, StoryError, beginning, load};
