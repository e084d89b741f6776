//! From a chapter's XHTML to blocks and marks, as a stream: nothing is held of it but the elements that are open.
//!
//! It takes what books are made of, not what the standard wants: ends that are missing or wrong, HTML's entities and void
//! elements. What can't be parsed at all becomes text without its tags, so that no word is lost. What an element looks like is said
//! by `css`; `boxes.rs` makes blocks of it, `marks.rs` marks, `lists.rs` numbers and `tables.rs` tables.

mod attributes;
mod boxes;
mod breaks;
mod class_names;
mod element;
mod ends;
mod hidden;
mod lists;
mod marks;
mod signs;
mod source;
mod tables;

use std::collections::HashMap;

use quick_xml::Reader as Parser;
use quick_xml::events::{BytesStart, Event};

pub(super) use self::element::Element;
pub(super) use self::lists::Numbers;
pub(super) use self::signs::scripted;
pub(super) use self::source::character;

use self::attributes::Attributes;
use self::breaks::Pictures;
use self::hidden::{inside_archive, is_beside_page};
use self::lists::List;
use self::marks::Marked;
pub(super) use self::source::without_tags;
use self::source::{Entities, blank_paragraphs_part, with_open_references, with_signs_escaped};
use self::tables::Table;
use super::anchors::in_file;
use super::binder::Binder;
use super::css::{Asked, Display, ElementStyle, LetterCase, Script, SourceLines, Styles, Tree};
use super::href::{leads_out, resolved};
use crate::document::{Language, MarkKind, Side};

/// The level of a heading that begins no scene.
const LOW: u8 = 5;

/// How deep elements may stand in each other: books nest a dozen.
const DEEPEST: usize = 200;

/// A chapter's file, and what is known of it from elsewhere.
pub(super) struct ChapterFile<'a> {
    /// Its XHTML.
    pub(super) source: &'a str,
    /// Its path, which its anchors begin with.
    pub(super) path: &'a str,
    /// Its style sheets.
    pub(super) styles: &'a Styles,
    /// What the contents call the names in it that they lead to; the empty name is its beginning.
    pub(super) titles: &'a HashMap<&'a str, &'a str>,
    /// The book's language.
    pub(super) language: Option<Language>,
    /// What its elements are called.
    pub(super) elements: fn(&str) -> Element,
    /// What kind of text it is.
    pub(super) kind: Kind,
}

/// What kind of text a chapter is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// A chapter of a book.
    #[default]
    Book,
    /// A page that was saved from the web, with menus and buttons.
    Page,
    /// Such a page of which all is shown.
    WholePage,
    /// A book in one file that begins with the title of the whole, which is known.
    Titled,
}

/// Reads a chapter; returns whether all of it could be parsed. `between` is called between two blocks.
pub(super) fn read(chapter: &ChapterFile<'_>, binder: &mut Binder, between: &mut dyn FnMut(&Binder)) -> bool {
    let source = with_signs_escaped(chapter.source);
    let mut parser = Parser::from_str(&source);
    let config = parser.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut reader = ChapterReader::new(chapter, binder);
    reader.arrive("");
    let mut entities = Entities::default();
    let whole = loop {
        if reader.binder.is_full() {
            break true;
        }
        let event = parser.read_event();
        let at = usize::try_from(parser.buffer_position()).unwrap_or(usize::MAX);
        let rest = || source.get(at..).unwrap_or_default();
        match event {
            Ok(Event::Start(tag)) => reader.start(&tag, false, rest()),
            Ok(Event::Empty(tag)) => reader.start(&tag, true, rest()),
            Ok(Event::End(tag)) => {
                reader.end((chapter.elements)(&element::local_name(tag.name().as_ref())));
                if !reader.binder.in_block() {
                    between(reader.binder);
                }
            }
            Ok(Event::Text(text)) => reader.text(&with_open_references(&text)),
            Ok(Event::CData(text)) => reader.text(&text),
            Ok(Event::GeneralRef(entity)) => reader.text(&entities.resolved(&entity)),
            Ok(Event::DocType(doctype)) => entities = Entities::declared(&doctype),
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            Ok(Event::Eof) => break true,
            Err(_) => {
                let at = usize::try_from(parser.error_position()).unwrap_or(usize::MAX);
                reader.text(&without_tags(source.get(at..).unwrap_or_default()));
                break false;
            }
        }
    };
    reader.end_block();
    while reader.close_last() {}
    whole
}

