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
        if !is_known(name) {
            return None;
        }
        if let Some(language) = attribute(attributes, "lang").and_then(Language::parse) {
            return Some(Self::Marked(MarkKind::Foreign(language)));
        }
        Some(match name {
            "small" => Self::Marked(MarkKind::Small),
            "i" | "em" => Self::Marked(MarkKind::Emphasis),
            "b" | "strong" => Self::Marked(MarkKind::Strong),
            _ => Self::Plain,
        })
    }

    /// How many marks it opened.
    pub(super) fn marks(self) -> usize {
        usize::from(matches!(self, Self::Marked(_)))
    }
}

fn is_known(name: &str) -> bool {
    matches!(name, "small" | "i" | "em" | "b" | "strong" | "span")
}

/// The value of `name="…"` among a tag's attributes.
fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = attributes.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next()
}

/// The words of a piece of HTML.
pub(super) fn without_tags(html: &str) -> String {
    let mut words = String::new();
    let mut in_tag = false;
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => words.push(c),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_makes_a_foreign_phrase() {
        let foreign = MarkKind::Foreign(Language::parse("cy").unwrap());
        assert_eq!(InlineTag::parse("<i lang=\"cy\">"), Some(InlineTag::Marked(foreign)));
        assert_eq!(InlineTag::parse("<small>"), Some(InlineTag::Marked(MarkKind::Small)));
        assert_eq!(InlineTag::parse("</span>"), Some(InlineTag::End));
        assert_eq!(InlineTag::parse("<script>"), None);
    }

    #[test]
    fn words_outlive_their_tags() {
        assert_eq!(without_tags("<p class=\"a\">So it <u>was</u>.</p>"), "So it was.");
    }
}
