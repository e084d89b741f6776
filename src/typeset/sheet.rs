//! The division of a window: margins, one page or two facing ones, and the status line.
//!
//! Columns and rows are counted from 0 at the window's upper left corner. Only the window's size and the reader's
//! choices matter here, never the text.

use std::ops::Range;

/// The narrowest window, in cells, that shows two facing pages. In it, a line has 48 cells. In a narrower one it would
/// soon have fewer than the 45 of a comfortable line.
pub const LEAST_FOR_SPREAD: u16 = 110;

/// The fewest cells between two facing pages: three indents, so that the eye does not run on from the left line into
/// the right one.
const LEAST_GUTTER: u16 = 6;

/// The most cells between them. Beyond that, the pages no longer look like one sheet.
const MOST_GUTTER: u16 = 12;

/// The rows of a window from which on it has a free row at its top and foot. A lower one gives every row to the text.
const LEAST_FOR_MARGINS: u16 = 16;

/// The rows that margins leave to the text: a paragraph.
const LEAST_ROWS: u16 = 5;

/// The reader's choices about the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetOptions {
    /// The longest line wanted, in cells. A narrow window has shorter ones.
    pub measure: u16,
    /// Whether a wide window shows two pages.
    pub spread: bool,
    /// Whether the last row is kept for the status line.
    pub status: bool,
    /// The room between lines.
    pub spacing: Spacing,
    /// The empty rows above and below the page. A low window has fewer.
    pub margins: u16,
}

/// The room between lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Spacing {
    /// A line in each row.
    #[default]
    Single,
    /// An empty row after each two lines, since a terminal has no half rows.
    OneAndHalf,
    /// An empty row after each line.
    Double,
}

impl Spacing {
    /// Returns the spacing with this name: `1`, `1.5` or `2`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "1" => Some(Self::Single),
            "1.5" => Some(Self::OneAndHalf),
            "2" => Some(Self::Double),
            _ => None,
        }
    }

    /// Returns the lines that so many rows hold; at least one.
    fn lines(self, rows: u16) -> u16 {
        let lines = match self {
            Self::Single => rows,
            Self::OneAndHalf => (2 * rows).div_ceil(3),
            Self::Double => rows.div_ceil(2),
        };
        lines.max(1)
    }

    /// Returns the row of a line, both from 0.
    fn row(self, line: u16) -> u16 {
        match self {
            Self::Single => line,
            Self::OneAndHalf => line + line / 2,
            Self::Double => 2 * line,
        }
    }
}

/// The division of a window, in cells and rows.
///
/// ```text
///    left           gutter
/// |<----->|<measure>|<-->|<measure>|       |
/// |       |         |    |         |       |  <- row 0, free
/// |       |·········|    |·········|       |  <- top, the first of the rows
/// |       |·········|    |·········|       |
/// |       |·········|    |·········|       |
/// |       |         |    |         |       |  <- free
/// |                                        |  <- status
/// ```
///
/// ```
/// use nightstand::typeset::{Sheet, SheetOptions, Spacing};
///
/// let options = SheetOptions { measure: 66, spread: true, status: true, spacing: Spacing::Single, margins: 1 };
/// let sheet = Sheet::of(80, 24, options);
/// assert_eq!((sheet.pages, sheet.measure, sheet.left), (1, 66, 7));
/// assert_eq!((sheet.top, sheet.rows, sheet.status), (1, 21, Some(23)));
///
/// let wide = Sheet::of(120, 40, options);
/// assert_eq!((wide.pages, wide.measure, wide.gutter), (2, 53, 6));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The width of the window.
    pub width: u16,
    /// The height of the window.
    pub height: u16,
    /// The length of a line; at least one cell.
    pub measure: u16,
    /// The rows of a page; at least one, even if the window has none.
    pub rows: u16,
    /// The first column of the first page.
    pub left: u16,
    /// The first row of every page.
    pub top: u16,
    /// The pages in view: one or two.
    pub pages: u16,
    /// The cells between two facing pages.
    pub gutter: u16,
    /// The room between lines.
    pub spacing: Spacing,
    /// The row of the status line. There is none if the reader hides it or the window has a single row.
    pub status: Option<u16>,
}

impl Sheet {
    /// Divides a window of `width` cells by `height` rows. Every window has a page, which lies within it unless the
    /// window is empty.
    #[must_use]
    pub fn of(width: u16, height: u16, options: SheetOptions) -> Self {
        let margin = match width {
            0..12 => 0,
            12..30 => 1,
            _ if options.spread && width >= LEAST_FOR_SPREAD => 4,
            _ => 2,
        };
        let room = width.saturating_sub(2 * margin);
        let pages = if options.spread && width >= LEAST_FOR_SPREAD { 2 } else { 1 };
        let least = (pages - 1) * LEAST_GUTTER;
        let measure = ((room - least) / pages).min(options.measure).max(1);
        // A wide window's spare cells go in equal parts to both margins and the gutter.
        let spare = room.saturating_sub(pages * measure + least);
        let gutter = (LEAST_GUTTER + spare / 3).min(MOST_GUTTER);
        let between = (pages - 1) * gutter;
        let left = width.saturating_sub(pages * measure + between) / 2;
        // A row of text and one of status make the smallest page.
        let status = (options.status && height >= 2).then(|| height - 1);
        let below = u16::from(status.is_some());
        let airy = height >= LEAST_FOR_MARGINS;
        let most = height.saturating_sub(below + LEAST_ROWS) / 2;
        let top = if airy { options.margins.min(most) } else { 0 };
        let rows = height.saturating_sub(2 * top + below).max(1);
        let spacing = options.spacing;
        Self { width, height, measure, rows, left, top, pages, gutter, spacing, status }
    }

