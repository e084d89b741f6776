//! The one mutable model: what is being read, where, and what stands over the page.
//!
//! An [`Event`] goes in, [`Effect`]s come out; drawing reads the model through its accessors. It knows no files, no
//! clock and no terminal: sizes and outcomes arrive as events.

mod book;
mod bookmarks;
mod event;
mod furthest;
mod help;
mod history;
mod leads;
mod lists;
mod overlay;
mod panels;
mod partial;
mod preferences;
mod prompt;
mod reading;
mod search;
mod themes;

pub use book::{Book, Order, Page, Proof};
pub use bookmarks::{Bookmarks, Kept};
pub use event::{Effect, Event, Outcome};
pub use help::{HELP_BESIDE, HelpRow, help_rows, help_screenful};
pub use leads::Lead;
pub use lists::{Filter, ListRow};
pub use overlay::{List, ListKind, Overlay};
pub use partial::{Fetching, Piece};
pub use preferences::Preferences;
pub use prompt::{Prompt, Purpose};
pub use search::Search;
pub use themes::Themes;

use std::sync::Arc;

use furthest::Furthest;
use history::History;

use crate::action::Action;
use crate::config::{Context, Key, Keymap};
use crate::document::{Chapter, Document, Found, Locator, Place, SafeText};
use crate::shelf::{Entry, Record, Settings, Stamp};
use crate::theme::Theme;

/// Everything that a session holds.
#[derive(Debug)]
pub struct App {
    document: Arc<Document>,
    book: Book,
    place: Place,
    history: History,
    bookmarks: Bookmarks,
    search: Search,
    themes: Themes,
    overlay: Option<Overlay>,
    /// Which rows of a list over the page are shown.
    filter: Filter,
    keymap: Keymap,
    /// The number typed before a command.
    count: Option<u32>,
    /// What the status line says until the next key.
    note: Option<String>,
    /// What the status line says as long as it is so.
    trouble: Option<String>,
    record: Record,
    settings: Settings,
    /// What waits for the whole, where only a piece of the story is there.
    held: Option<Vec<Event>>,
    /// The story that is being fetched: the rest of this one, or another.
    fetching: Option<Fetching>,
    /// What the contents list.
    outline: Vec<Chapter>,
    /// The stories that have been read, once they have been asked for.
    shelf: Option<Vec<Entry>>,
    /// The keys that were pressed before it was there.
    early: Vec<Key>,
    now: Stamp,
    furthest: Furthest,
    /// Whether the reader has gone anywhere since the story was opened.
    moved: bool,
    /// The pages that a newcomer still turns before the status line tells no keys any more.
    lesson: u8,
    /// Whether a `Z` has come, of which two in a row quit.
    zed: bool,
}

/// The pages after whose turning a reader knows how to turn pages.
const LESSON: u8 = 3;

/// What a session starts with.
#[derive(Debug)]
pub struct Start {
    /// The story.
    pub document: Arc<Document>,
    /// What is remembered of it.
    pub record: Record,
    /// What is remembered of the reader.
    pub settings: Settings,
    /// What the command line changes of the settings, for this session only.
    pub overrides: Settings,
    /// The themes to choose from.
    pub themes: Themes,
    /// What the reader should know at once, such as a damaged file.
    pub note: Option<String>,
    /// What of the story is there, where it is not the whole.
    pub piece: Option<Piece>,
    /// A number that no other session has: bookmarks are named by it.
    pub seed: u64,
    /// Whether nothing is remembered of the reader: the status line tells the first keys then.
    pub newcomer: bool,
}

impl Start {
    /// A session of a whole story of which nothing is remembered.
    #[must_use]
    pub fn of(document: Arc<Document>, themes: Themes) -> Self {
        Self {
            document,
            record: Record::default(),
            settings: Settings::default(),
            overrides: Settings::default(),
            themes,
            note: None,
            piece: None,
            seed: 0,
            newcomer: false,
        }
    }
}

