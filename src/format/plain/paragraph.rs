//! What lines become in a plain text: paragraphs that are put together, lists, verse, tables, small print.

use super::hyphens::{BrokenEnd, HYPHENS};
use super::layout::is_numbered;
use super::row::indent;
use super::shape::ends_sentence;
use super::{DEEPEST_INDENT, PlainReader, emphasis, is_time};
use crate::document::{BlockKind, MarkKind, Setting, Side};
use crate::format::smarten::{self, Printer};

/// How a line of a paragraph goes on in the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seamed {
    /// With a blank between them.
    Parted,
    /// Without one: at a dash or a compound's hyphen.
    Closed,
    /// Without the hyphen that broke a word.
    Joined,
}

impl PlainReader {
    fn seam_of(&self, line: &str, next: &str) -> Seamed {
        match self.beside.hyphens.joins(line, next) {
            Some(BrokenEnd::Joined) => Seamed::Joined,
            Some(BrokenEnd::Apart) => Seamed::Parted,
            None if parted(line, next) => Seamed::Parted,
            Some(BrokenEnd::Kept) | None => Seamed::Closed,
        }
    }

    pub(super) fn add_paragraph(&mut self, lines: &[&str]) {
        self.add_prose(BlockKind::Paragraph, lines);
    }

    /// Adds what stands in another message: a paragraph up to each line that holds nothing.
    pub(super) fn add_quotation(&mut self, lines: &[&str]) {
        for paragraph in lines.split(|line| line.trim().is_empty()).filter(|lines| !lines.is_empty()) {
            self.add_prose(BlockKind::Quotation, paragraph);
        }
    }

    fn add_prose(&mut self, kind: BlockKind, lines: &[&str]) {
        self.seam.told = true;
        self.scene.begin(kind);
        if std::mem::take(&mut self.seam.gap) && kind == BlockKind::Paragraph {
            self.scene.set(Setting { side: Side::Left, gap: true });
        }
        let marked = |line: &&str| {
            self.printer.is_some() && !smarten::is_plain(line)
                || memchr::memchr3(b'_', b'*', b'=', line.as_bytes()).is_some()
                || memchr::memchr(b'<', line.as_bytes()).is_some()
        };
        if let [line] = lines {
            self.push(line.trim());
        } else if lines.iter().any(marked) {
            let mut joined = std::mem::take(&mut self.joined);
            joined.clear();
            for (n, line) in lines.iter().enumerate() {
                let (line, next) = (line.trim(), lines.get(n + 1));
                match next.map(|next| self.seam_of(line, next)) {
                    Some(Seamed::Joined) => joined.push_str(line.trim_end_matches(HYPHENS)),
                    Some(Seamed::Closed) => joined.push_str(line),
                    Some(Seamed::Parted) | None => {
                        joined.push_str(line);
                        // The builder knows where the end of a line is no blank.
                        joined.push('\n');
                    }
                }
            }
            self.push(joined.trim_end());
            self.joined = joined;
        } else {
            for (n, line) in lines.iter().enumerate() {
                let line = line.trim();
                match lines.get(n + 1).map(|next| self.seam_of(line, next)) {
                    Some(Seamed::Joined) => self.scene.push(line.trim_end_matches(HYPHENS)),
                    Some(Seamed::Closed) => self.scene.push(line),
                    Some(Seamed::Parted) | None => {
                        self.scene.push(line);
                        self.scene.push("\n");
                    }
                }
            }
        }
        self.scene.end();
    }

    /// Pushes a text with its emphasis, and its signs set.
    pub(super) fn push(&mut self, text: &str) {
        let Some(printer) = self.printer.filter(|_| !smarten::is_plain(text)) else {
            return emphasis::push(&mut self.scene, text);
        };
        self.set.clear();
        smarten::smarten(text, printer, &mut self.set);
        emphasis::push(&mut self.scene, &self.set);
    }

