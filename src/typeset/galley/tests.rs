use super::*;
use crate::document::{Mood, MoodSet};
use crate::format;
use crate::typeset::{Gaps, Hyphens, opens_with_initial};
use crate::typeset::{clusters, text_of, width};

fn document(source: &str) -> Document {
    format::read("story.md", source.as_bytes()).unwrap().document()
}

/// The galley as a reader sees it, with `·` for an indent, `*` for an ornament and `~` for a sink.
fn shown(source: &str, options: Options) -> Vec<String> {
    let document = document(source);
    let line = |line: &Line| {
        let mut text = String::new();
        for cluster in clusters(&document, line) {
            text.push_str(cluster.text);
            text.push_str(&" ".repeat(usize::from(cluster.cells).saturating_sub(width(cluster.text))));
        }
        let sign = match line.kind {
            LineKind::Ornament => "*",
            LineKind::Sink => "~",
            _ => "",
        };
        format!("{}{sign}{text}", "·".repeat(usize::from(line.indent)))
    };
    typeset(&document, &options).lines.iter().map(line).collect()
}

fn at(measure: u16) -> Options {
    Options { measure, ..Options::default() }
}

#[test]
fn a_paragraph_after_a_paragraph_is_indented() {
    let source = "One two three four five.\n\nSix seven eight nine.\n";
    assert_eq!(shown(source, at(16)), ["One two three", "four five.", "··Six seven", "eight nine."]);
    let blank = Options { paragraphs: Paragraphs::BlankRow, ..at(16) };
    assert_eq!(shown(source, blank), ["One two three", "four five.", "", "Six seven", "eight nine."]);
}

#[test]
fn a_dream_opens_in_the_middle_over_its_ornament_and_the_waking_at_the_left() {
    let source = "## Wake {.waking}\n\nText.\n\n## Deep {.dream}\n\nText.\n";
    assert_eq!(
        shown(source, at(20)),
        ["~", "~", "Wake", "", "Text.", "~", "~", "~", "········Deep", "", "*", "", "Text."]
    );
}

#[test]
fn an_untitled_scene_follows_its_ornament() {
    assert_eq!(shown("One.\n\n***\n\nTwo.\n", at(20)), ["One.", "", "*", "", "Two."]);
}

#[test]
fn verse_keeps_its_lines_and_turns_over_with_an_indent() {
    let source = "Prose.\n\nThe river has no bed to lie upon\\\nand sings\n\nProse.\n";
    assert_eq!(
        shown(source, at(24)),
        ["Prose.", "", "···The river has no bed", "······to lie upon", "···and sings", "", "Prose."]
    );
}

#[test]
fn an_item_turns_over_under_its_words() {
    let lines = shown("Prose.\n\n- One two three four five six\n- Seven\n", at(24));
    assert_eq!(lines, ["Prose.", "", "··• One two three four", "····five six", "··• Seven"]);
    let lines = shown("Prose.\n\n- One\\\n  two three four five six seven\n", at(24));
    assert_eq!(lines, ["Prose.", "", "··• One", "····two three four five", "····six seven"]);
}

#[test]
fn a_letter_stands_in() {
    let source = "Prose.\n\n<!-- {.letter} -->\n\n> Dear Ana,\n>\n> come home.\n";
    assert_eq!(shown(source, at(40)), ["Prose.", "", "····Dear Ana,", "······come home."]);
}

#[test]
fn long_words_are_broken_with_a_hyphen_or_by_force() {
    let calm = shown("An extraordinary nightstand\n", at(12));
    assert!(calm.iter().any(|line| line.ends_with('-')), "{calm:?}");
    let plain = shown("An extraordinary nightstand\n", Options { hyphens: Hyphens::None, ..at(12) });
    assert_eq!(plain, ["An", "extraordinar", "y nightstand"]);
}

#[test]
fn justified_lines_are_as_long_as_the_measure_except_the_last() {
    let words = "It was a quiet night on the river and nobody was awake but the two of them in the kitchen. ".repeat(4);
    let lines = shown(&words, Options { align: Align::Justify, ..at(50) });
    let (last, full) = lines.split_last().unwrap();
    assert!(full.iter().all(|line| width(line) == 50), "{full:?}");
    assert!(!last.contains("  "));
    assert!(full.iter().all(|line| !line.contains("   ")), "{full:?}");
}

