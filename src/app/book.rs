//! The story in pages at the present size of the window, as far as they have been asked for.
//!
//! The stretch that is read is set when it is needed, before anything is drawn; its neighbours and the numbers of all
//! other pages are ordered, and come as events.

use super::Preferences;
use crate::document::{Document, MoodSet, Place};
use crate::theme::{Theme, TitleStyle};
use crate::typeset::{
    Align, Ambiguous, Compositor, Leaves, Line, Options, Quire, Sheet, SheetOptions, Spacing, Stretch,
    opens_with_initial, stretches,
};

/// A page, by the stretch that it stands in and its number there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Page {
    stretch: usize,
    number: usize,
}

/// The pages of a story and how they came about.
#[derive(Debug)]
pub struct Book {
    preferences: Preferences,
    openings: Openings,
    sheet: Sheet,
    setting: Option<(Options, Leaves)>,
    /// How often the setting has changed: what was ordered before that is not wanted any more.
    generation: u64,
    stretches: Vec<Stretch>,
    /// Where the pages of each stretch begin, as far as it is known.
    starts: Vec<Option<Vec<Place>>>,
    /// The stretches around the reader.
    near: Vec<(usize, Quire)>,
    compositor: Compositor,
    /// The occasion of the last order. The same occasion needs no second one.
    ordered: Occasion,
}

/// The scenes whose beginnings are set in a way that the theme wants. It is all of a theme that moves lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Openings {
    /// The moods that open with a drop cap.
    initials: MoodSet,
    /// The moods whose titles have large letters.
    big_titles: MoodSet,
}

impl Openings {
    /// Returns the openings that a theme wants.
    pub(super) fn of(theme: &Theme) -> Self {
        Self {
            initials: MoodSet::of(|mood| theme.drop_cap(mood).unwrap_or(opens_with_initial(mood))),
            big_titles: MoodSet::of(|mood| theme.title(mood) == Some(TitleStyle::Big)),
        }
    }
}

/// What an order is given for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Occasion {
    /// How often the setting had changed.
    generation: u64,
    /// The index of the stretch that the reader was in.
    stretch: usize,
}

/// What is still to be set, nearest to the reader first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Goes back with what was set.
    pub generation: u64,
    /// How lines are set.
    pub options: Options,
    /// How they are cut into pages.
    pub leaves: Leaves,
    /// The stretches, in the order in which they are wanted.
    pub stretches: Vec<OrderedStretch>,
}

/// A stretch that is to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderedStretch {
    /// Its index among the stretches of the story.
    pub index: usize,
    /// Its blocks.
    pub stretch: Stretch,
    /// Whether its pages are wanted. If not, only the places where they begin are.
    pub with_pages: bool,
}

/// A stretch that was ordered and has been set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Its index.
    pub stretch: usize,
    /// Where its pages begin.
    pub starts: Vec<Place>,
    /// Its pages, if they were wanted.
    pub quire: Option<Quire>,
}

impl Order {
    /// Sets one of the stretches.
    #[must_use]
    pub fn set(&self, nth: usize, document: &Document, compositor: &mut Compositor) -> Option<Proof> {
        let OrderedStretch { index, stretch, with_pages } = *self.stretches.get(nth)?;
        let quire = Quire::set(compositor, document, stretch, &self.options, self.leaves);
        Some(Proof { stretch: index, starts: quire.starts(), quire: with_pages.then_some(quire) })
    }
}

impl Book {
    /// A book without pages: the window's size is not known yet. Of a piece of a story those stretches are told that are there.
    pub(super) fn new(document: &Document, there: Option<Vec<Stretch>>, preferences: Preferences) -> Self {
        let there = there.filter(|stretches| !stretches.is_empty());
        let stretches = there.unwrap_or_else(|| stretches(document));
        Self {
            preferences,
            openings: Openings::default(),
            sheet: Sheet::default(),
            setting: None,
            generation: 0,
            starts: vec![None; stretches.len()],
            stretches,
            near: Vec::new(),
            compositor: Compositor::new(document),
            ordered: Occasion::default(),
        }
    }

    /// What the reader has chosen.
    #[must_use]
    pub fn preferences(&self) -> Preferences {
        self.preferences
    }

