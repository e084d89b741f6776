use super::*;
use crate::document::{BlockKind, Draft, Place, Side};
use crate::format::anchors::Anchors;

/// The document and where its anchors lead, of a chapter whose contents call some names something.
fn chapter(source: &str, titles: &[(&str, &str)], css: &str) -> (Draft, Anchors, bool) {
    let styles = Styles::of(&[std::rc::Rc::new(crate::format::css::StyleSheet::read(css))], &std::rc::Rc::default());
    let titles = titles.iter().copied().collect();
    let language = Language::parse("en");
    let mut binder = Binder::default();
    let whole = read(
        &ChapterFile {
            source,
            path: "a.xhtml",
            styles: &styles,
            titles: &titles,
            language,
            elements: Element::of,
            kind: Kind::Book,
        },
        &mut binder,
        &mut |_| {},
    );
    let (document, anchors) = binder.finish();
    (document, anchors, whole)
}

fn blocks(source: &str) -> Vec<(BlockKind, String)> {
    let (document, _, _) = chapter(source, &[], "");
    document.blocks().map(|(_, _, block)| (block.kind, block.text.to_owned())).collect()
}

fn texts(source: &str) -> Vec<String> {
    blocks(source).into_iter().map(|(_, text)| text).collect()
}

/// The marked words of the first block.
fn marked(source: &str, css: &str) -> Vec<(MarkKind, String)> {
    let (document, _, _) = chapter(source, &[], css);
    let block = document.block(0, 0).unwrap();
    block.marks.iter().map(|mark| (mark.kind, block.text[mark.range()].to_owned())).collect()
}

#[test]
fn paragraphs_are_parted_and_white_space_is_one() {
    assert_eq!(
        texts(
            "<html><head><title>No</title></head><body><p>One\n  lamp.</p>\n<div>Two <span>lamps</span>.</div>Stray</body></html>"
        ),
        ["One lamp.", "Two lamps.", "Stray"]
    );
}

#[test]
fn emphasis_is_told_by_tags_by_classes_and_by_style() {
    let css = ".thought { font-style: italic } .loud { font-weight: bold }";
    let source =
        "<p>a <em>b</em> <span class='thought'>c</span> <b>d</b> <span class='loud'>e</span> <i style='x:y'>f</i></p>";
    let (emphasis, strong) = (MarkKind::Emphasis, MarkKind::Strong);
    let expected = [(emphasis, "b"), (emphasis, "c"), (strong, "d"), (strong, "e"), (emphasis, "f")];
    assert_eq!(marked(source, css), expected.map(|(kind, text)| (kind, text.to_owned())));
    assert_eq!(
        marked("<i><p>all</p><p>of it</p></i>", ""),
        [(emphasis, "all".to_owned())],
        "over several paragraphs too"
    );
}

#[test]
fn a_phrase_in_another_language_is_foreign_and_one_in_the_books_is_not() {
    let czech = MarkKind::Foreign(Language::parse("cs").unwrap());
    assert_eq!(marked("<p lang='en'>It was <i lang='cs'>ticho</i>.</p>", "")[1], (czech, "ticho".to_owned()));
    assert_eq!(marked("<p xml:lang='en-GB'>It was.</p>", ""), []);
}

#[test]
fn headings_begin_scenes_and_breaks_part_them() {
    let source = "<h1>Part</h1><h2>One</h2><p>a</p><hr/><p>b</p><p>* * *</p><p>c</p><h2>Two</h2><p>d</p><p class='x scene-break'>e</p>";
    let (document, _, _) = chapter(source, &[], "");
    let scenes: Vec<(Option<&str>, usize)> =
        document.scenes.iter().map(|scene| (scene.title(), scene.blocks().len())).collect();
    assert_eq!(scenes, [(Some("Part"), 3), (None, 2), (None, 2), (Some("Two"), 2), (None, 2)]);
}

#[test]
fn an_empty_paragraph_parts_scenes_where_they_are_rare() {
    let rare = format!("{}<p>&nbsp;</p><p>b</p>", "<p>a</p>".repeat(9));
    assert_eq!(chapter(&rare, &[], "").0.scenes.len(), 2);
    let everywhere = "<p>a</p><p>&#160;</p>".repeat(9);
    assert_eq!(chapter(&everywhere, &[], "").0.scenes.len(), 1);
}

