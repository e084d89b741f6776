//! However the program ends, the terminal is as it was: each way out in the real program, in a real pseudo-terminal.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use super::dice::times;
use super::promises::{in_parallel, kept, spent};
use super::pty::{PROGRAM, Window};
use super::reading::{assert_given_back, home, kill};

/// Opens the program with a fault that it is to have.
fn faulty(home: &Path, fault: &str) -> Window {
    let mut command = CommandBuilder::new(PROGRAM);
    command.env("NIGHTSTAND_FAULT", fault);
    Window::run((80, 24), home, command)
}

/// A way out of the program: how it is brought about, and what must be said then.
type WayOut = (&'static str, fn(&mut Window), Option<&'static str>);

/// The signals that end a program which does not answer them, apart from those that it ends by in order; of the real-time signals
/// the first and the last.
const FATAL: [&str; 17] = [
    "34", "64", "USR1", "USR2", "ALRM", "VTALRM", "PROF", "XCPU", "IO", "PWR", "STKFLT", "ILL", "FPE", "TRAP", "SYS",
    "SEGV", "BUS",
];

/// Promise 6 too: a signal that ends it at once leaves the terminal as it was, and is what it ended by.
#[test]
#[cfg(target_os = "linux")]
fn promise_a_fatal_signal_gives_the_terminal_back() {
    let count = times(1);
    in_parallel(FATAL.len() * count, |nth| {
        let signal = FATAL[nth % FATAL.len()];
        let home = home();
        let mut window = Window::open((80, 24), home.path(), &[]);
        window.wait_for(" of ");
        assert!(kill(signal, window.process()));
        let status = window.end();
        assert!(status.signal().is_some() && !status.success(), "{signal}: {status:?}");
        assert!(window.settings_are_back(), "{signal}: the terminal's settings");
        assert_given_back(&window);
    });
    println!("fatal signals: {}, {count} times each, the terminal as it was", FATAL.len());
}

/// Promise 6: whatever ends it, the terminal is as it was.
#[test]
fn promise_every_way_out_gives_the_terminal_back() {
    const FAULT: Option<&str> = Some("an internal error ended the session");
    let ways: Vec<WayOut> = vec![
        ("q", |window| window.press("q"), None),
        ("Ctrl-C", |window| window.press("\u{3}"), None),
        ("SIGTERM", |window| assert!(kill("TERM", window.process())), None),
        ("SIGHUP", |window| assert!(kill("HUP", window.process())), None),
        ("SIGINT", |window| assert!(kill("INT", window.process())), None),
        ("SIGQUIT", |window| assert!(kill("QUIT", window.process())), None),
        ("SIGABRT", |window| assert!(kill("ABRT", window.process())), Some("aborted, most likely")),
        ("draw", |window| window.press("  "), FAULT),
        ("input", |window| window.press(" "), FAULT),
        ("writer", |window| window.press(" "), FAULT),
        ("overflow", |window| window.press(" "), Some("out of stack")),
        ("memory", |window| window.press(" "), Some("memory ran out")),
        ("start", |_| {}, FAULT),
    ];
    let faults = cfg!(debug_assertions);
    let ways: Vec<_> =
        ways.into_iter().filter(|(way, _, said)| faults || said.is_none() || *way == "SIGABRT").collect();
    let count = times(1);
    in_parallel(ways.len() * count, |nth| {
        let (way, act, said) = &ways[nth % ways.len()];
        let home = home();
        let mut window = faulty(home.path(), way);
        if *way != "start" {
            window.wait_for(" of ");
        }
        act(&mut window);
        let status = window.end();
        assert_eq!(status.success(), said.is_none(), "{way}: {status:?}");
        assert!(window.settings_are_back(), "{way}: the terminal's settings");
        assert_given_back(&window);
        if let Some(said) = said {
            assert!(window.text().replace('\n', " ").contains(said), "{way}:\n{}", window.text());
            let text = window.text().replace('\n', " ");
            let place = text.contains("Your place is saved") || text.contains("Your saved place");
            assert!(place, "{way}:\n{}", window.text());
        }
        if *way != "start" && !matches!(*way, "overflow" | "memory" | "SIGABRT") {
            assert!(kept(&home).is_some(), "{way}: the place is kept");
        }
    });
    println!("ways out: {} ways, {count} times each, the terminal as it was", ways.len());
}

/// A terminal whose one end is all ours, so that it can be closed while a program has the other.
#[cfg(target_os = "linux")]
struct Closable {
    master: fs::File,
    child: std::process::Child,
    emulator: vt100::Parser,
}

#[cfg(target_os = "linux")]
impl Closable {
    /// Runs a shell script in it, as the leader of a session of its own.
    fn run(home: &Path, script: &str) -> Self {
        use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
        let slave = || fs::OpenOptions::new().read(true).write(true).open(&name).unwrap();
        let size = rustix::termios::Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        rustix::termios::tcsetwinsize(&master, size).unwrap();
        let child = Command::new("setsid")
            .args(["--ctty", "sh", "-c", script, PROGRAM])
            .env_clear()
            .envs([("HOME", home.to_str().unwrap()), ("TERM", "xterm-256color"), ("PATH", "/usr/bin:/bin")])
            .stdin(slave())
            .stdout(slave())
            .stderr(slave())
            .spawn()
            .unwrap();
        Self { master: master.into(), child, emulator: vt100::Parser::default() }
    }

    fn wait_for(&mut self, words: &str) {
        use std::io::Read;
        while !self.emulator.screen().contents().contains(words) {
            let mut bytes = [0; 4096];
            let count = self.master.read(&mut bytes).unwrap();
            self.emulator.process(&bytes[..count]);
        }
    }
}

/// Promise 6, its last way: the window is closed over the program's head, with and without the signal that tells of it.
#[cfg(target_os = "linux")]
#[test]
fn promise_a_closed_window_ends_the_program_at_once() {
    use std::io::Write;
    let count = times(1);
    in_parallel(2 * count, |nth| {
        let home = home();
        // The second is deaf to the signal, as under nohup.
        let script = if nth % 2 == 0 { "exec \"$0\"" } else { "trap '' HUP; exec \"$0\"" };
        let Closable { mut master, mut child, .. } = {
            let mut window = Closable::run(home.path(), script);
            window.wait_for(" of ");
            window.master.write_all(b"   ").unwrap();
            window.wait_for(" 4 of ");
            window
        };
        master.flush().unwrap();
        let (before, _) = spent(child.id());
        let closed = Instant::now();
        drop(master);
        let after = loop {
            match spent(child.id()) {
                (spent, true) => break spent,
                (..) if closed.elapsed() > Duration::from_secs(2) => panic!("{nth}: it has not ended in two seconds"),
                _ => thread::yield_now(),
            }
        };
        child.wait().unwrap();
        assert!(after - before < 10, "{nth}: it took {} hundredths of a second of the processor", after - before);
        let page = kept(&home).map(|record| record.place.ratio);
        assert!(page.is_some_and(|ratio| ratio > 0.01), "{nth}: the place is kept: {page:?}");
    });
    println!("closed windows: {} ended within 2 s and 0.1 s of the processor, the place kept", 2 * count);
}
