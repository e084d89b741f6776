//! Tables: data in rows and columns where they fit a page, one line for each cell where they do not, and blocks where a table only
//! places them.

use unicode_width::UnicodeWidthStr;

use super::source::without_tags;
use super::{ChapterReader, Element, OpenElement};
use crate::document::{BlockKind, Side};
use crate::format::entities::named;

/// A table that is open, as far as a look ahead tells of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    shape: TableForm,
    /// The cells of each column.
    columns: Vec<usize>,
    /// What the columns are called, for records.
    headers: Vec<String>,
    /// The number of the row that names them, from 1; 0 for none.
    header: usize,
    /// Where the cells of each row stand.
    rows: Vec<Vec<Spot>>,
    /// The row that is open, and how many cells of it have begun.
    row: usize,
    cell: usize,
    /// The first column behind the last cell that was set in this row.
    filled: usize,
}

/// Where a cell stands in its row: its first column, and how many it takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Spot {
    column: usize,
    columns: usize,
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

/// What a cell may hold in several paragraphs to be data yet: a word or two in each.
const SHORT: usize = 24;

/// The cells between two columns.
const GAP: usize = 2;

/// The most bytes of a table that are looked at ahead. A longer one is set as blocks.
const NEAR: usize = 128 << 10;

impl Table {
    /// Looks at a table that has just begun.
    pub(super) fn ahead(rest: &str) -> Self {
        let near = &rest[..rest.floor_char_boundary(NEAR)];
        // In small letters, byte for byte: old pages write their tags in capitals.
        let lower = near.find("</table").unwrap_or(near.len());
        let Some(end) = near[..lower].find("</TABLE").or(Some(lower).filter(|end| *end < near.len())) else {
            return Self::default();
        };
        let (source, small) = (&near[..end], &*near[..end].to_ascii_lowercase());
        let places = ["<table", "<ul", "<ol", "<blockquote", "<h1", "<h2", "<h3", "<hr", "<pre"];
        if places.iter().any(|tag| small.contains(tag)) {
            return Self::default();
        }
        let rows: Vec<Vec<Cell<'_>>> = rows(source, small);
        let paragraphs = |cell: &Cell<'_>| {
            let parted = cell.small.matches("<p").count() > 1 || cell.small.matches("<div").count() > 1;
            parted && words(cell.source).width() > SHORT
        };
        let (spots, many) = spots(&rows);
        if rows.len() < 2 || !(2..=MOST_COLUMNS).contains(&many) || rows.iter().flatten().any(paragraphs) {
            return Self::default();
        }
        let mut columns = vec![0; many];
        let placed = || rows.iter().flatten().zip(spots.iter().flatten());
        for (cell, spot) in placed().filter(|(_, spot)| spot.columns == 1) {
            columns[spot.column] = columns[spot.column].max(words(cell.source).width());
        }
        // What reaches over several columns widens the last of them.
        for (cell, spot) in placed().filter(|(_, spot)| spot.columns > 1) {
            let width = width_of(&columns, *spot);
            columns[spot.column + spot.columns - 1] += words(cell.source).width().saturating_sub(width);
        }
        let width = columns.iter().sum::<usize>() + GAP * (many - 1);
        // Of two columns the first one says what the second is about.
        // A title that reaches over all columns may stand above their names.
        let first = rows.iter().take(2).position(|row| row.len() == many);
        let is_name = |cell: &Cell<'_>| ["<b>", "<strong"].iter().any(|tag| cell.small.contains(tag));
        let names = |row: &[Cell<'_>]| row.iter().any(|cell| cell.small.starts_with("<th")) || row.iter().all(is_name);
        let names = first.filter(|first| many > 2 && names(&rows[*first]));
        let headers = names.map_or_else(Vec::new, |first| rows[first].iter().map(|cell| words(cell.source)).collect());
        let shape = if width <= WIDEST { TableForm::Columns } else { TableForm::Records };
        Self { shape, columns, headers, header: names.map_or(0, |first| first + 1), rows: spots, ..Self::default() }
    }

