//! Turns the difference between two of ratatui's buffers into as few bytes as can be.
//!
//! Each byte costs a reader at the end of a slow line, and the terminal some work. So the looks are changed by one sequence
//! that names only what differs, and letters that stand already are written again where that is shorter than a move of
//! the cursor over them. After a cluster whose width terminals disagree about, the cursor is moved all the same, so that no
//! terminal can shift the rest of a row. One that draws such a cluster in its parts spills into the cells after it: these are
//! painted anew when the cluster comes and when it goes.
//!
//! This is also the last check before the terminal: whatever a cell holds, no command leaves through it. All text is safe when
//! it is made ([`SafeText`](crate::document::SafeText)); the check is for the day when a way around that is written.

use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

use crate::document::is_hazard;
use crate::theme::NAMED;
use crate::typeset::width;

/// Letters that are written again rather than skipped: a move within a row takes four bytes at least.
const LONGEST_REWRITE: u16 = 4;

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Look {
    #[inline]
    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }
}

const PLAIN: Look = Look { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

/// What is known of a cell of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Nothing, or what is not worth to be written again.
    Unknown,
    /// A letter of ASCII.
    Letter(u8, Look),
    /// The right half of a cluster.
    Half,
    /// A cluster after which so many cells may have been spilled into: after `.0` cells of its own, `.1` more.
    Spilling(u16, u16),
}

/// Cells of a row that a cluster before them may have spilled into. Spills are ordered by their rows and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spill {
    row: u16,
    /// The first column.
    start: u16,
    /// One past the last column.
    end: u16,
}

/// A painter on a stream.
#[derive(Debug)]
pub(in crate::terminal) struct Painter<W: Write> {
    out: W,
    /// The looks that the terminal writes with, as far as they are known.
    look: Option<Look>,
    /// Where the terminal's cursor is, as far as it is known.
    cursor: Option<(u16, u16)>,
    shown: Vec<Shown>,
    size: (u16, u16),
    /// Whether the terminal is known to have widths of its own for what is not ASCII.
    wary: bool,
    /// The cells that may have been spilled into.
    spilled: Vec<Spill>,
    /// The sequences and letters of a frame, before they are handed on.
    text: Vec<u8>,
}

impl<W: Write> Painter<W> {
    /// A painter of which nothing is known yet.
    pub(in crate::terminal) fn new(out: W) -> Self {
        let (shown, spilled, text) = (Vec::new(), Vec::new(), Vec::new());
        Self { out, look: None, cursor: None, shown, size: (0, 0), wary: false, spilled, text }
    }

    /// Hands a frame on in one piece, as a synchronised update: the terminal shows it whole or not at all, and one that does not
    /// know such updates ignores their marks. A frame that changes nothing sends nothing. Returns whether anything was sent.
    pub(in crate::terminal) fn finish(&mut self) -> io::Result<bool> {
        if self.text.is_empty() {
            return Ok(false);
        }
        self.text.splice(0..0, *b"\x1b[?2026h");
        self.text.extend_from_slice(b"\x1b[?2026l");
        self.out.write_all(&self.text)?;
        self.text.clear();
        self.out.flush()?;
        Ok(true)
    }

    /// Paints what differs between what is shown and what is to be.
    pub(in crate::terminal) fn paint(&mut self, shown: &Buffer, next: &Buffer) {
        let width = usize::from(next.area.width).max(1);
        for (y, (before, after)) in (0..).zip(shown.content.chunks(width).zip(next.content.chunks(width))) {
            self.paint_row(y, before, after);
        }
        if !self.spilled.is_empty() {
            self.mend(next);
        }
    }

    /// Paints what differs in a row. Cells that a wide cluster covers are not looked at. Where one was wider, what it covered is
    /// painted too: its look may be seen there still.
    fn paint_row(&mut self, y: u16, before: &[Cell], after: &[Cell]) {
        let (mut x, mut uncovered) = (0, 0);
        while let (Some(old), Some(new)) = (before.get(x), after.get(x)) {
            let cells = usize::from(cells_of(new).max(1));
            let at = (u16::try_from(x).unwrap_or(u16::MAX), y);
            if !same(old, new) || x < uncovered && !self.shows(at, new) {
                self.paint_cell(at, new);
                uncovered = uncovered.max(x + usize::from(cells_of(old)));
            }
            x += cells;
        }
    }

