//! The beginning of a story, handed over while the rest is still being read.
//!
//! A reader of a format calls [`Beginning::offer`] between two blocks. Whoever waits for the first page takes the document if
//! it holds enough, and is asked no more. What was read is not read again.

use crate::document::Draft;

/// Bytes of text in whole scenes at which the beginning is offered: those after which a stretch may end at a scene.
const WHOLE_SCENES: [usize; 2] = [8 << 10, 24 << 10];

/// Bytes of text, whole scenes or not, at which it is offered at last: past the longest first stretch, which a long chapter is cut
/// into. A paragraph may be so long that the first of them is too early.
const IN_A_SCENE: [usize; 3] = [18 << 10, 34 << 10, 98 << 10];

/// Takes a document if it holds enough; returns whether it did.
type Take<'a> = dyn FnMut(Draft) -> bool + 'a;

/// Hands over a story's beginning once.
pub struct Beginning<'a> {
    take: Option<&'a mut Take<'a>>,
    /// How often it was offered for its whole scenes, and for its length.
    offered: [usize; 2],
}

impl<'a> Beginning<'a> {
    /// A beginning for `take`, which returns whether a document held enough.
    pub fn wanted_by(take: &'a mut Take<'a>) -> Self {
        Self { take: Some(take), offered: [0; 2] }
    }

    /// The beginning that nobody waits for.
    #[must_use]
    pub fn unwanted() -> Self {
        Self { take: None, offered: [0; 2] }
    }

    /// Returns whether the beginning has not been taken yet.
    pub(super) fn is_wanted(&self) -> bool {
        self.take.is_some()
    }

    /// Returns whether the beginning is to be offered now. `told` counts the bytes of text in whole scenes, `written` those of
    /// the open scene too.
    pub(super) fn is_due(&self, told: usize, written: usize) -> bool {
        let over = |due: &[usize], nth: usize, bytes: usize| due.get(nth).is_some_and(|due| bytes >= *due);
        self.is_wanted() && (over(&WHOLE_SCENES, self.offered[0], told) || over(&IN_A_SCENE, self.offered[1], written))
    }

    /// Offers the story as far as it has been read.
    pub(super) fn offer(&mut self, (told, written): (usize, usize), document: Draft) {
        let reached = |due: &[usize], bytes: usize| due.iter().filter(|due| bytes >= **due).count();
        self.offered = [reached(&WHOLE_SCENES, told), reached(&IN_A_SCENE, written)];
        if self.take.as_mut().is_some_and(|take| take(document)) {
            self.take = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_offered_until_it_is_taken() {
        let mut offers = 0;
        let mut take = |_: Draft| {
            offers += 1;
            offers == 3
        };
        let mut beginning = Beginning::wanted_by(&mut take);
        for bytes in (0..200 << 10).step_by(100) {
            let told = bytes / 2;
            if beginning.is_due(told, bytes) {
                beginning.offer((told, bytes), Draft::default());
            }
        }
        assert_eq!(offers, 3, "at 8 and 24 KiB of whole scenes, and once for its length");
        assert!(!Beginning::unwanted().is_due(1 << 30, 1 << 30));
    }
}