/// The embedded story's justified lines of prose that are less than 85 % full though the next word would have fitted.
fn stubs(measure: u16, hyphens: Hyphens) -> Vec<String> {
    let document = document(&String::from_utf8_lossy(crate::embedded::STORY));
    let options = Options { align: Align::Justify, hyphens, ..at(measure) };
    let lines = typeset(&document, &options).lines;
    let text = |line: &Line| text_of(&document, line).to_owned();
    let cells = |line: &Line| line.indent + clusters(&document, line).iter().map(|cluster| cluster.cells).sum::<u16>();
    let inner = lines.windows(2).filter(|pair| !pair[0].last && pair[0].kind == LineKind::Text(BlockKind::Paragraph));
    let stub = |pair: &&[Line]| {
        let next = text(&pair[1]);
        let word = width(next.split(' ').next().unwrap_or_default());
        let cells = cells(&pair[0]);
        cells * 100 < measure * 85 && usize::from(cells) + 1 + word <= usize::from(measure)
    };
    inner.filter(stub).map(|pair| text(&pair[0])).collect()
}

#[test]
fn no_justified_line_is_left_short_in_mid_paragraph() {
    for measure in 40..=80 {
        for hyphens in Hyphens::ALL {
            assert_eq!(stubs(measure, hyphens), [""; 0], "{measure}, {}", hyphens.name());
        }
    }
}

#[test]
fn a_scene_opens_without_a_broken_word() {
    let words = "Extraordinary understanding accompanied remarkable circumstances nevertheless. ".repeat(3);
    let hyphens = |source: &str| {
        let document = document(source);
        let lines = typeset(&document, &Options { hyphens: Hyphens::Tight, ..at(34) }).lines;
        lines.iter().filter(|line| matches!(line.kind, LineKind::Text(_))).map(|line| line.hyphen).collect::<Vec<_>>()
    };
    let second = hyphens(&format!("Text.\n\n{words}"));
    assert!(second[1], "the same words elsewhere: {second:?}");
    for source in [words.clone(), format!("# One\n\n{words}"), format!("Text.\n\n***\n\n{words}")] {
        let first = hyphens(&source);
        let opening = first.len() - hyphens(&words).len();
        assert!(!first[opening], "{first:?}");
    }
    // A word that no line can hold is broken all the same.
    assert!(shown("Donaudampfschifffahrtsgesellschaft\n", at(12)).iter().all(|line| width(line) <= 12));
}

#[test]
fn of_lines_that_cost_the_same_the_later_ones_begin_first() {
    // Three cells and five are empty either way.
    let plain = Options { hyphens: Hyphens::None, ..at(8) };
    assert_eq!(shown("aaa b aaa cccccccc\n", plain), ["aaa", "b aaa", "cccccccc"]);
}

#[test]
fn a_page_of_few_rows_has_small_gaps() {
    let source = "+++\ntitle = \"Tides\"\nauthor = \"A.\"\n+++\n\n## Deep {.dream}\n\nText.\n";
    let rows = |gaps| shown(source, Options { title_page: true, gaps, ..at(20) }).len();
    assert_eq!((rows(Gaps::Wide), rows(Gaps::Small)), (13, 7));
}

fn usual() -> MoodSet {
    MoodSet::of(opens_with_initial)
}

#[test]
fn a_big_title_has_room_above_it() {
    let sink = |mood: &str, big_titles| {
        let source = format!("Before.\n\n## Deep {{.{mood}}}\n\nText.\n");
        let lines = typeset(&document(&source), &Options { big_titles, ..at(44) }).lines;
        lines.iter().filter(|line| line.kind == LineKind::Sink).count()
    };
    let big = MoodSet::of(|_| true);
    assert_eq!((sink("waking", MoodSet::default()), sink("waking", big)), (2, 3));
    assert_eq!((sink("dream", MoodSet::default()), sink("dream", big)), (3, 3));
}

