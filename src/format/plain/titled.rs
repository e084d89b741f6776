//! Headings as the reader takes them in: whether lines between two gaps are one, and the scene that it begins.

use super::heading_word::{HeadingWord, means};
use super::layout::{INSET, is_centred, is_title};
use super::row::indent;
use super::shape::{self, TextShape};
use super::{Lead, PlainReader, front, heading};
use crate::document::{BlockKind, Scene, SceneBuilder};

/// The longest title of a work, in characters.
const LONGEST_TITLE: usize = 60;

/// The most lines of a title in capitals.
const MOST_TITLE_LINES: usize = 4;

impl PlainReader {
    /// The level of the heading that lines between two gaps are, if they are one; `wide` is whether the gap before them is.
    pub(super) fn heading(&self, lines: &[&str], wide: bool) -> Option<u8> {
        let (first, rest) = lines.split_first()?;
        let title = |line: &str| {
            line.trim().chars().count() <= 60 && !line.trim_end().ends_with(['.', '!', '?', ',', ';', ':', '"', '”'])
        };
        let number = || self.layout.numbers && heading::bare_number(first).is_some();
        let titled = || self.layout.numbered && heading::numbered_title(first).is_some();
        let named = || front::is_called_contents(first).then_some(2);
        let numbered = || (number() || titled()).then_some(2);
        // What stands alone between wide gaps, in capitals, as other titles of this text do.
        let alone = wide || self.scene.is_untouched() && self.document.scenes.is_empty();
        let capitals = || {
            let notice = matches!(self.lead, Lead::Colon | Lead::Inset(_));
            let level = self.layout.titles.filter(|_| alone && !notice && rest.len() < MOST_TITLE_LINES)?;
            lines.iter().all(|line| heading::is_in_capitals(line)).then_some(level)
        };
        let under = || (self.under_heading() && (is_title(first) || is_centred(first))).then_some(3);
        // A title in capitals over several lines.
        let lines_under = || {
            // The entries of a list of contents end with the numbers of pages.
            let title = |line: &&str| {
                heading::is_in_capitals(line) && !line.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit())
            };
            let all = rest.len() < MOST_TITLE_LINES - 1 && lines.iter().all(title);
            (all && self.under_heading()).then_some(3)
        };
        match rest {
            [] => heading::level(first).or_else(named).or_else(numbered).or_else(under).or_else(capitals),
            // The titles of old novels run over several lines, and end no sentence, as the sections of a law do.
            [.., last]
                if rest.len() < MOST_TITLE_LINES
                    && indent(first) < INSET
                    && !last.trim_end().ends_with(['.', ',', ';', ':'])
                    && heading::begins_title(first).is_some() =>
            {
                heading::begins_title(first)
            }
            // What a chapter tells of: `CHAPTER I. The Boat--A Stranger--What Mr. Hale saw.`
            [..] if rest.len() < MOST_TITLE_LINES && heading::begins_title(first).is_some() && are_topics(lines) => {
                heading::begins_title(first)
            }
            // A number over a title in capitals.
            [_, _, ..] if rest.len() < MOST_TITLE_LINES && rest.iter().all(|line| heading::is_in_capitals(line)) => {
                heading::level(first).or_else(capitals).or_else(lines_under)
            }
            // A number over a title that ends as a sentence does. A paragraph stands behind a blank row in such a text.
            [second] if self.layout.shape == TextShape::BlankRows && is_short_sentence(second) => {
                heading::level(first).filter(|_| first.split_whitespace().count() <= 2)
            }
            // A chapter's number, and its name or who tells it.
            [second] if number() && title(second) && (is_title(second) || heading::is_in_capitals(second)) => Some(2),
            [second] => heading::level(first).filter(|_| title(second)).or_else(capitals).or_else(lines_under),
            _ => capitals().or_else(lines_under),
        }
    }

    /// Takes in a title that is underlined.
    pub(super) fn take_underlined(&mut self, title: &str) {
        self.release();
        self.seam.groups += 1;
        (self.seam.parts, self.seam.noted, self.lead) = (false, false, Lead::None);
        self.begin_titled_scene(2, &[title]);
    }

    /// Takes lines in among which are headings, where first lines stand in. Returns whether there were any.
    pub(super) fn take_by_headings(&mut self, lines: &[&str]) -> bool {
        let mut rest = lines;
        while let Some(at) = self.heading_within(rest) {
            self.take_group(&rest[..at]);
            self.take_group(&rest[at..=at]);
            rest = &rest[at + 1..];
        }
        let any = rest.len() < lines.len();
        if any {
            self.take_group(rest);
        }
        any
    }

    /// Returns which of some lines is a heading, in a text whose first lines stand in. A heading stands at the edge or in the middle. The
    /// line below it stands in, and the line above it ends a sentence.
    fn heading_within(&self, lines: &[&str]) -> Option<usize> {
        (0..lines.len().checked_sub(1)?).find(|at| {
            let (line, next) = (lines[*at], indent(lines[at + 1]));
            let stands = next >= 2 && (indent(line) == 0 || indent(line) > next + 2);
            let ended = at.checked_sub(1).is_none_or(|before| shape::ends_sentence(lines[before]));
            let number = || self.layout.numbers && heading::bare_number(line).is_some();
            stands && ended && (heading::level(line).is_some() || number())
        })
    }

    /// Whether lines under a heading are no prose yet: a date, a subtitle, a motto that stands in.
    pub(super) fn stands_under_heading(&self, lines: &[&str]) -> bool {
        /// A date or a subtitle is no longer.
        const LONGEST: usize = 60;
        let short = lines.len() == 1 && lines[0].trim().chars().count() <= LONGEST && !shape::ends_sentence(lines[0]);
        // A subtitle may end as a sentence does.
        let subtitle = self.under_heading()
            && (lines.len() == 1 && is_short_sentence(lines[0]) || lines.len() < MOST_TITLE_LINES && are_topics(lines));
        short || subtitle || lines.iter().all(|line| indent(line) >= INSET) && self.layout.shape != TextShape::Indents
    }

    /// Whether all that has been told in the open scene is a line that may be the title of a work.
    fn is_work_title(&self) -> bool {
        let Some(text) = self.scene.only_paragraph() else { return false };
        let words = || text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let begins = words().find(|word| !means(word, HeadingWord::Skip));
        let untitled = begins.is_none_or(|word| means(&word, HeadingWord::Untitled));
        let short = text.chars().count() <= LONGEST_TITLE && !text.contains('\n');
        // A place, a name with initials and a sign of the typist are none: what stands alone in capitals, or in two words and more.
        let initials = text.split(' ').any(|word| word.len() == 2 && word.ends_with('.'));
        let capitals = !text.contains(char::is_lowercase);
        let titled = capitals || text.contains(' ') && !initials;
        short && titled && is_title(text) && text.starts_with(char::is_uppercase) && !untitled
    }

    /// Whether nothing but a heading has been told in the open scene.
    fn under_heading(&self) -> bool {
        matches!(self.scene.last_kind(), Some(BlockKind::Heading { level: ..=2 }))
    }

    pub(super) fn begin_titled_scene(&mut self, level: u8, lines: &[&str]) {
        if level == 2 && is_first(lines[0]) && self.is_work_title() {
            // Of several works in one file each has chapters of its own.
            self.scene.retitle(1);
        }
        if self.scene.last_kind().is_some_and(|kind| !kind.opens_scene()) {
            self.document.scenes.push(std::mem::take(&mut self.scene).finish());
        } else if self.scene.last_kind() == Some(BlockKind::Ornament) {
            // The heading parts what the gap before it did.
            self.scene = SceneBuilder::default();
        }
        (self.seam.breaks, self.seam.told, self.seam.prose) = (false, false, false);
        self.scene.begin(BlockKind::Heading { level });
        for (n, line) in lines.iter().enumerate() {
            // A title that was wrapped is one.
            match (n, level) {
                (0, _) => {}
                (_, 3) if heading::level(lines[0]).is_none() => self.scene.push(" "),
                _ if heading::begins_title(lines[0]).is_some() => self.scene.push(" "),
                _ => self.scene.break_line(),
            }
            let words = without_frame(line.trim());
            match heading::bare_number(words) {
                Some(_) => self.scene.push(words),
                None => self.push(words),
            }
        }
        self.scene.end();
    }
}

