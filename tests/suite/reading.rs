//! Reading in a real terminal: what a session keeps, and how it gives the terminal back.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use vt100::{Color, MouseProtocolMode};

use super::pty::Window;

/// The ground colours of the first cell in the themes that these tests choose.
const LAMPLIGHT: Color = Color::Rgb(0x1b, 0x19, 0x16);

pub fn home() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub fn records(home: &tempfile::TempDir) -> Vec<PathBuf> {
    let folder = home.path().join(".local/state/nightstand/stories");
    let files: Vec<PathBuf> =
        fs::read_dir(folder).map_or_else(|_| Vec::new(), |found| found.map(|entry| entry.unwrap().path()).collect());
    files.into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "toml")).collect()
}

pub fn assert_given_back(window: &Window) {
    let screen = window.screen();
    assert!(!screen.alternate_screen(), "the main screen is back");
    assert!(!screen.hide_cursor(), "the cursor is back");
    assert!(!screen.bracketed_paste(), "pastes are plain again");
    assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None, "the mouse is the terminal's again");
}

#[test]
fn the_hidden_cursor_is_where_the_reader_is() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    let at = |screen: &vt100::Screen, letters: &str| {
        let (row, column) = screen.cursor_position();
        let cells = column..column + u16::try_from(letters.chars().count()).unwrap();
        let there: String = cells.filter_map(|x| screen.cell(row, x)).map(vt100::Cell::contents).collect();
        screen.hide_cursor() && there == letters
    };
    window.wait_for("1 of ");
    window.wait(|screen| at(screen, "The Night Gate"));
    window.press("/lamp");
    window.wait(|screen| screen.cursor_position() == (23, 7 + 5));
    window.press("\r");
    window.wait(|screen| at(screen, "lamp"));
    window.press("c");
    window.wait_for("Contents");
    window.wait(|screen| at(screen, "  The Wheel"));
    window.press("j");
    window.wait(|screen| at(screen, "▾ The Kettle"));
    window.press("qq");
    assert!(window.end().success());
}

#[test]
fn the_screen_is_drawn_anew_by_a_key() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    let (page, sent) = (window.text(), window.sent.len());
    window.press("\u{c}");
    window.wait_for_bytes(sent, "\u{1b}[J");
    window.wait_for_bytes(sent, "Night Gate");
    window.wait_for_bytes(sent, "\u{1b}[?2026l");
    assert_eq!(window.text(), page);
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn a_session_is_gone_on_with_at_the_same_words_in_the_same_theme() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("The Night Gate");
    window.wait_for("1 of ");
    assert_eq!(window.screen().cell(0, 0).unwrap().bgcolor(), LAMPLIGHT);
    window.press("50%");
    window.wait(|screen| !screen.contents().contains(" 1 of "));
    window.press("mThe middle\r");
    window.wait_for("Bookmark saved");
    window.press("tj");
    window.wait(|screen| screen.cell(0, 0).unwrap().bgcolor() != LAMPLIGHT);
    window.press("\r");
    window.wait(|screen| !screen.contents().contains("Themes"));
    let (page, theme) = (window.page(), window.screen().cell(0, 0).unwrap().bgcolor());
    window.press("q");
    assert!(window.end().success());
    assert_given_back(&window);

    let mut again = Window::open((80, 24), home.path(), &[]);
    again.wait_for_page(&page);
    assert_eq!(again.screen().cell(0, 0).unwrap().bgcolor(), theme);
    again.press("'");
    again.wait_for("The middle");
    again.press("q");
    again.wait(|screen| !screen.contents().contains("The middle"));
    again.press("q");
    assert!(again.end().success());
    assert_eq!(records(&home).len(), 1);
}

