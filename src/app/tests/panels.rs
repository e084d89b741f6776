//! Panels, their filters, and the ways to them and out.

use proptest::prelude::*;

use super::*;

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
        highlights: 0,
        state: crate::shelf::State::Reading,
        spent: 0,
        words: String::new(),
        length: crate::shelf::Length::default(),
        read: 1,
    };
    app.update(Event::Shelf((0..3).map(entry).collect()));
    assert_eq!(type_keys(&mut app, "j enter"), [Effect::Open("/1.txt".to_owned())]);
    type_keys(&mut app, "S");
    assert_eq!(type_keys(&mut app, "G enter"), []);
    assert!(app.note().unwrap().contains("standard input"));
    assert_eq!(type_keys(&mut app, "S d"), [Effect::RemoveFromShelf("story-0".to_owned())]);
    assert_eq!(type_keys(&mut app, "D enter"), [], "it is asked first");
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
        highlights: 0,
        state: crate::shelf::State::Reading,
        spent: 0,
        words: String::new(),
        length: crate::shelf::Length::default(),
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
fn a_theme_sets_lines_only_where_it_wants_other_drop_caps() {
    let source = "inherits = \"lamplight\"\n[mood.waking]\ndrop-cap = true\n";
    let find = |name: &str| crate::theme::builtin_source(name).map(str::to_owned);
    let (capped, _) = crate::theme::read("capped", source, &find).unwrap();
    let theme = |name| crate::theme::builtin(name).unwrap();
    let words = "A long night by the sea, and a lamp in the window. ".repeat(9);
    let story =
        crate::format::read("a.md", format!("## One {{.waking}}\n\n{}", format!("{words}\n\n").repeat(100)).as_bytes())
            .unwrap();
    let themes = Themes::new(theme("lamplight"), [theme("daylight"), capped]);
    let mut app = App::new(Start::of(story.document().into(), themes));
    let sets = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Compose(_)));
    assert!(sets(&app.update(Event::Resize { width: 60, height: 12 })));
    let opens = |app: &App| app.book().lines(app.opening(), 0).iter().any(|line| line.initial > 0);
    assert!(!sets(&type_keys(&mut app, "t j")) && !opens(&app));
    assert!(sets(&type_keys(&mut app, "j")) && opens(&app));
    type_keys(&mut app, "esc");
    assert!(!opens(&app));
}

