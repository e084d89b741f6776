use proptest::prelude::*;

use super::*;
use crate::document::{Document, Place};
use crate::format;
use crate::typeset::{Hyphens, Options, text_of, typeset};

fn galley(source: &str, measure: u16) -> (Document, Galley) {
    let document = format::read("a.md", source.as_bytes()).unwrap().document;
    let galley = typeset(&document, &Options { measure, hyphens: Hyphens::None, ..Options::default() });
    (document, galley)
}

/// Each page as its lines' texts.
fn shown(source: &str, measure: u16, rows: u16) -> Vec<Vec<String>> {
    let (document, galley) = galley(source, measure);
    let pages = paginate(&galley, rows);
    let page = |page| galley.lines[pages.lines(page)].iter().map(|line| text_of(&document, line).to_owned()).collect();
    (0..pages.count()).map(page).collect()
}

fn paragraph(lines: usize) -> String {
    vec!["abcd"; lines].join(" ")
}

#[test]
fn a_title_is_not_left_at_a_foot() {
    let source = format!("{}\n\n***\n\n{}", paragraph(5), paragraph(3));
    // Five lines, a blank, the ornament and a blank would fill eight rows.
    let pages = shown(&source, 4, 8);
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[0].iter().filter(|line| !line.is_empty()).count(), 5);
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
fn a_titled_scene_begins_a_page() {
    let pages = shown("## One\n\nText.\n\n## Two\n\nMore.\n", 20, 30);
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[1], ["", "", "Two", "", "More."]);
}

#[test]
fn small_pages_spend_no_rows_above_a_title() {
    assert_eq!(shown("## One\n\nText.\n", 20, 5), [["One", "", "Text."]]);
}

#[test]
fn nothing_at_all_is_one_empty_page() {
    let pages = paginate(&Galley::default(), 10);
    assert_eq!((pages.count(), pages.lines(0)), (1, 0..0));
    assert_eq!(pages.place_of(&Galley::default(), 3), Place::default());
}

fn source() -> impl Strategy<Value = String> {
    let words = prop::collection::vec("[a-zé夜👩]{1,14}[.,—…]?", 1..60).prop_map(|words| words.join(" "));
    let block = prop_oneof![
        8 => words.clone(),
        1 => words.clone().prop_map(|w| format!("## {w}")),
        1 => words.clone().prop_map(|w| format!("## {w} {{.dream}}")),
        1 => words.prop_map(|w| format!("{w}\\\n{w}")),
        1 => Just("***".to_owned()),
    ];
    prop::collection::vec(block, 1..20).prop_map(|blocks| blocks.join("\n\n"))
}

proptest! {
    #[test]
    fn each_word_stands_on_one_page_and_a_place_on_its_page(
        source in source(), measure in 2_u16..120, rows in 1_u16..60,
    ) {
        let Ok(reading) = format::read("a.md", source.as_bytes()) else { return Ok(()) };
        let document = reading.document;
        let galley = typeset(&document, &Options { measure, ..Options::default() });
        let pages = paginate(&galley, rows);
        let letters = |text: &str| text.chars().filter(|c| !matches!(c, ' ' | '\n')).collect::<String>();
        let told: String = document.blocks().map(|(_, _, block)| letters(block.text)).collect();
        let mut set = String::new();
        for page in 0..pages.count() {
            let lines = pages.lines(page);
            prop_assert!(!lines.is_empty() && lines.len() <= usize::from(rows));
            for line in &galley.lines[lines] {
                set.push_str(&letters(text_of(&document, line)));
                let is_text = matches!(line.kind, LineKind::Text(_));
                for byte in (line.start..line.end).filter(|_| is_text) {
                    prop_assert_eq!(pages.page_of(&galley, Place { byte, ..line.place }), page);
                }
            }
            prop_assert_eq!(pages.page_of(&galley, pages.place_of(&galley, page)), page);
        }
        prop_assert_eq!(set, told);
    }

    #[test]
    fn a_page_with_room_ends_well(paragraphs in prop::collection::vec(1_usize..12, 1..30), rows in 9_u16..50) {
        let source = paragraphs.iter().map(|lines| paragraph(*lines)).collect::<Vec<_>>().join("\n\n");
        let (_, galley) = galley(&source, 4);
        let pages = paginate(&galley, rows);
        for page in 1..pages.count() {
            let (last, next) = (&galley.lines[pages.lines(page - 1).end - 1], &galley.lines[pages.lines(page).start]);
            prop_assert!(last.last || !last.first, "an orphan");
            prop_assert!(next.first || !next.last, "a widow");
            prop_assert!(!last.keeps_next(), "a stranded title");
        }
    }
}
