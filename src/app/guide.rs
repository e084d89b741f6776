//! A guide for the eye: all but one paragraph dimmed, or one line lit. It moves over the page and turns it.

use super::{App, Effect};
use crate::config::Key;
use crate::document::Place;
use crate::typeset::{Line, LineKind};

/// A guide for the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guide {
    /// What it shows.
    pub kind: GuideKind,
    /// A place in the line or paragraph that it shows: where that began when the guide was put there. Lines begin elsewhere
    /// in a window of another width, and the guide stays at its words.
    pub at: Place,
}

/// What a guide shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuideKind {
    /// A paragraph, with all else dimmed.
    Paragraph,
    /// A line, which is lit.
    Line,
}

/// The most lines or paragraphs that a guide moves at a key: some pages. Who wants to go farther goes to a page.
const MOST_STEPS: u32 = 500;

impl Guide {
    /// Returns whether it shows a line of text.
    #[must_use]
    pub fn shows(&self, line: &Line) -> bool {
        let same = (line.place.scene, line.place.block) == (self.at.scene, self.at.block);
        match self.kind {
            GuideKind::Paragraph => same,
            GuideKind::Line => same && (line.start..line.end).contains(&self.at.byte),
        }
    }
}

impl App {
    /// The guide for the eye, if one is on.
    #[must_use]
    pub fn guide(&self) -> Option<Guide> {
        self.position.guide
    }

    /// Turns a guide on, or off if it is on.
    pub(super) fn toggle_guide(&mut self, kind: GuideKind) -> Vec<Effect> {
        if self.position.guide.take().is_some_and(|guide| guide.kind == kind) {
            return self.say(if kind == GuideKind::Line { "Ruler off" } else { "Focus off" }.to_owned());
        }
        // One begins to read below a title.
        let stops = self.guide_stops(kind);
        let title = |at: &&Place| {
            let block = self.story.document.block(at.scene as usize, at.block as usize);
            block.is_some_and(|block| block.kind.opens_scene())
        };
        let first = stops.iter().find(|at| !title(at)).or(stops.first());
        self.position.guide = first.map(|at| Guide { kind, at: *at });
        self.say(match kind {
            GuideKind::Line => "Ruler: j and k move it".to_owned(),
            GuideKind::Paragraph => "Focus: j and k move it".to_owned(),
        })
    }

    /// Takes a key that moves the guide, if one is on: it goes on to the next page, and back to the one before.
    pub(super) fn guide_key(&mut self, key: Key) -> Option<Vec<Effect>> {
        self.position.guide?;
        let forward = match key {
            Key::Down => true,
            Key::Up => false,
            key if key.is_letter('j') => true,
            key if key.is_letter('k') => false,
            _ => return None,
        };
        // A number says how many; each has to be looked for.
        let steps = self.keys.take_count().unwrap_or(1).clamp(1, MOST_STEPS);
        let mut effects = Vec::new();
        for _ in 0..steps {
            let before = self.position.guide;
            let turned = self.step_guide(forward);
            effects = if turned.is_empty() { effects } else { turned };
            if self.position.guide == before {
                break;
            }
        }
        Some(effects)
    }

    /// Moves the guide on or back by one line or paragraph.
    fn step_guide(&mut self, forward: bool) -> Vec<Effect> {
        let Some(guide) = self.position.guide else { return Vec::new() };
        let stops = self.guide_stops(guide.kind);
        let here = stops.iter().rposition(|stop| *stop <= guide.at).unwrap_or(0);
        let next = if forward { Some(here + 1) } else { here.checked_sub(1) };
        if let Some(at) = next.and_then(|next| stops.get(next)) {
            self.position.guide = Some(Guide { at: *at, ..guide });
            return Vec::new();
        }
        let effects = self.turn(1, forward);
        let stops = self.guide_stops(guide.kind);
        let at = if forward { stops.first() } else { stops.last() };
        if let Some(at) = at.filter(|_| !effects.is_empty()) {
            self.position.guide = Some(Guide { at: *at, ..guide });
        }
        effects
    }

    /// Puts the guide on the page that is seen, if it is on another one.
    pub(super) fn guide_to_page(&mut self) {
        // Of a page that is not set yet the lines are not known; it is asked for again once they are.
        if let Some(guide) = self.position.guide
            && !self.seen_lines().any(|line| guide.shows(line))
            && let Some(first) = self.guide_stops(guide.kind).first()
        {
            self.position.guide = Some(Guide { at: *first, ..guide });
        }
    }

    /// The starts of the lines that are seen, or of the parts of paragraphs.
    fn guide_stops(&self, kind: GuideKind) -> Vec<Place> {
        let lines = self.seen_lines().filter(|line| matches!(line.kind, LineKind::Text(_)));
        let mut stops: Vec<Place> = lines.map(|line| Place { byte: line.start, ..line.place }).collect();
        if kind == GuideKind::Paragraph {
            stops.dedup_by_key(|stop| (stop.scene, stop.block));
        }
        stops
    }
}
