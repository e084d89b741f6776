//! Reads a theme's TOML. What is odd is remarked on and left out; the rest of the theme still works.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Looks, Scope, Theme};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::document::{Mood, SafeText};

/// The longest chain of `inherits`.
const MOST_ANCESTORS: usize = 8;

/// The modifiers, by the names that they have in a theme's file.
const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("strike", Modifier::CROSSED_OUT),
];

/// The colour names that a theme may use beside its palette: the terminal's own.
const COLOURS: [&str; 17] = [
    "default",
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "gray",
    "darkgray",
    "lightred",
    "lightgreen",
    "lightyellow",
    "lightblue",
    "lightmagenta",
    "lightcyan",
    "white",
];

/// Reads the theme `name` from its source; `find` gives the source of one that it inherits from.
///
/// # Errors
/// The remark on a source that is no TOML at all.
pub fn read(
    name: &str,
    source: &str,
    find: &dyn Fn(&str) -> Option<String>,
) -> Result<(Theme, Vec<Diagnostic>), Diagnostic> {
    let mut draft = Draft::default();
    let mut remarks = Vec::new();
    draft.take(&[name], source, find, &mut remarks)?;
    let theme = draft.resolve(name);
    Ok((theme, remarks))
}

/// A theme with its ancestors laid under it, colours still by name: a child's palette recolours what it inherits.
#[derive(Default)]
struct Draft {
    description: SafeText,
    palette: BTreeMap<String, Color>,
    plain: DraftLooks,
    moods: [DraftLooks; Mood::ALL.len()],
}

#[derive(Default, Clone)]
struct DraftLooks {
    styles: BTreeMap<usize, DraftStyle>,
    ornament: Option<SafeText>,
}

#[derive(Default, Clone)]
struct DraftStyle {
    fg: Option<String>,
    bg: Option<String>,
    add: Modifier,
    sub: Modifier,
}

type Table<'i> = DeTable<'i>;

impl Draft {
    /// Takes in the last of a chain of themes, each of which inherits from the next; those that it inherits from first.
    fn take(
        &mut self,
        chain: &[&str],
        source: &str,
        find: &dyn Fn(&str) -> Option<String>,
        remarks: &mut Vec<Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let table = DeTable::parse(source).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            Diagnostic::at(source, at, &format!("not valid TOML: {}", error.message()))
        })?;
        let table = table.get_ref();
        if let Some((name, at)) = text(table, "inherits") {
            // A theme of one's own may inherit from the built-in one of its name, which then has no parent of that name.
            let loops = chain.iter().filter(|other| **other == name).count() > 1;
            let wrong = match find(name) {
                _ if loops => {
                    let last = chain.iter().rposition(|other| *other == name).unwrap_or(0);
                    format!("`inherits` goes round in a loop: {} → {name}", chain[last..].join(" → "))
                }
                _ if chain.len() > MOST_ANCESTORS => {
                    format!("more than {MOST_ANCESTORS} themes inherit from each other")
                }
                Some(parent) => {
                    self.take(&[chain, &[name]].concat(), &parent, find, remarks)?;
                    String::new()
                }
                // A theme of one's own is no parent of itself, so that it is not found where the chain comes back to it.
                None if chain.contains(&name) => {
                    format!("`inherits` goes round in a loop: {} → {name}", chain.join(" → "))
                }
                None => format!("`inherits` names an unknown theme, `{name}`"),
            };
            if !wrong.is_empty() {
                remarks.push(Diagnostic::at(source, at, &wrong));
            }
        }
        let mut reader = ThemeReader { source, remarks, draft: self };
        reader.theme(table);
        Ok(())
    }

    fn resolve(self, name: &str) -> Theme {
        let colour = |name: &String| self.palette.get(name).copied().or_else(|| own_colour(name));
        let style = |draft: &DraftStyle| Style {
            fg: draft.fg.as_ref().and_then(colour),
            bg: draft.bg.as_ref().and_then(colour),
            add_modifier: draft.add,
            sub_modifier: draft.sub,
        };
        let looks = |draft: &DraftLooks, under: &Looks| {
            let mut looks = under.clone();
            for (scope, change) in &draft.styles {
                looks.styles[*scope] = looks.styles[*scope].patch(style(change));
            }
            if let Some(ornament) = &draft.ornament {
                looks.ornament = ornament.clone();
            }
            looks
        };
        let plain = looks(&self.plain, &Looks::default());
        let moods = self.moods.each_ref().map(|mood| looks(mood, &plain));
        Theme { name: SafeText::line(name), description: self.description.clone(), plain, moods }
    }
}

