//! Plain text without markup: paragraphs parted by blank lines, scenes by an ornament line, two blank rows or a heading.

mod emphasis;
mod gutenberg;
mod heading;
mod title;

use super::{Reading, smarten};
use crate::document::{BlockKind, Document, SceneBuilder};

/// A line of a text, or the gap of blank lines between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row<'a> {
    Text(&'a str),
    Ornament,
    Gap(usize),
}

/// So many blank lines in a row part scenes; one fewer parts paragraphs.
const SCENE_GAP: usize = 2;

/// How much of a text is looked at to learn how it is laid out: some two hundred pages, past any preface and contents.
pub(super) const SAMPLE: usize = 256 << 10;

/// How much of a text's beginning is enough for its first page: the longest stretch that is set at once, and half of it.
const FIRST_PAGES: usize = 96 << 10;

/// Reads a plain text, its quotes and dashes set as a printer does unless they are to stay. Nothing about it is odd enough
/// for a remark.
pub(super) fn read(text: &str, as_typed: bool) -> Reading {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    Reading { document: read_rows(text, sample, as_typed), diagnostics: Vec::new() }
}

/// Reads the first pages of a text whose [`SAMPLE`] is given.
pub(super) fn read_beginning(sample: &str, as_typed: bool) -> Document {
    let end = gutenberg::header(sample) + FIRST_PAGES;
    read_rows(&sample[..sample.floor_char_boundary(end)], sample, as_typed)
}

fn read_rows(text: &str, sample: &str, as_typed: bool) -> Document {
    let mut reader = Reader::of(sample, as_typed);
    reader.feed(text);
    reader.finish()
}

/// How a text is laid out, as far as a sample of it tells.
#[derive(Debug, Clone, Copy)]
struct Layout {
    /// The width at which it was wrapped.
    wrap: usize,
    /// How many blank rows part scenes.
    gap: usize,
    /// Whether a number that stands alone is a chapter's.
    numbers: bool,
    /// Whether quotes and dashes stay as they were typed.
    as_typed: bool,
}

/// So many numbers that stand alone are chapters'; one may be anything.
const FEWEST_NUMBERS: usize = 2;

/// Reads a text in pieces, each of which ends with a blank line.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of where it stands")]
pub(super) struct Reader {
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
    /// Room for a paragraph that is put together or set.
    joined: String,
    set: String,
}

