//! Folding: reduces a text to what two editions of a story share.
//!
//! Folded text holds letters and digits in lower case, without diacritics, in words that are separated by single
//! spaces. Diacritics are removed by canonical decomposition (NFD, UAX #15). White space and dashes separate words. A
//! hyphen, an apostrophe and all other signs vanish, so `to-day` folds to `today` and straight quotes fold like curved
//! ones.
//!
//! ```text
//! “Don’t—” she said…  ‘To-day!’   ->   dont she said today
//! "Don't--" she said... 'Today!'  ->   dont she said today
//! ```
//!
//! Places and the identity of a story are counted in folded text, in *characters*. Its bytes are only used within one
//! string. Search has a milder folding of its own (`search.rs`), which keeps signs, since readers search for them.

use memchr::memmem;
use unicode_normalization::char::decompose_canonical;

/// The result of folding each byte of ASCII: a letter or digit, a space, or 0 for nothing.
const ASCII: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = match byte {
            b' ' | b'\t' | b'\n' | b'\r' => b' ',
            _ if byte.is_ascii_alphanumeric() => byte.to_ascii_lowercase(),
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Appends the folded text, without spaces at its ends.
///
/// Returns whether a space stood at each end, for callers that fold a text piece by piece. In a text without letters,
/// any space counts as one at its end.
///
/// Most text is ASCII. So runs of it are folded by a table, and only other characters are decomposed one by one.
pub(super) fn fold(text: &str, folded: &mut String) -> Ends {
    let bytes = text.as_bytes();
    // A byte of ASCII becomes one byte at most. Other characters may become more, and make the buffer grow.
    let mut buffer = Vec::with_capacity(bytes.len());
    let (mut at, mut last) = (0, b' ');
    let (ascii, dashes) = (text.is_ascii(), memmem::find(bytes, b"--").is_some());
    while at < bytes.len() {
        let run = &bytes[at..];
        let run = if ascii { run } else { &run[..run.iter().take_while(|byte| byte.is_ascii()).count()] };
        // A dash of two hyphens separates words. It is rare, so texts without one skip the look-up.
        let dash = if dashes { memmem::find(run, b"--") } else { None };
        let run = dash.map_or(run, |dash| &run[..dash]);
        last = fold_ascii(run, last, &mut buffer);
        at += run.len();
        let Some(c) = text[at..].chars().next() else { break };
        let mut put = |letter: Option<char>| match letter {
            Some(letter) => {
                buffer.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                last = 0;
            }
            None if last != b' ' => {
                buffer.push(b' ');
                last = b' ';
            }
            None => {}
        };
        if dash.is_some() {
            put(None);
        } else {
            fold_char(c, put);
        }
        at += c.len_utf8();
    }
    let letters = !buffer.is_empty();
    if letters && last == b' ' {
        buffer.pop();
    }
    folded.push_str(str::from_utf8(&buffer).unwrap_or_default());
    if letters {
        return Ends { start: begins_with_space(text), end: last == b' ' };
    }
    Ends { start: false, end: begins_with_space(text) }
}

/// Returns a text as it is compared: in small letters, without accents and signs.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::new();
    fold(text, &mut folded);
    folded
}

/// Folds bytes of ASCII. `last` is the byte that was kept last, or a space at the start of a text. Returns the new last
/// byte.
fn fold_ascii(bytes: &[u8], mut last: u8, buffer: &mut Vec<u8>) -> u8 {
    let mut kept = buffer.len();
    buffer.resize(kept + bytes.len(), 0);
    for byte in bytes {
        let letter = ASCII[usize::from(*byte)];
        // The byte is always written, and overwritten by the next one if it is not kept. So there is no branch to
        // mispredict.
        buffer[kept] = letter;
        let keep = letter != 0 && (letter != b' ' || last != b' ');
        kept += usize::from(keep);
        last = if keep { letter } else { last };
    }
    buffer.truncate(kept);
    last
}

/// Returns whether white space or a dash stands before the first letter of a text.
fn begins_with_space(text: &str) -> bool {
    let mut previous = '\0';
    for c in text.chars() {
        let mut found = None;
        match c.is_ascii().then(|| ASCII[c as usize]) {
            Some(0) if c == '-' && previous == '-' => return true,
            Some(0) => {}
            Some(b' ') => return true,
            Some(_) => return false,
            None => fold_char(c, |letter| found = found.or(Some(letter.is_none()))),
        }
        if let Some(space) = found {
            return space;
        }
        previous = c;
    }
    false
}

/// Whether a space stood at each end of a text before it was folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) start: bool,
    pub(super) end: bool,
}

/// Folds a character that is not ASCII. Calls `put` with each of its letters, or with `None` if it separates words.
fn fold_char(c: char, mut put: impl FnMut(Option<char>)) {
    match c {
        '‘' | '’' | '“' | '”' | '…' => {}
        '\u{2012}'..='\u{2015}' => put(None),
        _ if c.is_whitespace() => put(None),
        _ => decompose_canonical(c, |part| {
            part.to_lowercase().filter(|c| c.is_alphanumeric()).for_each(|letter| put(Some(letter)));
        }),
    }
}

/// Returns the folded characters, each with the byte of the text that it comes from. A space has the byte of the letter
/// after it.
///
/// This is a slower way to the same characters as [`fold`], for the one piece of text in which a place is looked up.
pub(super) fn fold_with_sources(text: &str) -> Vec<(char, usize)> {
    let mut folded = Vec::new();
    let mut piece = String::new();
    let (mut space, mut previous) = (false, '\0');
    for (at, c) in text.char_indices() {
        piece.clear();
        let parts = (c == '-' && previous == '-') || fold(c.encode_utf8(&mut [0; 4]), &mut piece).end;
        previous = c;
        space |= parts;
        if !piece.is_empty() && std::mem::take(&mut space) && !folded.is_empty() {
            folded.push((' ', at));
        }
        folded.extend(piece.chars().map(|letter| (letter, at)));
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn editions_fold_to_the_same() {
        for (a, b) in [
            ("“Don’t—” she said…  ‘To-day!’", "\"Don't--\" she said... 'Today!'"),
            ("Café  NOIR", "cafe\u{301} noir"),
            ("word—word", "word -- word"),
            (" 3 o’clock. ", "3 oclock"),
        ] {
            assert_eq!(folded(a), folded(b), "{a}");
        }
        assert_eq!(folded("— * * *"), "");
    }

    #[test]
    fn spaces_at_the_ends_are_told() {
        let mut text = String::new();
        assert_eq!(fold(" a ", &mut text), Ends { start: true, end: true });
        assert_eq!(fold("b", &mut text), Ends { start: false, end: false });
        assert_eq!(text, "ab");
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in "[a-zA-Z ÄéñŞ’—\\-.…\\n夜가]{0,40}") {
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
        }

        #[test]
        fn sources_are_of_the_same_letters(text in "[a-zA-Z ÄéñŞ’—\\-.…\\n夜가]{0,40}") {
            let sources = fold_with_sources(&text);
            prop_assert_eq!(sources.iter().map(|(c, _)| *c).collect::<String>(), folded(&text));
            prop_assert!(sources.iter().all(|(_, at)| text.is_char_boundary(*at)));
            prop_assert!(sources.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        }
    }
}
