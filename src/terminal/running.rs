//! Programs that run for the reader, each in a group of processes of its own, so that it is ended with all that it has started.

use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

/// A program that runs. It is ended with all that it has started when this is dropped.
#[derive(Debug)]
pub(super) struct Running(pub(super) Child);

impl Running {
    /// Starts a program.
    ///
    /// # Errors
    /// When it can't be run.
    pub(super) fn start(command: &mut Command) -> io::Result<Self> {
        command.process_group(0).spawn().map(Self)
    }

    /// Returns the group of the program and of those that it has started.
    pub(super) fn group(&self) -> Pid {
        Pid::from_child(&self.0)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        end(self.group());
        let _ = self.0.wait();
    }
}

/// Ends a group of processes.
pub(super) fn end(group: Pid) {
    // Those that have ended by themselves can't be ended.
    let _ = kill_process_group(group, Signal::KILL);
}

/// Returns what is told when a program has ended, or can't be waited for any more. Its status is left to whoever started it.
///
/// # Errors
/// When the system gives no more threads.
pub(super) fn end_of(program: &Child) -> io::Result<Receiver<()>> {
    let pid = Pid::from_child(program);
    let (told, end) = channel();
    thread::Builder::new().spawn(move || {
        // `NOWAIT` leaves the status, and with it the number, which is nobody else's until then.
        while let Err(Errno::INTR) = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT) {}
        // Whoever has stopped waiting is not told.
        let _ = told.send(());
    })?;
    Ok(end)
}

/// Reads a stream to its end, or so many bytes of it, on a thread of its own.
///
/// # Errors
/// When the system gives no more threads.
pub(super) fn reading(stream: impl Read + Send + 'static, most: u64) -> io::Result<Receiver<io::Result<Vec<u8>>>> {
    let (told, heard) = channel();
    thread::Builder::new().spawn(move || {
        let mut bytes = Vec::new();
        let read = stream.take(most).read_to_end(&mut bytes);
        // Where nobody waits any more nobody reads it.
        let _ = told.send(read.map(|_| bytes));
    })?;
    Ok(heard)
}
