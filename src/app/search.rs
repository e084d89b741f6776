//! What is looked for, where it stands, and which of those places the reader is at.

use std::ops::Range;

use crate::document::{Document, Hit, MOST_HITS, Place, Query, Switches};
use crate::shelf::Stamp;

/// A clock that counts milliseconds from some time on. The terminal gives it: the model touches nothing of the machine. By default it
/// stands still.
#[derive(Debug, Clone, Copy)]
pub struct Clock(pub fn() -> Stamp);

impl Default for Clock {
    fn default() -> Self {
        Self(|| 0)
    }
}

/// The longest that a regular expression is looked for before it is given up: longer than nearly all take in the longest novels,
/// and no key waits longer. In milliseconds.
const LONGEST_SEARCH: Stamp = 1500;

/// The state of a search. Without one nothing is lit.
#[derive(Debug, Clone, Default)]
pub struct Search {
    clock: Clock,
    hits: Vec<Hit>,
    current: Option<usize>,
    typed: String,
    switches: Switches,
    /// Whether it was given up before the end of the story.
    given_up: bool,
    /// Whether the hits are all that there are, so that a longer query need only be looked for among them.
    complete: bool,
    /// What is wrong with it as a regular expression.
    wrong: Option<String>,
}

/// A move from one hit to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct HitStep {
    /// The place of the new hit.
    pub(super) place: Place,
    /// Whether the move passed the end of the story, or its beginning on the way back.
    pub(super) wrapped: bool,
}

impl Search {
    /// Returns a search for nothing by a clock.
    pub(super) fn by(clock: Clock) -> Self {
        Self { clock, ..Self::default() }
    }

    /// Looks for what was typed; nothing typed means that nothing is lit.
    pub(super) fn anew(&self, document: &Document, typed: &str, switches: Switches) -> Self {
        let (query, wrong) = match Query::new(typed, switches) {
            Ok(query) => (query, None),
            Err(wrong) => (None, Some(wrong)),
        };
        let started = (self.clock.0)();
        let goes_on = || (self.clock.0)().saturating_sub(started) < LONGEST_SEARCH;
        let look = |query| document.search_while(&query, goes_on);
        let found = query.map_or((Vec::new(), true), look);
        self.found(found, typed, switches, wrong)
    }

    /// Looks for what was typed, near what this search has found where that is enough.
    pub(super) fn refined(&self, document: &Document, typed: &str, switches: Switches) -> Self {
        match Query::new(typed, switches) {
            Ok(Some(query)) if self.complete && query.refines(typed, (&self.typed, self.switches)) => {
                let mut blocks: Vec<_> = self.hits.iter().map(|hit| (hit.place.scene, hit.place.block)).collect();
                blocks.dedup();
                let blocks = blocks.into_iter().map(|(scene, block)| (scene as usize, block as usize));
                self.found((document.search_in(&query, blocks), true), typed, switches, None)
            }
            _ => self.anew(document, typed, switches),
        }
    }

    /// Returns the search that found these hits, given with whether the story was searched to its end.
    fn found(&self, found: (Vec<Hit>, bool), typed: &str, switches: Switches, wrong: Option<String>) -> Self {
        let (hits, whole) = found;
        let complete = whole && hits.len() < MOST_HITS;
        Self {
            clock: self.clock,
            hits,
            current: None,
            typed: typed.to_owned(),
            switches,
            given_up: !whole,
            complete,
            wrong,
        }
    }

    /// Looks for the same again.
    pub(super) fn again(&self, document: &Document) -> Self {
        self.anew(document, &self.typed, self.switches)
    }

    /// How what was typed is read.
    #[must_use]
    pub fn switches(&self) -> Switches {
        self.switches
    }

    /// What is wrong with it as a regular expression.
    pub(super) fn wrong(&self) -> Option<&str> {
        self.wrong.as_deref()
    }

    /// Whether it was given up before the end of the story, since it takes too long.
    pub(super) fn is_given_up(&self) -> bool {
        self.given_up
    }

    /// All hits, in the order of the story.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// Makes the hit at an index the one that the reader is at; its place.
    pub(super) fn choose(&mut self, index: usize) -> Option<Place> {
        self.at(index)
    }

    /// How many there are, as people say it: of so many that they were not all counted, a little less.
    #[must_use]
    pub fn told(&self) -> String {
        let more = if self.hits.len() >= MOST_HITS || self.given_up { "+" } else { "" };
        format!("{}{more}", self.hits.len())
    }

    /// Puts the light out; what was looked for is remembered.
    pub(super) fn unlight(&mut self) {
        self.hits.clear();
        (self.current, self.complete) = (None, false);
    }

    /// What is looked for.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// How many places there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.hits.len()
    }

    /// Which of them the reader is at, from 1.
    #[must_use]
    pub fn current(&self) -> Option<usize> {
        self.current.map(|index| index + 1)
    }

    /// The hits in a block, each with whether the reader is at it.
    pub fn in_block(&self, scene: u32, block: u32) -> impl Iterator<Item = (&Range<usize>, bool)> {
        let first = self.hits.partition_point(|hit| (hit.place.scene, hit.place.block) < (scene, block));
        self.hits[first..]
            .iter()
            .enumerate()
            .take_while(move |(_, hit)| (hit.place.scene, hit.place.block) == (scene, block))
            .map(move |(index, hit)| (&hit.range, self.current == Some(first + index)))
    }

    /// Goes to the first hit at or after a place, round the end if need be.
    pub(super) fn first_from(&mut self, place: Place) -> Option<HitStep> {
        let index = self.hits.partition_point(|hit| hit.place < place);
        let wrapped = index == self.hits.len();
        self.at(if wrapped { 0 } else { index }).map(|place| HitStep { place, wrapped })
    }

    /// The present hit's place.
    pub(super) fn place(&self) -> Option<Place> {
        self.current.and_then(|index| self.hits.get(index)).map(|hit| hit.place)
    }

    /// Goes on or back by one hit.
    pub(super) fn step(&mut self, forward: bool) -> Option<HitStep> {
        let last = self.hits.len().checked_sub(1)?;
        let (index, wrapped) = match (self.current.unwrap_or(0), forward) {
            (index, true) if index >= last => (0, true),
            (index, true) => (index + 1, false),
            (0, false) => (last, true),
            (index, false) => (index - 1, false),
        };
        self.at(index).map(|place| HitStep { place, wrapped })
    }

    /// Goes to the last hit before a place, or round the start to the last of all.
    pub(super) fn last_before(&mut self, place: Place) -> Option<HitStep> {
        let index = self.hits.partition_point(|hit| hit.place < place);
        let (last, before) = (self.hits.len().checked_sub(1)?, index.checked_sub(1));
        self.at(before.unwrap_or(last)).map(|place| HitStep { place, wrapped: before.is_none() })
    }

    fn at(&mut self, index: usize) -> Option<Place> {
        let place = self.hits.get(index)?.place;
        self.current = Some(index);
        Some(place)
    }
}
