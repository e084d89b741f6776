//! Comments that say something to us and nothing to other Markdown readers: `<!-- {.dream} -->`.

use crate::document::{BlockKind, Mood, MoodPart, SafeText, Setting, Side};

/// What a comment is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Directive<'a> {
    /// Classes, in the syntax of a heading's attributes.
    Classes(Vec<&'a str>),
    /// A comment to people.
    Comment,
}

impl<'a> Directive<'a> {
    /// Reads a piece of HTML; `None` when it is not a comment.
    pub(super) fn parse(html: &'a str) -> Option<Self> {
        let inner = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim();
        let Some(list) = inner.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return Some(Self::Comment);
        };
        Some(Self::Classes(list.split_whitespace().map(|class| class.trim_start_matches('.')).collect()))
    }
}

/// The class of a heading that starts no scene.
pub(super) const INNER: &str = "inner";

/// The class of a scene that begins without an ornament.
pub(super) const UNMARKED: &str = "unmarked";

/// The class of a line of verse that stands alone, and that of an entry whose sign is part of its words.
pub(super) const LINES: &str = "lines";
pub(super) const ITEM: &str = "item";

/// The class of a comment between whose kind a part of a scene stands that has a mood of its own: `{.part .dream}`, and `{.part}` at its
/// end.
pub(super) const PART: &str = "part";

/// The class of a row of signs that parts nothing.
pub(super) const WORDS: &str = "words";

/// The classes of the quotation of a letter with which a scene begins, where `letter` alone is the scene's mood.
pub(super) const FIRST_LETTER: [&str; 2] = ["letter", "block"];

/// Returns the kind of the next block that a class asks for.
pub(super) fn kind(class: &str) -> Option<BlockKind> {
    match class {
        LINES => Some(BlockKind::Verse),
        ITEM => Some(BlockKind::Item),
        WORDS => Some(BlockKind::Paragraph),
        _ => None,
    }
}

/// Returns the setting that classes ask for, and the other classes.
pub(super) fn setting<'a>(classes: &[&'a str]) -> (Setting, Vec<&'a str>) {
    let mut setting = Setting::default();
    let mut others = Vec::new();
    for class in classes {
        match *class {
            "centre" | "center" => setting.side = Side::Centre,
            "right" => setting.side = Side::Right,
            "gap" => setting.gap = true,
            other => others.push(other),
        }
    }
    (setting, others)
}

/// Returns the classes that ask for a setting.
pub(super) fn classes(setting: Setting) -> Vec<&'static str> {
    let side = match setting.side {
        Side::Left => None,
        Side::Centre => Some("centre"),
        Side::Right => Some("right"),
    };
    side.into_iter().chain(setting.gap.then_some("gap")).collect()
}

/// What a comment has said of the next block. What is no paragraph and no quotation heeds none of it.
#[derive(Debug)]
pub(super) struct NextBlock {
    /// What it is, should it be a quotation.
    pub(super) quotation: BlockKind,
    /// What it is, should it be a paragraph.
    pub(super) kind: Option<BlockKind>,
    /// Whether the open one is what a comment said, whatever its words look like.
    pub(super) is_told: bool,
    pub(super) setting: Setting,
}

impl Default for NextBlock {
    fn default() -> Self {
        Self { quotation: BlockKind::Quotation, kind: None, is_told: false, setting: Setting::default() }
    }
}

/// The parts of the open scene that have a mood of their own.
#[derive(Debug, Default)]
pub(super) struct OpenParts {
    /// The mood of the part that is open, and its first block.
    open: Option<(Mood, usize)>,
    ended: Vec<MoodPart>,
}

impl OpenParts {
    /// Ends the part that is open before a block, and begins one of a mood there.
    pub(super) fn turn(&mut self, block: usize, mood: Option<Mood>) {
        if let Some((mood, start)) = self.open.take().filter(|(_, start)| *start < block) {
            self.ended.push(MoodPart { mood, blocks: start..block, reason: SafeText::default() });
        }
        self.open = mood.map(|mood| (mood, block));
    }

    /// Returns the parts of a scene of so many blocks.
    pub(super) fn finish(&mut self, blocks: usize) -> Vec<MoodPart> {
        self.turn(blocks, None);
        std::mem::take(&mut self.ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_what_its_classes_ask_for() {
        for side in [Side::Left, Side::Centre, Side::Right] {
            for gap in [false, true] {
                let asked = classes(Setting { side, gap });
                let bare: Vec<&str> = asked.into_iter().chain(["dream"]).collect();
                assert_eq!(setting(&bare), (Setting { side, gap }, vec!["dream"]));
            }
        }
    }

    #[test]
    fn classes_are_told_from_comments_and_tags() {
        assert_eq!(Directive::parse("<!-- {.dream .x} -->\n"), Some(Directive::Classes(vec!["dream", "x"])));
        assert_eq!(Directive::parse("<!-- a note -->"), Some(Directive::Comment));
        assert_eq!(Directive::parse("<p>"), None);
    }
}
