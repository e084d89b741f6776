//! From the bytes that a terminal sends to keys, pastes and turns of the wheel.
//!
//! The sequences are told apart by `vte`, the parser of Alacritty, which swallows what it does not know whole: a terminal's late
//! answer, or one that nobody asked for, becomes no key. What is begun and not ended, such as half a sequence or the Esc
//! key, which is the beginning of one, is settled when the bytes stop coming. It knows no clock: that they have stopped is
//! told.

use vte::{Params, Parser, Perform};

use crate::app::Event;
use crate::config::Key;

/// The most characters of a paste that are taken: a prompt takes fewer.
const LONGEST_PASTE: usize = 4096;

/// So many characters that come in one go were not typed: they are a paste from a terminal that does not mark pastes. A key
/// that is held down for two seconds while a line is stuck makes fewer.
const BURST: usize = 64;

/// Turns bytes into events, however they are cut into pieces.
#[derive(Default)]
pub(super) struct Decoder {
    parser: Parser,
    found: Found,
    /// Whether more has come in one go than anyone types, and no pause since.
    bursting: bool,
}

/// What has been found in the bytes.
#[derive(Default)]
struct Found {
    events: Vec<Event>,
    /// The text of a paste that has begun.
    paste: Option<String>,
    /// Bytes of a sequence that has begun; its introducer among them.
    begun: usize,
    /// Whether the next letter is that of a function key or arrow (SS3, ECMA-35).
    single_shift: bool,
}

impl Decoder {
    /// Takes bytes in; what they mean.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Event> {
        for byte in bytes {
            let begun = self.found.begun;
            if *byte == 0x1b {
                self.found.begun = 1;
            }
            self.parser.advance(&mut self.found, &[*byte]);
            // Whatever is dispatched ends what was begun.
            if begun > 0 && self.found.begun == begun && *byte != 0x1b {
                self.found.begun += 1;
            }
        }
        let events = std::mem::take(&mut self.found.events);
        self.bursting |= is_burst(&events);
        if self.bursting && !events.is_empty() { vec![Event::Paste(typed(&events))] } else { events }
    }

    /// Whether something has begun that more bytes may end.
    pub(super) fn is_waiting(&self) -> bool {
        self.found.begun > 0 || self.bursting
    }

    /// Whether a paste has begun.
    pub(super) fn is_pasting(&self) -> bool {
        self.found.paste.is_some()
    }

    /// No more bytes have come for a while: what was begun is the Esc key, or nothing.
    pub(super) fn settle(&mut self) -> Vec<Event> {
        if self.found.begun == 1 && self.found.paste.is_none() {
            self.found.events.push(Event::Key(Key::Esc));
        }
        self.parser = Parser::new();
        (self.found.begun, self.found.single_shift, self.bursting) = (0, false, false);
        std::mem::take(&mut self.found.events)
    }

    /// No more bytes have come for long: a paste whose end was lost has ended.
    pub(super) fn end_paste(&mut self) -> Vec<Event> {
        self.found.end_paste();
        std::mem::take(&mut self.found.events)
    }
}

fn is_burst(events: &[Event]) -> bool {
    events.len() >= BURST && events.iter().filter(|event| matches!(event, Event::Key(Key::Char(_)))).count() >= BURST
}

fn typed(events: &[Event]) -> String {
    let character = |event: &Event| match event {
        Event::Key(Key::Char(c)) => Some(*c),
        Event::Key(Key::Enter | Key::Ctrl('j')) => Some('\n'),
        _ => None,
    };
    events.iter().filter_map(character).take(LONGEST_PASTE).collect()
}

impl Found {
    fn key(&mut self, key: Key) {
        self.begun = 0;
        if self.paste.is_none() {
            self.events.push(Event::Key(key));
        }
    }

    fn end_paste(&mut self) {
        self.events.extend(self.paste.take().map(Event::Paste));
    }

    fn pasted(&mut self, c: char) {
        if let Some(paste) = self.paste.as_mut().filter(|paste| paste.len() < LONGEST_PASTE) {
            paste.push(c);
        }
    }

    /// A button of the mouse, in SGR coordinates (xterm's mode 1006).
    fn mouse(&mut self, button: u16, column: u16, pressed: bool) {
        match button {
            64 => self.wheel(false),
            65 => self.wheel(true),
            0 if pressed && self.paste.is_none() => {
                self.events.push(Event::Click { column: column.saturating_sub(1) });
            }
            _ => {}
        }
    }

    fn wheel(&mut self, down: bool) {
        // A turn comes as many events: those that come together are one.
        if self.paste.is_none() && self.events.last() != Some(&Event::Wheel { down }) {
            self.events.push(Event::Wheel { down });
        }
    }
}

