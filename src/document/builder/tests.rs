//! Tests of the builder: white space, marks, long blocks.

use proptest::prelude::*;

use super::*;

fn paragraph(fill: impl FnOnce(&mut SceneBuilder)) -> Scene {
    let mut builder = SceneBuilder::default();
    builder.begin(BlockKind::Paragraph);
    fill(&mut builder);
    builder.finish()
}

#[test]
fn white_space_collapses_across_pieces() {
    let scene = paragraph(|b| {
        b.push("  One \t ");
        b.push("\n two");
        b.push("  ");
    });
    assert_eq!(scene.block(0).unwrap().text, "One two");
}

#[test]
fn lines_of_chinese_and_japanese_join_without_a_blank() {
    for (pieces, text) in [
        (&["夜里他\n", "醒来，\r\n  听见"][..], "夜里他醒来，听见"),
        (&["夜 ", "里\nBell\n夜"], "夜 里 Bell 夜"),
        (&["밤에\n그는"], "밤에 그는"),
    ] {
        let scene = paragraph(|b| pieces.iter().for_each(|piece| b.push(piece)));
        assert_eq!(scene.block(0).unwrap().text, text);
    }
    let marked = paragraph(|b| {
        b.push("听见\n");
        b.open_mark(MarkKind::Emphasis);
        b.push("河水");
        b.close_mark();
        b.push("\n的");
    });
    assert_eq!(marked.block(0).unwrap().text, "听见河水的");
}

#[test]
fn a_mark_starts_at_its_first_letter_and_ends_at_its_last() {
    let scene = paragraph(|b| {
        b.push("It was ");
        b.open_mark(MarkKind::Emphasis);
        b.push("late ");
        b.close_mark();
        b.push("then");
    });
    let block = scene.block(0).unwrap();
    assert_eq!(block.text, "It was late then");
    assert_eq!(&block.text[block.marks[0].range()], "late");
}

#[test]
fn a_mark_reaches_no_further_than_its_block() {
    let scene = paragraph(|b| {
        b.push("It was ");
        b.open_mark(MarkKind::Emphasis);
        b.push("late");
        b.break_line();
        b.open_mark(MarkKind::Strong);
        b.break_line();
    });
    let block = scene.block(0).unwrap();
    assert_eq!(block.text, "It was late");
    let marks = [(7, 11, MarkKind::Emphasis), (11, 11, MarkKind::Strong)];
    assert_eq!(block.marks, marks.map(|(start, end, kind)| Mark { start, end, kind }));
}

#[test]
fn a_soft_hyphen_is_a_point_beside_the_text() {
    let scene = paragraph(|b| b.push("night\u{AD}stand"));
    let block = scene.block(0).unwrap();
    assert_eq!(block.text, "nightstand");
    assert_eq!(block.marks, [Mark { start: 5, end: 5, kind: MarkKind::SoftHyphen }]);
}

#[test]
fn a_point_beside_a_space_or_at_a_blocks_start_says_nothing() {
    for text in ["\u{AD}night", "night \u{AD}stand", "\u{2060} night"] {
        assert_eq!(paragraph(|b| b.push(text)).block(0).unwrap().marks, [], "{text:?}");
    }
    let outside = {
        let mut builder = SceneBuilder::default();
        builder.push("\u{AD}night");
        builder.finish()
    };
    assert_eq!(outside.block(0).unwrap().marks, []);
}

#[test]
fn an_empty_block_is_dropped_but_an_ornament_stays() {
    let mut builder = SceneBuilder::default();
    builder.begin(BlockKind::Ornament);
    builder.begin(BlockKind::Paragraph);
    builder.push("  ");
    let scene = builder.finish();
    assert_eq!(scene.blocks().map(|b| b.kind).collect::<Vec<_>>(), [BlockKind::Ornament]);
}

#[test]
fn lines_of_verse_are_kept_without_spaces_at_their_ends() {
    let scene = paragraph(|b| {
        b.push("Sleep, sleep ");
        b.break_line();
        b.push(" and be still");
        b.break_line();
    });
    assert_eq!(scene.block(0).unwrap().text, "Sleep, sleep\nand be still");
}

#[test]
fn a_block_without_an_end_is_parted_and_keeps_its_words() {
    let text = "It was late. So late. ".repeat(20_000);
    let scene = paragraph(|b| b.push(&text));
    assert!(scene.blocks().all(|block| block.text.len() <= LONGEST_BLOCK && block.text.ends_with("late.")));
    assert_eq!(scene.words(), 100_000);
    let spaced = paragraph(|b| b.push(&format!(" {}", "*".repeat(100_000))));
    assert_eq!(spaced.blocks().map(|block| block.text.len()).sum::<usize>(), 100_000);
    let solid = paragraph(|b| b.push(&"夜".repeat(100_000)));
    assert_eq!(solid.blocks().map(|block| block.text.chars().count()).sum::<usize>(), 100_000);
}

#[test]
fn most_text_is_copied_in_one_go() {
    assert!(["It was late, so late.", " and then", "it rained "].into_iter().all(is_tidy));
    assert!(!is_tidy("so  late") && !is_tidy("so\tlate"));
}

#[test]
fn text_outside_a_block_makes_a_paragraph() {
    let mut builder = SceneBuilder::default();
    builder.push("stray");
    assert_eq!(builder.finish().block(0).unwrap().text, "stray");
}

#[test]
fn no_word_is_torn_where_a_long_block_is_parted() {
    let mut builder = SceneBuilder::default();
    builder.begin(BlockKind::Verse);
    for n in 0..9000 {
        builder.push(&format!("Line{n} end"));
        builder.break_line();
    }
    let scene = builder.finish();
    let words: Vec<&str> = scene.blocks().flat_map(|block| block.text.split_whitespace().collect::<Vec<_>>()).collect();
    assert!(scene.blocks().len() > 1 && words.len() == 18_000);
    assert!(words.iter().all(|word| word.starts_with("Line") || *word == "end"));
}

proptest! {
    #[test]
    fn text_in_one_piece_equals_its_letters_one_by_one(pieces in prop::collection::vec("[a-z é\u{AD}\t]{0,12}", 0..6)) {
        let whole = paragraph(|b| pieces.iter().for_each(|piece| b.push(piece)));
        let parts = paragraph(|b| {
            for c in pieces.iter().flat_map(|piece| piece.chars()) {
                b.push(c.encode_utf8(&mut [0; 4]));
            }
        });
        prop_assert_eq!(whole, parts);
    }
}

#[test]
fn signs_are_replaced_and_marks_keep_their_words() {
    let scene = paragraph(|b| {
        b.push("\"He ");
        b.open_mark(MarkKind::Emphasis);
        b.push("came--");
        b.close_mark();
        b.push("\" so");
        b.replace([(0..1, "“"), (8..10, "—"), (10..11, "”")]);
    });
    let block = scene.block(0).unwrap();
    assert_eq!((block.text, &block.text[block.marks[0].range()]), ("“He came—” so", "came—"));
}
