//! What leads elsewhere from the pages that are seen: links and the numbers of notes.

use super::App;
use crate::document::{MarkKind, Place, SafeText};
use crate::typeset::{Line, LineKind};

/// A link on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Its words, and those that stand where it leads.
    pub label: SafeText,
    /// Where it leads.
    pub place: Place,
}

/// Characters of what stands where a link leads; a list shows a line of it.
const SHOWN: usize = 120;

/// The most links that are listed of a page: a row for every other word of a full one.
const MOST: usize = 200;

impl App {
    /// The links on the pages that are seen, in the order of the text, that lead somewhere in the story.
    #[must_use]
    pub fn leads(&self) -> Vec<Lead> {
        let opening = self.opening();
        let sides = 0..self.story.book.sheet().pages;
        let lines = sides.flat_map(|side| self.story.book.lines(opening, side));
        let mut listed = Vec::new();
        let mut leads = Vec::new();
        for line in lines.filter(|line| matches!(line.kind, LineKind::Text(_))) {
            for (index, words) in self.links_of(line) {
                // One that goes on in the next line is listed once.
                if !listed.contains(&index) && leads.len() < MOST {
                    listed.push(index);
                    leads.extend(self.lead(index, words));
                }
            }
        }
        leads
    }

    /// The links on a line, each with its words.
    fn links_of<'a>(&'a self, line: &Line) -> impl Iterator<Item = (u32, &'a str)> + use<'a> {
        let (start, end) = (line.start, line.end);
        let block = self.story.document.block(line.place.scene as usize, line.place.block as usize);
        block.into_iter().flat_map(move |block| {
            let here = block.marks.iter().filter(move |mark| mark.start < end && mark.end > start);
            here.filter_map(move |mark| match mark.kind {
                MarkKind::Link(index) => Some((index, &block.text[mark.range()])),
                _ => None,
            })
        })
    }

    fn lead(&self, index: u32, words: &str) -> Option<Lead> {
        let place = (*self.story.document.links.get(index as usize)?)?;
        let block = self.story.document.block(place.scene as usize, place.block as usize)?;
        let there: String = block.text[place.byte as usize..].chars().take(SHOWN).collect();
        // A blank that must not be broken is a blank.
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (words, there) = (plain(words.trim_start_matches('•')), plain(&there));
        let label = if there.starts_with(&words) { there } else { format!("{words}  {there}") };
        Some(Lead { label: SafeText::line(&label), place })
    }
}
