//! Writes a story in the story format, so that it reads back the same: scenes, moods, verse, letters, notes, links and marked words.
//!
//! It is the inverse of `story.rs` for what a document holds. Links whose target can't be named there are left out; their words stay.
//! Marks that begin or end within words are written as elements. What Markdown has no sign for stands in comments (`directive.rs`).

use std::collections::{BTreeMap, BTreeSet};

use super::super::ornament::is_ornament;
use super::code_line;
use super::directive::{FIRST_LETTER, INNER, ITEM, LINES, PART, UNMARKED, WORDS, classes};
use crate::document::{Addresses, Block, BlockKind, Draft, MarkKind, Mood, Place, Scene, Setting};

/// Returns a story in the story format.
///
/// ```
/// use nightstand::format;
///
/// let source = "## The dream {.dream}\n\nIt was *late*.\n\n***\n<!-- {.waking} -->\n\nShe woke.\n";
/// let story = format::read("a.md", source.as_bytes())?.document();
/// let again = format::to_markdown(&story);
/// assert!(again.contains("## The dream {.dream}") && again.contains("It was *late*."));
/// assert_eq!(format::read("a.md", again.as_bytes())?.document().scenes.len(), 2);
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[must_use]
pub fn to_markdown(document: &Draft) -> String {
    let links = Links::of(document);
    let mut written = front_matter(document);
    for (nth, scene) in document.scenes.iter().enumerate() {
        write_scene(scene, nth, &links, &mut written);
    }
    written
}

fn front_matter(document: &Draft) -> String {
    let metadata = &document.metadata;
    let language = metadata.language.map(|language| language.to_string()).unwrap_or_default();
    let entries: [(&str, &str); 4] = [
        ("title", &metadata.title),
        ("author", &metadata.author),
        ("language", &language),
        ("licence", &metadata.licence),
    ];
    let told = entries.into_iter().filter(|(_, value)| !value.is_empty());
    let quoted = |value: &str| toml::Value::String(value.to_owned()).to_string();
    let lines: Vec<String> = told.map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
    if lines.is_empty() { String::new() } else { format!("+++\n{}\n+++\n\n", lines.join("\n")) }
}

/// What the links of a story lead to, as the format can say it.
struct Links<'a> {
    web: &'a Addresses,
    /// For each link to a block of the story what leads there.
    to: BTreeMap<u32, Lead>,
    /// For each such block, by its scene and its place there, how it is named.
    targets: BTreeMap<(u32, u32), Lead>,
}

/// How a block is called that links lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Lead {
    /// A note by its name: `[^1]`.
    Note(String),
    /// An anchor by its number.
    Anchor(u32),
}

impl<'a> Links<'a> {
    fn of(document: &'a Draft) -> Self {
        let (mut to, mut targets) = (BTreeMap::new(), BTreeMap::new());
        // Code has no links in the format.
        let written = document.blocks().filter(|(_, _, block)| block.kind != BlockKind::Preformatted);
        let marks = written.flat_map(|(_, _, block)| block.marks);
        let used: BTreeSet<u32> =
            marks.filter_map(|mark| if let MarkKind::Link(link) = mark.kind { Some(link) } else { None }).collect();
        for link in used {
            let Some(Some(place)) = document.links.get(link as usize) else { continue };
            let at = |block: u32| Some((block, document.block(place.scene as usize, block as usize)?));
            // What leads to the ornament above a scene leads to the scene.
            let next = |(_, block): &(u32, Block<'_>)| block.kind == BlockKind::Ornament;
            let target = at(place.block).filter(next).map_or_else(|| at(place.block), |(above, _)| at(above + 1));
            // An ornament and code have no room for a name.
            let without_room = |kind| matches!(kind, BlockKind::Ornament | BlockKind::Preformatted);
            let Some((at, block)) = target.filter(|(_, block)| !without_room(block.kind)) else { continue };
            let number = u32::try_from(targets.len()).unwrap_or(u32::MAX);
            let lead = || note_name(&block).map_or(Lead::Anchor(number), |name| Lead::Note(name.to_owned()));
            let lead = targets.entry((place.scene, at)).or_insert_with(lead);
            to.insert(link, lead.clone());
        }
        Self { web: &document.addresses, to, targets }
    }

    fn named(&self, place: Place) -> Option<&Lead> {
        self.targets.get(&(place.scene, place.block))
    }
}

/// The name of a note as its block begins with it: `[1] `.
fn note_name<'a>(block: &Block<'a>) -> Option<&'a str> {
    let (name, _) = block.text.strip_prefix('[')?.split_once("] ")?;
    let is_name = !name.is_empty() && name.chars().all(char::is_alphanumeric);
    (block.kind == BlockKind::Item && is_name).then_some(name)
}

