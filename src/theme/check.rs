//! Checks a theme for low contrast and for palette entries that nothing uses.
//!
//! The contrast of every scope is measured in every mood and at every depth of colour. At 24 bits it is measured again as
//! colour-blind eyes see the colours.

use std::collections::BTreeSet;
use std::fmt;

use ratatui::style::Color;

use super::colour::Rgb;
use super::definition::{Definition, Rules};
use super::{Contrast, Depth, Scope, Theme};
use crate::document::{Mood, SafeText};

/// A fact about a theme that makes it harder to read or to maintain.
///
/// `Display` gives the sentence that `nightstand theme check` prints:
///
/// ```
/// use nightstand::theme::read;
///
/// let source = "[palette]\nspare = \"#123456\"\n[reader]\ntext = { fg = \"#888888\", bg = \"#777777\" }\n";
/// let warnings = read("mine", source, &|_| None).unwrap().0.warnings();
/// assert_eq!(warnings[0].to_string(), "the palette's `spare` is not used");
/// assert_eq!(
///     warnings[1].to_string(),
///     "`text` in no mood has a contrast of 1.3, not 4.5 (all colours)"
/// );
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Warning {
    /// The theme's palette names a colour that no scope and no other entry uses.
    Unused(SafeText),
    /// A scope has less contrast than text needs.
    Contrast {
        /// The scope that is hard to read.
        scope: Scope,
        /// The mood in which it is. `None` is a scene without a mood.
        mood: Option<Mood>,
        /// The depth of colour at which it is.
        depth: Depth,
        /// The eyes to which it is.
        eyes: Eyes,
        /// The contrast that the scope has, as a ratio to 1.
        contrast: f64,
        /// The contrast that the scope needs at WCAG's level AA, as a ratio to 1.
        least: f64,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unused(name) => write!(f, "the palette's `{name}` is not used"),
            Self::Contrast { scope, mood, depth, eyes, contrast, least } => {
                let (scope, mood) = (scope.name(), mood.map_or("no mood", Mood::name));
                let depth = match depth {
                    Depth::True => "all",
                    depth => depth.name(),
                };
                write!(f, "`{scope}` in {mood} has a contrast of {contrast:.1}, not {least} ({depth} colours{eyes})")
            }
        }
    }
}

/// The kinds of colour vision for which a theme is checked.
///
/// Each of the three others lacks one of the eye's three kinds of cones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eyes {
    /// Eyes with all three kinds of cones.
    All,
    /// Eyes without red cones (protanopia).
    Protan,
    /// Eyes without green cones (deuteranopia).
    Deutan,
    /// Eyes without blue cones (tritanopia).
    Tritan,
}

impl fmt::Display for Eyes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "",
            Self::Protan => ", without red cones",
            Self::Deutan => ", without green cones",
            Self::Tritan => ", without blue cones",
        })
    }
}

impl Eyes {
    /// All kinds of eyes, in the order in which their warnings are listed.
    const ALL: [Self; 4] = [Self::All, Self::Protan, Self::Deutan, Self::Tritan];

    /// Returns a colour as these eyes see it.
    ///
    /// The matrices are those of Machado, Oliveira and Fernandes, “A Physiologically-based Model for Simulation of Color
    /// Vision Deficiency” (2009), at severity 1: a kind of cones is missing and not merely weak. A matrix multiplies
    /// linear light. Each of its rows adds up to 1, so greys stay as they are.
    fn see(self, colour: Rgb) -> Rgb {
        let matrix = match self {
            Self::All => return colour,
            Self::Protan => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Self::Deutan => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Self::Tritan => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        };
        let light = colour.linear();
        Rgb::from_linear(matrix.map(|row| row.iter().zip(light).map(|(share, light)| share * light).sum()))
    }
}

