//! The story in pages at the present size of the window.

use crate::document::{Document, Place};
use crate::shelf::Settings;
use crate::typeset::{Align, Galley, Hyphens, Options, Pages, Sheet, SheetOptions, paginate, typeset};

/// What the reader has chosen about the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preferences {
    /// The longest line.
    pub measure: u16,
    /// Whether lines are justified.
    pub justify: bool,
    /// How readily long words are broken.
    pub hyphens: Hyphens,
    /// Whether a wide window shows two pages.
    pub spread: bool,
    /// Whether the status line is shown.
    pub status: bool,
}

/// The measures that a reader may choose: a few words, and more than any eye finds back across.
pub(super) const MEASURES: std::ops::RangeInclusive<u16> = 20..=120;

impl Preferences {
    /// The remembered ones, with some changed for this session.
    #[must_use]
    pub fn of(settings: &Settings, overrides: &Settings) -> Self {
        let default = Options::default();
        let hyphens = overrides.hyphens.as_ref().or(settings.hyphens.as_ref());
        let measure = overrides.measure.or(settings.measure).unwrap_or(default.measure);
        Self {
            measure: measure.clamp(*MEASURES.start(), *MEASURES.end()),
            justify: overrides.justify.or(settings.justify).unwrap_or(default.align == Align::Justify),
            hyphens: hyphens.and_then(|name| Hyphens::parse(name)).unwrap_or(default.hyphens),
            spread: overrides.spread.or(settings.spread).unwrap_or(true),
            status: overrides.status.or(settings.status).unwrap_or(true),
        }
    }
}

/// The pages of a story and how they came about.
#[derive(Debug)]
pub struct Book {
    preferences: Preferences,
    options: Option<Options>,
    sheet: Sheet,
    galley: Galley,
    pages: Pages,
}

impl Book {
    /// A book without pages: the window's size is not known yet.
    pub(super) fn new(preferences: Preferences) -> Self {
        Self { preferences, options: None, sheet: Sheet::default(), galley: Galley::default(), pages: Pages::default() }
    }

    /// What the reader has chosen.
    #[must_use]
    pub fn preferences(&self) -> Preferences {
        self.preferences
    }

    /// The window's division.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        self.sheet
    }

    /// The lines.
    #[must_use]
    pub fn galley(&self) -> &Galley {
        &self.galley
    }

    /// The pages.
    #[must_use]
    pub fn pages(&self) -> &Pages {
        &self.pages
    }

    /// The first of the pages that are seen when a place is.
    #[must_use]
    pub fn opening(&self, place: Place) -> usize {
        let page = self.pages.page_of(&self.galley, place);
        page - page % usize::from(self.sheet.pages.max(1))
    }

    /// How much of the story has been read at the end of the pages that are seen, in percent.
    #[must_use]
    pub fn percent(&self, document: &Document, opening: usize) -> usize {
        let next = opening + usize::from(self.sheet.pages.max(1));
        if next >= self.pages.count() {
            return 100;
        }
        document.offset(self.start_of(next)) * 100 / document.len().max(1)
    }

    /// Where the words of a page begin.
    pub(super) fn start_of(&self, page: usize) -> Place {
        self.pages.place_of(&self.galley, page)
    }

    /// The window has this size now. The place is not the book's to change.
    pub(super) fn resize(&mut self, document: &Document, width: u16, height: u16) {
        let Preferences { measure, spread, status, .. } = self.preferences();
        self.sheet = Sheet::of(width, height, SheetOptions { measure, spread, status });
        self.lay_out(document);
    }

    /// The reader has chosen otherwise.
    pub(super) fn prefer(&mut self, document: &Document, preferences: Preferences) {
        self.preferences = preferences;
        self.resize(document, self.sheet.width, self.sheet.height);
    }

    fn lay_out(&mut self, document: &Document) {
        let preferences = self.preferences();
        let options = Options {
            measure: self.sheet.measure,
            align: if preferences.justify { Align::Justify } else { Align::Left },
            hyphens: preferences.hyphens,
            title_page: true,
            ..Options::default()
        };
        if self.options != Some(options) {
            self.galley = typeset(document, &options);
            self.options = Some(options);
        }
        self.pages = paginate(&self.galley, self.sheet.rows);
    }
}
