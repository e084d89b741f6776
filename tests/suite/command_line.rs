//! The commands that print: shapes, exit codes and messages that checks outside rely on.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use nightstand::document::Place;
use nightstand::shelf::{Bookmark, Identity, Record};
use nightstand::terminal::Store;
use unicode_width::UnicodeWidthStr;

/// Runs the program without a terminal, a home or a variable of its own.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nightstand"))
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = run(arguments, b"");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A text's characters, without white space and what print may add or take: hyphens and the ornament.
fn letters(text: &str) -> String {
    let lines = text.lines().filter(|line| line.trim() != "* * *");
    lines.flat_map(str::chars).filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// The words of the asset, taken from its source by other means than the program's parser.
fn asset_words() -> String {
    let source = include_str!("../../assets/the-night-gate.md");
    let body = source.splitn(3, "+++").nth(2).unwrap();
    let mut words = String::new();
    for line in body.lines().filter(|line| !line.starts_with("<!--") && *line != "***") {
        let line = line.trim_start_matches(['>', '#', ' ']).trim_end_matches('\\');
        let line = line.split(" {.").next().unwrap();
        let mut in_tag = false;
        for c in line.chars() {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                '*' => {}
                _ if !in_tag => words.push(c),
                _ => {}
            }
        }
        words.push('\n');
    }
    words
}

#[test]
fn print_gives_every_word_once_in_order_within_the_width() {
    let wanted = letters(&asset_words());
    for width in [20, 40, 66, 100, 200] {
        for more in [&[][..], &["--hyphenate", "no"], &["--align", "justify"], &["--height", "24"]] {
            let number = width.to_string();
            let arguments = [&["print", "--width", &number], more].concat();
            let text = printed(&arguments);
            assert_eq!(letters(&text), wanted, "{arguments:?}");
            let widest = text.split(['\n', '\x0c']).map(UnicodeWidthStr::width).max().unwrap();
            assert!(widest <= width, "{arguments:?}: a line of {widest}");
        }
    }
}

#[test]
fn print_parts_pages_by_form_feeds_and_keeps_to_their_height() {
    let text = printed(&["print", "--height", "20"]);
    assert!(text.matches('\x0c').count() > 10);
    assert!(text.split('\x0c').all(|page| (1..=20).contains(&page.lines().count())));
}

