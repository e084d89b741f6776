//! The terminal: what it sends, what it is sent, and how it is taken and given back.

pub(super) mod canvas;
mod colours;
mod decode;
pub(super) mod guard;
pub(super) mod input;
mod last_resort;
mod modes;
mod output;
mod painter;
pub(super) mod signals;

pub use colours::depth;
pub(super) use colours::is_gnu_screen;
pub use output::Output;
