//! A day of use by a script: keys by chance over six books in windows of changing size, on a disk that fails in between.
//!
//! What is tried is that nothing panics, and that each book opens with the place and the bookmarks that it was left with, or,
//! where a save has failed since, with some that it had since the last one that did not.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Store;
use super::recording::{Fault, Recording};
use crate::app::{App, Effect, Event, Outcome, Start, Themes, Urgency};
use crate::config::{Key, Keymap};
use crate::document::{Document, Place};
use crate::format;
use crate::shelf::{Identity, Settings};
use crate::theme::{BUILTIN, builtin};
use crate::typeset::Compositor;

/// Numbers by chance that are the same in every run (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// What a reader has of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    place: Place,
    marks: BTreeSet<String>,
}

impl State {
    fn of(app: &App) -> Self {
        let record = app.record();
        let bookmarks = record.bookmarks.iter().filter(|mark| !mark.removed).map(|mark| mark.id.clone());
        let highlights = record.highlights.iter().filter(|mark| !mark.removed);
        // A highlight is kept as it was last coloured and noted.
        let highlights = highlights.map(|mark| format!("{} {} {} {}", mark.id, mark.colour, mark.note, mark.words));
        Self { place: app.document().find(&record.place).0, marks: bookmarks.chain(highlights).collect() }
    }
}

/// A book, and what it may open with: the state that was said to be kept, and those that could not be since.
struct Book {
    path: String,
    document: Arc<Document>,
    may_be: Vec<State>,
}

struct Day {
    store: Store,
    disk: Recording,
    books: Vec<Book>,
    open: usize,
    app: App,
    dice: Dice,
    now: u64,
    saves: usize,
    failed: usize,
    opened: usize,
}

fn books() -> Vec<Book> {
    let book = |n: usize| {
        let paragraph = |p: usize| match p % 37 {
            0 => format!("## Chapter {p} of book {n} {{.dream}}"),
            5 => "***".to_owned(),
            p => format!("Paragraph {p} of book {n} went on, and {} ", ["nobody", "the lamp", "👩‍👩‍👧‍👦", "夜"][p % 4])
                .repeat(1 + p * n % 7),
        };
        let text: String = (0..60 * (n + 1)).map(|p| paragraph(p) + "\n\n").collect();
        let path = format!("/books/{n}.md");
        let document = Arc::new(format::read(&path, text.as_bytes()).unwrap().document());
        Book { path, document, may_be: vec![State { place: Place::default(), marks: BTreeSet::new() }] }
    };
    (0..6).map(book).collect()
}

/// A session of a book; `seed` is a number that no other session has.
fn app_of(store: &Store, book: &Book, settings: Settings, seed: u64) -> App {
    let identity = Identity::of(&book.document, &book.path);
    let record = store.record(&identity, &book.document).value;
    let mut all = BUILTIN.iter().map(|(name, _)| builtin(name).unwrap());
    let themes = Themes::new(all.next().unwrap(), all);
    App::new(Start { record, settings, seed, ..Start::of(Arc::clone(&book.document), themes) })
}

impl Day {
    fn begin() -> Self {
        let disk = Recording::with_folder("/state");
        let store = Store { directory: "/state/nightstand".into(), disk: Arc::new(disk.clone()) };
        let books = books();
        let app = app_of(&store, &books[0], Settings::default(), 1);
        Self { store, disk, books, open: 0, app, dice: Dice(11), now: 1, saves: 0, failed: 0, opened: 0 }
    }

