//! The quick way for alphabetic prose: finds words by classes of bytes, at one cell a character.
//!
//! It finds the same points as the general way, and a property test holds it to that. It declines a text that it can't
//! judge, such as one with an ideograph, a combining mark or a word wider than a line. A blank is found by its class,
//! and the classes of a word's bytes, combined, say how much work it needs: a word of small letters takes one look-up
//! of its hyphens and nothing else.

use super::super::breaks::{At, Break, Breaks};
use super::super::hyphen::{Hyphenator, LONGEST, SHORTEST};
use super::super::opportunity::{is_bound, may_part};
use super::{Cut, DASH, SHORT_PART, WHOLE_PART, begins_sentence, narrow};

/// A small letter of ASCII.
const SMALL: u8 = 1;
/// A capital of ASCII.
const CAPITAL: u8 = 2;
/// A digit or another sign beside which a word is part of a number, of a name in code or of an address.
const TECHNICAL: u8 = 4;
/// Any other sign of ASCII.
const SIGN: u8 = 8;
/// A hyphen, or the first byte of a longer character. Its word is judged character by character.
const SPECIAL: u8 = 16;
/// A further byte of a longer character. It takes no cell.
const FURTHER: u8 = 32;
/// A byte that alphabetic prose does not have. The general way takes over.
const FOREIGN: u8 = 64;
/// The blank between two words.
const BLANK: u8 = 128;

/// The class of each byte. First bytes are those of Latin, Greek and Cyrillic blocks without combining marks, and that
/// of general punctuation.
const CLASSES: [u8; 256] = {
    let mut classes = [FOREIGN; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "it counts to 255")]
        let class = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' | b'_' | b'@' | b'/' | b'=' | b'&' => TECHNICAL,
            b'-' | 0xC2..=0xC9 | 0xCE..=0xD1 | 0xD3 | 0xE2 => SPECIAL,
            b' ' => BLANK,
            b'!'..=b'~' => SIGN,
            0x80..=0xBF => FURTHER,
            _ => FOREIGN,
        };
        classes[byte] = class;
        byte += 1;
    }
    classes
};

/// Finds the points of `text`, which begins at the byte `base` of its block.
///
/// Returns `false` if the text holds something that only the general way can judge. The points are then unusable.
pub(super) fn scan(
    text: &str,
    base: usize,
    cut: Cut,
    hyphenator: Option<&mut Hyphenator>,
    breaks: &mut Breaks,
) -> bool {
    let start = At { byte: narrow(base), cell: 0 };
    breaks.clear();
    breaks.push(Break::start(start));
    let cost = cut.hyphen.unwrap_or(0);
    let mut words = Words {
        text,
        base,
        widest: narrow(cut.widest),
        hyphenator: hyphenator.filter(|_| cut.hyphen.is_some()),
        cost,
        breaks,
        at: start,
        line_start: 0,
        overlong: false,
        starts_sentence: true,
    };
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let mut classes = 0;
        let mut to = bytes.len();
        for (n, byte) in bytes[from..].iter().enumerate() {
            let class = CLASSES[usize::from(*byte)];
            if class == BLANK {
                to = from + n;
                break;
            }
            classes |= class;
        }
        let further = match classes & FURTHER {
            0 => 0,
            _ => narrow(bytes[from..to].iter().filter(|byte| CLASSES[usize::from(**byte)] == FURTHER).count()),
        };
        if classes & FOREIGN != 0 || !words.word(from, to, classes, further) {
            return false;
        }
        if to == bytes.len() {
            return true;
        }
        from = to + 1;
    }
}

/// The scanner: where it is, and what it adds points to.
struct Words<'a> {
    text: &'a str,
    /// The byte of the block at which the text begins.
    base: usize,
    /// The most cells between two points.
    widest: u32,
    /// The hyphenator, if words may be broken and the language has patterns.
    hyphenator: Option<&'a mut Hyphenator>,
    /// The cost of a hyphen.
    cost: u32,
    breaks: &'a mut Breaks,
    /// The position at which the word begins.
    at: At,
    /// The cell after the last point.
    line_start: u32,
    /// Whether a piece is wider than a line, so that the general way must cut it.
    overlong: bool,
    /// Whether the word begins a sentence, so that its capital does not mean a name.
    starts_sentence: bool,
}

