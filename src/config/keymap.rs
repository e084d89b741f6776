//! Which key asks for what, where. The help is made from this table.

use super::layouts::latin;
use super::{Key, KeySequence};
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
    /// A line that is being typed: a question, or the words of a filter.
    Prompt,
}

impl Context {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Reading,
        Self::Panel,
        Self::Contents,
        Self::Marks,
        Self::Shelf,
        Self::Themes,
        Self::Selection,
        Self::Prompt,
    ];

    /// The name of its table in `keys.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "page",
            Self::Panel => "list",
            Self::Contents => "contents",
            Self::Marks => "marks",
            Self::Shelf => "shelf",
            Self::Themes => "themes",
            Self::Selection => "selection",
            Self::Prompt => "prompt",
        }
    }

    /// Returns whether the keys of any panel act here too.
    fn has_panel_keys(self) -> bool {
        matches!(self, Self::Contents | Self::Marks | Self::Shelf | Self::Themes)
    }

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
            Self::Prompt => "While you type",
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
    pub keys: Vec<KeySequence>,
}

/// The keys of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// What keys ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// An action.
    Action(Action),
    /// Nothing yet: they are the beginning of a sequence.
    Prefix,
    /// Nothing.
    Nothing,
}

impl Keymap {
    /// The action that a key asks for in a context. The marks and the shelf have the panel's keys too.
    #[must_use]
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        match self.meaning(context, None, key) {
            Meaning::Action(action) => Some(action),
            _ => None,
        }
    }

    /// What a key asks for in a context, after the first key of a sequence if there was one. A letter of an alphabet that is not
    /// Latin stands for the Latin one on the same key, unless it is bound itself.
    #[must_use]
    pub fn meaning(&self, context: Context, first: Option<Key>, key: Key) -> Meaning {
        let places = |key: Key| [Some(key), latin(key)].into_iter().flatten();
        let firsts: Vec<Option<Key>> = first.map_or_else(|| vec![None], |first| places(first).map(Some).collect());
        let all = places(key).flat_map(|key| firsts.iter().map(move |first| self.exact(context, *first, key)));
        { all }.find(|meaning| *meaning != Meaning::Nothing).unwrap_or(Meaning::Nothing)
    }

    fn exact(&self, context: Context, first: Option<Key>, key: Key) -> Meaning {
        let wanted = match first {
            Some(first) => KeySequence { first, second: Some(key) },
            None => key.into(),
        };
        let contexts = [Some(context), context.has_panel_keys().then_some(Context::Panel)];
        for context in contexts.into_iter().flatten() {
            let mut here = self.bindings.iter().filter(|binding| binding.context == context);
            if let Some(binding) = here.clone().find(|binding| binding.keys.contains(&wanted)) {
                return Meaning::Action(binding.action);
            }
            let begins = |sequence: &KeySequence| sequence.first == key && sequence.second.is_some();
            if first.is_none() && here.any(|binding| binding.keys.iter().any(begins)) {
                return Meaning::Prefix;
            }
        }
        Meaning::Nothing
    }

    /// The keys that may follow the first key of a sequence, each with what both ask for.
    #[must_use]
    pub fn continuations(&self, context: Context, first: Key) -> Vec<(Key, Action)> {
        let here = self.bindings.iter().filter(|binding| binding.context == context);
        let same = |key: Key| key == first || latin(first) == Some(key);
        let second = |sequence: &KeySequence| sequence.second.filter(|_| same(sequence.first));
        here.flat_map(|binding| binding.keys.iter().filter_map(second).map(|key| (key, binding.action))).collect()
    }

    /// Binds Ctrl-C to leaving where a reader's file leaves no key for it, and the usual keys to the two ways out of a line that is
    /// being typed. These keys ask for nothing else there then.
    pub(super) fn keep_a_way_out(&mut self) {
        const WAYS_OUT: [(Context, Action, Key); 3] = [
            (Context::Reading, Action::Quit, Key::Ctrl('c')),
            (Context::Prompt, Action::TakeAnswer, Key::Enter),
            (Context::Prompt, Action::Dismiss, Key::Esc),
        ];
        for (context, action, key) in WAYS_OUT {
            if self.keys_of(context, action).is_empty() {
                let here = self.bindings.iter_mut().filter(|binding| binding.context == context);
                here.for_each(|binding| binding.keys.retain(|other| other.first != key));
                self.bind(context, action, vec![key.into()]);
            }
        }
    }

    /// The table, in the order in which the help shows it.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys that ask for an action in a context.
    #[must_use]
    pub fn keys_of(&self, context: Context, action: Action) -> &[KeySequence] {
        let binding = self.bindings.iter().find(|binding| (binding.context, binding.action) == (context, action));
        binding.map_or(&[], |binding| &binding.keys)
    }

    /// Binds an action to these keys and no others, in one context. They ask for nothing else there any more.
    pub(super) fn bind(&mut self, context: Context, action: Action, keys: Vec<KeySequence>) {
        let here = self.bindings.iter_mut().filter(|binding| binding.context == context);
        here.for_each(|binding| binding.keys.retain(|key| !keys.contains(key)));
        let same = |binding: &&mut Binding| (binding.context, binding.action) == (context, action);
        match self.bindings.iter_mut().find(same) {
            Some(binding) => binding.keys = keys,
            None => self.bindings.push(Binding { context, action, keys }),
        }
        self.bindings.sort_by_key(|binding| binding.context as usize);
        // A key that begins a sequence means nothing by itself.
        let firsts: Vec<(Context, Key)> = (self.bindings.iter())
            .flat_map(|binding| {
                binding.keys.iter().filter(|key| key.second.is_some()).map(|key| (binding.context, key.first))
            })
            .collect();
        for binding in &mut self.bindings {
            let context = binding.context;
            binding.keys.retain(|key| key.second.is_some() || !firsts.contains(&(context, key.first)));
        }
    }

    /// Takes all keys away, for a table that begins anew.
    pub(super) fn clear(&mut self, context: Context) {
        self.bindings.iter_mut().filter(|binding| binding.context == context).for_each(|binding| binding.keys.clear());
    }
}

