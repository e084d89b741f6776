use proptest::prelude::*;

use super::*;
use crate::document::Side;
use crate::format::{self, ReadOptions};

fn read(source: &str) -> Draft {
    let options = ReadOptions { smarten: false, mood_inference: false, ..ReadOptions::default() };
    format::read_as("a.md", source.as_bytes(), &options).unwrap().draft
}

/// What is said of each character, and what each block and scene is.
fn told(document: &Draft) -> Vec<String> {
    let mut told = Vec::new();
    for scene in &document.scenes {
        told.push(format!("scene {:?}", scene.mood));
        for block in scene.blocks().filter(|block| block.kind != BlockKind::Ornament) {
            let roles = |at: usize| {
                let here = block.marks.iter().filter(|mark| mark.range().contains(&at));
                let mut kinds: Vec<String> =
                    here.filter(|mark| element(mark.kind).is_some()).map(|mark| format!("{:?}", mark.kind)).collect();
                kinds.sort();
                kinds.dedup();
                kinds.concat()
            };
            let letters: Vec<String> = block.text.char_indices().map(|(at, c)| format!("{c}{}", roles(at))).collect();
            told.push(format!("{:?} {:?} {}", block.kind, block.setting, letters.concat()));
        }
    }
    told
}

#[test]
fn every_part_of_the_format_reads_back_the_same() {
    let source = "+++\ntitle = \"Tides\"\nauthor = \"A. N. Other\"\nlanguage = \"en\"\n+++\n\nBefore all of it.\n\n## The dream {.dream}\n\nIt was *late*, and **never** <small>so</small> <i lang=\"cs\">ticho</i>.\n\nOne for the ferry,\\\ntwo for the quay.\n\n***\n<!-- {.dream.nightmare} -->\n\n<!-- {.letter} -->\n\n> Dear Ana,\n>\n> come home.\n\n> Quoted.\n\n- an oar\n- a rope\n\n### Further\n\n1986\\. A year.\n\n\\# No title, 3 \\* 4 \\< 5 \\_so\\_ \\`it\\` \\[is\\]\n\n```\nas  it\n   stands\n```\n";
    let story = read(source);
    let written = to_markdown(&story);
    assert_eq!(told(&read(&written)), told(&story), "{written}");
    assert_eq!(read(&written).metadata, story.metadata);
}

/// What each link leads to: its words, and the beginning of the block there.
fn leads(document: &Draft) -> Vec<(String, String)> {
    let mut leads = Vec::new();
    for (_, _, block) in document.blocks() {
        for mark in block.marks {
            if let MarkKind::Link(link) = mark.kind
                && let Some(place) = document.links[link as usize]
            {
                let there = document.block(place.scene as usize, place.block as usize).unwrap();
                leads.push((block.text[mark.range()].to_owned(), there.text.to_owned()));
            }
        }
    }
    leads
}

#[test]
fn sides_gaps_and_further_headings_read_back_the_same() {
    let source = "<!-- {.centre} -->\n\nFor Ana\n\n## One {.dream .centre}\n\n### The lamp {.inner}\n\nIt was late.\n\n<!-- {.right .gap} -->\n\nA. N.\n\nOn.\n\n***\n<!-- {.waking} -->\n\n<!-- {.right} -->\n\nOctober\n\n<!-- {.centre} -->\n\nOne,\\\ntwo.\n\n<!-- {.letter} -->\n\n> Dear Ana,\n>\n> <!-- {.right} -->\n>\n> come.\n\n> <!-- {.gap} -->\n>\n> Quoted.\n";
    let story = read(source);
    let settings: Vec<String> = told(&story).iter().map(|line| line.chars().take(60).collect()).collect();
    assert_eq!(story.scenes.len(), 3, "{settings:#?}");
    let sides: Vec<Side> = story.blocks().map(|(_, _, block)| block.setting.side).collect();
    assert_eq!(sides.iter().filter(|side| **side == Side::Centre).count(), 3, "{settings:#?}");
    assert_eq!(sides.iter().filter(|side| **side == Side::Right).count(), 3, "{settings:#?}");
    assert_eq!(story.blocks().filter(|(_, _, block)| block.setting.gap).count(), 2);
    let written = to_markdown(&story);
    assert_eq!(told(&read(&written)), told(&story), "{written}");
    assert_eq!(to_markdown(&read(&written)), written);
}

