//! A row of a plain text, and what is asked of rows: how far they stand in, and how wide they were wrapped.

/// A line of a text, or the gap of blank lines between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row<'a> {
    Text(&'a str),
    Ornament,
    Gap(usize),
    /// The end of a printed page. The blank lines around it are the page's.
    PageEnd,
}

/// Returns the lines of text among rows.
pub(super) fn texts<'a>(rows: &[Row<'a>]) -> impl Iterator<Item = &'a str> {
    rows.iter().filter_map(|row| if let Row::Text(line) = row { Some(*line) } else { None })
}

/// A line of more columns was wrapped by nobody, and no poet's is as long.
pub(super) const LONG: usize = 100;

/// How far a line stands in from the edge, in columns; a tabulator reaches the next eighth, as terminals and printers have it.
pub(super) fn indent(line: &str) -> usize {
    let blanks = line.chars().take_while(|c| matches!(c, ' ' | '\t' | '\u{A0}' | '\u{3000}'));
    blanks.fold(0, |column, blank| match blank {
        '\t' => column / 8 * 8 + 8,
        '\u{3000}' => column + 2,
        _ => column + 1,
    })
}

/// The width at which the text was wrapped: its longest ordinary line. A text whose lines are whole paragraphs has a
/// wide one, and then no line is short.
pub(super) fn wrap_width(rows: &[Row<'_>]) -> usize {
    let mut widths: Vec<usize> = texts(rows).map(|line| line.trim().chars().count()).collect();
    widths.sort_unstable();
    // The ninth decile: one line of a table must not set the width for a whole book.
    widths.get(widths.len() * 9 / 10).copied().unwrap_or(0)
}
