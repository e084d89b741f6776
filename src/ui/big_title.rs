//! Titles in large letters, for themes that ask for them by `title = "big"`.
//!
//! A letter is drawn in quarter blocks, four cells wide and four rows high: the title's own row and the three empty rows
//! above it, for which the layout leaves room. A title that doesn't fit is drawn in capitals by `page` instead. Nothing
//! is set anew here.

use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Rect};
use ratatui::style::Style;
use ratatui::text::Line as Text;
use ratatui::widgets::Widget;
use tui_big_text::{BigText, PixelSize};

use crate::document::BlockKind;
use crate::typeset::{BIG_TITLE_ROWS, Line, LineKind};

/// The cells of a letter: eight dots, two to a cell.
const LETTER: u16 = 4;

/// Returns the large letters of the title at an index of a page, or `None` if it has no room for them.
///
/// It must be a title of one line, of letters that the font has, under as many empty rows as it needs.
pub(super) fn fitting(lines: &[Line], nth: usize, title: &str, measure: u16) -> Option<String> {
    let rows = usize::from(BIG_TITLE_ROWS) - 1;
    let (line, above) = (lines.get(nth)?, lines.get(nth.checked_sub(rows)?..nth)?);
    let whole = matches!(line.kind, LineKind::Text(BlockKind::Heading { .. })) && line.start == 0 && line.last;
    let sink = above.iter().all(|line| line.kind == LineKind::Sink);
    let letters = letters(title).filter(|letters| letters.chars().count() <= usize::from(measure / LETTER));
    letters.filter(|_| whole && sink)
}

/// Returns a title in capitals, or `None` if the font has not all of them. Its quotes and dashes are those of a typewriter.
fn letters(title: &str) -> Option<String> {
    let plain = |letter: char| match letter {
        '‘' | '’' | 'ʼ' => '\'',
        '“' | '”' | '„' => '"',
        '‐' | '‑' | '–' | '—' => '-',
        '\u{A0}' => ' ',
        letter => letter,
    };
    let letters: String = title.to_uppercase().chars().map(plain).collect();
    letters.chars().all(|letter| letter == ' ' || is_drawn(letter)).then_some(letters)
}

/// Draws a title whose lowest row is `y`, in the middle of the measure.
pub(super) fn draw(buffer: &mut Buffer, title: &str, (left, y): (u16, u16), measure: u16, look: Style) {
    let top = y.saturating_sub(BIG_TITLE_ROWS - 1);
    let area = Rect::new(left, top, measure, BIG_TITLE_ROWS).intersection(buffer.area);
    draw_letters(title, area, buffer, look);
}

fn draw_letters(text: &str, area: Rect, buffer: &mut Buffer, look: Style) {
    BigText::builder()
        .lines([Text::from(text)])
        .pixel_size(PixelSize::Quadrant)
        .style(look)
        .alignment(Alignment::Center)
        .build()
        .render(area, buffer);
}

/// Returns whether the font has a letter: one that it doesn't have leaves its cells empty.
fn is_drawn(letter: char) -> bool {
    let area = Rect::new(0, 0, LETTER, BIG_TITLE_ROWS);
    let mut buffer = Buffer::empty(area);
    draw_letters(letter.encode_utf8(&mut [0; 4]), area, &mut buffer, Style::default());
    buffer.content.iter().any(|cell| cell.symbol() != " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_four_cells_wide_and_stand_in_the_middle() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 5));
        draw(&mut buffer, "Hi", (0, 3), 12, Style::default());
        let row = |y| (0..12).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        assert_eq!([0, 1, 2, 3, 4].map(row), ["  █ █  ▀", "  █▄█ ▝█", "  █ █  █", "  ▀ ▀ ▝▀▘", ""]);
    }

    #[test]
    fn a_title_of_other_letters_has_no_large_ones() {
        assert_eq!(letters("Zoë’s – “12”").as_deref(), Some("ZOË'S - \"12\""));
        assert_eq!((letters("夜"), letters("Глава")), (None, None));
    }
}
