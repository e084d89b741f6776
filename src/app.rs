//! The one mutable model: what is being read, where, and what stands over the page.
//!
//! An [`Event`] goes in, [`Effect`]s come out; drawing reads the model through its accessors. It knows no files, no
//! clock and no terminal: sizes and outcomes arrive as events.

mod aloud;
mod auto_turn;
mod book;
mod command;
mod contents;
mod event;
mod filter;
mod foot_note;
mod guide;
mod help;
mod history;
mod leads;
mod list_row;
mod lists;
mod look_up;
mod marks;
mod note_editor;
mod overlay;
mod pace;
mod palette;
mod panels;
mod partial;
mod parts;
mod preferences;
mod progress;
mod prompt;
mod reading;
mod rereading;
mod search;
mod searching;
mod selecting;
mod selection;
mod setting;
mod shelf;
mod start;
mod themes;
mod typing;
mod view;

use book::Openings;
pub use book::{Book, Order, OrderedStretch, Page, Proof};
pub use event::{Effect, Event, Outcome, Urgency};
pub use filter::Filter;
pub use foot_note::FootNote;
pub use guide::{Guide, GuideKind};
pub use help::{HELP_BESIDE, HelpRow, help_rows, help_screenful};
pub use leads::Lead;
pub use list_row::ListRow;
pub use lists::BOOKMARK;
pub use look_up::Article;
pub use marks::{Marks, PlacedMark};
pub use note_editor::{NoteEditor, Noted};
pub use overlay::{List, ListKind, Overlay};
pub use partial::{Fetching, Piece};
pub use preferences::Preferences;
pub use progress::{ProgressKind, Tick, TickKind};
pub use prompt::{Prompt, Purpose};
pub use search::{Clock, Search};
pub use selection::Selection;
pub use start::Start;
pub use themes::Themes;

use pace::Pace;
use parts::{Keys, Notices, Pending, Position, Remembered, Shelf, Story};

use crate::action::Action;
use crate::config::{Context, Key, Meaning};
use crate::document::{Found, Locator, Place, SafeText};
use crate::shelf::{Entry, Record, Stamp, Track};
use crate::theme::Variant;

/// Everything that a session holds: `update` dispatches, and each part changes what is its own.
#[derive(Debug)]
pub struct App {
    story: Story,
    position: Position,
    remembered: Remembered,
    search: Search,
    themes: Themes,
    /// What stands over the page.
    overlay: Option<Overlay>,
    /// Which rows of a list over the page are shown.
    filter: Filter,
    shelf: Shelf,
    keys: Keys,
    notices: Notices,
    pending: Pending,
    /// How late it is.
    now: Stamp,
}

/// The pages after whose turning a reader knows how to turn pages.
const LESSON: u8 = 3;