impl Reader {
    /// A reader for a text that is laid out as this sample of it.
    pub(super) fn of(sample: &str, as_typed: bool) -> Self {
        let header = gutenberg::header(sample);
        let (head, body) = sample.split_at(header);
        let numbers = body.lines().filter(|line| heading::is_bare_number(line)).take(FEWEST_NUMBERS).count();
        let layout =
            Layout { wrap: wrap_width(body), gap: scene_gap(body), numbers: numbers >= FEWEST_NUMBERS, as_typed };
        let mut document = Document::default();
        let mut skipped = header;
        if header > 0 {
            document.metadata = gutenberg::metadata(head);
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
        if std::mem::take(&mut self.parts) && !note && !std::mem::replace(&mut self.noted, false) {
            self.part_scenes();
        }
        self.noted |= note;
        if let Some(level) = self.heading(first, rest) {
            return self.begin_titled_scene(level, lines);
        }
        let layout = self.layout;
        if is_list(lines) {
            return self.add_list(lines);
        }
        // Speeches a line each are no verse.
        if !rest.is_empty()
            && lines.iter().all(|line| line.trim_start().starts_with(['"', '“', '«', '—']))
            && is_verse(lines, layout.wrap)
        {
            return lines.iter().for_each(|line| self.add_paragraph(&[*line]));
        }
        if !rest.is_empty() && is_verse(lines, layout.wrap) {
            self.scene.begin(BlockKind::Verse);
            for line in lines {
                self.push(line);
                self.scene.break_line();
            }
            return self.scene.end();
        }
        let indented = |line: &str| line.starts_with([' ', '\t']);
        let mut start = 0;
        for at in 1..=lines.len() {
            // An indented line begins a paragraph where paragraphs are marked so and not by gaps.
            if at == lines.len() || indented(lines[at]) && !first.starts_with("   ") {
                self.add_paragraph(&lines[start..at]);
                start = at;
            }
        }
    }

    fn add_paragraph(&mut self, lines: &[&str]) {
        self.scene.begin(BlockKind::Paragraph);
        let marked = |line: &&str| {
            !self.layout.as_typed && !smarten::is_plain(line) || memchr::memchr2(b'_', b'*', line.as_bytes()).is_some()
        };
        if let [line] = lines {
            self.push(line);
        } else if lines.iter().any(marked) {
            let mut joined = std::mem::take(&mut self.joined);
            joined.clear();
            for line in lines {
                joined.push_str(line);
                joined.push(' ');
            }
            self.push(&joined);
            self.joined = joined;
        } else {
            for line in lines {
                self.scene.push_space();
                self.scene.push(line);
            }
        }
        self.scene.end();
    }

    /// Pushes a text with its emphasis, and its signs set.
    fn push(&mut self, text: &str) {
        if self.layout.as_typed || smarten::is_plain(text) {
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

    /// The level of the heading that lines between two gaps are, if they are one.
    fn heading(&self, first: &str, rest: &[&str]) -> Option<u8> {
        let title = |line: &str| {
            line.trim().chars().count() <= 60 && !line.trim_end().ends_with(['.', '!', '?', ',', ';', ':', '"', '”'])
        };
        let numbered = || (self.layout.numbers && heading::is_bare_number(first)).then_some(2);
        match rest {
            [] => heading::level(first)
                .or_else(numbered)
                .or_else(|| (self.under_heading() && is_title(first)).then_some(3)),
            [second] => heading::level(first).filter(|_| title(second)),
            _ => None,
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
        self.document
    }
}

/// Whether a paragraph is a note to the page, which begins with a star that marks no emphasis.
fn is_note(first: &str) -> bool {
    let Some(rest) = first.strip_prefix('*') else { return false };
    rest.starts_with(|c: char| c.is_alphanumeric() || c == '"') && !rest.contains('*')
}

/// Whether a line that stands alone under a chapter's number is its title: short, and in capitals or most words with one.
fn is_title(line: &str) -> bool {
    let line = line.trim();
    if line.chars().count() > 60 || line.ends_with(['!', '?', ',', ';', ':', '"', '”']) {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital = |word: &&&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let upper = !line.chars().any(char::is_lowercase) && line.chars().any(char::is_uppercase);
    upper || !line.ends_with('.') && words.iter().filter(capital).count() * 2 > words.len()
}

/// Whether lines are a list: each begins with a bullet or a number, or is indented under one that does.
fn is_list(lines: &[&str]) -> bool {
    let bullet =
        |line: &str| line.starts_with("- ") || line.starts_with("* ") || line.starts_with("• ") || is_numbered(line);
    let begins = lines.iter().filter(|line| bullet(line.trim_start())).count();
    begins >= 2
        && bullet(lines[0].trim_start())
        && lines.iter().all(|line| bullet(line.trim_start()) || line.starts_with("  "))
}

fn is_numbered(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && [". ", ") "].iter().any(|sign| line[digits..].starts_with(sign))
}

/// The text as rows, without blank rows at its head and foot. A form feed ends a row.
struct Rows<'a> {
    rest: &'a str,
    /// The row before which a gap has just been given.
    next: Option<Row<'a>>,
    blank: usize,
    begun: bool,
}

impl<'a> Rows<'a> {
    fn of(text: &'a str) -> Self {
        Self { rest: text, next: None, blank: 0, begun: false }
    }

    fn line(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\x0c', self.rest.as_bytes());
        let (line, rest) = end.map_or((self.rest, ""), |end| (&self.rest[..end], &self.rest[end + 1..]));
        self.rest = rest;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        if self.next.is_some() {
            return self.next.take();
        }
        loop {
            let line = self.line()?;
            // A letter at its start tells almost every line of prose.
            let prose = line.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
            if !prose && line.trim().is_empty() {
                self.blank += 1;
                continue;
            }
            let row = if !prose && is_ornament(line) { Row::Ornament } else { Row::Text(line) };
            let blank = std::mem::take(&mut self.blank);
            if blank > 0 && std::mem::replace(&mut self.begun, true) {
                self.next = Some(row);
                return Some(Row::Gap(blank));
            }
            self.begun = true;
            return Some(row);
        }
    }
}

/// Whether a line is a scene break's mark: only such characters, and few of them.
pub(super) fn is_ornament(line: &str) -> bool {
    // A single star or hash is a common mark; a single dash is a list's or a speaker's.
    const MARKS: &str = "*⁂✻✽❦❧☙§~•·⋅#";
    const STROKES: &str = "-–—_=";
    /// A longer row of them is a rule of a table, or a joke.
    const MOST: usize = 12;
    if matches!(line.trim().trim_matches('-'), "o0o" | "oOo" | "o O o" | "o 0 o") {
        return true;
    }
    let marks = || line.chars().filter(|c| !c.is_whitespace());
    match marks().next() {
        Some(c) if MARKS.contains(c) => marks().all(|c| MARKS.contains(c)) && marks().count() <= MOST,
        Some(c) if STROKES.contains(c) => marks().all(|c| STROKES.contains(c)) && marks().count() >= 3,
        _ => false,
    }
}

/// How many blank rows part scenes here. Some texts part every paragraph by two: there only more than that counts.
fn scene_gap(text: &str) -> usize {
    let (mut single, mut double) = (0_usize, 0_usize);
    for row in Rows::of(text) {
        match row {
            Row::Gap(1) => single += 1,
            Row::Gap(_) => double += 1,
            _ => {}
        }
    }
    if double > single.max(1) { SCENE_GAP + 1 } else { SCENE_GAP }
}

/// The width at which the text was wrapped: its longest ordinary line. A text whose lines are whole paragraphs has a
/// wide one, and then no line is short.
fn wrap_width(text: &str) -> usize {
    let mut widths: Vec<usize> = text.lines().map(|line| line.trim().chars().count()).filter(|w| *w > 0).collect();
    widths.sort_unstable();
    // The ninth decile: one line of a table must not set the width for a whole book.
    widths.get(widths.len() * 9 / 10).copied().unwrap_or(0)
}

/// Whether lines are the author's own: each clearly shorter than the text's wrap width, and each begun like a line of
/// verse, with a capital, a quote or an indent.
fn is_verse(lines: &[&str], wrap: usize) -> bool {
    // Prose wrapped at `wrap` fills its lines to within a long word; four fifths leaves that room.
    let short = |line: &&str| line.trim().chars().count() * 5 < wrap * 4;
    let begun = |line: &&str| {
        let first = line.trim().chars().find(|c| c.is_alphabetic());
        line.starts_with("  ") || first.is_some_and(char::is_uppercase)
    };
    // No prose is wrapped so narrow that all its lines, the last one aside, are half as long as others.
    let narrow = |line: &&str| line.trim().chars().count() * 2 <= wrap;
    let (all_short, all_begun) = (lines.iter().all(short), lines.iter().all(begun));
    lines.len() >= 2 && all_short && (all_begun || lines.len() >= 3 && lines.iter().all(narrow))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<Vec<(BlockKind, String)>> {
        let blocks = |scene: &crate::document::Scene| scene.blocks().map(|b| (b.kind, b.text.to_owned())).collect();
        read(text, false).document.scenes.iter().map(blocks).collect()
    }

    fn scenes(text: &str) -> usize {
        read(text, false).document.scenes.len()
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let text = "It was a quiet night on the river and nobody\nwas awake but the two of them.\n\nThen it rained.\n";
        assert_eq!(
            shape(text),
            [[
                (
                    BlockKind::Paragraph,
                    "It was a quiet night on the river and nobody was awake but the two of them.".to_owned()
                ),
                (BlockKind::Paragraph, "Then it rained.".to_owned())
            ]]
        );
    }

    #[test]
    fn two_blank_rows_part_scenes_and_so_do_ornaments() {
        assert_eq!(scenes("One.\n\nMore.\n\n\nTwo.\n\nMore."), 2);
        for mark in ["***", "* * *", "#", "---", "⁂", "  ~  "] {
            assert_eq!(scenes(&format!("One.\n\n{mark}\n\nTwo.")), 2, "{mark}");
        }
    }

    #[test]
    fn a_text_with_two_rows_between_all_its_paragraphs_is_one_scene() {
        assert_eq!(scenes("One.\n\n\nTwo.\n\n\nThree.\n\n\nFour.\n\n\n\nFive."), 2);
    }

    #[test]
    fn a_dash_or_a_speaker_is_no_ornament() {
        assert_eq!(scenes("One.\n\n—\n\nTwo."), 1);
        assert_eq!(scenes("One.\n\n- Yes.\n\nTwo."), 1);
    }

    #[test]
    fn an_ornament_at_the_end_makes_no_empty_scene() {
        assert_eq!(scenes("One.\n\n***\n"), 1);
    }

    #[test]
    fn verse_keeps_its_lines() {
        let text = "He read the lines to her again, slowly, the way that she had read them to him once.\n\n\
                    Sleep is a river\nAnd night is a stone\n\nThen he put the book down on the sill and went out.\n";
        assert_eq!(shape(text)[0][1], (BlockKind::Verse, "Sleep is a river\nAnd night is a stone".to_owned()));
    }

    #[test]
    fn headings_of_a_text_begin_scenes() {
        let text = "BOOK ONE: 1805\n\n\nCHAPTER I\n\nIt was late.\n\n\n\nCHAPTER II.\nThe Ferry\n\nIt had gone.\n\nChapter two was better.\n";
        let found = shape(text);
        let heading = |level, text: &str| (BlockKind::Heading { level }, text.to_owned());
        assert_eq!(found[0][..2], [heading(1, "BOOK ONE: 1805"), heading(2, "CHAPTER I")]);
        assert_eq!(found[1][0], heading(2, "CHAPTER II.\nThe Ferry"));
        assert_eq!((found.len(), found[1].len()), (2, 3));
        let numbers = shape("I\n\nOne.\n\nII\n\nTHE FERRY\n\nTwo.\n");
        assert_eq!(numbers[1][..2], [heading(2, "II"), heading(3, "THE FERRY")]);
        assert_eq!(scenes("I\n\nam here."), 1, "one number may be anything");
    }

    #[test]
    fn what_gutenberg_adds_is_left_out_and_what_it_says_is_known() {
        let text = "The Project Gutenberg eBook of Tides\n\nTitle: Tides\nAuthor: A. N. Other\nLanguage: German\n\n\
            *** START OF THE PROJECT GUTENBERG EBOOK TIDES ***\n\nEs war spät.\n\n*** END OF THE PROJECT GUTENBERG EBOOK TIDES ***\n\nLicence.\n";
        let document = read(text, false).document;
        let metadata = &document.metadata;
        assert_eq!(
            (&*metadata.title, &*metadata.author, metadata.language.unwrap().as_str()),
            ("Tides", "A. N. Other", "de")
        );
        assert_eq!(shape(text), [[(BlockKind::Paragraph, "Es war spät.".to_owned())]]);
    }

    #[test]
    fn quotes_are_set_over_line_ends_and_emphasis_is_marked() {
        let text = "He said \"it is\nlate\" and _went\nhome_--so it was.\n";
        let document = read(text, false).document;
        let block = document.block(0, 0).unwrap();
        assert_eq!(block.text, "He said “it is late” and went home—so it was.");
        assert_eq!(&block.text[block.marks[0].range()], "went home");
        assert!(read(text, true).document.block(0, 0).unwrap().text.contains("\"it is late\""));
    }

    #[test]
    fn lists_keep_their_entries() {
        assert_eq!(
            shape("- bread\n- milk, and\n  honey\n- tea\n")[0]
                .iter()
                .map(|(kind, text)| (*kind, text.as_str()))
                .collect::<Vec<_>>(),
            [(BlockKind::Item, "• bread"), (BlockKind::Item, "• milk, and honey"), (BlockKind::Item, "• tea")]
        );
        assert_eq!(shape("- Yes.\nAnd so.")[0].len(), 1);
    }

    #[test]
    fn line_ends_of_every_system_are_line_ends() {
        assert_eq!(shape("One\r\n\r\nTwo\r\n"), shape("One\n\nTwo\n"));
    }
}
