//! The program in a real pseudo-terminal, read through a terminal emulator. It waits for what must appear, never for
//! a time.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// When a wait has failed. A loaded machine takes its time; what has not come by then is not coming.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal with the program in it.
pub struct Window {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    emulator: vt100::Parser,
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
    pub fn open((columns, rows): (u16, u16), home: &Path, arguments: &[&str]) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_nightstand"));
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.args(arguments);
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
        Self { master: pair.master, keys, child, output, emulator, sent: Vec::new() }
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.emulator.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
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

fn page_of(screen: &vt100::Screen) -> String {
    let text = screen.contents();
    text.trim_end().rsplit_once('\n').map_or(String::new(), |(page, _)| page.trim_end().to_owned())
}

impl Drop for Window {
    /// A failed test leaves no program behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
