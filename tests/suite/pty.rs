//! The program in a real pseudo-terminal, read through a terminal emulator. It waits for what must appear, never for
//! a time.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use super::sequences::unlisted;

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_nightstand");

/// When a wait has failed. A loaded machine takes its time; what has not come by then is not coming.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal with the program in it. When it goes, all that was sent to it is held to the published list.
pub struct Window {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    emulator: vt100::Parser,
    /// The terminal's settings before the program ran.
    before: String,
    /// Everything that was sent.
    pub sent: Vec<u8>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a window has cells")
}

impl Window {
    /// Opens the program in a terminal of this size, with its state under `home`.
    pub fn open(size: (u16, u16), home: &Path, arguments: &[&str]) -> Self {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(arguments);
        Self::run(size, home, command)
    }

    /// Opens the embedded story, on its fifth page.
    pub fn on_page_five(home: &Path) -> Self {
        let mut window = Self::open((80, 24), home, &[]);
        window.wait_for("1 of ");
        window.press("5G");
        window.wait_for(" 5 of ");
        window
    }

    /// Opens a program of these words, with further variables, in a terminal.
    pub fn run((columns, rows): (u16, u16), home: &Path, mut command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let given: Vec<(String, String)> =
            command.iter_extra_env_as_str().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        command.env_clear();
        // A page is whole as soon as it is there. Whoever tries what moves says so by a flag.
        command.env("NIGHTSTAND_MOTION", "none");
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        for (key, value) in given {
            command.env(key, value);
        }
        let before = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let emulator = vt100::Parser::new(cells(rows), cells(columns), 0);
        Self { master: Some(pair.master), keys: Some(keys), child, output, emulator, before, sent: Vec::new() }
    }

    pub fn press(&mut self, keys: &str) {
        let terminal = self.keys.as_mut().unwrap();
        terminal.write_all(keys.as_bytes()).unwrap();
        terminal.flush().unwrap();
    }

    /// Hands over the keyboard, for a flood that must not wait for what the program sends meanwhile.
    pub fn keyboard(&mut self) -> Box<dyn Write + Send> {
        self.keys.take().unwrap()
    }

    /// Gives the keyboard back.
    pub fn put_back(&mut self, keys: Box<dyn Write + Send>) {
        self.keys = Some(keys);
    }

    /// Whether the terminal's settings are those from before the program ran.
    pub fn settings_are_back(&self) -> bool {
        let now = self.master.as_ref().and_then(|master| master.get_termios());
        now.is_some() && format!("{now:?}") == self.before
    }

    pub fn kill(&mut self) {
        // Not by the library, which asks politely first.
        assert!(super::reading::kill("KILL", self.process()));
        self.child.wait().unwrap();
    }

    /// Takes in what has been sent until a moment, or until the screen is as wanted; whether it is.
    pub fn wait_until(&mut self, moment: Instant, wanted: impl Fn(&vt100::Screen) -> bool) -> bool {
        while !wanted(self.emulator.screen()) {
            match self.output.recv_timeout(moment.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => return false,
            }
        }
        true
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.emulator.screen_mut().set_size(cells(rows), cells(columns));
        self.resize_unseen(columns, rows);
    }

    /// Tells the program of another size, and nobody else.
    pub fn resize_unseen(&mut self, columns: u16, rows: u16) {
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    /// Waits until the screen is as wanted.
    pub fn wait(&mut self, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !wanted(self.emulator.screen()) {
            let more = self.output.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            let bytes = more.unwrap_or_else(|error| panic!("{error}; on the screen:\n{}", self.text()));
            self.take(&bytes);
        }
    }

    pub fn wait_for(&mut self, words: &str) {
        self.wait(|screen| screen.contents().contains(words));
    }

    /// Waits until these letters have been sent after so many bytes.
    pub fn wait_for_bytes(&mut self, from: usize, letters: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !String::from_utf8_lossy(&self.sent[from..]).contains(letters) {
            let more = self.output.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            let bytes = more.unwrap_or_else(|error| panic!("{error}: {letters:?} was not sent"));
            self.take(&bytes);
        }
    }

    pub fn text(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Waits until the page reads so, whatever the status line says.
    pub fn wait_for_page(&mut self, page: &str) {
        self.wait(|screen| page_of(screen) == page);
    }

    /// The text without the status line.
    pub fn page(&self) -> String {
        page_of(self.screen())
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.emulator.screen()
    }

    /// Waits for the program's end and takes in the rest of what it sent.
    pub fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => return self.child.wait().unwrap(),
                Err(RecvTimeoutError::Timeout) => panic!("it did not end:\n{}", self.text()),
            }
        }
    }

    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    fn take(&mut self, bytes: &[u8]) {
        self.sent.extend_from_slice(bytes);
        self.emulator.process(bytes);
    }
}

pub fn page_of(screen: &vt100::Screen) -> String {
    let text = screen.contents();
    text.trim_end().rsplit_once('\n').map_or(String::new(), |(page, _)| page.trim_end().to_owned())
}

impl Drop for Window {
    /// A failed test leaves no program behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        if !thread::panicking() {
            assert_eq!(unlisted(&self.sent), [""; 0], "sequences that are not on the published list");
        }
    }
}
