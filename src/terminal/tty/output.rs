//! Standard output as a terminal needs it written to: all bytes, however slowly it takes them.
//!
//! A terminal may have been left non-blocking by another program. Then a write is refused (EAGAIN) while it is busy, and
//! is tried again once it takes bytes.

use std::io::{self, Write};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::stdio::stdout;

/// Standard output, without a buffer.
#[derive(Debug, Default)]
pub struct Output;

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match rustix::io::write(stdout(), bytes) {
                Err(Errno::AGAIN) => wait_until_ready()?,
                Err(Errno::INTR) => {}
                done => return done.map_err(io::Error::from),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Waits until standard output takes bytes, or has gone, which the next write tells.
fn wait_until_ready() -> io::Result<()> {
    let out = stdout();
    match poll(&mut [PollFd::new(&out, PollFlags::OUT)], None) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
