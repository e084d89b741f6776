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
    // Whether the word that is open has been counted: its first letter or digit makes it one.
    let mut counted = false;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            let letter = byte.is_ascii_alphanumeric();
            count += usize::from(letter && !counted);
            // All that is no blank goes on with the word. The vertical tabulator is a blank, too.
            counted = (counted || letter) && !(byte.is_ascii_whitespace() || byte == 0x0B);
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if c.is_whitespace() {
            counted = false;
        } else if is_ideographic(c) {
            count += 1;
        } else if !counted && c.is_alphanumeric() {
            (count, counted) = (count + 1, true);
        }
        at += c.len_utf8();
    }
    count
}

/// Whether a character is of a script without blanks between words.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
        && c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn punctuation_alone_is_no_word() {
        assert_eq!(count_words("夜里他醒来，听见 bell 声。"), 9);
        assert_eq!(count_words("“Well —” she said… ’twas * * * 3 o’clock"), 6);
    }
}