/// Whether a heading is a first chapter's: `CHAPTER I`, `Erstes Kapitel`, `1`, `第一章`.
fn is_first(heading: &str) -> bool {
    /// A number stands no further in.
    const NEAR: usize = 3;
    let words = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first =
        |word: &str| heading::bare_number(word) == Some(1) || means(&word.to_lowercase(), HeadingWord::Number(1));
    words.take(NEAR).any(first) || ["第一", "第1", "제1"].iter().any(|number| heading.trim_start().starts_with(number))
}

/// Whether a line is a sentence as short as a title, and nobody's speech.
fn is_short_sentence(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() <= LONGEST_TITLE && line.ends_with('.') && !line.contains(['"', '“', '”', '«', '„'])
}

/// Whether dashes part what lines name.
fn are_topics(lines: &[&str]) -> bool {
    const FEWEST: usize = 2;
    lines.iter().map(|line| line.matches("--").count() + line.matches('—').count()).sum::<usize>() >= FEWEST
}

/// A heading without the signs around it: `### Chapter 1 ###`, `[Chapter 1]`.
fn without_frame(line: &str) -> &str {
    const FRAMES: [[char; 2]; 9] =
        [['_', '_'], ['*', '*'], ['=', '='], ['#', '#'], ['~', '~'], ['—', '—'], ['–', '–'], ['-', '-'], ['[', ']']];
    let framed = FRAMES.iter().find(|[open, close]| line.starts_with(*open) && line.ends_with(*close));
    framed.map_or(line, |frame| line.trim_matches(|c| frame.contains(&c)).trim())
}

