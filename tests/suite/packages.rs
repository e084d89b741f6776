//! What packages hold beside the program: the man page, the scripts for shells, and the files in `packaging/`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::CommandFactory;
use nightstand::cli::Cli;
use nightstand::theme::BUILTIN;

const README: &str = include_str!("../../README.md");
const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_nightstand")).args(arguments).env_clear().output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The man page as a reader sees it: without the escapes of roff.
fn manual() -> String {
    printed(&["man"]).replace("\\-", "-").replace("\\*(Aq", "'").replace("\\fB", "").replace("\\fR", "")
}

#[test]
fn the_scripts_for_shells_name_commands_and_themes() {
    for shell in SHELLS {
        let script = printed(&["completions", shell]);
        for command in Cli::command().get_subcommands() {
            assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
        }
        for (theme, _) in BUILTIN {
            assert!(script.contains(theme), "{shell}: {theme}");
        }
    }
}

#[test]
fn the_scripts_and_the_man_page_may_be_cut_off() {
    for arguments in [&["completions", "zsh"][..], &["man"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_nightstand"))
            .args(arguments)
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
    }
}

/// The options that the help of a command names.
fn options(arguments: &[&str]) -> Vec<String> {
    let help = printed(&[arguments, &["--help"]].concat());
    let words = help.split(|c: char| !c.is_alphanumeric() && c != '-').map(|word| word.trim_end_matches('-'));
    words.filter(|word| word.starts_with("--") && word.len() > 3).map(str::to_owned).collect()
}

#[test]
fn the_man_page_names_every_option_and_every_command() {
    let manual = manual();
    assert!(options(&[]).len() > 20);
    for command in Cli::command().get_subcommands() {
        let name = command.get_name();
        assert!(manual.contains(&format!(".SS \"nightstand {name}\"")), "{name}");
        for option in options(&[]).iter().chain(&options(&[name])) {
            assert!(manual.contains(option), "{name} {option}");
        }
        for inner in command.get_subcommands() {
            assert!(manual.contains(&format!(".SS \"nightstand {name} {}\"", inner.get_name())), "{name}");
            for option in options(&[name, inner.get_name()]) {
                assert!(manual.contains(&option), "{name} {option}");
            }
        }
    }
}

#[test]
fn the_man_page_knows_the_files_and_the_variables() {
    let manual = manual();
    let rows = README.split("## Where things live").nth(1).unwrap().lines().filter(|row| row.starts_with('|'));
    let files: Vec<&str> = rows.filter_map(|row| row.split('`').nth(1)).collect();
    assert!(files.len() >= 4, "{files:?}");
    for file in files {
        assert!(manual.contains(file), "{file}");
    }
    for name in ["THEME", "COLOURS", "CONTRAST", "WINDOW", "MOTION", "BACKGROUND"] {
        assert!(manual.contains(&format!("NIGHTSTAND_{name}")), "{name}");
    }
    for name in ["NO_COLOR", "NO_MOTION", "REDUCE_MOTION", "COLORTERM", "TERM", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
        assert!(manual.contains(name), "{name}");
    }
    for heading in ["SYNOPSIS", "OPTIONS", "COMMANDS", "KEYS", "FILES", "ENVIRONMENT", "EXIT STATUS"] {
        assert!(
            manual.contains(&format!(".SH {heading}")) || manual.contains(&format!(".SH \"{heading}\"")),
            "{heading}"
        );
    }
}

#[test]
fn the_short_help_is_short() {
    let lines = |argument: &str| printed(&[argument]).lines().count();
    assert!(lines("-h") <= 60 && lines("--help") > 2 * lines("-h"), "{} {}", lines("-h"), lines("--help"));
    for heading in ["Reading:", "Page:", "Files:"] {
        assert!(printed(&["-h"]).contains(heading) && printed(&["--help"]).contains(heading), "{heading}");
    }
}

#[test]
fn packages_have_the_version_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging");
    let version = env!("CARGO_PKG_VERSION");
    for (file, words) in [
        ("PKGBUILD", format!("pkgver={version}\n")),
        ("nightstand.rb", format!("nightstand-{version}.tar.gz")),
        ("package.nix", format!("version = \"{version}\";")),
        ("nightstand.metainfo.xml", format!("<release version=\"{version}\"")),
    ] {
        assert!(fs::read_to_string(folder.join(file)).unwrap().contains(&words), "{file}: {words}");
    }
}

#[test]
fn templates_that_nobody_has_tried_say_so() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["PKGBUILD", "nightstand.rb", "package.nix"] {
        assert!(fs::read_to_string(root.join("packaging").join(file)).unwrap().starts_with("# Untested"), "{file}");
    }
}

#[test]
fn the_desktop_offers_the_program_for_stories() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |file: &str| fs::read_to_string(root.join("packaging").join(file)).unwrap();
    let (desktop, metainfo) = (read("nightstand.desktop"), read("nightstand.metainfo.xml"));
    assert!(desktop.contains("\nTerminal=true\n"));
    let types = desktop.lines().find_map(|line| line.strip_prefix("MimeType=")).unwrap();
    for kind in types.split_terminator(';') {
        assert!(metainfo.contains(&format!("<mediatype>{kind}</mediatype>")), "{kind}");
    }
    assert_eq!(types.split_terminator(';').count(), metainfo.matches("<mediatype>").count());
}
