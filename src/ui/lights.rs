//! What is lit on the pages that are seen: search matches, highlights and the selection.
//!
//! They are gathered once a frame, so that a line asks only for what is near it.

use std::ops::Range;

use ratatui::style::{Modifier, Style};

use crate::app::{App, Lead, Overlay, PlacedMark};
use crate::document::{Mood, Passage, Place};
use crate::theme::{Scope, beside_colour};
use crate::typeset::{Line, LineKind};

/// The cells between the sign of a mark and the text: one more than a rule's, so that both can be seen.
pub(super) const SIGN_GAP: u16 = 3;

/// What is lit on the pages that are seen.
pub(super) struct Lights<'a> {
    app: &'a App,
    /// The highlights, and the bookmarks that have a sign in the margin.
    marks: Vec<&'a PlacedMark>,
    /// Where the first line begins that is seen.
    start: Option<Place>,
    /// The selection, and what is read aloud.
    passages: Vec<(Passage, Scope)>,
    /// The links of the page, while one of them is asked for.
    leads: Vec<Lead>,
}

/// The light on a stretch of a line.
pub(super) struct Light {
    range: Range<usize>,
    style: Style,
    /// Whether the reader is at it: the present match.
    is_current: bool,
}

/// The lights on one line, the upper ones last.
pub(super) struct LineLights(Vec<Light>);

impl LineLights {
    /// Returns whether nothing on the line is lit.
    pub(super) fn is_dark(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the look of a byte of the line's text on top of `style`, and whether the reader is at it.
    pub(super) fn on(&self, byte: usize, style: Style) -> (Style, bool) {
        let here = self.0.iter().filter(|light| light.range.contains(&byte));
        here.fold((style, false), |(style, current), light| (style.patch(light.style), current || light.is_current))
    }
}

impl<'a> Lights<'a> {
    pub(super) fn of(app: &'a App) -> Self {
        let seen = seen(app);
        let there = |kept: &&PlacedMark| {
            seen.is_some_and(|seen| kept.place < seen.end && kept.end.unwrap_or(kept.place) >= seen.start)
        };
        let mut marks: Vec<_> = app.marks().kept().iter().filter(|kept| !kept.is_lost).filter(there).collect();
        // One within another is seen on top of it.
        marks.sort_by_key(|kept| (kept.place, std::cmp::Reverse(kept.end)));
        let selected = app.selected().map(|passage| (passage, Scope::Selection));
        let spoken = app.spoken().map(|passage| (passage, Scope::Spoken));
        let passages = selected.into_iter().chain(spoken).collect();
        let leads = if matches!(app.overlay(), Some(Overlay::Letters)) { app.leads() } else { Vec::new() };
        Self { app, marks, start: seen.map(|seen| seen.start), passages, leads }
    }

    /// Returns the lights on a line in a mood.
    pub(super) fn on_line(&self, line: &Line, mood: Option<Mood>) -> LineLights {
        let LineKind::Text(_) = line.kind else { return LineLights(Vec::new()) };
        let at = (line.place.scene, line.place.block);
        let style = |scope| self.app.theme().style(mood, scope);
        let mut lights = Vec::new();
        for kept in &self.marks {
            let scope = kept.colour().and_then(|colour| Scope::HIGHLIGHTS.get(usize::from(colour).wrapping_sub(1)));
            if let (Some(scope), Some(passage)) = (scope, kept.passage()) {
                // Without a margin, no sign tells the colour to those who see none.
                let bare = self.app.book().sheet().left < SIGN_GAP;
                let told = if bare { beside_colour(*scope) } else { Modifier::empty() };
                lights.extend(light(&passage, at, style(*scope).add_modifier(told)));
            }
        }
        if self.app.search().count() > 0 {
            let hits = self.app.search().in_block(at.0, at.1);
            let scope = |is_current| if is_current { Scope::CurrentHit } else { Scope::Hit };
            let hit = |(range, is_current): (&Range<usize>, bool)| Light {
                range: range.clone(),
                style: style(scope(is_current)),
                is_current,
            };
            lights.extend(hits.map(hit));
        }
        lights.extend(self.passages.iter().filter_map(|(passage, scope)| light(passage, at, style(*scope))));
        LineLights(lights)
    }

    /// Returns whether letters stand over the links of the page.
    pub(super) fn asks_for_letters(&self) -> bool {
        !self.leads.is_empty()
    }

    /// Returns the letter that stands over a byte of a line's text, where a link begins that may be asked for.
    pub(super) fn letter(&self, line: &Line, byte: usize) -> Option<char> {
        if self.leads.is_empty() {
            return None;
        }
        let byte = u32::try_from(byte).unwrap_or(u32::MAX);
        self.app.letter_of(&self.leads, Place { byte, ..line.place })
    }

    /// Returns the sign in the margin beside a line: that of a mark that begins on it. One that begins on an earlier page has its
    /// sign beside the first line.
    pub(super) fn sign(&self, line: &Line) -> Option<Sign> {
        let LineKind::Text(_) = line.kind else { return None };
        let at = (line.place.scene, line.place.block);
        let begins = |kept: &&&PlacedMark| {
            let byte = kept.place.byte;
            let before_end = byte < line.end || line.last;
            (kept.place.scene, kept.place.block) == at && line.start <= byte && before_end
        };
        let is_first = self.start == Some(Place { byte: line.start, ..line.place });
        let goes_on = |kept: &&&PlacedMark| is_first && self.start.is_some_and(|start| kept.place < start);
        let mut here = self.marks.iter().filter(|kept| begins(kept) || goes_on(kept)).peekable();
        let colour = here.peek()?.colour();
        let noted = here.any(|kept| kept.colour().is_some() && !kept.name.is_empty());
        Some(Sign { colour, noted })
    }
}

/// The sign of a mark in the margin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    /// The colour of a highlight; `None` for a bookmark.
    pub(super) colour: Option<u8>,
    /// Whether the reader has written a note to it, or to another one that begins on the line.
    pub(super) noted: bool,
}

fn light(passage: &Passage, at: (u32, u32), style: Style) -> Option<Light> {
    let range = passage.in_block(at, usize::MAX)?;
    Some(Light { range, style, is_current: false })
}

/// Returns the passage that is seen, from the first line's start to the last line's end.
fn seen(app: &App) -> Option<Passage> {
    let opening = app.opening();
    let lines = || (0..app.book().sheet().pages).flat_map(|side| app.book().lines(opening, side));
    let text = |line: &&Line| matches!(line.kind, LineKind::Text(_));
    let first = lines().find(text)?;
    let last = lines().rfind(text)?;
    let at = |line: &Line, byte| Place { byte, ..line.place };
    Some(Passage { start: at(first, first.start), end: at(last, last.end.saturating_add(1)) })
}
