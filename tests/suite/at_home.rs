//! What other programs and other ways of reading get: places, times, exports, reading line by line, keys.

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::command_line::{home_with_a_story, run_at};
use super::reading::{kill, wait_for_end};

fn told(home: &Path, arguments: &[&str]) -> String {
    let output = run_at(home, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Runs the program with a home, variables and something to read.
fn run_with(home: &Path, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nightstand"));
    command.args(arguments).env_clear().env("HOME", home).envs(variables.iter().copied());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_place_is_told_and_set() {
    let (home, path) = home_with_a_story();
    let place = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&told(home.path(), &[&["place", &path, "--json"], arguments].concat())).unwrap()
    };
    assert_eq!(
        (place(&[])["percent"].as_u64(), place(&[])["words"].as_str()),
        (Some(50), Some("30 was long, and the river high."))
    );
    assert!((24..=25).contains(&place(&["--set", "0.25"])["percent"].as_u64().unwrap()));
    assert!((74..=75).contains(&place(&["--set", "75%"])["percent"].as_u64().unwrap()));
    assert_eq!(place(&["--set", "Night 40"])["words"], "Night 40 was long, and the river high.");
    assert_eq!(place(&[])["words"], "Night 40 was long, and the river high.", "it is kept");
    let wrong = run_at(home.path(), &["place", &path, "--set", "no such words"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(told(home.path(), &["place", "tides"]).contains("book page"));
    assert_eq!(place(&["--set", "0"])["percent"], 0);
}

#[test]
fn how_a_file_is_read_is_remembered() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("tales.dat");
    // “Сказка” in a code page of MS-DOS, which is guessed.
    std::fs::write(&path, b"\x91\xaa\xa0\xa7\xaa\xa0\n\n*now*\n").unwrap();
    let path = path.to_str().unwrap();
    let printed = |options: &[&str]| told(home.path(), &[&["print", path][..], options].concat());
    let plain = printed(&[]);
    assert!(plain.contains("Сказка"), "{plain}");
    let read = |options: &[&str]| {
        let output = run_with(home.path(), &[&[path, "--linear"], options].concat(), &[], "q\n");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    read(&["--encoding", "koi8-r", "--layout", "verse"]);
    let remembered = printed(&[]);
    assert!(!remembered.contains("Сказка"), "{remembered}");
    assert!(printed(&["--encoding", "ibm866"]).contains("Сказка"), "what is asked for now wins");
    assert!(printed(&[]) == remembered, "only a session remembers");
    let settings = home.path().join(".local/state/nightstand/settings.toml");
    let settings = || std::fs::read_to_string(&settings).unwrap();
    assert!(settings().contains("encoding = \"koi8-r\"\nlayout = \"verse\""), "{}", settings());
    read(&["--encoding", "auto"]);
    assert!(printed(&[]).contains("Сказка") && settings().contains("layout = \"verse\""));
    read(&["--layout", "auto", "--limits", "8"]);
    assert!(settings().contains("limits = 8") && !settings().contains("layout"), "{}", settings());
    read(&["--limits", "auto"]);
    assert!(!settings().contains("[[file]]"), "{}", settings());
    // It is the story that is gone on with, and what is forgotten is forgotten with it.
    assert!(settings().contains("tales.dat"), "{}", settings());
    read(&["--layout", "verse"]);
    let again = run_with(home.path(), &["--linear"], &[], "where\nq\n");
    assert!(String::from_utf8(again.stdout).unwrap().starts_with("tales"));
    assert_eq!(told(home.path(), &[]), told(home.path(), &[path]), "so it is where the story is only printed");
    told(home.path(), &["shelf", "forget", path]);
    assert!(!settings().contains("[[file]]"), "{}", settings());
    assert_eq!(printed(&[]), plain);
}

#[test]
fn options_are_told_with_where_they_come_from() {
    let (home, _) = home_with_a_story();
    let state = home.path().join(".local/state/nightstand/settings.toml");
    std::fs::write(&state, "version = 1\nmeasure = 70\nhyphens = \"none\"\n").unwrap();
    let config = home.path().join(".config/nightstand/config.toml");
    std::fs::create_dir_all(config.parent().unwrap()).unwrap();
    std::fs::write(&config, "hyphenate = \"tight\"\n").unwrap();
    let shown = told(home.path(), &["config", "show"]);
    assert!(shown.contains("measure = \"70\"  # chosen while reading"), "{shown}");
    assert!(shown.contains("hyphenate = \"tight\"  # /") && shown.contains("align = \"left\"  # default"), "{shown}");
}

#[test]
fn switches_of_reading_hold_from_the_file() {
    let (home, path) = home_with_a_story();
    let config = home.path().join(".config/nightstand/config.toml");
    std::fs::create_dir_all(config.parent().unwrap()).unwrap();
    let text = home.path().join("quotes.txt");
    std::fs::write(&text, "\"It is late,\" she said.\n").unwrap();
    let text = text.to_str().unwrap();
    std::fs::write(&config, "linear = true\nsmarten = false\nmood-inference = false\n").unwrap();
    let output = run_with(home.path(), &[&path, "--at", "Night 40"], &[], "\nq\n");
    let linear = String::from_utf8(output.stdout).unwrap();
    assert!(linear.contains("Night 40 was long") && linear.contains("Your place is saved."), "{linear}");
    assert!(told(home.path(), &["print", text]).starts_with('"'));
    assert!(told(home.path(), &["print", text, "--smarten", "on"]).starts_with('“'));
    let dreamt = "She lay down and fell asleep.\n\n***\n\nIn the dream the house had no doors.\n\n***\n\nShe woke.\n";
    let dream = home.path().join("dream.md");
    std::fs::write(&dream, dreamt).unwrap();
    let dream = dream.to_str().unwrap();
    assert!(!told(home.path(), &["scenes", dream]).contains("2  dream"), "no mood is guessed");
    assert!(told(home.path(), &["scenes", dream, "--mood-inference", "on"]).contains("2  dream"));
    let wrong = run_with(home.path(), &[&path, "--at", "zzzqq"], &[], "q\n");
    assert!(String::from_utf8(wrong.stdout).unwrap().contains("“zzzqq” is no place in this story."));
    let log = home.path().join("log");
    run_with(home.path(), &[&path, "--log", log.to_str().unwrap()], &[], "q\n");
    assert!(std::fs::read_to_string(&log).unwrap().contains("nightstand "));
}

#[test]
fn a_story_is_read_by_enter_alone_without_an_escape_sequence() {
    let (home, path) = home_with_a_story();
    told(home.path(), &["place", &path, "--set", "0%"]);
    for (arguments, variables) in [(&["--linear"][..], &[][..]), (&[], &[("NIGHTSTAND_LINEAR", "1")])] {
        told(home.path(), &["place", &path, "--set", "0%"]);
        let arguments = [&[path.as_str()], arguments].concat();
        let output = run_with(home.path(), &arguments, variables, &"\n".repeat(70));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains('\u{1b}') && output.stderr.is_empty(), "{text}");
        let mut at = 0;
        for n in 0..60 {
            let words = format!("Night {n} was long, and the river high.");
            assert_eq!(text.matches(&words).count(), 1, "{words}");
            at += text[at..].find(&words).unwrap() + words.len();
        }
        assert!(text.contains("The end.") && text.ends_with("Your place is saved.\n"), "{text}");
        assert!(told(home.path(), &["shelf"]).contains("Tides  (finished)"));
    }
    let output = run_with(home.path(), &[&path, "--linear"], &[], "/Night 7\nmark Seven\nwhere\nq\n");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Bookmark saved.") && text.contains("percent"), "{text}");
    assert!(told(home.path(), &["marks", &path]).contains("Seven"), "the same marks");
    assert!(told(home.path(), &["place", &path]).contains("Night 7"), "and the same place");
}

#[test]
fn a_story_is_printed_as_html_as_markdown_and_a_paragraph_a_line() {
    let (home, path) = home_with_a_story();
    let page = told(home.path(), &["print", &path, "--html", "--theme", "paperback"]);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Night 59 was long") && !page.contains("<script"));
    let markdown = told(home.path(), &["print", &path, "--markdown"]);
    assert!(markdown.contains("title = \"Tides\"") && markdown.contains("\nNight 3 was long"), "{markdown}");
    let lines = told(home.path(), &["print", &path, "--width", "0"]);
    assert_eq!(lines.lines().filter(|line| line.starts_with("Night ")).count(), 60);
    // What is printed as Markdown is the same story.
    let file = home.path().join("again.md");
    std::fs::write(&file, &markdown).unwrap();
    assert_eq!(told(home.path(), &["print", file.to_str().unwrap(), "--width", "0"]), lines);
}

#[test]
fn marks_go_out_are_forgotten_and_come_back() {
    let (home, path) = home_with_a_story();
    let export = told(home.path(), &["marks", &path, "--json"]);
    let file = home.path().join("marks.json");
    std::fs::write(&file, &export).unwrap();
    assert!(run_with(home.path(), &["shelf", "forget", "Tides"], &[], "").status.success());
    assert!(!told(home.path(), &["marks", &path]).contains("ferry"));
    let taken = told(home.path(), &["marks", "import", file.to_str().unwrap()]);
    assert!(taken.contains("1 taken in, 0 there already"), "{taken}");
    // What could be a command to a terminal is none any more.
    assert_eq!(told(home.path(), &["marks", &path, "--json"]), export.replace("\\u001b", "\u{FFFD}"));
    let again = told(home.path(), &["marks", "import", file.to_str().unwrap(), &path]);
    assert!(again.contains("0 taken in, 1 there already"), "{again}");
    let piped = run_with(home.path(), &["marks", "import", "-", &path], &[], &export);
    assert!(String::from_utf8_lossy(&piped.stdout).contains("0 taken in, 1 there already"), "{piped:?}");
    assert_eq!(run_with(home.path(), &["marks", "import", "-", "-"], &[], "").status.code(), Some(2));
    std::fs::write(&file, "{}").unwrap();
    assert_eq!(run_at(home.path(), &["marks", "import", file.to_str().unwrap()]).status.code(), Some(2));
}

#[test]
fn times_are_told_and_forgotten() {
    let (home, path) = home_with_a_story();
    assert!(told(home.path(), &["stats"]).contains("No time has been counted"));
    let record = std::fs::read_dir(home.path().join(".local/state/nightstand/stories")).unwrap();
    let record =
        record.map(|file| file.unwrap().path()).find(|file| file.extension().is_some_and(|e| e == "toml")).unwrap();
    let text = std::fs::read_to_string(&record).unwrap();
    let reading = "[[reading]]\nday = 20000\nsession = \"a\"\nsince = 5\nspent = 7200000\nwords = 24000\n";
    let at = text.find("[[bookmark]]").unwrap();
    std::fs::write(&record, format!("{}{reading}{}", &text[..at], &text[at..])).unwrap();
    let stats: serde_json::Value = serde_json::from_str(&told(home.path(), &["stats", "--json"])).unwrap();
    assert_eq!(stats["days"][0], serde_json::json!({ "day": "2024-10-04", "seconds": 7200, "words": 24000 }));
    assert!(told(home.path(), &["stats"]).contains("Tides: 2 h 0 min on 1 day, 24000 words, 200 a minute"));
    let settings = home.path().join(".local/state/nightstand/settings.toml");
    std::fs::write(&settings, "version = 1\npace = 1200\nmeasure = 70\n").unwrap();
    told(home.path(), &["stats", "forget"]);
    let left = std::fs::read_to_string(&settings).unwrap();
    assert!(left.contains("measure = 70") && !left.contains("pace"), "{left}");
    for file in std::fs::read_dir(record.parent().unwrap()).unwrap() {
        let file = file.unwrap().path();
        // What a hand has written above is put aside as damaged.
        if file.extension().is_some_and(|ending| ending == "bad-1") {
            continue;
        }
        assert!(!std::fs::read_to_string(&file).unwrap().contains("24000"), "{}", file.display());
    }
    assert!(told(home.path(), &["stats"]).contains("No time has been counted"));
    assert!(told(home.path(), &["marks", &path]).contains("ferry"), "marks stay");
}

#[test]
fn keys_are_told_and_checked() {
    let (home, _) = home_with_a_story();
    let config = home.path().join(".config/nightstand");
    std::fs::create_dir_all(&config).unwrap();
    assert!(told(home.path(), &["keys"]).contains("next-page"));
    let own = told(home.path(), &["keys", "--toml"]);
    std::fs::write(config.join("keys.toml"), &own).unwrap();
    assert_eq!(told(home.path(), &["keys", "--toml"]), own);
    assert!(told(home.path(), &["config", "check"]).contains("in order"));
    std::fs::write(config.join("keys.toml"), "[page]\nnext-page = \"spce\"\n").unwrap();
    let checked = run_at(home.path(), &["config", "check"]);
    let said = String::from_utf8(checked.stderr).unwrap();
    assert_eq!(checked.status.code(), Some(4));
    assert!(
        said.contains("keys.toml:2:13: unknown key `spce`")
            && said.contains("  2 | next-page = \"spce\"\n    |             ^"),
        "{said}"
    );
}

#[test]
fn a_theme_that_nobody_has_is_told_by_the_check() {
    let (home, _) = home_with_a_story();
    let config = home.path().join(".config/nightstand");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "theme = \"forrest\"\n").unwrap();
    let checked = run_at(home.path(), &["config", "check"]);
    let said = String::from_utf8(checked.stderr).unwrap();
    assert!(checked.status.code() == Some(4) && said.contains("`forrest`; did you mean `forest`?"), "{said}");
}

#[test]
fn a_file_in_another_format_is_read_by_the_readers_own_program() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("The Ferry.wri");
    std::fs::write(&file, "# The Ferry\n\nIt was *late*.\n").unwrap();
    let config = home.path().join(".config/nightstand");
    std::fs::create_dir_all(&config).unwrap();
    let write = |table: &str| std::fs::write(config.join("config.toml"), format!("[convert]\n{table}\n")).unwrap();
    let path = file.to_str().unwrap();
    write("wri = { command = [\"cat\", \"{file}\"], to = \"markdown\" }");
    assert_eq!(told(home.path(), &["print", path]), "The Ferry\n\nIt was late.\n");
    assert!(told(home.path(), &["config", "show"]).contains("# [convert]: wri"));
    told(home.path(), &["place", path, "--set", "late"]);
    let known: serde_json::Value = serde_json::from_str(&told(home.path(), &["place", path, "--json"])).unwrap();
    assert_eq!(known["words"], "late.", "its place is kept as any other's");
    write("wri = { command = [\"sh\", \"-c\", \"echo the disk is full >&2; exit 1\"], to = \"text\" }");
    let failed = run_at(home.path(), &["print", path]);
    let message = String::from_utf8_lossy(&failed.stderr).into_owned();
    assert!(
        message.contains("`sh` made no story of it: the disk is full.") && message.contains("[convert]"),
        "{message}"
    );
    write("wri = { command = [\"cat\"], to = \"epub\" }");
    assert!(String::from_utf8_lossy(&run_at(home.path(), &["print", path]).stderr).contains("no EPUB"));
}

