//! HTML in a story: comments that say something to us, tags that mark words, and tags that part paragraphs.

use super::StoryReader;
use super::directive::{Directive, FIRST_LETTER, PART, UNMARKED, kind, setting};
use super::inline::{self, InlineTag};
use crate::document::{BlockKind, Mood, SceneBuilder, Setting};
use crate::format::ornament::is_ornament;

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
            if is_tag && inline::parts(piece) {
                self.end_html();
                if piece.starts_with("<li") {
                    self.begin_prose();
                    self.scene.push("• ");
                }
            } else if is_tag && self.scene.in_block() && InlineTag::parse(piece).is_some() {
                self.inline_html(piece, at);
            } else if !is_tag && (self.scene.in_block() || !piece.trim().is_empty()) {
                if !self.scene.in_block() {
                    self.begin_prose();
                }
                self.scene.push(piece);
            }
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
