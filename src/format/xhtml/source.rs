//! What is done to a chapter's source apart from its elements: signs that are no tags, references, words without tags.

use std::borrow::Cow;
use std::collections::HashMap;

use encoding_rs::WINDOWS_1252;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;

use super::element::Element;
use crate::format::entities::named;

/// The source with those angle brackets escaped that begin no tag, as in `a < b` and `<3`, and without the conditions that Word puts
/// around the numbers of lists: `<![if !supportLists]>`. What stands in a CDATA section stays.
pub(super) fn with_signs_escaped(source: &str) -> Cow<'_, str> {
    let is_sign = |at: usize| {
        let rest = &source[at + 1..];
        !rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?_".contains(c)) || condition(rest).is_some()
    };
    let mut signs = memchr::memchr_iter(b'<', source.as_bytes()).filter(|at| is_sign(*at)).peekable();
    if signs.peek().is_none() {
        return Cow::Borrowed(source);
    }
    let mut escaped = String::with_capacity(source.len() + 64);
    let (mut from, mut raw_until) = (0, 0);
    for at in signs {
        if at < raw_until {
            continue;
        }
        if let Some(start) = source[raw_until..at].rfind("<![CDATA[").map(|start| raw_until + start) {
            let end = source[start..].find("]]>").map_or(source.len(), |end| start + end);
            raw_until = end.max(raw_until);
            if at < end {
                continue;
            }
        }
        raw_until = raw_until.max(at);
        escaped.push_str(&source[from..at]);
        if let Some(length) = condition(&source[at + 1..]) {
            from = at + 1 + length;
        } else {
            escaped.push_str("&lt;");
            from = at + 1;
        }
    }
    escaped.push_str(&source[from..]);
    Cow::Owned(escaped)
}

/// Returns the bytes of a condition behind its angle bracket, if one stands here: `![if …]>`, `![endif]>`.
fn condition(rest: &str) -> Option<usize> {
    /// A condition names a program or two.
    const LONGEST: usize = 100;
    let inner = rest.strip_prefix("![").filter(|inner| !inner.starts_with("CDATA["))?;
    let near = &inner[..inner.floor_char_boundary(LONGEST)];
    let end = near.find(']')?;
    (near[end..].starts_with("]>") && !near[..end].contains('<')).then_some(2 + end + 2)
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
    let known = resolve_predefined_entity(name).or_else(|| named(name));
    known.map_or_else(|| format!("&{name};"), str::to_owned)
}

/// The entities that a document declares for itself.
#[derive(Debug, Default)]
pub(super) struct Entities(HashMap<String, String>);

impl Entities {
    /// Reads the declarations within a document type: `<!ENTITY name "value">`. Those of other files are not read.
    pub(super) fn declared(doctype: &str) -> Self {
        /// A book declares a dozen. A value longer than some lines is a joke or an attack.
        const MOST: usize = 200;
        const LONGEST: usize = 400;
        let declared = doctype.split("<!ENTITY").skip(1).take(MOST).filter_map(|declaration| {
            let declaration = declaration.trim_start();
            let (name, rest) = declaration.split_once(char::is_whitespace)?;
            let rest = rest.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let value = rest[1..].split(quote).next()?;
            (value.len() <= LONGEST).then(|| (name.to_owned(), value.to_owned()))
        });
        Self(declared.collect())
    }