#[test]
fn verse_keeps_its_lines_whether_they_are_broken_or_elements() {
    let expected = [(BlockKind::Verse, "One for the ferry,\ntwo for the quay.".to_owned())];
    assert_eq!(blocks("<p class='verse'>One for the ferry,<br/>two for the quay.</p>"), expected);
    assert_eq!(blocks("<div class='poem'><p>One for the ferry,</p><p>two for the quay.</p></div>"), expected);
    let listing = "One for the ferry,\n\u{A0}\u{A0}two for the quay.".to_owned();
    assert_eq!(blocks("<pre>One for the ferry,\n  two for the quay.</pre>"), [(BlockKind::Preformatted, listing)]);
    let stanzas = "<div class='stanza'><p>a</p><p>b</p></div><div class='stanza'><p>c</p></div>";
    assert_eq!(texts(stanzas), ["a\nb", "c"]);
}

#[test]
fn lists_tables_quotations_and_pictures_keep_their_words() {
    let source = "<ul><li>a</li><li><p>b</p><p>c</p></li></ul><ol><li>d<li>e</ol><blockquote><p>f</p></blockquote>\
        <table><tr><th>g</th><td>h</td></tr><tr><td><p>i</p></td><td>j</td></tr></table><p><img alt='A ferry' src='x'/></p>";
    assert_eq!(texts(source), ["• a", "• b", "c", "1. d", "2. e", "f", "g\u{A0}\u{A0}h\ni\u{A0}\u{A0}j", "[A ferry]"]);
    assert_eq!(blocks(source)[5].0, BlockKind::Quotation);
}

#[test]
fn entities_are_read_once_and_what_is_unknown_stays() {
    assert_eq!(
        texts("<p>&eacute;&#233;&#xE9; &amp;lt; &nope; A & B &#x1b;[2J</p>"),
        ["ééé &lt; &nope; A & B \u{FFFD}[2J"]
    );
}

#[test]
fn what_is_hidden_or_no_text_is_left_out() {
    let source = "<p>a<script>var x = '<p>no</p>';</script><span class='h'>no</span><span epub:type='pagebreak'>12</span>b</p><ruby>夜<rt>よる</rt></ruby>";
    let (document, _, _) = chapter(source, &[], ".h{display:none}");
    let texts: Vec<_> = document.blocks().map(|(_, _, block)| block.text.to_owned()).collect();
    assert_eq!(texts, ["ab", "夜(よる)"]);
}

#[test]
fn what_ends_within_a_script_ends_nothing_around_it() {
    let source =
        "<blockquote><p>One.</p><script>var s = '</blockquote></p>';</script><p>Two.</p></blockquote><p>Three.</p>";
    let (document, _, _) = chapter(source, &[], "");
    let kinds: Vec<_> = document.blocks().map(|(_, _, block)| (block.text.to_owned(), block.kind)).collect();
    let (quotation, paragraph) = (BlockKind::Quotation, BlockKind::Paragraph);
    assert_eq!(
        kinds,
        [("One.".to_owned(), quotation), ("Two.".to_owned(), quotation), ("Three.".to_owned(), paragraph)]
    );
}

#[test]
fn what_the_contents_name_is_a_title_whatever_its_tag() {
    let titles = [("", "Chapter One"), ("c2", "Chapter Two")];
    let (document, anchors, _) =
        chapter("<p class='t'>CHAPTER ONE</p><p>a</p><p id='c2'>Chapter Two</p><p>b</p>", &titles, "");
    assert_eq!(
        document.scenes.iter().map(|scene| scene.title()).collect::<Vec<_>>(),
        [Some("CHAPTER ONE"), Some("Chapter Two")]
    );
    assert_eq!(anchors.place("a.xhtml#c2").unwrap(), Place::new(1, 0, 0));
}

#[test]
fn ends_that_are_missing_or_wrong_cost_no_word() {
    assert_eq!(texts("<p>a<p>b<br>c</i><ul><li>d<li>e</ul>f"), ["a", "b\nc", "• d", "• e", "f"]);
    let (document, _, whole) = chapter("<p>a <b>b</b></p><p>c <!-- <i>d</i></p><p>e</p>", &[], "");
    let text: String = document.blocks().map(|(_, _, block)| block.text.to_owned()).collect();
    assert!(!whole && text.contains('a') && text.contains('d') && text.contains('e'), "{text}");
}

#[test]
fn signs_that_are_no_tags_and_heads_without_an_end_cost_no_word() {
    assert_eq!(
        texts("<p>Love is <3 and if a < b then</p><p>next > one</p>"),
        ["Love is <3 and if a < b then", "next > one"]
    );
    assert_eq!(
        texts("<html><head><title>x</title><body role='doc-pagebreak'><p>All these words.</p></body></html>"),
        ["All these words."]
    );
    let deep = format!("{}<p>one</p><p>two</p>", "<div>".repeat(250));
    assert_eq!(texts(&deep), ["one", "two"]);
}

