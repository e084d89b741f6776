//! A story's contents: what a reader may go to by its name.

use super::{BlockKind, Document, Place, SafeText};

/// An entry of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// What it is called.
    pub title: SafeText,
    /// How deep it stands: 0 for a chapter, 1 for a scene in one.
    pub level: u8,
    /// Where it begins.
    pub place: Place,
}

/// How many words of an untitled scene stand for its title.
const WORDS_SHOWN: usize = 6;

/// The deepest level that is shown: two more indents would leave no room for titles.
const DEEPEST: u8 = 3;

impl Document {
    /// The book's own contents, or else its scenes: titled ones, and within them those without a title by their first words.
    #[must_use]
    pub fn outline(&self) -> Vec<Chapter> {
        if !self.contents.is_empty() {
            return self.contents.clone();
        }
        let level = |scene: &super::Scene| match scene.block(0)?.kind {
            BlockKind::Heading { level } => Some(level),
            _ => None,
        };
        let highest = self.scenes.iter().filter_map(level).min();
        let chapter = |(index, scene): (usize, &super::Scene)| {
            let depth = match (level(scene), highest) {
                (Some(level), Some(highest)) => (level - highest).min(DEEPEST),
                // What stands before the first title is in no chapter.
                (None, Some(_)) => u8::from(self.scenes[..index].iter().any(|before| before.title().is_some())),
                _ => 0,
            };
            let opening = scene.blocks().find(|block| !block.kind.opens_scene()).map_or("", |block| block.text);
            let words: Vec<&str> = opening.split_whitespace().take(WORDS_SHOWN).collect();
            let title = scene.title().map_or_else(|| format!("{} …", words.join(" ")), str::to_owned);
            Chapter { title: SafeText::line(&title), level: depth, place: Place::new(index, 0, 0) }
        };
        self.scenes.iter().enumerate().map(chapter).collect()
    }
}
