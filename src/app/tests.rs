//! Key scripts on the model, without a terminal.

use super::*;
use crate::format;
use crate::shelf::Record;
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
    let document = Arc::new(format::read("a.md", story().as_bytes()).unwrap().document);
    let mut all = BUILTIN.iter().map(|(name, _)| builtin(name).unwrap());
    let mut themes = Themes::new(all.next().unwrap(), all);
    themes.choose(settings.theme.as_deref().unwrap_or("lamplight"));
    let mut app = App::new(Start { record, settings, ..Start::of(document, themes) });
    app.update(Event::Resize { width: 80, height: 24 });
    app
}

fn app() -> App {
    start(Record::default(), Settings::default())
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
    let document = Arc::new(format::read("a.md", source.as_bytes()).unwrap().document);
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
    app.story.document = Arc::new(format::read("a.md", source.as_bytes()).unwrap().document);
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
        same("Screen ");
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
        assert_eq!(type_keys(&mut app, key), [Effect::Redraw], "{key}");
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
fn a_bookmark_is_kept_named_renamed_deleted_and_brought_back() {
    let mut app = app();
    type_keys(&mut app, "] ]");
    assert_eq!(type_keys(&mut app, "m enter"), [Effect::Keep(Urgency::Told)]);
    assert_eq!(app.note(), None, "it is not said before it is so");
    app.update(Event::Outcome(Outcome::BookmarkKept));
    assert_eq!(app.note(), Some("Bookmark saved · ' lists them"));
    type_keys(&mut app, "g m F e r r y enter");
    let names = |app: &App| app.bookmarks().kept().iter().map(|kept| kept.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&app), ["Ferry", ""], "in the order of the story");
    type_keys(&mut app, "G ' j enter");
    assert_eq!(app.place(), Place::new(2, 0, 0));
    type_keys(&mut app, "' g r ctrl-u q enter");
    assert_eq!(names(&app), ["q", ""]);
    assert_eq!(type_keys(&mut app, "d"), [Effect::Keep(Urgency::Now)]);
    assert_eq!(names(&app), [""]);
    assert_eq!(type_keys(&mut app, "u"), [Effect::Keep(Urgency::Now)]);
    assert_eq!(names(&app), ["q", ""]);
    type_keys(&mut app, "d d d u u u");
    assert_eq!(names(&app), ["q", ""]);
}

#[test]
fn a_bookmark_whose_words_are_gone_keeps_them() {
    let mut app = app();
    type_keys(&mut app, "] ] m enter");
    let mut record = app.record();
    record.bookmarks[0].locator.quote = "words that this version does not have".to_owned();
    record.bookmarks[0].locator.before = "nor those that stood before them".to_owned();
    record.bookmarks[0].locator.after = "nor any of those after".to_owned();
    let stored = record.bookmarks.clone();
    assert_eq!(start(record, Settings::default()).record().bookmarks, stored);
}

#[test]
fn what_another_window_has_kept_is_taken_in() {
    let mut app = app();
    app.update(Event::Time(1000));
    type_keys(&mut app, "m O u r s enter ] ] m M i n e enter");
    let mut theirs = app.record();
    theirs.bookmarks[0].name = "Renamed".to_owned();
    theirs.bookmarks[0].stamp = 2000;
    theirs.bookmarks[1].removed = true;
    theirs.bookmarks[1].stamp = 2000;
    let mut new = theirs.bookmarks[0].clone();
    (new.id, new.name, new.locator) =
        ("other".to_owned(), "Theirs".to_owned(), app.document().locate(Place::new(1, 0, 0)));
    theirs.bookmarks.push(new);
    type_keys(&mut app, "g '");
    app.update(Event::Shared(Box::new(theirs)));
    let names = |app: &App| app.bookmarks().kept().iter().map(|kept| kept.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&app), ["Renamed", "Theirs"]);
    assert!(matches!(app.overlay(), Some(Overlay::List(List { chosen: 0, .. }))));
    // What was removed elsewhere can't come back from here by an older change.
    let stored = app.record().bookmarks;
    assert_eq!(stored.iter().filter(|mark| mark.removed).count(), 1);
    app.update(Event::Time(3000));
    type_keys(&mut app, "d u");
    assert!(app.record().bookmarks.iter().any(|mark| mark.name == "Renamed" && mark.stamp >= 3000));
}