impl App {
    /// A session at the remembered place.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let Start { document, record, settings, overrides, themes, note, piece, seed, newcomer } = start;
        let known = record.place != Locator::default();
        let first = || piece.as_ref().map_or_else(Place::default, |piece| piece.place);
        let (place, found) = if known { document.find(&record.place) } else { (first(), Found::InPlace) };
        let moved = (known && found == Found::ByRatio)
            .then(|| "The text has changed; this is roughly where you were".to_owned());
        let bookmarks = Bookmarks::recall(&document, &record.bookmarks, seed);
        // The contents of a piece are not asked for.
        let outline = if piece.is_none() { document.outline() } else { Vec::new() };
        let furthest = Furthest::recall(&document, &record, place);
        let (name, stretches) = piece.map(|piece| (piece.name, piece.stretches)).unzip();
        let partial = name.is_some();
        let book = Book::new(&document, stretches, Preferences::of(&settings, &overrides));
        Self {
            document,
            book,
            place,
            history: History::default(),
            bookmarks,
            search: Search::default(),
            themes,
            overlay: None,
            filter: Filter::default(),
            keymap: Keymap::default(),
            count: None,
            note: note.or(moved),
            trouble: None,
            record,
            settings,
            held: partial.then(Vec::new),
            fetching: name.map(Fetching::new),
            outline,
            shelf: None,
            early: Vec::new(),
            now: 0,
            furthest,
            moved: false,
            lesson: if newcomer { LESSON } else { 0 },
            zed: false,
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = match self.hold(&event) {
            Some(effects) => effects,
            None => self.happen(event),
        };
        effects.extend(self.settle());
        effects
    }

    /// Makes sure that what is seen can be drawn; what else is to be set.
    fn settle(&mut self) -> Option<Effect> {
        self.book.open_at(&self.document, self.place);
        self.book.order(self.place).map(Effect::Compose)
    }

