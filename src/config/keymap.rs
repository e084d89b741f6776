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
            Context::Bookmarks | Context::Shelf => in_context(context).or_else(|| in_context(Context::Panel)),
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
        let bindings = DEFAULTS
            .iter()
            .map(|(context, action, keys)| Binding {
                context: *context,
                action: *action,
                keys: keys.split(' ').filter_map(|key| key.parse().ok()).collect(),
            })
            .collect();
        Self { bindings }
    }
}

/// The keys of less and of vim at once; where they differ, that of the one in which the key is common.
const DEFAULTS: [(Context, Action, &str); 52] = {
    use Action as A;
    use Context::{Bookmarks, Panel, Reading, Shelf};
    [
        (Reading, A::NextPage, "space f pagedown right l j down ctrl-f ctrl-d enter ctrl-j"),
        (Reading, A::PreviousPage, "b pageup left h k up ctrl-b ctrl-u backspace"),
        (Reading, A::FirstPage, "g home"),
        (Reading, A::LastPage, "G end"),
        (Reading, A::GoToPercent, "%"),
        (Reading, A::NextScene, "]"),
        (Reading, A::PreviousScene, "["),
        (Reading, A::GoBack, "ctrl-o"),
        (Reading, A::GoForward, "tab"),
        (Reading, A::GoToFurthest, "F"),
        (Reading, A::TellPlace, "= ctrl-g"),
        (Reading, A::ShowContents, "c"),
        (Reading, A::AddBookmark, "m"),
        (Reading, A::ShowBookmarks, "'"),
        (Reading, A::ShowLeads, "L"),
        (Reading, A::ShowShelf, "S"),
        (Reading, A::Search, "/"),
        (Reading, A::NextHit, "n"),
        (Reading, A::PreviousHit, "N"),
        (Reading, A::ShowThemes, "t"),
        (Reading, A::ToggleSpread, "d"),
        (Reading, A::ToggleJustified, "J"),
        (Reading, A::ChangeHyphens, "-"),
        (Reading, A::ToggleHanging, "\""),
        (Reading, A::Widen, ">"),
        (Reading, A::Narrow, "<"),
        (Reading, A::ToggleStatus, "s"),
        (Reading, A::Dismiss, "esc"),
        (Reading, A::ShowHelp, "? f1"),
        (Reading, A::Command, ":"),
        (Reading, A::Redraw, "ctrl-l r R"),
        (Reading, A::Suspend, "ctrl-z"),
        (Reading, A::Quit, "q Q ctrl-c"),
        (Panel, A::Down, "j down ctrl-n"),
        (Panel, A::Up, "k up ctrl-p"),
        (Panel, A::PageDown, "space pagedown ctrl-f"),
        (Panel, A::PageUp, "b pageup ctrl-b"),
        (Panel, A::Top, "g home"),
        (Panel, A::Bottom, "G end"),
        (Panel, A::Filter, "/"),
        (Panel, A::Choose, "enter ctrl-j l right"),
        (Panel, A::Dismiss, "esc q h left c t ' S"),
        (Panel, A::ShowHelp, "? f1"),
        (Panel, A::Redraw, "ctrl-l"),
        (Panel, A::Suspend, "ctrl-z"),
        (Panel, A::Quit, "ctrl-c Q"),
        (Bookmarks, A::GoBackAndForth, "'"),
        (Bookmarks, A::Rename, "r"),
        (Bookmarks, A::Delete, "d x del"),
        (Bookmarks, A::Undo, "u"),
        (Shelf, A::Delete, "d x del"),
        (Shelf, A::Forget, "D"),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_is_a_key_and_asks_for_one_thing() {
        let keymap = Keymap::default();
        for ((_, _, written), binding) in DEFAULTS.iter().zip(keymap.bindings()) {
            assert_eq!(written.split(' ').count(), binding.keys.len(), "{written}");
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
