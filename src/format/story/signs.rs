//! The signs of a story: straight quotes that become curly, and words above and below the line.

use std::ops::Range;

use super::StoryReader;
use crate::document::Language;
use crate::format::css::Script;
use crate::format::language::language_of;
use crate::format::smarten::{self, Printer};
use crate::format::xhtml::scripted;

/// How the signs of the open block are set.
#[derive(Debug, Default)]
pub(super) struct MarkupSigns {
    /// Whether straight quotes become curly, and in which language if that is asked for.
    pub(super) wanted: bool,
    pub(super) language: Option<Language>,
    /// How they are set, once the language is known.
    pub(super) printer: Option<Printer>,
    /// The bytes of code in the open block, which stays as it is typed.
    pub(super) code: Vec<Range<usize>>,
    /// Whether what comes stands above or below the line.
    pub(super) script: Option<Script>,
}

impl StoryReader<'_> {
    /// Takes words in, above or below the line if they stand there.
    pub(super) fn words(&mut self, text: &str) {
        if let Some((_, words)) = &mut self.heading {
            words.push_str(text);
        }
        match self.signs.script {
            Some(script) => self.scene.push(&scripted(text, script, false)),
            None => self.scene.push(text),
        }
    }

    /// Sets the signs of the open block as a printer does, but not those of code.
    pub(super) fn set_signs(&mut self) {
        let code = std::mem::take(&mut self.signs.code);
        let text = self.scene.written_since(0);
        if !self.signs.wanted || smarten::is_plain(text) {
            return;
        }
        let named = self.signs.language.or(self.document.metadata.language);
        let printer =
            *self.signs.printer.get_or_insert_with(|| Printer::of(named.or_else(|| language_of(self.source))));
        let typed = |range: &Range<usize>| code.iter().any(|code| code.start < range.end && range.start < code.end);
        let edits: Vec<_> = smarten::edits(text, printer).into_iter().filter(|edit| !typed(&edit.range)).collect();
        self.scene.replace(edits.into_iter().map(|edit| (edit.range, edit.sign)));
    }
}