    fn happen(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.press(key),
            Event::Paste(text) => self.paste(&text),
            Event::Wheel { down } => self.wheel(down),
            Event::Click { column, row } => self.click(column, row),
            Event::Pick(index) => self.pick(index),
            Event::Resize { width, height } => {
                self.book.resize(width, height);
                Vec::new()
            }
            Event::Time(now) => {
                self.now = now;
                Vec::new()
            }
            Event::Shared(record) => {
                self.share(&record);
                Vec::new()
            }
            Event::Shelf(entries) => {
                self.take_shelf(entries);
                let early = if self.context() == Context::Shelf { std::mem::take(&mut self.early) } else { Vec::new() };
                early.into_iter().flat_map(|key| self.press(key)).collect()
            }
            Event::Fetching(percent) => {
                self.progress(percent);
                Vec::new()
            }
            Event::NotFetched(why) => {
                self.fetching = None;
                self.note = why.or(self.note.take());
                Vec::new()
            }
            Event::Themes(themes) => {
                self.take_themes(themes);
                Vec::new()
            }
            Event::Composed { generation, proofs } => {
                self.book.accept(generation, proofs);
                Vec::new()
            }
            Event::Outcome(outcome) => {
                self.learn(outcome);
                Vec::new()
            }
            Event::End => {
                // A place that was only looked at while a question was open is not where the reader is.
                self.withdraw();
                vec![Effect::KeepRecord, Effect::Quit]
            }
        }
    }

    /// What is to be remembered of the story now.
    #[must_use]
    pub fn record(&self) -> Record {
        let mut record = self.record.clone();
        // A place that was only read from the record is no newer than it was.
        if self.moved || record.place == Locator::default() {
            record.place = self.document.locate(self.place);
            record.percent = self.document.percent(self.place);
        }
        record.read = record.read.max(self.now);
        record.furthest = self.furthest.stored(&self.document);
        record.bookmarks = self.bookmarks.stored();
        record
    }

    /// What is to be remembered of the reader now.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings.clone()
    }

    /// The story.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The story, to be shared with whoever sets it.
    #[must_use]
    pub fn shared_document(&self) -> Arc<Document> {
        Arc::clone(&self.document)
    }

    /// Its pages at the present size.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Where the reader is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The first of the pages that are seen.
    #[must_use]
    pub fn opening(&self) -> Page {
        self.book.opening(self.place)
    }

    /// The theme that is seen, be it chosen or looked at in the list.
    #[must_use]
    pub fn theme(&self) -> &Theme {
        self.themes.current()
    }

    /// All themes.
    #[must_use]
    pub fn themes(&self) -> &Themes {
        &self.themes
    }

    /// The kept places.
    #[must_use]
    pub fn bookmarks(&self) -> &Bookmarks {
        &self.bookmarks
    }

    /// What the contents list.
    #[must_use]
    pub fn outline(&self) -> &[Chapter] {
        &self.outline
    }

    /// The stories that have been read; `None` before they have been asked for.
    #[must_use]
    pub fn shelf(&self) -> Option<&[Entry]> {
        self.shelf.as_deref()
    }

    /// How late it is.
    #[must_use]
    pub fn now(&self) -> Stamp {
        self.now
    }

    /// What is lit.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// What stands over the page.
    #[must_use]
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// Returns whether the status line tells the first keys: nothing was remembered, and few pages have been turned.
    #[must_use]
    pub fn tells_first_keys(&self) -> bool {
        self.lesson > 0
    }

    /// The keys.
    #[must_use]
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// The number typed so far.
    #[must_use]
    pub fn count(&self) -> Option<u32> {
        self.count
    }

    /// What the status line has to say, if anything.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref().or_else(|| self.fetching_note()).or(self.trouble.as_deref())
    }

    /// Whether that is said until the next key only.
    #[must_use]
    pub fn is_passing_note(&self) -> bool {
        self.note.is_some()
    }

    fn press(&mut self, key: Key) -> Vec<Effect> {
        self.note = None;
        let zed = std::mem::take(&mut self.zed);
        if let Some(Overlay::Prompt(_)) = self.overlay {
            return self.prompt_key(key);
        }
        if let Some(effects) = self.filter_key(key) {
            return effects;
        }
        // As in vim.
        if self.overlay.is_none() && key == Key::Char('Z') {
            self.zed = !zed;
            return if zed { self.reading_action(Action::Quit) } else { Vec::new() };
        }
        if self.overlay.is_none()
            && key == Key::Backspace
            && let Some(count) = self.count
        {
            self.count = Some(count / 10).filter(|count| *count > 0);
            return Vec::new();
        }
        if self.overlay.is_none()
            && let Key::Char(digit) = key
            && let Some(digit) = digit.to_digit(10)
        {
            let count = self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
            // Seven digits are more pages than any book has; the rest is a cat on the keyboard.
            self.count = Some(count.min(9_999_999));
            return Vec::new();
        }
        // Who knows the shelf chooses without looking.
        if self.context() == Context::Shelf && self.shelf.is_none() {
            let action = self.keymap.action(Context::Shelf, key);
            if !matches!(action, Some(Action::Dismiss | Action::Quit | Action::Suspend)) {
                self.early.push(key);
                return Vec::new();
            }
            self.early.clear();
        }
        let Some(action) = self.keymap.action(self.context(), key) else {
            self.count = None;
            self.note = Some(format!("`{}` does nothing here · ? shows the keys", SafeText::line(&key.to_string())));
            return Vec::new();
        };
        match self.overlay {
            Some(_) => self.panel_action(action),
            None => self.reading_action(action),
        }
    }

    fn context(&self) -> Context {
        match &self.overlay {
            None => Context::Reading,
            Some(Overlay::List(list)) => list.kind.context(),
            Some(_) => Context::Panel,
        }
    }

    fn learn(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Kept => self.trouble = None,
            Outcome::BookmarkKept => {
                self.trouble = None;
                self.note = Some("Bookmark saved · ' lists them".to_owned());
            }
            Outcome::NotKept(why) => self.trouble = Some(format!("Nothing is being saved: {why}")),
        }
    }

    /// Goes somewhere else in the story and remembers where from.
    fn jump(&mut self, place: Place) -> Vec<Effect> {
        let place = self.document.clamp(place);
        if place == self.place {
            return Vec::new();
        }
        self.history.leave(self.place);
        self.furthest.jump();
        self.go(place)
    }

    fn go(&mut self, place: Place) -> Vec<Effect> {
        self.place = place;
        self.moved = true;
        // Later than what was read, whatever the clock says.
        self.record.moved = self.now.max(self.record.moved + 1);
        vec![Effect::KeepPlace]
    }

    /// Takes in what others have kept of the same story. The place is the reader's own.
    fn share(&mut self, record: &Record) {
        self.furthest.share(&self.document, record);
        let chosen = match self.overlay {
            Some(Overlay::List(List { kind: ListKind::Bookmarks, chosen })) => self.bookmarks.id(chosen),
            _ => None,
        };
        self.bookmarks.share(&self.document, &record.bookmarks);
        // The list may have grown under the reader's hand; the chosen row stays the chosen one.
        if let Some(Overlay::List(list)) = &mut self.overlay
            && let Some(id) = chosen
        {
            list.chosen =
                self.bookmarks.index_of(&id).unwrap_or(list.chosen.min(self.bookmarks.kept().len().saturating_sub(1)));
        }
    }

    /// Takes in all themes; the one that is seen stays, and so does its row.
    fn take_themes(&mut self, mut themes: Themes) {
        themes.choose(&self.themes.current().name);
        if let Some(Overlay::List(List { kind: ListKind::Themes { before }, chosen })) = &mut self.overlay {
            (*before, *chosen) = (themes.index(), themes.index());
        }
        self.themes = themes;
    }

    fn take_shelf(&mut self, entries: Vec<Entry>) {
        if let Some(Overlay::List(list)) = &mut self.overlay
            && list.kind == ListKind::Shelf
        {
            list.chosen = list.chosen.min(entries.len().saturating_sub(1));
        }
        self.shelf = Some(entries);
    }
}

#[cfg(test)]
mod tests;
