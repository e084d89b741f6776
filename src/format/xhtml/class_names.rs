//! What classes are called that say what an element is, by the habits of programs, makers and archives.
//!
//! A table for the rest of `xhtml`, which asks [`Attributes`](super::attributes::Attributes) for one of these lists. Most elements
//! have a class that is in none of them, which [`may_be_listed`] tells by its first three letters.

/// Lines that are what a chapter is called, or its number.
pub(super) const HEADING_LINES: [&str; 26] = [
    "chapter_number",
    "chapter_title",
    "chapter_name",
    "chapter_label",
    "chapter-label",
    "chap_num",
    "part_number",
    "part_title",
    "chap-no",
    "chapno",
    "chapnum",
    "chaptitle",
    "ch-title",
    "ch-num",
    "chapter-number",
    "chapternumber",
    "chapter-title",
    "chaptertitle",
    "chapter-name",
    "chap-title",
    "chap-num",
    "chapter-no",
    "part-title",
    "part-number",
    "parttitle",
    "partnumber",
];

/// Boxes that hold what a chapter is called.
pub(super) const HEADING_BOXES: [&str; 7] =
    ["heading", "chapter-heading", "chapterhead", "chapter-head", "chapter-header", "title-block", "titleblock"];

/// The numbers of a printed book’s pages.
pub(super) const PAGE_NUMBERS: [&str; 6] = ["pagenum", "pageno", "pagenumber", "page-number", "page_number", "pgnum"];

/// The numbers that stand beside the lines of a poem.
pub(super) const LINE_NUMBERS: [&str; 6] = ["linenum", "linenumber", "line-number", "lineno", "line-no", "ln"];

/// Blocks that stand beside the text of a saved page.
pub(super) const BESIDE: [&str; 36] = [
    "subscription-widget",
    "subscribe-widget",
    "button-wrapper",
    "captioned-button-wrap",
    "post-footer",
    "jp-relatedposts",
    "printfooter",
    "catlinks",
    "mw-jump-link",
    "mw-indicators",
    "widget-area",
    "nav-buttons",
    "comments",
    "comment-list",
    "navheader",
    "navfooter",
    "noprint",
    "navbox",
    "sidebar",
    "share",
    "sharing",
    "social",
    "advert",
    "cookie",
    "breadcrumb",
    "breadcrumbs",
    "navbar",
    "menu",
    "site-header",
    "site-footer",
    "landmark",
    "pg-boilerplate",
    "menulink",
    "actions",
    "sharedaddy",
    "related-posts",
];

/// What may stand in the middle of a line of a saved page: a link for those who can’t see it, `[edit]` in a heading, how many have
/// said something of a paragraph.
pub(super) const IN_LINE: [&str; 8] = [
    "hide-text",
    "skip-link",
    "skip-to-content",
    "screen-reader-text",
    "visually-hidden",
    "mw-editsection",
    "comment-marker",
    "num-comment",
];

/// A formula that is drawn beside its text.
pub(super) const DRAWN: [&str; 2] = ["katex-html", "MathJax_Preview"];

/// What an archive tells of a story before it.
pub(super) const ARCHIVES_PREFACE: [&str; 1] = ["preface"];

/// Stanzas and poems.
pub(super) const VERSE: [&str; 11] = [
    "verse",
    "poem",
    "poetry",
    "stanza",
    "linegroup",
    "lg",
    "versepara",
    "song",
    "line-group",
    "line-block",
    "lineblock",
];

/// Large first letters.
pub(super) const INITIALS: [&str; 5] = ["dropcap", "drop-cap", "initial", "firstletter", "first-letter"];

/// Pictures that only part scenes, as a picture’s file or its class calls them.
pub(super) const ORNAMENT_PICTURES: [&str; 14] = [
    "ornament",
    "orn",
    "break",
    "scenebreak",
    "divider",
    "separator",
    "fleuron",
    "asterism",
    "asterisk",
    "dinkus",
    "flourish",
    "swash",
    "vignette",
    "space-break",
];

/// Scene breaks, without the signs between their letters.
pub(super) const BREAKS: [&str; 23] = [
    "wstrule",
    "scenebreak",
    "sectionbreak",
    "spacebreak",
    "thoughtbreak",
    "textbreak",
    "contextbreak",
    "ornamentalbreak",
    "ornamentbreak",
    "implicitbreak",
    "chapterbreak",
    "softbreak",
    "breakasterisk",
    "asterism",
    "transition",
    "dinkus",
    "fleuron",
    "scenedivider",
    "sectiondivider",
    "sceneseparator",
    "textseparator",
    "tb",
    "sb",
];

/// Boxes for an ornament and nothing else.
pub(super) const ORNAMENTS: [&str; 6] = ["orn", "ornament", "divider", "separator", "break", "sep"];

/// All lists.
const LISTS: [&[&str]; 13] = [
    &HEADING_LINES,
    &HEADING_BOXES,
    &PAGE_NUMBERS,
    &LINE_NUMBERS,
    &BESIDE,
    &IN_LINE,
    &DRAWN,
    &ARCHIVES_PREFACE,
    &VERSE,
    &INITIALS,
    &ORNAMENT_PICTURES,
    &BREAKS,
    &ORNAMENTS,
];

/// For each first and second letter the bits of the third ones with which a word of the lists begins.
const BEGINNINGS: [u32; 1024] = {
    let mut beginnings = [0; 1024];
    let mut list = 0;
    while list < LISTS.len() {
        let mut at = 0;
        while at < LISTS[list].len() {
            let [first, second, third] = first_letters(LISTS[list][at].as_bytes());
            // A word of two letters may be followed by any.
            beginnings[first * 32 + second] |= if third == 0 { u32::MAX } else { 1 << third };
            at += 1;
        }
        list += 1;
    }
    beginnings
};

/// Returns the numbers of the first three letters of a word, small or large, without the signs between them: below 32, and 0 where
/// there is none.
const fn first_letters(word: &[u8]) -> [usize; 3] {
    let (mut letters, mut found, mut at) = ([0; 3], 0, 0);
    while at < word.len() && found < 3 {
        if word[at].is_ascii_alphabetic() {
            letters[found] = (word[at] % 32) as usize;
            found += 1;
        }
        at += 1;
    }
    letters
}

/// Returns whether a word of a class may be in one of the lists.
pub(super) fn may_be_listed(class: &str) -> bool {
    class.split_ascii_whitespace().any(|word| {
        let [first, second, third] = first_letters(word.as_bytes());
        BEGINNINGS[first * 32 + second] & 1 << third != 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_of_the_lists_may_be_listed_and_most_others_may_not() {
        for word in LISTS.into_iter().flatten() {
            assert!(may_be_listed(word) && may_be_listed(&word.to_ascii_uppercase()), "{word}");
            assert!(may_be_listed(&format!("x1 {word}-2")), "{word}");
        }
        for class in ["", "calibre1", "p1", "indent", "western", "simpara x"] {
            assert!(!may_be_listed(class), "{class}");
        }
    }
}
