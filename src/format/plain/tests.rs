use super::*;

fn read(text: &str, options: &ReadOptions) -> Parsed {
    super::read(text, options, &mut Beginning::unwanted())
}

fn shape(text: &str) -> Vec<Vec<(BlockKind, String)>> {
    let blocks = |scene: &crate::document::Scene| scene.blocks().map(|b| (b.kind, b.text.to_owned())).collect();
    read(text, &ReadOptions::default()).document().scenes.iter().map(blocks).collect()
}

fn scenes(text: &str) -> usize {
    read(text, &ReadOptions::default()).document().scenes.len()
}

#[test]
fn hard_wrapped_lines_are_joined() {
    let text = "It was a quiet night on the river and nobody\nwas awake but the two of them.\n\nThen it rained.\n";
    assert_eq!(
        shape(text),
        [[
            (
                BlockKind::Paragraph,
                "It was a quiet night on the river and nobody was awake but the two of them.".to_owned()
            ),
            (BlockKind::Paragraph, "Then it rained.".to_owned())
        ]]
    );
}

#[test]
fn two_blank_rows_part_scenes_and_so_do_ornaments() {
    assert_eq!(scenes("One.\n\nMore.\n\n\nTwo.\n\nMore."), 2);
    for mark in ["***", "* * *", "#", "---", "⁂", "  ~  "] {
        assert_eq!(scenes(&format!("One.\n\n{mark}\n\nTwo.")), 2, "{mark}");
    }
}

#[test]
fn a_wide_gap_before_a_letters_signature_parts_nothing() {
    assert_eq!(scenes("\"I remain,\n\n\n\"Yours truly,\n\"ADA MERE, nee HOLM.\"\n\nHe put it down."), 1);
    assert_eq!(scenes("\"Come at once.\n\n\n\" 'MERE.'\n\nHe put it down."), 1);
    assert_eq!(scenes("He slept.\n\n\n\"Wake up,\" she said.\n\nHe did."), 2);
    assert_eq!(scenes("He slept.\n\n\n\"GO! GO! GO!\" it said, and it went on and on.\n\nHe did."), 2);
}

#[test]
fn a_text_with_two_rows_between_all_its_paragraphs_is_one_scene() {
    assert_eq!(scenes("One.\n\n\nTwo.\n\n\nThree.\n\n\nFour.\n\n\n\nFive."), 2);
}

#[test]
fn a_dash_or_a_speaker_is_no_ornament() {
    assert_eq!(scenes("One.\n\n—\n\nTwo."), 1);
    assert_eq!(scenes("One.\n\n- Yes.\n\nTwo."), 1);
}

#[test]
fn an_ornament_at_the_end_makes_no_empty_scene() {
    assert_eq!(scenes("One.\n\n***\n"), 1);
}

#[test]
fn verse_keeps_its_lines() {
    let text = "He read the lines to her again, slowly, the way that she had read them to him once.\n\n\
                Sleep is a river\nAnd night is a stone\n\nThen he put the book down on the sill and went out.\n";
    assert_eq!(shape(text)[0][1], (BlockKind::Verse, "Sleep is a river\nAnd night is a stone".to_owned()));
    let inset =
        "    Sleep is a river that is long and wide and goes on for the whole night,\n      And night is a stone.\n";
    let indented =
        "Sleep is a river that is long and wide and goes on for the whole night,\n\u{A0}\u{A0}And night is a stone.";
    assert_eq!(shape(&format!("It was late.\n\n{inset}"))[0][1], (BlockKind::Verse, indented.to_owned()));
}

#[test]
fn what_a_colon_leads_to_or_stands_in_from_the_edge_parts_nothing() {
    let letter = "She wrote:\n\n\nDear Ana, come home.\n\nIt is late.\n\n\nShe put the pen down.\n\n\nIt was morning.\n\nSo it was.\n\nAnd so on.\n\nAnd on.\n";
    assert_eq!(scenes(letter), 2);
    let notice = "He read it.\n\n\n     NO FERRY\n\n\nHe went home.\n\nIt was late.\n\nSo it was.\n\nAnd so on.\n";
    assert_eq!(scenes(notice), 1);
}

