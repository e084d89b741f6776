//! Paths as they are written in what is remembered: as they are, or as a `file:` URI where they are not UTF-8.
//!
//! A path on Unix is bytes. One that is not text would be another one once it had been through a string (RFC 8089, RFC 3986).

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// What begins a path that is written as a URI. No path of a story begins so: they are whole, from `/` on.
const SCHEME: &str = "file://";

/// What is escaped: all but the slash and the characters that RFC 3986 calls unreserved.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns a path as text from which [`path_of`] makes the same path again.
#[must_use]
pub fn written_path(path: &Path) -> String {
    if let Some(text) = path.to_str().filter(|text| !text.starts_with(SCHEME)) {
        return text.to_owned();
    }
    format!("{SCHEME}{}", percent_encode(path.as_os_str().as_bytes(), ESCAPED))
}

/// Returns the path that a text was written for.
#[must_use]
pub fn path_of(written: &str) -> PathBuf {
    let Some(encoded) = written.strip_prefix(SCHEME) else { return PathBuf::from(written) };
    PathBuf::from(OsString::from_vec(percent_decode_str(encoded).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_that_is_text_is_written_as_it_is() {
        assert_eq!(written_path(Path::new("/books/Ténèbres 100%.epub")), "/books/Ténèbres 100%.epub");
        assert_eq!(path_of("/books/100%41.epub"), Path::new("/books/100%41.epub"));
        assert_eq!(written_path(&path_of("file:///a%FFb%20c.txt")), "file:///a%FFb%20c.txt");
    }

    #[test]
    fn a_percent_sign_without_two_digits_is_one() {
        assert_eq!(path_of("file:///100%+A/5%"), Path::new("/100%+A/5%"));
    }

    proptest! {
        #[test]
        fn any_path_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let path = PathBuf::from(OsString::from_vec(bytes));
            prop_assert_eq!(path_of(&written_path(&path)), path);
        }
    }
}
