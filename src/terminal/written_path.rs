//! Paths as they are written in what is remembered: as they are, or as a `file:` URI where they are not UTF-8.
//!
//! A path on Unix is bytes. One that is not text would be another one once it had been through a string (RFC 8089, RFC 3986).

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

/// What begins a path that is written as a URI. No path of a story begins so: they are whole, from `/` on.
const SCHEME: &str = "file://";

/// Returns a path as text from which [`path_of`] makes the same path again.
#[must_use]
pub fn written_path(path: &Path) -> String {
    if let Some(text) = path.to_str().filter(|text| !text.starts_with(SCHEME)) {
        return text.to_owned();
    }
    let bytes = path.as_os_str().as_bytes();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(byte);
    bytes.iter().fold(SCHEME.to_owned(), |written, byte| {
        if plain(byte) {
            written + char::from(*byte).encode_utf8(&mut [0; 4])
        } else {
            written + &format!("%{byte:02X}")
        }
    })
}

/// Returns the path that a text was written for.
#[must_use]
pub fn path_of(written: &str) -> PathBuf {
    let Some(encoded) = written.strip_prefix(SCHEME) else { return PathBuf::from(written) };
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|code| u8::from_str_radix(str::from_utf8(code).ok()?, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    PathBuf::from(OsString::from_vec(bytes))
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

    proptest! {
        #[test]
        fn any_path_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let path = PathBuf::from(OsString::from_vec(bytes));
            prop_assert_eq!(path_of(&written_path(&path)), path);
        }
    }
}
