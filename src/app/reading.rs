//! What is done when the reader asks for something on the page.

use super::marks::is_letter;
use super::search::HitStep;
use super::setting::changes_page;
use super::{App, Effect, GuideKind, List, ListKind, Overlay, Page, PlacedMark, Purpose, Urgency};
use crate::action::Action;
use crate::config::Key;
use crate::document::{Passage, Place, SafeText, Unit, count_words};
use crate::shelf::{State, count};

impl App {
    pub(super) fn reading_action(&mut self, action: Action) -> Vec<Effect> {
        let percent = self.keys.typed_count().and_then(|typed| typed.parse().ok());
        let typed = self.keys.take_count();
        // None of something is nothing to do; who types a 0 means the key alone.
        let count = typed.filter(|count| *count > 0);
        match action {
            Action::NextPage => self.turn(count.unwrap_or(1), true),
            Action::PreviousPage => self.turn(count.unwrap_or(1), false),
            Action::FirstPage => self.jump_to_page(count.unwrap_or(1) as usize),
            Action::LastPage => self.jump_to_page(typed.map_or(usize::MAX, |page| page as usize)),
            Action::GoToPercent => self.go_to_percent(percent),
            Action::NextScene => self.repeat_for_scenes(count, Self::next_scene),
            Action::PreviousScene => self.repeat_for_scenes(count, Self::previous_scene),
            Action::GoBack | Action::GoForward | Action::GoBackAndForth => self.go_through_history(action),
            Action::GoToFurthest => self.go_to_furthest(),
            Action::NextHit => self.repeat_for_hits(count, true),
            Action::PreviousHit => self.repeat_for_hits(count, false),
            Action::TellPlace => {
                self.tell_place();
                Vec::new()
            }
            Action::Redraw => self.redraw(),
            Action::Suspend => self.suspend(),
            Action::Quit => self.quit(),
            Action::Dismiss => self.dismiss(),
            Action::ShowFolder => self.show_folder(),
            Action::ShowPalette => {
                self.open_palette("");
                Vec::new()
            }
            Action::ToggleFocus
            | Action::ToggleRuler
            | Action::ToggleAutoTurn
            | Action::ReadAloud
            | Action::NextSentence
            | Action::PreviousSentence => self.read_otherwise(action, count),
            Action::OpenNote => self.open_note(),
            Action::Select => self.select(Unit::Sentence),
            Action::LookUp => self.select(Unit::Word),
            Action::Undo => self.undo(),
            Action::GoToLetter => {
                self.keys.first = Some(Key::Char('`'));
                Vec::new()
            }
            Action::ShowMarks => {
                self.open(action);
                // Another window may have kept some since.
                vec![Effect::ReadRecord]
            }
            Action::ShowShelf => {
                self.open_list(ListKind::Shelf, 0);
                vec![Effect::ReadShelf]
            }
            action if changes_page(action) => self.change_setting(action),
            _ => {
                self.open(action);
                Vec::new()
            }
        }
    }

    /// Goes to where the reader was before, or after that again.
    fn go_through_history(&mut self, action: Action) -> Vec<Effect> {
        let back = match action {
            Action::GoBack => true,
            Action::GoForward => false,
            _ => return self.position.history.last().map_or_else(Vec::new, |place| self.jump(place)),
        };
        let (opening, mut here) = (self.opening(), self.position.place);
        let mut next = || {
            let history = &mut self.position.history;
            here = if back { history.back(here) } else { history.forward(here) }?;
            Some(here)
        };
        // A jump within the page that is seen shows nothing.
        let place = std::iter::from_fn(&mut next).find(|place| !self.story.book.shows(opening, *place));
        self.retrace(place, if back { "No earlier jump" } else { "No later jump" })
    }

    /// Turns a way of reading on or off.
    fn read_otherwise(&mut self, action: Action, count: Option<u32>) -> Vec<Effect> {
        match action {
            Action::ToggleFocus => self.toggle_guide(GuideKind::Paragraph),
            Action::ToggleRuler => self.toggle_guide(GuideKind::Line),
            Action::ToggleAutoTurn => self.toggle_auto_turn(count),
            Action::ReadAloud => self.toggle_aloud(count),
            Action::NextSentence => self.skip_sentence(true, count),
            Action::PreviousSentence => self.skip_sentence(false, count),
            _ => Vec::new(),
        }
    }

