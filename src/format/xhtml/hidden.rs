//! What is not shown of a chapter: what its author or its style sheets hide, and of a saved page what is for a visitor of its site.

use super::attributes::Attributes;
use super::class_names::{ARCHIVES_PREFACE, BESIDE, DRAWN, IN_LINE, LINE_NUMBERS, PAGE_NUMBERS};
use super::element::Element;
use super::source::{all_words, is_page_number};
use super::{ChapterReader, ElementRole, Kind, OpenElement};
use crate::format::css::{Display, ElementStyle};

impl ChapterReader<'_> {
    /// Whether nothing is shown of an element that holds nothing, such as a rule.
    pub(super) fn hides_void(&mut self, name: &str, attributes: &Attributes<'_>) -> bool {
        let page = attributes.is_any(&["pagebreak"]);
        if page || attributes.is_hidden || attributes.style.is_empty() && !self.chapter.styles.hides_some() {
            return page || attributes.is_hidden;
        }
        let needs_tree = self.chapter.styles.needs_tree();
        if needs_tree {
            self.tree.open(attributes.names(name));
        }
        let look = self.look(name, attributes);
        if needs_tree {
            self.tree.close();
        }
        look.display == Some(Display::None) || look.visible == Some(false)
    }

    /// Ends what is hidden and lacks its end, where an element begins that can't stand in it.
    pub(super) fn end_hidden(&mut self, element: Element) {
        if self.open.last().is_some_and(|open| open.hides && element.ends_before(open.element)) {
            self.close_last();
        }
    }

    /// Whether nothing of an element is shown.
    pub(super) fn hides(
        &self,
        element: Element,
        attributes: &Attributes<'_>,
        look: &ElementStyle,
        (name, rest): (&str, &str),
    ) -> bool {
        if element == Element::Body {
            return false;
        }
        // A note is hidden by those who show it in a box of its own, and it is the text's.
        let is_note = || attributes.is_any(&["footnote", "endnote", "rearnote", "footnotes", "endnotes"]);
        let by_author = attributes.is_hidden || look.display == Some(Display::None) || look.visible == Some(false);
        let hidden = element == Element::Hidden
            || element == Element::Control && self.chapter.kind == Kind::Page
            || by_author && !is_note();
        // The mark of a comment that Google Docs has written, and the comment.
        let comment = attributes.link.as_deref().is_some_and(|link| link.starts_with("#cmnt"))
            || attributes.id.as_deref().is_some_and(|id| id.starts_with("cmnt"));
        let hidden = hidden || comment;
        let hidden = hidden || matches!(element, Element::Cell { .. }) && self.is_header_row();
        let saved = self.chapter.kind == Kind::Page;
        let hidden =
            hidden || saved && (is_beside_page(element, attributes, (name, rest)) || element == Element::Drawing);
        // What an archive of fan fiction says of itself: where a story came from, and that one may comment.
        // LibreOffice puts what stands on top of each page, and below it, into boxes of these names.
        let running = saved && name == "div" && matches!(&*attributes.title, "header" | "footer");
        let hidden = hidden || running;
        let message = element == Element::Paragraph && attributes.class == "message" && inside_archive(&self.open);
        // A formula that is drawn stands beside its text.
        let drawn = attributes.has_class(&DRAWN);
        let hidden = hidden || message || drawn;
        // The way to the next page of a site that was made into a book; its contents may be a page of it.
        let hidden = hidden || attributes.is_any(&["navigation"]) && !attributes.is_any(&["toc"]);
        // The arrow that leads from a note back to its number: `Ctrl-O` does so.
        let arrow = attributes.is_any(&["backlink"])
            && all_words(rest, name, element).is_some_and(|words| !words.contains(char::is_alphanumeric));
        // The degree of a root has been told before what stands under it.
        let degree = self.open.last().is_some_and(|open| open.element == Element::RootOfDegree && open.children == 2);
        let hidden = hidden || arrow || degree;
        let named =
            !element.is_block() && attributes.link.is_none() && attributes.id.as_deref().is_some_and(names_a_page);
        let page = attributes.is_any(&["pagebreak"]) || attributes.has_class(&PAGE_NUMBERS) || named;
        // The numbers that `SiSU` gives to paragraphs, and those of a poem's lines.
        let counted = attributes.class == "ocn" || attributes.has_class(&LINE_NUMBERS);
        let is_number = |words: &str| !words.is_empty() && words.bytes().all(|byte| byte.is_ascii_digit());
        hidden
            || (page || counted)
                && all_words(rest, name, element)
                    .is_some_and(|words| page && is_page_number(&words) || counted && is_number(&words))
    }
}

