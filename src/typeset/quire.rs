//! Sets a stretch of a story and folds it into pages: the quire, which is what is kept, shown and numbered.

use std::ops::Range;

use super::galley::{Compositor, Setter, narrowed_for};
use super::page::{Elastic, Page, cut};
use super::setting::setting;
use super::stretch::Stretch;
use super::{Gaps, Line, LineKind, Options};
use crate::document::{Document, Place};

/// The pages that lines are cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaves {
    /// A page's rows; at least one is used.
    pub rows: u16,
    /// Whether pages face each other two by two, which should then be of one depth.
    pub facing: bool,
}

/// A set stretch: lines, and the pages that are ranges of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quire {
    lines: Vec<Line>,
    /// Where each page begins and ends.
    pages: Vec<(u32, u32)>,
}

/// Pages with fewer rows than this, those of windows under 16 rows, have the gaps around their titles shrunk: a story's title,
/// its author, a scene's title and the gaps of a larger page take eleven rows.
const LEAST_ROWS_FOR_GAPS: u16 = 15;

/// What a line more costs by itself, in sixteenths of an empty row: less than that row, more than nothing.
const LONGER: u32 = 4;

/// What each cell costs by which the paragraph is narrowed for it.
const NARROWED: u32 = 2;

/// A paragraph of fewer lines is not changed: it would show.
const LEAST_ELASTIC: usize = 3;

/// So many times paragraphs that won't fit are struck from the list and pages are cut anew. It is rarely twice.
const TRIALS: usize = 8;

impl Quire {
    /// Sets a stretch. Between two pages only blank rows are left out; no two pages begin at the same place.
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
        let mut setter = Setter::new(compositor, document, *options);
        let quire = Self::fold(&mut setter, stretch, leaves);
        if options.title_page && quire.starts().windows(2).any(|pair| pair[0] == pair[1]) {
            // The story's title stands at the place of what follows it. Where the rows hold nothing beside it, it goes.
            setter.options.title_page = false;
            return Self::fold(&mut setter, stretch, leaves);
        }
        quire
    }

    fn fold(setter: &mut Setter<'_>, stretch: Stretch, leaves: Leaves) -> Self {
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
            // From the last on, so that indices stay what they are.
            for (nth, _) in longer.iter().zip(&changed).rev().filter(|(_, lines)| lines.is_none()) {
                elastic.remove(*nth);
            }
        }
        let pages = cut(&lines, leaves, &[], stretch.open);
        let pages = apply(&mut lines, &pages, Vec::new());
        Self { lines, pages }
    }

    /// How many pages there are; at least one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.pages.len().max(1)
    }

    /// The lines of a page; none past the last page.
    #[must_use]
    pub fn page(&self, page: usize) -> &[Line] {
        self.pages.get(page).map_or(&[], |(start, end)| &self.lines[*start as usize..*end as usize])
    }

    /// Where the words of each page begin.
    #[must_use]
    pub fn starts(&self) -> Vec<Place> {
        let start = |page: usize| self.page(page).iter().find(|line| !line.is_blank()).map(|line| line.place);
        (0..self.count()).map(|page| start(page).unwrap_or_default()).collect()
    }
}

/// Puts lengthened paragraphs in the place of the old ones; the pages' new bounds.
fn apply(lines: &mut Vec<Line>, pages: &[Page], longer: Vec<(Range<usize>, Vec<Line>)>) -> Vec<(u32, u32)> {
    let ends: Vec<usize> = longer.iter().map(|(old, _)| old.end).collect();
    for (old, new) in longer.into_iter().rev() {
        lines.splice(old, new);
    }
    // Each of them moves what follows it by a line.
    let moved = |at: usize| u32::try_from(at + ends.partition_point(|end| *end <= at)).unwrap_or(u32::MAX);
    pages.iter().map(|page| (moved(page.lines.start), moved(page.lines.end))).collect()
}

/// The paragraphs that can take a line more, by what their cells promise.
fn elastic(setter: &Setter<'_>, lines: &[Line]) -> Vec<Elastic> {
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

/// What it costs to set a paragraph of so many lines with one more; `None` if it can't be.
fn price(setter: &Setter<'_>, last: Line, lines: usize) -> Option<u32> {
    let LineKind::Text(kind) = last.kind else { return None };
    let ink = setting(kind, None, setter.options.measure);
    let narrowed = narrowed_for(setter.room_of(ink), lines, last.cells)?;
    (ink.prose && setter.is_one_flow(last.place)).then_some(LONGER + NARROWED * u32::from(narrowed))
}

#[cfg(test)]
mod tests;
