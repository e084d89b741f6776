//! The options in force: flags over the environment over `config.toml`. What is remembered comes after them.

use std::io;
use std::path::{Path, PathBuf};

use crate::config::{Colours, Config, ConfigKey, KEYS, Keymap, Motion, ThemeChoice, Window};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::document::SafeText;
use crate::shelf::Settings;
use crate::terminal::directories::Directories;
use crate::terminal::opened::{Clipboard, Manners};
use crate::terminal::store::read_ordinary;
use crate::terminal::tty::{depth, is_gnu_screen};
use crate::theme::{Depth, Variant};

/// The most bytes of a configuration.
const LARGEST: u64 = 64 << 10;

/// The options of each source, the strongest first.
#[derive(Debug, Clone)]
pub struct Configuration {
    flags: Config,
    environment: Config,
    file: Config,
    /// Where the file is, or would be.
    pub path: Option<PathBuf>,
    /// Which key asks for what, from `keys.toml`.
    pub keymap: Keymap,
    /// Where that is, or would be.
    pub keys_path: Option<PathBuf>,
    /// What is odd about the environment and the files, for a message.
    pub remarks: Vec<String>,
    /// The same, each with the line that it is about.
    pub pointed: Vec<String>,
}

/// Where an option's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A flag.
    Flag,
    /// A variable of the environment.
    Environment,
    /// `config.toml`.
    File,
    /// What the reader has chosen while reading.
    Remembered,
    /// Nobody said anything.
    Default,
}

/// What the program's variables begin with.
const PREFIX: &str = "NIGHTSTAND_";

/// The variable that says whether the terminal is dark or light. It sets no option.
const BACKGROUND: &str = "NIGHTSTAND_BACKGROUND";

/// Variables, without that beginning, that are meant for those who build or test the program.
const OF_DEVELOPERS: [&str; 6] = ["STORY", "NOVEL", "FAULT", "HOLD", "BENCH", "MESSAGES"];

impl Configuration {
    /// Reads the process's environment and the file, and remarks on variables whose names are nearly those of options.
    #[must_use]
    pub fn of_process(flags: Config, directories: &Directories) -> Self {
        let mut configuration = Self::load(flags, directories, |name| std::env::var(name).ok());
        let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let odd: Vec<String> = names.filter_map(|name| mistyped(&name)).collect();
        configuration.remarks.splice(0..0, odd.iter().cloned());
        configuration.pointed.splice(0..0, odd);
        configuration
    }

    /// Reads the environment and the file; `variable` looks one up.
    #[must_use]
    pub fn load(flags: Config, directories: &Directories, variable: impl Fn(&str) -> Option<String>) -> Self {
        let path = directories.config.as_ref().map(|config| config.join("config.toml"));
        let mut remarks = Vec::new();
        let environment = environment(variable, &mut remarks);
        let mut pointed = remarks.clone();
        let mut told = Told { remarks: &mut remarks, pointed: &mut pointed };
        let file = told.read(path.as_deref(), Config::read);
        let keys_path = directories.config.as_ref().map(|config| config.join("keys.toml"));
        let keymap = told.read(keys_path.as_deref(), Keymap::read);
        Self { flags, environment, file, path, keymap, keys_path, remarks, pointed }
    }

    /// Returns what is odd, as the status line has room for it: files by their names alone, and the first one with how many there are.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let folder = self.path.as_deref().and_then(Path::parent).map(|folder| format!("{}/", folder.display()));
        let short = |remark: &String| {
            let bare = folder.as_ref().and_then(|folder| remark.strip_prefix(folder.as_str()));
            bare.unwrap_or(remark).to_owned()
        };
        let mut notes: Vec<String> = self.remarks.iter().map(short).collect();
        let count = notes.len();
        if let Some(first) = notes.first_mut().filter(|_| count > 1) {
            *first = format!("1 of {count} (`nightstand config check`): {first}");
        }
        notes
    }

    /// Returns the options in force.
    #[must_use]
    pub fn config(&self) -> Config {
        self.flags.clone().or(self.environment.clone()).or(self.file.clone())
    }

    /// Returns an option's value as TOML, and where it comes from, given what is remembered.
    #[must_use]
    pub fn value(&self, key: &ConfigKey, remembered: &Settings) -> (String, Origin) {
        let remembered = &chosen(remembered);
        let sources = [
            (&self.flags, Origin::Flag),
            (&self.environment, Origin::Environment),
            (&self.file, Origin::File),
            (remembered, Origin::Remembered),
        ];
        let said = sources.into_iter().find_map(|(config, origin)| Some((config.value(key.name)?, origin)));
        said.unwrap_or_else(|| (key.default.to_owned(), Origin::Default))
    }
}

