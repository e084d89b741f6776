//! Plain text without markup: paragraphs parted by blank lines, scenes by an ornament line, two blank rows or a heading.

mod emphasis;
mod front;
mod furniture;
mod gutenberg;
mod heading;
mod heading_word;
mod hyphens;
mod ideographic;
mod indents;
mod layout;
mod pages;
mod paragraph;
mod row;
mod rows;
mod shape;
mod title;
mod titled;

use std::ops::Range;

pub(super) use heading::{is_chapter_number, level as heading_level};
pub(super) use rows::BLANK_LINES;

use furniture::Furniture;
use hyphens::BrokenWords;
use indents::FirstLines;
use layout::{INSET, Layout, is_list, is_note, is_signature, is_verse};
use pages::PageNumbers;
use row::{Row, indent};
use rows::{Rows, Standing, last_blank};
use shape::{TextShape, are_paragraphs, are_wrapped, is_stamped, is_time};

use super::language::language_of;
use super::ornament::is_row_of_x;
use super::smarten::Printer;
use super::{Beginning, Parsed, ReadOptions};
use crate::document::{BlockKind, Draft, SafeText, SceneBuilder};

/// How much of a text is looked at to learn how it is laid out: some forty pages, past most prefaces and contents. A text's
/// first page waits for this look.
pub(super) const SAMPLE: usize = 128 << 10;

/// How much of a text's beginning is tried for its first page: the longest first stretch and half of it; where a paragraph is longer,
/// four times as much.
const FIRST_PAGES: [usize; 2] = [24 << 10, 96 << 10];

/// Reads a plain text as the options say, and hands over its beginning on the way. Nothing about it is odd enough for a remark.
pub(super) fn read(text: &str, options: &ReadOptions, beginning: &mut Beginning<'_>) -> Parsed {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let mut reader = PlainReader::of(sample, options);
    let read = reader.begin(sample, beginning);
    reader.feed(&text[read..]);
    Parsed { draft: reader.finish(), diagnostics: Vec::new() }
}

/// Returns whether form feeds part the pages of a printed text, whose heads and feet are left out.
pub(super) fn has_printed_pages(sample: &str) -> bool {
    Furniture::of(sample).is_some()
}

/// Reads a text in pieces, each of which ends with a blank line.
#[derive(Debug, Clone)]
pub(super) struct PlainReader {
    layout: Layout,
    document: Draft,
    scene: SceneBuilder,
    /// The bytes of a header that are still to be left out.
    header: usize,
    /// Whether the story has ended before the text.
    ended: bool,
    seam: Seam,
    /// How what was taken last leads on to what follows a wide gap.
    lead: Lead,
    /// How signs are set; `None` leaves them as they are typed.
    printer: Option<Printer>,
    beside: Beside,
    /// Room for a paragraph that is put together or set.
    joined: String,
    set: String,
}

/// Where the reading stands between two groups of lines.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one place")]
struct Seam {
    rows: Standing,
    /// Whether a gap has come that parts scenes, if what follows lets it; and whether a note stood before it.
    parts: bool,
    noted: bool,
    /// Whether a blank row stands here that the next paragraph keeps.
    gap: bool,
    /// Whether a scene ends here, once more is told; and whether anything of the open one has been.
    breaks: bool,
    told: bool,
    /// Whether prose has come since the last heading. A date, a motto or a subtitle under it is no scene.
    prose: bool,
    /// Whether form feeds part printed pages, and whether one has just ended.
    in_pages: bool,
    after_page: bool,
    /// How many groups of lines have come.
    groups: usize,
    /// A paragraph that the end of a printed page has cut in two: its lines so far.
    held: Vec<String>,
}