/// Writes what a scene without a title begins with: the rule that parts it from the one before, and its mood.
fn write_break(scene: &Scene, nth: usize, written: &mut String) {
    // A story begins with a scene; all others are parted from the one before.
    if nth > 0 {
        written.push_str("***\n");
    }
    let unmarked = nth > 0 && scene.block(0).is_some_and(|block| block.kind != BlockKind::Ornament);
    let names = unmarked.then_some(UNMARKED).into_iter().chain(scene.mood.map(Mood::name));
    let classes: Vec<&str> = names.collect();
    if !classes.is_empty() {
        written.extend(["<!-- {", &dotted(&classes), "} -->\n"]);
    }
    written.push('\n');
}

/// Returns code between fences.
fn fenced(block: &Block<'_>) -> String {
    // Blanks as one types them, where they read back as they are.
    let typed = |line: &str| Some(line.replace('\u{a0}', " ")).filter(|typed| code_line(typed) == line);
    let lines = block.text.split('\n').map(|line| typed(line).unwrap_or_else(|| line.to_owned()));
    // Longer than any row of its sign within.
    let rows = block.text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(rows + 1));
    format!("{fence}\n{}\n{fence}", lines.collect::<Vec<_>>().join("\n"))
}

fn write_scene(scene: &Scene, nth: usize, links: &Links<'_>, written: &mut String) {
    if scene.title().is_none() {
        write_break(scene, nth, written);
    }
    let (mut before, mut list) = (None, List::default());
    // Whether a block has been written, so that a comment is none of the scene's.
    let mut is_begun = false;
    for (index, block) in scene.blocks().enumerate() {
        if let Some(turn) = part_turn(scene, index) {
            // What begins or ends here is no part of a list or a letter that goes on.
            (before, list) = (None, List::default());
            written.push_str(&turn);
        }
        let named = links.named(Place::new(nth, index, 0));
        let anchor = match named {
            Some(Lead::Anchor(number)) => format!("<a id=\"{}\"></a>", anchor(*number)),
            _ => String::new(),
        };
        let prose = |line_end: &str| format!("{anchor}{}", protected(&marked(&block, line_end, links)));
        let asked = classes(block.setting);
        let directive = comment(&asked);
        let text = match block.kind {
            BlockKind::Ornament => continue,
            BlockKind::Heading { level } => {
                let words = marked(&block, "<br>", links);
                let mood = scene.mood.filter(|_| index == 0);
                let inner = (index > 0).then_some(INNER);
                let classes: Vec<&str> = mood.map(Mood::name).into_iter().chain(inner).chain(asked).collect();
                format!("{} {words}{}", "#".repeat(usize::from(level.clamp(1, 6))), attributes(named, &classes))
            }
            BlockKind::Paragraph if is_signs(block.text) => {
                format!("{}\n{}", comment(&[&[WORDS][..], &asked].concat()).trim_end(), prose("<br>"))
            }
            BlockKind::Paragraph => directive + &prose("<br>"),
            BlockKind::Verse => verse(&block, (&anchor, &asked), links),
            BlockKind::Quotation => quoted(&(directive + &prose("<br>"))),
            BlockKind::Letter => {
                // Paragraphs of one letter stand in one quotation.
                let first = before != Some(BlockKind::Letter);
                let classes = if is_begun { &FIRST_LETTER[..1] } else { &FIRST_LETTER };
                let opens = if first { comment(classes) } else { String::new() };
                format!("{opens}{}", quoted(&(directive + &prose("<br>"))))
            }
            BlockKind::Item => item(&block, links, (named, &anchor), &mut list).unwrap_or_else(|| {
                list = List::default();
                comment(&[&[ITEM][..], &asked].concat()) + &prose("<br>")
            }),
            BlockKind::Preformatted => fenced(&block),
        };
        if block.kind != BlockKind::Item {
            list = List::default();
        }
        let goes_on = before == Some(BlockKind::Letter) && block.kind == BlockKind::Letter;
        if goes_on && written.ends_with("\n\n") {
            written.pop();
            written.push_str(">\n");
        }
        written.push_str(&text);
        written.push_str("\n\n");
        (before, is_begun) = (Some(block.kind), true);
    }
}

