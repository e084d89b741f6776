//! The contents: chapters and scenes in levels, how long each is, and what has been read of it.

use super::lists::RowText;
use super::pace::told;
use super::{App, List, ListKind};
use crate::action::Action;
use crate::document::{Chapter, Place};

/// The entries from which on the contents open folded: more than three screens of them are not looked through.
const MANY: usize = 80;

/// The columns of a window in which the contents have room for the time that each entry takes.
const ROOMY: u16 = 50;

impl App {
    /// The rows of the contents, folded ones too.
    pub(super) fn contents_rows(&self) -> Vec<RowText> {
        let outline = &self.story.outline;
        let read = self.story.document.offset(self.remembered.furthest.place());
        let pages = self.story.book.numbers(outline.iter().map(|chapter| chapter.place));
        let starts = self.story.document.offsets(outline.iter().map(|chapter| chapter.place));
        let about = if self.remembered.pace.is_known() { "" } else { "≈ " };
        let roomy = self.story.book.sheet().width >= ROOMY;
        let levels = outline.iter().any(|chapter| chapter.level > 0);
        let row = |(index, chapter): (usize, &Chapter)| {
            let after = self.after(index);
            let end = starts.get(after).copied().unwrap_or(self.story.document.len());
            let length = end.saturating_sub(starts[index]);
            let time = format!("{about}{}", told(self.remembered.pace.minutes(length)));
            let done = if end > starts[index] && read >= end { "✓" } else { " " };
            let page = pages[index].map_or_else(String::new, |page| page.to_string());
            let fold = match (self.has_entries(index), self.filter.is_folded(index)) {
                (true, true) => "▸ ",
                (true, false) => "▾ ",
                _ if levels => "  ",
                _ => "",
            };
            let indent = "  ".repeat(usize::from(chapter.level));
            let mood = self.story.document.scenes.get(chapter.place.scene as usize).and_then(|scene| scene.mood);
            RowText {
                label: format!("{indent}{fold}{}", chapter.title),
                end: if roomy { format!("{done} {time:>10} {page:>4}") } else { format!("{done} {page:>4}") },
                mood,
            }
        };
        outline.iter().enumerate().map(row).collect()
    }

    /// The index of the first entry that is not under an entry.
    fn after(&self, index: usize) -> usize {
        let level = self.story.outline[index].level;
        let rest = &self.story.outline[index + 1..];
        index + 1 + rest.iter().position(|other| other.level <= level).unwrap_or(rest.len())
    }

    fn has_entries(&self, index: usize) -> bool {
        self.after(index) > index + 1
    }

    /// The entry that an entry is under.
    fn parent(&self, index: usize) -> Option<usize> {
        let level = self.story.outline.get(index)?.level;
        self.story.outline[..index].iter().rposition(|other| other.level < level)
    }

    /// Whether an entry is hidden under a folded one.
    pub(super) fn is_folded_away(&self, index: usize) -> bool {
        let mut at = index;
        while let Some(parent) = self.parent(at) {
            if self.filter.is_folded(parent) {
                return true;
            }
            at = parent;
        }
        false
    }

    /// Opens the contents at the entry that the reader is in. Long ones are folded but for that one.
    pub(super) fn open_contents(&mut self) {
        // The innermost that has begun on the page that is seen.
        let begun = |chapter: &Chapter| {
            chapter.place <= self.position.place || self.story.book.shows(self.opening(), chapter.place)
        };
        let chosen = self.story.outline.iter().rposition(begun).unwrap_or(0);
        self.open_list(ListKind::Contents, chosen);
        if self.story.outline.len() > MANY {
            self.fold_all();
            let mut at = chosen;
            while let Some(parent) = self.parent(at) {
                self.filter.unfold(parent);
                at = parent;
            }
        }
    }

    fn fold_all(&mut self) {
        for index in 0..self.story.outline.len() {
            if self.has_entries(index) {
                self.filter.fold(index);
            }
        }
    }

    pub(super) fn contents_action(&mut self, list: List, action: Action) {
        match action {
            Action::Fold => {
                let at = if self.has_entries(list.chosen) { Some(list.chosen) } else { self.parent(list.chosen) };
                let Some(at) = at else { return };
                if self.filter.is_folded(at) {
                    self.filter.unfold(at);
                } else {
                    self.filter.fold(at);
                }
                self.choose_row(List { chosen: at, ..list });
            }
            Action::FoldAll if self.filter.has_folded() => self.filter.unfold_all(),
            Action::FoldAll => {
                self.fold_all();
                let mut at = list.chosen;
                while let Some(parent) = self.parent(at) {
                    at = parent;
                }
                self.choose_row(List { chosen: at, ..list });
            }
            _ => {}
        }
    }

    /// The place of an entry, if there is one.
    pub(super) fn entry_place(&self, index: usize) -> Option<Place> {
        self.story.outline.get(index).map(|chapter| chapter.place)
    }
}
