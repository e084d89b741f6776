//! Moods for a theme that names none: the ground gets another hue, and the inks are tinted with it.
//!
//! A dream must look like a dream in every theme. The lightness of the ground changes by at most 0.05, so that the page
//! stays the theme's own. Inks keep their lightness as far as the contrast allows.
//!
//! Lightness, chroma and hue are those of `OKLab`: lightness goes from 0 to 1, chroma from 0 to about 0.3, and hues
//! are in degrees. Pure red of sRGB is at 29°, yellow at 110°, green at 142° and blue at 264°.

use ratatui::style::Color;

use super::Scope;
use super::colour::{Lab, Rgb, lifted};
use crate::document::Mood;

/// The change that a mood makes to a ground and its inks.
struct Turn {
    /// The new hue in degrees. `None` keeps the hues of the ground and of the inks.
    hue: Option<f64>,
    /// The new chroma of the ground: enough to be seen beside the plain ground.
    chroma: f64,
    /// The number that is added to the ground's lightness.
    lightness: f64,
}

/// Returns the change for a mood, or `None` for a mood that looks like plain text.
///
/// A dream is cold and deep, and a nightmare is red and darker still. A memory has the brown of old paper, and a
/// letter has the green of a blotter. Dawn has the red of a morning, and night is the plain ground in the dark. Waking
/// is plain, and the setting of verse tells it from prose.
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

/// The chroma of a mood's text: about that of its ground.
const TEXT_CHROMA: f64 = 0.035;

/// The chroma of a mood's titles and ornaments: about three times that of the text, so that they stand out.
const ACCENT_CHROMA: f64 = 0.11;

/// Returns the ground of a mood, made from the plain ground.
pub(super) fn ground(mood: Mood, plain: Rgb) -> Rgb {
    let Some(Turn { hue, chroma, lightness }) = turn(mood) else { return plain };
    let lab = plain.lab();
    let hue = hue.unwrap_or_else(|| lab.b.atan2(lab.a).to_degrees());
    Lab::polar((lab.l + lightness).clamp(0.0, 1.0), chroma, hue).rgb()
}

/// Returns the ink of a scope in a mood, made from the plain ink. It can be read on the mood's ground.
///
/// Titles, ornaments and the text itself are tinted. All other scopes, such as links and small print, keep their hue.
/// Inks are then lifted to WCAG's 4.5 : 1 for tinted text, and to 3 : 1 for [quiet](Scope::is_quiet) scopes and for
/// the scopes that are not tinted.
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

/// The hues of highlights in degrees: yellow, green, blue and pink, as marker pens have them.
const MARKERS: [f64; 4] = [95.0, 150.0, 245.0, 350.0];

/// The terminal's own colours that stand for these where it has sixteen. Black can be read on each of them.
pub(super) const SIXTEEN_MARKERS: [Color; 4] = [Color::Yellow, Color::Green, Color::Cyan, Color::Gray];

/// Returns the ground of a highlight, made from the page's ground: the marker's hue, somewhat nearer to the middle
/// grey, so that it is seen and the text on it can be read.
pub(super) fn marker(nth: usize, ground: Rgb) -> Rgb {
    /// The chroma of a marker: twice that of a mood's ground.
    const CHROMA: f64 = 0.085;
    /// The lightness by which it differs from a dark ground, and from a light one.
    const DARK: f64 = 0.14;
    const LIGHT: f64 = -0.07;
    let lab = ground.lab();
    let lightness = if lab.l < 0.5 { lab.l + DARK } else { lab.l + LIGHT };
    Lab::polar(lightness.clamp(0.0, 1.0), CHROMA, MARKERS[nth % MARKERS.len()]).rgb()
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
