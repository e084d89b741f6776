//! The title and the author that a plain text begins with: a short line, and one that begins with “by”.

use crate::document::{Metadata, SafeText};

/// The longest title and author's line, in characters.
const LONGEST: usize = 72;

/// What a text's first lines say, and how many of its bytes they are; none where the second is no author's.
pub(super) fn read(sample: &str) -> Option<(Metadata, usize)> {
    let mut at = 0;
    let mut lines = sample.split_inclusive('\n').filter_map(|line| {
        at += line.len();
        let text = line.trim();
        (!text.is_empty()).then_some((text.trim_matches(['_', '*', '=', '#']).trim(), at))
    });
    let (title, _) = lines.next()?;
    let (author, end) = lines.next()?;
    let author =
        author.strip_prefix("by ").or_else(|| author.strip_prefix("By ")).or_else(|| author.strip_prefix("BY "))?;
    let name = author.chars().next().is_some_and(char::is_uppercase) && author.split_whitespace().count() <= 8;
    let short = title.chars().count() <= LONGEST && author.chars().count() <= LONGEST;
    let sentence = title.ends_with(['.', ',', ';', ':', '"', '”'])
        || author.ends_with(['.', ',', ';', '"', '”']) && !author.ends_with("Jr.");
    (name && short && !sentence && !title.is_empty()).then(|| {
        let metadata =
            Metadata { title: SafeText::line(title), author: SafeText::line(author.trim()), ..Metadata::default() };
        (metadata, end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_and_its_author_are_told_from_prose() {
        let told = |text: &str| {
            read(text).map(|(metadata, end)| {
                (metadata.title.to_string(), metadata.author.to_string(), text[end..].to_owned())
            })
        };
        let expected = Some(("The Salt Ledger".to_owned(), "Anna Reader".to_owned(), "\nIt rained.\n".to_owned()));
        assert_eq!(told("The Salt Ledger\n\nby Anna Reader\n\nIt rained.\n"), expected);
        assert_eq!(told("\n  The Salt Ledger\n  By Anna Reader\n\nIt rained.\n"), expected);
        for prose in ["It was late.\nby Anna Reader\n", "It was late\nby the clock on the wall\n", "One line.", ""] {
            assert_eq!(told(prose), None, "{prose}");
        }
    }
}
