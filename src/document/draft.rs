//! The story while it is still being put together.
//!
//! Readers of formats build a [`Draft`]. Sidecars, titles and moods then change it in place. [`Draft::seal`] ends this phase:
//! the [`Document`] that it returns is only read, so what is counted from its text once stays true.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, Chapter, Document, Metadata, Place, SafeText, Scene};

/// Web addresses by the numbers of the links that lead there.
pub type Addresses = BTreeMap<u32, SafeText>;

/// A whole story that may still change.
///
/// It has at least one scene with at least one block if there was any text at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The front matter: title, author, language, licence and identifier.
    pub metadata: Metadata,
    /// The scenes, in reading order.
    pub scenes: Vec<Scene>,
    /// The table of contents that came with a book. It is empty if there is none; [`Document::outline`] then makes one
    /// from the scenes.
    pub contents: Vec<Chapter>,
    /// How the source was read, for people who ask: how it is laid out, what was left out. Each is a sentence without its end.
    pub read_as: Vec<SafeText>,
    /// The target of each link, at the index that its [`MarkKind::Link`](super::MarkKind::Link) holds; `None` for a link that
    /// leads nowhere in the story.
    pub links: Vec<Option<Place>>,
    /// The web addresses of links that lead out of the story, by the same index.
    pub addresses: Addresses,
    /// The blocks before which a note or another part that links lead to has ended, each as its scene's index and its own. Where the
    /// source doesn't tell, a note is taken to end where the next one begins.
    pub note_ends: BTreeSet<(u32, u32)>,
}

impl Draft {
    /// Returns a draft of these scenes, without front matter, contents or links.
    #[must_use]
    pub fn new(scenes: Vec<Scene>) -> Self {
        Self { scenes, ..Self::default() }
    }

    /// Returns the finished story.
    #[must_use]
    pub fn seal(self) -> Document {
        Document { draft: self, ..Document::default() }
    }

    /// Returns the block at a scene's index and a block's index in it, both counted from 0.
    #[must_use]
    pub fn block(&self, scene: usize, block: usize) -> Option<Block<'_>> {
        self.scenes.get(scene)?.block(block)
    }

    /// Returns every block in reading order, each with its scene's index and its own index in the scene.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, usize, Block<'_>)> {
        self.scenes
            .iter()
            .enumerate()
            .flat_map(|(s, scene)| scene.blocks().enumerate().map(move |(b, block)| (s, b, block)))
    }

    /// Returns whether the story has no text at all. Unlike for a [`Scene`], a title counts as text here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scenes.iter().all(|scene| scene.text.is_empty())
    }

    /// Returns the number of words in the story: the sum over its scenes.
    #[must_use]
    pub fn words(&self) -> usize {
        self.scenes.iter().map(Scene::words).sum()
    }

    /// Returns the length of the text in bytes: the sum over its scenes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.scenes.iter().map(|scene| scene.text.len()).sum()
    }
}