    /// Returns what a reference stands for, as text without tags.
    pub(super) fn resolved(&self, entity: &BytesRef<'_>) -> String {
        let name: &str = entity;
        let Some(value) = self.0.get(name) else { return character(entity) };
        let (mut text, mut left) = (String::new(), MOST_REFERENCES);
        self.expand(value, DEEPEST, &mut left, &mut text);
        without_tags(&text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Writes a value with its references resolved, those of what they hold too. What it holds is never larger than a few lines.
    /// `left` is how many references may still be resolved.
    fn expand(&self, value: &str, depth: usize, left: &mut usize, text: &mut String) {
        let mut pieces = value.split('&');
        text.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            if text.len() > LONGEST_ENTITY || *left == 0 {
                return;
            }
            *left -= 1;
            let Some((name, rest)) = piece.split_once(';').filter(|(name, _)| !name.contains(' ')) else {
                text.push('&');
                text.push_str(piece);
                continue;
            };
            match self.0.get(name).filter(|_| depth > 0) {
                Some(inner) => self.expand(inner, depth - 1, left, text),
                None => text.push_str(&character(&BytesRef::new(name))),
            }
            text.push_str(rest);
        }
    }
}

/// How deep entities may refer to each other.
const DEEPEST: usize = 4;

/// The most that an entity may come to, in bytes and in references: a reference to a reference may make much of little, or nothing.
const LONGEST_ENTITY: usize = 2000;
const MOST_REFERENCES: usize = 100;

/// Returns text with those references resolved whose semicolon is left out, as old pages have them: `&amp B`, `caf&eacute`. Only the
/// names of HTML 4 are known without one (HTML, 13.5), and `&#8212` is.
pub(super) fn with_open_references(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut resolved = text[..first].to_owned();
    for piece in text[first..].split('&').skip(1) {
        let end = piece.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').unwrap_or(piece.len());
        let (name, rest) = piece.split_at(end);
        let number = name.starts_with('#');
        let latin = |found: &&str| found.chars().all(|c| c <= '\u{FF}') && found.chars().count() == 1;
        let found = if number {
            Some(character(&BytesRef::new(name))).filter(|found| !found.starts_with('&'))
        } else {
            named(name).filter(latin).map(str::to_owned)
        };
        match found {
            Some(found) => resolved.push_str(&found),
            None => {
                resolved.push('&');
                resolved.push_str(name);
            }
        }
        resolved.push_str(rest);
    }
    Cow::Owned(resolved)
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

/// Returns the words of an element whose tag has just begun, if there are few of them: without tags, up to its end or that of the block.
pub(super) fn few_words(rest: &str, name: &str, most: usize) -> Option<String> {
    /// Tags around a few words take no more.
    const NEAR: usize = 600;
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    let end = ["</p", "</div", "</h", "<p", "<div", "</section", "</td"]
        .iter()
        .filter_map(|end| near.find(end))
        .chain(near.find(&format!("</{name}")))
        .min()
        .or_else(|| (near.len() == rest.len()).then_some(near.len()))?;
    let words = words_in(&near[..end]);
    (words.len() <= most).then_some(words)
}

/// Returns where the first end tag of this name begins.
pub(super) fn end_tag(source: &str, name: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    memchr::memmem::find_iter(bytes, "</").find(|at| {
        let tag = &bytes[at + 2..];
        let named = tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()));
        named && !tag.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}

/// Returns the words of a piece of a source, without its tags.
fn words_in(source: &str) -> String {
    let words = without_tags(&format!("<>{source}"));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the words of an element whose tag has just begun, if they are few and its own end follows them: what hides such an element
/// hides nothing else. A paragraph holds no blocks, and ends at the next one.
pub(super) fn all_words(rest: &str, name: &str, element: Element) -> Option<String> {
    /// A number and the tags around it take no more.
    const NEAR: usize = 600;
    const MOST: usize = 16;
    if element == Element::Paragraph {
        return few_words(rest, name, MOST);
    }
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    let end = end_tag(near, name)?;
    Some(words_in(&near[..end])).filter(|words| words.len() <= MOST)
}

/// Returns whether the text of an element that has just begun has line ends within it, in one of its runs of text.
pub(super) fn holds_lines(rest: &str, name: &str) -> bool {
    /// A poem shows its first line end before.
    const NEAR: usize = 2000;
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    let inner = near.find(&format!("</{name}")).map_or(near, |end| &near[..end]);
    // The element's own text goes up to its first tag.
    inner
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
        .any(|text| text.trim().contains('\n'))
}

/// Returns whether the caption of a picture, whose tag has just ended, has the same words as the picture's own.
pub(super) fn is_captioned(rest: &str, alt: &str) -> bool {
    /// A caption stands right behind its picture.
    const NEAR: usize = 400;
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    // By its name, or the first words behind it by their class.
    let caption = || match near.split_once("<figcaption") {
        Some((_, caption)) => few_words(caption.split_once('>')?.1, "figcaption", 200),
        None => {
            let (tag, words) =
                near.trim_start().trim_start_matches("<br/>").trim_start().strip_prefix('<')?.split_once('>')?;
            let name = tag.split_ascii_whitespace().next().unwrap_or_default();
            tag.contains("caption").then(|| few_words(words, name, 200))?
        }
    };
    !alt.trim().is_empty() && caption().is_some_and(|caption| letters(&caption) == letters(alt))
}

/// Returns whether there are headings in a source.
pub(super) fn has_headings(source: &str) -> bool {
    let levels = |at: usize| source.as_bytes().get(at + 2).is_some_and(u8::is_ascii_digit);
    ["<h", "<H"].iter().any(|tag| memchr::memmem::find_iter(source.as_bytes(), tag).any(levels))
}

/// Returns whether words are the number of a printed page and nothing else: `12`, `[Pg 12]`, `p. xiv`.
pub(super) fn is_page_number(words: &str) -> bool {
    let words = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let number = words.trim_start_matches(|c: char| c.is_alphabetic()).trim_start_matches(['.', ' ', '\u{A0}']);
    let lead = &words[..words.len() - number.len()];
    let lead = lead.trim_end_matches(['.', ' ', '\u{A0}']);
    let arabic = |text: &str| !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let roman = |text: &str| !text.is_empty() && text.len() <= 8 && text.bytes().all(|byte| b"ivxlcdm".contains(&byte));
    let last = words.rsplit([' ', '\u{A0}', '.']).next().unwrap_or_default();
    (["", "pg", "p", "page", "s", "seite"].contains(&lead) && arabic(number))
        || roman(&words)
        || words.starts_with('p')
            && roman(last)
            && words.split([' ', '\u{A0}', '.']).filter(|part| !part.is_empty()).count() == 2
}

/// Returns how many empty paragraphs in a row part scenes here: one where they are rare. Where most paragraphs have as many beside them,
/// these part paragraphs, and one more parts scenes. `None` where nothing is told apart by them.
pub(super) fn blank_paragraphs_part(source: &str) -> Option<usize> {
    let (mut all, mut blank) = (0_usize, 0_usize);
    // How often one stands alone, two in a row, and so on.
    let mut rows = [0_usize; MOST_BLANK];
    let (mut before, mut row) = (0, 0);
    for at in memchr::memmem::find_iter(source.as_bytes(), "</") {
        let name = &source[at + 2..(at + 5).min(source.floor_char_boundary(at + 5))];
        if !(name.starts_with("p>") || name.starts_with("P>") || name.eq_ignore_ascii_case("div")) {
            continue;
        }
        // Line ends between two blocks are an empty one.
        let between = source[before..at].split_once('>').map_or("", |(_, behind)| behind.trim_start());
        if all > 0 && between.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")) && !words_follow(between) {
            (all, blank, row) = (all + 1, blank + 1, row + 1);
        }
        // Of a box only what is its own counts, and none that ends right behind another.
        let inner = &source[before..at];
        before = at + 2;
        // Behind the end of the block before it.
        let inner = inner
            .split_once('>')
            .map_or(inner, |(_, rest)| if all == 0 && !inner.starts_with(['p', 'P', 'd', 'D']) { inner } else { rest });
        if inner.trim().is_empty() {
            continue;
        }
        all += 1;
        if is_blank(inner) {
            (blank, row) = (blank + 1, row + 1);
        } else if row > 0 {
            rows[row.min(MOST_BLANK) - 1] += 1;
            row = 0;
        }
    }
    if blank * 4 < all {
        return Some(1);
    }
    let usual = (0..MOST_BLANK).rev().max_by_key(|row| rows[*row])?;
    let more: usize = rows[usual + 1..].iter().sum();
    (more > 0 && more * 4 <= rows[usual]).then_some(usual + 2)
}

/// Whether words follow the line ends that a source begins with.
fn words_follow(source: &str) -> bool {
    let tags = ["<br", "</div", "<div", "<p", "<P", "<BR", "</span"];
    let mut rest = source;
    while let Some((_, behind)) = rest.split_once('>').filter(|_| tags.iter().any(|tag| rest.starts_with(tag))) {
        if rest.starts_with("<p") || rest.starts_with("<P") {
            return false;
        }
        rest = behind.trim_start();
    }
    !rest.starts_with('<')
}

/// The most empty paragraphs in a row that are told apart: who leaves more has left a page.
const MOST_BLANK: usize = 4;

/// Whether what stands before the end of a block is its tag and blanks.
fn is_blank(before: &str) -> bool {
    /// Blanks, breaks and empty spans take no more.
    const NEAR: usize = 400;
    let mut rest = &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..];
    loop {
        rest = rest.trim_end_matches(|c: char| c.is_whitespace() || c == '\u{A0}');
        let blank = ["&nbsp;", "&#160;", "&#xa0;", "&#xA0;"].iter().find_map(|blank| rest.strip_suffix(blank));
        if let Some(before) = blank {
            rest = before;
            continue;
        }
        let Some(start) = rest.ends_with('>').then(|| rest.rfind('<')).flatten() else { return false };
        let tag = rest[start + 1..].trim_start_matches('/').to_ascii_lowercase();
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match name {
            "p" | "div" => return !rest[start..].starts_with("</"),
            "span" | "br" | "a" | "i" | "em" | "b" | "o" => rest = &rest[..start],
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_escaped_but_in_cdata() {
        assert_eq!(with_signs_escaped("<p>a < b <3</p>"), "<p>a &lt; b &lt;3</p>");
        assert_eq!(with_signs_escaped("<p><![CDATA[1 < 2]]> 3 < 4</p>"), "<p><![CDATA[1 < 2]]> 3 &lt; 4</p>");
        assert_eq!(with_signs_escaped("<p><![if !supportLists]>1.<![endif]> a</p>"), "<p>1. a</p>");
        assert_eq!(with_signs_escaped("<!--[if mso]>x<![endif]-->"), "<!--[if mso]>x<![endif]-->");
    }

    #[test]
    fn page_numbers_are_told_from_words() {
        for (words, is) in [
            ("12", true),
            ("[Pg 12]", true),
            ("p. 7", true),
            ("Page 104", true),
            ("xiv", true),
            ("p. xiv", true),
            ("Chapter 12", false),
            ("1871 was", false),
            ("", false),
            ("I", true),
            ("river", false),
        ] {
            assert_eq!(is_page_number(words), is, "{words}");
        }
    }

    #[test]
    fn a_blank_paragraph_may_hold_breaks_and_spans() {
        for blank in ["<p>", "<p class='x'>&nbsp;", "<p><br/>", "<p class=\"c3\"><span class=\"c0\"></span>", "<div> "]
        {
            assert!(is_blank(blank), "{blank}");
        }
        assert!(!is_blank("<p>a") && !is_blank("<p><img src='x'/>"));
    }

    #[test]
    fn entities_of_a_document_are_resolved_once() {
        let entities = Entities::declared(
            "html [<!ENTITY hero \"Ana\"> <!ENTITY town 'the &hero; quay'> <!ENTITY far SYSTEM \"x\"> \
             <!ENTITY cafe 'caf&#233;'> <!ENTITY shop 'the &cafe; &amp; &cafe;'> <!ENTITY loop '&loop;&loop;'>]",
        );
        let value = |name: &str| entities.resolved(&BytesRef::new(name));
        assert_eq!((value("hero").as_str(), value("town").as_str()), ("Ana", "the Ana quay"));
        assert_eq!((value("far").as_str(), value("eacute").as_str()), ("&far;", "é"));
        assert_eq!(value("shop"), "the café & café");
        assert!(value("loop").len() < 4000);
        let nothing = |name: &str, of: &str| format!("<!ENTITY {name} '{}'>", of.repeat(60));
        let hollow = format!(
            "html [{}{}{}{}<!ENTITY e ''>]",
            nothing("a", "&b;"),
            nothing("b", "&c;"),
            nothing("c", "&d;"),
            nothing("d", "&e;")
        );
        assert_eq!(Entities::declared(&hollow).resolved(&BytesRef::new("a")), "");
        assert_eq!(
            with_open_references("R&D &amp B &copy 1990 caf&eacute &#x2014 so &nothing"),
            "R&D & B © 1990 café — so &nothing"
        );
    }
}
