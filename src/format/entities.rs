//! The named characters of HTML: what `&oelig;` stands for.
//!
//! The table is that of the HTML standard (13.5), from the `html-escape` crate.

use std::borrow::Cow;

use html_escape::NAMED_ENTITIES;

/// Returns what a name stands for, without `&` and `;`.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let at = NAMED_ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name.as_bytes())).ok()?;
    Some(NAMED_ENTITIES[at].1)
}

/// Returns a text with the characters that its references stand for: `&amp;`, `&#8217;`, `&#x2019;`. What stands for nothing stays.
pub(super) fn with_characters(text: &str) -> Cow<'_, str> {
    /// The longest name of the table, and more than a number takes.
    const LONGEST: usize = 32;
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find('&') {
        kept.push_str(&rest[..start]);
        let inner = &rest[start + 1..];
        let name = inner.find(';').filter(|end| *end <= LONGEST).map(|end| &inner[..end]);
        match name.and_then(|name| Some((name, character(name)?))) {
            Some((name, sign)) => {
                kept.push_str(&sign);
                rest = &inner[name.len() + 1..];
            }
            None => {
                kept.push('&');
                rest = inner;
            }
        }
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Returns what a reference stands for, without `&` and `;`.
fn character(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else { return named(name).map(Cow::Borrowed) };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).map(|c| Cow::Owned(c.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    #[test]
    fn the_characters_of_old_html_are_all_known() {
        // The names of HTML 4 whose characters take more than two digits, and some of those that take two.
        let names = "eacute nbsp oelig OElig scaron Scaron Yuml fnof circ tilde Alpha alpha Omega omega sigmaf thetasym ensp \
            emsp thinsp zwnj ndash mdash lsquo rsquo sbquo ldquo rdquo bdquo dagger bull hellip permil prime Prime lsaquo \
            rsaquo euro trade larr rarr forall sum minus infin ne le loz spades hearts amacr ccaron Zcaron lstrok quot amp";
        let signs = "é \u{a0} œ Œ š Š Ÿ ƒ ˆ ˜ Α α Ω ω ς ϑ \u{2002} \u{2003} \u{2009} \u{200c} – — ‘ ’ ‚ “ ” „ † • … ‰ ′ ″ ‹ › € ™ ← → ∀ ∑ − ∞ ≠ ≤ ◊ ♠ ♥ ā č Ž ł \" &";
        let signs: Vec<&str> = signs.split(' ').collect();
        for (name, sign) in names.split_whitespace().zip(signs) {
            assert_eq!(named(name), Some(sign), "{name}");
        }
        assert_eq!(named("nothing"), None);
    }

    #[test]
    fn references_in_a_text_are_read_and_what_stands_for_nothing_stays() {
        let read = with_characters("Fish &amp; chips &#8217;&#x2019;&mdash; R&D; &nothing; &#x110000; & &");
        assert_eq!(read, "Fish & chips ’’— R&D; &nothing; &#x110000; & &");
    }

    #[test]
    fn they_are_read_in_text_in_attributes_and_in_tables() {
        let source = "<p>c&oelig;ur &alpha;<img src='a.png' alt='&Omega;&beta;'/></p>\
            <table><tr><td>&scaron;</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>";
        let draft = format::read("a.html", format!("<html><body>{source}</body></html>").as_bytes()).unwrap().draft;
        let texts: Vec<String> = draft.blocks().map(|(_, _, block)| block.text.replace('\u{a0}', " ")).collect();
        assert_eq!(texts, ["cœur α[Ωβ]", "š  1\nb  2"]);
    }
}
