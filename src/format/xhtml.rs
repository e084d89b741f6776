//! From a chapter's XHTML to blocks and marks, as a stream: nothing is held of it but the elements that are open.
//!
//! It takes what books are made of, not what the standard wants: ends that are missing or wrong, HTML's entities and void
//! elements. What can't be parsed at all becomes text without its tags, so that no word is lost.

mod attributes;
mod boxes;
mod element;
mod source;
mod styles;

use std::collections::HashMap;

use quick_xml::Reader as Parser;
use quick_xml::events::{BytesStart, Event};

pub(super) use self::element::Element;
pub(super) use self::source::character;
pub(super) use self::styles::Styles;

use self::attributes::Attributes;
pub(super) use self::source::without_tags;
use self::source::{blank_paragraphs_part, with_signs_escaped};
use super::anchors::in_file;
use super::binder::Binder;
use super::href::{leads_out, resolved};
use crate::document::{Language, MarkKind};

/// The level of a heading that begins no scene.
const LOW: u8 = 5;

/// How deep elements may stand in each other: books nest a dozen.
const DEEPEST: usize = 200;

/// A chapter's file, and what is known of it from elsewhere.
pub(super) struct Chapter<'a> {
    /// Its XHTML.
    pub(super) source: &'a str,
    /// Its path, which its anchors begin with.
    pub(super) path: &'a str,
    /// The book's style sheets.
    pub(super) styles: &'a Styles,
    /// What the contents call the names in it that they lead to; the empty name is its beginning.
    pub(super) titles: &'a HashMap<&'a str, &'a str>,
    /// The book's language.
    pub(super) language: Option<Language>,
    /// What its elements are called.
    pub(super) elements: fn(&str) -> Element,
    /// Whether it begins with the title of the whole, which is known.
    pub(super) repeats_title: bool,
}

/// Reads a chapter; returns whether all of it could be parsed. `between` is called between two blocks.
pub(super) fn read(chapter: &Chapter<'_>, binder: &mut Binder, between: &mut dyn FnMut(&Binder)) -> bool {
    let source = with_signs_escaped(chapter.source);
    let mut parser = Parser::from_str(&source);
    let config = parser.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut reader = ChapterReader {
        chapter,
        binder,
        open: Vec::new(),
        too_deep: 0,
        hidden: 0,
        expected: None,
        text: String::new(),
        blanks_part: blank_paragraphs_part(chapter.source),
        run_in: false,
    };
    reader.arrive("");
    let whole = loop {
        if reader.binder.is_full() {
            break true;
        }
        match parser.read_event() {
            Ok(Event::Start(tag)) => reader.start(&tag, false),
            Ok(Event::Empty(tag)) => reader.start(&tag, true),
            Ok(Event::End(tag)) => {
                reader.end((chapter.elements)(tag.local_name().as_ref()));
                if !reader.binder.in_block() {
                    between(reader.binder);
                }
            }
            Ok(Event::Text(text)) => reader.text(&text),
            Ok(Event::CData(text)) => reader.text(&text),
            Ok(Event::GeneralRef(entity)) => reader.text(&character(&entity)),
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Ok(Event::Eof) => break true,
            Err(_) => {
                let at = usize::try_from(parser.error_position()).unwrap_or(usize::MAX);
                reader.text(&without_tags(source.get(at..).unwrap_or_default()));
                break false;
            }
        }
    };
    reader.end_block();
    while let Some(open) = reader.open.pop() {
        reader.close(open);
    }
    whole
}

/// An element that has begun.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one element")]
struct Open {
    element: Element,
    /// How many marks it has opened.
    marks: u8,
    hides: bool,
    verse: bool,
    letter: bool,
    /// Whether it stands above the line, as a note's number does.
    raised: bool,
    /// A list's next number, an item's bullet that has not been set.
    number: u32,
    bullet: bool,
    /// Whether anything was set in it.
    filled: bool,
}

