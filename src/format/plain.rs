//! Plain text without markup: paragraphs parted by blank lines, scenes by an ornament line, two blank rows or a heading.

mod emphasis;
mod gutenberg;
mod heading;
mod layout;
mod rows;
mod title;

pub(super) use rows::is_ornament;

use layout::{INSET, Layout, indent, is_centred, is_list, is_note, is_numbered, is_signature, is_title, is_verse};
use rows::{Row, Rows};

use super::{Parsed, smarten};
use crate::document::{BlockKind, Document, Scene, SceneBuilder};

/// How much of a text is looked at to learn how it is laid out: some two hundred pages, past any preface and contents.
pub(super) const SAMPLE: usize = 256 << 10;

/// How much of a text's beginning is enough for its first page: the longest stretch that is set at once, and half of it.
const FIRST_PAGES: usize = 96 << 10;

/// Reads a plain text, its quotes and dashes set as a printer does if `smarten` says so. Nothing about it is odd enough for a
/// remark.
pub(super) fn read(text: &str, smarten: bool) -> Parsed {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let mut reader = PlainReader::of(sample, smarten);
    reader.feed(text);
    Parsed { document: reader.finish(), diagnostics: Vec::new() }
}

/// Returns how many bytes of a text's [`SAMPLE`] its first page is set from, and where the last blank line in them ends.
pub(super) fn first_pages(sample: &str) -> (usize, usize) {
    let end = sample.floor_char_boundary(gutenberg::header(sample) + FIRST_PAGES);
    let blank =
        |rows: &str| memchr::memmem::rfind(&sample.as_bytes()[..end], rows.as_bytes()).map(|at| at + rows.len());
    (end, BLANK_LINES.into_iter().filter_map(blank).max().unwrap_or(0))
}

/// A blank line, as it stands in files of either kind.
pub(super) const BLANK_LINES: [&str; 2] = ["\n\n", "\n\r\n"];

/// Reads a text in pieces, each of which ends with a blank line.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of where it stands")]
pub(super) struct PlainReader {
    layout: Layout,
    document: Document,
    scene: SceneBuilder,
    /// The bytes of a header that are still to be left out.
    header: usize,
    /// Whether the story has ended before the text.
    ended: bool,
    /// The blank lines since the last text.
    blank: usize,
    begun: bool,
    /// Whether a gap has come that parts scenes, if what follows lets it; and whether a note stood before it.
    parts: bool,
    noted: bool,
    /// How what was taken last leads on to what follows a wide gap.
    lead: Lead,
    /// Room for a paragraph that is put together or set.
    joined: String,
    set: String,
}

/// How what stands before a wide gap leads on over it: a letter, a notice or a song is often set off by such gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    None,
    /// It ends with a colon.
    Colon,
    /// It stands in from the edge, or is verse.
    Indented,
    /// It is what a colon has led to, of which so many paragraphs have been taken.
    Inset(usize),
}

/// The most lines of a title in capitals.
const MOST_TITLE_LINES: usize = 4;

/// The most columns by which a line of verse stands in from the others.
const DEEPEST_INDENT: usize = 16;

/// The longest letter that a colon leads to, in paragraphs: past it the gap at its end has been missed.
const LONGEST_INSET: usize = 12;

impl PlainReader {
    /// A reader for a text that is laid out as this sample of it.
    pub(super) fn of(sample: &str, smarten: bool) -> Self {
        let header = gutenberg::header(sample);
        let (head, body) = sample.split_at(header);
        let layout = Layout::of(body, smarten);
        let mut document = Document::default();
        let mut skipped = header;
        if header > 0 {
            document.metadata = gutenberg::metadata(head);
        } else if let credits @ 1.. = gutenberg::credits(body) {
            skipped = credits;
        } else if let Some((metadata, end)) = title::read(body) {
            // They stand on the title page.
            (document.metadata, skipped) = (metadata, end);
        }
        Self {
            layout,
            document,
            scene: SceneBuilder::default(),
            header: skipped,
            ended: false,
            blank: 0,
            begun: false,
            parts: false,
            noted: false,
            lead: Lead::None,
            joined: String::new(),
            set: String::new(),
        }
    }

    pub(super) fn feed(&mut self, text: &str) {
        let skipped = self.header.min(text.len());
        self.header -= skipped;
        if self.ended {
            return;
        }
        let mut rows = Rows { rest: &text[skipped..], next: None, blank: self.blank, begun: self.begun };
        let mut paragraph: Vec<&str> = Vec::new();
        for row in rows.by_ref() {
            if let Row::Text(line) = row {
                if line.starts_with(['*', 'E']) && gutenberg::ends(line) {
                    self.ended = true;
                    break;
                }
                paragraph.push(line);
                continue;
            }
            self.take(&paragraph);
            paragraph.clear();
            match row {
                // A rule within a notice parts nothing.
                Row::Ornament if matches!(self.lead, Lead::Inset(_)) => {}
                Row::Ornament => {
                    (self.noted, self.parts) = (false, false);
                    self.part_scenes();
                }
                Row::Gap(blank) => self.parts |= blank >= self.layout.gap,
                Row::Text(_) => {}
            }
        }
        self.take(&paragraph);
        (self.blank, self.begun) = (rows.blank, rows.begun);
    }

