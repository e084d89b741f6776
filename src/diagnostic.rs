//! Diagnostics: what is odd about a file, and where. Reading a story, a theme or a sidecar yields them.
//!
//! Lines and columns are counted from 1, columns in characters. The module knows neither files nor formats.

use std::fmt;

use crate::document::SafeText;

/// A remark on a line and column of a source. It never costs the reader a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is odd and, where there is one, the remedy.
    pub message: SafeText,
}

impl Diagnostic {
    /// A remark on the character at `offset` bytes of `source`.
    #[must_use]
    pub fn at(source: &str, offset: usize, message: &str) -> Self {
        let before = &source[..source.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: SafeText::line(message),
        }
    }
}

impl Diagnostic {
    /// Returns the line of the source that the remark is about, with a caret under the column.
    ///
    /// ```
    /// use nightstand::diagnostic::Diagnostic;
    ///
    /// let source = "theme = 'snow'\ncolour = 256\n";
    /// let remark = Diagnostic::at(source, 15, "unknown option");
    /// assert_eq!(remark.pointed(source), "  2 | colour = 256\n    | ^");
    /// ```
    #[must_use]
    pub fn pointed(&self, source: &str) -> String {
        let line = source.lines().nth(self.line - 1).unwrap_or_default();
        let number = self.line.to_string();
        // A tab before the column would move the caret.
        let line = SafeText::line(&line.replace('\t', " "));
        let (margin, indent) = (" ".repeat(number.len()), " ".repeat(self.column - 1));
        format!("  {number} | {line}\n  {margin} | {indent}^", line = &*line)
    }
}

/// The most remarks on one file: who reads on after a thousand?
const MOST: usize = 1000;

/// Remarks that are still being collected, each with its byte in the source.
#[derive(Debug, Default)]
pub struct Remarks {
    noted: Vec<(usize, String)>,
}

impl Remarks {
    /// Notes something odd at a byte of the source.
    pub fn note(&mut self, offset: usize, message: String) {
        if self.noted.len() < MOST {
            self.noted.push((offset, message));
        }
    }

    /// Finds the lines and columns, in one pass over the source.
    #[must_use]
    pub fn place(mut self, source: &str) -> Vec<Diagnostic> {
        self.noted.sort_by_key(|(offset, _)| *offset);
        let (mut line, mut line_start, mut seen) = (1, 0, 0);
        let place = |(offset, message): (usize, String)| {
            let offset = source.floor_char_boundary(offset);
            for (at, _) in source[seen..offset].match_indices('\n') {
                line += 1;
                line_start = seen + at + 1;
            }
            seen = offset;
            let column = source[line_start..offset].chars().count() + 1;
            Diagnostic { line, column, message: SafeText::line(&message) }
        };
        self.noted.into_iter().map(place).collect()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

/// The quotation marks that word processors and the keyboards of phones put in place of straight ones.
const TYPOGRAPHIC_QUOTES: [char; 8] = ['“', '”', '„', '‘', '’', '‚', '«', '»'];

impl Diagnostic {
    /// The remark on a source that is no TOML, given the parser's error. The parser takes a word without quotes, or with those that a word
    /// processor makes, for a number or a switch that is not finished.
    #[must_use]
    pub fn no_toml(source: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        let start = source[..source.floor_char_boundary(at)].rfind('\n').map_or(0, |end| end + 1);
        let line = source[start..].lines().next().unwrap_or_default();
        let value = line.split_once('=').map_or("", |(_, value)| value.trim());
        let bare = value.trim_matches(TYPOGRAPHIC_QUOTES);
        let is_word = bare.starts_with(char::is_alphabetic) && bare.chars().all(|c| c.is_alphanumeric() || c == '-');
        if is_word && value != "true" && value != "false" {
            let at = start + line.find('=').map_or(0, |equals| equals + 1);
            let at = at + (source[at..].len() - source[at..].trim_start().len());
            let straight = if bare == value { "" } else { "straight " };
            return Self::at(source, at, &format!("put it in {straight}quotes: `\"{bare}\"`"));
        }
        if source[source.floor_char_boundary(at)..].starts_with(TYPOGRAPHIC_QUOTES) {
            return Self::at(source, at, "not valid TOML: quotation marks must be straight (`\"`)");
        }
        Self::at(source, at, &format!("not valid TOML: {}", error.message()))
    }
}

/// The valid name nearest to a mistyped one, as the end of a sentence; empty when none is near.
#[must_use]
pub fn suggestion<'a>(typed: &str, valid: impl IntoIterator<Item = &'a str>) -> String {
    // Half the letters right is a slip; fewer is another word.
    const NEAR: f64 = 0.5;
    /// Nor is a whole sentence one.
    const LONGEST: usize = 64;
    if typed.len() > LONGEST {
        return String::new();
    }
    valid
        .into_iter()
        .filter(|name| name.len() <= LONGEST)
        .map(|name| (strsim::normalized_damerau_levenshtein(typed, name), name))
        .filter(|(nearness, _)| *nearness >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(String::new, |(_, name)| format!("; did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_by_line_and_character() {
        let remark = Diagnostic::at("é\nžlo", 5, "here");
        assert_eq!(remark.to_string(), "2:2: here");
    }

    #[test]
    fn remarks_are_placed_in_order_and_no_more_than_anyone_reads() {
        let mut remarks = Remarks::default();
        remarks.note(5, "second".to_owned());
        remarks.note(0, "first".to_owned());
        let placed: Vec<_> = remarks.place("é\nžlo").iter().map(ToString::to_string).collect();
        assert_eq!(placed, ["1:1: first", "2:2: second"]);
        let mut many = Remarks::default();
        (0..9999).for_each(|_| many.note(0, String::new()));
        assert_eq!(many.place("").len(), MOST);
    }

    #[test]
    fn a_slip_is_put_right_and_nonsense_is_not() {
        assert_eq!(suggestion("draem", ["dream", "dawn"]), "; did you mean `dream`?");
        assert_eq!(suggestion("xyzzy", ["dream", "dawn"]), "");
    }
}
