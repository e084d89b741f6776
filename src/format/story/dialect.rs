//! Markdown as people write it: what Pandoc, Hugo, Jekyll, Obsidian and Reddit add to `CommonMark`, made plain before it is parsed.
//!
//! Each rule changes lines and keeps their number, so that a remark still names the right one. Code is left as it is.

mod lines;

use std::borrow::Cow;

use self::lines::{
    do_blanks_part, is_blank_paragraph, is_headed, is_nothing, is_title, is_typed_break, is_underline, tells_kind,
};
use super::spans::{Fence, without_spans};
use crate::document::{Metadata, SafeText};
use crate::format::css::Script;
use crate::format::plain::heading_level;
use crate::format::xhtml::scripted;

/// A source made plain, and what a title block at its head says.
pub(super) struct Plain<'a> {
    pub(super) source: Cow<'a, str>,
    pub(super) metadata: Option<Metadata>,
}

/// The deepest nesting of quotations that is read as such. No page could show more, and each line of a deeper one costs the parser
/// its whole depth, in time and in memory.
const DEEPEST_QUOTATION: usize = 64;

/// A source without the marks of quotations that are nested too deeply.
pub(super) fn shallow(source: &str) -> Cow<'_, str> {
    let too_deep =
        |mark: &str| memchr::memmem::find(source.as_bytes(), mark.repeat(DEEPEST_QUOTATION).as_bytes()).is_some();
    if !too_deep(">") && !too_deep("> ") {
        return Cow::Borrowed(source);
    }
    let line = |line: &str| {
        let text = line.trim_start_matches(['>', ' ']);
        let lead = &line[..line.len() - text.len()];
        if lead.matches('>').count() > DEEPEST_QUOTATION {
            ">".repeat(DEEPEST_QUOTATION) + text
        } else {
            line.to_owned()
        }
    };
    Cow::Owned(source.split_inclusive('\n').map(line).collect())
}

/// Makes a source plain.
pub(super) fn plain(source: &str) -> Plain<'_> {
    let (metadata, head) = title_block(source);
    let special = [
        "<!--", "<s", "{{", "{%", "{:", "%%", "[[", "==", "\\*", "\\-", "&nbsp;", "&#x200B;", "&amp;", ":::", "\n| ",
        "[!", "[i]", "[b]", "[/", "[hr]", "<br", "<hr", "<ru", "\n#", "\n---", "\r\n---", "^", "~", "]{", "`{", "```{",
        "\n\\",
    ];
    // A single one at the beginning is the title of the whole.
    let headed = memchr::memmem::find(source.trim_start().as_bytes(), b"\n#").is_some();
    if metadata.is_none()
        && headed
        && !special.iter().any(|sign| memchr::memmem::find(source.as_bytes(), sign.as_bytes()).is_some())
    {
        return Plain { source: Cow::Borrowed(source), metadata };
    }
    let mut kept = String::with_capacity(source.len() + 64);
    kept.push_str(&"\n".repeat(source[..head].matches('\n').count()));
    // What stands between fences at the head is no Markdown.
    let fenced = front_matter(&source[head..]);
    kept.push_str(&source[head..head + fenced]);
    let body = without_spans(&source[head + fenced..]);
    // Without a heading but the title, lines that a plain text would have for one are.
    let told = || body.lines().filter(|line| !line.trim().is_empty());
    let titled = told().next().is_some_and(|line| line.starts_with("# ") && is_headed(line));
    let headed = told().skip(usize::from(titled)).any(|line| is_headed(line) || is_underline(line));
    let mut state = Lines { headed, blanks_part: do_blanks_part(&body), ..Lines::default() };
    let mut lines = body.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let mut ahead = lines.clone();
        let [next, after] = [ahead.next(), ahead.next()].map(Option::unwrap_or_default);
        state.line(line, [next, after], &mut kept);
    }
    Plain { source: Cow::Owned(kept), metadata }
}

/// Returns the bytes of a front matter between `---` lines with which a source begins.
fn front_matter(source: &str) -> usize {
    /// A longer one is not read.
    const LONGEST: usize = 64 << 10;
    let Some(first) = source.split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else { return 0 };
    let mut end = first.len();
    let near = &source[..source.floor_char_boundary(LONGEST)];
    for line in near.get(end..).unwrap_or_default().split_inclusive('\n') {
        end += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return end;
        }
    }
    0
}

