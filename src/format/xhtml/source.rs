//! What is done to a chapter's source apart from its elements: signs that are no tags, references, words without tags.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use quick_xml::escape::{resolve_html5_entity, resolve_predefined_entity};
use quick_xml::events::BytesRef;

/// The source with those angle brackets escaped that begin no tag, as in `a < b` and `<3`.
pub(super) fn with_signs_escaped(source: &str) -> Cow<'_, str> {
    let is_sign = |at: usize| !source[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?_".contains(c));
    let mut signs = memchr::memchr_iter(b'<', source.as_bytes()).filter(|at| is_sign(*at)).peekable();
    if signs.peek().is_none() {
        return Cow::Borrowed(source);
    }
    let mut escaped = String::with_capacity(source.len() + 64);
    let mut from = 0;
    for at in signs {
        escaped.push_str(&source[from..at]);
        escaped.push_str("&lt;");
        from = at + 1;
    }
    escaped.push_str(&source[from..]);
    Cow::Owned(escaped)
}

/// Returns what a reference to a character stands for; the reference itself if it is unknown.
pub(in crate::format) fn character(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        // Whoever wrote them meant windows-1252, as browsers know (HTML, 13.2.5.80).
        return match u8::try_from(c) {
            Ok(byte @ 0x80..=0x9F) => WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned(),
            _ => c.to_string(),
        };
    }
    let name: &str = entity;
    let known = resolve_predefined_entity(name).or_else(|| resolve_html5_entity(name));
    known.map_or_else(|| format!("&{name};"), str::to_owned)
}

/// Text without anything between angle brackets.
pub(in crate::format) fn without_tags(source: &str) -> String {
    let mut text = String::new();
    for piece in source.split('<') {
        match piece.split_once('>') {
            Some((_, after)) if !text.is_empty() || source.starts_with('<') => {
                text.push(' ');
                text.push_str(after);
            }
            _ => text.push_str(piece),
        }
    }
    text
}

/// Whether empty paragraphs part scenes here: where most paragraphs have one beside them they part paragraphs.
pub(super) fn blank_paragraphs_part(source: &str) -> bool {
    let (mut all, mut blank) = (0_usize, 0_usize);
    for (at, _) in source.match_indices("</p>") {
        all += 1;
        let before = source[..at].trim_end_matches(|c: char| c.is_whitespace());
        let before = before.trim_end_matches("&nbsp;").trim_end_matches("&#160;").trim_end_matches("&#xa0;").trim_end();
        let tag = before.ends_with('>').then(|| before.rfind('<')).flatten().map_or("", |start| &before[start..]);
        blank += usize::from(tag.starts_with("<p>") || tag.starts_with("<p "));
    }
    blank * 4 < all
}
