//! From the bytes that a terminal sends to keys, pastes and turns of the wheel.
//!
//! The sequences are told apart by `vte`, the parser of Alacritty, which swallows what it does not know whole: a terminal's late
//! answer, or one that nobody asked for, becomes no key. What has begun and not ended is settled when no more bytes come: the
//! Esc key, which is the beginning of a sequence, soon, and half a sequence late, since a slow line may part it anywhere. The
//! decoder knows no clock: whoever has one asks what is waited for, and tells that nothing has come.

use vte::{Params, Parser, Perform};

use crate::app::Event;
use crate::config::Key;
use crate::theme::{Rgb, Variant};

/// The most characters of a paste that are taken: a prompt takes fewer.
const LONGEST_PASTE: usize = 4096;

/// So many characters that come in one go were not typed: they are a paste from a terminal that does not mark pastes. A key
/// that is held down for two seconds while a line is stuck makes fewer.
const BURST: usize = 64;

/// Turns bytes into events, however they are cut into pieces.
#[derive(Default)]
pub(in crate::terminal) struct Decoder {
    parser: Parser,
    found: Sequence,
    /// Whether more has come in one go than anyone types, and no pause since.
    bursting: bool,
    /// The byte after the Esc with which an answer may have begun, as long as its first bytes may still tell that it is none.
    opening: Option<u8>,
}

/// What has been found in the bytes.
#[derive(Default)]
struct Sequence {
    events: Vec<Event>,
    /// The text of a paste that has begun.
    paste: Option<String>,
    /// Bytes of a sequence that has begun; its introducer among them.
    begun: usize,
    /// What the next letter means, after an introducer that `vte` takes for a whole sequence.
    next: Next,
    /// The bytes of a mouse report of X10's form that have come.
    report: Vec<u8>,
    /// The cell in which the left button was pressed, and whether it has been moved to another since.
    pressed: Option<((u16, u16), bool)>,
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
            if self.opening.take_if(|opening| !begins_answer(*opening, *byte)).is_some() {
                // A key with Alt, which asks for nothing. What follows is typed, and must not wait for the end of a string.
                self.parser = Parser::new();
                self.found.begun = 0;
            }
            self.opening = self.opening.take_if(|opening| *opening == b']' && byte.is_ascii_digit());
            let begun = self.found.begun;
            if *byte == 0x1b {
                self.found.begun = 1;
            }
            if begun == 1 && (b"]PX^_".contains(byte) || (b' '..=b'/').contains(byte)) {
                self.opening = Some(*byte);
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
        (self.found.begun, self.found.next, self.bursting, self.opening) = (0, Next::Letter, false, None);
        self.found.report.clear();
        std::mem::take(&mut self.found.events)
    }

    /// No more bytes have come for long: a paste whose end was lost has ended.
    pub(in crate::terminal) fn end_paste(&mut self) -> Vec<Event> {
        self.found.end_paste();
        std::mem::take(&mut self.found.events)
    }
}

/// Returns whether a byte goes on with what a terminal answers after an Esc and another byte. The same two bytes are sent for a key
/// with Alt.
fn begins_answer(opening: u8, byte: u8) -> bool {
    match opening {
        // OSC: a number, and what it tells behind a semicolon.
        b']' => byte.is_ascii_digit() || matches!(byte, b';' | 0x1b | 0x07),
        // DCS: numbers, or a sign that stands before the letter of the answer.
        b'P' => byte.is_ascii_digit() || b">!=+$;".contains(&byte),
        // APC: kitty's pictures.
        b'_' => byte == b'G',
        // No terminal sends the others.
        _ => false,
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

impl Sequence {
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
                self.pressed = Some(((column, row), false));
            }
            // The left button is held and moved.
            (32, Some(column), Some(row)) if self.paste.is_none() => {
                if let Some((from, moved)) = &mut self.pressed
                    && (*moved || *from != (column, row))
                {
                    *moved = true;
                    self.events.push(Event::Drag { from: *from, to: (column, row) });
                }
            }
            (0, Some(_), Some(_)) => {
                if let Some(((column, row), false)) = self.pressed.take() {
                    self.events.push(Event::Click { column, row });
                }
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
            self.old_mouse(button, at);
        }
    }

    /// A report of one of the older forms, in which every button that is let go is the same: a press is a click.
    fn old_mouse(&mut self, button: u16, at: (u16, u16)) {
        self.mouse(button, at, true);
        if button == 0 {
            self.mouse(button, at, false);
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

impl Perform for Sequence {
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
                self.old_mouse(number(0).saturating_sub(32), (number(1), number(2)));
            }
            (b"", 'M') => (self.next, self.begun) = (Next::Report, 2),
            (b"", '[') => (self.next, self.begun) = (Next::ConsoleKey, 2),
            (b"", 'u') if !alt => {
                // With Ctrl, what counts is where the key lies: kitty tells the US letter there after the key's own and its shifted one.
                let ctrl = modifiers & 4 != 0;
                let base =
                    params.iter().next().and_then(|param| param.get(2)).copied().filter(|base| ctrl && *base > 0);
                self.coded_key(base.unwrap_or(number(0)), ctrl);
            }
            (b"", '~') if number(0) == 200 => self.paste = Some(String::new()),
            (b"", '~') if number(0) == 201 => self.end_paste(),
            // The ground has changed (mode 2031), or the window has come to the front (mode 1004).
            (b"?", 'n') if number(0) == 997 && self.paste.is_none() => match number(1) {
                1 => self.events.push(Event::Ground(Variant::Dark)),
                2 => self.events.push(Event::Ground(Variant::Light)),
                _ => {}
            },
            (b"", 'I') if params.len() <= 1 && self.paste.is_none() => self.events.push(Event::Focused),
            (b"", 'O') if params.len() <= 1 && self.paste.is_none() => self.events.push(Event::Blurred),
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

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        self.begun = 0;
        // The answer to what the ground is. Within a paste it would be somebody's text.
        if let ([b"11", colour], None) = (params, &self.paste)
            && let Some(ground) = variant(colour)
        {
            self.events.push(Event::Ground(ground));
        }
    }

    fn unhook(&mut self) {
        self.begun = 0;
    }
}

/// Returns whether a colour as xterm tells it, `rgb:ffff/ffff/ffff` with one to four digits each, is dark or light.
fn variant(colour: &[u8]) -> Option<Variant> {
    let text = str::from_utf8(colour).ok()?;
    let digits = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let component = |digits: &str| {
        let value = u32::from_str_radix(digits, 16).ok().filter(|_| (1..=4).contains(&digits.len()))?;
        let most = (1_u32 << (4 * digits.len())) - 1;
        u8::try_from(value * 255 / most).ok()
    };
    let mut components = digits.split('/').map(component);
    let ground = Rgb(components.next()??, components.next()??, components.next()??);
    // Middle grey, as the eye sees it.
    Some(if ground.luminance() < 0.18 { Variant::Dark } else { Variant::Light })
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
mod tests;
