//! Key scripts while only a piece of the story is there.

use proptest::prelude::*;

use super::*;

/// A piece of the long story: the stretch that a place is in, with its neighbours.
fn piece_of(whole: &App, place: Place) -> App {
    let all = crate::typeset::stretches(whole.document());
    let at = all.partition_point(|stretch| stretch.start <= (place.scene, place.block)) - 1;
    let stretches = all[at.saturating_sub(1)..(at + 2).min(all.len())].to_vec();
    let range = stretches[0].start..stretches[stretches.len() - 1].end;
    let document = Arc::new(whole.document().excerpt(range).document().unwrap());
    let piece = Piece { place, stretches, name: "Tides".to_owned() };
    let themes = Themes::new(builtin("lamplight").unwrap(), []);
    App::new(Start { piece: Some(piece), ..Start::of(document, themes) })
}

#[test]
fn a_piece_has_the_pages_of_the_whole() {
    let mut whole = long_story();
    whole.update(Event::Resize { width: 80, height: 24 });
    while whole.note().is_none() {
        let mut piece = piece_of(&whole, whole.place());
        piece.update(Event::Resize { width: 80, height: 24 });
        assert_eq!(piece.place(), whole.place());
        assert_eq!(piece.book().lines(piece.opening(), 0), whole.book().lines(whole.opening(), 0));
        type_keys(&mut whole, "4 space");
    }
}

#[test]
fn what_needs_the_whole_waits_for_it_and_is_told_when_it_takes_long() {
    let mut whole = long_story();
    whole.update(Event::Resize { width: 80, height: 24 });
    let mut piece = piece_of(&whole, Place::new(0, 200, 0));
    piece.update(Event::Resize { width: 80, height: 24 });
    piece.update(Event::Fetching(Some(40)));
    assert_eq!(piece.note(), None, "nothing is missed yet");
    type_keys(&mut piece, "/ x");
    assert_eq!(piece.note(), Some("Loading the rest, 40% · Esc cancels the keys you typed"));
    assert!(piece.overlay().is_none());
    type_keys(&mut piece, "esc");
    assert_eq!(piece.note(), None);
    assert_eq!(type_keys(&mut piece, "ctrl-c"), [Effect::Keep(Urgency::Now), Effect::Quit]);
    // A flood is cut off, and none of it is done out of its order.
    type_keys(&mut piece, "G");
    let place = piece.place();
    for _ in 0..3000 {
        type_keys(&mut piece, "space");
    }
    assert_eq!(piece.place(), place);
    type_keys(&mut piece, "esc");
    // While the whole of another story is read, this one can be gone on with.
    whole.pending.fetching = Some(Fetching::new("Bells".to_owned()));
    whole.update(Event::Fetching(None));
    assert_eq!(whole.note(), Some("Loading “Bells” · Esc cancels"));
    assert_eq!(type_keys(&mut whole, "esc"), [Effect::StopFetching]);
    assert_eq!(whole.note(), None);
}

#[test]
fn a_story_of_which_nothing_is_there_is_left_by_esc() {
    let mut app = piece_of(&long_story(), Place::default());
    app.story.document = Arc::default();
    assert_eq!(type_keys(&mut app, "esc"), [Effect::Quit]);
    assert_eq!(type_keys(&mut app, "G q"), [Effect::Quit]);
    assert_eq!(type_keys(&mut app, "/ q"), [], "it may be looked for");
    assert_eq!(type_keys(&mut app, "esc"), [Effect::Quit]);
}

#[test]
fn the_theme_stays_when_the_others_have_been_read() {
    let mut app = long_story();
    app.update(Event::Resize { width: 80, height: 24 });
    app.themes = Themes::new(builtin("paperback").unwrap(), []);
    type_keys(&mut app, "t");
    let mut all = BUILTIN.iter().map(|(name, _)| builtin(name).unwrap());
    app.update(Event::Themes(Themes::new(all.next().unwrap(), all)));
    type_keys(&mut app, "esc");
    assert_eq!(&*app.theme().name, "paperback");
}

