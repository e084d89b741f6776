//! A remembered file's last line: that it is the last, and a hash of what stands before it.
//!
//! TOML cut off between two lines is still TOML, and would be a record without its bookmarks; a flipped bit may be
//! another number. A file that was edited by hand has a broken seal too, and is used all the same.

use std::fmt::Write;

use twox_hash::XxHash3_64;

/// What stands before the hash.
const LEAD: &str = "# That is all: ";

/// The last line of records of format 2, which had no hash.
const OLD: &str = "# That is all.";

/// What a file's last line tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// It is as it was written.
    Whole,
    /// Its end is there, but it is not what was written: it was edited, or a bit has flipped.
    Broken,
    /// Its end is not there.
    Missing,
}

impl Seal {
    /// Seals a text.
    #[must_use]
    pub fn put(mut text: String) -> String {
        let hash = XxHash3_64::oneshot(text.as_bytes());
        // A string takes all that is written to it.
        let _ = writeln!(text, "{LEAD}{hash:016x}");
        text
    }

    /// What a text's seal tells.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let body = text.strip_suffix('\n').unwrap_or(text);
        let start = body.rfind('\n').map_or(0, |end| end + 1);
        let Some(hash) = body[start..].strip_prefix(LEAD) else {
            // What was put behind it by hand, or by another program, is no cut.
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
