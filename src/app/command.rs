//! The commands of the `:` line: a page, a percentage, an action by its name, and the words by which less and vim know the same.
//!
//! Some commands of those programs have no counterpart here. A message then says where the same thing is done.

use super::{App, Effect, Fetching};
use crate::action::Action;

/// Other words for actions: those of less, of vim, and those that come to mind.
const WORDS: [(&[&str], Action); 13] = {
    use Action as A;
    [
        (&["h", "help"], A::ShowHelp),
        (&["x", "x!", "q!", "wq", "wq!", "qa", "exit"], A::Quit),
        (&["$"], A::LastPage),
        (&["contents", "toc", "chapters"], A::ShowContents),
        (&["bookmark", "mark", "k"], A::AddBookmark),
        (&["marks", "bookmarks", "highlights", "notes"], A::ShowMarks),
        (&["shelf", "ls", "buffers", "library", "recent"], A::ShowShelf),
        (&["folder", "browse", "Ex"], A::ShowFolder),
        (&["matches", "hits"], A::ShowHits),
        (&["theme", "themes", "colors", "colours", "colo", "colorscheme"], A::ShowThemes),
        (&["noh", "nohl", "nohlsearch"], A::Dismiss),
        (&["u", "undo"], A::Undo),
        (&["redr", "redraw"], A::Redraw),
    ]
};

/// What is told of commands that are carried out elsewhere.
const ELSEWHERE: [(&[&str], &str); 3] = [
    (&["w", "write", "save"], "Your place and your marks are saved as you read"),
    (&["set", "se", "config", "settings"], "In a shell, `nightstand config show` lists all options"),
    (&["export", "print"], "In a shell: `nightstand marks FILE` prints the marks, `nightstand print FILE` the text"),
];

impl App {
    /// Does what a command says.
    pub(super) fn command(&mut self, command: &str) -> Vec<Effect> {
        if command.is_empty() {
            return Vec::new();
        }
        if let Ok(page) = command.parse() {
            self.keys.count = Some(page);
            return self.reading_action(Action::FirstPage);
        }
        if let Some(percent) = command.strip_suffix('%').and_then(|percent| percent.replace(',', ".").parse().ok()) {
            return self.go_to_percent(Some(percent));
        }
        let (word, rest) = command.split_once(' ').unwrap_or((command, ""));
        let rest = rest.trim();
        if let Some((_, told)) = ELSEWHERE.iter().find(|(words, _)| words.contains(&word)) {
            return self.say((*told).to_owned());
        }
        if matches!(word, "e" | "edit" | "o" | "open") && !rest.is_empty() {
            return self.open_file(rest);
        }
        let named = WORDS.iter().find(|(words, _)| words.contains(&word)).map(|(_, action)| *action);
        match (named.or_else(|| Action::named(word)), rest) {
            (Some(action), "") => self.reading_action(action),
            (Some(Action::ShowThemes), theme) => self.choose_theme_by_name(theme),
            (Some(Action::AddBookmark), name) => self.bookmark(name),
            _ => {
                let key = self.key(Action::ShowPalette);
                self.say(format!("There is no command `:{command}` · {key} finds commands"))
            }
        }
    }

    /// Opens the story at a path. One that is not whole begins at the directory in which the program was started.
    fn open_file(&mut self, path: &str) -> Vec<Effect> {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.pending.fetching = Some(Fetching::new(name.to_owned()));
        vec![Effect::Open(path.to_owned())]
    }

    fn choose_theme_by_name(&mut self, name: &str) -> Vec<Effect> {
        let Some(theme) = self.themes.all().iter().find(|theme| theme.name.eq_ignore_ascii_case(name)) else {
            let key = self.key(Action::ShowThemes);
            return self.say(format!("There is no theme “{name}” · {key} lists the themes"));
        };
        let theme = theme.name.to_string();
        self.choose_theme(&theme)
    }
}
