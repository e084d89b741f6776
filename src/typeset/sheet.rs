//! How a window is divided: margins, one page or two facing ones, the status line.

/// The narrowest window that holds two facing pages: less would set them under the 45 cells that a
/// comfortable line has at least.
pub const LEAST_FOR_SPREAD: u16 = 110;

/// The fewest cells between two facing pages: thrice an indent, so that no eye runs on from the left line into the right one.
const LEAST_GUTTER: u16 = 6;

/// The most: beyond twice that the pages no longer look like one sheet.
const MOST_GUTTER: u16 = 12;

/// Windows with fewer rows than this give every row to the text.
const LEAST_FOR_MARGINS: u16 = 16;

/// What a reader has chosen about the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetOptions {
    /// The longest line wanted.
    pub measure: u16,
    /// Whether a wide window shows two pages.
    pub spread: bool,
    /// Whether the last row is kept for the status line.
    pub status: bool,
}

/// A window's division, in cells and rows from its upper left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The window's width.
    pub width: u16,
    /// The window's height.
    pub height: u16,
    /// The length of a line.
    pub measure: u16,
    /// The rows of a page; at least one, even where the window has none.
    pub rows: u16,
    /// The first page's left edge.
    pub left: u16,
    /// Every page's first row.
    pub top: u16,
    /// How many pages are seen at once: one or two.
    pub pages: u16,
    /// The cells between two facing pages.
    pub gutter: u16,
    /// The row of the status line, if there is one.
    pub status: Option<u16>,
}

impl Sheet {
    /// Divides a window of `width` by `height`.
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
        // What a wide window leaves over goes to both margins and to the gutter alike.
        let spare = room.saturating_sub(pages * measure + least);
        let gutter = (LEAST_GUTTER + spare / 3).min(MOST_GUTTER);
        let between = (pages - 1) * gutter;
        let left = width.saturating_sub(pages * measure + between) / 2;
        // One row of text and one of status is the least that makes a page.
        let status = (options.status && height >= 2).then(|| height - 1);
        let below = u16::from(status.is_some());
        let airy = height >= LEAST_FOR_MARGINS;
        let top = u16::from(airy);
        let rows = height.saturating_sub(top + below + u16::from(airy)).max(1);
        Self { width, height, measure, rows, left, top, pages, gutter, status }
    }

    /// The left edge of the page on this side: 0, or 1 for the right one of a spread.
    #[must_use]
    pub fn page_left(&self, side: u16) -> u16 {
        self.left + side * (self.measure + self.gutter)
    }

    /// The columns whose ground belongs to the page on this side: the whole window, or its half.
    #[must_use]
    pub fn ground(&self, side: u16) -> (u16, u16) {
        let middle = self.page_left(1).saturating_sub(self.gutter / 2);
        match (self.pages, side) {
            (1, _) => (0, self.width),
            (_, 0) => (0, middle),
            _ => (middle, self.width),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: SheetOptions = SheetOptions { measure: 66, spread: true, status: true };

    #[test]
    fn the_text_stands_in_the_middle_at_its_measure() {
        let sheet = Sheet::of(80, 24, WANTED);
        assert_eq!((sheet.measure, sheet.left, sheet.top, sheet.rows, sheet.pages), (66, 7, 1, 21, 1));
        assert_eq!(sheet.status, Some(23));
    }

    #[test]
    fn a_wide_window_shows_two_pages_unless_told_otherwise() {
        let sheet = Sheet::of(120, 40, WANTED);
        assert_eq!((sheet.pages, sheet.measure, sheet.left, sheet.page_left(1)), (2, 53, 4, 63));
        assert_eq!(Sheet::of(109, 40, WANTED).pages, 1);
        assert_eq!(Sheet::of(120, 40, SheetOptions { spread: false, ..WANTED }).pages, 1);
        assert_eq!(sheet.ground(0).1, sheet.ground(1).0);
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
}
