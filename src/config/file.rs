//! `config.toml`: what a reader sets once. Every option is optional; flags and the environment have the same ones.
//!
//! The module reads texts and knows no file. What is odd in a file is remarked on and left out; the rest holds.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::for_files::{Name, Wrong};
use super::options::{ConfigKey, KEYS, ON_OFF};
use super::{Commands, Converters, ForFiles, PageOptions};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::document::SafeText;
use crate::theme::{Contrast, Depth};

/// The options of one source: flags, the environment or the file. `None` leaves an option to the next source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The theme, or one for each ground.
    pub theme: Option<ThemeChoice>,
    /// How many colours are sent.
    pub colours: Option<Colours>,
    /// The least contrast of text.
    pub contrast: Option<Contrast>,
    /// What the window around the page looks like.
    pub window: Option<Window>,
    /// How much moves.
    pub motion: Option<Motion>,
    /// Whether text may be put on the terminal's clipboard.
    pub clipboard: Option<bool>,
    /// The programs that the reader lets do something.
    pub commands: Commands,
    /// The programs that make stories of files in other formats.
    pub converters: Converters,
    /// How stories are read.
    pub reading: ReadingSwitches,
    /// The folders whose stories are listed.
    pub folders: Option<Vec<String>>,
    /// The options of the page, each as it is written. What they mean is known to whoever sets the page.
    pub page: PageOptions,
    /// The same for some stories only.
    pub for_files: ForFiles,
}

/// How stories are read. `None` leaves a switch to the next source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadingSwitches {
    /// Whether they are read without a screen.
    pub linear: Option<bool>,
    /// Whether straight quotes and double hyphens become curly quotes and dashes.
    pub smarten: Option<bool>,
    /// Whether scenes that name no mood get one from their words.
    pub mood_inference: Option<bool>,
}

impl ReadingSwitches {
    /// Returns the switch with this name in `config.toml`.
    fn named(&mut self, name: &str) -> Option<&mut Option<bool>> {
        match name {
            "linear" => Some(&mut self.linear),
            "smarten" => Some(&mut self.smarten),
            "mood-inference" => Some(&mut self.mood_inference),
            _ => None,
        }
    }

    fn or(self, weaker: Self) -> Self {
        Self {
            linear: self.linear.or(weaker.linear),
            smarten: self.smarten.or(weaker.smarten),
            mood_inference: self.mood_inference.or(weaker.mood_inference),
        }
    }
}

/// A theme, or one for each ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeChoice {
    /// One theme.
    One(String),
    /// One for a dark terminal and one for a light one.
    Pair {
        /// The theme for a dark terminal.
        dark: String,
        /// The theme for a light terminal.
        light: String,
    },
}

/// How many colours are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// As many as the environment tells.
    Auto,
    /// So many.
    Only(Depth),
}

/// What the window around the page looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The terminal's padding stays as it is.
    Plain,
    /// It wears the scene's ground, where the terminal can do that.
    Fill,
}

/// How much moves when a scene of another mood comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// Nothing.
    None,
    /// A short change of the text.
    Basic,
    /// A longer one.
    Full,
}

/// The table of programs that make stories of files in other formats.
const CONVERT: &str = "convert";

/// The tables of options for some stories.
const FOR: &str = "for";

impl ConfigKey {
    /// Returns whether it is an option of the page, which may be set for some stories only.
    #[must_use]
    pub fn is_of_page(&self) -> bool {
        let (config, _) = Config::read(&format!("{} = {}", self.name, self.default));
        config.page.contains_key(self.name)
    }
}

/// The measures that a reader may choose.
const MEASURES: std::ops::RangeInclusive<u16> = 20..=120;

impl Config {
    /// Reads a file. What can't be read is left out and remarked on.
    #[must_use]
    pub fn read(source: &str) -> (Self, Vec<Diagnostic>) {
        let mut config = Self::default();
        let mut remarks = Vec::new();
        let table = match DeTable::parse(source) {
            Ok(table) => table,
            Err(error) => return (config, vec![Diagnostic::no_toml(source, &error)]),
        };
        for (key, value) in table.get_ref() {
            let name = &**key.get_ref();
            if [CONVERT, FOR].contains(&name) {
                match value.get_ref() {
                    DeValue::Table(programs) if name == CONVERT => {
                        config.converters.read(source, programs, &mut remarks);
                    }
                    DeValue::Table(tables) => config.for_files.read(source, tables, take_for_file, &mut remarks),
                    _ => remarks.push(Diagnostic::at(source, value.span().start, &format!("`{name}` must be a table"))),
                }
                continue;
            }
            let Some(known) = KEYS.iter().find(|known| known.name == name) else {
                let near = suggestion(name, KEYS.iter().map(|known| known.name).chain([CONVERT, FOR]));
                remarks.push(Diagnostic::at(source, key.span().start, &format!("unknown option `{name}`{near}")));
                continue;
            };
            if let Err(wrong) = config.take(known, value) {
                remarks.push(Diagnostic::at(source, value.span().start, &wrong));
            }
        }
        remarks.sort_by_key(|remark| (remark.line, remark.column));
        (config, remarks)
    }

