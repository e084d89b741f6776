//! The TOML between `+++` lines at a story's head.

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use yaml_rust2::parser::Event;

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

/// Reads the front matter between `---` lines that other programs write: of its fields those that name what we know. A list is a list
/// of people.
pub(super) fn read_yaml(source: &str) -> Metadata {
    let fields = if source.len() <= LONGEST { yaml_fields(source) } else { Vec::new() };
    let field = |names: &[&str]| {
        let value = fields.iter().find(|(key, _)| names.contains(&key.as_str()));
        SafeText::line(value.map_or("", |(_, value)| value.trim()))
    };
    Metadata {
        title: field(&["title"]),
        author: field(&["author", "authors", "by", "creator"]),
        language: Language::parse(&field(&["language", "lang"])),
        licence: field(&["licence", "license", "rights"]),
        ..Metadata::default()
    }
}

/// The fields of a YAML mapping whose values are texts or lists of texts, by their names in lower case. What is not valid ends it.
fn yaml_fields(source: &str) -> Vec<(String, String)> {
    /// No front matter has more.
    const MOST: usize = 4096;
    let mut parser = yaml_rust2::parser::Parser::new_from_str(source);
    let (mut depth, mut in_list, mut fields) = (0_usize, false, Vec::<(String, String)>::new());
    let mut key: Option<String> = None;
    // What is said next of one of some people.
    let mut of_person: Option<String> = None;
    for _ in 0..MOST {
        let Ok((event, _)) = parser.next_token() else { break };
        match event {
            Event::MappingStart(..) => depth += 1,
            Event::SequenceStart(..) => {
                in_list = depth == 1 && key.is_some();
                depth += 1;
            }
            Event::MappingEnd => {
                depth = depth.saturating_sub(1);
                key = key.filter(|_| depth > 1);
            }
            Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                (in_list, key) = (false, key.filter(|_| depth > 1));
            }
            Event::Scalar(text, ..) if depth == 1 => match key.take() {
                Some(name) => fields.push((name, text)),
                None => key = Some(text.to_lowercase()),
            },
            // One person, with a name and more.
            Event::Scalar(text, ..) if depth == 2 && !in_list => match (of_person.take(), &key) {
                (None, _) => of_person = Some(text.to_lowercase()),
                (Some(what), Some(name)) if what == "name" => fields.push((name.clone(), text)),
                _ => {}
            },
            Event::Scalar(text, ..) if depth == 3 && in_list && of_person.is_none() => {
                of_person = Some(text.to_lowercase());
            }
            Event::Scalar(..) if depth == 3 && in_list && of_person.as_deref() != Some("name") => of_person = None,
            Event::Scalar(text, ..) if (depth == 2 || depth == 3 && of_person.take().is_some()) && in_list => {
                match (&key, fields.last_mut()) {
                    (Some(name), Some((last, value))) if last == name => *value = format!("{value}, {text}"),
                    (Some(name), _) => fields.push((name.clone(), text)),
                    (None, _) => {}
                }
            }
            Event::StreamEnd => break,
            _ => {}
        }
    }
    fields
}

struct FieldReader<'a> {
    base: usize,
    metadata: Metadata,
    remarks: &'a mut Remarks,
}

impl FieldReader<'_> {
    fn entry(&mut self, key: &str, at: usize, value: &Spanned<DeValue<'_>>) {
        if !KEYS.contains(&key) && !matches!(key, "license" | "authors") {
            let near = suggestion(key, KEYS);
            self.remark(at, &format!("unknown key `{key}` in the front matter{near}"));
            return;
        }
        let people = match value.get_ref() {
            DeValue::Array(all) if matches!(key, "author" | "authors") => {
                let name = |one: &Spanned<DeValue<'_>>| one.get_ref().as_str().map(str::to_owned);
                Some(all.iter().filter_map(name).collect::<Vec<_>>().join(", "))
            }
            _ => None,
        };
        let text = match (&people, value.get_ref()) {
            (Some(people), _) => people.as_str(),
            (None, DeValue::String(text)) => text,
            (None, _) => {
                self.remark(value.span().start, &format!("`{key}` must be a string"));
                return;
            }
        };
        match key {
            "title" => self.metadata.title = SafeText::line(text),
            "author" | "authors" => self.metadata.author = SafeText::line(text),
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

#[cfg(test)]
mod tests;