#[test]
fn the_place_is_as_old_as_the_last_move() {
    let mut app = app();
    app.update(Event::Time(1000));
    assert_eq!(app.record().moved, 0, "who opens a story has not moved yet");
    type_keys(&mut app, "space");
    assert_eq!((app.record().moved, app.record().read), (1000, 1000));
    app.update(Event::Time(5));
    type_keys(&mut app, "space");
    assert_eq!(app.record().moved, 1001, "a clock that was put back makes no move older");
    let again = start(app.record(), Settings::default());
    assert_eq!(again.record().place, app.record().place);
}

#[test]
fn the_furthest_place_is_known_apart() {
    let mut app = app();
    type_keys(&mut app, "space space space");
    let read = app.place();
    type_keys(&mut app, "G g");
    assert_eq!(app.record().furthest, app.document().locate(read));
    type_keys(&mut app, "F");
    assert_eq!(app.place(), read);
    type_keys(&mut app, "F");
    assert!(app.note().unwrap().contains("furthest"));
    type_keys(&mut app, "g");
    let mut again = start(app.record(), Settings::default());
    type_keys(&mut again, "F");
    assert_eq!(again.place(), read);
}

#[test]
fn stories_are_opened_taken_off_and_forgotten_from_the_shelf() {
    let mut app = app();
    assert_eq!(type_keys(&mut app, "S"), [Effect::ReadShelf]);
    assert_eq!(app.shelf(), None);
    let entry = |n: u8| Entry {
        record: format!("story-{n}"),
        title: format!("Story {n}"),
        author: String::new(),
        path: if n == 2 { String::new() } else { format!("/{n}.txt") },
        there: true,
        percent: n,
        bookmarks: 0,
        read: 1,
    };
    app.update(Event::Shelf((0..3).map(entry).collect()));
    assert_eq!(type_keys(&mut app, "j enter"), [Effect::Open("/1.txt".to_owned())]);
    type_keys(&mut app, "S");
    assert_eq!(type_keys(&mut app, "G enter"), []);
    assert!(app.note().unwrap().contains("standard input"));
    assert_eq!(type_keys(&mut app, "S d"), [Effect::RemoveFromShelf("story-0".to_owned())]);
    assert_eq!(type_keys(&mut app, "j D enter"), [], "it is asked first");
    assert_eq!(type_keys(&mut app, "D esc"), []);
    assert_eq!(type_keys(&mut app, "D y"), [Effect::Forget("story-1".to_owned())]);
    let open = Entry { title: app.record().title, path: String::new(), ..entry(2) };
    app.update(Event::Shelf(vec![open, entry(1)]));
    assert_eq!(type_keys(&mut app, "g D"), [], "the one that is read would come back");
    assert!(app.note().unwrap().contains("is open"), "{:?}", app.note());
    app.update(Event::Shelf(vec![entry(2)]));
    assert!(matches!(app.overlay(), Some(Overlay::List(List { kind: ListKind::Shelf, chosen: 0 }))));
    app.update(Event::Shelf(Vec::new()));
    assert_eq!(type_keys(&mut app, "enter"), []);
}

#[test]
fn who_knows_the_shelf_chooses_before_it_is_there() {
    let entry = |path: &str| Entry {
        record: path.to_owned(),
        title: path.to_owned(),
        author: String::new(),
        path: path.to_owned(),
        there: true,
        percent: 1,
        bookmarks: 0,
        read: 1,
    };
    let mut app = app();
    type_keys(&mut app, "S j enter");
    let effects = app.update(Event::Shelf(vec![entry("/a"), entry("/b"), entry("/c")]));
    assert_eq!(effects, [Effect::Open("/b".to_owned())]);
    let mut app = self::app();
    type_keys(&mut app, "S esc");
    assert!(app.overlay().is_none());
}

