//! Notes at the foot of the page, and links.

use super::*;

fn noted() -> App {
    let long = "This note is long. ".repeat(90);
    let text = format!(
        "## One\n\nIt was late.[^a] It rained.[^b] See [the end](#end), or not.[^c]\n\n## End {{#end}}\n\nSo it was.\n\n[^a]: As it often was.\n[^b]: It had not rained for weeks.\n[^c]: {long}\n"
    );
    of("a.md", &text)
}

/// The model of a story in a file of this name.
fn of(name: &str, source: &str) -> App {
    let document = Arc::new(format::read(name, source.as_bytes()).unwrap().document());
    let mut app = App::new(Start::of(document, Themes::new(builtin("lamplight").unwrap(), [])));
    app.update(Event::Resize { width: 80, height: 24 });
    app
}

#[test]
fn an_address_of_the_web_is_shown_copied_and_opened_only_if_asked() {
    let text = "## One\n\nRead [the maps](https://maps.example/river?a=1) or <mailto:ferry@example.org>, not [this](javascript:x).\n";
    let mut app = of("a.md", text);
    let leads = app.leads();
    let addresses: Vec<&str> = leads.iter().map(|lead| &**lead.address.as_ref().unwrap()).collect();
    assert_eq!(addresses, ["https://maps.example/river?a=1", "mailto:ferry@example.org"]);
    let before = app.place();
    assert!(type_keys(&mut app, "o a").iter().all(|effect| !matches!(effect, Effect::OpenAddress(_))), "only shown");
    let Some(Overlay::FootNote(note)) = app.overlay() else { panic!("{:?}", app.overlay()) };
    assert!(note.lines.concat().contains("https://maps.example/river?a=1"), "{note:?}");
    assert_eq!(type_keys(&mut app, "y"), [Effect::Copy("https://maps.example/river?a=1".to_owned())]);
    let opened = type_keys(&mut app, "o b enter");
    assert!(opened.contains(&Effect::OpenAddress("mailto:ferry@example.org".to_owned())), "{opened:?}");
    assert_eq!((app.overlay().is_none(), app.place()), (true, before));
}

#[test]
fn a_short_note_stands_at_the_foot_and_a_long_one_is_gone_to() {
    let mut app = noted();
    type_keys(&mut app, "o");
    let leads = app.leads();
    assert_eq!(leads.iter().map(|lead| lead.is_note).collect::<Vec<_>>(), [true, true, false, true], "{leads:?}");
    assert_eq!(app.letter_of(&leads, leads[1].at), Some('b'));
    type_keys(&mut app, "b");
    let Some(Overlay::FootNote(note)) = app.overlay() else { panic!("{:?}", app.overlay()) };
    assert!(note.lines[0].contains("not rained for weeks"), "{note:?}");
    let before = app.place();
    type_keys(&mut app, "esc");
    assert_eq!((app.overlay().is_none(), app.place()), (true, before), "the place is where it was");
    assert!(matches!(&type_keys(&mut app, "o a y")[..], [Effect::Copy(text)] if text.contains("often")));
    type_keys(&mut app, "o d");
    assert_ne!(app.place(), before, "a long note is gone to");
    type_keys(&mut app, "ctrl-o");
    assert_eq!(app.place(), before);
    type_keys(&mut app, "o c");
    assert!(app.document().title_at(app.place()).contains("End"), "and so is a link");
    type_keys(&mut app, "ctrl-o o z");
    assert_eq!(app.note(), Some("No link has the letter `z`"));
}

#[test]
fn a_note_ends_where_the_story_goes_on() {
    let markdown = "The lamp[^1] was out.\n\n[^1]: An oil lamp.\n\n    Two wicks.\n\nHe went on.\n\nAnd on.\n";
    let page = "<p>The lamp<a epub:type='noteref' href='#n'>1</a> was out.</p><aside epub:type='footnote' id='n'>\
        <p>An oil lamp.</p><p>Two wicks.</p></aside><p>He went on.</p><p>And on.</p>";
    for (name, source) in [("a.md", markdown), ("a.html", page)] {
        let mut app = of(name, source);
        type_keys(&mut app, "o");
        let Some(Overlay::FootNote(note)) = app.overlay() else { panic!("{name}: {:?}", app.overlay()) };
        let lines = note.lines.join(" ");
        assert!(lines.ends_with("An oil lamp. Two wicks."), "{name}: {lines}");
    }
}

#[test]
fn a_note_is_copied_and_gone_to_by_the_readers_own_keys() {
    let own = || {
        let (keymap, remarks) = crate::config::Keymap::read("[selection]\ncopy = [\"x\"]\n[list]\nchoose = [\"F6\"]\n");
        assert!(remarks.is_empty(), "{remarks:?}");
        let mut app = noted();
        app.keys.keymap = keymap;
        app
    };
    let mut app = own();
    assert!(matches!(&type_keys(&mut app, "o a x")[..], [Effect::Copy(text)] if text.contains("often")));
    assert!(!type_keys(&mut app, "o a y").iter().any(|effect| matches!(effect, Effect::Copy(_))));
    let mut app = own();
    let before = app.place();
    type_keys(&mut app, "o a F6");
    assert!(app.overlay().is_none() && app.place() != before);
}

#[test]
fn a_click_on_a_number_opens_its_note_and_turning_the_page_puts_it_away() {
    let mut app = noted();
    let link = app.leads()[0].link;
    app.update(Event::Follow(link));
    assert!(matches!(app.overlay(), Some(Overlay::FootNote(_))));
    type_keys(&mut app, "space");
    assert!(app.overlay().is_none() && page(&app) == 2);
    type_keys(&mut app, "[ o a enter");
    assert!(
        app.document()
            .words_of(crate::document::Passage {
                start: app.place(),
                end: Place { byte: app.place().byte + 9, ..app.place() }
            })
            .contains("As"),
        "{:?}",
        app.place()
    );
}

#[test]
fn a_note_at_the_foot_is_broken_into_lines_again_in_another_window() {
    let mut app = of(
        "a.md",
        "The lamp[^1] was out.\n\n[^1]: An oil lamp that had stood in the window of the ferryman’s house.\n",
    );
    type_keys(&mut app, "o");
    let lines = |app: &App| match app.overlay() {
        Some(Overlay::FootNote(note)) => note.lines.clone(),
        other => panic!("{other:?}"),
    };
    let before = lines(&app);
    app.update(Event::Resize { width: 30, height: 24 });
    let narrow = lines(&app);
    assert!(narrow.len() > before.len() && narrow.iter().all(|line| line.len() <= 30), "{narrow:?}");
    assert!(matches!(&type_keys(&mut app, "y")[..], [Effect::Copy(text)] if !text.contains('\n')));
}
