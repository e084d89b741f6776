//! Moods: the names by which a scene gets its look.
//!
//! A mood comes from the story's markup, from a file beside it, or from the scene's words (`moods`). Colours and
//! geometry are not known here: a theme maps a mood to styles, and `typeset` maps it to the way a title is set.

use std::ops::Range;

use super::SafeText;

/// The mood of a scene, which selects its colours, its ornament and the setting of its title.
///
/// ```
/// use nightstand::document::Mood;
///
/// assert_eq!(Mood::parse("dream"), Some(Mood::Dream));
/// assert!(Mood::ALL.iter().all(|mood| Mood::parse(mood.name()) == Some(*mood)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mood {
    /// The ordinary world.
    Waking,
    /// A dream.
    Dream,
    /// A bad dream. Where a theme says nothing of it, it looks like a dream.
    Nightmare,
    /// A memory.
    Memory,
    /// A scene that is a letter as a whole. A letter within a scene is a block instead.
    Letter,
    /// A scene that is a poem as a whole.
    Verse,
    /// Morning: the way from a dream back to waking.
    Dawn,
    /// Night, awake.
    Night,
}

impl Mood {
    /// All moods, in the order in which lists show them.
    pub const ALL: [Self; 8] =
        [Self::Waking, Self::Dream, Self::Nightmare, Self::Memory, Self::Letter, Self::Verse, Self::Dawn, Self::Night];

    /// Returns the name in markup, in themes and in JSON, in lower case. A name with a dot is a shade of the mood before the
    /// dot.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waking => "waking",
            Self::Dream => "dream",
            Self::Nightmare => "dream.nightmare",
            Self::Memory => "memory",
            Self::Letter => "letter",
            Self::Verse => "verse",
            Self::Dawn => "dawn",
            Self::Night => "night",
        }
    }

    /// Returns the mood with this name, in lower case, or `None` if there is none. An unknown shade is the mood before its
    /// dot.
    ///
    /// ```
    /// use nightstand::document::Mood;
    ///
    /// assert_eq!(Mood::parse("dream.nightmare"), Some(Mood::Nightmare));
    /// assert_eq!(Mood::parse("dream.lucid"), Some(Mood::Dream));
    /// assert_eq!(Mood::parse("lucid"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let mut name = name;
        loop {
            if let Some(mood) = Self::ALL.into_iter().find(|mood| mood.name() == name) {
                return Some(mood);
            }
            name = name.rsplit_once('.')?.0;
        }
    }

    /// Returns the mood of which this one is a shade.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let (parent, _) = self.name().rsplit_once('.')?;
        Self::ALL.into_iter().find(|mood| mood.name() == parent)
    }
}

/// A set of moods: a bit for each by its discriminant, and the next one for scenes without a mood.
///
/// ```
/// use nightstand::document::{Mood, MoodSet};
///
/// let set = MoodSet::default().with(Some(Mood::Dream), true).with(None, true);
/// assert!(set.has(Some(Mood::Dream)) && set.has(None) && !set.has(Some(Mood::Dawn)));
/// assert!(!set.with(None, false).has(None));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MoodSet(u16);

impl MoodSet {
    /// Returns whether a mood is in the set.
    #[must_use]
    pub fn has(self, mood: Option<Mood>) -> bool {
        self.0 & Self::bit(mood) != 0
    }

    /// Returns the same set, with a mood in it or out of it.
    #[must_use]
    pub fn with(self, mood: Option<Mood>, is_in: bool) -> Self {
        if is_in { Self(self.0 | Self::bit(mood)) } else { Self(self.0 & !Self::bit(mood)) }
    }

    /// Returns the set of the moods that fulfil a condition. `None` stands for scenes without a mood.
    #[must_use]
    pub fn of(condition: impl Fn(Option<Mood>) -> bool) -> Self {
        let moods = Mood::ALL.into_iter().map(Some).chain([None]);
        moods.fold(Self::default(), |set, mood| set.with(mood, condition(mood)))
    }

    fn bit(mood: Option<Mood>) -> u16 {
        1 << mood.map_or(Mood::ALL.len(), |mood| mood as usize)
    }
}

/// A part of a scene that has a mood of its own, such as a dream within a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoodPart {
    /// Its mood.
    pub mood: Mood,
    /// Its blocks, by their index in the scene.
    pub blocks: Range<usize>,
    /// The reason, for people to read.
    pub reason: SafeText,
}

/// The origin of a scene's mood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MoodSource {
    /// The scene has no mood.
    #[default]
    None,
    /// The story's own markup.
    Markup,
    /// A file beside the story.
    Sidecar,
    /// The scene's words, by an inference that may be wrong.
    Inferred,
}

impl MoodSource {
    /// Returns the name in JSON.
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
