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

/// How many characters of it at the most.
const CHARACTERS_SHOWN: usize = 48;

/// The lowest heading that is an entry of its own.
const SHOWN: u8 = 3;

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
        let first_titled = self.scenes.iter().position(|scene| scene.title().is_some());
        let under = |index: usize, scene: &super::Scene| -> Vec<Chapter> {
            // Headings that follow the first one: a chapter's in the scene that its part begins.
            let heading = |(b, block): (usize, super::Block<'_>)| match block.kind {
                BlockKind::Heading { level: level @ ..=SHOWN } => Some(Chapter {
                    title: SafeText::line(block.text),
                    level: level.saturating_sub(highest.unwrap_or(level)).min(DEEPEST),
                    place: Place::new(index, b, 0),
                }),
                _ => None,
            };
            scene.blocks().enumerate().skip(1).filter_map(heading).collect()
        };
        let chapter = |(index, scene): (usize, &super::Scene)| {
            let depth = match (level(scene), highest) {
                (Some(level), Some(highest)) => (level - highest).min(DEEPEST),
                // What stands before the first title is in no chapter.
                (None, Some(_)) => u8::from(first_titled.is_some_and(|first| first < index)),
                _ => 0,
            };
            let opening = scene.blocks().find(|block| !block.kind.opens_scene()).map_or("", |block| block.text);
            let words: Vec<&str> = opening.split_whitespace().take(WORDS_SHOWN).collect();
            // Of a script without spaces a word is a sentence.
            let words: String = words.join(" ").chars().take(CHARACTERS_SHOWN).collect();
            let title = scene.title().map_or_else(|| format!("{words} …"), str::to_owned);
            Chapter { title: SafeText::line(&title), level: depth, place: Place::new(index, 0, 0) }
        };
        let mut outline: Vec<Chapter> = Vec::new();
        for (index, scene) in self.scenes.iter().enumerate() {
            outline.push(chapter((index, scene)));
            for under in under(index, scene) {
                let heading =
                    |b: u32| matches!(scene.block(b as usize).map(|b| b.kind), Some(BlockKind::Heading { .. }));
                let second = matches!(
                    scene.block(under.place.block as usize).map(|b| b.kind),
                    Some(BlockKind::Heading { level: SHOWN })
                );
                // A chapter's title under its number is one entry with it.
                match outline.last_mut().filter(|_| second && heading(under.place.block - 1)) {
                    Some(above) => above.title = SafeText::line(&format!("{} · {}", above.title, under.title)),
                    None => outline.push(under),
                }
            }
        }
        outline
    }

    /// What the chapter or scene that a place is in is called; empty where nothing before it has a title.
    #[must_use]
    pub fn title_at(&self, place: Place) -> &str {
        let upto = self.scenes.len().min(place.scene as usize + 1);
        for (index, scene) in self.scenes[..upto].iter().enumerate().rev() {
            let last = if index == place.scene as usize { place.block as usize } else { usize::MAX };
            // The headings that a page begins with are told together; the last of them is the nearest.
            let mut leading = 0;
            while scene.block(leading + 1).is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. })) {
                leading += 1;
            }
            let upto = last.max(leading).min(scene.blocks().len().saturating_sub(1));
            let headings = (0..=upto).rev().filter_map(|b| scene.block(b));
            let mut headings = headings.filter(|block| matches!(block.kind, BlockKind::Heading { level: ..=SHOWN }));
            if let Some(heading) = headings.next() {
                return heading.text;
            }
        }
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    #[test]
    fn parts_chapters_and_scenes_are_levels_and_a_title_stands_with_its_number() {
        let text = "PART ONE\n\nThe Harbour\n\nChapter 1\n\nThe Man\n\nIt was late.\n\n***\n\nThey slept on and on, all night.\n\nChapter 2\n\nMore of it.\n";
        let document = format::read("a.txt", text.as_bytes()).unwrap().document;
        let told: Vec<_> = document.outline().iter().map(|c| (c.title.to_string(), c.level, c.place)).collect();
        let expected = [
            ("PART ONE · The Harbour", 0, Place::new(0, 0, 0)),
            ("Chapter 1 · The Man", 1, Place::new(0, 2, 0)),
            ("They slept on and on, all …", 1, Place::new(1, 0, 0)),
            ("Chapter 2", 1, Place::new(2, 0, 0)),
        ];
        assert_eq!(told, expected.map(|(title, level, place)| (title.to_owned(), level, place)));
        assert_eq!(document.title_at(Place::new(0, 4, 0)), "The Man");
        assert_eq!(document.title_at(Place::new(1, 1, 0)), "The Man");
    }
}
