//! What the program asks of the system while hostile files are open, by `strace` (where there is none, nothing is held):
//! no file is written outside its own folder, no socket, no other program.
//!
//! `TIMES=20 cargo test hostile_files -- --nocapture` traces every carrier and all of the broken books.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use super::dice::times;
use super::hostile::{CARRIERS, books, lay};
use super::promises::in_parallel;
use super::pty::{PROGRAM, Window};
use super::reading::home;

/// Calls that change what is on the disk; `open` only by its flags.
const CHANGES: [&str; 14] = [
    "mkdir", "rmdir", "unlink", "rename", "link", "symlink", "truncate", "chmod", "fchmodat", "chown", "mknod",
    "creat", "utimens", "setxattr",
];

/// What a traced program may not have done, of the lines of its trace; `state` is its own folder.
fn breaches<'a>(trace: &'a str, state: &str) -> Vec<&'a str> {
    let mut programs = 0;
    let mut breach = |line: &str| {
        let Some((call, arguments)) = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').split_once('(')
        else {
            return false;
        };
        let call = call.trim_end_matches("at2").trim_end_matches("at");
        let opens = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| arguments.contains(flag));
        match call {
            // The first is the program itself.
            "execve" => {
                programs += 1;
                programs > 1
            }
            "socket" | "connect" | "bind" | "fork" | "vfork" => true,
            "open" if !opens => false,
            _ if call != "open" && !CHANGES.contains(&call) => false,
            _ => {
                let unescaped = arguments.replace("\\\"", "'");
                // The folders above it are made when they are missing.
                let own = |path: &str| path.starts_with(state) || (call == "mkdir" && state.starts_with(path));
                !unescaped.split('"').skip(1).step_by(2).all(own)
            }
        }
    };
    trace.lines().filter(|line| breach(line)).collect()
}

/// Opens a file under the tracer, presses keys that write and look, and gives what was traced.
fn traced(tracer: &Path, home: &Path, arguments: &[String]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trace");
    let mut command = CommandBuilder::new(tracer);
    command.args(["-f", "-s", "4096", "-e", "trace=%file,%network,%process,ftruncate", "-o"]);
    command.arg(&file);
    command.arg(PROGRAM);
    command.args(arguments);
    let mut window = Window::run((80, 24), home, command);
    // What is refused ends by itself; a short wait does for it.
    window.wait_until(Instant::now() + Duration::from_secs(5), |screen| {
        let said = screen.contents();
        said.contains('%') || said.contains("nightstand:")
    });
    for keys in ["mnote\r", "c", "q", "S", "q", "=", "q", " ", "q"] {
        window.press(keys);
        window.wait_until(Instant::now() + Duration::from_millis(20), |_| false);
    }
    window.end();
    fs::read_to_string(file).unwrap()
}

/// The tracer, where there is one and the system lets it trace.
fn tracer() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let tracer = std::env::split_paths(&folders).map(|folder| folder.join("strace")).find(|file| file.is_file())?;
    let tried = Command::new(&tracer).args(["-f", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    tried.is_ok_and(|status| status.success()).then_some(tracer)
}

#[test]
fn hostile_files_write_nothing_elsewhere_open_no_socket_and_run_nothing() {
    let Some(tracer) = tracer() else {
        println!("no strace here: nothing was traced");
        return;
    };
    let books = books();
    let carriers = times(2).min(CARRIERS.len());
    let broken = times(12).min(books.len());
    in_parallel(carriers + broken, |nth| {
        let home = home();
        let (file, more) = match nth.checked_sub(carriers) {
            None => lay(home.path(), CARRIERS[nth * CARRIERS.len() / carriers], "\u{1b}]52;c;aGFoYQ==\u{7}"),
            Some(book) => {
                let file = home.path().join("a.epub");
                fs::write(&file, &books[book * books.len() / broken].1).unwrap();
                (file, Vec::new())
            }
        };
        let mut arguments = vec![file.to_str().unwrap().to_owned()];
        arguments.extend(more);
        let trace = traced(&tracer, home.path(), &arguments);
        assert!(trace.contains("execve("), "{trace}");
        let state = home.path().join(".local/state/nightstand");
        assert_eq!(breaches(&trace, state.to_str().unwrap()), [""; 0], "{arguments:?}");
    });
    println!("traces: {carriers} hostile files and {broken} broken books wrote nothing elsewhere");
}

#[test]
fn a_trace_that_breaks_the_promise_is_told_from_one_that_keeps_it() {
    let kept = "1 execve(\"/n\", [\"n\"], 0x1 /* 2 vars */) = 0\n\
                1 openat(AT_FDCWD, \"/etc/passwd\", O_RDONLY) = 3\n\
                1 mkdir(\"/h/.local\", 0700) = 0\n\
                1 openat(AT_FDCWD, \"/h/.local/state/lock\", O_WRONLY|O_CREAT, 0600) = 3\n\
                1 rename(\"/h/.local/state/a\", \"/h/.local/state/b\") = 0\n\
                1 socketpair(AF_UNIX, SOCK_STREAM, 0, [4, 5]) = 0\n";
    assert_eq!(breaches(kept, "/h/.local/state"), [""; 0]);
    for broken in [
        "1 openat(AT_FDCWD, \"/h/x\", O_WRONLY|O_CREAT, 0600) = 3",
        "2 rename(\"/h/.local/state/a\", \"/h/b\") = 0",
        "2 unlinkat(AT_FDCWD, \"/h/b\", 0) = 0",
        "2 socket(AF_INET, SOCK_STREAM, 0) = 3",
        "2 execve(\"/bin/sh\", [\"sh\"], 0x1 /* 2 vars */) = 0",
    ] {
        assert_eq!(breaches(&format!("{kept}{broken}\n"), "/h/.local/state"), [broken]);
    }
}
