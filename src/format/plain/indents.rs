//! First lines that stand in: how a text marks its paragraphs where no blank rows part them.
//!
//! A text may mark some of its paragraphs so and part others by blank rows. So each group of lines is looked at by itself, with
//! what the sample has told of the text's edge and of its first lines. Columns are counted as in `row.rs`.

use super::row::{Row, indent, texts};
use super::shape::ends_sentence;

/// Where the lines of a text begin, in columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FirstLines {
    /// Where most lines begin, and where the first lines of paragraphs do.
    edge: usize,
    first: usize,
}

/// How far first lines stand in from the edge: one blank may be a slip, and what stands further in is set in the middle.
const INDENTS: std::ops::RangeInclusive<usize> = 2..=12;

impl FirstLines {
    /// Returns where first lines stand in a sample that was wrapped at `wrap` columns, if some do: a sentence goes on from a line
    /// that stands in to one that doesn't.
    pub(super) fn of(rows: &[Row<'_>], wrap: usize) -> Option<Self> {
        /// Text has no more of them; a table may.
        const MOST: usize = 16;
        let mut counts: Vec<(Self, usize)> = Vec::new();
        for pair in rows.windows(2) {
            let [Row::Text(line), Row::Text(next)] = pair else { continue };
            let (first, edge) = (indent(line), indent(next));
            if !INDENTS.contains(&first.saturating_sub(edge)) || !goes_on(line, next, wrap) {
                continue;
            }
            let found = Self { edge, first };
            let known = counts.iter().position(|(known, _)| *known == found);
            match known {
                Some(at) => counts[at].1 += 1,
                None if counts.len() < MOST => counts.push((found, 1)),
                None => {}
            }
        }
        let (found, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        // A line of a hundred is no habit.
        (count * 100 >= texts(rows).count()).then_some(found)
    }

    /// Returns whether the paragraphs among some lines are marked so.
    pub(super) fn mark(self, lines: &[&str], wrap: usize) -> bool {
        let known = lines.iter().all(|line| [self.edge, self.first].contains(&indent(line)));
        // What stands under a line at the edge goes on from it, and what stands before a first line has ended.
        let follows = |pair: &[&str]| {
            if self.begins(pair[1]) { ends_sentence(pair[0]) } else { is_full(pair[0], wrap) }
        };
        known && lines.iter().any(|line| self.begins(line)) && lines.windows(2).all(follows)
    }

    /// Returns whether a line is the first of its paragraph.
    pub(super) fn begins(self, line: &str) -> bool {
        indent(line) == self.first
    }
}

/// Whether a line reaches far enough that the next one may go on from it.
fn is_full(line: &str, wrap: usize) -> bool {
    line.trim_end().chars().count() * 4 >= wrap * 3
}

/// Whether a sentence goes on from a full line to the next one.
fn goes_on(line: &str, next: &str, wrap: usize) -> bool {
    is_full(line, wrap) && !ends_sentence(line) && next.trim_start().starts_with(|c: char| !c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::super::row::wrap_width;
    use super::super::rows::Rows;
    use super::*;

    #[test]
    fn first_lines_are_known_by_what_goes_on_from_them() {
        let prose =
            "     The ferry left at noon, and nobody who had come\ndown to it could say why.\n     “Well,” she said.\n";
        let first = |text: &str| {
            let rows: Vec<Row<'_>> = Rows::of(text).collect();
            FirstLines::of(&rows, wrap_width(&rows))
        };
        assert_eq!(first(prose), Some(FirstLines { edge: 0, first: 5 }));
        let margin = prose.replace("     ", "         ").replace("\ndown", "\n     down");
        assert_eq!(first(&margin), Some(FirstLines { edge: 5, first: 9 }));
        assert_eq!(first("  The ferry leaves at half past four,\nAnd I am never on it;\n  I stand.\n"), None);
        let found = first(prose).unwrap();
        assert!(found.mark(&["     “Well,” he said.", "     She went."], 50), "two of them");
        assert!(!found.mark(&["     The ferry leaves", "     At half past four"], 50), "verse");
        assert!(!found.mark(&["          Far in", "     and nearer."], 50));
    }
}