impl App {
    /// A session at the remembered place.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let Start { document, record, settings, overrides, themes, note, piece, seed, keymap, newcomer, clock } = start;
        let known = record.place != Locator::default();
        let first = || piece.as_ref().map_or_else(Place::default, |piece| piece.place);
        let (place, found) = if known { document.find(&record.place) } else { (first(), Found::InPlace) };
        let changed = (known && found == Found::ByRatio)
            .then(|| "The text has changed; this is roughly where you were".to_owned());
        let marks = Marks::recall(&document, &record, seed);
        // The contents of a piece are not asked for.
        let outline = if piece.is_none() { document.outline() } else { Vec::new() };
        let track = Track::recall(&document, &record, place);
        let (name, stretches) = piece.map(|piece| (piece.name, piece.stretches)).unzip();
        let held = name.is_some().then(Vec::new);
        let book = Book::new(&document, stretches, Preferences::of(&settings, &overrides));
        let lesson = if newcomer { LESSON } else { 0 };
        Self {
            story: Story { document, book, outline },
            position: Position { place, began: Some(place), ..Position::default() },
            remembered: Remembered {
                pace: Pace::recall(settings.pace),
                record,
                settings,
                fixed: overrides,
                changes: Vec::new(),
                marks,
                track,
                moved: false,
            },
            search: Search::by(clock),
            themes,
            overlay: None,
            filter: Filter::default(),
            shelf: Shelf::default(),
            keys: Keys { keymap, ..Keys::default() },
            notices: Notices { note: note.or(changed), lesson, ..Notices::default() },
            pending: Pending { held, fetching: name.map(Fetching::new), ..Pending::default() },
            now: 0,
        }
    }

    /// Takes in what happened.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = match self.hold(&event) {
            Some(effects) => effects,
            None => self.happen(event),
        };
        effects.extend(self.end_wait_of_voice());
        effects.extend(self.settle());
        // The page that is seen is set by now.
        self.guide_to_page();
        effects
    }

    /// Makes sure that what is seen can be drawn. Returns what else has to be typeset.
    fn settle(&mut self) -> Option<Effect> {
        self.story.book.open_with(Openings::of(self.themes.current()));
        self.story.book.open_at(&self.story.document, self.position.place);
        self.story.book.order(self.position.place).map(Effect::Compose)
    }

    fn happen(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => {
                let before = self.position.place;
                self.forget_question();
                let mut effects = self.press(key);
                effects.extend(self.speak_here(before));
                self.tell_change();
                effects
            }
            Event::Paste(text) => self.paste(&text),
            Event::Wheel { down } => self.wheel(down),
            Event::Click { column, row } => self.click(column, row),
            Event::Select { from, to } => self.drag(from, to),
            // Which characters stand in these cells is known to whoever draws them.
            Event::Drag { .. } => Vec::new(),
            Event::Pick(index) => self.pick(index),
            Event::Follow(link) => self.follow_link(link),
            Event::Seek(share) => {
                let offset = self.story.document.len() * usize::from(share.min(1000)) / 1000;
                self.jump(self.story.document.place_at(offset))
            }
            Event::Resize { width, height } => {
                self.story.book.resize(width, height);
                // Which page shows a place is known once its pages are.
                self.story.book.open_at(&self.story.document, self.position.place);
                self.rewrap_foot_note();
                // What is selected stays in view, and so does the line that is read.
                match (&self.overlay, self.position.guide) {
                    (Some(Overlay::Selection(selection)), _) => {
                        self.go_to_page_of(selection.seen(&self.story.document))
                    }
                    (_, Some(guide)) => self.go_to_page_of(guide.at),
                    _ => Vec::new(),
                }
            }
            Event::Time(now) => {
                self.now = now;
                self.turn_in_time()
            }
            Event::End => {
                // What was written is not lost with the window.
                if let Some(Overlay::Note(_)) = self.overlay {
                    self.keep_note();
                }
                // A place that was only looked at while a question was open is not where the reader is.
                self.withdraw();
                vec![Effect::Keep(Urgency::Now), Effect::Quit]
            }
            event => self.hear(event),
        }
    }

    /// Takes in what other threads and programs tell.
    fn hear(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Shared(record) => {
                self.share(&record);
                self.reread()
            }
            Event::Shelf(entries) => {
                self.take_shelf(entries);
                self.press_early()
            }
            Event::Folder { entries, reading } => {
                self.shelf.folder = Some(entries);
                self.shelf.reading = reading;
                Vec::new()
            }
            Event::Fetching(percent) => {
                self.tell_fetched(percent);
                Vec::new()
            }
            Event::NotFetched(why) => {
                self.pending.fetching = None;
                self.notices.note = why.or(self.notices.note.take());
                Vec::new()
            }
            Event::Themes(themes) => {
                self.take_themes(themes);
                self.press_early()
            }
            Event::Ground(ground) => self.learn_ground(ground),
            Event::Blurred => {
                self.pause_auto_turn();
                Vec::new()
            }
            Event::Spoken(number) => self.go_on_speaking(number),
            Event::NotSpoken(why) => self.fail_to_speak(SafeText::line(&why).to_string()),
            Event::LookedUp(answer) => self.show_article(answer),
            Event::Note(note) => self.say(SafeText::line(&note).to_string()),
            Event::Focused => {
                let ask = self.themes.follows().then_some(Effect::AskGround);
                ask.into_iter().chain([Effect::LookAtFile]).collect()
            }
            Event::Suspended => self.suspend(),
            Event::FileChanged => self.learn_change(),
            Event::FileLost => {
                self.learn_loss();
                Vec::new()
            }
            Event::Composed { generation, proofs } => {
                self.story.book.accept(generation, proofs);
                Vec::new()
            }
            Event::Outcome(outcome) => {
                self.learn(outcome);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn press(&mut self, key: Key) -> Vec<Effect> {
        self.notices.note = None;
        let first = self.keys.first.take();
        if self.position.auto_turn.is_some()
            && self.keys.keymap.action(Context::Reading, key) != Some(Action::ToggleAutoTurn)
        {
            self.pause_auto_turn();
        }
        match self.overlay {
            Some(Overlay::Prompt(_)) => return self.prompt_key(key),
            Some(Overlay::Note(_)) => return self.note_key(key),
            Some(Overlay::FootNote(_)) => return self.foot_note_key(key),
            Some(Overlay::Letters) => return self.letter_key(key),
            _ => {}
        }
        if let Some(effects) = self.filter_key(key) {
            return effects;
        }
        if self.overlay.is_none()
            && let Some(effects) = self.letter_after_backquote(first, key).or_else(|| self.guide_key(key))
        {
            return effects;
        }
        if self.overlay.is_none() && key == Key::Backspace && self.keys.count.is_some() {
            self.keys.uncount();
            return Vec::new();
        }
        if self.overlay.is_none()
            && let Key::Char(digit) = key
            && let Some(digit) = digit.to_digit(10)
        {
            self.keys.count_on(digit);
            return Vec::new();
        }
        if self.overlay.is_none() && matches!(key, Key::Char('.' | ',')) && self.keys.has_decimals_after(first, key) {
            self.keys.count.get_or_insert(0);
            self.keys.decimals.get_or_insert_default();
            return Vec::new();
        }
        if self.waits_for_rows(key) {
            return Vec::new();
        }
        let meaning = self.keys.keymap.meaning(self.context(), first, key);
        if meaning == Meaning::Prefix {
            self.keys.first = Some(key);
            self.notices.note = Some(self.continuations(key));
            return Vec::new();
        }
        let Meaning::Action(action) = meaning else { return self.press_unbound(first, key) };
        match self.overlay {
            // Who has looked for a word in order to look it up takes it with Enter.
            Some(Overlay::Selection(selection)) if key == Key::Enter && selection.is_word() => {
                self.selection_action(selection, Action::LookUp)
            }
            Some(Overlay::Selection(selection)) => self.selection_action(selection, action),
            Some(_) => self.panel_action(action),
            None => self.reading_action(action),
        }
    }

    /// Says that a key asks for nothing, or the second one of two.
    fn press_unbound(&mut self, first: Option<Key>, key: Key) -> Vec<Effect> {
        self.keys.count = None;
        // Who has bound all keys of a panel still gets out of it.
        if self.overlay.is_some() && matches!(key, Key::Esc | Key::Ctrl('c')) {
            return match self.overlay {
                Some(Overlay::Selection(selection)) => self.selection_action(selection, Action::Dismiss),
                _ => self.panel_action(Action::Dismiss),
            };
        }
        if first.is_some() && self.keys.keymap.action(self.context(), key) == Some(Action::Dismiss) {
            return Vec::new();
        }
        let keys = first.into_iter().chain([key]).map(|key| key.to_string()).collect::<Vec<_>>().join(" ");
        let (keys, help) = (SafeText::line(&keys), self.key(Action::ShowHelp));
        self.say(if *keys == *help {
            format!("`{keys}` does nothing here")
        } else {
            format!("`{keys}` does nothing here · {help} shows the keys")
        })
    }

    /// Takes the letter after a backquote, as in vim. `None` where the key is none.
    fn letter_after_backquote(&mut self, first: Option<Key>, key: Key) -> Option<Vec<Effect>> {
        match (first, key) {
            (Some(Key::Char('`')), Key::Char('`' | '\'')) => Some(self.reading_action(Action::GoBackAndForth)),
            (Some(Key::Char('`')), Key::Char(letter)) => Some(self.go_to_letter(letter)),
            (Some(Key::Char('`')), _) => Some(Vec::new()),
            _ => None,
        }
    }

    /// The key for an action, as the reader has bound it: where the reader is, or on the page. Without one, how the palette finds it.
    #[must_use]
    pub fn key(&self, action: Action) -> String {
        let bound = |context, action| self.keys.keymap.keys_of(context, action).first();
        let key = bound(self.context(), action).or_else(|| bound(Context::Reading, action));
        match (key, bound(Context::Reading, Action::ShowPalette)) {
            (Some(key), _) => key.to_string(),
            (None, Some(palette)) => format!("{palette} {}", action.name()),
            (None, None) => format!("“{}”", action.name()),
        }
    }

    /// What may follow the first key of a sequence, as the status line says it.
    fn continuations(&self, first: Key) -> String {
        let next = self.keys.keymap.continuations(self.context(), first);
        let told: Vec<String> = next.iter().map(|(key, action)| format!("{key} {}", action.description())).collect();
        format!("{first} … {}", told.join(" · "))
    }

    /// Goes to the place that has a letter for a name.
    fn go_to_letter(&mut self, letter: char) -> Vec<Effect> {
        match self.remembered.marks.lettered(letter) {
            Some(place) => self.jump(place),
            None => self.say(format!("No bookmark is named `{letter}` · m {letter} Enter names this place so")),
        }
    }

    fn context(&self) -> Context {
        match &self.overlay {
            None => Context::Reading,
            Some(Overlay::List(list)) => list.kind.context(),
            Some(Overlay::Selection(_)) => Context::Selection,
            Some(_) => Context::Panel,
        }
    }

    fn learn(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Kept => self.notices.trouble = None,
            Outcome::MarkKept => {
                self.notices.trouble = None;
                let said = self.notices.kept.take().unwrap_or("Saved");
                self.notices.note = Some(format!("{said} · {} lists all marks", self.key(Action::ShowMarks)));
            }
            Outcome::NotKept(why) => self.notices.trouble = Some(format!("Nothing is being saved: {why}")),
        }
    }

    /// Goes somewhere else in the story and remembers where from.
    fn jump(&mut self, place: Place) -> Vec<Effect> {
        let place = self.story.document.clamp(place);
        if place == self.position.place {
            return Vec::new();
        }
        self.position.history.leave(self.position.place);
        self.remembered.pace.begin(self.now);
        self.remembered.track.jump();
        self.go(place)
    }

    fn go(&mut self, place: Place) -> Vec<Effect> {
        self.position.place = place;
        self.remembered.moved = true;
        // Later than what was read, whatever the clock says.
        self.remembered.record.moved = self.now.max(self.remembered.record.moved + 1);
        vec![Effect::Keep(Urgency::Soon)]
    }

    /// Takes in what others have kept of the same story. The place is the reader's own.
    fn share(&mut self, record: &Record) {
        self.remembered.track.share(&self.story.document, record);
        let chosen = match self.overlay {
            Some(Overlay::List(List { kind: ListKind::Marks, chosen })) => {
                self.remembered.marks.kept().get(chosen).map(|kept| kept.id().to_owned())
            }
            _ => None,
        };
        self.remembered.marks.share(&self.story.document, record);
        // The list may have grown under the reader's hand; the chosen row stays the chosen one.
        if let Some(Overlay::List(list)) = &mut self.overlay
            && let Some(id) = chosen
        {
            list.chosen = self
                .remembered
                .marks
                .index_of(&id)
                .unwrap_or(list.chosen.min(self.remembered.marks.kept().len().saturating_sub(1)));
        }
    }

    /// Says something until the next key.
    fn say(&mut self, note: String) -> Vec<Effect> {
        self.notices.note = Some(note);
        Vec::new()
    }

    /// Learns the terminal's ground. While themes are looked at, the one on the page stays.
    fn learn_ground(&mut self, ground: Variant) -> Vec<Effect> {
        let looking = matches!(&self.overlay, Some(Overlay::List(List { kind: ListKind::Themes { .. }, .. })));
        let other = if looking { false } else { self.themes.learn(ground) };
        if !other && self.remembered.settings.background.as_deref() == Some(ground.name()) || looking {
            return Vec::new();
        }
        self.remembered.settings.background = Some(ground.name().to_owned());
        vec![Effect::KeepSettings]
    }

    fn take_shelf(&mut self, mut entries: Vec<Entry>) {
        self.shelf.order.sort(&mut entries);
        if let Some(Overlay::List(list)) = &mut self.overlay
            && list.kind == ListKind::Shelf
        {
            // The chosen story stays chosen, wherever it stands now.
            let known = self.shelf.entries.as_ref().and_then(|known| known.get(list.chosen));
            let there = known.and_then(|known| entries.iter().position(|entry| entry.record == known.record));
            list.chosen = there.unwrap_or(list.chosen).min(entries.len().saturating_sub(1));
        }
        self.shelf.entries = Some(entries);
        self.choose_what_is_shown();
    }
}

#[cfg(test)]
mod tests;
