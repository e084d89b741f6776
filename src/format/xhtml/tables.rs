//! Tables: data in rows and columns where they fit a page, one line for each cell where they do not, and blocks where a table only
//! places them.

use unicode_width::UnicodeWidthStr;

use super::source::without_tags;
use super::{ChapterReader, Element, OpenElement};
use crate::document::{BlockKind, Side};

/// A table that is open, as far as a look ahead tells of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    shape: TableForm,
    /// The cells of each column.
    columns: Vec<usize>,
    /// What the columns are called, for records.
    headers: Vec<String>,
    /// The row that is open, and how many cells of it have begun.
    row: usize,
    cell: usize,
}

/// How a table is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum TableForm {
    /// Its cells are blocks under each other.
    #[default]
    Layout,
    /// Its rows are lines, its columns stand under each other.
    Columns,
    /// Its cells are lines, each behind its column's name.
    Records,
}

/// The widest row that is set in columns: a narrow measure. A wider one would be broken on most pages.
const WIDEST: usize = 64;

/// The cells between two columns.
const GAP: usize = 2;

/// The most bytes of a table that are looked at ahead. A longer one is set as blocks.
const NEAR: usize = 128 << 10;

impl Table {
    /// Looks at a table that has just begun.
    pub(super) fn ahead(rest: &str) -> Self {
        let near = &rest[..rest.floor_char_boundary(NEAR)];
        let Some(end) = near.find("</table") else { return Self::default() };
        let source = &near[..end];
        let places = ["<table", "<ul", "<ol", "<blockquote", "<h1", "<h2", "<h3", "<hr", "<pre"];
        if places.iter().any(|tag| source.contains(tag)) {
            return Self::default();
        }
        let rows: Vec<Vec<&str>> = source.split("<tr").skip(1).map(cells).collect();
        let many = rows.iter().map(Vec::len).max().unwrap_or_default();
        let paragraphs = |cell: &str| cell.matches("<p").count() > 1 || cell.matches("<div").count() > 1;
        if rows.len() < 2 || many < 2 || rows.iter().flatten().any(|cell| paragraphs(cell)) || spans(source) {
            return Self::default();
        }
        let mut columns = vec![0; many];
        for row in &rows {
            for (column, cell) in columns.iter_mut().zip(row) {
                *column = (*column).max(words(cell).width());
            }
        }
        let width = columns.iter().sum::<usize>() + GAP * (many - 1);
        // Of two columns the first one says what the second is about.
        let named = many > 2 && source.split("<tr").nth(1).is_some_and(|row| row.contains("<th"));
        let headers = if named { rows[0].iter().map(|cell| words(cell)).collect() } else { Vec::new() };
        let shape = if width <= WIDEST { TableForm::Columns } else { TableForm::Records };
        Self { shape, columns, headers, row: 0, cell: 0 }
    }
}

/// The sources of a row's cells.
fn cells(row: &str) -> Vec<&str> {
    let starts: Vec<usize> =
        row.match_indices("<t").filter(|(at, _)| row[at + 2..].starts_with(['d', 'h'])).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([row.len()]);
    starts.iter().zip(ends).map(|(start, end)| &row[*start..end]).collect()
}

/// Whether cells reach over several rows or columns.
fn spans(source: &str) -> bool {
    source.contains("rowspan") || source.contains("colspan")
}

fn words(cell: &str) -> String {
    let text = without_tags(cell);
    let resolve = |name: &str| {
        quick_xml::escape::resolve_predefined_entity(name).or_else(|| quick_xml::escape::resolve_html5_entity(name))
    };
    let text = quick_xml::escape::unescape_with(&text, resolve).map_or(text.clone(), std::borrow::Cow::into_owned);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl ChapterReader<'_> {
    /// Whether the innermost table has its rows in lines.
    pub(super) fn is_data_table(&self) -> bool {
        self.tables.last().is_some_and(|table| table.shape != TableForm::Layout)
    }

    /// Whether the row that is open names the columns, and stands in each record instead.
    pub(super) fn is_header_row(&self) -> bool {
        let names = |table: &Table| table.shape == TableForm::Records && table.row == 1 && !table.headers.is_empty();
        self.tables.last().is_some_and(names)
    }

    /// Begins a row or a cell of a table.
    pub(super) fn begin_cell(&mut self, element: Element) {
        let Some(table) = self.tables.last_mut() else { return };
        if element == Element::Row {
            (table.row, table.cell) = (table.row + 1, 0);
            if table.shape == TableForm::Layout {
                self.end_block();
            }
            return;
        }
        table.cell += 1;
        let (shape, first) = (table.shape, table.cell == 1);
        match shape {
            TableForm::Layout => self.end_block(),
            TableForm::Records => {
                let header = table.headers.get(table.cell - 1).filter(|header| !header.is_empty()).cloned();
                self.begin_row(first, true);
                if let Some(header) = header {
                    self.binder.push(&format!("{header}: "));
                }
            }
            TableForm::Columns => self.begin_row(first, false),
        }
    }

    /// Begins a line for a row's first cell, or for each cell.
    fn begin_row(&mut self, first: bool, each_cell: bool) {
        if !self.binder.in_block() || first && each_cell {
            self.end_block();
            self.begin_kind(BlockKind::Preformatted, Side::Left);
        } else if first || each_cell {
            self.binder.break_line();
        }
    }

    /// Ends a cell: one in columns is filled up to the next column.
    pub(super) fn end_cell(&mut self, open: OpenElement) {
        let Some(table) = self.tables.last() else { return };
        match table.shape {
            TableForm::Layout => self.end_block(),
            TableForm::Records => {}
            TableForm::Columns => {
                let set = self.binder.written_since(open.from);
                let set = set.trim_start_matches('\n').width();
                let last = table.cell >= table.columns.len();
                if let Some(column) = table.columns.get(table.cell.saturating_sub(1)).filter(|_| !last) {
                    let fill = column.saturating_sub(set) + GAP;
                    self.binder.push(&"\u{A0}".repeat(fill));
                }
            }
        }
    }

    pub(super) fn end_row(&mut self) {
        if !self.is_data_table() {
            self.end_block();
        }
    }

    pub(super) fn end_table(&mut self) {
        self.end_block();
        self.tables.pop();
    }
}
