//! Tables of Markdown: how wide their cells are, which is known before the first of them is set.
//!
//! A table whose rows fit a narrow measure has its columns under each other. In any other each cell is a line, behind its column's
//! name. Widths are cells of the terminal.

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

use super::StoryReader;
use crate::document::{BlockKind, MarkKind};

/// The widest row that is set in columns, as in a book's tables: a narrow measure.
const WIDEST: usize = 64;

/// The cells between two columns.
const GAP: usize = 2;

/// A table that is open.
#[derive(Debug, Default)]
pub(super) struct StoryTable {
    /// The texts of all cells, a row each.
    rows: Vec<Vec<String>>,
    alignments: Vec<Alignment>,
    /// The width of each column; none where each cell is a line.
    columns: Option<Vec<usize>>,
    /// The row that is open, and the cell that is.
    row: usize,
    cell: usize,
}

impl StoryTable {
    /// Looks at the source of a table.
    pub(super) fn of(source: &str, alignments: &[Alignment], options: Options) -> Self {
        let (mut rows, mut cell): (Vec<Vec<String>>, Option<String>) = (Vec::new(), None);
        for event in Parser::new_ext(source, options) {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => cell = Some(String::new()),
                Event::End(TagEnd::TableCell) => {
                    if let (Some(row), Some(text)) = (rows.last_mut(), cell.take()) {
                        row.push(text.trim().to_owned());
                    }
                }
                Event::Text(text) | Event::Code(text) => cell.iter_mut().for_each(|cell| cell.push_str(&text)),
                _ => {}
            }
        }
        let many = rows.iter().map(Vec::len).max().unwrap_or_default();
        let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
        let columns: Vec<usize> = (0..many).map(|column| widest(column).unwrap_or(0)).collect();
        let width = columns.iter().sum::<usize>() + GAP * many.saturating_sub(1);
        let columns = Some(columns).filter(|_| width <= WIDEST);
        Self { rows, alignments: alignments.to_vec(), columns, row: 0, cell: 0 }
    }

    /// Whether the rows are lines.
    pub(super) fn is_in_columns(&self) -> bool {
        self.columns.is_some()
    }

    /// Begins the next row.
    pub(super) fn begin_row(&mut self) {
        (self.row, self.cell) = (self.row + 1, 0);
    }

    /// Begins the next cell. Returns what stands before it: the column's name where each cell is a line, and the blanks that push it to
    /// its side.
    pub(super) fn begin_cell(&mut self) -> String {
        let column = self.cell;
        self.cell += 1;
        if self.columns.is_none() {
            let name = self.rows.first().and_then(|names| names.get(column)).filter(|name| !name.is_empty());
            return name.map_or_else(String::new, |name| format!("{name}: "));
        }
        let (before, _) = self.blanks(column);
        "\u{A0}".repeat(before)
    }

    /// Ends the open cell. Returns the blanks up to the next column.
    pub(super) fn end_cell(&self) -> String {
        let column = self.cell.saturating_sub(1);
        match &self.columns {
            Some(columns) if column + 1 < columns.len() => "\u{A0}".repeat(self.blanks(column).1 + GAP),
            _ => String::new(),
        }
    }

    /// Whether what stands here is shown elsewhere: the names of columns whose cells are lines.
    pub(super) fn hides(&self) -> bool {
        self.is_head() && !self.is_in_columns()
    }

    /// Whether the row that is open names the columns.
    pub(super) fn is_head(&self) -> bool {
        self.row == 1
    }

    /// The blanks before a cell and behind it, in its column.
    fn blanks(&self, column: usize) -> (usize, usize) {
        let text = self.rows.get(self.row.saturating_sub(1)).and_then(|row| row.get(column));
        let width = self.columns.as_ref().and_then(|columns| columns.get(column)).copied().unwrap_or(0);
        let free = width.saturating_sub(text.map_or(0, |text| text.width()));
        match self.alignments.get(column) {
            Some(Alignment::Right) => (free, 0),
            Some(Alignment::Center) => (free / 2, free - free / 2),
            _ => (0, free),
        }
    }
}

impl StoryReader<'_> {
    pub(super) fn begin_row(&mut self) {
        self.table.begin_row();
        // A table is one block, unless its cells are lines: then each row is one, and the names stand in all of them.
        if !self.scene.in_block() && self.table.is_in_columns() {
            self.scene.begin(BlockKind::Preformatted);
        } else if !self.table.is_in_columns() && !self.table.is_head() {
            self.set_signs();
            self.scene.begin(BlockKind::Preformatted);
        }
    }

    pub(super) fn begin_cell(&mut self) {
        let before = self.table.begin_cell();
        if self.table.is_in_columns() {
            self.scene.push(&before);
            if self.table.is_head() {
                self.scene.open_mark(MarkKind::Strong);
            }
        } else if !self.table.is_head() {
            self.scene.push(&before);
        }
    }

    pub(super) fn end_cell(&mut self) {
        if !self.table.is_in_columns() {
            return self.scene.break_line();
        }
        if self.table.is_head() {
            self.scene.close_mark();
        }
        let behind = self.table.end_cell();
        self.scene.push(&behind);
    }
}

#[cfg(test)]
mod tests {
    use crate::document::BlockKind;
    use crate::format;

    fn blocks(source: &str) -> Vec<(BlockKind, String)> {
        let draft = format::read("a.md", source.as_bytes()).unwrap().draft;
        draft.blocks().map(|(_, _, block)| (block.kind, block.text.replace('\u{A0}', " "))).collect()
    }

    #[test]
    fn columns_stand_under_each_other_on_their_sides() {
        let table = "| Name | Age |\n|:--|--:|\n| Ivo | 41 |\n| *Ana* | 7 |\n";
        assert_eq!(blocks(table), [(BlockKind::Preformatted, "Name  Age\nIvo    41\nAna     7".to_owned())]);
    }

    #[test]
    fn of_a_wide_table_each_cell_is_a_line_behind_its_name() {
        let (a, b) = ("x".repeat(40), "y".repeat(40));
        let table = format!("| One | Two |\n|--|--|\n| {a} | {b} |\n");
        assert_eq!(blocks(&table), [(BlockKind::Preformatted, format!("One: {a}\nTwo: {b}"))]);
    }
}
