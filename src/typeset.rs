//! Typesetting: from a [`Document`](crate::document::Document) to lines, and from lines to pages.
//!
//! # Stages
//!
//! 1. [`stretches`] divides the story into [`Stretch`]es, which do not depend on each other.
//! 2. `scan` finds the points of a paragraph at which lines may end, and `hang` lets punctuation hang there.
//! 3. `lines` chooses among these points for the whole paragraph at once.
//! 4. `spaces` widens the blanks of justified lines, and `galley` places the lines.
//! 5. `page` cuts the lines into pages, and [`Quire::set`] does all of this for one stretch.
//!
//! # Units
//!
//! Widths are in terminal cells, heights in rows, offsets in bytes of a block's text, and everything is counted from 0.
//! Costs are integers, so the same text gives the same lines on every machine.
//!
//! # What it must not know
//!
//! Colours, focus, files and the terminal. A line says which text stands where and what it *is* ([`Role`]); a theme
//! says how that looks. A change of theme typesets nothing, unless the themes differ in the moods that open with a drop cap
//! or a big title, which are [`Options`].
//!
//! # Example
//!
//! ```
//! use nightstand::format;
//! use nightstand::typeset::{Compositor, Leaves, Options, Quire, stretches, text_of, typeset};
//!
//! let source = "One two three four five.\n\nSix seven eight nine.\n";
//! let story = format::read("numbers.md", source.as_bytes())?.document();
//! let options = Options { measure: 16, ..Options::default() };
//!
//! // Lines without pages, as for a printer.
//! let galley = typeset(&story, &options);
//! let lines = galley.lines.iter().map(|line| " ".repeat(line.indent.into()) + text_of(&story, line));
//! let lines: Vec<String> = lines.collect();
//! assert_eq!(lines, ["One two three", "four five.", "  Six seven", "eight nine."]);
//!
//! // Pages, one stretch at a time, as for a screen.
//! let mut compositor = Compositor::new(&story);
//! let leaves = Leaves { rows: 2, facing: false };
//! let quire = Quire::set(&mut compositor, &story, stretches(&story)[0], &options, leaves);
//! assert_eq!(quire.count(), 2);
//! assert_eq!(text_of(&story, &quire.page(1)[0]), "Six seven");
//! # Ok::<(), nightstand::format::ReadError>(())
//! ```

mod breaks;
mod cluster;
mod galley;
mod geometry;
mod hang;
mod hyphen;
mod initial;
mod line;
mod lines;
mod opportunity;
mod page;
mod quire;
mod scan;
mod sheet;
mod spaces;
mod stretch;
mod width;

pub use cluster::{Cluster, Role, Roles, clusters, plain_text, text_of};
pub use galley::{Compositor, Galley, typeset};
pub use geometry::{BIG_TITLE_ROWS, opens_with_initial};
pub use initial::initial_row;
pub use line::{Line, LineKind};
pub use quire::{Leaves, Quire};
pub use sheet::{LEAST_FOR_SPREAD, Sheet, SheetOptions, Spacing};
pub use stretch::{ENOUGH, FIRST, Stretch, stretches};
pub use width::{Ambiguous, cluster_width, clusters as clusters_of, width};

use crate::document::MoodSet;

/// The narrowest measure, in cells. A wide cluster (an ideograph or an emoji) takes two, so a line of one could not
/// hold it.
pub const MIN_MEASURE: u16 = 2;

/// The choices that change lines. After a change, everything must be set anew.
///
/// The height of a page is not among them: it is in [`Leaves`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The length of a line, in cells. It is clamped to [`MIN_MEASURE`] and, at the other end, to 16,383.
    pub measure: u16,
    /// The right edge of prose.
    pub align: Align,
    /// How readily long words are broken. The patterns are those of the text's language.
    pub hyphens: Hyphens,
    /// The width at which the terminal draws characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// Whether punctuation hangs over the edges. This needs a free cell in the margin on either side.
    pub hang: bool,
    /// The moods whose scenes open with a drop cap. It is drawn and not written, so plain text has none.
    pub initials: MoodSet,
    /// The moods whose titles may be drawn in large letters, and have room above them for it.
    pub big_titles: MoodSet,
    /// The sign of a new paragraph.
    pub paragraphs: Paragraphs,
    /// Whether the story's title and author stand above the first scene.
    pub title_page: bool,
    /// The room around titles.
    pub gaps: Gaps,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            // The ideal line of a single column has 66 characters, spaces included (Bringhurst, *The Elements of
            // Typographic Style*, 2.1.2).
            measure: 66,
            align: Align::Left,
            hyphens: Hyphens::Calm,
            ambiguous: Ambiguous::Narrow,
            hang: false,
            initials: MoodSet::default(),
            big_titles: MoodSet::default(),
            paragraphs: Paragraphs::Indent,
            title_page: false,
            gaps: Gaps::Wide,
        }
    }
}

/// The right edge of a paragraph of prose. Verse and titles are never justified.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// Ragged: lines have their natural width.
    #[default]
    Left,
    /// Justified: blanks are widened until every line but a paragraph's last is as long as the measure. Below 40 cells,
    /// and for single lines that would be torn, text stays ragged.
    Justify,
}

/// How readily words are broken at line ends. The price of a hyphen decides, and never a fixed zone at the right edge.
///
/// ```
/// use nightstand::typeset::Hyphens;
///
/// assert_eq!(Hyphens::parse("calm"), Some(Hyphens::Calm));
/// assert_eq!(Hyphens::Tight.next(), Hyphens::None);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hyphens {
    /// Never, except at the author's soft hyphens.
    None,
    /// Where a line would otherwise have a hole. This makes some thirty hyphens in a thousand lines.
    #[default]
    Calm,
    /// Wherever it evens the edge. This makes twice as many.
    Tight,
}

impl Hyphens {
    /// All values, from the fewest hyphens to the most.
    pub const ALL: [Self; 3] = [Self::None, Self::Calm, Self::Tight];

    /// Returns the next value in [`Hyphens::ALL`], and the first after the last.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }

    /// Returns the name in settings and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Calm => "calm",
            Self::Tight => "tight",
        }
    }

    /// Returns the value with this name, or `None` if there is none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hyphens| hyphens.name() == name)
    }

    /// Returns the cost of a hyphen in a ragged line, in squared cells of slack, or `None` if there are none.
    ///
    /// A hyphen is worth its cost if it saves a hole of that square root: six cells for 40, and four for 15.
    fn cost(self) -> Option<u32> {
        match self {
            Self::None => None,
            Self::Calm => Some(40),
            Self::Tight => Some(15),
        }
    }
}

/// The room around titles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Gaps {
    /// As in a book.
    #[default]
    Wide,
    /// As little as possible. On a page of few rows, wide gaps would leave no room for the text.
    Small,
}

/// The sign that separates a paragraph from the one before. There is always one of the two, and never both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paragraphs {
    /// An indented first line, as in books.
    #[default]
    Indent,
    /// A blank row above, as on web pages.
    BlankRow,
}
