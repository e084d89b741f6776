//! `nightstand man`: the manual as a man page, made from the commands, the keys and what the program reads and writes.

use std::fmt::Write as _;
use std::io::{self, Write};

use clap::{Arg, Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use super::{Cli, Failure};
use crate::config::{Context, KEYS, Keymap};

/// The files that the program reads and writes, each with what is in it.
const FILES: [(&str, &str); 7] = [
    ("~/.local/state/nightstand/stories/", "Your places and bookmarks, one file for each story."),
    ("~/.local/state/nightstand/settings.toml", "The theme and the page options that you chose while reading."),
    (
        "~/.local/state/nightstand/pages/",
        "The pages around your place, for the long stories that you read last. You may delete this folder.",
    ),
    ("~/.config/nightstand/config.toml", "Your options. `nightstand config show --default` prints an example."),
    (
        "~/.config/nightstand/keys.toml",
        "Your own keys. `nightstand keys --toml` prints an example; `preset = \"vim\"` begins with the keys of vim.",
    ),
    ("~/.config/nightstand/themes/NAME.toml", "Your own themes. `nightstand theme new NAME` begins one."),
    (
        "STORY.scenes.toml",
        "Titles and moods for the scenes of a story, beside it. `nightstand scenes --sidecar` begins one.",
    ),
];

/// The variables that the program reads, besides one for each option of the file.
const VARIABLES: [(&str, &str); 6] = [
    (
        "NIGHTSTAND_BACKGROUND",
        "Says whether the terminal is dark or light, so that Nightstand does not ask the terminal.",
    ),
    ("NO_COLOR", "If it is set, Nightstand uses no colours. Bold and italics stay."),
    ("NO_MOTION, REDUCE_MOTION", "If one of them is set, nothing moves."),
    (
        "COLORTERM, TERM",
        "Say how many colours the terminal shows. If TERM is dumb, Nightstand reads a paragraph at a time and draws no pages.",
    ),
    ("XDG_STATE_HOME", "The folder for places, bookmarks and settings, instead of ~/.local/state."),
    ("XDG_CONFIG_HOME", "The folder for options and themes, instead of ~/.config."),
];

/// How the program ends.
const CODES: [(&str, &str); 6] = [
    ("0", "All went well."),
    ("1", "Nightstand failed in another way, for example because it could not write a file."),
    ("2", "The command line is wrong, or it names no story clearly."),
    ("3", "The story can't be opened."),
    ("4", "The theme can't be used, or `nightstand theme check` or `nightstand config check` found errors."),
    (
        "128 + N",
        "A fault or the signal N ended Nightstand. It has restored the terminal before. After SIGHUP, SIGINT and SIGTERM it saves your place and ends with 0. With `--linear`, these end it as they end other programs, and your place is saved after each line that you type.",
    ),
];

/// Typical calls.
const EXAMPLES: [(&str, &str); 4] = [
    ("nightstand", "Reopens the story that you read last."),
    ("nightstand \"night gate\"", "Opens a story on your shelf by a part of its title."),
    ("nightstand print story.epub | less", "Shows a story as plain text."),
    ("nightstand --theme candle story.txt", "Opens a file in another theme."),
];

pub(super) fn run() -> Result<(), Failure> {
    io::stdout().lock().write_all(&page()?)?;
    Ok(())
}

/// Returns the man page as roff.
fn page() -> io::Result<Vec<u8>> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    // A date of nothing would move the texts after it one place to the left.
    let man = Man::new(command.clone()).title("NIGHTSTAND").date(" ").manual("User Commands");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    usage(&mut roff, &command);
    roff.to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    let mut roff = Roff::new();
    roff.control("SH", ["OPTIONS"]);
    arguments(&mut roff, &command, None);
    roff.control("SH", ["COMMANDS"]);
    roff.text([roman("A command stands before its options. Each command also has --help.")]);
    for inner in command.get_subcommands() {
        commands(&mut roff, inner, &command);
    }
    keys(&mut roff);
    section(&mut roff, "EXAMPLES", &EXAMPLES);
    section(&mut roff, "FILES", &FILES);
    environment(&mut roff);
    section(&mut roff, "EXIT STATUS", &CODES);
    roff.to_writer(&mut page)?;
    Ok(page)
}

/// A section that lists names, each with what it means.
fn section(roff: &mut Roff, title: &str, entries: &[(&str, &str)]) {
    roff.control("SH", [title]);
    for (name, means) in entries {
        entry(roff, vec![bold(*name)], means);
    }
}

fn entry(roff: &mut Roff, name: Vec<Inline>, means: &str) {
    roff.control("TP", []);
    roff.text(name);
    roff.text([roman(means)]);
}

/// The ways to call a command.
fn usage(roff: &mut Roff, command: &Command) {
    let text = command.clone().render_usage().to_string();
    let ways: Vec<&str> = text.lines().map(|way| way.trim_start_matches("Usage:").trim()).collect();
    for (index, way) in ways.iter().enumerate() {
        if index > 0 {
            roff.control("br", []);
        }
        let words: String = way.replace(['<', '>'], "");
        let (name, rest) = words.split_at(words.find([' ']).unwrap_or(words.len()));
        roff.text([bold(name), roman(rest)]);
    }
}