/// Returns the comment at which a part of a scene begins or ends before a block; `None` where none does.
fn part_turn(scene: &Scene, block: usize) -> Option<String> {
    let begins = scene.parts.iter().find(|part| part.blocks.start == block).map(|part| part.mood.name());
    let ends = scene.parts.iter().any(|part| part.blocks.end == block);
    (begins.is_some() || ends).then(|| comment(&[PART].into_iter().chain(begins).collect::<Vec<_>>()))
}

/// Returns a comment with classes, if there are any, and the empty row below it.
fn comment(classes: &[&str]) -> String {
    if classes.is_empty() { String::new() } else { format!("<!-- {{{}}} -->\n\n", dotted(classes)) }
}

/// Returns classes as attributes have them.
fn dotted(classes: &[&str]) -> String {
    classes.iter().map(|class| format!(".{class}")).collect::<Vec<_>>().join(" ")
}

/// Returns the name of an anchor.
fn anchor(number: u32) -> String {
    format!("place-{number}")
}

/// Returns the attributes of a heading: its name, and its classes.
fn attributes(named: Option<&Lead>, classes: &[&str]) -> String {
    let name = match named {
        Some(Lead::Anchor(number)) => Some(format!("#{}", anchor(*number))),
        _ => None,
    };
    let all: Vec<String> = name.into_iter().chain((!classes.is_empty()).then(|| dotted(classes))).collect();
    if all.is_empty() { String::new() } else { format!(" {{{}}}", all.join(" ")) }
}

/// Returns the lines of a poem, all but the last of a stanza with the sign of a forced line end. A comment tells what these don't: a line
/// that stands alone, and signs.
fn verse(block: &Block<'_>, (anchor, asked): (&str, &[&str]), links: &Links<'_>) -> String {
    let text = format!("{anchor}{}", marked(block, "\\\n", links));
    let stanza = |(nth, stanza): (usize, &str)| {
        let alone = !stanza.contains('\n') || is_signs(&stanza.replace('\\', ""));
        let asked = if nth == 0 { asked } else { &[] };
        let classes: Vec<&str> = alone.then_some(LINES).into_iter().chain(asked.iter().copied()).collect();
        let lines: Vec<String> = stanza.split('\n').map(protected).collect();
        // Right above: an empty row between would part signs from what is said of them.
        let told = comment(&classes);
        let told = if alone { told.trim_end().to_owned() + "\n" } else { told };
        told + &lines.join("\n")
    };
    text.split("\\\n\\\n").enumerate().map(stanza).collect::<Vec<_>>().join("\n\n")
}

/// The blanks by which an entry stands in below another one: more than the sign of any of them takes, and fewer than code needs.
const INDENT: usize = 4;

/// The list that is being written.
#[derive(Default)]
struct List {
    /// The last entry and those that it stands in below, the outermost first, each with its number if it has one.
    open: Vec<Option<u32>>,
}

impl List {
    /// The depth of the last entry, to which further paragraphs belong.
    fn depth(&self) -> Option<usize> {
        self.open.len().checked_sub(1)
    }
}

