//! A small page in each mood of a theme, so that themes can be compared without a story.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::put;
use crate::document::Mood;
use crate::theme::{Scope, Theme};
use crate::typeset::{Role, Roles, width};

/// The rows of a small page.
const ROWS: u16 = 7;

/// The text of a small page, in two lines; the second one ends in stressed words.
const LINES: [&str; 2] = ["The lamp had burned low,", "and the sea "];
const STRESSED: &str = "was asleep.";

/// The moods in the order in which they are shown.
const MOODS: [Option<Mood>; 8] = [
    None,
    Some(Mood::Dream),
    Some(Mood::Nightmare),
    Some(Mood::Memory),
    Some(Mood::Letter),
    Some(Mood::Verse),
    Some(Mood::Dawn),
    Some(Mood::Night),
];

/// Returns a buffer with a page of each mood of each theme. Each page is `width` cells wide; `across` of them stand in a row.
#[must_use]
pub fn preview(themes: &[Theme], width: u16, across: u16) -> Buffer {
    let pages: Vec<(&Theme, Option<Mood>)> =
        themes.iter().flat_map(|theme| MOODS.iter().map(move |mood| (theme, *mood))).collect();
    let rows = pages.len().div_ceil(usize::from(across.max(1)));
    let height = u16::try_from(rows).unwrap_or(u16::MAX).saturating_mul(ROWS);
    let mut buffer = Buffer::empty(Rect::new(0, 0, width * across, height));
    for ((theme, mood), (x, y)) in pages.iter().zip(corners(width, across)) {
        draw(&mut buffer, theme, *mood, Rect::new(x, y, width, ROWS));
    }
    buffer
}

/// The corners of all pages, row by row.
fn corners(width: u16, across: u16) -> impl Iterator<Item = (u16, u16)> {
    (0..).step_by(usize::from(ROWS)).flat_map(move |y| (0..across).map(move |nth| (nth * width, y)))
}

/// Draws a small page.
fn draw(buffer: &mut Buffer, theme: &Theme, mood: Option<Mood>, area: Rect) {
    let page = theme.style(mood, Scope::Text);
    buffer.set_style(area, Style { fg: page.fg, bg: page.bg, ..Style::default() });
    let ink = |scope, roles| Style { bg: None, ..theme.text_style(mood, scope, roles) };
    let plain = Roles::default();
    let (left, room) = (area.x + 2, area.width.saturating_sub(4));
    let title = format!("{} · {}", theme.name, mood.map_or("waking", Mood::name));
    put(buffer, (left, area.y + 1), &title, room, ink(Scope::Heading, plain));
    put(buffer, (left, area.y + 2), LINES[0], room, ink(Scope::Text, plain));
    let x = left + put(buffer, (left, area.y + 3), LINES[1], room, ink(Scope::Text, plain));
    let stressed = [Role::Emphasis].into_iter().collect();
    put(buffer, (x, area.y + 3), STRESSED, room, ink(Scope::Text, stressed));
    let glyphs = theme.ornament(mood);
    let indent = u16::try_from(usize::from(room).saturating_sub(width(glyphs)) / 2).unwrap_or(0);
    put(buffer, (left + indent, area.y + 4), glyphs, room, ink(Scope::Ornament, plain));
    let quiet = Style { bg: None, ..theme.style(mood, Scope::Status) };
    put(buffer, (left, area.y + 5), "12 · 34 %", room, quiet);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::builtin;

    #[test]
    fn each_mood_has_a_page_of_its_own() {
        let buffer = preview(&[builtin("lamplight").unwrap()], 30, 4);
        assert_eq!((buffer.area.width, buffer.area.height), (120, 14));
        let row = |y| (0..120).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        assert!(row(1).contains("lamplight · dream ") && row(8).contains("lamplight · night"), "{}", row(8));
        assert_ne!(buffer[(1, 1)].bg, buffer[(31, 1)].bg);
    }
}