impl Words<'_> {
    /// Adds the points of the word between two blanks, and the one at its end. `classes` are those of its bytes, and
    /// `further` counts the bytes that take no cell. Returns whether the quick way can go on.
    #[inline]
    fn word(&mut self, from: usize, to: usize, classes: u8, further: u32) -> bool {
        let cells = narrow(to - from) - further;
        if classes & SPECIAL == 0 {
            // Inside such a word, a line ends only at a hyphen.
            if self.hyphenator.is_some() && to - from >= SHORTEST && classes & TECHNICAL == 0 {
                match classes & CAPITAL {
                    0 => self.hyphenate_plain(from, to),
                    // A plain word with a capital is a name, except where a sentence begins.
                    _ if !self.starts_sentence && classes & SIGN == 0 => {}
                    _ => self.hyphenate_any(from, to),
                }
            }
        } else if !self.special(from, to) {
            return false;
        }
        let end = At { byte: narrow(self.base + to), cell: self.at.cell + cells };
        let last = to == self.text.len();
        let blank = u32::from(!last);
        let next = At { byte: end.byte + blank, cell: end.cell + blank };
        let signed = classes & (SIGN | SPECIAL) != 0;
        if last || !self.binds(to, classes & (SIGN | SPECIAL | TECHNICAL) != 0) {
            let dash = !last && signed && self.text[from..to].ends_with(['-', '‐', '–', '—']);
            self.push(Break::plain(end, next, if dash { DASH } else { 0 }));
            // A title that is bound to its name ends no sentence, although it ends with a period.
            self.starts_sentence = signed && begins_sentence(&self.text[..to]);
        }
        self.at = next;
        !self.overlong
    }

    /// Adds a point, and notes whether the piece before it is too wide.
    #[inline]
    fn push(&mut self, point: Break) {
        self.overlong |= point.end.cell - self.line_start > self.widest;
        self.line_start = point.start.cell;
        self.breaks.push(point);
    }

    /// Returns whether the word before the blank at `to` must stay with the next word.
    #[inline]
    fn binds(&self, to: usize, holds_a_sign: bool) -> bool {
        let next = self.text.as_bytes()[to + 1..].first().copied().unwrap_or(b'a');
        let may_bind = holds_a_sign || matches!(next, b'!' | b'?' | b';' | b':' | 0x80..);
        may_bind && is_bound(self.text, to + 1)
    }

    /// Adds the hyphens of a word of small letters with signs at its ends.
    #[inline]
    fn hyphenate_plain(&mut self, from: usize, to: usize) {
        let bytes = self.text.as_bytes();
        let is_letter = |byte: &u8| byte.is_ascii_lowercase();
        let word = &bytes[from..to];
        let (Some(first), Some(last)) = (word.iter().position(is_letter), word.iter().rposition(is_letter)) else {
            return;
        };
        let (first, end) = (from + first, from + last + 1);
        let Some(hyphenator) = &mut self.hyphenator else { return };
        if end - first < SHORTEST {
            return;
        }
        if end - first > LONGEST || !bytes[first..end].iter().all(is_letter) {
            return self.hyphenate_any(from, to);
        }
        let mut mask = hyphenator.mask(&self.text[first..end]);
        while mask != 0 {
            let point = mask.trailing_zeros();
            mask &= mask - 1;
            let after = narrow(end - first) - point;
            let short = WHOLE_PART.saturating_sub(point) + WHOLE_PART.saturating_sub(after);
            let skipped = narrow(first - from) + point;
            let at = At { byte: narrow(self.base + from) + skipped, cell: self.at.cell + skipped };
            self.push(Break::hyphen(at, self.cost + SHORT_PART * short));
        }
    }

    /// Adds the hyphens of any word, character by character.
    fn hyphenate_any(&mut self, from: usize, to: usize) {
        let Some(hyphenator) = &mut self.hyphenator else { return };
        let piece = &self.text[from..to];
        let mut points = Vec::new();
        hyphenator.hyphenate(piece, self.starts_sentence, |point| points.push(point));
        for point in points {
            self.push_hyphen(from, to, from + point);
        }
    }

    /// Adds the hyphen at the byte `point`, with the cost of the short parts that it makes.
    fn push_hyphen(&mut self, from: usize, to: usize, point: usize) {
        let letters = |part: &mut dyn Iterator<Item = char>| {
            narrow(part.take_while(|c| c.is_alphabetic()).take(WHOLE_PART as usize).count())
        };
        let (before, after) = self.text[from..to].split_at(point - from);
        let short = 2 * WHOLE_PART - letters(&mut before.chars().rev()) - letters(&mut after.chars());
        let cell = self.at.cell + narrow(self.text[self.at.byte as usize - self.base..point].chars().count());
        let at = At { byte: narrow(self.base + point), cell };
        self.push(Break::hyphen(at, self.cost + SHORT_PART * short));
    }

    /// Adds the points inside a word with dashes, capitals or letters beyond ASCII. The word's beginning moves past
    /// each dash after which a line may end. Returns whether the quick way can go on.
    fn special(&mut self, from: usize, to: usize) -> bool {
        let word = &self.text[from..to];
        // The first byte of general punctuation begins other signs too.
        if !word.chars().all(|c| c < '\u{500}' || matches!(c, '‐'..='—' | '‘'..='‟' | '…')) {
            return false;
        }
        let (start, sentence) = (self.at, self.starts_sentence);
        let mut piece = from;
        let mut told = self.text[..from].chars().rev();
        let (mut previous, mut before) = (told.next(), told.next());
        for (at, next) in word.char_indices() {
            let at = from + at;
            if at > from
                && let Some(p) = previous
                && may_part(before, p, next)
                && !is_bound(self.text, at)
            {
                self.hyphenate_any(piece, at);
                let cells = narrow(self.text[piece..at].chars().count());
                let end = At { byte: narrow(self.base + at), cell: self.at.cell + cells };
                let dash = matches!(p, '-' | '‐' | '–' | '—');
                self.push(Break::plain(end, end, if dash { DASH } else { 0 }));
                self.at = end;
                self.starts_sentence = begins_sentence(&self.text[..at]);
                piece = at;
            }
            before = previous;
            previous = Some(next);
        }
        self.hyphenate_any(piece, to);
        self.at = start;
        self.starts_sentence = sentence;
        true
    }
}