/// Returns an entry of a list or a note. Its bullet or number is made from the sign of the format, and its depth from the blanks that
/// it begins with. `None` is for an entry that the lists of the format don't have: one without a sign, or one that stands in below none.
fn item(
    block: &Block<'_>,
    links: &Links<'_>,
    (named, anchor): (Option<&Lead>, &str),
    list: &mut List,
) -> Option<String> {
    let words = |from: usize| protected(&marked_from(block, from, "<br>", links));
    if let Some(Lead::Note(name)) = named {
        list.open = vec![None];
        // After the name in brackets and a blank.
        return Some(format!("[^{name}]: {}", words(name.len() + 3)));
    }
    let inner = block.text.trim_start_matches('\u{a0}');
    let blanks = block.text.len() - inner.len();
    let plain = inner.trim_start_matches(['•', '–', '◦', '▪']).trim_start_matches([' ', '\u{a0}']);
    let digits = inner.len() - inner.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = inner[..digits].parse::<u32>().ok().filter(|_| inner[digits..].starts_with(". "));
    let begins = plain.len() < inner.len() || number.is_some();
    let written = match (begins, list.depth()) {
        // Further paragraphs of an entry stand in by its depth alone.
        (false, Some(_)) if blanks > 0 => return None,
        (false, Some(depth)) => {
            let indent = " ".repeat((depth + 1) * INDENT);
            let directive = comment(&classes(block.setting));
            let directive = if directive.is_empty() { directive } else { format!("{indent}{directive}") };
            format!("{directive}{indent}{anchor}{}", words(0))
        }
        // The lists of the format stand at the left.
        (true, _) if block.setting != Setting::default() => return None,
        (false, None) => return None,
        (true, before) => {
            let nested = blanks / (2 * '\u{a0}'.len_utf8());
            if nested > before.map_or(0, |depth| depth + 1) {
                return None;
            }
            // A list that begins anew would go on with the numbers of the one before.
            let last = list.open.get(nested).copied().flatten();
            let anew = number.zip(last).is_some_and(|(now, last)| now != last + 1);
            let parted = if anew && nested == 0 { "<!-- -->\n\n" } else { "" };
            list.open.truncate(nested);
            list.open.push(number);
            let (sign, from) = match number {
                Some(number) => (format!("{number}. "), blanks + digits + 2),
                None => ("- ".to_owned(), block.text.len() - plain.len()),
            };
            let words = Some(words(from)).filter(|words| !words.is_empty());
            // An entry without a word would end at the row below it.
            let words = words.unwrap_or_else(|| "<p></p>".to_owned());
            format!("{parted}{}{sign}{anchor}{words}", " ".repeat(nested * INDENT))
        }
    };
    Some(written)
}

