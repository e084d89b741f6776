//! How a plain text is laid out, and what lines between two gaps are therefore.

use super::heading;
use super::indents::FirstLines;
use super::row::{LONG, Row, columns, first_word, indent, texts, trimmed, wrap_width};
use super::shape::{TextShape, ends_sentence};

/// So many blank lines in a row part scenes; one fewer parts paragraphs.
const SCENE_GAP: usize = 2;

/// How a text is laid out, as far as a sample of it tells.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one text")]
pub(super) struct Layout {
    /// The width at which it was wrapped.
    pub(super) wrap: usize,
    /// How many blank rows part scenes.
    pub(super) gap: usize,
    /// Whether a number that stands alone is a chapter's.
    pub(super) numbers: bool,
    /// Whether a line that begins with a number and goes on with a title is a chapter's.
    pub(super) numbered: bool,
    /// Whether it is a poem: its lines are the author's however long they are.
    pub(super) poem: bool,
    /// Whether they are the author's whatever they begin with: it was asked for, or no line is full.
    pub(super) lines: bool,
    /// The level of a title that is nothing but a line in capitals between wide gaps, where the text has such.
    pub(super) titles: Option<u8>,
    /// How its paragraphs are told from each other.
    pub(super) shape: TextShape,
    /// Where the first lines of those paragraphs stand that no blank row parts.
    pub(super) first: Option<FirstLines>,
}

impl Layout {
    /// The layout of a text of whose beginning these are the rows, as it was asked for or else as it looks.
    pub(super) fn of(rows: &[Row<'_>], asked: Option<TextShape>) -> Self {
        let numbers: Vec<u32> = texts(rows).filter_map(heading::bare_number).collect();
        let (gap, wrap) = (scene_gap(rows), wrap_width(rows));
        // Capitals tell the verse of a poem from the prose in it.
        let capitals = asked.is_none() && is_poem(rows);
        let lines = asked == Some(TextShape::Verse) || asked.is_none() && !capitals && has_own_lines(rows, wrap);
        let poem = lines || capitals;
        let looks = || if poem { TextShape::Verse } else { TextShape::of(rows, wrap) };
        let shape = asked.unwrap_or_else(looks);
        let gap = match shape {
            TextShape::DoubleSpaced => double_gap(rows),
            // Where no blank row parts paragraphs, the usual gap is no wider for that.
            TextShape::Lines | TextShape::Indents => SCENE_GAP,
            _ => gap,
        };
        Self {
            wrap,
            gap,
            numbers: heading::are_in_order(&numbers),
            numbered: are_numbered(rows),
            titles: titles(rows, gap),
            poem,
            lines,
            shape,
            first: FirstLines::of(rows, wrap),
        }
    }
}

impl Layout {
    /// Returns whether blank rows part no paragraphs, so that each of them is meant.
    pub(super) fn is_gap_meant(&self) -> bool {
        matches!(self.shape, TextShape::Lines | TextShape::Indents)
    }
}

/// Returns the lines of a message that is quoted in another one, without the signs before them: `> It is late.`
pub(super) fn quoted<'a>(lines: &[&'a str]) -> Option<Vec<&'a str>> {
    let inner = |line: &&'a str| line.trim_start().strip_prefix('>');
    // “>>Wohin?<<” is said, and one line alone is what somebody typed.
    let said = |line: &str| line.starts_with('>') && !line.starts_with("> ");
    let quoted: Vec<&str> = lines.iter().map_while(inner).map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    (lines.len() >= 2 && quoted.len() == lines.len() && !quoted.iter().any(|line| said(line))).then_some(quoted)
}

