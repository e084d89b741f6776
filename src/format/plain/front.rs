//! What stands before the story in a plain text: a table of contents, and what an author says of it.

use std::collections::HashSet;
use std::ops::Range;

use super::heading;
use super::row::Row;

/// The groups of lines in which contents begin: they stand near the beginning.
const NEAR: usize = 60;

/// The fewest headings of a table of contents, and of one that is called so.
const FEWEST: usize = 3;
const FEWEST_NAMED: usize = 2;

/// Returns which groups of lines are a table of contents, counted from the sample's beginning: headings under each other that come
/// again, each before its chapter.
pub(super) fn contents(sample: &[Row<'_>]) -> Option<Range<usize>> {
    // Most texts have no run of headings at their beginning, and need not be looked at as a whole.
    if !may_have_contents(&groups(sample, NEAR)) {
        return None;
    }
    let groups = groups(sample, usize::MAX);
    let headed = |group: &[&str]| group.len() <= 2 && heading::level(group[0]).is_some();
    let names_contents = |group: &[&str]| group.len() == 1 && is_called_contents(group[0]);
    let mut at = 0;
    while at < groups.len() {
        let named = names_contents(&groups[at]);
        let start = at + usize::from(named);
        let end = start + groups[start..].iter().take_while(|group| headed(group) && !names_contents(group)).count();
        // A list in one piece stands under its name.
        let listed = named && end == start && groups.get(start).is_some_and(|group| group.len() >= FEWEST_NAMED);
        let end = if listed { start + 1 } else { end };
        if listed && are_entries(&groups[start]) {
            // A list in several parts, each of which may have a name.
            let entries = |at: usize| groups.get(at).is_some_and(|group| are_entries(group));
            let mut end = end;
            while entries(end) || entries(end + 1) && groups[end].len() <= 2 {
                end += 1;
            }
            return Some(at..end);
        }
        if let Some(end) = spaced_entries(&groups, start).filter(|_| named) {
            return Some(at..end);
        }
        // The last entry's chapter may follow at once, so that the two look like one run: it ends where an entry comes again.
        let mut seen = HashSet::new();
        let again = groups[start..end].iter().position(|group| !listed && !seen.insert(key(group[0])));
        let end = again.map_or(end, |again| start + again);
        let entries: Vec<String> = groups[start..end].iter().flatten().map(|line| key(line)).collect();
        if entries.len() >= if named { FEWEST_NAMED } else { FEWEST } {
            let short = || groups[end..].iter().filter(|group| group.len() <= 2);
            let mut later: HashSet<String> = short().map(|group| key(group[0])).collect();
            // A heading may stand over its title.
            later.extend(short().filter(|group| group.len() == 2).map(|group| key(&group.concat())));
            if entries.iter().filter(|entry| later.contains(*entry)).count() * 2 >= entries.len() {
                return Some(at..end);
            }
        }
        at = end.max(at + 1);
        if at > NEAR {
            break;
        }
    }
    None
}

/// Returns whether a table of contents may stand among the first groups of lines.
fn may_have_contents(first: &[Vec<&str>]) -> bool {
    let mut run = 0;
    let found = first.iter().any(|group| {
        run = if heading::level(group[0]).is_some() { run + 1 } else { 0 };
        run >= FEWEST || group.len() > FEWEST_NAMED && is_called_contents(group[0])
    });
    let named = first.windows(2).any(|pair| {
        is_called_contents(pair[0][0]) && (pair[1].len() >= FEWEST_NAMED || heading::level(pair[1][0]).is_some())
    });
    // Entries that blank rows part, and the names of their columns may stand over them.
    let spaced = || {
        let entry = |group: &Vec<&str>| group.len() == 1 && is_entry(group[0]);
        first.windows(3).any(|three| is_called_contents(three[0][0]) && three[1..].iter().any(entry))
    };
    found || named || spaced()
}

/// Returns where entries end that blank rows part, from a group on, if there are some. One line before them may name their columns.
fn spaced_entries(groups: &[Vec<&str>], start: usize) -> Option<usize> {
    let entries = |group: &Vec<&str>| group.iter().all(|line| is_entry(line));
    let first = start + usize::from(groups.get(start).is_some_and(|group| group.len() == 1 && !entries(group)));
    let count = groups.get(first..)?.iter().take_while(|group| entries(group)).count();
    (count >= FEWEST).then_some(first + count)
}

/// The lines between gaps, up to so many groups.
fn groups<'a>(sample: &[Row<'a>], most: usize) -> Vec<Vec<&'a str>> {
    let (mut groups, mut lines): (Vec<Vec<&'a str>>, Vec<&'a str>) = (Vec::new(), Vec::new());
    for row in sample.iter().copied().chain([Row::Gap(1)]) {
        match row {
            Row::Text(line) => lines.push(line),
            Row::Gap(_) | Row::Ornament | Row::Underline | Row::PageEnd if lines.is_empty() => {}
            Row::Gap(_) | Row::Ornament | Row::Underline | Row::PageEnd => groups.push(std::mem::take(&mut lines)),
        }
        if groups.len() > most {
            break;
        }
    }
    groups
}

