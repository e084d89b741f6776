//! A row of a plain text, and what is asked of rows: how far they stand in, and how wide they were wrapped.

/// A line of a text, or the gap of blank lines between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row<'a> {
    Text(&'a str),
    Ornament,
    /// A row of strokes right below a line that stands alone, as long as that one: it is a title.
    Underline,
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

/// Returns a line without the blanks around it. Most lines have none, which two bytes tell sooner than `trim` does.
pub(super) fn trimmed(line: &str) -> &str {
    match line.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => line,
        _ => line.trim(),
    }
}

/// Returns the number of characters in a line, without the blanks around it.
pub(super) fn columns(line: &str) -> usize {
    let line = trimmed(line);
    if line.is_ascii() { line.len() } else { line.chars().count() }
}

/// Returns the first word of a line, or an empty one. Most are told by their bytes.
pub(super) fn first_word(line: &str) -> &str {
    let plain = line.bytes().take_while(u8::is_ascii_graphic).count();
    match line.as_bytes().get(plain) {
        None => line,
        Some(b' ') if plain > 0 => &line[..plain],
        Some(_) => line.split_whitespace().next().unwrap_or_default(),
    }
}

/// The width at which the text was wrapped: its longest ordinary line. A text whose lines are whole paragraphs has a
/// wide one, and then no line is short.
pub(super) fn wrap_width(rows: &[Row<'_>]) -> usize {
    let mut widths: Vec<usize> = texts(rows).map(columns).collect();
    if widths.is_empty() {
        return 0;
    }
    // The ninth decile: one line of a table must not set the width for a whole book.
    let nth = widths.len() * 9 / 10;
    *widths.select_nth_unstable(nth).1
}