#[test]
fn lines_in_capitals_between_wide_gaps_are_titles_where_there_are_some() {
    let tale = |title: &str| format!("{title}\n\n{}\n\n\n\n", "It was late, and it rained on and on.\n".repeat(60));
    let text = [tale("THE FERRY"), tale("THE LAMP AND\nTHE BELL"), tale("A NIGHT. 1921"), tale("She wept.")].concat();
    let found = shape(&text);
    let titles: Vec<_> = found.iter().map(|scene| scene[0].clone()).collect();
    let heading = |text: &str| (BlockKind::Heading { level: 2 }, text.to_owned());
    assert_eq!(titles[..3], [heading("THE FERRY"), heading("THE LAMP AND\nTHE BELL"), heading("A NIGHT. 1921")]);
    assert_eq!((titles.len(), titles[3].0), (4, BlockKind::Ornament));
    assert_eq!(scenes("It was late.\n\n\nFIRE\n\n\nHe ran.\n\nSo it was.\n\nAnd so on.\n"), 3, "one may be anything");
}

#[test]
fn compounds_and_dashes_at_line_ends_are_joined() {
    let joined = |text: &str| shape(text)[0][0].1.clone();
    assert_eq!(
        joined("a looking-\nglass was present--\nat last, I know\n--but no"),
        "a looking-glass was present—at last, I know—but no"
    );
    assert_eq!(joined("1914-\n1918 and so --\nit was"), "1914-1918 and so — it was");
}

#[test]
fn headings_of_a_text_begin_scenes() {
    let text = "BOOK ONE: 1805\n\n\nCHAPTER I\n\nIt was late.\n\n\n\nCHAPTER II.\nThe Ferry\n\nIt had gone.\n\nChapter two was better.\n";
    let found = shape(text);
    let heading = |level, text: &str| (BlockKind::Heading { level }, text.to_owned());
    assert_eq!(found[0][..2], [heading(1, "BOOK ONE: 1805"), heading(2, "CHAPTER I")]);
    assert_eq!(found[1][0], heading(2, "CHAPTER II.\nThe Ferry"));
    assert_eq!((found.len(), found[1].len()), (2, 3));
    let numbers = shape("I\n\nOne.\n\nII\n\nTHE FERRY\n\nTwo.\n");
    assert_eq!(numbers[1][..2], [heading(2, "II"), heading(3, "THE FERRY")]);
    assert_eq!(scenes("I\n\nam here."), 1, "one number may be anything");
    let parts = shape("CHAPTER I. AWAY\n\nI.\n\nOne.\n\nII.\n\nTwo.\n\nCHAPTER II. BACK\n\nThree.\n");
    let levels: Vec<_> = parts.iter().map(|scene| scene[0].0).collect();
    assert_eq!(levels, [2, 3, 2].map(|level| BlockKind::Heading { level }));
}

#[test]
fn what_gutenberg_adds_is_left_out_and_what_it_says_is_known() {
    let text = "The Project Gutenberg eBook of Tides\n\nTitle: Tides\nAuthor: A. N. Other\nLanguage: German\n\n\
        *** START OF THE PROJECT GUTENBERG EBOOK TIDES ***\n\n\nProduced by Somebody\nand others\n\n\nEs war spät.\n\n*** END OF THE PROJECT GUTENBERG EBOOK TIDES ***\n\nLicence.\n";
    let document = read(text, &ReadOptions::default()).document();
    let metadata = &document.metadata;
    assert_eq!(
        (&*metadata.title, &*metadata.author, metadata.language.unwrap().as_str()),
        ("Tides", "A. N. Other", "de")
    );
    assert_eq!(shape(text), [[(BlockKind::Paragraph, "Es war spät.".to_owned())]]);
}

#[test]
fn quotes_are_set_over_line_ends_and_emphasis_is_marked() {
    let text = "He said \"it is\nlate\" and _went\nhome_--so it was.\n";
    let document = read(text, &ReadOptions::default()).document();
    let block = document.block(0, 0).unwrap();
    assert_eq!(block.text, "He said “it is late” and went home—so it was.");
    assert_eq!(&block.text[block.marks[0].range()], "went home");
    assert!(
        read(text, &ReadOptions { smarten: false, ..ReadOptions::default() })
            .draft
            .block(0, 0)
            .unwrap()
            .text
            .contains("\"it is late\"")
    );
}

