//! What of a Markdown source no reader sees: comments over several lines, sheets, scripts, shortcodes of site generators.
//!
//! It goes before lines are looked at, and its line ends stay, so that a remark still names the right line. Code is left as it is.

use std::borrow::Cow;

/// Returns a text without comments over several lines, sheets, scripts and shortcodes. Line ends stay.
pub(super) fn without_spans(source: &str) -> Cow<'_, str> {
    const SPANS: [(&str, &str); 9] = [
        ("<!--", "-->"),
        ("{% comment %}", "{% endcomment %}"),
        ("{::comment}", "{:/comment}"),
        ("<style", "</style>"),
        ("<script", "</script>"),
        ("{{<", ">}}"),
        ("{{%", "%}}"),
        ("{%", "%}"),
        ("{{", "}}"),
    ];
    let (mut from, mut kept) = (0, String::new());
    let (mut scanned, mut fence) = (0, Fence::default());
    // Where each kind begins next. One that does not begin any more, or that nothing closes, is not looked for again.
    let mut next = SPANS.map(|(open, _)| source.find(open));
    loop {
        for (at, (open, _)) in next.iter_mut().zip(SPANS) {
            if at.is_some_and(|at| at < from) {
                *at = source[from..].find(open).map(|at| from + at);
            }
        }
        let first = next.iter().enumerate().filter_map(|(nth, at)| Some(((*at)?, nth))).min();
        let Some((start, nth)) = first else { break };
        let close = SPANS[nth].1;
        let Some(end) = source[start..].find(close).map(|end| start + end + close.len()) else {
            next[nth] = None;
            continue;
        };
        let span = &source[start..end];
        // A comment on one line may say something to us, and code is code.
        let directive = nth == 0 && !span.contains('\n');
        // The line on which it begins is not whole yet.
        let line = source[..start].rfind('\n').map_or(0, |at| at + 1);
        for line in source.get(scanned..line).unwrap_or_default().lines() {
            fence.takes(line.trim());
        }
        scanned = scanned.max(line);
        let code = fence.is_open() || in_code(&source[from..start]);
        if directive || code {
            kept.push_str(&source[from..end]);
        } else {
            kept.push_str(&source[from..start]);
            kept.push_str(&"\n".repeat(span.matches('\n').count()));
            scanned = scanned.max(end);
        }
        from = end;
    }
    if kept.is_empty() { Cow::Borrowed(source) } else { Cow::Owned(kept + &source[from..]) }
}

/// Returns whether code is open on the line on which a text ends.
fn in_code(before: &str) -> bool {
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    line.matches('`').count() % 2 == 1 || line.starts_with("    ")
}

/// The fence of the code that is open, if any is: its sign, and how often that stands.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Fence(Option<(char, usize)>);

impl Fence {
    /// Returns whether code is open.
    pub(super) fn is_open(self) -> bool {
        self.0.is_some()
    }

    /// Takes in a line without the blanks around it. Returns whether code begins or ends with it: at a row of at least three signs, and of
    /// no fewer than at its beginning.
    pub(super) fn takes(&mut self, bare: &str) -> bool {
        let Some(sign) = bare.chars().next().filter(|c| matches!(c, '`' | '~')) else { return false };
        let rest = bare.trim_start_matches(sign);
        let count = bare.len() - rest.len();
        match self.0 {
            Some((open, least)) if open == sign && count >= least && rest.is_empty() => self.0 = None,
            // Code that ends on its own line is no block.
            None if count >= 3 && !(sign == '`' && rest.contains('`')) => self.0 = Some((sign, count)),
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_closed_by_one_like_it() {
        let mut fence = Fence::default();
        let mut open = |bare: &str| {
            fence.takes(bare);
            fence.is_open()
        };
        assert!(!open("text") && !open("``` in ``` a line"));
        assert!(open("```` rust") && open("```") && open("~~~~~") && open("````x"));
        assert!(!open("`````"));
    }

    #[test]
    fn comments_and_shortcodes_go_but_not_those_of_code() {
        assert_eq!(without_spans("a {{< b >}} <!-- c\nd --> e"), "a  \n e");
        for code in ["```\n{{< b >}}\n<!-- c\nd -->\n```\n", "    {{< b >}}\n", "`{{ b }}`\n", "<!-- {.dream} -->\n"] {
            assert_eq!(without_spans(code), code);
        }
        assert_eq!(without_spans("```\na\n```\n{{< b >}}\n"), "```\na\n```\n\n");
    }
}