#[test]
fn a_signal_ends_a_program_that_makes_a_story_for_print() {
    let home = tempfile::tempdir().unwrap();
    let (file, told) = (home.path().join("The Ferry.wri"), home.path().join("number"));
    std::fs::write(&file, "late").unwrap();
    let config = home.path().join(".config/nightstand");
    std::fs::create_dir_all(&config).unwrap();
    let script = format!("echo $$ > {0}.new; mv {0}.new {0}; exec sleep 300", told.display());
    let table = format!("[convert]\nwri = [\"sh\", \"-c\", \"{script}\"]\n");
    std::fs::write(config.join("config.toml"), table).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_nightstand"));
    command.args([Path::new("print"), &file]).env_clear().env("HOME", home.path()).env("PATH", "/usr/bin:/bin");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let number = loop {
        match std::fs::read_to_string(&told) {
            Ok(number) => break number,
            Err(_) => assert!(child.try_wait().unwrap().is_none(), "it waits for the program"),
        }
    };
    assert!(kill("TERM", child.id()));
    assert_eq!(child.wait().unwrap().signal(), Some(15));
    wait_for_end(&number);
}

/// Where pandoc is installed, a real file of Word is read by the example that `config show --default` gives.
#[test]
fn a_word_file_is_read_by_the_example_for_pandoc() {
    let home = tempfile::tempdir().unwrap();
    let (source, file) = (home.path().join("ferry.md"), home.path().join("ferry.docx"));
    std::fs::write(&source, "# The Ferry\n\nIt was *late*.\n\n# The Mill\n\nNobody came.\n").unwrap();
    let made = Command::new("pandoc").args([&source, Path::new("-o"), &file]).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let refused = run_at(home.path(), &["print", file.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("`[convert]` in config.toml"));
    let examples = told(home.path(), &["config", "show", "--default"]);
    let example = examples.lines().find_map(|line| line.strip_prefix("# docx")).unwrap();
    let example = format!("[convert]\ndocx{example}\n");
    let config = home.path().join(".config/nightstand");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), example).unwrap();
    // The program needs to be found.
    let variables = [("PATH", "/usr/local/bin:/usr/bin:/bin")];
    let output = run_with(home.path(), &["print", file.to_str().unwrap()], &variables, "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "The Ferry\n\nIt was late.\n\n\nThe Mill\n\nNobody came.\n");
}
