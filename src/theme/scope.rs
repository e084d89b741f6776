//! Scopes: the names that a theme may style.
//!
//! A scope is either what text means, such as emphasis, or a part around the page, such as the status line. Drawing
//! asks a theme for the style of a scope and knows no colours. Most scopes also stand for scopes of the Helix editor, so
//! that its themes work here.

use super::definition::Rule;
use crate::document::BlockKind;
use crate::typeset::{LineKind, Role};

/// A meaning of text, or a part of the window, that a theme gives a look.
///
/// Scopes are also indices into a theme's table of styles.
///
/// ```
/// use nightstand::theme::Scope;
///
/// assert_eq!(Scope::parse("small-caps"), Some(Scope::SmallCaps));
/// assert_eq!(Scope::CurrentHit.name(), "current-hit");
/// assert!(Scope::Status.is_quiet() && !Scope::Text.is_quiet());
/// assert!(Scope::Emphasis.is_ink() && Scope::Selected.is_on_panel());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Plain text. Its ground is the ground of the page.
    Text,
    /// A scene's title.
    Heading,
    /// The glyphs of a scene break, and drop caps.
    Ornament,
    /// Lines of verse.
    Verse,
    /// A letter within a scene.
    Letter,
    /// A quotation.
    Quotation,
    /// The story's title on the title page.
    Title,
    /// The story's author on the title page.
    Author,
    /// Stressed text.
    Emphasis,
    /// Strongly stressed text.
    Strong,
    /// A foreign phrase.
    Foreign,
    /// Small print.
    Small,
    /// Small capitals.
    SmallCaps,
    /// Struck out text.
    Struck,
    /// What leads elsewhere in the story, such as a note's number.
    Link,
    /// A found phrase.
    Hit,
    /// The found phrase that the reader is at.
    CurrentHit,
    /// The status line at the foot of the window.
    Status,
    /// A message or a question in the status line.
    Message,
    /// A panel over the page, such as a list or the help.
    Panel,
    /// The title of a panel.
    PanelTitle,
    /// Hints and page numbers in a panel.
    PanelDim,
    /// The selected row of a list.
    Selected,
    /// Text that the reader has selected.
    Selection,
    /// The sentence that is read aloud.
    Spoken,
    /// Highlighted text of the first colour.
    Highlight1,
    /// Highlighted text of the second colour.
    Highlight2,
    /// Highlighted text of the third colour.
    Highlight3,
    /// Highlighted text of the fourth colour.
    Highlight4,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 29] = [
        Self::Text,
        Self::Heading,
        Self::Ornament,
        Self::Verse,
        Self::Letter,
        Self::Quotation,
        Self::Title,
        Self::Author,
        Self::Emphasis,
        Self::Strong,
        Self::Foreign,
        Self::Small,
        Self::SmallCaps,
        Self::Struck,
        Self::Link,
        Self::Hit,
        Self::CurrentHit,
        Self::Status,
        Self::Message,
        Self::Panel,
        Self::PanelTitle,
        Self::PanelDim,
        Self::Selected,
        Self::Selection,
        Self::Spoken,
        Self::Highlight1,
        Self::Highlight2,
        Self::Highlight3,
        Self::Highlight4,
    ];

    /// The scopes of highlights, in the order of their colours.
    pub const HIGHLIGHTS: [Self; 4] = [Self::Highlight1, Self::Highlight2, Self::Highlight3, Self::Highlight4];

    /// Returns the name in a theme's file: lower case, with hyphens between words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Heading => "heading",
            Self::Ornament => "ornament",
            Self::Verse => "verse",
            Self::Letter => "letter",
            Self::Quotation => "quotation",
            Self::Title => "title",
            Self::Author => "author",
            Self::Emphasis => "emphasis",
            Self::Strong => "strong",
            Self::Foreign => "foreign",
            Self::Small => "small",
            Self::SmallCaps => "small-caps",
            Self::Struck => "struck",
            Self::Link => "link",
            Self::Hit => "hit",
            Self::CurrentHit => "current-hit",
            Self::Status => "status",
            Self::Message => "message",
            Self::Panel => "panel",
            Self::PanelTitle => "panel-title",
            Self::PanelDim => "panel-dim",
            Self::Selected => "selected",
            Self::Selection => "selection",
            Self::Spoken => "spoken",
            Self::Highlight1 => "highlight-1",
            Self::Highlight2 => "highlight-2",
            Self::Highlight3 => "highlight-3",
            Self::Highlight4 => "highlight-4",
        }
    }

    /// Returns the Helix scopes that stand for this scope, as lists with the part that is taken from each.
    ///
    /// Of each list, the first scope that a theme has a rule for is used. Later lists lie over earlier ones. A scope
    /// without lists is one that an editor of code has no counterpart for.
    pub(super) fn in_helix(self) -> &'static [(&'static [&'static str], Part)] {
        use Part::{All, Ground, Ink};
        match self {
            Self::Text => &[(&["ui.background"], Ground), (&["ui.text", "ui.foreground"], Ink)],
            Self::Heading | Self::Title | Self::PanelTitle => &[(&["markup.heading.1", "keyword"], All)],
            Self::Ornament => &[(&["markup.heading.marker", "keyword"], Ink)],
            Self::Verse => &[(&["markup.quote", "string"], Ink)],
            Self::Quotation => &[(&["markup.quote"], All)],
            Self::Author | Self::Status | Self::PanelDim => &[(&["comment"], Ink)],
            Self::Small => &[(&["ui.text.inactive"], Ink)],
            Self::Emphasis | Self::Foreign => &[(&["markup.italic"], All)],
            Self::Strong => &[(&["markup.bold"], All)],
            Self::Struck => &[(&["markup.strikethrough"], All)],
            Self::Link => &[(&["markup.link.text", "markup.link"], All)],
            Self::Hit | Self::Selection | Self::Spoken => &[(&["ui.selection"], All)],
            Self::CurrentHit => &[(&["ui.cursor.primary", "ui.cursor", "ui.selection.primary"], All)],
            Self::Message => &[(&["info", "diagnostic.info", "hint"], Ink)],
            Self::Panel => {
                &[(&["ui.background"], Ground), (&["ui.popup", "ui.menu"], Ground), (&["ui.menu", "ui.text"], Ink)]
            }
            Self::Selected => &[(&["ui.menu.selected", "ui.selection.primary"], All)],
            Self::Letter
            | Self::SmallCaps
            | Self::Highlight1
            | Self::Highlight2
            | Self::Highlight3
            | Self::Highlight4 => &[],
        }
    }

    /// Returns whether the scope stands beside the text. A contrast of 3 : 1 is enough for such a scope, as WCAG 2.2
    /// allows for parts that are not text (success criterion 1.4.11).
    #[must_use]
    pub fn is_quiet(self) -> bool {
        matches!(self, Self::Ornament | Self::Author | Self::Status | Self::PanelDim)
    }

    /// Returns whether the scope is ink on the page. A theme can't give such a scope a ground: the page is one sheet
    /// of paper.
    #[must_use]
    pub fn is_ink(self) -> bool {
        let beside = matches!(self, Self::Text | Self::Status | Self::Message);
        !beside && !self.is_lit() && !self.is_on_panel()
    }

    /// Returns whether the scope stands on a panel, whose ground then lies under it.
    #[must_use]
    pub fn is_on_panel(self) -> bool {
        matches!(self, Self::Panel | Self::PanelTitle | Self::PanelDim | Self::Selected)
    }

    /// Returns whether the scope lights text up, so that it must be told from the text around it.
    #[must_use]
    pub fn is_lit(self) -> bool {
        let found = matches!(self, Self::Hit | Self::CurrentHit | Self::Selected | Self::Selection | Self::Spoken);
        found || Self::HIGHLIGHTS.contains(&self)
    }

    /// Returns the scope with this name, or `None` if there is none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// The part of a Helix rule that a reader's scope takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The whole rule.
    All,
    /// The ink and the modifiers, without the ground.
    Ink,
    /// The ground alone.
    Ground,
}

