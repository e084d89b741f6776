//! Whole screens, with their styles.

use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use super::draw;
use crate::app::{App, Event, Piece, Start, Themes};
use crate::document::Place;
use crate::format;
use crate::theme::{BUILTIN, Contrast, Depth, Scope, builtin};

const STORY: &str = "+++\ntitle = \"Tides\"\nauthor = \"A. N. Other\"\n+++\n\n## The stair {.waking}\n\n\
    She woke *late*, and the house was **quiet**; <i lang=\"cs\">ticho</i>, she thought. <small>(So it was.)</small>\n\n\
    “Is it you—” she said.\n\n***\n<!-- {.memory} -->\n\nIt had rained for a week on the wide river 川.\n\n\
    <!-- {.letter} -->\n\n> Dear Ana,\n>\n> come home.\n\n## The water {.dream}\n\n\
    The stairs go *down* into the dark, and the dark comes up.\n\nOne for the ferry,\\\ntwo for the *quay*.\n";

/// All themes at a depth. They are read once: thousands of screens are drawn with them.
fn themes(depth: Depth) -> Themes {
    static ALL: [OnceLock<Themes>; Depth::ALL.len()] = [const { OnceLock::new() }; Depth::ALL.len()];
    let read = || {
        let mut all = BUILTIN.iter().map(|(name, _)| builtin(name).unwrap().rendered(depth, Contrast::Off));
        Themes::new(all.next().unwrap(), all)
    };
    ALL[depth as usize].get_or_init(read).clone()
}

fn app(theme: &str, depth: Depth, (width, height): (u16, u16), keys: &str) -> App {
    let document = format::read("a.md", STORY.as_bytes()).unwrap().document();
    let mut themes = themes(depth);
    assert!(themes.choose(theme));
    let mut app = App::new(Start::of(document.into(), themes));
    app.update(Event::Resize { width, height });
    for key in keys.split_whitespace() {
        app.update(Event::Key(key.parse().unwrap()));
    }
    app
}

fn screen(app: &App, (width, height): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(frame, app)).unwrap();
    terminal.backend().buffer().clone()
}

/// The screen's text, and below it each stretch of one style that is not the first cell's.
fn shown(theme: &str, depth: Depth, size: (u16, u16), keys: &str) -> String {
    told(&app(theme, depth, size, keys), size)
}

