//! Key scripts on the model, without a terminal.

use std::sync::Arc;

use super::*;

use crate::format;
use crate::shelf::{Record, Settings};
use crate::theme::{BUILTIN, builtin};

/// Two short scenes and a long one with a phrase that stands in it three times.
fn story() -> String {
    let long: Vec<String> = (1..=40)
        .map(|n| {
            let lamp = if n % 13 == 0 { "The Lamp was lit." } else { "The river went by." };
            format!("Paragraph {n} of the long scene. {lamp} It was late, and nobody else in the house was awake.")
        })
        .collect();
    format!(
        "+++\ntitle = \"Tides\"\n+++\n\n## One {{.waking}}\n\nHe woke.\n\n## Two {{.dream}}\n\nHe dreams.\n\n## Three {{.dawn}}\n\n{}\n",
        long.join("\n\n")
    )
}

fn start(record: Record, settings: Settings) -> App {
    start_with(record, settings, |start| start)
}

/// An app whose start is changed in something.
fn start_with(record: Record, settings: Settings, change: impl Fn(Start) -> Start) -> App {
    let document = Arc::new(format::read("a.md", story().as_bytes()).unwrap().document());
    let mut all = BUILTIN.iter().map(|(name, _)| builtin(name).unwrap());
    let mut themes = Themes::new(all.next().unwrap(), all);
    themes.choose(settings.theme.as_deref().unwrap_or("lamplight"));
    let mut app = App::new(change(Start { record, settings, ..Start::of(document, themes) }));
    app.update(Event::Resize { width: 80, height: 24 });
    app
}

fn app() -> App {
    start(Record::default(), Settings::default())
}

/// The rows that an open list shows.
fn list_rows(app: &App, kind: ListKind) -> Vec<ListRow> {
    app.rows_at(kind, &app.list_indices(kind))
}

/// Types keys, parted by blanks and written as in a key table; the effects of the last.
fn type_keys(app: &mut App, keys: &str) -> Vec<Effect> {
    let press = |key: &str| app.update(Event::Key(key.parse().unwrap()));
    keys.split(' ').map(press).last().unwrap_or_default()
}

fn page(app: &App) -> usize {
    app.book().number(app.opening()).unwrap()
}

fn last_page(app: &App) -> usize {
    app.book().total().unwrap()
}

#[test]
fn pages_turn_both_ways_and_stop_at_the_ends() {
    let mut app = app();
    assert_eq!(type_keys(&mut app, "space"), [Effect::Keep(Urgency::Soon)]);
    assert_eq!(page(&app), 2);
    type_keys(&mut app, "b");
    assert_eq!(page(&app), 1);
    assert_eq!(type_keys(&mut app, "b"), []);
    assert_eq!(app.note(), Some("The beginning"));
    type_keys(&mut app, "G space");
    assert_eq!((page(&app), app.note()), (last_page(&app), Some("The end")));
    type_keys(&mut app, "home 3 space");
    assert_eq!(page(&app), 4);
    type_keys(&mut app, "2 3 backspace g");
    assert_eq!(page(&app), 2, "a number can be mended");
}

#[test]
fn a_number_goes_to_a_page_or_a_percentage() {
    let mut app = app();
    type_keys(&mut app, "3 G");
    assert_eq!(page(&app), 3);
    type_keys(&mut app, "9 9 9 9 9 9 9 9 9 9 G");
    assert_eq!(page(&app), last_page(&app));
    type_keys(&mut app, "0 %");
    assert_eq!(page(&app), 1);
    type_keys(&mut app, "5 0 %");
    let percent = app.book().percent(app.document(), app.opening());
    assert!((45..=75).contains(&percent), "{percent}");
    assert_eq!(type_keys(&mut app, "%"), []);
    assert!(app.note().unwrap().contains("number"));
}

#[test]
fn scenes_are_gone_to_by_brackets_and_contents() {
    let mut app = app();
    type_keys(&mut app, "] ]");
    assert_eq!(app.place(), Place::new(2, 0, 0));
    type_keys(&mut app, "space [");
    assert_eq!(app.place(), Place::new(2, 0, 0), "first to this scene's beginning");
    type_keys(&mut app, "[");
    assert_eq!(app.place(), Place::new(1, 0, 0), "then to the one before");
    type_keys(&mut app, "c g enter");
    assert_eq!(app.place(), Place::new(0, 0, 0));
    type_keys(&mut app, "[");
    assert_eq!(app.note(), Some("This is the first scene"));
    type_keys(&mut app, "ctrl-o");
    assert_eq!(app.place(), Place::new(1, 0, 0), "a jump can be undone");
}

