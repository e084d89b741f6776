//! The names that a theme may style: what text means, and the parts around the page.

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
    pub const ALL: [Self; 22] = [
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

    /// The scope of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
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
