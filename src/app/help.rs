//! The help, made from the live key table.

use crate::config::{Context, Keymap};

/// A row of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpRow {
    /// The name of a group of keys.
    Title(&'static str),
    /// Keys, and what they ask for.
    Keys {
        /// The keys as they are shown.
        keys: String,
        /// What they ask for.
        does: &'static str,
    },
    /// Room between groups.
    Gap,
}

/// The help's rows for a key table.
#[must_use]
pub fn help_rows(keymap: &Keymap) -> Vec<HelpRow> {
    let mut rows = Vec::new();
    for context in [Context::Reading, Context::Panel, Context::Bookmarks, Context::Shelf] {
        if !rows.is_empty() {
            rows.push(HelpRow::Gap);
        }
        rows.push(HelpRow::Title(context.title()));
        for binding in keymap.bindings().iter().filter(|binding| binding.context == context) {
            let keys = binding.keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            rows.push(HelpRow::Keys { keys, does: binding.action.description() });
        }
    }
    rows
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
        let rows = help_rows(&keymap);
        let listed = rows.iter().filter(|row| matches!(row, HelpRow::Keys { .. })).count();
        assert_eq!(listed, keymap.bindings().len());
        assert!(rows.contains(&HelpRow::Keys { keys: "]".to_owned(), does: "next scene" }));
    }
}
