//! What is remembered: places, bookmarks and settings.

use super::*;

#[test]
fn a_bookmark_is_kept_named_renamed_deleted_and_brought_back() {
    let mut app = app();
    type_keys(&mut app, "] ]");
    assert_eq!(type_keys(&mut app, "m enter"), [Effect::Keep(Urgency::Told)]);
    assert_eq!(app.note(), None, "it is not said before it is so");
    app.update(Event::Outcome(Outcome::MarkKept));
    assert_eq!(app.note(), Some("Bookmark saved · ' lists all marks"));
    type_keys(&mut app, "g m F e r r y enter");
    let names = |app: &App| app.marks().kept().iter().map(|kept| kept.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&app), ["Ferry", ""], "in the order of the story");
    type_keys(&mut app, "G ' j enter");
    assert_eq!(app.place(), Place::new(2, 0, 0));
    type_keys(&mut app, "' g r ctrl-u q enter");
    assert_eq!(names(&app), ["q", ""]);
    assert_eq!(type_keys(&mut app, "d"), [Effect::Keep(Urgency::Now)]);
    assert_eq!(names(&app), [""]);
    assert_eq!(type_keys(&mut app, "u"), [Effect::Keep(Urgency::Now)]);
    assert_eq!(names(&app), ["q", ""]);
    type_keys(&mut app, "d d d u u");
    assert_eq!(names(&app), ["q", ""]);
    type_keys(&mut app, "u u");
    assert_eq!(names(&app), ["Ferry", ""], "another name is undone as well, and before that nothing was");
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
    let names = |app: &App| app.marks().kept().iter().map(|kept| kept.name.to_string()).collect::<Vec<_>>();
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
fn the_same_place_is_kept_once() {
    let mut app = app();
    type_keys(&mut app, "m enter m N o w enter m enter");
    assert_eq!(app.marks().kept().len(), 1);
    assert_eq!(&*app.marks().kept()[0].name, "Now");
}

#[test]
fn a_session_goes_on_where_the_last_one_ended() {
    let mut app = app();
    type_keys(&mut app, "] ] space space m H e r e enter t j enter space");
    let kept = Record::parse(&app.record().to_toml()).unwrap();
    let again = start(kept, app.settings());
    assert_eq!((again.place(), page(&again)), (app.place(), page(&app)));
    assert_eq!(&*again.theme().name, "daylight");
    assert_eq!(again.marks().kept(), app.marks().kept());
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
fn a_letter_stands_beside_a_name_and_takes_nothing_from_it() {
    let mut app = app();
    type_keys(&mut app, "m l a m p enter m a enter m enter");
    let mut names: Vec<String> = app.marks().kept().iter().map(|kept| kept.name.to_string()).collect();
    names.sort();
    assert_eq!(names, ["a", "lamp"]);
    type_keys(&mut app, "m f e r r y enter");
    app.update(Event::Outcome(Outcome::MarkKept));
    assert_eq!(app.note(), Some("Bookmark renamed · ' lists all marks"));
    assert_eq!(app.marks().kept().len(), 2);
}

#[test]
fn what_holds_for_this_session_only_is_not_remembered_by_another_key() {
    let document = Arc::new(format::read("a.md", story().as_bytes()).unwrap().document());
    let overrides = Settings { measure: Some(40), justify: Some(true), ..Settings::default() };
    let themes = Themes::new(builtin("lamplight").unwrap(), []);
    let mut app = App::new(Start { overrides, ..Start::of(document, themes) });
    app.update(Event::Resize { width: 80, height: 24 });
    type_keys(&mut app, "s");
    assert_eq!(app.settings(), Settings { status: Some(false), ..Settings::default() });
    type_keys(&mut app, ">");
    assert_eq!((app.settings().measure, app.book().sheet().measure), (None, 42), "nor what is set for it alone");
    type_keys(&mut app, "p");
    assert!(app.settings().progress.is_some(), "what was changed by hand is");
}