struct ThemeReader<'a> {
    source: &'a str,
    remarks: &'a mut Vec<Diagnostic>,
    draft: &'a mut Draft,
}

impl ThemeReader<'_> {
    fn theme(&mut self, table: &Table<'_>) {
        // The palette first, so that roles may name its colours wherever it stands.
        if let Some(palette) = self.table(table, "palette") {
            self.palette(palette);
        }
        for (key, value) in table {
            match (&**key.get_ref(), value.get_ref()) {
                ("description", DeValue::String(text)) => self.draft.description = SafeText::line(text),
                ("inherits", DeValue::String(_)) | ("palette", _) => {}
                ("roles", DeValue::Table(roles)) => {
                    let mut looks = std::mem::take(&mut self.draft.plain);
                    self.looks(roles, &mut looks);
                    self.draft.plain = looks;
                }
                ("mood", DeValue::Table(moods)) => self.moods(moods),
                ("description" | "inherits" | "roles" | "mood", _) => self.remark(
                    value,
                    "wrong type: `description` and `inherits` are strings, `roles` and `mood` are tables",
                ),
                (unknown, _) => {
                    let near = suggestion(unknown, ["description", "inherits", "palette", "roles", "mood"]);
                    self.remark_at(key.span().start, &format!("unknown key `{unknown}` in a theme{near}"));
                }
            }
        }
    }

    /// Takes in the palette. An entry may name another one, wherever that stands.
    fn palette(&mut self, palette: &Table<'_>) {
        let (mut open, mut read) = (palette.iter().collect::<Vec<_>>(), BTreeSet::new());
        loop {
            let before = open.len();
            open.retain(|(name, value)| {
                let DeValue::String(text) = value.get_ref() else { return true };
                // What is still to be read in this palette is not what an ancestor's palette had under that name.
                let waits = palette.get(&**text).is_some() && **text != **name.get_ref() && !read.contains(&**text);
                let named = || self.draft.palette.get(&**text).copied().filter(|_| !waits);
                let Some(colour) = own_colour(text).or_else(named) else { return true };
                read.insert(name.get_ref().to_string());
                self.draft.palette.insert(name.get_ref().to_string(), colour);
                false
            });
            if open.len() == before {
                break;
            }
        }
        for (_, value) in open {
            match value.get_ref() {
                DeValue::String(text) => self.unknown_colour(value, text),
                _ => self.remark(value, "a colour must be a string such as \"#2b2a28\""),
            }
        }
    }

    fn moods(&mut self, moods: &Table<'_>) {
        for (name, value) in moods {
            let Some(mood) = Mood::parse(name.get_ref()) else {
                let near = suggestion(name.get_ref(), Mood::ALL.map(Mood::name));
                self.remark_at(name.span().start, &format!("unknown mood `{}`{near}", name.get_ref()));
                continue;
            };
            let DeValue::Table(roles) = value.get_ref() else {
                self.remark(value, "a mood must be a table of roles");
                continue;
            };
            let mut looks = std::mem::take(&mut self.draft.moods[mood as usize]);
            self.looks(roles, &mut looks);
            self.draft.moods[mood as usize] = looks;
        }
    }

    fn looks(&mut self, roles: &Table<'_>, looks: &mut DraftLooks) {
        for (name, value) in roles {
            match (&**name.get_ref(), value.get_ref()) {
                ("glyphs", DeValue::String(glyphs)) => looks.ornament = Some(SafeText::line(glyphs)),
                (name_text, look) => match (Scope::parse(name_text), look) {
                    (Some(scope), DeValue::String(colour)) => {
                        // A slip costs itself, and not what was inherited.
                        if let Some(fg) = self.colour(value, colour) {
                            looks.styles.entry(scope as usize).or_default().fg = Some(fg);
                        }
                    }
                    (Some(scope), DeValue::Table(style)) => {
                        let mut draft = looks.styles.remove(&(scope as usize)).unwrap_or_default();
                        self.style(style, &mut draft);
                        looks.styles.insert(scope as usize, draft);
                    }
                    (Some(_), _) => self.remark(value, "a role must be a colour or a table"),
                    (None, _) => {
                        let near = suggestion(name_text, Scope::ALL.map(Scope::name));
                        self.remark_at(name.span().start, &format!("unknown role `{name_text}`{near}"));
                    }
                },
            }
        }
    }

    fn style(&mut self, table: &Table<'_>, style: &mut DraftStyle) {
        for (key, value) in table {
            let modifier = MODIFIERS.iter().find(|(name, _)| name == key.get_ref()).map(|(_, modifier)| *modifier);
            match (&**key.get_ref(), value.get_ref(), modifier) {
                ("fg", DeValue::String(colour), _) => style.fg = self.colour(value, colour).or(style.fg.take()),
                ("bg", DeValue::String(colour), _) => style.bg = self.colour(value, colour).or(style.bg.take()),
                (_, DeValue::Boolean(on), Some(modifier)) => {
                    style.add.set(modifier, *on);
                    style.sub.set(modifier, !*on);
                }
                ("fg" | "bg", _, _) => self.remark(value, "a colour must be a string"),
                (_, _, Some(_)) => self.remark(value, "must be `true` or `false`"),
                (unknown, _, None) => {
                    let known = ["fg", "bg"].into_iter().chain(MODIFIERS.map(|(name, _)| name));
                    let near = suggestion(unknown, known);
                    self.remark_at(key.span().start, &format!("unknown key `{unknown}` in a role{near}"));
                }
            }
        }
    }

    /// A colour's name, if it means one; else a remark.
    fn colour(&mut self, value: &Spanned<DeValue<'_>>, name: &str) -> Option<String> {
        if self.draft.palette.contains_key(name) || own_colour(name).is_some() {
            return Some(name.to_owned());
        }
        self.unknown_colour(value, name);
        None
    }

    fn unknown_colour(&mut self, value: &Spanned<DeValue<'_>>, name: &str) {
        let palette: Vec<String> = self.draft.palette.keys().cloned().collect();
        let others = palette.iter().map(String::as_str).filter(|other| *other != name);
        let near = suggestion(name, others.chain(COLOURS));
        self.remark(value, &format!("unknown colour `{name}`{near}"));
    }

    fn table<'t>(&mut self, table: &'t Table<'_>, key: &str) -> Option<&'t Table<'t>> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::Table(inner) => Some(inner),
            _ => {
                self.remark(value, "must be a table");
                None
            }
        }
    }

    fn remark(&mut self, value: &Spanned<DeValue<'_>>, message: &str) {
        self.remark_at(value.span().start, message);
    }

    fn remark_at(&mut self, at: usize, message: &str) {
        // Who reads on after a hundred?
        if self.remarks.len() >= 100 {
            return;
        }
        self.remarks.push(Diagnostic::at(self.source, at, message));
    }
}

/// A colour by its value or by the name that it has in every terminal.
fn own_colour(name: &str) -> Option<Color> {
    match name {
        "default" => Some(Color::Reset),
        _ if name.starts_with('#') || COLOURS.contains(&name) => Color::from_str(name).ok(),
        _ => None,
    }
}

fn text<'t>(table: &'t Table<'_>, key: &str) -> Option<(&'t str, usize)> {
    let value = table.get(key)?;
    match value.get_ref() {
        DeValue::String(text) => Some((text, value.span().start)),
        _ => None,
    }
}
