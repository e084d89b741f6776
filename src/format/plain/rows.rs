//! The rows of a plain text: lines, ornaments and gaps.

use crate::format::ornament::{is_faint, is_ornament};

/// A line of a text, or the gap of blank lines between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row<'a> {
    Text(&'a str),
    Ornament,
    Gap(usize),
}

/// The text as rows, without blank rows at its head and foot. A form feed ends a row.
pub(super) struct Rows<'a> {
    pub(super) rest: &'a str,
    /// The row before which a gap has just been given.
    pub(super) next: Option<Row<'a>>,
    pub(super) blank: usize,
    pub(super) begun: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text, next: None, blank: 0, begun: false }
    }

    fn line(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\x0c', self.rest.as_bytes());
        let (line, rest) = end.map_or((self.rest, ""), |end| (&self.rest[..end], &self.rest[end + 1..]));
        self.rest = rest;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        if self.next.is_some() {
            return self.next.take();
        }
        loop {
            let line = self.line()?;
            // A letter at its start tells almost every line of prose.
            let prose = line.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
            if !prose && line.trim().is_empty() {
                self.blank += 1;
                continue;
            }
            // A short line may be a pattern of letters.
            let short = line.len() <= 32;
            let blank = std::mem::take(&mut self.blank);
            let parted =
                || (blank > 0 || !self.begun) && self.rest.lines().next().is_none_or(|next| next.trim().is_empty());
            let is_break = (!prose || short) && is_ornament(line) && (!is_faint(line) || parted());
            let row = if is_break { Row::Ornament } else { Row::Text(line) };
            if blank > 0 && std::mem::replace(&mut self.begun, true) {
                self.next = Some(row);
                return Some(Row::Gap(blank));
            }
            self.begun = true;
            return Some(row);
        }
    }
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
