//! What kind of text a plain text is: how its paragraphs are told from each other.
//!
//! It is decided once, from the sample of a text's beginning, by counting lines. Nothing here knows what a line says, but for
//! whether it ends a sentence.

use super::heading;
use super::row::{LONG, Row, columns, first_word, indent, trimmed};

/// How the paragraphs of a text are told from each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum TextShape {
    /// By blank rows.
    #[default]
    BlankRows,
    /// Each line is one.
    Lines,
    /// By the indents of their first lines.
    Indents,
    /// By lines that end early, and a sentence with them.
    Wrapped,
    /// By wide gaps or lines that end early: a blank row stands behind every line.
    DoubleSpaced,
    /// The lines are the author's.
    Verse,
    /// Subtitles: numbers, times and a line or two.
    Cues,
}

/// The fewest lines that tell how a text is laid out.
const FEWEST: usize = 6;

impl TextShape {
    /// Returns the shape of this name, as an option has it.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "blank-rows" => Some(Self::BlankRows),
            "lines" => Some(Self::Lines),
            "indents" => Some(Self::Indents),
            "wrapped" => Some(Self::Wrapped),
            "verse" => Some(Self::Verse),
            _ => None,
        }
    }

    /// Returns how the text is laid out, for people to read.
    pub(super) fn reason(self, wrap: usize) -> String {
        match self {
            Self::BlankRows if wrap > LONG => "paragraphs parted by blank rows".to_owned(),
            Self::BlankRows => format!("wrapped at {wrap}, parted by blank rows"),
            Self::Lines => "one paragraph a line".to_owned(),
            Self::Indents => format!("wrapped at {wrap}, paragraphs by indent"),
            Self::Wrapped => format!("wrapped at {wrap}, paragraphs by short lines"),
            Self::DoubleSpaced => format!("double-spaced, wrapped at {wrap}"),
            Self::Verse => "verse".to_owned(),
            Self::Cues => "subtitles".to_owned(),
        }
    }

    /// Returns the shape of a text, given the rows of a sample and the width at which it was wrapped.
    pub(super) fn of(rows: &[Row<'_>], wrap: usize) -> Self {
        let counts = Counts::of(rows, wrap);
        let Counts { lines, groups, .. } = counts;
        let share = |count: usize, percent: usize| count * 100 >= lines * percent;
        if counts.times >= 2 && counts.times * 6 >= lines {
            return Self::Cues;
        }
        if counts.stamps == lines && lines >= 2 {
            return Self::Lines;
        }
        if lines < FEWEST {
            // Where each line is a sentence, and none of them was wrapped.
            let few = groups == 1 && lines >= 3 && share(counts.ends, 100) && counts.goes_on == 0;
            return if few { Self::Lines } else { Self::BlankRows };
        }
        let wraps = (40..=LONG).contains(&wrap);
        // A sentence that a blank row cuts goes on in small letters.
        if lines * 10 <= groups * 13 && wraps && counts.cut >= 4 && share(counts.cut, 20) {
            return Self::DoubleSpaced;
        }
        // Where no other line follows such a one, they are centred, or a table of contents.
        let open = counts.openings * 4 >= counts.indented;
        let indents = share(counts.indented, 8) && !share(counts.indented, 85) && lines >= groups * 4 && open;
        if wraps && counts.is_wrapped() {
            return if indents { Self::Indents } else { Self::Wrapped };
        }
        if lines < groups * 3 {
            return Self::BlankRows;
        }
        // Some texts are wrapped at more columns than a page has: nearly all lines reach the same width.
        let long = if counts.is_wide(wrap) { 0 } else { counts.long };
        // Wrapped prose ends a sentence at one line of four.
        let all_end = share(counts.ends, 80);
        let uneven = !share(counts.full, 50) || share(long, 10);
        if share(long, 20) || share(counts.speakers, 80) || share(counts.ends, 92) || all_end && uneven {
            return Self::Lines;
        }
        if indents {
            return Self::Indents;
        }
        // Long paragraphs between blank rows are no reason to look for others.
        if lines >= groups * 25 && share(counts.full, 50) { Self::Wrapped } else { Self::BlankRows }
    }
}

/// Returns whether each of some lines between two gaps is a paragraph, by whatever tells it.
pub(super) fn are_apart(lines: &[&str], wrap: usize) -> bool {
    are_paragraphs(lines) || are_wide_paragraphs(lines, wrap) || are_unequal_sentences(lines, wrap)
}

