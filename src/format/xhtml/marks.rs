//! Marks: what an element makes of the words in it, by its name, its attributes and its style.

use super::attributes::Attributes;
use super::breaks::holds_ornament;
use super::class_names::{INITIALS, VERSE};
use super::element::Element;
use super::lists::List;
use super::source::few_words;
use super::{ChapterReader, ElementRole, Ending, Inherited, Kind, OpenElement};
use crate::document::{Language, MarkKind, Side};
use crate::format::css::{ElementStyle, Script, SourceLines};
use crate::format::href::leads_out;

/// A mark that an element has opened, or suspended: what stands upright within italics.
#[derive(Debug, Clone, Copy)]
pub(super) enum Marked {
    Opened(MarkKind),
    Suspended(MarkKind),
}

impl ChapterReader<'_> {
    /// Opens an element: its marks, and what it hands on to what stands in it.
    pub(super) fn opened(
        &mut self,
        element: Element,
        block: bool,
        attributes: &Attributes<'_>,
        look: &ElementStyle,
    ) -> OpenElement {
        let outer = self.open.last().map_or_else(Inherited::default, |open| open.style);
        let note = attributes.is_any(&["noteref"]);
        let script = match element {
            Element::Super => Some(Script::Super),
            Element::Sub => Some(Script::Sub),
            _ if note && outer.script.is_none() => Some(Script::Super),
            _ => outer.script,
        };
        let script = look.script.filter(|_| !block).map_or(script, Some).filter(|script| *script != Script::Base);
        // The body's own side is the design of all pages, and says nothing of one.
        let side = if element == Element::Body { Side::Left } else { look.side.unwrap_or(outer.side) };
        let keeps_lines = element == Element::Preformatted
            || look.lines.map_or(outer.keeps_lines, |lines| lines == SourceLines::Kept);
        let style = Inherited {
            side,
            script,
            // Small capitals are made of small letters, and capitals say more where there are none.
            case: look.case.filter(|_| look.small_caps != Some(true)).unwrap_or(outer.case),
            keeps_lines: keeps_lines && element != Element::Body,
            note: note || outer.note,
            language: attributes.language.or(outer.language),
        };
        OpenElement {
            element,
            block,
            ending: Ending {
                named: attributes.id.is_some(),
                ruled: look.inset.ruled == Some(true),
                height: look.inset.height.unwrap_or_default(),
                room: if block { look.inset.bottom.unwrap_or_else(|| element.usual_room()) } else { 0 },
            },
            marks: self.mark(element, attributes, look),
            hides: false,
            role: role(element, attributes, look),
            style,
            list: List::of(element, &attributes.numbering, look.bullet),
            filled: false,
            children: 0,
            from: self.binder.length(),
        }
    }

    /// Opens the marks of an element and suspends those that its style undoes. Returns how many there are.
    fn mark(&mut self, element: Element, attributes: &Attributes<'_>, look: &ElementStyle) -> u8 {
        let heading = matches!(element, Element::Heading(_)) || self.in_heading();
        let own = |kind| element == Element::Marked(kind);
        let before = self.marked.len();
        // A link may be underlined, and a whole block may be set apart: neither stresses anything.
        let stressed = look.stressed == Some(true) && !element.is_block() && attributes.link.is_none();
        for (kind, says) in [
            (MarkKind::Emphasis, if stressed { Some(true) } else { look.italic }),
            (MarkKind::Strong, look.bold),
            (MarkKind::SmallCaps, look.small_caps),
            (MarkKind::Struck, look.struck),
        ] {
            // A heading is slanted or bold as a whole, and that is the theme's.
            let theirs = heading && matches!(kind, MarkKind::Emphasis | MarkKind::Strong) && !own(kind);
            match says {
                Some(false) if kind != MarkKind::Struck || own(kind) => self.suspend(kind),
                Some(true) if !theirs && !self.binder.is_marked(kind) => self.open_mark(kind),
                // What is stressed within what is stressed is marked too: a theme may set it upright.
                None | Some(true) if own(kind) => self.open_mark(kind),
                _ => {}
            }
        }
        // What an archive puts before and behind a story.
        if own(MarkKind::Small) || is_archives(element, attributes) && self.chapter.kind == Kind::Page {
            self.open_mark(MarkKind::Small);
        }
        let foreign = attributes.language.filter(|language| {
            let here = self.chapter.language.as_ref().map(Language::primary);
            here.is_some_and(|here| here != language.primary())
        });
        if let Some(language) = foreign {
            self.open_mark(MarkKind::Foreign(language));
        }
        if let Some(link) = attributes.link.as_deref().and_then(|href| self.link(href)) {
            self.open_mark(link);
        }
        u8::try_from(self.marked.len() - before).unwrap_or(u8::MAX)
    }

    /// Whether a link is the number of a note, though nothing says so: a number or a sign right behind a word, which leads to a name.
    pub(super) fn refers_to_note(&self, name: &str, attributes: &Attributes<'_>, rest: &str) -> bool {
        const SIGNS: [&str; 6] = ["*", "**", "†", "‡", "§", "¶"];
        let leads = || attributes.link.as_deref().is_some_and(|href| href.contains('#') && !leads_out(href));
        let behind = || {
            !self.binder.is_parted()
                && self.binder.written_since(0).ends_with(|c: char| c.is_alphanumeric() || ".,;:!?”’»)".contains(c))
        };
        let number = || {
            few_words(rest, name, 8).is_some_and(|words| {
                let digits = words.bytes().all(|byte| byte.is_ascii_digit()) && (1..=3).contains(&words.len());
                digits || SIGNS.contains(&&*words)
            })
        };
        name == "a" && self.binder.in_block() && !self.in_heading() && leads() && behind() && number()
    }

    fn open_mark(&mut self, kind: MarkKind) {
        if self.binder.mark(kind) {
            self.marked.push(Marked::Opened(kind));
        }
    }

    fn suspend(&mut self, kind: MarkKind) {
        if self.binder.unmark(kind) {
            self.marked.push(Marked::Suspended(kind));
        }
    }

    /// Closes the marks that an element has opened, and opens those again that it has suspended.
    pub(super) fn unmark(&mut self, count: u8) {
        for _ in 0..count {
            match self.marked.pop() {
                Some(Marked::Opened(kind)) => drop(self.binder.unmark(kind)),
                Some(Marked::Suspended(kind)) => drop(self.binder.mark(kind)),
                None => {}
            }
        }
    }
}

