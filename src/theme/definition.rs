//! A theme as its file defines it, its ancestors laid under it. Colours are still names, so that a child's palette recolours what
//! it inherits, and each depth of colour finds its own.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::style::{Color, Modifier};

use super::Scope;
use crate::document::{Mood, SafeText};

/// A definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Definition {
    pub(super) meta: Meta,
    pub(super) palettes: Palettes,
    /// The palette's names that other entries of it name.
    pub(super) aliases: BTreeSet<String>,
    pub(super) plain: Rules,
    pub(super) moods: [MoodRules; Mood::ALL.len()],
    /// Whether it is a theme of the Helix editor's that says nothing of a reader.
    pub(super) foreign: bool,
}

/// What a theme says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// One line on what it is like.
    pub description: SafeText,
    /// Whether its ground is dark or light.
    pub variant: Option<Variant>,
    /// The theme that is its other half: the light one of a dark one.
    pub pair: SafeText,
    /// Who made it.
    pub author: SafeText,
    /// The licence of its colours.
    pub licence: SafeText,
}

/// Whether a theme's ground is dark or light.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Light ink on a dark ground.
    Dark,
    /// Dark ink on a light ground.
    Light,
}

impl Variant {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Dark, Self::Light];

    /// Returns the name in a theme's file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }
}

/// Colours by name, for each depth: 24 bits, 256 and sixteen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Palettes {
    pub(super) full: BTreeMap<String, Color>,
    pub(super) of256: BTreeMap<String, Color>,
    pub(super) of16: BTreeMap<String, Color>,
}

/// How a page, or a mood of it, looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    /// By our own scopes' index.
    pub(super) ours: BTreeMap<usize, Rule>,
    /// By Helix's scopes.
    pub(super) helix: BTreeMap<String, Rule>,
    pub(super) ornament: Option<SafeText>,
    pub(super) title: Option<TitleStyle>,
    pub(super) transition: Option<Transition>,
}

/// How a mood looks, and the colours that have another value there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct MoodRules {
    pub(super) palettes: Palettes,
    pub(super) rules: Rules,
}

/// The look of one scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) fg: Option<String>,
    pub(super) bg: Option<String>,
    pub(super) add: Modifier,
    pub(super) sub: Modifier,
}

/// How a scene's title stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleStyle {
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
    /// In large letters, where there is room.
    Big,
}

/// How a scene of another mood comes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// At once.
    None,
    /// Its letters come one by one.
    Dissolve,
    /// Its colours come up from its ground.
    Fade,
}

impl Rule {
    /// Lays another rule over this one.
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
    /// Returns the rule of one of Helix's scopes: that of the longest name that it begins with.
    pub(super) fn helix(&self, scope: &str) -> Option<&Rule> {
        let mut name = scope;
        loop {
            if let Some(rule) = self.helix.get(name) {
                return Some(rule);
            }
            name = name.rsplit_once('.')?.0;
        }
    }

    /// Returns the rule of a scope, our own names over Helix's.
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
