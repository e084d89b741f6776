//! Where the reader has jumped from, so that each jump can be undone and done again.

use crate::document::Place;

/// Jumps that are remembered: more than anyone retraces, and no burden.
const MOST: usize = 100;

/// The places before the present one and those that were gone back from, the nearest last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct History {
    before: Vec<Place>,
    after: Vec<Place>,
}

impl History {
    /// Remembers where a jump starts. What was gone back from is forgotten: another way has been taken.
    pub(super) fn leave(&mut self, from: Place) {
        self.after.clear();
        self.before.push(from);
        if self.before.len() > MOST {
            self.before.remove(0);
        }
    }

    /// All its places, in one order.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> {
        self.before.iter().chain(&self.after).copied()
    }

    /// Returns the same jumps with other places, given in that order.
    pub(super) fn moved(&self, places: &mut impl Iterator<Item = Place>) -> Self {
        let before = places.take(self.before.len()).collect();
        Self { before, after: places.take(self.after.len()).collect() }
    }

    /// Where the last jump started, without going there.
    pub(super) fn last(&self) -> Option<Place> {
        self.before.last().copied()
    }

    /// Goes back by a jump from here.
    pub(super) fn back(&mut self, here: Place) -> Option<Place> {
        let place = self.before.pop()?;
        self.after.push(here);
        Some(place)
    }

    /// Does a jump again that has been gone back on.
    pub(super) fn forward(&mut self, here: Place) -> Option<Place> {
        let place = self.after.pop()?;
        self.before.push(here);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(block: usize) -> Place {
        Place::new(0, block, 0)
    }

    #[test]
    fn jumps_are_undone_and_done_again_until_another_way_is_taken() {
        let mut history = History::default();
        history.leave(at(1));
        history.leave(at(2));
        assert_eq!((history.back(at(3)), history.back(at(2)), history.back(at(1))), (Some(at(2)), Some(at(1)), None));
        assert_eq!(history.forward(at(1)), Some(at(2)));
        history.leave(at(2));
        assert_eq!((history.forward(at(9)), history.last()), (None, Some(at(2))));
    }

    #[test]
    fn the_oldest_jump_is_forgotten_first() {
        let mut history = History::default();
        (0..=MOST).for_each(|n| history.leave(at(n)));
        let back: Vec<_> = std::iter::from_fn(|| history.back(at(0))).collect();
        assert_eq!((back.len(), back[MOST - 1]), (MOST, at(1)));
    }
}
