//! The story as plain values: scenes of blocks of flat text, with marked ranges.
//!
//! This is the first stage of the pipeline. `format` builds a [`Draft`]. Once it is sealed as a [`Document`], every later stage
//! only reads it.
//!
//! # Shape
//!
//! A [`Document`] holds [`Scene`]s. A scene keeps its text in one string and lends it out as [`Block`]s, which are
//! consecutive ranges of that string. A block in turn has [`Mark`]s, which are ranges of the block. Nothing is nested
//! deeper, so wrapping, search and places can all count the same bytes.
//!
//! # Units
//!
//! Scenes and blocks are counted from 0. Offsets in a text are bytes of UTF-8, counted from the start of the *block*,
//! and always lie on a character's boundary. Two parts count in characters instead, since bytes differ between
//! editions: [`Locator`] and [`Document::stable_page`].
//!
//! # What it must not know
//!
//! Files, layout, colours and the terminal.
//!
//! # Example
//!
//! ```
//! use nightstand::document::{BlockKind, MarkKind};
//! use nightstand::format;
//!
//! let source = "## The Ferry\n\nHe *woke* late.\n\n---\n\nIt was noon.\n";
//! let story = format::read("ferry.md", source.as_bytes())?.document();
//!
//! // A titled scene begins with its heading, an untitled one with an empty ornament.
//! let kinds: Vec<_> = story.blocks().map(|(scene, _, block)| (scene, block.kind, block.text)).collect();
//! assert_eq!(kinds[0], (0, BlockKind::Heading { level: 2 }, "The Ferry"));
//! assert_eq!(kinds[1], (0, BlockKind::Paragraph, "He woke late."));
//! assert_eq!(kinds[2], (1, BlockKind::Ornament, ""));
//! assert_eq!(kinds[3], (1, BlockKind::Paragraph, "It was noon."));
//!
//! // A mark is a range of its block's text.
//! let block = story.block(0, 1).unwrap();
//! assert_eq!(block.marks[0].kind, MarkKind::Emphasis);
//! assert_eq!(&block.text[block.marks[0].range()], "woke");
//! # Ok::<(), nightstand::format::ReadError>(())
//! ```

mod around;
mod block;
mod builder;
mod contents;
mod draft;
mod excerpt;
mod fold;
mod index;
mod language;
mod locator;
mod mood;
mod passage;
mod phrases;
mod place;
mod safe_text;
mod search;
mod sentences;
pub(crate) mod word_hash;
mod words;

pub use around::Around;
pub use block::{Block, BlockKind, Mark, MarkKind, Setting, Side, Span};
pub use builder::SceneBuilder;
pub use contents::Chapter;
pub use draft::{Addresses, Draft};
pub use excerpt::Excerpt;
pub use fold::folded;
pub use index::{Index, SKETCH};
pub use language::Language;
pub use locator::{Found, Locator};
pub use mood::{Mood, MoodPart, MoodSet, MoodSource};
pub use passage::{Passage, are_nearly_the_same};
pub use phrases::PHRASES;
pub use place::{Place, STABLE_PAGE};
pub use safe_text::{MAX_COMBINING, SafeText, is_hazard};
pub use search::{Hit, MOST_HITS, Query, Switches};
pub use sentences::Unit;
pub use words::count_words;

use std::ops::Deref;
use std::sync::OnceLock;

use block::BlockRange;

/// The story's front matter: facts about the story that stand outside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title; empty if the source gives none.
    pub title: SafeText,
    /// The author; empty if the source gives none.
    pub author: SafeText,
    /// Others who have made it, with what they have done: translators, illustrators, editors; empty if the source names none.
    pub contributors: SafeText,
    /// The language of the text. A [`MarkKind::Foreign`] range overrides it. It selects the hyphenation patterns.
    pub language: Option<Language>,
    /// The licence of the text; empty if the source gives none.
    pub licence: SafeText,
    /// The publisher's identifier, such as an ISBN; empty if the source gives none.
    pub identifier: SafeText,
}

/// The longest title, author, licence or identifier, in bytes. At 66 cells a line, 400 bytes of English fill some six
/// lines of the title page. A longer value is an error of the source or an attack.
const LONGEST_NAME: usize = 400;

impl Metadata {
    /// Cuts each text of the front matter to 400 bytes, or a little less where a character would be torn.
    pub fn shorten(&mut self) {
        for field in
            [&mut self.title, &mut self.author, &mut self.contributors, &mut self.licence, &mut self.identifier]
        {
            let end = field.floor_char_boundary(LONGEST_NAME);
            field.truncate(end);
        }
    }
}

/// One scene: its text in a single string, with the blocks and marks that are ranges of it.
///
/// The blocks' ranges follow each other without a gap, so the string is the concatenation of all block texts. Marks are
/// sorted by where they start, and each belongs to exactly one block. [`SceneBuilder`] is the way to make a scene that
/// keeps these rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scene {
    /// The scene's mood; `None` if neither the story nor an inference gives one.
    pub mood: Option<Mood>,
    /// The origin of the mood.
    pub mood_from: MoodSource,
    /// The reason for an inferred mood, for people to read; empty for any other.
    pub mood_reason: SafeText,
    /// The parts that have a mood of their own, in reading order. They do not overlap.
    pub parts: Vec<MoodPart>,
    /// The texts of all blocks, one after the other.
    text: SafeText,
    /// The blocks, in reading order.
    entries: Vec<BlockRange>,
    /// The marks of all blocks, in the order of the blocks and then of their starts.
    marks: Vec<Mark>,
}