/// Whether a name is that of a printed book's page: `page9`, `Page_12`, `pg-xiv`.
fn names_a_page(id: &str) -> bool {
    let id = id.to_ascii_lowercase();
    let rest = ["page", "pg", "pb", "seite"].iter().find_map(|lead| id.strip_prefix(lead));
    rest.is_some_and(|number| is_page_number(number.trim_start_matches(['-', '_', '.'])))
}

/// Whether what is open is what an archive of fan fiction puts before or behind a story.
pub(super) fn inside_archive(open: &[OpenElement]) -> bool {
    open.iter().any(|open| open.role == ElementRole::Archive)
}

/// Whether a header that has just begun is its site's: it holds a menu or a form.
fn is_site_header(rest: &str) -> bool {
    /// A name and a menu take no more.
    const NEAR: usize = 2000;
    let near = &rest[..rest.floor_char_boundary(NEAR)];
    let inner = near.find("</header").map_or(near, |end| &near[..end]);
    inner.contains("<nav") || inner.contains("<form")
}

/// The ids of elements beside the text.
const IDS: [&str; 19] = [
    "siteSub",
    "mw-navigation",
    "catlinks",
    "jump-to-nav",
    "pg-header",
    "pg-footer",
    "pg-machine-header",
    "pg-start-separator",
    "skiplinks",
    "feedback",
    "kudos",
    "comments",
    "comments_placeholder",
    "respond",
    "footer",
    "p_footer",
    "site-header",
    "site-footer",
    "masthead",
];

/// Whether an element of a saved page is for a visitor of its site, and not for a reader of its text.
pub(super) fn is_beside_page(element: Element, attributes: &Attributes<'_>, (name, rest): (&str, &str)) -> bool {
    const ROLES: [&str; 5] = ["banner", "navigation", "contentinfo", "search", "complementary"];
    let licence = attributes.id.as_deref().is_some_and(|id| IDS.contains(&id));
    // What an archive tells of a chapter is called complementary there.
    let roles = attributes.is_any(&ROLES)
        && !(attributes.is_any(&["complementary"]) && attributes.has_class(&ARCHIVES_PREFACE));
    let in_line = attributes.has_class(&IN_LINE);
    roles
        || attributes.has_class(&BESIDE) && element.is_block()
        || licence
        || in_line
        || name == "header" && is_site_header(rest)
}

#[cfg(test)]
mod tests {
    use crate::format;

