//! The seal of a remembered file: its last line, which says that it is the last and holds a hash of all lines before
//! it.
//!
//! TOML that is cut off between two lines is still TOML, and would be a record without its bookmarks. A flipped bit may
//! be another number. A file that was edited by hand has a broken seal too, and is used all the same. The seal is a
//! comment, so other programs can read the file. It protects against accidents, and not against people.

use std::fmt::Write;

use twox_hash::XxHash3_64;

/// The text before the hash.
const LEAD: &str = "# That is all: ";

/// The last line of records of format 2, which had no hash.
const OLD: &str = "# That is all.";

/// The state of a file, as its last line tells.
///
/// ```
/// use nightstand::shelf::Seal;
///
/// let file = Seal::put("version = 3\n".to_owned());
/// assert_eq!(Seal::of(&file), Seal::Whole);
/// assert_eq!(Seal::of(&file.replace('3', "4")), Seal::Broken);
/// assert_eq!(Seal::of(&file[..20]), Seal::Missing);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// The file is as it was written.
    Whole,
    /// The end is there, but the file is not what was written: it was edited, or a bit has flipped.
    Broken,
    /// The end is not there: the file was cut off.
    Missing,
}

impl Seal {
    /// Returns a text with its seal: one more line, with the `XXH3` hash in 16 hexadecimal digits. The text must end
    /// with `\n`.
    #[must_use]
    pub fn put(mut text: String) -> String {
        let hash = XxHash3_64::oneshot(text.as_bytes());
        // Writing to a string never fails.
        let _ = writeln!(text, "{LEAD}{hash:016x}");
        text
    }

    /// Returns what a text's seal tells.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let body = text.strip_suffix('\n').unwrap_or(text);
        let start = body.rfind('\n').map_or(0, |end| end + 1);
        let Some(hash) = body[start..].strip_prefix(LEAD) else {
            // The seal may be followed by lines that were added by hand or by another program. The file was not cut
            // then.
            let ended = |line: &str| line.starts_with(LEAD);
            return match text.lines().find(|line| ended(line) || *line == OLD) {
                Some(OLD) => Self::Whole,
                Some(_) => Self::Broken,
                None => Self::Missing,
            };
        };
        if hash.len() < 16 {
            return Self::Missing;
        }
        let whole = u64::from_str_radix(hash, 16) == Ok(XxHash3_64::oneshot(&text.as_bytes()[..start]));
        if whole { Self::Whole } else { Self::Broken }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_tells_whole_from_changed_from_cut() {
        let sealed = Seal::put("version = 3\nname = \"é\"\n".to_owned());
        assert_eq!(Seal::of(&sealed), Seal::Whole);
        assert_eq!(Seal::of(&sealed.replace('é', "e")), Seal::Broken);
        assert_eq!(Seal::of(&format!("{sealed}more = 1\n")), Seal::Broken);
        for cut in (0..sealed.len() - 1).filter(|cut| sealed.is_char_boundary(*cut)) {
            assert_eq!(Seal::of(&sealed[..cut]), Seal::Missing, "{cut}");
        }
    }
}
