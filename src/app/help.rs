//! The help, made from the live key table.

use super::Filter;
use crate::action::Action;
use crate::config::{Binding, Context, Keymap};

/// A row of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpRow {
    /// The name of a group of keys.
    Title(&'static str),
    /// One of the keys that matter most, and what it asks for, in a word or two.
    First {
        /// The key as it is shown.
        key: String,
        /// What it asks for.
        does: &'static str,
    },
    /// Keys, and what they ask for.
    Keys {
        /// The keys as they are shown.
        keys: String,
        /// What they ask for.
        does: &'static str,
        /// Other words by which a filter finds them.
        also: &'static str,
    },
    /// Room between groups.
    Gap,
}

/// The eight actions that a reader needs first, those of the first minute before the others: the smallest screen shows six.
const FIRST: [(Action, &str); 8] = [
    (Action::NextPage, "Next page"),
    (Action::PreviousPage, "Previous page"),
    (Action::Quit, "Quit; your place is saved"),
    (Action::ShowHelp, "This help"),
    (Action::ShowContents, "Contents"),
    (Action::Search, "Search"),
    (Action::AddBookmark, "Bookmark this place"),
    (Action::ShowThemes, "Themes"),
];

/// The groups of keys on the page, by what they are for.
const GROUPS: [(&str, &[Action]); 7] = {
    use Action as A;
    [
        (
            "Turning pages",
            &[
                A::NextPage,
                A::PreviousPage,
                A::FirstPage,
                A::LastPage,
                A::GoToPercent,
                A::NextScene,
                A::PreviousScene,
                A::TellPlace,
            ],
        ),
        (
            "Places",
            &[
                A::ShowContents,
                A::AddBookmark,
                A::ShowMarks,
                A::OpenNote,
                A::ShowLeads,
                A::ShowShelf,
                A::ShowFolder,
                A::GoBack,
                A::GoForward,
                A::GoToFurthest,
            ],
        ),
        ("Words", &[A::Select, A::LookUp, A::GoToLetter, A::Undo]),
        ("Search", &[A::Search, A::NextHit, A::PreviousHit, A::ShowHits, A::Dismiss]),
        (
            "The page",
            &[
                A::ShowThemes,
                A::ToggleSpread,
                A::ToggleJustified,
                A::ChangeHyphens,
                A::ToggleHanging,
                A::Widen,
                A::Narrow,
                A::RaiseMargins,
                A::LowerMargins,
                A::ChangeProgress,
                A::ToggleBar,
                A::ToggleMouse,
                A::ToggleStatus,
            ],
        ),
        (
            "Ways of reading",
            &[A::ToggleFocus, A::ToggleRuler, A::ToggleAutoTurn, A::ReadAloud, A::NextSentence, A::PreviousSentence],
        ),
        ("The program", &[A::ShowHelp, A::ShowPalette, A::Command, A::Redraw, A::Suspend, A::Quit]),
    ]
};

/// The help's rows for a key table, those that a filter lets through.
#[must_use]
pub fn help_rows(keymap: &Keymap, filter: &Filter) -> Vec<HelpRow> {
    let passes = filter.test();
    let bindings = |context: Context| keymap.bindings().iter().filter(move |binding| binding.context == context);
    let mut rows = Vec::new();
    let mut group = |title: &'static str, keys: Vec<HelpRow>| {
        let shown = |row: &HelpRow| match row {
            HelpRow::Keys { keys, does, also } => passes(&format!("{does} {keys} {also}")),
            _ => true,
        };
        let keys: Vec<HelpRow> = keys.into_iter().filter(shown).collect();
        if !keys.is_empty() {
            if !rows.is_empty() {
                rows.push(HelpRow::Gap);
            }
            rows.extend([HelpRow::Title(title)].into_iter().filter(|_| !title.is_empty()).chain(keys));
        }
    };
    if filter.words().is_empty() {
        let first = |(action, does): &(Action, &'static str)| {
            let binding = bindings(Context::Reading).find(|binding| binding.action == *action)?;
            Some(HelpRow::First { key: binding.keys.first()?.to_string(), does })
        };
        group("", FIRST.iter().filter_map(first).collect());
    }
    for (title, actions) in GROUPS {
        let row = |action: &Action| bindings(Context::Reading).find(|binding| binding.action == *action).map(row);
        group(title, actions.iter().filter_map(row).collect());
    }
    let bare = |(keys, does): &(&str, &'static str)| HelpRow::Keys { keys: (*keys).to_owned(), does, also: "" };
    group("Signs", SIGNS.iter().map(bare).collect());
    let contexts = [
        Context::Selection,
        Context::Panel,
        Context::Contents,
        Context::Marks,
        Context::Shelf,
        Context::Themes,
        Context::Prompt,
    ];
    for context in contexts {
        if context == Context::Prompt {
            group("While you write a note", NOTE.iter().map(bare).collect());
        }
        group(context.title(), bindings(context).map(row).collect());
    }
    rows
}

/// The keys of the note editor, which stand in no key table: all others type or move.
const NOTE: [(&str, &str); 3] =
    [("Esc Ctrl-S", "Save the note"), ("Ctrl-C Ctrl-G", "Discard what you typed"), ("Enter", "Begin a new line")];

/// The signs of the margin and of the lists.
const SIGNS: [(&str, &str); 4] = [
    ("▸", "A bookmark, or a folded chapter"),
    ("✓", "Read from beginning to end"),
    ("■", "The mood of a scene"),
    ("≈", "A guess, until your pace is known"),
];

fn row(binding: &Binding) -> HelpRow {
    let mut keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
    if (binding.context, binding.action) == (Context::Reading, Action::Quit) {
        // It is typed into a question, and so stands in no key table.
        keys.push(":q".to_owned());
    }
    let action = binding.action;
    HelpRow::Keys { keys: keys.join(" "), does: action.description(), also: action.other_words() }
}

/// The columns of a window in which keys stand beside what they do; in a narrower one they stand below it.
pub const HELP_BESIDE: u16 = 76;

/// Rows of a window that the help does not fill: its edges, its hint with the row above, and the one below it.
const AROUND: u16 = 5;

/// Rows that the longest lists of keys take beyond one each, where they stand beside what they do.
const WRAPPED: u16 = 4;

/// How many of the help's rows are seen at once, at least.
#[must_use]
pub fn help_screenful(width: u16, height: u16) -> usize {
    // In a narrow window what a key does, and the keys, which may go on in a third.
    let rows = height.saturating_sub(AROUND);
    usize::from(if width < HELP_BESIDE { rows / 3 } else { rows.saturating_sub(WRAPPED) }.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_binding_stands_in_the_help() {
        let keymap = Keymap::default();
        let rows = help_rows(&keymap, &Filter::default());
        let listed = rows.iter().filter(|row| matches!(row, HelpRow::Keys { .. })).count();
        assert_eq!(listed, keymap.bindings().len() + NOTE.len() + SIGNS.len());
        assert!(rows.iter().any(|row| matches!(row, HelpRow::Keys { does: "Next scene", keys, .. } if keys == "]")));
        let first: Vec<_> = rows.iter().take_while(|row| matches!(row, HelpRow::First { .. })).collect();
        assert_eq!(first.len(), 8);
    }

    #[test]
    fn a_filter_leaves_the_rows_that_have_its_words() {
        let mut filter = Filter::default();
        filter.insert("hyph");
        let rows = help_rows(&Keymap::default(), &filter);
        assert!(matches!(&rows[..], [HelpRow::Title(_), HelpRow::Keys { keys, .. }] if keys == "-"), "{rows:?}");
    }
}
