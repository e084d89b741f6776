//! What a reader sets: keys, and what they ask for; the options of `config.toml`.
//!
//! It maps [`Key`]s to [`Action`](crate::action::Action)s and texts to options, and knows nothing of how either is done.

mod commands;
mod file;
mod key;
mod keymap;

pub use commands::Commands;
pub use file::{Colours, Config, ConfigKey, KEYS, Motion, ThemeChoice, Window};
pub use key::Key;
pub use keymap::{Binding, Context, Keymap};