    /// Where the cell stands that has begun last.
    fn spot(&self) -> Spot {
        let known = self.rows.get(self.row.saturating_sub(1)).and_then(|row| row.get(self.cell.saturating_sub(1)));
        known.copied().unwrap_or(Spot { column: self.cell.saturating_sub(1), columns: 1 })
    }
}

/// The most columns of a table that is set as one. More are a grid of dots.
const MOST_COLUMNS: usize = 32;

/// A cell's source, from its tag on, and the same in small letters.
struct Cell<'a> {
    source: &'a str,
    small: &'a str,
}

/// The cells of a table's rows.
fn rows<'a>(source: &'a str, small: &'a str) -> Vec<Vec<Cell<'a>>> {
    let starts: Vec<usize> = small.match_indices("<tr").map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([small.len()]);
    starts.iter().zip(ends).map(|(start, end)| cells(&source[*start..end], &small[*start..end])).collect()
}

/// The cells of a table within some columns, and the gaps between them.
fn width_of(columns: &[usize], spot: Spot) -> usize {
    let all = columns.iter().skip(spot.column).take(spot.columns);
    all.sum::<usize>() + GAP * spot.columns.saturating_sub(1)
}

/// Where each cell stands, past those that reach down from the rows above, and how many columns there are.
fn spots(rows: &[Vec<Cell<'_>>]) -> (Vec<Vec<Spot>>, usize) {
    // For each column, how many rows below are taken.
    let mut taken: Vec<usize> = Vec::new();
    let mut all = Vec::new();
    for row in rows {
        let mut next: Vec<usize> = taken.iter().map(|rows| rows.saturating_sub(1)).collect();
        let (mut column, mut spots) = (0, Vec::new());
        for cell in row {
            while taken.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            let (columns, down) = (span(cell.small, "colspan"), span(cell.small, "rowspan"));
            // A wider one is set as blocks, and its rows are not counted.
            if column + columns > MOST_COLUMNS {
                return (Vec::new(), MOST_COLUMNS + 1);
            }
            if next.len() < column + columns {
                next.resize(column + columns, 0);
            }
            next[column..column + columns].fill(down - 1);
            spots.push(Spot { column, columns });
            column += columns;
        }
        taken = next;
        all.push(spots);
    }
    let many = all.iter().flatten().map(|spot| spot.column + spot.columns).max().unwrap_or_default();
    (all, many)
}

/// How many rows or columns a cell reaches over, by an attribute of its tag.
fn span(cell: &str, name: &str) -> usize {
    let tag = cell.split('>').next().unwrap_or_default();
    let value = tag.split_once(name).map(|(_, rest)| rest.trim_start_matches(['=', ' ', '"', '\'']));
    let digits = value.map(|value| value.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(1).clamp(1, MOST_COLUMNS)
}

/// Whether a tag that begins with a t is a cell's, and not a head of rows.
fn is_cell(rest: &str) -> bool {
    rest.starts_with(['d', 'h']) && !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The cells of a row.
fn cells<'a>(row: &'a str, small: &'a str) -> Vec<Cell<'a>> {
    let starts: Vec<usize> =
        small.match_indices("<t").filter(|(at, _)| is_cell(&small[at + 2..])).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([row.len()]);
    starts.iter().zip(ends).map(|(start, end)| Cell { source: &row[*start..end], small: &small[*start..end] }).collect()
}

fn words(cell: &str) -> String {
    let text = without_tags(cell);
    let resolve = |name: &str| quick_xml::escape::resolve_predefined_entity(name).or_else(|| named(name));
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
        let names = |table: &Table| table.shape == TableForm::Records && table.header > 0 && table.row == table.header;
        self.tables.last().is_some_and(names)
    }

    /// Begins a row or a cell of a table.
    pub(super) fn begin_cell(&mut self, element: Element) {
        let Some(table) = self.tables.last_mut() else { return };
        if element == Element::Row {
            (table.row, table.cell, table.filled) = (table.row + 1, 0, 0);
            if table.shape == TableForm::Layout {
                self.end_block();
            }
            return;
        }
        table.cell += 1;
        let (shape, first, spot) = (table.shape, table.cell == 1, table.spot());
        // The columns that a cell of a row above takes.
        let skipped = Spot { column: table.filled, columns: spot.column.saturating_sub(table.filled) };
        let blank = if skipped.columns > 0 { width_of(&table.columns, skipped) + GAP } else { 0 };
        let header = table.headers.get(spot.column).filter(|header| spot.columns == 1 && !header.is_empty()).cloned();
        table.filled = spot.column + spot.columns;
        match shape {
            TableForm::Layout => self.end_block(),
            TableForm::Records => {
                self.begin_row(first, true);
                if let Some(header) = header {
                    self.binder.push(&format!("{header}: "));
                }
            }
            TableForm::Columns => {
                self.begin_row(first, false);
                self.binder.push(&"\u{A0}".repeat(blank));
            }
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
                // What fills the columns that were skipped was set since, too.
                let set = set.trim_start_matches(['\n', '\u{A0}']).width();
                let spot = table.spot();
                if spot.column + spot.columns < table.columns.len() {
                    let fill = width_of(&table.columns, spot).saturating_sub(set) + GAP;
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

#[cfg(test)]
mod tests {
    use crate::format;

    /// The rows of a table, as lines.
    fn lines(table: &str) -> Vec<String> {
        let source = format!("<html><body><table>{table}</table></body></html>");
        let draft = format::read("a.html", source.as_bytes()).unwrap().draft;
        draft
            .blocks()
            .flat_map(|(_, _, block)| block.text.replace('\u{A0}', " ").lines().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn cells_stand_in_their_columns_though_some_reach_over_several() {
        for (table, set) in [
            ("<TR><TD>Salt</TD><TD>9</TD></TR><TR><TD>Rope</TD><TD>3</TD></TR>", vec!["Salt  9", "Rope  3"]),
            (
                "<tr><th colspan='2'>Stores of May</th></tr><tr><td>Salt</td><td>9</td></tr>",
                vec!["Stores of May", "Salt  9"],
            ),
            ("<tr><td rowspan=\"2\">Ana</td><td>1840</td></tr><tr><td>1841</td></tr>", vec!["Ana  1840", "     1841"]),
            (
                "<tr><td>a</td><td colspan=2>b</td><td>c</td></tr><tr><td>d</td><td>e</td><td>f</td><td>g</td></tr>",
                vec!["a  b     c", "d  e  f  g"],
            ),
        ] {
            assert_eq!(lines(table), set, "{table}");
        }
    }

    #[test]
    fn a_word_in_two_paragraphs_is_a_cells_yet() {
        let table = "<table><tr><td>A<td>B</tr><tr><td>x<td><p>in</p><p>ner</p></td></tr></table>";
        assert_eq!(lines(table), ["A  B", "x  in ner"]);
    }

    #[test]
    fn breaks_part_paragraphs_in_a_table_that_only_places_them() {
        let cell = "<table width=600><tr><td>It was late.<br><br>“Go,” she said.<br>“No.”<br><br>It rained.</table>";
        assert_eq!(lines(cell), ["It was late.", "“Go,” she said.", "“No.”", "It rained."]);
    }

    #[test]
    fn a_wide_table_is_told_cell_by_cell_behind_its_columns_names() {
        let long = "x".repeat(40);
        let table = format!(
            "<tr><td colspan=3>Title</td></tr><tr><th>One</th><th>Two</th><th>Three</th></tr><tr><td>{long}</td><td>{long}</td><td>z</td></tr>"
        );
        let told = lines(&table);
        assert_eq!(told[0], "Title");
        assert_eq!(&told[told.len() - 3..], [format!("One: {long}"), format!("Two: {long}"), "Three: z".to_owned()]);
    }
}
