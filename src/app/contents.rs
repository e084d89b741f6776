//! The contents: chapters and scenes in levels, how long each is, and what has been read of it.

use super::list_row::ListRow;
use super::pace::told;
use super::{App, List, ListKind};
use crate::action::Action;
use crate::document::{Chapter, Place};

/// The entries from which on the contents open folded: more than three screens of them are not looked through.
const MANY: usize = 80;

/// The columns of a window in which the contents have room for the time that each entry takes.
const ROOMY: u16 = 50;

impl App {
    /// The rows of some entries of the contents.
    pub(super) fn contents_rows(&self, indices: &[usize]) -> Vec<ListRow> {
        let outline = &self.story.outline;
        let entries = || indices.iter().filter_map(|index| Some((*index, outline.get(*index)?)));
        let read = self.remembered.track.spans(&self.story.document);
        let pages = self.story.book.numbers(entries().map(|(_, chapter)| chapter.place));
        let place_after =
            |index| outline.get(self.after(index)).map_or(Place::new(usize::MAX, 0, 0), |next| next.place);
        let starts = self.story.document.offsets(entries().map(|(_, chapter)| chapter.place));
        let ends = self.story.document.offsets(entries().map(|(index, _)| place_after(index)));
        let about = if self.remembered.pace.is_known() { "" } else { "≈ " };
        let roomy = self.story.book.sheet().width >= ROOMY;
        let filtered = !self.filter.words().is_empty();
        let levels = outline.iter().any(|chapter| chapter.level > 0);
        let row = |(nth, (index, chapter)): (usize, (usize, &Chapter))| {
            let (start, end) = (starts[nth], ends[nth]);
            let time = format!("{about}{}", told(self.remembered.pace.minutes(end.saturating_sub(start))));
            let done = if read.cover(start..end) { "✓" } else { " " };
            let page = pages[nth].map_or_else(String::new, |page| page.to_string());
            let fold = match (self.has_entries(index), self.filter.is_folded(index)) {
                (true, true) => "▸ ",
                (true, false) => "▾ ",
                _ if levels => "  ",
                _ => "",
            };
            // Under a filter an entry may stand without those that it is under.
            let label = if filtered {
                self.entry_path(index)
            } else {
                format!("{}{fold}{}", "  ".repeat(usize::from(chapter.level)), chapter.title)
            };
            let mood = self.story.document.scenes.get(chapter.place.scene as usize).and_then(|scene| scene.mood);
            ListRow {
                label,
                end: if roomy { format!("{done} {time:>10} {page:>4}") } else { format!("{done} {page:>4}") },
                mood,
            }
        };
        entries().enumerate().map(row).collect()
    }

    /// The entries that are under no folded one.
    pub(super) fn unfolded_entries(&self) -> Vec<usize> {
        let mut folded = None;
        let mut shown = Vec::new();
        for (index, chapter) in self.story.outline.iter().enumerate() {
            if folded.is_some_and(|level| chapter.level > level) {
                continue;
            }
            folded = self.filter.is_folded(index).then_some(chapter.level);
            shown.push(index);
        }
        shown
    }

    /// The entries that the filter finds. An entry's own title must have one of the words. The other words may stand in the titles of
    /// the entries above it. So `two xii` finds the twelfth chapter of book two, and `book two` finds the book without its chapters.
    pub(super) fn found_entries(&self) -> Vec<usize> {
        let (passes, touches) = (self.filter.test(), self.filter.test_for_one());
        let mut above: Vec<&Chapter> = Vec::new();
        let mut found = Vec::new();
        for (index, chapter) in self.story.outline.iter().enumerate() {
            above.truncate(above.partition_point(|other| other.level < chapter.level));
            above.push(chapter);
            let titles: Vec<&str> = above.iter().map(|chapter| &*chapter.title).collect();
            if touches(&chapter.title) && passes(&titles.join(" ")) {
                found.push(index);
            }
        }
        found
    }

    /// The index of the first entry that is not under an entry.
    fn after(&self, index: usize) -> usize {
        let level = self.story.outline[index].level;
        let rest = &self.story.outline[index + 1..];
        index + 1 + rest.iter().position(|other| other.level <= level).unwrap_or(rest.len())
    }

    fn has_entries(&self, index: usize) -> bool {
        let level = |index: usize| self.story.outline.get(index).map(|chapter| chapter.level);
        level(index).is_some() && level(index + 1) > level(index)
    }

    /// The title of an entry, followed by the titles of the entries above it. Its own stands first, because a narrow window cuts the rest.
    pub(super) fn entry_path(&self, index: usize) -> String {
        let entries = std::iter::successors(Some(index), |index| self.parent(*index));
        let titles = entries.filter_map(|index| self.story.outline.get(index)).map(|chapter| &*chapter.title);
        titles.collect::<Vec<_>>().join(" · ")
    }

    /// The entry that an entry is under.
    fn parent(&self, index: usize) -> Option<usize> {
        let level = self.story.outline.get(index)?.level;
        self.story.outline[..index].iter().rposition(|other| other.level < level)
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
