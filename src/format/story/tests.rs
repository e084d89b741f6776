use super::*;

fn read(source: &str) -> Parsed {
    super::read(source, &ReadOptions::default())
}
use crate::document::Language;

fn moods(reading: &Parsed) -> Vec<Option<Mood>> {
    reading.draft.scenes.iter().map(|scene| scene.mood).collect()
}

fn kinds(reading: &Parsed) -> Vec<BlockKind> {
    reading.draft.blocks().map(|(_, _, block)| block.kind).collect()
}

fn remarks(reading: &Parsed) -> Vec<String> {
    reading.diagnostics.iter().map(ToString::to_string).collect()
}

#[test]
fn a_whole_story_is_read_without_a_remark() {
    let reading = read(concat!(
        "+++\ntitle = \"Tides\"\nauthor = \"A. N.\"\nlanguage = \"en\"\nlicence = \"CC BY 4.0\"\n+++\n\n",
        "## The stair {.waking}\n\nShe *woke*\nat **three**.\n\n***\n<!-- {.dream} -->\n\nWater.\n",
    ));
    assert_eq!(remarks(&reading), [""; 0]);
    assert_eq!(&*reading.draft.metadata.title, "Tides");
    assert_eq!(&*reading.draft.metadata.licence, "CC BY 4.0");
    assert_eq!(moods(&reading), [Some(Mood::Waking), Some(Mood::Dream)]);
    assert_eq!(reading.draft.scenes[0].title(), Some("The stair"));
    assert_eq!(reading.draft.scenes[1].title(), None);
    let block = reading.draft.block(0, 1).unwrap();
    assert_eq!(block.text, "She woke at three.");
    assert_eq!(&block.text[block.marks[0].range()], "woke");
    assert_eq!(&block.text[block.marks[1].range()], "three");
}

#[test]
fn html_that_stands_apart_parts_its_words() {
    let reading = read(
        "# Fog\n\n<p>It came <em>slowly</em>.</p>\n\n<p>It went.</p>\n<ul><li>one</li><li>two</li></ul>\n<table><tr><td>a</td><td>b</td></tr></table>\n\nThe end.\n\n---\n",
    );
    let texts: Vec<&str> = reading.draft.blocks().map(|(_, _, block)| block.text).collect();
    assert_eq!(texts, ["Fog", "It came slowly.", "It went.", "• one", "• two", "a", "b", "The end."]);
    assert_eq!(reading.draft.block(0, 1).unwrap().marks.len(), 1);
    assert_eq!((remarks(&reading).len(), reading.draft.scenes.len()), (0, 1));
}

#[test]
fn html_has_its_characters_headings_lists_quotations_and_lines() {
    let reading = read(concat!(
        "# Fog\n\n<p>R&amp;D &mdash; &lt;b&gt;</p>\n\n<pre>\nDear  Sir\n  come\n</pre>\n\n<blockquote><p>He said.</p></blockquote>\n\n",
        "<ol>\n<li>first</li>\n<li><p>second</p></li>\n</ol>\n\n<h2>Two</h2>\n\n<blockquote>\n<ul>\n\nNever ended.\n",
    ));
    let blocks: Vec<_> = reading.draft.blocks().map(|(scene, _, block)| (scene, block.kind, block.text)).collect();

    assert_eq!(
        blocks,
        [
            (0, BlockKind::Heading { level: 1 }, "Fog"),
            (0, BlockKind::Paragraph, "R&D — <b>"),
            (0, BlockKind::Preformatted, "Dear\u{a0}\u{a0}Sir\n\u{a0}\u{a0}come"),
            (0, BlockKind::Quotation, "He said."),
            (0, BlockKind::Item, "1. first"),
            (0, BlockKind::Item, "2. second"),
            (1, BlockKind::Heading { level: 2 }, "Two"),
            (1, BlockKind::Paragraph, "Never ended."),
        ]
    );
}

#[test]
fn odd_things_are_remarked_on_where_they_stand() {
    let reading = read("+++\ntitel = \"T\"\n+++\n\n## One {.draem}\n\n## Two\n\nText <code>on</code>.\n");
    assert_eq!(
        remarks(&reading),
        [
            "2:1: unknown key `titel` in the front matter; did you mean `title`?",
            "5:1: unknown mood `draem`; did you mean `dream`?",
            "5:1: this scene has no text",
            "9:6: unknown HTML; its words are shown without formatting",
            "9:14: unknown HTML; its words are shown without formatting",
        ]
    );
    assert_eq!(reading.draft.block(1, 1).unwrap().text, "Text on.");
}

