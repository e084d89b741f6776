//! The Latin letter that lies on a key of a keyboard with another alphabet.
//!
//! Each table names the letters of a layout in the order of the keys of the US layout, row by row. A terminal sends letters and
//! no places of keys, so that the commonest layout of each alphabet stands for all of it.

use super::Key;

/// The keys of the US layout, without and with shift.
const LATIN: [&str; 2] = ["qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~"];

/// The same keys of other layouts. A letter that is not there is a blank.
const OTHERS: [[&str; 2]; 6] = [
    // Russian.
    ["йцукенгшщзхъфывапролджэячсмитьбюё", "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ"],
    // What Ukrainian has elsewhere or beside, and what Belarusian and Serbian have.
    ["           ї і        є          ", "           Ї І        Є          "],
    ["        ў                        ", "        Ў                        "],
    ["љњ         ђ      ј   ћ џ        ", "ЉЊ         Ђ      Ј   Ћ Џ        "],
    // Greek.
    [" ςερτυθιοπ  ασδφγηξκλ  ζχψωβνμ   ", "  ΕΡΤΥΘΙΟΠ  ΑΣΔΦΓΗΞΚΛ  ΖΧΨΩΒΝΜ   "],
    // Hebrew.
    ["  קראטוןםפ  שדגכעיחלךף זסבהנמצתץ ", "                                 "],
];

/// Returns the key that lies where a letter of another alphabet does; `None` for all other keys.
pub(super) fn latin(key: Key) -> Option<Key> {
    let (Key::Char(letter) | Key::Ctrl(letter)) = key else { return None };
    if letter.is_ascii() {
        return None;
    }
    OTHERS.iter().flat_map(|layout| layout.iter().zip(LATIN)).find_map(|(other, latin)| {
        let nth = other.chars().position(|c| c == letter)?;
        let latin = latin.chars().nth(nth)?;
        Some(if matches!(key, Key::Ctrl(_)) { Key::Ctrl(latin) } else { Key::Char(latin) })
    })
}

impl Key {
    /// Returns whether it is a letter's key, or the key of that place on a keyboard with another alphabet.
    #[must_use]
    pub fn is_letter(self, letter: char) -> bool {
        [Some(self), latin(self)].contains(&Some(Self::Char(letter)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_as_long_as_the_keys() {
        for layout in OTHERS {
            for (row, latin) in layout.iter().zip(LATIN) {
                assert_eq!(row.chars().count(), latin.chars().count(), "{row}");
            }
        }
        assert_eq!(latin(Key::Char('j')), None);
        assert_eq!(latin(Key::Ctrl('а')), Some(Key::Ctrl('f')));
        assert_eq!((latin(Key::Char('ў')), latin(Key::Char('Ј'))), (Some(Key::Char('o')), Some(Key::Char('J'))));
        assert!(Key::Char('н').is_letter('y') && Key::Char('y').is_letter('y') && !Key::Char('н').is_letter('n'));
    }
}