/// Returns whether lines are entries of contents: a number of a page stands behind each, apart from its words.
pub(super) fn are_entries(lines: &[&str]) -> bool {
    lines.len() >= FEWEST_NAMED && lines.iter().filter(|line| is_entry(line)).count() * 5 >= lines.len() * 4
}

/// Returns whether a page's number stands at the end of a line, apart from its words.
fn is_entry(line: &str) -> bool {
    // Four digits are a year.
    let digits = line.trim_end().bytes().rev().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && key_of(line).1
}

/// Returns whether a line says that contents follow.
pub(super) fn is_called_contents(line: &str) -> bool {
    /// The longest of these names, in bytes, with signs around it. Every paragraph that is a line is asked.
    const LONGEST: usize = 48;
    if line.trim().len() > LONGEST {
        return false;
    }
    let bare: String = line.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let names = [
        "contents",
        "tableofcontents",
        "inhalt",
        "inhaltsverzeichnis",
        "sommaire",
        "tabledesmatières",
        "índice",
        "indice",
    ];
    names.contains(&bare.as_str())
        || ["содержание", "оглавление", "spistreści", "inhoud", "obsah", "innehåll", "目录", "目次"]
            .contains(&bare.as_str())
}

/// What a heading and its entry in the contents have in common: letters and digits, without a page's number at the end.
fn key(line: &str) -> String {
    key_of(line).0
}

/// The same, and whether dots or wide blanks lead to a page's number.
fn key_of(line: &str) -> (String, bool) {
    let line = line.trim();
    let bare = line.trim_end_matches(|c: char| c.is_ascii_digit());
    // Dots or wide blanks lead to the page.
    let leads = bare.ends_with("  ")
        || bare.ends_with('\t')
        || bare.trim_end().ends_with(['…', '·', '_'])
        || bare.trim_end().ends_with("..")
        || bare.trim_end().ends_with(". .");
    let line = if leads { bare } else { line };
    (line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect(), leads)
}

/// Returns whether lines are what an archive says of a story, a field each: `Rating: …`, `Disclaimer: …`.
pub(super) fn are_fields(lines: &[&str]) -> bool {
    let field = |line: &&&str| line.split_once(": ").is_some_and(|(name, _)| name.len() <= 24);
    lines.len() >= 2 && (is_aside(lines[0]) || is_aside(lines[1])) && lines.iter().all(|line| field(&line))
}

/// Whether a paragraph is what an author of fan fiction says beside the story: small print.
pub(super) fn is_aside(line: &str) -> bool {
    const LEADS: [&str; 28] = [
        "rated",
        "category",
        "genre",
        "fandom",
        "characters",
        "relationship",
        "relationships",
        "additional tags",
        "archive warning",
        "posted originally on",
        "stats",
        "published",
        "updated",
        "status",
        "end notes",
        "disclaimer",
        "a/n",
        "an:",
        "a.n.",
        "author's note",
        "author’s note",
        "authors note",
        "summary",
        "rating",
        "warning",
        "warnings",
        "pairing",
        "beta",
    ];
    let near = line.trim_start_matches(['*', '_', '[', '(', ' ']);
    // Of most paragraphs the first letter tells that they are none.
    if !near.starts_with(|c: char| "dDaAsSrRwWpPbBcCgGfFuUeE".contains(c)) {
        return false;
    }
    // “An: Otto” is whom a German writes to; a note of the author's has both in capitals.
    if near.starts_with("An:") {
        return false;
    }
    let near = near[..near.floor_char_boundary(20)].to_lowercase();
    LEADS.iter().any(|lead| {
        near.strip_prefix(lead).is_some_and(|rest| {
            lead.ends_with(':')
                || lead.ends_with(" on")
                || rest.trim_start_matches(['s', '*', '_', ' ']).starts_with([':', '-', '–', '—'])
        })
    })
}

#[cfg(test)]
mod tests;
