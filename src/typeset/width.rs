//! The width of text in cells, and the clusters that cells are filled with.
//!
//! Layout and painting both ask here, so they can't disagree. Widths follow Unicode's East Asian Width (UAX #11), as
//! the `unicode-width` crate applies it to clusters (UAX #29), with the exceptions that terminals make.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widest cluster that is kept whole, in cells. Ideographs and emoji take two. A wider cluster is a chain of Indic
/// letters without any limit in length. Terminals draw it letter by letter, so it is divided as they do.
const WIDEST: u16 = 2;

/// Returns the cells of one cluster: at most two for those that [`clusters`] returns.
///
/// Painting gives this width to `ratatui` for each cluster that is not ASCII, so that the two can't disagree. Left to
/// itself, `ratatui` counts a half-width voicing mark (`U+FF9E`) twice with `unicode-width` 0.2.3.
#[must_use]
pub fn cluster_width(cluster: &str) -> u16 {
    if cluster.len() == 1 {
        return 1;
    }
    let cells = u16::try_from(cluster.width()).unwrap_or(u16::MAX);
    if cells > WIDEST && is_picture(cluster) { WIDEST } else { cells }
}

/// Returns whether a cluster is one picture made of several by joiners, whole or with a selector missing.
///
/// Terminals that know the sequence draw it in two cells. Others spill past these, and painting mends that. If it were
/// divided, the former would still join its halves wherever they stand.
fn is_picture(cluster: &str) -> bool {
    cluster.starts_with(|c| matches!(c, '\u{2190}'..='\u{27BF}' | '\u{1F000}'..='\u{1FAFF}'))
        && cluster.contains('\u{200D}')
}

/// The width at which a terminal draws the characters that Unicode calls ambiguous (UAX #11).
///
/// These are curved quotes, dashes and many signs, which East Asian fonts make as wide as an ideograph. Letters (Greek,
/// Cyrillic, accented) are narrow either way, as Unicode recommends since version 16. Terminals differ there, so
/// painting moves the cursor after them.
///
/// ```
/// use nightstand::typeset::Ambiguous;
///
/// assert_eq!(Ambiguous::Narrow.width("“So”"), 4);
/// assert_eq!(Ambiguous::Wide.width("“So”"), 6);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One cell, as almost everywhere.
    #[default]
    Narrow,
    /// Two cells, as some terminals are set up for East Asian readers.
    Wide,
}

impl Ambiguous {
    /// Returns the cells of one cluster on such a terminal.
    #[must_use]
    pub fn cluster_width(self, cluster: &str) -> u16 {
        match self {
            _ if cluster.len() == 1 => 1,
            Self::Narrow => cluster_width(cluster),
            Self::Wide => {
                u16::try_from(cluster.width_cjk()).unwrap_or(u16::MAX).min(WIDEST.max(cluster_width(cluster)))
            }
        }
    }

    /// Returns the cells of a text without line ends on such a terminal.
    #[must_use]
    pub fn width(self, text: &str) -> usize {
        match self {
            Self::Narrow => width(text),
            Self::Wide => clusters(text).map(|(_, cluster)| usize::from(self.cluster_width(cluster))).sum(),
        }
    }
}

/// Returns the pieces of a text that are never divided, each with its first byte.
///
/// These are grapheme clusters (UAX #29). A cluster wider than two cells is divided before each of its characters that
/// takes a cell.
///
/// ```
/// use nightstand::typeset::clusters_of;
///
/// let pieces: Vec<_> = clusters_of("e\u{301}夜").collect();
/// assert_eq!(pieces, [(0, "e\u{301}"), (3, "夜")]);
/// ```
pub fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    // The end of the current cluster. If it is too wide, its letters are returned one by one.
    let (mut end, mut too_wide) = (0, false);
    let bytes = text.as_bytes();
    std::iter::from_fn(move || {
        // Most are a letter of ASCII before another one, which is known without a look at characters.
        if at >= end
            && let Some(b' '..=b'~') = bytes.get(at)
            && bytes.get(at + 1).is_none_or(|next| matches!(next, b' '..=b'~'))
        {
            at += 1;
            return Some((at - 1, &text[at - 1..at]));
        }
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        if at >= end {
            if let Some(len) = plain(rest) {
                let start = at;
                at += len;
                return Some((start, &rest[..len]));
            }
            end = at + rest.graphemes(true).next().map_or(rest.len(), str::len);
            too_wide = cluster_width(&text[at..end]) > WIDEST;
        }
        let cluster = &text[at..end];
        let part = if too_wide { first_letter(cluster) } else { cluster };
        let start = at;
        at += part.len();
        Some((start, part))
    })
}

/// Returns the bytes of a text's first character if that is surely a cluster by itself: a letter or sign of European
/// prose before another one. Other text is judged by the grapheme rules, which are slower.
#[inline]
fn plain(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let first = chars.next().filter(|c| is_plain(*c))?;
    chars.next().is_none_or(is_plain).then(|| first.len_utf8())
}

/// Returns whether a character neither joins the one before it nor takes part in an emoji.
#[inline]
pub(super) fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A0}'..='\u{A8}' | '\u{AA}'..='\u{AC}' | '\u{AF}'..='\u{2FF}' | '‐'..='‧')
}

/// Returns the part of a cluster before its second character that takes cells.
fn first_letter(cluster: &str) -> &str {
    let next = cluster.char_indices().skip(1).find(|(_, c)| c.width() > Some(0));
    next.map_or(cluster, |(at, _)| &cluster[..at])
}

/// Returns the cells of a text without line ends.
///
/// ```
/// use nightstand::typeset::width;
///
/// assert_eq!([width("naïve"), width("夜"), width("👩\u{200D}👧")], [5, 2, 2]);
/// ```
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    clusters(text).map(|(_, cluster)| usize::from(cluster_width(cluster))).sum()
}

#[cfg(test)]
mod tests;
