//! What the lists over the page show: their rows, and the words that a filter lets through.

use std::collections::BTreeSet;

use tui_input::{Input, InputRequest};

use super::{App, Effect, Lead, List, ListKind, Overlay, PlacedMark, typing};
use crate::action::Action;
use crate::config::{Context, Key};
use crate::document::{Hit, Mood, SafeText};
use crate::shelf::{Entry, State};
use crate::theme::Theme;

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its number among all rows of the list, from 0, whatever the filter hides.
    pub index: usize,
    /// What it is.
    pub label: String,
    /// What is said at its end: a page, or how far a story has been read.
    pub end: String,
    /// The mood that it has a swatch of.
    pub mood: Option<Mood>,
}

/// The text of a row, whether the filter shows it or not.
pub(super) struct RowText {
    /// See [`ListRow::label`].
    pub(super) label: String,
    /// See [`ListRow::end`].
    pub(super) end: String,
    /// See [`ListRow::mood`].
    pub(super) mood: Option<Mood>,
}

impl RowText {
    pub(super) fn new(label: String, end: String) -> Self {
        Self { label, end, mood: None }
    }
}

/// The words that rows must have to be shown.
#[derive(Debug, Default)]
pub struct Filter {
    input: Input,
    typing: bool,
    /// The entries of the contents whose own entries are hidden, by their indices.
    folded: BTreeSet<usize>,
}

/// The sign of a bookmark, in lists and in the margin. It takes one cell in every terminal.
pub const BOOKMARK: &str = "▸";

/// The most matches that are listed. A reader who goes through more has asked for something else.
const MOST_LISTED: usize = 1000;

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

/// The longest filter in characters: a few words.
const LONGEST: usize = 60;

impl Filter {
    /// The words as they were typed.
    #[must_use]
    pub fn words(&self) -> &str {
        self.input.value()
    }

    /// Returns whether letters go to the filter.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.typing
    }

    /// The character before which the next one goes.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Returns whether a text has all of the words, or parts of them, whatever their case.
    #[must_use]
    pub fn lets_through(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.words().to_lowercase().split_whitespace().all(|word| text.contains(word))
    }

    pub(super) fn is_folded(&self, index: usize) -> bool {
        self.folded.contains(&index)
    }

    pub(super) fn has_folded(&self) -> bool {
        !self.folded.is_empty()
    }

    pub(super) fn fold(&mut self, index: usize) {
        self.folded.insert(index);
    }

    pub(super) fn unfold(&mut self, index: usize) {
        self.folded.remove(&index);
    }

    pub(super) fn unfold_all(&mut self) {
        self.folded.clear();
    }

    pub(super) fn begin(&mut self) {
        self.typing = true;
    }

    /// Lets every row through, folded ones apart.
    pub(super) fn clear(&mut self) {
        *self = Self { folded: std::mem::take(&mut self.folded), ..Self::default() };
    }

    /// Lets every row through.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    pub(super) fn insert(&mut self, text: &str) {
        for c in SafeText::line(text).chars() {
            if self.words().chars().count() < LONGEST {
                self.input.handle(InputRequest::InsertChar(c));
            }
        }
    }

    /// Does what an action says while letters go to the filter. Returns whether the action was the filter's.
    fn take(&mut self, action: Action) -> bool {
        match action {
            Action::TakeAnswer => self.typing = false,
            Action::RubOut if self.words().is_empty() => self.typing = false,
            Action::Dismiss => self.clear(),
            action => return typing::edit(&mut self.input, action),
        }
        true
    }
}

impl App {
    /// The filter of the list that is open.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The numbers of the rows that the filter lets through. Without a filter the rows themselves are not asked for.
    pub(super) fn list_indices(&self, kind: ListKind) -> Vec<usize> {
        if kind == ListKind::Marks && self.filter.words().is_empty() {
            return (0..self.remembered.marks.kept().len()).collect();
        }
        self.list_rows(kind).into_iter().map(|row| row.index).collect()
    }

    /// The rows of a list that the filter lets through.
    #[must_use]
    pub fn list_rows(&self, kind: ListKind) -> Vec<ListRow> {
        if kind == ListKind::Palette {
            return self.palette_found();
        }
        let first = if kind == ListKind::Hits { self.first_listed() } else { 0 };
        let rows = self.all_rows(kind).into_iter().zip(first..).map(|(row, index)| (index, row));
        // A filter looks into what is folded.
        let unfolded =
            |index: usize| kind != ListKind::Contents || !self.filter.words().is_empty() || !self.is_folded_away(index);
        // On the shelf one looks for what is finished, too.
        let text = |row: &RowText| {
            if kind == ListKind::Shelf { format!("{} {}", row.label, row.end) } else { row.label.clone() }
        };
        let shown = rows.filter(|(index, row)| self.filter.lets_through(&text(row)) && unfolded(*index));
        shown.map(|(index, RowText { label, end, mood })| ListRow { index, label, end, mood }).collect()
    }

