//! The furniture of printed pages in a text that parts them by form feeds, as programs write that make text of PDF: running heads
//! and feet.
//!
//! Part of reading a text's rows. A line is left out only where it is certain to be no text: it stands first or last on its page,
//! and but for its numbers it does so on three pages in a row, or on every second one.

use std::collections::{HashMap, HashSet};

/// The fewest pages on which a line has to stand.
const FEWEST: usize = 3;

/// The longest line of furniture, in bytes: a whole row of a typescript.
const LONGEST: usize = 100;

/// What is printed on pages around their text.
#[derive(Debug, Clone, Default)]
pub(super) struct Furniture {
    /// The heads and feet, each by its [`key`].
    heads: HashSet<String>,
    feet: HashSet<String>,
}

impl Furniture {
    /// Returns the furniture of a text's pages. It is `None` for a text without such pages; pages may have none.
    pub(super) fn of(sample: &str) -> Option<Self> {
        let pages: Vec<&str> = sample.split('\x0c').collect();
        // What follows the last form feed may be cut.
        let (_, whole) = pages.split_last()?;
        if whole.len() < FEWEST {
            return None;
        }
        let heads = whole.iter().map(|page| page.lines().find(|line| !line.trim().is_empty()));
        let feet = whole.iter().map(|page| page.lines().rev().find(|line| !line.trim().is_empty()));
        Some(Self { heads: repeated(heads), feet: repeated(feet) })
    }

    /// Returns whether the first line of a page is its head.
    pub(super) fn is_head(&self, line: &str) -> bool {
        is_among(&self.heads, line)
    }

    /// Returns whether the last line of a page is its foot.
    pub(super) fn is_foot(&self, line: &str) -> bool {
        is_among(&self.feet, line)
    }
}

fn is_among(keys: &HashSet<String>, line: &str) -> bool {
    !keys.is_empty() && line.len() <= LONGEST && keys.contains(&key(line))
}

/// The keys of lines that come again on near pages. There is at most one line for each page.
fn repeated<'a>(lines: impl Iterator<Item = Option<&'a str>>) -> HashSet<String> {
    /// Left and right pages have heads of their own.
    const NEAR: usize = 2;
    // The last page of each line, and how many pages in a row it stands on.
    let mut runs: HashMap<String, (usize, usize)> = HashMap::new();
    let mut found = HashSet::new();
    for (page, line) in lines.enumerate() {
        let Some(line) = line.filter(|line| line.len() <= LONGEST) else { continue };
        let key = key(line);
        let run = runs.entry(key.clone()).or_insert((page, 0));
        *run = (page, if page - run.0 <= NEAR { run.1 + 1 } else { 1 });
        if run.1 >= FEWEST {
            found.insert(key);
        }
    }
    found
}

/// A line without what differs from page to page: its numbers, and the width of its gaps.
fn key(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    // The pages of a preface are numbered in Roman letters.
    if let [roman] = words[..]
        && roman.bytes().all(|byte| b"ivxlc".contains(&byte))
    {
        return "#".to_owned();
    }
    let mut key = String::with_capacity(line.len());
    for c in words.join(" ").chars() {
        match c {
            '0'..='9' if key.ends_with('#') => {}
            '0'..='9' => key.push('#'),
            c => key.push(c),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::super::{ReadOptions, read};
    use crate::document::Draft;
    use crate::format::Beginning;

    fn draft(text: &str, keep_all: bool) -> Draft {
        let options = ReadOptions { keep_all, ..ReadOptions::default() };
        read(text, &options, &mut Beginning::unwanted()).draft
    }

    fn texts(draft: &Draft) -> Vec<String> {
        draft.blocks().map(|(_, _, block)| block.text.to_owned()).collect()
    }

    /// Pages, each but the first with a head, each with a paragraph that runs over its end, and a foot.
    fn pages(head: fn(usize) -> String, foot: fn(usize) -> String) -> String {
        let all: Vec<String> = (1..=8)
            .map(|n| {
                let (head, foot) = (if n > 1 { head(n) } else { String::new() }, foot(n));
                let went = "a".repeat(n);
                format!("{head}\nwater number {n} came in over the sand. By noon it\nhad reached the wall.\n\nThe day after they went out again and {went} saw the\n\n{foot}\n\x0c")
            })
            .collect();
        all.concat()
    }

    #[test]
    fn heads_and_feet_are_left_out_and_paragraphs_run_over_pages() {
        let left_and_right = |n: usize| {
            if n.is_multiple_of(2) { format!("{n}    THE FERRY") } else { format!("A. Hale    {n}") }
        };
        for text in [pages(left_and_right, |_| String::new()), pages(|_| "THE FERRY".to_owned(), |n| n.to_string())] {
            let told = texts(&draft(&text, false));
            assert!(told.iter().all(|text| !text.contains("FERRY") && !text.contains("Hale")), "{told:#?}");
            assert_eq!(told.len(), 9, "{told:#?}");
            let over = "The day after they went out again and a saw the water number 2 came in over the sand.";
            assert!(told[1].starts_with(over), "{told:#?}");
            assert!(texts(&draft(&text, true)).join(" ").contains("FERRY"));
        }
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let told = draft(&pages(|_| "THE FERRY".to_owned(), |n| n.to_string()), false).read_as;
        assert!(told.iter().any(|told| told.contains("15 heads and feet of pages left out")), "{told:?}");
    }

    #[test]
    fn a_first_line_that_comes_again_far_off_is_text() {
        let page = |first: &str, n: usize| format!("{first}\nThe tide of day {n} was low, and it was late.\n\n\x0c");
        let text: String = (0..12)
            .map(|n| {
                page(
                    &if n % 4 == 0 { "HAMLET.".to_owned() } else { format!("So {}", ["a", "b", "c"][n % 3].repeat(n)) },
                    n,
                )
            })
            .collect();
        assert_eq!(texts(&draft(&text, false)).join(" ").matches("HAMLET").count(), 3);
    }
}