#[test]
fn lists_keep_their_entries() {
    assert_eq!(
        shape("- bread\n- milk, and\n  honey\n- tea\n")[0]
            .iter()
            .map(|(kind, text)| (*kind, text.as_str()))
            .collect::<Vec<_>>(),
        [(BlockKind::Item, "• bread"), (BlockKind::Item, "• milk, and honey"), (BlockKind::Item, "• tea")]
    );
    assert_eq!(shape("- Yes.\nAnd so.")[0].len(), 1);
}

#[test]
fn line_ends_of_every_system_are_line_ends() {
    assert_eq!(shape("One\r\n\r\nTwo\r\n"), shape("One\n\nTwo\n"));
}

#[test]
fn a_text_of_verse_keeps_its_lines_however_long_they_are() {
    let line = |n: usize| {
        format!("Of ferry number {n}, and of the river's long and heavy way,\n{}", if n % 9 == 8 { "\n" } else { "" })
    };
    let poem: String = (0..90).map(line).collect();
    assert!(shape(&poem)[0].iter().all(|(kind, text)| *kind == BlockKind::Verse && text.lines().count() == 9));
}

/// The kinds of a text's blocks and what they say.
fn blocks(text: &str) -> Vec<(BlockKind, String)> {
    shape(text).concat()
}

#[test]
fn a_short_poem_keeps_its_lines_whatever_they_begin_with() {
    let poem = "The river slept beneath the hill,\nThe ferry waited, dark and still,\nNo lantern burned along the shore,\n\
        And no one rowed there any more.\n\nThe bell upon the quay was dumb,\nFor nobody had ever come\nTo ring it in the falling rain,\n\
        Or call the ferry back again.\n\nAnd so it slept, and sleeps there yet,\nThe oars are dry, the stones are wet.\n";
    assert_eq!(blocks(poem)[0], (BlockKind::Verse, poem.split("\n\n").next().unwrap().to_owned()));
    let small = poem.to_lowercase();
    assert_eq!(blocks(&small)[0].0, BlockKind::Verse, "no line goes on to the width");
    let alone = format!("{small}\nand nobody has seen it yet.\n");
    assert_eq!(blocks(&alone).last().unwrap().0, BlockKind::Verse, "and neither a line that stands alone");
    let chinese = "夜里河水响\n船夫不点灯\n钟声过桥去\n无人听得清\n";
    assert_eq!(blocks(chinese), [(BlockKind::Verse, chinese.trim().to_owned())]);
    let prose = "The river slept beneath the hill, and the ferry waited there, dark and\nstill; no lantern burned along the shore, and for as long as anybody could\n\
        remember no one had rowed there at that hour. The bell upon the quay was\ndumb, for nobody had come to ring it in the rain.\n";
    let paragraphs = blocks(&prose.repeat(4));
    assert!(paragraphs.len() == 4 && paragraphs.iter().all(|(kind, _)| *kind == BlockKind::Paragraph));
}

#[test]
fn quotes_are_set_over_the_lines_of_a_poem() {
    let options = ReadOptions { layout: Some("verse".to_owned()), ..ReadOptions::default() };
    let parsed = read("If thou couldst say 'This ferry of mine\nShall wait for none,' and go.\n", &options);
    let text = parsed.draft.block(0, 0).unwrap().text.to_owned();
    assert_eq!(text, "If thou couldst say ‘This ferry of mine\nShall wait for none,’ and go.");
}

#[test]
fn speeches_with_dashes_are_no_list_where_the_language_has_such() {
    let russian = "Старик подошёл к двери и долго стоял, слушая реку.\n\n- Кто там? - спросил он.\n- Это я, - ответил голос.\n- Входи, - сказал старик.\n";
    let told = blocks(russian);
    assert_eq!(told[1], (BlockKind::Paragraph, "—\u{A0}Кто там? — спросил он.".to_owned()));
    let english = "He bought these things for the ferry before he went home.\n\n- A lamp.\n- A rope of ten yards.\n";
    assert_eq!(blocks(english)[1].0, BlockKind::Item);
}

#[test]
fn a_title_page_may_have_a_year_and_by_on_its_own_line() {
    for text in [
        "THE FERRY\n\n(1814)\n\nBy Ada Holm\n\n\nIt rained.\n",
        "The Ferry\n\nby\n\nAda Holm\n(1818)\n\n\nIt rained.\n",
    ] {
        let metadata = read(text, &ReadOptions::default()).draft.metadata;
        assert_eq!((metadata.title.to_lowercase().as_str(), &*metadata.author), ("the ferry", "Ada Holm"), "{text}");
    }
}

