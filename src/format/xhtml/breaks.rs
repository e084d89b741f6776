//! Scene breaks: by class names, by pictures that are ornaments, by rules and empty rows.

use std::collections::HashMap;

use super::attributes::Attributes;
use super::{ChapterReader, ElementRole};
use crate::format::ornament::is_ornament;

/// The pictures of a chapter: which stand in it more than once.
pub(super) struct Pictures<'a> {
    source: &'a str,
    counts: Option<HashMap<&'a str, usize>>,
}

impl<'a> Pictures<'a> {
    pub(super) fn of(source: &'a str) -> Self {
        Self { source, counts: None }
    }

    /// Whether a picture stands in the chapter more than once. They are counted when that is first asked.
    fn repeats(&mut self, path: &str) -> bool {
        let source = self.source;
        let counts = self.counts.get_or_insert_with(|| {
            let mut counts = HashMap::new();
            for piece in source.split("src=").skip(1) {
                let quote = piece.chars().next().filter(|c| matches!(c, '"' | '\''));
                if let Some(path) = quote.and_then(|quote| piece[1..].split(quote).next()) {
                    *counts.entry(path).or_insert(0) += 1;
                }
            }
            counts
        });
        counts.get(path).is_some_and(|count| *count > 1)
    }
}

impl ChapterReader<'_> {
    pub(super) fn scene_break(&mut self) {
        self.end_block();
        self.binder.break_scene();
        self.flow.gap = false;
    }

    /// A blank row above the next block. At a scene's beginning there is one anyway.
    pub(super) fn empty_line(&mut self) {
        if self.in_heading() {
            return;
        }
        if self.continues_verse() {
            self.binder.break_line();
            return self.binder.break_line();
        }
        self.end_block();
        self.flow.gap = self.binder.has_told();
    }

    /// Whether a picture is an ornament: its words say so, or it has none and its name, its class or its repetition does.
    pub(super) fn is_ornament(&mut self, attributes: &Attributes<'_>) -> bool {
        const NAMES: [&str; 14] = [
            "ornament",
            "orn",
            "break",
            "scenebreak",
            "divider",
            "separator",
            "fleuron",
            "asterism",
            "asterisk",
            "dinkus",
            "flourish",
            "swash",
            "vignette",
            "space-break",
        ];
        let alt = attributes.alt.trim();
        if !alt.is_empty() {
            let word = alt.to_lowercase();
            return is_ornament(alt)
                || ["scene break", "section break", "break", "ornament", "divider", "asterisks"].contains(&&*word);
        }
        let around = self.open.last().is_some_and(|open| open.element.is_block());
        let file = attributes.source.rsplit('/').next().unwrap_or_default().to_lowercase();
        let named = NAMES.iter().any(|name| name.len() > 3 && file.contains(name));
        around
            && (named
                || attributes.has_class(&NAMES)
                || self.around_ornament()
                || self.pictures.repeats(&attributes.source))
    }

    /// Whether the class of the block around says that an ornament stands in it.
    fn around_ornament(&self) -> bool {
        self.open.last().is_some_and(|open| open.role == ElementRole::Ornament)
    }
}

/// Whether a class names a scene break.
pub(super) fn is_break_class(class: &str) -> bool {
    const NAMES: [&str; 22] = [
        "scenebreak",
        "sectionbreak",
        "spacebreak",
        "thoughtbreak",
        "textbreak",
        "contextbreak",
        "ornamentalbreak",
        "ornamentbreak",
        "implicitbreak",
        "chapterbreak",
        "softbreak",
        "breakasterisk",
        "asterism",
        "transition",
        "dinkus",
        "fleuron",
        "scenedivider",
        "sectiondivider",
        "sceneseparator",
        "textseparator",
        "tb",
        "sb",
    ];
    let bare = |class: &str| -> String {
        class.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
    };
    !class.is_empty() && class.split_ascii_whitespace().any(|class| NAMES.contains(&&*bare(class)))
}

/// Whether a class says that what stands in a block is an ornament.
pub(super) fn holds_ornament(class: &str) -> bool {
    const NAMES: [&str; 6] = ["orn", "ornament", "divider", "separator", "break", "sep"];
    class.split_ascii_whitespace().any(|class| NAMES.contains(&&*class.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_that_name_a_break_are_known_in_their_spellings() {
        for class in ["scene-break", "x Scene_Break", "ornamental-break ornamental-break-as-text", "Space-Break", "tb"]
        {
            assert!(is_break_class(class), "{class}");
        }
        assert!(!is_break_class("line-break page-break tbl") && !is_break_class(""));
    }
}
