//! Colours as the eye sees them: their lightness, chroma and hue, their contrast, and the nearest colour that a
//! terminal has.
//!
//! The module works in three colour spaces:
//!
//! - sRGB ([`Rgb`]) is the space of colours in files and in the terminal. Its components go from 0 to 255.
//! - Linear light serves for luminance, and lies between sRGB and `OKLab`. Its components go from 0 to 1.
//! - `OKLab` (`Lab`) serves for distances, and for changes of lightness that keep the hue. Lightness goes from 0 (black)
//!   to 1 (white), and chroma from 0 (grey) to about 0.3. A hue is an angle in degrees.
//!
//! A contrast is a ratio from 1 to 21, as in WCAG 2.2. The module knows no scope and no theme.

use std::sync::OnceLock;

use ratatui::style::Color;

/// A colour in sRGB: its red, green and blue components, from 0 to 255 each.
///
/// ```
/// use nightstand::theme::Rgb;
///
/// let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
/// assert!((black.contrast(white) - 21.0).abs() < 1e-9);
/// assert!(Rgb(0, 255, 0).luminance() > Rgb(255, 0, 0).luminance());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// A colour in `OKLab`, where equal distances look about equally large.
///
/// The space is Björn Ottosson's, from “A perceptual color space for image processing” (2020). A change of the lightness
/// alone leaves the hue as the eye sees it, which is not so in sRGB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lab {
    /// The lightness, from 0 (black) to 1 (white).
    pub(super) l: f64,
    /// The position between green (negative) and red (positive).
    pub(super) a: f64,
    /// The position between blue (negative) and yellow (positive).
    pub(super) b: f64,
}

/// The sixteen colours of xterm, in the order of [`NAMED`].
///
/// The terminal's owner may have chosen others, which are not known here. These defaults stand in for them wherever a
/// contrast or a distance is computed.
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

/// The sixteen colours of every terminal, under ratatui's names and in the order of their codes.
///
/// The first eight are those of ECMA-48. The other eight are their bright variants, which terminals added later.
///
/// ```
/// use nightstand::theme::NAMED;
/// use ratatui::style::Color;
///
/// assert_eq!((NAMED[1], NAMED[9]), (Color::Red, Color::LightRed));
/// ```
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
    /// Returns the components of a colour, or `None` for the terminal's default colour, which is unknown.
    ///
    /// The sixteen named colours have the components that xterm gives them.
    ///
    /// ```
    /// use nightstand::theme::Rgb;
    /// use ratatui::style::Color;
    ///
    /// assert_eq!(Rgb::of(Color::Indexed(196)), Some(Rgb(255, 0, 0)));
    /// assert_eq!(Rgb::of(Color::Red), Some(Rgb(205, 0, 0)));
    /// assert_eq!(Rgb::of(Color::Reset), None);
    /// ```
    #[must_use]
    pub fn of(colour: Color) -> Option<Self> {
        match colour {
            Color::Rgb(r, g, b) => Some(Self(r, g, b)),
            Color::Indexed(index) => Some(Self::indexed(index)),
            Color::Reset => None,
            named => NAMED.iter().position(|other| *other == named).map(|index| SIXTEEN[index]),
        }
    }

    /// Returns the colour at an index of xterm's 256: the sixteen, a cube of 6 × 6 × 6 colours, and 24 greys.
    pub(super) fn indexed(index: u8) -> Self {
        /// The levels of a component in the cube. The first step is larger than the others.
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

    /// Returns the components as linear light, from 0 to 1 each.
    ///
    /// The curve is that of sRGB (IEC 61966-2-1), with the threshold 0.04045 that WCAG 2.2 has too.
    pub(super) fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|component| {
            let value = f64::from(component) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Returns the colour of linear light. Components outside 0 to 1 become the nearest valid ones.
    pub(super) fn from_linear(light: [f64; 3]) -> Self {
        let [r, g, b] = light.map(component);
        Self(r, g, b)
    }

    /// Returns the relative luminance of WCAG 2.2, from 0 (black) to 1 (white).
    ///
    /// The weights of the three components say how bright each looks: green the brightest, blue the darkest.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Returns the contrast ratio of WCAG 2.2 between two colours, from 1 (the same luminance) to 21 (black and white).
    ///
    /// The order of the two colours does not matter. Level AA asks for 4.5, and level AAA asks for 7.
    ///
    /// ```
    /// use nightstand::theme::Rgb;
    ///
    /// let (ink, paper) = (Rgb(0x76, 0x76, 0x76), Rgb(255, 255, 255));
    /// assert!(ink.contrast(paper) >= 4.5);
    /// assert_eq!(ink.contrast(paper), paper.contrast(ink));
    /// ```
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        contrast(self.luminance(), other.luminance())
    }

    /// Returns the colour in `OKLab`. The two matrices are Ottosson's, from linear sRGB to cone responses and from their
    /// cube roots to `OKLab`.
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

    /// Returns the colour for a terminal that shows 24 bits.
    pub(super) fn colour(self) -> Color {
        Color::Rgb(self.0, self.1, self.2)
    }
}