impl Scene {
    /// Returns the scene's blocks in reading order.
    ///
    /// A titled scene begins with a [`BlockKind::Heading`]. An untitled scene that follows another begins with a
    /// [`BlockKind::Ornament`]. An untitled first scene begins with its text.
    #[must_use]
    pub fn blocks(&self) -> impl ExactSizeIterator<Item = Block<'_>> + DoubleEndedIterator {
        self.entries.iter().map(|entry| self.view(*entry))
    }

    /// Returns the block at an index, counted from 0, or `None` past the last.
    #[must_use]
    pub fn block(&self, index: usize) -> Option<Block<'_>> {
        self.entries.get(index).map(|entry| self.view(*entry))
    }

    /// Returns the mood of the block at an index: that of the part that it belongs to, else the scene's. A paragraph that the
    /// source marks as a letter's has the mood of a letter.
    #[must_use]
    pub fn mood_at(&self, block: usize) -> Option<Mood> {
        let letter = || self.entries.get(block).is_some_and(|entry| entry.kind == BlockKind::Letter);
        let marked = || letter().then_some(Mood::Letter);
        self.part_at(block).map(|part| part.mood).or_else(marked).or(self.mood)
    }

    /// Returns the part with a mood of its own that the block at an index belongs to.
    #[must_use]
    pub fn part_at(&self, block: usize) -> Option<&MoodPart> {
        self.parts.iter().find(|part| part.blocks.contains(&block))
    }

    /// Returns the text of the heading that the scene begins with, or `None` for an untitled scene.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        let first = self.block(0)?;
        matches!(first.kind, BlockKind::Heading { .. }).then(|| first.words_without_note())
    }

    /// Sets the scene's title, which replaces the heading or the ornament that it begins with.
    ///
    /// A heading keeps its level, and a new title gets level 2, as a `##` in Markdown has. The marks of an old title
    /// are dropped. All other blocks keep their text and marks. In a scene that had neither heading nor ornament, their
    /// indices grow by one, so older places in it no longer hold.
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
        let mut entries = vec![BlockRange { kind: BlockKind::Heading { level }, end: length, ..BlockRange::default() }];
        // Block ranges shift by the difference between the titles' lengths; marks count from their block and stay.
        let moved = |at: u32| at - u32::try_from(cut).unwrap_or(at) + length;
        entries.extend(self.entries.iter().skip(usize::from(old.is_some())).map(|entry| BlockRange {
            start: moved(entry.start),
            end: moved(entry.end),
            first_mark: entry.first_mark - marks,
            last_mark: entry.last_mark - marks,
            ..*entry
        }));
        self.marks.drain(..marks as usize);
        (self.text, self.entries) = (text, entries);
    }

    /// Sets the level of a heading, 1 to 6, given its block's index. Does nothing if the block is not a heading.
    pub fn set_level(&mut self, block: usize, level: u8) {
        if let Some(BlockRange { kind: BlockKind::Heading { level: known }, .. }) = self.entries.get_mut(block) {
            *known = level;
        }
    }

    /// Returns whether all of the scene is small print, such as a table of contents.
    #[must_use]
    pub fn is_small_print(&self) -> bool {
        let small = |block: Block<'_>| {
            let marks = block.marks.iter().filter(|mark| mark.kind == MarkKind::Small);
            marks.map(|mark| mark.range().len()).sum::<usize>() >= block.text.len()
        };
        self.title().is_none() && !self.is_empty() && self.blocks().filter(|block| !block.kind.opens_scene()).all(small)
    }

    /// Returns whether the scene holds nothing but headings and ornaments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks().all(|block| block.kind.opens_scene())
    }

    /// Returns the number of words in the scene, its title included. See [`count_words`] for what a word is.
    #[must_use]
    pub fn words(&self) -> usize {
        self.blocks().map(|block| count_words(block.text)).sum()
    }

    /// Returns the texts of all blocks, one after the other with nothing between.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the length of the scene's text in bytes, its title included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Returns the bytes of the scene's text before a block. Past the last block, this is the length of the text.
    fn bytes_before(&self, block: usize) -> usize {
        self.entries.get(block).map_or(self.text.len(), |entry| entry.start as usize)
    }

    /// Lends out a stored block.
    fn view(&self, entry: BlockRange) -> Block<'_> {
        Block {
            kind: entry.kind,
            setting: entry.setting,
            text: &self.text[entry.start as usize..entry.end as usize],
            marks: &self.marks[entry.first_mark as usize..entry.last_mark as usize],
        }
    }
}

/// A whole story, sealed: it is only read.
///
/// All parts of its [`Draft`] can be read here, by dereferencing. None can be changed, so the index, which counts the text once,
/// stays true. Two stories are equal when their drafts are.
///
/// ```
/// use nightstand::format;
///
/// let parsed = format::read("a.txt", b"The ferry was late.")?;
/// let mut draft = parsed.draft;
/// draft.metadata.author = "Nobody".into();
/// let story = draft.seal();
/// assert_eq!((&*story.metadata.author, story.index().total), ("Nobody", 18));
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The story's parts.
    draft: Draft,
    /// The counted text, which is made when first asked for.
    index: OnceLock<Index>,
}

impl Document {
    /// Returns the story's parts, to be changed. What was counted is dropped.
    #[must_use]
    pub fn into_draft(self) -> Draft {
        self.draft
    }
}

impl Deref for Document {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.draft
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.draft == other.draft
    }
}

impl Eq for Document {}

/// Returns a count or an offset in 32 bits. These halve the tables of a long book, and `format` refuses a story of 4 GiB or more.
pub(crate) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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
            let heading =
                Block { kind: BlockKind::Heading { level }, setting: Setting::default(), text: "New", marks: &[] };
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
