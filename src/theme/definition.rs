//! A theme as its file defines it, with its ancestors laid under it.
//!
//! Colours are still names here. So the palette of a child recolours the rules that the child inherits, and each depth of
//! colour can give a name its own value. `resolve` replaces the names by colours.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::style::{Color, Modifier};

use super::Scope;
use crate::document::{Mood, SafeText};

/// The definition of a theme: what its file and its ancestors' files say, merged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Definition {
    /// The theme's description, variant, pair, author and licence.
    pub(super) meta: Meta,
    /// The colours that the theme's names stand for in every mood.
    pub(super) palettes: Palettes,
    /// The names that a palette gives as the value of another entry. Such a name counts as used.
    pub(super) aliases: BTreeSet<String>,
    /// The rules of a scene without a mood, which also lie under those of each mood.
    pub(super) plain: Rules,
    /// The rules and colours of each mood, by the mood's discriminant.
    pub(super) moods: [MoodRules; Mood::ALL.len()],
    /// Whether no file in the chain has `[reader]`, `[roles]` or `[mood]`: a theme of the Helix editor.
    pub(super) foreign: bool,
}

/// The `[meta]` table of a theme: what the theme says of itself. Nothing in it changes a look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// One line that says what the theme looks like.
    pub description: SafeText,
    /// Whether the theme's ground is dark or light. `None` if the theme does not say it.
    pub variant: Option<Variant>,
    /// The name of the theme's other half: the light theme of a dark one, or the dark theme of a light one. It may be
    /// empty.
    pub pair: SafeText,
    /// The theme's author.
    pub author: SafeText,
    /// The licence of the theme's colours.
    pub licence: SafeText,
}

/// The kind of a theme's ground: dark or light.
///
/// A reader may name a theme of each variant. The terminal's background decides which one is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Light ink on a dark ground.
    Dark,
    /// Dark ink on a light ground.
    Light,
}

impl Variant {
    /// Both variants.
    pub const ALL: [Self; 2] = [Self::Dark, Self::Light];

    /// Returns the name in a theme's file, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }
}

/// The colours of names, for each depth.
///
/// The palettes of 256 and of sixteen colours hold only the values that an author chose for these depths. An ink
/// whose name they lack becomes the nearest colour to its 24-bit one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Palettes {
    /// `[palette]`: 24-bit colours, or names of the terminal's own.
    pub(super) full: BTreeMap<String, Color>,
    /// `[palette256]`: the values for terminals with 256 colours.
    pub(super) of256: BTreeMap<String, Color>,
    /// `[palette16]`: the values for terminals with sixteen colours.
    pub(super) of16: BTreeMap<String, Color>,
}

/// The looks of a page, or of one mood. What the rules leave out comes from the layer under them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    /// The rules of the reader's scopes, by the scope's discriminant.
    pub(super) ours: BTreeMap<usize, Rule>,
    /// The rules of the Helix editor's scopes, by their dotted names.
    pub(super) helix: BTreeMap<String, Rule>,
    /// `glyphs`: the characters of a scene break.
    pub(super) ornament: Option<SafeText>,
    /// `title`: the position of titles.
    pub(super) title: Option<TitleStyle>,
    /// `drop-cap`: whether a scene opens with a letter of three rows.
    pub(super) drop_cap: Option<bool>,
    /// `transition`: the way from a scene of another mood to one of these rules.
    pub(super) transition: Option<Transition>,
}

/// The looks of a mood, and the names that have another colour there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct MoodRules {
    /// The colours of `[mood.NAME.palette]` and its two siblings, which go before those of the theme.
    pub(super) palettes: Palettes,
    /// The rules of `[mood.NAME]`.
    pub(super) rules: Rules,
}

/// The look of one scope. Modifiers that are neither added nor taken away stay as the layer under the rule has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rule {
    /// The ink: a name or a value such as `#2b2a28`.
    pub(super) fg: Option<String>,
    /// The ground: a name or a value.
    pub(super) bg: Option<String>,
    /// The modifiers that the rule adds.
    pub(super) add: Modifier,
    /// The modifiers that the rule takes away.
    pub(super) sub: Modifier,
}

/// The position and size of a scene's title: the values of `title` in a theme's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleStyle {
    /// At the left edge.
    Left,
    /// In the middle of the measure.
    Centre,
    /// In the middle and in capitals, the large letters that a terminal has.
    Big,
}

/// The way in which a scene of another mood comes up: the values of `transition` in a theme's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// At once.
    None,
    /// The letters of the scene appear one after the other.
    Dissolve,
    /// The inks of the scene come up from its ground. Without 24-bit colours or without a ground, the letters appear
    /// as with [`Transition::Dissolve`].
    Fade,
}

impl Rule {
    /// Lays another rule over this one. Colours and modifiers that the other rule leaves out stay.
    pub(super) fn patch(&mut self, over: &Self) {
        for (under, over) in [(&mut self.fg, &over.fg), (&mut self.bg, &over.bg)] {
            if over.is_some() {
                under.clone_from(over);
            }
        }
        self.add = (self.add - over.sub) | over.add;
        self.sub = (self.sub - over.add) | over.sub;
    }
}

impl Rules {
    /// Returns the rule of a Helix scope, or `None` if there is none.
    ///
    /// As in Helix, a scope without a rule has that of the longest scope before one of its dots. So `markup.heading.1`
    /// may have the rule of `markup.heading` or of `markup`.
    pub(super) fn helix(&self, scope: &str) -> Option<&Rule> {
        let mut name = scope;
        loop {
            if let Some(rule) = self.helix.get(name) {
                return Some(rule);
            }
            name = name.rsplit_once('.')?.0;
        }
    }

    /// Returns the rule of a reader's scope. The rule under its own name lies over those of the Helix scopes that
    /// stand for it.
    pub(super) fn rule(&self, scope: Scope) -> Rule {
        let mut rule = Rule::default();
        for (names, part) in scope.in_helix() {
            if let Some(found) = names.iter().find_map(|name| self.helix(name)) {
                rule.patch(&part.of(found));
            }
        }
        if let Some(ours) = self.ours.get(&(scope as usize)) {
            rule.patch(ours);
        }
        rule
    }
}
