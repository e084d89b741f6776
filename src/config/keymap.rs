//! Which key asks for what, where. The help is made from this table.

use super::Key;
use crate::action::Action;

/// What the keys act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// The page.
    Reading,
    /// Any list or text over the page.
    Panel,
    /// The list of bookmarks, beside what any panel has.
    Bookmarks,
    /// The shelf, beside what any panel has.
    Shelf,
    /// The themes, beside what any panel has.
    Themes,
}

impl Context {
    /// The heading that its keys stand under in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Reading => "Reading",
            Self::Panel => "In every panel",
            Self::Bookmarks => "Bookmarks",
            Self::Shelf => "Shelf",
            Self::Themes => "Themes",
        }
    }
}

/// An action and the keys that ask for it in a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub context: Context,
    /// What.
    pub action: Action,
    /// By which keys, the best known first.
    pub keys: Vec<Key>,
}

/// The keys of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// The action that a key asks for in a context. The bookmarks and the shelf have the panel's keys too.
    #[must_use]
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        let in_context = |wanted: Context| {
            self.bindings.iter().find(|b| b.context == wanted && b.keys.contains(&key)).map(|b| b.action)
        };
        match context {
            Context::Bookmarks | Context::Shelf | Context::Themes => {
                in_context(context).or_else(|| in_context(Context::Panel))
            }
            _ => in_context(context),
        }
    }

    /// The table, in the order in which the help shows it.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }
}

impl Default for Keymap {
    fn default() -> Self {
        let bindings = DEFAULTS.iter().map(|(context, action, keys)| Binding {
            context: *context,
            action: *action,
            keys: keys.to_vec(),
        });
        Self { bindings: bindings.collect() }
    }
}

/// The keys of less and of vim at once; where they differ, that of the one in which the key is common.
const DEFAULTS: [(Context, Action, &[Key]); 54] = {
    use Action as A;
    use Context::{Bookmarks, Panel, Reading, Shelf, Themes};
    use Key::{
        Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, Function, Home, Left, PageDown, PageUp, Right, Tab, Up,
    };
    [
        (
            Reading,
            A::NextPage,
            &[
                Char(' '),
                Char('f'),
                PageDown,
                Right,
                Char('l'),
                Char('j'),
                Down,
                Ctrl('f'),
                Ctrl('d'),
                Enter,
                Ctrl('j'),
            ],
        ),
        (
            Reading,
            A::PreviousPage,
            &[Char('b'), PageUp, Left, Char('h'), Char('k'), Up, Ctrl('b'), Ctrl('u'), Backspace],
        ),
        (Reading, A::FirstPage, &[Char('g'), Home]),
        (Reading, A::LastPage, &[Char('G'), End]),
        (Reading, A::GoToPercent, &[Char('%')]),
        (Reading, A::NextScene, &[Char(']')]),
        (Reading, A::PreviousScene, &[Char('[')]),
        (Reading, A::GoBack, &[Ctrl('o')]),
        (Reading, A::GoForward, &[Tab]),
        (Reading, A::GoToFurthest, &[Char('F')]),
        (Reading, A::TellPlace, &[Char('='), Ctrl('g')]),
        (Reading, A::ShowContents, &[Char('c')]),
        (Reading, A::AddBookmark, &[Char('m')]),
        (Reading, A::ShowBookmarks, &[Char('\'')]),
        (Reading, A::ShowLeads, &[Char('L')]),
        (Reading, A::ShowShelf, &[Char('S')]),
        (Reading, A::Search, &[Char('/')]),
        (Reading, A::NextHit, &[Char('n')]),
        (Reading, A::PreviousHit, &[Char('N')]),
        (Reading, A::ShowThemes, &[Char('t')]),
        (Reading, A::ToggleSpread, &[Char('d')]),
        (Reading, A::ToggleJustified, &[Char('J')]),
        (Reading, A::ChangeHyphens, &[Char('-')]),
        (Reading, A::ToggleHanging, &[Char('"')]),
        (Reading, A::Widen, &[Char('>')]),
        (Reading, A::Narrow, &[Char('<')]),
        (Reading, A::ToggleStatus, &[Char('s')]),
        (Reading, A::Dismiss, &[Esc]),
        (Reading, A::ShowHelp, &[Char('?'), Function(1)]),
        (Reading, A::Command, &[Char(':')]),
        (Reading, A::Redraw, &[Ctrl('l'), Char('r'), Char('R')]),
        (Reading, A::Suspend, &[Ctrl('z')]),
        (Reading, A::Quit, &[Char('q'), Char('Q'), Ctrl('c')]),
        (Panel, A::Down, &[Char('j'), Down, Ctrl('n')]),
        (Panel, A::Up, &[Char('k'), Up, Ctrl('p')]),
        (Panel, A::PageDown, &[Char(' '), PageDown, Ctrl('f')]),
        (Panel, A::PageUp, &[Char('b'), PageUp, Ctrl('b')]),
        (Panel, A::Top, &[Char('g'), Home]),
        (Panel, A::Bottom, &[Char('G'), End]),
        (Panel, A::Filter, &[Char('/')]),
        (Panel, A::Choose, &[Enter, Ctrl('j'), Char('l'), Right]),
        (Panel, A::Dismiss, &[Esc, Char('q'), Char('h'), Left, Char('c'), Char('t'), Char('\''), Char('S')]),
        (Panel, A::ShowHelp, &[Char('?'), Function(1)]),
        (Panel, A::Redraw, &[Ctrl('l')]),
        (Panel, A::Suspend, &[Ctrl('z')]),
        (Panel, A::Quit, &[Ctrl('c'), Char('Q')]),
        (Bookmarks, A::GoBackAndForth, &[Char('\'')]),
        (Bookmarks, A::Rename, &[Char('r')]),
        (Bookmarks, A::Delete, &[Char('d'), Char('x'), Delete]),
        (Bookmarks, A::Undo, &[Char('u')]),
        (Shelf, A::Delete, &[Char('d'), Char('x'), Delete]),
        (Shelf, A::Forget, &[Char('D')]),
        (Themes, A::TurnLight, &[Char('L')]),
        (Themes, A::NextMood, &[Tab]),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_asks_for_one_thing() {
        let keymap = Keymap::default();
        for binding in keymap.bindings() {
            for key in &binding.keys {
                assert_eq!(keymap.action(binding.context, *key), Some(binding.action), "{key}");
            }
        }
    }

    #[test]
    fn the_keys_of_less_and_vim_turn_pages() {
        let keymap = Keymap::default();
        for key in ["space", "f", "pagedown", "right", "l", "j", "down"] {
            assert_eq!(keymap.action(Context::Reading, key.parse().unwrap()), Some(Action::NextPage));
        }
        for key in ["b", "pageup", "left", "h", "k", "up"] {
            assert_eq!(keymap.action(Context::Reading, key.parse().unwrap()), Some(Action::PreviousPage));
        }
    }

    #[test]
    fn the_bookmarks_have_the_keys_of_a_panel_too() {
        let keymap = Keymap::default();
        assert_eq!(keymap.action(Context::Bookmarks, Key::Down), Some(Action::Down));
        assert_eq!(keymap.action(Context::Panel, Key::Char('r')), None);
    }
}