    /// Takes the lines between two gaps.
    fn take(&mut self, lines: &[&str]) {
        let Some((first, rest)) = lines.split_first() else { return };
        // A note to a page of the printed book stands between wide gaps and parts nothing.
        let note = is_note(first);
        let wide = std::mem::take(&mut self.parts);
        if let Some(level) = self.heading(lines, wide) {
            (self.noted, self.lead) = (false, Lead::None);
            return self.begin_titled_scene(level, lines);
        }
        let leads_on = self.leads_on(lines, wide);
        if wide && !(note || leads_on || is_signature(lines)) && !std::mem::replace(&mut self.noted, false) {
            self.part_scenes();
        }
        self.noted |= note;
        let layout = self.layout;
        if is_list(lines) {
            return self.add_list(lines);
        }
        // Speeches a line each are no verse.
        if !rest.is_empty()
            && lines.iter().all(|line| line.trim_start().starts_with(['"', '“', '«', '—']))
            && is_verse(lines, &layout)
        {
            return lines.iter().for_each(|line| self.add_paragraph(&[*line]));
        }
        if !rest.is_empty() && is_verse(lines, &layout) {
            self.scene.begin(BlockKind::Verse);
            let edge = lines.iter().map(|line| indent(line)).min().unwrap_or(0);
            for line in lines {
                // The author's indent is kept, within reason: a blank that is not broken is not collapsed.
                let inner = (indent(line) - edge).min(DEEPEST_INDENT);
                self.scene.push(&"\u{A0}".repeat(inner));
                self.push(line.trim());
                self.scene.break_line();
            }
            return self.scene.end();
        }
        // An indented line begins a paragraph where paragraphs are marked so and not by gaps, and not where all of them are.
        let edge = lines.iter().map(|line| indent(line)).min().unwrap_or(0);
        let begins = |line: &str| indent(line) > edge + usize::from(edge > 0) && !first.starts_with("   ");
        let mut start = 0;
        for at in 1..=lines.len() {
            if at == lines.len() || begins(lines[at]) {
                self.add_paragraph(&lines[start..at]);
                start = at;
            }
        }
    }

    /// Whether a wide gap before these lines parts nothing, because what stands before it leads on to them; and how they lead
    /// on themselves.
    fn leads_on(&mut self, lines: &[&str], wide: bool) -> bool {
        let layout = self.layout;
        let verse = || lines.len() > 1 && !layout.poem && is_verse(lines, &layout);
        let indented = lines.iter().all(|line| indent(line) >= INSET) || verse();
        let (leads_on, inset) = match (self.lead, wide) {
            (Lead::Colon, true) => (true, Some(1)),
            (Lead::Inset(count), false) if count < LONGEST_INSET => (false, Some(count + 1)),
            (Lead::Inset(_) | Lead::Indented, true) => (true, None),
            _ => (indented, None),
        };
        let colon = || lines.last().is_some_and(|line| line.trim_end().trim_end_matches(['-', '—']).ends_with(':'));
        self.lead = match inset {
            Some(count) => Lead::Inset(count),
            None if colon() => Lead::Colon,
            None if indented => Lead::Indented,
            None => Lead::None,
        };
        leads_on
    }

    fn add_paragraph(&mut self, lines: &[&str]) {
        self.scene.begin(BlockKind::Paragraph);
        let marked = |line: &&str| {
            self.layout.smarten && !smarten::is_plain(line)
                || memchr::memchr3(b'_', b'*', b'=', line.as_bytes()).is_some()
        };
        if let [line] = lines {
            self.push(line);
        } else if lines.iter().any(marked) {
            let mut joined = std::mem::take(&mut self.joined);
            joined.clear();
            for (n, line) in lines.iter().enumerate() {
                joined.push_str(if n == 0 || parted(lines[n - 1], line) { line } else { line.trim_start() });
                if lines.get(n + 1).is_none_or(|next| parted(line, next)) {
                    joined.push(' ');
                }
            }
            self.push(&joined);
            self.joined = joined;
        } else {
            for (n, line) in lines.iter().enumerate() {
                if n == 0 || parted(lines[n - 1], line) {
                    self.scene.push_space();
                }
                self.scene.push(line.trim());
            }
        }
        self.scene.end();
    }

    /// Pushes a text with its emphasis, and its signs set.
    fn push(&mut self, text: &str) {
        if !self.layout.smarten || smarten::is_plain(text) {
            return emphasis::push(&mut self.scene, text);
        }
        self.set.clear();
        smarten::smarten(text, &mut self.set);
        emphasis::push(&mut self.scene, &self.set);
    }

