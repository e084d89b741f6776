//! Words that were broken with a hyphen when a text was wrapped.
//!
//! A hyphen at a line's end may be the word's own: `well-` and `known`. So it is asked first whether the text breaks words at all, and
//! then of each word whether the text has it with the hyphen within a line, or whether it is a compound by its parts.

use std::collections::HashSet;

use super::rows::Row;

/// The words of a sample that tell about hyphens.
#[derive(Debug, Clone, Default)]
pub(super) struct BrokenWords {
    /// Whether words are broken at the ends of lines.
    breaks: bool,
    /// The compounds that stand within a line.
    compounds: HashSet<String>,
}

/// Parts that stand before a hyphen of their own, in the languages that have such compounds.
const FIRST: [&str; 60] = [
    "well", "ill", "self", "half", "ex", "all", "cross", "great", "high", "low", "long", "short", "old", "new", "hard",
    "soft", "open", "deep", "far", "near", "good", "bad", "full", "first", "second", "third", "one", "two", "three",
    "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
    "eighty", "ninety", "mother", "father", "sister", "brother", "son", "daughter", "to", "by", "man", "so", "non",
    "semi", "demi", "quasi", "north", "south",
];

/// The broken words that are looked for elsewhere. They tell as well as all of them.
const MOST_ENDS: usize = 64;

impl BrokenWords {
    /// Looks at a sample and its rows, of which it may be known that they are a printed book's.
    pub(super) fn of(sample: &str, rows: &[Row<'_>], scanned: bool) -> Self {
        let mut compounds = HashSet::new();
        let mut ends: Vec<(&str, &str)> = Vec::new();
        let (mut lines, mut last): (usize, Option<&str>) = (0, None);
        for row in rows {
            let Row::Text(line) = row else {
                last = None;
                continue;
            };
            if let Some(before) = last.take() {
                let line = line.trim_start();
                let next = line.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
                if next.starts_with(char::is_lowercase) {
                    ends.push((before, next));
                }
            }
            lines += 1;
            if !line.contains('-') {
                continue;
            }
            for word in line.split(|c: char| !c.is_alphanumeric() && c != '-') {
                if word.trim_matches('-').contains('-') && !word.contains("--") {
                    compounds.insert(word.trim_matches('-').to_lowercase());
                }
            }
            last = broken_end(line);
        }
        let count = ends.len();
        ends.truncate(MOST_ENDS);
        let stands = |word: &str| memchr::memmem::find(sample.as_bytes(), word.as_bytes()).is_some();
        let joined = ends.iter().filter(|(a, b)| stands(&format!("{a}{b}"))).count();
        let kept = ends.iter().filter(|(a, b)| compounds.contains(&format!("{a}-{b}").to_lowercase())).count();
        // Where words are broken, most of them stand elsewhere in one piece.
        let most = joined > 2 * kept && joined * 2 >= ends.len();
        // Where no word tells, the ends of lines do: of wrapped prose that breaks no words one line in a hundred ends so.
        let many = count * 25 >= lines && count >= 2;
        Self { breaks: scanned || most || many && kept * 3 <= ends.len(), compounds }
    }

    /// Returns how a word goes on over the end of a line: whether its hyphen is left out. `None` where no word is broken.
    pub(super) fn joins(&self, line: &str, next: &str) -> Option<bool> {
        let before = broken_end(line)?;
        let after: &str = next.trim_start().split(|c: char| !c.is_alphanumeric() && c != '-').next()?;
        if !after.starts_with(char::is_lowercase) {
            return None;
        }
        let compound = format!("{before}-{after}").to_lowercase();
        let own = after.contains('-') || self.compounds.contains(&compound) || FIRST.contains(&&*before.to_lowercase());
        Some(self.breaks && !own)
    }
}

/// The part of a word that stands before a hyphen at a line's end.
fn broken_end(line: &str) -> Option<&str> {
    let line = line.trim_end().strip_suffix('-').filter(|line| !line.ends_with('-'))?;
    let word = line.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next()?;
    word.ends_with(char::is_alphabetic).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::super::rows::Rows;
    use super::*;

    fn broken(text: &str) -> BrokenWords {
        BrokenWords::of(text, &Rows::of(text).collect::<Vec<_>>(), false)
    }

    #[test]
    fn a_broken_word_is_joined_and_a_compound_stays() {
        let text = "Nobody had any-\nthing to say, be-\ncause a well-\nknown man, a sea-\nbeaten one, with a sea-beaten hat,\nhis mother-\nin-law and the twenty-\nfirst engi-\nneer were there.\n";
        let hyphens = broken(text);
        for (line, next, joins) in [
            ("had any-", "thing to", Some(true)),
            ("the engi-", "neer were", Some(true)),
            ("a well-", "known man", Some(false)),
            ("a sea-", "beaten one", Some(false)),
            ("his mother-", "in-law", Some(false)),
            ("the twenty-", "first", Some(false)),
            ("He said-", "Then", None),
            ("so--", "then", None),
            ("no hyphen", "here", None),
        ] {
            assert_eq!(hyphens.joins(line, next), joins, "{line} {next}");
        }
    }

    #[test]
    fn a_text_that_breaks_no_words_keeps_its_hyphens() {
        let prose = "The ferry lay at the quay, and nobody who had come down to it said a word.\n".repeat(60);
        let text =
            format!("{prose}It was in the drawing-\nroom. They had a sea-\nbeaten look.\nThe drawing-room was dark.\n");
        assert_eq!(broken(&text).joins("a sea-", "beaten look"), Some(false));
    }
}
