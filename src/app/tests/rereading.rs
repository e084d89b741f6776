//! The story's file changes while it is read.

use super::*;

const CHANGED: &str = "The file has changed · r reads it again";

#[test]
fn that_the_file_has_changed_is_said_once_and_behind_all_else() {
    let mut app = app();
    type_keys(&mut app, "/ l a m p enter");
    let match_told = app.note().map(str::to_owned);
    app.update(Event::FileChanged);
    assert_eq!(app.note().map(str::to_owned), match_told, "what the key says is not hidden");
    type_keys(&mut app, "c");
    assert_eq!(app.note(), None, "a list is open");
    type_keys(&mut app, "esc");
    assert_eq!(app.note(), Some(CHANGED));
    type_keys(&mut app, "space");
    assert_eq!(app.note(), None);
}

#[test]
fn the_file_is_read_again_when_the_place_has_been_kept() {
    let mut app = app();
    let path = "/stories/a.md";
    app.remembered.record.paths = vec![path.to_owned()];
    app.update(Event::FileChanged);
    let keeps = [Effect::Redraw, Effect::Keep(Urgency::Now), Effect::ReadRecord];
    assert_eq!(type_keys(&mut app, "r"), keeps);
    let record = Box::new(app.record());
    assert_eq!(app.update(Event::Shared(record.clone())), [Effect::Open(path.to_owned())]);
    assert_eq!(app.update(Event::Shared(record.clone())), [], "once");
    // Who asks before it was noticed need not ask twice; a later key is another wish.
    let mut app = self::app();
    assert_eq!(type_keys(&mut app, "r"), [Effect::Redraw, Effect::LookAtFile]);
    assert_eq!(app.update(Event::FileChanged), keeps[1..]);
    let mut app = self::app();
    type_keys(&mut app, "r space");
    assert_eq!(app.update(Event::FileChanged), []);
    assert_eq!(app.note(), Some(CHANGED));
}

#[test]
fn a_file_that_is_gone_is_told_to_who_asks_only() {
    let mut app = app();
    app.update(Event::FileLost);
    assert_eq!(app.note(), None);
    type_keys(&mut app, "r");
    app.update(Event::FileLost);
    assert!(app.note().unwrap().contains("gone"));
}

#[test]
fn jumps_search_guide_and_what_can_be_undone_outlive_the_text() {
    let mut app = app();
    type_keys(&mut app, "/ p a r a g r a p h _ 3 0 enter".replace('_', "space").as_str());
    type_keys(&mut app, "m o n e enter ' d esc i");
    let (seen, guide) = (app.place(), app.guide().unwrap());
    let longer = story().replace("Paragraph 20 of", "A new one.\n\nParagraph 20 of");
    let document = Arc::new(format::read("a.md", longer.as_bytes()).unwrap().document());
    let mut again =
        App::new(Start { record: app.record(), ..Start::of(document, Themes::new(builtin("lamplight").unwrap(), [])) });
    again.inherit(&app);
    again.resume(&app);
    let words = |app: &App, place: Place| app.document().words_at(place);
    assert_eq!(words(&again, again.guide().unwrap().at), words(&app, guide.at));
    assert_eq!(again.search().count(), app.search().count());
    type_keys(&mut again, "u");
    assert_eq!(again.marks().kept().len(), 1);
    type_keys(&mut app, "ctrl-o");
    type_keys(&mut again, "ctrl-o");
    assert_eq!(words(&again, again.place()), words(&app, app.place()));
    assert_ne!(app.place(), seen);
}

#[test]
fn what_another_window_has_changed_since_is_not_undone() {
    let mut ours = app();
    type_keys(&mut ours, "m o n e enter ' r x enter esc");
    let mut theirs = start(ours.record(), Settings::default());
    type_keys(&mut theirs, "' r y enter esc");
    ours.update(Event::Shared(Box::new(theirs.record())));
    type_keys(&mut ours, "u");
    assert_eq!(ours.note(), Some("Another window has changed this mark since"));
    assert_eq!(&*ours.marks().kept()[0].name, "onexy");
}