    fn add_list(&mut self, lines: &[&str]) {
        for line in lines {
            let item = line.trim_start();
            match item.strip_prefix(['-', '*', '•']).filter(|rest| rest.starts_with(' ')) {
                Some(rest) => {
                    self.scene.begin(BlockKind::Item);
                    self.scene.push("• ");
                    self.push(rest.trim_start());
                }
                None if is_numbered(item) => {
                    self.scene.begin(BlockKind::Item);
                    self.push(item);
                }
                None => {
                    self.scene.push_space();
                    self.push(item);
                }
            }
        }
        self.scene.end();
    }

    /// The level of the heading that lines between two gaps are, if they are one; `wide` is whether the gap before them is.
    fn heading(&self, lines: &[&str], wide: bool) -> Option<u8> {
        let (first, rest) = lines.split_first()?;
        let title = |line: &str| {
            line.trim().chars().count() <= 60 && !line.trim_end().ends_with(['.', '!', '?', ',', ';', ':', '"', '”'])
        };
        let numbered = || (self.layout.numbers && heading::is_bare_number(first)).then_some(2);
        // What stands alone between wide gaps, in capitals, as other titles of this text do.
        let alone = wide || self.scene.is_untouched() && self.document.scenes.is_empty();
        let capitals = || {
            let notice = matches!(self.lead, Lead::Colon | Lead::Inset(_));
            let level = self.layout.titles.filter(|_| alone && !notice && rest.len() < MOST_TITLE_LINES)?;
            lines.iter().all(|line| heading::is_in_capitals(line)).then_some(level)
        };
        let under = || (self.under_heading() && (is_title(first) || is_centred(first))).then_some(3);
        match rest {
            [] => heading::level(first).or_else(numbered).or_else(under).or_else(capitals),
            [second] => heading::level(first).filter(|_| title(second)).or_else(capitals),
            _ => capitals(),
        }
    }

    /// Whether nothing but a heading has been told in the open scene.
    fn under_heading(&self) -> bool {
        matches!(self.scene.last_kind(), Some(BlockKind::Heading { level: ..=2 }))
    }

    fn begin_titled_scene(&mut self, level: u8, lines: &[&str]) {
        if self.scene.last_kind().is_some_and(|kind| !kind.opens_scene()) {
            self.document.scenes.push(std::mem::take(&mut self.scene).finish());
        } else if self.scene.last_kind() == Some(BlockKind::Ornament) {
            // The heading parts what the gap before it did.
            self.scene = SceneBuilder::default();
        }
        self.scene.begin(BlockKind::Heading { level });
        for (n, line) in lines.iter().enumerate() {
            if n > 0 {
                self.scene.break_line();
            }
            self.push(line.trim().trim_matches(['_', '*', '=']));
        }
        self.scene.end();
    }

    fn part_scenes(&mut self) {
        if self.scene.last_kind().is_some_and(|kind| !kind.opens_scene()) {
            self.document.scenes.push(std::mem::take(&mut self.scene).finish());
            self.scene.begin(BlockKind::Ornament);
            self.scene.end();
        }
    }

    pub(super) fn finish(mut self) -> Document {
        let last = self.scene.finish();
        if !last.is_empty() || self.document.scenes.is_empty() || last.title().is_some() {
            self.document.scenes.push(last);
        }
        subordinate_numbers(&mut self.document.scenes);
        self.document
    }
}

/// Whether two lines of a paragraph are parted by a blank: a compound and a dash without blanks around it are not.
fn parted(line: &str, next: &str) -> bool {
    let (line, next) = (line.trim_end(), next.trim_start());
    let before = |ending: &str| line.strip_suffix(ending).and_then(|line| line.chars().next_back());
    let dash_ends = before("--").or_else(|| before("—")).is_some_and(|c| !c.is_whitespace());
    let after = |lead: &str| next.strip_prefix(lead).and_then(|next| next.chars().next());
    let dash_begins = after("--").or_else(|| after("—")).is_some_and(|c| !c.is_whitespace());
    let compound = !line.ends_with("--")
        && before("-").is_some_and(char::is_alphabetic)
        && next.starts_with(|c: char| c.is_lowercase());
    !(dash_ends || dash_begins || compound)
}

/// Where chapters have names and numbers, those that are mere numbers are parts of them.
fn subordinate_numbers(scenes: &mut [Scene]) {
    let named = scenes.iter().filter(|scene| scene.title().is_some_and(heading::is_numbered_chapter)).count();
    if named < 2 {
        return;
    }
    for scene in scenes {
        // The first part's number stands under its chapter's name.
        for block in 0..2 {
            if scene.block(block).is_some_and(|block| heading::is_bare_number(block.text)) {
                scene.set_level(block, 3);
            }
        }
    }
}

#[cfg(test)]
mod tests;
