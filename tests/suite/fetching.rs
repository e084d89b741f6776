//! Stories that take their time: what is there can be read, what is asked for is done when the rest comes, and one may leave.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use super::pty::{PROGRAM, Window};
use super::reading::{assert_given_back, home};

/// A story that is long enough for its pages to be kept.
fn long_story(home: &Path, name: &str) -> PathBuf {
    let paragraph = |n: u32| format!("Paragraph {n} of {name}.\n{}\n\n", "It was late, and it rained. ".repeat(9));
    let file = home.join(format!("{name}.txt"));
    fs::write(&file, (1..2000).map(paragraph).collect::<String>()).unwrap();
    file
}

/// Opens a story whose whole is kept back until the file `go` is there.
fn open_held(home: &TempDir, story: &Path) -> Window {
    let mut command = CommandBuilder::new(PROGRAM);
    command.arg(story);
    command.env("NIGHTSTAND_HOLD", home.path().join("go"));
    Window::run((80, 24), home.path(), command)
}

fn go(home: &TempDir) {
    fs::write(home.path().join("go"), "").unwrap();
}

/// Reads a story up to its middle and leaves it there; the page.
fn leave_in_the_middle(home: &TempDir, story: &Path) -> String {
    let mut window = Window::open((80, 24), home.path(), &[story.to_str().unwrap()]);
    window.wait_for("Paragraph 1 of");
    window.press("50%");
    window.wait_for("   50%");
    let page = window.page();
    window.press("q");
    assert!(window.end().success());
    page
}

#[test]
fn a_known_story_is_read_before_it_is_there_and_what_needs_the_whole_waits() {
    let home = home();
    let story = long_story(home.path(), "tides");
    let page = leave_in_the_middle(&home, &story);
    let mut window = open_held(&home, &story);
    window.wait_for_page(&page);
    window.press(" ");
    window.wait(|screen| super::pty::page_of(screen) != page);
    window.press("b");
    window.wait_for_page(&page);
    window.press("/Paragraph 1800 of\r");
    window.wait_for("Loading the rest");
    assert_eq!(window.page(), page);
    go(&home);
    window.wait_for("Paragraph 1800 of");
    window.wait_for("Match 1 of 1");
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn a_place_is_kept_though_the_reader_leaves_before_the_whole_is_there() {
    let home = home();
    let story = long_story(home.path(), "tides");
    let page = leave_in_the_middle(&home, &story);
    let mut window = open_held(&home, &story);
    window.wait_for_page(&page);
    window.press("  ");
    window.wait(|screen| super::pty::page_of(screen) != page);
    // Both turns are seen, in one frame or in two.
    window.press("/x");
    window.wait_for("Loading the rest");
    let last = window.page();
    window.press("\u{1b}");
    window.press("\u{3}");
    window.wait(|screen| !screen.alternate_screen());
    go(&home);
    assert!(window.end().success());
    assert_given_back(&window);
    let mut again = Window::open((80, 24), home.path(), &[story.to_str().unwrap()]);
    again.wait_for_page(&last);
    again.press("q");
    assert!(again.end().success());
}

#[test]
fn a_story_that_never_comes_can_be_left() {
    let home = home();
    let pipe = home.path().join("never.txt");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for key in ["\u{1b}", "q", "\u{3}"] {
        let mut window = Window::open((80, 24), home.path(), &[pipe.to_str().unwrap()]);
        window.wait_for("never.txt");
        window.wait_for("Esc quits");
        window.press(key);
        assert!(window.end().success());
        assert_given_back(&window);
    }
}

/// Reads *tides*, all of it, and asks for *bells*, whose whole is kept back; the page of either.
fn on_the_way_to_bells(home: &TempDir) -> (Window, [String; 2]) {
    let (first, second) = (long_story(home.path(), "tides"), long_story(home.path(), "bells"));
    let bells = leave_in_the_middle(home, &second);
    let tides = leave_in_the_middle(home, &first);
    go(home);
    let mut window = open_held(home, &first);
    window.wait_for_page(&tides);
    // The whole is there when it is counted.
    window.wait_for("%");
    fs::remove_file(home.path().join("go")).unwrap();
    window.press("S");
    window.wait_for("just now");
    window.press("j\r");
    (window, [tides, bells])
}

#[test]
fn another_story_is_begun_or_given_up_without_losing_the_one_before() {
    let home = home();
    let (mut window, [tides, bells]) = on_the_way_to_bells(&home);
    // Its pages are there; the whole is not.
    window.wait_for_page(&bells);
    window.press("\u{1b}");
    window.wait_for_page(&tides);
    window.press("Sj\r");
    window.wait_for_page(&bells);
    window.press("G");
    go(&home);
    window.wait_for("Paragraph 1999 of bells");
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn a_piece_whose_whole_can_not_be_had_gives_the_story_before_back() {
    let home = home();
    let (mut window, [tides, bells]) = on_the_way_to_bells(&home);
    window.wait_for_page(&bells);
    fs::remove_file(home.path().join("bells.txt")).unwrap();
    go(&home);
    window.wait_for_page(&tides);
    window.wait_for("no such file");
    window.press("q");
    assert!(window.end().success());
    // And where there is none before it, the shell is told.
    let mut alone = home.path().join("go");
    fs::remove_file(&alone).unwrap();
    alone.set_file_name("tides.txt");
    let mut window = open_held(&home, &alone);
    window.wait_for_page(&tides);
    fs::remove_file(&alone).unwrap();
    go(&home);
    assert_eq!(window.end().exit_code(), 3);
    assert_given_back(&window);
    assert!(window.text().contains("no such file"));
}

#[test]
fn the_same_story_is_opened_again_where_it_is() {
    let home = home();
    let story = long_story(home.path(), "tides");
    let mut window = Window::open((80, 24), home.path(), &[story.to_str().unwrap()]);
    window.wait_for("Paragraph 1 of");
    window.wait_for(" of ");
    window.press("50%");
    window.wait_for("   50%");
    // What is kept a second later at the latest has to be kept by now.
    let before = window.page();
    window.press(" ");
    window.wait(|screen| super::pty::page_of(screen) != before);
    let page = window.page();
    // Read again, it has another ground: that tells the two apart.
    fs::write(home.path().join("tides.scenes.toml"), "[[scene]]\nnumber = 1\nmood = \"memory\"\n").unwrap();
    let ground = |screen: &vt100::Screen| screen.cell(1, 10).unwrap().bgcolor();
    let first = ground(window.screen());
    window.press("S");
    window.wait_for("just now");
    window.press("\r");
    window.wait(|screen| ground(screen) != first && !screen.contents().contains("Shelf"));
    assert_eq!(window.page(), page);
    window.press("q");
    assert!(window.end().success());
}