#[test]
fn every_page_is_reached_however_few_rows_there_are() {
    let mut app = app();
    for height in 1..9 {
        app.update(Event::Resize { width: 20, height });
        type_keys(&mut app, "g");
        for number in 1..=last_page(&app) {
            assert_eq!(page(&app), number, "{height} rows");
            type_keys(&mut app, "space");
        }
        assert_eq!(app.note(), Some("The end"));
    }
}

#[test]
fn jumps_are_undone_and_done_again() {
    let mut app = app();
    type_keys(&mut app, "] ]");
    let (third, second) = (app.place(), Place::new(1, 0, 0));
    type_keys(&mut app, "ctrl-o");
    assert_eq!(app.place(), second);
    type_keys(&mut app, "tab");
    assert_eq!(app.place(), third);
    type_keys(&mut app, "' '");
    assert_eq!(app.place(), second);
    assert!(app.overlay().is_none());
    type_keys(&mut app, "' '");
    assert_eq!(app.place(), third);
    type_keys(&mut app, "tab");
    assert_eq!(app.note(), Some("No later jump"));
}

/// A story of several stretches, as long as a short novel.
fn long_story() -> App {
    let paragraph =
        |n: u32| format!("Paragraph {n} of many. The river went by, and it was late. {}", "So late. ".repeat(40));
    let source = (0..400).map(paragraph).collect::<Vec<_>>().join("\n\n");
    let document = Arc::new(format::read("a.md", source.as_bytes()).unwrap().document());
    let themes = Themes::new(builtin("lamplight").unwrap(), []);
    App::new(Start::of(document, themes))
}

/// Does what was ordered, as the setting thread would.
fn compose(app: &mut App, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Compose(order) = effect {
            let mut compositor = crate::typeset::Compositor::new(app.document());
            let proofs = (0..).map_while(|nth| order.set(nth, app.document(), &mut compositor)).collect();
            let more = app.update(Event::Composed { generation: order.generation, proofs });
            assert_eq!(more, [], "everything was ordered at once");
        }
    }
}

#[test]
fn a_long_book_opens_before_its_pages_are_counted_and_the_page_stays() {
    let mut app = long_story();
    let effects = app.update(Event::Resize { width: 80, height: 24 });
    let (opening, lines) = (app.opening(), app.book().lines(app.opening(), 0).to_vec());
    assert!(!lines.is_empty());
    assert_eq!((app.book().number(opening), app.book().total()), (Some(1), None));
    compose(&mut app, effects);
    assert_eq!((app.opening(), app.book().lines(opening, 0)), (opening, &lines[..]));
    let total = last_page(&app);
    let mut seen = 1;
    while app.note().is_none() {
        let effects = type_keys(&mut app, "space");
        compose(&mut app, effects);
        seen += usize::from(app.note().is_none());
        assert_eq!(page(&app), seen);
    }
    assert_eq!(seen, total);
}

#[test]
fn any_page_of_a_long_book_is_reached_before_it_has_been_counted() {
    let mut counted = long_story();
    let effects = counted.update(Event::Resize { width: 120, height: 40 });
    compose(&mut counted, effects);
    for keys in ["G", "5 0 %", "3 3 G", "4 0 space", "G b b b", "G 9 9 9 b"] {
        let mut app = long_story();
        app.update(Event::Resize { width: 120, height: 40 });
        type_keys(&mut app, keys);
        type_keys(&mut counted, &format!("g {keys}"));
        assert_eq!(app.place(), counted.place(), "{keys}");
        assert_eq!(app.book().lines(app.opening(), 1), counted.book().lines(counted.opening(), 1));
    }
}

