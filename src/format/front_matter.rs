//! The TOML between `+++` lines at a story's head.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Remarks, suggestion};
use crate::document::{Language, Metadata, SafeText};

/// The line that stands before and after it.
pub(super) const FENCE: &str = "+++";

/// The longest front matter, in bytes. Each of its lines may be wrong, and each fault is remarked on.
const LONGEST: usize = 64 << 10;

/// The keys that are understood.
const KEYS: [&str; 4] = ["title", "author", "language", "licence"];

/// Reads a front matter that stands `base` bytes into its file. What can't be read is remarked on.
pub(super) fn read(source: &str, base: usize, remarks: &mut Remarks) -> Metadata {
    if source.len() > LONGEST {
        remarks.note(base, format!("the front matter is longer than {LONGEST} bytes and was ignored"));
        return Metadata::default();
    }
    let (table, errors) = DeTable::parse_recoverable(source);
    let mut reader = FieldReader { base, metadata: Metadata::default(), remarks };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.remark(at, &format!("the front matter is not valid TOML: {}", error.message()));
    }
    for (key, value) in table.get_ref() {
        reader.entry(key.get_ref(), key.span().start, value);
    }
    reader.metadata
}

/// Reads the front matter between `---` lines that other programs write: of its lines those that name what we know.
pub(super) fn read_yaml(source: &str) -> Metadata {
    let field = |names: &[&str]| {
        let line = source.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            names.contains(&key.trim().to_lowercase().as_str()).then_some(value)
        });
        SafeText::line(line.unwrap_or_default().trim().trim_matches(['"', '\'']))
    };
    Metadata {
        title: field(&["title"]),
        author: field(&["author", "authors", "by"]),
        language: Language::parse(&field(&["language", "lang"])),
        licence: field(&["licence", "license", "rights"]),
        ..Metadata::default()
    }
}

struct FieldReader<'a> {
    base: usize,
    metadata: Metadata,
    remarks: &'a mut Remarks,
}

impl FieldReader<'_> {
    fn entry(&mut self, key: &str, at: usize, value: &Spanned<DeValue<'_>>) {
        if !KEYS.contains(&key) && key != "license" {
            let near = suggestion(key, KEYS);
            self.remark(at, &format!("unknown key `{key}` in the front matter{near}"));
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
                    let message = format!("`{text}` is not a language tag; write `en` or `pt-BR`, for example");
                    self.remark(value.span().start, &message);
                }
            }
            _ => self.metadata.licence = SafeText::line(text),
        }
    }

    fn remark(&mut self, at: usize, message: &str) {
        self.remarks.note(self.base + at, message.to_owned());
    }
}
