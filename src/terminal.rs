//! The only layer that does anything: the tty, threads, signals, files.
//!
//! It turns what happens into events for the [`App`](crate::app::App) and does what the model asks for. It decides nothing. Its
//! rooms: `tty` is the terminal, `session` the loop and its threads, `opening` turns files into stories, `store` keeps what is
//! remembered. What several rooms share stands beside them.

mod clock;
mod directories;
mod failure;
mod fault;
mod message;
mod opened;
mod opening;
mod progress;
mod session;
mod store;
mod tty;
mod written_path;

pub use clock::{now, seed};
pub use directories::Directories;
pub use opened::{Files, Session, Wanted};
pub use opening::{Source, Story, StoryError, beginning, is_embedded, load, whole_path};
pub use progress::Progress;
pub use session::{Ending, Report, run};
pub use store::{Edition, Loaded, Store, read_regular};
pub use tty::{Output, depth};
pub use written_path::{path_of, written_path};
