//! The named characters of HTML: what `&oelig;` stands for.
//!
//! The table is that of the HTML standard (13.5), from the `html-escape` crate.

use html_escape::NAMED_ENTITIES;

/// Returns what a name stands for, without `&` and `;`.
pub(super) fn named(name: &str) -> Option<&'static str> {
    let at = NAMED_ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name.as_bytes())).ok()?;
    Some(NAMED_ENTITIES[at].1)
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
    fn they_are_read_in_text_in_attributes_and_in_tables() {
        let source = "<p>c&oelig;ur &alpha;<img src='a.png' alt='&Omega;&beta;'/></p>\
            <table><tr><td>&scaron;</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>";
        let draft = format::read("a.html", format!("<html><body>{source}</body></html>").as_bytes()).unwrap().draft;
        let texts: Vec<String> = draft.blocks().map(|(_, _, block)| block.text.replace('\u{a0}', " ")).collect();
        assert_eq!(texts, ["cœur α[Ωβ]", "š  1\nb  2"]);
    }
}