/// Returns whether lines between two gaps are paragraphs of their own, in a text whose paragraphs are parted by blank rows.
pub(super) fn are_paragraphs(lines: &[&str]) -> bool {
    /// A title is no longer.
    const SHORT: usize = 60;
    let long = || lines.iter().any(|line| line.len() > LONG && line.chars().nth(LONG).is_some());
    let ends = || lines.iter().filter(|line| ends_sentence(line)).count();
    let whole = || lines.iter().all(|line| line.len() <= SHORT || ends_sentence(line));
    lines.len() >= 2 && long() && (ends() * 10 >= lines.len() * 8 || whole() && ends() * 2 >= lines.len())
        || lines.len() >= 4 && is_spoken(lines[0]) && are_spoken(lines)
}

/// Returns whether each of some lines is a paragraph, in a text whose lines are as long as paragraphs: all of them end sentences, and
/// one is much longer than another. Lines of verse are of nearly one length, and few sentences end with each.
fn are_unequal_sentences(lines: &[&str], wrap: usize) -> bool {
    const TIMES: usize = 3;
    let lengths = || lines.iter().map(|line| columns(line));
    let unequal = lengths().max().unwrap_or(0) >= TIMES * lengths().min().unwrap_or(0);
    wrap > LONG && unequal && lines.iter().all(|line| ends_sentence(line) && indent(line) < 2)
}

/// Returns whether lines between two gaps were wrapped, in a text where each line is a paragraph: they reach the same width, and few
/// of them end a sentence.
pub(super) fn are_wrapped(lines: &[&str]) -> bool {
    /// Nobody wraps a paragraph at fewer columns.
    const NARROWEST: usize = 40;
    let [all @ .., _] = lines else { return false };
    let width = |line: &&str| line.trim_end().chars().count();
    let widest = all.iter().map(width).max().unwrap_or(0);
    let even = || all.iter().filter(|line| width(line) * 5 >= widest * 4).count() * 10 >= all.len() * 9;
    let ends = || all.iter().filter(|line| ends_sentence(line)).count() * 2 <= all.len();
    all.len() >= 2 && (NARROWEST..=LONG).contains(&widest) && even() && ends()
}

/// Whether nearly all lines are what somebody says in a chat or a play.
fn are_spoken(lines: &[&str]) -> bool {
    let spoken = lines.iter().filter(|line| is_spoken(line)).count();
    spoken * 10 >= lines.len() * 8
}

/// What is counted in a text.
#[derive(Debug, Default)]
struct Counts {
    lines: usize,
    /// The groups of lines between gaps.
    groups: usize,
    /// Lines that end a sentence, that are longer than any wrapped one, and that reach to the width.
    ends: usize,
    long: usize,
    full: usize,
    /// Lines that stand in by themselves, and those of them that a line at the edge follows.
    indented: usize,
    openings: usize,
    /// Lines that begin with somebody's name, with the times of a subtitle, and with the time when somebody wrote them.
    speakers: usize,
    times: usize,
    stamps: usize,
    /// Lines that another one follows at once.
    pairs: usize,
    /// Of these, lines that end early: with a sentence, and within one.
    early: usize,
    broken: usize,
    /// Of these, lines that had no room for more, and end within a sentence.
    goes_on: usize,
    /// Lines that end within a sentence, which goes on behind a blank row.
    cut: usize,
}

impl Counts {
    /// Whether the lines were wrapped at a width beyond that of any page.
    fn is_wide(&self, wrap: usize) -> bool {
        /// No more columns stand on a wide screen.
        const WIDEST: usize = 160;
        (LONG..=WIDEST).contains(&wrap) && self.full * 10 >= self.lines * 6 && self.ends * 2 < self.lines
    }

    /// Whether wrapped paragraphs end at lines that end early: those do so with a sentence.
    fn is_wrapped(&self) -> bool {
        const FEWEST: usize = 3;
        self.early >= FEWEST
            && self.early * 8 >= self.pairs
            && self.broken * 10 <= self.early
            && self.goes_on * 5 >= self.pairs
    }

