//! `nightstand config`: the options in force.

use std::io::{self, Write};

use super::{ConfigCommand, Failure};
use crate::config::{Config, ConfigKey, EXAMPLES, KEYS, ThemeChoice};
use crate::diagnostic::suggestion;
use crate::document::SafeText;
use crate::shelf::Settings;
use crate::terminal::{Configuration, Directories, Library, Origin, Store};

/// What stands above the options and their defaults.
const HEAD: &str = "\
# All options with their defaults. What stands here wins at each start over what you change while you read, so keep only
# the lines that you want to hold.

";

pub(super) fn run(command: Option<&ConfigCommand>, directories: &Directories) -> Result<(), Failure> {
    let configuration = Configuration::of_process(Config::default(), directories);
    let mut out = io::stdout().lock();
    match command {
        Some(ConfigCommand::Path) => {
            let none = || Failure::Usage("there is no home directory. Set HOME or XDG_CONFIG_HOME.".to_owned());
            let path = configuration.path.as_ref().ok_or_else(none)?;
            writeln!(out, "{}", SafeText::line(&path.display().to_string()))?;
        }
        Some(ConfigCommand::Check) => {
            let mut wrong = configuration.pointed.clone();
            wrong.extend(unknown_themes(&configuration, directories));
            if !wrong.is_empty() {
                return Err(Failure::Theme(wrong.join("\n")));
            }
            writeln!(out, "config.toml and keys.toml are in order")?;
        }
        Some(ConfigCommand::Show { default: true }) => {
            write!(out, "{HEAD}")?;
            for key in &KEYS {
                // Where nothing is said it is not the same for all themes.
                let sign = if key.name == "contrast" { "# " } else { "" };
                writeln!(out, "# {}.\n{sign}{} = {}\n", key.does, key.name, key.default)?;
            }
            write!(out, "{EXAMPLES}")?;
        }
        None | Some(ConfigCommand::Show { default: false }) => {
            for remark in &configuration.remarks {
                let _ = writeln!(io::stderr(), "nightstand: {}", SafeText::line(remark));
            }
            let remembered =
                directories.state.clone().map(|state| Store::new(state).settings().value).unwrap_or_default();
            for key in &KEYS {
                let (value, origin) = configuration.value(key, &remembered);
                let line = format!("{} = {value}  # {}", key.name, told(key, origin, &configuration));
                writeln!(out, "{}", SafeText::line(&line))?;
            }
            let endings: Vec<String> = configuration.config().converters.endings().map(str::to_owned).collect();
            for (pattern, page) in configuration.config().for_files.tables() {
                let set: Vec<String> = page.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                writeln!(out, "{}", SafeText::line(&format!("# [for.\"{pattern}\"]: {}", set.join(", "))))?;
            }
            if !endings.is_empty() {
                let path = configuration.path.as_ref().map_or_else(String::new, |path| path.display().to_string());
                writeln!(out, "{}", SafeText::line(&format!("# [convert]: {}  # {path}", endings.join(", "))))?;
            }
        }
    }
    Ok(())
}

/// What is wrong with the themes that are asked for: names that no theme has.
fn unknown_themes(configuration: &Configuration, directories: &Directories) -> Vec<String> {
    let library = Library::new(directories);
    let asked = match configuration.config().theme {
        Some(ThemeChoice::One(name)) => vec![name],
        Some(ThemeChoice::Pair { dark, light }) => vec![dark, light],
        None => Vec::new(),
    };
    let known = library.names();
    let key = KEYS.iter().find(|key| key.name == "theme");
    let origin = key.map(|key| told(key, configuration.value(key, &Settings::default()).1, configuration));
    let origin = origin.unwrap_or_default();
    let wrong = asked.into_iter().filter_map(|name| library.theme(&name).err().map(|error| (name, error)));
    let told = |(name, error): (String, crate::terminal::Error)| {
        // One that is there says itself what is wrong with it.
        if known.contains(&name) {
            return format!("{origin}: {error}");
        }
        let near = suggestion(&name, known.iter().map(String::as_str));
        format!("{origin}: `theme` can't be `{}`{near} (`nightstand theme list` lists them)", SafeText::line(&name))
    };
    wrong.map(told).collect()
}

/// Where a value comes from, in words.
fn told(key: &ConfigKey, origin: Origin, configuration: &Configuration) -> String {
    match origin {
        Origin::Flag => format!("--{}", key.name),
        Origin::Environment => {
            let own = key.variable();
            let others: &[&str] = match key.name {
                "colours" => &["NO_COLOR"],
                "motion" => &["NO_MOTION", "REDUCE_MOTION"],
                _ => &[],
            };
            let is_set = |name: &&&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            let other = others.iter().find(is_set).filter(|_| std::env::var_os(&own).is_none_or(|own| own.is_empty()));
            format!("environment, {}", other.copied().unwrap_or(&own))
        }
        Origin::File => configuration.path.as_ref().map_or_else(String::new, |path| path.display().to_string()),
        Origin::Remembered => "chosen while reading".to_owned(),
        Origin::Default => "default".to_owned(),
    }
}
