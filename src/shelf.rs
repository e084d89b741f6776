//! What is remembered between sessions: of each story its place and bookmarks, of the reader the theme and the page.
//!
//! Values to and from TOML. Reading and writing files is the terminal layer's.

mod identity;
mod record;
mod settings;

pub use identity::StoryId;
pub use record::{Bookmark, Record};
pub use settings::Settings;

/// Why a remembered file can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is not what was once written.
    #[error("it is damaged ({0})")]
    Damaged(String),
    /// It is from a later release, which may keep what this one would lose.
    #[error("it was written by a newer Nightstand (format {0})")]
    Newer(u32),
}

/// The format of remembered files that this release writes. From 2 on a record has a last line.
const VERSION: u32 = 2;

/// Reads a remembered file's TOML.
fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Unusable> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u32,
    }
    let damaged = |error: toml::de::Error| Unusable::Damaged(error.message().to_owned());
    match toml::from_str::<Versioned>(text).map_err(damaged)?.version {
        newer if newer > VERSION => Err(Unusable::Newer(newer)),
        _ => toml::from_str(text).map_err(damaged),
    }
}
