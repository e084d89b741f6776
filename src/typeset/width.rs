//! How many cells text takes, and the clusters that cells are filled with. Layout and painting both ask here.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widest cluster that is kept whole. Ideographs and emoji take two cells. A wider cluster is a chain of Indic
/// letters, without limit in length, that terminals draw letter by letter: it is parted as they do.
const WIDEST: u16 = 2;

/// The cells of one cluster, at most two for those that [`clusters`] gives.
///
/// Painting tells the terminal layer this width for each cluster that is not ASCII, so that the two can't disagree:
/// ratatui by itself counts a half-width voicing mark (`U+FF9E`) twice beside `unicode-width` 0.2.3.
#[must_use]
pub fn cluster_width(cluster: &str) -> u16 {
    if cluster.len() == 1 {
        return 1;
    }
    u16::try_from(cluster.width()).unwrap_or(u16::MAX)
}

/// The pieces of a text that are never parted, with the bytes they start at: grapheme clusters (UAX #29), the wide
/// ones parted before each letter that takes cells.
pub fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.grapheme_indices(true).flat_map(|(at, cluster)| {
        let too_wide = cluster_width(cluster) > WIDEST;
        let part = move |(i, c): (usize, char)| (i == 0 || too_wide && c.width() > Some(0)).then_some(i);
        let starts = cluster.char_indices().filter_map(part);
        let ends = cluster.char_indices().filter_map(part).skip(1).chain([cluster.len()]);
        starts.zip(ends).map(move |(start, end)| (at + start, &cluster[start..end]))
    })
}

/// The cells of a text without line ends.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    clusters(text).map(|(_, cluster)| usize::from(cluster_width(cluster))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_of_other_programs_see_broken() {
        for (text, cells) in
            [("naïve", 5), ("e\u{301}", 1), ("夜", 2), ("👩‍👩‍👧‍👦", 2), ("🇨🇿", 2), ("ｶﾞ", 2), ("—…’", 3), ("❤\u{FE0F}", 2)]
        {
            assert_eq!(width(text), cells, "{text}");
        }
    }

    #[test]
    fn a_chain_of_indic_letters_is_parted_as_terminals_draw_it() {
        let chain = "क\u{94d}".repeat(20);
        let parts: Vec<_> = clusters(&chain).collect();
        assert_eq!(parts.len(), 20);
        assert!(parts.iter().all(|(_, part)| cluster_width(part) <= WIDEST));
    }
}