    /// Adds a list, an item for each line that begins with a bullet or a number.
    pub(super) fn add_list(&mut self, lines: &[&str]) {
        self.seam.told = true;
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

    /// Adds lines that are the author's own.
    pub(super) fn add_verse(&mut self, lines: &[&str]) {
        self.add_lines(lines, BlockKind::Verse, Side::Left);
    }

    /// Adds lines that are set to the right, each as it stands.
    pub(super) fn add_right_set(&mut self, lines: &[&str]) {
        self.add_lines(lines, BlockKind::Paragraph, Side::Right);
    }

    /// Adds lines that end where their author has ended them.
    fn add_lines(&mut self, lines: &[&str], kind: BlockKind, side: Side) {
        self.seam.told = true;
        self.scene.begin(kind);
        self.scene.set(Setting { side, ..Setting::default() });
        let edge = lines.iter().map(|line| indent(line)).min().unwrap_or(0);
        // Quotes are set in all lines at once: what opens in one closes in another.
        let text = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n");
        let mut set = String::new();
        match self.printer.filter(|_| !smarten::is_plain(&text)) {
            Some(printer) => smarten::smarten(&text, printer, &mut set),
            None => set = text,
        }
        for (line, text) in lines.iter().zip(set.split('\n')) {
            // The author's indent is kept, within reason: a blank that is not broken is not collapsed.
            let inner = if side == Side::Left { (indent(line) - edge).min(DEEPEST_INDENT) } else { 0 };
            self.scene.push(&"\u{A0}".repeat(inner));
            emphasis::push(&mut self.scene, text);
            self.scene.break_line();
        }
        self.scene.end();
    }

    /// Adds speeches, a paragraph for each line that begins with a dash.
    pub(super) fn add_speeches(&mut self, lines: &[&str]) {
        for speech in lines.chunk_by(|_, next| !next.trim_start().starts_with("- ")) {
            self.add_paragraph(speech);
        }
    }

    /// Returns whether a line begins with the dash of a speech, in a language that marks speeches so.
    pub(super) fn begins_speech(&self, line: &str) -> bool {
        let line = line.trim_start();
        let dash = line.starts_with(['—', '–']) || line.starts_with("- ") || line.starts_with("--");
        dash && self.printer.is_some_and(Printer::marks_speech)
    }

    /// Returns whether lines that begin as a list are speeches: in a language that marks them with dashes, and each ends a sentence.
    pub(super) fn are_speeches(&self, lines: &[&str]) -> bool {
        let dash = self.printer.is_some_and(Printer::marks_speech);
        let first = |line: &&&str| line.trim_start().starts_with("- ");
        let spoken = lines.iter().filter(first).filter(|line| ends_sentence(line)).count();
        let begun = lines.iter().filter(first).count();
        dash && begun >= 2 && spoken * 10 >= begun * 8
    }

    /// Adds lines as they are typed, with all their blanks: a table, a drawing.
    pub(super) fn add_table(&mut self, lines: &[&str]) {
        self.seam.told = true;
        self.scene.begin(BlockKind::Preformatted);
        let edge = lines.iter().map(|line| indent(line)).min().unwrap_or(0);
        for line in lines {
            let line = line.replace('\t', "        ");
            let inner = line.get(edge.min(line.len())..).unwrap_or(&line).trim_end();
            self.scene.push(&inner.replace(' ', "\u{A0}"));
            self.scene.break_line();
        }
        self.scene.end();
    }

    /// Adds lines that stand beside the story: a paragraph each, in small print. They end no scene and begin none.
    pub(super) fn add_small_print(&mut self, lines: &[&str]) {
        for line in lines {
            self.scene.begin(BlockKind::Paragraph);
            self.scene.open_mark(MarkKind::Small);
            self.push(line.trim());
            self.scene.end();
        }
    }

    /// Adds what a subtitle says, without its number and its times.
    pub(super) fn add_cue(&mut self, lines: &[&str]) {
        let words = lines.iter().skip_while(|line| !is_time(line)).skip(1);
        let told: Vec<&str> =
            if lines.iter().any(|line| is_time(line)) { words.copied().collect() } else { lines.to_vec() };
        if told.is_empty() || told == ["WEBVTT"] {
            return;
        }
        self.settle();
        self.seam.told = true;
        self.scene.begin(BlockKind::Paragraph);
        for line in told {
            self.push(line.trim());
            self.scene.break_line();
        }
        self.scene.end();
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
    let numbers = before("-").is_some_and(|c| c.is_ascii_digit()) && next.starts_with(|c: char| c.is_ascii_digit());
    !(dash_ends || dash_begins || compound || numbers)
}