/// What stands in a text beside the story.
#[derive(Debug, Clone, Default)]
struct Beside {
    hyphens: BrokenWords,
    /// The numbers of printed pages, where the text has them and they are left out.
    pages: Option<PageNumbers>,
    /// The groups of lines that are a table of contents.
    contents: Range<usize>,
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

/// The most columns by which a line of verse stands in from the others.
const DEEPEST_INDENT: usize = 16;

/// The most lines of a paragraph that is put together over the ends of pages: three pages.
const LONGEST_HELD: usize = 120;

/// The longest letter that a colon leads to, in paragraphs: past it the gap at its end has been missed.
const LONGEST_INSET: usize = 12;

impl PlainReader {
    /// A reader for a text that is laid out as this sample of it, or as the options say.
    pub(super) fn of(sample: &str, options: &ReadOptions) -> Self {
        let header = gutenberg::header(sample);
        let (head, body) = sample.split_at(header);
        let mut document = Draft::default();
        let mut skipped = header;
        if header > 0 {
            document.metadata = gutenberg::metadata(head);
        } else if let credits @ 1.. = gutenberg::credits(body) {
            skipped = credits;
        } else if let Some((metadata, end)) = title::read(body) {
            // They stand on the title page.
            (document.metadata, skipped) = (metadata, end);
        }
        let story = &sample[skipped..];
        let standing = Standing::before(Furniture::of(story).filter(|_| !options.keep_all));
        // For the look at a sample the end of a page is a gap as others are.
        let gap = |row| if row == Row::PageEnd { Row::Gap(1) } else { row };
        let rows: Vec<Row<'_>> = Rows::from(story, standing.clone()).map(gap).collect();
        let pages = PageNumbers::of(&rows);
        let layout = Layout::of(&rows, options.layout.as_deref().and_then(TextShape::named));
        let named = options.language.or(document.metadata.language);
        let language = named.or_else(|| language_of(story));
        document.metadata.language = language;
        document.read_as.push(SafeText::line(&layout.shape.reason(layout.wrap)));
        Self {
            layout,
            document,
            scene: SceneBuilder::default(),
            header: skipped,
            ended: false,
            seam: Seam { prose: true, in_pages: standing.has_pages(), rows: standing, ..Seam::default() },
            lead: Lead::None,
            printer: options.smarten.then(|| Printer::of(language)),
            beside: Beside {
                // A scan has its words broken as the printed page had.
                hyphens: BrokenWords::of((story, &rows), pages.is_some(), language),
                pages: pages.filter(|_| !options.keep_all),
                contents: front::contents(&rows).unwrap_or_default(),
            },
            joined: String::new(),
            set: String::new(),
        }
    }

    /// Offers the first pages of a text, if they are wanted, and returns how many bytes of its sample have been read for good. The
    /// blocks that are offered are the whole's, in the same places, but for the last one, which may be cut short.
    pub(super) fn begin(&mut self, sample: &str, beginning: &mut Beginning<'_>) -> usize {
        let (header, mut read) = (self.header, 0);
        for most in FIRST_PAGES {
            let end = sample.floor_char_boundary(header + most);
            // Whether a line is the last of its page is told by what follows it.
            if !beginning.is_wanted() || end == sample.len() || self.seam.in_pages {
                break;
            }
            let blank = read + last_blank(&sample[read..end]);
            self.feed(&sample[read..blank]);
            read = blank;
            let mut first = self.clone();
            if blank == 0 {
                // Without a blank row all of it is one group of lines. Elsewhere what a cut leaves of a group may be read as
                // something else than the whole of it.
                first.feed(&sample[..end]);
            }
            let document = first.finish();
            if !document.is_empty() {
                beginning.offer((0, end), document);
            }
        }
        read
    }

    pub(super) fn feed(&mut self, text: &str) {
        let skipped = self.header.min(text.len());
        self.header -= skipped;
        if self.ended {
            return;
        }
        let mut rows = Rows::from(&text[skipped..], std::mem::take(&mut self.seam.rows));
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
            // Of lines that are all parted by blank rows only a wider gap parts paragraphs.
            if self.layout.shape == TextShape::DoubleSpaced
                && matches!(row, Row::Gap(blank) if blank < self.layout.gap - 1)
            {
                continue;
            }
            if let (Row::Underline, [title]) = (row, &paragraph[..]) {
                self.take_underlined(title);
            } else {
                self.take(&paragraph);
            }
            paragraph.clear();
            match row {
                // A rule within a notice parts nothing.
                Row::Ornament if matches!(self.lead, Lead::Inset(_)) => {}
                Row::Ornament => {
                    self.release();
                    (self.seam.noted, self.seam.parts) = (false, false);
                    self.part_scenes();
                }
                Row::Gap(blank) => {
                    self.seam.parts |= blank >= self.layout.gap;
                    self.seam.gap = self.layout.is_gap_meant() && !self.seam.parts && self.told();
                }
                Row::PageEnd => (self.seam.parts, self.seam.after_page) = (false, true),
                Row::Text(_) | Row::Underline => {}
            }
        }
        self.take(&paragraph);
        self.seam.rows = rows.standing;
    }