#[test]
fn notes_and_links_of_the_page_are_listed_followed_and_come_back_from() {
    let source = "## One\n\nA ferry[^a] and [the end](#two).\n\n[^a]: It had gone.\n\n## Two\n\nNothing more.\n";
    let mut app = long_story();
    app.story.document = Arc::new(format::read("a.md", source.as_bytes()).unwrap().document());
    app.story.book = Book::new(&app.story.document, None, app.story.book.preferences());
    app.update(Event::Resize { width: 80, height: 24 });
    let leads: Vec<_> = app.leads().into_iter().map(|lead| (lead.label.to_string(), lead.place)).collect();
    let expected = [("[a] It had gone.", Place::new(0, 2, 0)), ("the end  Two", Place::new(1, 0, 0))];
    assert_eq!(leads, expected.map(|(label, place)| (label.to_owned(), place)));
    type_keys(&mut app, "L j enter");
    assert_eq!(app.place(), Place::new(1, 0, 0));
    type_keys(&mut app, "L");
    assert_eq!(app.note(), Some("No notes or links on this page"));
    type_keys(&mut app, "ctrl-o");
    assert_eq!(app.place(), Place::default());
}

#[test]
fn what_was_ordered_for_another_size_is_not_taken() {
    let mut app = long_story();
    let old = app.update(Event::Resize { width: 80, height: 24 });
    let new = app.update(Event::Resize { width: 60, height: 24 });
    let shown = app.book().lines(app.opening(), 0).to_vec();
    compose(&mut app, old);
    assert_eq!((app.book().total(), app.book().lines(app.opening(), 0)), (None, &shown[..]));
    compose(&mut app, new);
    assert!(app.book().total().is_some());
}

#[test]
fn the_place_is_told_in_three_ways() {
    let mut app = app();
    type_keys(&mut app, "] ] space =");
    assert_eq!(app.note(), Some("Screen 4 of 7 · book page 2 of 3 · 42%"));
    app.update(Event::Resize { width: 40, height: 24 });
    type_keys(&mut app, "=");
    let told = app.note().unwrap();
    assert!(told.ends_with('%') && told.chars().count() <= 38, "{told}");
}

#[test]
fn the_last_page_says_so_and_a_percentage_leads_to_the_first_page_that_says_it() {
    for size in [(80, 24), (120, 40), (40, 12)] {
        let mut app = app();
        app.update(Event::Resize { width: size.0, height: size.1 });
        type_keys(&mut app, "G =");
        let told = app.note().unwrap().to_owned();
        let same = |lead: &str| {
            let rest = told.split_once(lead).unwrap().1;
            let (number, rest) = rest.split_once(" of ").unwrap();
            assert_eq!(number.rsplit('–').next(), rest.split(' ').next(), "{told}");
        };
        if size.0 > 40 {
            same("Screen ");
        } else {
            let (number, total) = told.split_once(" · ").unwrap().0.split_once('/').unwrap();
            assert_eq!(number, total, "{told}");
        }
        same("book page ");
        assert!(told.ends_with("100%"), "{told}");
        type_keys(&mut app, "g");
        let mut says = vec![(app.place(), app.book().percent(app.document(), app.opening()))];
        loop {
            let before = app.place();
            type_keys(&mut app, "space");
            if app.place() == before {
                break;
            }
            says.push((app.place(), app.book().percent(app.document(), app.opening())));
        }
        for percent in 1..=100 {
            let keys: String = percent.to_string().chars().flat_map(|digit| [digit, ' ']).collect();
            type_keys(&mut app, &format!("{keys}%"));
            let (first, _) = says.iter().find(|(_, says)| *says >= percent).unwrap();
            assert_eq!(app.place(), *first, "{percent} % at {size:?}");
        }
    }
}

#[test]
fn the_screen_is_drawn_anew_when_asked() {
    let mut app = app();
    for key in ["ctrl-l", "r", "R", "c ctrl-l", "esc ? ctrl-l"] {
        assert_eq!(type_keys(&mut app, key).first(), Some(&Effect::Redraw), "{key}");
    }
}

#[test]
fn a_click_beyond_the_window_is_none() {
    let mut app = app();
    let place = app.place();
    for (column, row) in [(80, 3), (70, 24), (999, 999)] {
        app.update(Event::Click { column, row });
        assert_eq!(app.place(), place);
    }
}

#[test]
fn lines_grow_no_longer_than_the_window() {
    let mut app = app();
    for _ in 0..9 {
        type_keys(&mut app, ">");
    }
    assert_eq!(app.note(), Some("Line length 76: this window has no room for longer lines"));
    type_keys(&mut app, "<");
    assert_eq!(app.book().sheet().measure, 74);
}

