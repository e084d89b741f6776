//! Themes: how each role looks, in each mood.
//!
//! A theme maps scopes to colours and modifiers and gives each mood its ornament's glyphs. It knows nothing of
//! geometry, so that a change of theme redraws and never typesets.
//!
//! A theme goes through three steps:
//!
//! 1. `source` reads the TOML of a theme and of its ancestors into one `Definition`. Colours are still names there.
//! 2. `resolve` replaces the names by the colours that one depth and one contrast show.
//! 3. [`Theme::style`] and [`Theme::text_style`] answer from a table, so that drawing resolves nothing.
//!
//! # Example
//!
//! ```
//! use nightstand::document::Mood;
//! use nightstand::theme::{Contrast, Depth, Scope, builtin};
//! use ratatui::style::Color;
//!
//! let theme = builtin("lamplight").unwrap();
//! let in_256_colours = theme.rendered(Depth::Ansi256, Contrast::Aa);
//! let ink = in_256_colours.style(Some(Mood::Dream), Scope::Text).fg;
//! assert!(matches!(ink, Some(Color::Indexed(_))));
//! ```

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
pub use resolve::beside_colour;
pub use scope::Scope;

use std::sync::Arc;

use ratatui::style::{Modifier, Style};

use self::definition::Definition;
use crate::diagnostic::Diagnostic;
use crate::document::{Mood, SafeText};
use crate::typeset::{Role, Roles};

/// A theme as a terminal shows it: every mood's style of every scope.
///
/// The theme keeps its definition, so that [`Theme::rendered`] can show it at another depth or contrast. Clones share the
/// definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The name by which a reader chooses the theme.
    pub name: SafeText,
    /// Whether the theme comes from a file of the reader's. [`read`] and [`builtin`] leave this `false`.
    pub own: bool,
    /// The looks of a scene without a mood, and of everything around the page.
    plain: Looks,
    /// The looks of each mood, by the mood's discriminant.
    moods: [Looks; Mood::ALL.len()],
    /// The theme as its file defines it, for every depth.
    definition: Arc<Definition>,
    /// The depth and the contrast for which its looks were made. `None` if they have been changed since.
    made_for: Option<(Depth, Contrast)>,
}

/// The looks of one mood.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Looks {
    /// The style of each scope, by the scope's discriminant.
    styles: [Style; Scope::ALL.len()],
    /// The glyphs of a scene break.
    ornament: SafeText,
    /// The position of titles. `None` leaves it to the layout.
    title: Option<TitleStyle>,
    /// Whether scenes open with a drop cap. `None` leaves it to the layout.
    drop_cap: Option<bool>,
    /// The transition to a scene of this mood. `None` leaves it to the drawing.
    transition: Option<Transition>,
}

impl Looks {
    /// Looks without any colour, modifier or glyph: the value of an array before it is filled.
    const EMPTY: Self = Self {
        styles: [Style::new(); Scope::ALL.len()],
        ornament: SafeText::EMPTY,
        title: None,
        drop_cap: None,
        transition: None,
    };
}

/// Reads a theme from its TOML. Returns the theme with 24-bit colours and its own contrast, and the remarks on its
/// source.
///
/// `find` returns the source of a theme by its name. The function calls it for each theme in the chain of `inherits`.
///
/// A mistake in the source costs only the entry in which it stands. Its remark names the line and the column, and the
/// rest of the theme still works.
///
/// # Errors
///
/// Returns the remark on a source that is not valid TOML, or on an ancestor's source that is not.
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
///
/// An unknown name gets a remark with the nearest valid one:
///
/// ```
/// use nightstand::theme::read;
///
/// let (_, remarks) = read("mine", "[reader]\nheadin = \"red\"\n", &|_| None).unwrap();
/// assert_eq!(remarks[0].line, 2);
/// assert!(remarks[0].message.contains("`heading`"));
///
/// assert!(read("mine", "[reader", &|_| None).is_err());
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
        made_for: None,
    };
    Ok((theme.rendered(Depth::True, Contrast::Off), remarks))
}