#[test]
fn what_markdown_has_no_sign_for_reads_back_the_same() {
    let mut first = crate::document::SceneBuilder::default();
    for (kind, text) in [
        (BlockKind::Paragraph, "Before."),
        (BlockKind::Verse, "One line alone."),
        (BlockKind::Item, "\u{a0}\u{a0}Of a term without one."),
        (BlockKind::Item, "\u{a0}\u{a0}• In below none."),
        (BlockKind::Item, "• An entry."),
        (BlockKind::Item, "\u{a0}\u{a0}1. In it."),
        (BlockKind::Quotation, "Quoted."),
        (BlockKind::Item, "No sign."),
        (BlockKind::Paragraph, "After."),
    ] {
        first.begin(kind);
        first.push(text);
    }
    // A chapter of a book may have no title, and no ornament before it.
    let mut second = crate::document::SceneBuilder::default();
    second.begin(BlockKind::Paragraph);
    second.push("Another one.");
    let mut second = second.finish();
    second.mood = Some(Mood::Night);
    let story = Draft::new(vec![first.finish(), second.clone(), second]);
    let written = to_markdown(&story);
    let again = read(&written);
    assert_eq!(told(&again), told(&story), "{written}");
    assert!(again.blocks().all(|(_, _, block)| block.kind != BlockKind::Ornament), "{written}");
    assert_eq!(to_markdown(&again), written);
}

#[test]
fn points_blanks_and_rows_of_signs_read_back_the_same() {
    let source = "````\n```\nx\n```\n````\n\nThe mater\u{ad}ials of *mater\u{ad}ial* art\u{200b}works, 10\u{2060}km.\n\n<!-- {.words} -->\n\\* \\* \\*\n\n```\na  b   c\n    d e\n\u{a0}f\u{a0}\u{a0}\u{a0}g\n```\n";
    let story = read(source);
    let marks = |draft: &Draft| {
        let all = draft.blocks().flat_map(|(_, _, block)| block.marks.iter().map(|mark| (mark.range(), mark.kind)));
        all.collect::<Vec<_>>()
    };
    assert_eq!((story.scenes.len(), marks(&story).len()), (1, 5), "{story:?}");
    assert_eq!(story.block(0, 0).unwrap().text, "```\nx\n```");
    let written = to_markdown(&story);
    let again = read(&written);
    assert_eq!(told(&again), told(&story), "{written}");
    assert_eq!(marks(&again), marks(&story), "{written}");
    assert!(written.contains("*mater\u{ad}ial*") && written.contains("\na  b   c\n    d e\n"), "{written}");
}

#[test]
fn parts_with_a_mood_of_their_own_read_back_the_same() {
    let source = "## One\n\nIt was late.\n\n<!-- {.part .dream} -->\n\nShe flew.\n\nOn and on.\n\n<!-- {.part .letter} -->\n\n<!-- {.letter} -->\n\n> Dear Ana,\n\n<!-- {.part} -->\n\n<!-- {.letter} -->\n\n> Dear Tom,\n\n***\n\nTwo.\n\n<!-- {.part .night} -->\n\nThree.\n";
    let story = read(source);
    let parts = |draft: &Draft| {
        let of = |scene: &Scene| scene.parts.iter().map(|part| (part.mood, part.blocks.clone())).collect::<Vec<_>>();
        draft.scenes.iter().map(of).collect::<Vec<_>>()
    };
    let first = vec![(Mood::Dream, 2..4), (Mood::Letter, 4..5)];
    assert_eq!(parts(&story), [first, vec![(Mood::Night, 2..3)]]);
    let written = to_markdown(&story);
    let again = read(&written);
    assert_eq!((told(&again), parts(&again)), (told(&story), parts(&story)), "{written}");
    // What the author says of parts is not guessed again.
    let inferred = format::read_as("a.md", written.as_bytes(), &ReadOptions::default()).unwrap().draft;
    assert_eq!(parts(&inferred), parts(&story));
}