    fn happen(&mut self, event: Event) {
        self.now += 50;
        self.app.update(Event::Time(self.now));
        let effects = self.app.update(event);
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Compose(order) => {
                let mut compositor = Compositor::new(&self.books[self.open].document);
                let set = |nth| order.set(nth, &self.books[self.open].document, &mut compositor);
                let proofs = (0..).map_while(set).collect();
                self.app.update(Event::Composed { generation: order.generation, proofs });
            }
            Effect::Keep(Urgency::Soon | Urgency::Now) => drop(self.keep()),
            Effect::Keep(Urgency::Told) => {
                let outcome = self.keep().map_or_else(Outcome::NotKept, |()| Outcome::MarkKept);
                self.happen(Event::Outcome(outcome));
            }
            Effect::ReadShelf => self.happen(Event::Shelf(self.store.shelf())),
            Effect::RemoveFromShelf(record) => drop(self.store.remove(&record, self.now)),
            Effect::PutBack(record) => drop(self.store.put_back(&record)),
            Effect::SetState(record, state) => drop(self.store.set_state(&record, state, self.now)),
            Effect::Forget(record) => self.forget(&record),
            Effect::Open(path) => self.open(&path),
            Effect::Quit => {
                let path = self.books[self.open].path.clone();
                self.open(&path);
            }
            Effect::KeepSettings
            | Effect::ReadRecord
            | Effect::LookAtFile
            | Effect::ReadFolders
            | Effect::StopFetching
            | Effect::Suspend
            | Effect::AskGround
            | Effect::Copy(_)
            | Effect::LookUp(_)
            | Effect::OpenAddress(_)
            | Effect::Speak { .. }
            | Effect::Hush
            | Effect::Mouse(_)
            | Effect::Redraw => {}
        }
    }

    /// Keeps the open book's record on a disk that may fail.
    fn keep(&mut self) -> Result<(), String> {
        self.disk.settle();
        if self.dice.below(8) == 0 {
            let code = [28, 5, 30, 13, 122][self.dice.below(5)];
            let fault = [Fault::Once(code), Fault::Ever(code), Fault::Short(code)][self.dice.below(3)];
            self.disk.fail(1 + self.dice.below(16), fault);
        }
        let state = State::of(&self.app);
        let identity = Identity::of(&self.books[self.open].document, &self.books[self.open].path);
        let file = self.store.file(&identity.name());
        let kept = self.store.keep_record(&file, &self.app.record());
        self.disk.settle();
        self.saves += 1;
        let may_be = &mut self.books[self.open].may_be;
        match kept {
            Ok(_) => *may_be = vec![state],
            Err(_) => {
                self.failed += 1;
                may_be.push(state);
            }
        }
        kept.map(drop).map_err(|error| error.to_string())
    }

    fn forget(&mut self, record: &str) {
        let forgotten = |book: &&mut Book| Identity::of(&book.document, &book.path).name() == record;
        if let Some(book) = self.books.iter_mut().find(forgotten) {
            self.store.forget(record).unwrap();
            book.may_be = vec![State { place: Place::default(), marks: BTreeSet::new() }];
        }
    }

    /// Leaves the open book, and opens one by its path.
    fn open(&mut self, path: &str) {
        let _ = self.keep();
        self.open = self.books.iter().position(|book| book.path == path).unwrap();
        let book = &self.books[self.open];
        let mut app = app_of(&self.store, book, self.app.settings(), self.now);
        app.inherit(&self.app);
        self.app = app;
        let state = State { place: self.app.place(), ..State::of(&self.app) };
        assert!(book.may_be.contains(&state), "{}: {state:?} is none of {:?}", book.path, book.may_be);
        self.opened += 1;
    }
}

/// Twenty thousand keys with `TIMES=10`.
#[test]
fn promise_a_day_of_keys_on_a_failing_disk_loses_nothing() {
    let times: usize = std::env::var("TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let keys: Vec<Key> =
        Keymap::default().bindings().iter().flat_map(|binding| binding.keys.iter().map(|key| key.first)).collect();
    let mut day = Day::begin();
    day.happen(Event::Resize { width: 80, height: 24 });
    for n in 0..2_000 * times {
        match day.dice.below(60) {
            0 => {
                let (width, height) =
                    (u16::try_from(day.dice.below(160)).unwrap(), u16::try_from(day.dice.below(60)).unwrap());
                day.happen(Event::Resize { width, height });
            }
            1 => {
                let path = format!("/books/{}.md", day.dice.below(6));
                day.open(&path);
            }
            2 => day.happen(Event::Wheel { down: n % 3 > 0 }),
            3 => {
                let (column, row) =
                    (u16::try_from(day.dice.below(170)).unwrap(), u16::try_from(day.dice.below(70)).unwrap());
                day.happen(Event::Click { column, row });
            }
            4..8 => {
                let letter = char::from(b'0' + u8::try_from(day.dice.below(75)).unwrap());
                day.happen(Event::Key(Key::Char(letter)));
            }
            8..20 => day.happen(Event::Key(Key::Char(' '))),
            20..23 => ["m", "a"].into_iter().for_each(|key| day.happen(Event::Key(key.parse().unwrap()))),
            23..26 => day.happen(Event::Key(Key::Enter)),
            _ => {
                let key = keys[day.dice.below(keys.len())];
                day.happen(Event::Key(key));
            }
        }
    }
    println!(
        "a day: {} keys, {} saves of which {} failed, {} times opened with what was left",
        2_000 * times,
        day.saves,
        day.failed,
        day.opened
    );
    assert!(day.failed > 10 && day.opened > 10);
}
