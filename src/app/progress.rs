//! How far one is, as the status line says it, and the bar that shows it.

use std::collections::BTreeSet;

use super::pace::told;
use super::{App, Effect, Preferences};
use crate::document::{Mood, Place};
use crate::shelf::{State, ago};

/// What the status line says of how far one is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProgressKind {
    /// The screen's page, and the percentage.
    #[default]
    Pages,
    /// The page that is the same on every screen.
    BookPages,
    /// The percentage alone.
    Percent,
    /// The pages to the end of the scene.
    PagesLeft,
    /// The time to the end of the scene and of the story.
    TimeLeft,
}

impl ProgressKind {
    /// All of them, in the order in which a key goes through them.
    const ALL: [Self; 5] = [Self::Pages, Self::BookPages, Self::Percent, Self::PagesLeft, Self::TimeLeft];

    /// The name in the settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::BookPages => "book-pages",
            Self::Percent => "percent",
            Self::PagesLeft => "pages-left",
            Self::TimeLeft => "time-left",
        }
    }

    /// The one with this name, or the first.
    pub(super) fn named(name: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|kind| Some(kind.name()) == name).unwrap_or_default()
    }

    fn next(self) -> Self {
        let at = Self::ALL.iter().position(|kind| *kind == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }
}

/// A point on the bar: how far into the story it is, from 0 to 1,000, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// The share of the story before it, in thousandths.
    pub at: u16,
    /// What it is.
    pub kind: TickKind,
}

/// What a point on the bar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TickKind {
    /// A scene begins, with its mood.
    Scene(Option<Mood>),
    /// Where the reader began today.
    Start,
    /// A match of the search.
    Hit,
    /// A bookmark or a highlight.
    Mark,
}

/// The thousandths of the whole bar.
const WHOLE: usize = 1_000;

/// The most ticks of a kind: a bar has fewer cells.
const MOST_TICKS: usize = 2_000;

impl App {
    /// Says another thing of how far one is from now on.
    pub(super) fn change_progress(&mut self) -> Vec<Effect> {
        let next = self.progress_kind().next();
        self.story.book.prefer(Preferences { progress: next, ..self.story.book.preferences() });
        self.remember(|fixed| fixed.progress.is_some(), |settings| settings.progress = Some(next.name().to_owned()));
        vec![Effect::KeepSettings]
    }

    /// Shows the bar, or hides it.
    pub(super) fn toggle_bar(&mut self) -> Vec<Effect> {
        let bar = !self.shows_bar();
        self.story.book.prefer(Preferences { bar, ..self.story.book.preferences() });
        self.remember(|fixed| fixed.bar.is_some(), |settings| settings.bar = Some(bar));
        vec![Effect::KeepSettings]
    }

    /// Uses the mouse, or leaves it to the terminal.
    pub(super) fn toggle_mouse(&mut self) -> Vec<Effect> {
        let mouse = !self.story.book.preferences().mouse;
        self.story.book.prefer(Preferences { mouse, ..self.story.book.preferences() });
        let said = if mouse { "Mouse on" } else { "Mouse off: the terminal selects text" };
        self.notices.note = Some(said.to_owned());
        self.remember(|fixed| fixed.mouse.is_some(), |settings| settings.mouse = Some(mouse));
        vec![Effect::Mouse(mouse), Effect::KeepSettings]
    }

    /// What the status line says of how far one is.
    #[must_use]
    pub fn progress_kind(&self) -> ProgressKind {
        self.story.book.preferences().progress
    }

    /// Whether the bar is shown.
    #[must_use]
    pub fn shows_bar(&self) -> bool {
        self.story.book.preferences().bar
    }