#[test]
fn nesting_and_marks_have_an_end() {
    let deep = format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
    assert_eq!(texts(&deep), ["x"]);
    let marks = format!("<p>{}x{}</p>", "<b>".repeat(500), "</b>".repeat(500));
    let (document, _, _) = chapter(&marks, &[], "");
    assert!(document.block(0, 0).unwrap().marks.len() <= 16);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_read(source in "(<(/?(p|b|i|div|h2|li|ul|td|tr|br|hr|pre|script|rt|blockquote))?( id='a'| class='verse')?/?>|[a-z&;é \\n]{0,5}|<!--|&#?x?){0,40}") {
            chapter(&source, &[("a", "b")], "");
        }

        // Letters that scene breaks are made of (`xXx`) stand in none of these words.
        #[test]
        fn no_letter_of_plain_elements_is_lost(words in prop::collection::vec("[a-m]{1,6}", 1..20), tags in prop::collection::vec(0_usize..8, 1..20)) {
            let tag = |n: usize| ["p", "div", "b", "li", "h2", "td", "blockquote", "em"][tags[n % tags.len()]];
            let element = |(n, word): (usize, &String)| format!("<{0}>{word}</{0}>", tag(n));
            let source = words.iter().enumerate().map(element).collect::<Vec<_>>().join(" ");
            let found: String = texts(&source).concat().chars().filter(char::is_ascii_lowercase).collect();
            prop_assert_eq!(found, words.concat());
        }
    }
}

#[test]
fn links_lead_within_the_book_and_a_notes_number_is_no_part_of_a_word() {
    let source = "<p>The river<sup><a href='#n1' id='r1'>1</a></sup> was high<a epub:type='noteref' href='a.xhtml#n2'>12</a>, the 2<sup>nd</sup> time; <a href='http://x.y/'>out</a>
        and <a href='b.xhtml'>gone</a>.</p><p id='n1'><a href='#r1'>1.</a> It was late.</p><p id='n2'>So it was.</p>";
    let (document, _, _) = chapter(source, &[], "");
    let text = document.block(0, 0).unwrap();
    assert_eq!(text.text, "The river¹ was high¹², the 2nd time; out and gone.");
    let place = |block| Some(Place::new(0, block, 0));
    let back = Place::new(0, 0, "The river".len());
    assert_eq!(document.links, [place(1), place(2), None, None, Some(back)]);
    assert_eq!(&*document.addresses[&2], "http://x.y/");
    let marked: Vec<&str> = text.marks.iter().map(|mark| &text.text[mark.range()]).collect();
    assert_eq!(marked, ["¹", "¹²", "out", "gone"]);
}

#[test]
fn small_capitals_are_marked_by_their_style() {
    let (document, _, _) =
        chapter("<p><span class='sc'>The old man</span> slept.</p>", &[], ".sc{font-variant: small-caps}");
    let marks = document.block(0, 0).unwrap().marks;
    assert_eq!((marks[0].kind, marks[0].range()), (MarkKind::SmallCaps, 0..11));
}

#[test]
fn a_link_to_a_heading_leads_to_the_scene_that_it_begins() {
    let (document, _, _) = chapter(
        "<p>See <a href='#h'>there</a>.</p><h2 id='h'>Later</h2><p>Here.</p><h2>Part<br/>Two</h2><p>X.</p>",
        &[],
        "",
    );
    assert_eq!(document.links, [Some(Place::new(1, 0, 0))]);
    assert_eq!(document.scenes[2].title(), Some("Part\nTwo"));
}

#[test]
fn a_link_into_a_paragraph_leads_to_its_words() {
    let source = "<p>See <a href='#m'>there</a>.</p><p>It was late. <a id='m'/>Middle of it.</p>";
    let (document, _, _) = chapter(source, &[], "");
    let place = document.links[0].unwrap();
    assert_eq!((place.scene, place.block), (0, 1));
    assert_eq!(document.block(0, 1).unwrap().text[place.byte as usize..].trim(), "Middle of it.");
}

/// The blocks of a source with their style sheet, each with its kind and text.
fn set(source: &str, css: &str) -> Vec<(BlockKind, String)> {
    let (document, _, _) = chapter(source, &[], css);
    document.blocks().map(|(_, _, block)| (block.kind, block.text.to_owned())).collect()
}

