//! Promises about crashes and the terminal, each tried in the real program in a real pseudo-terminal.
//!
//! `TIMES=20 cargo test promise -- --nocapture` tries them as often as the README's figures say; without it, less often.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use nightstand::shelf::Record;
use portable_pty::CommandBuilder;

use super::dice::{Dice, times};
use super::pty::{PROGRAM, Window};
use super::reading::{assert_given_back, home, records};

/// Repeats something on two threads: the machines that this runs on have two processors.
pub fn in_parallel(count: usize, act: impl Fn(usize) + Sync) {
    thread::scope(|scope| {
        for half in 0..2 {
            let act = &act;
            scope.spawn(move || (half..count).step_by(2).for_each(act));
        }
    });
}

pub fn kept(home: &tempfile::TempDir) -> Option<Record> {
    let files = records(home);
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        Record::parse(&text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", file.display()))
    };
    files.first().map(read)
}

fn names(record: &Record) -> BTreeSet<String> {
    record.bookmarks.iter().filter(|mark| !mark.removed).map(|mark| mark.name.clone()).collect()
}

/// The bookmarks that were asked for at a page, in order, each with whether it was said to be kept. A later one at the same
/// place takes the name of an earlier one.
type Asked = BTreeMap<usize, Vec<(String, bool)>>;

/// What a reader who is about to be killed has been told.
#[derive(Default)]
struct Told {
    /// Each page that was seen, by its number, with when it came.
    pages: Vec<(Instant, usize)>,
}

/// The number of the page that the status line tells.
fn folio(screen: &vt100::Screen) -> Option<usize> {
    let text = screen.contents();
    let (before, _) = text.trim_end().lines().last()?.rsplit_once(" of ")?;
    before.rsplit(' ').next()?.parse().ok()
}

/// Reads, turns pages and adds bookmarks until a moment.
fn read_until(moment: Instant, window: &mut Window, asked: &mut Asked, dice: &mut Dice) -> Told {
    let mut told = Told::default();
    if dice.one_in(5) {
        window.press("g");
        window.wait_until(moment, |screen| folio(screen) == Some(1));
    }
    while Instant::now() < moment {
        // The status line is drawn last: when it tells another page, that page is there.
        let before = folio(window.screen());
        window.press(" ");
        if !window.wait_until(moment, |screen| folio(screen).is_some() && folio(screen) != before) {
            break;
        }
        told.pages.extend(folio(window.screen()).map(|page| (Instant::now(), page)));
        if dice.one_in(2)
            && let Some(page) = folio(window.screen())
        {
            let name = format!("m{:x}", dice.roll());
            window.press(&format!("m{name}\r"));
            let kept = window.wait_until(moment, |screen| screen.contents().contains("Bookmark saved"));
            asked.entry(page).or_default().push((name, kept));
        }
    }
    told
}

/// Promise 1: killed at any moment, it loses nothing that it has said is kept, and the place is at most two seconds old.
#[test]
fn promise_a_kill_loses_nothing_that_was_said_to_be_kept() {
    const ROUNDS: usize = 50;
    let count = times(500);
    let confirmed = std::sync::atomic::AtomicUsize::new(0);
    let places = std::sync::atomic::AtomicUsize::new(0);
    in_parallel(count / ROUNDS, |batch| {
        let home = home();
        let mut dice = Dice::new(batch as u64);
        let mut asked = Asked::new();
        for round in 0..ROUNDS {
            let long = round % ROUNDS == 7;
            let mut window = Window::open((80, 24), home.path(), &[]);
            let patience = if long { 2500 } else { dice.below(120) };
            let moment = Instant::now() + Duration::from_millis(u64::try_from(patience).unwrap());
            let mut told = Told::default();
            if window.wait_until(moment, |screen| folio(screen).is_some()) {
                told = read_until(moment, &mut window, &mut asked, &mut dice);
            }
            let killed = Instant::now();
            window.kill();
            let record = kept(&home);
            let found = record.as_ref().map(names).unwrap_or_default();
            for (page, names) in &asked {
                let Some(last) = names.iter().rposition(|(_, kept)| *kept) else { continue };
                let there = names[last..].iter().any(|(name, _)| found.contains(name));
                assert!(there, "page {page}: lost {names:?}; there are {found:?}");
            }
            if long && told.pages.len() > 2 {
                let mut again = Window::open((80, 24), home.path(), &[]);
                again.wait(|screen| folio(screen).is_some());
                let page = folio(again.screen()).unwrap();
                let recent = killed.checked_sub(Duration::from_secs(2)).unwrap();
                let newer = told.pages.partition_point(|(when, _)| *when < recent).saturating_sub(1);
                assert!(
                    told.pages[newer..].iter().any(|(_, seen)| *seen == page),
                    "the place is older than two seconds"
                );
                places.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                again.kill();
            }
        }
        let kept = asked.values().flatten().filter(|(_, kept)| *kept).count();
        confirmed.fetch_add(kept, std::sync::atomic::Ordering::Relaxed);
    });
    println!(
        "kills: {count}; {} bookmarks said to be kept, 0 lost; 0 files unreadable; {} places looked at, each at most 2 s old",
        confirmed.into_inner(),
        places.into_inner()
    );
}

