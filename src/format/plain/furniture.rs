//! The furniture of printed pages in a text that parts them by form feeds, as programs write that make text of PDF: running heads
//! and feet.
//!
//! Part of reading a text's rows. A line is left out only where it is certain to be no text: sentences run over the ends of pages,
//! and the line comes first or last on three near pages word for word, or with the number of its page.

use std::collections::{HashMap, HashSet};

use super::heading;
use super::pages::page_number;
use super::shape::ends_sentence;

/// The fewest pages on which a line has to stand, and the fewest in all.
const FEWEST: usize = 3;

/// The fewest pages over whose end a sentence runs.
const FEWEST_RUNS: usize = 2;

/// The longest line of furniture, in bytes: a whole row of a typescript.
const LONGEST: usize = 100;

/// How far a page's number may be from the one before it: pages without one are pictures and the beginnings of chapters.
const FAR: u32 = 4;

/// The lines at the top of a page that may be furniture: a head and a number.
pub(super) const HEAD_LINES: u8 = 2;

/// What is printed on pages around their text.
#[derive(Debug, Clone, Default)]
pub(super) struct Furniture {
    /// The heads and feet that are the same on each page.
    heads: HashSet<String>,
    feet: HashSet<String>,
    /// Whether lines with the numbers of pages stand there.
    is_numbered: bool,
    /// The number of the last page that had one; none before the first.
    last: u32,
    /// Headings that come again as running heads, once they have stood in the text.
    told: HashSet<String>,
}

/// A page of a sample: its first lines and its last one.
struct Edges<'a> {
    heads: Vec<&'a str>,
    foot: &'a str,
    lines: Vec<&'a str>,
}

impl Furniture {
    /// Returns the furniture of a text's pages. It is `None` for a text without such pages, or without any furniture that is certain.
    pub(super) fn of(sample: &str) -> Option<Self> {
        if memchr::memchr_iter(b'\x0c', sample.as_bytes()).count() < FEWEST {
            return None;
        }
        let pages: Vec<&str> = sample.split('\x0c').collect();
        // What follows the last form feed may be cut.
        let (_, whole) = pages.split_last()?;
        let edges: Vec<Option<Edges<'_>>> = whole.iter().map(|page| edges(page)).collect();
        let near = |lines: &dyn Fn(&Edges<'_>) -> Vec<String>| {
            repeated(edges.iter().map(|edges| edges.as_ref().map(lines).unwrap_or_default()))
        };
        let found = Self {
            heads: near(&|edges| edges.heads.iter().copied().filter(|line| may_repeat(line)).map(key).collect()),
            feet: near(&|edges| [edges.foot].into_iter().filter(|line| may_repeat(line)).map(key).collect()),
            is_numbered: are_numbered(&edges),
            ..Self::default()
        };
        let any = found.is_numbered || !found.heads.is_empty() || !found.feet.is_empty();
        (any && found.runs_over(&edges) >= FEWEST_RUNS).then_some(found)
    }

    /// How many sentences run over the end of a page.
    fn runs_over(&self, edges: &[Option<Edges<'_>>]) -> usize {
        let text = |line: &&&str| {
            !self.heads.contains(&key(line)) && !self.feet.contains(&key(line)) && page_number(line).is_none()
        };
        let runs = |pair: &[Option<Edges<'_>>]| {
            let [Some(before), Some(after)] = pair else { return false };
            let (last, first) = (before.lines.iter().rev().find(text), after.lines.iter().find(text));
            last.is_some_and(|line| !ends_sentence(line))
                && first.is_some_and(|line| line.trim_start().starts_with(char::is_lowercase))
        };
        edges.windows(2).filter(|pair| runs(pair)).count()
    }

    /// Returns whether a line at the top of a page is furniture.
    pub(super) fn is_head(&mut self, line: &str) -> bool {
        if self.heads.contains(&key(line)) {
            // A chapter's heading stands over its first page, and on the others as a running head.
            return heading::level(line).is_none() || !self.told.insert(key(line));
        }
        self.is_next_number(line)
    }

    /// Returns whether the last line of a page is furniture.
    pub(super) fn is_foot(&mut self, line: &str) -> bool {
        self.feet.contains(&key(line)) || self.is_next_number(line)
    }

    /// Returns whether a line has the number of the next page.
    fn is_next_number(&mut self, line: &str) -> bool {
        let Some(number) = numbered(line).filter(|_| self.is_numbered) else { return false };
        let next = self.last == 0 || (1..=FAR).contains(&number.saturating_sub(self.last));
        if next {
            self.last = number;
        }
        next
    }
}

/// The number of the page in a line that holds nothing but that and a running head.
fn numbered(line: &str) -> Option<u32> {
    let (number, head) = page_number(line).filter(|_| line.len() <= LONGEST)?;
    (head.is_empty() || heading::level(line).is_none()).then_some(number)
}

/// The edges of a page. One of two lines has no text between them.
fn edges(page: &str) -> Option<Edges<'_>> {
    let lines: Vec<&str> = page.lines().filter(|line| !line.trim().is_empty()).collect();
    let heads = lines.iter().take(HEAD_LINES.into()).copied().collect();
    (lines.len() > usize::from(HEAD_LINES)).then(|| Edges { heads, foot: lines[lines.len() - 1], lines })
}