#[test]
fn what_a_rule_does_not_match_or_undoes_is_shown() {
    for (css, shown) in [
        (".night .aside { display: none }", true),
        (".day .aside { display: none }", false),
        (".aside { display: none } .aside { display: block }", true),
        ("@media print { .aside { display: none } }", true),
        ("@supports (x: y) { .aside { display: none } }", false),
        ("p.aside:not(.aside) { display: none }", true),
        (".aside { visibility: hidden }", false),
    ] {
        let texts = set("<div class='day'><p class='aside'>Noon.</p></div><p>End.</p>", css);
        assert_eq!(texts.len() == 2, shown, "{css}");
    }
    assert_eq!(texts("<p>The path <span hidden>38</span>went.</p><p hidden=''>No.</p>"), ["The path went."]);
}

#[test]
fn what_stands_upright_within_italics_is_not_marked() {
    let words = |source: &str, css: &str| {
        marked(source, css).into_iter().map(|(_, text)| text.trim().to_owned()).collect::<Vec<_>>()
    };
    let css = ".th { font-style: italic } .n { font-style: normal }";
    assert_eq!(words("<p class='th'>The <em class='n'>ship</em> sailed.</p>", css), ["The", "sailed."]);
    assert_eq!(
        words("<p class='th'>The <b><i class='n'>old</i> ship</b> sailed.</p>", css),
        ["The", "old ship", "ship", "sailed."]
    );
    assert_eq!(words("<dl><dt><dfn>Dog</dfn></dt><dd>A friend.</dd></dl>", "dt > dfn { font-style: normal }"), [""; 0]);
    assert_eq!(words("<p><q>So.</q></p>", "q { font-style: italic }"), ["“So.”"]);
}

#[test]
fn struck_text_is_marked_by_its_element_or_its_style() {
    let struck = |source: &str| marked(source, ".lt { text-decoration: line-through }");
    let expected = [(MarkKind::Struck, "half".to_owned())];
    for source in
        ["<p>The will said <del>half</del> all.</p>", "<p><s>half</s> all</p>", "<p><span class='lt'>half</span></p>"]
    {
        assert_eq!(struck(source), expected, "{source}");
    }
}

#[test]
fn a_class_is_verse_or_a_letter_only_as_a_word_of_its_own() {
    let kind = |class: &str| blocks(&format!("<p class='{class}'>It was late.</p>"))[0].0;
    for class in ["first-line", "first-letter", "newline", "lettrine", "line-height"] {
        assert_eq!(kind(class), BlockKind::Paragraph, "{class}");
    }
    for class in ["verse", "poem1", "stanza last", "line"] {
        assert_eq!(kind(class), BlockKind::Verse, "{class}");
    }
    assert_eq!(kind("letter"), BlockKind::Letter);
    assert_eq!(blocks("<div epub:type='z3998:verse'><p>One</p></div>")[0].0, BlockKind::Verse);
}

#[test]
fn centred_and_right_set_lines_are_set_so() {
    let (document, _, _) = chapter(
        "<p class='c'>For Ana</p><p align='right'>M. T.</p><p>It was late.</p>",
        &[],
        ".c { text-align: center }",
    );
    let sides: Vec<Side> = document.blocks().map(|(_, _, block)| block.setting.side).collect();
    assert_eq!(sides, [Side::Centre, Side::Right, Side::Left]);
}

#[test]
fn quotations_get_their_marks_unless_they_bring_them() {
    assert_eq!(
        texts("<p>She said, <q>Come, <q>old friend</q> of mine</q>.</p>"),
        ["She said, “Come, ‘old friend’ of mine”."]
    );
    assert_eq!(texts("<p><q>“So”</q> it was.</p>"), ["“So” it was."]);
}

#[test]
fn lists_are_numbered_as_they_say() {
    let source = "<ol start='3'><li>a</li><li>b</li></ol><ol><li value='11'>c</li><li>d</li></ol><ol type='a'><li>e</li></ol>\
        <ol reversed><li>f</li><li>g</li></ol><ol class='n'><li>1. h</li></ol>";
    let texts: Vec<String> = set(source, ".n { list-style-type: none }").into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["3. a", "4. b", "11. c", "12. d", "a. e", "2. f", "1. g", "1. h"]);
}