fn told(app: &App, size: (u16, u16)) -> String {
    let buffer = screen(app, size);
    let mut text = String::new();
    let mut styles = String::new();
    for y in 0..size.1 {
        let mut run: Option<(Style, u16, String)> = None;
        for x in 0..size.0 {
            let cell = &buffer[(x, y)];
            text.push_str(cell.symbol());
            match &mut run {
                Some((style, _, words)) if *style == cell.style() => words.push_str(cell.symbol()),
                _ => {
                    report(&mut styles, y, run.take());
                    run = Some((cell.style(), x, cell.symbol().to_owned()));
                }
            }
        }
        report(&mut styles, y, run);
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    format!("{text}---\n{styles}")
}

fn report(styles: &mut String, y: u16, run: Option<(Style, u16, String)>) {
    let Some((style, x, words)) = run.filter(|(_, _, words)| !words.trim().is_empty()) else { return };
    let colour = |colour: Option<ratatui::style::Color>| colour.map_or("-".to_owned(), |colour| colour.to_string());
    let mut modifiers = String::new();
    for (name, _) in style.add_modifier.iter_names() {
        let _ = write!(modifiers, " {}", name.to_lowercase());
    }
    let (fg, bg) = (colour(style.fg), colour(style.bg));
    let _ = writeln!(styles, "{y:>2},{x:<2} {fg} on {bg}{modifiers}: {}", words.trim());
}

#[test]
fn the_first_page() {
    insta::assert_snapshot!(shown("lamplight", Depth::True, (60, 24), ""));
}

#[test]
fn small_capitals_links_and_their_list() {
    let source = "## One\n\n<span class=\"smallcaps\">The straße</span> was late.[^a] See [below](#two).\n\n## Two\n\n[^a]: A note, and a long one: it goes on.\n";
    let mut app = app("lamplight", Depth::True, (60, 20), "");
    let document = format::read("a.md", source.as_bytes()).unwrap().document();
    app = App::new(Start::of(document.into(), app.themes().clone()));
    app.update(Event::Resize { width: 60, height: 20 });
    let page = told(&app, (60, 20));
    app.update(Event::Key("L".parse().unwrap()));
    insta::assert_snapshot!(page + &told(&app, (60, 20)));
}

#[test]
fn the_help_is_paged_without_a_gap() {
    for size in [(80, 24), (120, 40), (60, 16), (40, 12), (44, 8)] {
        let mut seen = String::new();
        let mut last = String::new();
        for pages in 0..200 {
            let keys = format!("? {}", "space ".repeat(pages));
            let page = shown("lamplight", Depth::None, size, &keys);
            let page = page.split("---").next().unwrap().to_owned();
            if page == last {
                break;
            }
            seen.push_str(&page);
            last = page;
        }
        for row in crate::app::help_rows(&crate::config::Keymap::default(), &crate::app::Filter::default()) {
            if let crate::app::HelpRow::Keys { does, .. } = row {
                assert!(seen.contains(does), "{size:?}: {does}");
            }
        }
        // The end is not a row on an empty screen.
        let end = shown("lamplight", Depth::None, size, "? G");
        assert!(
            end.contains("Delete to the end of the line") && (size.1 < 16 || end.contains("Delete the word before")),
            "{size:?}: {end}"
        );
    }
}

#[test]
fn a_story_that_takes_its_time() {
    let themes = app("lamplight", Depth::True, (60, 20), "").themes().clone();
    let piece = Some(Piece { place: Place::default(), stretches: Vec::new(), name: "tides.txt".to_owned() });
    let mut app = App::new(Start { piece, ..Start::of(Arc::default(), themes) });
    app.update(Event::Resize { width: 60, height: 12 });
    app.update(Event::Fetching(Some(43)));
    insta::assert_snapshot!(told(&app, (60, 12)));
}

#[test]
fn a_dream_without_colour() {
    insta::assert_snapshot!(shown("lamplight", Depth::None, (60, 18), "] ]"));
}

#[test]
fn a_spread() {
    insta::assert_snapshot!(shown("daylight", Depth::True, (112, 20), ""));
}

#[test]
fn the_contents() {
    insta::assert_snapshot!(shown("paperback", Depth::Ansi256, (50, 14), "c"));
}

#[test]
fn the_themes_beside_the_page() {
    insta::assert_snapshot!(shown("mono", Depth::True, (60, 18), "t k"));
}

#[test]
fn the_bookmarks_when_there_are_none_and_when_there_are() {
    insta::assert_snapshot!("none", shown("terminal", Depth::Ansi16, (60, 12), "'"));
    insta::assert_snapshot!("some", shown("terminal", Depth::Ansi16, (60, 12), "m enter ] m T o o enter '"));
}

#[test]
fn a_note_shows_beside_a_passage_over_its_beginning() {
    let size = (80, 24);
    let rows = |keys: &str| told(&app("midnight", Depth::True, size, keys), size);
    // A word, and another one before it on the same line.
    let noted = "K a H i esc";
    assert!(rows(noted).contains("1+"), "{}", rows(noted));
    let covered = format!("{noted} K h 2");
    assert!(rows(&covered).contains("2+"), "{}", rows(&covered));
}

#[test]
fn highlights_are_told_apart_where_there_is_no_margin_and_under_a_ruler() {
    let size = (40, 12);
    let mut app = app("midnight", Depth::True, size, "> > > > > > v 1");
    assert!(app.book().sheet().left < 3, "no margin");
    let lit = |app: &App| {
        screen(app, size).content.iter().filter(|cell| cell.modifier.contains(Modifier::UNDERLINED)).count()
    };
    assert!(lit(&app) > 5);
    // A ruler's ground is seen on highlighted words.
    let size = (80, 24);
    app.update(Event::Resize { width: size.0, height: size.1 });
    let ground = app.theme().style(None, Scope::Selection).bg;
    let ruled = |app: &App| screen(app, size).content.iter().filter(|cell| cell.style().bg == ground).count();
    for key in ["g", "i"] {
        app.update(Event::Key(key.parse().unwrap()));
    }
    let marked = app.marks().kept()[0].place;
    for _ in 0..40 {
        let guide = app.guide().unwrap().at;
        if (guide.scene, guide.block) == (marked.scene, marked.block) {
            break;
        }
        app.update(Event::Key("j".parse().unwrap()));
    }
    assert!(ruled(&app) > 5, "{}", ruled(&app));
}

#[test]
fn the_shelf() {
    let mut app = app("paperback", Depth::True, (60, 14), "S");
    let entry = |title: &str, author: &str, days: u64, there| crate::shelf::Entry {
        record: title.to_lowercase(),
        title: title.to_owned(),
        author: author.to_owned(),
        path: "/a".to_owned(),
        there,
        percent: 42,
        bookmarks: 1,
        highlights: 0,
        state: crate::shelf::State::Reading,
        spent: 0,
        words: String::new(),
        length: crate::shelf::Length::default(),
        read: 1_000_000_000_000 - days * 86_400_000,
    };
    app.update(Event::Time(1_000_000_000_000));
    let story = entry("Tides\u{1b}[2J", "A. N. Other", 0, true);
    app.update(Event::Shelf(vec![story, entry("The Long Night", "", 3, false)]));
    insta::assert_snapshot!(told(&app, (60, 14)));
}

#[test]
fn hits_are_lit_across_a_line_break() {
    insta::assert_snapshot!(shown("contrast", Depth::True, (40, 12), "/ w a s space q u i e t enter"));
}

#[test]
fn a_question_in_the_status_line() {
    insta::assert_snapshot!(shown("mono", Depth::True, (40, 12), "m F e r r y left"));
}

#[test]
fn the_help_on_a_small_screen() {
    insta::assert_snapshot!(shown("lamplight", Depth::True, (40, 12), "?"));
}

/// Returns the dream's page of the test story in a theme with these properties of dreams.
fn dream_in(properties: &str, size: (u16, u16), keys: &str) -> String {
    let story = STORY.replace("and the dark comes up.", &"and the dark comes up. ".repeat(6));
    let source = format!("inherits = \"lamplight\"\n[mood.dream]\n{properties}\n");
    let find = |name: &str| crate::theme::builtin_source(name).map(str::to_owned);
    let (theme, remarks) = crate::theme::read("mine", &source, &find).unwrap();
    assert_eq!(remarks, []);
    let document = format::read("a.md", story.as_bytes()).unwrap().document();
    let mut app = App::new(Start::of(document.into(), Themes::new(theme, [])));
    app.update(Event::Resize { width: size.0, height: size.1 });
    for key in ["]", "]", "]", "]"].into_iter().chain(keys.split_whitespace()) {
        app.update(Event::Key(key.parse().unwrap()));
    }
    told(&app, size)
}

#[test]
fn a_theme_says_where_titles_stand() {
    let titles = |place: &str| {
        let page = dream_in(&format!("title = \"{place}\""), (30, 24), "");
        page.lines().find(|line| line.to_lowercase().contains("the water")).unwrap().to_owned()
    };
    let left = |line: &str| line.chars().take_while(|c| !c.is_alphabetic()).count();
    assert!(left(&titles("left")) < left(&titles("centre")));
    // A narrow page has no room for large letters.
    assert!(titles("big").contains("THE WATER") && left(&titles("big")) == left(&titles("centre")));
}

#[test]
fn a_big_title_is_drawn_in_large_letters_unless_a_part_of_it_is_lit() {
    let page = dream_in("title = \"big\"", (60, 24), "");
    insta::assert_snapshot!(page);
    assert!(dream_in("title = \"big\"", (60, 24), "/ w a t e r enter").contains("THE WATER"));
}

#[test]
fn a_theme_says_whether_a_scene_opens_with_a_drop_cap() {
    let opens = |properties: &str| dream_in(properties, (60, 24), "").contains("▀▀█▀▀");
    assert!(opens("drop-cap = true") && opens("glyphs = \"~\"") && !opens("drop-cap = false"));
}

#[test]
fn every_small_window_is_drawn() {
    for keys in ["", "c", "t", "'", "?", "/ a b c", "m", "1 2", "b", "s s", "s b"] {
        for size in (0..24).flat_map(|width| (0..9).map(move |height| (width, height))) {
            screen(&app("lamplight", Depth::True, size, keys), size);
        }
    }
}

#[test]
fn a_narrow_list_of_themes_has_their_names() {
    for size in [(20, 6), (30, 10), (80, 24)] {
        let text = told(&app("lamplight", Depth::True, size, "t"), size);
        assert!(text.contains("amplight"), "{size:?}: {text}");
    }
}

#[test]
fn italics_and_bold_survive_the_loss_of_colour() {
    let size = (60, 24);
    let buffer = screen(&app("daylight", Depth::None, size, ""), size);
    let has = |modifier| buffer.content.iter().any(|cell| cell.modifier.contains(modifier));
    assert!(has(Modifier::ITALIC) && has(Modifier::BOLD));
    assert!(buffer.content.iter().all(|cell| cell.fg == ratatui::style::Color::Reset));
}

pub(super) fn app_of(source: &str, (width, height): (u16, u16), keys: &str) -> App {
    let document = format::read("a.md", source.as_bytes()).unwrap().document();
    let themes = app("daylight", Depth::True, (60, 20), "").themes().clone();
    let mut app = App::new(Start::of(document.into(), themes));
    app.update(Event::Resize { width, height });
    for key in keys.split_whitespace() {
        app.update(Event::Key(key.parse().unwrap()));
    }
    app
}

#[test]
fn each_page_of_a_spread_is_named_at_its_foot() {
    let words = "The river went by, and it was late. ".repeat(14);
    let source = format!("## The stair\n\n{words}\n\n## The water\n\n{words}\n");
    let size = (120, 20);
    let last_row = |keys: &str| {
        let page = told(&app_of(&source, size, keys), size);
        page.lines().nth(19).unwrap().to_owned()
    };
    let spread = (0..4).map(|turns| last_row(&"space ".repeat(turns))).find(|row| row.contains("The water")).unwrap();
    assert_eq!(spread.find("The stair"), Some(4), "{spread:?}");
    assert_eq!(spread.find("The water"), Some(63), "{spread:?}");
    let one = format!("## The stair\n\n{}", words.repeat(4));
    let row = told(&app_of(&one, size, ""), size).lines().nth(19).unwrap().to_owned();
    assert_eq!(row.matches("The stair").count(), 1, "once where both are in the same");
}

#[test]
fn a_letters_ground_holds_to_its_end() {
    let words = |times: usize| "The river went by, and it was late. ".repeat(times);
    let ground = |app: &App| screen(app, (60, 20))[(0, 10)].bg;
    let mut held = 0;
    for length in 6..30 {
        let source = format!(
            "## The stair {{.waking}}\n\n{}\n\n***\n<!-- {{.letter}} -->\n\n{}\n\n***\n<!-- {{.waking}} -->\n\n{}\n",
            words(12),
            words(length),
            words(40)
        );
        let waking = ground(&app_of(&source, (60, 20), ""));
        let second = app_of(&source, (60, 20), "space");
        let lines = second.book().lines(second.opening(), 0);
        let letter = lines.iter().filter(|line| line.place.scene == 1 && !line.is_blank()).count();
        if second.place().scene == 1 && second.place().byte > 0 && letter * 2 < lines.len() {
            assert_ne!(ground(&second), waking, "{length}: where most lines are of what follows it");
            assert_eq!(ground(&app_of(&source, (60, 20), "space space")), waking);
            held += 1;
        }
    }
    assert!(held > 0);
}

#[test]
fn the_first_screen_tells_three_keys_at_every_size() {
    let document = std::sync::Arc::new(format::read("a.md", crate::embedded::STORY).unwrap().document());
    for size in [(40, 12), (60, 16), (80, 24), (120, 40), (200, 60)] {
        let themes = app("lamplight", Depth::True, (60, 20), "").themes().clone();
        let mut app = App::new(Start { newcomer: true, ..Start::of(document.clone(), themes) });
        app.update(Event::Resize { width: size.0, height: size.1 });
        let page = told(&app, size).split("---").next().unwrap().to_owned();
        let last = page.lines().nth(usize::from(size.1) - 1).unwrap();
        assert!(["Space next", "? help", "q quit"].iter().all(|key| last.contains(key)), "{size:?}: {last:?}");
        assert!(page.contains("Ivo Tarrant"), "text on the first page: {page}");
    }
}

#[test]
fn what_matters_most_stands_first_in_the_help() {
    for size in [(80, 24), (120, 40), (40, 12)] {
        let page = shown("lamplight", Depth::None, size, "?");
        for does in ["Next page", "Quit; your place is saved", "Search", "Themes"] {
            assert!(page.contains(does), "{size:?}: {page}");
        }
    }
}

#[test]
fn a_long_list_says_where_one_is_and_a_click_finds_its_row() {
    let chapter = |n: usize| format!("## Chapter {n}\n\nText.\n\n");
    let source = (1..60).map(chapter).collect::<Vec<_>>().concat();
    let size = (60, 20);
    let mut app = app_of(&source, size, "c j j j j j j j j j j j j j j");
    let page = told(&app, size);
    assert!(page.contains("↕ 15/59") && page.contains("Esc close · Enter open · / filter"), "{page}");
    let row = page.lines().position(|line| line.contains("Chapter 17 ")).unwrap();
    let (row, middle) = (u16::try_from(row).unwrap(), 30);
    assert_eq!(super::aim(&app, (middle, row)), Some(super::Aim::Row(16)));
    assert_eq!(super::aim(&app, (0, row)), Some(super::Aim::Beside));
    app.update(Event::Pick(16));
    assert_eq!((app.place().scene, super::aim(&app, (middle, row))), (16, None));
    let filtered = told(&app_of(&source, size, "c / 4 2"), size);
    assert!(filtered.contains("Contents  /42") && filtered.contains("Chapter 42"), "{filtered}");
    let nothing = told(&app_of(&source, size, "c / x"), size);
    assert!(nothing.contains("Nothing matches · Esc clears the filter"), "{nothing}");
}

#[test]
fn a_click_on_the_bar_goes_there() {
    let (chapter, size) = (|n: usize| format!("## Chapter {n}\n\nText.\n\n"), (60, 20));
    let source = (1..60).map(chapter).collect::<Vec<_>>().concat();
    let mut app = app_of(&source, size, "P space space space space space");
    let row = app.book().sheet().status.unwrap();
    let left = app.book().sheet().left;
    let half = (left..60).find(|x| super::bar_at(&app, (*x, row)).is_some_and(|at| at >= 500)).unwrap();
    assert!(super::bar_at(&app, (left, row)) == Some(0) && super::bar_at(&app, (59, row)).is_none());
    assert_eq!(super::bar_at(&app, (half, row - 1)), None);
    app.update(Event::Seek(super::bar_at(&app, (half, row)).unwrap()));
    assert!((28..32).contains(&app.place().scene), "{:?}", app.place());
}

#[test]
fn the_dusk_around_a_paragraph_is_dimmer_than_it_in_the_terminals_own_colours() {
    let buffer = screen(&app("terminal", Depth::True, (60, 24), "z"), (60, 24));
    let dim =
        buffer.content.iter().filter(|cell| cell.symbol() != " " && cell.modifier.contains(Modifier::DIM)).count();
    assert!(dim > 40, "{dim}");
}

#[test]
fn matches_are_marked_without_colour() {
    for theme in ["lamplight", "daylight", "paperback", "contrast", "terminal", "mono"] {
        let buffer = screen(&app(theme, Depth::None, (60, 24), "/ t h e enter"), (60, 24));
        let marked = |look: Modifier| buffer.content.iter().filter(|cell| cell.modifier.contains(look)).count();
        assert_eq!(marked(Modifier::REVERSED), 3, "{theme}: the match that the reader is at");
        assert!(marked(Modifier::UNDERLINED) >= 3, "{theme}: the others");
    }
}

#[test]
fn a_drag_that_begins_beside_the_text_begins_at_the_row_that_it_comes_to() {
    let app = app("lamplight", Depth::True, (60, 24), "");
    let rows = told(&app, (60, 24));
    let row = |words: &str| u16::try_from(rows.lines().position(|line| line.contains(words)).unwrap()).unwrap();
    let (title, first) = (row("The stair"), row("She woke"));
    assert!(first > title + 1, "a row is free between them");
    let beginning = app.document().place_named("She woke").unwrap();
    let (from, to) = super::dragged(&app, (20, first - 1), (12, first)).unwrap();
    assert_eq!((from, to > from), (beginning, true));
    let (end, start) = super::dragged(&app, (20, first - 1), (4, title)).unwrap();
    assert!(start < end && end < from);
}
