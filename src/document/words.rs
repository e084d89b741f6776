//! The definition of a word, for counts that are shown to people.

/// Returns the number of words in a text: stretches between white space that hold a letter or a digit.
///
/// A lone dash is no word, and `to-day` is one. Chinese and Japanese have no blanks between words: there each character counts, which
/// is about one and a half times as many as there are words. Markup and layout add and remove only signs and white space, so the
/// source and the set pages have the same count. Tests rely on that to prove that no word is lost.
///
/// ```
/// use nightstand::document::count_words;
///
/// assert_eq!(count_words("“Well” — she said — “to-day, at 3.”"), 6);
/// ```
#[must_use]
pub fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut count) = (0, 0);
    // 1 if the word that is open has been counted: its first letter or digit makes it one.
    let mut counted = 0;
    while let Some(&byte) = bytes.get(at) {
        let class = CLASSES[usize::from(byte)];
        if class != OTHER {
            let letter = class & LETTER;
            count += usize::from(letter & !counted);
            // All that is no blank goes on with the word.
            counted = (counted | letter) & !(class >> BLANK_BIT);
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if c.is_whitespace() {
            counted = 0;
        } else if is_ideographic(c) {
            count += 1;
        } else if counted == 0 && c.is_alphanumeric() {
            (count, counted) = (count + 1, 1);
        }
        at += c.len_utf8();
    }
    count
}

/// What bytes are: letters and digits, blanks, and those beyond ASCII.
const LETTER: u8 = 1;
const BLANK_BIT: u8 = 1;
const OTHER: u8 = 4;

/// What each byte is, so that nothing is decided for most of a text.
const CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        // The vertical tabulator is a blank, too.
        let blank = byte.is_ascii_whitespace() || byte == 0x0B;
        classes[byte as usize] = if byte.is_ascii_alphanumeric() { LETTER } else { (blank as u8) << BLANK_BIT };
        byte += 1;
    }
    classes
};

/// Whether a character is of a script without blanks between words.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
        && c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::count_words;

    proptest::proptest! {
        #[test]
        fn the_table_counts_as_the_definition_does(text in "[a-z0-9 \t\u{b}\r\n.,'éß\u{2014}\u{a0}-]{0,40}") {
            let words = text.split(char::is_whitespace).filter(|word| word.contains(char::is_alphanumeric));
            proptest::prop_assert_eq!(count_words(&text), words.count());
        }
    }

    #[test]
    fn punctuation_alone_is_no_word() {
        assert_eq!(count_words("夜里他醒来，听见 bell 声。"), 9);
        assert_eq!(count_words("“Well —” she said… ’twas * * * 3 o’clock"), 6);
    }
}