impl Theme {
    /// Returns all warnings about the theme: unused palette entries, then low contrasts from 24 bits down to sixteen
    /// colours.
    ///
    /// The theme is rendered with [`Contrast::Off`], so that the warnings tell what its author wrote and not what a
    /// setting repairs. The measure is WCAG's level AA. A scope that has the terminal's own colour or ground gets no
    /// warning, because its colour is unknown.
    ///
    /// ```
    /// let theme = nightstand::theme::builtin("candle").unwrap();
    /// assert_eq!(theme.warnings(), []);
    /// ```
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings: Vec<Warning> = unused(&self.definition).into_iter().map(Warning::Unused).collect();
        for depth in Depth::ALL.into_iter().rev().filter(|depth| *depth != Depth::None) {
            let theme = self.rendered(depth, Contrast::Off);
            for eyes in Eyes::ALL.into_iter().filter(|eyes| *eyes == Eyes::All || depth == Depth::True) {
                theme.low_contrasts(depth, eyes, &mut warnings);
            }
        }
        warnings
    }

    /// Adds a warning for each scope and mood of a rendered theme whose contrast is too low for these eyes.
    fn low_contrasts(&self, depth: Depth, eyes: Eyes, warnings: &mut Vec<Warning>) {
        for mood in [None].into_iter().chain(Mood::ALL.map(Some)) {
            for scope in Scope::ALL {
                let Some(contrast) = self.contrast(mood, scope, eyes) else { continue };
                let least = Contrast::Aa.least(scope);
                if contrast < least {
                    warnings.push(Warning::Contrast { scope, mood, depth, eyes, contrast, least });
                }
            }
        }
    }

    /// Returns the contrast of a scope with its ground: the panel's for a scope on a panel, and else the page's. Returns
    /// `None` if one of the two is the terminal's own colour.
    fn contrast(&self, mood: Option<Mood>, scope: Scope, eyes: Eyes) -> Option<f64> {
        let page = self.style(mood, Scope::Text);
        let under = if scope.is_on_panel() { page.patch(self.style(mood, Scope::Panel)) } else { page };
        let style = under.patch(self.style(mood, scope));
        let seen = |colour: Option<Color>| colour.and_then(Rgb::of).map(|rgb| eyes.see(rgb));
        Some(seen(style.fg)?.contrast(seen(style.bg)?))
    }
}

/// Returns the names of the palette that no scope, no mood and no other entry uses.
///
/// A theme of the Helix editor has none: its palette also serves the colours of code, which are not read here.
fn unused(definition: &Definition) -> Vec<SafeText> {
    let mut used: BTreeSet<&str> = definition.aliases.iter().map(String::as_str).collect();
    let take = |rules: &'_ Rules| -> Vec<String> {
        let names = rules.ours.values().chain(rules.helix.values()).flat_map(|rule| [&rule.fg, &rule.bg]);
        names.flatten().cloned().collect()
    };
    let mut names: Vec<String> = take(&definition.plain);
    definition.moods.iter().for_each(|mood| names.extend(take(&mood.rules)));
    used.extend(names.iter().map(String::as_str));
    // A theme of Helix's has colours for code.
    let own = definition.palettes.full.keys().filter(|_| !definition.foreign);
    own.filter(|name| !used.contains(name.as_str())).map(|name| SafeText::line(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{BUILTIN, builtin, read};

    #[test]
    fn ours_have_no_warning() {
        for (name, _) in BUILTIN {
            let told: Vec<String> = builtin(name).unwrap().warnings().iter().map(ToString::to_string).collect();
            assert_eq!(told, [""; 0], "{name}");
        }
    }

    #[test]
    fn what_is_hard_to_read_is_told() {
        let source = "[palette]\nspare = \"#123456\"\nink = \"#888888\"\n[reader]\ntext = { fg = \"ink\", bg = \"#777777\" }\n[mood.dawn]\nheading = \"#998877\"\n";
        let theme = read("x", source, &|_| None).unwrap().0;
        let told: Vec<String> = theme.warnings().iter().map(ToString::to_string).collect();
        assert_eq!(told[0], "the palette's `spare` is not used");
        let dawn = "`heading` in dawn has a contrast of 1.3, not 4.5 (all colours)";
        assert!(told.iter().any(|warning| warning == dawn), "{told:#?}");
        assert!(told.iter().any(|warning| warning.ends_with("(all colours, without green cones)")));
    }

    #[test]
    fn greys_look_the_same_to_all_eyes() {
        for grey in (0..=255).map(|light| Rgb(light, light, light)) {
            assert_eq!(Eyes::ALL.map(|eyes| eyes.see(grey)), [grey; 4]);
        }
    }

    #[test]
    fn without_green_cones_red_and_green_look_alike() {
        let apart = |eyes: Eyes| eyes.see(Rgb(200, 60, 60)).lab().distance(eyes.see(Rgb(110, 130, 60)).lab());
        assert!(apart(Eyes::Deutan) < apart(Eyes::All) / 2.0);
    }
}
