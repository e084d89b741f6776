//! The programs that the reader lets do something: each is a list of arguments, the program first.
//!
//! No shell is in between, so that a book's words are never a command. Words in braces are replaced when it is run.

/// The programs that the reader lets do something. `None` leaves it to what is installed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commands {
    /// Looks a word up; `{word}` is replaced by it.
    pub look_up: Option<Vec<String>>,
    /// Opens an address of the web; `{url}` is replaced by it. Without one none is opened.
    pub open: Option<Vec<String>>,
    /// Reads its input aloud; `{lang}` and `{rate}` are replaced.
    pub speak: Option<Vec<String>>,
}

impl Commands {
    /// Returns the command with this name in `config.toml`.
    pub(super) fn named(&mut self, name: &str) -> Option<&mut Option<Vec<String>>> {
        match name {
            "look-up" => Some(&mut self.look_up),
            "open" => Some(&mut self.open),
            "speak" => Some(&mut self.speak),
            _ => None,
        }
    }

    /// Returns these commands, and those of a weaker source where these leave them open.
    pub(super) fn or(self, weaker: Self) -> Self {
        Self {
            look_up: self.look_up.or(weaker.look_up),
            open: self.open.or(weaker.open),
            speak: self.speak.or(weaker.speak),
        }
    }
}