    /// Paints the cells anew that may have been spilled into.
    fn mend(&mut self, next: &Buffer) {
        let mut spilled = std::mem::take(&mut self.spilled);
        spilled.sort_unstable();
        let mut ranges = spilled.iter().peekable();
        while let Some(spill) = ranges.peek() {
            let (row, mut x, mut until) = (spill.row, 0, 0);
            while x < self.size.0.min(next.area.width) {
                let cell = &next[(x, row)];
                let cells = cells_of(cell).max(1);
                while let Some(spill) = ranges.next_if(|spill| spill.row == row && spill.start < x + cells) {
                    until = until.max(spill.end);
                }
                if x < until {
                    self.paint_cell((x, row), cell);
                    // It may spill itself; what it spills into is mended in the same pass.
                    until = self.spilled.drain(..).map(|spill| spill.end).fold(until, u16::max);
                }
                x += cells;
            }
            // Beyond the edge there is nothing to mend.
            while ranges.next_if(|spill| spill.row == row).is_some() {}
        }
        self.spilled.clear();
    }

    /// Puts the terminal's cursor, which is hidden, to a cell: braille displays and screen readers follow it.
    pub(in crate::terminal) fn park(&mut self, (x, y): (u16, u16)) {
        if self.cursor != Some((x, y)) && x < self.size.0 && y < self.size.1 {
            self.cursor = None;
            self.go_to(x, y);
            self.cursor = Some((x, y));
        }
    }

    /// Clears the terminal, of which nothing is known then but its size.
    pub(in crate::terminal) fn clear(&mut self, size: (u16, u16)) {
        self.resize(size);
        self.look = Some(PLAIN);
        self.cursor = None;
        self.shown.fill(Shown::Unknown);
        // In the terminal's own ground: it fills with the present one.
        self.put(format_args!("\x1b[0m\x1b[1;1H\x1b[J"));
    }

    fn paint_cell(&mut self, (x, y): (u16, u16), cell: &Cell) {
        let look = Look::of(cell);
        let index = self.index((x, y));
        // Nearly all cells are a letter of ASCII beside another one.
        if let [letter @ b' '..=b'~'] = cell.symbol().as_bytes()
            && x + 1 < self.size.0
            && let Some([here, next]) = self.shown.get_mut(index..index + 2)
            && !matches!((&*here, &*next), (Shown::Spilling(..), _) | (_, Shown::Half))
        {
            *here = Shown::Letter(*letter, look);
            if self.cursor != Some((x, y)) {
                self.go_to(x, y);
            }
            if self.look != Some(look) {
                self.wear(look);
            }
            self.text.push(*letter);
            self.cursor = Some((x + 1, y));
            return;
        }
        self.paint_cluster((x, y), cell, look);
    }

    /// Paints a cell that is no letter of ASCII, or stands at an edge or beside something wide.
    fn paint_cluster(&mut self, (x, y): (u16, u16), cell: &Cell, look: Look) {
        if let Shown::Spilling(cells, spill) = self.known((x, y)) {
            self.spilled.push(Spill { row: y, start: x + cells, end: x + cells + spill });
        }
        let symbol = if cell.symbol().chars().any(is_hazard) { "\u{FFFD}" } else { cell.symbol() };
        let natural = if symbol.len() == 1 { 1 } else { u16::try_from(width(symbol)).unwrap_or(1) };
        let cells = cells_of(cell);
        let spill = if symbol.len() == 1 { 0 } else { spill(symbol, cells) };
        self.go_to(x, y);
        self.wear(look);
        let sure = symbol.len() == 1 || !self.wary && agreed(symbol);
        if !sure && (cells > 1 || symbol.chars().any(is_pictorial)) {
            // A terminal that draws it in fewer cells, or joins it to the cluster before it, would leave what stood there.
            (0..cells).for_each(|_| self.text.push(b' '));
            self.cursor = None;
            self.go_to(x, y);
        }
        self.text.extend_from_slice(symbol.as_bytes());
        let first = match symbol.as_bytes() {
            [letter] => Shown::Letter(*letter, look),
            _ if spill > 0 => Shown::Spilling(cells, spill),
            _ => Shown::Unknown,
        };
        self.remember((x, y), first);
        if spill > 0 {
            self.spilled.push(Spill { row: y, start: x + cells, end: x + cells + spill });
        }
        (x + 1..x.saturating_add(cells)).for_each(|x| self.remember((x, y), Shown::Half));
        let next = x.saturating_add(cells);
        // At the right edge terminals differ in where the cursor is.
        self.cursor = (sure && cells == natural && next < self.size.0).then_some((next, y));
        if next < self.size.0 && self.known((next, y)) == Shown::Half {
            // The cluster that stood here was wider. To ratatui its second half was a blank already.
            self.go_to(next, y);
            self.text.push(b' ');
            self.remember((next, y), Shown::Letter(b' ', look));
            self.cursor = (next + 1 < self.size.0).then_some((next + 1, y));
        }
    }

