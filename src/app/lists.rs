//! What the lists over the page show: the numbers of their rows, and the text of those that are seen.

use std::borrow::Cow;
use std::ops::Range;

use super::list_row::ListRow;
use super::palette::palette_row;
use super::shelf::folder_row;
use super::{App, Effect, Filter, Lead, List, ListKind, Overlay, PlacedMark};
use crate::action::Action;
use crate::config::{Binding, Context, Key};
use crate::document::{Hit, SafeText};
use crate::shelf::{Entry, State};
use crate::theme::Theme;

/// The sign of a bookmark, in lists and in the margin. It takes one cell in every terminal.
pub const BOOKMARK: &str = "▸";

/// The most matches that are listed. A filter reads the words around each of them at every letter, and must be done before the next.
const MOST_LISTED: usize = 10_000;

/// What the keys of a list do while its filter is typed.
const LIST_ACTIONS: [Action; 9] = [
    Action::Down,
    Action::Up,
    Action::PageDown,
    Action::PageUp,
    Action::Top,
    Action::Bottom,
    Action::Redraw,
    Action::Suspend,
    Action::Quit,
];

impl App {
    /// The filter of the list that is open.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The numbers of the rows that a list shows, in the order in which it shows them.
    #[must_use]
    pub fn list_indices(&self, kind: ListKind) -> Vec<usize> {
        if kind == ListKind::Palette {
            return self.palette_found();
        }
        let all = self.row_numbers(kind);
        // A filter looks into what is folded.
        if !self.filter.words().is_empty() {
            if kind == ListKind::Contents {
                return self.found_entries();
            }
            let passes = self.filter.test();
            return all.filter(|index| passes(&self.row_words(kind, *index))).collect();
        }
        if kind == ListKind::Contents { self.unfolded_entries() } else { all.collect() }
    }

    /// The rows of a list that have these numbers. There may be ten thousand rows, so that only those that are seen are asked for.
    #[must_use]
    pub fn rows_at(&self, kind: ListKind, indices: &[usize]) -> Vec<ListRow> {
        let page = |place| self.story.book.number_of(place).map_or_else(String::new, |number| number.to_string());
        let hit = |hit: &Hit| ListRow::new(self.hit_label(hit), page(hit.place));
        let lead = |lead: &Lead| ListRow::new(lead.label.to_string(), page(lead.place));
        match kind {
            ListKind::Contents => self.contents_rows(indices),
            ListKind::Marks => self.mark_rows(indices),
            ListKind::Hits => rows(self.search.hits(), indices, hit),
            ListKind::Leads => rows(&self.leads(), indices, lead),
            ListKind::Palette => {
                let bindings: Vec<&Binding> = self.palette_bindings().collect();
                rows(&bindings, indices, |binding| palette_row(binding))
            }
            ListKind::Folder => rows(self.folder().unwrap_or_default(), indices, folder_row),
            ListKind::Shelf => rows(self.shelf().unwrap_or_default(), indices, |entry| self.shelf_row(entry)),
            ListKind::Themes { .. } => rows(self.themes.all(), indices, theme_row),
        }
    }

    /// The numbers of all rows of a list, whatever hides some of them.
    fn row_numbers(&self, kind: ListKind) -> Range<usize> {
        let count = match kind {
            ListKind::Contents => self.story.outline.len(),
            ListKind::Marks => self.remembered.marks.kept().len(),
            ListKind::Hits => {
                let first = self.first_listed();
                return first..first + self.listed_hits();
            }
            ListKind::Leads => self.leads().len(),
            ListKind::Palette => self.palette_bindings().count(),
            ListKind::Folder => self.folder().unwrap_or_default().len(),
            ListKind::Shelf => self.shelf().unwrap_or_default().len(),
            ListKind::Themes { .. } => self.themes.all().len(),
        };
        0..count
    }