/// The options that a reader has chosen while reading.
fn chosen(settings: &Settings) -> Config {
    let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
    let hyphens = |name: &String| if name == "none" { "no".to_owned() } else { name.clone() };
    let options = [
        ("theme", settings.theme.clone()),
        ("measure", settings.measure.map(|cells| cells.to_string())),
        ("align", settings.justify.map(|on| if on { "justify" } else { "left" }.to_owned())),
        ("hyphenate", settings.hyphens.as_ref().map(hyphens)),
        ("hanging", settings.hang.map(switch)),
        ("pages", settings.spread.map(|two| if two { "2" } else { "1" }.to_owned())),
        ("status", settings.status.map(switch)),
        ("progress", settings.progress.clone()),
        ("bar", settings.bar.map(switch)),
        ("margins", settings.margins.map(|rows| rows.to_string())),
        ("mouse", settings.mouse.map(switch)),
    ];
    let mut config = Config::default();
    for (name, value) in options {
        if let Some(value) = value {
            // What another release has written may have no meaning here.
            let _ = config.set(name, &value);
        }
    }
    config
}

/// Where remarks on files go.
struct Told<'a> {
    remarks: &'a mut Vec<String>,
    pointed: &'a mut Vec<String>,
}

impl Told<'_> {
    /// Reads a file, and notes what is odd in it. One that is not there is as good as an empty one.
    fn read<T: Default>(&mut self, path: Option<&Path>, read: impl Fn(&str) -> (T, Vec<Diagnostic>)) -> T {
        let Some(path) = path else { return T::default() };
        match read_ordinary(path, LARGEST) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes);
                // Mostly an accent in a comment that an old editor has saved: the rest holds.
                let odd = text.find('\u{fffd}').filter(|_| std::str::from_utf8(&bytes).is_err());
                let odd = odd.map(|at| Diagnostic::at(&text, at, "this is not UTF-8; save the file as UTF-8"));
                let (value, more) = read(&text);
                for remark in odd.into_iter().chain(more) {
                    let told = format!("{}:{remark}", path.display());
                    self.pointed.push(format!("{told}\n{}", remark.pointed(&text)));
                    self.remarks.push(told);
                }
                value
            }
            // A link that leads nowhere was put there by someone.
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.symlink_metadata().is_err() => T::default(),
            Err(error) => {
                let told = format!("{}: can't read it ({error})", path.display());
                self.pointed.push(told.clone());
                self.remarks.push(told);
                T::default()
            }
        }
    }
}

/// Returns a remark on a variable that is nearly one of the program's own. Others may belong to a reader's scripts.
fn mistyped(name: &str) -> Option<String> {
    // All begin alike, so that only the rest tells how near they are.
    let own = name.strip_prefix(PREFIX).filter(|own| !OF_DEVELOPERS.contains(own))?;
    let known: Vec<String> = KEYS.iter().map(ConfigKey::variable).chain([BACKGROUND.to_owned()]).collect();
    if known.iter().any(|known| known == name) {
        return None;
    }
    let near = suggestion(own, known.iter().filter_map(|known| known.strip_prefix(PREFIX)));
    let near = near.replacen('`', &format!("`{PREFIX}"), 1);
    (!near.is_empty()).then(|| format!("{}: unknown variable{near}", SafeText::line(name)))
}

/// The options that the environment sets: `NIGHTSTAND_NAME`, and what other programs agree on.
fn environment(variable: impl Fn(&str) -> Option<String>, remarks: &mut Vec<String>) -> Config {
    let mut config = Config::default();
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    for key in KEYS {
        let name = key.variable();
        if let Some(value) = set(&name)
            && let Err(wrong) = config.set(key.name, &value)
        {
            remarks.push(format!("{name}: {wrong}"));
        }
    }
    if set("NO_COLOR").is_some() {
        config.colours = config.colours.or(Some(Colours::Only(Depth::None)));
    }
    if set("NO_MOTION").is_some() || set("REDUCE_MOTION").is_some() {
        config.motion = config.motion.or(Some(Motion::None));
    }
    config
}