    /// Takes the lines between two gaps.
    fn take(&mut self, lines: &[&str]) {
        let [first, rest @ ..] = lines else { return };
        let group = self.seam.groups;
        self.seam.groups += 1;
        if rest.is_empty() && self.beside.pages.as_mut().is_some_and(|pages| pages.leaves_out(first)) {
            // The gaps around a page's number are the page's.
            (self.seam.parts, self.seam.after_page) = (false, true);
            return;
        }
        let after_page = std::mem::take(&mut self.seam.after_page);
        self.seam.parts &= !after_page;
        if self.beside.contents.contains(&group) {
            return self.add_small_print(lines);
        }
        if rest.is_empty() && is_row_of_x(first) && !self.layout.numbers {
            return self.part_scenes();
        }
        if self.layout.shape == TextShape::Cues {
            return self.add_cue(lines);
        }
        if self.layout.shape == TextShape::Indents && self.take_by_headings(lines) {
            return;
        }
        // Where each line is a paragraph, each may be a heading.
        let headed = || lines.iter().any(|line| heading::level(line).is_some()) && are_paragraphs(lines);
        if !rest.is_empty() && (self.layout.shape == TextShape::Lines && !are_wrapped(lines) || headed()) {
            let wide = self.seam.parts;
            for line in lines {
                self.take_group(&[*line]);
            }
            self.seam.parts &= !wide;
            return;
        }
        if self.beside.pages.is_none() && !self.seam.in_pages {
            return self.take_group(lines);
        }
        self.take_over_page(lines, after_page);
    }

