//! All that the program says to people, in one list that can be read in one go: `tests/messages.txt`.
//!
//! The list is made from the source: each text of two words or more that stands in it between quotes, outside tests and
//! comments, and the help of each command. A text that was changed, added or lost shows in the list's difference; the list is
//! written anew with `NIGHTSTAND_MESSAGES=write cargo test messages`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use nightstand::cli::Cli;

/// The modules that speak to people.
const SPEAKING: [&str; 11] =
    ["action", "app", "cli", "config", "diagnostic", "format", "moods", "shelf", "terminal", "theme", "ui"];

/// Files that hold tests, words that are looked for in stories, or pieces of scripts.
fn is_silent(path: &Path) -> bool {
    const SILENT: [&str; 8] =
        ["tests.rs", "day.rs", "recording.rs", "cues.rs", "tense.rs", "gutenberg.rs", "heading.rs", "amend.rs"];
    SILENT.iter().any(|file| path.ends_with(file)) || path.components().any(|part| part.as_os_str() == "tests")
}

fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for entry in &entries {
            sources(entry, found);
        }
    } else if path.extension().is_some_and(|ending| ending == "rs") && !is_silent(path) {
        found.push(path.to_owned());
    }
}

/// The texts between quotes of a source, without its comments and tests.
fn texts(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap();
    let mut texts = Vec::new();
    for line in code.split('\n').filter(|line| speaks(line)) {
        let mut rest = line;
        while let Some((_, quoted)) = rest.split_once('"') {
            let mut end = None;
            let mut escaped = false;
            for (at, c) in quoted.char_indices() {
                match c {
                    '"' if !escaped => {
                        end = Some(at);
                        break;
                    }
                    _ => escaped = c == '\\' && !escaped,
                }
            }
            let Some(end) = end else { break };
            texts.push(quoted[..end].to_owned());
            rest = &quoted[end + 1..];
        }
    }
    texts
}

/// Whether a line of code may hold something that is said: no comment, reason of a lint, or row of the key table.
fn speaks(line: &str) -> bool {
    !line.trim_start().starts_with("//") && !line.contains("reason = ") && !line.contains(", A::")
}

/// Whether a text is said to people: words, and not keys, tags, sequences or names of fields.
fn is_said(text: &str) -> bool {
    let words = text.split(' ').filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    words > 1 && !text.contains("\\x1b") && !text.contains("</") && !text.starts_with("ctrl-") && !text.contains("http")
}

fn help(command: &clap::Command, told: &mut String) {
    let mut command = command.clone().term_width(100);
    let text = command.render_long_help();
    let _ = writeln!(told, "\n$ nightstand {} --help\n\n{text}", command.get_name());
    for inner in command.get_subcommands() {
        help(inner, told);
    }
}

fn all() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for module in SPEAKING {
        sources(&root.join(module), &mut files);
        sources(&root.join(format!("{module}.rs")), &mut files);
    }
    files.retain(|file| file.exists());
    let mut told = String::new();
    for file in files.iter().collect::<BTreeSet<_>>() {
        let source = fs::read_to_string(file).unwrap();
        let said: Vec<String> = texts(&source).into_iter().filter(|text| is_said(text)).collect();
        if !said.is_empty() {
            let _ = writeln!(told, "\n{}\n", file.strip_prefix(&root).unwrap().display());
            for text in said {
                let _ = writeln!(told, "  {text}");
            }
        }
    }
    help(&Cli::command(), &mut told);
    told.lines().map(str::trim_end).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn every_message_stands_in_one_list() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages.txt");
    let told = all();
    if std::env::var("NIGHTSTAND_MESSAGES").is_ok_and(|wish| wish == "write") {
        fs::write(&list, &told).unwrap();
    }
    let known = fs::read_to_string(&list).unwrap_or_default();
    let news: Vec<&str> = told.lines().filter(|line| !known.lines().any(|other| other == *line)).collect();
    assert!(news.is_empty(), "not in tests/messages.txt: {news:#?}");
    assert!(known == told, "tests/messages.txt has what is said no more, or another order");
}

#[test]
fn what_was_hard_to_read_is_not_said_any_more() {
    let told = all();
    for old in
        ["for this time", "as much as is safe", "put the lit hits out", "Bookmark as", "takes off again", "is told by"]
    {
        assert!(!told.contains(old), "{old}");
    }
    // Models that readers of the program were promised.
    for model in [
        "Bookmark name (optional):",
        "Hanging punctuation on",
        "You are at the furthest page read",
        "Suspended; `fg` resumes",
        "Close; clear search highlights",
        "for this session only",
        "Guess the mood of unmarked scenes from their text",
        "Raise the size limits N-fold for a book refused as too large (1–64)",
        "does nothing here · {help} shows the keys",
    ] {
        assert!(told.contains(model), "{model}");
    }
}