    /// Leaves. The pace is kept if it is another than was known.
    fn quit(&mut self) -> Vec<Effect> {
        let pace = self.remembered.pace.measured();
        let other = pace.is_some() && pace != self.remembered.settings.pace;
        self.remembered.settings.pace = pace.or(self.remembered.settings.pace);
        let settings = other.then_some(Effect::KeepSettings);
        [Effect::Keep(Urgency::Now)].into_iter().chain(settings).chain([Effect::Quit]).collect()
    }

    /// Goes to the place that the command line names, before anything is shown.
    pub fn begin_at(&mut self, name: &str) {
        match self.story.document.place_named(name) {
            Some(place) => {
                self.jump(place);
            }
            None => {
                let (name, scenes) = (SafeText::line(name), self.story.document.scenes.len());
                let places = format!("a scene (1 to {scenes}), a percentage (50%) or words");
                self.notices.note = Some(format!("“{}” is no place here · {places}", &*name));
            }
        }
    }

    /// Puts out what is lit, and stops what takes too long. A story of which nothing is there yet is left.
    fn dismiss(&mut self) -> Vec<Effect> {
        self.search.unlight();
        if self.story.document.is_empty() {
            return vec![Effect::Quit];
        }
        self.position.guide = None;
        if self.position.aloud.is_some() {
            return self.hush();
        }
        // The rest of this one is no other story: whether there is one to go back to is known elsewhere.
        let stops =
            if self.is_partial() { self.pending.fetching.is_some() } else { self.pending.fetching.take().is_some() };
        if stops { vec![Effect::StopFetching] } else { Vec::new() }
    }

    fn go_to_furthest(&mut self) -> Vec<Effect> {
        let place = self.remembered.track.furthest();
        if self.story.book.shows(self.opening(), self.story.document.clamp(place)) {
            self.notices.note = Some("You are at the furthest page read".to_owned());
            return Vec::new();
        }
        self.notices.note =
            Some(format!("The furthest page that you have read · {} comes back", self.key(Action::GoBack)));
        self.jump(place)
    }

