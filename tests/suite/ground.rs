//! The terminal's ground: asked for, never waited for, and worn by the whole window if the reader wants.

use std::path::Path;

use nightstand::theme::BUILTIN;
use portable_pty::CommandBuilder;

use crate::pty::Window;

/// The grounds of the pair that is shown where nobody has chosen a theme.
const LAMPLIGHT: vt100::Color = vt100::Color::Rgb(0x1b, 0x19, 0x16);
const DAYLIGHT: vt100::Color = vt100::Color::Rgb(0xfb, 0xf9, 0xf3);

/// The question.
const ASKED: &str = "\u{1b}]11;?\u{1b}\\\u{1b}[c";

fn open(home: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Window {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_nightstand"));
    command.args(arguments);
    command.env("COLORTERM", "truecolor");
    for (name, value) in variables {
        command.env(name, value);
    }
    Window::run((60, 20), home, command)
}

fn corner(screen: &vt100::Screen) -> vt100::Color {
    screen.cell(0, 0).unwrap().bgcolor()
}

#[test]
fn the_ground_is_asked_for_and_followed_and_remembered() {
    let home = tempfile::tempdir().unwrap();
    let mut window = open(home.path(), &[], &[]);
    window.wait(|screen| corner(screen) == LAMPLIGHT);
    window.wait_for_bytes(0, ASKED);
    let page = window.page();
    // Wrong, in pieces, twice, and by a report of a change.
    window.press("\u{1b}]11;no colour\u{7}\u{1b}]11;rgb:fb");
    window.press("fb/f9f9/f3f3\u{1b}\\\u{1b}[?62;22c");
    window.wait(|screen| corner(screen) == DAYLIGHT);
    assert_eq!(window.page(), page, "no answer is a key");
    window.press("\u{1b}[?997;1n");
    window.wait(|screen| corner(screen) == LAMPLIGHT);
    window.press("\u{1b}]11;rgb:ffff/ffff/ffff\u{7}");
    window.wait(|screen| corner(screen) == DAYLIGHT);
    // Focus asks again.
    let sent = window.sent.len();
    window.press("\u{1b}[I");
    window.wait_for_bytes(sent, ASKED);
    window.press("q");
    assert!(window.end().success());
    let mut again = open(home.path(), &[], &[]);
    again.wait(|screen| corner(screen) != vt100::Color::Default);
    assert_eq!(corner(again.screen()), DAYLIGHT, "the first frame has the remembered half");
    again.press("q");
    assert!(again.end().success());
}

#[test]
fn nothing_is_asked_where_the_answer_is_of_no_use() {
    for (arguments, variables) in [
        (&["--theme", "snow"][..], &[][..]),
        (&[], &[("NIGHTSTAND_BACKGROUND", "light")]),
        (&[], &[("NO_COLOR", "1")]),
        (&[], &[("TERM", "linux")]),
    ] {
        let home = tempfile::tempdir().unwrap();
        let mut window = open(home.path(), arguments, variables);
        window.wait_for("Night");
        window.press("q");
        assert!(window.end().success());
        let sent = String::from_utf8_lossy(&window.sent).into_owned();
        assert!(!sent.contains("]11;"), "{arguments:?} {variables:?}");
    }
}

#[test]
fn the_window_wears_the_pages_ground_and_gives_it_back() {
    let home = tempfile::tempdir().unwrap();
    let mut window = open(home.path(), &["--window", "fill", "--theme", "lamplight"], &[]);
    window.wait_for_bytes(0, ASKED);
    assert!(!String::from_utf8_lossy(&window.sent).contains("]11;rgb"), "not before the terminal has answered");
    window.press("\u{1b}]11;rgb:0000/0000/0000\u{7}");
    window.wait_for_bytes(0, "\u{1b}]11;rgb:1b/19/16\u{1b}\\");
    window.press("q");
    assert!(window.end().success());
    let sent = String::from_utf8_lossy(&window.sent).into_owned();
    let (own, left) = (sent.rfind("\u{1b}]111\u{1b}\\").unwrap(), sent.rfind("\u{1b}[?1049l").unwrap());
    assert!(own < left);
}

#[test]
fn every_look_dresses_the_dream_at_every_depth() {
    for (look, colours) in
        BUILTIN.iter().flat_map(|(look, _)| ["true", "256", "16", "none"].map(|colours| (*look, colours)))
    {
        let home = tempfile::tempdir().unwrap();
        let story = home.path().join("story.md");
        let text = "+++\ntitle = \"Two\"\n+++\n\n## Waking {.waking}\n\nIt was late, and the ferry had gone.\n\n## Dream {.dream}\n\nIt was late, and the ferry had gone.\n";
        std::fs::write(&story, text).unwrap();
        let mut window = open(home.path(), &["--theme", look, "--colours", colours, story.to_str().unwrap()], &[]);
        let cells = |screen: &vt100::Screen| {
            let row = (0..20).rfind(|row| screen.contents_between(*row, 0, *row, 60).contains("ferry"))?;
            let column = (0..60).find(|column| screen.cell(row, *column).unwrap().contents() == "f")?;
            let cell = screen.cell(row, column).unwrap();
            Some((cell.fgcolor(), cell.bgcolor(), cell.italic()))
        };
        window.wait_for("ferry");
        let waking = cells(window.screen()).unwrap();
        window.press("]");
        window.wait(|screen| cells(screen).is_some_and(|cells| cells != waking));
        let dream = cells(window.screen()).unwrap();
        assert!(dream.2 && !waking.2, "{look} {colours}: italics survive");
        assert!(colours == "none" || look == "mono" || dream.0 != waking.0, "{look} {colours}");
        window.press("q");
        assert!(window.end().success());
        assert_eq!(crate::sequences::unlisted(&window.sent), [""; 0]);
    }
}

#[test]
fn a_dream_comes_up_and_a_key_ends_the_way_there() {
    let home = tempfile::tempdir().unwrap();
    let story = home.path().join("story.md");
    let long = "It was late, and the ferry had gone. ".repeat(60);
    let text =
        format!("+++\ntitle = \"Two\"\n+++\n\n## Waking {{.waking}}\n\n{long}\n\n## Dream {{.dream}}\n\n{long}\n");
    std::fs::write(&story, text).unwrap();
    let mut window = open(home.path(), &["--motion", "full", "--theme", "lamplight", story.to_str().unwrap()], &[]);
    window.wait_for("It was late");
    let from = window.sent.len();
    window.press("]");
    window.wait(|screen| screen.contents().contains("ferry") && screen.contents().contains("Dream"));
    window.wait(|screen| screen.contents().matches("ferry").count() > 8);
    let dream = window.page();
    assert!(window.sent.len() - from <= 20 << 10, "{} bytes", window.sent.len() - from);
    // A key in the midst of the way acts at once.
    window.press("[]");
    window.wait_for_page(&dream);
    window.press("q");
    assert!(window.end().success());
    assert_eq!(crate::sequences::unlisted(&window.sent), [""; 0]);
}

#[test]
fn a_theme_that_is_saved_is_seen_at_once_and_a_fault_keeps_the_last_one() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/nightstand/themes");
    std::fs::create_dir_all(&folder).unwrap();
    let save = |text: &str| {
        std::fs::write(folder.join("new"), text).unwrap();
        std::fs::rename(folder.join("new"), folder.join("mine.toml")).unwrap();
    };
    save("inherits = \"lamplight\"\n");
    let mut window = open(home.path(), &["--theme", "mine"], &[]);
    window.wait(|screen| corner(screen) == LAMPLIGHT);
    window.wait_for("1 of ");
    save("inherits = \"lamplight\"\n[palette]\nroom = \"#102030\"\n");
    window.wait(|screen| corner(screen) == vt100::Color::Rgb(0x10, 0x20, 0x30));
    save("inherits = \"lamplight\"\n[palette\n");
    window.wait_for("mine.toml:2:");
    assert_eq!(corner(window.screen()), vt100::Color::Rgb(0x10, 0x20, 0x30));
    window.press("q");
    assert!(window.end().success());
}