#[test]
fn notes_links_and_lists_read_back_the_same() {
    let source = "# The Tide\n\nIt was late[^1] and dark[^b], as [told](#far).\n\n***\n\nNext[^1].\n\n> One line<br>and another.\n\n- one\n  - two a\n    1. x\n    2. y\n  - two b\n\n    More of it.\n- three\n\n1. First\n   - in it\n\n<!-- -->\n\n1. *Again*, from one\n2. two\n\n[^1]: The first note.\n\n[^b]: The *second* one.\n\n    With more.\n\n## <a id=\"far\"></a>The night {#far .dream}\n\nFar. [Back](#the-tide)\n";
    let story = read(source);
    let written = to_markdown(&story);
    let again = read(&written);
    assert_eq!(told(&again), told(&story), "{written}");
    assert_eq!((leads(&again), leads(&story).len()), (leads(&story), 5), "{written}");
    assert!(written.contains("late[^1]") && written.contains("[^b]: The *second* one."), "{written}");
}

#[test]
fn signs_that_are_not_set_stay_as_they_are() {
    let source = r#"Run \"make \-\-all\" for 5' of 'it' \.\.\."#;
    let parsed = format::read_as("a.md", source.as_bytes(), &ReadOptions::default()).unwrap().draft;
    let text = parsed.block(0, 0).unwrap().text;
    assert!(text.starts_with("Run \"make --all\" for"), "{text}");
    let straight = read("Run \"make --all\" it's '5'...\n");
    let again = format::read_as("a.md", to_markdown(&straight).as_bytes(), &ReadOptions::default()).unwrap().draft;
    assert_eq!(again.block(0, 0).unwrap().text, straight.block(0, 0).unwrap().text);
}

#[test]
fn links_to_the_web_read_back_the_same() {
    let story =
        read("See [the *tide* tables](https://tides.example/a?b=c_d) and [Ana](mailto:ana@tides.example), x\\^2\\^.\n");
    let written = to_markdown(&story);
    let again = read(&written);
    assert_eq!(told(&again), told(&story), "{written}");
    let set =
        |draft: &Draft| draft.addresses.values().map(ToString::to_string).collect::<std::collections::BTreeSet<_>>();
    assert!(set(&again) == set(&story) && set(&story).len() == 2, "{written}");
}

#[test]
fn signs_of_other_programs_and_odd_entries_read_back_the_same() {
    for source in [
        "He said 50%% of it was gone, and 40%% of the rest.\n",
        "1. Go to the quay.\\\n   Wait there.\n2. Come<br>home.\n",
        "# \\- lay\n\ntext\n",
        "- 1\\. The quay\n- \\# Two\n- \\- three\n",
        "She said so.\n\n    {{< figure >}}\n\nEnd of it.\n",
        "````\n```\n<!-- a\nb -->\n````\n\nOn.\n",
        "Two went.\n\n~\n",
        "Two went.\n\n[scene break]\n",
        "A\n\n<!-- {.words} -->\n***\n\nB\n",
        "* <h3>late\n",
        "- <center>THE END</center>\n- b\n",
        "One.\n\n<!-- {.lines} -->\n\\*\\*\\*\n\nTwo.\n",
    ] {
        let options = ReadOptions { mood_inference: false, ..ReadOptions::default() };
        let story = format::read_as("a.txt.md", source.as_bytes(), &options).unwrap().draft;
        let written = to_markdown(&story);
        assert_eq!(told(&read(&written)), told(&story), "{source}\n{written}");
    }
    assert!(told(&read("A\n\n<!-- {.words} -->\n***\n\nB\n"))[2].contains("***"));
    // A comment says nothing of what comes after a break.
    let story = read("One.\n\n<!-- {.right} -->\n\n***\n\nTwo.\n");
    assert!(story.blocks().all(|(_, _, block)| block.setting == crate::document::Setting::default()));
}