#[test]
fn cells_are_set_in_columns_in_records_or_as_blocks() {
    let row =
        |cells: &[&str], tag: &str| format!("<tr><{tag}>{}</{tag}></tr>", cells.join(&format!("</{tag}><{tag}>")));
    let small = format!("<table>{}{}</table>", row(&["Name", "Age"], "th"), row(&["Ana", "9"], "td"));
    assert_eq!(blocks(&small), [(BlockKind::Preformatted, "Name\u{A0}\u{A0}Age\nAna\u{A0}\u{A0}\u{A0}9".to_owned())]);
    let long = "a word or two ".repeat(4);
    let wide = format!("<table>{}{}</table>", row(&["What", "Why", "When"], "th"), row(&[&long, &long, "now"], "td"));
    let [(BlockKind::Preformatted, text)] = &blocks(&wide)[..] else { panic!("{:?}", blocks(&wide)) };
    assert!(
        text.starts_with("What: a word") && text.contains("\nWhy: a word") && text.ends_with("\nWhen: now"),
        "{text}"
    );
    assert_eq!(texts("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>"), ["One.", "Two."]);
    assert_eq!(
        texts("<table><tr><td><ul><li>salt</li><li>rope</li></ul></td><td>stores</td></tr></table>"),
        ["• salt", "• rope", "stores"]
    );
}

#[test]
fn formulas_and_drawings_show_what_a_line_can() {
    assert_eq!(texts("<p>So <math><mfrac><mi>a</mi><mi>b</mi></mfrac></math> it is.</p>"), ["So a/b it is."]);
    assert_eq!(texts("<p><math><msup><mi>x</mi><mn>2</mn></msup></math></p>"), ["x²"]);
    let noted = "<p><math><semantics><mi>a</mi><annotation encoding='application/x-tex'>\\a</annotation></semantics></math></p>";
    assert_eq!(texts(noted), ["a"]);
    let drawing = "<p>He saw <svg><metadata>no</metadata><title>a sign</title><defs><text>no</text></defs><text>Gate</text><text>Well</text></svg> and went.</p>";
    assert_eq!(texts(drawing), ["He saw [a sign] Gate Well and went."]);
    let switch = "<p>It is <epub:switch><epub:case><math><mi>x</mi></math></epub:case><epub:default>x squared</epub:default></epub:switch>.</p>";
    assert_eq!(texts(switch), ["It is x squared."]);
}

#[test]
fn page_numbers_in_the_text_are_left_out() {
    for source in [
        "<p>They came to the <span class='pagenum'><a id='p'>[Pg 12]</a></span>river.</p>",
        "<p>They came to the <span epub:type='pagebreak'>12</span>river.</p>",
        "<p>They came to the <a role='doc-pagebreak' id='x'></a>river.</p>",
    ] {
        assert_eq!(texts(source), ["They came to the river."], "{source}");
    }
    assert_eq!(texts("<p>a</p><div epub:type='pagebreak'>12</div><p>b</p>"), ["a", "b"]);
    assert_eq!(texts("<div epub:type='pagebreak'>All of a page that is no number.</div>").len(), 1);
}

#[test]
fn ornaments_in_all_their_shapes_part_scenes() {
    for mark in [
        "<p>* * *</p>",
        "<p class='orn'><img src='o.png' alt=''/></p>",
        "<p><img src='o.png' alt='* * *'/></p>",
        "<div><img src='images/scene-break.png'/></div>",
        "<div class='ornamental-break'><p>* * *</p></div>",
        "<div class='scene-break'></div>",
        "<hr/>",
        "<div>&#160;</div>",
        "<p class='x'><span></span><br/></p>",
    ] {
        let source = format!("{}{mark}{}", "<p>a</p>".repeat(5), "<p>b</p>".repeat(5));
        assert_eq!(chapter(&source, &[], "").0.scenes.len(), 2, "{mark}");
    }
    for mark in
        ["<p><img src='map.png' alt=''/></p>", "<p><img src='map.png' alt='A map'/></p>", "<div class='clear'></div>"]
    {
        let source = format!("{}{mark}{}", "<p>a</p>".repeat(5), "<p>b</p>".repeat(5));
        let scenes = chapter(&source, &[], "").0.scenes.len();
        assert_eq!(scenes, 1, "{mark}");
    }
}

#[test]
fn a_drop_cap_that_is_drawn_joins_its_word() {
    assert_eq!(texts("<p><img src='t.png' alt='T'/>he tide went out.</p>"), ["The tide went out."]);
}

#[test]
fn two_line_ends_part_paragraphs() {
    assert_eq!(texts("<p>One.<br/><br/>Two.<br/>Three.</p>"), ["One.", "Two.\nThree."]);
}