    /// How far one is, in the ways that there may be room for, the longest first. Numbers have fields of fixed width, so that they
    /// hold still.
    #[must_use]
    pub fn progress(&self) -> Vec<String> {
        let (book, opening) = (&self.story.book, self.opening());
        let percent = format!("{:>3}%", book.percent(&self.story.document, opening));
        let (Some(first), Some(total)) = (book.number(opening), book.total()) else {
            // The pages of a long book are being counted; that takes less time than to read this line.
            return vec![percent];
        };
        let digits = total.to_string().len();
        let last = first + book.seen(opening) - 1;
        match self.progress_kind() {
            ProgressKind::Pages => {
                let page =
                    if last > first { format!("{first:>digits$}–{last}") } else { format!("{first:>digits$}") };
                let short = percent.trim_start().to_owned();
                vec![format!("{page} of {total}  {percent}"), format!("{page} of {total}"), short]
            }
            ProgressKind::BookPages => {
                let end = book.end(&self.story.document, opening);
                let (page, all) = self.story.document.stable_page(self.story.document.place_at(end.saturating_sub(1)));
                let digits = all.to_string().len();
                vec![format!("book page {page:>digits$} of {all}"), format!("{page:>digits$}/{all}")]
            }
            ProgressKind::Percent => vec![percent.trim_start().to_owned()],
            ProgressKind::PagesLeft => {
                let end = self.end_of_scene();
                let left = book.number_of(end).map_or(0, |end| (end + 1).saturating_sub(last + 1));
                let pages = if left == 1 { "page" } else { "pages" };
                vec![format!("{left:>2} {pages} left in the scene"), format!("{left:>2} left")]
            }
            ProgressKind::TimeLeft => self.time_left(),
        }
    }

    /// The time to the end of the scene and of the story, by the reader's own pace.
    fn time_left(&self) -> Vec<String> {
        let read = self.story.book.end(&self.story.document, self.opening());
        let scene = self.story.document.offset(self.end_of_scene()).saturating_sub(read);
        let story = self.story.document.len().saturating_sub(read);
        let about = if self.remembered.pace.is_known() { "" } else { "≈ " };
        let (scene, story) = (told(self.remembered.pace.minutes(scene)), told(self.remembered.pace.minutes(story)));
        vec![format!("{about}{scene} in the scene, {story} left"), format!("{about}{story} left")]
    }

    /// The place of the last character of the scene that the last line seen is in.
    fn end_of_scene(&self) -> Place {
        let read = self.story.book.end(&self.story.document, self.opening());
        let here = self.story.document.place_at(read.saturating_sub(1));
        let next = self.story.document.offset(Place { scene: here.scene + 1, block: 0, byte: 0 });
        self.story.document.place_at(next.saturating_sub(1))
    }

    /// The points on the bar, those that are drawn over others last. The reader is at the first number, in thousandths.
    #[must_use]
    pub fn ticks(&self) -> (u16, Vec<Tick>) {
        let document = &self.story.document;
        let share = |offset: usize| u16::try_from(offset * WHOLE / document.len().max(1)).unwrap_or(0);
        let here = share(self.story.book.end(document, self.opening()));
        let mut ticks = Vec::new();
        let mut before = 0;
        for scene in document.scenes.iter().take(MOST_TICKS) {
            ticks.push(Tick { at: share(before), kind: TickKind::Scene(scene.mood) });
            before += scene.len();
        }
        ticks.extend(
            self.start_of_session().map(|start| Tick { at: share(document.offset(start)), kind: TickKind::Start }),
        );
        let hits = self.search.hits();
        let step = hits.len().div_ceil(MOST_TICKS).max(1);
        let hit = |at: u16| Tick { at, kind: TickKind::Hit };
        let hits = document.offsets(hits.iter().step_by(step).map(|found| found.place));
        ticks.extend(hits.into_iter().map(|offset| hit(share(offset))));
        let marks = self.remembered.marks.kept().iter().filter(|kept| !kept.is_lost).take(MOST_TICKS);
        let marks = document.offsets(marks.map(|kept| kept.place));
        ticks.extend(marks.into_iter().map(|offset| Tick { at: share(offset), kind: TickKind::Mark }));
        (here, ticks)
    }

    /// What is said at the end of a story that has been read to it: when, how long that took, on how many days.
    #[must_use]
    pub fn ending(&self) -> Option<String> {
        let record = &self.remembered.record;
        if record.state != State::Finished {
            return None;
        }
        let spent: u64 = record.readings.iter().map(|reading| reading.spent).sum();
        let days = record.readings.iter().map(|reading| reading.day).collect::<BTreeSet<_>>().len();
        let minutes = usize::try_from(spent / 60_000).unwrap_or(usize::MAX);
        let when = ago(record.state_since, self.now);
        if minutes == 0 {
            return Some(format!("Finished {when}").trim_end().to_owned());
        }
        let on = if days > 1 { format!(", on {days} days") } else { String::new() };
        Some(format!("Finished {when}, in {}{on}", told(minutes)))
    }

    /// Where the reader was when the story was opened.
    fn start_of_session(&self) -> Option<Place> {
        self.position.began
    }
}