    /// The texts of a saved page, and what is told of how it was read.
    fn page(body: &str) -> (Vec<String>, Vec<String>) {
        let source = format!("<html><head><title>Ebb</title></head><body>{body}</body></html>");
        let draft = format::read("a.html", source.as_bytes()).unwrap().draft;
        let texts = draft.blocks().map(|(_, _, block)| block.text.to_owned()).collect();
        (texts, draft.read_as.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_a_site_says_of_itself_is_left_out_and_counted() {
        for beside in [
            "<ul id='skiplinks'><li>Main</li></ul>",
            "<a class='skip-link' href='#c'>Skip to content</a>",
            "<header id='x'><h1>Site</h1><nav>Home</nav></header>",
            "<section class='pg-boilerplate pgheader'>The Project Gutenberg eBook</section>",
            "<div id='pg-footer'>Licence</div>",
            "<div id='feedback'>kudos</div>",
            "<div class='sharedaddy sd-sharing'>Share this</div>",
        ] {
            let (texts, told) = page(&format!("{beside}<p>The tide went out.</p>"));
            assert_eq!(texts, ["The tide went out."], "{beside}");
            assert_eq!(told, ["1 part of a saved page left out, such as menus; `--keep-all` shows them"], "{beside}");
        }
        let (texts, told) = page("<header><h1>Ebb</h1></header><p>The tide went out.</p>");
        assert_eq!((texts.len(), told.len()), (2, 0));
    }

    #[test]
    fn a_page_names_its_author_in_old_ways_too() {
        for meta in ["<META NAME=Author CONTENT=Ana>", "<meta name='dc.creator' content='Ana'>"] {
            let source = format!("<html><head><title>Ebb</title>{meta}</head><body><p>It was late.</p></body></html>");
            let draft = format::read("a.html", source.as_bytes()).unwrap().draft;
            assert_eq!(&*draft.metadata.author, "Ana", "{meta}");
        }
    }

    #[test]
    fn the_licence_of_an_old_page_is_left_out() {
        let old = "<pre>The Project Gutenberg EBook\n*** START OF THIS PROJECT GUTENBERG EBOOK EBB ***\n</pre>\
                   <p>The tide went out.</p><pre>\n*** END OF THIS PROJECT GUTENBERG EBOOK EBB ***\nLicence.</pre>";
        assert_eq!(page(old).0, ["The tide went out."]);
    }

    #[test]
    fn the_number_that_a_program_gave_to_a_paragraph_is_none_of_its_words() {
        assert_eq!(page("<p>It was late. <label class='ocn'><a href='#o4'>4</a></label></p>").0, ["It was late."]);
        assert_eq!(page("<p class='ocn'>It was late.</p>").0, ["It was late."]);
        assert_eq!(page("<p>It was <a id='page9' class='page'>9</a>late.</p>").0, ["It was late."]);
        assert_eq!(
            page("<p>It was <a id='page9'>dark</a> and <a href='#x' id='Page_2'>2</a>.</p>").0,
            ["It was dark and 2."]
        );
        assert_eq!(page("<p>In <i class='ocn2'>1984</i> it <i class='ocn'>mild</i>.</p>").0, ["In 1984 it mild."]);
    }

    #[test]
    fn a_note_is_shown_though_it_is_hidden_for_a_box_and_a_comments_mark_is_not() {
        let note = "<p>Word<a epub:type='noteref' href='#n'>1</a>.</p><aside hidden id='n' epub:type='footnote'>It is.</aside>";
        assert_eq!(page(note).0, ["Word¹.", "It is."]);
        let comment = "<p>We waited.<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p>";
        assert_eq!(page(comment).0, ["We waited."]);
        let chapter =
            "<div class='chapter preface group' role='complementary'><h3>Chapter 2: Home</h3></div><p>It was late.</p>";
        assert_eq!(page(chapter).0, ["Chapter 2: Home", "It was late."]);
        let heading = "<h2>Part II<span class='mw-editsection'>[<a href='x'>edit</a>]</span></h2><p>It was late.</p>";
        assert_eq!(page(heading).0, ["Part II", "It was late."]);
    }

    #[test]
    fn what_is_hidden_and_lacks_its_end_hides_nothing_more() {
        for hidden in [
            "<p hidden>x<p>It was late.",
            "<div><p hidden>x</div><p>It was late.",
            "<p hidden>x<ul><li>It was late.</ul>",
            "<ul><li hidden>x<li>It was late.</ul>",
            "<ul><li hidden>x</ul><p>It was late.",
            "<table><tr><td hidden>x<td>It was late.</table>",
            "<table><tr><td hidden>x<tr><td>It was late.</table>",
            "<dl><dt hidden>x<dd>It was late.</dl>",
            "<div hidden>x<p>y<p>z</div><p>It was late.",
        ] {
            let texts = page(hidden).0;
            assert!(matches!(&texts[..], [text] if text.ends_with("It was late.")), "{hidden}: {texts:?}");
        }
    }

    #[test]
    fn what_a_sheet_in_the_text_or_an_attribute_hides_is_not_shown() {
        assert_eq!(page("<p>a</p><style>.x{display:none}</style><p class='x'>b</p>").0, ["a"]);
        assert_eq!(page("<p>a</p><hr hidden><p>b</p><hr style='display:none'><p>c</p>").0, ["a", "b", "c"]);
    }

    #[test]
    fn what_stands_on_each_page_beside_each_line_and_above_all_is_none_of_the_text() {
        for (body, shown) in [
            ("<div title='header'><p>Reve</p></div><p>It was late.</p>", &["It was late."][..]),
            (
                "<p>It was late.<span class='comment-marker'><span class='num-comment'>4</span></span></p>",
                &["It was late."],
            ),
            (
                "<div class='poem'><p>One for the ferry,<span class='linenum'>5</span></p></div>",
                &["One for the ferry,"],
            ),
            ("<title>Ebb | Site</title><p>It was late.</p>", &["It was late."]),
        ] {
            assert_eq!(page(body).0, shown, "{body}");
        }
    }

    #[test]
    fn a_number_beside_a_line_hides_nothing_but_itself() {
        for (body, shown) in [
            ("<p>One<span class='linenum'>5</p><p>Two.</p>", &["One5", "Two."][..]),
            ("<p>One<span class='pagenum'>5</p><p>Two.</p>", &["One5", "Two."]),
            ("<div class='linenum'><p>One</p></div>", &["One"]),
            ("<div class='pagenum'>5<p>One</p></div>", &["5", "One"]),
            ("<ol><li class='ln'><p>One</p></li></ol>", &["1. One"]),
            ("<p>One <a id='page9'><abbr>two</abbr></a></p>", &["One two"]),
            ("<p class='pagenum'>5<p>One", &["One"]),
        ] {
            assert_eq!(page(body).0, shown, "{body}");
        }
    }
}
