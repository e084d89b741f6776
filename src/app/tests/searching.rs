//! What is typed: searches and pasted text.

use super::*;

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
    type_keys(&mut app, "n n g n");
    assert_eq!(app.note(), Some("Match 1 of 3"), "nothing was passed");
    type_keys(&mut app, "esc g N");
    assert_eq!(app.note(), Some("Match 3 of 3, continued from the end"), "the beginning was");
    type_keys(&mut app, "g ctrl-o");
    type_keys(&mut app, "g n ctrl-o");
    assert_eq!(page(&app), 1);
    type_keys(&mut app, "esc");
    assert_eq!(app.search().count(), 0, "the light is put out");
    type_keys(&mut app, "2 n");
    assert_eq!(app.note(), Some("Match 2 of 3"), "and lit again");
}

#[test]
fn a_number_before_a_command_makes_one_jump_of_it() {
    let mut app = app();
    type_keys(&mut app, "/ l a m p enter");
    let first = app.place();
    type_keys(&mut app, "2 n");
    assert_eq!(app.note(), Some("Match 3 of 3"));
    type_keys(&mut app, "ctrl-o");
    assert_eq!(app.place(), first);
    type_keys(&mut app, "tab 4 n");
    assert_eq!(app.note(), Some("Match 1 of 3, continued from the beginning"), "once round and one more");
    type_keys(&mut app, "g 2 ] ctrl-o");
    assert_eq!(page(&app), 1);
    type_keys(&mut app, "3 space");
    assert_eq!(page(&app), 4);
    assert_eq!(app.remembered.track.furthest(), Place::default(), "what is skipped has not been read");
    type_keys(&mut app, "ctrl-o");
    assert_eq!(page(&app), 1);
}

#[test]
fn how_a_search_is_read_is_remembered_with_it() {
    let mut app = app();
    let question = |app: &App| match app.overlay() {
        Some(Overlay::Prompt(prompt)) => prompt.question(),
        _ => String::new(),
    };
    type_keys(&mut app, "/ l a m p enter / ctrl-r [ z q ] enter");
    assert_eq!(app.note(), Some("“[zq]” is not in this story (as a regular expression)"));
    type_keys(&mut app, "/");
    assert_eq!(question(&app), "regex /");
    type_keys(&mut app, "up up");
    assert_eq!(question(&app), "/", "lamp was looked for by its letters");
    type_keys(&mut app, "down");
    assert_eq!(question(&app), "regex /");
}

#[test]
fn what_does_not_stand_there_is_said() {
    let mut app = app();
    type_keys(&mut app, "] / z z z enter");
    assert_eq!(app.place(), Place::new(1, 0, 0));
    assert_eq!(app.note(), Some("“zzz” is not in this story"));
}