/// Pandoc's title block: up to three lines that begin with a percent sign. Returns where it ends.
fn title_block(source: &str) -> (Option<Metadata>, usize) {
    /// A title, authors and a date take no more lines.
    const MOST: usize = 12;
    let (mut fields, mut end): (Vec<Vec<&str>>, usize) = (Vec::new(), 0);
    for line in source.split_inclusive('\n').take(MOST) {
        // A line that stands in goes on with the field before it.
        let count = fields.len();
        match (line.strip_prefix('%'), fields.last_mut()) {
            (Some(field), _) if count < 3 => fields.push(vec![field.trim()]),
            (None, Some(field)) if line.starts_with(' ') && !line.trim().is_empty() => field.push(line.trim()),
            _ => break,
        }
        end += line.len();
    }
    if fields.is_empty() || !source.starts_with("% ") {
        return (None, 0);
    }
    let field = |nth: usize, between: &str| {
        let lines = fields.get(nth).map(|lines| lines.join(between)).unwrap_or_default();
        SafeText::line(&lines.replace(';', ","))
    };
    let (title, author) =
        (fields.first().map(|lines| SafeText::line(&lines.join(" "))).unwrap_or_default(), field(1, ", "));
    (Some(Metadata { title, author, ..Metadata::default() }), end)
}

/// What is known of the lines before one.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts of one text")]
struct Lines {
    fence: Fence,
    /// Whether the text has headings of its own.
    headed: bool,
    /// Whether a comment of Obsidian's is open, or code that is for another format.
    hidden: bool,
    raw: bool,
    /// Whether a blank paragraph parts scenes.
    blanks_part: bool,
    /// Whether the last line that says something is prose.
    after_prose: bool,
    /// Whether the line is the title under a heading's number.
    title: bool,
    before: String,
}

impl Lines {
    /// Returns whether a line is of code for another format, or a fence around it.
    fn is_raw(&mut self, bare: &str) -> bool {
        let was_raw = self.raw;
        let is_fence = self.fence.takes(bare);
        if is_fence {
            self.raw = self.fence.is_open() && bare.contains("{=");
        }
        self.raw || is_fence && was_raw
    }

    /// Takes a line in, given the two that follow.
    fn line(&mut self, line: &str, [next, after]: [&str; 2], kept: &mut String) {
        let bare = line.trim();
        let end = if line.ends_with('\n') { "\n" } else { "" };
        if self.is_raw(bare) {
            return kept.push_str(end);
        }
        if self.fence.is_open() || line.starts_with("    ") && self.before.is_empty() {
            bare.clone_into(&mut self.before);
            return kept.push_str(line);
        }
        if bare == "%%" {
            self.hidden = !self.hidden;
        }
        if is_blank_paragraph(bare) && self.before.is_empty() && next.trim().is_empty() {
            let parts = self.blanks_part && std::mem::take(&mut self.after_prose);
            kept.push_str(if parts { "***" } else { "" });
            return kept.push_str(end);
        }
        // The list that Jekyll puts its contents in.
        if self.hidden || bare == "%%" || next.trim() == "{:toc}" || is_nothing(bare) {
            self.before.clear();
            return kept.push_str(end);
        }
        // A comment right above says that the signs are words.
        if is_typed_break(bare) && !tells_kind(&self.before) && !self.before.ends_with('\\') {
            self.before.clear();
            kept.push_str("***");
            return kept.push_str(end);
        }
        // A rule right under a sentence is no title's.
        let rule = bare.len() >= 3 && bare.bytes().all(|byte| byte == b'-');
        if rule && self.before.trim_end_matches(['*', '_', '"', '”', '’', ')']).ends_with(['.', '!', '?', '…']) {
            self.before.clear();
            kept.push_str("\n***");
            return kept.push_str(end);
        }
        if let Some(verse) = line.strip_prefix("| ").filter(|_| !bare.ends_with('|')) {
            kept.push_str(&verse_line(verse.trim_end(), next.starts_with("| ")));
            bare.clone_into(&mut self.before);
            return kept.push_str(end);
        }
        if std::mem::take(&mut self.title) {
            kept.push_str(bare);
            bare.clone_into(&mut self.before);
            // The line on which the heading stands counts for two.
            return kept.push_str(&end.repeat(2));
        }
        if !self.headed && self.before.is_empty() && !is_headed(line) {
            let words = bare.trim_matches('*').trim_matches('_');
            let titled = is_title(next) && after.trim().is_empty();
            if let Some(level) = heading_level(words).filter(|_| titled || next.trim().is_empty()) {
                self.title = titled;
                bare.clone_into(&mut self.before);
                let end = if titled { "<br>" } else { end };
                return kept.extend(["#".repeat(usize::from(level)).as_str(), " ", words, end]);
            }
        }
        kept.push_str(&inline(line));
        if !bare.is_empty() {
            self.after_prose = !is_headed(line) && !is_underline(line);
        }
        bare.clone_into(&mut self.before);
    }
}

