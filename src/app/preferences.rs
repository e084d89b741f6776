//! What a reader has chosen about the page.

use super::ProgressKind;
use crate::shelf::Settings;
use crate::typeset::{Align, Ambiguous, Hyphens, Options, Paragraphs, Spacing};

/// What the reader has chosen about the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Preferences {
    /// The longest line.
    pub measure: u16,
    /// Whether lines are justified.
    pub justify: bool,
    /// How readily long words are broken.
    pub hyphens: Hyphens,
    /// How wide the terminal draws characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// Whether signs hang over the edges.
    pub hang: bool,
    /// Whether a wide window shows two pages.
    pub spread: bool,
    /// Whether the status line is shown.
    pub status: bool,
    /// What the status line says of how far one is.
    pub progress: ProgressKind,
    /// Whether a bar shows how far one is.
    pub bar: bool,
    /// Whether the time that is spent reading is counted.
    pub times: bool,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// The room around the page, between lines and between paragraphs.
    pub spacing: PageSpacing,
}

/// The room around the page, between lines and between paragraphs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageSpacing {
    /// The room between lines.
    pub lines: Spacing,
    /// The sign of a new paragraph: an indent or an empty row.
    pub paragraphs: Paragraphs,
    /// The empty rows above and below the page.
    pub margins: u16,
}

/// The measures that a reader may choose: a few words, and more than any eye finds back across.
pub(super) const MEASURES: std::ops::RangeInclusive<u16> = 20..=120;

/// The most rows above and below the page: half of a low window.
pub(super) const MOST_MARGINS: u16 = 8;

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
            ambiguous: if settings.ambiguous_wide == Some(true) { Ambiguous::Wide } else { Ambiguous::Narrow },
            hang: overrides.hang.or(settings.hang).unwrap_or(default.hang),
            spread: overrides.spread.or(settings.spread).unwrap_or(true),
            status: overrides.status.or(settings.status).unwrap_or(true),
            progress: ProgressKind::named(overrides.progress.as_deref().or(settings.progress.as_deref())),
            bar: overrides.bar.or(settings.bar).unwrap_or(false),
            times: overrides.count_time.or(settings.count_time).unwrap_or(true),
            mouse: overrides.mouse.or(settings.mouse).unwrap_or(true),
            spacing: PageSpacing {
                lines: overrides.spacing.as_deref().and_then(Spacing::parse).unwrap_or_default(),
                paragraphs: match overrides.paragraph_spacing.as_deref() {
                    Some("1") => Paragraphs::BlankRow,
                    _ => Paragraphs::Indent,
                },
                margins: overrides.margins.or(settings.margins).unwrap_or(1).min(MOST_MARGINS),
            },
        }
    }
}
