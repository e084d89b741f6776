//! Reads a theme's TOML into a `Definition`. An entry with a mistake gets a remark and is left out, and the rest of
//! the theme still works.
//!
//! The format is a superset of the Helix editor's: dotted scopes at the top level, `inherits`, `[palette]`,
//! `modifiers`, `underline`. Scopes of Helix that a page has no use for get no remark. `docs/themes.md` describes the
//! format for readers, and `docs/theme.schema.json` describes it for editors.
//!
//! Ancestors are read first and into the same definition, so that each child changes what it inherits.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::style::{Color, Modifier};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Scope;
use super::definition::{Definition, Palettes, Rule, Rules, TitleStyle, Transition, Variant};
use super::names::{COLOURS, HELIX_WORDS, IN_HELIX, KEYS, MODIFIERS, NEVER, PROPERTIES, STYLE, own_colour};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::document::{Mood, SafeText};

/// The longest chain of `inherits`. It limits how many files one theme can make the program read.
const MOST_ANCESTORS: usize = 8;

type Table<'i> = DeTable<'i>;
type Value<'i> = Spanned<DeValue<'i>>;

/// Returns the definition of the theme `name`, and adds remarks on its source and on its ancestors' sources. `find`
/// returns the source of a theme by its name.
///
/// # Errors
///
/// Returns the remark on a source that is not valid TOML, be it the theme's or an ancestor's.
pub(super) fn definition(
    name: &str,
    source: &str,
    find: &dyn Fn(&str) -> Option<String>,
    remarks: &mut Vec<Diagnostic>,
) -> Result<Definition, Diagnostic> {
    let mut definition = Definition { foreign: true, ..Definition::default() };
    take(&mut definition, &[name], source, find, remarks)?;
    Ok(definition)
}

