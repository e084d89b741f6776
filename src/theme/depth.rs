//! The number of colours that a terminal shows, and the contrast that its reader wants.
//!
//! Both come from settings or from the terminal. A theme does not know them until [`Theme::rendered`] is called.
//!
//! [`Theme::rendered`]: super::Theme::rendered

use super::Scope;

/// The number of colours that a terminal shows.
///
/// Depths are ordered by the number of colours:
///
/// ```
/// use nightstand::theme::Depth;
///
/// assert!(Depth::Ansi16 < Depth::True);
/// assert_eq!(Depth::ALL.map(Depth::name), ["none", "16", "256", "true"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// No colours: the terminal has none, or the reader wants none (`NO_COLOR`).
    None,
    /// The sixteen colours of every terminal. The terminal's owner chooses how they look.
    Ansi16,
    /// The 256 colours of xterm: the sixteen, a cube of 6 × 6 × 6 colours, and 24 greys.
    Ansi256,
    /// Colours of 24 bits: 256 levels of red, of green and of blue.
    True,
}

impl Depth {
    /// All depths, from the fewest colours to the most.
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

/// The least contrast of text with its ground, by the levels of WCAG 2.2.
///
/// Success criterion 1.4.3 asks for 4.5 : 1 at level AA, and 1.4.6 asks for 7 : 1 at level AAA. [`Rgb::contrast`] has the
/// formula.
///
/// [`Rgb::contrast`]: super::Rgb::contrast
///
/// ```
/// use nightstand::theme::{Contrast, Scope};
///
/// let contrast = Contrast::parse("aa").unwrap();
/// assert_eq!(contrast.least(Scope::Text), 4.5);
/// assert_eq!(contrast.least(Scope::Status), 3.0);
/// assert_eq!(Contrast::parse("AA"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contrast {
    /// The theme's own contrast, whatever it is.
    Off,
    /// 4.5 : 1 for text, and 3 : 1 for quiet scopes.
    Aa,
    /// 7 : 1 for text, and 4.5 : 1 for quiet scopes.
    Aaa,
}

impl Contrast {
    /// All levels, from the lowest to the highest.
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

    /// Returns the level with this name, in lower case, or `None` if there is none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|contrast| contrast.name() == name)
    }

    /// Returns the least contrast of a scope as a ratio to 1, from 0 (no demand) to 7.
    ///
    /// [Quiet](Scope::is_quiet) scopes need one level less than text, because they stand beside it.
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