/// What a block is, by what it says of itself.
fn role(element: Element, attributes: &Attributes<'_>, look: &ElementStyle) -> ElementRole {
    let verse = attributes.is_any(&["verse", "poem", "song", "hymn", "lyrics"]) || attributes.has_class(&VERSE);
    if verse && element.is_block() || matches!(element, Element::Stanza) || exactly(attributes, &["line"]) {
        return ElementRole::Verse;
    }
    if element.is_block() && (attributes.is_any(&["letter"]) || exactly(attributes, &["letter"])) {
        return ElementRole::Letter;
    }
    if element == Element::Quotation
        || element.is_block() && look.inset.quotes() && !matches!(element, Element::Body | Element::Heading(_))
    {
        return ElementRole::Quotation;
    }
    if is_archives(element, attributes) {
        return ElementRole::Archive;
    }
    let initial = || attributes.has_class(&INITIALS);
    if element.is_block() && (look.floats == Some(true) || initial()) {
        return ElementRole::Initial;
    }
    if element.is_block() && holds_ornament(attributes) { ElementRole::Ornament } else { ElementRole::None }
}

/// Whether an element is what an archive puts before or behind a story.
fn is_archives(element: Element, attributes: &Attributes<'_>) -> bool {
    matches!(attributes.id.as_deref(), Some("preface" | "afterword")) && element.is_block()
}

/// Whether one of some words is a class of its own.
fn exactly(attributes: &Attributes<'_>, words: &[&str]) -> bool {
    attributes.class.split_ascii_whitespace().any(|class| words.contains(&class))
}