    pub(super) fn take(&mut self, key: &ConfigKey, value: &Spanned<DeValue<'_>>) -> Result<(), String> {
        match value.get_ref() {
            DeValue::String(text) => self.set(key.name, text),
            // `colours = 256` and `motion = false` mean what they say.
            DeValue::Integer(number) => self.set(key.name, number.as_str()),
            DeValue::Float(number) => self.set(key.name, number.as_str()),
            DeValue::Boolean(on) if key.name == "colours" => self.set(key.name, if *on { "true" } else { "none" }),
            DeValue::Boolean(on) if key.values == ON_OFF => self.set(key.name, if *on { "on" } else { "off" }),
            DeValue::Array(words) if key.name == "folders" || self.commands.named(key.name).is_some() => {
                let text = |word: &Spanned<DeValue<'_>>| match word.get_ref() {
                    DeValue::String(text) => Ok(text.to_string()),
                    _ => Err(format!("`{}` must be a list of strings", key.name)),
                };
                let words = words.iter().map(text).collect::<Result<_, _>>()?;
                self.set_command(key.name, words);
                Ok(())
            }
            DeValue::Table(pair) if key.name == "theme" => {
                let text = |name: &str| match pair.get(name).map(Spanned::get_ref) {
                    Some(DeValue::String(text)) => Some(text.to_string()),
                    _ => None,
                };
                if let Some(other) = pair.keys().find(|key| !matches!(&**key.get_ref(), "dark" | "light")) {
                    return Err(format!("{NO_PAIR}, and no `{}`", other.get_ref()));
                }
                let pair = text("dark").zip(text("light")).map(|(dark, light)| ThemeChoice::Pair { dark, light });
                self.theme = Some(pair.ok_or(NO_PAIR)?);
                Ok(())
            }
            _ if key.name == "folders" || self.commands.named(key.name).is_some() => {
                Err(format!("`{}` must be a list of strings", key.name))
            }
            _ if key.name == "measure" => Err("`measure` must be a number from 20 to 120".to_owned()),
            _ if key.name == "theme" => Err("`theme` must be a name, or { dark = \"…\", light = \"…\" }".to_owned()),
            _ if key.values.is_empty() => Err(format!("`{}` must be a string", key.name)),
            _ => Err(format!("`{}` must be one of {}", key.name, key.values.join(", "))),
        }
    }

    /// Sets a command. An empty one is the same as none.
    fn set_command(&mut self, name: &str, words: Vec<String>) {
        if name == "folders" {
            self.folders = Some(words);
            return;
        }
        if let Some(command) = self.commands.named(name) {
            *command = Some(words);
        }
    }

    /// Sets an option from a text, as the environment and flags have it.
    ///
    /// # Errors
    /// What is wrong with the value.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let wrong = || Err(no_value(name, value));
        // The environment has no other words for a switch than a file has.
        let switch = KEYS.iter().any(|key| key.name == name && key.values == ON_OFF);
        let value = match value {
            "true" | "yes" | "1" if switch => "on",
            "false" | "no" | "0" if switch => "off",
            value => value,
        };
        match name {
            // The environment has a pair as the file has it.
            "theme" if value.trim_start().starts_with('{') => match Self::read(&format!("theme = {value}")).0.theme {
                Some(pair) => self.theme = Some(pair),
                None => return Err(NO_PAIR.to_owned()),
            },
            "theme" => self.theme = Some(ThemeChoice::One(value.to_owned())),
            "colours" => match (value, Depth::ALL.into_iter().find(|depth| depth.name() == value)) {
                ("auto", _) => self.colours = Some(Colours::Auto),
                (_, Some(depth)) => self.colours = Some(Colours::Only(depth)),
                _ => return wrong(),
            },
            "contrast" => match Contrast::parse(value) {
                Some(contrast) => self.contrast = Some(contrast),
                None => return wrong(),
            },
            "window" => match value {
                "plain" => self.window = Some(Window::Plain),
                "fill" => self.window = Some(Window::Fill),
                _ => return wrong(),
            },
            "motion" => match value {
                "none" => self.motion = Some(Motion::None),
                "basic" => self.motion = Some(Motion::Basic),
                "full" => self.motion = Some(Motion::Full),
                _ => return wrong(),
            },
            "clipboard" => match value {
                "on" => self.clipboard = Some(true),
                "off" => self.clipboard = Some(false),
                _ => return wrong(),
            },
            "linear" | "smarten" | "mood-inference" => match (self.reading.named(name), value) {
                (Some(switch), "on" | "off") => *switch = Some(value == "on"),
                _ => return wrong(),
            },
            // A path may have blanks in it, and no list of folders has a colon.
            "folders" | "look-up" | "open" | "speak" => self.set_command(name, listed(name, value)),
            "measure" => match value.parse().ok().filter(|cells| MEASURES.contains(cells)) {
                Some(cells) => drop(self.page.insert("measure", cells.to_string())),
                None => {
                    return Err(format!("`measure` must be a number from 20 to 120, not `{}`", SafeText::line(value)));
                }
            },
            _ => match KEYS.iter().find(|key| key.name == name) {
                Some(key) if key.values.contains(&value) => drop(self.page.insert(key.name, value.to_owned())),
                Some(_) => return wrong(),
                None => return Err(format!("unknown option `{}`", SafeText::line(name))),
            },
        }
        Ok(())
    }

    /// Returns an option's value as TOML; `None` where this source leaves it open.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        match name {
            "theme" => self.theme.as_ref().map(|theme| match theme {
                ThemeChoice::One(name) => quoted(name),
                ThemeChoice::Pair { dark, light } => {
                    format!("{{ dark = {}, light = {} }}", quoted(dark), quoted(light))
                }
            }),
            "colours" => self.colours.map(|colours| match colours {
                Colours::Auto => quoted("auto"),
                Colours::Only(depth) => quoted(depth.name()),
            }),
            "contrast" => self.contrast.map(|contrast| quoted(contrast.name())),
            "window" => self.window.map(|window| quoted(if window == Window::Fill { "fill" } else { "plain" })),
            "motion" => self.motion.map(|motion| {
                quoted(match motion {
                    Motion::None => "none",
                    Motion::Basic => "basic",
                    Motion::Full => "full",
                })
            }),
            "clipboard" => self.clipboard.map(|on| quoted(if on { "on" } else { "off" })),
            "linear" | "smarten" | "mood-inference" => {
                let on = (*self.reading.clone().named(name)?)?;
                Some(quoted(if on { "on" } else { "off" }))
            }
            "folders" => {
                let folders: Vec<String> = self.folders.as_ref()?.iter().map(|folder| quoted(folder)).collect();
                Some(format!("[{}]", folders.join(", ")))
            }
            _ if self.page.contains_key(name) => self.page.get(name).map(|value| quoted(value)),
            _ => {
                let words = self.commands.clone().named(name).and_then(|command| command.clone())?;
                Some(format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", ")))
            }
        }
    }

    /// Returns these options, and those of a weaker source where these leave them open.
    #[must_use]
    pub fn or(self, weaker: Self) -> Self {
        Self {
            theme: self.theme.or(weaker.theme),
            colours: self.colours.or(weaker.colours),
            contrast: self.contrast.or(weaker.contrast),
            window: self.window.or(weaker.window),
            motion: self.motion.or(weaker.motion),
            clipboard: self.clipboard.or(weaker.clipboard),
            commands: self.commands.or(weaker.commands),
            converters: self.converters.or(weaker.converters),
            reading: self.reading.or(weaker.reading),
            folders: self.folders.or(weaker.folders),
            for_files: self.for_files.or(weaker.for_files.without(&self.page)),
            page: weaker.page.into_iter().chain(self.page).collect(),
        }
    }
}

