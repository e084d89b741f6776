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
    /// The contents, beside what any panel has.
    Contents,
    /// The list of marks, beside what any panel has.
    Marks,
    /// The shelf, beside what any panel has.
    Shelf,
    /// The themes, beside what any panel has.
    Themes,
    /// A selection of text.
    Selection,
}

impl Context {
    /// The heading that its keys stand under in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Reading => "Reading",
            Self::Panel => "In every panel",
            Self::Contents => "Contents",
            Self::Marks => "Bookmarks, highlights and notes",
            Self::Shelf => "Shelf",
            Self::Themes => "Themes",
            Self::Selection => "Selected text",
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
    /// The action that a key asks for in a context. The marks and the shelf have the panel's keys too.
    #[must_use]
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        let in_context = |wanted: Context| {
            self.bindings.iter().find(|b| b.context == wanted && b.keys.contains(&key)).map(|b| b.action)
        };
        match context {
            Context::Contents | Context::Marks | Context::Shelf | Context::Themes => {
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
const DEFAULTS: [(Context, Action, &[Key]); 98] = {
    use Action as A;
    use Context::{Contents, Marks, Panel, Reading, Selection, Shelf, Themes};
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
        (Reading, A::ShowMarks, &[Char('\'')]),
        (Reading, A::GoToLetter, &[Char('`')]),
        (Reading, A::Select, &[Char('v')]),
        (Reading, A::LookUp, &[Char('K')]),
        (Reading, A::Undo, &[Char('u')]),
        (Reading, A::OpenNote, &[Char('o')]),
        (Reading, A::ShowLeads, &[Char('L')]),
        (Reading, A::ShowShelf, &[Char('S')]),
        (Reading, A::Search, &[Char('/')]),
        (Reading, A::NextHit, &[Char('n')]),
        (Reading, A::PreviousHit, &[Char('N')]),
        (Reading, A::ToggleFocus, &[Char('z')]),
        (Reading, A::ToggleRuler, &[Char('i')]),
        (Reading, A::ToggleAutoTurn, &[Char('a')]),
        (Reading, A::ReadAloud, &[Char('A')]),
        (Reading, A::NextSentence, &[Char(')')]),
        (Reading, A::PreviousSentence, &[Char('(')]),
        (Reading, A::ShowHits, &[Char('&')]),
        (Reading, A::ShowThemes, &[Char('t')]),
        (Reading, A::ToggleSpread, &[Char('d')]),
        (Reading, A::ToggleJustified, &[Char('J')]),
        (Reading, A::ChangeHyphens, &[Char('-')]),
        (Reading, A::ToggleHanging, &[Char('"')]),
        (Reading, A::Widen, &[Char('>')]),
        (Reading, A::Narrow, &[Char('<')]),
        (Reading, A::ChangeProgress, &[Char('p')]),
        (Reading, A::ToggleBar, &[Char('P')]),
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
        (Contents, A::Fold, &[Tab, Char('-'), Char('z')]),
        (Contents, A::FoldAll, &[Char('Z')]),
        (Marks, A::GoBackAndForth, &[Char('\'')]),
        (Marks, A::Rename, &[Char('r'), Char('a'), Char('e')]),
        (Marks, A::Delete, &[Char('d'), Char('x'), Delete]),
        (Marks, A::Undo, &[Char('u')]),
        (Marks, A::Highlight1, &[Char('1')]),
        (Marks, A::Highlight2, &[Char('2')]),
        (Marks, A::Highlight3, &[Char('3')]),
        (Marks, A::Highlight4, &[Char('4')]),
        (Shelf, A::Delete, &[Char('d'), Char('x'), Delete]),
        (Shelf, A::Forget, &[Char('D')]),
        (Themes, A::TurnLight, &[Char('L')]),
        (Themes, A::NextMood, &[Tab]),
        (Selection, A::AddSentence, &[Char('j'), Down]),
        (Selection, A::DropSentence, &[Char('k'), Up]),
        (Selection, A::SentenceAfter, &[Char('l'), Right]),
        (Selection, A::SentenceBefore, &[Char('h'), Left]),
        (Selection, A::AddWord, &[Char('w')]),
        (Selection, A::DropWord, &[Char('b')]),
        (Selection, A::AddParagraph, &[Char('}')]),
        (Selection, A::DropParagraph, &[Char('{')]),
        (Selection, A::OtherEnd, &[Char('o')]),
        (Selection, A::Highlight1, &[Char('1'), Enter]),
        (Selection, A::Highlight2, &[Char('2')]),
        (Selection, A::Highlight3, &[Char('3')]),
        (Selection, A::Highlight4, &[Char('4')]),
        (Selection, A::WriteNote, &[Char('a')]),
        (Selection, A::Copy, &[Char('y')]),
        (Selection, A::LookUp, &[Char('K')]),
        (Selection, A::Search, &[Char('/')]),
        (Selection, A::Delete, &[Char('d'), Char('x'), Delete]),
        (Selection, A::Undo, &[Char('u')]),
        (Selection, A::ShowHelp, &[Char('?'), Function(1)]),
        (Selection, A::Redraw, &[Ctrl('l')]),
        (Selection, A::Suspend, &[Ctrl('z')]),
        (Selection, A::Dismiss, &[Esc, Char('v'), Char('q')]),
        (Selection, A::Quit, &[Ctrl('c'), Char('Q')]),
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
    fn the_marks_have_the_keys_of_a_panel_too() {
        let keymap = Keymap::default();
        assert_eq!(keymap.action(Context::Marks, Key::Down), Some(Action::Down));
        assert_eq!(keymap.action(Context::Panel, Key::Char('r')), None);
    }
}
