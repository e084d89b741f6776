//! How far one is, how long the rest takes, and the contents that say so.

use super::*;
use crate::shelf::State;

#[test]
fn the_line_says_what_the_reader_wants_to_know() {
    let mut app = app();
    let told = |app: &App| app.progress()[0].clone();
    assert!(told(&app).ends_with('%') && told(&app).contains(" of "));
    type_keys(&mut app, "p");
    assert!(told(&app).starts_with("book page"), "{}", told(&app));
    type_keys(&mut app, "p");
    assert!(told(&app).ends_with('%') && !told(&app).contains("of"));
    type_keys(&mut app, "] ] p");
    assert!(told(&app).ends_with("pages left in the scene"), "{}", told(&app));
    assert_eq!(type_keys(&mut app, "p"), [Effect::KeepSettings]);
    assert!(told(&app).starts_with("≈ ") && told(&app).contains("in the scene"), "{}", told(&app));
    assert_eq!(app.settings().progress.as_deref(), Some("time-left"));
    type_keys(&mut app, "p");
    assert_eq!(app.progress_kind(), ProgressKind::Pages);
}

#[test]
fn time_left_is_counted_by_the_readers_own_pace() {
    let mut app = app();
    type_keys(&mut app, "p p p p ]");
    let mut now = 1_000_000;
    app.update(Event::Time(now));
    type_keys(&mut app, "]");
    for _ in 0..5 {
        now += 60_000;
        app.update(Event::Time(now));
        type_keys(&mut app, "space");
    }
    assert!(!app.progress()[0].contains('≈'), "{:?}", app.progress());
    let record = app.record();
    let spent: u64 = record.readings.iter().map(|reading| reading.spent).sum();
    assert_eq!((spent, record.readings.len()), (300_000, 1));
    assert!(record.readings[0].words > 300);
    assert_eq!(type_keys(&mut app, "q"), [Effect::Keep(Urgency::Now), Effect::KeepSettings, Effect::Quit]);
    assert!(app.settings().pace.is_some());
}

#[test]
fn a_story_that_is_read_to_its_end_is_finished_and_says_how_long_that_took() {
    let mut app = app();
    assert_eq!(app.ending(), None);
    let mut now = 1_000;
    while page(&app) < last_page(&app) {
        now += 90_000;
        app.update(Event::Time(now));
        type_keys(&mut app, "space");
    }
    assert_eq!(app.record().state, State::Finished);
    assert!(app.ending().unwrap().starts_with("Finished just now, in "), "{:?}", app.ending());
    app.update(Event::Time(now + 3 * 86_400_000));
    assert!(app.ending().unwrap().starts_with("Finished 3 days ago, in "), "{:?}", app.ending());
    // Looking at the last page is not reading.
    let mut other = self::app();
    type_keys(&mut other, "G j space");
    assert_eq!((other.note(), other.record().state), (Some("The end"), State::Reading));
}

#[test]
fn the_bar_has_a_tick_for_each_scene_mark_and_match() {
    let mut app = app();
    type_keys(&mut app, "m enter / l a m p enter P");
    assert!(app.shows_bar());
    let (here, ticks) = app.ticks();
    let count = |wanted: fn(TickKind) -> bool| ticks.iter().filter(|tick| wanted(tick.kind)).count();
    assert_eq!(count(|kind| matches!(kind, TickKind::Scene(_))), 3);
    assert_eq!(count(|kind| kind == TickKind::Mark), 1);
    assert_eq!(count(|kind| kind == TickKind::Hit), 3);
    assert!(here > 0 && ticks.iter().all(|tick| tick.at <= 1_000));
}

/// Parts with chapters: so many that the contents open folded.
fn parts() -> App {
    app_of(&parts_text(), Record::default())
}

fn parts_text() -> String {
    let chapter = |part: usize, n: usize| format!("## Chapter {part}.{n}\n\nIt was late in chapter {n}.\n\n");
    let part =
        |part: usize| format!("# Part {part}\n\nOf it.\n\n{}", (1..30).map(|n| chapter(part, n)).collect::<String>());
    (1..4).map(part).collect()
}

