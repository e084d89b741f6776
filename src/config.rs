//! Keys, and what they ask for.
//!
//! It maps [`Key`]s to [`Action`](crate::action::Action)s and knows nothing of how either is done.

mod key;
mod keymap;

pub use key::Key;
pub use keymap::{Binding, Context, Keymap};
