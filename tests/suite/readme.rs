//! What the README and the pages in `docs/` promise exists.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use nightstand::app::{Filter, HelpRow, help_rows};
use nightstand::cli::Cli;
use nightstand::config::Keymap;

const README: &str = include_str!("../../README.md");
const KEYS: &str = include_str!("../../docs/keys.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The README and the pages beside it, each with its path.
fn pages() -> Vec<(PathBuf, String)> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = docs.filter(|file| file.extension().is_some_and(|ending| ending == "md"));
    let others = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(|file| root().join(file));
    pages.chain(others).map(|file| (file.clone(), fs::read_to_string(file).unwrap())).collect()
}

/// The lines of a page's shell blocks, without what is said of them.
fn commands(page: &str) -> Vec<&str> {
    let blocks = page.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let lines = blocks.flat_map(str::lines).map(|line| line.split(" #").next().unwrap().trim());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn every_command_exists() {
    let mut ours = 0;
    for (file, page) in pages() {
        for line in commands(&page) {
            // What a pipe leads to is the command.
            let last = line.rsplit(" | ").next().unwrap();
            let words: Vec<_> = last.split_whitespace().skip_while(|word| word.contains('=')).collect();
            if let ["nightstand", ..] = words.as_slice() {
                let known = Cli::try_parse_from(&words).map_err(|error| error.kind());
                let shows =
                    matches!(known, Err(clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion));
                assert!(known.is_ok() || shows, "{}: {line}", file.display());
                ours += 1;
            } else if file.ends_with("README.md") {
                let known =
                    matches!(words.as_slice(), ["cargo", "run" | "test" | "build" | "install", ..] | ["cat", ..]);
                assert!(known, "what is `{line}`?");
            }
            for script in line.split_whitespace().filter(|word| word.starts_with("scripts/")) {
                assert!(root().join(script).exists(), "{}: {line}", file.display());
            }
        }
    }
    assert!(ours >= 15, "{ours}");
    for needed in ["cargo run --release", "cargo test", "cargo install --path ."] {
        assert!(commands(README).contains(&needed), "{needed}");
    }
}

#[test]
fn a_newcomer_reads_the_readme_to_its_end() {
    assert!(README.lines().count() <= 150, "what a newcomer doesn't need first belongs in docs/");
}

#[test]
fn the_keys_that_matter_are_those_of_the_help() {
    let rows = help_rows(&Keymap::default(), &Filter::default());
    let first: Vec<String> = rows
        .iter()
        .filter_map(
            |row| if let HelpRow::First { key, does } = row { Some(format!("| `{key}` | {does} |")) } else { None },
        )
        .collect();
    assert_eq!(first.len(), 8);
    for row in first {
        assert!(README.contains(&row), "{row}");
    }
}

#[test]
fn every_key_is_named_beside_what_it_does() {
    for binding in Keymap::default().bindings() {
        let does = binding.action.description();
        let rows: Vec<&str> = KEYS.lines().filter(|row| row.starts_with('|') && row.contains(does)).collect();
        for key in &binding.keys {
            let named = [format!("`{key}`"), format!("`` {key} ``")];
            let there = rows.iter().any(|row| named.iter().any(|named| row.contains(named)));
            assert!(there, "{key}: {does}");
        }
    }
}

#[test]
fn every_file_that_is_shown_or_linked_is_there() {
    for (file, page) in pages() {
        let folder = file.parent().unwrap();
        let links = page.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
        let pictures = page.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        for link in links.chain(pictures).filter(|link| !link.starts_with("http") && !link.starts_with('#')) {
            let path = link.split('#').next().unwrap();
            assert!(folder.join(path).exists(), "{}: {link}", file.display());
        }
    }
}