/// Where chapters have names and numbers, those that are mere numbers are parts of them.
pub(super) fn subordinate_numbers(scenes: &mut [Scene]) {
    let named = scenes.iter().filter(|scene| scene.title().is_some_and(heading::is_numbered_chapter)).count();
    if named < 2 {
        return;
    }
    for scene in scenes {
        // The first part's number stands under its chapter's name.
        for block in 0..2 {
            if scene.block(block).is_some_and(|block| heading::bare_number(block.text).is_some()) {
                scene.set_level(block, 3);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::document::BlockKind;
    use crate::format::{Beginning, ReadOptions};

    /// The headings of a text, each with its level.
    fn headings(text: &str) -> Vec<(u8, String)> {
        let draft = read(text, &ReadOptions::default(), &mut Beginning::unwanted()).draft;
        let level = |kind| if let BlockKind::Heading { level } = kind { Some(level) } else { None };
        draft.blocks().filter_map(|(_, _, block)| Some((level(block.kind)?, block.text.to_owned()))).collect()
    }

    #[test]
    fn works_in_one_file_are_a_level_above_their_chapters() {
        let prose = "It was late, and the tide had gone out over the long sand.\n\n".repeat(3);
        let work = |title: &str, lead: &str| format!("{title}\n\n\n{lead} I\n\n{prose}\n\n{lead} II\n\n{prose}\n\n");
        for lead in ["CHAPTER", "Kapitel", ""] {
            let text = work("The Ferry", lead) + &work("A Long Sand", lead);
            let levels: Vec<u8> = headings(text.trim_start()).into_iter().map(|(level, _)| level).collect();
            assert_eq!(levels, [1, 2, 2, 1, 2, 2], "{lead}");
        }
        let others = [
            "To my mother",
            "THE END",
            "London",
            "J. R. Smith",
            "Copyright 1912 by A. Hale",
            "[Illustration]",
            "Yours ever, Tom",
            "It was late and the tide had gone out.",
        ];
        for other in others {
            assert_eq!(headings(&work(other, "CHAPTER")).len(), 2, "{other}");
        }
    }

    #[test]
    fn a_title_below_a_number_may_end_as_a_sentence() {
        let prose = "It was late, and the tide had gone out over the long sand.\n\n".repeat(4);
        for title in
            ["\nThe Boat Comes In.", "\nIN WHICH A BOAT COMES IN, AND\nANOTHER GOES OUT", "\nIN WHICH IT RAINS."]
        {
            let text = format!("CHAPTER I.{title}\n\n{prose}\n\nCHAPTER II.{title}\n\n{prose}");
            let all = headings(&text);
            assert!(all.len() == 2 && all[0].1.contains(title.trim().lines().next().unwrap()), "{title}: {all:?}");
        }
        let topics = format!("CHAPTER I. The Boat--A Stranger--What Mr. Hale\nsaw.\n\n{prose}");
        assert_eq!(headings(&topics).len(), 1);
    }

    #[test]
    fn a_subtitle_that_ends_as_a_sentence_is_no_scene() {
        let prose = "It was late, and the tide had gone out over the long sand.\n\n".repeat(4);
        for subtitle in ["In which it rains.", "The Boat--A Stranger--The Doctor's Opinion--What Mr. Hale saw there."] {
            let text = format!("CHAPTER I.\n\n{subtitle}\n\n\n{prose}\n\nCHAPTER II.\n\n{subtitle}\n\n\n{prose}");
            let draft = read(&text, &ReadOptions::default(), &mut Beginning::unwanted()).draft;
            assert_eq!(draft.scenes.len(), 2, "{subtitle}");
        }
    }

    #[test]
    fn where_first_lines_stand_in_a_heading_needs_no_blank_row_below_it() {
        let prose = "    It was the last night of the fair, and Tom had spent all his money and\nmost of mine.\n    “One more,” he said.\n".repeat(4);
        for [first, second] in [["Chapter 1", "Chapter 2"], ["I", "II"]] {
            let all = headings(&format!("{first}\n{prose}{second}\n{prose}"));
            assert_eq!(all.len(), 2, "{all:?}");
        }
    }

    #[test]
    fn where_no_blank_row_parts_paragraphs_two_part_scenes_and_one_stays() {
        let lines =
            "It was the last night of the fair, and Tom had spent all his money and most of mine by then, he said.\n\
            “One more,” he said.\n“With what?”\nHe grinned at me.\n"
                .repeat(3);
        let read = |text: String| read(&text, &ReadOptions::default(), &mut Beginning::unwanted()).draft;
        let two = read(format!("{lines}\n\n{lines}\n\n{lines}"));
        assert_eq!(two.scenes.len(), 3);
        let one = read(format!("{lines}\n{lines}\n{lines}"));
        let gaps = one.blocks().filter(|(_, _, block)| block.setting.gap).count();
        assert_eq!((one.scenes.len(), gaps), (1, 2));
    }

    #[test]
    fn a_title_that_is_underlined_is_one() {
        let prose = "It was late, and the tide had gone out over the long sand.\n\n".repeat(3);
        for [first, second] in
            [["The Ferry\n---------", "A Long Sand\n==========="], ["The Ferry\n---------", "A Long Sand\n--------"]]
        {
            let all = headings(&format!("{first}\n\n{prose}{second}\n\n{prose}"));
            assert_eq!(all.len(), 2, "{all:?}");
        }
        let rule = format!("{prose}It was the last night of all.\n---\n\n{prose}");
        assert_eq!(headings(&rule), []);
        let table = "Name  Age\n---------\nAna   12\nTom   13\n";
        assert_eq!(headings(&format!("{prose}{table}\n{prose}")), [], "columns have no title");
    }
}
