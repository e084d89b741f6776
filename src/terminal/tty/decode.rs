//! From the bytes that a terminal sends to keys, pastes and turns of the wheel.
//!
//! The sequences are told apart by `vte`, the parser of Alacritty, which swallows what it does not know whole: a terminal's late
//! answer, or one that nobody asked for, becomes no key. What has begun and not ended is settled when no more bytes come: the
//! Esc key, which is the beginning of a sequence, soon, and half a sequence late, since a slow line may part it anywhere. The
//! decoder knows no clock: whoever has one asks what is waited for, and tells that nothing has come.

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
pub(in crate::terminal) struct Decoder {
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
    /// What the next letter means, after an introducer that `vte` takes for a whole sequence.
    next: Next,
    /// The bytes of a mouse report of X10's form that have come.
    report: Vec<u8>,
}

/// What the next letter means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Next {
    /// Itself.
    #[default]
    Letter,
    /// A function key or arrow (SS3, ECMA-35).
    SingleShift,
    /// A function key of the Linux console, `ESC [ [ A` and on (`console_codes(4)`).
    ConsoleKey,
    /// The first of three bytes of a mouse report, as X10 and xterm without mode 1006 send it.
    Report,
}

/// What a decoder waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::terminal) enum Waiting {
    /// Nothing has begun.
    Nothing,
    /// Esc: the key itself, or the beginning of a sequence. Or the rest of a burst.
    Escape,
    /// The rest of a sequence.
    Sequence,
    /// The rest of a paste.
    Paste,
}

/// The bytes of a mouse report after its introducer: button, column and row, each with 32 added.
const REPORT: usize = 3;

impl Decoder {
    /// Takes bytes in; what they mean.
    pub(in crate::terminal) fn take(&mut self, bytes: &[u8]) -> Vec<Event> {
        for byte in bytes {
            if self.found.next == Next::Report {
                self.found.take_report(*byte);
                continue;
            }
            let begun = self.found.begun;
            if *byte == 0x1b {
                self.found.begun = 1;
            }
            self.parser.advance(&mut self.found, &[*byte]);
            // Within a sequence an Esc is the beginning of its end, not a key.
            if *byte == 0x1b && begun > 1 {
                self.found.begun = 2;
            }
            // Whatever is dispatched ends what was begun.
            if begun > 0 && self.found.begun == begun && *byte != 0x1b {
                self.found.begun += 1;
            }
        }
        let events = std::mem::take(&mut self.found.events);
        self.bursting |= is_burst(&events);
        if self.bursting && !events.is_empty() { vec![Event::Paste(typed(&events))] } else { events }
    }

    /// Returns what more bytes may end.
    pub(in crate::terminal) fn waiting(&self) -> Waiting {
        match self.found.begun {
            2.. => Waiting::Sequence,
            1 => Waiting::Escape,
            _ if self.bursting => Waiting::Escape,
            _ if self.found.paste.is_some() => Waiting::Paste,
            _ => Waiting::Nothing,
        }
    }

    /// No more bytes have come for as long as is waited: what was begun is the Esc key, or nothing.
    pub(in crate::terminal) fn settle(&mut self) -> Vec<Event> {
        if self.found.begun == 1 && self.found.paste.is_none() {
            self.found.events.push(Event::Key(Key::Esc));
        }
        self.parser = Parser::new();
        (self.found.begun, self.found.next, self.bursting) = (0, Next::Letter, false);
        self.found.report.clear();
        std::mem::take(&mut self.found.events)
    }

