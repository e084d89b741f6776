//! What readers reach for at night, in a real terminal, with programs of our own in the place of dictionaries and voices.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::pty::Window;
use super::reading::{home, records, wait_for_end};

/// Writes a program and names it for what it does in `config.toml`.
fn program(home: &Path, option: &str, script: &str, arguments: &str) {
    use std::os::unix::fs::PermissionsExt;
    let file = home.join(format!("{option}.sh"));
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    let config = home.join(".config/nightstand");
    fs::create_dir_all(&config).unwrap();
    let known = fs::read_to_string(config.join("config.toml")).unwrap_or_default();
    fs::write(config.join("config.toml"), format!("{known}{option} = [\"{}\"{arguments}]\n", file.display())).unwrap();
}

#[test]
fn a_passage_is_highlighted_noted_listed_and_there_again() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    window.press("  v");
    window.wait_for("1–4 highlight");
    window.press("2");
    window.wait_for("Highlight saved");
    window.press("va");
    window.wait_for("Esc save");
    window.press("A thought of mine\u{1b}");
    window.wait_for("Note saved");
    window.press("'");
    window.wait_for("A thought of mine");
    window.press("qq");
    assert!(window.end().success());
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for(" of ");
    window.press("'");
    window.wait_for("A thought of mine");
    window.press("du");
    window.wait_for("A thought of mine");
    window.press("qq");
    assert!(window.end().success());
}

#[test]
fn a_note_that_is_being_written_outlives_a_kill() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    window.press("  va");
    window.wait_for("Esc save");
    window.press("A thought of mine");
    let written = || records(&home).iter().any(|file| fs::read_to_string(file).unwrap().contains("A thought of mine"));
    let moment = Instant::now() + Duration::from_secs(30);
    // No screen is as wanted: only what is on the disk counts.
    while !written() && Instant::now() < moment {
        window.wait_until(Instant::now() + Duration::from_millis(50), |_| false);
    }
    window.kill();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for(" of ");
    window.press("'");
    window.wait_for("A thought of mine");
    window.press("qq");
    assert!(window.end().success());
}