#[test]
fn tables_notes_pictures_and_other_front_matters_are_read() {
    let reading = read(
        "---\ntitle: \"Tides\"\nauthor: A. N.\nlang: en\n---\n\nSee[^1] ![a ferry](x.png) and [here](y).\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: The note.\n",
    );
    assert_eq!((&*reading.draft.metadata.title, &*reading.draft.metadata.author), ("Tides", "A. N."));
    let texts: Vec<_> = reading.draft.blocks().map(|(_, _, block)| block.text.to_owned()).collect();
    assert_eq!(texts, ["See[1] [a ferry] and here.", "a\u{a0}\u{a0}b\nc\u{a0}\u{a0}d", "[1] The note."]);
}

#[test]
fn a_broken_front_matter_keeps_the_story() {
    let reading = read("+++\ntitle = \n+++\n\nStill here.\n");
    assert!(remarks(&reading)[0].starts_with("2:"), "{:?}", remarks(&reading));
    assert_eq!(reading.draft.block(0, 0).unwrap().text, "Still here.");
}

#[test]
fn verse_is_told_by_its_hard_breaks() {
    let reading = read("One line\\\nand another\n\nProse with one\\\nbreak and a\nsoft one.\n");
    assert_eq!(kinds(&reading), [BlockKind::Verse, BlockKind::Paragraph]);
    assert_eq!(reading.draft.block(0, 0).unwrap().text, "One line\nand another");
}

#[test]
fn a_quotation_becomes_a_letter_by_the_comment_before_it() {
    let reading = read("Said.\n\n<!-- {.letter} -->\n\n> Dear Ana,\n>\n> come.\n\nAfter.\n\n> Quoted.\n");
    assert_eq!(
        kinds(&reading),
        [BlockKind::Paragraph, BlockKind::Letter, BlockKind::Letter, BlockKind::Paragraph, BlockKind::Quotation]
    );
    assert_eq!(remarks(&reading), [""; 0]);
}

#[test]
fn a_foreign_phrase_keeps_its_language_and_small_print_its_size() {
    let reading = read("A <i lang=\"fr\">nuit *très* blanche</i>, <small>truly</small>.\n");
    let block = reading.draft.block(0, 0).unwrap();
    let marked: Vec<_> = block.marks.iter().map(|mark| (&block.text[mark.range()], mark.kind)).collect();
    let french = MarkKind::Foreign(Language::parse("fr").unwrap());
    assert_eq!(marked, [("nuit très blanche", french), ("très", MarkKind::Emphasis), ("truly", MarkKind::Small)]);
}

#[test]
fn lists_keep_their_numbers() {
    let reading = read("3. three\n4. four\n\n- bullet\n");
    let texts: Vec<_> = reading.draft.blocks().map(|(_, _, block)| block.text).collect();
    assert_eq!(texts, ["3. three", "4. four", "• bullet"]);
}

#[test]
fn loose_lists_keep_one_block_an_item() {
    let reading = read("1. one\n\n   more of it\n\n2. two\n");
    let texts: Vec<_> = reading.draft.blocks().map(|(_, _, block)| block.text).collect();
    assert_eq!(texts, ["1. one", "more of it", "2. two"]);
}

#[test]
fn entities_decode_to_safe_text() {
    let reading = read("a&#27;[2Jb &amp; c\n");
    assert_eq!(reading.draft.block(0, 0).unwrap().text, "a\u{FFFD}[2Jb & c");
}

#[test]
fn a_mood_said_in_the_wrong_place_is_remarked_on() {
    let reading = read("One.\n\n<!-- {.dream} -->\n\nTwo.\n");
    assert_eq!(remarks(&reading), ["3:1: a mood must come right after the break that starts its scene"]);
}

#[test]
fn a_rule_above_the_first_words_parts_nothing() {
    assert_eq!(kinds(&read("***\n\nOne.\n")), [BlockKind::Paragraph]);
}

#[test]
fn a_dialogue_with_speakers_in_brackets_is_not_swallowed() {
    let reading =
        read("Before.\n\n[Alice]: Hello\n\n[Bob]: Hi\n[Alice]: Yes\n\nSee [it][1].\n\n[1]: https://a.b\n\n[Bob]: No");
    let texts: Vec<_> = reading.draft.blocks().map(|(_, _, block)| block.text).collect();
    assert_eq!(texts, ["Before.", "[Alice]: Hello", "[Bob]: Hi", "[Alice]: Yes", "See it.", "[Bob]: No"]);
    assert_eq!(remarks(&reading).len(), 4);
    assert!(remarks(&reading)[0].starts_with("3:1:"));
}