    /// The words of a row in which a filter looks for its own.
    fn row_words(&self, kind: ListKind, index: usize) -> Cow<'_, str> {
        match kind {
            ListKind::Contents => Cow::Borrowed(self.story.outline.get(index).map_or("", |chapter| &chapter.title)),
            ListKind::Marks => self.remembered.marks.kept().get(index).map(Self::mark_label).unwrap_or_default().into(),
            // On the shelf one looks for what is finished, too. Numbers are those of titles, and not how far or when one has read.
            ListKind::Shelf => self.shelf().and_then(|shelf| shelf.get(index)).map_or(Cow::Borrowed(""), |entry| {
                let title = if entry.title.is_empty() { "Untitled" } else { &entry.title };
                let gone = if entry.there { "" } else { "not there now" };
                format!("{title} {} {} {gone}", entry.author, entry.state.name()).into()
            }),
            _ => self.rows_at(kind, &[index]).pop().unwrap_or_default().label.into(),
        }
    }

    /// The first match that is listed: those far from the present one are not, if there are very many.
    fn first_listed(&self) -> usize {
        let current = self.search.current().unwrap_or(0);
        current.saturating_sub(MOST_LISTED / 2).min(self.search.count().saturating_sub(MOST_LISTED))
    }

    /// How many matches are listed, before any filter.
    #[must_use]
    pub fn listed_hits(&self) -> usize {
        self.search.count().min(MOST_LISTED)
    }

    /// The words around a match.
    fn hit_label(&self, hit: &Hit) -> String {
        /// The characters before a match that a row shows, and those from it on.
        const BEFORE: usize = 24;
        const AFTER: usize = 120;
        let block = self.story.document.block(hit.place.scene as usize, hit.place.block as usize);
        let Some((head, tail)) = block.and_then(|block| block.text.split_at_checked(hit.range.start)) else {
            return String::new();
        };
        let skipped = head.chars().count().saturating_sub(BEFORE);
        let before: String = head.chars().skip(skipped).collect();
        // The first word may have been cut.
        let before = if skipped > 0 { before.split_once(' ').map_or("", |(_, rest)| rest) } else { &before };
        let words: String = format!("{before}{}", tail.chars().take(AFTER).collect::<String>());
        SafeText::line(&words.replace('\n', " ")).to_string()
    }

    fn mark_rows(&self, indices: &[usize]) -> Vec<ListRow> {
        let kept = || indices.iter().filter_map(|index| self.remembered.marks.kept().get(*index));
        let pages = self.story.book.numbers(kept().map(|kept| kept.place));
        let row = |(kept, page): (&PlacedMark, Option<usize>)| {
            let page = page.map_or_else(String::new, |page| page.to_string());
            let end = if kept.is_lost { "not found".to_owned() } else { page };
            ListRow::new(Self::mark_label(kept), end)
        };
        kept().zip(pages).map(row).collect()
    }

    /// What a list calls a mark: its kind, its name or note, and the words that it marks.
    fn mark_label(kept: &PlacedMark) -> String {
        let words = kept.shown();
        let name = kept.name.split_whitespace().collect::<Vec<_>>().join(" ");
        match (kept.colour(), name.is_empty()) {
            (None, false) => format!("{BOOKMARK} {name} · {words}"),
            (None, true) => format!("{BOOKMARK} {words}"),
            (Some(colour), true) => format!("{colour} {words}"),
            // A speech has quotation marks of its own.
            (Some(colour), false) if words.starts_with(['“', '„', '«', '"']) => {
                format!("{colour} {name} · {words}")
            }
            (Some(colour), false) => format!("{colour} {name} · “{words}”"),
        }
    }

    fn shelf_row(&self, entry: &Entry) -> ListRow {
        let by = if entry.author.is_empty() { String::new() } else { format!(", {}", entry.author) };
        let title = if entry.title.is_empty() { "Untitled" } else { &entry.title };
        let gone = if entry.there { "" } else { "not there now · " };
        // From a file that anyone may have written.
        let label = SafeText::line(&format!("{title}{by}")).to_string();
        let state = if entry.state == State::Reading { String::new() } else { format!("{} · ", entry.state.name()) };
        // How far one was when it was finished tells nothing.
        let percent = if entry.state == State::Finished { String::new() } else { format!("{:>5}%", entry.percent) };
        ListRow::new(label, format!("{gone}{state}{}{percent}", entry.ago(self.now)))
    }

    /// Returns whether the rows of the open list are still being read.
    fn awaits_rows(&self) -> bool {
        match &self.overlay {
            Some(Overlay::List(List { kind: ListKind::Shelf, .. })) => self.shelf.entries.is_none(),
            Some(Overlay::List(List { kind: ListKind::Themes { .. }, .. })) => self.themes.is_partial(),
            _ => false,
        }
    }

    /// Keeps a key until the rows are there: who knows them chooses without looking. Returns whether the key waits.
    pub(super) fn waits_for_rows(&mut self, key: Key) -> bool {
        if !self.awaits_rows() {
            return false;
        }
        let action = self.keys.keymap.action(self.context(), key);
        let waits = !matches!(action, Some(Action::Dismiss | Action::Quit | Action::Suspend));
        if waits {
            self.pending.early.push(key);
        } else {
            self.pending.early.clear();
        }
        waits
    }

    /// Presses the keys that waited for the rows of the open list.
    pub(super) fn press_early(&mut self) -> Vec<Effect> {
        if self.awaits_rows() {
            return Vec::new();
        }
        let mut early = std::mem::take(&mut self.pending.early);
        // A list that is gone, as after a click, has no use for them.
        if !matches!(self.overlay, Some(Overlay::List(_))) {
            early.clear();
        }
        early.into_iter().flat_map(|key| self.press(key)).collect()
    }

    /// Takes a key while letters go to the filter. Returns what is wanted then, or `None` where the key is not the filter's: those
    /// that move in a list are not. Enter ends the filter, and takes the row if one is left.
    pub(super) fn filter_key(&mut self, key: Key) -> Option<Vec<Effect>> {
        if !self.filter.is_typing() {
            return None;
        }
        let mut taken = false;
        if let Key::Char(c) = key {
            self.filter.insert(c.encode_utf8(&mut [0; 4]));
        } else {
            let keymap = &self.keys.keymap;
            let in_list = keymap.action(self.context(), key).is_some_and(|action| LIST_ACTIONS.contains(&action));
            let action = keymap.action(Context::Prompt, key).filter(|_| !in_list)?;
            // The palette is nothing but what is typed into it.
            let palette = matches!(self.overlay, Some(Overlay::List(List { kind: ListKind::Palette, .. })));
            // The key that has completed a command goes through the commands that have its letters.
            if palette && action == Action::ShowPalette {
                return Some(self.panel_action(Action::Down));
            }
            if palette && action == Action::Dismiss {
                if self.filter.words().is_empty() {
                    return Some(self.panel_action(action));
                }
                self.filter.clear();
                self.filter.begin();
                self.choose_what_is_shown();
                return Some(Vec::new());
            }
            if !self.filter.take(action) {
                return None;
            }
            taken = action == Action::TakeAnswer;
        }
        self.choose_what_is_shown();
        let takes = |list: List| list.kind == ListKind::Palette || self.list_indices(list.kind).len() == 1;
        let alone = || matches!(self.overlay, Some(Overlay::List(list)) if takes(list));
        Some(if taken && alone() { self.panel_action(Action::Choose) } else { Vec::new() })
    }

    /// Chooses the first row that is shown, should the filter hide the chosen one. The help begins at its top.
    pub(super) fn choose_what_is_shown(&mut self) {
        match self.overlay {
            Some(Overlay::List(list)) => {
                let shown = self.list_indices(list.kind);
                // The best row of the palette is the first one.
                let hidden = list.kind == ListKind::Palette || !shown.contains(&list.chosen);
                if let Some(first) = shown.first().filter(|_| hidden) {
                    self.choose_row(List { chosen: *first, ..list });
                }
            }
            Some(Overlay::Help { .. }) => self.overlay = Some(Overlay::Help { top: 0 }),
            _ => {}
        }
    }
}

/// Returns the rows of those that have these numbers.
fn rows<T>(all: &[T], indices: &[usize], row: impl Fn(&T) -> ListRow) -> Vec<ListRow> {
    indices.iter().filter_map(|index| all.get(*index)).map(row).collect()
}

/// The row of a theme, whose swatches stand at its end.
fn theme_row(theme: &Theme) -> ListRow {
    let yours = if theme.own { "yours" } else { "" };
    ListRow::new(theme.name.to_string(), format!("{yours:<6}{:16}", ""))
}
