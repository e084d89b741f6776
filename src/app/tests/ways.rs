//! Ways of reading: a guide for the eye, pages that turn by themselves, reading aloud.

use super::*;
use crate::document::Unit;

#[test]
fn a_guide_moves_by_lines_or_paragraphs_and_turns_the_page() {
    let mut app = app();
    type_keys(&mut app, "4 G i");
    let Some(Guide { kind: GuideKind::Line, at }) = app.guide() else { panic!() };
    type_keys(&mut app, "j");
    assert!(app.guide().unwrap().at > at && page(&app) == 4);
    type_keys(&mut app, "k k");
    assert_eq!(page(&app), 3, "over the page's edge");
    type_keys(&mut app, "j");
    assert_eq!((page(&app), app.guide().unwrap().at), (4, at));
    type_keys(&mut app, "space");
    let first = app.guide().unwrap().at;
    assert!(app.book().shows(app.opening(), first), "it is on the page that is seen");
    type_keys(&mut app, "z");
    assert_eq!(app.guide().unwrap().kind, GuideKind::Paragraph);
    let before = app.guide().unwrap().at;
    type_keys(&mut app, "down");
    assert!(app.guide().unwrap().at.block > before.block);
    type_keys(&mut app, "z");
    assert_eq!(app.guide(), None);
    type_keys(&mut app, "z esc");
    assert_eq!(app.guide(), None);
}

#[test]
fn a_number_says_how_far_a_guide_moves() {
    let mut app = app();
    type_keys(&mut app, "4 G i j j j");
    let third = app.guide().unwrap().at;
    type_keys(&mut app, "3 k 3 j");
    assert_eq!(app.guide().unwrap().at, third);
    type_keys(&mut app, "space");
    assert_eq!(page(&app), 5, "no number is left over");
    type_keys(&mut app, "9 9 9 k");
    assert_eq!(page(&app), 1);
}

#[test]
fn a_guide_stays_at_its_words_when_the_window_changes() {
    let mut app = long_story();
    app.update(Event::Resize { width: 80, height: 24 });
    type_keys(&mut app, "3 G i j j j j j j j");
    let before = app.guide().unwrap().at;
    for (width, height) in [(120, 40), (80, 24), (40, 12), (100, 30)] {
        app.update(Event::Resize { width, height });
        assert_eq!(app.guide().unwrap().at, before, "{width}x{height}");
        let lit = app.seen_lines().filter(|line| app.guide().unwrap().shows(line)).count();
        assert_eq!(lit, 1, "{width}x{height}");
    }
}

#[test]
fn a_guide_stays_on_after_a_far_jump_and_is_where_one_selects() {
    let mut app = long_story();
    app.update(Event::Resize { width: 80, height: 24 });
    type_keys(&mut app, "2 G i");
    for jump in ["G", "g", "5 0 %", "9 0 %"] {
        type_keys(&mut app, jump);
        let guide = app.guide().unwrap();
        assert!(app.book().shows(app.opening(), guide.at), "{jump}");
    }
    type_keys(&mut app, "j j");
    let at = app.guide().unwrap().at;
    type_keys(&mut app, "v");
    let selected = app.selected().unwrap();
    assert!(selected.start <= at && at < selected.end, "{selected:?} {at:?}");
    // A selection stays in view when the window changes.
    app.update(Event::Resize { width: 50, height: 15 });
    assert!(app.book().shows(app.opening(), app.selected().unwrap().start));
}

#[test]
fn pages_turn_by_themselves_until_a_key_comes() {
    let mut app = app();
    type_keys(&mut app, "3 G");
    app.update(Event::Time(10_000));
    assert_eq!(app.wakes_in(), None, "an idle program wakes for nothing");
    type_keys(&mut app, "a");
    let seconds = app.countdown().unwrap();
    assert!((4..120).contains(&seconds), "{seconds}");
    assert!(app.wakes_in().unwrap() <= 1_000);
    app.update(Event::Time(10_000 + 1_500));
    assert_eq!((page(&app), app.countdown().unwrap()), (3, seconds - 1));
    app.update(Event::Time(10_000 + seconds * 1_000));
    assert_eq!(page(&app), 4);
    type_keys(&mut app, "c");
    assert_eq!((app.countdown(), app.wakes_in(), app.overlay().is_some()), (None, None, true));
    type_keys(&mut app, "esc a");
    assert!(app.countdown().is_some());
    app.update(Event::Blurred);
    assert_eq!((app.countdown(), app.note()), (None, Some("Paused · a goes on")));
    type_keys(&mut app, "G a");
    app.update(Event::Time(1_000_000));
    assert_eq!(app.countdown(), None, "at the end there is nothing to turn");
}

#[test]
fn a_percentage_may_have_decimals() {
    let mut app = long_story();
    app.update(Event::Resize { width: 80, height: 24 });
    type_keys(&mut app, "0 . 5");
    assert_eq!(app.count().as_deref(), Some("0.5"));
    type_keys(&mut app, "%");
    let share = |app: &App| app.document().offset(app.place()) * 1000 / app.document().len();
    assert!(share(&app) <= 5, "{}", share(&app));
    type_keys(&mut app, "g . 5");
    assert_eq!(app.count().as_deref(), Some("0.5"), "its zero may be left out");
    type_keys(&mut app, "% g .");
    assert_eq!(type_keys(&mut app, "esc space").len(), 1, "a point alone is put away");
    type_keys(&mut app, "g . backspace");
    assert_eq!(app.count(), None);
    let first = app.place();
    for zero in ["0 space", ". space"] {
        type_keys(&mut app, "g");
        type_keys(&mut app, zero);
        assert!(app.place() > first, "a zero counts for nothing: {zero}");
    }
    type_keys(&mut app, "2 , 5 %");
    let before = share(&app);
    assert!((15..=25).contains(&before), "{before}");
    type_keys(&mut app, "2 . 5 backspace backspace % : 9 9 . 5 % enter");
    assert_eq!(app.count(), None);
    assert!(share(&app) > 950, "{}", share(&app));
    type_keys(&mut app, "5 . backspace backspace");
    assert_eq!(app.count(), None);
}