#[test]
fn a_title_over_several_lines_is_one_and_a_date_under_a_heading_parts_nothing() {
    let long = "Chapter Two. In which the ferryman is asked what he thinks of the\nweather, and says it\n\n\nIt rained all day.\n";
    let document = read(long, &ReadOptions::default()).draft;
    let title = "Chapter Two. In which the ferryman is asked what he thinks of the weather, and says it";
    assert_eq!(document.scenes.iter().map(|scene| scene.title()).collect::<Vec<_>>(), [Some(title)]);
    let more = "It rained on, and nobody came.\n\n".repeat(5);
    let dated = &format!("Chapter 1\n\nHull, May 1871\n\n\nIt rained all day.\n\n{more}\nIt rained all night.\n");
    let document = read(dated, &ReadOptions::default()).draft;
    assert_eq!(document.scenes.len(), 2, "only the second gap parts");
}

#[test]
fn what_is_said_in_japanese_begins_a_paragraph_and_headings_lose_their_frames() {
    let text =
        "　夜中に目が覚めると、川の音が聞こえた。\n「誰かいるの」\n　返事はなかった。\n「いないのね」\n".repeat(8);
    let document = read(&text, &ReadOptions::default()).draft;
    assert_eq!(document.blocks().count(), 32);
    let framed = "### Chapter 1 ###\n\nIt rained.\n\n[Chapter 2]\n\nIt rained on.\n";
    let document = read(framed, &ReadOptions::default()).draft;
    let titles: Vec<_> = document.scenes.iter().filter_map(|scene| scene.title()).collect();
    assert_eq!(titles, ["Chapter 1", "Chapter 2"]);
}

#[test]
fn half_a_text_may_be_wrapped_though_the_rest_has_a_paragraph_a_line() {
    let line = "The ferry lay at the quay until noon, and nobody who had come down to it could say why the bell did not ring at all.\n";
    let wrapped = "It was late, and the ferryman had gone to bed long before the bell\nof the other bank was heard again, and nobody went down to see\nwho it was.\n\n";
    let text = format!("{}\n{}", line.repeat(30), wrapped.repeat(6));
    let document = read(&text, &ReadOptions::default()).draft;
    assert_eq!(document.blocks().filter(|(_, _, block)| block.text.ends_with("who it was.")).count(), 6);
    assert!(
        document
            .blocks()
            .any(|(_, _, block)| block.text.starts_with("It was late") && block.text.ends_with("who it was."))
    );
}

/// The first words of each paragraph of a text in a language, as far as three of them.
fn begun(text: &str, language: &str) -> Vec<String> {
    let options = ReadOptions { language: crate::document::Language::parse(language), ..ReadOptions::default() };
    let first = |text: &str| text.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    read(text, &options).draft.blocks().map(|(_, _, block)| first(block.text)).collect()
}

#[test]
fn paragraphs_that_no_blank_row_parts_are_told_in_their_group() {
    let rained =
        "It rained, and nobody who had come down to the quay that\nmorning could say when the ferry would come.";
    for (text, language, paragraphs) in [
        // A speech's dash, in a language that has such.
        (
            "Il pleuvait quand le train entra enfin en gare, et sur le\nquai un homme attendait.\n— Vous venez ?\n- Cela dépend.\n",
            "fr",
            vec!["Il pleuvait quand", "— Vous venez", "— Cela dépend."],
        ),
        // Lines that end early, and a sentence with them.
        (
            &format!("{rained}\n“Late?” he asked.\n“Late,” said Ana.\n{rained}\nNobody answered.\nThe dog slept.\n"),
            "en",
            vec![
                "It rained, and",
                "“Late?” he asked.",
                "“Late,” said Ana.",
                "It rained, and",
                "Nobody answered.",
                "The dog slept.",
            ],
        ),
        // First lines that stand in, though blank rows part others.
        (
            &format!("{rained}\n\n{rained}\n\n    {rained}\n    “Well,” she said.\n\n    “Well.”\n    It rained on.\n"),
            "en",
            vec!["It rained, and", "It rained, and", "It rained, and", "“Well,” she said.", "“Well.”", "It rained on."],
        ),
        // The time when somebody wrote them.
        (
            "04/03/2014, 21:03 - Lena: are you there\n04/03/2014, 21:08 - Lena: there is a man\nand he has a lamp\n",
            "en",
            vec!["04/03/2014, 21:03 -", "04/03/2014, 21:08 -"],
        ),
    ] {
        let found = begun(text, language);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, paragraphs, "{text}");
    }
}