#[test]
fn margins_grow_and_shrink_and_are_remembered() {
    let mut app = app();
    type_keys(&mut app, "W W");
    assert_eq!((app.note(), app.book().sheet().top), (Some("Empty rows above and below: 3 · u undoes"), 3));
    assert_eq!(app.settings().margins, Some(3));
    type_keys(&mut app, "w w w w");
    assert_eq!((app.note(), app.book().sheet().top), (Some("Empty rows above and below: 0"), 0));
    app.update(Event::Resize { width: 80, height: 10 });
    type_keys(&mut app, "W");
    assert_eq!(app.note(), Some("Empty rows above and below: 0 (this window has no room for more)"));
    assert_eq!(app.settings().margins, Some(0), "what a low window has no room for is not remembered");
}

#[test]
fn a_resize_never_moves_the_place() {
    let mut app = app();
    type_keys(&mut app, "] ] space space");
    let (place, before) = (app.place(), page(&app));
    for (width, height) in [(120, 40), (50, 20), (1, 1), (5, 2), (400, 100), (0, 0), (80, 24)] {
        app.update(Event::Resize { width, height });
        assert_eq!(app.place(), place);
        let mut lines = app.book().lines(app.book().opening(place), 0).to_vec();
        lines.extend_from_slice(app.book().lines(app.book().opening(place), 1));
        assert!(
            lines.iter().any(|line| (line.start..=line.end).contains(&place.byte) && line.place.block == place.block)
        );
    }
    assert_eq!(page(&app), before);
}

#[test]
fn page_options_change_lines_but_not_the_place_and_are_kept() {
    let mut app = app();
    app.update(Event::Resize { width: 120, height: 24 });
    type_keys(&mut app, "] ] space");
    let place = app.place();
    for key in ["d", "J", "-", "<", "<", ">", "s"] {
        assert_eq!(type_keys(&mut app, key), [Effect::KeepSettings], "{key}");
        assert_eq!(app.place(), place);
    }
    let settings = app.settings();
    assert_eq!(
        (settings.justify, settings.hyphens.as_deref(), settings.measure),
        (Some(true), Some("tight"), Some(64))
    );
    assert_eq!((settings.status, settings.spread), (Some(false), Some(false)));
    let again = start(app.record(), Settings::parse(&settings.to_toml()).unwrap());
    assert_eq!(again.book().preferences(), app.book().preferences());
}

#[test]
fn what_a_key_has_set_is_undone_step_by_step_in_one_order_with_the_marks() {
    let mut app = app();
    let before = (app.settings(), app.book().preferences());
    assert_eq!(type_keys(&mut app, "d"), [], "a choice that shows nothing is none");
    assert_eq!(app.note(), Some("Two pages need 110 columns; this window has 80"));
    type_keys(&mut app, "<");
    assert_eq!(app.note(), Some("Line length 64 · u undoes"));
    type_keys(&mut app, "m x enter ' d esc M p B");
    assert_eq!(app.book().preferences().measure, 64);
    type_keys(&mut app, "esc esc");
    assert_eq!(type_keys(&mut app, "u"), [Effect::KeepSettings], "the progress line");
    assert_eq!(type_keys(&mut app, "u"), [Effect::Mouse(true), Effect::KeepSettings]);
    assert_eq!(type_keys(&mut app, "u"), [Effect::Keep(Urgency::Now)], "the bookmark, which went before them");
    assert_eq!(app.marks().kept().len(), 1);
    assert_eq!(type_keys(&mut app, "u"), [Effect::KeepSettings]);
    assert_eq!((app.settings(), app.book().preferences()), before);
    assert_eq!(type_keys(&mut app, "u"), []);
    assert_eq!(app.note(), Some("Nothing to bring back"));
}

#[test]
fn a_mark_that_was_removed_again_is_undone_before_an_earlier_setting() {
    let mut app = app();
    type_keys(&mut app, "m x enter ' d esc < ' u d esc");
    assert_eq!(type_keys(&mut app, "u"), [Effect::Keep(Urgency::Now)]);
    assert_eq!((app.marks().kept().len(), app.book().preferences().measure), (1, 64));
    assert_eq!(type_keys(&mut app, "u"), [Effect::KeepSettings]);
    type_keys(&mut app, "< v u");
    assert_eq!(app.book().preferences().measure, 66, "in a selection, too");
}