    /// Counts how a line leads on to the next row.
    fn count_end(&mut self, line: &str, ends: bool, following: &[Row<'_>], wrap: usize) {
        let small = |next: &str| next.trim_start().starts_with(char::is_lowercase);
        match *following {
            [Row::Text(next), ..] => {
                self.pairs += 1;
                match (ends_early(line, next, wrap), ends) {
                    (true, true) if !small(next) => self.early += 1,
                    (true, _) => self.broken += 1,
                    (false, false) => self.goes_on += 1,
                    (false, true) => {}
                }
            }
            // A word alone is a page's number or a cry.
            [Row::Gap(1), Row::Text(next), ..] if trimmed(line).contains(' ') && trimmed(next).contains(' ') => {
                self.cut += usize::from(!ends && small(next));
            }
            _ => {}
        }
    }

    fn of(rows: &[Row<'_>], wrap: usize) -> Self {
        let mut counts = Self { groups: 1, ..Self::default() };
        for (nth, row) in rows.iter().enumerate() {
            let line = match *row {
                Row::Text(line) => line,
                Row::Gap(_) | Row::Ornament | Row::Underline | Row::PageEnd => {
                    counts.groups += 1;
                    continue;
                }
            };
            // A heading is no line of prose, and tells nothing of it.
            if line.len() <= 80 && (heading::level(line).is_some() || heading::bare_number(line).is_some()) {
                continue;
            }
            let (columns, ends) = (columns(line), ends_sentence(line));
            counts.lines += 1;
            counts.ends += usize::from(ends);
            counts.long += usize::from(columns > LONG);
            counts.full += usize::from(columns <= wrap && columns * 5 >= wrap * 4);
            if indent(line) >= 2 {
                counts.indented += 1;
                counts.openings += usize::from(matches!(rows.get(nth + 1), Some(Row::Text(next)) if indent(next) < 2));
            }
            counts.speakers += usize::from(is_spoken(line));
            counts.times += usize::from(is_time(line));
            counts.stamps += usize::from(is_stamped(line));
            counts.count_end(line, ends, &rows[nth + 1..], wrap);
        }
        counts
    }
}

/// Whether a line ends a sentence, in any language, with what may stand behind its end.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line = trimmed(line);
    // Most lines of wrapped prose end with a word.
    if line.as_bytes().last().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b',' | b';')) {
        return false;
    }
    // A speech in Japanese ends without a stop.
    if line.ends_with(['」', '』']) && line.trim_start().starts_with(['「', '『']) {
        return true;
    }
    let bare = line.trim_end_matches(['"', '”', '’', '\'', '»', '«', '“', ')', ']', '」', '』', '_', '*', '*']);
    bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '—', ':', '：', '~', '―'])
        || bare.len() < line.len() && bare.ends_with(['-', '–'])
}

/// Whether a line begins with a time or a name, as in a chat or a play: `[21:03] <ana>`, `ANA:`, `ANA.`.
fn is_spoken(line: &str) -> bool {
    /// A name with a title is no longer.
    const LONGEST: usize = 24;
    // Most lines begin with a small letter.
    if line.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let line = line.trim_start();
    if !line.starts_with(|c: char| c.is_uppercase() || matches!(c, '[' | '<')) {
        return false;
    }
    let bracket = match line.as_bytes().first() {
        Some(b'[') => line.find(']'),
        Some(b'<') => line.find('>'),
        _ => None,
    };
    if let Some(end) = bracket {
        return end <= LONGEST;
    }
    let near = &line[..line.floor_char_boundary(LONGEST + 2)];
    if memchr::memchr2(b':', b'\t', near.as_bytes()).is_none() {
        return false;
    }
    let name = near.split_once(": ").or_else(|| near.split_once(":\t")).or_else(|| near.split_once(".\t"));
    let capital = |name: &str| name.chars().next().is_some_and(char::is_uppercase) && name.split(' ').count() <= 3;
    name.is_some_and(|(name, _)| capital(name) && !name.contains(['.', ',', '"', '“']))
}

/// Returns whether a line ends though the first word of the next one had room in it.
pub(super) fn ends_early(line: &str, next: &str, wrap: usize) -> bool {
    let taken = columns(line) + 1;
    taken < wrap && taken + columns(first_word(next)) <= wrap
}

/// Returns whether a paragraph of Chinese, Japanese or Korean ends with a line: a sentence does, and the line is not as wide as those
/// that were wrapped. Nobody types these languages a sentence a line.
pub(super) fn ends_wide_paragraph(line: &str, next: &str, wrap: usize) -> bool {
    /// A sign that must not begin a line makes a wrapped one narrower.
    const SLACK: usize = 2;
    /// The letters that tell the language: quotes and blanks may stand before it.
    const NEAR: usize = 6;
    let has = |line: &str, is: fn(char) -> bool| line.trim_start().chars().take(NEAR).any(is);
    let korean = |c: char| matches!(c, '\u{AC00}'..='\u{D7A3}');
    let ideographic = |c: char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}');
    if next.is_ascii() || !ends_sentence(line) {
        return false;
    }
    let width = columns(line);
    if has(next, korean) {
        return ends_early(line, next, wrap) || width > wrap + SLACK;
    }
    has(next, ideographic) && width.abs_diff(wrap) > SLACK
}

