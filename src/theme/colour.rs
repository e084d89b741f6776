//! Colours as the eye sees them: in `OKLab`, by contrast, the nearest colour that a terminal has.
//!
//! A colour has components from 0 to 255; lightness goes from 0 (black) to 1 (white); a hue is an angle in degrees. The module
//! knows no scope and no theme.

use std::sync::OnceLock;

use ratatui::style::Color;

/// A colour with a red, a green and a blue component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// A colour in `OKLab` (Björn Ottosson 2020), where equal distances look equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lab {
    /// The lightness.
    pub(super) l: f64,
    /// From green to red.
    pub(super) a: f64,
    /// From blue to yellow.
    pub(super) b: f64,
}

/// xterm's sixteen colours, which most terminals come near to.
pub(super) const SIXTEEN: [Rgb; 16] = [
    Rgb(0, 0, 0),
    Rgb(205, 0, 0),
    Rgb(0, 205, 0),
    Rgb(205, 205, 0),
    Rgb(0, 0, 238),
    Rgb(205, 0, 205),
    Rgb(0, 205, 205),
    Rgb(229, 229, 229),
    Rgb(127, 127, 127),
    Rgb(255, 0, 0),
    Rgb(0, 255, 0),
    Rgb(255, 255, 0),
    Rgb(92, 92, 255),
    Rgb(255, 0, 255),
    Rgb(0, 255, 255),
    Rgb(255, 255, 255),
];

/// The sixteen colours of every terminal by the names that ratatui has for them, in the order of their codes (ECMA-48, and the
/// bright ones after it).
pub const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

impl Rgb {
    /// Returns a colour's components; those of xterm for the sixteen, and `None` for the terminal's default.
    #[must_use]
    pub fn of(colour: Color) -> Option<Self> {
        match colour {
            Color::Rgb(r, g, b) => Some(Self(r, g, b)),
            Color::Indexed(index) => Some(Self::indexed(index)),
            Color::Reset => None,
            named => NAMED.iter().position(|other| *other == named).map(|index| SIXTEEN[index]),
        }
    }

    /// The colour at an index of xterm's 256: the sixteen, a cube of 6 × 6 × 6, and 24 greys.
    pub(super) fn indexed(index: u8) -> Self {
        /// The levels of the cube.
        const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        match index {
            0..16 => SIXTEEN[usize::from(index)],
            16..232 => {
                let index = usize::from(index) - 16;
                Self(LEVELS[index / 36], LEVELS[index / 6 % 6], LEVELS[index % 6])
            }
            232.. => {
                let grey = 8 + 10 * (index - 232);
                Self(grey, grey, grey)
            }
        }
    }

    /// The components as linear light from 0 to 1.
    pub(super) fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|component| {
            let value = f64::from(component) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// The colour of linear light.
    pub(super) fn from_linear(light: [f64; 3]) -> Self {
        let [r, g, b] = light.map(component);
        Self(r, g, b)
    }

    /// Returns the relative luminance (WCAG 2.2), from 0 to 1.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Returns the contrast of two colours (WCAG 2.2), from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        contrast(self.luminance(), other.luminance())
    }

    #[expect(clippy::many_single_char_names, reason = "the names that the colour spaces give their axes")]
    pub(super) fn lab(self) -> Lab {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        Lab {
            l: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        }
    }

    pub(super) fn colour(self) -> Color {
        Color::Rgb(self.0, self.1, self.2)
    }
}

impl Lab {
    /// A colour by its lightness, chroma and hue.
    pub(super) fn polar(l: f64, chroma: f64, hue: f64) -> Self {
        let (sin, cos) = hue.to_radians().sin_cos();
        Self { l, a: chroma * cos, b: chroma * sin }
    }

    #[cfg(test)]
    fn chroma(self) -> f64 {
        self.a.hypot(self.b)
    }

    pub(super) fn distance(self, other: Self) -> f64 {
        ((self.l - other.l).powi(2) + (self.a - other.a).powi(2) + (self.b - other.b).powi(2)).sqrt()
    }