/// Whether a line may be the same on each page: words, and no sentence, speech, greeting or entry of a list.
fn may_repeat(line: &str) -> bool {
    let line = line.trim();
    let ends = ['.', '!', '?', ',', ';', ':', '"', '”', '’', '»', '|', ')', '…', '-', '—'];
    line.len() <= LONGEST && line.contains(char::is_alphabetic) && !line.ends_with(ends)
}

/// Whether pages are numbered at their edges: each number is as much higher as pages lie between.
fn are_numbered(edges: &[Option<Edges<'_>>]) -> bool {
    let number = |(page, edges): (usize, &Option<Edges<'_>>)| {
        let edges = edges.as_ref()?;
        let number = edges.heads.iter().copied().chain([edges.foot]).find_map(numbered)?;
        Some((u32::try_from(page).ok()?, number))
    };
    let numbers: Vec<(u32, u32)> = edges.iter().enumerate().filter_map(number).collect();
    let steps =
        numbers.windows(2).filter(|pair| pair[1].1.checked_sub(pair[0].1) == Some(pair[1].0 - pair[0].0)).count();
    numbers.len() >= FEWEST && 10 * steps >= 9 * (numbers.len() - 1)
}

/// The keys of lines that come again on near pages.
fn repeated(pages: impl Iterator<Item = Vec<String>>) -> HashSet<String> {
    /// Left and right pages have heads of their own.
    const NEAR: usize = 2;
    // The last page of each line, and how many near pages in a row it stands on.
    let mut runs: HashMap<String, (usize, usize)> = HashMap::new();
    let mut found = HashSet::new();
    for (page, keys) in pages.enumerate() {
        for key in keys {
            let run = runs.entry(key.clone()).or_insert((page, 0));
            *run = (page, if page - run.0 <= NEAR { run.1 + 1 } else { 1 });
            if run.1 >= FEWEST {
                found.insert(key);
            }
        }
    }
    found
}

/// A line without the width of its gaps.
fn key(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
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
                format!("{head}\nwater number {n} came in over the sand. By noon it\nhad reached the wall, and the boats lay on their sides\nin the harbour until it was night.\n\nThe day after they went out again and {went} saw the\n\n{foot}\n\x0c")
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
    fn what_may_be_text_stays() {
        let three = |pages: [&str; 3]| pages.map(|page| format!("{page}\n\x0c")).concat();
        let letter = |says: &str| format!("Dear Mother,\n\n{says}\n\nTom");
        let over = "and so it went on and on and on over the\n";
        for text in [
            three(["CHAPTER 1\n\nI am well.", "CHAPTER 2\n\nRome is hot.", "CHAPTER 3\n\nI come home."]),
            three(["Psalm 1\n\nBlessed is he.", "Psalm 2\n\nWhy do they rage.", "Psalm 3\n\nLord, how many."]),
            three([&letter("I am well."), &letter("Rome is hot."), &letter("I come home.")]),
            three([
                "A fox came.\n\nAnd still it rained.",
                "A cat came.\n\nAnd still it rained.",
                "A dog.\n\nAnd still it rained.",
            ]),
            three([
                "HAMLET.\nMy lord, I have news.",
                "HAMLET.\nMy lord, I have none.",
                "HAMLET.\nMy lord, it is late.",
            ]),
            three(["All work and no play"; 3]),
            over.repeat(3).replace('\n', "\n\n\x0c"),
        ] {
            let told = texts(&draft(&text, false)).join(" ");
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words(&told), words(&text.replace('\x0c', " ")));
        }
    }

    #[test]
    fn a_number_out_of_order_is_text() {
        let mut text = pages(|n| n.to_string(), |_| String::new());
        text.push_str("9\nwater came in over the sand, it had been so in the year\n\x0c1984\nthat it came.\n");
        let told = texts(&draft(&text, false)).join(" ");
        assert!(told.contains("in the year 1984 that it came."), "{told}");
    }

    #[test]
    fn only_the_end_of_a_page_joins_paragraphs() {
        let text = pages(|_| "THE FERRY".to_owned(), |_| String::new());
        let told = texts(&draft(&(text + "Dear John\n\nthe day was fine\n\n* * *\n\nso it was.\n"), false));
        assert_eq!(&told[told.len() - 4..], ["Dear John", "the day was fine", "", "so it was."]);
    }

    #[test]
    fn a_first_line_that_comes_again_far_off_is_text() {
        let head = |n: usize| {
            if n.is_multiple_of(4) { "THE FERRY".to_owned() } else { format!("It was so {}", "a".repeat(n)) }
        };
        let told = texts(&draft(&pages(head, |n| n.to_string()), false)).join(" ");
        assert_eq!(told.matches("THE FERRY").count(), 2, "{told}");
    }
}
