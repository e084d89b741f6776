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
