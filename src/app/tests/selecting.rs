//! Selections, highlights and notes by key scripts.

use super::*;
use crate::document::Found;

fn words(app: &App) -> String {
    app.document().words_of(app.selected().expect("a selection"))
}

fn highlights(app: &App) -> Vec<(u8, String, String)> {
    let kept = app.marks().kept().iter();
    kept.filter_map(|kept| Some((kept.colour()?, kept.name.to_string(), kept.words(app.document()).to_string())))
        .collect()
}

#[test]
fn a_sentence_is_selected_changed_and_highlighted() {
    let mut app = app();
    type_keys(&mut app, "G v");
    let first = words(&app);
    assert!(first.ends_with('.') && !first.contains('\n'), "{first}");
    type_keys(&mut app, "j");
    assert!(words(&app).starts_with(&first) && words(&app).len() > first.len());
    type_keys(&mut app, "k k");
    assert!(words(&app).ends_with(&first) && words(&app).len() > first.len(), "the other side");
    type_keys(&mut app, "j l");
    assert!(!words(&app).contains(&first), "the next one instead");
    assert_eq!(type_keys(&mut app, "2"), [Effect::Keep(Urgency::Told)]);
    assert_eq!((app.note(), app.selected()), (None, None), "nothing is said before it is on the disk");
    app.update(Event::Outcome(Outcome::MarkKept));
    assert_eq!(app.note(), Some("Highlight saved · ' lists all marks"));
    assert_eq!(highlights(&app).len(), 1);
    assert_eq!(app.record().highlights[0].colour, 2);
}

#[test]
fn a_selection_goes_over_the_end_of_a_page_and_the_page_follows() {
    let mut app = app();
    type_keys(&mut app, "3 G v");
    let before = page(&app);
    for _ in 0..20 {
        type_keys(&mut app, "j");
    }
    assert!(page(&app) > before);
    type_keys(&mut app, "o");
    assert_eq!(page(&app), before, "the other end is seen");
    type_keys(&mut app, "esc");
    assert_eq!(app.selected(), None);
}

#[test]
fn a_note_is_written_changed_and_found_in_the_list() {
    let mut app = app();
    type_keys(&mut app, "v a");
    app.update(Event::Paste("A thought".to_owned()));
    assert_eq!(type_keys(&mut app, "enter 2 esc"), [Effect::Keep(Urgency::Told)]);
    let [(1, note, _)] = &highlights(&app)[..] else { panic!("{:?}", highlights(&app)) };
    assert_eq!(note, "A thought\n2");
    type_keys(&mut app, "' r");
    type_keys(&mut app, "! ctrl-c");
    assert_eq!(highlights(&app)[0].1, "A thought\n2", "nothing is changed");
    assert_eq!(app.note(), Some("Note discarded · u brings it back"));
    type_keys(&mut app, "u");
    assert_eq!(highlights(&app)[0].1, "A thought\n2!", "what was typed comes back");
    type_keys(&mut app, "r backspace esc");
    assert_eq!(highlights(&app)[0].1, "A thought\n2");
    type_keys(&mut app, "a ! esc");
    assert_eq!(highlights(&app)[0].1, "A thought\n2!");
    type_keys(&mut app, "4");
    assert_eq!(highlights(&app)[0].0, 4, "the list is there again");
    type_keys(&mut app, "x");
    assert_eq!(highlights(&app), []);
    type_keys(&mut app, "u");
    assert_eq!(highlights(&app)[0].1, "A thought\n2!", "undone with its note");
    assert_eq!(type_keys(&mut app, "esc v l a esc"), [], "a note without a word is none");
}

#[test]
fn the_same_words_are_highlighted_once_and_let_go() {
    let mut app = app();
    type_keys(&mut app, "v 1 v 3");
    assert_eq!(highlights(&app).iter().map(|(colour, ..)| *colour).collect::<Vec<_>>(), [3]);
    type_keys(&mut app, "v x");
    assert_eq!(highlights(&app), []);
    assert_eq!(type_keys(&mut app, "esc u"), [Effect::Keep(Urgency::Now)]);
    assert_eq!(highlights(&app).len(), 1);
}

#[test]
fn what_is_selected_is_copied_with_its_source_searched_and_looked_up() {
    let mut app = app();
    type_keys(&mut app, "v");
    let selected = words(&app);
    assert_eq!(type_keys(&mut app, "y"), [Effect::Copy(format!("{selected}\n\n— Tides"))]);
    assert!(app.note().unwrap().starts_with("Copied "));
    type_keys(&mut app, "v /");
    assert_eq!(app.search().typed(), selected);
    type_keys(&mut app, "G K l");
    let word = words(&app);
    assert!(!word.contains(' '), "{word}");
    assert_eq!(type_keys(&mut app, "K"), [Effect::LookUp(word.clone())]);
    app.update(Event::LookedUp(Ok("a \u{1b}[31mthing\n".repeat(9))));
    let Some(Overlay::Article(article)) = app.overlay() else { panic!() };
    assert_eq!((&*article.title, article.text.contains('\u{1b}')), (&*word, false));
    type_keys(&mut app, "j esc");
    app.update(Event::LookedUp(Ok("late".to_owned())));
    assert!(app.overlay().is_none(), "an answer that comes late is let go");
    app.update(Event::LookedUp(Err("nothing found".to_owned())));
    assert_eq!(app.note(), Some("nothing found"));
}