    /// Returns the lines of a page; at least one.
    #[must_use]
    pub fn lines(&self) -> u16 {
        self.spacing.lines(self.rows)
    }

    /// Returns the row of the window in which a line of a page stands, counted from 0.
    #[must_use]
    pub fn row_of(&self, line: usize) -> u16 {
        let line = u16::try_from(line).unwrap_or(u16::MAX / 2);
        self.top.saturating_add(self.spacing.row(line.min(u16::MAX / 2)))
    }

    /// Returns the line of a page that stands in a row of the window, or `None` for an empty row.
    #[must_use]
    pub fn line_in(&self, row: u16) -> Option<usize> {
        (0..self.lines()).find(|line| self.row_of(usize::from(*line)) == row).map(usize::from)
    }

    /// Returns the first column of the page on a side: 0 for the left or only page, 1 for the right page of a spread.
    #[must_use]
    pub fn page_left(&self, side: u16) -> u16 {
        self.left + side * (self.measure + self.gutter)
    }

    /// Returns the columns whose background belongs to the page on a side: the whole window, or its half up to the
    /// middle of the gutter.
    #[must_use]
    pub fn ground(&self, side: u16) -> Range<u16> {
        let middle = self.page_left(1).saturating_sub(self.gutter / 2);
        match (self.pages, side) {
            (1, _) => 0..self.width,
            (_, 0) => 0..middle,
            _ => middle..self.width,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: SheetOptions =
        SheetOptions { measure: 66, spread: true, status: true, spacing: Spacing::Single, margins: 1 };

    #[test]
    fn the_text_stands_in_the_middle_at_its_measure() {
        let sheet = Sheet::of(80, 24, WANTED);
        assert_eq!((sheet.measure, sheet.left, sheet.top, sheet.rows, sheet.pages), (66, 7, 1, 21, 1));
        assert_eq!(sheet.status, Some(23));
    }

    #[test]
    fn margins_leave_room_for_text() {
        let rows = |height, margins| {
            let sheet = Sheet::of(80, height, SheetOptions { margins, ..WANTED });
            (sheet.top, sheet.rows)
        };
        assert_eq!([rows(24, 0), rows(24, 1), rows(24, 4)], [(0, 23), (1, 21), (4, 15)]);
        assert_eq!([rows(20, 8), rows(15, 8), rows(4, 8)], [(7, 5), (0, 14), (0, 3)]);
    }

    #[test]
    fn a_wide_window_shows_two_pages_unless_told_otherwise() {
        let sheet = Sheet::of(120, 40, WANTED);
        assert_eq!((sheet.pages, sheet.measure, sheet.left, sheet.page_left(1)), (2, 53, 4, 63));
        assert_eq!(Sheet::of(109, 40, WANTED).pages, 1);
        assert_eq!(Sheet::of(120, 40, SheetOptions { spread: false, ..WANTED }).pages, 1);
        assert_eq!(sheet.ground(0).end, sheet.ground(1).start);
        let gutter = |width| Sheet::of(width, 40, WANTED).gutter;
        assert_eq!([110, 146, 150, 160, 166, 400].map(gutter), [6, 6, 7, 10, 12, 12]);
    }

    #[test]
    fn every_window_has_a_page_within_it() {
        for (width, height) in (0..200).flat_map(|w| (0..60).map(move |h| (w, h))).chain([(u16::MAX, u16::MAX)]) {
            for status in [true, false] {
                let sheet = Sheet::of(width, height, SheetOptions { status, ..WANTED });
                assert!(sheet.rows >= 1 && sheet.measure >= 1);
                let right = sheet.page_left(sheet.pages - 1) + sheet.measure;
                assert!(right <= width.max(1), "{width}x{height}: {sheet:?}");
                assert!(sheet.top + sheet.rows + u16::from(sheet.status.is_some()) <= height.max(1));
            }
        }
    }

    #[test]
    fn wider_spacing_leaves_rows_empty_and_no_line_outside() {
        for (spacing, lines, rows) in
            [(Spacing::Single, 21, [1, 2, 3]), (Spacing::OneAndHalf, 14, [1, 2, 4]), (Spacing::Double, 11, [1, 3, 5])]
        {
            let sheet = Sheet::of(80, 24, SheetOptions { spacing, ..WANTED });
            assert_eq!(sheet.lines(), lines);
            assert_eq!([0, 1, 2].map(|line| sheet.row_of(line)), rows);
            assert!(sheet.row_of(usize::from(lines) - 1) < sheet.top + sheet.rows);
            assert_eq!(
                (sheet.line_in(rows[2]), sheet.line_in(rows[2] - 1).is_some()),
                (Some(2), spacing == Spacing::Single)
            );
        }
    }
}
