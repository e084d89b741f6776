//! A key as a reader names it.

use std::fmt;
use std::str::FromStr;

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character; capitals stand for themselves.
    Char(char),
    /// A character with Ctrl.
    Ctrl(char),
    /// The return key.
    Enter,
    /// The tabulator, which is Ctrl-I too.
    Tab,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// The arrows.
    Left,
    /// The arrows.
    Right,
    /// The arrows.
    Up,
    /// The arrows.
    Down,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// A function key.
    Function(u8),
}

/// The keys that have names rather than characters: as they are written, and as the help shows them.
const NAMED: [(Key, &str, &str); 15] = [
    (Key::Char(' '), "space", "Space"),
    (Key::Enter, "enter", "Enter"),
    (Key::Tab, "tab", "Tab"),
    (Key::Esc, "esc", "Esc"),
    (Key::Backspace, "backspace", "Backspace"),
    (Key::Delete, "del", "Del"),
    (Key::Left, "left", "←"),
    (Key::Right, "right", "→"),
    (Key::Up, "up", "↑"),
    (Key::Down, "down", "↓"),
    (Key::PageUp, "pageup", "PgUp"),
    (Key::PageDown, "pagedown", "PgDn"),
    (Key::Home, "home", "Home"),
    (Key::End, "end", "End"),
    (Key::Function(1), "f1", "F1"),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((_, _, shown)) = NAMED.iter().find(|(key, _, _)| key == self) {
            return f.pad(shown);
        }
        match self {
            Self::Char(c) => write!(f, "{c}"),
            Self::Ctrl(c) => write!(f, "Ctrl-{}", c.to_ascii_uppercase()),
            Self::Function(n) => write!(f, "F{n}"),
            _ => Ok(()),
        }
    }
}

/// A name that is no key's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown key `{0}`; write keys as `j`, `space`, `pagedown`, `f5` or `ctrl-f`, and two at most as `g g`")]
pub struct UnknownKey(String);

/// One key, or two that are pressed one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeySequence {
    /// The first key.
    pub first: Key,
    /// The second one, if there are two.
    pub second: Option<Key>,
}

impl From<Key> for KeySequence {
    fn from(key: Key) -> Self {
        Self { first: key, second: None }
    }
}

impl fmt::Display for KeySequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.second {
            None => write!(f, "{}", self.first),
            // Two letters are written as one types them; names need a blank.
            Some(second) if matches!((self.first, second), (Key::Char(a), Key::Char(b)) if a != ' ' && b != ' ') => {
                write!(f, "{}{second}", self.first)
            }
            Some(second) => write!(f, "{} {second}", self.first),
        }
    }
}

impl FromStr for KeySequence {
    type Err = UnknownKey;

    /// Reads keys as a key file has them, such as `ctrl-f` or `g g`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut keys = text.split_whitespace();
        let first = keys.next().unwrap_or_default().parse()?;
        let second = keys.next().map(str::parse).transpose()?;
        if keys.next().is_some() {
            return Err(UnknownKey(text.to_owned()));
        }
        Ok(Self { first, second })
    }
}

impl KeySequence {
    /// Returns the keys as a key file has them.
    #[must_use]
    pub fn written(&self) -> String {
        let second = self.second.map_or_else(String::new, |second| format!(" {}", second.written()));
        self.first.written() + &second
    }
}

impl Key {
    /// Returns the key as a key file has it.
    #[must_use]
    pub fn written(self) -> String {
        if let Some((_, written, _)) = NAMED.iter().find(|(key, _, _)| *key == self) {
            return (*written).to_owned();
        }
        match self {
            Self::Char(c) => c.to_string(),
            Self::Ctrl(c) => format!("ctrl-{c}"),
            Self::Function(n) => format!("f{n}"),
            _ => String::new(),
        }
    }
}

impl FromStr for Key {
    type Err = UnknownKey;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let small = name.to_ascii_lowercase();
        // As it is written, or as it is shown.
        let is = |shown: &str| shown.to_ascii_lowercase() == small;
        if let Some((key, _, _)) = NAMED.iter().find(|(_, written, shown)| is(written) || is(shown)) {
            return Ok(*key);
        }
        let single = |text: &str| {
            let mut chars = text.chars();
            chars.next().filter(|c| chars.next().is_none() && !c.is_control())
        };
        // Names that other programs have.
        match small.as_str() {
            "return" => return Ok(Self::Enter),
            "escape" => return Ok(Self::Esc),
            "delete" => return Ok(Self::Delete),
            _ => {}
        }
        // `ctrl-f` as the manuals of Emacs, vim and the shell write it.
        let prefixes = ["ctrl-", "ctrl+", "control-", "c-", "^"];
        let ctrl = prefixes.into_iter().find_map(|prefix| small.strip_prefix(prefix)).and_then(single);
        let ctrl = ctrl.map(|c| match c {
            // Keys for which a terminal has only one code.
            'm' => Self::Enter,
            '[' => Self::Esc,
            'i' => Self::Tab,
            c => Self::Ctrl(c),
        });
        let shift = ["shift-", "shift+"].into_iter().find_map(|prefix| small.strip_prefix(prefix)).and_then(single);
        let shift = shift.filter(|c| c.is_alphabetic()).and_then(|c| single(&c.to_uppercase().to_string()));
        let function = small.strip_prefix('f').and_then(|n| n.parse().ok()).filter(|n| (1..=12).contains(n));
        ctrl.or_else(|| function.map(Self::Function))
            .or_else(|| shift.or_else(|| single(name)).map(Self::Char))
            .ok_or_else(|| UnknownKey(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_and_shown() {
        for (written, key, shown) in [
            ("j", Key::Char('j'), "j"),
            ("space", Key::Char(' '), "Space"),
            ("ctrl-f", Key::Ctrl('f'), "Ctrl-F"),
            ("pagedown", Key::PageDown, "PgDn"),
            ("PgDn", Key::PageDown, "PgDn"),
            ("→", Key::Right, "→"),
            ("Escape", Key::Esc, "Esc"),
            ("ctrl-m", Key::Enter, "Enter"),
            ("ctrl-i", Key::Tab, "Tab"),
            ("C-f", Key::Ctrl('f'), "Ctrl-F"),
            ("^f", Key::Ctrl('f'), "Ctrl-F"),
            ("^", Key::Char('^'), "^"),
            ("Ctrl+F", Key::Ctrl('f'), "Ctrl-F"),
            ("shift-g", Key::Char('G'), "G"),
            ("^[", Key::Esc, "Esc"),
            ("C-m", Key::Enter, "Enter"),
        ] {
            assert_eq!(written.parse(), Ok(key));
            assert_eq!(key.to_string(), shown);
        }
    }

    #[test]
    fn what_is_no_key_says_how_keys_are_written() {
        assert!("\u{1b}".parse::<Key>().is_err(), "no terminal sends a sign for a key");
        assert!("pgdwn".parse::<Key>().unwrap_err().to_string().contains("`pagedown`"));
    }
}