#[test]
fn the_same_place_is_kept_once() {
    let mut app = app();
    type_keys(&mut app, "m enter m N o w enter m enter");
    assert_eq!(app.bookmarks().kept().len(), 1);
    assert_eq!(&*app.bookmarks().kept()[0].name, "Now");
}

#[test]
fn search_shows_the_first_hit_while_it_is_typed_and_esc_goes_back() {
    let mut app = app();
    type_keys(&mut app, "/ l a m p");
    let there = app.place();
    assert_eq!(there.scene, 2);
    assert_eq!(app.search().count(), 3);
    type_keys(&mut app, "esc");
    assert_eq!((app.place(), app.search().count()), (Place::default(), 0));
}

#[test]
fn hits_are_gone_through_and_round_the_end() {
    let mut app = app();
    type_keys(&mut app, "/ l a m p enter");
    let first = app.place();
    assert_eq!(app.note(), Some("Match 1 of 3"));
    type_keys(&mut app, "n n");
    assert_eq!(app.note(), Some("Match 3 of 3"));
    type_keys(&mut app, "n");
    assert_eq!((app.place(), app.note()), (first, Some("Match 1 of 3, continued from the beginning")));
    type_keys(&mut app, "N");
    assert_eq!(app.note(), Some("Match 3 of 3, continued from the end"));
    type_keys(&mut app, "g n");
    assert_eq!(app.place(), first, "from where one is, not from the last hit");
    type_keys(&mut app, "ctrl-o");
    assert_eq!(page(&app), 1);
    type_keys(&mut app, "esc");
    assert_eq!(app.search().count(), 0, "the light is put out");
    type_keys(&mut app, "2 n");
    assert_eq!(app.note(), Some("Match 2 of 3"), "and lit again");
}

#[test]
fn what_does_not_stand_there_is_said() {
    let mut app = app();
    type_keys(&mut app, "] / z z z enter");
    assert_eq!(app.place(), Place::new(1, 0, 0));
    assert_eq!(app.note(), Some("“zzz” is not in this story"));
}

