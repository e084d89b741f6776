//! Drop caps: the first letter of a paragraph, three rows high, in half blocks.
//!
//! A terminal has one size of letters. Half blocks (`▀` and `▄`) give two dots to the height of a cell, so three rows
//! hold a letter of six dots. A dot is one cell wide and half a cell high, which is nearly square. The capitals from A
//! to Z have an initial, in a small font of five by six dots; other letters have none.

/// The rows of an initial.
pub(super) const ROWS: usize = 3;

/// The empty cells between an initial and the text beside it.
const GAP: usize = 1;

/// The dots of the capitals: six rows from the top, each with five bits from the left.
const CAPITALS: [[u8; 6]; 26] = [
    [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001], // A
    [0b11110, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110], // B
    [0b01111, 0b10000, 0b10000, 0b10000, 0b10000, 0b01111], // C
    [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110], // D
    [0b11111, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111], // E
    [0b11111, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000], // F
    [0b01111, 0b10000, 0b10000, 0b10011, 0b10001, 0b01111], // G
    [0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001], // H
    [0b11100, 0b01000, 0b01000, 0b01000, 0b01000, 0b11100], // I
    [0b00111, 0b00010, 0b00010, 0b00010, 0b10010, 0b01100], // J
    [0b10001, 0b10010, 0b11100, 0b10010, 0b10001, 0b10001], // K
    [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111], // L
    [0b10001, 0b11011, 0b11011, 0b10101, 0b10001, 0b10001], // M
    [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001], // N
    [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110], // O
    [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000], // P
    [0b01110, 0b10001, 0b10001, 0b10101, 0b10010, 0b01101], // Q
    [0b11110, 0b10001, 0b10001, 0b11110, 0b10010, 0b10001], // R
    [0b01111, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110], // S
    [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100], // T
    [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110], // U
    [0b10001, 0b10001, 0b10001, 0b01010, 0b01010, 0b00100], // V
    [0b10001, 0b10001, 0b10101, 0b11011, 0b11011, 0b10001], // W
    [0b10001, 0b01010, 0b00100, 0b00100, 0b01010, 0b10001], // X
    [0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100], // Y
    [0b11111, 0b00010, 0b00100, 0b01000, 0b10000, 0b11111], // Z
];

/// Returns the cells of a letter's initial, with the gap beside it, or `None` if it has none.
pub(super) fn cells(letter: char) -> Option<u16> {
    let dots = dots(letter)?;
    u16::try_from(columns(dots) + GAP).ok()
}

/// Returns a row of a letter's initial, from 0 at the top to 2, in half blocks. It is empty for a letter without an
/// initial.
///
/// ```
/// use nightstand::typeset::initial_row;
///
/// let rows: Vec<String> = (0..3).map(|row| initial_row('H', row)).collect();
/// assert_eq!(rows, ["█   █", "█▀▀▀█", "█   █"]);
/// ```
#[must_use]
pub fn initial_row(letter: char, row: usize) -> String {
    let Some(dots) = dots(letter) else { return String::new() };
    let dot = |y: usize, x: usize| dots.get(y).is_some_and(|bits| bits >> (4 - x) & 1 == 1);
    let cell = |x: usize| match (dot(2 * row, x), dot(2 * row + 1, x)) {
        (true, true) => '█',
        (true, false) => '▀',
        (false, true) => '▄',
        (false, false) => ' ',
    };
    (0..columns(dots)).map(cell).collect()
}

/// The words that lead in where there is no drop cap: enough to be seen, and rarely more than half a line.
const LEAD_IN: usize = 3;

/// Returns the bytes of a text's first words that lead in, at most 255.
pub(super) fn lead_in(text: &str) -> u8 {
    let end = text.match_indices(' ').nth(LEAD_IN - 1).map_or(text.len(), |(at, _)| at);
    u8::try_from(end).unwrap_or(0)
}

/// Returns the dots of a letter, or `None` if it is not a capital of ASCII.
fn dots(letter: char) -> Option<[u8; 6]> {
    let index = u32::from(letter).checked_sub(u32::from('A'))?;
    CAPITALS.get(index as usize).copied()
}

/// Returns the width of an initial in dots: five, or less if its rightmost columns are empty.
fn columns(dots: [u8; 6]) -> usize {
    let all = dots.into_iter().fold(0, |all, bits| all | bits);
    5 - all.trailing_zeros() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_words_lead_in() {
        assert_eq!(lead_in("It was late, and she slept."), 12);
        assert_eq!((lead_in("Late."), lead_in(""), lead_in(&"a".repeat(300))), (5, 0, 0));
    }

    #[test]
    fn letters_are_drawn_in_half_blocks() {
        let rows: Vec<String> = (0..ROWS).map(|row| initial_row('T', row)).collect();
        assert_eq!(rows, ["▀▀█▀▀", "  █  ", "  █  "]);
        assert_eq!((cells('T'), cells('I'), cells('é'), cells('“')), (Some(6), Some(4), None, None));
        assert_eq!(initial_row('é', 0), "");
        assert_eq!(initial_row('Z', 3), "     ");
    }
}