#[test]
fn an_article_is_read_to_its_end_and_a_word_is_looked_up_by_enter() {
    let mut app = app();
    type_keys(&mut app, "4 G K");
    let asked = type_keys(&mut app, "enter");
    assert!(matches!(&asked[..], [Effect::LookUp(_)]) && app.marks().kept().is_empty(), "{asked:?}");
    app.update(Event::LookedUp(Ok("a thing\n".repeat(60))));
    let top = |app: &App| match app.overlay() {
        Some(Overlay::Article(article)) => article.top,
        _ => usize::MAX,
    };
    type_keys(&mut app, "G");
    let last = top(&app);
    assert_eq!(last, 60 - (24 - 7), "its last row is the last that is seen");
    type_keys(&mut app, "k");
    assert_eq!(top(&app), last - 1);
    type_keys(&mut app, "g");
    assert_eq!(top(&app), 0);
}

#[test]
fn a_place_may_have_several_letters() {
    let mut app = app();
    type_keys(&mut app, "4 G m a enter m b enter g ` a");
    assert_eq!((page(&app), app.marks().kept().len()), (4, 2));
    type_keys(&mut app, "g ` b");
    assert_eq!(page(&app), 4);
}

#[test]
fn a_note_on_some_words_of_a_noted_passage_is_that_passages() {
    let mut app = app();
    type_keys(&mut app, "4 G v j a");
    app.update(Event::Paste("A note.".to_owned()));
    type_keys(&mut app, "esc 4 G v a");
    let Some(Overlay::Note(editor)) = app.overlay() else { panic!() };
    assert_eq!(editor.text.lines().join("\n"), "A note.");
}

/// The notes of the marks, as they would be kept now.
fn kept_notes(app: &App) -> Vec<String> {
    app.record().highlights.iter().filter(|mark| !mark.removed).map(|mark| mark.note.clone()).collect()
}

#[test]
fn a_note_is_kept_while_it_is_written_and_left_as_it_was() {
    let mut app = app();
    type_keys(&mut app, "4 G v a");
    assert_eq!(kept_notes(&app), [""; 0]);
    assert_eq!(type_keys(&mut app, "H"), [Effect::Keep(Urgency::Soon)]);
    type_keys(&mut app, "i enter y o u");
    assert_eq!(kept_notes(&app), ["Hi\nyou"]);
    // Left, it is gone, and what was written comes back if that was a mistake.
    assert_eq!(type_keys(&mut app, "ctrl-c"), [Effect::Keep(Urgency::Now)]);
    assert_eq!((kept_notes(&app).len(), app.note()), (0, Some("Note discarded · u brings it back")));
    type_keys(&mut app, "u");
    assert_eq!(kept_notes(&app), ["Hi\nyou"]);
    type_keys(&mut app, "v x");
    type_keys(&mut app, "v a H i esc");
    assert_eq!(app.marks().kept().len(), 1);
    type_keys(&mut app, "v a ! !");
    assert_eq!(kept_notes(&app), ["Hi!!"]);
    type_keys(&mut app, "ctrl-c");
    assert_eq!(kept_notes(&app), ["Hi"], "as it was before");
    // A new one whose words are all taken back is none.
    type_keys(&mut app, "v j j o k k a");
    let undone = type_keys(&mut app, "x backspace esc u");
    assert_eq!(kept_notes(&app).iter().filter(|note| note.is_empty()).count(), 0, "{undone:?}");
}

#[test]
fn code_is_copied_with_the_blanks_that_were_typed() {
    let source = "```\nif a:\n    b  =  1\n```\n\nIt was late.\n";
    let document = Arc::new(format::read("a.md", source.as_bytes()).unwrap().document());
    let mut app = App::new(Start::of(document, Themes::new(builtin("lamplight").unwrap(), [])));
    app.update(Event::Resize { width: 80, height: 24 });
    type_keys(&mut app, "v o { o");
    let copied = type_keys(&mut app, "y");
    assert!(matches!(&copied[..], [Effect::Copy(text)] if text.contains("\n    b  =  1")), "{copied:?}");
}

#[test]
fn highlights_deleted_by_one_key_come_back_by_one() {
    let mut app = app();
    type_keys(&mut app, "4 G v 1 v l 2 v j x");
    assert!(app.marks().kept().is_empty(), "{:?}", app.marks().kept());
    assert_eq!(app.note(), Some("2 highlights deleted · u brings them back"));
    type_keys(&mut app, "u");
    assert_eq!(app.marks().kept().len(), 2);
    assert!(!app.marks().can_undo());
}