    fn go_to(&mut self, x: u16, y: u16) {
        let Some((at, row)) = self.cursor.filter(|(_, row)| *row == y) else {
            self.put(format_args!("\x1b[{};{}H", u32::from(y) + 1, u32::from(x) + 1));
            return;
        };
        if at == x {
            return;
        }
        if at < x && x - at <= LONGEST_REWRITE {
            let letter = |x| match self.known((x, row)) {
                Shown::Letter(letter, look) if Some(look) == self.look => Some(letter),
                _ => None,
            };
            let between: Option<Vec<u8>> = (at..x).map(letter).collect();
            if let Some(between) = between {
                return self.text.extend_from_slice(&between);
            }
        }
        match x.checked_sub(at) {
            Some(by) if by < 10 => self.put(format_args!("\x1b[{by}C")),
            _ => self.put(format_args!("\x1b[{}G", u32::from(x) + 1)),
        }
    }

    /// Changes the looks to these, by what differs.
    fn wear(&mut self, look: Look) {
        let Some(worn) = self.look else {
            self.text.extend_from_slice(b"\x1b[0m");
            self.look = Some(PLAIN);
            return self.wear(look);
        };
        if worn == look {
            return;
        }
        self.look = Some(look);
        let start = self.text.len();
        self.text.extend_from_slice(b"\x1b[");
        // What takes off bold takes off dim with it, so that what stays is put on again.
        let off = worn.modifier - look.modifier;
        let mut on = look.modifier - worn.modifier;
        for (modifier, code) in OFF {
            if off.intersects(modifier) {
                self.put(format_args!("{code};"));
                on |= look.modifier & modifier;
            }
        }
        for (modifier, code) in ON {
            if on.contains(modifier) {
                self.put(format_args!("{code};"));
            }
        }
        if worn.fg != look.fg {
            self.put_colour(look.fg, 30);
        }
        if worn.bg != look.bg {
            self.put_colour(look.bg, 40);
        }
        // The last parameter's separator ends the sequence; nothing to say at all is said by none.
        if self.text.pop() == Some(b';') { self.text.push(b'm') } else { self.text.truncate(start) }
    }

    /// A colour's parameters; `base` is 30 for letters and 40 for the ground.
    fn put_colour(&mut self, colour: Color, base: u8) {
        match colour {
            Color::Reset => self.put(format_args!("{};", base + 9)),
            Color::Rgb(r, g, b) => self.put(format_args!("{};2;{r};{g};{b};", base + 8)),
            Color::Indexed(n) => self.put(format_args!("{};5;{n};", base + 8)),
            // The bright ones stand sixty after the others.
            named => match NAMED.iter().position(|known| *known == named) {
                Some(n @ 8..) => self.put(format_args!("{};", usize::from(base) + 60 + n - 8)),
                n => self.put(format_args!("{};", usize::from(base) + n.unwrap_or(0))),
            },
        }
    }

    fn put(&mut self, sequence: std::fmt::Arguments<'_>) {
        // A list of bytes takes all that is written to it.
        let _ = self.text.write_fmt(sequence);
    }

