//! What a set line shows: its clusters, each with its cells and its meaning. The page and `print` both read a line
//! here, so that they can't differ.

use super::width;
use super::{Line, LineKind};
use crate::document::{Block, Document, MarkKind, Place};

/// What a stretch of text means. A theme says how each looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Stressed.
    Emphasis,
    /// Stressed more.
    Strong,
    /// In another language.
    Foreign,
    /// Small print.
    Small,
}

impl Role {
    /// All of them, in the order in which their styles are laid over each other.
    pub const ALL: [Self; 4] = [Self::Small, Self::Foreign, Self::Emphasis, Self::Strong];

    fn of(mark: MarkKind) -> Option<Self> {
        match mark {
            MarkKind::Emphasis => Some(Self::Emphasis),
            MarkKind::Strong => Some(Self::Strong),
            MarkKind::Foreign(_) => Some(Self::Foreign),
            MarkKind::Small => Some(Self::Small),
            MarkKind::SoftHyphen | MarkKind::Break | MarkKind::NoBreak => None,
        }
    }
}

/// The meanings of a cluster, beside its block's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    /// The meanings, in the order in which their styles are laid over each other.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.0 & (1 << *role as u8) != 0)
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self(roles.into_iter().fold(0, |set, role| set | 1 << role as u8))
    }
}

/// A grapheme cluster on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Where it begins in its block's text.
    pub byte: usize,
    /// What is shown: one cluster, or the hyphen that a line's end adds.
    pub text: &'a str,
    /// The cells it takes; a blank of a justified line takes more than one.
    pub cells: u16,
    /// What it means.
    pub roles: Roles,
}

/// The text that a line shows, without its hyphen. An ornament's glyphs are the theme's, so that it has none.
#[must_use]
pub fn text_of<'a>(document: &'a Document, line: &Line) -> &'a str {
    let range = line.start as usize..line.end as usize;
    let text = match line.kind {
        LineKind::Text(_) => block_of(document, line.place).map_or("", |block| block.text),
        LineKind::StoryTitle => &document.metadata.title,
        LineKind::StoryAuthor => &document.metadata.author,
        LineKind::Ornament | LineKind::Blank | LineKind::Sink => "",
    };
    text.get(range).unwrap_or_default()
}

/// The clusters of a line, left to right, from the line's indent on.
#[must_use]
pub fn clusters<'a>(document: &'a Document, line: &Line) -> Vec<Cluster<'a>> {
    let text = text_of(document, line);
    let start = line.start as usize;
    let marks = match line.kind {
        LineKind::Text(_) => block_of(document, line.place).map_or(&[][..], |block| block.marks),
        _ => &[],
    };
    let here: Vec<_> = marks
        .iter()
        .filter(|mark| mark.range().start < line.end as usize && mark.range().end > start)
        .filter_map(|mark| Role::of(mark.kind).map(|role| (mark.range(), role)))
        .collect();
    let roles_at =
        |byte: usize| here.iter().filter(|(range, _)| range.contains(&byte)).map(|(_, role)| *role).collect();
    let mut gaps = Gaps::new(text, line.extra);
    let mut clusters: Vec<_> = width::clusters(text)
        .map(|(at, cluster)| Cluster {
            byte: start + at,
            text: cluster,
            cells: width::cluster_width(cluster) + if cluster == GAP { gaps.widen() } else { 0 },
            roles: roles_at(start + at),
        })
        .collect();
    if line.hyphen {
        // It is no part of the text: it takes its style from the letter before it.
        let roles = clusters.last().map(|cluster| cluster.roles).unwrap_or_default();
        clusters.push(Cluster { byte: line.end as usize, text: "-", cells: 1, roles });
    }
    clusters
}

/// A blank that may be widened; a no-break space may not.
const GAP: &str = " ";

/// How many blanks of a line may be widened.
pub(super) fn gap_count(text: &str) -> usize {
    text.matches(GAP).count()
}

/// Hands out a justified line's extra cells, evenly over its blanks (Bresenham).
struct Gaps {
    extra: usize,
    count: usize,
    seen: usize,
}

impl Gaps {
    fn new(text: &str, extra: u16) -> Self {
        Self { extra: usize::from(extra), count: gap_count(text).max(1), seen: 0 }
    }

    fn widen(&mut self) -> u16 {
        let share = |upto: usize| upto * self.extra / self.count;
        let cells = share(self.seen + 1) - share(self.seen);
        self.seen += 1;
        u16::try_from(cells).unwrap_or(0)
    }
}

fn block_of(document: &Document, place: Place) -> Option<Block<'_>> {
    document.block(place.scene as usize, place.block as usize)
}
