//! The few inline HTML tags that mean something on our page.

use crate::document::{Language, MarkKind};

/// An inline tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InlineTag {
    /// It begins a marked range.
    Marked(MarkKind),
    /// It begins a range that has no meaning for us.
    Plain,
    /// It ends the innermost range.
    End,
    /// A line of the author's ends.
    LineBreak,
}

impl InlineTag {
    /// Reads a tag: `<small>`, `<i>`, `<em>`, `<b>`, `<strong>`, `<span>`, the first and the last four with an
    /// optional `lang`. `None` for any other.
    pub(super) fn parse(html: &str) -> Option<Self> {
        let inner = html.strip_prefix('<')?.strip_suffix('>')?;
        if let Some(name) = inner.strip_prefix('/') {
            return is_known(name.trim()).then_some(Self::End);
        }
        let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let name = name.trim_end_matches('/');
        if name == "br" {
            return Some(Self::LineBreak);
        }
        if !is_known(name) {
            return None;
        }
        if let Some(language) = attribute(attributes, "lang").and_then(Language::parse) {
            return Some(Self::Marked(MarkKind::Foreign(language)));
        }
        let class = attribute(attributes, "class").unwrap_or_default();
        Some(match name {
            "span" if class.split(' ').any(|class| class == "smallcaps") => Self::Marked(MarkKind::SmallCaps),
            "small" => Self::Marked(MarkKind::Small),
            "i" | "em" => Self::Marked(MarkKind::Emphasis),
            "b" | "strong" => Self::Marked(MarkKind::Strong),
            "s" | "del" | "strike" => Self::Marked(MarkKind::Struck),
            _ => Self::Plain,
        })
    }

    /// How many marks it opened.
    pub(super) fn marks(self) -> usize {
        usize::from(matches!(self, Self::Marked(_)))
    }
}

fn is_known(name: &str) -> bool {
    matches!(
        name,
        "small"
            | "i"
            | "em"
            | "b"
            | "strong"
            | "span"
            | "s"
            | "del"
            | "strike"
            | "u"
            | "ins"
            | "center"
            | "font"
            | "mark"
            | "abbr"
            | "kbd"
            | "cite"
            | "q"
            | "sub"
            | "sup"
            | "p"
            | "div"
            | "a"
    )
}

/// Returns the name of the place that a tag stands at, as links to it call it: `<a id="night"></a>`.
pub(super) fn anchor(html: &str) -> Option<&str> {
    let (name, attributes) = html.strip_prefix('<')?.strip_suffix('>')?.split_once(char::is_whitespace)?;
    let named = attribute(attributes, "id").or_else(|| attribute(attributes, "name").filter(|_| name == "a"));
    named.filter(|name| !name.is_empty())
}

/// The value of `name="…"` among a tag's attributes.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = attributes.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

/// Whether a line is the definition of a link to an address, which no reader misses: `[1]: https://…`.
pub(super) fn defines_address(line: &str) -> bool {
    let Some((_, target)) = line.split_once("]:") else { return false };
    let target = target.trim();
    target.contains("://") || target.starts_with(['/', '#', '.', '<']) || target.starts_with("mailto:")
}

/// The elements whose tags say nothing to a reader. A tag that is none of them may be the author's own words.
const ELEMENTS: [&str; 52] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "del",
    "details",
    "div",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "dl",
    "dt",
    "dd",
    "sup",
    "u",
    "ul",
];

/// Returns the pieces of some HTML, and which of them are tags of known elements. Anything else is text.
pub(super) fn pieces(html: &str) -> Vec<(&str, bool)> {
    let (mut all, mut rest) = (Vec::new(), html);
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>').map(|close| open + close + 1) else { break };
        all.push((&rest[..open], false));
        let tag = &rest[open..close];
        all.push((tag, ELEMENTS.contains(&element(tag).as_str())));
        rest = &rest[close..];
    }
    all.push((rest, false));
    all.retain(|(piece, _)| !piece.is_empty());
    all
}

/// Returns whether a tag parts the words before it from those after it.
pub(super) fn parts(tag: &str) -> bool {
    const PARTING: [&str; 24] = [
        "p",
        "div",
        "section",
        "article",
        "aside",
        "blockquote",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "dl",
        "dt",
        "dd",
        "center",
    ];
    PARTING.contains(&element(tag).as_str())
}

/// The name of a tag's element, in lower case.
pub(super) fn element(tag: &str) -> String {
    let name = tag[1..].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
    name.collect::<String>().to_ascii_lowercase()
}

/// A piece of HTML without the tags of known elements; anything else stays as it is written.
pub(super) fn without_tags(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        words.push_str(&rest[..open]);
        let tag = &rest[open..];
        let Some(close) = tag.find('>') else {
            rest = tag;
            break;
        };
        if !ELEMENTS.contains(&element(&tag[..=close]).as_str()) {
            words.push_str(&tag[..=close]);
        }
        rest = &tag[close + 1..];
    }
    words.push_str(rest);
    words
}

#[cfg(test)]
mod tests;