/// A line without what Obsidian adds: links, comments, marks, names of blocks; and with `BBCode` as Markdown has it.
fn inline(line: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(line);
    if text.contains("%%") {
        text = Cow::Owned(between(&text, "%%", "%%", |_| String::new()));
    }
    if text.contains("[[") {
        let shown = between(&text, "![[", "]]", |_| String::new());
        text = Cow::Owned(with_names_of_notes(&shown));
    }
    if text.contains("==") {
        text = Cow::Owned(between(&text, "==", "==", |inner| format!("*{inner}*")));
    }
    if text.contains("[!") {
        let lead = text.trim_start_matches(['>', ' ']);
        if let Some((kind, title)) = lead.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
            let title = title.trim_start_matches(['-', '+']).trim();
            let title = if title.is_empty() { kind } else { title };
            text = Cow::Owned(
                format!("> **{title}**\\\n").replace("\\\n", if line.ends_with('\n') { "\\\n" } else { "" }),
            );
        }
    }
    if let Some((words, name)) = text.trim_end().rsplit_once(" ^")
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && name.bytes().any(|byte| byte.is_ascii_alphabetic())
    {
        text = Cow::Owned(format!("{words}{}", if line.ends_with('\n') { "\n" } else { "" }));
    }
    if text.contains('~') || text.contains('^') {
        text = Cow::Owned(with_scripts(&text));
    }
    if text.contains("<su") {
        let above = between(&text, "<sup>", "</sup>", |inner| scripted(inner, Script::Super, false));
        text = Cow::Owned(between(&above, "<sub>", "</sub>", |inner| scripted(inner, Script::Sub, false)));
    }
    if text.contains("<ruby") {
        let mut plain = text.into_owned();
        for (tag, sign) in
            [("<rt>", "（"), ("</rt>", "）"), ("<ruby>", ""), ("</ruby>", ""), ("<rb>", ""), ("</rb>", "")]
        {
            plain = plain.replace(tag, sign);
        }
        text = Cow::Owned(between(&plain, "<rp>", "</rp>", |_| String::new()));
    }
    without_marks_of_programs(text)
}