#[test]
fn sizes_come_and_go_and_the_page_comes_back() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    window.press("7G");
    window.wait_for(" 7 of ");
    let before = window.text();
    let first_words: String = before.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    for (columns, rows) in [(120, 40), (50, 20), (1, 1), (5, 2), (400, 100)] {
        window.resize(columns, rows);
        window.wait(|screen| !screen.contents().trim().is_empty());
        if columns >= 50 {
            window.wait(|screen| {
                screen.contents().split_whitespace().collect::<Vec<_>>().join(" ").contains(&first_words)
            });
        }
    }
    window.resize(80, 24);
    window.wait(|screen| screen.contents() == before);
    window.press("q");
    assert!(window.end().success());
    assert_given_back(&window);
}

#[test]
fn a_signal_keeps_the_place_and_gives_the_terminal_back() {
    for signal in ["TERM", "HUP", "INT"] {
        let home = home();
        let mut window = Window::on_page_five(home.path());
        let page = window.page();
        let killed = Command::new("kill").args(["-s", signal, &window.process().to_string()]).status().unwrap();
        assert!(killed.success());
        assert!(window.end().success());
        assert_given_back(&window);
        let mut again = Window::open((80, 24), home.path(), &[]);
        again.wait_for_page(&page);
        again.press("q");
        again.end();
    }
}

#[test]
fn an_edited_file_is_opened_at_the_same_words() {
    let home = home();
    let file = home.path().join("mine.txt");
    let line = |n: usize| format!("Paragraph {n} tells of night number {n}, and of nothing else at all.");
    let text = |from: usize| (from..200).map(line).collect::<Vec<_>>().join("\n\n");
    fs::write(&file, text(10)).unwrap();
    let name = file.to_str().unwrap();
    let mut window = Window::open((80, 24), home.path(), &[name]);
    window.wait_for("Paragraph 10 ");
    window.press("50%");
    window.wait(|screen| !screen.contents().contains("Paragraph 10 "));
    let top = window.text().lines().find(|line| line.contains("Paragraph")).unwrap().trim().to_owned();
    window.press("q");
    window.end();
    fs::write(&file, format!("A new beginning.\n\n{}", text(1))).unwrap();
    let mut again = Window::open((80, 24), home.path(), &[]);
    again.wait_for(&top);
    again.press("q");
    again.end();
}

#[test]
fn a_file_that_is_gone_for_now_stays_the_last_one() {
    let home = home();
    let (file, away) = (home.path().join("mine.txt"), home.path().join("away.txt"));
    fs::write(&file, "A night on the river.").unwrap();
    for arguments in [&[file.to_str().unwrap()][..], &[]] {
        let mut window = Window::open((80, 24), home.path(), arguments);
        window.wait_for("A night on the river.");
        window.press("q");
        window.end();
    }
    fs::rename(&file, &away).unwrap();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("The Night Gate");
    window.wait_for("no such file");
    window.press("q");
    window.end();
    fs::rename(&away, &file).unwrap();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("A night on the river.");
    window.press("q");
    window.end();
    let mut window = Window::open((80, 24), home.path(), &["--builtin"]);
    window.wait_for("The Night Gate");
    window.press("q");
    window.end();
}

#[test]
fn a_damaged_state_file_is_said_and_kept() {
    let home = home();
    let folder = home.path().join(".local/state/nightstand");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("settings.toml"), "this is [not it").unwrap();
    let mut window = Window::open((120, 24), home.path(), &[]);
    window.wait_for("settings.toml.bad-1");
    window.press("q");
    window.end();
    assert_eq!(fs::read_to_string(folder.join("settings.toml.bad-1")).unwrap(), "this is [not it");
}

#[test]
fn what_cannot_be_kept_is_said_and_reading_goes_on() {
    let home = home();
    fs::write(home.path().join(".local"), "a file where the folder should be").unwrap();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("The Night Gate");
    window.press("m\r");
    window.wait_for("Nothing is being saved");
    window.press(" ");
    window.wait_for(" 2 of ");
    window.press("q");
    assert!(!window.end().success());
    assert_given_back(&window);
    assert!(window.text().contains("your place could not be saved"));
}

#[test]
fn a_missing_story_is_told_on_the_plain_screen() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &["no-such-file.txt"]);
    assert_eq!(window.end().exit_code(), 3);
    assert!(!window.sent.contains(&0x1b), "no escape was sent");
    assert!(window.text().contains("no-such-file.txt: there is no such file"));
}