/// A block of a kind whose lines are words, as the readers make them.
fn block_of(kind: usize, lines: &[String]) -> (BlockKind, String) {
    let words = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = lines.iter().map(words).collect();
    let one = lines[0].clone();
    match kind {
        0 => (BlockKind::Paragraph, lines.join("\n")),
        1 => (BlockKind::Verse, lines.join("\n")),
        2 => (BlockKind::Quotation, one),
        3 => (BlockKind::Letter, one),
        4 => (BlockKind::Item, format!("• {one}")),
        5 => (BlockKind::Item, format!("\u{a0}\u{a0}• {one}")),
        6 => (BlockKind::Item, format!("{}. {}", lines.len(), lines.join("\n"))),
        7 => (BlockKind::Item, one),
        8 => (BlockKind::Item, format!("\u{a0}\u{a0}{one}")),
        _ => (BlockKind::Preformatted, lines.join("\n")),
    }
}

#[test]
fn a_note_right_below_a_break_is_led_to() {
    let page = "<h1>One</h1><p>It was late.<a href='#n1' id='r1'>[1]</a></p><hr><p><a href='#r1' id='n1'>[1]</a> Past three.</p>";
    let story = format::read("a.html", page.as_bytes()).unwrap().draft;
    let written = to_markdown(&story);
    assert!(written.contains("(#place-0)") && written.contains("<a id=\"place-0\"></a>"), "{written}");
}

proptest! {
    #[test]
    fn any_blocks_read_back_the_same(
        blocks in prop::collection::vec(
            (0_usize..10, 0_usize..8, prop::collection::vec("[#+*_>`~|!=:%-]?[0-9]{0,1}[.)]?[a-d .*_#{}%=:~+-]{0,6}[*+#a-d=~]", 1..4)),
            1..8,
        ),
    ) {
        let mut builder = crate::document::SceneBuilder::default();
        for (kind, setting, lines) in &blocks {
            let (kind, text) = block_of(*kind, lines);
            builder.begin(kind);
            // Most stand at the left.
            let side = [Side::Left, Side::Centre, Side::Right][setting.saturating_sub(3) / 2];
            if kind != BlockKind::Preformatted {
                builder.set(crate::document::Setting { side, gap: *setting == 2 || *setting == 7 });
            }
            for (nth, line) in text.split('\n').enumerate() {
                if nth > 0 {
                    builder.break_line();
                }
                builder.push(line);
            }
        }
        // Signs alone are no story.
        builder.begin(BlockKind::Paragraph);
        builder.push("It was late.");
        let story = Draft::new(vec![builder.finish()]);
        let written = to_markdown(&story);
        prop_assert_eq!(told(&read(&written)), told(&story), "{}", written);
    }

    #[test]
    fn any_prose_reads_back_the_same(
        paragraphs in prop::collection::vec("[#+*_>`~|!=:-]?[0-9]{0,2}[.)]?[a-dé’ .,*_<>\\[\\]&#!{}%=-]{1,30}[a-d]", 1..6),
        moods in prop::collection::vec(0_usize..6, 1..4),
    ) {
        let mut builders = Vec::new();
        for (nth, mood) in moods.iter().enumerate() {
            let mut builder = crate::document::SceneBuilder::default();
            if nth > 0 {
                builder.begin(BlockKind::Ornament);
            }
            for (index, paragraph) in paragraphs.iter().enumerate() {
                builder.begin(BlockKind::Paragraph);
                let text = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
                let half = text.floor_char_boundary(text.len() / 2);
                builder.push(&text[..half]);
                if index % 2 == 1 {
                    builder.open_mark(MarkKind::Emphasis);
                }
                builder.push(&text[half..]);
                if index % 2 == 1 {
                    builder.close_mark();
                }
            }
            let mut scene = builder.finish();
            scene.mood = Mood::ALL.get(*mood).copied();
            builders.push(scene);
        }
        let story = Draft::new(builders);
        let written = to_markdown(&story);
        prop_assert_eq!(told(&read(&written)), told(&story), "{}", written);
    }
}
