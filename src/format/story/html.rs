//! HTML in a story: comments that say something to us, tags that mark words, and tags that part paragraphs.

use std::collections::BTreeMap;

use pulldown_cmark::HeadingLevel;

use super::directive::{Directive, FIRST_LETTER, PART, UNMARKED, kind, setting};
use super::inline::{self, InlineTag};
use super::{Nest, StoryReader};
use crate::document::{BlockKind, Mood, SceneBuilder, Setting, Side};
use crate::format::entities::with_characters;
use crate::format::ornament::is_ornament;

/// The deepest nesting of lists and quotations: no page could show more.
const DEEPEST: usize = 64;

/// Where elements end next, as far as it was looked for. Each stretch of a source is searched once for each name.
#[derive(Debug, Default)]
pub(super) struct HtmlEnds(BTreeMap<String, Option<usize>>);

impl HtmlEnds {
    /// Returns whether an element that begins at a byte is ended behind it.
    fn is_ended(&mut self, source: &str, name: &str, at: usize) -> bool {
        let found = || source[at..].find(&format!("</{name}")).map(|end| at + end);
        let end = self.0.entry(name.to_owned()).or_insert_with(found);
        if end.is_some_and(|end| end < at) {
            *end = found();
        }
        end.is_some()
    }
}

/// Whether a tag sets its words in the middle.
fn is_centred(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let align = ["align=\"center\"", "align='center'", "align=center", "text-align:center", "text-align: center"];
    tag.starts_with("<center") || align.iter().any(|align| tag.contains(align))
}