    fn all_rows(&self, kind: ListKind) -> Vec<RowText> {
        let page = |place| self.story.book.number_of(place).map_or_else(String::new, |number| number.to_string());
        match kind {
            ListKind::Contents => self.contents_rows(),
            ListKind::Marks => self.mark_rows(),
            ListKind::Hits => {
                let row = |hit: &Hit| RowText::new(self.hit_label(hit), page(hit.place));
                self.search.hits().iter().skip(self.first_listed()).take(MOST_LISTED).map(row).collect()
            }
            ListKind::Leads => {
                let row = |lead: Lead| RowText::new(lead.label.to_string(), page(lead.place));
                self.leads().into_iter().map(row).collect()
            }
            ListKind::Palette => self.palette_rows(),
            ListKind::Folder => self.folder_rows(),
            ListKind::Shelf => {
                self.shelf.entries.as_deref().unwrap_or_default().iter().map(|entry| self.shelf_row(entry)).collect()
            }
            ListKind::Themes { .. } => {
                // The swatches stand at the end of the row.
                let yours = |theme: &Theme| if theme.own { "yours" } else { "" };
                let end = |theme: &Theme| format!("{:<6}{:16}", yours(theme), "");
                let row = |theme: &Theme| RowText::new(theme.name.to_string(), end(theme));
                self.themes.all().iter().map(row).collect()
            }
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

    /// The rows of the marks. There may be ten thousand, and each key asks for them.
    fn mark_rows(&self) -> Vec<RowText> {
        let kept = self.remembered.marks.kept();
        let pages = self.story.book.numbers(kept.iter().map(|kept| kept.place));
        let row = |(kept, page): (&PlacedMark, Option<usize>)| {
            let page = page.map_or_else(String::new, |page| page.to_string());
            let end = if kept.is_lost { "not found".to_owned() } else { page };
            RowText::new(Self::mark_label(kept), end)
        };
        kept.iter().zip(pages).map(row).collect()
    }

    /// What a list calls a mark: its kind, its name or note, and the words that it marks.
    fn mark_label(kept: &PlacedMark) -> String {
        let words = kept.shown();
        let name = kept.name.split_whitespace().collect::<Vec<_>>().join(" ");
        match (kept.colour(), name.is_empty()) {
            (None, false) => format!("{BOOKMARK} {name} · {words}"),
            (None, true) => format!("{BOOKMARK} {words}"),
            (Some(colour), true) => format!("{colour} {words}"),
            (Some(colour), false) => format!("{colour} {name} · “{words}”"),
        }
    }

    fn shelf_row(&self, entry: &Entry) -> RowText {
        let by = if entry.author.is_empty() { String::new() } else { format!(", {}", entry.author) };
        let title = if entry.title.is_empty() { "Untitled" } else { &entry.title };
        let gone = if entry.there { "" } else { "not there now · " };
        // From a file that anyone may have written.
        let label = SafeText::line(&format!("{title}{by}")).to_string();
        let state = if entry.state == State::Reading { String::new() } else { format!("{} · ", entry.state.name()) };
        // How far one was when it was finished tells nothing.
        let percent = if entry.state == State::Finished { String::new() } else { format!("{:>5}%", entry.percent) };
        RowText::new(label, format!("{gone}{state}{}{percent}", entry.ago(self.now)))
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
        if !self.filter.typing {
            return None;
        }
        let mut taken = false;
        if let Key::Char(c) = key {
            self.filter.insert(c.encode_utf8(&mut [0; 4]));
        } else {
            let keymap = &self.keys.keymap;
            let in_list = keymap.action(self.context(), key).is_some_and(|action| LIST_ACTIONS.contains(&action));
            let action = keymap.action(Context::Prompt, key).filter(|_| !in_list)?;
            if !self.filter.take(action) {
                return None;
            }
            taken = action == Action::TakeAnswer;
        }
        self.choose_what_is_shown();
        let takes = |list: List| list.kind == ListKind::Palette || self.list_rows(list.kind).len() == 1;
        let alone = || matches!(self.overlay, Some(Overlay::List(list)) if takes(list));
        Some(if taken && alone() { self.panel_action(Action::Choose) } else { Vec::new() })
    }

    /// Chooses the first row that is shown, should the filter hide the chosen one. The help begins at its top.
    pub(super) fn choose_what_is_shown(&mut self) {
        match self.overlay {
            Some(Overlay::List(list)) if list.kind == ListKind::Palette => {
                let best = self.list_rows(list.kind).first().map_or(0, |row| row.index);
                self.choose_row(List { chosen: best, ..list });
            }
            Some(Overlay::List(list)) => {
                let rows = self.list_rows(list.kind);
                if let Some(first) = rows.first().filter(|_| rows.iter().all(|row| row.index != list.chosen)) {
                    self.choose_row(List { chosen: first.index, ..list });
                }
            }
            Some(Overlay::Help { .. }) => self.overlay = Some(Overlay::Help { top: 0 }),
            _ => {}
        }
    }
}
