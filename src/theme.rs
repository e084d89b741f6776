//! Themes: how each role looks, in each mood.
//!
//! A theme maps scopes to colours and modifiers and gives each mood its ornament's glyphs. It knows nothing of
//! geometry, so that a change of theme redraws and never typesets.

mod builtin;
mod check;
mod colour;
mod definition;
mod depth;
mod derive;
mod import;
mod names;
mod resolve;
mod scope;
mod source;

pub use builtin::{BUILTIN, DEFAULT, TERMINAL, builtin, builtin_source, current_name};
pub use check::{Eyes, Warning};
pub use colour::{NAMED, Rgb};
pub use definition::{Meta, TitleStyle, Transition, Variant};
pub use depth::{Contrast, Depth};
pub use import::{ImportError, import};
pub use scope::Scope;

use std::sync::Arc;

use ratatui::style::{Modifier, Style};

use self::definition::Definition;
use crate::diagnostic::Diagnostic;
use crate::document::{Mood, SafeText};
use crate::typeset::{Role, Roles};

/// A theme as a terminal shows it: every mood's style of every scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The name that it is chosen by.
    pub name: SafeText,
    /// Whether it is the reader's, and not built in.
    pub own: bool,
    plain: Looks,
    moods: [Looks; Mood::ALL.len()],
    definition: Arc<Definition>,
}

/// The looks of one mood.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Looks {
    styles: [Style; Scope::ALL.len()],
    ornament: SafeText,
    title: Option<TitleStyle>,
    transition: Option<Transition>,
}

impl Looks {
    const EMPTY: Self =
        Self { styles: [Style::new(); Scope::ALL.len()], ornament: SafeText::EMPTY, title: None, transition: None };
}

/// Reads the theme `name` from its source; `find` returns the source of one that it inherits from. The theme has all colours,
/// and the contrast of its own.
///
/// # Errors
/// The remark on a source that is no TOML at all.
///
/// # Example
///
/// ```
/// use nightstand::document::Mood;
/// use nightstand::theme::{Scope, builtin_source, read};
///
/// let source = "inherits = \"daylight\"\n[mood.dream]\nglyphs = \"~\"\n";
/// let (theme, remarks) = read("mine", source, &|name| builtin_source(name).map(str::to_owned)).unwrap();
/// assert!(remarks.is_empty());
/// assert_eq!(theme.ornament(Some(Mood::Dream)), "~");
/// assert_ne!(theme.style(Some(Mood::Dream), Scope::Text), theme.style(None, Scope::Text));
/// ```
pub fn read(
    name: &str,
    source: &str,
    find: &dyn Fn(&str) -> Option<String>,
) -> Result<(Theme, Vec<Diagnostic>), Diagnostic> {
    let mut remarks = Vec::new();
    let definition = source::definition(name, source, find, &mut remarks)?;
    let theme = Theme {
        name: SafeText::line(name),
        own: false,
        plain: Looks::EMPTY,
        moods: [const { Looks::EMPTY }; Mood::ALL.len()],
        definition: Arc::new(definition),
    };
    Ok((theme.rendered(Depth::True, Contrast::Off), remarks))
}

impl Theme {
    /// Returns what the theme says of itself.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.definition.meta
    }

    /// Returns whether it is a theme of the Helix editor's that says nothing of a reader. Its moods are derived.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.definition.foreign
    }

    /// Returns the style of a scope in a mood. `None` is a scene without a mood, and everything around the page.
    #[must_use]
    pub fn style(&self, mood: Option<Mood>, scope: Scope) -> Style {
        self.looks(mood).styles[scope as usize]
    }

    /// Returns how text looks that is a `block` and means `roles` besides. What is stressed within italics stands upright, as
    /// in print, so that it is told apart without colour too.
    #[must_use]
    pub fn text_style(&self, mood: Option<Mood>, block: Scope, roles: Roles) -> Style {
        let base = self.style(mood, Scope::Text).patch(self.style(mood, block));
        roles.iter().fold(base, |under, role| {
            let over = self.style(mood, Scope::from(role));
            let mut style = under.patch(over);
            if role == Role::Struck {
                // Whatever a theme says of it: without the line it would say the contrary.
                style = style.add_modifier(Modifier::CROSSED_OUT);
            }
            let both = under.add_modifier.contains(Modifier::ITALIC) && over.add_modifier.contains(Modifier::ITALIC);
            if both { style.remove_modifier(Modifier::ITALIC) } else { style }
        })
    }

    /// Returns the glyphs of a mood's scene break.
    #[must_use]
    pub fn ornament(&self, mood: Option<Mood>) -> &str {
        &self.looks(mood).ornament
    }

    /// Returns how a mood's titles stand, where the theme says it.
    #[must_use]
    pub fn title(&self, mood: Option<Mood>) -> Option<TitleStyle> {
        self.looks(mood).title
    }

    /// Returns how a scene of a mood comes up, where the theme says it.
    #[must_use]
    pub fn transition(&self, mood: Option<Mood>) -> Option<Transition> {
        self.looks(mood).transition
    }

    /// Returns the same theme for a terminal of this depth, with this least contrast. Modifiers stay: italics survive
    /// `NO_COLOR`.
    #[must_use]
    pub fn rendered(&self, depth: Depth, contrast: Contrast) -> Self {
        let base = self.definition.foreign.then(builtin::mono).flatten();
        let looks = resolve::looks(&self.definition, base, depth, contrast);
        let [plain, moods @ ..] = looks;
        Self { name: self.name.clone(), own: self.own, plain, moods, definition: Arc::clone(&self.definition) }
    }

    /// Returns the same theme for a terminal that shows italics in reverse video, as GNU screen does: a dream would be a page of
    /// blocks. Emphasis is underlined instead, and a dream is told by its colours, its title and its ornament.
    #[must_use]
    pub fn without_italics(mut self) -> Self {
        for looks in self.moods.iter_mut().chain([&mut self.plain]) {
            for scope in Scope::ALL {
                let style = &mut looks.styles[scope as usize];
                if style.add_modifier.contains(Modifier::ITALIC) {
                    style.add_modifier.remove(Modifier::ITALIC);
                    let stressed = matches!(scope, Scope::Emphasis | Scope::Foreign);
                    style
                        .add_modifier
                        .set(Modifier::UNDERLINED, stressed || style.add_modifier.contains(Modifier::UNDERLINED));
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
