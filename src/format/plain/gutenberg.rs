//! What Project Gutenberg puts before and after a book: its header names title and author, its licence is no part of the story.

use crate::document::{Language, Metadata, SafeText};

/// Whether a line is the last of the header.
pub(super) fn starts(line: &str) -> bool {
    is_marker(line, "START")
}

/// Whether a line is the first of the licence.
pub(super) fn ends(line: &str) -> bool {
    is_marker(line, "END")
        || line.starts_with("End of the Project Gutenberg")
        || line.starts_with("End of Project Gutenberg")
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

/// What a header says.
pub(super) fn metadata(header: &str) -> Metadata {
    let field = |name: &str| {
        let line = header.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        SafeText::line(line.unwrap_or_default().trim())
    };
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
        _ => "",
    };
    Metadata { title: field("Title"), author: field("Author"), language: Language::parse(code), ..Metadata::default() }
}