impl Theme {
    /// Returns the theme's description, variant, pair, author and licence. Fields that its file leaves out are empty.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.definition.meta
    }

    /// Returns whether the theme was made for the Helix editor: it has no `[reader]`, no `[roles]` and no `[mood]`.
    ///
    /// The looks of such a theme's moods are derived from its plain colours. Everything else that the theme leaves out
    /// comes from the built-in theme `mono`.
    ///
    /// ```
    /// use nightstand::document::Mood;
    /// use nightstand::theme::{Scope, read};
    ///
    /// let helix = "\"ui.text\" = \"#d8d8d8\"\n\"ui.background\" = { bg = \"#282828\" }\n";
    /// let theme = read("grey", helix, &|_| None).unwrap().0;
    /// assert!(theme.is_foreign());
    /// let ground = |mood| theme.style(mood, Scope::Text).bg;
    /// assert_ne!(ground(Some(Mood::Dream)), ground(None));
    /// ```
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.definition.foreign
    }

    /// Returns the style of a scope in a mood. The mood `None` stands for a scene without a mood, and for everything
    /// around the page.
    ///
    /// The style of a role such as [`Scope::Emphasis`] has only what the role adds. [`Theme::text_style`] lays it over
    /// the style of the text.
    #[must_use]
    pub fn style(&self, mood: Option<Mood>, scope: Scope) -> Style {
        self.looks(mood).styles[scope as usize]
    }

    /// Returns the style of text in a `block` that has `roles` besides.
    ///
    /// The styles of the text, of the block and of each role are laid over each other in this order. Emphasis within
    /// italics is upright, as in print. So it differs from the text around it even without colour.
    ///
    /// ```
    /// use nightstand::document::Mood;
    /// use nightstand::theme::{Scope, builtin};
    /// use nightstand::typeset::{Role, Roles};
    /// use ratatui::style::Modifier;
    ///
    /// let theme = builtin("mono").unwrap();
    /// let emphasis = Roles::from_iter([Role::Emphasis]);
    /// let is_italic = |mood, roles| {
    ///     theme.text_style(mood, Scope::Text, roles).add_modifier.contains(Modifier::ITALIC)
    /// };
    /// assert!(is_italic(None, emphasis));
    /// // A dream is in italics.
    /// assert!(is_italic(Some(Mood::Dream), Roles::default()));
    /// assert!(!is_italic(Some(Mood::Dream), emphasis));
    /// ```
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

    /// Returns the glyphs of a mood's scene break, or an empty string if neither the theme nor an ancestor gives any.
    #[must_use]
    pub fn ornament(&self, mood: Option<Mood>) -> &str {
        &self.looks(mood).ornament
    }

    /// Returns the position of a mood's titles, or `None` if the theme leaves it to the layout.
    #[must_use]
    pub fn title(&self, mood: Option<Mood>) -> Option<TitleStyle> {
        self.looks(mood).title
    }

    /// Returns whether scenes of a mood open with a drop cap, or `None` if the theme leaves it to the layout.
    ///
    /// ```
    /// use nightstand::document::Mood;
    /// use nightstand::theme::read;
    ///
    /// let (theme, _) = read("mine", "[mood.dream]\ndrop-cap = false\n", &|_| None).unwrap();
    /// assert_eq!(theme.drop_cap(Some(Mood::Dream)), Some(false));
    /// assert_eq!(theme.drop_cap(Some(Mood::Dawn)), None);
    /// ```
    #[must_use]
    pub fn drop_cap(&self, mood: Option<Mood>) -> Option<bool> {
        self.looks(mood).drop_cap
    }

    /// Returns the transition to a scene of a mood, or `None` if the theme leaves it to the drawing.
    #[must_use]
    pub fn transition(&self, mood: Option<Mood>) -> Option<Transition> {
        self.looks(mood).transition
    }

    /// Returns the same theme for a terminal of this depth, with at least this contrast.
    ///
    /// Modifiers stay at every depth: italics survive `NO_COLOR`. The looks depend only on the definition and the
    /// arguments, so a theme may be rendered any number of times. Italics that [`Theme::without_italics`] took away come
    /// back.
    ///
    /// ```
    /// use nightstand::theme::{Contrast, Depth, Rgb, Scope, builtin};
    ///
    /// let daylight = builtin("daylight").unwrap();
    /// let strict = daylight.rendered(Depth::True, Contrast::Aaa).style(None, Scope::Text);
    /// let (ink, ground) = (Rgb::of(strict.fg.unwrap()).unwrap(), Rgb::of(strict.bg.unwrap()).unwrap());
    /// assert!(ink.contrast(ground) >= 7.0);
    ///
    /// let colourless = daylight.rendered(Depth::None, Contrast::Aaa);
    /// assert_eq!(colourless.style(None, Scope::Text).fg, None);
    /// assert_eq!(colourless.rendered(Depth::True, Contrast::Off), daylight);
    /// ```
    #[must_use]
    pub fn rendered(&self, depth: Depth, contrast: Contrast) -> Self {
        // Looks are made of hundreds of colours, and most terminals want those that are there.
        if self.made_for == Some((depth, contrast)) {
            return self.clone();
        }
        let base = self.definition.foreign.then(builtin::mono).flatten();
        let looks = resolve::looks(&self.definition, base, depth, contrast);
        let [plain, moods @ ..] = looks;
        Self {
            name: self.name.clone(),
            own: self.own,
            plain,
            moods,
            definition: Arc::clone(&self.definition),
            made_for: Some((depth, contrast)),
        }
    }

    /// Returns the same theme for a terminal that shows italics in reverse video, as GNU screen does.
    ///
    /// A dream in italics would be a page of blocks there. So emphasis and foreign phrases are underlined, and all other
    /// italics become upright. The colours, the title and the ornament of a dream still tell it from waking.
    ///
    /// ```
    /// use nightstand::document::Mood;
    /// use nightstand::theme::{Scope, builtin};
    /// use ratatui::style::Modifier;
    ///
    /// let theme = builtin("mono").unwrap().without_italics();
    /// assert!(theme.style(None, Scope::Emphasis).add_modifier.contains(Modifier::UNDERLINED));
    /// assert!(theme.style(Some(Mood::Dream), Scope::Text).add_modifier.is_empty());
    /// ```
    #[must_use]
    pub fn without_italics(mut self) -> Self {
        self.made_for = None;
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