#[test]
fn who_knows_the_themes_chooses_before_they_are_read() {
    let mut all: Vec<_> = BUILTIN.iter().map(|(name, _)| builtin(name).unwrap()).collect();
    let (first, second) = (all[0].clone(), all[1].name.clone());
    let early = || {
        let mut app = long_story();
        app.update(Event::Resize { width: 80, height: 24 });
        app.themes = Themes::new(first.clone(), []).partial();
        type_keys(&mut app, "t j");
        app
    };
    let (mut app, left) = (early(), early());
    let rest = all.split_off(1);
    let themes = Themes::new(all.remove(0), rest);
    let wanted = app.update(Event::Themes(themes.clone()));
    assert_eq!((&*app.theme().name, wanted), (&*second, Vec::new()));
    assert_eq!(type_keys(&mut app, "enter"), [Effect::KeepSettings]);

    // The keys go on to the whole of a story, whose themes may be there before it.
    let mut whole = long_story();
    whole.themes = themes.clone();
    whole.go_on_from(left);
    assert_eq!(&*whole.theme().name, &*second);

    let mut app = early();
    type_keys(&mut app, "esc");
    app.update(Event::Themes(themes));
    assert!(app.overlay().is_none() && app.theme().name == first.name);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn keys_do_the_same_whenever_the_whole_comes(keys in prop::collection::vec(0_usize..24, 1..16), comes in 0_usize..16) {
        const KEYS: [&str; 24] = [
            "space", "space", "b", "b", "3", "1", "5", "%", "G", "g", "c", "j", "enter", "/", "7", "3", "enter", "n", "esc", "J",
            ">", "]", "ctrl-o", "t",
        ];
        let start = Place::new(0, 200, 0);
        let fresh = || {
            let mut whole = long_story();
            whole.position.place = start;
            whole.update(Event::Resize { width: 80, height: 24 });
            whole
        };
        let (mut whole, mut late) = (fresh(), Some(fresh()));
        let mut app = piece_of(&whole, start);
        app.update(Event::Resize { width: 80, height: 24 });
        for (n, key) in keys.iter().enumerate() {
            if n >= comes && let Some(mut late) = late.take() {
                late.go_on_from(app);
                app = late;
            }
            type_keys(&mut whole, KEYS[*key]);
            // Until then Esc drops what was typed, which the whole would have done.
            prop_assume!(late.is_none() || KEYS[*key] != "esc");
            type_keys(&mut app, KEYS[*key]);
        }
        if let Some(mut late) = late.take() {
            late.go_on_from(app);
            app = late;
        }
        prop_assert_eq!((app.place(), app.count()), (whole.place(), whole.count()));
        prop_assert_eq!(format!("{:?}", app.overlay()), format!("{:?}", whole.overlay()));
        prop_assert_eq!(app.book().preferences(), whole.book().preferences());
        prop_assert_eq!(app.book().lines(app.opening(), 0), whole.book().lines(whole.opening(), 0));
    }
}

#[test]
fn a_theme_that_is_mended_takes_the_place_of_the_one_that_stood_in_for_it() {
    let list = |names: &[&str]| {
        let mut all = names.iter().map(|name| builtin(name).unwrap());
        Themes::new(all.next().unwrap(), all)
    };
    let stand_in = || list(&["lamplight"]).wanting(Some("snow".to_owned()));
    let with = |start: Start| Start { themes: stand_in(), ..start };
    let mut app = start_with(Record::default(), Settings::default(), with);
    app.update(Event::Themes(list(&["lamplight", "vellum"]).wanting(Some("snow".to_owned()))));
    assert_eq!(&*app.theme().name, "lamplight");
    app.update(Event::Themes(list(&["lamplight", "snow"]).wanting(Some("snow".to_owned()))));
    assert_eq!(&*app.theme().name, "snow");

    let mut app = start_with(Record::default(), Settings::default(), with);
    app.update(Event::Themes(list(&["lamplight", "vellum"])));
    type_keys(&mut app, "t j enter");
    app.update(Event::Themes(list(&["lamplight", "vellum", "snow"]).wanting(Some("snow".to_owned()))));
    assert_eq!(&*app.theme().name, "vellum", "the reader has chosen since");
}

#[test]
fn what_is_undone_leaves_a_mended_theme_and_the_open_list_its_rows() {
    let list = |names: &[&str]| {
        let mut all = names.iter().map(|name| builtin(name).unwrap());
        Themes::new(all.next().unwrap(), all)
    };
    let wanted = |themes: Themes| themes.wanting(Some("snow".to_owned()));
    let with = |start: Start| Start { themes: wanted(list(&["lamplight"])), ..start };
    let broken = || start_with(Record::default(), Settings::default(), with);
    let mended = || Event::Themes(wanted(list(&["lamplight", "vellum", "snow"])));

    let mut app = broken();
    type_keys(&mut app, "<");
    app.update(mended());
    type_keys(&mut app, "u");
    assert_eq!(&*app.theme().name, "snow", "the line length is undone, and nothing else");

    let mut app = broken();
    app.update(Event::Themes(wanted(list(&["lamplight", "vellum"]))));
    type_keys(&mut app, ": t h e m e space v e l l u m enter u");
    app.update(mended());
    assert_eq!(&*app.theme().name, "snow", "it is wanted again");

    let mut app = broken();
    app.update(Event::Themes(wanted(list(&["lamplight", "vellum"]))));
    type_keys(&mut app, "t j");
    app.update(mended());
    assert_eq!(&*app.theme().name, "vellum", "the one that is looked at stays");
    type_keys(&mut app, "esc");
    assert_eq!(&*app.theme().name, "snow");

    let mut app = broken();
    app.update(mended());
    type_keys(&mut app, "t k");
    app.update(mended());
    type_keys(&mut app, "esc");
    assert_eq!(&*app.theme().name, "snow", "Esc goes back to the one that was worn");
}
