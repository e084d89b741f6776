//! What each element of XHTML means on a page of prose.

use crate::document::MarkKind;

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Element {
    /// A paragraph, or a box that parts what stands in it from what stands around it.
    Box,
    /// All that is for readers.
    Body,
    /// A paragraph; another one ends it where its own end is left out.
    Paragraph,
    Heading(u8),
    Quotation,
    /// Lines that are the author's.
    Preformatted,
    /// Verse, each line an element of its own.
    Stanza,
    /// Verse with its stanzas and titles.
    Poem,
    /// A part of a `FictionBook`, and what it is called.
    Section,
    SectionTitle,
    /// A body of a `FictionBook`; the notes, which is one by its name; and the number that a note begins with.
    Whole,
    Notes,
    NoteLabel,
    List {
        numbered: bool,
    },
    Item,
    Row,
    Cell,
    /// Marked text.
    Marked(MarkKind),
    /// Text without a meaning of its own.
    Plain,
    /// Text above the line.
    Raised,
    /// The annotation over a word of Chinese or Japanese: it follows in brackets.
    Ruby,
    /// Nothing in it is for readers.
    Hidden,
    LineBreak,
    Rule,
    Picture,
    /// A void element that says nothing.
    Void,
}

impl Element {
    /// The element of this name, in whatever case.
    pub(in crate::format) fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "body" => Self::Body,
            "p" | "dt" | "dd" => Self::Paragraph,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "blockquote" => Self::Quotation,
            "pre" => Self::Preformatted,
            "ul" | "menu" => Self::List { numbered: false },
            "ol" => Self::List { numbered: true },
            "li" => Self::Item,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "em" | "i" | "cite" | "dfn" | "var" => Self::Marked(MarkKind::Emphasis),
            "strong" | "b" => Self::Marked(MarkKind::Strong),
            "small" => Self::Marked(MarkKind::Small),
            "sup" => Self::Raised,
            "rt" => Self::Ruby,
            "head" | "script" | "style" | "template" | "rp" | "object" | "audio" | "video" | "iframe" | "map" => {
                Self::Hidden
            }
            "br" => Self::LineBreak,
            "hr" => Self::Rule,
            "img" | "image" => Self::Picture,
            "meta" | "link" | "input" | "wbr" | "col" | "base" | "source" | "embed" | "param" | "area" | "track" => {
                Self::Void
            }
            "div" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "figure"
            | "figcaption" | "center" | "address" | "table" | "tbody" | "thead" | "tfoot" | "caption" | "dl"
            | "html" | "form" | "fieldset" | "details" | "summary" | "hgroup" | "title" => Self::Box,
            _ => Self::Plain,
        }
    }

    /// The element of a `FictionBook` of this name.
    pub(in crate::format) fn of_fiction_book(name: &str) -> Self {
        match name {
            "section" => Self::Section,
            "title" => Self::SectionTitle,
            "subtitle" => Self::Heading(5),
            "epigraph" | "cite" => Self::Quotation,
            "stanza" => Self::Stanza,
            "v" | "text-author" | "date" => Self::Paragraph,
            "poem" => Self::Poem,
            "body" => Self::Whole,
            "annotation" | "FictionBook" => Self::Box,
            "emphasis" => Self::Marked(MarkKind::Emphasis),
            "empty-line" => Self::Rule,
            "description" | "binary" | "stylesheet" => Self::Hidden,
            // A name of its own, which is no style sheet.
            "style" => Self::Plain,
            name => Self::of(name),
        }
    }

    /// Whether it parts the text before it from that after it.
    pub(super) fn is_block(self) -> bool {
        matches!(
            self,
            Self::Box
                | Self::Body
                | Self::Paragraph
                | Self::Heading(_)
                | Self::Quotation
                | Self::Preformatted
                | Self::Stanza
                | Self::Poem
                | Self::Section
                | Self::Whole
                | Self::Notes
                | Self::NoteLabel
                | Self::List { .. }
                | Self::Item
                | Self::Row
                | Self::Cell
        )
    }

    /// Whether it never holds anything.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::LineBreak | Self::Rule | Self::Picture | Self::Void)
    }
}
