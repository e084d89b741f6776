//! Themes: how each role looks, in each mood.
//!
//! A theme maps scopes to colours and modifiers and gives each mood its ornament's glyphs. It knows nothing of
//! geometry, so that a change of theme redraws and never typesets.

mod builtin;
mod depth;
mod scope;
mod source;

pub use builtin::{BUILTIN, DEFAULT, TERMINAL, builtin};
pub use depth::Depth;
pub use scope::Scope;
pub use source::read;

use ratatui::style::{Modifier, Style};

use crate::document::{Mood, SafeText};
use crate::typeset::Roles;

/// A theme, resolved: every mood's style of every scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The name that it is chosen by.
    pub name: SafeText,
    /// One line on what it is like.
    pub description: SafeText,
    plain: Looks,
    moods: [Looks; Mood::ALL.len()],
}

/// The looks of one mood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Looks {
    styles: [Style; Scope::ALL.len()],
    ornament: SafeText,
}

impl Theme {
    /// How a scope looks in a mood; `None` is a scene without one, and everything around the page.
    #[must_use]
    pub fn style(&self, mood: Option<Mood>, scope: Scope) -> Style {
        self.looks(mood).styles[scope as usize]
    }

    /// How text looks that is a `block` and means `roles` besides. What is stressed within italics stands upright, as
    /// in print, so that it is told apart without colour too.
    #[must_use]
    pub fn text_style(&self, mood: Option<Mood>, block: Scope, roles: Roles) -> Style {
        let base = self.style(mood, Scope::Text).patch(self.style(mood, block));
        roles.iter().fold(base, |under, role| {
            let over = self.style(mood, Scope::from(role));
            let style = under.patch(over);
            let both = under.add_modifier.contains(Modifier::ITALIC) && over.add_modifier.contains(Modifier::ITALIC);
            if both { style.remove_modifier(Modifier::ITALIC) } else { style }
        })
    }

    /// The glyphs of a mood's scene break.
    #[must_use]
    pub fn ornament(&self, mood: Option<Mood>) -> &str {
        &self.looks(mood).ornament
    }

    /// The same theme for a terminal that shows fewer colours. Modifiers stay: italics survive `NO_COLOR`.
    #[must_use]
    pub fn reduced(mut self, depth: Depth) -> Self {
        for looks in self.moods.iter_mut().chain([&mut self.plain]) {
            for style in &mut looks.styles {
                style.fg = style.fg.and_then(|colour| depth.reduce(colour));
                style.bg = style.bg.and_then(|colour| depth.reduce(colour));
            }
            if depth == Depth::None {
                // What a theme tells by colour alone has to be told by something.
                for (scope, modifier) in [
                    (Scope::Hit, Modifier::UNDERLINED),
                    (Scope::CurrentHit, Modifier::REVERSED),
                    (Scope::Selected, Modifier::REVERSED),
                ] {
                    let style = &mut looks.styles[scope as usize];
                    *style = style.add_modifier(modifier);
                }
            }
        }
        self
    }

    fn looks(&self, mood: Option<Mood>) -> &Looks {
        mood.map_or(&self.plain, |mood| &self.moods[mood as usize])
    }
}

#[cfg(test)]
mod tests;