fn app_of(text: &str, record: Record) -> App {
    let document = Arc::new(format::read("a.md", text.as_bytes()).unwrap().document());
    let themes = Themes::new(builtin("lamplight").unwrap(), []);
    let mut app = App::new(Start { record, ..Start::of(document, themes) });
    app.update(Event::Resize { width: 80, height: 24 });
    app
}

#[test]
fn long_contents_open_folded_at_the_readers_chapter() {
    let mut app = parts();
    type_keys(&mut app, "3 5 ] c");
    let rows = list_rows(&app, ListKind::Contents);
    let Some(Overlay::List(list)) = app.overlay() else { panic!() };
    let nth = app.list_indices(ListKind::Contents).iter().position(|index| *index == list.chosen).unwrap();
    let chosen = &rows[nth];
    assert!(chosen.label.contains("Chapter 2.") && chosen.end.contains("min"), "{chosen:?}");
    assert_eq!(rows.iter().filter(|row| row.label.contains("Part")).count(), 3);
    assert!(rows.iter().all(|row| !row.label.contains("Chapter 1.") && !row.label.contains("Chapter 3.")));
    type_keys(&mut app, "tab");
    assert!(list_rows(&app, ListKind::Contents).iter().all(|row| row.label.contains("Part")), "its part is folded");
    type_keys(&mut app, "Z");
    assert_eq!(list_rows(&app, ListKind::Contents).len(), app.outline().len());
    type_keys(&mut app, "Z / 3 . 7 enter");
    assert!(app.document().title_at(app.place()).contains("Chapter 3.7"), "a filter looks into what is folded");
}

#[test]
fn only_chapters_that_were_read_are_ticked() {
    let mut app = parts();
    // The first page and a chapter are read, forty are jumped over, four are read.
    type_keys(&mut app, "space space 4 1 ] space space space space c Z");
    let ticked = |app: &App| {
        let rows = list_rows(app, ListKind::Contents);
        rows.iter().filter(|row| row.end.contains('✓')).map(|row| row.label.trim().to_owned()).collect::<Vec<_>>()
    };
    let read = ticked(&app);
    assert!((3..=9).contains(&read.len()), "{read:?}");
    assert!(read.iter().any(|label| label.contains("Chapter 1.1")), "{read:?}");
    assert!(!read.iter().any(|label| label.contains("Part") || label.contains("Chapter 1.2")), "{read:?}");
    assert_eq!(app.record().spans.map(|spans| spans.to_string().split(' ').count()), Some(2));
    // A page that a search leads to has been seen from its top on.
    type_keys(&mut app, "esc g / c h a p t e r space 1 2 . enter space space space c Z");
    assert!(ticked(&app).iter().any(|label| label.contains("Chapter 1.12")), "{:?}", ticked(&app));
    // The last one is read when its end is seen.
    type_keys(&mut app, "esc G b b b space space space space");
    type_keys(&mut app, "c Z");
    assert!(ticked(&app).iter().any(|label| label.contains("Chapter 3.29")), "{:?}", ticked(&app));
}

#[test]
fn the_new_chapters_of_a_serial_are_not_ticked() {
    let mut app = parts();
    for _ in 0..last_page(&app) {
        type_keys(&mut app, "space");
    }
    let ticks = |app: &mut App| {
        type_keys(app, "c Z");
        list_rows(app, ListKind::Contents).iter().map(|row| row.end.contains('✓')).collect::<Vec<_>>()
    };
    assert!(ticks(&mut app).iter().all(|ticked| *ticked));
    let more = format!("{}## Chapter 3.30\n\n{}", parts_text(), "It goes on.\n\n".repeat(60));
    let mut again = app_of(&more, app.record());
    assert_eq!(again.record().state, State::Finished);
    type_keys(&mut again, "b space");
    assert_eq!(again.record().state, State::Finished, "what was read is read again");
    type_keys(&mut again, "space");
    assert_eq!(again.record().state, State::Reading, "the story goes on");
    let mut again = app_of(&more, app.record());
    let ticked = ticks(&mut again);
    let unread = ticked.iter().enumerate().filter(|(_, ticked)| !**ticked).map(|(nth, _)| nth).collect::<Vec<_>>();
    assert!(unread.contains(&(ticked.len() - 1)) && unread.len() <= 2, "{unread:?}");
}
