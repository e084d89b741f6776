//! The quire: a stretch of a story, set in lines and cut into pages. It is what the program keeps, shows and numbers.
//!
//! Setting and cutting depend on each other. A page that lacks a row can ask for a longer paragraph, and only setting
//! it can tell whether it looks well. So [`Quire::set`] cuts the pages, sets the paragraphs that they ask for, and cuts
//! again without those that refuse. Heights are rows, pages are counted from 0, and page numbers of the whole story are
//! the model's.

use std::ops::Range;

use super::galley::{Compositor, Typesetter, narrowed_for};
use super::geometry::geometry;
use super::page::{Elastic, Page, cut};
use super::stretch::Stretch;
use super::{Gaps, Line, LineKind, Options};
use crate::document::{Document, Place};

/// The size and arrangement of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaves {
    /// The rows of a page; at least one is used.
    pub rows: u16,
    /// Whether pages face each other two by two. Facing pages should have the same depth.
    pub facing: bool,
}

/// A set stretch: its lines, and its pages as ranges of them.
///
/// Pages do not overlap. Between two of them, only blank rows are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quire {
    lines: Vec<Line>,
    /// The first line of each page, and one past its last.
    pages: Vec<(u32, u32)>,
}

/// The rows of a page below which the gaps around titles shrink. A story's title, its author and a scene's title, with
/// the gaps of a larger page, take eleven rows.
const LEAST_ROWS_FOR_GAPS: u16 = 15;

/// The cost of a line more, in sixteenths of an empty row. It is less than that row, so that the page is filled, and
/// more than nothing, so that no paragraph is changed without need.
const LONGER: u32 = 4;

/// The cost of each cell by which the paragraph is narrowed for it.
const NARROWED: u32 = 2;

/// The fewest lines of a paragraph that may be changed. In a shorter one it would show.
const LEAST_ELASTIC: usize = 3;

/// The most times that pages are cut again without the paragraphs that refused. More than one is rare.
const TRIALS: usize = 8;

impl Quire {
    /// Sets a stretch in lines and cuts them into pages.
    ///
    /// No two pages begin at the same place, so a place tells its page. On a page so small that the story's title would
    /// fill it alone, the title page is left out.
    ///
    /// ```
    /// use nightstand::format;
    /// use nightstand::typeset::{Compositor, Leaves, Options, Quire, stretches};
    ///
    /// let text = "It was late, and the lamp was lit.\n\n".repeat(12);
    /// let story = format::read("a.txt", text.as_bytes())?.document();
    /// let mut compositor = Compositor::new(&story);
    /// let options = Options { measure: 20, ..Options::default() };
    /// let leaves = Leaves { rows: 6, facing: false };
    ///
    /// // Twelve paragraphs of two lines make four pages of six rows.
    /// let quire = Quire::set(&mut compositor, &story, stretches(&story)[0], &options, leaves);
    /// assert_eq!(quire.count(), 4);
    /// assert!((0..4).all(|page| quire.page(page).len() == 6));
    /// // Each page is found by the place where it begins.
    /// let starts: Vec<u32> = quire.starts().iter().map(|place| place.block).collect();
    /// assert_eq!(starts, [0, 3, 6, 9]);
    /// # Ok::<(), nightstand::format::ReadError>(())
    /// ```
    #[must_use]
    pub fn set(
        compositor: &mut Compositor,
        document: &Document,
        stretch: Stretch,
        options: &Options,
        leaves: Leaves,
    ) -> Self {
        let gaps = if leaves.rows < LEAST_ROWS_FOR_GAPS { Gaps::Small } else { options.gaps };
        let options = &Options { gaps, ..*options };
        let mut setter = Typesetter::new(compositor, document, *options);
        let quire = Self::fold(&mut setter, stretch, leaves);
        if options.title_page && quire.starts().windows(2).any(|pair| pair[0] == pair[1]) {
            // The story's title stands at the place of the text that follows. If a page holds nothing else, two pages
            // would begin there.
            setter.options.title_page = false;
            return Self::fold(&mut setter, stretch, leaves);
        }
        quire
    }

