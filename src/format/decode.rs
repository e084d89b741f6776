//! From bytes to text: UTF-8, UTF-16, or what the bytes look like.

mod charset;

use std::borrow::Cow;

pub(super) use self::charset::Charset;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// Text, and how its bytes were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub(super) text: Cow<'a, str>,
    /// What the reader should know of it.
    pub(super) remark: Option<String>,
    /// The byte that the remark is about.
    pub(super) at: usize,
}

/// An encoding that a reader names; `None` where there is none of that name.
pub(super) fn named(name: &str) -> Option<Charset> {
    Charset::named(name)
}

/// How much of a text is looked at to tell its encoding, from shortly before the first byte that is not UTF-8: a chapter has all
/// its letters.
const SAMPLE: usize = 64 << 10;

/// Reads bytes as text, in the encoding that is asked for if there is one.
pub(super) fn decode<'a>(bytes: &'a [u8], asked: Option<Charset>) -> Decoded<'a> {
    let plain = |text: Cow<'a, str>| Decoded { text, remark: None, at: 0 };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return plain(encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    if let Some(encoding) = asked {
        return plain(encoding.decode(bytes));
    }
    if is_iso_2022_jp(bytes) {
        let remark = Some("read as ISO-2022-JP; `--encoding NAME` overrides this".to_owned());
        return Decoded { text: ISO_2022_JP.decode_without_bom_handling(bytes).0, remark, at: 0 };
    }
    // The check alone is several times as quick as the mending.
    let error = match str::from_utf8(bytes) {
        Ok(text) => match has_controls(bytes).then(|| wide(bytes)).flatten() {
            // Zeros are UTF-8 too, and no text has them.
            Some(encoding) => return plain(encoding.decode_without_bom_handling(bytes).0),
            None => return plain(Cow::Borrowed(text)),
        },
        Err(error) => error,
    };
    let at = error.valid_up_to();
    if let Some(encoding) = wide(bytes) {
        return plain(encoding.decode_without_bom_handling(bytes).0);
    }
    if is_mostly_utf8(bytes) {
        let remark = Some("some bytes are not valid UTF-8 and show as \u{FFFD}".to_owned());
        return Decoded { text: String::from_utf8_lossy(bytes), remark, at };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The words before that byte tell the language, which tells encodings apart.
    let start = at.saturating_sub(SAMPLE / 8);
    detector.feed(&bytes[start..bytes.len().min(start + SAMPLE)], true);
    let encoding = charset::guessed(bytes, detector.guess(None, Utf8Detection::Deny));
    let remark = Some(format!("not UTF-8, read as {}; `--encoding NAME` overrides this", encoding.name()));
    Decoded { text: encoding.decode(bytes), remark, at }
}

/// Whether bytes are Japanese of the old mails, whose letters are ASCII between escapes.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    /// A text of it has its first escape on the first line that is not English.
    const NEAR: usize = 4096;
    let near = &bytes[..bytes.len().min(NEAR)];
    let has = |escape: &[u8]| memchr::memmem::find(near, escape).is_some();
    memchr::memchr(0x1B, near).is_some() && (has(b"\x1B$B") || has(b"\x1B$@")) && near.is_ascii()
}

/// Whether there are controls among the first bytes that no text has, as in UTF-16.
fn has_controls(bytes: &[u8]) -> bool {
    bytes.iter().take(2048).any(|byte| *byte < 9)
}

/// Whether bytes are UTF-16 without a byte order mark.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    wide(bytes).is_some()
}

/// UTF-16 without a byte order mark. In the right order its units are letters and blanks, in the wrong one rare signs.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    /// So many bytes have some blanks or ends of sentences in any language.
    const NEAR: usize = 2048;
    let sample = &bytes[..bytes.len().min(NEAR)];
    let told = |unit: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let (mut all, mut common, mut parting) = (0_usize, 0_usize, 0_usize);
        for unit in units {
            all += 1;
            parting += usize::from(matches!(unit, 0x20 | 0x0A | 0x0D | 0x3001 | 0x3002 | 0xFF0C));
            let ascii = matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E);
            // Latin with the letters of Romanian and Vietnamese, Greek to Arabic, Hindi, Thai.
            let letters =
                matches!(unit, 0xA0..=0x233 | 0x1E00..=0x1EFF | 0x370..=0x6FF | 0x901..=0x97F | 0xE01..=0xE5B);
            let wide = matches!(unit, 0x3000..=0x30FF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xFF01..=0xFF5E);
            common += usize::from(ascii || letters || wide || matches!(unit, 0x2010..=0x2027));
        }
        (all > 1 && common * 20 >= all * 19 && parting * 200 >= all && parting > 0).then_some(parting)
    };
    match (told(u16::from_le_bytes), told(u16::from_be_bytes)) {
        (Some(little), Some(big)) => Some(if little >= big { UTF_16LE } else { UTF_16BE }),
        (Some(_), None) => Some(UTF_16LE),
        (None, Some(_)) => Some(UTF_16BE),
        (None, None) => None,
    }
}

/// Whether there are many more letters in UTF-8 than there are bytes that are not.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).take(SAMPLE).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    letters > 4 * wrong
}

/// Reads the bytes of a piece of a container, whose encoding its head may name.
pub(super) fn decode_xml(bytes: &[u8]) -> String {
    let text = decode(bytes, declared(bytes)).text;
    // No XML has zeros, and no reader misses them.
    if memchr::memchr(0, text.as_bytes()).is_some() { text.replace('\0', "") } else { text.into_owned() }
}

/// The encoding that an XML file or a page of HTML names at its beginning.
pub(super) fn declared_by_markup(bytes: &[u8]) -> Option<Charset> {
    let head = &bytes[..bytes.len().min(512)];
    let has = |words: &[u8]| memchr::memmem::find(head, words).is_some();
    let page = bytes.trim_ascii_start().starts_with(b"<")
        && (has(b"<html") || has(b"<HTML") || has(b"<meta") || has(b"<META") || has(b"<!DOCTYPE"));
    (bytes.starts_with(b"<?xml") || page).then(|| declared(bytes))?
}

/// How far into a page its encoding is looked for (HTML, 13.2.3.2).
const HEAD: usize = 1024;

/// The encoding that the beginning of a page names, if it is needed.
fn declared(bytes: &[u8]) -> Option<Charset> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let head = String::from_utf8_lossy(head);
    let declared = ["encoding=\"", "encoding='", "charset=\"", "charset=", "charset='"].into_iter().find_map(|lead| {
        let (_, rest) = head.split_once(lead)?;
        named(rest.split(['"', '\'', ' ', '>', ';']).next()?)
    });
    // Many say UTF-8 and are, or say something else and are UTF-8.
    declared.filter(|encoding| *encoding != Charset::Web(UTF_8) && str::from_utf8(bytes).is_err())
}

#[cfg(test)]
mod tests;
