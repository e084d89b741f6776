//! Elements as boxes: which of them begin and end a block, and what kind of block it is.

use super::element::Element;
use super::{ChapterReader, Open};
use crate::document::BlockKind;

impl ChapterReader<'_> {
    pub(super) fn begin_box(&mut self, element: Element, class: &str) {
        // Ends that were left out.
        let same = |open: &Open| open.element == element;
        let implied = matches!(element, Element::Paragraph | Element::Item | Element::Row | Element::Cell);
        if implied && self.open.last().is_some_and(same) {
            self.end(element);
        }
        if element == Element::Cell || self.in_row() {
            return;
        }
        if std::mem::take(&mut self.run_in) && self.binder.in_block() {
            return;
        }
        let heading = matches!(element, Element::Heading(_));
        if !heading && (self.continues_verse() || self.in_heading() && self.binder.in_block()) {
            return self.binder.break_line();
        }
        self.end_block();
        // A section without a title is parted from the one before it.
        if element == Element::Section && !self.open.iter().any(|open| open.element == Element::Notes) {
            self.binder.break_scene();
        }
        if is_break_class(class) {
            self.binder.break_scene();
        }
    }

    /// Whether the open block is a stanza whose lines are elements of their own.
    pub(super) fn continues_verse(&self) -> bool {
        let Some(stanza) = self.open.iter().rposition(|open| open.verse) else { return false };
        self.binder.in_block() && self.open[stanza..].iter().all(|open| open.element.is_block())
    }

    /// Whether what stands here is a line of a heading, whatever it is made of.
    pub(super) fn in_heading(&self) -> bool {
        self.open.iter().any(|open| matches!(open.element, Element::Heading(_)))
    }

    pub(super) fn in_row(&self) -> bool {
        self.open.iter().any(|open| open.element == Element::Row)
    }

    pub(super) fn close_box(&mut self, open: Open) {
        let stanza = self.open.iter().any(|outer| outer.verse);
        match open.element {
            Element::Cell => {
                if self.binder.in_block() {
                    self.binder.push(" ");
                }
            }
            _ if self.in_row() && open.element != Element::Row => {}
            Element::NoteLabel => {
                self.run_in = self.binder.in_block();
                if self.run_in {
                    self.binder.push(" ");
                }
            }
            Element::Heading(_) => self.end_block(),
            _ if self.open.iter().any(|outer| outer.element == Element::NoteLabel) => {}
            _ if (stanza || self.in_heading()) && self.binder.in_block() => {}
            Element::Paragraph if !open.filled && self.blanks_part && self.hidden == 0 && !self.binder.in_block() => {
                self.scene_break();
            }
            _ => self.end_block(),
        }
    }

    pub(super) fn end_block(&mut self) {
        if self.binder.in_block()
            && let Some(title) = self.expected.take()
            && is_alike(&self.text, &title)
        {
            self.binder.set_kind(BlockKind::Heading { level: 2 });
        }
        self.text.clear();
        self.binder.end();
    }

    /// Begins a block of the kind that the open elements make it.
    pub(super) fn begin_block(&mut self) {
        let find = |wanted: fn(&Open) -> bool| self.open.iter().rposition(wanted);
        let heading = self.open.iter().rev().find_map(|open| match open.element {
            Element::Heading(level) => Some(level),
            _ => None,
        });
        let item = find(|open| open.element == Element::Item);
        let kind = if let Some(level) = heading {
            BlockKind::Heading { level }
        } else if find(|open| open.verse).is_some() {
            BlockKind::Verse
        } else if item.is_some() {
            BlockKind::Item
        } else if find(|open| open.letter).is_some() {
            BlockKind::Letter
        } else if find(|open| open.element == Element::Quotation).is_some() {
            BlockKind::Quotation
        } else {
            BlockKind::Paragraph
        };
        if matches!(kind, BlockKind::Heading { .. }) {
            self.expected = None;
        }
        self.text.clear();
        self.binder.begin(kind);
        if let Some(item) = item.filter(|_| kind == BlockKind::Item)
            && std::mem::take(&mut self.open[item].bullet)
        {
            let bullet = self.bullet(item);
            self.binder.push(&bullet);
        }
    }

    pub(super) fn bullet(&mut self, item: usize) -> String {
        let list = self.open[..item].iter_mut().rev().find(|open| matches!(open.element, Element::List { .. }));
        match list {
            Some(Open { element: Element::List { numbered: true }, number, .. }) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "• ".to_owned(),
        }
    }
}

/// Whether a class names a scene break.
fn is_break_class(class: &str) -> bool {
    const NAMES: [&str; 9] = [
        "scenebreak",
        "scene-break",
        "sectionbreak",
        "section-break",
        "spacebreak",
        "space-break",
        "thoughtbreak",
        "asterism",
        "transition",
    ];
    class.split_whitespace().any(|class| NAMES.contains(&class.to_ascii_lowercase().as_str()))
}

/// Whether a block's text is what the contents call it.
fn is_alike(text: &str, title: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (text, title) = (letters(text), letters(title));
    !text.is_empty() && (text == title || title.len() > text.len() && title.starts_with(&text) && text.len() > 3)
}
