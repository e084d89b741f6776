//! All that reaches the loop, in one place to wait for: what is typed, and what other threads send.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use crate::terminal::inbox::Inbox;
use crate::terminal::message::Message;
use crate::terminal::tty::input::Keyboard;

/// All that reaches the loop.
pub(in crate::terminal) struct Arrivals {
    inbox: Inbox,
    /// Gone once the terminal has hung up.
    keyboard: Option<Keyboard>,
    /// What has been typed and not been taken.
    typed: VecDeque<Message>,
}

/// What can be taken without waiting.
#[derive(Default)]
struct Ready {
    inbox: bool,
    keyboard: bool,
}

impl Arrivals {
    pub fn new(inbox: Inbox, keyboard: Option<Keyboard>) -> Self {
        Self { inbox, keyboard, typed: VecDeque::new() }
    }

    /// Waits for the next message; `None` once the time is over, if there is any. A message that is there is taken even if there
    /// is no time.
    pub fn next(&mut self, time: Option<Duration>) -> Option<Message> {
        let end = time.map(|time| Instant::now() + time);
        loop {
            if let Some(message) = self.typed.pop_front().or_else(|| self.inbox.take()) {
                return Some(message);
            }
            let over = self.keyboard.as_ref().and_then(Keyboard::gives_up);
            let ready = self.poll([end, over].into_iter().flatten().min());
            if ready.inbox {
                self.inbox.hush();
            }
            let now = Instant::now();
            if let Some(keyboard) = &mut self.keyboard {
                let events = match (ready.keyboard, over) {
                    (true, _) => keyboard.read(),
                    (false, Some(over)) if over <= now => Some(keyboard.settle()),
                    _ => Some(Vec::new()),
                };
                match events {
                    Some(events) => self.typed.extend(events.into_iter().map(Message::Event)),
                    None => self.hang_up(),
                }
            }
            if !ready.inbox && self.typed.is_empty() && end.is_some_and(|end| end <= now) {
                return None;
            }
        }
    }

    /// Waits until something is there, or it is time.
    fn poll(&mut self, end: Option<Instant>) -> Ready {
        let left = end.map(|end| end.saturating_duration_since(Instant::now()));
        // A time that is longer than the system can count is as good as none.
        let timeout = left.and_then(|left| Timespec::try_from(left).ok());
        let bell = PollFd::from_borrowed_fd(self.inbox.bell(), PollFlags::IN);
        // Without a keyboard the bell stands in its place, and is polled alone.
        let typed =
            self.keyboard.as_ref().map_or_else(|| bell.clone(), |keyboard| PollFd::new(keyboard, PollFlags::IN));
        let mut fds = [bell, typed];
        let count = 1 + usize::from(self.keyboard.is_some());
        match poll(&mut fds[..count], timeout.as_ref()) {
            Ok(_) => {
                let [inbox, keyboard] = fds.map(|fd| !fd.revents().is_empty());
                Ready { inbox, keyboard }
            }
            Err(Errno::INTR) => Ready::default(),
            Err(_) => {
                self.hang_up();
                Ready::default()
            }
        }
    }

    /// Nothing will be typed any more.
    fn hang_up(&mut self) {
        self.keyboard = None;
        self.typed.push_back(Message::End);
    }
}

#[cfg(test)]
mod tests {
    use std::io::{PipeWriter, Write, pipe};
    use std::os::fd::OwnedFd;
    use std::thread;

    use super::*;
    use crate::app::Event;
    use crate::terminal::inbox::{Messenger, inbox};

    /// What arrives, and the ways to it: another thread's and a typist's.
    fn arrivals() -> (Arrivals, Messenger, PipeWriter) {
        let (messages, inbox) = inbox().unwrap();
        let (read, typist) = pipe().unwrap();
        let keyboard = Keyboard::of(OwnedFd::from(read).into());
        (Arrivals::new(inbox, Some(keyboard)), messages, typist)
    }

    fn key(name: &str) -> Message {
        Message::Event(Event::Key(name.parse().unwrap()))
    }

    #[test]
    fn what_is_typed_and_what_is_sent_arrive() {
        let (mut arrivals, messages, mut typist) = arrivals();
        typist.write_all(b"jk").unwrap();
        assert_eq!(arrivals.next(None), Some(key("j")));
        messages.send(Message::Resized);
        messages.send(Message::Fetched);
        let rest: Vec<_> = (0..3).filter_map(|_| arrivals.next(None)).collect();
        assert_eq!(rest, [key("k"), Message::Resized, Message::Fetched]);
        assert_eq!(arrivals.next(Some(Duration::ZERO)), None);
    }

    #[test]
    fn a_message_wakes_whoever_sleeps() {
        let (mut arrivals, messages, _typist) = arrivals();
        let told = thread::spawn(move || (0..1000).for_each(|_| assert!(messages.send(Message::Resized))));
        for _ in 0..1000 {
            assert_eq!(arrivals.next(None), Some(Message::Resized));
        }
        told.join().unwrap();
        assert_eq!(arrivals.next(Some(Duration::ZERO)), None);
    }

    #[test]
    fn a_lone_esc_is_a_key_after_its_pause_and_half_a_sequence_is_none() {
        let (mut arrivals, _messages, mut typist) = arrivals();
        typist.write_all(b"\x1b").unwrap();
        assert_eq!(arrivals.next(Some(Duration::ZERO)), None, "the rest of a sequence may come");
        assert_eq!(arrivals.next(None), Some(key("esc")));
        typist.write_all(b"\x1b[").unwrap();
        assert_eq!(arrivals.next(Some(Duration::from_millis(1))), None);
        typist.write_all(b"A").unwrap();
        assert_eq!(arrivals.next(None), Some(key("up")));
    }

    #[test]
    fn a_terminal_that_is_gone_is_told_once_and_messages_go_on() {
        let (mut arrivals, messages, typist) = arrivals();
        drop(typist);
        assert_eq!(arrivals.next(None), Some(Message::End));
        assert_eq!(arrivals.next(Some(Duration::ZERO)), None);
        messages.send(Message::Fetched);
        assert_eq!(arrivals.next(None), Some(Message::Fetched));
    }
}