/// An element that has begun.
#[derive(Debug, Clone, Copy)]
struct OpenElement {
    element: Element,
    /// Whether it is a block, by itself or by its style.
    block: bool,
    /// What its end is to what follows.
    ending: Ending,
    /// How many marks it has opened or suspended.
    marks: u8,
    hides: bool,
    role: ElementRole,
    style: Inherited,
    list: List,
    /// Whether anything was set in it; for a quote, whether its mark was.
    filled: bool,
    /// How many elements have begun in it.
    children: u16,
    /// The text of its block when it began, for the width of a cell.
    from: usize,
}

/// What the end of an element is to what follows.
#[derive(Debug, Clone, Copy, Default)]
struct Ending {
    /// Whether it has a name that a link may lead to.
    named: bool,
    /// The room below it, in tenths of an em.
    room: u8,
    /// How high it is though it holds nothing, in tenths of an em.
    height: u8,
    /// Whether a line is drawn above or below it.
    ruled: bool,
}

/// What a block is, by its name, its kind or its class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum ElementRole {
    #[default]
    None,
    Verse,
    Letter,
    Quotation,
    /// A block for an ornament and nothing else.
    Ornament,
    /// What an archive puts before and behind a story.
    Archive,
    /// A box that text flows around: it may hold a drop cap.
    Initial,
}

/// What an element hands on to those in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Inherited {
    side: Side,
    script: Option<Script>,
    case: LetterCase,
    keeps_lines: bool,
    /// Whether it refers to a note.
    note: bool,
    /// The language that the chapter itself names.
    language: Option<Language>,
}

struct ChapterReader<'a> {
    chapter: &'a ChapterFile<'a>,
    binder: &'a mut Binder,
    open: Vec<OpenElement>,
    tree: Tree,
    marked: Vec<Marked>,
    too_deep: usize,
    /// How many open elements hide what stands in them.
    hidden: usize,
    /// What the contents call what begins here, until its first block.
    expected: Option<String>,
    /// The open block's text, as long as it may be what the contents call it.
    text: String,
    flow: Flow,
    pictures: Pictures<'a>,
    tables: Vec<Table>,
    /// The language that the root names.
    language: Option<Language>,
    /// Whether the file has no headings, and the contents lead to nothing in it.
    is_untitled: bool,
}

/// Where the reading stands between blocks.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one place")]
struct Flow {
    /// How many empty paragraphs in a row part scenes, if they do.
    blanks_part: Option<usize>,
    /// The empty paragraphs that stand here.
    blanks: usize,
    /// Whether a note's number has been set, and its words follow it in the same block.
    run_in: bool,
    /// Whether blanks stand here, and nothing else.
    blank: bool,
    /// Whether line ends stand here between two paragraphs.
    blank_between: bool,
    /// The line ends since the last text, from the second on: three of them part scenes.
    lines: u8,
    /// Whether a picture stands here that is an ornament, and nothing else.
    ornament: bool,
    /// Whether a blank row stands above the next block.
    gap: bool,
    /// The room since the last text that the margins of elements make, in tenths of an em.
    room: u8,
    /// The least room between two paragraphs of the chapter so far.
    usual_room: Option<u8>,
    /// Whether the author's line has just been ended by a break.
    broken: bool,
    /// How far the next line of verse stands in, in cells.
    indent: u8,
    /// Whether a quotation has begun whose mark is not set: the text may bring its own.
    quote: bool,
}

