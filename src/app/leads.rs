//! What leads elsewhere from the pages that are seen: links, the numbers of notes, and addresses of the web.

use super::{App, PlacedMark};
use crate::document::{MarkKind, Place, SafeText};
use crate::typeset::{Line, LineKind};

/// A link on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Its words, and those that stand where it leads.
    pub label: SafeText,
    /// Where it leads.
    pub place: Place,
    /// Where its words begin.
    pub at: Place,
    /// Its number among the links of the story.
    pub link: u32,
    /// Whether its words are those of a note: a number or a sign.
    pub is_note: bool,
    /// The reader's own note, if this is a highlight that has one.
    pub own: Option<SafeText>,
    /// The address of the web that it leads to, if it leads out of the story.
    pub address: Option<SafeText>,
}

/// Whether a letter is a raised one, as a note's sign may be.
fn is_raised(c: char) -> bool {
    matches!(c, 'ª' | 'º' | '\u{2070}'..='\u{209C}' | '\u{1D2C}'..='\u{1DBF}')
}

/// Characters of what stands where a link leads; a list shows a line of it.
const SHOWN: usize = 120;

/// The most links that are listed of a page: a row for every other word of a full one.
const MOST: usize = 200;

impl App {
    /// The links on the pages that are seen, in the order of the text, that lead somewhere in the story or to the web.
    #[must_use]
    pub fn leads(&self) -> Vec<Lead> {
        let opening = self.opening();
        let sides = 0..self.story.book.sheet().pages;
        let lines = sides.flat_map(|side| self.story.book.lines(opening, side));
        let mut listed = Vec::new();
        let mut leads = Vec::new();
        for line in lines.filter(|line| matches!(line.kind, LineKind::Text(_))) {
            for (index, start, words) in self.links_of(line) {
                // One that goes on in the next line is listed once.
                if !listed.contains(&(index, start)) && leads.len() < MOST {
                    listed.push((index, start));
                    let at = Place { byte: start, ..line.place };
                    let lead = self.lead(index, words).or_else(|| self.web_lead(index, words, at));
                    leads.extend(lead.map(|lead| Lead { at, ..lead }));
                }
            }
        }
        leads.extend(self.own_notes());
        leads.sort_by_key(|lead| lead.at);
        leads
    }

    /// The reader's own notes on the pages that are seen.
    fn own_notes(&self) -> Vec<Lead> {
        let marks = self.remembered.marks.kept().iter();
        let noted = marks.filter(|kept| !kept.is_bookmark() && !kept.is_lost && !kept.name.is_empty());
        let lead = |kept: &PlacedMark| Lead {
            label: SafeText::line(&format!("Your note: {}", kept.name.replace('\n', " "))),
            place: kept.place,
            at: kept.place,
            link: u32::MAX,
            is_note: true,
            own: Some(kept.name.clone()),
            address: None,
        };
        let opening = self.opening();
        let start = self.story.book.start_of(opening);
        let shown = |kept: &&PlacedMark| {
            let goes_on = kept.place < start && kept.end.is_some_and(|end| end > start);
            goes_on || self.story.book.shows(opening, kept.place)
        };
        noted.filter(shown).map(lead).collect()
    }

    /// The links on a line, each with the byte where its words begin, and the words.
    fn links_of<'a>(&'a self, line: &Line) -> impl Iterator<Item = (u32, u32, &'a str)> + use<'a> {
        let (start, end) = (line.start, line.end);
        let block = self.story.document.block(line.place.scene as usize, line.place.block as usize);
        block.into_iter().flat_map(move |block| {
            let here = block.marks.iter().filter(move |mark| mark.start < end && mark.end > start);
            here.filter_map(move |mark| match mark.kind {
                MarkKind::Link(index) => Some((index, mark.start, &block.text[mark.range()])),
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
        Some(Lead {
            label: SafeText::line(&label),
            place,
            at: Place::default(),
            link: index,
            is_note: is_sign_of_note(&words),
            own: None,
            address: None,
        })
    }

    /// A link to the web: its words and its address.
    fn web_lead(&self, index: u32, words: &str, at: Place) -> Option<Lead> {
        let address = self.story.document.addresses.get(&index)?;
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let label = if words == **address { words } else { format!("{words}  {address}") };
        Some(Lead {
            label: SafeText::line(&label),
            place: at,
            at,
            link: index,
            is_note: false,
            own: None,
            address: Some(address.clone()),
        })
    }
}

/// Returns whether the words of a link are those of a note: a number, a star, or something short in brackets.
fn is_sign_of_note(words: &str) -> bool {
    const LONGEST: usize = 8;
    let bracketed = words.starts_with(['[', '(']) && words.ends_with([']', ')']);
    let sign = !words.chars().any(|c| c.is_alphabetic() && !is_raised(c));
    words.chars().count() <= LONGEST && (bracketed || sign)
}