/// What is said of a pair of themes that is none.
const NO_PAIR: &str = "a pair of themes has `dark` and `light`";

/// Returns the strings of a list: as the file has it, or the words of a command, or folders with colons between.
fn listed(name: &str, value: &str) -> Vec<String> {
    let as_toml = || {
        let array = toml::from_str::<toml::Table>(&format!("list = {value}")).ok()?.remove("list")?;
        array.as_array()?.iter().map(|word| word.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    as_toml().unwrap_or_else(|| match name {
        "folders" => value.split(':').map(str::to_owned).collect(),
        _ => value.split_whitespace().map(str::to_owned).collect(),
    })
}

/// Says that an option does not take a value.
fn no_value(name: &str, value: &str) -> String {
    let key = KEYS.iter().find(|key| key.name == name);
    let values = key.map_or(&[][..], |key| key.values);
    // Of numbers none is meant by another one.
    let words = if key.is_some_and(ConfigKey::is_number) { &[][..] } else { values };
    let near = suggestion(value, words.iter().copied());
    format!("`{name}` can't be `{}`{near} (values: {})", SafeText::line(value), values.join(", "))
}

/// Takes an option for some stories.
fn take_for_file(page: &mut PageOptions, name: &Name<'_>, value: &Spanned<DeValue<'_>>) -> Result<(), Wrong> {
    let at = name.span().start;
    let Some(key) = KEYS.iter().find(|key| key.name == name.get_ref()) else {
        let near = suggestion(name.get_ref(), KEYS.iter().filter(|key| key.is_of_page()).map(|key| key.name));
        return Err((at, format!("unknown option `{}`{near}", name.get_ref())));
    };
    if !key.is_of_page() {
        return Err((at, format!("`{}` holds for all stories; only options of the page can be set here", key.name)));
    }
    let mut config = Config::default();
    config.take(key, value).map_err(|wrong| (value.span().start, wrong))?;
    page.append(&mut config.page);
    Ok(())
}

#[cfg(test)]
mod tests;
