//! A story as plain values: scenes of blocks of flat text, with marked ranges.
//!
//! First in the pipeline: `format` builds a [`Document`], everything else only reads it. Text offsets are bytes of a
//! block's text. It knows nothing of files, layout, colours or the terminal.

mod around;
mod block;
mod builder;
mod contents;
mod excerpt;
mod fold;
mod index;
mod language;
mod locator;
mod mood;
mod phrases;
mod place;
mod safe_text;
mod search;
mod words;

pub use around::Around;
pub use block::{Block, BlockKind, Mark, MarkKind};
pub use builder::SceneBuilder;
pub use contents::Chapter;
pub use excerpt::Excerpt;
pub use index::{Index, SKETCH};
pub use language::Language;
pub use locator::{Found, Locator};
pub use mood::{Mood, MoodSource};
pub use phrases::PHRASES;
pub use place::{Place, STABLE_PAGE};
pub use safe_text::{MAX_COMBINING, SafeText, is_hazard};
pub use search::{Hit, Query};
pub use words::count_words;

use block::Entry;
use index::Lazy;

/// What the front matter says of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The story's title; empty when none is given.
    pub title: SafeText,
    /// Who wrote it; empty when not given.
    pub author: SafeText,
    /// The language of the text, where no mark says otherwise.
    pub language: Option<Language>,
    /// The licence the text is under; empty when not given.
    pub licence: SafeText,
    /// What its publisher calls it, such as an ISBN; empty when not given.
    pub identifier: SafeText,
}

/// The longest title, author, licence or identifier that is taken, in bytes: some lines of any page.
const LONGEST_NAME: usize = 400;

impl Metadata {
    /// Cuts what no title page could show.
    pub fn shorten(&mut self) {
        for field in [&mut self.title, &mut self.author, &mut self.licence, &mut self.identifier] {
            let end = field.floor_char_boundary(LONGEST_NAME);
            field.truncate(end);
        }
    }
}

/// One scene: its text in a single string, and the blocks and marks that are ranges of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scene {
    /// The mood, where the story or an inference gives one.
    pub mood: Option<Mood>,
    /// Where the mood comes from.
    pub mood_from: MoodSource,
    /// Why it is that mood, where it was inferred.
    pub mood_reason: SafeText,
    text: SafeText,
    entries: Vec<Entry>,
    marks: Vec<Mark>,
}

impl Scene {
    /// The scene's blocks in reading order. A titled scene begins with a [`BlockKind::Heading`], an untitled one that
    /// follows another with a [`BlockKind::Ornament`].
    #[must_use]
    pub fn blocks(&self) -> impl ExactSizeIterator<Item = Block<'_>> + DoubleEndedIterator {
        self.entries.iter().map(|entry| self.view(*entry))
    }

    /// The block with this index, or `None` past the last.
    #[must_use]
    pub fn block(&self, index: usize) -> Option<Block<'_>> {
        self.entries.get(index).map(|entry| self.view(*entry))
    }

    /// The words of the scene's heading; `None` for an untitled scene.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        let first = self.block(0)?;
        matches!(first.kind, BlockKind::Heading { .. }).then_some(first.text)
    }

    /// Gives the scene a title, in the place of the one that it has or of its ornament.
    pub fn entitle(&mut self, title: &SafeText) {
        let old = self.entries.first().copied().filter(|entry| entry.kind.opens_scene());
        let (cut, marks) = old.map_or((0, 0), |entry| (entry.end as usize, entry.last_mark));
        let level = match old.map(|entry| entry.kind) {
            Some(BlockKind::Heading { level }) => level,
            _ => 2,
        };
        let mut text = title.clone();
        let length = u32::try_from(title.len()).unwrap_or(u32::MAX);
        text.push_str(&self.text[cut..]);
        let mut entries =
            vec![Entry { kind: BlockKind::Heading { level }, start: 0, end: length, first_mark: 0, last_mark: 0 }];
        let moved = |at: u32| at - u32::try_from(cut).unwrap_or(at) + length;
        entries.extend(self.entries.iter().skip(usize::from(old.is_some())).map(|entry| Entry {
            start: moved(entry.start),
            end: moved(entry.end),
            first_mark: entry.first_mark - marks,
            last_mark: entry.last_mark - marks,
            ..*entry
        }));
        self.marks.drain(..marks as usize);
        (self.text, self.entries) = (text, entries);
    }

    /// Changes the level of the heading that a block is, if it is one.
    pub fn set_level(&mut self, block: usize, level: u8) {
        if let Some(Entry { kind: BlockKind::Heading { level: known }, .. }) = self.entries.get_mut(block) {
            *known = level;
        }
    }

    /// Whether nothing but a heading or an ornament stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks().all(|block| block.kind.opens_scene())
    }

    /// How many words stand in it, the title's among them.
    #[must_use]
    pub fn words(&self) -> usize {
        self.blocks().map(|block| count_words(block.text)).sum()
    }

    /// Its text's length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The bytes of text before this block, in the scene.
    fn bytes_before(&self, block: usize) -> usize {
        self.entries.get(block).map_or(self.text.len(), |entry| entry.start as usize)
    }

    fn view(&self, entry: Entry) -> Block<'_> {
        Block {
            kind: entry.kind,
            text: &self.text[entry.start as usize..entry.end as usize],
            marks: &self.marks[entry.first_mark as usize..entry.last_mark as usize],
        }
    }
}