    /// Sets a stretch and cuts it, until every paragraph that a page asks for could be set longer.
    fn fold(setter: &mut Typesetter<'_>, stretch: Stretch, leaves: Leaves) -> Self {
        let mut lines = setter.stretch(stretch);
        let mut elastic = elastic(setter, &lines);
        for _ in 0..TRIALS {
            let pages = cut(&lines, leaves, &elastic, stretch.open);
            let longer = pages.iter().filter_map(|page| page.longer);
            let longer: Vec<usize> = longer.collect();
            let changed: Vec<_> =
                longer.iter().map(|nth| setter.lengthened(&lines[elastic[*nth].lines.clone()])).collect();
            if changed.iter().all(Option::is_some) {
                let old = longer.iter().map(|nth| elastic[*nth].lines.clone());
                let pages = apply(&mut lines, &pages, old.zip(changed.into_iter().flatten()).collect());
                return Self { lines, pages };
            }
            // From the last one on, so that the indices of the others hold.
            for (nth, _) in longer.iter().zip(&changed).rev().filter(|(_, lines)| lines.is_none()) {
                elastic.remove(*nth);
            }
        }
        let pages = cut(&lines, leaves, &[], stretch.open);
        let pages = apply(&mut lines, &pages, Vec::new());
        Self { lines, pages }
    }

    /// Returns the number of pages, which is at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.pages.len().max(1)
    }

    /// Returns the lines of a page, counted from 0. There are none past the last page.
    #[must_use]
    pub fn page(&self, page: usize) -> &[Line] {
        self.pages.get(page).map_or(&[], |(start, end)| &self.lines[*start as usize..*end as usize])
    }

    /// Returns the place of the first text on each page, in order.
    #[must_use]
    pub fn starts(&self) -> Vec<Place> {
        let start = |page: usize| self.page(page).iter().find(|line| !line.is_blank()).map(|line| line.place);
        (0..self.count()).map(|page| start(page).unwrap_or_default()).collect()
    }
}

/// Puts longer paragraphs in the place of the old ones. Returns the new bounds of the pages.
fn apply(lines: &mut Vec<Line>, pages: &[Page], longer: Vec<(Range<usize>, Vec<Line>)>) -> Vec<(u32, u32)> {
    let ends: Vec<usize> = longer.iter().map(|(old, _)| old.end).collect();
    for (old, new) in longer.into_iter().rev() {
        lines.splice(old, new);
    }
    // Each longer paragraph moves what follows it by one line.
    let moved = |at: usize| u32::try_from(at + ends.partition_point(|end| *end <= at)).unwrap_or(u32::MAX);
    pages.iter().map(|page| (moved(page.lines.start), moved(page.lines.end))).collect()
}

/// Returns the paragraphs that can take a line more, as far as their cells tell.
fn elastic(setter: &Typesetter<'_>, lines: &[Line]) -> Vec<Elastic> {
    let mut found = Vec::new();
    let mut start = 0;
    for (n, line) in lines.iter().enumerate() {
        if line.first {
            start = n;
        }
        if line.last
            && n + 1 >= start + LEAST_ELASTIC
            && lines[start].initial == 0
            && let Some(price) = price(setter, *line, n + 1 - start)
        {
            found.push(Elastic { lines: start..n + 1, price });
        }
    }
    found
}

/// Returns the cost of one line more for a paragraph of so many lines, or `None` if it can't have one.
fn price(setter: &Typesetter<'_>, last: Line, lines: usize) -> Option<u32> {
    let LineKind::Text(_) = last.kind else { return None };
    let block = setter.document.block(last.place.scene as usize, last.place.block as usize)?;
    let ink = geometry(block, None, setter.options.measure);
    let narrowed = narrowed_for(setter.room_of(ink), lines, last.cells)?;
    (ink.prose && setter.is_one_flow(last.place)).then_some(LONGER + NARROWED * u32::from(narrowed))
}

#[cfg(test)]
mod tests;
