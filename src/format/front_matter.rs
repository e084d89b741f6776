//! The TOML between `+++` lines at a story's head.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Diagnostic, suggestion};
use crate::document::{Language, Metadata, SafeText};

/// The line that stands before and after it.
pub(super) const FENCE: &str = "+++";

/// The keys that are understood.
const KEYS: [&str; 4] = ["title", "author", "language", "licence"];

/// Reads the front matter that stands at `range` of `source`. What can't be read is remarked on.
pub(super) fn read(source: &str, range: Range<usize>) -> (Metadata, Vec<Diagnostic>) {
    let base = range.start;
    let (table, errors) = DeTable::parse_recoverable(&source[range]);
    let mut reader = Reader { source, base, metadata: Metadata::default(), remarks: Vec::new() };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.remark(at, &format!("the front matter is not valid TOML: {}", error.message()));
    }
    for (key, value) in table.get_ref() {
        reader.entry(key.get_ref(), key.span().start, value);
    }
    reader.remarks.sort_by_key(|remark| (remark.line, remark.column));
    (reader.metadata, reader.remarks)
}

struct Reader<'a> {
    source: &'a str,
    base: usize,
    metadata: Metadata,
    remarks: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn entry(&mut self, key: &str, at: usize, value: &Spanned<DeValue<'_>>) {
        if !KEYS.contains(&key) && key != "license" {
            let near = suggestion(key, KEYS);
            self.remark(at, &format!("the front matter has no key `{key}`{near}"));
            return;
        }
        let DeValue::String(text) = value.get_ref() else {
            self.remark(value.span().start, &format!("`{key}` must be a string"));
            return;
        };
        match key {
            "title" => self.metadata.title = SafeText::line(text),
            "author" => self.metadata.author = SafeText::line(text),
            "language" => {
                self.metadata.language = Language::parse(text);
                if self.metadata.language.is_none() {
                    let message = format!("`{text}` is not a language tag such as `en` or `pt-BR`");
                    self.remark(value.span().start, &message);
                }
            }
            _ => self.metadata.licence = SafeText::line(text),
        }
    }

    fn remark(&mut self, at: usize, message: &str) {
        self.remarks.push(Diagnostic::at(self.source, self.base + at, message));
    }
}
