//! What Project Gutenberg puts before and after a book: its header names title and author, its licence is no part of the story.

use crate::document::{Language, Metadata, SafeText};

/// Whether a line is the last of the header.
pub(super) fn starts(line: &str) -> bool {
    is_marker(line, "START")
}

/// Whether a line is the first of the licence.
pub(super) fn ends(line: &str) -> bool {
    let near = &line[..line.floor_char_boundary(48)];
    is_marker(line, "END")
        || near.starts_with("End of")
            && ["end of the project gutenberg", "end of project gutenberg", "end of this project gutenberg"]
                .iter()
                .any(|lead| near.to_lowercase().starts_with(lead))
}

fn is_marker(line: &str, word: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix("***") else { return false };
    let rest = rest.trim_start();
    rest.starts_with(word) && rest.contains("PROJECT GUTENBERG")
}

/// The bytes of the header in a text's beginning, and of what says who made the file; none where it has none.
pub(super) fn header(sample: &str) -> usize {
    let mut at = 0;
    for line in sample.split_inclusive('\n') {
        at += line.len();
        if starts(line) {
            return at + credits(&sample[at..]);
        }
    }
    old_header(sample)
}

/// The bytes of a header of the 1990s: it ends with the small print.
fn old_header(sample: &str) -> usize {
    /// The small print ends within so many bytes.
    const NEAR: usize = 24 << 10;
    let near = &sample[..sample.floor_char_boundary(NEAR)];
    if !near.contains("Project Gutenberg") {
        return 0;
    }
    let mut at = 0;
    for line in near.split_inclusive('\n') {
        at += line.len();
        if line.trim_start().starts_with('*')
            && line.contains("END")
            && line.contains("SMALL PRINT")
            && !line.contains("START")
        {
            return at;
        }
    }
    0
}

/// How lines begin that say who made the file.
const CREDITS: [&str; 7] = [
    "Produced by",
    "E-text prepared by",
    "Etext prepared by",
    "Transcribed from",
    "This eBook was produced by",
    "This etext was p",
    "(Additional editing",
];

/// The bytes of the paragraphs that a book begins with and that say who made the file; none where it does not begin so.
pub(super) fn credits(text: &str) -> usize {
    let (mut end, mut at, mut inside) = (0, 0, false);
    for line in text.split_inclusive('\n') {
        at += line.len();
        let blank = line.trim().is_empty();
        if !blank && !inside {
            inside = CREDITS.iter().any(|credit| line.trim_start().starts_with(credit));
            if !inside {
                break;
            }
        }
        inside &= !blank;
        if blank {
            end = at;
        }
    }
    end
}

/// What a header of the 1990s says, in its first line and in one that begins with “by”.
fn old_metadata(header: &str) -> Metadata {
    let after = |lead: &str| header.lines().take(20).find_map(|line| line.split_once(lead).map(|(_, rest)| rest));
    let title = ["Etext of ", "EBook of ", "eBook of ", "Etext, "].into_iter().find_map(after).unwrap_or_default();
    let title = title.trim_matches(['*', ' ', '.']);
    let (title, author) = title.split_once(", by ").map_or((title, None), |(title, author)| (title, Some(author)));
    let by =
        || header.lines().map(str::trim).find_map(|line| line.strip_prefix("by ").or_else(|| line.strip_prefix("By ")));
    let author = author.or_else(by).unwrap_or_default();
    Metadata { title: SafeText::line(title), author: SafeText::line(author.trim_matches('*')), ..Metadata::default() }
}

/// What a header says.
pub(super) fn metadata(header: &str) -> Metadata {
    let field = |name: &str| {
        let line = header.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        SafeText::line(line.unwrap_or_default().trim())
    };
    if field("Title").is_empty() {
        return old_metadata(header);
    }
    let language = field("Language");
    let code = match language.to_lowercase().as_str() {
        "english" => "en",
        "german" => "de",
        "french" => "fr",
        "spanish" => "es",
        "italian" => "it",
        "portuguese" => "pt",
        "dutch" => "nl",
        "polish" => "pl",
        "russian" => "ru",
        "czech" => "cs",
        "swedish" => "sv",
        "finnish" => "fi",
        "danish" => "da",
        "norwegian" => "no",
        "icelandic" => "is",
        "hungarian" => "hu",
        "greek" => "el",
        "turkish" => "tr",
        "ukrainian" => "uk",
        "bulgarian" => "bg",
        "serbian" => "sr",
        "croatian" => "hr",
        "slovenian" => "sl",
        "slovak" => "sk",
        "romanian" => "ro",
        "catalan" => "ca",
        "galician" => "gl",
        "latin" => "la",
        "esperanto" => "eo",
        "welsh" => "cy",
        "irish" => "ga",
        "afrikaans" => "af",
        "tagalog" => "tl",
        "hebrew" => "he",
        "arabic" => "ar",
        "hindi" => "hi",
        "chinese" => "zh",
        "japanese" => "ja",
        "korean" => "ko",
        _ => "",
    };
    Metadata { title: field("Title"), author: field("Author"), language: Language::parse(code), ..Metadata::default() }
}
