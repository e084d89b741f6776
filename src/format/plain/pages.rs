//! What a scan has beside the text: numbers of pages that stand alone, and running heads. They are left out only where it is certain
//! that they are such: they follow each other, and sentences run over them or a head comes again and again.

use std::collections::{HashMap, HashSet};

use super::heading::roman_value;
use super::row::Row;
use super::shape::ends_sentence;

/// The printed pages of a scanned text.
#[derive(Debug, Clone, Default)]
pub(super) struct PageNumbers {
    /// The number of the last one that was left out; none before the first.
    last: u32,
    /// The first one.
    first: u32,
    /// Running heads on lines of their own.
    heads: HashSet<String>,
    /// How many lines have been left out.
    pub(super) left_out: usize,
}

/// The fewest pages that are certain.
const FEWEST: usize = 3;

/// The longest running head, in bytes.
const LONGEST_HEAD: usize = 60;

/// How far a number may be from the one before it: pages without one are pictures and the beginnings of chapters.
const FAR: u32 = 4;

impl PageNumbers {
    /// Returns the pages of a text, if a sample of it has any.
    pub(super) fn of(sample: &[Row<'_>]) -> Option<Self> {
        let (mut numbers, mut heads, mut broken) = (Vec::new(), HashMap::<String, usize>::new(), 0);
        let (mut group, mut before, mut between): (Vec<&str>, Option<&str>, bool) = (Vec::new(), None, false);
        // Lines that stand alone beside a page's number.
        let (mut beside, mut alone, mut numbered) = (HashMap::<&str, usize>::new(), None, false);
        for row in sample.iter().copied().chain([Row::Gap(1)]) {
            if let Row::Text(line) = row {
                group.push(line);
                continue;
            }
            match group[..] {
                [] => {}
                [line] if page_number(line).is_some() => {
                    let (number, head) = page_number(line).unwrap_or_default();
                    if let Some(line) = alone.take() {
                        *beside.entry(line).or_default() += 1;
                    }
                    numbered = true;
                    numbers.push(number);
                    if !head.is_empty() {
                        *heads.entry(head.to_owned()).or_default() += 1;
                    }
                    between = true;
                }
                [line] if is_head(line) => {
                    if std::mem::take(&mut numbered) {
                        *beside.entry(line.trim()).or_default() += 1;
                    }
                    alone = Some(line.trim());
                }
                [first, ..] => {
                    (alone, numbered) = (None, false);
                    // A sentence that runs over a page's end goes on in small letters.
                    let open = before.is_some_and(|line: &str| !ends_sentence(line));
                    broken += usize::from(between && open && first.trim_start().starts_with(char::is_lowercase));
                    between = false;
                    before = group.last().copied();
                }
            }
            group.clear();
        }
        let steps = numbers.windows(2).filter(|pair| (1..=FAR).contains(&pair[1].saturating_sub(pair[0]))).count();
        let in_order = numbers.len() >= FEWEST && 10 * steps >= 9 * (numbers.len() - 1);
        let heads_alone = beside.into_iter().filter(|(_, count)| *count >= FEWEST).map(|(head, _)| head.to_owned());
        let heads_alone: HashSet<String> = heads_alone.collect();
        let repeated = heads.values().any(|count| *count >= 2) || !heads_alone.is_empty();
        let first = *numbers.first()?;
        // Chapters are numbered in order too, and some begin with the same name: but they end where a sentence does.
        let runs_over = (first > 1 || 10 * broken >= numbers.len()) && (repeated || broken >= 2);
        (in_order && runs_over).then_some(Self { last: 0, first, heads: heads_alone, left_out: 0 })
    }

    /// Whether a line that stands alone is a page's number or its head. One that is counts.
    pub(super) fn leaves_out(&mut self, line: &str) -> bool {
        if self.heads.contains(line.trim()) {
            self.left_out += 1;
            return true;
        }
        let Some((number, _)) = page_number(line) else { return false };
        let next =
            if self.last == 0 { number == self.first } else { (1..=FAR).contains(&number.saturating_sub(self.last)) };
        if next {
            self.last = number;
            self.left_out += 1;
        }
        next
    }
}

/// Whether a line that stands alone may be a running head: short, and no sentence but in capitals.
fn is_head(line: &str) -> bool {
    let line = line.trim();
    line.len() <= LONGEST_HEAD && (!line.contains(char::is_lowercase) || !ends_sentence(line))
}

/// The number of a page that a line is, and the running head beside it: `46`, `- 44 -`, `Page 45`, `THE FERRY   41`.
pub(super) fn page_number(line: &str) -> Option<(u32, &str)> {
    /// No line of a page is longer.
    const LONGEST: usize = 90;
    /// What stands before a number.
    const LEADS: [&str; 9] = ["page ", "pg. ", "pg ", "p. ", "seite ", "página ", "pagina ", "str. ", "стр. "];
    let line = line.trim();
    if line.len() > LONGEST {
        return None;
    }
    // The pages before the first one: `ix`.
    if line.len() <= 6 && line.bytes().all(|byte| b"ivxl".contains(&byte)) {
        return roman_value(line).map(|number| (number, ""));
    }
    if !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bare = line.trim_matches(|c: char| " -–—[]().*".contains(c));
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 4 && !text.starts_with('+'));
    if let Some(number) = number(bare) {
        return Some((number, ""));
    }
    let lower = bare.to_lowercase();
    if let Some(rest) = LEADS.iter().find_map(|lead| lower.strip_prefix(lead)) {
        // “Page 3 of 120”
        let rest = rest.split_once(" of ").or_else(|| rest.split_once(" / ")).map_or(rest, |(page, _)| page);
        return number(rest.trim()).map(|number| (number, ""));
    }
    // A head stands apart from its number.
    let (left, right) = (bare.rsplit_once([' ', '\t']), bare.split_once([' ', '\t']));
    // One of the blanks parts the two.
    let apart = |(head, _): &(&str, &str)| {
        let separator = bare[head.len()..].chars().next();
        separator == Some('\t') || head.ends_with(char::is_whitespace)
    };
    let at_end = left.filter(apart).and_then(|(head, last)| Some((number(last)?, head.trim())));
    let at_start = right.and_then(|(first, head)| Some((number(first)?, head.trim())));
    let at_start = at_start.filter(|(_, head)| bare[..bare.len() - head.len()].ends_with("  ") || bare.contains('\t'));
    let head = |(_, head): &(u32, &str)| {
        !head.is_empty() && head.contains(char::is_alphabetic) && head.split_whitespace().count() <= 8
    };
    at_end.or(at_start).filter(head)
}

