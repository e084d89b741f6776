use proptest::prelude::*;

use super::*;
use crate::document::Document;
use crate::format;
use crate::typeset::{Hyphens, Options, text_of, typeset};

fn galley(source: &str, measure: u16) -> (Document, Vec<Line>) {
    let document = format::read("a.md", source.as_bytes()).unwrap().document();
    let galley = typeset(&document, &Options { measure, hyphens: Hyphens::None, ..Options::default() });
    (document, galley.lines)
}

fn single(rows: u16) -> Leaves {
    Leaves { rows, facing: false }
}

/// Each page as its lines' texts.
fn shown(source: &str, measure: u16, rows: u16) -> Vec<Vec<String>> {
    let (document, lines) = galley(source, measure);
    let text = |line: &Line| text_of(&document, line).to_owned();
    let page = |page: &Page| lines[page.lines.clone()].iter().map(text).collect();
    cut(&lines, single(rows), &[], false).iter().map(page).collect()
}

fn paragraph(lines: usize) -> String {
    vec!["abcd"; lines].join(" ")
}

#[test]
fn a_title_is_not_left_at_a_foot() {
    let source = format!("{}\n\n***\n\n{}", paragraph(6), paragraph(6));
    // Six lines, a blank and the ornament would fill eight rows.
    let pages = shown(&source, 4, 8);
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [6, 8]);
    let (_, lines) = galley(&source, 4);
    assert!(lines[7].keeps_next() && lines[7].kind == LineKind::Ornament, "it would have ended there");
}

#[test]
fn no_paragraph_leaves_one_line_behind() {
    let source = format!("{}\n\n{}\n\n{}", paragraph(7), paragraph(4), paragraph(4));
    // Eight rows would end after the first line of the second paragraph.
    assert_eq!(shown(&source, 4, 8)[0].len(), 7);
    // Ten rows would leave its last line to the next page.
    assert_eq!(shown(&source, 4, 10)[0].len(), 9);
}

#[test]
fn a_page_ends_rows_early_rather_than_in_a_word() {
    // Page ends at every line of one paragraph, the fourteenth of which ends in a hyphen.
    let (_, mut lines) = galley(&paragraph(40), 4);
    lines[13].hyphen = true;
    let pages = cut(&lines, single(14), &[], false);
    assert!(pages[..pages.len() - 1].iter().all(|page| !lines[page.lines.end - 1].hyphen), "{pages:?}");
    // Four rows, and not five: then the word is broken.
    lines[9..14].iter_mut().for_each(|line| line.hyphen = true);
    assert!(cut(&lines, single(14), &[], false)[0].lines.len() == 14);
}

#[test]
fn of_pages_that_cost_the_same_the_later_ones_are_full() {
    // Nineteen rows on pages of ten, where the story goes on: one is a row short.
    let lines = vec![galley("abcd", 4).1[0]; 19];
    let pages = cut(&lines, single(10), &[], true);
    assert_eq!(pages.iter().map(|page| page.lines.len()).collect::<Vec<_>>(), [9, 10]);
}

#[test]
fn a_page_that_lacks_a_row_asks_for_a_longer_paragraph_unless_it_is_the_last() {
    let (_, lines) = galley(&[9, 4, 4].map(paragraph).join("\n\n"), 4);
    let elastic = [0..9, 9..13].map(|lines| Elastic { lines, price: 4 });
    // The tenth row would hold the first line of the second paragraph.
    let pages = [Page { lines: 0..9, longer: Some(0) }, Page { lines: 9..17, longer: None }];
    assert_eq!(cut(&lines, single(10), &elastic, false), pages);
}

#[test]
fn a_titled_scene_begins_a_page() {
    let pages = shown("## One\n\nText.\n\n## Two\n\nMore.\n", 20, 30);
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[1], ["", "", "Two", "", "More."]);
}

#[test]
fn small_pages_spend_no_rows_above_a_title() {
    assert_eq!(shown("## One\n\nText.\n", 20, 5), [["One", "", "Text."]]);
}

proptest! {
    #[test]
    fn a_page_with_room_ends_well(
        paragraphs in prop::collection::vec((1_usize..12, 0_u8..4), 1..30), rows in 9_u16..50,
    ) {
        let title = |kind: u8| match kind {
            0 => "***\n\n",
            1 => "## Title\n\n",
            _ => "",
        };
        let source: Vec<_> = paragraphs.iter().map(|(lines, kind)| title(*kind).to_owned() + &paragraph(*lines)).collect();
        let source = source.join("\n\n");
        let (_, lines) = galley(&source, 4);
        for facing in [false, true] {
            let pages = cut(&lines, Leaves { rows, facing }, &[], false);
            for pair in pages.windows(2) {
                let (last, next) = (&lines[pair[0].lines.end - 1], &lines[pair[1].lines.start]);
                prop_assert!(last.last || !last.first, "an orphan");
                prop_assert!(next.first || !next.last, "a widow");
                prop_assert!(!last.keeps_next(), "a stranded title");
            }
        }
    }
}
