use super::*;
use crate::app::{App, Event, ProgressKind, Start, Themes};
use crate::config::KEYS;
use crate::format;
use crate::theme::builtin;
use crate::typeset::{Line, LineKind};

/// A session with a line of `config.toml`, in a wide window.
fn session(line: &str) -> App {
    let words = "“Nobody had wound the clock”, and yet it struck, extraordinarily, every hour of that long night. ";
    let story = format!("## One\n\n{0}\n\n{0}\n\n{0}\n", words.repeat(6));
    let document = format::read("a.md", story.as_bytes()).unwrap().document();
    let (config, remarks) = Config::read(line);
    assert_eq!(remarks, [], "{line}");
    let overrides = overrides(Settings::default(), &config.page);
    let themes = Themes::new(builtin("lamplight").unwrap(), []);
    let mut app = App::new(Start { overrides, ..Start::of(document.into(), themes) });
    app.update(Event::Resize { width: 130, height: 40 });
    app
}

fn lines(app: &App) -> Vec<Line> {
    app.book().lines(app.opening(), 0).to_vec()
}

/// What the pages show of an option: whatever changes with it.
fn shown(app: &App, option: &str) -> String {
    let (sheet, preferences, lines) = (app.book().sheet(), app.book().preferences(), lines(app));
    match option {
        "measure" => sheet.measure.to_string(),
        "align" => lines.iter().any(|line| line.wide > 0 || line.all_wide).to_string(),
        "hyphenate" => lines.iter().filter(|line| line.hyphen).count().to_string(),
        "hanging" => lines.iter().any(|line| line.hangs).to_string(),
        "pages" => sheet.pages.to_string(),
        "line-spacing" => format!("{:?}", [0, 1, 2, 3].map(|line| sheet.row_of(line) - sheet.top)),
        "margins" => sheet.top.to_string(),
        "paragraph-spacing" => {
            let indented = lines.iter().filter(|line| line.first && line.indent == 2).count();
            let rows = lines.iter().filter(|line| line.kind == LineKind::Blank).count();
            format!("{indented} indented, {rows} empty")
        }
        "status" => sheet.status.is_some().to_string(),
        "progress" => (preferences.progress == ProgressKind::Percent).to_string(),
        "bar" => preferences.bar.to_string(),
        "times" => preferences.times.to_string(),
        "mouse" => preferences.mouse.to_string(),
        _ => unreachable!("{option}"),
    }
}

#[test]
fn each_option_of_the_page_does_what_it_says() {
    let told = [
        ("measure = 40", "40", "58"),
        ("align = \"justify\"", "true", "false"),
        ("hanging = true", "true", "false"),
        ("pages = 1", "1", "2"),
        ("line-spacing = 1.5", "[0, 1, 3, 4]", "[0, 1, 2, 3]"),
        ("margins = 3", "3", "1"),
        ("paragraph-spacing = 1", "0 indented, 3 empty", "2 indented, 1 empty"),
        ("status = \"off\"", "false", "true"),
        ("progress = \"percent\"", "true", "false"),
        ("bar = true", "true", "false"),
        ("times = false", "false", "true"),
        ("mouse = false", "false", "true"),
        ("hyphenate = \"no\"", "0", "3"),
    ];
    for key in KEYS {
        let Some((line, with, without)) = told.iter().find(|(line, ..)| line.starts_with(&format!("{} ", key.name)))
        else {
            // Whole-program tests try those that are no choice about the page: `themes`, `ground` and `night`.
            assert!(!key.is_of_page(), "{} has no test", key.name);
            continue;
        };
        assert_eq!(shown(&session(line), key.name), *with, "{line}");
        assert_eq!(shown(&session(""), key.name), *without, "without {line}");
        // The default that is documented is the one that holds.
        let default = format!("{} = {}", key.name, key.default);
        assert_eq!(shown(&session(&default), key.name), *without, "{default}");
    }
}

#[test]
fn options_for_some_stories_hold_for_those() {
    let (config, _) = Config::read("measure = 60\n[for.\"*.fb2\"]\nmeasure = 40\n");
    let measure = |source: &Source| overrides(Settings::default(), &page_of(&config, source)).measure;
    assert_eq!(measure(&Source::File("books/ebb.fb2".into())), Some(40));
    assert_eq!(measure(&Source::File("ebb.txt".into())), Some(60));
    assert_eq!(measure(&Source::Embedded), Some(60));
}