impl Lab {
    /// Returns the colour with a lightness from 0 to 1, a chroma, and a hue in degrees.
    pub(super) fn polar(l: f64, chroma: f64, hue: f64) -> Self {
        let (sin, cos) = hue.to_radians().sin_cos();
        Self { l, a: chroma * cos, b: chroma * sin }
    }

    #[cfg(test)]
    fn chroma(self) -> f64 {
        self.a.hypot(self.b)
    }

    /// Returns the distance of two colours. Black and white are 1 apart. CSS Color 4 takes 0.02 for the least difference
    /// that an eye notices.
    pub(super) fn distance(self, other: Self) -> f64 {
        ((self.l - other.l).powi(2) + (self.a - other.a).powi(2) + (self.b - other.b).powi(2)).sqrt()
    }

    /// Returns the components as linear light. They lie outside 0 to 1 for a colour that sRGB does not have.
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

    /// Returns the colour in sRGB. A colour that sRGB does not have loses chroma until it fits, and keeps its
    /// lightness and its hue.
    pub(super) fn rgb(self) -> Rgb {
        /// Halvings of the chroma. 2¹⁰ steps are finer than the 256 of a component.
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

/// Returns linear light as a component of sRGB, from 0 to 255. The curve is the inverse of the one in [`Rgb::linear`].
fn component(light: f64) -> u8 {
    let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 255")]
    let component = (value * 255.0).round().clamp(0.0, 255.0) as u8;
    component
}

/// Returns the lowest contrast that an ink has with any of several grounds, or infinity if there are none.
pub(super) fn worst_contrast(ink: Rgb, grounds: &[Rgb]) -> f64 {
    grounds.iter().map(|ground| ink.contrast(*ground)).fold(f64::INFINITY, f64::min)
}

/// Returns an ink of the same hue that has at least this contrast with all grounds.
///
/// An ink that has the contrast is returned as it is. Another one becomes lighter or darker, by as little as is
/// needed. If both ways lead to the contrast, the ink goes to the nearer of white and black. If neither does, as on a
/// light and a dark ground at once, the ink becomes white or black, whichever has more contrast.
pub(super) fn lifted(ink: Rgb, grounds: &[Rgb], least: f64) -> Rgb {
    /// Halvings of the way to white or black. 2¹² steps are finer than the 256 of a component.
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

/// A colour that a terminal can show. Its position and luminance are computed once, since each ink of a theme is compared
/// with all of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct TerminalColour {
    /// The colour by its name or its index.
    colour: Color,
    /// The position in `OKLab`, for distances.
    lab: Lab,
    /// The relative luminance from 0 to 1, for contrasts.
    luminance: f64,
}

impl TerminalColour {
    fn of(colour: Color, rgb: Rgb) -> Self {
        Self { colour, lab: rgb.lab(), luminance: rgb.luminance() }
    }
}

/// Returns the colour of `choices` that looks most like `wanted` and has at least this contrast with all grounds.
/// Returns the colour with the highest contrast if none has that much.
///
/// Likeness is the distance in `OKLab`.
pub(super) fn nearest(wanted: Rgb, choices: &[TerminalColour], grounds: &[Rgb], least: f64) -> Color {
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

/// Returns the contrast ratio of two luminances, in either order.
///
/// WCAG adds 0.05 to both for the light that a screen reflects. So the ratio is finite on black.
fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Returns the colours 16 to 255 of xterm: the cube and the greys.
///
/// The first sixteen are left out, because the terminal's owner may have given them other colours.
pub(super) fn cube() -> &'static [TerminalColour] {
    static CUBE: OnceLock<Vec<TerminalColour>> = OnceLock::new();
    CUBE.get_or_init(|| {
        (16..=255).map(|index| TerminalColour::of(Color::Indexed(index), Rgb::indexed(index))).collect()
    })
}

/// Returns the sixteen colours of every terminal, with the components that xterm gives them.
pub(super) fn sixteen() -> &'static [TerminalColour] {
    static CHOICES: OnceLock<Vec<TerminalColour>> = OnceLock::new();
    CHOICES
        .get_or_init(|| NAMED.into_iter().zip(SIXTEEN).map(|(colour, rgb)| TerminalColour::of(colour, rgb)).collect())
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
