//! `keys.toml`: which keys ask for what, as a reader wants it.
//!
//! A file has a table for each context (`[page]`, `[list]` …), whose entries bind actions to keys by name. What it binds goes
//! before the preset that it names, and that before the keys that are built in. What is odd in a file is remarked on and left
//! out; the rest holds. The module reads texts and knows no file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Binding, Context, Key, KeySequence, Keymap};
use crate::action::Action;
use crate::diagnostic::{Diagnostic, suggestion};

/// The presets: the keys of other programs. Each is a file as a reader might have it.
pub const PRESETS: [(&str, &str); 3] = [
    ("less", include_str!("../../assets/keys/less.toml")),
    ("vim", include_str!("../../assets/keys/vim.toml")),
    ("kindle", include_str!("../../assets/keys/kindle.toml")),
];

impl Keymap {
    /// Returns the keys that a file asks for, and what is odd in it.
    #[must_use]
    pub fn read(source: &str) -> (Self, Vec<Diagnostic>) {
        let mut keymap = Self::default();
        let mut remarks = Vec::new();
        let table = match DeTable::parse(source) {
            Ok(table) => table,
            Err(error) => return (keymap, vec![Diagnostic::no_toml(source, &error)]),
        };
        let mut reader = KeyReader { source, keymap: &mut keymap, remarks: &mut remarks, bound: Vec::new() };
        // As they stand in the file, so that what is bound above is.
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        // The preset lies under everything else, wherever it stands.
        for (key, value) in entries.iter().filter(|(key, _)| &**key.get_ref() == "preset") {
            reader.preset(key, value);
        }
        for (key, value) in entries.iter().filter(|(key, _)| &**key.get_ref() != "preset") {
            reader.table(key, value);
        }
        remarks.sort_by_key(|remark| (remark.line, remark.column));
        keymap.keep_a_way_out();
        (keymap, remarks)
    }

    /// Returns all keys in force as a file that asks for the same.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let quoted = |key: &KeySequence| toml::Value::String(key.written()).to_string();
        let entry = |binding: &Binding| {
            let keys: Vec<String> = binding.keys.iter().map(quoted).collect();
            format!("{} = [{}]\n", binding.action.name(), keys.join(", "))
        };
        let table = |context: Context| {
            let entries = self.bindings().iter().filter(|binding| binding.context == context).map(entry);
            format!("[{}]\n{}", context.name(), entries.collect::<String>())
        };
        Context::ALL.map(table).join("\n")
    }
}

/// Reads a file into a key table.
struct KeyReader<'a> {
    source: &'a str,
    keymap: &'a mut Keymap,
    remarks: &'a mut Vec<Diagnostic>,
    /// What the file has bound so far.
    bound: Vec<(Context, KeySequence, Action)>,
}

type Name<'a> = Spanned<std::borrow::Cow<'a, str>>;