struct ChapterReader<'a> {
    chapter: &'a Chapter<'a>,
    binder: &'a mut Binder,
    open: Vec<Open>,
    too_deep: usize,
    /// How many open elements hide what stands in them.
    hidden: usize,
    /// What the contents call what begins here, until its first block.
    expected: Option<String>,
    /// The open block's text, as long as it may be what the contents call it.
    text: String,
    blanks_part: bool,
    /// Whether a note's number has been set, and its words follow it in the same block.
    run_in: bool,
}

impl ChapterReader<'_> {
    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let element = (self.chapter.elements)(tag.local_name().as_ref());
        if self.hidden > 0 && element.is_void() {
            return;
        }
        let attributes = Attributes::of(tag);
        let element = self.placed(element, &attributes);
        if let Some(id) = &attributes.id {
            self.arrive(id);
        }
        match element {
            Element::LineBreak => return self.line_break(),
            Element::Rule => return self.scene_break(),
            Element::Picture => return self.picture(&attributes.alt),
            Element::Void => return,
            // It holds nothing that could be marked.
            _ if empty && !element.is_block() => return,
            _ => {}
        }
        if element == Element::Body {
            // A head that was never ended ends here.
            while let Some(open) = self.open.pop() {
                self.close(open);
            }
        }
        if self.open.len() >= DEEPEST {
            if element.is_block() {
                self.end_block();
            }
            self.too_deep += usize::from(!empty);
            return;
        }
        if element.is_block() && self.hidden == 0 {
            self.begin_box(element, &attributes.class);
        }
        let open = self.opened(element, &attributes);
        if empty {
            self.close(open);
        } else {
            self.open.push(open);
        }
    }

    /// What an element is where it stands. A section's title is a heading of as many levels as there are sections around it, a
    /// note's number begins the note, and what stands above all text is the book's own title, which its front matter tells.
    fn placed(&self, element: Element, attributes: &Attributes<'_>) -> Element {
        let inside = |wanted: Element| self.open.iter().any(|open| open.element == wanted);
        match element {
            Element::Whole if attributes.id.as_deref().is_some_and(|name| name.ends_with("notes")) => Element::Notes,
            Element::SectionTitle if inside(Element::Poem) => Element::Heading(LOW),
            Element::SectionTitle => {
                let sections = self.open.iter().filter(|open| open.element == Element::Section).count();
                match u8::try_from(sections) {
                    Ok(1..) if inside(Element::Notes) => Element::NoteLabel,
                    Ok(0) if self.binder.is_untouched() && self.chapter.repeats_title => Element::Hidden,
                    Ok(level) => Element::Heading(level.clamp(1, 6)),
                    Err(_) => Element::Heading(6),
                }
            }
            element => element,
        }
    }

    /// Takes an element in: its marks, and what it makes of what stands in it.
    fn opened(&mut self, element: Element, attributes: &Attributes<'_>) -> Open {
        let look = self.chapter.styles.of(&attributes.class, &attributes.style);
        let page_number = attributes.is_page_break && !element.is_block();
        let hides = element == Element::Hidden || look.hidden || page_number;
        self.hidden += usize::from(hides);
        let mut marks = 0;
        let foreign = attributes.language.filter(|language| {
            let here = self.chapter.language.as_ref().map(Language::primary);
            here.is_some_and(|here| here != language.primary())
        });
        let wanted = [
            if let Element::Marked(kind) = element { Some(kind) } else { None },
            // A heading is slanted or bold as a whole, and that is the theme's.
            (look.italic && !matches!(element, Element::Heading(_) | Element::Marked(MarkKind::Emphasis)))
                .then_some(MarkKind::Emphasis),
            (look.bold && !matches!(element, Element::Heading(_) | Element::Marked(MarkKind::Strong)))
                .then_some(MarkKind::Strong),
            foreign.map(MarkKind::Foreign),
            look.small_caps.then_some(MarkKind::SmallCaps),
            attributes.link.as_deref().and_then(|href| self.link(href)),
        ];
        for kind in wanted.into_iter().flatten() {
            marks += u8::from(self.binder.mark(kind));
        }
        if element == Element::Ruby {
            self.text("(");
        }
        let class = attributes.class.to_ascii_lowercase();
        let has = |names: &[&str]| class.split([' ', '-', '_']).any(|part| names.contains(&part));
        Open {
            element,
            marks,
            hides,
            verse: matches!(element, Element::Preformatted | Element::Stanza)
                || has(&["verse", "poem", "poetry", "stanza", "line", "l", "lg"]),
            letter: has(&["letter"]) && element.is_block(),
            raised: (element == Element::Raised || look.raised || attributes.is_note_reference) && !element.is_block(),
            number: 1,
            bullet: element == Element::Item,
            filled: false,
        }
    }

    /// The mark of a link that stays within the book.
    fn link(&mut self, href: &str) -> Option<MarkKind> {
        if href.is_empty() || leads_out(href) {
            return None;
        }
        let (path, name) = resolved(self.chapter.path, href);
        self.binder.link(in_file(&path, &name))
    }

    fn end(&mut self, element: Element) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        // A wrong end ends nothing; one that comes too late ends all that stands in it.
        let ends = |open: &Open| {
            // A section's title was taken in as a heading, or as nothing for readers.
            let titled = matches!(open.element, Element::Heading(_) | Element::Hidden | Element::NoteLabel);
            let notes = element == Element::Whole && open.element == Element::Notes;
            open.element == element || notes || element == Element::SectionTitle && titled
        };
        let Some(at) = self.open.iter().rposition(ends) else { return };
        // Nor does what stands in a script end what stands around it.
        if self.open.iter().position(|open| open.hides).is_some_and(|hidden| at < hidden) {
            return;
        }
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { return };
            self.close(open);
        }
    }

    fn close(&mut self, open: Open) {
        if open.element == Element::Ruby {
            self.text(")");
        }
        if open.element.is_block() && self.hidden == usize::from(open.hides) {
            self.close_box(open);
        }
        for _ in 0..open.marks {
            self.binder.unmark();
        }
        self.hidden -= usize::from(open.hides);
    }

    /// Comes to a name: what the contents lead to begins a scene.
    fn arrive(&mut self, id: &str) {
        if let Some(title) = self.chapter.titles.get(id) {
            if !self.binder.in_block() {
                self.binder.begin_scene();
            }
            self.expected = Some((*title).to_owned());
        }
        self.binder.anchor(in_file(self.chapter.path, id));
    }

    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let blank = text.chars().all(|c| c.is_whitespace() || c == '\u{A0}');
        if !self.binder.in_block() {
            if blank {
                return;
            }
            self.begin_block();
        }
        if self.open.iter().any(|open| open.element == Element::Preformatted) {
            for (n, line) in text.split('\n').enumerate() {
                if n > 0 {
                    self.binder.break_line();
                }
                self.binder.push(line);
            }
        } else if self.open.iter().any(|open| open.raised) {
            self.binder.push(&raised(text));
        } else {
            self.binder.push(text);
        }
        if self.expected.is_some() {
            self.text.push_str(text);
        }
        if !blank {
            self.open.iter_mut().for_each(|open| open.filled = true);
        }
    }

    fn line_break(&mut self) {
        if self.in_row() {
            return self.text(" ");
        }
        if self.binder.in_block() {
            self.binder.break_line();
            if self.expected.is_some() {
                self.text.push(' ');
            }
        }
    }

    fn scene_break(&mut self) {
        self.end_block();
        self.binder.break_scene();
    }

    fn picture(&mut self, alt: &str) {
        let says_nothing =
            ["cover", "image", "cover image", "illustration", "picture"].contains(&alt.trim().to_lowercase().as_str());
        if !alt.trim().is_empty() && !says_nothing {
            self.text(&format!("[{}]", alt.trim()));
        }
        self.open.iter_mut().for_each(|open| open.filled = true);
    }
}

/// A number above the line, as such a number is written; else it would be one with the word before it. Anything else stays.
fn raised(text: &str) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let number = text.trim();
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    number.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

#[cfg(test)]
mod tests;
