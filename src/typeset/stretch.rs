//! Divides a story into stretches that are set independently of each other.
//!
//! A page depends on nothing outside its stretch. So the page in view can be set at once, however long the book is, and
//! the others by a thread in any order. The division depends on the text alone, so it holds for every size of the
//! window. Lengths are bytes of text; blocks are given as the index of a scene and the index in it, both from 0.
//!
//! A stretch ends where a page break costs least: before a new scene, or else before a paragraph.

use serde::{Deserialize, Serialize};

use crate::document::{BlockKind, Document, Draft, narrow};

/// The bytes of text from which on a stretch ends at the next scene: some ten pages, which take less than a frame to
/// set.
pub const ENOUGH: usize = 24 << 10;

/// The bytes of text from which on the first stretch ends at the next title. It is shorter, so that a new story appears
/// sooner.
pub const FIRST: usize = 8 << 10;

/// The bytes of text from which on a stretch ends at the next paragraph, within a scene.
///
/// The last page of such a stretch must be full, so the rows that it lacks are shared out among its pages. Over thirty
/// pages, that is one row for every other page.
const MOST: usize = 64 << 10;

/// The bytes of text from which on the first stretch ends at the next paragraph: some six pages, which a new story's first page
/// waits for.
const FIRST_MOST: usize = 16 << 10;

/// A range of blocks, each given as its scene's index and its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The first block.
    pub start: (u32, u32),
    /// One past the last block. At the end of a scene, this is the first block of the next one.
    pub end: (u32, u32),
    /// Whether the story goes on after it within a scene, so that its last page must be full.
    pub open: bool,
}

/// Returns the stretches of a story, in order and without gaps. There is at least one.
///
/// ```
/// use nightstand::format;
/// use nightstand::typeset::stretches;
///
/// let chapter = |n: u32| format!("## Chapter {n}\n\n{}\n", "It was a long night. ".repeat(2000));
/// let text: String = (1..=3).map(chapter).collect();
/// let story = format::read("a.md", text.as_bytes())?.document();
/// // Chapters of 40 KB are stretches of their own.
/// let starts: Vec<_> = stretches(&story).iter().map(|stretch| stretch.start).collect();
/// assert_eq!(starts, [(0, 0), (1, 0), (2, 0)]);
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[must_use]
pub fn stretches(document: &Draft) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut start = (0, 0);
    let mut size = 0;
    let mut previous = BlockKind::Ornament;
    for (s, b, block) in document.blocks() {
        let opens = block.kind.opens_scene() && b == 0;
        // The first paragraph of a scene stays with the title or ornament above it.
        let may_part = opens || !previous.opens_scene();
        let titled = opens && block.kind != BlockKind::Ornament;
        let first = stretches.is_empty();
        let enough = if titled && first { FIRST } else { ENOUGH };
        let most = if first { FIRST_MOST } else { MOST };
        if may_part && size >= if opens { enough } else { most } {
            let end = (narrow(s), narrow(b));
            stretches.push(Stretch { start, end, open: !opens });
            (start, size) = (end, 0);
        }
        size += block.text.len();
        previous = block.kind;
    }
    stretches.push(Stretch { start, end: (narrow(document.scenes.len()), 0), open: false });
    stretches
}

impl Stretch {
    /// Returns a whole story as one stretch.
    pub(super) fn whole(document: &Document) -> Self {
        Self { start: (0, 0), end: (narrow(document.scenes.len()), 0), open: false }
    }

    /// Returns the indices of its scenes, each with the range of its blocks. Scenes without any are left out.
    pub(super) fn scenes(self, document: &Document) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> + '_ {
        let last = self.end.0 as usize;
        (self.start.0 as usize..(last + 1).min(document.scenes.len())).filter_map(move |s| {
            let count = document.scenes[s].blocks().len();
            let first = if s == self.start.0 as usize { self.start.1 as usize } else { 0 };
            let end = if s == last { self.end.1 as usize } else { count };
            (first < end.min(count)).then_some((s, first..end.min(count)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SceneBuilder;

    #[test]
    fn no_stretch_begins_between_a_title_and_its_text() {
        for title in [BlockKind::Heading { level: 3 }, BlockKind::Ornament] {
            let mut scene = SceneBuilder::default();
            let mut put = |kind: BlockKind, length: usize| {
                scene.begin(kind);
                scene.push(&"a".repeat(length));
            };
            // The title is what makes it long enough.
            (0..2).for_each(|_| put(BlockKind::Paragraph, FIRST_MOST / 2 - 4));
            put(title, 20);
            put(BlockKind::Paragraph, 100);
            put(BlockKind::Paragraph, 100);
            let document = Draft::new(vec![scene.finish()]);
            let starts: Vec<u32> = stretches(&document).iter().map(|stretch| stretch.start.1).collect();
            assert_eq!(starts, [0, 4], "{title:?}");
        }
    }
}