/// Reads the last theme of `chain` into the definition, after the themes that it inherits from. Each theme in the
/// chain inherits from the next.
///
/// A theme with an unknown parent, or with one that closes a cycle, is read without a parent and gets a remark.
fn take(
    definition: &mut Definition,
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
        let own = chain.last() == Some(&name);
        let parent =
            if own { super::builtin_source(name).map(str::to_owned).or_else(|| find(name)) } else { find(name) };
        let wrong = match parent {
            _ if loops => {
                let last = chain.iter().rposition(|other| *other == name).unwrap_or(0);
                format!("`inherits` goes round in a loop: {} → {name}", chain[last..].join(" → "))
            }
            _ if chain.len() > MOST_ANCESTORS => {
                format!("more than {MOST_ANCESTORS} themes inherit from each other")
            }
            Some(parent) => {
                take(definition, &[chain, &[name]].concat(), &parent, find, remarks)?;
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
    let mut reader = ThemeReader { source, remarks, definition };
    reader.theme(table);
    Ok(())
}

/// The reader of one source. Its methods change the definition, and add remarks where the source has mistakes.
struct ThemeReader<'a> {
    /// The TOML, from which the line and the column of a remark are counted.
    source: &'a str,
    /// The remarks on all sources of the chain.
    remarks: &'a mut Vec<Diagnostic>,
    /// The definition, which already has what the ancestors say.
    definition: &'a mut Definition,
}

impl ThemeReader<'_> {
    /// Reads the whole table of a source.
    fn theme(&mut self, table: &Table<'_>) {
        // Palettes first, so that scopes may name their colours wherever these stand.
        let mut palettes = std::mem::take(&mut self.definition.palettes);
        self.palettes(table, &mut palettes, &Palettes::default());
        self.definition.palettes = palettes;
        let mut plain = std::mem::take(&mut self.definition.plain);
        for (key, value) in table {
            let word = key.get_ref().split('.').next().unwrap_or_default();
            match (&**key.get_ref(), value.get_ref()) {
                ("description", DeValue::String(text)) => self.definition.meta.description = SafeText::line(text),
                ("inherits", DeValue::String(_)) | ("palette" | "palette256" | "palette16", _) => {}
                ("roles" | "reader", DeValue::Table(scopes)) => {
                    self.definition.foreign = false;
                    self.rules(scopes, &mut plain, None);
                }
                ("mood", DeValue::Table(moods)) => {
                    self.definition.foreign = false;
                    self.moods(moods);
                }
                ("meta", DeValue::Table(meta)) => self.meta(meta),
                ("description" | "inherits" | "roles" | "reader" | "mood" | "meta", _) => self.remark(
                    value,
                    "wrong type: `description` and `inherits` are strings, `meta`, `reader`, `roles` and `mood` are tables",
                ),
                (name, _) if name.starts_with("reader.") => {
                    self.definition.foreign = false;
                    self.rule((key.span().start, &name["reader.".len()..]), value, &mut plain, None);
                }
                (name, _) if HELIX_WORDS.contains(&word) => self.helix(name, value, &mut plain, None),
                (unknown, _) => {
                    // Helix may have scopes that are not known here, and so only a slip of the finger is told.
                    let slip = |key: &&str| strsim::damerau_levenshtein(unknown, key) <= 2;
                    let near = suggestion(unknown, KEYS.into_iter().filter(slip));
                    let is_style = match value.get_ref() {
                        DeValue::String(_) => true,
                        DeValue::Table(style) => style.keys().all(|key| STYLE.contains(&&**key.get_ref())),
                        _ => false,
                    };
                    if !near.is_empty() || !is_style {
                        self.remark_at(key.span().start, &format!("unknown key `{unknown}` in a theme{near}"));
                    }
                }
            }
        }
        self.definition.plain = plain;
    }

    /// Reads `[meta]`, whose values are single lines of text.
    fn meta(&mut self, meta: &Table<'_>) {
        for (key, value) in meta {
            let DeValue::String(text) = value.get_ref() else {
                self.remark(value, "must be a string");
                continue;
            };
            let line = SafeText::line(text);
            let meta = &mut self.definition.meta;
            match &**key.get_ref() {
                "description" => meta.description = line,
                "pair" => meta.pair = line,
                "author" => meta.author = line,
                "licence" | "license" => meta.licence = line,
                "variant" => match Variant::ALL.into_iter().find(|variant| variant.name() == &**text) {
                    Some(variant) => meta.variant = Some(variant),
                    None => self.remark(value, "`variant` is `dark` or `light`"),
                },
                unknown => {
                    let near = suggestion(unknown, ["author", "description", "licence", "pair", "variant"]);
                    self.remark_at(key.span().start, &format!("unknown key `{unknown}` in `[meta]`{near}"));
                }
            }
        }
    }

    /// Reads the three palettes of a theme or of a mood. Their entries may name colours of `theme`.
    ///
    /// A new value in `[palette]` drops the inherited values of that name for 256 and sixteen colours, which belong to
    /// the old one.
    fn palettes(&mut self, table: &Table<'_>, palettes: &mut Palettes, theme: &Palettes) {
        if let Some(DeValue::Table(palette)) = table.get("palette").map(Spanned::get_ref) {
            // A colour that is given anew has a new value at every depth.
            let same = |name: &String| palette.get(&**name).is_none();
            palettes.of256.retain(|name, _| same(name));
            palettes.of16.retain(|name, _| same(name));
        }
        for (key, target, over, most) in [
            ("palette", &mut palettes.full, &theme.full, None),
            ("palette256", &mut palettes.of256, &theme.of256, Some(255)),
            ("palette16", &mut palettes.of16, &theme.of16, Some(15)),
        ] {
            if let Some(palette) = self.table(table, key) {
                self.palette(palette, target, over, most);
            }
        }
    }

    /// Reads a palette. An entry may name another entry, whatever their order, so the entries are read in rounds until a
    /// round reads none. Entries that are left have no valid colour, and get a remark.
    ///
    /// `most` is the greatest number that may stand for a colour. `None` allows no numbers.
    fn palette(
        &mut self,
        palette: &Table<'_>,
        target: &mut BTreeMap<String, Color>,
        theme: &BTreeMap<String, Color>,
        most: Option<u8>,
    ) {
        let (mut open, mut read) = (palette.iter().collect::<Vec<_>>(), BTreeSet::new());
        loop {
            let before = open.len();
            open.retain(|(name, value)| {
                let colour = match value.get_ref() {
                    DeValue::String(text) => {
                        // What is still to be read in this palette is not what an ancestor's palette had under that name.
                        let waits =
                            palette.get(&**text).is_some() && **text != **name.get_ref() && !read.contains(&**text);
                        let named = || target.get(&**text).or_else(|| theme.get(&**text)).copied().filter(|_| !waits);
                        own_colour(text).or_else(named)
                    }
                    DeValue::Integer(number) => {
                        let number = number.as_str().parse::<u8>().ok();
                        number.filter(|number| most.is_some_and(|most| *number <= most)).map(Color::Indexed)
                    }
                    _ => None,
                };
                let Some(colour) = colour else { return true };
                if let DeValue::String(text) = value.get_ref() {
                    self.definition.aliases.insert(text.to_string());
                }
                read.insert(name.get_ref().to_string());
                target.insert(name.get_ref().to_string(), colour);
                false
            });
            if open.len() == before {
                break;
            }
        }
        for (_, value) in open {
            match value.get_ref() {
                DeValue::String(text) => self.unknown_colour(value, text, target),
                _ => self.remark(
                    value,
                    "a colour must be a string such as \"#2b2a28\"; a number only where there are 256 or 16",
                ),
            }
        }
    }

    /// Reads `[mood]`, which has a table for each mood.
    fn moods(&mut self, moods: &Table<'_>) {
        for (name, value) in moods {
            let DeValue::Table(table) = value.get_ref() else {
                self.remark(value, "a mood must be a table of scopes");
                continue;
            };
            let Some(mood) = Mood::ALL.into_iter().find(|mood| mood.name() == &**name.get_ref()) else {
                let near = suggestion(name.get_ref(), Mood::ALL.map(Mood::name));
                self.remark_at(name.span().start, &format!("unknown mood `{}`{near}", name.get_ref()));
                continue;
            };
            self.mood(mood, table);
        }
    }

    /// Reads the table of a mood: its palettes first, so that its scopes may name their colours.
    fn mood(&mut self, mood: Mood, table: &Table<'_>) {
        let mut rules = std::mem::take(&mut self.definition.moods[mood as usize]);
        let theme = self.definition.palettes.clone();
        self.palettes(table, &mut rules.palettes, &theme);
        let palettes = rules.palettes.clone();
        self.rules(table, &mut rules.rules, Some((mood, &palettes)));
        self.definition.moods[mood as usize] = rules;
    }

    /// Reads the scopes and properties of `[reader]` or of a mood. `mood` has the mood and the colours that are its own.
    ///
    /// `title` is a property if its value is a position, and else a scope.
    fn rules(&mut self, table: &Table<'_>, rules: &mut Rules, mood: Option<(Mood, &Palettes)>) {
        let palettes = mood.map(|(_, palettes)| palettes);
        for (name, value) in table {
            let text = &**name.get_ref();
            // `[mood.dream.nightmare]` is a mood of its own.
            let inner = mood.map(|(mood, _)| format!("{}.{text}", mood.name()));
            let inner = inner.and_then(|inner| Mood::ALL.into_iter().find(|mood| mood.name() == inner));
            match (inner, value.get_ref()) {
                (Some(inner), DeValue::Table(table)) => self.mood(inner, table),
                (_, DeValue::String(word)) if text == "title" && !is_position(word) => {
                    self.rule((name.span().start, text), value, rules, palettes);
                }
                (_, DeValue::Table(_)) if text == "title" => {
                    self.rule((name.span().start, text), value, rules, palettes);
                }
                _ if PROPERTIES.contains(&text) => self.property(text, value, rules),
                _ if mood.is_some() && text.starts_with("palette") => {}
                _ => self.rule((name.span().start, text), value, rules, palettes),
            }
        }
    }

    /// Reads a key that is not a scope.
    fn property(&mut self, name: &str, value: &Value<'_>, rules: &mut Rules) {
        let text = if let DeValue::String(text) = value.get_ref() { Some(&**text) } else { None };
        match (name, text, value.get_ref()) {
            ("glyphs", Some(glyphs), _) => rules.ornament = Some(SafeText::line(glyphs)),
            ("title", Some("left"), _) => rules.title = Some(TitleStyle::Left),
            ("title", Some("centre" | "center"), _) => rules.title = Some(TitleStyle::Centre),
            ("title", Some("big"), _) => rules.title = Some(TitleStyle::Big),
            ("transition", Some("none"), _) => rules.transition = Some(Transition::None),
            ("transition", Some("dissolve"), _) => rules.transition = Some(Transition::Dissolve),
            ("transition", Some("fade"), _) => rules.transition = Some(Transition::Fade),
            ("drop-cap", _, DeValue::Boolean(opens)) => rules.drop_cap = Some(*opens),
            ("glyphs", ..) => self.remark(value, "`glyphs` must be a string"),
            ("title", ..) => self.remark(value, "`title` is `left`, `centre` or `big`"),
            ("transition", ..) => self.remark(value, "`transition` is `none`, `dissolve` or `fade`"),
            _ => self.remark(value, "`drop-cap` is `true` or `false`"),
        }
    }

    /// Reads the look of a scope under the reader's name or under Helix's. `at` is the byte of the name in the source.
    ///
    /// Under a reader's name, the look changes the inherited one. Under a name of Helix, it replaces the inherited one.
    fn rule(&mut self, (at, name): (usize, &str), value: &Value<'_>, rules: &mut Rules, palettes: Option<&Palettes>) {
        let ours = name.strip_prefix("reader.").unwrap_or(name);
        if let Some(scope) = Scope::parse(ours) {
            let mut rule = rules.ours.remove(&(scope as usize)).unwrap_or_default();
            self.look(value, &mut rule, palettes);
            rules.ours.insert(scope as usize, rule);
        } else if name.contains('.') && HELIX_WORDS.contains(&name.split('.').next().unwrap_or_default()) {
            self.helix(name, value, rules, palettes);
        } else {
            let near = suggestion(ours, Scope::ALL.map(Scope::name));
            self.remark_at(at, &format!("unknown role `{ours}`{near}"));
        }
    }

    /// Reads a scope of Helix. Tables and colours within its table are scopes below it, as TOML reads `ui.text = …`.
    fn helix(&mut self, name: &str, value: &Value<'_>, rules: &mut Rules, palettes: Option<&Palettes>) {
        match value.get_ref() {
            DeValue::String(_) => {
                let mut rule = Rule::default();
                self.look(value, &mut rule, palettes);
                rules.helix.insert(name.to_owned(), rule);
            }
            DeValue::Table(table) => {
                let part = |key: &str| !matches!(key, "fg" | "bg" | "modifiers" | "underline");
                let (mut styled, mut rule) = (table.is_empty(), Rule::default());
                for (key, inner) in table {
                    if part(key.get_ref()) && matches!(inner.get_ref(), DeValue::Table(_) | DeValue::String(_)) {
                        self.helix(&format!("{name}.{}", key.get_ref()), inner, rules, palettes);
                    } else {
                        styled = true;
                    }
                }
                if styled {
                    self.style(table, &mut rule, palettes);
                    rules.helix.insert(name.to_owned(), rule);
                }
            }
            // Such as the colours of nested brackets.
            _ => {}
        }
    }

    /// Reads a look, which is a colour for the ink or a table, over the rule that was inherited.
    fn look(&mut self, value: &Value<'_>, rule: &mut Rule, palettes: Option<&Palettes>) {
        match value.get_ref() {
            DeValue::String(colour) => {
                // A slip costs itself, and not what was inherited.
                if let Some(fg) = self.colour(value, colour, palettes) {
                    rule.fg = Some(fg);
                }
            }
            DeValue::Table(style) => self.style(style, rule, palettes),
            _ => self.remark(value, "a role must be a colour or a table"),
        }
    }

    /// Reads the table of a look over the rule that was inherited.
    fn style(&mut self, table: &Table<'_>, style: &mut Rule, palettes: Option<&Palettes>) {
        for (key, value) in table {
            let modifier = MODIFIERS.iter().find(|(name, _)| name == key.get_ref()).map(|(_, modifier)| *modifier);
            match (&**key.get_ref(), value.get_ref(), modifier) {
                ("fg", DeValue::String(colour), _) => {
                    style.fg = self.colour(value, colour, palettes).or(style.fg.take());
                }
                ("bg", DeValue::String(colour), _) => {
                    style.bg = self.colour(value, colour, palettes).or(style.bg.take());
                }
                (_, DeValue::Boolean(on), Some(modifier)) => {
                    style.add.set(modifier, *on);
                    style.sub.set(modifier, !*on);
                }
                ("underline", DeValue::Table(_), _) => style.add |= Modifier::UNDERLINED,
                ("modifiers", DeValue::Array(names), _) => names.iter().for_each(|name| self.modifier(name, style)),
                ("fg" | "bg", _, _) => self.remark(value, "a colour must be a string"),
                ("modifiers", _, _) => self.remark(value, "`modifiers` is a list such as [\"italic\"]"),
                (_, _, Some(_)) => self.remark(value, "must be `true` or `false`"),
                (unknown, _, None) => {
                    let known = ["fg", "bg", "modifiers"].into_iter().chain(MODIFIERS.map(|(name, _)| name));
                    let near = suggestion(unknown, known);
                    self.remark_at(key.span().start, &format!("unknown key `{unknown}` in a role{near}"));
                }
            }
        }
    }

    /// Adds a member of the list `modifiers` to a rule.
    fn modifier(&mut self, value: &Value<'_>, style: &mut Rule) {
        let name = if let DeValue::String(name) = value.get_ref() { &**name } else { "" };
        let known = MODIFIERS.iter().chain(&IN_HELIX).find(|(known, _)| *known == name);
        if let Some((_, modifier)) = known {
            style.add |= *modifier;
        } else if !NEVER.contains(&name) {
            let near = suggestion(name, MODIFIERS.map(|(name, _)| name));
            self.remark(value, &format!("unknown modifier `{name}`{near}"));
        }
    }

    /// Returns a colour's name if a palette or the terminal knows it. Adds a remark if neither does.
    fn colour(&mut self, value: &Value<'_>, name: &str, palettes: Option<&Palettes>) -> Option<String> {
        let theme = &self.definition.palettes;
        let known = |palettes: &Palettes| {
            [&palettes.full, &palettes.of256, &palettes.of16].iter().any(|palette| palette.contains_key(name))
        };
        if known(theme) || palettes.is_some_and(known) || own_colour(name).is_some() {
            return Some(name.to_owned());
        }
        let all = theme.full.clone();
        self.unknown_colour(value, name, &all);
        None
    }

    /// Adds a remark on an unknown colour, with the nearest name of the palette or of the terminal's own.
    fn unknown_colour(&mut self, value: &Value<'_>, name: &str, palette: &BTreeMap<String, Color>) {
        let others = palette.keys().map(String::as_str).filter(|other| *other != name);
        let near = suggestion(name, others.chain(COLOURS));
        self.remark(value, &format!("unknown colour `{name}`{near}"));
    }

    /// Returns the table at a key, or `None` if there is none. Adds a remark if another value stands there.
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

    /// Adds a remark on a value.
    fn remark(&mut self, value: &Value<'_>, message: &str) {
        self.remark_at(value.span().start, message);
    }

    /// Adds a remark on the byte `at` of the source, unless there are a hundred already.
    fn remark_at(&mut self, at: usize, message: &str) {
        // Who reads on after a hundred?
        if self.remarks.len() >= 100 {
            return;
        }
        self.remarks.push(Diagnostic::at(self.source, at, message));
    }
}

/// Returns whether a value of `title` is a position. Any other word is the colour of titles.
fn is_position(word: &str) -> bool {
    matches!(word, "left" | "centre" | "center" | "big")
}

/// Returns the string at a key, with the byte at which it begins, or `None` if there is no string.
fn text<'t>(table: &'t Table<'_>, key: &str) -> Option<(&'t str, usize)> {
    let value = table.get(key)?;
    match value.get_ref() {
        DeValue::String(text) => Some((text, value.span().start)),
        _ => None,
    }
}
