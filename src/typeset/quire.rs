//! Sets a stretch of a story and folds it into pages: the quire, which is what is kept, shown and numbered.

use std::ops::Range;

use super::galley::{Compositor, SHORT_LAST, Setter, most_narrowed};
use super::page::{Elastic, Fit, Page, cut};
use super::setting::setting;
use super::stretch::Stretch;
use super::{Line, LineKind, Options};
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

/// What a line more costs by itself, in sixteenths of an empty row: less than that row, more than nothing.
const LONGER: u32 = 4;

/// What each cell costs by which the paragraph is narrowed for it.
const NARROWED: u32 = 2;

/// What a line less costs.
const SHORTER: u32 = 8;

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
        for trial in 0..TRIALS {
            if trial + 1 == TRIALS {
                elastic.clear();
            }
            let pages = cut(&lines, leaves, &elastic, stretch.open);
            let fits = || pages.iter().filter_map(|page| page.fit);
            let changed: Vec<(Fit, Option<Vec<Line>>)> = fits()
                .map(|fit| (fit, setter.refit(&lines[elastic[fit.paragraph].lines.clone()], fit.longer)))
                .collect();
            let mut all = true;
            for (fit, _) in changed.iter().filter(|(_, lines)| lines.is_none()) {
                let paragraph = &mut elastic[fit.paragraph];
                let refused = if fit.longer { &mut paragraph.longer } else { &mut paragraph.shorter };
                *refused = None;
                all = false;
            }
            if all {
                let changes =
                    changed.into_iter().filter_map(|(fit, new)| Some((elastic[fit.paragraph].lines.clone(), new?)));
                let pages = apply(&mut lines, &pages, changes);
                return Self { lines, pages };
            }
        }
        Self { lines, pages: Vec::new() }
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

/// Puts changed paragraphs in the place of the old ones; the pages' new bounds.
fn apply(
    lines: &mut Vec<Line>,
    pages: &[Page],
    changes: impl DoubleEndedIterator<Item = (Range<usize>, Vec<Line>)>,
) -> Vec<(u32, u32)> {
    // How far lines have moved from each changed paragraph's end on, last first.
    let mut moves: Vec<(usize, isize)> = Vec::new();
    for (old, new) in changes.rev() {
        let by = new.len().cast_signed() - old.len().cast_signed();
        moves.push((old.end, by));
        lines.splice(old, new);
    }
    moves.reverse();
    let (mut next, mut by) = (0, 0_isize);
    let mut moved = |at: usize| {
        while let Some((_, more)) = moves.get(next).filter(|(from, _)| *from <= at) {
            by += more;
            next += 1;
        }
        u32::try_from(at.saturating_add_signed(by)).unwrap_or(u32::MAX)
    };
    pages.iter().map(|page| (moved(page.lines.start), moved(page.lines.end))).collect()
}

/// The paragraphs that are long enough to take or lose a line, by what their cells promise.
fn elastic(setter: &Setter<'_>, lines: &[Line]) -> Vec<Elastic> {
    let mut found = Vec::new();
    let mut start = 0;
    for (n, line) in lines.iter().enumerate() {
        if line.first {
            start = n;
        }
        if line.last
            && n + 1 >= start + LEAST_ELASTIC
            && let Some(paragraph) = judge(setter, lines, start..n + 1)
        {
            found.push(paragraph);
        }
    }
    found
}

fn judge(setter: &Setter<'_>, lines: &[Line], range: Range<usize>) -> Option<Elastic> {
    let (last, inner) = lines[range.clone()].split_last()?;
    let LineKind::Text(kind) = last.kind else { return None };
    let ink = setting(kind, None, setter.options.measure);
    if !ink.prose {
        return None;
    }
    let room = setter.room_of(ink);
    let lines = u32::try_from(range.len()).unwrap_or(u32::MAX);
    let (room, most) = (u32::from(room), u32::from(most_narrowed(room)));
    // Each line narrowed gives its cells to the last one, which must flow over by a word.
    let narrowed = (room + SHORT_LAST).saturating_sub(u32::from(last.cells)).div_ceil(lines).max(1);
    let longer = (narrowed <= most).then_some(LONGER + NARROWED * narrowed);
    let slack: u32 =
        inner.iter().map(|line| (room + u32::from(ink.left)).saturating_sub(u32::from(line.indent + line.cells))).sum();
    let shorter = (slack >= u32::from(last.cells) + lines - 1).then_some(SHORTER);
    if longer.is_none() && shorter.is_none() {
        return None;
    }
    is_one_flow(setter, last).then_some(Elastic { lines: range, longer, shorter })
}

/// Whether the block of a line is one flow of text.
fn is_one_flow(setter: &Setter<'_>, line: &Line) -> bool {
    let block = setter.document.block(line.place.scene as usize, line.place.block as usize);
    block.is_some_and(|block| !block.text.contains('\n'))
}

#[cfg(test)]
mod tests;
