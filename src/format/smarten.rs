//! Sets straight quotes, double hyphens and three periods as a printer does, a paragraph at a time.
//!
//! A double quote opens after a blank, a bracket or a dash, and closes elsewhere; so a speech that runs over paragraphs, each of
//! which begins with a quote, comes out right. A single quote between letters is an apostrophe. One before a letter opens,
//! unless nothing closes it or the word is known to begin with an apostrophe.

use std::ops::Range;

use super::quotes::Quotes;
use crate::document::Language;

/// Words that are written with an apostrophe for what is left out at their beginning.
const ELIDED: [&str; 27] = [
    "tis", "twas", "twere", "twould", "twill", "twixt", "tween", "em", "im", "er", "til", "till", "cause", "cos",
    "bout", "round", "neath", "gainst", "nother", "nuff", "n", "ere", "ow", "appen", "ope", "e", "d",
];

/// How far a closing quote is looked for, in bytes: some two pages.
const FAR: usize = 4096;

/// How a language is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Printer {
    quotes: Quotes,
    /// The dash that begins a speech.
    speech: &'static str,
    /// The dash that a hyphen between blanks stands for; `None` where it may stay.
    dash: Option<&'static str>,
}

impl Printer {
    /// Returns how a language is set; English if it is not known.
    pub(super) fn of(language: Option<Language>) -> Self {
        let speech = Quotes::speech(language);
        let english = language.is_none_or(|language| language.primary() == "en");
        let dash = if speech.starts_with('—') { "—" } else { "–" };
        Self { quotes: Quotes::of(language), speech, dash: Some(dash).filter(|_| !english) }
    }

    /// Returns whether the language begins speeches with a dash of its own rather than with quotes.
    pub(super) fn marks_speech(self) -> bool {
        self.speech.starts_with('—')
    }
}

/// Whether a byte may be one to be set.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b'-' | b'.' | b',' | b'<' | b'>')
}

/// What has been set of a paragraph, and where its speeches stand.
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one place")]
struct Setter<'a> {
    text: &'a str,
    printer: Printer,
    in_speech: bool,
    /// Whether a quotation within it is open.
    in_inner: bool,
    /// Where the open speech began, for what stands in it; and up to where no single quote that closes was found.
    speech: usize,
    searched: usize,
    /// Whether the paragraph is a speech that a dash begins, and whether words about it are open that a dash begins, too.
    dashes: bool,
    aside: bool,
}

/// A sign that stands for typed ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) sign: &'static str,
}

/// Appends a paragraph with the signs of a printer.
pub(super) fn smarten(text: &str, printer: Printer, set: &mut String) {
    let mut from = 0;
    for Edit { range, sign } in edits(text, printer) {
        set.push_str(&text[from..range.start]);
        set.push_str(sign);
        from = range.end;
    }
    set.push_str(&text[from..]);
}

/// Returns the signs of a printer that a paragraph gets, in order.
pub(super) fn edits(text: &str, printer: Printer) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut setter = Setter {
        text,
        printer,
        in_speech: false,
        in_inner: false,
        speech: 0,
        searched: 0,
        dashes: false,
        aside: false,
    };
    let (mut at, mut all) = (0, Vec::new());
    let addressed = memchr::memmem::find(bytes, b"://").is_some() || memchr::memmem::find(bytes, b"www.").is_some();
    if let Some(end) = speech_begins(text, printer) {
        at = end;
        all.push(Edit { range: 0..end, sign: printer.speech });
        setter.dashes = true;
    }
    while let Some(next) = bytes[at..].iter().position(|byte| is_special(*byte)) {
        at += next;
        if addressed && let Some(end) = address_end(text, at) {
            at = end;
            continue;
        }
        let (sign, length) = setter.sign(at);
        let (mut start, mut end) = (at, at + length);
        // A mark that brings its own blank takes the typed one.
        if sign.starts_with('\u{A0}') {
            start = text[..start].trim_end_matches(' ').len();
        }
        if sign.ends_with('\u{A0}') {
            end = text.len() - text[end..].trim_start_matches(' ').len();
        }
        // In Spanish a dash stands at the words that it sets off.
        if sign == "—"
            && length == 1
            && printer.speech == "—"
            && text[end..].starts_with(' ')
            && text[..start].ends_with(' ')
        {
            if setter.aside {
                end = text.len() - text[end..].trim_start_matches(' ').len();
            } else {
                start = text[..start].trim_end_matches(' ').len();
            }
        }
        // Blanks that another sign has taken are gone.
        start = start.max(all.last().map_or(0, |before: &Edit| before.range.end));
        if text[start..end] != *sign {
            all.push(Edit { range: start..end, sign });
        }
        at = end;
    }
    all
}

