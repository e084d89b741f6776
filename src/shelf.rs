//! The shelf: what is remembered between sessions.
//!
//! Of each story, a [`Record`] keeps the place and the marks. Of the reader, [`Settings`] keep the theme and the
//! page. This module turns them to and from TOML, tells which story a record belongs to ([`Identity`]), and merges two
//! versions that have grown apart. Times are milliseconds ([`Stamp`]), hashes are hexadecimal texts, and the key of a
//! place is a [`Locator`](crate::document::Locator).
//!
//! Reading and writing files, and asking the clock, are the terminal layer's. So every function here is pure, and the
//! tests can merge as often as they like.

mod entry;
mod file_options;
mod identity;
mod mark;
mod reading;
mod record;
mod seal;
mod settings;
mod spans;
mod track;

pub use entry::{Entry, Length, ago};
pub use file_options::{AUTO, FileOptions};
pub use identity::{Identity, Likeness};
pub use mark::{Bookmark, COLOURS, Highlight};
pub use reading::{Reading, State, count, day_of};
pub use record::Record;
pub use seal::Seal;
pub use settings::Settings;
pub use spans::Spans;
pub use track::Track;

/// Milliseconds since 1970 (UTC): the time of a last change. Of two versions, the later counts.
pub type Stamp = u64;

/// The reason why a remembered file can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// The file is not what was once written: it was cut off, or it is no TOML. The text says what is wrong.
    #[error("damaged ({0})")]
    Damaged(String),
    /// A later release wrote it, and may keep what this one would lose. The number is its format.
    #[error("written by a newer version of Nightstand (format {0})")]
    Newer(u32),
}

/// The format that this release writes. From 3 on, all files are sealed and bookmarks have identifiers.
const VERSION: u32 = 3;

/// The format from which on records have a last line that says that it is the last.
const FIRST_WITH_END: u32 = 2;

/// Reads a remembered file's TOML.
///
/// The version is read first, since a later format may hold anything else. It stands before the first table, and only
/// what begins there is parsed for it: a record of thousands of highlights would be parsed twice. Text that looks like a
/// table's head may be part of a value, so the whole file is parsed where its beginning does not do. A file that is
/// edited by hand has a broken seal and is read, but one without a seal was cut off and is refused.
fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Unusable> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u32,
    }
    let damaged = |error: toml::de::Error| Unusable::Damaged(error.message().to_owned());
    let head = text.find("\n[").map_or(text, |at| &text[..=at]);
    let version = toml::from_str::<Versioned>(head).or_else(|_| toml::from_str(text)).map_err(damaged)?.version;
    if version > VERSION {
        return Err(Unusable::Newer(version));
    }
    if version >= VERSION && Seal::of(text) == Seal::Missing {
        return Err(Unusable::Damaged("its end is missing".to_owned()));
    }
    toml::from_str(text).map_err(damaged)
}

/// Returns a value's TOML with a seal.
fn to_toml(value: &impl serde::Serialize) -> String {
    // It fails only for values that TOML has no form for, and ours are tables of strings and numbers.
    Seal::put(toml::to_string(value).unwrap_or_default())
}
