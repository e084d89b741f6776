//! The names that a theme may style: what text means, and the parts around the page.

use super::definition::Rule;
use crate::document::BlockKind;
use crate::typeset::{LineKind, Role};

/// A thing with a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Text, and the page it stands on.
    Text,
    /// A scene's title.
    Heading,
    /// A scene break's glyphs.
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
    /// The quiet line at the foot.
    Status,
    /// What that line says when something happened.
    Message,
    /// A list or a text over the page.
    Panel,
    /// What such a panel is called.
    PanelTitle,
    /// Its lesser text: hints, page numbers.
    PanelDim,
    /// The chosen row of a list.
    Selected,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 23] = [
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
    ];

    /// The name in a theme's file.
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
        }
    }

    /// Returns Helix's scopes for it: of each list the first that a theme names, and what of it is taken.
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
            Self::Hit => &[(&["ui.selection"], All)],
            Self::CurrentHit => &[(&["ui.cursor.primary", "ui.cursor", "ui.selection.primary"], All)],
            Self::Message => &[(&["info", "diagnostic.info", "hint"], Ink)],
            Self::Panel => {
                &[(&["ui.background"], Ground), (&["ui.popup", "ui.menu"], Ground), (&["ui.menu", "ui.text"], Ink)]
            }
            Self::Selected => &[(&["ui.menu.selected", "ui.selection.primary"], All)],
            Self::Letter | Self::SmallCaps => &[],
        }
    }

    /// Returns whether it is beside the text: a contrast of 3 : 1 is enough for it (WCAG 2.2, 1.4.11).
    #[must_use]
    pub fn is_quiet(self) -> bool {
        matches!(self, Self::Ornament | Self::Author | Self::Status | Self::PanelDim)
    }

    /// Returns whether it is ink on the page, which has no ground of its own.
    #[must_use]
    pub fn is_ink(self) -> bool {
        let beside = matches!(self, Self::Text | Self::Hit | Self::CurrentHit | Self::Status | Self::Message);
        !beside && !self.is_on_panel()
    }

    /// Returns whether it stands on a panel.
    #[must_use]
    pub fn is_on_panel(self) -> bool {
        matches!(self, Self::Panel | Self::PanelTitle | Self::PanelDim | Self::Selected)
    }

    /// The scope of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// What of a rule is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    All,
    /// The ink and the modifiers.
    Ink,
    /// The ground.
    Ground,
}

impl Part {
    /// Returns this part of a rule.
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