/// Where the words of a paragraph begin that is a speech, behind the hyphens that its dash was typed as.
fn speech_begins(text: &str, printer: Printer) -> Option<usize> {
    if let Some(rest) = ["- ", "-- ", "\u{2013} "].iter().find_map(|lead| text.strip_prefix(lead)) {
        return Some(text.len() - rest.trim_start_matches(' ').len());
    }
    // “--Et le chien ?”
    let doubled = || text.strip_prefix("--").is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if printer.marks_speech() && printer.speech.ends_with('\u{A0}') && doubled() {
        return Some(2);
    }
    // Spanish sets no blank, and some type none.
    (printer.marks_speech() && is_glued_speech(text)).then_some(1)
}

impl Setter<'_> {
    /// Returns the sign for what is typed at a byte, and how many bytes it stands for.
    fn sign(&mut self, at: usize) -> (&'static str, usize) {
        let rest = &self.text.as_bytes()[at..];
        match rest[0] {
            b'"' | b'\'' if prime(self.text, at).is_some() => (prime(self.text, at).unwrap_or_default(), 1),
            b'"' => (self.double(at), 1),
            b'\''
                if rest.starts_with(b"\'\'")
                    && !rest.starts_with(b"\'\'\'")
                    && self.in_speech
                    && self.ends_word(at, 2) =>
            {
                (self.end(), 2)
            }
            b',' if rest.starts_with(b",,") && after(self.text, at + 1).is_some_and(char::is_alphanumeric) => {
                (self.begin(at), 2)
            }
            b'<' if rest.starts_with(b"<<") && !rest.starts_with(b"<<<") => {
                // In German >>what<< ends with those that begin elsewhere.
                let ends = self.in_speech && before(self.text, at).is_some_and(|c| !c.is_whitespace());
                (if ends { self.end() } else { self.begin(at) }, 2)
            }
            b'>' if rest.starts_with(b">>") && self.in_speech => (self.end(), 2),
            b'>' if rest.starts_with(b">>") && after(self.text, at + 1).is_some_and(char::is_alphanumeric) => {
                (self.begin(at), 2)
            }
            b'-' => match rest.iter().take_while(|byte| **byte == b'-').count() {
                1 if self.dashes || self.printer.dash.is_some() => self.inner_dash(at),
                1 => ("-", 1),
                2 if self.is_range(at) => ("–", 2),
                2 if self.is_parted(at, 2) && self.printer.dash.is_some() => (self.printer.dash.unwrap_or("—"), 2),
                run @ 2..=3 => ("—", run),
                // Four and more stand for a name or a word that is not told.
                run => ("——", run),
            },
            // Five and more lead to a number of a table of contents.
            b'.' if rest.starts_with(b".....") || before(self.text, at) == Some('.') => (".", 1),
            b'.' if rest.starts_with(b"...") => ("…", 3),
            b'.' => (".", 1),
            b',' => (",", 1),
            b'<' => ("<", 1),
            b'>' => (">", 1),
            _ => (self.single(at), 1),
        }
    }

    /// Whether a double hyphen stands between two numbers.
    fn is_range(&self, at: usize) -> bool {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(before(self.text, at)) && digit(after(self.text, at + 1))
    }

    /// Whether blanks stand on both sides of a sign of so many bytes.
    fn is_parted(&self, at: usize, length: usize) -> bool {
        before(self.text, at) == Some(' ') && after(self.text, at + length - 1) == Some(' ')
    }

    fn double(&mut self, at: usize) -> &'static str {
        // Chinese and Japanese have no blanks: quotes begin and end in turn.
        let unspaced = before(self.text, at).is_some_and(is_unspaced) && after(self.text, at).is_some_and(is_unspaced);
        if opens(self.text, at, self.in_speech) || unspaced && !self.in_speech { self.begin(at) } else { self.end() }
    }

    fn begin(&mut self, at: usize) -> &'static str {
        (self.in_speech, self.speech) = (true, at);
        self.printer.quotes.open(1)
    }

    fn end(&mut self) -> &'static str {
        self.in_speech = false;
        self.printer.quotes.close(1)
    }

    /// Whether a sign of so many bytes stands behind a word's last letter.
    fn ends_word(&self, at: usize, length: usize) -> bool {
        let word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
        before(self.text, at).is_some_and(|c| !c.is_whitespace())
            && after(self.text, at + length - 1).is_none_or(|c| !word(c))
    }

    /// A hyphen within a speech that a dash begins: between blanks it is a dash too.
    fn inner_dash(&mut self, at: usize) -> (&'static str, usize) {
        let (before, after) = (before(self.text, at), after(self.text, at));
        let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let dash = self.printer.speech.trim_end_matches('\u{A0}');
        if blank(before) && blank(after) {
            let digit = |text: &str, back: bool| {
                let near = if back { text.trim_end().chars().next_back() } else { text.trim_start().chars().next() };
                near.is_some_and(|c| c.is_ascii_digit() || matches!(c, '—' | '–' | '-'))
            };
            // “5 - 3” is a sum, and “— -” a dash already.
            let sum = digit(&self.text[..at], true) && digit(&self.text[at + 1..], false);
            if sum && !self.dashes {
                return ("-", 1);
            }
            self.aside = !self.aside;
            return (if self.dashes { dash } else { self.printer.dash.unwrap_or("-") }, 1);
        }
        // “- Пойдём,- сказал он.”
        if self.dashes && blank(after) && before.is_some_and(|c| ",.!?…".contains(c)) {
            self.aside = !self.aside;
            return (if dash.starts_with('—') { " —" } else { " –" }, 1);
        }
        // “-Bastante -dijo él-. Mañana.”
        let begins = blank(before) && after.is_some_and(char::is_alphabetic);
        let ends = before.is_some_and(|c| c.is_alphanumeric() || ".!?…".contains(c))
            && after.is_none_or(|c| c.is_whitespace() || ".,;:!?…".contains(c));
        if self.dashes && self.printer.marks_speech() && (begins || ends && self.aside) {
            self.aside = begins;
            return ("—", 1);
        }
        ("-", 1)
    }

    fn single(&mut self, at: usize) -> &'static str {
        let speech = Some(self.speech).filter(|start| self.in_speech && *start < at);
        let sign = single(self.text, at, speech, &mut self.searched);
        if sign == "‘" {
            self.in_inner = true;
            return self.printer.quotes.open(2);
        }
        if self.in_inner && self.ends_word(at, 1) {
            self.in_inner = false;
            return self.printer.quotes.close(2);
        }
        sign
    }
}