    /// Takes lines in where the text may have been cut by the end of a printed page.
    fn take_over_page(&mut self, lines: &[&str], after_page: bool) {
        let held = std::mem::take(&mut self.seam.held);
        let all: Vec<&str> = held.iter().map(String::as_str).chain(lines.iter().copied()).collect();
        // A paragraph that runs over so many pages has missed its end.
        let small = || lines[0].trim_start().starts_with(char::is_lowercase);
        // A page ends with a whole line where a paragraph goes on behind it.
        let whole = || {
            let full = |line: &str| line.trim().chars().count() * 5 >= self.layout.wrap * 4;
            held.last().is_some_and(|line| full(line)) && full(lines[0]) && indent(lines[0]) < INSET
        };
        // Only the end of a page parts what belongs together.
        let goes_on = after_page && held.len() < LONGEST_HELD && (small() || whole());
        if !held.is_empty() && !goes_on {
            self.take_group(&held.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let now: &[&str] = if goes_on { &all } else { lines };
        let last = now.last().copied().unwrap_or_default();
        if now.iter().all(|line| indent(line) < INSET)
            && !shape::ends_sentence(last)
            && heading::level(now[0]).is_none()
        {
            self.seam.held = now.iter().map(|line| (*line).to_owned()).collect();
            return;
        }
        self.take_group(now);
    }

    /// Takes lines in that belong together.
    fn take_group(&mut self, lines: &[&str]) {
        let [first, rest @ ..] = lines else { return };
        // A note to a page of the printed book stands between wide gaps and parts nothing.
        let note = is_note(first);
        let wide = std::mem::take(&mut self.seam.parts);
        let gap = std::mem::take(&mut self.seam.gap);
        if let Some(level) = self.heading(lines, wide) {
            (self.seam.noted, self.lead) = (false, Lead::None);
            return self.begin_titled_scene(level, lines);
        }
        if front::are_fields(lines) || front::are_entries(lines) {
            return self.add_small_print(lines);
        }
        if let Some(quoted) = layout::quoted(lines) {
            return self.add_quotation(&quoted);
        }
        if front::is_aside(first) {
            return self.add_small_print(&[&lines.join(" ")]);
        }
        let leads_on = self.leads_on(lines, wide);
        let fronts = !std::mem::replace(&mut self.seam.prose, true);
        if fronts && self.stands_under_heading(lines) {
            self.seam.prose = false;
        }
        let wide = wide && !fronts;
        if wide && !(note || leads_on || is_signature(lines)) && !std::mem::replace(&mut self.seam.noted, false) {
            self.part_scenes();
        }
        self.seam.noted |= note;
        self.settle();
        let layout = self.layout;
        if is_list(lines) && layout.shape != TextShape::Lines {
            if self.are_speeches(lines) {
                return self.add_speeches(lines);
            }
            return self.add_list(lines);
        }
        if layout::is_table(lines) {
            return self.add_table(lines);
        }
        if !layout.lines && layout::is_right_set(lines, layout.wrap) {
            return self.add_right_set(lines);
        }
        // Speeches a line each are no verse.
        let spoken = |line: &&str| line.trim_start().starts_with(['"', '“', '«', '—', '-', '„']);
        let apart = || shape::are_apart(lines, layout.wrap);
        if !rest.is_empty() && (lines.iter().all(spoken) && is_verse(lines, &layout) || apart()) {
            return lines.iter().for_each(|line| self.add_paragraph(&[*line]));
        }
        let marked = layout.first.filter(|first| first.mark(lines, layout.wrap));
        // A line alone in a poem, as at the end of a canto.
        let alone = layout.lines && rest.is_empty() && first.trim().chars().count() * 4 <= layout.wrap * 5;
        let by_indents = marked.is_some() || layout.shape == TextShape::Indents;
        if alone || !rest.is_empty() && !by_indents && is_verse(lines, &layout) {
            return self.add_verse(lines);
        }
        self.seam.gap = gap && !wide;
        self.add_paragraphs(lines, marked);
    }

    /// Adds prose, a paragraph up to each line that begins another. `marked` says how first lines stand in, if they do.
    fn add_paragraphs(&mut self, lines: &[&str], marked: Option<FirstLines>) {
        let edge = lines.iter().map(|line| indent(line)).min().unwrap_or(0);
        let mut start = 0;
        for at in 1..=lines.len() {
            let begins = |at: usize| match marked {
                Some(first) => first.begins(lines[at]),
                None => self.begins_paragraph(lines, at, edge),
            };
            if at == lines.len() || begins(at) {
                self.add_paragraph(&lines[start..at]);
                start = at;
            }
        }
    }

    /// Whether a line begins a paragraph, though no blank row stands before it. `edge` is the least indent of all lines.
    fn begins_paragraph(&self, lines: &[&str], at: usize, edge: usize) -> bool {
        let by_shape = match self.layout.shape {
            TextShape::Indents => indent(lines[at]) > edge,
            TextShape::Wrapped | TextShape::DoubleSpaced => {
                let before = lines[at - 1].trim();
                let begins = |c: char| !c.is_lowercase() && !c.is_whitespace();
                let early = shape::ends_early(before, lines[at], self.layout.wrap);
                // Speech begins a paragraph where none is open.
                let speaks = lines[at].trim_start().starts_with(['"', '“'])
                    && before.matches(['"', '“', '”']).count().is_multiple_of(2);
                let early = early || speaks;
                indent(lines[at]) > edge + 1
                    || early && shape::ends_sentence(before) && lines[at].trim_start().starts_with(begins)
            }
            // An indented line begins a paragraph where paragraphs are marked so and not by gaps, and not where all of them are.
            _ => indent(lines[at]) > edge + usize::from(edge > 0) && !lines[0].starts_with("   "),
        };
        // In Japanese what somebody says begins a paragraph.
        by_shape
            || is_stamped(lines[at]) && is_stamped(lines[0])
            || self.begins_speech(lines[at]) && shape::ends_sentence(lines[at - 1])
            || lines[at].trim_start().starts_with(['「', '『']) && shape::ends_sentence(lines[at - 1])
            || lines[at - 1].trim_end().ends_with(['」', '』']) && lines[at].starts_with('\u{3000}')
            || shape::ends_wide_paragraph(lines[at - 1], lines[at], self.layout.wrap)
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

    /// Ends the open scene, once more is told.
    fn part_scenes(&mut self) {
        self.seam.breaks = true;
    }

    /// Begins a scene if one has ended. What stands before all that is told is no scene by itself.
    fn settle(&mut self) {
        if std::mem::take(&mut self.seam.breaks) && self.told() {
            self.document.scenes.push(std::mem::take(&mut self.scene).finish());
            self.scene.begin(BlockKind::Ornament);
            self.scene.end();
        }
    }

    /// Whether anything of the open scene has been told, but for its title and small print.
    fn told(&self) -> bool {
        self.scene.last_kind().is_some_and(|kind| !kind.opens_scene()) && self.seam.told
    }

    /// Takes a paragraph in that was kept to go on behind the end of its page, and does not.
    fn release(&mut self) {
        let held = std::mem::take(&mut self.seam.held);
        self.take_group(&held.iter().map(String::as_str).collect::<Vec<_>>());
    }

    pub(super) fn finish(mut self) -> Draft {
        self.release();
        if let Some(pages) = self.beside.pages.filter(|pages| pages.left_out > 0) {
            let told = format!("{} page numbers left out; `--keep-all` shows them", pages.left_out);
            self.document.read_as.push(SafeText::line(&told));
        }
        if self.seam.rows.left_out > 0 {
            let told = format!("{} heads and feet of pages left out; `--keep-all` shows them", self.seam.rows.left_out);
            self.document.read_as.push(SafeText::line(&told));
        }
        let last = self.scene.finish();
        if !last.is_empty() || self.document.scenes.is_empty() || last.title().is_some() {
            self.document.scenes.push(last);
        }
        titled::subordinate_numbers(&mut self.document.scenes);
        self.document
    }
}

#[cfg(test)]
mod tests;
