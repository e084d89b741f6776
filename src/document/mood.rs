//! Moods: the names that a scene's style hangs on.

/// What a scene feels like to read. A theme gives each its colours and its ornament, typesetting its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mood {
    /// The ordinary world, by lamplight.
    Waking,
    /// A dream.
    Dream,
    /// Something remembered.
    Memory,
    /// A scene that is a letter.
    Letter,
    /// A scene in verse.
    Verse,
    /// Morning.
    Dawn,
}

impl Mood {
    /// All of them, in the order in which a list shows them.
    pub const ALL: [Self; 6] = [Self::Waking, Self::Dream, Self::Memory, Self::Letter, Self::Verse, Self::Dawn];

    /// The name in markup, themes and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waking => "waking",
            Self::Dream => "dream",
            Self::Memory => "memory",
            Self::Letter => "letter",
            Self::Verse => "verse",
            Self::Dawn => "dawn",
        }
    }

    /// The mood of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mood| mood.name() == name)
    }
}

/// Where a scene's mood comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MoodSource {
    /// It has none.
    #[default]
    None,
    /// The story names it.
    Markup,
    /// A file beside the story names it.
    Sidecar,
    /// The words tell it.
    Inferred,
}

impl MoodSource {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Markup => "markup",
            Self::Sidecar => "sidecar",
            Self::Inferred => "inferred",
        }
    }
}