#[test]
fn a_theme_is_tried_on_and_esc_takes_it_off() {
    let mut app = app();
    type_keys(&mut app, "t j j");
    assert_eq!(&*app.theme().name, "candle");
    type_keys(&mut app, "esc");
    assert_eq!(&*app.theme().name, "lamplight");
    assert_eq!(type_keys(&mut app, "t j enter"), [Effect::KeepSettings]);
    assert_eq!(app.settings().theme.as_deref(), Some("daylight"));
    type_keys(&mut app, "t G ctrl-c");
    assert_eq!(&*app.theme().name, "daylight", "leaving takes it off too");
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

#[test]
fn a_filter_shows_the_rows_that_have_its_words_and_esc_clears_it_first() {
    let mut app = app();
    let rows = |app: &App| {
        let Some(Overlay::List(list)) = app.overlay() else { panic!("a list is open") };
        list_rows(app, list.kind).into_iter().map(|row| row.label).collect::<Vec<_>>()
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
    type_keys(&mut app, "t / c a n d");
    let before = app.theme().name.clone();
    assert_eq!(&*before, "candle", "the theme that is left is looked at");
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
fn a_newcomer_is_told_the_first_keys_until_three_pages_are_turned() {
    let document = Arc::new(format::read("a.md", story().as_bytes()).unwrap().document());
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
    type_keys(&mut app, "esc Z j");
    assert_eq!((app.note(), page(&app)), (Some("`Z j` does nothing here · ? shows the keys"), 1));
    type_keys(&mut app, ": 3 enter");
    assert_eq!(page(&app), 3);
    type_keys(&mut app, ": n o enter");
    assert_eq!(app.note(), Some("There is no command `:no` · Ctrl-P finds commands"));
    type_keys(&mut app, ": $ enter");
    assert_eq!(page(&app), last_page(&app));
    type_keys(&mut app, ": 5 0 % enter");
    assert!(page(&app) < last_page(&app) && page(&app) > 1);
}

#[test]
fn a_command_is_found_by_some_of_its_letters_and_done() {
    let mut app = app();
    type_keys(&mut app, "ctrl-p c o n t");
    let rows = list_rows(&app, ListKind::Palette);
    assert_eq!((&*rows[0].label, &*rows[0].end), ("Contents", "c"), "{rows:?}");
    type_keys(&mut app, "enter");
    assert!(matches!(app.overlay(), Some(Overlay::List(List { kind: ListKind::Contents, .. }))));
    type_keys(&mut app, "esc ctrl-p r u l e r enter");
    assert!(app.guide().is_some());
    type_keys(&mut app, "ctrl-p z z z z esc");
    assert!(list_rows(&app, ListKind::Palette).len() > 30, "the filter is cleared");
    type_keys(&mut app, "esc");
    assert!(app.overlay().is_none());
    type_keys(&mut app, "ctrl-p esc");
    assert!(app.overlay().is_none(), "nothing was typed");
    type_keys(&mut app, "space");
    assert_eq!(page(&app), 2, "letters are the page's again");
    type_keys(&mut app, "ctrl-p x esc h e l p");
    let rows = list_rows(&app, ListKind::Palette);
    assert!(rows.len() < 10 && app.filter().words() == "help", "letters still go to the filter: {rows:?}");
    type_keys(&mut app, "esc esc : t h e m tab");
    let rows = list_rows(&app, ListKind::Palette);
    assert!(rows[0].label == "Themes" && rows.len() < 10, "a command is completed: {rows:?}");
    let chosen =
        |app: &App| matches!(app.overlay(), Some(Overlay::List(list)) if list.chosen != app.list_indices(list.kind)[0]);
    assert!(!chosen(&app));
    type_keys(&mut app, "tab");
    assert!(chosen(&app), "Tab goes on to the next one");
    type_keys(&mut app, "up");
    type_keys(&mut app, "enter");
    assert!(app.overlay().is_some_and(|overlay| !matches!(overlay, Overlay::Prompt(_))));
}

#[test]
fn the_readers_own_keys_are_in_force_and_sequences_are_told() {
    let (keymap, _) = crate::config::Keymap::read("[page]\nnext-page = [\"n\"]\nshow-contents = [\"g c\"]\n");
    let document = Arc::new(format::read("a.md", story().as_bytes()).unwrap().document());
    let themes = Themes::new(builtin("lamplight").unwrap(), []);
    let mut app = App::new(Start { keymap, ..Start::of(document, themes) });
    app.update(Event::Resize { width: 80, height: 24 });
    type_keys(&mut app, "n");
    assert_eq!(page(&app), 2);
    type_keys(&mut app, "g");
    assert_eq!(app.note(), Some("g … c Contents"));
    type_keys(&mut app, "c");
    assert!(matches!(app.overlay(), Some(Overlay::List(List { kind: ListKind::Contents, .. }))));
    let told = help_rows(app.keymap(), app.filter());
    assert!(told.iter().any(|row| matches!(row, HelpRow::Keys { does: "Contents", keys, .. } if keys == "gc")));
}

#[test]
fn stories_are_sorted_called_finished_told_of_and_brought_back() {
    let mut app = app();
    type_keys(&mut app, "S");
    let entry = |n: u8, title: &str, author: &str| Entry {
        record: format!("story-{n}"),
        title: title.to_owned(),
        author: author.to_owned(),
        path: format!("/{n}.txt"),
        there: true,
        percent: n,
        bookmarks: 2,
        highlights: 1,
        state: crate::shelf::State::Reading,
        spent: 3_600_000,
        words: "the river went by".to_owned(),
        length: crate::shelf::Length::default(),
        read: u64::from(n),
    };
    app.update(Event::Shelf(vec![entry(3, "Tides", "B"), entry(2, "Bells", "C"), entry(1, "Night", "A")]));
    let titles = |app: &App| app.shelf().unwrap().iter().map(|entry| entry.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&app), ["Tides", "Bells", "Night"]);
    type_keys(&mut app, "/ 3 enter");
    assert!(list_rows(&app, ListKind::Shelf).is_empty(), "how far and when one has read is no part of a title");
    type_keys(&mut app, "esc");
    type_keys(&mut app, "s");
    assert_eq!(titles(&app), ["Bells", "Night", "Tides"]);
    type_keys(&mut app, "s");
    assert_eq!(titles(&app), ["Night", "Tides", "Bells"]);
    let state = crate::shelf::State::Finished;
    assert_eq!(type_keys(&mut app, "f"), [Effect::SetState("story-1".to_owned(), state)]);
    app.update(Event::Shelf(vec![Entry { state, ..entry(1, "Night", "A") }, entry(3, "Tides", "B")]));
    assert_eq!(titles(&app), ["Night", "Tides"], "the order stays");
    type_keys(&mut app, "/ f i n i s h");
    assert_eq!(list_rows(&app, ListKind::Shelf).len(), 1, "a filter finds what is finished");
    type_keys(&mut app, "esc g i");
    let Some(Overlay::Article(article)) = app.overlay() else { panic!() };
    for part in ["Author: A", "finished, 1%", "Time: 1 h", "2 bookmarks, 1 highlight", "the river went by"] {
        assert!(article.text.contains(part), "{part}: {article:?}");
    }
    type_keys(&mut app, "esc");
    assert!(matches!(app.overlay(), Some(Overlay::List(list)) if list.kind == ListKind::Shelf), "back to the shelf");
    app.update(Event::Shelf(vec![entry(1, "Night", "A")]));
    type_keys(&mut app, "d");
    assert_eq!(type_keys(&mut app, "u"), [Effect::PutBack("story-1".to_owned())]);
    assert_eq!(type_keys(&mut app, "u"), []);
}

#[test]
fn messages_name_the_readers_own_keys() {
    let (keymap, _) = crate::config::Keymap::read("[page]\ntoggle-status = \"x\"\ntoggle-auto-turn = []\n");
    let mut app = super::app();
    app.keys.keymap = keymap;
    type_keys(&mut app, "x");
    assert_eq!(app.note(), Some("Status line hidden · x shows it again"));
    assert!(app.key(crate::action::Action::ToggleAutoTurn).ends_with(" toggle-auto-turn"), "the palette finds it");
}

#[test]
fn keys_of_other_alphabets_make_pairs_and_answer_questions() {
    let mut app = app();
    assert_eq!(type_keys(&mut app, "Я Я"), [Effect::Keep(Urgency::Now), Effect::Quit], "as Z Z");
    type_keys(&mut app, "Я");
    assert_eq!(app.note(), Some("Я … Z Quit; your place is saved"));
}

#[test]
fn what_a_narrow_window_shows_is_not_chosen() {
    let mut app = app();
    app.update(Event::Resize { width: 50, height: 20 });
    assert_eq!(type_keys(&mut app, ">"), []);
    assert!(app.note().is_some_and(|note| note.contains("no room for longer lines")));
    assert_eq!(app.settings().measure, None);
    app.update(Event::Resize { width: 100, height: 20 });
    assert_eq!(app.book().sheet().measure, 66);
}

#[test]
fn a_panel_whose_keys_are_all_bound_elsewhere_is_left_all_the_same() {
    let (keymap, remarks) = crate::config::Keymap::read(
        "[list]\nonly = true\ndown = [\"j\"]\n[selection]\nonly = true\nadd-word = [\"w\"]\n",
    );
    assert_eq!(remarks, []);
    for keys in ["c", "v"] {
        for out in ["esc", "ctrl-c"] {
            let with = |start: Start| Start { keymap: keymap.clone(), ..start };
            let mut app = start_with(Record::default(), Settings::default(), with);
            type_keys(&mut app, &format!("{keys} {out}"));
            assert!(app.overlay().is_none(), "{keys} {out}");
        }
    }
}

#[test]
fn what_is_set_elsewhere_is_told_where_it_is_changed() {
    let fixed = |start: Start| Start { overrides: Settings { measure: Some(50), ..Settings::default() }, ..start };
    let mut app = start_with(Record::default(), Settings::default(), fixed);
    type_keys(&mut app, ">");
    assert_eq!(app.note(), Some("Line length 52 · until you leave, as `nightstand config show` tells"));
    assert_eq!(app.settings().measure, None, "the next story has what is set");
    type_keys(&mut app, "J");
    assert_eq!((app.note(), app.settings().justify), (Some("Justified · u undoes"), Some(true)));
}

#[test]
fn a_filter_heeds_neither_accents_nor_the_shape_of_quotes() {
    let mut filter = Filter::default();
    filter.insert("bennet's eclairs");
    let passes = filter.test();
    assert!(passes("Mr. Bennet’s Éclairs") && !passes("Mr. Bennet’s cakes"));
    drop(passes);
    filter.reset();
    filter.insert("▸");
    let passes = filter.test();
    assert!(passes("▸ here") && !passes("here"));
}

#[test]
fn nothing_happens_to_a_row_that_the_filter_hides() {
    let mut app = app();
    type_keys(&mut app, "4 G v 1 ' / z q z q enter");
    let colour = |app: &App| app.marks().kept()[0].colour();
    assert_eq!(colour(&app), Some(1));
    for keys in ["3", "d", "r"] {
        type_keys(&mut app, keys);
        assert_eq!((colour(&app), app.marks().kept().len()), (Some(1), 1), "{keys}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn esc_leads_back_to_the_page_from_everywhere(script in prop::collection::vec(0_usize..200, 1..24)) {
        let keys = "space b g G ] [ ctrl-o c m ' ` / & n N ? t d J v V w k j o O K S L : p ctrl-p ctrl-g ctrl-r tab z Z = % 3 1 . , a x u r y A \
            enter esc backspace up down left right ctrl-c ctrl-u ctrl-w f F e h l s X _ | i M W E R T H D - + ( ) { } \u{fc}";
        let keys: Vec<_> = keys.split_whitespace().collect();
        let mut app = app();
        let script: Vec<&str> = script.iter().map(|at| keys[at % keys.len()]).collect();
        for key in &script {
            app.update(Event::Key(key.parse().unwrap()));
            // Panels that wait for the disk are filled.
            app.update(Event::Shelf(Vec::new()));
        }
        let is_away = |app: &App| app.overlay().is_some() || app.keys.first.is_some() || app.keys.count.is_some();
        let escapes = (0..8).take_while(|_| is_away(&app) && type_keys(&mut app, "esc") != [Effect::Quit]).count();
        prop_assert!(escapes < 8, "{script:?}: {:?}", app.overlay());
        type_keys(&mut app, "g space");
        prop_assert!(page(&app) > 1, "{script:?}: {:?} {:?}", app.note(), app.filter());
    }
}

#[test]
fn actions_are_found_by_the_words_of_other_programs() {
    let pairs =
        [("footnote", "Open the note"), ("wider", "Longer lines"), ("chapters", "Contents"), ("find", "Search")];
    for (word, does) in pairs {
        let mut app = app();
        app.open_palette(word);
        let rows = list_rows(&app, ListKind::Palette);
        assert!(rows.iter().any(|row| row.label.starts_with(does)), "{word}: {rows:?}");
        let mut filter = Filter::default();
        filter.insert(word);
        let rows = help_rows(app.keymap(), &filter);
        assert!(rows.iter().any(|row| matches!(row, HelpRow::Keys { does: told, .. } if told.starts_with(does))));
    }
}

#[test]
fn chapters_of_the_same_name_are_told_apart_by_what_they_are_under() {
    let part = |n: u8| format!("# Book {n}\n\n## Chapter I\n\nWords.\n\n## Chapter II\n\nWords.\n\n");
    let text: String = (1..=3).map(part).collect();
    let document = Arc::new(format::read("a.md", text.as_bytes()).unwrap().document());
    let themes = Themes::new(builtin("lamplight").unwrap(), []);
    let mut app = App::new(Start::of(document, themes));
    app.update(Event::Resize { width: 80, height: 24 });
    let labels = |app: &App| list_rows(app, ListKind::Contents).into_iter().map(|row| row.label).collect::<Vec<_>>();
    type_keys(&mut app, "c / c h a p t e r space i i");
    assert_eq!(labels(&app), ["Chapter II · Book 1", "Chapter II · Book 2", "Chapter II · Book 3"]);
    type_keys(&mut app, "space 2");
    assert_eq!(labels(&app), ["Chapter II · Book 2"]);
    type_keys(&mut app, "esc / b o o k space 2");
    assert_eq!(labels(&app), ["Book 2"], "without its chapters");
}

#[test]
fn commands_of_less_and_vim_lead_to_what_they_mean() {
    let command = |text: &str| {
        let mut app = app();
        let effects = app.command(text);
        (app, effects)
    };
    let list = |text| match command(text).0.overlay() {
        Some(Overlay::List(list)) => Some(list.kind),
        _ => None,
    };
    assert_eq!(list("marks"), Some(ListKind::Marks));
    assert_eq!(list("toc"), Some(ListKind::Contents));
    assert_eq!(list("ls"), Some(ListKind::Shelf));
    assert!(matches!(list("colorscheme"), Some(ListKind::Themes { .. })));
    let (app, effects) = command("theme Snow");
    assert_eq!((&*app.theme().name, &effects[..]), ("snow", &[Effect::KeepSettings][..]));
    assert_eq!(command("colo blue").0.note(), Some("There is no theme “blue” · t lists the themes"));
    assert_eq!(command("mark a").0.marks().kept().len(), 1);
    assert_eq!(command("e ../b.epub").1, [Effect::Open("../b.epub".to_owned())]);
    assert!(command("export").0.note().unwrap().contains("nightstand marks"));
    assert!(command("w").0.note().unwrap().contains("saved"));
    assert_eq!(command("fish").0.note(), Some("There is no command `:fish` · Ctrl-P finds commands"));
    assert_eq!(command("marks 3").0.note(), Some("There is no command `:marks 3` · Ctrl-P finds commands"));
}