#[test]
fn headwords_stand_over_their_meanings() {
    let source = "<dl><dt>Ebb</dt><dd><p>Out.</p></dd><dt>Flood<dd>In.</dl><p>So.</p>";
    assert_eq!(texts(source), ["Ebb", "\u{A0}\u{A0}Out.", "Flood", "\u{A0}\u{A0}In.", "So."]);
}

#[test]
fn a_list_within_a_list_stands_in() {
    let source = "<ul><li>One<ol><li>First</li><li>Second</li></ol></li><li>Two</li></ul>";
    assert_eq!(texts(source), ["• One", "\u{A0}\u{A0}1. First", "\u{A0}\u{A0}2. Second", "• Two"]);
}

#[test]
fn a_notes_brackets_may_stand_in_elements_of_their_own() {
    let source = "<p>High<a role='doc-noteref' href='#n'><span>[</span>3<span>]</span></a>.</p><p id='n'>So.</p>";
    assert_eq!(texts(source), ["High[³].", "So."]);
}

#[test]
fn the_arrow_back_from_a_note_is_no_text() {
    let source = "<p id='n'>So it was.<a href='#r' role='doc-backlink'>↩︎</a></p><p><a href='#r' role='doc-backlink'>3</a> So.</p>";
    assert_eq!(texts(source), ["So it was.", "3 So."]);
}

#[test]
fn the_way_to_the_next_page_is_no_text() {
    let source = "<div role='navigation'><a href='b.xhtml'>next</a></div><p>It was late.</p>";
    assert_eq!(texts(source), ["It was late."]);
}

#[test]
fn the_lines_of_a_heading_in_boxes_are_one_title() {
    let source = "<div class='heading'><div class='number'><span>Chapter</span> <span>1</span></div><h2>Ebb</h2></div><p>Out.</p>";
    assert_eq!(chapter(source, &[], "").0.scenes[0].title(), Some("Chapter 1\nEbb"));
    let source = "<p class='Chapter-Number'>1</p><p class='Chapter-Title'>Ebb</p><p>Out.</p>";
    assert_eq!(chapter(source, &[], "").0.scenes[0].title(), Some("1"));
}

#[test]
fn attributes_of_old_pages_are_read() {
    let source = "<P ALIGN=center CLASS=x>One</P><OL START=4><LI>a</OL><IMG SRC=b.png ALT='A boat'>";
    assert_eq!(texts(source), ["One", "4. a", "[A boat]"]);
}

#[test]
fn words_own_elements_and_conditions_are_no_html() {
    let word = "<p>One<o:p></o:p></p><p><![if !supportLists]>1.&nbsp;<![endif]>Two<o:p></o:p></p>";
    assert_eq!(texts(word), ["One", "1.\u{A0}Two"]);
}

#[test]
fn a_caption_that_says_what_the_picture_does_is_said_once() {
    let figure = |caption: &str| {
        texts(&format!("<figure><img src='a.png' alt='A boat'/><figcaption>{caption}</figcaption></figure>"))
    };
    assert_eq!(figure("A boat."), ["A boat."]);
    assert_eq!(figure("Hull, 1871"), ["[A boat]", "Hull, 1871"]);
}

#[test]
fn a_number_behind_a_word_that_leads_to_a_name_is_a_notes() {
    let source =
        "<p>The word<a href='#n'>1</a> and 1845<a href='#m'>2</a>, see <a href='#n'>1</a>.</p><p id='n'>So.</p>";
    assert_eq!(texts(source)[0], "The word¹ and 1845², see 1.");
}

#[test]
fn prose_that_keeps_its_blanks_is_prose_and_a_floating_letter_begins_its_word() {
    let blocks = |source: &str, css: &str| -> Vec<(BlockKind, String)> {
        let (draft, _, _) = chapter(source, &[], css);
        draft.blocks().map(|(_, _, block)| (block.kind, block.text.to_owned())).collect()
    };
    let wraps = "p { white-space: pre-wrap }";
    assert_eq!(blocks("<p>So it was.</p>", wraps), [(BlockKind::Paragraph, "So it was.".to_owned())]);
    assert_eq!(blocks("<p>a\nb</p>", wraps)[0].0, BlockKind::Preformatted);
    let floats = "div { float: left }";
    assert_eq!(blocks("<div>T</div><p>he tide.</p>", floats), [(BlockKind::Paragraph, "The tide.".to_owned())]);
    assert_eq!(blocks("<div>T</div><p>he tide.</p>", "").len(), 2);
}