/// A line without what Jekyll and Pandoc say of words, and with `BBCode` as Markdown has it.
fn without_marks_of_programs(mut text: Cow<'_, str>) -> Cow<'_, str> {
    // What Jekyll and Pandoc say of a picture, of marked words and of code: `{: .hl}`, `{.code}`.
    if text.contains("{:") {
        text = Cow::Owned(between(&text, "{:", "}", |_| String::new()));
    }
    if text.contains("`{.") {
        text = Cow::Owned(between(&text, "`{.", "}", |_| "`".to_owned()));
    }
    // A note of Pandoc's within the line.
    if text.contains("^[") {
        text = Cow::Owned(between(&text, "^[", "]", |inner| format!(" ({inner})")));
    }
    // Pandoc’s attributes of some words: `[small]{.smallcaps}`.
    if text.contains("]{.") {
        text = Cow::Owned(without_attributes(&text));
    }
    if text.contains("[/") || text.contains("[quote") || text.contains("[spoiler") {
        text = Cow::Owned(without_codes(&text));
    }
    text
}

/// A line with `BBCode` as Markdown has it; what only looks otherwise has its words.
fn without_codes(text: &str) -> String {
    let pairs = [
        ("[b]", "<b>"),
        ("[/b]", "</b>"),
        ("[i]", "<i>"),
        ("[/i]", "</i>"),
        ("[u]", ""),
        ("[/u]", ""),
        ("[s]", "<s>"),
        ("[/s]", "</s>"),
        ("[quote]", ""),
        ("[/quote]", ""),
        ("[center]", ""),
        ("[/center]", ""),
    ];
    let mut plain = text.to_owned();
    for (code, tag) in pairs {
        plain = plain.replace(code, tag).replace(&code.to_uppercase(), tag);
    }
    for code in ["color", "size", "font", "spoiler", "quote", "indent", "justify", "right"] {
        for code in [code.to_owned(), code.to_uppercase()] {
            plain = plain.replace(&format!("[/{code}]"), "").replace(&format!("[{code}]"), "");
            plain = between(&plain, &format!("[{code}="), "]", |_| String::new());
        }
    }
    between(&plain, "[url", "[/url]", |inner| inner.split_once(']').map_or(inner, |(_, words)| words).to_owned())
}

/// A line with what stands above and below the line by Unicode's signs: `x^2^`, `H~2~O`. Two tildes strike out, and a caret behind a
/// bracket is a note's.
fn with_scripts(line: &str) -> String {
    /// No script is longer.
    const LONGEST: usize = 12;
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['~', '^']) {
        let sign = rest.as_bytes()[at];
        let inner = &rest[at + 1..];
        let end = inner.bytes().take(LONGEST + 1).position(|byte| byte == sign).filter(|end| *end > 0);
        let word = end.map(|end| &inner[..end]).filter(|word| !word.contains(char::is_whitespace));
        let behind = rest[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']'));
        let doubled = inner.starts_with(['~', '^']) || rest[..at].ends_with('~');
        match word.filter(|_| behind && !doubled) {
            Some(word) => {
                let script = if sign == b'^' { Script::Super } else { Script::Sub };
                kept.push_str(&rest[..at]);
                kept.push_str(&scripted(word, script, false));
                rest = &inner[word.len() + 1..];
            }
            None => {
                kept.push_str(&rest[..=at]);
                rest = inner;
            }
        }
    }
    kept + rest
}

/// A line in which words with attributes are words alone.
fn without_attributes(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("]{.") {
        let (words, attributes) = (&rest[..at], &rest[at..]);
        let open = words.rfind('[');
        let (Some(open), Some(close)) = (open, attributes.find('}')) else { break };
        kept.push_str(&words[..open]);
        kept.push_str(&words[open + 1..]);
        rest = &attributes[close + 1..];
    }
    kept + rest
}

/// A text in which links to other notes, as Obsidian has them, are their words: `[[Ana Holm|Ana]]`. A link whose words stand in
/// brackets, `[[2]](#n2)`, is Markdown's.
fn with_names_of_notes(text: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find("[[") {
        let (before, inner) = (&rest[..start], &rest[start + 2..]);
        kept.push_str(before);
        let end = inner.find(['[', ']']).filter(|end| *end > 0 && inner[*end..].starts_with("]]"));
        match end.map(|end| (&inner[..end], &inner[end + 2..])) {
            Some((name, after)) if !after.starts_with('(') => {
                kept.push_str(name.rsplit(['|', '#']).next().unwrap_or_default());
                rest = after;
            }
            _ => {
                kept.push('[');
                rest = &rest[start + 1..];
            }
        }
    }
    kept + rest
}

/// A text in which each part between two signs is replaced.
fn between(text: &str, open: &str, close: &str, replaced: impl Fn(&str) -> String) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        let inner = &rest[start + open.len()..];
        let Some(end) = inner.find(close).filter(|end| *end > 0) else { break };
        kept.push_str(&rest[..start]);
        kept.push_str(&replaced(&inner[..end]));
        rest = &inner[end + close.len()..];
    }
    kept.push_str(rest);
    kept
}

/// Returns a line of a poem, as every Markdown has it: its indent stays, and another line may follow.
fn verse_line(inner: &str, goes_on: bool) -> String {
    let words = inner.trim_start();
    format!("{}{words}{}", "&nbsp;".repeat(inner.len() - words.len()), if goes_on { "\\" } else { "" })
}

#[cfg(test)]
mod tests;