impl StoryReader<'_> {
    pub(super) fn html_block(&mut self, html: &str, at: usize) {
        match Directive::parse(html) {
            Some(Directive::Classes(classes)) => self.directive(&classes, at),
            Some(Directive::Comment) => {}
            None => self.html_pieces(html, at),
        }
    }

    /// Takes HTML in that stands apart: paragraphs, lists and tables part their words, and marks are marks.
    fn html_pieces(&mut self, html: &str, at: usize) {
        let words = inline::without_tags(html);
        if is_ornament(&words) && !self.scene.in_block() {
            return self.break_scene(at);
        }
        if html.contains('<') && words.contains('<') {
            self.remark(at, "unknown HTML; its words are shown without formatting");
        }
        for (piece, is_tag) in inline::pieces(html) {
            if self.in_code && !(is_tag && piece.starts_with("</pre")) {
                let words = with_characters(piece);
                self.code(if is_tag { "" } else { &words });
            } else if is_tag && inline::element(piece) == "p" && self.has_only_a_bullet() {
                // The item's first paragraph is the item.
            } else if is_tag && inline::parts(piece) {
                self.end_html();
                self.html_part(piece, at);
            } else if is_tag && self.begins_inline(piece) {
                if !self.scene.in_block() {
                    self.begin_prose();
                }
                self.inline_html(piece, at);
            } else if !is_tag && (self.scene.in_block() || !piece.trim().is_empty()) {
                if !self.scene.in_block() {
                    self.begin_prose();
                }
                self.scene.push(&with_characters(piece));
            }
        }
    }

    /// Whether a tag marks words of a block that is open, or begins one.
    fn begins_inline(&self, tag: &str) -> bool {
        match InlineTag::parse(tag) {
            Some(InlineTag::Marked(_)) => true,
            parsed => self.scene.in_block() && parsed.is_some(),
        }
    }

    /// Whether the open block is an item of which nothing but the bullet or the number is set.
    fn has_only_a_bullet(&self) -> bool {
        let is_item = matches!(self.containers.last(), Some(Nest::List(_))) && self.scene.in_block();
        is_item && !self.scene.written_since(0).contains(char::is_alphabetic)
    }

    /// Takes in a tag of an element that stands apart. Nothing is open.
    fn html_part(&mut self, tag: &str, at: usize) {
        let (name, ends) = (inline::element(tag), tag.starts_with("</"));
        // An element that nothing ends would hold the rest of the story.
        let holds = !ends && self.containers.len() < DEEPEST && self.html_ends.is_ended(self.source, &name, at);
        if !ends && is_centred(tag) {
            self.next.setting.side = Side::Centre;
        }
        match (&*name, ends) {
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => {
                let level = HeadingLevel::try_from(usize::from(name.as_bytes()[1] - b'0')).unwrap_or(HeadingLevel::H6);
                self.begin_titled_scene(level, &[], at..at);
            }
            ("pre", false) if holds => {
                self.in_code = true;
                self.scene.begin(BlockKind::Preformatted);
            }
            ("pre", true) => self.in_code = false,
            ("ol", false) if holds => self.containers.push(Nest::List(Some(1))),
            ("ul", false) if holds => self.containers.push(Nest::List(None)),
            ("ol" | "ul", true) => drop(self.containers.pop_if(|nest| matches!(nest, Nest::List(_)))),
            ("li", false) => self.begin_item(),
            ("blockquote", false) if holds => {
                let kind = std::mem::replace(&mut self.next.quotation, BlockKind::Quotation);
                self.containers.push(Nest::Quotation(kind));
            }
            ("blockquote", true) => drop(self.containers.pop_if(|nest| matches!(nest, Nest::Quotation(_)))),
            _ => {}
        }
    }

    pub(super) fn end_html(&mut self) {
        if self.scene.in_block() {
            self.close_inline();
            self.set_signs();
            self.scene.end();
        }
    }

    fn directive(&mut self, classes: &[&str], at: usize) {
        let (setting, mut classes) = setting(classes);
        if setting != Setting::default() {
            self.next.setting = setting;
        }
        if classes.first() == Some(&PART) {
            let mood = classes.get(1).and_then(|class| Mood::parse(class));
            if let Some(class) = classes.get(1).filter(|_| mood.is_none()) {
                self.remark_mood(class, at);
            }
            return self.parts.turn(self.scene.count(), mood);
        }
        let begins = self.scene.count() == 1 && self.scene.last_kind() == Some(BlockKind::Ornament);
        if begins && classes.first() == Some(&UNMARKED) {
            self.scene = SceneBuilder::default();
            classes.remove(0);
        }
        if let Some(kind) = classes.first().and_then(|class| kind(class)) {
            self.next.kind = Some(kind);
            classes.remove(0);
        }
        if classes.is_empty() {
            return;
        }
        if classes == FIRST_LETTER {
            self.next.quotation = BlockKind::Letter;
        } else if self.scene.last_kind() == Some(BlockKind::Ornament) || self.scene.is_untouched() {
            self.set_mood(&classes, at);
        } else if classes == ["letter"] {
            self.next.quotation = BlockKind::Letter;
        } else {
            self.remark(at, "a mood must come right after the break that starts its scene");
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, at: usize) {
        if Directive::parse(html).is_some() {
            return;
        }
        match InlineTag::parse(html) {
            Some(InlineTag::LineBreak) => self.scene.break_line(),
            Some(InlineTag::End) => {
                if let Some(open) = self.inline.pop() {
                    (0..open.marks()).for_each(|_| self.scene.close_mark());
                }
            }
            Some(tag) => {
                if let Some(name) = inline::anchor(html) {
                    self.anchors.put(name.to_owned(), self.here(), true);
                }
                if let InlineTag::Marked(kind) = tag {
                    self.scene.open_mark(kind);
                }
                self.inline.push(tag);
            }
            None => self.foreign_html(html, at),
        }
    }

    /// HTML that means nothing here: known tags go, and what only looks like one is text.
    fn foreign_html(&mut self, html: &str, at: usize) {
        let words = inline::without_tags(html);
        if is_ornament(&words) && !self.scene.in_block() {
            return self.break_scene(at);
        }
        self.remark(at, "unknown HTML; its words are shown without formatting");
        self.scene.push(&words);
    }
}
