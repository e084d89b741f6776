//! What each element of XHTML means on a page of prose.

use std::borrow::Cow;

use crate::document::MarkKind;

/// Returns an element's name without its prefix, in lower case. Word's own elements, such as `o:p`, are none of HTML and keep theirs.
pub(super) fn local_name(name: &str) -> Cow<'_, str> {
    const OFFICE: [&str; 7] = ["o", "w", "v", "x", "st1", "st2", "u1"];
    // As most are.
    if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return name.into();
    }
    let local = name.rsplit_once(':').filter(|(prefix, _)| !OFFICE.contains(prefix)).map_or(name, |(_, local)| local);
    local.to_ascii_lowercase().into()
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Element {
    /// A box that parts what stands in it from what stands around it.
    Box,
    /// All that is for readers.
    Body,
    /// A paragraph; another one ends it where its own end is left out.
    Paragraph,
    /// A headword, or what is said of one.
    Term,
    Definition,
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
    Table,
    Row,
    Cell {
        header: bool,
    },
    /// Marked text.
    Marked(MarkKind),
    /// What somebody says, without its quotation marks.
    Quote,
    /// Text without a meaning of its own.
    Plain,
    /// Text above or below the line.
    Super,
    Sub,
    /// The annotation over a word of Chinese or Japanese: it follows in brackets.
    Ruby,
    /// A formula or a part of it: a fraction, or a base with a script above, below or both.
    Formula,
    Fraction,
    /// A part of a formula that is set in brackets: the one of a fraction, what a fence holds, what a root is drawn of.
    Bracketed,
    Fence,
    Root,
    RootOfMany,
    /// A root whose degree is told behind what stands under it.
    RootOfDegree,
    ScriptAbove,
    ScriptBelow,
    ScriptBoth,
    /// What a page or a drawing is called.
    Title,
    /// A drawing, what it is called, and words in it.
    Drawing,
    DrawingTitle,
    DrawingText,
    /// Nothing in it is for readers.
    Hidden,
    /// Part of a saved page that is for a browser: buttons, menus.
    Control,
    /// Words of a machine, whose signs stay as they were typed.
    Typed,
    LineBreak,
    Rule,
    /// An empty row of a `FictionBook`.
    EmptyLine,
    Picture,
    /// A void element that says nothing.
    Void,
}

impl Element {
    /// Returns the room above and below it that browsers make where no style sheet says anything, in tenths of an em.
    pub(super) fn usual_room(self) -> u8 {
        if self == Self::Paragraph { 10 } else { 0 }
    }

    /// The element of this name, in lower case.
    pub(in crate::format) fn of(name: &str) -> Self {
        match name {
            "body" => Self::Body,
            "p" => Self::Paragraph,
            "dt" => Self::Term,
            "dd" => Self::Definition,
            "h1" => Self::Heading(1),
            "h2" | "hgroup" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "blockquote" => Self::Quotation,
            "pre" | "listing" | "xmp" => Self::Preformatted,
            "ul" | "menu" | "dir" => Self::List { numbered: false },
            "ol" => Self::List { numbered: true },
            "li" => Self::Item,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" => Self::Cell { header: false },
            "th" => Self::Cell { header: true },
            "sup" => Self::Super,
            "sub" => Self::Sub,
            "q" => Self::Quote,
            "rt" => Self::Ruby,
            "br" => Self::LineBreak,
            "hr" => Self::Rule,
            "img" | "image" => Self::Picture,
            "math" | "mrow" | "semantics" | "mstyle" => Self::Formula,
            "mfrac" => Self::Fraction,
            "mfenced" => Self::Fence,
            "msqrt" => Self::Root,
            "mroot" => Self::RootOfDegree,
            "msup" => Self::ScriptAbove,
            "msub" => Self::ScriptBelow,
            "msubsup" => Self::ScriptBoth,
            "svg" => Self::Drawing,
            "div" | "section" | "article" | "aside" | "header" | "main" | "figure" | "figcaption" | "center"
            | "address" | "tbody" | "thead" | "tfoot" | "caption" | "dl" | "html" | "form" | "fieldset" | "details"
            | "summary" | "level" | "level1" | "level2" => Self::Box,
            "title" => Self::Title,
            name => Self::within_a_line(name),
        }
    }

    /// The element of a name that stands within a line, or holds nothing for readers.
    fn within_a_line(name: &str) -> Self {
        match name {
            // What is underlined is what a typewriter had for italics.
            "em" | "i" | "cite" | "dfn" | "var" | "u" => Self::Marked(MarkKind::Emphasis),
            "strong" | "b" => Self::Marked(MarkKind::Strong),
            "small" => Self::Marked(MarkKind::Small),
            "code" | "kbd" | "samp" | "tt" => Self::Typed,
            "del" | "s" | "strike" => Self::Marked(MarkKind::Struck),
            "nav" | "footer" | "button" | "select" | "textarea" | "noscript" | "dialog" => Self::Control,
            // The default of `epub:switch` is for every reader, its cases for some.
            "head" | "script" | "style" | "template" | "rp" | "audio" | "video" | "iframe" | "map" | "annotation"
            | "annotation-xml" | "metadata" | "case" | "mphantom" => Self::Hidden,
            "meta" | "link" | "input" | "wbr" | "col" | "base" | "source" | "embed" | "param" | "area" | "track" => {
                Self::Void
            }
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
            "annotation" | "fictionbook" => Self::Box,
            "emphasis" => Self::Marked(MarkKind::Emphasis),
            "strikethrough" => Self::Marked(MarkKind::Struck),
            "empty-line" => Self::EmptyLine,
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
                | Self::Term
                | Self::Definition
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
                | Self::Table
                | Self::Row
                | Self::Cell { .. }
        )
    }

    /// Whether its end may be left out (HTML, 13.1.2.4).
    pub(super) fn may_lack_end(self) -> bool {
        matches!(self, Self::Paragraph | Self::Term | Self::Definition | Self::Item | Self::Row | Self::Cell { .. })
    }

    /// Whether its beginning ends an element of which only the beginning is there.
    pub(super) fn ends_before(self, open: Self) -> bool {
        match open {
            Self::Paragraph => self.is_block(),
            Self::Term | Self::Definition => matches!(self, Self::Term | Self::Definition),
            Self::Cell { .. } => matches!(self, Self::Cell { .. } | Self::Row),
            _ => self == open && open.may_lack_end(),
        }
    }

    /// Whether it holds the parts of a formula and no words.
    pub(super) fn is_formula(self) -> bool {
        matches!(
            self,
            Self::Formula
                | Self::Fraction
                | Self::Bracketed
                | Self::Fence
                | Self::Root
                | Self::RootOfMany
                | Self::RootOfDegree
                | Self::ScriptAbove
                | Self::ScriptBelow
                | Self::ScriptBoth
        )
    }

    /// Whether it never holds anything.
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::LineBreak | Self::Rule | Self::EmptyLine | Self::Picture | Self::Void)
    }
}