/// Whether a paragraph is a speech whose dash is a hyphen at its first word: `-Bastante -dijo.`
fn is_glued_speech(text: &str) -> bool {
    let begins = |c: char| c.is_uppercase() || matches!(c, '¿' | '¡');
    text.strip_prefix('-').is_some_and(|rest| rest.starts_with(begins))
}

/// The prime that a quote behind a number is: of feet and inches, of degrees. A number alone may end a speech.
fn prime(text: &str, at: usize) -> Option<&'static str> {
    let digits = |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let before = &text[..at];
    let own = digits(before);
    if own == 0 || own > 3 {
        return None;
    }
    let rest = &before[..before.len() - own];
    if text[at..].starts_with('"') {
        let feet = rest.trim_end_matches(' ').strip_suffix(['\'', '′', '’'])?;
        return (digits(feet) > 0).then_some("″");
    }
    let inches = text[at + 1..].trim_start_matches(' ');
    let inch = inches.trim_start_matches(|c: char| c.is_ascii_digit());
    let measured = inch.len() < inches.len() && inch.starts_with('"') && inches.len() - inch.len() <= 2;
    (rest.ends_with('°') || measured).then_some("′")
}

/// Where the address of the web ends that a byte stands in.
fn address_end(text: &str, at: usize) -> Option<usize> {
    /// A longer word is no address.
    const LONGEST: usize = 2000;
    let near = text.ceil_char_boundary(at.saturating_sub(LONGEST))..text.floor_char_boundary(at + LONGEST);
    let start = text[near.start..at].rfind(char::is_whitespace).map_or(near.start, |blank| near.start + blank + 1);
    let start = text.ceil_char_boundary(start);
    let end = text[at..near.end].find(char::is_whitespace).map_or(near.end, |end| at + end);
    let word = &text[start..end];
    let address = word.find("://").or_else(|| word.find("www."));
    // A full stop and a quote at its end are the sentence's.
    let inner = start + word.trim_end_matches(['"', '\'', '.', ',', ')', '>']).len();
    let within = address.is_some_and(|from| at >= start + from) && at < inner;
    within.then_some(inner)
}