#[test]
fn a_long_book_opens_at_its_beginning_and_is_gone_on_with_where_it_was_left() {
    let home = home();
    let file = home.path().join("long.txt");
    let paragraph = |n: u32| format!("Paragraph {n} of a long book.\n{}\n\n", "It was late, and it rained. ".repeat(9));
    fs::write(&file, (1..4000).map(paragraph).collect::<String>()).unwrap();
    let name = file.to_str().unwrap();
    let mut window = Window::open((80, 24), home.path(), &[name]);
    window.wait_for("Paragraph 1 of");
    // Keys may be typed before the whole of it is read.
    window.press("G");
    window.wait_for("Paragraph 3999 of");
    window.wait_for("100%");
    window.press("50%");
    // The number alone is what has been typed; this is what has been read.
    window.wait_for("   50%");
    let page = window.page();
    window.press("q");
    assert!(window.end().success());

    let mut again = Window::open((80, 24), home.path(), &[name]);
    again.wait_for_page(&page);
    again.press("q");
    assert!(again.end().success());
    assert_eq!(records(&home).len(), 1);
}

#[test]
fn the_shell_gets_the_terminal_for_a_while_and_the_page_comes_back() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    window.press(" ");
    window.wait_for(" 2 of ");
    let page = window.page();
    for signal in [None, Some("TSTP")] {
        match signal {
            None => window.press("\u{1a}"),
            Some(signal) => assert!(kill(signal, window.process())),
        }
        window.wait(|screen| !screen.alternate_screen());
        assert_given_back(&window);
        // A signal to go on that comes before the stop would be lost.
        while !is_stopped(window.process()) {}
        assert!(kill("CONT", window.process()));
        window.wait(vt100::Screen::alternate_screen);
        window.wait_for_page(&page);
        assert!(window.screen().hide_cursor());
    }
    // One that was stopped without being asked takes the terminal again too.
    assert!(kill("STOP", window.process()) && kill("CONT", window.process()));
    window.press("b");
    window.wait_for(" 1 of ");
    window.press("q");
    assert!(window.end().success());
    assert_given_back(&window);
}

fn is_stopped(process: u32) -> bool {
    let state = Command::new("ps").args(["-o", "state=", "-p", &process.to_string()]).output().unwrap();
    state.stdout.starts_with(b"T")
}

/// Waits until a process has ended whose number is given as a program has told it.
pub fn wait_for_end(process: &str) {
    // One that has ended stands there until its parent has heard of it.
    let runs = || fs::read_to_string(format!("/proc/{}/stat", process.trim())).is_ok_and(|stat| !stat.contains(") Z "));
    while runs() {
        std::thread::yield_now();
    }
}

pub fn kill(signal: &str, process: u32) -> bool {
    Command::new("kill").args([format!("-{signal}"), process.to_string()]).status().unwrap().success()
}

#[test]
fn how_a_file_is_read_is_remembered_by_a_session() {
    let home = home();
    let path = home.path().join("tales.txt");
    // “Сказка” in a code page of MS-DOS.
    fs::write(&path, b"\x91\xaa\xa0\xa7\xaa\xa0\n").unwrap();
    let path = path.to_str().unwrap();
    let mut window = Window::open((80, 24), home.path(), &[path, "--encoding", "koi8-r"]);
    window.wait_for("1 of 1");
    window.press("q");
    assert!(window.end().success());
    let mut window = Window::open((80, 24), home.path(), &[path]);
    window.wait_for("1 of 1");
    assert!(!window.screen().contents().contains("Сказка"));
    window.press("q");
    assert!(window.end().success());
    let mut window = Window::open((80, 24), home.path(), &[path, "--encoding", "auto"]);
    window.wait_for("Сказка");
    window.press("q");
    assert!(window.end().success());
    let settings = fs::read_to_string(home.path().join(".local/state/nightstand/settings.toml")).unwrap();
    assert!(!settings.contains("[[file]]"), "{settings}");
}
