//! Style sheets: from CSS to the few looks of an element that change what a page can show.
//!
//! A stage beside `xhtml`, which asks for the look of each element as it begins. `sheet.rs` reads a sheet into rules, `selector.rs`
//! says which elements a rule is for, `tree.rs` knows the elements that are open, and `cascade.rs` puts together what several
//! rules say of one element. `look.rs` has the properties. Parsing and matching are those of the `cssparser` and `selectors`
//! crates, the ones of Servo and Firefox.
//!
//! What the program does not know matches nothing: a rule for print, an unknown pseudo-class, a device with a width in pixels. So
//! a sheet never hides by mistake. Files, blocks and marks are not known here.

mod cascade;
mod look;
mod media;
mod paths;
mod selector;
mod sheet;
mod tree;

pub(super) use cascade::{Asked, Styles};
pub(super) use look::{Bullet, Display, ElementStyle, LetterCase, Script, SourceLines};
pub(super) use media::applies;
pub(super) use sheet::StyleSheet;
pub(super) use tree::{Names, Tree};
