//! Plain text without markup: paragraphs parted by blank lines, scenes by an ornament line or two blank rows.

use super::Reading;
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

/// Reads a plain text. Nothing about it is odd enough for a remark.
pub(super) fn read(text: &str) -> Reading {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    Reading { document: read_rows(text, sample), diagnostics: Vec::new() }
}

/// Reads the first pages of a text whose [`SAMPLE`] is given.
pub(super) fn read_beginning(sample: &str) -> Document {
    read_rows(&sample[..sample.floor_char_boundary(FIRST_PAGES)], sample)
}

fn read_rows(text: &str, sample: &str) -> Document {
    let mut reader = Reader::of(sample);
    reader.feed(text);
    reader.finish()
}

/// Reads a text in pieces, each of which ends with a blank line.
#[derive(Debug)]
pub(super) struct Reader {
    wrap: usize,
    gap: usize,
    document: Document,
    scene: SceneBuilder,
    /// The blank lines since the last text.
    blank: usize,
    begun: bool,
}

impl Reader {
    /// A reader for a text that is laid out as this sample of it.
    pub(super) fn of(sample: &str) -> Self {
        Self {
            wrap: wrap_width(sample),
            gap: scene_gap(sample),
            document: Document::default(),
            scene: SceneBuilder::default(),
            blank: 0,
            begun: false,
        }
    }

    pub(super) fn feed(&mut self, text: &str) {
        let mut rows = Rows { rest: text, next: None, blank: self.blank, begun: self.begun };
        let mut paragraph: Vec<&str> = Vec::new();
        for row in rows.by_ref() {
            if let Row::Text(line) = row {
                paragraph.push(line);
                continue;
            }
            add_paragraph(&mut self.scene, &paragraph, self.wrap);
            paragraph.clear();
            if row == Row::Ornament || matches!(row, Row::Gap(blank) if blank >= self.gap) {
                self.part_scenes();
            }
        }
        add_paragraph(&mut self.scene, &paragraph, self.wrap);
        (self.blank, self.begun) = (rows.blank, rows.begun);
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
        if !last.is_empty() || self.document.scenes.is_empty() {
            self.document.scenes.push(last);
        }
        self.document
    }
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

/// Adds the lines between two gaps as a paragraph, or as verse when they look like it.
fn add_paragraph(scene: &mut SceneBuilder, lines: &[&str], wrap: usize) {
    let Some((first, rest)) = lines.split_first() else { return };
    if !rest.is_empty() && is_verse(lines, wrap) {
        scene.begin(BlockKind::Verse);
        for line in lines {
            scene.push(line);
            scene.break_line();
        }
        return scene.end();
    }
    scene.begin(BlockKind::Paragraph);
    scene.push(first);
    for line in rest {
        // An indented line begins a paragraph where paragraphs are marked so and not by gaps.
        if line.starts_with([' ', '\t']) && !first.starts_with("   ") {
            scene.begin(BlockKind::Paragraph);
        }
        scene.push_space();
        scene.push(line);
    }
    scene.end();
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
        read(text).document.scenes.iter().map(blocks).collect()
    }

    fn scenes(text: &str) -> usize {
        read(text).document.scenes.len()
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
    fn line_ends_of_every_system_are_line_ends() {
        assert_eq!(shape("One\r\n\r\nTwo\r\n"), shape("One\n\nTwo\n"));
    }
}