/// The pair of themes that is shown where nobody has chosen one.
pub(super) const PAIR: [&str; 2] = ["lamplight", "daylight"];

/// How a session looks and behaves, from the options in force and the terminal's environment.
#[derive(Debug, Clone)]
pub(super) struct Appearance {
    pub(super) depth: Depth,
    /// The ground that the environment tells.
    pub(super) told: Option<Variant>,
    pub(super) manners: Manners,
    /// Whether the terminal shows italics as such.
    pub(super) italics: bool,
}

impl Appearance {
    /// Returns how a session looks with these options; `variable` looks up the environment.
    pub(super) fn of(config: &Config, variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let depth = match config.colours {
            Some(Colours::Only(depth)) => depth,
            Some(Colours::Auto) | None => depth(variable),
        };
        let term = variable("TERM").unwrap_or_default();
        let inside = variable("TMUX").is_some() || variable("STY").is_some() || term.starts_with("screen");
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        let ghostty = term.contains("ghostty") || program.eq_ignore_ascii_case("ghostty");
        let told = variable(BACKGROUND).unwrap_or_default();
        let told = Variant::ALL.into_iter().find(|variant| variant.name() == told);
        let mute = depth == Depth::None || term == "dumb" || term.starts_with("linux") || term.starts_with("vt");
        let fill = config.window == Some(Window::Fill) && !inside && !ghostty && depth == Depth::True && !mute;
        let follows = matches!(config.theme, None | Some(ThemeChoice::Pair { .. })) && told.is_none();
        let remote = ["SSH_CONNECTION", "SSH_TTY"].into_iter().any(|name| variable(name).is_some());
        let motion = match config.motion.unwrap_or(Motion::Basic) {
            _ if depth <= Depth::Ansi16 => Motion::None,
            Motion::Full if remote => Motion::Basic,
            motion => motion,
        };
        Self {
            depth,
            told,
            italics: !is_gnu_screen(variable),
            manners: Manners {
                ask: !mute && (follows || fill),
                fill,
                motion,
                depth,
                clipboard: match config.clipboard {
                    Some(false) => Clipboard::Off,
                    _ if variable("TMUX").is_some() => Clipboard::BehindTmux,
                    _ => Clipboard::Free,
                },
                commands: config.commands.clone(),
                config_file: config_file(variable),
            },
        }
    }
}