#[test]
fn leaving_during_a_search_keeps_the_place_from_before() {
    let mut app = app();
    type_keys(&mut app, "space");
    let before = app.place();
    type_keys(&mut app, "/ l a m p");
    assert_ne!(app.place(), before, "the search shows its first match");
    let kept = app.record();
    assert_eq!(
        app.document().find(&kept.place).0,
        before,
        "a program that is killed now has kept the place from before"
    );
    assert_eq!(kept.percent, app.document().percent(before));
    assert_eq!(app.update(Event::End), [Effect::Keep(Urgency::Now), Effect::Quit]);
    assert_eq!(app.place(), before);
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
    assert_eq!(app.note(), Some("Match 2 of 3 for “lamp”"), "n goes on with the last one, and says what it is");
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
fn what_is_typed_is_edited_by_the_readers_own_keys() {
    let (keymap, _) = crate::config::Keymap::read("[prompt]\nclear-line = \"ctrl-x\"\ntoggle-regex = \"f5\"\n");
    let document = Arc::new(format::read("a.md", story().as_bytes()).unwrap().document());
    let mut app = App::new(Start { keymap, ..Start::of(document, Themes::new(builtin("lamplight").unwrap(), [])) });
    app.update(Event::Resize { width: 80, height: 24 });
    type_keys(&mut app, "/ z z ctrl-u ctrl-x");
    let Some(Overlay::Prompt(prompt)) = app.overlay() else { panic!("the question is open") };
    assert_eq!(app.hint_of(prompt), "F5 regex · Ctrl-O whole words");
    type_keys(&mut app, "l . m p f5");
    assert_eq!(app.search().count(), 3);
    type_keys(&mut app, "esc c / z z ctrl-x");
    assert_eq!((app.filter().words(), app.filter().is_typing()), ("", true));
}

#[test]
fn expressions_and_whole_words_are_switched_on_while_typing() {
    let mut app = app();
    type_keys(&mut app, "/ l . m p");
    assert_eq!(app.search().count(), 0, "a period is a period");
    type_keys(&mut app, "ctrl-r");
    assert_eq!(app.search().count(), 3);
    type_keys(&mut app, "enter esc n");
    assert_eq!(app.note(), Some("Match 1 of 3"), "and they are remembered");
    type_keys(&mut app, "/ l ( enter");
    assert!(app.note().unwrap().contains("no regular expression: unclosed group"), "{:?}", app.note());
    type_keys(&mut app, "/ ctrl-r ctrl-o a m p enter");
    assert_eq!(app.note(), Some("“amp” is not in this story as a whole word"));
}

#[test]
fn earlier_searches_come_back_with_the_arrows() {
    let mut app = app();
    type_keys(&mut app, "/ l a m p enter / r i v e r enter /");
    let answer = |app: &App| match app.overlay() {
        Some(Overlay::Prompt(prompt)) => prompt.answer().to_owned(),
        _ => panic!(),
    };
    type_keys(&mut app, "up");
    assert_eq!(answer(&app), "river");
    type_keys(&mut app, "up up");
    assert_eq!(answer(&app), "lamp");
    assert_eq!(app.search().count(), 3, "its first match is shown");
    type_keys(&mut app, "down down");
    assert_eq!(answer(&app), "");
}

#[test]
fn matches_are_listed_filtered_and_chosen() {
    let mut app = app();
    type_keys(&mut app, "&");
    assert_eq!(app.note(), Some("No matches to list · / starts a search"));
    type_keys(&mut app, "/ l a m p enter &");
    let rows = list_rows(&app, ListKind::Hits);
    assert_eq!(rows.len(), 3);
    assert!(rows[1].label.contains("Lamp was lit"), "{:?}", rows[1]);
    type_keys(&mut app, "j enter");
    assert_eq!(app.note(), Some("Match 2 of 3"));
    type_keys(&mut app, "& G enter");
    assert_eq!(app.note(), Some("Match 3 of 3"));
}

#[test]
fn an_expression_that_takes_too_long_is_given_up() {
    use std::sync::atomic::{AtomicU64, Ordering};
    static TICKS: AtomicU64 = AtomicU64::new(0);
    // Each look at the clock takes a second.
    let clock = Clock(|| TICKS.fetch_add(1000, Ordering::Relaxed));
    let mut app = start_with(Record::default(), Settings::default(), |start| Start { clock, ..start });
    type_keys(&mut app, "/ ctrl-r q q + enter");
    assert!(app.note().unwrap().starts_with("“qq+” takes too long"), "{:?}", app.note());
    type_keys(&mut app, "/ . enter");
    assert!(app.note().unwrap().ends_with('+'), "{:?}", app.note());
}

#[test]
fn ones_own_switches_come_back_with_ones_own_line() {
    let mut app = app();
    type_keys(&mut app, "/ ctrl-r l . m p enter / ctrl-r");
    let question = |app: &App| match app.overlay() {
        Some(Overlay::Prompt(prompt)) => prompt.question(),
        other => panic!("{other:?}"),
    };
    assert_eq!(question(&app), "/");
    type_keys(&mut app, "up");
    assert_eq!(question(&app), "regex /");
    type_keys(&mut app, "down");
    assert_eq!(question(&app), "/");
}