impl<'a> ChapterReader<'a> {
    fn new(chapter: &'a ChapterFile<'a>, binder: &'a mut Binder) -> Self {
        let flow = Flow { blanks_part: blank_paragraphs_part(chapter.source), ..Flow::default() };
        Self {
            chapter,
            binder,
            open: Vec::new(),
            tree: Tree::new(chapter.styles.asks_siblings()),
            marked: Vec::new(),
            too_deep: 0,
            hidden: 0,
            expected: None,
            text: String::new(),
            flow,
            pictures: Pictures::of(chapter.source),
            tables: Vec::new(),
            language: None,
            is_untitled: chapter.titles.is_empty() && !source::has_headings(chapter.source),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool, rest: &str) {
        let name = tag.name();
        let name = element::local_name(name.as_ref());
        let element = (self.chapter.elements)(&name);
        if self.hidden > 0 && element.is_void() {
            return;
        }
        self.end_hidden(element);
        let needs_tree = self.chapter.styles.needs_tree();
        let mut attributes = Attributes::of(tag, self.chapter.styles.asks_attributes());
        if attributes.numbering.reversed && attributes.numbering.start.is_none() {
            attributes.numbering.start = Some(lists::items_ahead(rest));
        }
        if self.refers_to_note(&name, &attributes, rest) {
            attributes.kinds.push_str(" noteref");
        }
        let element = self.placed(element, &name, &attributes, rest);
        if let Some(id) = &attributes.id {
            self.arrive(id);
        }
        if element.is_void() && self.hides_void(&name, &attributes) {
            return;
        }
        match element {
            Element::LineBreak => return self.line_break(),
            Element::Rule => return self.scene_break(),
            Element::EmptyLine => return self.empty_line(),
            // A caption that says the same says it better.
            Element::Picture if source::is_captioned(rest, &attributes.alt) => return,
            Element::Picture => return self.picture(&attributes),
            Element::Void => return,
            // It holds nothing that could be marked.
            _ if empty && !element.is_block() => return,
            _ => {}
        }
        if element == Element::Body {
            self.end_head();
        }
        if self.open.len() >= DEEPEST {
            if element.is_block() {
                self.end_block();
            }
            self.too_deep += usize::from(!empty);
            return;
        }
        self.before_child();
        if needs_tree {
            self.tree.open(attributes.names(&name));
        }
        let mut look = self.look(&name, &attributes);
        // Lines that may be broken are the author's only where there is more than one.
        if look.lines == Some(SourceLines::Wrapped) {
            let lines = source::holds_lines(rest, &name);
            look.lines = Some(if lines { SourceLines::Kept } else { SourceLines::Joined });
        }
        self.begin(element, &attributes, &look, (&name, rest));
        if empty {
            self.close_last();
        }
    }

    /// Ends a head that was never ended. What the root names as its language is the body's, too.
    fn end_head(&mut self) {
        self.language = self.open.iter().find_map(|open| open.style.language);
        while self.close_last() {}
    }

    /// What the style sheets, and old attributes, say of an element.
    fn look(&self, name: &str, attributes: &Attributes<'_>) -> ElementStyle {
        let id = attributes.id.as_deref().unwrap_or_default();
        let asked = Asked { name, id, class: &attributes.class, style: &attributes.style };
        let mut look = self.chapter.styles.look(&asked, &self.tree);
        // The box around a story of FanFiction.net is set in the middle, and its own sheet undoes that.
        let undone = attributes.id.as_deref() == Some("storytextp");
        let align = if name == "center" { "center" } else { &attributes.align };
        let align = if undone { "" } else { align };
        look.side = look.side.or(match align.to_ascii_lowercase().as_str() {
            "center" | "middle" => Some(Side::Centre),
            "right" => Some(Side::Right),
            _ => None,
        });
        look
    }

    /// Takes an element in that has begun.
    fn begin(
        &mut self,
        element: Element,
        attributes: &Attributes<'_>,
        look: &ElementStyle,
        (name, rest): (&str, &str),
    ) {
        let block = match look.display {
            // A heading or a paragraph within a line is still one on a page that has no boxes.
            Some(Display::Block) => !self.in_row() || element.is_block(),
            _ => element.is_block(),
        };
        let hides = self.hides(element, attributes, look, (name, rest));
        if hides
            && self.hidden == 0
            && self.chapter.kind == Kind::Page
            && is_beside_page(element, attributes, (name, rest))
        {
            self.binder.leave_out();
        }
        if block && self.hidden == 0 && !hides {
            self.begin_box(element, attributes, rest);
            self.flow.room = self.flow.room.max(look.inset.top.unwrap_or_else(|| element.usual_room()));
        }
        if self.hidden == 0 && self.in_verse() {
            self.flow.indent = self.flow.indent.max(attributes.verse_indent());
        }
        let open = self.opened(element, block, attributes, look);
        self.hidden += usize::from(hides);
        self.open.push(OpenElement { hides, ..open });
        self.after_start(element, rest);
    }

    /// What an element is where it stands. A section's title is a heading of as many levels as there are sections around it, a
    /// note's number begins the note, and what stands above all text is the book's own title, which its front matter tells.
    fn placed(&self, element: Element, name: &str, attributes: &Attributes<'_>, rest: &str) -> Element {
        let inside = |wanted: Element| self.open.iter().any(|open| open.element == wanted);
        match element {
            Element::Whole if attributes.id.is_some() => Element::Notes,
            Element::SectionTitle if inside(Element::Poem) => Element::Heading(LOW),
            Element::SectionTitle => {
                let sections = self.open.iter().filter(|open| open.element == Element::Section).count();
                match u8::try_from(sections) {
                    Ok(1..) if inside(Element::Notes) => Element::NoteLabel,
                    Ok(0) if self.binder.is_untouched() && self.chapter.kind == Kind::Titled => Element::Hidden,
                    Ok(level) => Element::Heading(level.clamp(1, 6)),
                    Err(_) => Element::Heading(6),
                }
            }
            Element::Title if inside(Element::Drawing) => Element::DrawingTitle,
            // It names the browser's window, even where the page has no head around it.
            Element::Title => Element::Hidden,
            // What an archive puts before a story has no chapters.
            Element::Heading(_) if self.chapter.kind == Kind::Page && inside_archive(&self.open) => {
                Element::Heading(LOW)
            }
            Element::Plain if name == "text" && inside(Element::Drawing) => Element::DrawingText,
            // A part of a fraction with a sign in it needs brackets: (a + b)/2.
            Element::Formula
                if name == "mrow" && self.open.last().is_some_and(|open| open.element == Element::Fraction) =>
            {
                if signs::is_compound(rest, name) {
                    Element::Bracketed
                } else {
                    element
                }
            }
            Element::Root if signs::is_compound(rest, name) => Element::RootOfMany,
            // A degree that has no sign stands behind what is under the root, so that nothing is lost.
            Element::RootOfDegree if signs::degree(rest).is_none() => Element::Fence,
            // Archives put a story's paragraphs into lines of their own.
            Element::Preformatted
                if rest
                    .trim_start()
                    .get(..3)
                    .is_some_and(|tag| tag.eq_ignore_ascii_case("<p>") || tag.eq_ignore_ascii_case("<p ")) =>
            {
                Element::Box
            }
            Element::Plain if matches!(name, "desc" | "defs" | "symbol") && inside(Element::Drawing) => Element::Hidden,
            Element::Box if name == "header" || boxes::is_heading_box(attributes) => {
                if self.holds_only_a_heading(name, rest) { Element::Heading(2) } else { element }
            }
            Element::Box | Element::Paragraph if self.is_heading_line((name, rest), attributes) => Element::Heading(2),
            element => element,
        }
    }

    /// Comes to a name: what the contents lead to begins a scene.
    fn arrive(&mut self, id: &str) {
        let title = self.chapter.titles.get(id);
        if let Some(title) = title {
            if !self.binder.in_block() {
                self.binder.begin_scene();
            }
            self.expected = Some((*title).to_owned());
        }
        self.binder.anchor(in_file(self.chapter.path, id), title.is_some());
    }

    /// The mark of a link that stays within the book or leads to the web.
    fn link(&mut self, href: &str) -> Option<MarkKind> {
        if href.is_empty() {
            return None;
        }
        if leads_out(href) {
            return self.binder.web(href);
        }
        let (path, name) = resolved(self.chapter.path, href);
        self.binder.link(in_file(&path, &name))
    }
}

#[cfg(test)]
mod tests;
