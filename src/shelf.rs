//! What is remembered between sessions: of each story its place and bookmarks, of the reader the theme and the page.
//!
//! Values to and from TOML, and how two of them that have grown apart become one. Reading and writing files, and the
//! clock, are the terminal layer's.

mod entry;
mod identity;
mod record;
mod seal;
mod settings;

pub use entry::Entry;
pub use identity::{Identity, Likeness};
pub use record::{Bookmark, Record};
pub use seal::Seal;
pub use settings::Settings;

/// Milliseconds since 1970 (UTC): when something was last changed. Of two versions the later counts.
pub type Stamp = u64;

/// Why a remembered file can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is not what was once written.
    #[error("damaged ({0})")]
    Damaged(String),
    /// It is from a later release, which may keep what this one would lose.
    #[error("written by a newer version of Nightstand (format {0})")]
    Newer(u32),
}

/// The format of remembered files that this release writes. From 3 on all of them are sealed and bookmarks have names of
/// their own.
const VERSION: u32 = 3;

/// The format from which on records have a last line.
const FIRST_WITH_END: u32 = 2;

/// Reads a remembered file's TOML.
fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Unusable> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u32,
    }
    let damaged = |error: toml::de::Error| Unusable::Damaged(error.message().to_owned());
    let version = toml::from_str::<Versioned>(text).map_err(damaged)?.version;
    if version > VERSION {
        return Err(Unusable::Newer(version));
    }
    if version >= VERSION && Seal::of(text) == Seal::Missing {
        return Err(Unusable::Damaged("its end is missing".to_owned()));
    }
    toml::from_str(text).map_err(damaged)
}

/// A value's TOML, sealed.
fn to_toml(value: &impl serde::Serialize) -> String {
    // It fails only for values that TOML has no form for, and ours are tables of strings and numbers.
    Seal::put(toml::to_string(value).unwrap_or_default())
}