/// The sentence and the number of what is to be spoken.
fn spoken(effects: &[Effect]) -> (u64, String) {
    let said = effects.iter().find_map(|effect| match effect {
        Effect::Speak { number, text, .. } => Some((*number, text.clone())),
        _ => None,
    });
    said.unwrap_or_else(|| panic!("{effects:?}"))
}

#[test]
fn sentences_are_spoken_one_after_the_other_and_the_page_follows() {
    let mut app = app();
    let (first, text) = spoken(&type_keys(&mut app, "3 G A"));
    assert_eq!(app.document().words_of(app.spoken().unwrap()), text);
    let (second, _) = spoken(&app.update(Event::Spoken(first)));
    assert_eq!(app.update(Event::Spoken(first)), [], "an answer that comes twice");
    let (third, other) = spoken(&type_keys(&mut app, "("));
    assert_eq!((other, third > second), (text, true));
    let (mut number, _) = spoken(&type_keys(&mut app, ")"));
    for _ in 0..40 {
        number = spoken(&app.update(Event::Spoken(number))).0;
    }
    assert!(page(&app) > 3, "pages turn by themselves");
    let here = spoken(&type_keys(&mut app, "g")).1;
    assert!(here.starts_with("One") || here.starts_with("He woke"), "{here}");
    assert_eq!(type_keys(&mut app, "A"), [Effect::Hush]);
    assert_eq!((app.spoken(), app.update(Event::Spoken(number + 9))), (None, Vec::new()));
    type_keys(&mut app, ")");
    assert_eq!(app.note(), Some("Nothing is read aloud · A begins"));
    type_keys(&mut app, "A");
    app.update(Event::NotSpoken("no voice".to_owned()));
    assert_eq!((app.spoken(), app.note()), (None, Some("no voice")));
    type_keys(&mut app, "A");
    assert_eq!(type_keys(&mut app, "esc"), [Effect::Hush]);
}

#[test]
fn a_voice_waits_for_the_page_that_is_worked_on() {
    let mut app = app();
    let mut number = spoken(&type_keys(&mut app, "3 G A")).0;
    type_keys(&mut app, "v");
    let effects = loop {
        let effects = app.update(Event::Spoken(number));
        assert!(page(&app) == 3 && matches!(app.overlay(), Some(Overlay::Selection(_))));
        match effects
            .iter()
            .find_map(|effect| if let Effect::Speak { number, .. } = effect { Some(*number) } else { None })
        {
            Some(next) => number = next,
            None => break effects,
        }
    };
    assert_eq!(effects, [], "the last sentence of the page has been spoken");
    let (next, _) = spoken(&type_keys(&mut app, "1"));
    assert_eq!((page(&app), app.marks().kept().len()), (4, 1), "and now the page turns");
    assert!(next > number);
}

#[test]
fn a_voice_and_a_clock_do_not_turn_pages_together() {
    let mut app = app();
    type_keys(&mut app, "3 G A");
    let effects = type_keys(&mut app, "a");
    assert!(effects.contains(&Effect::Hush) && app.spoken().is_none(), "{effects:?}");
}

#[test]
fn sentences_are_passed_over_by_counts() {
    let mut app = app();
    spoken(&type_keys(&mut app, "3 G A"));
    let mut one_by_one = Vec::new();
    for _ in 0..3 {
        one_by_one.push(spoken(&type_keys(&mut app, ")")).1);
    }
    assert_eq!(spoken(&type_keys(&mut app, "2 (")).1, one_by_one[0]);
    assert_eq!(spoken(&type_keys(&mut app, "2 )")).1, one_by_one[2]);
    let last = app.document().unit_before(app.document().place_at(usize::MAX), Unit::Sentence);
    spoken(&type_keys(&mut app, "9 9 9 9 )"));
    assert_eq!(app.spoken(), last, "a number that is too large leads to the last one");
    assert_eq!(type_keys(&mut app, ")"), [Effect::Hush]);
    assert_eq!(app.note(), Some("The end"));
}

#[test]
fn reading_aloud_stops_after_as_many_scenes_as_are_asked_for() {
    for scenes in [1, 2] {
        let mut app = app();
        let mut effects = type_keys(&mut app, &format!("{scenes} A"));
        let mut last = 0;
        while let Some(sentence) = app.spoken() {
            last = sentence.start.scene;
            effects = app.update(Event::Spoken(spoken(&effects).0));
        }
        assert_eq!(
            (last, effects, app.note()),
            (scenes - 1, vec![Effect::Hush], Some("The end of the scene · A goes on"))
        );
    }
    let mut app = app();
    type_keys(&mut app, "1 A ]");
    assert_eq!(app.spoken().unwrap().start.scene, 1, "a page turn by hand moves the end");
}
