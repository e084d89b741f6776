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
    let mut shown = Cow::Borrowed(markup);
    for name in UNSEEN {
        let (open, close) = (format!("<{name}"), format!("</{name}"));
        while let Some(start) = memchr::memmem::find(shown.as_bytes(), open.as_bytes()) {
            let end = memchr::memmem::find(&shown.as_bytes()[start..], close.as_bytes());
            let end = end.map_or(shown.len(), |end| start + end + close.len());
            shown = Cow::Owned(format!("{}{}", &shown[..start], &shown[end..]));
        }
    }
    shown
}