/// Whether lines that stand alone are titles with numbers in order, with chapters between them. The points of a list stand nearer.
fn are_numbered(rows: &[Row<'_>]) -> bool {
    /// The least bytes from one title to the next, on the average, and where each has text of its own under it.
    const LEAST: usize = 500;
    const LEAST_OWN: usize = 40;
    let (mut numbers, mut alone, mut group) = (Vec::new(), None, 0);
    // Whether a title stands over each of the groups, and how many titles have text under them.
    let (mut titled, mut followed) = (false, 0);
    for row in rows.iter().copied().chain([Row::Gap(1)]) {
        if let Row::Text(line) = row {
            group += 1;
            alone = Some(line).filter(|_| group == 1);
            continue;
        }
        let number = alone.take().and_then(heading::numbered_title);
        followed += usize::from(number.is_none() && group > 0 && titled);
        titled = number.is_some() || titled && group == 0;
        numbers.extend(number);
        group = 0;
    }
    let least = if followed == numbers.len() && numbers.len() >= FEWEST_TITLES { LEAST_OWN } else { LEAST };
    let length: usize = texts(rows).map(str::len).sum();
    // A text with chapters by name has lists besides.
    let named = || texts(rows).filter(|line| heading::level(line) == Some(2)).nth(FEWEST_TITLES - 1).is_some();
    heading::are_in_order(&numbers) && numbers[0] == 1 && numbers.len() * least <= length && !named()
}

/// How many blank rows part scenes here. Some texts part every paragraph by two or three: there only more than that counts.
fn scene_gap(rows: &[Row<'_>]) -> usize {
    let gaps = Gaps::of(rows, 1);
    if gaps.usual >= SCENE_GAP && gaps.count * 2 > gaps.all && gaps.count > 1 { gaps.usual + 1 } else { SCENE_GAP }
}

/// How many blank rows part scenes where one stands behind every line. Wider gaps part paragraphs if there are many.
fn double_gap(rows: &[Row<'_>]) -> usize {
    let gaps = Gaps::of(rows, 2);
    if gaps.count * 20 >= gaps.all && gaps.count > 1 { gaps.usual + 1 } else { SCENE_GAP + 1 }
}

/// The gaps of a text: how many there are, and the most usual one.
#[derive(Debug, Default)]
struct Gaps {
    all: usize,
    usual: usize,
    count: usize,
}

impl Gaps {
    /// Counts gaps. The most usual one has at least so many rows.
    fn of(rows: &[Row<'_>], least: usize) -> Self {
        /// Wider ones are the ends of pages.
        const WIDEST: usize = 8;
        let mut counts = [0_usize; WIDEST + 1];
        for row in rows {
            if let Row::Gap(blank) = row {
                counts[(*blank).min(WIDEST)] += 1;
            }
        }
        // Of two that are as usual the narrower one.
        let usual = (least..=WIDEST).rev().max_by_key(|blank| counts[*blank]).unwrap_or(least);
        Self { all: counts.iter().sum(), usual, count: counts[usual] }
    }
}

/// Whether a text is verse from end to end: nearly all its lines begin with a capital, which in prose one of five does, and in
/// German prose one of two.
fn is_poem(rows: &[Row<'_>]) -> bool {
    const FEWEST: usize = 40;
    /// So few tell enough where many end no sentence, as paragraphs do.
    const FEW: usize = 9;
    let (mut all, mut capitals, mut open) = (0_usize, 0_usize, 0_usize);
    // No poet's line is as long as a paragraph that is one line.
    let long = texts(rows).filter(|line| line.len() > LONG && line.chars().nth(LONG).is_some()).count();
    if long * 20 > texts(rows).count() {
        return false;
    }
    // A line behind a gap may begin a paragraph.
    for pair in rows.windows(2) {
        if let [Row::Text(before), Row::Text(line)] = pair {
            all += 1;
            open += usize::from(before.trim_end().ends_with([',', ';']) || before.ends_with(char::is_alphabetic));
            capitals += usize::from(line.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase));
        }
    }
    (all >= FEWEST || all >= FEW && open * 2 >= all) && capitals * 10 >= all * 9
}

/// Whether no line of a text goes on to its width although the next line's first word had room there: nothing but its author has
/// ended its lines. Lines that end a sentence may end a paragraph, and tell nothing.
fn has_own_lines(rows: &[Row<'_>], wrap: usize) -> bool {
    /// Two stanzas of four lines have six that another one follows; fewer lines may be a title page.
    const FEWEST: usize = 7;
    /// Nobody wraps prose at so few columns: lines of Chinese and Japanese poems have five or seven signs, and a stop.
    const NARROWEST: usize = 16;
    /// Hardly anybody wraps prose at so few.
    const NARROW: usize = 32;
    /// Longer lines that begin with small letters may be prose that somebody has wrapped by hand.
    const USUAL: usize = 50;
    /// No poet's line is as long, on the whole.
    const WIDEST: usize = 76;
    let pairs = || {
        rows.windows(2).filter_map(|pair| match pair {
            [Row::Text(line), Row::Text(next)] => Some((*line, *next)),
            _ => None,
        })
    };
    let has_room = |line: &str, next: &str| columns(line) + 1 + columns(first_word(next)) <= wrap;
    let enough = |free: usize, open: usize| free * 20 >= if wrap <= NARROW { open } else { open * 8 };
    let all = pairs().count();
    let lines = all + 1;
    if wrap <= NARROWEST && lines * 2 >= FEWEST {
        return true;
    }
    if lines < FEWEST || wrap > WIDEST {
        return false;
    }
    // In a text with lines of its own, no more than these are headings or rows of a list. Even without so many of its lines, most prose
    // has too few that end early: it is told here, before a slow look at what each line is.
    let most_other = all / 20;
    let (mut open, mut free) = (0_usize, 0_usize);
    for (line, next) in pairs().filter(|(line, _)| !ends_sentence(line)) {
        open += 1;
        free += usize::from(has_room(line, next));
    }
    if !enough(free, open.saturating_sub(most_other)) {
        return false;
    }
    let (mut open, mut free, mut other, mut capitals) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (line, next) in pairs() {
        // The rows of a list or a table stand under each other for another reason, and a broken word tells of a wrapped line.
        if heading::level(line).is_some()
            || is_list(&[line, next])
            || line.trim_end().ends_with(['-', '|'])
            || trimmed(line).contains("  ")
        {
            other += 1;
            continue;
        }
        let capital = |line: &str| line.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        capitals += usize::from(capital(next));
        if !ends_sentence(line) {
            open += 1;
            free += usize::from(has_room(line, next));
        }
    }
    let small = wrap > USUAL && capitals * 10 < all * 6;
    !small && open * 3 >= all && other <= most_other && enough(free, open)
}

/// So many lines in capitals between wide gaps are titles; fewer are signs and cries.
const FEWEST_TITLES: usize = 3;

/// The least bytes of text from one title to the next, on the average: the rows of a table stand nearer.
const LEAST_CHAPTER: usize = 1500;

/// The level of titles in capitals, if a text has any: below its numbered chapters, where it has those too.
fn titles(rows: &[Row<'_>], gap: usize) -> Option<u8> {
    let length: usize = texts(rows).map(str::len).sum();
    let (mut wide, mut lines, mut titles, mut chapters) = (true, Vec::new(), 0, 0);
    for row in rows.iter().copied().chain([Row::Gap(gap)]) {
        match row {
            Row::Text(line) => lines.push(line),
            Row::Gap(_) | Row::Ornament | Row::Underline | Row::PageEnd => {
                let alone = wide && (1..=4).contains(&lines.len());
                titles += usize::from(alone && lines.iter().all(|line| heading::is_in_capitals(line)));
                chapters += usize::from(lines.first().is_some_and(|line| heading::level(line) == Some(2)));
                lines.clear();
                wide = matches!(row, Row::Gap(blank) if blank >= gap);
            }
        }
    }
    let some = titles >= FEWEST_TITLES && titles * LEAST_CHAPTER <= length;
    some.then_some(if chapters >= FEWEST_TITLES { 3 } else { 2 })
}

/// The indent from which on lines stand in from the edge; one or two blanks begin a paragraph.
pub(super) const INSET: usize = 4;

/// The indent of a line that stands in the middle.
const CENTRED: usize = 8;

/// Whether a line stands in the middle and is no sentence, as a chapter's title does.
pub(super) fn is_centred(line: &str) -> bool {
    let text = line.trim();
    indent(line) >= CENTRED && text.chars().count() <= 60 && !text.ends_with(['.', ',', ';', ':', '"', '”'])
}

/// Whether lines are the author's own: each clearly shorter than the text's wrap width, and each begun like a line of
/// verse, with a capital, a quote or an indent.
pub(super) fn is_verse(lines: &[&str], layout: &Layout) -> bool {
    let wrap = layout.wrap;
    if lines.len() < 2 {
        return false;
    }
    if layout.lines {
        return true;
    }
    // Prose wrapped at `wrap` fills its lines to within a long word; four fifths leaves that room.
    let short = |line: &&str| line.trim().chars().count() * 5 < wrap * 4;
    let edge = lines.iter().map(|line| indent(line)).min().unwrap_or(0);
    let set_in = edge >= INSET || layout.poem;
    // Most paragraphs are prose, and told by their first line.
    if !set_in && !lines.iter().all(short)
        || lines.iter().any(|line| line.len() > LONG && line.chars().nth(LONG).is_some())
    {
        return false;
    }
    // A paragraph in italics is set in by some printers.
    let (first, last) = (lines[0].trim(), lines[lines.len() - 1].trim_end());
    let italic = first.starts_with('_') && last.ends_with('_') && lines.concat().matches('_').count() == 2;
    if italic && first.chars().count() * 5 >= wrap * 4 {
        return false;
    }
    let capital = |line: &&str| line.trim().chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let begun = |line: &&str| indent(line) >= edge + 2 || capital(line);
    // Lines that stand in from the edge and begin like verse are verse, however long they are. Prose begins so too in a language in
    // which many words have a capital; its lines are filled.
    if set_in && lines.iter().filter(|line| capital(line)).count() * 4 >= lines.len() * 3 {
        return layout.poem || !(has_many_capitals(lines) && are_filled(lines, wrap));
    }
    // Poets of some languages begin a line with a capital only where a sentence begins.
    if edge >= INSET && lines.len() >= 3 && end_early(lines, wrap.saturating_sub(edge.max(INSET_RIGHT))) {
        return true;
    }
    // Two lines that end early may be two paragraphs, or one with a speech in it.
    let whole = lines.concat();
    let quotes = whole.matches(['"', '“', '”']).count();
    let speech =
        quotes > 0 && !(quotes == 2 && whole.trim().starts_with(['"', '“']) && whole.trim().ends_with(['"', '”']));
    let sentence = lines[0].trim_end_matches(['"', '”', '\'', '’']).ends_with(['.', '!', '?']);
    if lines.len() == 2 && edge == 0 && !layout.poem && (speech || sentence) {
        return false;
    }
    // No prose is wrapped so narrow that all its lines, the last one aside, are half as long as others.
    let narrow = |line: &&str| line.trim().chars().count() * 2 <= wrap;
    let (all_short, all_begun) = (lines.iter().all(short), lines.iter().all(begun));
    all_short && (all_begun || lines.len() >= 3 && lines.iter().all(narrow))
}

/// How far prose that stands in from the left is set in from the right, at least.
const INSET_RIGHT: usize = 8;

/// Whether no line but the last had room for the next one's first word, as in prose that was wrapped. Of three lines and more the widest
/// tells the width; of two the text does.
fn are_filled(lines: &[&str], wrap: usize) -> bool {
    let widest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
    let width = if lines.len() >= 3 { widest } else { wrap.saturating_sub(INSET_RIGHT) };
    // Nobody sets prose in a column of half a page.
    let wide = width * 5 >= wrap * 3;
    wide && lines.windows(2).all(|pair| columns(pair[0]) + 1 + columns(first_word(pair[1])) > width)
}

/// Whether many words within lines have a capital, as the nouns of German have. Then a capital at a line's beginning tells nothing.
fn has_many_capitals(lines: &[&str]) -> bool {
    let words = || lines.iter().flat_map(|line| line.split_whitespace().skip(1));
    let begin =
        |is: fn(char) -> bool| words().filter(|word| word.chars().find(|c| c.is_alphabetic()).is_some_and(is)).count();
    // A list of titles has hardly any small ones.
    let all = words().count();
    begin(char::is_uppercase) * 10 >= all && begin(char::is_lowercase) * 5 >= all * 2
}

/// Whether each line but the last had room for the next one's first word within a width.
fn end_early(lines: &[&str], width: usize) -> bool {
    lines.windows(2).all(|pair| columns(pair[0]) + 1 + columns(first_word(pair[1])) <= width)
}

/// Whether lines are set to the right, as a date over a letter is and a signature under it: each begins past the middle and ends near the
/// edge. A line in the middle does not end so far, and a table has more lines.
pub(super) fn is_right_set(lines: &[&str], wrap: usize) -> bool {
    const MOST: usize = 4;
    /// What is wrapped narrower is verse or a column, in which half a line may stand in as far.
    const NARROWEST: usize = 60;
    let right = |line: &&str| {
        let start = indent(line);
        2 * start >= wrap && 5 * (start + line.trim().chars().count()) >= 4 * wrap
    };
    wrap >= NARROWEST && lines.len() <= MOST && lines.iter().all(right)
}

/// Whether a quoted letter ends with these lines: a name in capitals stands in quotes, below a wide gap that parts nothing.
pub(super) fn is_signature(lines: &[&str]) -> bool {
    let name = lines.last().map_or("", |line| line.trim());
    let quoted = name.starts_with(['"', '“']) && name.ends_with(['"', '”', '\'', '’']);
    let words: Vec<&str> = name.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).collect();
    let capitals = words.iter().filter(|word| !word.contains(char::is_lowercase)).count();
    quoted && (1..=4).contains(&words.len()) && 2 * capitals > words.len()
}

/// Whether a paragraph is a note to the page, which begins with its number in brackets or a star that marks no emphasis.
pub(super) fn is_note(first: &str) -> bool {
    // “[1] The ferry …”
    let digits = first.strip_prefix('[').map_or("", |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    if digits.starts_with("] ") && !first.starts_with("[]") {
        return true;
    }
    let Some(rest) = first.strip_prefix('*') else { return false };
    rest.starts_with(|c: char| c.is_alphanumeric() || c == '"') && !rest.contains('*')
}

/// Whether a line that stands alone under a chapter's number is its title: short, and in capitals or most words with one.
pub(super) fn is_title(line: &str) -> bool {
    let line = line.trim();
    if line.chars().count() > 60 || line.ends_with(['!', '?', ',', ';', ':', '"', '”', '-', '—']) {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital = |word: &&&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let upper = !line.chars().any(char::is_lowercase) && line.chars().any(char::is_uppercase);
    upper || !line.ends_with('.') && words.iter().filter(capital).count() * 2 > words.len()
}

/// Whether lines are a table or a drawing, whose blanks mean something: rules with corners, bars, columns that stand under each other.
pub(super) fn is_table(lines: &[&str]) -> bool {
    let rule = |line: &&str| {
        let line = line.trim();
        line.len() > 2
            && line.starts_with('+')
            && line.ends_with('+')
            && line.chars().all(|c| matches!(c, '+' | '-' | '='))
    };
    let bar = |line: &&str| line.trim().starts_with('|') && line.trim().ends_with('|');
    let drawn = |line: &&str| {
        let letters = line.chars().filter(|c| c.is_alphanumeric()).count();
        let signs = line.chars().filter(|c| "/\\_|()<>^=+*~".contains(*c)).count();
        signs >= 2 && signs > 2 * letters
    };
    // Most lines begin with a letter or a quote, and no line of a table does.
    let begins = |line: &&str| {
        line.trim_start().starts_with(['+', '|', '/', '\\', '_', '(', '<', '^', '=', '*', '~', '-', '>', ')'])
    };
    lines.len() >= 2
        && lines.iter().any(begins)
        && (lines.iter().any(rule)
            || lines.iter().all(bar)
            || lines.iter().filter(|line| drawn(line)).count() * 2 > lines.len())
}

/// Whether lines are a list: each begins with a bullet or a number, or is indented under one that does.
pub(super) fn is_list(lines: &[&str]) -> bool {
    let bullet =
        |line: &str| line.starts_with("- ") || line.starts_with("* ") || line.starts_with("• ") || is_numbered(line);
    let begins = lines.iter().filter(|line| bullet(line.trim_start())).count();
    begins >= 2
        && bullet(lines[0].trim_start())
        && lines.iter().all(|line| bullet(line.trim_start()) || line.starts_with("  "))
}

pub(super) fn is_numbered(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && [". ", ") "].iter().any(|sign| line[digits..].starts_with(sign))
}