#[test]
fn what_a_key_has_set_can_be_undone_in_the_next_story_and_after_the_file_was_read_again() {
    let mut first = app();
    type_keys(&mut first, "m x enter ' d esc <");
    let mut other = app();
    other.inherit(&first);
    type_keys(&mut other, "m y enter ' d esc");
    assert_eq!(type_keys(&mut other, "u"), [Effect::Keep(Urgency::Now)], "the mark of this story came later");
    assert_eq!(type_keys(&mut other, "u"), [Effect::KeepSettings]);
    assert_eq!(other.book().preferences().measure, 66);
    let mut again = start(first.record(), first.settings());
    again.inherit(&first);
    again.resume(&first);
    assert_eq!(type_keys(&mut again, "u"), [Effect::KeepSettings]);
    assert_eq!(type_keys(&mut again, "u"), [Effect::Keep(Urgency::Now)], "the mark that was removed before it");
}

#[test]
fn a_theme_that_was_taken_is_given_back() {
    let mut app = app();
    type_keys(&mut app, "t j enter");
    let taken = app.theme().name.clone();
    assert_eq!(app.settings().theme.as_deref(), Some(&*taken));
    type_keys(&mut app, "u");
    assert_eq!((&*app.theme().name, app.settings().theme), ("lamplight", None));
    type_keys(&mut app, "t j esc u");
    assert_eq!(app.note(), Some("Nothing to bring back"), "one that was only looked at was never taken");
}

#[test]
fn wheel_and_click_turn_pages() {
    let mut app = app();
    app.update(Event::Wheel { down: true });
    app.update(Event::Click { column: 70, row: 3 });
    assert_eq!(page(&app), 3);
    app.update(Event::Click { column: 5, row: 3 });
    app.update(Event::Wheel { down: false });
    assert_eq!(page(&app), 1);
    type_keys(&mut app, "2");
    app.update(Event::Wheel { down: true });
    type_keys(&mut app, "b");
    assert_eq!((app.count(), page(&app)), (None, 1), "a count is not left for a later key");
    type_keys(&mut app, "c");
    app.update(Event::Wheel { down: true });
    assert!(matches!(app.overlay(), Some(Overlay::List(List { chosen: 1, .. }))));
    app.update(Event::Pick(2));
    assert!(app.overlay().is_none() && app.place().scene == 2, "a click on a row goes there");
    type_keys(&mut app, "t");
    let before = app.theme().name.clone();
    app.update(Event::Pick(1));
    assert!(app.theme().name != before && app.overlay().is_some(), "a theme is looked at first");
    app.update(Event::Click { column: 5, row: 3 });
    assert!(app.theme().name == before && app.overlay().is_none(), "a click beside a panel closes it");
    type_keys(&mut app, "t");
    app.update(Event::Pick(1));
    assert_eq!(app.update(Event::Pick(1)), [Effect::KeepSettings]);
    assert_ne!(app.theme().name, before);
}

#[test]
fn a_spread_turns_two_pages_at_once() {
    let mut app = app();
    app.update(Event::Resize { width: 120, height: 30 });
    type_keys(&mut app, "space");
    assert_eq!(page(&app), 3);
    type_keys(&mut app, "b");
    assert_eq!(page(&app), 1);
    type_keys(&mut app, "G");
    assert_eq!(page(&app) % 2, 1);
}

mod keeping;
mod notes;
mod panels;
mod pieces;
mod progress;
mod rereading;
mod searching;
mod selecting;
mod ways;

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_keys_and_no_sizes_lead_astray(script in prop::collection::vec((0_usize..40, 0_u16..140, 0_u16..50), 1..40)) {
            let keys = "space b g G % ] [ ctrl-o c m ' / n N t ? d J - > < s esc enter j k x u r 1 9 a backspace left right up down pagedown home end ctrl-u";
            let keys: Vec<_> = keys.split(' ').collect();
            let mut app = app();
            for (key, width, height) in script {
                app.update(Event::Key(keys[key % keys.len()].parse().unwrap()));
                app.update(Event::Resize { width, height });
                prop_assert_eq!(app.place(), app.document().clamp(app.place()));
                prop_assert!(page(&app) <= last_page(&app));
            }
        }
    }
}
