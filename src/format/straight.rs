//! Whether the quotes of some markup are straight throughout, so that they may be set.

use std::borrow::Cow;

/// Returns whether the quotes of some markup are straight throughout, so that they may be set. A text with both kinds is as its maker
/// wants it.
pub(super) fn is_straight(markup: &str) -> bool {
    /// Fewer may be inches.
    const FEWEST: usize = 4;
    let markup = &*shown(markup);
    let curly =
        ["“", "”", "„", "«", "»", "‘", "&ldquo;", "&rdquo;", "&laquo;", "&#8220;", "&#8221;", "&#x201c;", "&#x201C;"];
    if curly.iter().any(|quote| memchr::memmem::find(markup.as_bytes(), quote.as_bytes()).is_some()) {
        return false;
    }
    // Quotes in tags are those of attributes.
    let mut in_tag = false;
    let typed = memchr::memchr3_iter(b'<', b'>', b'"', markup.as_bytes()).filter(|at| {
        in_tag = match markup.as_bytes()[*at] {
            b'<' => true,
            b'>' => false,
            _ => return !in_tag,
        };
        false
    });
    let named = memchr::memmem::find_iter(markup.as_bytes(), b"&quot;").filter(|at| {
        let before = memchr::memrchr2(b'<', b'>', &markup.as_bytes()[..*at]);
        before.is_none_or(|before| markup.as_bytes()[before] == b'>')
    });
    typed.chain(named).take(FEWEST).count() == FEWEST
}

/// Returns markup without what no reader sees: scripts, sheets and menus may have quotes of their own.
fn shown(markup: &str) -> Cow<'_, str> {
    const UNSEEN: [&str; 3] = ["script", "style", "nav"];
    let (mut shown, mut from) = (String::new(), 0);
    for at in memchr::memchr_iter(b'<', markup.as_bytes()) {
        let begins = |name: &&&str| markup[at + 1..].starts_with(**name);
        let Some(name) = UNSEEN.iter().find(begins).filter(|_| at >= from) else { continue };
        let end = memchr::memmem::find(&markup.as_bytes()[at..], format!("</{name}").as_bytes());
        shown.push_str(&markup[from..at]);
        from = end.map_or(markup.len(), |end| at + end);
    }
    if from == 0 { Cow::Borrowed(markup) } else { Cow::Owned(shown + &markup[from..]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_reader_sees_says_nothing() {
        let said = "<p>\"Go,\" she said. \"It is late.\"</p>";
        assert!(is_straight(said) && !is_straight("<p>It is 6\" long.</p>"));
        assert!(!is_straight(&format!("{said}<p>“No.”</p>")));
        for unseen in ["<script>“</script>", "<style>q:before{content:'“'}</style>", "<nav>“Menu”</nav>"] {
            assert!(is_straight(&format!("{unseen}{said}")), "{unseen}");
        }
        assert!(!is_straight("<script>\"a\" \"b\"</script><p>It is late.</p>"));
    }
}