mod properties {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_read(source in "([a-z#>*_<!{}.+\\-\\[\\]()`\\\\&;0-9\n ]|<!-- |-->|\\+\\+\\+\n|é|\u{AD}){0,200}") {
            let _ = super::read(&source);
        }
    }
}

#[test]
fn links_and_notes_lead_to_headings_and_notes() {
    let source = "## The *River* Bank\n\nSee [the end](#the-end), [the web](https://a.b), [nowhere](#gone) and a note.[^1]\n\n[^1]: It was late.\n\n## Last {#the-end}\n\nBack to [the bank](#the-river-bank).\n";
    let document = read(source).document();
    let place = |scene, block| Some(Place::new(scene, block, 0));
    assert_eq!(document.links, [place(1, 0), None, None, place(0, 2), place(0, 0)]);
    assert_eq!(document.addresses.iter().map(|(link, to)| (*link, &**to)).collect::<Vec<_>>(), [(1, "https://a.b")]);
    let marked: Vec<&str> = document
        .blocks()
        .flat_map(|(_, _, block)| {
            block
                .marks
                .iter()
                .filter(|mark| matches!(mark.kind, MarkKind::Link(_)))
                .map(move |mark| &block.text[mark.range()])
        })
        .collect();
    assert_eq!(marked, ["the end", "the web", "nowhere", "[1]", "the bank"]);
}

#[test]
fn quotations_may_be_nested_as_deep_as_anyone_likes() {
    for mark in [">", "> "] {
        let line = |depth: usize| format!("{} late {depth}\n\n", mark.repeat(depth));
        let source = (0..300).map(line).collect::<Vec<_>>().concat();
        let document = read(&source).document();
        let text: String = document.blocks().map(|(_, _, block)| block.text.to_owned() + "\n").collect();
        assert!((0..300).all(|depth| text.contains(&format!("late {depth}\n"))), "{text}");
        assert!(!text.contains('>'));
    }
}

#[test]
fn the_only_heading_of_level_1_names_the_story() {
    let title = |source: &str| read(source).draft.metadata.title.to_string();
    assert_eq!(title("# The Ferry\n\n## One\n\nHe woke.\n"), "The Ferry");
    assert_eq!(remarks(&read("# The Ferry\n\n## One\n\nHe woke.\n")), [""; 0]);
    assert_eq!(title("# One\n\nHe woke.\n\n# Two\n\nHe slept.\n"), "", "these are chapters");
    assert_eq!(title("## One\n\nHe woke.\n\n# The Ferry\n\nHe slept.\n"), "");
}

#[test]
fn what_is_said_of_the_next_block_is_not_kept_for_a_later_one() {
    let reading = read("A.\n\n<!-- {.right .lines} -->\n\n- an entry\n\nB.\n");
    let kinds: Vec<_> = reading.draft.blocks().map(|(_, _, block)| (block.kind, block.setting.side)).collect();
    let plain = [BlockKind::Paragraph, BlockKind::Item, BlockKind::Paragraph];
    assert_eq!(kinds, plain.map(|kind| (kind, crate::document::Side::Left)));
}

#[test]
fn the_only_heading_is_the_title_and_chapters_may_stand_in_bold_under_it() {
    let text = "# The Lamp\n\n**Chapter 1: The Boat**\n\nIt was late.\n\n**Chapter 2: The Storm**\n\nIt rained.\n";
    let draft = crate::format::read("a.md", text.as_bytes()).unwrap().draft;
    let titles: Vec<&str> = draft.scenes.iter().filter_map(|scene| scene.title()).collect();
    assert_eq!(titles.last(), Some(&"Chapter 2: The Storm"), "{titles:?}");
}

#[test]
fn a_paragraph_of_html_may_begin_with_a_mark_and_stand_in_the_middle() {
    let text = "It was late.\n\n<p align=\"center\"><em>for Tom</em></p>\n\n<p><i>for Ana</i> and <b>Tom</b></p>\n";
    let draft = crate::format::read("a.md", text.as_bytes()).unwrap().draft;
    let block = draft.block(0, 1).unwrap();
    assert_eq!((block.text, block.marks.len(), block.setting.side), ("for Tom", 1, crate::document::Side::Centre));
    assert_eq!(draft.block(0, 2).unwrap().marks.len(), 2);
}