#[test]
fn a_theme_is_tried_on_and_esc_takes_it_off() {
    let mut app = app();
    type_keys(&mut app, "t j j");
    assert_eq!(&*app.theme().name, "sepia");
    type_keys(&mut app, "esc");
    assert_eq!(&*app.theme().name, "lamplight");
    assert_eq!(type_keys(&mut app, "t j enter"), [Effect::KeepSettings]);
    assert_eq!(app.settings().theme.as_deref(), Some("daylight"));
    type_keys(&mut app, "t G ctrl-c");
    assert_eq!(&*app.theme().name, "daylight", "leaving takes it off too");
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
    type_keys(&mut app, "] ] space");
    let place = app.place();
    for key in ["J", "-", "<", "<", ">", "s", "d"] {
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
fn a_session_goes_on_where_the_last_one_ended() {
    let mut app = app();
    type_keys(&mut app, "] ] space space m H e r e enter t j enter space");
    let kept = Record::parse(&app.record().to_toml()).unwrap();
    let again = start(kept, app.settings());
    assert_eq!((again.place(), page(&again)), (app.place(), page(&app)));
    assert_eq!(&*again.theme().name, "daylight");
    assert_eq!(again.bookmarks().kept(), app.bookmarks().kept());
}

#[test]
fn leaving_during_a_search_keeps_the_place_from_before() {
    let mut app = app();
    type_keys(&mut app, "space");
    let before = app.place();
    type_keys(&mut app, "/ l a m p");
    assert_ne!(app.place(), before, "the search shows its first match");
    let kept = app.record();
    assert_eq!(app.document().find(&kept.place).0, before, "a program that is killed now has kept the place from before");
    assert_eq!(kept.percent, app.document().percent(before));
    assert_eq!(app.update(Event::End), [Effect::Keep(Urgency::Now), Effect::Quit]);
    assert_eq!(app.place(), before);
}

#[test]
fn a_paste_is_text_and_never_keys() {
    let mut app = app();
    assert_eq!(app.update(Event::Paste("q".to_owned())), []);
    type_keys(&mut app, "/");
    app.update(Event::Paste("the\nlamp\u{1b}[2J".repeat(100)));
    let Some(Overlay::Prompt(prompt)) = app.overlay() else { panic!("the question is open") };
    assert!(prompt.answer().starts_with("the lamp\u{FFFD}[2J"));
    assert!(prompt.answer().chars().count() <= 200);
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

#[test]
fn trouble_with_keeping_stays_said_until_it_is_over() {
    let mut app = app();
    app.update(Event::Outcome(Outcome::NotKept("the disk is full".to_owned())));
    type_keys(&mut app, "space");
    assert_eq!(app.note(), Some("Nothing is being saved: the disk is full"));
    app.update(Event::Outcome(Outcome::Kept));
    assert_eq!(app.note(), None);
}

#[test]
fn leaving_keeps_the_record() {
    assert_eq!(type_keys(&mut app(), "q"), [Effect::Keep(Urgency::Now), Effect::Quit]);
    assert_eq!(type_keys(&mut app(), "ctrl-c"), [Effect::Keep(Urgency::Now), Effect::Quit]);
}

#[test]
fn every_overlay_closes_by_esc_and_by_q() {
    for open in ["c", "t", "'", "?", "S"] {
        for close in ["esc", "q"] {
            let mut app = app();
            type_keys(&mut app, open);
            assert!(app.overlay().is_some());
            assert_eq!(type_keys(&mut app, close), []);
            assert!(app.overlay().is_none(), "{open} {close}");
        }
    }
}

mod pieces;

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

#[test]
fn a_newcomer_is_told_the_first_keys_until_three_pages_are_turned() {
    let document = Arc::new(format::read("a.md", story().as_bytes()).unwrap().document);
    let themes = Themes::new(builtin("lamplight").unwrap(), []);
    let mut app = App::new(Start { newcomer: true, ..Start::of(document, themes) });
    app.update(Event::Resize { width: 80, height: 24 });
    assert!(app.tells_first_keys());
    type_keys(&mut app, "space space c esc b");
    assert!(!app.tells_first_keys(), "two on and one back are three");
    type_keys(&mut app, "b b b space");
    assert!(!app.tells_first_keys());
    assert!(!self::app().tells_first_keys(), "who has read before knows");
}

#[test]
fn a_key_that_does_nothing_says_so() {
    let mut app = app();
    for (key, shown) in [("x", "x"), ("ctrl-t", "Ctrl-T"), ("f1 x", "x"), ("esc c x", "x"), ("é", "é")] {
        type_keys(&mut app, key);
        assert_eq!(app.note(), Some(&*format!("`{shown}` does nothing here · ? shows the keys")));
    }
}

#[test]
fn the_ways_out_of_less_and_vim_leave() {
    for keys in ["q", "Q", "ctrl-c", ": q", "Z Z", ": w q enter", ": x enter"] {
        let mut app = app();
        let leaves: Vec<Effect> =
            keys.split(' ').flat_map(|key| app.update(Event::Key(key.parse().unwrap()))).collect();
        assert_eq!(leaves, [Effect::Keep(Urgency::Now), Effect::Quit], "{keys}");
    }
    let mut app = app();
    assert_eq!(type_keys(&mut app, "Z space Z"), [], "not one after the other");
    type_keys(&mut app, ": 3 enter");
    assert_eq!(page(&app), 3);
    type_keys(&mut app, ": n o enter");
    assert_eq!(app.note(), Some("There is no command `:no` · :q quits"));
}

#[test]
fn a_filter_shows_the_rows_that_have_its_words_and_esc_clears_it_first() {
    let mut app = app();
    let rows = |app: &App| {
        let Some(Overlay::List(list)) = app.overlay() else { panic!("a list is open") };
        app.list_rows(list.kind).into_iter().map(|row| row.label).collect::<Vec<_>>()
    };
    type_keys(&mut app, "c / T");
    assert_eq!(rows(&app), ["Two", "Three"]);
    type_keys(&mut app, "h");
    assert_eq!(rows(&app), ["Three"]);
    // Letters are the filter's until Enter, and keys again after it.
    type_keys(&mut app, "q backspace backspace enter");
    assert_eq!(app.filter().words(), "T");
    type_keys(&mut app, "q");
    assert!(app.overlay().is_some() && app.filter().words().is_empty(), "q clears the filter first");
    type_keys(&mut app, "/ T w enter");
    assert_eq!((app.place().scene, app.overlay().is_none()), (1, true), "the row that is left is chosen");
    type_keys(&mut app, "c / z z");
    assert_eq!(rows(&app), [""; 0]);
    assert_eq!(type_keys(&mut app, "enter enter"), [], "nothing is chosen where nothing is shown");
    type_keys(&mut app, "esc");
    assert_eq!(rows(&app), ["One", "Two", "Three"]);
    type_keys(&mut app, "esc");
    assert!(app.overlay().is_none());
    // Moving goes over the rows that are shown.
    type_keys(&mut app, "t / s e p");
    let before = app.theme().name.clone();
    assert_eq!(&*before, "sepia", "the theme that is left is looked at");
    type_keys(&mut app, "down down up");
    assert_eq!(app.theme().name, before);
    type_keys(&mut app, "esc esc");
    assert_eq!(&*app.theme().name, "lamplight");
    app.update(Event::Key("?".parse().unwrap()));
    app.update(Event::Key("/".parse().unwrap()));
    app.update(Event::Paste("hyphens".to_owned()));
    assert_eq!(help_rows(app.keymap(), app.filter()).len(), 2);
}

#[test]
fn a_search_that_finds_nothing_leaves_the_last_one_and_tells_of_capitals() {
    let mut app = app();
    type_keys(&mut app, "/ l a m p enter");
    let count = app.search().count();
    type_keys(&mut app, "/ R I V E R enter");
    assert_eq!(app.note(), Some("“RIVER” is not in this story · “river” has 37 matches"));
    assert_eq!(app.search().count(), count);
    type_keys(&mut app, "n");
    assert_eq!(app.note(), Some("Match 2 of 3"), "n goes on with the last one");
}

#[test]
fn the_help_is_shown_from_a_list_too() {
    let mut app = app();
    type_keys(&mut app, "c ?");
    assert!(matches!(app.overlay(), Some(Overlay::Help { .. })));
    type_keys(&mut app, "?");
    assert!(app.overlay().is_none());
    type_keys(&mut app, "t j ?");
    assert_eq!(&*app.theme().name, "lamplight", "a theme that was only looked at goes");
}

#[test]
fn the_name_of_a_bookmark_is_there_to_be_changed() {
    let mut app = app();
    type_keys(&mut app, "m l a m p enter m");
    let Some(Overlay::Prompt(prompt)) = app.overlay() else { panic!("a name is asked for") };
    assert_eq!(prompt.answer(), "lamp");
    type_keys(&mut app, "f e r r y enter m left s");
    let Some(Overlay::Prompt(prompt)) = app.overlay() else { panic!("a name is asked for") };
    assert_eq!(prompt.answer(), "ferrsy", "a letter replaces it, another key begins to change it");
}

#[test]
fn what_holds_for_this_session_only_is_not_remembered_by_another_key() {
    let document = Arc::new(format::read("a.md", story().as_bytes()).unwrap().document);
    let overrides = Settings { measure: Some(40), justify: Some(true), ..Settings::default() };
    let themes = Themes::new(builtin("lamplight").unwrap(), []);
    let mut app = App::new(Start { overrides, ..Start::of(document, themes) });
    app.update(Event::Resize { width: 80, height: 24 });
    type_keys(&mut app, "s");
    assert_eq!(app.settings(), Settings { status: Some(false), ..Settings::default() });
    type_keys(&mut app, ">");
    assert_eq!(app.settings().measure, Some(42), "what was changed by hand is");
}
