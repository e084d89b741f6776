//! What the README promises exists.

use std::path::Path;

use clap::Parser;
use nightstand::cli::Cli;
use nightstand::config::Keymap;

const README: &str = include_str!("../../README.md");

/// The lines of the README's shell blocks.
fn commands() -> Vec<&'static str> {
    let blocks = README.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn every_command_exists() {
    let mut ours = 0;
    for line in commands() {
        let line = line.split(" #").next().unwrap().trim();
        let words: Vec<_> = line.split_whitespace().skip_while(|word| word.contains('=')).collect();
        match words.as_slice() {
            ["nightstand", ..] => {
                let known = Cli::try_parse_from(&words).map_err(|error| error.kind());
                let shows =
                    matches!(known, Err(clap::error::ErrorKind::DisplayHelp | clap::error::ErrorKind::DisplayVersion));
                assert!(known.is_ok() || shows, "{line}");
                ours += 1;
            }
            ["cargo", "run" | "test" | "build" | "install", ..] | ["cat", ..] => {}
            _ => panic!("what is `{line}`?"),
        }
    }
    assert!(ours >= 5);
    for needed in ["cargo run --release", "cargo test"] {
        assert!(commands().contains(&needed), "{needed}");
    }
}

#[test]
fn every_key_that_turns_a_page_is_named() {
    for binding in &Keymap::default().bindings()[..2] {
        for key in &binding.keys {
            assert!(README.contains(&format!("`{key}`")), "{key}");
        }
    }
}

#[test]
fn every_file_that_it_shows_or_links_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let links = README.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    let pictures = README.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    for file in links.chain(pictures).filter(|link| !link.starts_with("http") && !link.starts_with('#')) {
        assert!(root.join(file).exists(), "{file}");
    }
}
