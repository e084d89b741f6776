//! Moods for a theme that names none: the ground's hue turned a little, the inks tinted with it.
//!
//! A dream must look like a dream in every theme. The turn keeps the ground's lightness within 0.05, so that the page stays the
//! theme's own.

use super::Scope;
use super::colour::{Lab, Rgb, lifted};
use crate::document::Mood;

/// How a mood turns a ground and its inks.
struct Turn {
    /// The hue in degrees; `None` keeps the ground's.
    hue: Option<f64>,
    /// The chroma of the ground: enough to be seen beside the plain one.
    chroma: f64,
    /// What is added to the ground's lightness.
    lightness: f64,
}

/// The turn of a mood: cold and deep for a dream, the brown of old paper for a memory, the green of a blotter for a letter, the
/// red of a morning for the dawn. Waking is plain, and verse is told by its setting.
fn turn(mood: Mood) -> Option<Turn> {
    let turn = |hue, chroma, lightness| Some(Turn { hue, chroma, lightness });
    match mood {
        Mood::Waking | Mood::Verse => None,
        Mood::Dream => turn(Some(275.0), 0.04, -0.02),
        Mood::Nightmare => turn(Some(15.0), 0.035, -0.04),
        Mood::Memory => turn(Some(70.0), 0.03, 0.0),
        Mood::Letter => turn(Some(150.0), 0.025, 0.02),
        Mood::Dawn => turn(Some(30.0), 0.035, 0.03),
        Mood::Night => turn(None, 0.01, -0.05),
    }
}

/// The chroma of a mood's text, and of its titles and ornaments.
const TEXT_CHROMA: f64 = 0.035;
const ACCENT_CHROMA: f64 = 0.11;

/// Returns the ground of a mood, given the plain one.
pub(super) fn ground(mood: Mood, plain: Rgb) -> Rgb {
    let Some(Turn { hue, chroma, lightness }) = turn(mood) else { return plain };
    let lab = plain.lab();
    let hue = hue.unwrap_or_else(|| lab.b.atan2(lab.a).to_degrees());
    Lab::polar((lab.l + lightness).clamp(0.0, 1.0), chroma, hue).rgb()
}

/// Returns the ink of a scope in a mood, given the plain one and the mood's ground.
pub(super) fn ink(mood: Mood, scope: Scope, plain: Rgb, ground: Rgb) -> Rgb {
    let Some(Turn { hue, .. }) = turn(mood) else { return plain };
    let lab = plain.lab();
    let chroma = match scope {
        Scope::Heading | Scope::Title | Scope::Ornament => ACCENT_CHROMA,
        Scope::Text | Scope::Verse | Scope::Letter | Scope::Quotation | Scope::Emphasis | Scope::Strong => TEXT_CHROMA,
        _ => return lifted(plain, &[ground], 3.0),
    };
    let tinted = hue.map_or(plain, |hue| Lab::polar(lab.l, chroma, hue).rgb());
    lifted(tinted, &[ground], if scope.is_quiet() { 3.0 } else { 4.5 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dream_is_seen_on_any_ground_and_stays_near_it() {
        for plain in [Rgb(0x28, 0x28, 0x28), Rgb(0xfb, 0xf1, 0xc7), Rgb(0, 0, 0), Rgb(255, 255, 255)] {
            for mood in Mood::ALL {
                let ground = ground(mood, plain);
                let (before, after) = (plain.lab(), ground.lab());
                assert!((before.l - after.l).abs() <= 0.055, "{mood:?} on {plain:?}: {ground:?}");
                let text = ink(mood, Scope::Text, Rgb(128, 128, 128), ground);
                assert!(mood == Mood::Waking || mood == Mood::Verse || text.contrast(ground) >= 4.5);
            }
        }
        let grey = Rgb(0x28, 0x28, 0x28);
        assert!(ground(Mood::Dream, grey).lab().distance(grey.lab()) > 0.03);
    }
}
