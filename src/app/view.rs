//! What drawing, saving and the terminal read of the model.

use std::sync::Arc;

use super::{App, Book, List, ListKind, Marks, Overlay, Page, Search, Themes};
use crate::config::Keymap;
use crate::document::{Chapter, Document, Locator, Mood, Place};
use crate::shelf::{Entry, Record, Settings, Stamp};
use crate::theme::Theme;

impl App {
    /// What is to be remembered of the story now.
    #[must_use]
    pub fn record(&self) -> Record {
        let mut record = self.remembered.record.clone();
        // A place that was only read from the record is no newer than it was.
        let place = self.place_left_for_a_search().unwrap_or(self.position.place);
        let moved = self.remembered.moved || record.place == Locator::default();
        if moved {
            record.move_to(&self.story.document, place);
        }
        record.read = record.read.max(self.now);
        let located = moved.then(|| (place, record.place.clone()));
        self.remembered.track.store(&self.story.document, located, &mut record);
        self.remembered.marks.store(&mut record);
        record
    }

    /// What is to be remembered of the reader now.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.remembered.settings.clone()
    }

    /// The story.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.story.document
    }

    /// The story, to be shared with whoever sets it.
    #[must_use]
    pub fn shared_document(&self) -> Arc<Document> {
        Arc::clone(&self.story.document)
    }

    /// Its pages at the present size.
    #[must_use]
    pub fn book(&self) -> &Book {
        &self.story.book
    }

    /// Where the reader is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.position.place
    }

    /// The first of the pages that are seen.
    #[must_use]
    pub fn opening(&self) -> Page {
        self.story.book.opening(self.position.place)
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

    /// Returns whether the terminal has told its ground in this session.
    #[must_use]
    pub fn knows_ground(&self) -> bool {
        self.themes.has_learnt()
    }

    /// The bookmarks, highlights and notes.
    #[must_use]
    pub fn marks(&self) -> &Marks {
        &self.remembered.marks
    }

    /// What the contents list.
    #[must_use]
    pub fn outline(&self) -> &[Chapter] {
        &self.story.outline
    }

    /// The stories that have been read; `None` before they have been asked for.
    #[must_use]
    pub fn shelf(&self) -> Option<&[Entry]> {
        self.shelf.entries.as_deref()
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
        self.notices.lesson > 0
    }

    /// The keys.
    #[must_use]
    pub fn keymap(&self) -> &Keymap {
        &self.keys.keymap
    }

    /// The number typed so far.
    #[must_use]
    pub fn count(&self) -> Option<String> {
        self.keys.typed_count()
    }

    /// What the status line has to say, if anything.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.notices.note.as_deref().or_else(|| self.fetching_note()).or(self.notices.trouble.as_deref())
    }

    /// Whether that is said until the next key only.
    #[must_use]
    pub fn is_passing_note(&self) -> bool {
        self.notices.note.is_some()
    }

    /// The mood in which the page is shown while themes are looked at, where the reader asked for one.
    #[must_use]
    pub fn sample(&self) -> Option<Mood> {
        match &self.overlay {
            Some(Overlay::List(List { kind: ListKind::Themes { sample, .. }, .. })) => *sample,
            _ => None,
        }
    }
}