#[test]
fn wide_gaps_part_the_paragraphs_of_double_spaced_lines() {
    let paragraph =
        "The ferry left at noon, and until the evening there was nobody\n\non the shore but a dog and an old man.";
    let text = [paragraph; 8].join("\n\n\n\n");
    assert_eq!(shape(&text).iter().map(Vec::len).collect::<Vec<_>>(), [8]);
}

#[test]
fn numbers_with_titles_are_chapters_where_text_stands_under_each() {
    for (first, second, third) in [
        ("1. The Gate", "2. The Well", "3. Night"),
        ("1: The Gate", "2: The Well", "3: Night"),
        ("I. The Gate", "II. The Well", "III. Night"),
        ("1\nMARTHA", "2\nJONAS", "3\nMARTHA"),
        ("一、门", "二、井", "三、夜"),
        ("１", "２", "３"),
    ] {
        let prose = "It was late, and the lamp burned low.";
        let text = [first, prose, second, prose, third, prose].join("\n\n");
        assert_eq!(scenes(&text), 3, "{first}");
    }
}

#[test]
fn the_points_of_a_list_are_no_chapters() {
    assert_eq!(scenes("1. The Gate\n\n2. The Well\n\n3. Night\n\nIt was late, and the lamp burned low."), 1);
}

#[test]
fn contents_with_blank_rows_between_their_entries_are_no_chapters() {
    let contents = "CONTENTS\n\n CHAPTER                  PAGE\n\n   I. THE FERRY            11\n\n  II. \"LATE\"              25\n\n III. HOME                 41\n\n\n";
    let chapter = |n: &str, title: &str| {
        format!("CHAPTER {n}.\n\n{title}\n\n\n{}", "She went down to the quay and looked for it.\n\n".repeat(9))
    };
    let text = format!(
        "THE TIDE\n\nBy A. N. OTHER\n\n\n{contents}{}{}{}",
        chapter("I", "THE FERRY"),
        chapter("II", "\"LATE\""),
        chapter("III", "HOME")
    );
    let story = read(&text, &ReadOptions::default()).draft;
    let titles: Vec<String> = story.scenes.iter().filter_map(|scene| scene.title().map(str::to_owned)).collect();
    assert_eq!(titles, ["CHAPTER I.", "CHAPTER II.", "CHAPTER III."]);
}

#[test]
fn contents_are_known_by_the_numbers_of_their_pages() {
    let contents = "Inhalt\n\nDie Ankunft ............ 5\nDer Brief ......... 9\n\n";
    let story = "Erstes Kapitel\n\nDer Zug hielt nicht, er wurde nur langsamer.\n";
    let found = shape(&format!("{contents}{story}"));
    assert_eq!(found.len(), 2);
    assert_eq!(found[1][0], (BlockKind::Heading { level: 2 }, "Erstes Kapitel".to_owned()));
    let years = "    First Edition    1904\n    Second Edition    1907\n\nIt was late.\n";
    assert_eq!(shape(years)[0][0].0, BlockKind::Verse, "years are no pages");
}

#[test]
fn a_message_in_another_one_is_a_quotation_and_fields_are_small_print() {
    let mail = "> You wrote that the house was sold.\n> Is it true?\n>\n> Mother asks.\n\nIt is true.\n\n> look\n";
    let quoted = |text: &str| (BlockKind::Quotation, text.to_owned());
    let found = shape(mail);
    assert_eq!(found[0][..2], [quoted("You wrote that the house was sold. Is it true?"), quoted("Mother asks.")]);
    assert_eq!(found[0][3], (BlockKind::Paragraph, "> look".to_owned()));
    let fields = "Rating: PG\nDisclaimer: Not mine.\n\nIt was late, she said: so late.\n";
    assert_eq!(shape(fields)[0].len(), 3);
    assert_eq!(scenes(&format!("{fields}\nChapter 1\n\nIt was early.\n")), 2);
}

