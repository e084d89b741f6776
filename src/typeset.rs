//! From a [`Document`](crate::document::Document) to lines, and from lines to pages.
//!
//! Widths are in terminal cells, heights in rows, offsets in bytes of a block's text. It yields places, ranges and
//! roles; it knows nothing of colours, focus, files or the terminal.

mod breaks;
mod cluster;
mod galley;
mod hang;
mod hyphen;
mod initial;
mod line;
mod lines;
mod opportunity;
mod page;
mod quire;
mod scan;
mod setting;
mod sheet;
mod spaces;
mod stretch;
mod width;

pub use cluster::{Cluster, Role, Roles, clusters, text_of};
pub use galley::{Compositor, Galley, typeset};
pub use initial::initial_row;
pub use line::{Line, LineKind};
pub use quire::{Leaves, Quire};
pub use sheet::{LEAST_FOR_SPREAD, Sheet, SheetOptions};
pub use stretch::{ENOUGH, FIRST, Stretch, stretches};
pub use width::{Ambiguous, cluster_width, clusters as clusters_of, width};

/// The narrowest measure that is set: a wide cluster (CJK, emoji) takes two cells, so that less could not hold it.
pub const MIN_MEASURE: u16 = 2;

/// How a story is set. It changes lines, so that a change of it needs a new [`Galley`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The longest line, in cells; at least [`MIN_MEASURE`] is used.
    pub measure: u16,
    /// What happens at the right edge.
    pub align: Align,
    /// How readily long words are broken by their language's rules.
    pub hyphens: Hyphens,
    /// How wide the terminal draws characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// Whether signs may hang over the edges, where a cell of the margin is free on either side.
    pub hang: bool,
    /// Whether scenes of the moods that choose so open with a drop cap. It is drawn, not written: plain text has none.
    pub initials: bool,
    /// How a new paragraph is told.
    pub paragraphs: Paragraphs,
    /// Whether the story's title and author stand above the first scene.
    pub title_page: bool,
    /// How much room titles have around them.
    pub gaps: Gaps,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            // Bringhurst's most satisfactory line holds 66 characters, spaces counted.
            measure: 66,
            align: Align::Left,
            hyphens: Hyphens::Calm,
            ambiguous: Ambiguous::Narrow,
            hang: false,
            initials: false,
            paragraphs: Paragraphs::Indent,
            title_page: false,
            gaps: Gaps::Wide,
        }
    }
}

/// What happens at the right edge of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// Ragged: lines have their natural width.
    #[default]
    Left,
    /// Spaces are widened until all lines but the last are as long as the measure.
    Justify,
}

/// How readily words are broken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hyphens {
    /// Never, but where the author has put a soft hyphen.
    None,
    /// Where a line would otherwise have a hole: some thirty in a thousand lines.
    #[default]
    Calm,
    /// Wherever it evens the edge: twice as many.
    Tight,
}

impl Hyphens {
    /// All of them, from none to most.
    pub const ALL: [Self; 3] = [Self::None, Self::Calm, Self::Tight];

    /// The next one, round the end.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }

    /// The name in settings and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Calm => "calm",
            Self::Tight => "tight",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hyphens| hyphens.name() == name)
    }

    /// What a hyphen costs, in squared cells of slack: it must save a hole of six cells, or of four.
    fn cost(self) -> Option<u32> {
        match self {
            Self::None => None,
            Self::Calm => Some(40),
            Self::Tight => Some(15),
        }
    }
}

/// How much room titles have around them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Gaps {
    /// As in a book.
    #[default]
    Wide,
    /// As little as can be: on a page of few rows wide gaps would leave none for the text.
    Small,
}

/// How a new paragraph is told from the one before: by one sign, never two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paragraphs {
    /// Its first line is indented.
    #[default]
    Indent,
    /// A blank row stands above it.
    BlankRow,
}
