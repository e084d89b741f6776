//! The programs that make a story of a file that Nightstand does not read: the table `[convert]` of `config.toml`.
//!
//! There are none by default: no other program runs before a reader says so. A program gets its arguments as they are, without a
//! shell in between; `{file}` is replaced by the file's path.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::options::KEYS;
use crate::diagnostic::{Diagnostic, suggestion};
use crate::format::Format;

/// The tables as `config show --default` writes them: examples of programs that many have, each behind a comment's sign.
pub const EXAMPLES: &str = r#"# Options of the page for the files whose name a pattern fits. `*` stands for any letters.
# [for."*.fb2"]
# measure = 58
# align = "justify"

# Programs that make stories of files in other formats, by the ending of the file. Each writes the story to its standard
# output; `to` is text, markdown, html or epub. `{file}` is the file's path. Without a table, no other program runs.
# [convert]
# docx = { command = ["pandoc", "{file}", "-t", "epub", "-o", "-"], to = "epub" }
# odt = { command = ["pandoc", "{file}", "-t", "epub", "-o", "-"], to = "epub" }
# rtf = { command = ["pandoc", "{file}", "-t", "epub", "-o", "-"], to = "epub" }
# pdf = { command = ["pdftotext", "-layout", "{file}", "-"], to = "text" }
# djvu = { command = ["djvutxt", "{file}"], to = "text" }
# mobi = { command = ["sh", "-c", "d=$(mktemp -d) && ebook-convert \"$1\" \"$d/a.epub\" >&2 && cat \"$d/a.epub\"; rm -r \"$d\"", "sh", "{file}"], to = "epub" }
# azw3 = { command = ["sh", "-c", "d=$(mktemp -d) && ebook-convert \"$1\" \"$d/a.epub\" >&2 && cat \"$d/a.epub\"; rm -r \"$d\"", "sh", "{file}"], to = "epub" }
"#;

/// What a program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Makes {
    /// Something that tells itself what it is.
    Anything,
    /// A text in this format.
    Text(Format),
    /// An EPUB.
    Book,
}

/// The names of what a program may write.
const MAKES: [(&str, Makes); 4] = [
    ("text", Makes::Text(Format::Plain)),
    ("markdown", Makes::Text(Format::Story)),
    ("html", Makes::Text(Format::Html)),
    ("epub", Makes::Book),
];

/// A program that makes a story of files with one ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converter {
    /// The program and its arguments, at least one word.
    pub command: Vec<String>,
    /// What it writes to its standard output.
    pub makes: Makes,
}

/// The programs by the endings of files, in small letters and without the period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Converters(BTreeMap<String, Converter>);

impl Converters {
    /// Returns the program for a file, by its ending.
    #[must_use]
    pub fn of(&self, file: &Path) -> Option<&Converter> {
        self.0.get(&file.extension()?.to_str()?.to_lowercase())
    }

    /// Returns the endings, in their alphabetic order.
    pub fn endings(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Reads the table. What can't be read is left out and remarked on.
    pub(super) fn read(&mut self, source: &str, table: &DeTable<'_>, remarks: &mut Vec<Diagnostic>) {
        for (ending, value) in table {
            if KEYS.iter().any(|key| key.name == ending.get_ref()) {
                let wrong = format!("`{}` stands in [convert]; put it above the first table", ending.get_ref());
                remarks.push(Diagnostic::at(source, ending.span().start, &wrong));
                continue;
            }
            match converter(value) {
                Ok(converter) => {
                    let ending = ending.get_ref().trim_start_matches('.').to_lowercase();
                    self.0.insert(ending, converter);
                }
                Err((at, wrong)) => remarks.push(Diagnostic::at(source, at, &wrong)),
            }
        }
    }

    /// Returns these programs, and those of a weaker source for other endings.
    pub(super) fn or(self, weaker: Self) -> Self {
        Self(weaker.0.into_iter().chain(self.0).collect())
    }
}

/// Reads one program: a list of arguments, or a table with such a list as `command`, and what it writes as `to`. An error has the
/// byte at which it stands.
fn converter(value: &Spanned<DeValue<'_>>) -> Result<Converter, (usize, String)> {
    match value.get_ref() {
        DeValue::Array(_) => Ok(Converter { command: words(value)?, makes: Makes::Anything }),
        DeValue::Table(table) => {
            let (mut command, mut makes) = (None, Makes::Anything);
            for (key, value) in table {
                match (&**key.get_ref(), value.get_ref()) {
                    ("command", _) => command = Some(words(value)?),
                    ("to", DeValue::String(name)) => {
                        makes = named(name).map_err(|wrong| (value.span().start, wrong))?;
                    }
                    ("to", _) => return Err((value.span().start, "`to` must be a string".to_owned())),
                    (other, _) => {
                        let near = suggestion(other, ["command", "to"]);
                        return Err((key.span().start, format!("a converter has no `{other}`{near}")));
                    }
                }
            }
            let command = command.ok_or_else(|| (value.span().start, "a converter needs its `command`".to_owned()))?;
            Ok(Converter { command, makes })
        }
        _ => {
            Err((value.span().start, "a converter is a list of arguments, or { command = […], to = \"…\" }".to_owned()))
        }
    }
}

/// Reads a list of arguments.
fn words(value: &Spanned<DeValue<'_>>) -> Result<Vec<String>, (usize, String)> {
    let wrong = || (value.span().start, "a command is a list of strings: the program, then its arguments".to_owned());
    let DeValue::Array(words) = value.get_ref() else { return Err(wrong()) };
    let text = |word: &Spanned<DeValue<'_>>| match word.get_ref() {
        DeValue::String(text) => Ok(text.to_string()),
        _ => Err(wrong()),
    };
    let words = words.iter().map(text).collect::<Result<Vec<_>, _>>()?;
    if words.is_empty() { Err(wrong()) } else { Ok(words) }
}

/// Returns what is made, by its name.
fn named(name: &str) -> Result<Makes, String> {
    let known = MAKES.iter().find(|(known, _)| *known == name).map(|(_, makes)| *makes);
    known.ok_or_else(|| {
        let names = MAKES.map(|(name, _)| name);
        let near = suggestion(name, names);
        format!("`to` can't be `{name}`{near} (values: {})", names.join(", "))
    })
}

#[cfg(test)]
mod tests;