    /// Goes by so many scenes.
    fn repeat_for_scenes(&mut self, count: Option<u32>, step: fn(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let most = self.story.document.scenes.len().max(1);
        self.repeat(count.map_or(1, |count| count as usize).clamp(1, most), step)
    }

    /// Goes by so many hits. Once round the story is where one was.
    fn repeat_for_hits(&mut self, count: Option<u32>, forward: bool) -> Vec<Effect> {
        if count.is_some() && self.search.count() == 0 {
            self.search = self.search.again(&self.story.document);
        }
        let (count, hits) = (count.map_or(1, |count| count as usize).max(1), self.search.count().max(1));
        let mut wrapped = count > hits;
        let effects = self.repeat((count - 1) % hits + 1, |app| {
            let (effects, passed_end) = app.step_hit_once(forward);
            wrapped |= passed_end;
            effects
        });
        if wrapped {
            self.tell_wrap(forward);
        }
        effects
    }

    /// Does something several times, as one jump.
    fn repeat(&mut self, times: usize, mut step: impl FnMut(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        if times == 1 {
            return step(self);
        }
        let (from, mut history) = (self.position.place, self.position.history.clone());
        let effects = (0..times).map(|_| step(self)).filter(|effects| !effects.is_empty()).last().unwrap_or_default();
        if self.position.place != from {
            history.leave(from);
            self.position.history = history;
        }
        effects
    }

    /// Opens what stands over the page.
    fn open(&mut self, action: Action) {
        match action {
            Action::ShowContents => self.open_contents(),
            Action::ShowMarks => {
                let kept = self.remembered.marks.kept();
                let here = kept.partition_point(|kept| kept.place < self.position.place);
                let after = kept.partition_point(|kept| kept.place <= self.position.place);
                // The first of those that stand here, or else the last one before.
                let nearest = if here < after { here } else { after.saturating_sub(1) };
                self.open_list(ListKind::Marks, nearest);
            }
            Action::ShowLeads if self.leads().is_empty() => {
                self.notices.note = Some("No notes or links on this page".to_owned());
            }
            Action::ShowLeads => self.open_list(ListKind::Leads, 0),
            Action::ShowThemes => {
                let before = self.themes.index();
                self.open_list(ListKind::Themes { before, sample: None }, before);
            }
            Action::ShowHelp => {
                self.filter.clear();
                self.overlay = Some(Overlay::Help { top: 0 });
            }
            Action::AddBookmark => {
                let here = |kept: &&PlacedMark| kept.is_bookmark() && kept.place == self.position.place;
                // A letter stands beside a name and takes nothing from it.
                let named = |kept: &&PlacedMark| here(kept) && !is_letter(&kept.name);
                let kept = self.remembered.marks.kept().iter().find(named);
                let name = kept.map(|kept| kept.name.to_string()).unwrap_or_default();
                self.ask(Purpose::NameBookmark, &name);
            }
            Action::Command => self.ask(Purpose::Command, ""),
            Action::Search => {
                self.ask_for_search();
            }
            Action::ShowHits => {
                if self.search.count() == 0 {
                    self.search = self.search.again(&self.story.document);
                }
                if self.search.count() == 0 {
                    self.notices.note =
                        Some(format!("No matches to list · {} starts a search", self.key(Action::Search)));
                    return;
                }
                let here = self.search.hits().partition_point(|hit| hit.place <= self.position.place).saturating_sub(1);
                let seen = self.search.current().map_or(here, |current| current - 1);
                self.open_list(ListKind::Hits, seen);
            }
            _ => {}
        }
    }

    pub(super) fn open_list(&mut self, kind: ListKind, chosen: usize) {
        self.filter.reset();
        self.overlay = Some(Overlay::List(List { kind, chosen }));
    }

    /// The mouse is used. What was typed and is no whole command yet is dropped: it would act on a later key.
    fn begin_pointing(&mut self) {
        self.notices.note = None;
        self.keys.take_count();
        self.keys.first = None;
    }

    pub(super) fn wheel(&mut self, down: bool) -> Vec<Effect> {
        self.begin_pointing();
        match self.overlay {
            None => self.turn(1, down),
            Some(Overlay::Prompt(_) | Overlay::Note(_)) => Vec::new(),
            Some(Overlay::Selection(_) | Overlay::FootNote(_) | Overlay::Letters) => {
                self.overlay = None;
                self.turn(1, down)
            }
            Some(_) => self.panel_action(if down { Action::Down } else { Action::Up }),
        }
    }

    pub(super) fn click(&mut self, column: u16, row: u16) -> Vec<Effect> {
        let sheet = self.story.book.sheet();
        // A terminal that counts beyond its window tells nothing.
        if column >= sheet.width || row >= sheet.height {
            return Vec::new();
        }
        self.begin_pointing();
        match self.overlay {
            None => self.turn(1, column >= self.story.book.sheet().width / 2),
            Some(Overlay::Prompt(_) | Overlay::Note(_)) => Vec::new(),
            Some(Overlay::Selection(_) | Overlay::FootNote(_) | Overlay::Letters) => {
                self.overlay = None;
                Vec::new()
            }
            // Beside a panel.
            Some(_) => self.panel_action(Action::Dismiss),
        }
    }

    /// Turns so many leaves: a page, or both pages of a spread.
    pub(super) fn turn(&mut self, leaves: u32, forward: bool) -> Vec<Effect> {
        let opening = self.opening();
        let target = self.story.book.turned(&self.story.document, opening, leaves as usize, forward);
        if target == opening {
            if forward {
                if leaves == 1 {
                    self.time_page(opening, true);
                }
                self.finish();
            }
            self.notices.note = Some(if forward { "The end" } else { "The beginning" }.to_owned());
            return Vec::new();
        }
        let to = self.story.book.start_of(target);
        if leaves > 1 {
            // What is skipped has not been read.
            return self.jump(to);
        }
        self.time_page(opening, forward);
        self.notices.lesson = self.notices.lesson.saturating_sub(1);
        if forward {
            self.begin_again(to);
            // All of the page has been seen, also above a match that was gone to.
            self.remembered.track.turn(self.story.book.start_of(opening).min(self.position.place), to);
        }
        let effects = self.go(to);
        if forward {
            self.finish();
        }
        effects
    }

    /// Learns the reader's pace from the page that is turned.
    fn time_page(&mut self, opening: Page, forward: bool) {
        if !forward {
            return self.remembered.pace.begin(self.now);
        }
        let document = &self.story.document;
        let start = self.story.book.start_of(opening);
        let (from, to) = (document.offset(start), self.story.book.end(document, opening));
        if let Some(spent) = self.remembered.pace.turn(to.saturating_sub(from), self.now)
            && self.counts_time()
        {
            let words = count_words(&document.words_of(Passage { start, end: document.place_at(to) }));
            let session = self.remembered.marks.session();
            count(&mut self.remembered.record.readings, &session, self.now, (spent, words as u64));
        }
    }

    /// Whether the time that is spent reading is kept.
    fn counts_time(&self) -> bool {
        self.story.book.preferences().times
    }

    /// The end of the story has been read, if the page that is seen is the last one and was come to by reading.
    fn finish(&mut self) {
        let opening = self.opening();
        let is_read = self.remembered.track.furthest() >= self.story.book.start_of(opening);
        let end = self.story.book.end(&self.story.document, opening);
        if !is_read || end < self.story.document.len() {
            return;
        }
        self.remembered.track.end(self.story.book.start_of(opening), self.story.document.place_at(end));
        if self.remembered.record.state != State::Finished {
            self.remembered.record.state = State::Finished;
            self.remembered.record.state_since = self.now.max(self.remembered.record.state_since + 1);
        }
    }

    /// A story that was finished goes on, as a serial does, where one reads beyond its former end.
    fn begin_again(&mut self, to: Place) {
        let record = &mut self.remembered.record;
        if record.state == State::Finished && self.remembered.track.is_beyond(&self.story.document, to) {
            record.state = State::Reading;
            record.state_since = self.now.max(record.state_since + 1);
        }
    }

    /// Goes to a page, from 1.
    fn jump_to_page(&mut self, page: usize) -> Vec<Effect> {
        let page = match page {
            usize::MAX => self.story.book.last(&self.story.document),
            page => self.story.book.numbered(&self.story.document, page),
        };
        self.jump(self.story.book.start_of(page))
    }

    /// Goes to a share of the story, in percent.
    pub(super) fn go_to_percent(&mut self, percent: Option<f64>) -> Vec<Effect> {
        let Some(percent) = percent else {
            self.notices.note = Some("Type a number first, as in 50%".to_owned());
            return Vec::new();
        };
        // The page that says so first is the one on which the last byte of that share stands.
        let thousandths = (percent.clamp(0.0, 100.0) * 1000.0).round();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 100,000")]
        let read = (self.story.document.len() * thousandths as usize).div_ceil(100_000);
        let place = self.story.document.place_at(read.saturating_sub(1));
        self.story.book.open_at(&self.story.document, place);
        self.jump(self.story.book.start_of(self.story.book.opening(place)))
    }

    /// Goes where the history leads, or says that it leads nowhere.
    fn retrace(&mut self, place: Option<Place>, nowhere: &str) -> Vec<Effect> {
        let Some(place) = place else {
            self.notices.note = Some(nowhere.to_owned());
            return Vec::new();
        };
        self.remembered.track.jump();
        self.go(place)
    }

    /// Says the screen's page, the page that is the same on every screen, and how much has been read.
    fn tell_place(&mut self) {
        let opening = self.opening();
        // All three are those of the last line that is seen, so that the last page says so.
        let end = self.story.book.end(&self.story.document, opening);
        let (stable, last) = self.story.document.stable_page(self.story.document.place_at(end.saturating_sub(1)));
        let percent = self.story.book.percent(&self.story.document, opening);
        let (screen, screens) = match (self.story.book.number(opening), self.story.book.total()) {
            (Some(number), Some(total)) => (format!("Screen {number} of {total} · "), format!("{number}/{total} · ")),
            _ => Default::default(),
        };
        let told = [
            format!("{screen}book page {stable} of {last} · {percent}%"),
            format!("{screens}book page {stable} of {last} · {percent}%"),
            format!("book page {stable}/{last} · {percent}%"),
        ];
        // The line begins two cells from the edge.
        let room = usize::from(self.story.book.sheet().width.saturating_sub(2));
        self.notices.note = told.iter().find(|told| told.chars().count() <= room).or(told.last()).cloned();
    }

    fn next_scene(&mut self) -> Vec<Effect> {
        let first = self.position.place.scene as usize + 1;
        let count = self.story.document.scenes.len();
        // A scene that is on the screen already is no way on. Where all that are left are, the next one is the place.
        let seen = |scene: &usize| self.story.book.shows(self.opening(), Place::new(*scene, 0, 0));
        let next = (first..count).find(|scene| !seen(scene)).unwrap_or(first);
        if next >= count {
            self.notices.note = Some("This is the last scene".to_owned());
            return Vec::new();
        }
        self.jump(Place::new(next, 0, 0))
    }

    fn previous_scene(&mut self) -> Vec<Effect> {
        let start = Place::new(self.position.place.scene as usize, 0, 0);
        // From the page that begins the scene one wants the scene before; from any other, this one's beginning.
        let at_start = self.story.book.shows(self.opening(), start);
        if at_start && self.position.place.scene == 0 {
            self.notices.note = Some("This is the first scene".to_owned());
            return Vec::new();
        }
        let scene = if at_start { self.position.place.scene - 1 } else { self.position.place.scene };
        self.jump(Place::new(scene as usize, 0, 0))
    }

    /// Goes on by one hit from the present one, or from the page if the reader has turned away from it.
    pub(super) fn step_hit(&mut self, forward: bool) -> Vec<Effect> {
        let (effects, wrapped) = self.step_hit_once(forward);
        if wrapped {
            self.tell_wrap(forward);
        }
        effects
    }

    /// Goes on or back by one hit. Also returns whether this passed an end of the story.
    fn step_hit_once(&mut self, forward: bool) -> (Vec<Effect>, bool) {
        if self.search.count() == 0 {
            self.search = self.search.again(&self.story.document);
        }
        if self.search.count() == 0 {
            let typed = self.search.typed();
            self.notices.note = Some(match typed {
                "" => format!("No search yet · {} starts one", self.key(Action::Search)),
                typed => format!("“{typed}” is not in this story"),
            });
            return (Vec::new(), false);
        }
        let seen = self.search.place().is_some_and(|hit| self.story.book.shows(self.opening(), hit));
        let found = match (seen, forward) {
            (true, _) => self.search.step(forward),
            (false, true) => self.search.first_from(self.position.place),
            (false, false) => self.search.last_before(self.position.place),
        };
        let Some(HitStep { place, wrapped }) = found else { return (Vec::new(), false) };
        self.say_hit();
        (self.jump(place), wrapped)
    }

    /// Says that a search has passed an end of the story.
    fn tell_wrap(&mut self, forward: bool) {
        if let Some(note) = &mut self.notices.note {
            note.push_str(if forward { ", continued from the beginning" } else { ", continued from the end" });
        }
    }

    /// Says which match the reader is at, and of what where something else was typed last, and not found.
    pub(super) fn say_hit(&mut self) {
        let Some(current) = self.search.current() else { return };
        let typed = self.search.typed();
        let other = self.keys.searches.last().is_some_and(|(last, _)| last != typed);
        let of = if other { format!(" for “{typed}”") } else { String::new() };
        self.notices.note = Some(format!("Match {current} of {}{of}", self.search.told()));
    }
}