#[test]
fn a_voice_is_ended_with_the_player_that_it_has_started() {
    let home = home();
    let told = home.path().join("player");
    let script = format!("cat >/dev/null; sleep 300 & echo $! > {0}.new; mv {0}.new {0}; wait", told.display());
    program(home.path(), "speak", &script, "");
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    window.press("A");
    window.wait_for("Reading aloud");
    let moment = Instant::now() + Duration::from_secs(30);
    while !told.exists() && Instant::now() < moment {
        window.wait_until(Instant::now() + Duration::from_millis(50), |_| false);
    }
    let player = fs::read_to_string(&told).unwrap();
    window.press("A");
    wait_for_end(&player);
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn a_word_is_looked_up_by_the_readers_own_program() {
    let home = home();
    program(home.path(), "look-up", "printf 'The word was <%s>.\\033[31m Red.\\n' \"$1\"", ", \"{word}\"");
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    window.press(" K");
    window.wait_for("K looks it up");
    window.press("K");
    window.wait_for("The word was <");
    window.press("\u{1b}");
    window.wait(|screen| !screen.contents().contains("The word was"));
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn an_address_is_opened_by_the_readers_own_program_and_by_none_else() {
    let home = home();
    let story = home.path().join("a.md");
    fs::write(&story, "## One\n\nRead [the maps](https://maps.example/$(id)?a=1&b=2).\n").unwrap();
    let story = story.to_str().unwrap();
    let mut window = Window::open((80, 24), home.path(), &[story]);
    window.wait_for("1 of ");
    window.press("o");
    window.wait_for("https://maps.example/");
    window.press("\r");
    window.wait_for("No program opens addresses");
    window.press("q");
    assert!(window.end().success());
    let opened = home.path().join("opened");
    program(home.path(), "open", &format!("printf '%s' \"$1\" > {}", opened.display()), ", \"{url}\"");
    let mut window = Window::open((80, 24), home.path(), &[story]);
    window.wait_for("1 of ");
    window.press("o\r");
    window.wait_for("Opening https://maps.example/");
    let told = || fs::read_to_string(&opened).is_ok_and(|told| told == "https://maps.example/$(id)?a=1&b=2");
    let begun = Instant::now();
    while !told() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it has not been opened");
        std::thread::yield_now();
    }
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn sentences_are_spoken_by_the_readers_own_program_which_ends_with_the_session() {
    let home = home();
    let said = home.path().join("said");
    // The third sentence takes for ever: the program is ended.
    let script = format!(
        "echo $$ >> {0}.pids; cat >> {0}; echo '|' >> {0}; [ $(grep -c '|' {0}) -lt 3 ] || exec sleep 600",
        said.display()
    );
    program(home.path(), "speak", &script, ", \"{lang}\"");
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    window.press(" A");
    let spoken = || fs::read_to_string(&said).unwrap_or_default().matches('|').count();
    let end = Instant::now() + Duration::from_secs(20);
    while spoken() < 3 && Instant::now() < end {
        // Nothing more may come to the screen once the third is spoken.
        window.wait_until(Instant::now() + Duration::from_millis(100), |_| spoken() >= 3);
    }
    assert!(spoken() >= 3);
    window.press("q");
    assert!(window.end().success());
    let pids = fs::read_to_string(home.path().join("said.pids")).unwrap();
    for pid in pids.lines() {
        assert!(!Path::new("/proc").join(pid).join("exe").exists(), "{pid} goes on speaking");
    }
}

#[test]
fn what_is_copied_is_sent_to_the_terminal_and_nothing_else() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    window.press("  vy");
    window.wait_for("Copied ");
    window.wait_for_bytes(0, "\u{1b}]52;c;");
    window.press("q");
    assert!(window.end().success());
    fs::create_dir_all(home.path().join(".config/nightstand")).unwrap();
    fs::write(home.path().join(".config/nightstand/config.toml"), "clipboard = false\n").unwrap();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for(" of ");
    window.press("vy");
    window.wait_for("Copying is off");
    assert!(!String::from_utf8_lossy(&window.sent).contains("]52;"));
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn text_is_selected_by_dragging_and_a_click_turns_the_page() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for("1 of ");
    // Pressed, moved and let go on the right half: no page is turned.
    window.press("\u{1b}[<0;10;10M\u{1b}[<32;40;11M\u{1b}[<0;40;11m");
    window.wait_for("1–4 highlight");
    window.press("1");
    window.wait_for("Highlight saved");
    window.press("\u{1b}[<0;60;10M\u{1b}[<0;60;10m");
    window.wait_for("2 of ");
    window.press("M");
    window.wait_for("Mouse off");
    window.press("q");
    assert!(window.end().success());
    assert!(String::from_utf8_lossy(&window.sent).contains("\u{1b}[?1002l"));
}

#[test]
fn a_note_stands_at_the_foot_and_a_search_lists_its_matches() {
    let home = home();
    let file = home.path().join("notes.md");
    fs::write(&file, "## One\n\nIt was late.[^a] It rained.\n\n[^a]: As it often was.\n\n## Two\n\nSo it was.\n")
        .unwrap();
    let mut window = Window::open((80, 24), home.path(), &[file.to_str().unwrap()]);
    window.wait_for("1 of ");
    window.press("o");
    window.wait_for("Enter go there");
    window.press("\u{1b}");
    window.wait(|screen| !screen.contents().contains("Enter go there"));
    window.press("/was\r&");
    window.wait_for("Matches");
    window.press("q");
    window.press("c");
    window.wait_for("Contents");
    window.press("qq");
    assert!(window.end().success());
}

#[test]
fn the_stories_of_a_folder_are_listed_by_their_titles_and_opened() {
    let home = home();
    let books = home.path().join("Books/Other");
    fs::create_dir_all(&books).unwrap();
    fs::write(books.join("tides.txt"), "The ferry left.\n").unwrap();
    fs::write(
        books.join("b.fb2"),
        "<FictionBook><description><title-info><book-title>The Bells</book-title></title-info></description><body><section><p>They rang.</p></section></body></FictionBook>",
    )
    .unwrap();
    let folder = home.path().join("Books");
    let mut window = Window::open((80, 24), home.path(), &[folder.to_str().unwrap()]);
    window.wait_for("Stories");
    window.wait_for("The Bells");
    window.press("/bells\r");
    window.wait_for("They rang.");
    window.press("B");
    window.wait_for("tides");
    window.press("qq");
    assert!(window.end().success());
}

/// Returns a file whose converter takes ten minutes, and the file that has the converter's number once it runs.
fn slowly_converted(home: &Path) -> (PathBuf, PathBuf) {
    let (file, pid) = (home.join("late.wri"), home.join("pid"));
    fs::write(&file, "x").unwrap();
    let config = home.join(".config/nightstand");
    fs::create_dir_all(&config).unwrap();
    let script = format!("echo $$ > {}; exec sleep 600", pid.display());
    fs::write(config.join("config.toml"), format!("[convert]\nwri = [\"sh\", \"-c\", \"{script}\"]\n")).unwrap();
    (file, pid)
}

#[test]
fn a_converter_is_told_where_no_screen_tells_of_it() {
    let home = home();
    let (file, _) = slowly_converted(home.path());
    let mut window = Window::open((80, 24), home.path(), &["--linear", file.to_str().unwrap()]);
    window.wait_for("sh converts “late.wri”. Ctrl-C stops it.");
    window.press("\u{3}");
    assert!(!window.end().success());
}

#[test]
fn a_converter_ends_with_the_session_that_waits_for_it() {
    let home = home();
    let (file, pid) = slowly_converted(home.path());
    let mut window = Window::open((80, 24), home.path(), &[file.to_str().unwrap()]);
    let started = || fs::read_to_string(&pid).ok().and_then(|text| text.trim().parse::<u32>().ok());
    let begun = Instant::now();
    let number = loop {
        if let Some(number) = started() {
            break number;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "it has not been started");
        std::thread::yield_now();
    };
    window.press("q");
    window.end();
    let state = || fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
    let begun = Instant::now();
    while !(state().is_empty() || state().contains(") Z ")) {
        assert!(begun.elapsed() < Duration::from_secs(20), "it goes on: {}", state());
        std::thread::yield_now();
    }
}

#[test]
fn the_log_tells_what_was_done_and_no_word_of_the_story() {
    let home = home();
    let (story, log) = (home.path().join("ferry.md"), home.path().join("log.txt"));
    fs::write(&story, "## One\n\nNobody wound the clock.\n").unwrap();
    let [story, log_file] = [&story, &log].map(|path| path.to_str().unwrap());
    let mut window = Window::open((80, 24), home.path(), &["--log", log_file, story]);
    window.wait_for("1 of 1");
    window.press("q");
    assert!(window.end().success());
    let told = fs::read_to_string(&log).unwrap();
    for line in
        ["nightstand 0.", "opens ", "ferry.md", "whole story is there: 1 scenes", "the reader leaves", "is kept"]
    {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(!told.contains("clock") && !told.contains('\u{1b}'), "{told}");
    let refused = Window::open((80, 24), home.path(), &["--log", home.path().to_str().unwrap(), story]).end();
    assert_eq!(refused.exit_code(), 1);
}

#[test]
fn a_file_that_has_changed_is_said_and_read_again() {
    let home = home();
    let story = home.path().join("tides.txt");
    let paragraph = |n: u32| format!("Paragraph {n} of the tides, which come and go as they have always done.\n\n");
    let text: String = (1..=60).map(paragraph).collect();
    fs::write(&story, &text).unwrap();
    let mut window = Window::open((80, 24), home.path(), &[story.to_str().unwrap()]);
    window.wait_for("Paragraph 1 of");
    window.press("G");
    window.wait_for("7 of 7");
    let first = window.text().lines().find_map(|line| Some(line.trim().split_once(" of the tides")?.0.to_owned()));
    fs::write(&story, "A new beginning, longer than a page was before.\n\n".repeat(30) + &text).unwrap();
    // It is noticed when the place is saved.
    window.press("b ");
    window.wait_for("The file has changed · r reads it again");
    window.press("r");
    // The words are the same, and there is more before them.
    window.wait(|screen| !screen.contents().contains("of 7"));
    window.wait_for(&format!("{} of the tides", first.unwrap()));
    window.wait_for("The file has been read again");
    window.press("m");
    window.wait_for("Bookmark name");
    window.press("mine\r'");
    window.wait_for("mine ·");
    window.press("dq/60 of\r");
    window.wait_for("Paragraph 60");
    // Who has been to an editor asks at once. What can be undone and what is looked for outlive it.
    fs::write(&story, "Another beginning.\n\n".repeat(30) + &text).unwrap();
    window.press("r");
    window.wait_for("The file has been read again");
    window.press("n");
    window.wait_for("Match 1 of 1");
    window.press("u");
    window.wait_for("Brought back");
    fs::remove_file(&story).unwrap();
    window.press("r");
    window.wait_for("The file is gone");
    window.press("q");
    assert!(window.end().success());
}
