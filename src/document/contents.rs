//! The outline of a story: the entries of its table of contents, and the title that a place stands under.
//!
//! A book may bring its own contents. For other stories they are made from headings, and from the first words of
//! untitled scenes. Nothing here knows how a list is drawn: a level is a number, not an indent.

use super::{BlockKind, Document, Place, SafeText};

/// An entry of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// The title, on one line.
    pub title: SafeText,
    /// The depth of the entry: 0 for the highest in the story, usually a part or a chapter, and at most 3.
    pub level: u8,
    /// The place where it begins.
    pub place: Place,
}

/// The words of an untitled scene that stand for its title.
const WORDS_SHOWN: usize = 6;

/// The most characters of these words. In a script without spaces, a “word” may be a whole sentence.
const CHARACTERS_SHOWN: usize = 48;

/// The lowest heading (`###`) that gets an entry. Lower ones divide a chapter, and are too many for a list.
const SHOWN: u8 = 3;

/// The deepest level of an entry. Two more indents would leave no room for the titles.
const DEEPEST: u8 = 3;

/// Returns the words that stand for an untitled scene's title: its first ones, but for small print.
fn first_words(scene: &super::Scene) -> String {
    let told = || scene.blocks().filter(|block| !block.kind.opens_scene());
    let small = |block: &super::Block<'_>| {
        block.marks.iter().any(|mark| mark.kind == super::MarkKind::Small && mark.start == 0)
    };
    let says = |block: &super::Block<'_>| !small(block) && block.text.contains(char::is_alphanumeric);
    let opening = told().find(says).or_else(|| told().next()).map_or("", |block| block.text);
    let words: Vec<&str> = opening.split_whitespace().take(WORDS_SHOWN).collect();
    // In a script without spaces, these words may be a whole page.
    words.join(" ").chars().take(CHARACTERS_SHOWN).collect()
}

impl Document {
    /// Returns the contents: those that came with the book, or else entries made from the scenes.
    ///
    /// Made entries stand in reading order. There is one for each scene and one for each further heading down to level
    /// 3. An untitled scene is called by its first six words and belongs to the chapter before it. A heading of level 3
    /// right under another joins it: “Chapter 1 · The Man”.
    ///
    /// ```
    /// use nightstand::format;
    ///
    /// let source = "# Tides\n\nIt was late.\n\n---\n\nThey slept on and on, all night.\n";
    /// let story = format::read("tides.md", source.as_bytes())?.document();
    /// let outline = story.outline();
    /// let entries: Vec<(&str, u8)> = outline.iter().map(|entry| (&*entry.title, entry.level)).collect();
    /// assert_eq!(entries, [("Tides", 0), ("They slept on and on, all …", 1)]);
    ///
    /// let source = "## Part\n\n### Ebb\n\nOne.\n\n---\n\nTwo.\n\n### Flood\n\nThree.\n";
    /// let outline = format::read("tides.md", source.as_bytes())?.document().outline();
    /// assert_eq!(outline.iter().map(|entry| entry.level).collect::<Vec<_>>(), [0, 1, 2, 1]);
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
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
            // The headings after a scene's first block, such as a chapter's where a part begins with it.
            let heading = |(b, block): (usize, super::Block<'_>)| match block.kind {
                BlockKind::Heading { level: level @ ..=SHOWN } => Some(Chapter {
                    title: SafeText::line(block.words_without_note()),
                    level: level.saturating_sub(highest.unwrap_or(level)).min(DEEPEST),
                    place: Place::new(index, b, 0),
                }),
                _ => None,
            };
            scene.blocks().enumerate().skip(1).filter_map(heading).collect()
        };
        // The level of the last title: a scene without one belongs under it.
        let mut titled = 0;
        let mut chapter = |(index, scene): (usize, &super::Scene)| {
            let depth = match (level(scene), highest) {
                (Some(level), Some(highest)) => {
                    titled = (level - highest).min(DEEPEST);
                    titled
                }
                // What stands before the first title belongs to no chapter.
                (None, Some(_)) if first_titled.is_some_and(|first| first < index) => (titled + 1).min(DEEPEST),
                _ => 0,
            };
            let title = scene.title().map_or_else(|| format!("{} …", first_words(scene)), str::to_owned);
            Chapter { title: SafeText::line(&title), level: depth, place: Place::new(index, 0, 0) }
        };
        let mut outline: Vec<Chapter> = Vec::new();
        for (index, scene) in self.scenes.iter().enumerate() {
            // Small print before a story is no chapter of it.
            if !(scene.is_small_print() && self.scenes.len() > 1) {
                outline.push(chapter((index, scene)));
            }
            for under in under(index, scene) {
                let heading =
                    |b: u32| matches!(scene.block(b as usize).map(|b| b.kind), Some(BlockKind::Heading { .. }));
                let second = matches!(
                    scene.block(under.place.block as usize).map(|b| b.kind),
                    Some(BlockKind::Heading { level: SHOWN })
                );
                // A chapter's number and its title below are one entry.
                match outline.last_mut().filter(|_| second && heading(under.place.block - 1)) {
                    Some(above) => above.title = SafeText::line(&format!("{} · {}", above.title, under.title)),
                    None => outline.push(under),
                }
            }
        }
        outline
    }

    /// Returns the title of the chapter or scene that a place is in: the nearest heading of level 1 to 3 at or before
    /// it. It is empty if there is none.
    ///
    /// The headings that a scene begins with count as one. So a place on “Chapter 1” is already in “The Man”, which
    /// stands below.
    #[must_use]
    pub fn title_at(&self, place: Place) -> &str {
        let upto = self.scenes.len().min(place.scene as usize + 1);
        for (index, scene) in self.scenes[..upto].iter().enumerate().rev() {
            let last = if index == place.scene as usize { place.block as usize } else { usize::MAX };
            // The headings that a scene begins with count as one; the last of them is the nearest to the text.
            let mut leading = 0;
            while scene.block(leading + 1).is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. })) {
                leading += 1;
            }
            let upto = last.max(leading).min(scene.blocks().len().saturating_sub(1));
            let headings = (0..=upto).rev().filter_map(|b| scene.block(b));
            let mut headings = headings.filter(|block| matches!(block.kind, BlockKind::Heading { level: ..=SHOWN }));
            if let Some(heading) = headings.next() {
                return heading.words_without_note();
            }
        }
        ""
    }
}

#[cfg(test)]
mod tests;