#[test]
fn a_letter_names_a_place_that_a_backquote_goes_to() {
    let mut app = app();
    type_keys(&mut app, "m a enter 5 G ` a");
    assert_eq!(page(&app), 1);
    type_keys(&mut app, "` `");
    assert_eq!(page(&app), 5, "and back, as in vim");
    type_keys(&mut app, "m a enter g ` a");
    assert_eq!((page(&app), app.marks().kept().len()), (5, 1), "a letter stands for one place");
    type_keys(&mut app, "` q");
    assert!(app.note().unwrap().contains("No bookmark is named `q`"));
}

#[test]
fn highlights_are_found_again_and_their_words_never_lost() {
    let mut app = app();
    type_keys(&mut app, "3 G v j 2");
    let record = app.record();
    let before = highlights(&app);
    let again = start(record.clone(), Settings::default());
    assert_eq!(highlights(&again), before);
    assert_eq!(again.record().highlights, record.highlights);
    let mut gone = record;
    let mark = std::sync::Arc::make_mut(&mut gone.highlights[0]);
    for words in [&mut mark.locator.quote, &mut mark.locator.before, &mut mark.locator.after] {
        "words that stand nowhere in it".clone_into(words);
    }
    mark.words = "Words that stand nowhere in it.".to_owned();
    let lost = start(gone.clone(), Settings::default());
    assert!(lost.marks().kept()[0].is_lost && lost.marks().kept()[0].passage().is_none());
    assert_eq!(lost.record().highlights, gone.highlights);
    assert_eq!(lost.document().find(&gone.highlights[0].locator).1, Found::ByRatio);
}

#[test]
fn another_window_sees_what_is_highlighted_here() {
    let mut ours = app();
    let mut theirs = start(ours.record(), Settings::default());
    type_keys(&mut theirs, "v 1");
    ours.update(Event::Shared(Box::new(theirs.record())));
    assert_eq!(highlights(&ours), highlights(&theirs));
    type_keys(&mut ours, "' d");
    theirs.update(Event::Shared(Box::new(ours.record())));
    assert_eq!(highlights(&theirs), []);
}

#[test]
fn the_help_opens_at_the_keys_of_a_selection_which_comes_back() {
    let mut app = app();
    type_keys(&mut app, "v");
    let before = words(&app);
    type_keys(&mut app, "?");
    let Some(Overlay::Help { top }) = app.overlay() else { panic!() };
    let row = &help_rows(app.keymap(), app.filter())[*top];
    assert_eq!(*row, HelpRow::Title(crate::config::Context::Selection.title()));
    type_keys(&mut app, "esc");
    assert_eq!(words(&app), before);
}

#[test]
fn in_a_filtered_list_the_next_one_that_is_shown_is_deleted() {
    let mut app = app();
    for page in 1..=6 {
        let letter = if page % 2 == 0 { "x" } else { "y" };
        type_keys(&mut app, &format!("{page} G m {letter} {page} enter"));
    }
    type_keys(&mut app, "' g / x enter d d");
    let names: Vec<String> = app.marks().kept().iter().map(|kept| kept.name.to_string()).collect();
    assert_eq!(names.iter().filter(|name| name.starts_with('y')).count(), 3, "{names:?}");
    assert_eq!(names.iter().filter(|name| name.starts_with('x')).count(), 1, "{names:?}");
}

#[test]
fn a_note_that_is_being_written_is_kept_when_the_window_goes_and_read_at_the_foot() {
    let mut app = app();
    type_keys(&mut app, "3 G v a");
    app.update(Event::Paste("Not finished".to_owned()));
    assert_eq!(app.update(Event::End), [Effect::Keep(Urgency::Now), Effect::Quit]);
    assert_eq!(app.record().highlights[0].note, "Not finished");
    type_keys(&mut app, "o");
    let Some(Overlay::FootNote(note)) = app.overlay() else { panic!("{:?}", app.overlay()) };
    assert_eq!(note.lines, ["Not finished"]);
}

#[test]
fn another_name_colour_or_note_is_undone() {
    let mut app = app();
    type_keys(&mut app, "m o n e enter");
    type_keys(&mut app, "' r ctrl-u t w o enter");
    assert_eq!(&*app.marks().kept()[0].name, "two");
    type_keys(&mut app, "u");
    assert_eq!(&*app.marks().kept()[0].name, "one");
    // It wins over the name that another window has taken over.
    let stamp = app.marks().kept()[0].stamp();
    assert!(app.record().bookmarks[0].stamp == stamp && stamp > 1);
    type_keys(&mut app, "esc v 2 v 3");
    type_keys(&mut app, "v a x esc");
    let told = |app: &App| highlights(app)[0].clone();
    assert_eq!((told(&app).0, &*told(&app).1), (3, "x"));
    type_keys(&mut app, "u");
    assert_eq!((told(&app).0, &*told(&app).1), (3, ""));
    type_keys(&mut app, "u");
    assert_eq!(told(&app).0, 2);
    assert!(!app.marks().can_undo());
    type_keys(&mut app, "v 2");
    assert!(!app.marks().can_undo(), "the same colour is no change");
}
