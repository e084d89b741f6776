//! How many colours a terminal shows, and how much contrast its reader wants.

use super::Scope;

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None at all, or none wanted (`NO_COLOR`).
    None,
    /// The sixteen whose looks the terminal's owner chooses.
    Ansi16,
    /// The cube of 256.
    Ansi256,
    /// 24 bits.
    True,
}

impl Depth {
    /// All depths, the fewest colours first.
    pub const ALL: [Self; 4] = [Self::None, Self::Ansi16, Self::Ansi256, Self::True];

    /// Returns the name in settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ansi16 => "16",
            Self::Ansi256 => "256",
            Self::True => "true",
        }
    }
}

/// The least contrast of text with its ground, by the levels of WCAG 2.2 (1.4.3 and 1.4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contrast {
    /// That of the theme.
    Off,
    /// 4.5 : 1.
    Aa,
    /// 7 : 1.
    Aaa,
}

impl Contrast {
    /// All levels, the lowest first.
    pub const ALL: [Self; 3] = [Self::Off, Self::Aa, Self::Aaa];

    /// Returns the name in settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Aa => "aa",
            Self::Aaa => "aaa",
        }
    }

    /// Returns the level of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|contrast| contrast.name() == name)
    }

    /// Returns the least contrast of a scope. What stands beside the text needs less.
    #[must_use]
    pub fn least(self, scope: Scope) -> f64 {
        match (self, scope.is_quiet()) {
            (Self::Off, _) => 0.0,
            (Self::Aa, true) => 3.0,
            (Self::Aa, false) | (Self::Aaa, true) => 4.5,
            (Self::Aaa, false) => 7.0,
        }
    }
}
