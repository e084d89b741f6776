//! The title and the author that a plain text begins with: a title page, lines that say what they are, or a short line and one that
//! begins with “by”.

use super::rows::indent;
use crate::document::{Metadata, SafeText};

/// The longest title and author's line, in characters.
const LONGEST: usize = 72;

/// What stands before an author's name, in the languages that are hyphenated.
const BY: [&str; 10] = ["by", "von", "par", "por", "di", "door", "av", "af", "автор", "autor"];

/// The names of fields, in the same languages.
const TITLE: [&str; 9] = ["title", "titel", "titre", "título", "titulo", "titolo", "tytuł", "название", "název"];
const AUTHOR: [&str; 9] = ["author", "autor", "auteur", "autore", "författare", "автор", "verfasser", "by", "autorin"];

/// A line of a text's beginning.
struct TitleLine<'a> {
    text: &'a str,
    indent: usize,
    /// Where it ends in the text.
    end: usize,
}

/// What a text's first lines say, and how many of its bytes they are; none where they name no author.
pub(super) fn read(sample: &str) -> Option<(Metadata, usize)> {
    /// A title page has no more lines.
    const MOST: usize = 6;
    let mut at = 0;
    let lines: Vec<TitleLine<'_>> = sample
        .split_inclusive('\n')
        .filter_map(|line| {
            at += line.len();
            let text = line.trim().trim_matches(['_', '*', '=', '#']).trim();
            (!text.is_empty()).then_some(TitleLine { text, indent: indent(line), end: at })
        })
        .take(MOST)
        .collect();
    fields(&lines).or_else(|| page(&lines))
}

/// “Title: The Ferry”, “Author: Ada Holm”.
fn fields(lines: &[TitleLine<'_>]) -> Option<(Metadata, usize)> {
    let mut metadata = Metadata::default();
    let mut end = 0;
    for line in lines {
        let Some((name, value)) = line.text.split_once(':') else { break };
        let name = name.trim().to_lowercase();
        let field = if TITLE.contains(&&*name) {
            &mut metadata.title
        } else if AUTHOR.contains(&&*name) && end > 0 {
            &mut metadata.author
        } else {
            break;
        };
        *field = SafeText::line(value.trim());
        end = line.end;
    }
    (!metadata.title.is_empty() && !metadata.author.is_empty()).then_some((metadata, end))
}

/// A title, perhaps a line under it where both stand in the middle, and the author's.
fn page(lines: &[TitleLine<'_>]) -> Option<(Metadata, usize)> {
    let title = lines.first()?;
    let centred = |line: &TitleLine<'_>| line.indent >= 8;
    let dated = lines.get(1).is_some_and(|line| is_year(line.text));
    let under = dated || lines.len() > 2 && by(lines[1].text).is_none() && centred(title) && centred(&lines[1]);
    // “by” may stand on a line of its own.
    let mut at = 1 + usize::from(under && !lines.get(1).is_some_and(|line| is_by(line.text)));
    let alone = is_by(lines.get(at)?.text);
    at += usize::from(alone);
    let line = lines.get(at)?;
    let named = || without_year(line.text);
    let author = if alone { named().starts_with(char::is_uppercase).then(named)? } else { by(line.text)? };
    let short = title.text.chars().count() <= LONGEST && line.text.chars().count() <= LONGEST;
    let sentence = title.text.ends_with(['.', ',', ';', ':', '"', '”'])
        || author.ends_with(['.', ',', ';', '"', '”']) && !author.ends_with("Jr.");
    (short && !sentence).then(|| {
        let metadata =
            Metadata { title: SafeText::line(title.text), author: SafeText::line(author), ..Metadata::default() };
        (metadata, line.end)
    })
}

/// Whether a line is nothing but what stands before an author's name.
fn is_by(line: &str) -> bool {
    BY.contains(&&*line.to_lowercase())
}

/// Whether a line is a year in brackets.
fn is_year(line: &str) -> bool {
    let inner = line.strip_prefix('(').and_then(|line| line.strip_suffix(')'));
    inner.is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An author's line without the year behind the name.
fn without_year(line: &str) -> &str {
    line.rsplit_once(' ').filter(|(_, year)| is_year(year)).map_or(line, |(name, _)| name)
}

/// The name behind “by”: words with a capital, or behind a colon one word as people call themselves.
fn by(line: &str) -> Option<&str> {
    /// A name with its title has no more words.
    const MOST_WORDS: usize = 8;
    let (lead, name) = line.split_once([' ', ':'])?;
    let colon = line[lead.len()..].starts_with(':');
    let name = name.trim();
    let words = name.split_whitespace().count();
    let known = BY.contains(&&*lead.to_lowercase()) && (1..=MOST_WORDS).contains(&words);
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    (known && (capital || colon && words == 1)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(String, String, String)> {
        read(text)
            .map(|(metadata, end)| (metadata.title.to_string(), metadata.author.to_string(), text[end..].to_owned()))
    }

    #[test]
    fn a_title_and_its_author_are_told_from_prose() {
        let expected = Some(("The Salt Ledger".to_owned(), "Anna Reader".to_owned(), "\nIt rained.\n".to_owned()));
        for text in [
            "The Salt Ledger\n\nby Anna Reader\n\nIt rained.\n",
            "\n  The Salt Ledger\n  By Anna Reader\n\nIt rained.\n",
            "The Salt Ledger\n\nvon Anna Reader\n\nIt rained.\n",
            "            The Salt Ledger\n\n            A Novel\n\n            by Anna Reader\n\nIt rained.\n",
            "Title: The Salt Ledger\nAuthor: Anna Reader\n\nIt rained.\n",
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
        assert_eq!(told("Harbour\n\nBy: salt77\n\nIt rained.").map(|told| told.1).as_deref(), Some("salt77"));
        for prose in [
            "It was late.\nby Anna Reader\n",
            "It was late\nby the clock on the wall\n",
            "It was late\nby night\n",
            "Title: alone\n\nIt rained.\n",
            "One line.",
            "",
        ] {
            assert_eq!(told(prose), None, "{prose}");
        }
    }
}