#[test]
fn a_dream_opens_with_a_drop_cap_and_each_line_beside_it_gives_way() {
    let words = "The stairs go down into the dark water, and somebody is counting them aloud. ".repeat(6);
    let source = format!("## Deep {{.dream}}\n\n{words}\n");
    for align in [Align::Left, Align::Justify] {
        let options = Options { initials: usual(), align, ..at(44) };
        let document = document(&source);
        let lines = typeset(&document, &options).lines;
        let text: Vec<&Line> = lines.iter().skip_while(|line| line.initial == 0).collect();
        assert_eq!(text.iter().map(|line| line.initial).take(5).collect::<Vec<_>>(), [1, 2, 3, 0, 0]);
        assert_eq!((text[0].indent, text[2].indent, text[3].indent), (6, 6, 0));
        assert_eq!((text[0].place.byte, text_of(&document, text[0]).starts_with("he stairs")), (0, true));
        assert!(text.iter().all(|line| line.indent + line.cells <= 44));
        assert!(text[0].keeps_next() && text[1].keeps_next() && !text[2].keeps_next());
    }
    let plain = |source: &str, measure| typeset(&document(source), &Options { initials: usual(), ..at(measure) }).lines;
    assert!(plain(&source, 20).iter().all(|line| line.initial == 0), "a narrow page has no room");
    let accent = source.replace("The stairs go down into the dark water, and somebody", "E\u{301}");
    assert!(plain(&accent, 44).iter().all(|line| line.initial == 0), "no accent is lost");
    assert!(plain("## Deep {.dream}\n\nToo short.\n", 44).iter().all(|line| line.initial == 0));
    assert!(plain(&source.replace("dream", "waking"), 44).iter().all(|line| line.initial == 0));
}

#[test]
fn a_drop_cap_needs_twenty_four_cells_beside_it_and_a_line_below_it() {
    let rows = |words: usize, measure| {
        let source = format!("## Deep {{.dream}}\n\nTttttttttt {}\n", vec!["tttttttttt"; words - 1].join(" "));
        let options = Options { initials: usual(), hyphens: Hyphens::None, ..at(measure) };
        typeset(&document(&source), &options).lines.iter().filter(|line| line.initial > 0).count()
    };
    // The cap takes six cells with the gap beside it.
    assert_eq!((rows(20, 29), rows(20, 30)), (0, 3));
    // Beside it a line holds three words.
    assert_eq!((rows(9, 40), rows(10, 40)), (0, 3));
}

#[test]
fn only_prose_has_a_drop_cap_and_only_if_one_is_asked_for() {
    let words = "Nobody had wound the clock, and yet it struck every hour of that long night. ".repeat(4);
    let has_one = |mark: &str, initials| {
        let document = document(&format!("## Deep {{.dream}}\n\n{mark}{words}\n"));
        typeset(&document, &Options { initials, ..at(44) }).lines.iter().any(|line| line.initial > 0)
    };
    assert!(has_one("", usual()));
    assert!(!has_one("", MoodSet::default()));
    assert!(!has_one("", usual().with(Some(Mood::Dream), false)));
    assert!(!has_one("> ", usual()), "a quotation");
}

#[test]
fn a_name_is_never_broken_but_the_word_that_begins_a_sentence_may_be() {
    let breaks = |text: &str| {
        let options = Options { hyphens: Hyphens::Tight, ..at(20) };
        typeset(&document(text), &options).lines.iter().any(|line| line.hyphen)
    };
    let some = |word: &str| (0..20).any(|n| breaks(&format!("It was {}the {word} of it all.", "a ".repeat(n))));
    assert!(some("understanding"));
    assert!(!some("Understanding"), "a name");
    assert!((0..20).any(|n| breaks(&format!("It was {}so. Understanding came.", "a ".repeat(n)))));
}

#[test]
fn beside_a_drop_cap_the_first_line_ends_without_a_broken_word() {
    let words = "Extraordinary understanding accompanied remarkable circumstances nevertheless. ".repeat(4);
    let options = Options { initials: usual(), hyphens: Hyphens::Tight, ..at(40) };
    let lines = typeset(&document(&format!("## Deep {{.dream}}\n\n{words}")), &options).lines;
    let first = lines.iter().position(|line| line.initial == 1).unwrap();
    assert!(!lines[first].hyphen);
    assert!(lines[first + 1].hyphen, "the second may end in one");
}