/// A whole story. It has at least one scene with at least one block if there was any text at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Title, author, language and licence.
    pub metadata: Metadata,
    /// The scenes in reading order.
    pub scenes: Vec<Scene>,
    /// The contents as the book has them; empty where it has none, and its scenes are what there is.
    pub contents: Vec<Chapter>,
    /// Where each link leads; `None` for one that leads nowhere in the story.
    pub links: Vec<Option<Place>>,
    index: Lazy,
}

impl Document {
    /// A document of scenes, of which nothing else is known yet.
    #[must_use]
    pub fn new(scenes: Vec<Scene>) -> Self {
        Self { scenes, ..Self::default() }
    }

    /// The block at a scene's and a block's index.
    #[must_use]
    pub fn block(&self, scene: usize, block: usize) -> Option<Block<'_>> {
        self.scenes.get(scene)?.block(block)
    }

    /// Every block with its indices, in reading order.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, usize, Block<'_>)> {
        self.scenes
            .iter()
            .enumerate()
            .flat_map(|(s, scene)| scene.blocks().enumerate().map(move |(b, block)| (s, b, block)))
    }

    /// Whether there is nothing to read in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scenes.iter().all(|scene| scene.text.is_empty())
    }

    /// How many words stand in it: the sum over its scenes.
    #[must_use]
    pub fn words(&self) -> usize {
        self.scenes.iter().map(Scene::words).sum()
    }

    /// The text's length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scenes.iter().map(|scene| scene.text.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scene that opens with a block of this kind, if any, and goes on with two paragraphs; each has a mark.
    fn scene(opens: Option<BlockKind>) -> Scene {
        let mut builder = SceneBuilder::default();
        for (kind, words) in opens.into_iter().chain([BlockKind::Paragraph; 2]).zip(["The old", "It was", "Nobody"]) {
            builder.begin(kind);
            builder.push(words);
            builder.open_mark(MarkKind::Emphasis);
            builder.push(" ferry");
        }
        builder.finish()
    }

    #[test]
    fn a_new_title_takes_the_place_of_what_opens_the_scene_and_all_else_stays() {
        let title = SafeText::line("New");
        for (opens, level) in [(None, 2), (Some(BlockKind::Ornament), 2), (Some(BlockKind::Heading { level: 4 }), 4)] {
            let old = scene(opens);
            let mut new = old.clone();
            new.entitle(&title);
            let heading = Block { kind: BlockKind::Heading { level }, text: "New", marks: &[] };
            let rest = old.blocks().skip(usize::from(opens.is_some()));
            assert!(new.blocks().eq(std::iter::once(heading).chain(rest)), "{new:?}");
        }
    }

    #[test]
    fn names_are_cut_at_a_letter() {
        let long = SafeText::line(&format!("a{}", "é".repeat(400)));
        let mut metadata = Metadata {
            title: long.clone(),
            author: long.clone(),
            licence: long.clone(),
            identifier: long,
            ..Metadata::default()
        };
        metadata.shorten();
        let Metadata { title, author, licence, identifier, .. } = &metadata;
        assert_eq!([title, author, licence, identifier].map(|field| field.len()), [LONGEST_NAME - 1; 4]);
    }
}
