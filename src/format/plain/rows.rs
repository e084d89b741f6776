//! The rows of a plain text, as they follow each other: without the furniture of printed pages.

use super::furniture::{Furniture, HEAD_LINES};
use super::row::Row;
use crate::format::ornament::{is_faint, is_ornament};

/// Returns where the last blank line of a text ends, or 0 without one.
pub(super) fn last_blank(text: &str) -> usize {
    let end = |rows: &str| memchr::memmem::rfind(text.as_bytes(), rows.as_bytes()).map(|at| at + rows.len());
    BLANK_LINES.into_iter().filter_map(end).max().unwrap_or(0)
}

/// A blank line, as it stands in files of either kind.
pub(in crate::format) const BLANK_LINES: [&str; 2] = ["\n\n", "\n\r\n"];

/// Returns whether a row of strokes underlines a title: it is as long, give or take a few.
fn is_underline(row: &str, title: &str) -> bool {
    const SLACK: usize = 4;
    const LONGEST: usize = 60;
    let (row, title) = (row.trim_end(), title.trim_end());
    let strokes = |sign: char| row.chars().all(|c| c == sign);
    (strokes('-') || strokes('='))
        && (3..=LONGEST).contains(&title.chars().count())
        && row.chars().count().abs_diff(title.chars().count()) <= SLACK
        && title.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !title.ends_with(['.', ',', ';', ':', '"', '”'])
        && !title.contains("  ")
}

/// Where the rows stand in a text. It leads from one piece of it to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Standing {
    /// The blank lines since the last row.
    blank: usize,
    begun: bool,
    /// The furniture of its printed pages, if form feeds part them.
    furniture: Option<Furniture>,
    /// Whether a page has ended since the last row, and how many lines may still be its head.
    page_ended: bool,
    at_head: u8,
    /// How many heads and feet of pages have been left out.
    pub(super) left_out: usize,
}

impl Standing {
    /// The beginning of a text whose pages have some furniture.
    pub(super) fn before(furniture: Option<Furniture>) -> Self {
        Self { furniture, ..Self::default() }
    }

    /// Returns whether form feeds part the pages of a printed text.
    pub(super) fn has_pages(&self) -> bool {
        self.furniture.is_some()
    }
}

/// The text as rows, without blank rows at its head and foot. A form feed ends a row.
pub(super) struct Rows<'a> {
    rest: &'a str,
    /// The row before which a gap has just been given.
    next: Option<Row<'a>>,
    /// The last line, if it stands alone so far.
    alone: Option<&'a str>,
    pub(super) standing: Standing,
}

impl<'a> Rows<'a> {
    #[cfg(test)]
    pub(super) fn of(text: &'a str) -> Self {
        Self::from(text, Standing::default())
    }

    pub(super) fn from(text: &'a str, standing: Standing) -> Self {
        Self { rest: text, next: None, alone: None, standing }
    }

    /// Returns whether a line is a head or a foot of its page. `feeds` says that a form feed ends it.
    fn is_furniture(&mut self, line: &str, feeds: bool) -> bool {
        let Some(furniture) = &mut self.standing.furniture else { return false };
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let rest = self.rest;
        let last = || feeds || rest.bytes().find(|byte| !blank(byte)) == Some(b'\x0c');
        self.standing.at_head > 0 && furniture.is_head(line) || last() && furniture.is_foot(line)
    }

    /// Returns the next line, and whether a form feed ends it.
    fn line(&mut self) -> Option<(&'a str, bool)> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\x0c', self.rest.as_bytes());
        let feeds = end.is_some_and(|end| self.rest.as_bytes()[end] == b'\x0c');
        let (line, rest) = end.map_or((self.rest, ""), |end| (&self.rest[..end], &self.rest[end + 1..]));
        self.rest = rest;
        Some((line.strip_suffix('\r').unwrap_or(line), feeds))
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        if self.next.is_some() {
            return self.next.take();
        }
        loop {
            let (line, feeds) = self.line()?;
            let feeds = feeds && self.standing.furniture.is_some();
            // A letter at its start tells almost every line of prose.
            let prose = line.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
            if !prose && line.trim().is_empty() {
                self.standing.blank += 1;
                if feeds {
                    (self.standing.page_ended, self.standing.at_head) = (true, HEAD_LINES);
                }
                continue;
            }
            if self.is_furniture(line, feeds) {
                self.standing.left_out += 1;
                self.standing.page_ended = true;
                self.standing.at_head = if feeds { HEAD_LINES } else { self.standing.at_head.saturating_sub(1) };
                continue;
            }
            // A short line may be a pattern of letters.
            let short = line.len() <= 32;
            let blank = std::mem::take(&mut self.standing.blank);
            let begun = std::mem::replace(&mut self.standing.begun, true);
            let page_ended = std::mem::replace(&mut self.standing.page_ended, feeds);
            self.standing.at_head = if feeds { HEAD_LINES } else { 0 };
            let parted = || (blank > 0 || !begun) && self.rest.lines().next().is_none_or(|next| next.trim().is_empty());
            let is_break = (!prose || short) && is_ornament(line) && (!is_faint(line) || parted());
            let title = self.alone.take().filter(|_| is_break && blank == 0 && !page_ended);
            let row = match title {
                Some(title) if is_underline(line, title) => Row::Underline,
                _ if is_break => Row::Ornament,
                _ => Row::Text(line),
            };
            self.alone = (blank > 0 || !begun).then_some(line).filter(|_| !is_break);
            if begun && (page_ended || blank > 0) {
                self.next = Some(row);
                return Some(if page_ended { Row::PageEnd } else { Row::Gap(blank) });
            }
            return Some(row);
        }
    }
}
