//! What a reader sets: keys, and what they ask for; the options of `config.toml`.
//!
//! It maps [`Key`]s to [`Action`](crate::action::Action)s and texts to options, and knows nothing of how either is done.

mod commands;
mod converters;
mod file;
mod for_files;
mod key;
mod key_file;
mod keymap;
mod layouts;
mod options;

pub use commands::Commands;
pub use converters::{Converter, Converters, EXAMPLES, Makes};
pub use file::{Colours, Config, Motion, ReadingSwitches, ThemeChoice, Window};
pub use for_files::{ForFiles, PageOptions};
pub use key::{Key, KeySequence};
pub use key_file::PRESETS;
pub use keymap::{Binding, Context, Keymap, Meaning};
pub use options::{ConfigKey, KEYS};
