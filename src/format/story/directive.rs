//! Comments that say something to us and nothing to other Markdown readers: `<!-- {.dream} -->`.

/// What a comment is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Directive<'a> {
    /// Classes, in the syntax of a heading's attributes.
    Classes(Vec<&'a str>),
    /// A comment to people.
    Comment,
}

impl<'a> Directive<'a> {
    /// Reads a piece of HTML; `None` when it is not a comment.
    pub(super) fn parse(html: &'a str) -> Option<Self> {
        let inner = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim();
        let Some(list) = inner.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return Some(Self::Comment);
        };
        Some(Self::Classes(list.split_whitespace().map(|class| class.trim_start_matches('.')).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_told_from_comments_and_tags() {
        assert_eq!(Directive::parse("<!-- {.dream .x} -->\n"), Some(Directive::Classes(vec!["dream", "x"])));
        assert_eq!(Directive::parse("<!-- a note -->"), Some(Directive::Comment));
        assert_eq!(Directive::parse("<p>"), None);
    }
}