/// Returns whether a text is signs alone, which would part scenes.
fn is_signs(text: &str) -> bool {
    !text.contains(char::is_alphanumeric) || is_ornament(text)
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// Returns a line whose first signs mean nothing to Markdown.
fn protected(line: &str) -> String {
    let (blanks, line) = line.split_at(line.len() - line.trim_start_matches('\u{a0}').len());
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = digits > 0 && line[digits..].starts_with(['.', ')']);
    match line.chars().next() {
        _ if numbered => format!("{blanks}{}\\{}", &line[..digits], &line[digits..]),
        Some('#' | '+' | '-' | '=' | ':' | '^') => format!("{blanks}\\{line}"),
        _ => format!("{blanks}{line}"),
    }
}

/// Returns a block's text with its marks, its links, and `line_end` in the place of each line end.
fn marked(block: &Block<'_>, line_end: &str, links: &Links<'_>) -> String {
    marked_from(block, 0, line_end, links)
}

/// Returns the same of what stands from a byte of the block on.
fn marked_from(block: &Block<'_>, from: usize, line_end: &str, links: &Links<'_>) -> String {
    let mut text = String::new();
    let runs = runs(block, from);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    for (nth, run) in runs.iter().enumerate() {
        let before = nth.checked_sub(1).and_then(|nth| runs[nth].text.chars().next_back());
        // No mark reaches over the blank behind its words.
        let inner = run.text.trim_end_matches(' ');
        let blank = &run.text[inner.len()..];
        if inner.is_empty() {
            text.push_str(blank);
            continue;
        }
        let after = blank.chars().next().or_else(|| runs.get(nth + 1).and_then(|run| run.text.chars().next()));
        // Stars mark whole words; what is marked within one, or beside a sign, needs an element.
        let whole = letter(inner.chars().next()) && letter(inner.chars().next_back());
        let starred = whole && !letter(before) && !letter(after) && run.marks.len() == 1;
        let elements = run.marks.iter().filter_map(|mark| match mark {
            MarkKind::Emphasis if starred => Some(("*".to_owned(), "*")),
            MarkKind::Strong if starred => Some(("**".to_owned(), "**")),
            mark => element(*mark),
        });
        let elements: Vec<(String, &str)> = elements.collect();
        let mut words: String = elements.iter().map(|(opens, _)| opens.as_str()).collect();
        words.push_str(&escaped(inner).replace('\n', line_end));
        words.extend(elements.iter().rev().map(|(_, closes)| *closes));
        text.push_str(&linked(words, &run.marks, inner, links));
        text.push_str(blank);
    }
    text
}

/// Text with the same marks, and with the signs of the points at which its words may be broken, or may not.
struct Run {
    text: String,
    marks: Vec<MarkKind>,
}

/// Returns the runs of a block from a byte of it on.
fn runs(block: &Block<'_>, from: usize) -> Vec<Run> {
    let sign = |kind: MarkKind| match kind {
        MarkKind::SoftHyphen => Some('\u{ad}'),
        MarkKind::Break => Some('\u{200b}'),
        MarkKind::NoBreak => Some('\u{2060}'),
        _ => None,
    };
    let points = |at: usize| {
        block.marks.iter().filter(move |mark| mark.range() == (at..at)).filter_map(move |mark| sign(mark.kind))
    };
    let mut runs: Vec<Run> = Vec::new();
    let mut start = 0;
    for span in block.spans() {
        let text = span.text.get(from.saturating_sub(start)..).unwrap_or_default();
        let is_inside = start > from;
        let signs = points(start).filter(|_| is_inside);
        start += span.text.len();
        if text.is_empty() {
            continue;
        }
        match runs.last_mut().filter(|run| run.marks == span.marks) {
            Some(run) => {
                run.text.extend(signs);
                run.text.push_str(text);
            }
            None => runs.push(Run { text: signs.chain(text.chars()).collect(), marks: span.marks }),
        }
    }
    runs
}

/// Returns words that lead where a link among their marks does.
fn linked(words: String, marks: &[MarkKind], plain: &str, links: &Links<'_>) -> String {
    let to_web = |mark: &MarkKind| mark.address(links.web);
    if let Some(address) = marks.iter().find_map(to_web) {
        let address = address.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C");
        return format!("[{words}](<{address}>)");
    }
    let lead = marks.iter().find_map(|mark| match mark {
        MarkKind::Link(link) => links.to.get(link),
        _ => None,
    });
    match lead {
        Some(Lead::Note(name)) if plain == format!("[{name}]") => format!("[^{name}]"),
        Some(Lead::Anchor(number)) => format!("[{words}](#{})", anchor(*number)),
        // A note's name in brackets is its anchor for all other words.
        Some(Lead::Note(_)) | None => words,
    }
}

/// Returns the tags of HTML that mark words, or `None` for marks without any. The story format takes them too.
#[must_use]
pub fn element(mark: MarkKind) -> Option<(String, &'static str)> {
    Some(match mark {
        MarkKind::Emphasis => ("<em>".to_owned(), "</em>"),
        MarkKind::Strong => ("<strong>".to_owned(), "</strong>"),
        MarkKind::Foreign(language) => (format!("<i lang=\"{language}\">"), "</i>"),
        MarkKind::Small => ("<small>".to_owned(), "</small>"),
        MarkKind::SmallCaps => ("<span class=\"smallcaps\">".to_owned(), "</span>"),
        MarkKind::Struck => ("<del>".to_owned(), "</del>"),
        MarkKind::Link(_) | MarkKind::SoftHyphen | MarkKind::Break | MarkKind::NoBreak => return None,
    })
}

/// Returns a text in which no sign means anything to Markdown, and in which straight quotes and double hyphens stay.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        // Two hyphens, or one between blanks, would be a dash.
        let doubled =
            c == '-' && before.is_none_or(|before| before == '-' || before == ' ') || c == '.' && before == Some('.');
        // Two of these are a sign of other programs.
        let doubled =
            doubled || matches!(c, '%' | '=') && before == Some(c) || matches!(c, ':' | '%') && before == Some('{');
        if doubled
            || matches!(
                c,
                '\\' | '`'
                    | '*'
                    | '_'
                    | '['
                    | ']'
                    | '<'
                    | '>'
                    | '|'
                    | '~'
                    | '&'
                    | '{'
                    | '}'
                    | '$'
                    | '!'
                    | '@'
                    | '^'
                    | '"'
                    | '\''
            )
        {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

#[cfg(test)]
mod tests;