fn long_story(home: &Path) -> PathBuf {
    let file = home.join("long.txt");
    let paragraph =
        |n: u32| format!("Paragraph {n} of a long book.\n{}\n\n", "It was late, and it rained. ".repeat(30));
    fs::write(&file, (1..400).map(paragraph).collect::<String>()).unwrap();
    file
}

/// Promise 4: four windows on one story add and remove bookmarks; none is lost, none comes back.
#[test]
fn promise_windows_undo_nothing_of_each_other() {
    const WINDOWS: usize = 4;
    let rounds = times(52);
    let home = home();
    let file = long_story(home.path());
    let expected: Vec<BTreeSet<String>> = thread::scope(|scope| {
        let window = |nth: usize| {
            let (home, file) = (home.path(), file.to_str().unwrap());
            move || {
                let mut window = Window::open((80, 24), home, &[file]);
                window.wait_for(" of ");
                window.press(&format!("{}%", nth * 24));
                window.wait(|screen| nth == 0 || !screen.contents().contains("Paragraph 1 of"));
                let mut left = BTreeSet::new();
                for round in 0..rounds / WINDOWS {
                    let name = format!("w{nth}r{round}");
                    window.press(&format!("m{name}\r"));
                    window.wait_for("Bookmark saved");
                    if round % 8 == 7 {
                        left.insert(name);
                        let page = window.page();
                        window.press(" ");
                        window.wait(|screen| super::pty::page_of(screen) != page);
                    } else {
                        // The list opens at the one that was just added: it is the nearest.
                        window.press("'");
                        window.wait_for(&name);
                        window.press("d");
                        window.wait_for("deleted");
                        window.press("q");
                        window.wait(|screen| {
                            !screen.contents().contains("Marks") && !screen.contents().contains("eleted")
                        });
                    }
                }
                window.press("q");
                assert!(window.end().success());
                left
            }
        };
        let handles: Vec<_> = (0..WINDOWS).map(|nth| scope.spawn(window(nth))).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    let expected: BTreeSet<String> = expected.into_iter().flatten().collect();
    let found = names(&kept(&home).unwrap());
    let lost: Vec<_> = expected.difference(&found).collect();
    let back: Vec<_> = found.difference(&expected).collect();
    assert!(lost.is_empty() && back.is_empty(), "lost: {lost:?}; came back: {back:?}");
    println!(
        "windows: {WINDOWS} at once, {rounds} rounds: 0 lost, 0 came back, {} left as they should be",
        found.len()
    );
}

/// The CPU time of a process in hundredths of a second, and whether it has ended; from /proc.
#[cfg(target_os = "linux")]
pub fn spent(process: u32) -> (u64, bool) {
    let Ok(stat) = fs::read_to_string(format!("/proc/{process}/stat")) else { return (0, true) };
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    (fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap(), fields[0] == "Z")
}

/// Writes a flood while the screen is read.
fn flood(window: &mut Window, chunk: &str, times: usize) {
    let mut keys = window.keyboard();
    let bytes = chunk.to_owned();
    let writing = thread::spawn(move || {
        for _ in 0..times {
            keys.write_all(bytes.as_bytes()).unwrap();
        }
        keys
    });
    while !writing.is_finished() {
        window.wait_until(Instant::now() + Duration::from_millis(20), |_| false);
    }
    window.put_back(writing.join().unwrap());
}

fn peak_kib(process: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: 0 kB");
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn promise_floods_are_drained_calmly() {
    let home = home();
    let mut window = Window::on_page_five(home.path());
    let page = window.page();
    let answers = |window: &mut Window, what: &str| {
        // On a busy machine what comes right behind a flood may be taken for the rest of it.
        let answered = (0..10).any(|_| {
            window.press("\u{1b}");
            window.wait_until(Instant::now() + Duration::from_millis(60), |_| false);
            window.press("=");
            let told = |screen: &vt100::Screen| screen.contents().contains("Screen 5 of");
            window.wait_until(Instant::now() + Duration::from_secs(3), told)
        });
        assert!(answered, "after {what}:\n{}", window.text());
        window.press("s");
        window.wait(|screen| !screen.contents().contains("Screen "));
        window.press("s");
        window.wait_for_page(&page);
        assert!(peak_kib(window.process()) < 64 << 10, "{what}: {} KiB", peak_kib(window.process()));
    };
    // A paste of five megabytes that would leave, turn pages and delete if it were typed.
    window.press("\u{1b}[200~");
    flood(&mut window, &"q \u{1b}[6~dG\r".repeat(1000), 560);
    window.press("\u{1b}[201~");
    answers(&mut window, "a paste");
    // The same from a terminal that does not mark pastes: its text runs no commands.
    flood(&mut window, &"q d G lines of text that was copied somewhere\r".repeat(100), 1100);
    window.wait_until(Instant::now() + Duration::from_millis(300), |_| false);
    answers(&mut window, "a paste that is not marked");
    // A hundred thousand turns of the wheel, there and back, and clicks with other buttons.
    flood(&mut window, &"\u{1b}[<65;9;9M\u{1b}[<64;9;9M\u{1b}[<2;9;9M\u{1b}[<35;9;9M".repeat(100), 250);
    window.press("5G");
    answers(&mut window, "the mouse");
    // Turns one way: no more frames than an eye takes in.
    let frames = |window: &Window| window.sent.windows(8).filter(|bytes| bytes == b"\x1b[?2026h").count();
    let (before, begun) = (frames(&window), Instant::now());
    flood(&mut window, &"\u{1b}[<65;9;9M".repeat(100), 6000);
    let (drawn, took) = (frames(&window) - before, begun.elapsed().as_millis());
    assert!(drawn as u128 <= took / 16 + 2, "{drawn} frames in {took} ms");
    assert!(drawn > 0, "what was turned is shown");
    window.press("5G");
    answers(&mut window, "the wheel");
    for n in 0..times(500) {
        let wide = u16::try_from(40 + n % 100).unwrap();
        window.resize_unseen(wide, 24);
    }
    window.resize(80, 24);
    answers(&mut window, "sizes");
    for half in ["\u{1b}[", "\u{1b}[<65;1", "\u{1b}]11;rgb:", "\u{1b}P", "\u{1b}[?62;", "\u{1b}[200~lost"] {
        window.press(half);
        // What follows at once may belong to it; a pause ends it.
        window.wait_until(Instant::now() + Duration::from_millis(1200), |_| false);
        answers(&mut window, half);
    }
    for answer in
        ["\u{1b}]11;rgb:1a1a/1818/1515\u{1b}\\", "\u{1b}[?62;22c", "\u{1b}[?2026;2$y", "\u{1b}[24;80R", "\u{1b}[?7u"]
    {
        window.press(answer);
        answers(&mut window, answer);
    }
    println!(
        "floods: 5 MB of paste marked and unmarked, 700,000 mouse events ({drawn} frames in {took} ms), {} sizes: the same page, at most {} KiB",
        times(500),
        peak_kib(window.process())
    );
    window.press("q");
    assert!(window.end().success());
}

#[cfg(target_os = "linux")]
#[test]
fn promise_an_idle_program_does_nothing() {
    let home = home();
    let mut window = Window::open((80, 24), home.path(), &[]);
    window.wait_for(" of ");
    window.press(" ");
    window.wait_for(" 2 of ");
    let switches = |process: u32| -> u64 {
        let tasks = fs::read_dir(format!("/proc/{process}/task")).unwrap();
        let count = |file: PathBuf| -> u64 {
            let status = fs::read_to_string(file.join("status")).unwrap();
            let lines = status.lines().filter(|line| line.contains("ctxt_switches"));
            lines.map(|line| line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap()).sum()
        };
        tasks.map(|task| count(task.unwrap().path())).sum()
    };
    // The place is kept within a second; then there is nothing to do. A loaded machine may take longer.
    let quiet = |window: &mut Window| {
        let before = switches(window.process());
        window.wait_until(Instant::now() + Duration::from_millis(1200), |_| false);
        before == switches(window.process())
    };
    assert!((0..20).any(|_| quiet(&mut window)), "it never came to rest");
    let (before, sent) = (switches(window.process()), window.sent.len());
    window.wait_until(Instant::now() + Duration::from_secs(2), |_| false);
    assert_eq!((switches(window.process()), window.sent.len()), (before, sent), "it woke or drew");
    println!("idle: 2 s without a wake-up or a byte");
    window.press("q");
    window.end();
}

#[test]
fn promise_a_window_of_65535_cells_is_lived_with() {
    let home = home();
    let mut window = Window::on_page_five(home.path());
    let page = window.page();
    for (columns, rows) in [(65535, 65535), (65535, 1), (1, 65535), (0, 0), (0, 24), (80, 0)] {
        window.resize_unseen(columns, rows);
        window.wait_until(Instant::now() + Duration::from_millis(200), |_| false);
    }
    window.resize(80, 24);
    window.wait_for_page(&page);
    println!(
        "a window of 65,535 by 65,535: lived with, at most {} KiB, the place unchanged",
        peak_kib(window.process())
    );
    window.press("q");
    assert!(window.end().success());
}

/// The program by itself, its streams as a shell gives them.
fn shell(script: &str) -> (Option<i32>, String, String) {
    let home = home();
    let output = Command::new("sh")
        .args(["-c", script])
        .env_clear()
        .envs(BTreeMap::from([("HOME", home.path().to_str().unwrap()), ("P", PROGRAM), ("PATH", "/usr/bin:/bin")]))
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn without_a_terminal_there_is_no_escape_and_the_right_exit_code() {
    for (script, code) in [
        ("$P </dev/null", 0),
        ("$P </dev/null | head -1", 0),
        ("$P >/dev/full", 1),
        ("$P scenes >/dev/full", 1),
        ("$P shelf --json >/dev/full", 1),
        ("$P --help >/dev/full", 1),
        ("$P no-such-file 2>/dev/full", 3),
        ("$P scenes - </dev/null 2>&-", 3),
        ("$P print - <&-", 3),
        ("echo One night. | $P -", 0),
    ] {
        let (found, out, error) = shell(script);
        assert_eq!(found, Some(code), "{script}: {error}");
        assert!(!out.contains('\u{1b}') && !error.contains('\u{1b}'), "{script}");
        assert!(!error.contains("panicked"), "{script}: {error}");
    }
}

fn in_shell(home: &Path, script: &str, term: &str) -> Window {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", script, PROGRAM]);
    command.env("TERM", term);
    Window::run((80, 24), home, command)
}

#[test]
fn keys_come_from_the_terminal_when_the_story_comes_by_standard_input() {
    let home = home();
    let story = long_story(home.path());
    let mut window = in_shell(home.path(), &format!("exec \"$0\" - <{}", story.display()), "xterm-256color");
    window.wait_for("Paragraph 1 of");
    window.press("G");
    window.wait_for("100%");
    window.press("q");
    assert!(window.end().success());
    assert_given_back(&window);
    // Errors may go elsewhere.
    let mut window = in_shell(home.path(), "exec \"$0\" --builtin 2>/dev/null", "xterm-256color");
    window.wait_for(" of ");
    window.press("q");
    assert!(window.end().success());
}

#[test]
fn a_dumb_terminal_gets_plain_text_a_paragraph_at_a_time() {
    let home = home();
    let mut window = in_shell(home.path(), "exec \"$0\"", "dumb");
    window.wait_for("Press Enter to read");
    window.press("\r");
    window.wait_for("Ten Past Three");
    window.press("q\r");
    assert!(window.end().success());
    assert!(!window.sent.contains(&0x1b));
}