    /// No more bytes have come for long: a paste whose end was lost has ended.
    pub(in crate::terminal) fn end_paste(&mut self) -> Vec<Event> {
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

    /// A button of the mouse at a column and row, both from 1.
    fn mouse(&mut self, button: u16, (column, row): (u16, u16), pressed: bool) {
        match (button, column.checked_sub(1), row.checked_sub(1)) {
            (64, ..) => self.wheel(false),
            (65, ..) => self.wheel(true),
            (0, Some(column), Some(row)) if pressed && self.paste.is_none() => {
                self.events.push(Event::Click { column, row });
            }
            _ => {}
        }
    }

    /// A byte of a mouse report that nobody asked to have in this form: another program has left the mode on.
    fn take_report(&mut self, byte: u8) {
        self.report.push(byte);
        self.begun += 1;
        if self.report.len() == REPORT {
            let told = |nth: usize| u16::from(self.report[nth].saturating_sub(32));
            let (button, at) = (told(0), (told(1), told(2)));
            self.report.clear();
            (self.next, self.begun) = (Next::Letter, 0);
            self.mouse(button, at, true);
        }
    }

    /// A key as kitty's protocol sends it (`CSI code ; modifiers u`), should another program have left that on.
    fn coded_key(&mut self, code: u16, ctrl: bool) {
        let Some(c) = char::from_u32(u32::from(code)) else { return };
        self.key(match c {
            '\r' => Key::Enter,
            '\t' => Key::Tab,
            '\u{1b}' => Key::Esc,
            '\u{7f}' => Key::Backspace,
            c if ctrl => Key::Ctrl(c.to_ascii_lowercase()),
            c if c.is_control() || ('\u{E000}'..='\u{F8FF}').contains(&c) => return,
            c => Key::Char(c),
        });
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
        let next = std::mem::take(&mut self.next);
        if next == Next::SingleShift {
            if let Some(key) = letter_key(c) {
                self.key(key);
            }
        } else if next == Next::ConsoleKey {
            if let 'A'..='E' = c {
                self.key(Key::Function(c as u8 - b'A' + 1));
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
        // xterm's modifiers: one more than the sum of shift 1, alt 2, ctrl 4; kitty adds super 8, hyper 16 and meta 32.
        let modifiers = number(1).saturating_sub(1);
        let alt = modifiers & (2 + 8 + 16 + 32) != 0;
        // kitty's protocol tells after the modifiers what happens to the key: 3 is that it is let go.
        let released = params.iter().nth(1).and_then(|param| param.get(1)) == Some(&3);
        match (intermediates, action) {
            _ if ignored || released => {}
            (b"<", 'M' | 'm') => self.mouse(number(0), (number(1), number(2)), action == 'M'),
            // urxvt's form (mode 1015), and X10's, which goes on with three bytes.
            (b"", 'M') if params.len() >= REPORT => {
                self.mouse(number(0).saturating_sub(32), (number(1), number(2)), true);
            }
            (b"", 'M') => (self.next, self.begun) = (Next::Report, 2),
            (b"", '[') => (self.next, self.begun) = (Next::ConsoleKey, 2),
            (b"", 'u') if !alt => self.coded_key(number(0), modifiers & 4 != 0),
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
            self.next = Next::SingleShift; // the letter that follows ends it
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
        for half in [
            "\u{1b}[",
            "\u{1b}[<",
            "\u{1b}[?2026",
            "\u{1b}]11;rgb:",
            "\u{1b}P1+r",
            "\u{1b}O",
            "\u{1b}[<64;10",
            "\u{1b}[M",
            "\u{1b}[M q",
            "\u{1b}[[",
            "\u{1b}_Gi=1;",
            "\u{1b}^a",
            "\u{1b}Xa",
            "\u{1b}]11;rgb:1a\u{1b}",
        ] {
            let mut decoder = Decoder::default();
            assert_eq!(decoder.take(half.as_bytes()), []);
            assert_eq!(decoder.waiting(), Waiting::Sequence, "{half:?}");
            assert_eq!(decoder.settle(), [], "{half:?}");
            assert_eq!(decoder.waiting(), Waiting::Nothing);
            assert_eq!(decoder.take(b"q"), [Event::Key(Key::Char('q'))], "{half:?}");
        }
        let mut decoder = Decoder::default();
        assert_eq!(decoder.take(b"\x1b[200~half a paste q"), []);
        assert_eq!(decoder.waiting(), Waiting::Paste);
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
            [Event::Wheel { down: true }, Event::Wheel { down: false }, Event::Click { column: 11, row: 2 }]
        );
        assert_eq!(decoded("\u{1b}[<0;0;3M\u{1b}[<0;3;0M"), [], "columns and rows are counted from 1");
    }

    #[test]
    fn reports_of_the_mouse_in_older_forms_are_no_keys() {
        // A click at column 81 ended the program: 81 + 32 is a q.
        assert_eq!(decoded("\u{1b}[M qq"), [Event::Click { column: 80, row: 80 }]);
        assert_eq!(decoded("\u{1b}[M#!!q"), [Event::Key(Key::Char('q'))], "a button let go");
        assert_eq!(decoded("\u{1b}[M`!!\u{1b}[Ma!!"), [Event::Wheel { down: false }, Event::Wheel { down: true }]);
        assert_eq!(decoded("\u{1b}[32;81;5M"), [Event::Click { column: 80, row: 4 }]);
        let mut decoder = Decoder::default();
        assert_eq!(decoder.take(b"\x1b[M \xffq"), [Event::Click { column: 222, row: 80 }], "bytes that are no letters");
    }

    #[test]
    fn keys_of_the_console_and_of_kitty_are_told() {
        assert_eq!(keys("\u{1b}[[A\u{1b}[[E"), [Key::Function(1), Key::Function(5)]);
        assert_eq!(decoded("\u{1b}[[q"), []);
        assert_eq!(keys("\u{1b}[1;1:1B\u{1b}[1;1:3B\u{1b}[6;1:3~\u{1b}[1;1:2B"), [Key::Down, Key::Down]);
        assert_eq!(
            keys("\u{1b}[113u\u{1b}[113;1:3u\u{1b}[102;5u\u{1b}[27u"),
            [Key::Char('q'), Key::Ctrl('f'), Key::Esc]
        );
        assert_eq!(decoded("\u{1b}[113;3u\u{1b}[57358u"), [], "with Alt; the caps lock key");
    }

    #[test]
    fn an_answer_in_pieces_is_no_key() {
        for answer in [
            "\u{1b}]11;rgb:1a1a/1818/1515\u{1b}\\",
            "\u{1b}P1+r5463=/q\u{1b}\\",
            "\u{1b}_Gi=1;q\u{1b}\\",
            "\u{1b}[?62;22c",
        ] {
            for cut in 2..answer.len() {
                let mut decoder = Decoder::default();
                assert_eq!(decoder.take(&answer.as_bytes()[..cut]), []);
                assert_eq!(decoder.waiting(), Waiting::Sequence, "{answer:?} {cut}");
                assert_eq!(decoder.take(&answer.as_bytes()[cut..]), [], "{answer:?} {cut}");
                assert_eq!(decoder.waiting(), Waiting::Nothing, "{answer:?} {cut}");
                assert_eq!(decoder.take(b"q"), [Event::Key(Key::Char('q'))]);
            }
        }
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
