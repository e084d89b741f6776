//! Divides a story into stretches that are set by themselves.
//!
//! What a page looks like depends on nothing outside its stretch. So the page that is read is set at once, however long
//! the book is, and the others in any order.

use serde::{Deserialize, Serialize};

use crate::document::{BlockKind, Document};

/// Bytes of text after which a stretch ends at the next scene's beginning: some ten pages, which take less than a frame
/// to set.
pub const ENOUGH: usize = 24 << 10;

/// Bytes of text after which the first stretch ends at the next title: a new story is there the sooner.
pub const FIRST: usize = 8 << 10;

/// Bytes of text after which it ends at the next paragraph. Its last page has to be full, and so the rows that lack are
/// shared out among its pages: over thirty of them that is a row for every other one.
const MOST: usize = 64 << 10;

/// A range of blocks: each as its scene's index and its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The first block.
    pub start: (u32, u32),
    /// The block past the last.
    pub end: (u32, u32),
    /// Whether the story goes on after it within a scene.
    pub open: bool,
}

/// The stretches of a story, in order; at least one. They depend on the text alone, so that a change of the page's size
/// keeps them.
#[must_use]
pub fn stretches(document: &Document) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut start = (0, 0);
    let mut size = 0;
    let mut previous = BlockKind::Ornament;
    for (s, b, block) in document.blocks() {
        let opens = block.kind.opens_scene() && b == 0;
        // A scene's first paragraph stays with what opens it.
        let may_part = opens || !previous.opens_scene();
        let titled = opens && block.kind != BlockKind::Ornament;
        let enough = if titled && stretches.is_empty() { FIRST } else { ENOUGH };
        if may_part && size >= if opens { enough } else { MOST } {
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
    /// A whole story as one stretch.
    pub(super) fn whole(document: &Document) -> Self {
        Self { start: (0, 0), end: (narrow(document.scenes.len()), 0), open: false }
    }

    /// Its scenes, each with the range of its blocks.
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

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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
            (0..2).for_each(|_| put(BlockKind::Paragraph, MOST / 2 - 4));
            put(title, 20);
            put(BlockKind::Paragraph, 100);
            put(BlockKind::Paragraph, 100);
            let mut document = Document::default();
            document.scenes = vec![scene.finish()];
            let starts: Vec<u32> = stretches(&document).iter().map(|stretch| stretch.start.1).collect();
            assert_eq!(starts, [0, 4], "{title:?}");
        }
    }
}