#[test]
fn the_title_page_stands_above_the_first_scene() {
    let source = "+++\ntitle = \"Tides\"\nauthor = \"A. N.\"\n+++\n\n## One\n\nText.\n";
    let lines = shown(source, Options { title_page: true, ..at(20) });
    assert_eq!(lines, ["~", "~", "·······Tides", "", "·······A. N.", "", "", "", "One", "", "Text."]);
    let titled = shown("# Tides\n\nText.\n", Options { title_page: true, ..at(20) });
    assert!(!titled.contains(&"·······Tides".to_owned()), "its heading says it already: {titled:?}");
}

#[test]
fn the_narrowest_measures_hold_what_they_can() {
    for measure in 0..4 {
        let lines = shown("## Title 夜\n\nText 夜 more.\n\n> Quote\n\n1. item\n", at(measure));
        assert!(lines.iter().all(|line| width(line) <= 2.max(usize::from(measure))), "{measure}: {lines:?}");
    }
}

mod properties {
    use super::*;
    use crate::typeset::Hyphens;
    use proptest::prelude::*;

    /// Story source with marks, odd widths and long words.
    pub(super) fn source() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            6 => "[a-zA-Z’]{1,12}[,.;!?…]?",
            1 => "[ÀÉßžłдж]{1,9}",
            1 => "[夜の、。]{1,6}",
            1 => "(👩‍👩‍👧‍👦|🇨🇿|e\u{301}|ก็|क्षि|ﾊﾞ|\u{AD}|\u{200B}|—|-){1,5}",
            1 => "[a-z/.-]{20,60}",
        ];
        let words = prop::collection::vec(word, 1..40).prop_map(|words| words.join(" "));
        let block = prop_oneof![
            6 => words.clone(),
            1 => words.clone().prop_map(|w| format!("## {w} {{.dream}}")),
            1 => words.clone().prop_map(|w| format!("> {w}")),
            1 => words.clone().prop_map(|w| format!("*{w}*\\\n{w}")),
            1 => Just("***".to_owned()),
        ];
        prop::collection::vec(block, 1..12).prop_map(|blocks| blocks.join("\n\n"))
    }

    pub(super) fn options() -> impl Strategy<Value = Options> {
        (1_u16..500, any::<[bool; 4]>(), 0_usize..3).prop_map(|(measure, [justify, blank, hang, small], hyphens)| {
            Options {
                measure,
                hang,
                ambiguous: if hyphens == 0 { Ambiguous::Wide } else { Ambiguous::Narrow },
                initials: MoodSet::default(),
                big_titles: MoodSet::default(),
                hyphens: Hyphens::ALL[hyphens],
                align: if justify { Align::Justify } else { Align::Left },
                paragraphs: if blank { Paragraphs::BlankRow } else { Paragraphs::Indent },
                title_page: false,
                gaps: if small { Gaps::Small } else { Gaps::Wide },
            }
        })
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(source in source(), options in options()) {
            let Ok(reading) = format::read("a.md", source.as_bytes()) else { return Ok(()) };
            let document = reading.document();
            let galley = typeset(&document, &options);
            for line in &galley.lines {
                let cells: u16 = clusters(&document, line).iter().map(|cluster| cluster.cells).sum();
                // A sign may hang over either edge.
                let hung = u16::from(line.hangs);
                let measure = options.measure.max(MIN_MEASURE) + u16::from(options.hang);
                prop_assert!(line.indent + cells - hung <= measure, "{line:?} {}", text_of(&document, line));
            }
            let letters = |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '\n')).collect::<String>();
            let set: String = galley.lines.iter().map(|line| letters(text_of(&document, line))).collect();
            let told: String = document.blocks().map(|(_, _, block)| letters(block.text)).collect();
            prop_assert_eq!(set, told);
        }

        #[test]
        fn places_never_go_back(source in source(), options in options()) {
            let Ok(reading) = format::read("a.md", source.as_bytes()) else { return Ok(()) };
            let galley = typeset(&reading.document(), &options);
            prop_assert!(galley.lines.is_sorted_by_key(|line| line.place));
        }
    }
}