impl Default for Keymap {
    fn default() -> Self {
        let bindings = DEFAULTS.iter().map(|(context, action, keys)| Binding {
            context: *context,
            action: *action,
            keys: keys.iter().copied().map(KeySequence::from).collect(),
        });
        let mut keymap = Self { bindings: bindings.collect() };
        // As in vim.
        let zz = KeySequence { first: Key::Char('Z'), second: Some(Key::Char('Z')) };
        if let Some(quit) =
            keymap.bindings.iter_mut().find(|b| (b.context, b.action) == (Context::Reading, Action::Quit))
        {
            quit.keys.push(zz);
        }
        keymap
    }
}

/// The keys of less and of vim at once; where they differ, that of the one in which the key is common.
const DEFAULTS: [(Context, Action, &[Key]); 123] = {
    use Action as A;
    use Context::{Contents, Marks, Panel, Prompt, Reading, Selection, Shelf, Themes};
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
        (Reading, A::ShowFolder, &[Char('B')]),
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
        (Reading, A::RaiseMargins, &[Char('W')]),
        (Reading, A::LowerMargins, &[Char('w')]),
        (Reading, A::ChangeProgress, &[Char('p')]),
        (Reading, A::ToggleBar, &[Char('P')]),
        (Reading, A::ToggleMouse, &[Char('M')]),
        (Reading, A::ToggleStatus, &[Char('s')]),
        (Reading, A::Dismiss, &[Esc]),
        (Reading, A::ShowHelp, &[Char('?'), Function(1)]),
        (Reading, A::Command, &[Char(':')]),
        (Reading, A::ShowPalette, &[Ctrl('p')]),
        (Reading, A::Redraw, &[Char('r'), Char('R'), Ctrl('l')]),
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
        (Shelf, A::Undo, &[Char('u')]),
        (Shelf, A::Sort, &[Char('s')]),
        (Shelf, A::ChangeState, &[Char('f')]),
        (Shelf, A::Details, &[Char('i')]),
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
        // What was typed before the terminal was ours has its return turned into a line feed.
        (Prompt, A::TakeAnswer, &[Enter, Ctrl('j')]),
        (Prompt, A::Dismiss, &[Esc, Ctrl('c'), Ctrl('g')]),
        (Prompt, A::OlderAnswer, &[Up, Ctrl('p')]),
        (Prompt, A::NewerAnswer, &[Down, Ctrl('n')]),
        (Prompt, A::ShowPalette, &[Tab]),
        (Prompt, A::ToggleRegex, &[Ctrl('r')]),
        (Prompt, A::ToggleWholeWords, &[Ctrl('o')]),
        (Prompt, A::RubOut, &[Backspace, Ctrl('h')]),
        (Prompt, A::DeleteLetter, &[Delete, Ctrl('d')]),
        (Prompt, A::LetterBack, &[Left, Ctrl('b')]),
        (Prompt, A::LetterForward, &[Right, Ctrl('f')]),
        (Prompt, A::LineStart, &[Home, Ctrl('a')]),
        (Prompt, A::LineEnd, &[End, Ctrl('e')]),
        (Prompt, A::RubOutWord, &[Ctrl('w')]),
        (Prompt, A::ClearLine, &[Ctrl('u')]),
        (Prompt, A::ClearToEnd, &[Ctrl('k')]),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_asks_for_one_thing() {
        let keymap = Keymap::default();
        for binding in keymap.bindings() {
            for KeySequence { first, second } in binding.keys.iter().copied() {
                let meaning = match second {
                    Some(second) => keymap.meaning(binding.context, Some(first), second),
                    None => keymap.meaning(binding.context, None, first),
                };
                assert_eq!(meaning, Meaning::Action(binding.action), "{first} {second:?}");
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
    fn keys_of_other_alphabets_act_by_their_place() {
        let keymap = Keymap::default();
        for (key, action) in [
            ('о', Action::NextPage),
            ('й', Action::Quit),
            ('Ы', Action::ShowShelf),
            ('σ', Action::ToggleStatus),
            ('ש', Action::ToggleAutoTurn),
        ] {
            assert_eq!(keymap.action(Context::Reading, Key::Char(key)), Some(action), "{key}");
        }
        let mut own = Keymap::default();
        own.bind(Context::Reading, Action::Quit, vec![Key::Char('о').into()]);
        assert_eq!(own.action(Context::Reading, Key::Char('о')), Some(Action::Quit), "what is bound itself goes first");
    }

    #[test]
    fn the_marks_have_the_keys_of_a_panel_too() {
        let keymap = Keymap::default();
        assert_eq!(keymap.action(Context::Marks, Key::Down), Some(Action::Down));
        assert_eq!(keymap.action(Context::Panel, Key::Char('r')), None);
    }
}