    /// The components, which lie outside 0 to 1 for a colour that no screen shows.
    fn linear(self) -> [f64; 3] {
        let l = (self.l + 0.396_337_777_4 * self.a + 0.215_803_757_3 * self.b).powi(3);
        let m = (self.l - 0.105_561_345_8 * self.a - 0.063_854_172_8 * self.b).powi(3);
        let s = (self.l - 0.089_484_177_5 * self.a - 1.291_485_548_0 * self.b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }

    /// The nearest colour of this lightness and hue that a screen shows: chroma gives way.
    pub(super) fn rgb(self) -> Rgb {
        /// Halvings of the chroma: finer than one step of a component.
        const STEPS: usize = 10;
        let inside = |lab: Self| lab.linear().iter().all(|light| (-1e-4..=1.0001).contains(light));
        let scaled = |share: f64| Self { a: self.a * share, b: self.b * share, ..self };
        let (mut low, mut high) = (0.0, 1.0);
        if inside(self) {
            low = 1.0;
        } else {
            for _ in 0..STEPS {
                let middle = f64::midpoint(low, high);
                if inside(scaled(middle)) { low = middle } else { high = middle }
            }
        }
        Rgb::from_linear(scaled(low).linear())
    }
}

/// Linear light as a component.
fn component(light: f64) -> u8 {
    let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 255")]
    let component = (value * 255.0).round().clamp(0.0, 255.0) as u8;
    component
}

/// Returns the worst contrast that a colour has with several grounds.
pub(super) fn worst_contrast(ink: Rgb, grounds: &[Rgb]) -> f64 {
    grounds.iter().map(|ground| ink.contrast(*ground)).fold(f64::INFINITY, f64::min)
}

/// Returns an ink that has at least this contrast with all grounds: the same hue, lighter or darker as far as needed. Where no
/// lightness is enough, the best is taken.
pub(super) fn lifted(ink: Rgb, grounds: &[Rgb], least: f64) -> Rgb {
    /// Halvings of the lightness: finer than one step of a component.
    const STEPS: usize = 12;
    if worst_contrast(ink, grounds) >= least {
        return ink;
    }
    let lab = ink.lab();
    let at = |l: f64| Lab { l, ..lab }.rgb();
    let ends = [1.0, 0.0].map(|end| (end, worst_contrast(at(end), grounds)));
    let enough = |(_, contrast): &&(f64, f64)| *contrast >= least;
    // The nearer end, if it is enough.
    let far = |end: &(f64, f64)| (end.0 - lab.l).abs();
    let near = ends.iter().filter(enough).min_by(|a, b| far(a).total_cmp(&far(b)));
    let best = near.or(ends.iter().max_by(|a, b| a.1.total_cmp(&b.1)));
    let (mut good, _) = best.copied().unwrap_or((1.0, 0.0));
    let mut bad = lab.l;
    for _ in 0..STEPS {
        let middle = f64::midpoint(good, bad);
        if worst_contrast(at(middle), grounds) >= least { good = middle } else { bad = middle }
    }
    at(good)
}

/// A colour that a terminal has, with what is asked of it again and again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    colour: Color,
    lab: Lab,
    luminance: f64,
}

impl Choice {
    fn of(colour: Color, rgb: Rgb) -> Self {
        Self { colour, lab: rgb.lab(), luminance: rgb.luminance() }
    }
}

/// Returns the colour of `choices` that looks most like `wanted` among those with at least this contrast with all grounds; the
/// one of the highest contrast if none has.
pub(super) fn nearest(wanted: Rgb, choices: &[Choice], grounds: &[Rgb], least: f64) -> Color {
    let lab = wanted.lab();
    let grounds: Vec<f64> = grounds.iter().map(|ground| ground.luminance()).collect();
    let (mut best, mut fallback) = ((f64::INFINITY, Color::Reset), (0.0, Color::Reset));
    for choice in choices {
        let worst = grounds.iter().map(|ground| contrast(*ground, choice.luminance)).fold(f64::INFINITY, f64::min);
        if worst > fallback.0 {
            fallback = (worst, choice.colour);
        }
        let distance = lab.distance(choice.lab);
        if worst >= least && distance < best.0 {
            best = (distance, choice.colour);
        }
    }
    if best.0.is_finite() { best.1 } else { fallback.1 }
}