#[test]
fn dates_and_signatures_stand_at_the_right() {
    use crate::document::Side;
    let prose = "It rained all day, and the boats stayed where they were, so that nobody\ncame to the house before the evening, when the lamps were lit at last.";
    let right = |text: &str| format!("{text:>70}");
    let centred = |text: &str| format!("{text:^70}");
    let sides = |lines: &str| {
        let parsed = read(&format!("{prose}\n\n{lines}\n\n{prose}\n\n{prose}\n"), &ReadOptions::default());
        let document = parsed.document();
        document.scenes[0].block(1).map(|block| (block.kind, block.setting.side, block.text.to_owned())).unwrap()
    };
    let signed = format!("{}\n{}", right("Your loving sister,"), right("ANNA HOLM"));
    let expected = "Your loving sister,\nANNA HOLM".to_owned();
    assert_eq!(sides(&signed), (BlockKind::Paragraph, Side::Right, expected));
    assert_eq!(sides(&right("Ostend, 3rd May")).1, Side::Right);
    for other in [centred("A Tale"), format!("{:>44}", "Ostend"), "    Ostend, 3rd May".to_owned()] {
        assert_eq!(sides(&other).1, Side::Left, "{other}");
    }
}

#[test]
fn lines_of_chinese_japanese_and_korean_are_paragraphs_where_they_are_not_full() {
    let texts = |source: &str| {
        let draft = crate::format::read("a.txt", source.as_bytes()).unwrap().draft;
        draft.blocks().map(|(_, _, block)| block.text.to_owned()).collect::<Vec<_>>()
    };
    let long = "老人坐在窗前，听着雨声，想起了很多年以前的事情，那时候他还年轻，河上也没有桥。";
    let chinese = format!("第一章 渡口\n\n雨下了三天。\n没有人来。\n{long}\n“你还记得吗？”她问。\n他点点头。\n");
    assert_eq!(texts(&chinese)[1..], ["雨下了三天。", "没有人来。", long, "“你还记得吗？”她问。", "他点点头。"]);
    let korean = "제1장\n\n다음 날, 비가 그쳤다.\n\"누구야?\"\n그가 웃었다.\n소녀는 문지방에 앉아 회색 강물을 오래 바라보고 있었고 아무도 오지 않았다.\n";
    assert_eq!(texts(korean).len(), 5, "{:?}", texts(korean));
    let wrapped = "雨下了三天，没有人来，老人坐在窗前听着雨声。想\n起了很多年以前的事情，那时候他还年轻，河上也没\n有桥，只有一条旧船，停在岸边，没有人去看它一眼。\n他睡了。\n";
    assert_eq!(texts(wrapped).len(), 1, "{:?}", texts(wrapped));
}

#[test]
fn short_paragraphs_a_line_each_are_no_verse_beside_long_ones() {
    let long =
        "The hall was dark, and it smelled of wet dog and old newspapers, which was odd because we had never had one.";
    let source = format!(
        "{long}\n\nShe left.\n\n{long}\n\nThe kitchen was worse.\n\"Mum?\"\nNo answer.\nI went out into the garden.\n"
    );
    let draft = crate::format::read("a.txt", source.as_bytes()).unwrap().draft;
    let blocks: Vec<_> = draft.blocks().map(|(_, _, block)| (block.kind, block.text)).collect();
    assert!(blocks.iter().all(|(kind, _)| *kind == BlockKind::Paragraph) && blocks.len() == 7, "{blocks:?}");
    let poem = format!(
        "{long}\n\nShe left.\n\n{long}\n\nThe night is long,\nThe river cold,\nAnd no one sings\nThe songs of old.\n"
    );
    let draft = crate::format::read("a.txt", poem.as_bytes()).unwrap().draft;
    assert!(draft.blocks().any(|(_, _, block)| block.kind == BlockKind::Verse));
}

#[test]
fn what_stands_in_is_verse_by_its_ends_and_prose_in_a_language_of_many_capitals() {
    let prose = "The old man sat down beside the fire, and when all of them had gone quiet he read it out:\n\n";
    let verse = "     The lamp is in the window still for you\n     though oil is low and all the wick is short,\n     and what has turned the tide is nobody\n     but they who wait.\n";
    assert_eq!(blocks(&format!("{prose}{verse}"))[1].0, BlockKind::Verse);
    let letter = "    Die Lampe steht im Fenster, und der Regen fällt auf den Hof. Hans hat\n    Arbeit bei der Bahn gefunden.\n";
    let german = "Der alte Mann saß am Feuer, und als alle still geworden waren, las er\nden Brief noch einmal:\n\n";
    assert_ne!(blocks(&format!("{german}{letter}"))[1].0, BlockKind::Verse);
}