#[test]
fn print_can_be_of_one_scene() {
    let dream = printed(&["print", "--scene", "2"]);
    assert!(dream.contains("He is at the wheel") && !dream.contains("Ivo Tarrant woke"));
    let output = run(&["print", "--scene", "99"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no scene 99"));
}

#[test]
fn a_sidecar_is_begun_and_the_evidence_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("story.txt");
    let text = "He put out the lamp and fell asleep.\n\n***\n\nIn the dream the stairs had no end, and his dead father spoke.\n\n***\n\nHe woke.\n";
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    let told = printed(&["scenes", "--explain", path]);
    assert!(told.contains("+5.0 dream") && told.contains("+2.5 dream    before it somebody falls asleep"), "{told}");
    let sidecar = printed(&["scenes", "--sidecar", path]);
    assert!(sidecar.contains("number = 2\nmood = \"dream\""), "{sidecar}");
    std::fs::write(file.with_extension("scenes.toml"), sidecar.replace("\"dream\"", "\"dream.nightmare\"")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&printed(&["scenes", "--json", path])).unwrap();
    assert_eq!(json["scenes"][1]["mood"], "dream.nightmare");
    assert_eq!(json["scenes"][1]["mood_from"], "sidecar");
}

#[test]
fn scenes_are_told_as_json() {
    let story: serde_json::Value = serde_json::from_str(&printed(&["scenes", "--json"])).unwrap();
    let scenes = story["scenes"].as_array().unwrap();
    assert!(scenes.len() >= 7);
    let words: u64 = scenes.iter().map(|scene| scene["words"].as_u64().unwrap()).sum();
    assert_eq!(story["words"], words);
    // So wide that no line ends within a paragraph, where a compound would count as two.
    let counted = printed(&["print", "--hyphenate", "no", "--width", "65535"]);
    assert_eq!(words, nightstand::document::count_words(&counted) as u64);
    assert_eq!(scenes[1]["mood"], "dream");
    assert_eq!(scenes[1]["mood_from"], "markup");
    let keys: Vec<_> = scenes[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["mood", "mood_from", "number", "opening", "paragraphs", "parts", "reason", "title", "words"]);
}

#[test]
fn without_a_terminal_a_story_is_printed() {
    assert_eq!(printed(&[]), printed(&["print"]));
    let output = run(&["-"], b"One night.\n\n\nAnother.\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "One night.\n\n* * *\n\nAnother.\n");
    let output = run(&["-", "--at", "other"], b"One night.\n\n\nAnother.\n\nThe last.\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Another.\n  The last.\n");
    let output = run(&["-", "--at", "noon"], b"One night.\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("“noon” is no place in this story"));
}

#[test]
fn code_leaves_with_the_blanks_that_were_typed() {
    let home = tempfile::tempdir().unwrap();
    let story = home.path().join("code.md");
    std::fs::write(&story, "It was late.\n\n```\nif a:\n    b  =  1\n```\n").unwrap();
    let path = story.to_str().unwrap();
    for options in [&["--width", "72"][..], &["--width", "0"], &["--html"], &["--markdown"]] {
        let told = printed(&[&["print", path], options].concat());
        assert!(told.contains("\n    b  =  1"), "{options:?}: {told}");
    }
}

#[test]
fn themes_are_listed_and_shown() {
    let list = printed(&["theme", "list"]);
    let names: Vec<_> = list.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(
        names,
        [
            "lamplight",
            "daylight",
            "candle",
            "paperback",
            "midnight",
            "snow",
            "forest",
            "vellum",
            "harbour",
            "orchard",
            "contrast",
            "contrast-day",
            "terminal",
            "mono",
        ]
    );
    assert!(printed(&["theme", "show", "sepia"]).contains("[palette]"));
    let output = run(&["theme", "show", "papreback"], b"");
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `paperback`?"));
}

/// Runs the program with a home in which something is remembered.
pub(super) fn run_at(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nightstand"));
    command.args(arguments).env_clear().env("HOME", home).stdin(Stdio::null()).output().unwrap()
}

/// A home in which *Tides* has been read half through and a place of it is kept.
pub(super) fn home_with_a_story() -> (tempfile::TempDir, String) {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("Tides.txt");
    let text: String =
        (0..60).fold(String::new(), |text, n| text + &format!("Night {n} was long, and the river high.\n\n"));
    std::fs::write(&file, &text).unwrap();
    let mut draft = nightstand::format::read("Tides.txt", text.as_bytes()).unwrap().draft;
    draft.metadata.title = "Tides".into();
    let document = draft.seal();
    let path = std::fs::canonicalize(&file).unwrap().to_str().unwrap().to_owned();
    let mut record = Record::new(&Identity::of(&document, &path));
    let place = document.locate(Place::new(0, 30, 6));
    record.bookmarks.push(Bookmark {
        id: "a".into(),
        stamp: 1,
        name: "The \u{1b}[2Jferry".into(),
        locator: place.clone(),
        removed: false,
    });
    record.bookmarks.push(Bookmark { id: "b".into(), stamp: 1, removed: true, ..Bookmark::default() });
    (record.place, record.percent, record.read) = (place, 50, 1_700_000_000_000);
    let store = Store::new(home.path().join(".local/state/nightstand"));
    let kept = store.record(&Identity::of(&document, &path), &document).keep_at.unwrap();
    store.keep_record(&kept, &record).unwrap();
    (home, path)
}

#[test]
fn the_shelf_is_told_and_stories_are_found_by_their_titles() {
    let (home, path) = home_with_a_story();
    let told = |arguments: &[&str]| String::from_utf8(run_at(home.path(), arguments).stdout).unwrap();
    let shelf: serde_json::Value = serde_json::from_str(&told(&["shelf", "--json"])).unwrap();
    let expected = serde_json::json!([{ "title": "Tides", "author": "", "path": path, "there": true, "percent": 50,
        "bookmarks": 1, "highlights": 0, "state": "reading", "seconds": 0, "read": "2023-11-14T22:13:20Z" }]);
    assert_eq!(shelf, expected);
    assert!(told(&["shelf"]).starts_with(" 50%"));
    assert!(told(&["tides"]).contains("Night 0 was long"), "a title on the shelf is a story");
    let wrong = run_at(home.path(), &["shelf", "remove", "Tidse"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("did you mean `Tides`?"));
    assert!(run_at(home.path(), &["shelf", "remove", "tides"]).status.success());
    assert_eq!(told(&["shelf"]), "");
    assert!(told(&["marks", &path]).contains("ferry"), "what is off the shelf is still known");
}

#[test]
fn a_slip_on_the_command_line_is_told_by_what_was_meant() {
    let said = |arguments: &[&str]| {
        let output = run(arguments, b"");
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for (arguments, words) in [
        (&["prnt", "x"][..], "no command and no file `prnt`; did you mean `print`?"),
        (&["shlef"], "did you mean `shelf`?"),
        (&["the", "night", "gate"], "in quotes: `nightstand \"the night gate\"`"),
        (&["theme", "snow"], "`nightstand theme show snow`"),
        (&["mad", "max"], "in quotes: `nightstand \"mad max\"`"),
        (&["--theme", "papreback"], "did you mean `paperback`?"),
    ] {
        let (code, told) = said(arguments);
        assert!(told.contains(words), "{arguments:?}: {told}");
        assert_eq!(code, Some(if arguments[0] == "--theme" { 4 } else { 2 }), "{arguments:?}");
    }
    assert!(printed(&["theme"]).contains("lamplight"), "theme alone lists");
    let whole = printed(&["print"]);
    for arguments in [&["print", "--builtin"][..], &["print", "night gate"]] {
        assert_eq!(printed(arguments), whole, "{arguments:?}");
    }
    assert!(
        printed(&["scenes", "--builtin"]) == printed(&["scenes"])
            && printed(&["marks", "--builtin"]).contains("Night Gate")
    );
}

#[test]
fn titles_that_several_stories_have_are_listed_and_no_part_of_one_forgets_it() {
    let (home, _) = home_with_a_story();
    let forget = run_at(home.path(), &["shelf", "forget", "tid"]);
    let said = String::from_utf8(forget.stderr).unwrap();
    assert!(forget.status.code() == Some(2) && said.contains("give its whole title or its file"), "{said}");
    assert!(!String::from_utf8(run_at(home.path(), &["shelf"]).stdout).unwrap().is_empty());
    let several = run_at(home.path(), &["print", "tid"]);
    let said = String::from_utf8(several.stderr).unwrap();
    assert!(several.status.code() == Some(0) || said.contains("matches several stories"), "{said}");
}

#[test]
fn a_forgotten_story_leaves_nothing() {
    let (home, path) = home_with_a_story();
    assert!(run_at(home.path(), &["shelf", "forget", &path]).status.success());
    let folder = home.path().join(".local/state/nightstand/stories");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);
}

#[test]
fn marks_are_told_for_people_and_for_other_programs() {
    let (home, path) = home_with_a_story();
    let told = |arguments: &[&str]| String::from_utf8(run_at(home.path(), arguments).stdout).unwrap();
    assert_eq!(
        told(&["marks", "tides"]),
        "# Tides\n\n- 50% “30 was long, and the river high. …”\n  The \u{FFFD}[2Jferry\n"
    );
    let marks: serde_json::Value = serde_json::from_str(&told(&["marks", &path, "--json"])).unwrap();
    let mark = &marks["marks"][0];
    assert_eq!(marks["marks"].as_array().unwrap().len(), 1, "what was removed is not told");
    let quote = &mark["annotation"]["target"]["selector"][0];
    assert_eq!(
        (quote["exact"].as_str(), quote["prefix"].as_str()),
        (Some("30 was long, and the river high."), Some("Night "))
    );
    assert_eq!(mark["readium"]["text"]["highlight"], quote["exact"]);
    assert!(mark["readium"]["locations"]["totalProgression"].as_f64().unwrap() > 0.49);
}

#[test]
fn failures_have_their_exit_codes_and_name_the_file() {
    for (arguments, code, words) in [
        (&["--no-such-option"][..], 2, "no-such-option"),
        (&["print", "no-such-file.txt"], 3, "no-such-file.txt: there is no such file"),
        (&["scenes", "/"], 3, "/: this is a directory"),
        (&["no-such-file.txt"], 3, "no-such-file.txt"),
    ] {
        let output = run(arguments, b"");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(words), "{arguments:?}");
    }
    let empty = run(&["print", "-"], b"");
    assert_eq!(empty.status.code(), Some(3));
    let binary = run(&["print", "-"], b"\x7fELF\0");
    assert_eq!(binary.status.code(), Some(3));
}

#[test]
fn nothing_printed_is_a_command_to_a_terminal() {
    let output = run(&["print", "-"], "a\u{1b}[2Jb\u{9b}31mc\u{202e}d\u{7}&#27;]0;x".as_bytes());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.chars().all(|c| c == '\n' || !nightstand::document::is_hazard(c)), "{text:?}");
}

#[test]
fn what_was_typed_and_what_was_kept_is_told_without_a_command() {
    for arguments in [&["a", "\u{1b}]0;x\u{7}"][..], &["--\u{1b}[31mx\u{9b}"], &["print", "--width", "\u{1b}[2J"]] {
        let output = run(arguments, b"");
        let told = String::from_utf8(output.stderr).unwrap();
        let safe = told.chars().all(|c| c == '\n' || !nightstand::document::is_hazard(c));
        assert!(output.status.code() == Some(2) && safe, "{told:?}");
    }
    let (home, path) = home_with_a_story();
    let evil = format!("{}\u{9b}\u{202e}.txt", path.trim_end_matches(".txt"));
    std::fs::rename(&path, &evil).unwrap();
    let told = String::from_utf8(run_at(home.path(), &["marks", "--json", &evil]).stdout).unwrap();
    assert!(told.chars().all(|c| c == '\n' || !nightstand::document::is_hazard(c)), "{told:?}");
    let parsed: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert!(parsed["path"].as_str().unwrap().ends_with("\u{9b}\u{202e}.txt"));
}

#[test]
fn remarks_on_a_story_go_to_standard_error_with_line_and_column() {
    let output = run(&["scenes", "-"], b"+++\ntitel = \"x\"\n+++\n\n## A {.draem}\n\nText.\n");
    assert!(output.status.success());
    let remarks = String::from_utf8_lossy(&output.stderr);
    assert!(remarks.contains("2:1") && remarks.contains("5:1") && remarks.contains("`dream`"), "{remarks}");
}

#[test]
fn a_reader_who_has_had_enough_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nightstand"))
        .args(["print", "--width", "20"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
}

#[test]
fn the_story_in_shared_opens_as_three_scenes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/stories");
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for story in entries.map(|entry| entry.unwrap().path()) {
        let json = printed(&["scenes", "--json", story.to_str().unwrap()]);
        let told: serde_json::Value = serde_json::from_str(&json).unwrap();
        let scenes = told["scenes"].as_array().unwrap();
        let moods: Vec<_> = scenes.iter().map(|scene| scene["mood"].as_str().unwrap()).collect();
        assert_eq!(moods, ["waking", "dream", "waking"]);
        assert!(
            scenes
                .iter()
                .all(|scene| scene["mood_from"] == "inferred" && !scene["reason"].as_str().unwrap().is_empty())
        );
        let source = std::fs::read_to_string(&story).unwrap();
        let text = printed(&["print", "--width", "45", "--smarten", "off", story.to_str().unwrap()]);
        // Its text is not ours to print.
        assert!(letters(&text) == letters(&source), "letters were lost or changed");
        let text = printed(&["print", story.to_str().unwrap()]);
        assert!(!text.contains(['"', '\'']), "straight quotes were left");
        let plain = printed(&["scenes", "--json", "--mood-inference", "off", story.to_str().unwrap()]);
        assert!(!plain.contains("inferred"));
    }
}

/// An EPUB of two chapters, the second with a scene break.
fn epub() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (path, text) in [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", "<container><rootfile full-path='a/b.opf'/></container>"),
        (
            "a/b.opf",
            "<package><metadata><dc:title>Tides</dc:title><dc:language>en</dc:language></metadata><manifest><item id='n' href='n.xhtml' \
             properties='nav'/><item id='1' href='1.xhtml'/><item id='2' href='2.xhtml'/></manifest><spine><itemref idref='1'/>\
             <itemref idref='2'/></spine></package>",
        ),
        ("a/n.xhtml", "<nav><ol><li><a href='1.xhtml'>Night</a></li><li><a href='2.xhtml'>Day</a></li></ol></nav>"),
        ("a/1.xhtml", "<h1>Night</h1><p>It was <em>late</em>.</p>"),
        ("a/2.xhtml", "<h1>Day</h1><p>They woke.</p><hr/><p>The ferry had gone.</p>"),
    ] {
        zip.start_file(path, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_book_is_read_from_a_file_and_from_standard_input() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.epub");
    std::fs::write(&file, epub()).unwrap();
    let told: serde_json::Value =
        serde_json::from_str(&printed(&["scenes", "--json", file.to_str().unwrap()])).unwrap();
    let titles: Vec<_> =
        told["contents"].as_array().unwrap().iter().map(|chapter| chapter["title"].as_str().unwrap()).collect();
    assert_eq!((told["title"].as_str(), titles), (Some("Tides"), vec!["Night", "Day"]));
    assert_eq!(told["scenes"].as_array().unwrap().len(), 3);
    let output = run(&["print", "-"], &epub());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("It was late.") && text.contains("* * *\n\nThe ferry"), "{text}");
    // By a pipe with a name, of which nothing can be read twice.
    assert_eq!(String::from_utf8(run(&["print", "/dev/stdin"], &epub()).stdout).unwrap(), text);
    let plain = run(&["print", "/dev/stdin"], b"Once upon a time.\n");
    assert_eq!(String::from_utf8(plain.stdout).unwrap(), "Once upon a time.\n");
}

#[test]
fn a_sidecar_names_scenes() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("night.txt");
    std::fs::write(&file, "One lamp was lit.\n\n***\n\nTwo were.\n").unwrap();
    std::fs::write(
        dir.path().join("night.scenes.toml"),
        "[[scene]]\nnumber = 2\nmood = \"dream\"\ntitle = \"Lamps\"\n",
    )
    .unwrap();
    let told: serde_json::Value =
        serde_json::from_str(&printed(&["scenes", "--json", file.to_str().unwrap()])).unwrap();
    let scene = &told["scenes"][1];
    assert_eq!(
        (scene["mood"].as_str(), scene["mood_from"].as_str(), scene["title"].as_str()),
        (Some("dream"), Some("sidecar"), Some("Lamps"))
    );
}

#[test]
fn an_encoding_is_guessed_said_and_believed_when_it_is_named() {
    let told = run(&["print", "-"], b"caf\xe9 et l'\xe9t\xe9 \xe0 c\xf4t\xe9\n");
    assert!(String::from_utf8_lossy(&told.stdout).starts_with("café et l’été à côté"));
    let greek = run(&["print", "-", "--encoding", "iso-8859-7"], b"\xe1\xe2\xe3\n");
    assert_eq!(String::from_utf8_lossy(&greek.stdout), "αβγ\n");
    let wrong = run(&["print", "-", "--encoding", "klingon"], b"x");
    assert_eq!(wrong.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("there is no encoding `klingon`"));
}