/// Whether a text has nothing to be set.
pub(super) fn is_plain(text: &str) -> bool {
    // A hyphen or a period alone is as it should be. Every line is asked, so that it is gone through once.
    let bytes = text.as_bytes();
    let next = |at: usize| bytes.get(at + 1);
    let set = |(at, byte): (usize, &u8)| match byte {
        b'"' | b'\'' | b'`' => true,
        b'-' => at == 0 || next(at) == Some(&b'-') || next(at) == Some(&b' ') && bytes[at - 1] == b' ',
        b'<' | b'>' | b',' => next(at) == Some(byte),
        b'.' => next(at) == Some(&b'.') && next(at + 1) == Some(&b'.'),
        _ => false,
    };
    !bytes.iter().enumerate().any(set)
}

/// Whether a sign is of a script that has no blanks between words, or ends its words with more than one letter as Korean does.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

fn after(text: &str, at: usize) -> Option<char> {
    text[at + 1..].chars().next()
}

/// Whether what stands before a quote lets it open.
fn leads(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || "([{—–-_*“‘\"'/".contains(c))
}

fn opens(text: &str, at: usize, in_speech: bool) -> bool {
    let before_it = before(text, at);
    let dots = text[at + 1..].starts_with("...") || text[at + 1..].starts_with('…');
    let closes = |rest: &str| rest.chars().next().is_none_or(|c| c.is_whitespace() || ".,;:!?)]}".contains(c));
    let rest = &text[at + 1..];
    // Before another quote that closes, a dash or the star of a note: if a sign or a speech lets it.
    let sign = before_it.is_some_and(|c| ".,!?…".contains(c));
    let nested_end =
        sign && rest.starts_with(['\'', '’', '*']) && closes(&rest[rest.chars().next().map_or(0, char::len_utf8)..]);
    let broken_off = in_speech && before_it == Some('_') && rest.starts_with(['-', '—']);
    let ends = !dots && (closes(rest) || nested_end || broken_off);
    // Typed with a blank between the quotes, a speech that begins with a quotation.
    let nested = !in_speech && leads(before_it) && text[at + 1..].trim_start_matches(' ').starts_with('\'');
    let ends = ends && !nested;
    // After a dash that breaks a speech off a quote closes it.
    let dash = before_it.is_some_and(|c| matches!(c, '-' | '—'));
    // A blank that was forgotten: after a sign, outside a speech, before a letter.
    let forgotten = !in_speech && !ends && before_it.is_some_and(|c| !c.is_alphanumeric());
    (leads(before_it) || forgotten)
        && !ends
        && !(dash && in_speech)
        && !(dots && in_speech && before_it.is_some_and(|c| !c.is_whitespace()))
}