    /// The window's division.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        self.sheet
    }

    /// The lines of a page, or of the one that faces it.
    #[must_use]
    pub fn lines(&self, opening: Page, side: u16) -> &[Line] {
        let quire = self.near.iter().find(|(stretch, _)| *stretch == opening.stretch);
        quire.map_or(&[], |(_, quire)| quire.page(opening.number + usize::from(side)))
    }

    /// The first of the pages that are seen when a place is. Its stretch has been set.
    #[must_use]
    pub fn opening(&self, place: Place) -> Page {
        let stretch = self.stretch_of(place);
        let number = self.starts[stretch].as_ref().map_or(0, |starts| page_of(starts, place));
        Page { stretch, number: number - number % self.step() }
    }

    /// Whether a place is seen when this page is the first that is.
    #[must_use]
    pub fn shows(&self, opening: Page, place: Place) -> bool {
        self.stretch_of(place) == opening.stretch && self.opening(place) == opening
    }

    /// Where the words of a page begin. Its stretch has been set.
    #[must_use]
    pub fn start_of(&self, page: Page) -> Place {
        let starts = self.starts[page.stretch].as_deref().unwrap_or_default();
        starts.get(page.number).or(starts.last()).copied().unwrap_or_default()
    }

    /// A page's number in the book, from 1; `None` until all before it are known.
    #[must_use]
    pub fn number(&self, page: Page) -> Option<usize> {
        let before: Option<usize> = self.starts[..page.stretch].iter().map(|starts| Some(starts.as_ref()?.len())).sum();
        before.map(|before| before + page.number + 1)
    }

    /// The number of the page that shows a place; `None` until it is known.
    #[must_use]
    pub fn number_of(&self, place: Place) -> Option<usize> {
        let stretch = self.stretch_of(place);
        let number = page_of(self.starts[stretch].as_ref()?, place);
        self.number(Page { stretch, number })
    }

    /// The numbers of the pages that show some places, in their order. The pages before each are counted once.
    #[must_use]
    pub fn numbers(&self, places: impl Iterator<Item = Place>) -> Vec<Option<usize>> {
        let mut before = vec![Some(0)];
        for starts in &self.starts {
            let sum = before.last().copied().flatten();
            before.push(sum.zip(starts.as_ref()).map(|(sum, starts)| sum + starts.len()));
        }
        let number = |place: Place| {
            let stretch = self.stretch_of(place);
            Some(before[stretch]? + page_of(self.starts[stretch].as_ref()?, place) + 1)
        };
        places.map(number).collect()
    }

    /// How many pages there are; `None` until it is known.
    #[must_use]
    pub fn total(&self) -> Option<usize> {
        self.starts.iter().map(|starts| Some(starts.as_ref()?.len())).sum()
    }

    /// How many of the pages that are seen have something on them.
    #[must_use]
    pub fn seen(&self, opening: Page) -> usize {
        let count = self.starts[opening.stretch].as_ref().map_or(1, Vec::len);
        self.step().min(count.saturating_sub(opening.number)).max(1)
    }

    /// The page on this side of the pages that are seen: 0 is the first.
    #[must_use]
    pub fn facing(&self, opening: Page, side: u16) -> Page {
        Page { number: opening.number + usize::from(side), ..opening }
    }

    /// The bytes of text up to the end of the last line that is seen.
    #[must_use]
    pub fn end(&self, document: &Document, opening: Page) -> usize {
        let next = opening.number + self.step();
        let starts = self.starts[opening.stretch].as_deref().unwrap_or_default();
        let end = match (starts.get(next), self.stretches.get(opening.stretch + 1)) {
            (Some(start), _) => *start,
            (None, Some(stretch)) => Place::new(stretch.start.0 as usize, stretch.start.1 as usize, 0),
            (None, None) => return document.len(),
        };
        document.offset(end)
    }

    /// How much of the story has been read at the end of the last line that is seen, in percent.
    #[must_use]
    pub fn percent(&self, document: &Document, opening: Page) -> usize {
        if document.is_empty() { 100 } else { self.end(document, opening) * 100 / document.len() }
    }

    /// The page so many leaves further on or back, and no further than the first or last.
    pub(super) fn turned(&mut self, document: &Document, opening: Page, leaves: usize, forward: bool) -> Page {
        let step = self.step();
        let Page { mut stretch, mut number } = opening;
        let mut rest = leaves.saturating_mul(step);
        loop {
            let last = self.count(document, stretch) - 1;
            let last = last - last % step;
            let room = if forward { last.saturating_sub(number) } else { number };
            let next = if forward { stretch + 1 } else { stretch.wrapping_sub(1) };
            if rest <= room || next >= self.stretches.len() {
                let by = rest.min(room);
                return Page { stretch, number: if forward { number + by } else { number - by } };
            }
            rest -= room + step;
            let count = self.count(document, next) - 1;
            (stretch, number) = (next, if forward { 0 } else { count - count % step });
        }
    }

    /// The page of this number in the book, from 1, or the last one; a book that long takes a moment.
    pub(super) fn numbered(&mut self, document: &Document, number: usize) -> Page {
        let mut rest = number.max(1) - 1;
        for stretch in 0..self.stretches.len() {
            let count = self.count(document, stretch);
            if rest < count {
                return Page { stretch, number: rest };
            }
            rest -= count;
        }
        self.last(document)
    }

    /// The last page.
    pub(super) fn last(&mut self, document: &Document) -> Page {
        let stretch = self.stretches.len() - 1;
        Page { stretch, number: self.count(document, stretch) - 1 }
    }

    /// The window has this size now. The place is not the book's to change.
    pub(super) fn resize(&mut self, width: u16, height: u16) {
        let Preferences { measure, spread, status, justify, hyphens, hang, ambiguous, spacing, .. } = self.preferences;
        self.sheet = Sheet::of(
            width,
            height,
            SheetOptions { measure, spread, status, spacing: spacing.lines, margins: spacing.margins },
        );
        // Blocks are of ambiguous width, and a letter of three rows has no gaps.
        let large = ambiguous == Ambiguous::Narrow && spacing.lines == Spacing::Single;
        let openings = if large { self.openings } else { Openings::default() };
        let options = Options {
            measure: self.sheet.measure,
            align: if justify { Align::Justify } else { Align::Left },
            hyphens,
            ambiguous,
            // Windows too narrow for margins have no room beside the text.
            hang: hang && self.sheet.left > 0,
            initials: openings.initials,
            big_titles: openings.big_titles,
            paragraphs: spacing.paragraphs,
            title_page: true,
            ..Options::default()
        };
        let setting = Some((options, Leaves { rows: self.sheet.lines(), facing: self.sheet.pages > 1 }));
        if self.setting != setting {
            self.setting = setting;
            self.generation += 1;
            self.starts.fill(None);
            self.near.clear();
        }
    }

    /// The reader has chosen otherwise.
    pub(super) fn prefer(&mut self, preferences: Preferences) {
        self.preferences = preferences;
        self.resize(self.sheet.width, self.sheet.height);
    }

    /// Takes the openings that the theme wants. If they are those of the theme before, no line is set.
    pub(super) fn open_with(&mut self, openings: Openings) {
        if self.openings != openings {
            self.openings = openings;
            // Before the window's size is known, nothing has been set.
            if self.setting.is_some() {
                self.resize(self.sheet.width, self.sheet.height);
            }
        }
    }

    /// Makes sure that the pages around a place can be drawn, and forgets those far from it.
    pub(super) fn open_at(&mut self, document: &Document, place: Place) {
        let stretch = self.stretch_of(place);
        self.near.retain(|(near, _)| near.abs_diff(stretch) <= 1);
        if self.near.iter().all(|(near, _)| *near != stretch) {
            self.set(document, stretch);
        }
    }

    /// What is to be set beside the pages around a place, if it has not been ordered.
    pub(super) fn order(&mut self, place: Place) -> Option<Order> {
        let at = self.stretch_of(place);
        let (options, leaves) = self.setting?;
        let occasion = Occasion { generation: self.generation, stretch: at };
        if self.ordered == occasion {
            return None;
        }
        self.ordered = occasion;
        let near = |stretch: usize| self.near.iter().any(|(near, _)| *near == stretch);
        let ordered = |(index, stretch): (usize, &Stretch)| {
            let with_pages = index.abs_diff(at) <= 1;
            let missing = self.starts[index].is_none() || with_pages && !near(index);
            missing.then_some(OrderedStretch { index, stretch: *stretch, with_pages })
        };
        let mut wanted: Vec<OrderedStretch> = self.stretches.iter().enumerate().filter_map(ordered).collect();
        // What follows is read sooner than what came before.
        wanted.sort_by_key(|wanted| (wanted.index.abs_diff(at), wanted.index < at));
        (!wanted.is_empty()).then_some(Order { generation: self.generation, options, leaves, stretches: wanted })
    }

    /// Takes in what was ordered.
    pub(super) fn accept(&mut self, generation: u64, proofs: Vec<Proof>) {
        if generation != self.generation {
            return;
        }
        for Proof { stretch, starts, quire } in proofs {
            if let Some(quire) = quire
                && self.near.iter().all(|(near, _)| *near != stretch)
            {
                self.near.push((stretch, quire));
            }
            if let Some(known) = self.starts.get_mut(stretch) {
                *known = Some(starts);
            }
        }
    }

    fn step(&self) -> usize {
        usize::from(self.sheet.pages.max(1))
    }

    fn stretch_of(&self, place: Place) -> usize {
        let at = (place.scene, place.block);
        self.stretches.partition_point(|stretch| stretch.start <= at).saturating_sub(1)
    }

    /// How many pages a stretch has.
    fn count(&mut self, document: &Document, stretch: usize) -> usize {
        if self.starts[stretch].is_none() {
            self.set(document, stretch);
        }
        self.starts[stretch].as_ref().map_or(1, Vec::len)
    }

    fn set(&mut self, document: &Document, stretch: usize) {
        let Some((options, leaves)) = self.setting else { return };
        let quire = Quire::set(&mut self.compositor, document, self.stretches[stretch], &options, leaves);
        self.starts[stretch] = Some(quire.starts());
        self.near.push((stretch, quire));
    }
}

/// The first page that begins where the last one at or before a place does: a story's title stands at the same place
/// as what follows it.
fn page_of(starts: &[Place], place: Place) -> usize {
    let nearest = starts.partition_point(|start| *start <= place).saturating_sub(1);
    starts.get(nearest).map_or(0, |same| starts.partition_point(|start| start < same))
}