impl Part {
    /// Returns a rule with this part of another one. The other fields are empty.
    pub(super) fn of(self, rule: &Rule) -> Rule {
        match self {
            Self::All => rule.clone(),
            Self::Ink => Rule { bg: None, ..rule.clone() },
            Self::Ground => Rule { bg: rule.bg.clone(), ..Rule::default() },
        }
    }
}

impl From<Role> for Scope {
    fn from(role: Role) -> Self {
        match role {
            Role::Emphasis => Self::Emphasis,
            Role::Strong => Self::Strong,
            Role::Foreign => Self::Foreign,
            Role::Small => Self::Small,
            Role::SmallCaps => Self::SmallCaps,
            Role::Struck => Self::Struck,
            Role::Link => Self::Link,
        }
    }
}

impl From<LineKind> for Scope {
    fn from(kind: LineKind) -> Self {
        match kind {
            LineKind::Text(BlockKind::Heading { .. }) => Self::Heading,
            LineKind::Text(BlockKind::Verse) => Self::Verse,
            LineKind::Text(BlockKind::Letter) => Self::Letter,
            LineKind::Text(BlockKind::Quotation) => Self::Quotation,
            LineKind::StoryTitle => Self::Title,
            LineKind::StoryAuthor => Self::Author,
            LineKind::Ornament => Self::Ornament,
            LineKind::Text(_) | LineKind::Blank | LineKind::Sink => Self::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn every_scope_stands_at_its_own_index() {
        for (index, scope) in Scope::ALL.into_iter().enumerate() {
            assert_eq!(scope as usize, index);
            assert_eq!(Scope::parse(scope.name()), Some(scope));
        }
    }
}
