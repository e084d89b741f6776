use super::*;
use proptest::prelude::*;

#[test]
fn what_readers_of_other_programs_see_broken() {
    for (text, cells) in [
        ("naïve", 5),
        ("e\u{301}", 1),
        ("夜", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("🇨🇿", 2),
        ("ｶﾞ", 2),
        ("—…’", 3),
        ("❤\u{FE0F}", 2),
        ("👩🏽\u{200D}❤\u{200D}👨🏻", 2),
        ("👁\u{200D}🗨\u{FE0F}", 2),
    ] {
        assert_eq!(width(text), cells, "{text}");
    }
}

/// All clusters by the grapheme rules, the wide ones parted.
fn by_the_rules(text: &str) -> Vec<(usize, &str)> {
    text.grapheme_indices(true)
        .flat_map(|(at, cluster)| {
            let too_wide = cluster_width(cluster) > WIDEST;
            let starts = cluster.char_indices().filter(move |(i, c)| *i == 0 || too_wide && c.width() > Some(0));
            let starts: Vec<usize> = starts.map(|(i, _)| i).chain([cluster.len()]).collect();
            let parts: Vec<_> = starts.windows(2).map(|w| (at + w[0], &cluster[w[0]..w[1]])).collect();
            parts
        })
        .collect()
}

proptest! {
    #[test]
    fn the_quick_way_finds_the_clusters_of_the_rules(
        text in "([a-z ’é…—ßж\u{301}\u{200D}\u{FE0F}🇨🇿👩👦夜ｶﾞก็क\u{94d}각\u{1100}\u{600}]|\\PC){0,40}",
    ) {
        prop_assert_eq!(clusters(&text).collect::<Vec<_>>(), by_the_rules(&text));
    }
}

#[test]
fn ambiguous_characters_are_as_wide_as_the_terminal_has_them() {
    for (text, narrow, wide) in [("“So”", 4, 6), ("α—", 2, 3), ("夜a", 3, 3), ("e\u{301}", 1, 1)] {
        assert_eq!((Ambiguous::Narrow.width(text), Ambiguous::Wide.width(text)), (narrow, wide), "{text}");
    }
}

#[test]
fn a_chain_of_indic_letters_is_parted_as_terminals_draw_it() {
    let chain = "क\u{94d}".repeat(20);
    let parts: Vec<_> = clusters(&chain).collect();
    assert_eq!(parts.len(), 20);
    assert!(parts.iter().all(|(_, part)| cluster_width(part) <= WIDEST));
}
