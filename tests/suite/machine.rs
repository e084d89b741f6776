//! What the machine around it may do: terminals that are busy, pipes, paths that are no text, files without end.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Command, Output, Stdio};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::pty::{PROGRAM, Window};
use super::reading::home;

/// Opens a story whose name may be any bytes.
fn open(home: &std::path::Path, arguments: &[&OsStr]) -> Window {
    let mut command = CommandBuilder::new(PROGRAM);
    command.args(arguments);
    Window::run((80, 24), home, command)
}

fn run(home: &std::path::Path, arguments: &[&OsStr]) -> Output {
    Command::new(PROGRAM).args(arguments).env_clear().env("HOME", home).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn a_terminal_that_is_not_ready_is_waited_for() {
    let size = PtySize { rows: 120, cols: 400, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let nonblock = rustix::fs::OFlags::NONBLOCK.bits().cast_signed() | rustix::fs::OFlags::NOCTTY.bits().cast_signed();
    let name = pair.master.tty_name().unwrap();
    let terminal = OpenOptions::new().read(true).write(true).custom_flags(nonblock).open(name).unwrap();
    let home = home();
    let mut child = Command::new(PROGRAM)
        .env_clear()
        .envs([
            ("HOME", home.path().as_os_str()),
            ("TERM", OsStr::new("xterm-256color")),
            ("COLORTERM", OsStr::new("truecolor")),
        ])
        .stdin(terminal.try_clone().unwrap())
        .stdout(terminal.try_clone().unwrap())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop((terminal, pair.slave));
    let mut output = pair.master.try_clone_reader().unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    // A frame is many times what a terminal takes at once, and is taken in small pieces.
    let (mut seen, mut piece, mut quit) = (Vec::new(), [0; 64], false);
    while let Ok(count @ 1..) = output.read(&mut piece) {
        seen.extend_from_slice(&piece[..count]);
        if !quit && seen.windows(8).any(|bytes| bytes == b"\x1b[?2026l") {
            keys.write_all(b"q").unwrap();
            quit = true;
        }
    }
    assert!(child.wait().unwrap().success());
    assert!(seen.len() > 8192 && String::from_utf8_lossy(&seen).contains("Night Gate"), "{}", seen.len());
    assert!(seen.ends_with(b"\x1b[?1049l"), "it is given back");
}

#[test]
fn a_system_without_threads_is_told_of() {
    if cfg!(debug_assertions) {
        let home = home();
        let mut command = CommandBuilder::new(PROGRAM);
        command.env("NIGHTSTAND_FAULT", "threads");
        let mut window = Window::run((80, 24), home.path(), command);
        assert_eq!(window.end().exit_code(), 1);
        let text = window.text().replace('\n', " ");
        assert!(text.starts_with("nightstand: the system refuses to start a thread"), "{text}");
    }
}

#[test]
fn a_path_that_is_no_text_is_kept_as_it_is() {
    let home = home();
    let file = home.path().join(OsStr::from_bytes(b"t\xeedes.txt"));
    let paragraph = |n: usize| format!("Paragraph {n} is of the tides, and its words.\n\n");
    fs::write(&file, (0..200).map(paragraph).collect::<String>()).unwrap();
    let sidecar = home.path().join(OsStr::from_bytes(b"t\xeedes.txt.scenes.toml"));
    fs::write(sidecar, "[[scene]]\nnumber = 1\nmood = \"dream\"\n").unwrap();
    let mut window = open(home.path(), &[file.as_os_str()]);
    window.wait_for("1 of ");
    window.press("  ");
    window.wait_for(" 3 of 1");
    let page = window.page();
    window.press("q");
    assert!(window.end().success());
    let mut again = open(home.path(), &[]);
    again.wait_for_page(&page);
    again.press("S");
    again.wait_for("Shelf");
    again.wait(|screen| !screen.contents().contains("not there now") && screen.contents().contains("des"));
    again.press("qq");
    assert!(again.end().success());
    let told = |arguments: &[&OsStr]| String::from_utf8(run(home.path(), arguments).stdout).unwrap();
    let (shelf, scenes) = (OsStr::new("shelf"), OsStr::new("scenes"));
    assert!(told(&[shelf]).contains("%EEdes.txt") && !told(&[shelf]).contains("not there"), "{}", told(&[shelf]));
    assert!(told(&[scenes, file.as_os_str()]).contains("dream"), "the file beside it is found");
    assert!(told(&[shelf, OsStr::new("forget"), file.as_os_str()]).contains("forgotten"));
    assert_eq!(told(&[shelf]), "");
}

#[test]
fn a_story_is_read_from_the_terminal_by_nobody() {
    let home = home();
    for arguments in [&["-"][..], &["print", "-"], &["scenes", "-"]] {
        let mut window = Window::open((80, 24), home.path(), arguments);
        assert_eq!(window.end().exit_code(), 3, "{arguments:?}");
        assert!(window.text().contains("standard input is the terminal"), "{}", window.text());
    }
}

#[test]
fn a_text_that_is_far_too_long_is_refused_before_it_is_read() {
    let home = home();
    let file = home.path().join("long.txt");
    fs::write(&file, "It was late, and the lamp was lit.\n\n".repeat(20_000)).unwrap();
    let grown = |length: u64| OpenOptions::new().write(true).open(&file).unwrap().set_len(length).unwrap();
    let print = |limits: &str| {
        let output = run(
            home.path(),
            &["print", "--limits", limits].map(OsStr::new).into_iter().chain([file.as_os_str()]).collect::<Vec<_>>(),
        );
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    grown(5 << 30);
    let (code, said) = print("1");
    assert!(code == Some(3) && said.contains("268435456") && said.contains("--limits"), "{said}");
    // Within the limit it is the hole that is found.
    grown(300 << 20);
    let (code, said) = print("2");
    assert!(code == Some(3) && said.contains("not a text file: byte 720000 is zero"), "{said}");
}