/// Returns the file of the options as people write it, with `~` for the home folder.
fn config_file(variable: &dyn Fn(&str) -> Option<String>) -> String {
    let directories = Directories::from_environment(|name| variable(name).map(Into::into));
    let file = directories.config.unwrap_or_default().join("config.toml").display().to_string();
    let home = variable("HOME").filter(|home| home.len() > 1).map(|home| format!("{}/", home.trim_end_matches('/')));
    match home.and_then(|home| file.strip_prefix(&home).map(str::to_owned)) {
        Some(rest) => format!("~/{rest}"),
        None => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directories(config: &str) -> (tempfile::TempDir, Directories) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("config.toml"), config).unwrap();
        let directories = Directories { state: None, config: Some(dir.path().to_owned()) };
        (dir, directories)
    }

    fn variables<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn flags_win_over_the_environment_and_that_over_the_file() {
        let (_dir, directories) = directories("theme = \"snow\"\ncontrast = \"aa\"\nmotion = \"full\"\ncolr = 1\n");
        let pairs = [("NIGHTSTAND_THEME", "forest"), ("NIGHTSTAND_CONTRAST", "lots"), ("NO_MOTION", "1")];
        let mut flags = Config::default();
        flags.set("theme", "candle").unwrap();
        let loaded = Configuration::load(flags, &directories, variables(&pairs));
        let told: Vec<_> = KEYS.iter().map(|key| loaded.value(key, &Settings::default())).collect();
        assert_eq!(told[0], ("\"candle\"".to_owned(), Origin::Flag));
        assert_eq!(told[1], ("\"auto\"".to_owned(), Origin::Default));
        assert_eq!(told[2], ("\"aa\"".to_owned(), Origin::File));
        assert_eq!(told[4], ("\"none\"".to_owned(), Origin::Environment));
        assert_eq!(loaded.remarks.len(), 2, "{:?}", loaded.remarks);
        assert!(loaded.remarks[0].starts_with("NIGHTSTAND_CONTRAST: `contrast` can't be `lots`"));
        let notes = loaded.notes();
        assert!(notes[0].starts_with("1 of 2 (`nightstand config check`): NIGHTSTAND_CONTRAST: "), "{notes:?}");
        assert!(notes[1].starts_with("config.toml:4:1: unknown option `colr`"), "{notes:?}");
    }

    #[test]
    fn a_variable_that_is_nearly_an_option_is_told() {
        assert_eq!(
            mistyped("NIGHTSTAND_THEM").as_deref(),
            Some("NIGHTSTAND_THEM: unknown variable; did you mean `NIGHTSTAND_THEME`?")
        );
        for name in ["NIGHTSTAND_THEME", BACKGROUND, "NIGHTSTAND_STORY", "NIGHTSTAND_LAUNCHER", "THEM"] {
            assert_eq!(mistyped(name), None, "{name}");
        }
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_read_but_for_what_is_not() {
        let (dir, directories) = directories("");
        std::fs::write(dir.path().join("config.toml"), b"# Tr\xe8s bien\ntheme = \"snow\"\n").unwrap();
        let loaded = Configuration::load(Config::default(), &directories, variables(&[]));
        assert_eq!(loaded.file.value("theme").as_deref(), Some("\"snow\""));
        assert_eq!(loaded.notes(), ["config.toml:1:5: this is not UTF-8; save the file as UTF-8"]);
    }

    #[test]
    fn the_terminal_is_asked_only_where_its_answer_is_of_use() {
        let asks = |config: &Config, pairs: &[(&str, &str)]| {
            let xterm = [("TERM", "xterm-256color"), ("COLORTERM", "truecolor")];
            let all: Vec<_> = pairs.iter().copied().chain(xterm).collect();
            let variable = variables(&all);
            Appearance::of(config, &variable).manners
        };
        let (plain, mut one, mut fill) = (Config::default(), Config::default(), Config::default());
        one.set("theme", "snow").unwrap();
        fill.set("window", "fill").unwrap();
        assert!(asks(&plain, &[]).ask && !asks(&one, &[]).ask);
        assert!(!asks(&plain, &[("NIGHTSTAND_BACKGROUND", "light")]).ask);
        assert!(!asks(&plain, &[("TERM", "linux")]).ask);
        assert!(asks(&fill.clone().or(one), &[]).ask && asks(&fill, &[]).fill);
        for inside in [("TMUX", "/tmp/x,1,0"), ("STY", "1.pts"), ("TERM_PROGRAM", "ghostty")] {
            assert!(!asks(&fill, &[inside]).fill, "{inside:?}");
        }
    }

    #[test]
    fn the_file_of_options_is_named_as_people_write_it() {
        let named = |pairs: &[(&str, &str)]| config_file(&variables(pairs));
        assert_eq!(named(&[("HOME", "/home/ana")]), "~/.config/nightstand/config.toml");
        assert_eq!(named(&[("HOME", "/home/ana"), ("XDG_CONFIG_HOME", "/etc/x")]), "/etc/x/nightstand/config.toml");
        assert_eq!(named(&[("HOME", "/")]), "/.config/nightstand/config.toml");
        assert_eq!(named(&[]), "config.toml");
    }

    #[test]
    fn little_moves_where_colours_are_few_or_the_line_is_long() {
        let motion = |value: &str, pairs: &[(&str, &str)]| {
            let mut config = Config::default();
            config.set("motion", value).unwrap();
            let variable = variables(pairs);
            Appearance::of(&config, &variable).manners.motion
        };
        let kitty = ("TERM", "xterm-kitty");
        assert_eq!(motion("full", &[kitty]), Motion::Full);
        assert_eq!(motion("full", &[kitty, ("SSH_TTY", "/dev/pts/1")]), Motion::Basic);
        assert_eq!(motion("full", &[("TERM", "linux")]), Motion::None);
    }
}