#[cfg(test)]
mod tests {
    use super::super::rows::Rows;
    use super::*;

    fn pages(text: &str) -> Option<PageNumbers> {
        PageNumbers::of(&Rows::of(text).collect::<Vec<_>>())
    }

    #[test]
    fn numbers_and_heads_of_pages_are_told_from_lines() {
        for (line, told) in [
            ("46", Some((46, ""))),
            ("- 44 -", Some((44, ""))),
            ("[12]", Some((12, ""))),
            ("Page 45", Some((45, ""))),
            ("Page 3 of 120", Some((3, ""))),
            ("[Pg 13]", Some((13, ""))),
            ("ix", Some((9, ""))),
            ("THE FERRY                41", Some((41, "THE FERRY"))),
            ("42                THE FERRY", Some((42, "THE FERRY"))),
            ("THE FERRY\u{3000} 41", Some((41, "THE FERRY"))),
            ("THE FERRY\u{3000}41", None),
            ("-\t\t\tcafé  41", Some((41, "café"))),
            ("The year 1871", None),
            ("12 men came", None),
            ("It was late.", None),
        ] {
            assert_eq!(page_number(line), told, "{line}");
        }
    }

    #[test]
    fn pages_are_certain_where_they_follow_each_other_and_text_runs_over_them() {
        let scan = |numbers: [u32; 4], end: &str| -> String {
            numbers
                .map(|number| {
                    format!("It was late\nand the ferry{end}\n\n{number}\n\nhad gone\nfrom the quay{end}\n\n")
                })
                .concat()
        };
        assert!(pages(&scan([11, 12, 13, 14], "")).is_some());
        assert!(pages(&scan([11, 12, 13, 14], ".")).is_none(), "they may be chapters");
        assert!(pages(&scan([11, 3, 97, 2], "")).is_none());
        let headed = [11, 12, 13, 14]
            .map(|number| format!("It was late.\nIt rained on.\n\nTHE FERRY.\n\n{number}\n\n"))
            .concat();
        let mut told = pages(&headed).unwrap();
        assert!(told.leaves_out("THE FERRY.") && told.leaves_out("11") && !told.leaves_out("It rained on."));
        let novel =
            |name: &str| [1, 2, 3, 4].map(|number| format!("{number}\n\n{name}\n\nIt was late.\nIt rained on.\n\n"));
        assert!(pages(&novel("MARTHA").concat()).is_none() && pages(&novel("Dear Diary,").concat()).is_none());
        let mut pages = pages(&scan([11, 12, 13, 14], "")).unwrap();
        let told: Vec<bool> = ["11", "99", "12", "It was late.", "14"].map(|line| pages.leaves_out(line)).into();
        assert_eq!((told, pages.left_out), (vec![true, false, true, false, true], 3));
    }
}