impl Perform for Found {
    fn print(&mut self, c: char) {
        self.begun = 0;
        if std::mem::take(&mut self.single_shift) {
            if let Some(key) = letter_key(c) {
                self.key(key);
            }
        } else if self.paste.is_some() {
            self.pasted(c);
        } else if c == '\u{7f}' {
            self.key(Key::Backspace);
        } else if c != char::REPLACEMENT_CHARACTER {
            self.key(Key::Char(c));
        }
    }

    fn execute(&mut self, byte: u8) {
        // A control in the midst of a sequence does not end it.
        let begun = self.begun;
        if self.paste.is_some() {
            match byte {
                b'\r' | b'\n' => self.pasted('\n'),
                b'\t' => self.pasted(' '),
                _ => {}
            }
            return;
        }
        match byte {
            b'\r' => self.key(Key::Enter),
            b'\t' => self.key(Key::Tab),
            0x08 | 0x7f => self.key(Key::Backspace),
            1..=26 => self.key(Key::Ctrl(char::from(b'a' + byte - 1))),
            _ => {}
        }
        self.begun = begun;
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignored: bool, action: char) {
        self.begun = 0;
        let number = |nth: usize| params.iter().nth(nth).and_then(|param| param.first()).copied().unwrap_or(0);
        // xterm's modifiers: one more than the sum of shift 1, alt 2, ctrl 4.
        let alt = number(1).saturating_sub(1) & 2 != 0;
        match (intermediates, action) {
            _ if ignored => {}
            (b"<", 'M' | 'm') => self.mouse(number(0), number(1), action == 'M'),
            (b"", '~') if number(0) == 200 => self.paste = Some(String::new()),
            (b"", '~') if number(0) == 201 => self.end_paste(),
            _ if alt => {}
            (b"", '~') => {
                if let Some(key) = numbered_key(number(0)) {
                    self.key(key);
                }
            }
            // The answer to a question for the cursor has the form of F3 with modifiers; nobody asks, and F3 does nothing.
            (b"", 'R') => {}
            (b"", letter) => {
                if let Some(key) = letter_key(letter) {
                    self.key(key);
                }
            }
            _ => {}
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _: bool, byte: u8) {
        if byte == b'O' && intermediates.is_empty() {
            self.single_shift = true; // the letter that follows ends it
        } else {
            self.begun = 0; // Alt with a key, or the end of a string
        }
    }

    fn osc_dispatch(&mut self, _: &[&[u8]], _: bool) {
        self.begun = 0;
    }

    fn unhook(&mut self) {
        self.begun = 0;
    }
}

/// The keys whose sequence ends in a letter.
fn letter_key(letter: char) -> Option<Key> {
    Some(match letter {
        'A' => Key::Up,
        'B' => Key::Down,
        'C' => Key::Right,
        'D' => Key::Left,
        'H' => Key::Home,
        'F' => Key::End,
        'M' => Key::Enter,
        'P'..='S' => Key::Function(letter as u8 - b'P' + 1),
        _ => return None,
    })
}

/// The keys whose sequence is a number and a tilde, as the VT220 began.
fn numbered_key(number: u16) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        4 | 8 => Key::End,
        3 => Key::Delete,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => Key::Function(u8::try_from(number - 10).ok()?),
        17..=21 => Key::Function(u8::try_from(number - 11).ok()?),
        23 | 24 => Key::Function(u8::try_from(number - 12).ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(bytes: &str) -> Vec<Event> {
        let mut decoder = Decoder::default();
        let mut events = decoder.take(bytes.as_bytes());
        events.extend(decoder.settle());
        events
    }

    fn keys(bytes: &str) -> Vec<Key> {
        let key = |event| if let Event::Key(key) = event { key } else { panic!("{event:?}") };
        decoded(bytes).into_iter().map(key).collect()
    }

    #[test]
    fn keys_are_told_by_their_bytes() {
        for (bytes, key) in [
            ("q", Key::Char('q')),
            ("G", Key::Char('G')),
            ("é", Key::Char('é')),
            ("\r", Key::Enter),
            ("\n", Key::Ctrl('j')),
            ("\t", Key::Tab),
            ("\u{7f}", Key::Backspace),
            ("\u{8}", Key::Backspace),
            ("\u{6}", Key::Ctrl('f')),
            ("\u{1b}", Key::Esc),
            ("\u{1b}[A", Key::Up),
            ("\u{1b}OA", Key::Up),
            ("\u{1b}[1;5C", Key::Right),
            ("\u{1b}[6~", Key::PageDown),
            ("\u{1b}[5;2~", Key::PageUp),
            ("\u{1b}[1~", Key::Home),
            ("\u{1b}OF", Key::End),
            ("\u{1b}OP", Key::Function(1)),
            ("\u{1b}[11~", Key::Function(1)),
            ("\u{1b}[24~", Key::Function(12)),
        ] {
            assert_eq!(keys(bytes), [key], "{bytes:?}");
        }
    }

    #[test]
    fn what_a_terminal_answers_is_no_key() {
        for bytes in [
            "\u{1b}]11;rgb:1a1a/1818/1515\u{1b}\\",
            "\u{1b}]10;rgb:ffff/ffff/ffff\u{7}",
            "\u{1b}[?1;2c",
            "\u{1b}[?2026;2$y",
            "\u{1b}[?62;22c",
            "\u{1b}[24;80R",
            "\u{1b}[I\u{1b}[O",
            "\u{1b}P1+r5463=\u{1b}\\",
            "\u{1b}_Gi=1;OK\u{1b}\\",
            "\u{1b}[?997;1n",
        ] {
            assert_eq!(keys(&format!("{bytes}q")), [Key::Char('q')], "{bytes:?}");
        }
    }

    #[test]
    fn what_is_never_ended_holds_nothing_up() {
        for half in ["\u{1b}[", "\u{1b}[<", "\u{1b}[?2026", "\u{1b}]11;rgb:", "\u{1b}P1+r", "\u{1b}O", "\u{1b}[<64;10"]
        {
            let mut decoder = Decoder::default();
            assert_eq!(decoder.take(half.as_bytes()), []);
            assert!(decoder.is_waiting(), "{half:?}");
            assert_eq!(decoder.settle(), [], "{half:?}");
            assert!(!decoder.is_waiting());
            assert_eq!(decoder.take(b"q"), [Event::Key(Key::Char('q'))], "{half:?}");
        }
        let mut decoder = Decoder::default();
        assert_eq!(decoder.take(b"\x1b[200~half a paste q"), []);
        assert!(decoder.is_pasting() && !decoder.is_waiting());
        assert_eq!(decoder.end_paste(), [Event::Paste("half a paste q".to_owned())]);
    }

    #[test]
    fn a_paste_is_text_whatever_stands_in_it() {
        assert_eq!(
            decoded("\u{1b}[200~q\rQ\u{3}\u{1b}[A\u{1b}]0;x\u{7}d\u{1b}[201~"),
            [Event::Paste("q\nQd".to_owned())]
        );
        let long = format!("\u{1b}[200~{}\u{1b}[201~q", "q".repeat(100_000));
        let events = decoded(&long);
        assert!(matches!(&events[..], [Event::Paste(text), Event::Key(_)] if text.len() == LONGEST_PASTE));
        // A terminal that does not mark pastes.
        let mut decoder = Decoder::default();
        assert!(matches!(&decoder.take("dq\n".repeat(100).as_bytes())[..], [Event::Paste(_)]));
        assert!(matches!(&decoder.take(b"dq")[..], [Event::Paste(_)]), "its end is no keys either");
        assert_eq!(decoder.settle(), []);
        assert_eq!(decoder.take(b"q"), [Event::Key(Key::Char('q'))]);
    }

    #[test]
    fn the_wheel_and_the_left_button_are_told() {
        assert_eq!(
            decoded("\u{1b}[<65;9;9M\u{1b}[<65;9;9M\u{1b}[<64;9;9M\u{1b}[<0;12;3M\u{1b}[<0;12;3m\u{1b}[<2;1;1M"),
            [Event::Wheel { down: true }, Event::Wheel { down: false }, Event::Click { column: 11 }]
        );
    }

    #[test]
    fn a_key_with_alt_asks_for_nothing() {
        assert_eq!(decoded("\u{1b}q\u{1b}[1;3A"), []);
        assert_eq!(decoded("\u{1b}\u{1b}"), [Event::Key(Key::Esc)]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_lived_with_in_any_pieces(bytes in prop::collection::vec(any::<u8>(), 0..BURST), cut in 0..BURST) {
            let mut whole = Decoder::default();
            let mut events = whole.take(&bytes);
            events.extend(whole.settle());
            let mut parts = Decoder::default();
            let (head, tail) = bytes.split_at(cut.min(bytes.len()));
            let mut pieces = parts.take(head);
            pieces.extend(parts.take(tail));
            pieces.extend(parts.settle());
            // Two turns of the wheel that were one piece are one.
            let quiet = |events: Vec<Event>| events.into_iter().filter(|e| !matches!(e, Event::Wheel { .. })).collect::<Vec<_>>();
            prop_assert_eq!(quiet(events), quiet(pieces));
            whole.end_paste();
            prop_assert_eq!(whole.take(b"q"), [Event::Key(Key::Char('q'))]);
        }
    }
}