/// The contrast of two luminances.
fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colours of the cube and the greys. The first sixteen are left out: their looks are the terminal owner's.
pub(super) fn cube() -> &'static [Choice] {
    static CUBE: OnceLock<Vec<Choice>> = OnceLock::new();
    CUBE.get_or_init(|| (16..=255).map(|index| Choice::of(Color::Indexed(index), Rgb::indexed(index))).collect())
}

/// The sixteen.
pub(super) fn sixteen() -> &'static [Choice] {
    static CHOICES: OnceLock<Vec<Choice>> = OnceLock::new();
    CHOICES.get_or_init(|| NAMED.into_iter().zip(SIXTEEN).map(|(colour, rgb)| Choice::of(colour, rgb)).collect())
}

#[cfg(test)]
mod tests {
    use palette::color_difference::Wcag21RelativeContrast;
    use palette::{FromColor, Oklab, Srgb};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn oklab_and_contrast_are_those_of_the_palette_crate(a in any::<(u8, u8, u8)>(), b in any::<(u8, u8, u8)>()) {
            let srgb = |(r, g, b): (u8, u8, u8)| Srgb::new(r, g, b).into_format::<f64>();
            let (ours, theirs) = (Rgb(a.0, a.1, a.2).lab(), Oklab::from_color(srgb(a)));
            prop_assert!((ours.l - theirs.l).abs() < 1e-3, "{ours:?} {theirs:?}");
            prop_assert!((ours.a - theirs.a).abs() < 1e-3 && (ours.b - theirs.b).abs() < 1e-3, "{ours:?} {theirs:?}");
            let contrast = Rgb(a.0, a.1, a.2).contrast(Rgb(b.0, b.1, b.2));
            prop_assert!((contrast - srgb(a).relative_contrast(srgb(b))).abs() < 0.01, "{contrast}");
        }

        #[test]
        fn a_lifted_ink_has_the_contrast_and_the_hue(ink in any::<(u8, u8, u8)>(), grey in prop_oneof![0_u8..90, 170_u8..]) {
            let (ink, ground) = (Rgb(ink.0, ink.1, ink.2), Rgb(grey, grey, grey));
            let lifted = lifted(ink, &[ground], 4.5);
            prop_assert!(lifted.contrast(ground) >= 4.5, "{lifted:?}");
            let (before, after) = (ink.lab(), lifted.lab());
            if before.chroma() > 0.05 && after.chroma() > 0.05 {
                let turned = (after.b.atan2(after.a) - before.b.atan2(before.a)).sin().abs();
                prop_assert!(turned < 0.15, "{ink:?} {lifted:?}");
            }
        }

        #[test]
        fn a_colour_survives_the_way_there_and_back(colour in any::<(u8, u8, u8)>()) {
            let rgb = Rgb(colour.0, colour.1, colour.2);
            let back = rgb.lab().rgb();
            let near = |a: u8, b: u8| a.abs_diff(b) <= 1;
            prop_assert!(near(rgb.0, back.0) && near(rgb.1, back.1) && near(rgb.2, back.2), "{rgb:?} {back:?}");
        }
    }

    #[test]
    fn the_nearest_colour_keeps_its_contrast() {
        let white = Rgb(255, 255, 255);
        assert_eq!(nearest(Rgb(250, 250, 60), sixteen(), &[white], 1.0), Color::LightYellow);
        let ink = nearest(Rgb(250, 250, 60), sixteen(), &[white], 4.5);
        assert!(Rgb::of(ink).unwrap().contrast(white) >= 4.5, "{ink:?}");
        assert_eq!(nearest(Rgb(255, 0, 0), cube(), &[], 0.0), Color::Indexed(196));
    }
}
