//! What a single line of Markdown is: a heading, a blank that is typed out, a break, a title.
//!
//! A line is told by itself, without those around it.

use super::super::directive::{Directive, kind};
use super::super::inline::without_tags;
use crate::format::ornament::is_ornament;

/// Returns whether a line right under “Chapter 1” may be the chapter's title.
pub(super) fn is_title(line: &str) -> bool {
    /// A longer line is a sentence.
    const LONGEST: usize = 60;
    let bare = line.trim();
    !bare.is_empty()
        && bare.chars().count() <= LONGEST
        && bare.starts_with(char::is_alphanumeric)
        && !bare.ends_with(['.', ',', ';', ':', '”', '"'])
}

/// Whether a line is a heading by its hashes. A hash alone is none.
pub(super) fn is_headed(line: &str) -> bool {
    line.starts_with('#')
        && line.trim_start_matches('#').starts_with([' ', '\t'])
        && !line.trim_matches(['#', ' ']).is_empty()
}

/// Whether a line is a paragraph that holds a blank and nothing else: how those who write in Markdown leave a row free.
pub(super) fn is_blank_paragraph(bare: &str) -> bool {
    const SIGNS: [&str; 13] = [
        "&nbsp;", "&#160;", "&#xa0;", "&emsp;", "&ensp;", "&#x200B;", "&#8203;", "<br>", "<br/>", "<br />", "<p>",
        "</p>", "\\",
    ];
    let mut rest = bare;
    while let Some(after) = SIGNS.iter().find_map(|sign| rest.strip_prefix(sign)) {
        rest = after.trim_start();
    }
    rest.is_empty() && bare.len() > 1
}

/// Whether blank paragraphs part scenes. Where signs do so, or where they stand between most paragraphs, they are room and nothing
/// else.
pub(super) fn do_blanks_part(text: &str) -> bool {
    /// A scene has more paragraphs than this, or the room is its author's habit.
    const FEWEST: usize = 2;
    /// The longest line that parts scenes by signs, with the tags around them.
    const LONGEST: usize = 120;
    if !text.lines().any(|line| is_blank_paragraph(line.trim())) {
        return false;
    }
    let (mut blank, mut prose, mut before) = (0, 0, true);
    for line in text.lines().map(str::trim) {
        match (line.is_empty(), is_blank_paragraph(line)) {
            (true, _) => before = true,
            (_, true) => blank += 1,
            _ if line.len() <= LONGEST && is_ornament(&without_tags(&line.replace('\\', ""))) => return false,
            _ => prose += usize::from(std::mem::take(&mut before)),
        }
    }
    blank * FEWEST <= prose
}

/// Whether a line may stand under a heading, and makes it one.
pub(super) fn is_underline(line: &str) -> bool {
    let bare = line.trim_end();
    bare.len() >= 3 && (bare.bytes().all(|byte| byte == b'=') || bare.bytes().all(|byte| byte == b'-'))
}

/// Whether a line says nothing: a blank that is typed out, a fence of Pandoc's, attributes, tags.
pub(super) fn is_nothing(bare: &str) -> bool {
    let blank = matches!(
        bare,
        "&nbsp;" | "&#x200B;" | "&#8203;" | "&amp;nbsp;" | "&amp;#x200B;" | "<br>" | "<br/>" | "<br />" | "\u{200B}"
    );
    let fence = bare.starts_with(":::");
    let attributes = bare.starts_with("{:") && bare.ends_with('}');
    let command = matches!(bare, "\\newpage" | "\\pagebreak" | "\\clearpage" | "\\bigskip" | "\\medskip");
    // A hash right before a word is a tag, and no heading.
    let tags = bare.starts_with('#')
        && bare
            .split_whitespace()
            .all(|word| word.len() > 1 && word.starts_with('#') && word[1..].starts_with(char::is_alphabetic));
    blank || fence || attributes || command || tags
}

/// Whether a line is a comment that says what the next block is.
pub(super) fn tells_kind(bare: &str) -> bool {
    let Some(Directive::Classes(classes)) = Directive::parse(bare) else { return false };
    classes.first().is_some_and(|class| kind(class).is_some())
}

/// Whether a line is a break whose signs are typed so that Markdown leaves them, `\*\*\*` or `\-\-\-`, or a rule of HTML or `BBCode`.
pub(super) fn is_typed_break(bare: &str) -> bool {
    if matches!(bare, "<hr>" | "<hr/>" | "<hr />" | "[hr]" | "[HR]" | "#") {
        return true;
    }
    let signs: String = bare.chars().filter(|c| !matches!(c, '\\' | ' ')).collect();
    bare.starts_with('\\')
        && !bare.ends_with('\\')
        && signs.len() >= 3
        && (signs.bytes().all(|byte| byte == b'*') || signs.bytes().all(|byte| byte == b'-'))
}