/// A command with its options, and the commands in it.
fn commands(roff: &mut Roff, command: &Command, root: &Command) {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    roff.control("SS", [name.as_str()]);
    usage(roff, command);
    if let Some(about) = command.get_long_about().or_else(|| command.get_about()) {
        for paragraph in about.to_string().split("\n\n") {
            roff.control("PP", []);
            roff.text([roman(ended(&paragraph.replace('\n', " ")))]);
        }
    }
    arguments(roff, command, Some(root));
    for inner in command.get_subcommands() {
        commands(roff, inner, root);
    }
}

/// The arguments of a command, under their headings.
///
/// An option that the program has too, with the same help, is only named, and `--help` is left out.
fn arguments(roff: &mut Roff, command: &Command, root: Option<&Command>) {
    let is_known = |arg: &&Arg| {
        let known = root.and_then(|root| root.get_arguments().find(|other| other.get_id() == arg.get_id()));
        known.is_some_and(|known| !arg.is_positional() && known.get_help() == arg.get_help())
    };
    let shown = command.get_arguments().filter(|arg| root.is_none() || arg.get_id() != "help");
    let (known, own): (Vec<&Arg>, Vec<&Arg>) = shown.partition(is_known);
    let mut headings: Vec<Option<&str>> = vec![None];
    for arg in &own {
        if !headings.contains(&arg.get_help_heading()) {
            headings.push(arg.get_help_heading());
        }
    }
    for heading in headings {
        if let Some(heading) = heading.filter(|_| root.is_none()) {
            roff.control("SS", [heading]);
        }
        for arg in own.iter().filter(|arg| arg.get_help_heading() == heading) {
            argument(roff, arg);
        }
    }
    let names: Vec<String> = known.iter().filter_map(|arg| arg.get_long()).map(|name| format!("--{name}")).collect();
    if root.is_some() && !names.is_empty() {
        roff.control("PP", []);
        roff.text([roman(format!("See OPTIONS for {}.", names.join(", ")))]);
    }
}

/// An argument with its values and all of its help.
fn argument(roff: &mut Roff, arg: &Arg) {
    let mut name = Vec::new();
    let dashed = arg.get_short().map(|short| format!("-{short}")).into_iter();
    let longs = arg.get_long_and_visible_aliases().unwrap_or_default();
    for dashed in dashed.chain(longs.iter().map(|long| format!("--{long}"))) {
        if !name.is_empty() {
            name.push(roman(", "));
        }
        name.push(bold(dashed));
    }
    if arg.get_action().takes_values() {
        let value = arg.get_value_names().unwrap_or_default().join(" ");
        name.push(roman(if arg.is_positional() { "" } else { " " }));
        name.push(italic(value));
    }
    let help = arg.get_long_help().or_else(|| arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let mut help: Vec<String> = help.split("\n\n").map(|part| ended(&part.replace('\n', " "))).collect();
    help[0] += &values(arg);
    let mut paragraphs = help.iter();
    entry(roff, name, paragraphs.next().map_or("", String::as_str));
    for paragraph in paragraphs {
        roff.control("IP", []);
        roff.text([roman(paragraph)]);
    }
}

/// What an argument may be, and what it is by default, as sentences.
fn values(arg: &Arg) -> String {
    let mut text = String::new();
    if !arg.get_action().takes_values() {
        return text;
    }
    let values = arg.get_possible_values();
    let named: Vec<String> = values
        .iter()
        .map(|value| match value.get_help() {
            Some(help) => {
                let help = help.to_string();
                let mut letters = help.chars();
                let first: String = letters.next().map(|first| first.to_lowercase().collect()).unwrap_or_default();
                format!("{} ({first}{})", value.get_name(), letters.as_str())
            }
            None => value.get_name().to_owned(),
        })
        .collect();
    if !named.is_empty() {
        let _ = write!(text, " Values: {}.", named.join(", "));
    }
    let default: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if !default.is_empty() {
        let _ = write!(text, " Default: {}.", default.join(", "));
    }
    text
}

/// A text as a sentence: the help leaves a single full stop out.
fn ended(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', ':', '?', '-']) || text.is_empty() { text.to_owned() } else { format!("{text}.") }
}

/// The keys of a session, by where they work.
fn keys(roff: &mut Roff) {
    roff.control("SH", ["KEYS"]);
    let keymap = Keymap::default();
    let mut last: Option<Context> = None;
    for binding in keymap.bindings() {
        if last != Some(binding.context) {
            last = Some(binding.context);
            roff.control("SS", [binding.context.title()]);
        }
        let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
        entry(roff, vec![bold(keys.join("  "))], &ended(binding.action.description()));
    }
}

fn environment(roff: &mut Roff) {
    roff.control("SH", ["ENVIRONMENT"]);
    for key in &KEYS {
        let means = format!("{}.", key.does);
        entry(roff, vec![bold(key.variable())], &means);
    }
    for (name, means) in &VARIABLES {
        entry(roff, vec![bold(*name)], means);
    }
}