    fn index(&self, (x, y): (u16, u16)) -> usize {
        usize::from(y) * usize::from(self.size.0) + usize::from(x)
    }

    fn known(&self, at: (u16, u16)) -> Shown {
        self.shown.get(self.index(at)).copied().unwrap_or(Shown::Unknown)
    }

    /// Whether a cell of the terminal is known to show this one's letter in its look.
    fn shows(&self, at: (u16, u16), cell: &Cell) -> bool {
        let look = Look::of(cell);
        matches!((self.known(at), cell.symbol().as_bytes()), (Shown::Letter(letter, worn), [wanted]) if letter == *wanted && worn == look)
    }

    fn remember(&mut self, at: (u16, u16), shown: Shown) {
        let index = self.index(at);
        if let Some(cell) = self.shown.get_mut(index).filter(|_| at.0 < self.size.0) {
            *cell = shown;
        }
    }

    /// Says that the terminal has widths of its own for what is not ASCII: the cursor is moved after each such cluster.
    pub(in crate::terminal) fn be_wary(&mut self, wary: bool) {
        self.wary = wary;
    }

    /// Makes room to remember a frame of this size; of the cells of another size nothing is known.
    pub(in crate::terminal) fn resize(&mut self, size: (u16, u16)) {
        if self.size != size {
            self.size = size;
            self.shown.clear();
            self.shown.resize(usize::from(size.0) * usize::from(size.1), Shown::Unknown);
            self.cursor = None;
        }
    }
}

/// Whether two cells look the same. Most differ in their letters or not at all, so that these are asked first.
fn same(one: &Cell, other: &Cell) -> bool {
    let letters = match (one.symbol().as_bytes(), other.symbol().as_bytes()) {
        ([one], [other]) => one == other,
        (one, other) => one == other,
    };
    letters
        && one.fg == other.fg
        && one.bg == other.bg
        && one.modifier == other.modifier
        && one.diff_option == other.diff_option
}

/// What puts a modifier on.
const ON: [(Modifier, u8); 7] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// What takes modifiers off.
const OFF: [(Modifier, u8); 6] = [
    (Modifier::BOLD.union(Modifier::DIM), 22),
    (Modifier::ITALIC, 23),
    (Modifier::UNDERLINED, 24),
    (Modifier::REVERSED, 27),
    (Modifier::HIDDEN, 28),
    (Modifier::CROSSED_OUT, 29),
];

/// Whether all terminals give a cluster the same cells: a single character that is a letter or sign of Latin, Greek or
/// Cyrillic prose, or an ideograph, a kana or a Hangul syllable. Emoji, flags, marks on letters and much else depend on the
/// terminal's age, and on its font.
fn agreed(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    matches!(c,
        ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{370}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        | '‐'..='‧' | '\u{2500}'..='\u{257F}'
        | '、'..='〿' | 'ぁ'..='ゖ' | 'ァ'..='ヿ' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '가'..='힣' | '！'..='～')
}

/// The cells that a cell's symbol takes.
fn cells_of(cell: &Cell) -> u16 {
    match cell.diff_option {
        CellDiffOption::ForcedWidth(cells) => cells.get(),
        _ if cell.symbol().len() == 1 => 1,
        _ => u16::try_from(width(cell.symbol())).unwrap_or(1),
    }
}

/// Whether a character is one of those that emoji sequences are made of: arrows, signs and pictures.
fn is_pictorial(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{27BF}' | '\u{1F000}'..='\u{1FAFF}') && !matches!(c, '\u{2500}'..='\u{257F}')
}

/// How many cells past its own a cluster may be drawn into: a terminal that does not know the sequence draws its parts side by
/// side. A regional indicator alone is drawn in two cells by some.
fn spill(symbol: &str, cells: u16) -> u16 {
    let part = |c: char| match c {
        '\u{1F1E6}'..='\u{1F1FF}' => 2,
        c => u16::try_from(c.width().unwrap_or(0)).unwrap_or(0),
    };
    let emoji = |c: char| matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F3FB}'..='\u{1F3FF}');
    if symbol.chars().any(emoji) { symbol.chars().map(part).sum::<u16>().saturating_sub(cells) } else { 0 }
}

#[cfg(test)]
mod tests;