/// A single quote: one that opens, or an apostrophe, which is one that closes too. `speech` is where the open speech began.
fn single(text: &str, at: usize, speech: Option<usize>, searched: &mut usize) -> &'static str {
    let after_it = after(text, at);
    // Typed as one that opens.
    if text.as_bytes()[at] == b'`' && !before(text, at).is_some_and(char::is_alphanumeric) {
        return "‘";
    }
    // ''Tis late,' she said: the second sign stands for a letter, the first one opens what is said.
    if leads(before(text, at)) && text[at + 1..].strip_prefix('\'').is_some_and(|rest| elided(rest).is_some()) {
        return "‘";
    }
    if !leads(before(text, at)) || after_it.is_none_or(|c| !c.is_alphanumeric() && !"\"“_*".contains(c)) {
        return "’";
    }
    let rest = &text[at + 1..];
    // “Ik heb ’m gezien”, “’s Avonds”
    let letter = rest.starts_with(['m', 's', 't', 'n', 'k', 'r']) && rest[1..].starts_with(char::is_whitespace);
    if letter {
        return "’";
    }
    // '90s
    if rest.as_bytes().iter().take(2).filter(|byte| byte.is_ascii_digit()).count() == 2 {
        return "’";
    }
    if let Some(end) = elided(rest) {
        // A quote right behind the word quotes it: ‘em’ is, rock ’n’ roll is not.
        let quoted = end > 1 && rest[end..].starts_with('\'') && !rest[end + 1..].starts_with(char::is_alphanumeric);
        if !quoted {
            return "’";
        }
    }
    let end = text.floor_char_boundary(at + 1 + FAR);
    let from = (*searched).max(at + 1);
    if from < end && is_closed(text, at + 1, from..end, speech.is_some()) {
        return "‘";
    }
    *searched = (*searched).max(end);
    // A letter that is read out over several paragraphs: its quotation and the speech begin together, and neither ends here.
    let together = speech.is_some_and(|start| text[start + 1..at].trim().is_empty());
    let goes_on = together && memchr::memchr(b'"', &text.as_bytes()[at..]).is_none();
    if goes_on && !text[at..].contains('”') { "‘" } else { "’" }
}

/// Returns the bytes of the word with which a text begins, if its first letters are left out as in ’Tis.
fn elided(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let word = &text[..text.floor_char_boundary(end.min(8))];
    (word.is_ascii() && ELIDED.iter().any(|known| known.eq_ignore_ascii_case(word))).then_some(end)
}

/// Whether a single quote that may close what begins here stands further on, within the same speech.
fn is_closed(text: &str, start: usize, searched: Range<usize>, in_speech: bool) -> bool {
    let near = &text[start..searched.end];
    let from = text.floor_char_boundary(searched.start) - start;
    for (n, c) in near[from..].char_indices().map(|(n, c)| (from + n, c)).filter(|(n, _)| *n > 0) {
        match c {
            '"' | '”' if in_speech => return false,
            '\'' | '’' => {
                let before = before(near, n);
                let after = near[n + c.len_utf8()..].chars().next();
                let word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
                let closes = !before.is_some_and(char::is_whitespace) && !after.is_some_and(word);
                // The ending of a plural's owner looks the same; after an s it says little, unless a sign stands with it.
                // Within a word or two it is a quotation of them.
                let far = || near[..n].split_whitespace().nth(2).is_some();
                let owner = before == Some('s') && after.is_some_and(char::is_whitespace) && far();
                if closes && !owner {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests;
