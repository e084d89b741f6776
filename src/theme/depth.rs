//! How many colours a terminal shows, and the nearest of them to a colour.

use anstyle::{Ansi256Color, AnsiColor, RgbColor};
use anstyle_lossy::palette::VGA;
use ratatui::style::Color;

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
    /// The nearest colour that is shown; `None` when no colour is.
    #[must_use]
    pub(super) fn reduce(self, colour: Color) -> Option<Color> {
        match (self, colour) {
            (Self::None, _) => None,
            (Self::Ansi256, Color::Rgb(r, g, b)) => {
                let Ansi256Color(index) = anstyle_lossy::rgb_to_xterm(RgbColor(r, g, b));
                Some(Color::Indexed(index))
            }
            (Self::Ansi16, Color::Rgb(r, g, b)) => Some(named(anstyle_lossy::rgb_to_ansi(RgbColor(r, g, b), VGA))),
            (Self::Ansi16, Color::Indexed(index)) => {
                Some(named(anstyle_lossy::xterm_to_ansi(Ansi256Color(index), VGA)))
            }
            (_, shown) => Some(shown),
        }
    }
}

fn named(colour: AnsiColor) -> Color {
    match colour {
        AnsiColor::Black => Color::Black,
        AnsiColor::Red => Color::Red,
        AnsiColor::Green => Color::Green,
        AnsiColor::Yellow => Color::Yellow,
        AnsiColor::Blue => Color::Blue,
        AnsiColor::Magenta => Color::Magenta,
        AnsiColor::Cyan => Color::Cyan,
        AnsiColor::White => Color::Gray,
        AnsiColor::BrightBlack => Color::DarkGray,
        AnsiColor::BrightRed => Color::LightRed,
        AnsiColor::BrightGreen => Color::LightGreen,
        AnsiColor::BrightYellow => Color::LightYellow,
        AnsiColor::BrightBlue => Color::LightBlue,
        AnsiColor::BrightMagenta => Color::LightMagenta,
        AnsiColor::BrightCyan => Color::LightCyan,
        AnsiColor::BrightWhite => Color::White,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_becomes_the_nearest_that_is_shown() {
        let red = Color::Rgb(255, 0, 0);
        assert_eq!(Depth::True.reduce(red), Some(red));
        assert_eq!(Depth::Ansi256.reduce(red), Some(Color::Indexed(196)));
        assert_eq!(Depth::Ansi16.reduce(Color::Rgb(250, 250, 250)), Some(Color::White));
        assert_eq!(Depth::None.reduce(red), None);
    }

    #[test]
    fn the_terminals_own_colours_are_left_alone() {
        assert_eq!(Depth::Ansi16.reduce(Color::Reset), Some(Color::Reset));
        assert_eq!(Depth::Ansi256.reduce(Color::LightBlue), Some(Color::LightBlue));
    }
}