/// Returns whether each of some lines is a paragraph of Chinese, Japanese or Korean: all end sentences, and not all are as wide as
/// wrapped ones.
fn are_wide_paragraphs(lines: &[&str], wrap: usize) -> bool {
    let narrow = |pair: &[&str]| ends_wide_paragraph(pair[0], pair[1], wrap);
    lines.windows(2).any(narrow) && lines.iter().all(|line| ends_sentence(line))
}

/// Returns whether a line begins with the time when somebody wrote it, as chats are saved: `04/03/2014, 21:03 - Lena: …`.
pub(super) fn is_stamped(line: &str) -> bool {
    /// A date and a time with seconds take no more.
    const LONGEST: usize = 28;
    // Most lines begin with a letter.
    if line.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return false;
    }
    let line = line.trim_start().trim_start_matches('[');
    let near = &line.as_bytes()[..line.len().min(LONGEST)];
    let digit = |at: usize| near.get(at).is_some_and(u8::is_ascii_digit);
    if !digit(0) {
        return false;
    }
    let time = (1..near.len()).any(|at| near[at] == b':' && digit(at - 1) && digit(at + 1) && digit(at + 2));
    time && !is_time(line)
}

/// Whether a line says when a subtitle is shown.
pub(super) fn is_time(line: &str) -> bool {
    line.trim_start().as_bytes().first().is_some_and(u8::is_ascii_digit) && line.contains(" --> ")
}

#[cfg(test)]
mod tests {
    use super::super::row::wrap_width;
    use super::super::rows::Rows;
    use super::*;

    const LONG_LINE: &str =
        "The ferry lay at the quay until noon, and nobody who had come down to it could say why the bell did not ring.";

    fn shape(text: &str) -> TextShape {
        let rows: Vec<Row<'_>> = Rows::of(text).collect();
        TextShape::of(&rows, wrap_width(&rows))
    }

    #[test]
    fn texts_are_told_by_their_lines() {
        let lines = format!("{LONG_LINE}\n“Why?” she said.\n{LONG_LINE}\n").repeat(6);
        assert_eq!(shape(&lines), TextShape::Lines);
        let short = "He went. She stayed there.\nThe bell rang twice that night.\nNobody came.\n".repeat(5);
        assert_eq!(shape(&short), TextShape::Lines);
        let chinese = "第一章 钟\n　　夜里他醒来，听见河水的声音。\n　　“谁在那里？”他问。\n".repeat(5);
        assert_eq!(shape(&chinese), TextShape::Lines);
        let chat = "[21:03] <ana> are you there\n[21:04] <tom> no\n".repeat(5);
        assert_eq!(shape(&chat), TextShape::Lines);
        let wrapped = "The ferry lay at the quay until noon, and nobody who had\ncome down to it could say why the bell did not ring\n";
        assert_eq!(shape(&format!("{wrapped}that day.\n\n").repeat(8)), TextShape::BlankRows);
        assert_eq!(
            shape(&format!("     {wrapped}that day of all days in the year, when it rang for all.\n").repeat(8)),
            TextShape::Indents
        );
        assert_eq!(shape(&format!("{wrapped}{wrapped}that day.\n").repeat(8)), TextShape::Wrapped);
        let contents = format!("{}    A CHAPTER      12\n    ANOTHER        40\n\n", wrapped.repeat(6));
        assert_eq!(shape(&contents.repeat(8)), TextShape::BlankRows);
        let japanese =
            "　夜中に目が覚めると、川の音が聞こえた。\n「誰かいるの」\n　返事はなかった。\n「いないのね」\n".repeat(8);
        assert_eq!(shape(&japanese), TextShape::Lines);
        let wide = "The ferry lay at the quay until noon, and nobody who had come down to it could say why the bell did not ring at all that\n";
        assert_eq!(shape(&format!("{}day.\n\n", wide.repeat(5)).repeat(8)), TextShape::BlankRows);
        let double = wrapped.replace('\n', "\n\n");
        assert_eq!(shape(&double.repeat(12)), TextShape::DoubleSpaced);
        let cues = "1\n00:00:01,000 --> 00:00:03,500\nThe boat is late.\n\n".repeat(4);
        assert_eq!(shape(&cues), TextShape::Cues);
    }

    #[test]
    fn a_sentence_ends_with_what_stands_behind_it() {
        for line in ["So it was.", "“Why?”", "it rang …", "夜里他醒来。", "said “no.”)", "_never._", "—"]
        {
            assert!(ends_sentence(line), "{line}");
        }
        for line in ["and nobody who had", "a comma,", "it’", "-"] {
            assert!(!ends_sentence(line), "{line}");
        }
    }
}