impl KeyReader<'_> {
    fn remark(&mut self, at: usize, message: &str) {
        self.remarks.push(Diagnostic::at(self.source, at, message));
    }

    fn preset(&mut self, key: &Name<'_>, value: &Spanned<DeValue<'_>>) {
        let DeValue::String(name) = value.get_ref() else {
            return self.remark(key.span().start, "`preset` must be a string");
        };
        match PRESETS.iter().find(|(preset, _)| *preset == &**name) {
            Some((_, source)) => {
                let (keymap, _) = Keymap::read(source);
                *self.keymap = keymap;
            }
            None => {
                let near = suggestion(name, PRESETS.iter().map(|(name, _)| *name));
                self.remark(value.span().start, &format!("unknown preset `{name}`{near} (presets: less, vim, kindle)"));
            }
        }
    }

    fn table(&mut self, key: &Name<'_>, value: &Spanned<DeValue<'_>>) {
        let name = &**key.get_ref();
        let Some(context) = Context::ALL.into_iter().find(|context| context.name() == name) else {
            let near = suggestion(name, Context::ALL.iter().map(|context| context.name()).chain(["preset"]));
            return self.remark(key.span().start, &format!("unknown table `{name}`{near}"));
        };
        let DeValue::Table(entries) = value.get_ref() else {
            return self.remark(value.span().start, &format!("`{name}` must be a table of actions"));
        };
        // Whether all other keys of the context are let go.
        if let Some((only, value)) = entries.iter().find(|(key, _)| &**key.get_ref() == "only") {
            match value.get_ref() {
                DeValue::Boolean(true) => self.keymap.clear(context),
                DeValue::Boolean(false) => {}
                _ => self.remark(only.span().start, "`only` must be true or false"),
            }
        }
        let mut entries: Vec<_> = entries.iter().filter(|(key, _)| &**key.get_ref() != "only").collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (action, keys) in entries {
            self.entry(context, action, keys);
        }
    }

    fn entry(&mut self, context: Context, name: &Name<'_>, value: &Spanned<DeValue<'_>>) {
        let there =
            |action: &Action| self.keymap.bindings().iter().any(|b| (b.context, b.action) == (context, *action));
        let Some(action) = Action::named(name.get_ref()).filter(there) else {
            let names = self.keymap.bindings().iter().filter(|b| b.context == context).map(|b| b.action.name());
            let near = suggestion(name.get_ref(), names);
            let message = match (value.get_ref(), name.get_ref().parse::<KeySequence>()) {
                (DeValue::String(action), Ok(_)) if Action::named(action).is_some() => {
                    format!("the action stands first: {action} = \"{}\"", name.get_ref())
                }
                _ => format!("unknown action `{}` in [{}]{near}", name.get_ref(), context.name()),
            };
            return self.remark(name.span().start, &message);
        };
        let values = match value.get_ref() {
            DeValue::Array(values) => values.iter().collect(),
            _ => vec![value],
        };
        let mut keys = Vec::new();
        let wanted = values.len();
        for value in values {
            let DeValue::String(text) = value.get_ref() else {
                self.remark(value.span().start, "a key must be a string, such as \"ctrl-f\"");
                return;
            };
            match text.parse::<KeySequence>() {
                // In the page a digit begins a count.
                Ok(KeySequence { first: Key::Char('0'..='9'), .. }) if context == Context::Reading => {
                    self.remark(value.span().start, &format!("`{text}` begins a count, and can’t be a key here"));
                }
                Ok(key)
                    if context == Context::Prompt && (key.second.is_some() || matches!(key.first, Key::Char(_))) =>
                {
                    let why = if key.second.is_some() { "one key is enough" } else { "letters are typed" };
                    let message = format!("`{text}` can’t be a key here, where {why}; `ctrl-f` and `f5` can");
                    self.remark(value.span().start, &message);
                }
                Ok(key) => {
                    let taken = self.bound.iter().find(|(c, k, a)| (*c, *k) == (context, key) && *a != action);
                    if let Some((_, _, other)) = taken {
                        let message = format!("`{text}` is bound to `{}` above already", other.name());
                        self.remark(value.span().start, &message);
                        continue;
                    }
                    let clash = |(c, k, _): &&(Context, KeySequence, Action)| {
                        *c == context && k.first == key.first && k.second.is_some() != key.second.is_some()
                    };
                    if let Some((_, other, _)) = self.bound.iter().find(clash) {
                        let message =
                            format!("`{text}` can’t be a key beside `{}`: one begins the other", other.written());
                        self.remark(value.span().start, &message);
                        continue;
                    }
                    self.bound.push((context, key, action));
                    keys.push(key);
                }
                Err(unknown) => self.remark(value.span().start, &unknown.to_string()),
            }
        }
        // A slip costs the entry: the action keeps the keys that it had.
        if wanted == 0 || !keys.is_empty() {
            self.keymap.bind(context, action, keys);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Meaning;

    #[test]
    fn a_slip_costs_no_key_and_there_is_always_a_way_out() {
        let (keymap, remarks) = Keymap::read("[page]\nquit = [\"alt-q\"]\nfirst-page = \"3\"\n");
        assert_eq!(remarks.len(), 2);
        assert_eq!(keymap.action(Context::Reading, Key::Char('q')), Some(Action::Quit));
        let (keymap, _) = Keymap::read("[page]\nonly = true\nnext-page = \"n\"\n");
        assert_eq!(keymap.action(Context::Reading, Key::Ctrl('c')), Some(Action::Quit));
        // Whatever else it asks for, and a terminal sends Enter for `ctrl-m`.
        for source in ["search = [\"ctrl-c\"]", "search = \"ctrl-c x\"", "quit = \"\\u001b\"\nsearch = \"ctrl-c\""] {
            let (keymap, _) = Keymap::read(&format!("[page]\nonly = true\n{source}\n"));
            assert_eq!(keymap.action(Context::Reading, Key::Ctrl('c')), Some(Action::Quit), "{source}");
        }
        assert_eq!(
            Keymap::read("[page]\nquit = \"ctrl-m\"\n").0.action(Context::Reading, Key::Enter),
            Some(Action::Quit)
        );
        let (_, remarks) = Keymap::read("[page]\nnext-page = \"x\"\nfirst-page = \"x\"\n");
        assert_eq!(remarks[0].to_string(), "3:14: `x` is bound to `next-page` above already");
    }

    #[test]
    fn a_file_binds_keys_takes_them_from_others_and_lets_go() {
        let source = "[page]\nnext-page = [\"n\", \"ctrl-f\"]\nfirst-page = \"g g\"\nquit = []\n[list]\ndown = \"n\"\n";
        let (keymap, remarks) = Keymap::read(source);
        assert_eq!(remarks, []);
        let page = |key: char| keymap.action(Context::Reading, Key::Char(key));
        assert_eq!((page('n'), page(' '), page('q')), (Some(Action::NextPage), None, None));
        assert_eq!(keymap.meaning(Context::Reading, None, Key::Char('g')), Meaning::Prefix);
        let both = keymap.meaning(Context::Reading, Some(Key::Char('g')), Key::Char('g'));
        assert_eq!(both, Meaning::Action(Action::FirstPage));
        assert_eq!(keymap.continuations(Context::Reading, Key::Char('g')), [(Key::Char('g'), Action::FirstPage)]);
        assert_eq!(keymap.action(Context::Marks, Key::Char('n')), Some(Action::Down));
    }

    #[test]
    fn what_is_in_force_is_a_file_that_asks_for_the_same() {
        for (name, source) in [("none", "")].into_iter().chain(PRESETS) {
            let (keymap, remarks) = Keymap::read(source);
            assert_eq!(remarks, [], "{name}");
            assert_eq!(Keymap::read(&keymap.to_toml()), (keymap, Vec::new()), "{name}");
        }
    }

    #[test]
    fn a_line_that_is_typed_can_always_be_taken_and_put_away() {
        let (keymap, remarks) = Keymap::read("[prompt]\nonly = true\nclear-line = \"ctrl-x\"\n");
        assert_eq!(remarks, []);
        let asks = |key: &str| keymap.action(Context::Prompt, key.parse().unwrap());
        assert_eq!(["enter", "esc"].map(asks), [Some(Action::TakeAnswer), Some(Action::Dismiss)]);
        assert_eq!(["ctrl-x", "ctrl-u"].map(asks), [Some(Action::ClearLine), None]);
    }

    #[test]
    fn presets_have_the_keys_of_their_programs() {
        let preset = |name: &str| Keymap::read(&format!("preset = \"{name}\"\n")).0;
        let asks = |keymap: &Keymap, key: &str| keymap.action(Context::Reading, key.parse().unwrap());
        let less = preset("less");
        assert_eq!((asks(&less, "h"), asks(&less, "d")), (Some(Action::ShowHelp), Some(Action::NextPage)));
        let vim = preset("vim");
        let gg = vim.meaning(Context::Reading, Some(Key::Char('g')), Key::Char('g'));
        assert_eq!(gg, Meaning::Action(Action::FirstPage));
        let kindle = preset("kindle");
        assert_eq!((asks(&kindle, "j"), asks(&kindle, "right")), (None, Some(Action::NextPage)));
        assert!(asks(&kindle, "esc").is_some() && asks(&kindle, "f1") == Some(Action::ShowHelp));
    }

    /// What is wrong in a key file, and what is said of it.
    const WRONG: [(&str, &str); 19] = [
        ("[page]\nshow-help = \"0\"\n", "2:13: `0` begins a count, and can’t be a key here"),
        ("[page]\n\"shift-g\" = \"last-page\"\n", "2:1: the action stands first: last-page = \"shift-g\""),
        ("[pgae]\n", "1:2: unknown table `pgae`; did you mean `page`?"),
        ("preset = \"lses\"\n", "1:10: unknown preset `lses`; did you mean `less`? (presets: less, vim, kindle)"),
        ("preset = 7\n", "1:1: `preset` must be a string"),
        ("[page]\nnext-pgae = \"j\"\n", "2:1: unknown action `next-pgae` in [page]; did you mean `next-page`?"),
        (
            "[page]\nnext-page = \"spce\"\n",
            "2:13: unknown key `spce`; write keys as `j`, `space`, `pagedown`, `f5` or `ctrl-f`, and two at most as `g g`",
        ),
        ("[page]\nnext-page = [\"j\", 7]\n", "2:19: a key must be a string, such as \"ctrl-f\""),
        ("[page]\nnext-page = 7\n", "2:13: a key must be a string, such as \"ctrl-f\""),
        ("page = 7\n", "1:8: `page` must be a table of actions"),
        ("[page]\nnext-page = \"x\"\nquit = \"x\"\n", "3:8: `x` is bound to `next-page` above already"),
        ("[page]\nquit = \"g\"\nfirst-page = \"g g\"\n", "3:14: `g g` can’t be a key beside `g`: one begins the other"),
        (
            "[prompt]\nclear-line = \"x\"\n",
            "2:14: `x` can’t be a key here, where letters are typed; `ctrl-f` and `f5` can",
        ),
        (
            "[prompt]\nclear-line = \"ctrl-x ctrl-u\"\n",
            "2:14: `ctrl-x ctrl-u` can’t be a key here, where one key is enough; `ctrl-f` and `f5` can",
        ),
        ("[page]\nonly = 1\n", "2:1: `only` must be true or false"),
        (
            "[page]\nnext-page = \"a b c\"\n",
            "2:13: unknown key `a b c`; write keys as `j`, `space`, `pagedown`, `f5` or `ctrl-f`, and two at most as `g g`",
        ),
        ("[page]\nrename = \"x\"\n", "2:1: unknown action `rename` in [page]"),
        ("[page\n", "1:6: not valid TOML: unclosed table, expected `]`"),
        (
            "[list]\ndown = \"\"\n",
            "2:8: unknown key ``; write keys as `j`, `space`, `pagedown`, `f5` or `ctrl-f`, and two at most as `g g`",
        ),
    ];

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_the_rest_holds() {
        for (source, expected) in WRONG {
            let (keymap, remarks) = Keymap::read(&format!("{source}[shelf]\nforget = \"f\"\n"));
            let told: Vec<String> = remarks.iter().map(ToString::to_string).collect();
            assert_eq!(told, [expected], "{source}");
            if !expected.contains("TOML") {
                assert_eq!(keymap.action(Context::Shelf, Key::Char('f')), Some(Action::Forget), "{source}");
            }
        }
    }
}
