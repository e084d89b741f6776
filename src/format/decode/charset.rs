//! Encodings: those of the web, and those of old systems that the web does not know.

use std::borrow::Cow;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1257, X_MAC_CYRILLIC};
use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP850, DECODING_TABLE_CP852};

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::format) enum Charset {
    /// One of the WHATWG's.
    Web(&'static Encoding),
    /// A code page of MS-DOS: its name, and its characters from 0x80 on.
    Dos(&'static str, &'static [char; 128]),
}

const DOS: [Charset; 3] = [
    Charset::Dos("cp437", &DECODING_TABLE_CP437),
    Charset::Dos("cp850", &DECODING_TABLE_CP850),
    Charset::Dos("cp852", &DECODING_TABLE_CP852),
];

impl Charset {
    /// Returns the encoding of a name, in whatever case and with or without what stands before its number.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase().replace('_', "-");
        let number =
            ["cp", "ibm", "dos", "oem", "csibm"].iter().find_map(|lead| name.strip_prefix(lead)).unwrap_or(&name);
        let dos = match number.trim_start_matches('-') {
            "437" => Some(DOS[0]),
            "850" => Some(DOS[1]),
            "852" => Some(DOS[2]),
            _ => None,
        };
        let mac = || matches!(name.as_str(), "macroman" | "mac-roman" | "mac").then_some(Self::Web(MACINTOSH));
        dos.or_else(mac).or_else(|| Encoding::for_label(name.as_bytes()).map(Self::Web))
    }

    /// Returns its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Dos(name, _) => name,
        }
    }

    /// Decodes bytes.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Web(encoding) => encoding.decode_without_bom_handling(bytes).0,
            Self::Dos(_, table) => {
                let character =
                    |byte: &u8| if byte.is_ascii() { char::from(*byte) } else { table[usize::from(*byte) - 128] };
                Cow::Owned(bytes.iter().map(character).collect())
            }
        }
    }
}

/// Returns the encoding that a text of Latin letters looks like, given what a browser takes it for. Browsers know no code pages of
/// MS-DOS, and take a text from an old Macintosh for one from Windows.
pub(super) fn guessed(bytes: &[u8], browsers: &'static Encoding) -> Charset {
    /// So many bytes have all letters of a text.
    const SAMPLE: usize = 16 << 10;
    /// A sign or two may look better by chance.
    const MARGIN: i64 = 1;
    let latin = browsers.name().starts_with("windows-125") && browsers.name() != "windows-1251"
        || browsers.name().starts_with("ISO-8859");
    let web = Charset::Web(browsers);
    if browsers.name() == "windows-1251" && has_mac_capitals(&bytes[..bytes.len().min(SAMPLE)]) {
        return Charset::Web(X_MAC_CYRILLIC);
    }
    if !latin || !bytes.iter().take(SAMPLE).any(|byte| !byte.is_ascii()) {
        return web;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let score = |charset: Charset| {
        let text = charset.decode(sample);
        plausibility(&text) + alphabet(&text)
    };
    // Those of Central Europe and of the Baltic have other letters where the one of the West has some of its own.
    let others = [MACINTOSH, WINDOWS_1250, WINDOWS_1257].map(Charset::Web);
    let best = DOS.into_iter().chain(others).map(|one| (score(one), one)).max_by_key(|(score, _)| *score);
    // The browser's guess holds unless another one is clearly better.
    best.filter(|(best, _)| *best > 0 && *best > score(web) + MARGIN).map_or(web, |(_, one)| one)
}

/// Whether the capitals of a Cyrillic text are where an old Macintosh has them. Its small letters are where Windows has them.
fn has_mac_capitals(sample: &[u8]) -> bool {
    let count = |is: fn(u8) -> bool| sample.iter().filter(|byte| is(**byte)).count();
    // Where Windows has some of its capitals, a Macintosh has quotes and dashes.
    let windows = count(|byte| matches!(byte, 0xC0..=0xC6 | 0xCB..=0xCF | 0xD5..=0xDE));
    let mac = count(|byte| matches!(byte, 0x80..=0x9F));
    mac >= 3 && mac > 4 * windows
}

/// The letters beyond ASCII of the languages that were written in these encodings, in small letters.
const ALPHABETS: [&str; 17] = [
    "äöüß",
    "àâæçéèêëîïôœùûüÿ",
    "áéíñóúü",
    "àèéìíîòóùú",
    "ãáâàçéêíóôõúü",
    "éëïóöáèü",
    "åäöé",
    "æøåéö",
    "äöå",
    "áčďéěíňóřšťúůýž",
    "ąćęłńóśźż",
    "áéíóöőúüű",
    "áäčďéíĺľňóôŕšťúýž",
    "ăâîșşțţ",
    "äõöüšž",
    "ąčęėįšųūž",
    "āčēģīķļņšūž",
];

/// How well the letters of a text are those of one language, whichever it is.
fn alphabet(text: &str) -> i64 {
    let mut counts: Vec<(char, i64)> = Vec::new();
    for c in text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()) {
        let small = c.to_lowercase().next().unwrap_or(c);
        match counts.iter_mut().find(|(known, _)| *known == small) {
            Some((_, count)) => *count += 1,
            None => counts.push((small, 1)),
        }
    }
    let fit = |letters: &&str| {
        counts.iter().map(|(c, count)| if letters.contains(*c) { *count } else { -2 * count }).sum::<i64>()
    };
    ALPHABETS.iter().map(fit).max().unwrap_or(0)
}

/// How much a text looks like one: letters stand among letters, quotes and dashes at the edges of words, and nothing else is rare.
fn plausibility(text: &str) -> i64 {
    let letters: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| letters.get(index)).copied().unwrap_or(' ');
    let mut sum = 0;
    for (index, c) in letters.iter().copied().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let (before, after) = (at(index.checked_sub(1)), at(Some(index + 1)));
        let (letter_before, letter_after) = (before.is_alphabetic(), after.is_alphabetic());
        sum += match c {
            _ if c.is_lowercase() => {
                if letter_before || letter_after {
                    2
                } else {
                    0
                }
            }
            // A capital within a word of small letters is none.
            _ if c.is_uppercase() => {
                if before.is_lowercase() {
                    -4
                } else {
                    1
                }
            }
            '“' | '‘' | '„' | '«' => {
                if letter_after && !letter_before {
                    2
                } else {
                    -1
                }
            }
            '”' | '»' | '…' => {
                if letter_after {
                    -1
                } else {
                    1
                }
            }
            '’' => {
                if letter_before {
                    2
                } else {
                    0
                }
            }
            '—' | '–' | '\u{A0}' | '£' | '§' | '°' | '•' | '€' | '½' | '¼' | '¾' | '¿' | '¡' | 'º' | 'ª' => {
                1
            }
            _ => -4,
        };
    }
    sum
}

#[cfg(test)]
mod tests;
