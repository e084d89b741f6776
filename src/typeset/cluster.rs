//! What a set line shows: its clusters, each with its cells and its meaning. The page and `print` both read a line
//! here, so that they can't differ.

use super::width;
use super::{Line, LineKind};
use crate::document::{Block, Document, Mark, MarkKind, Place};

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
    /// Drawn in capitals.
    SmallCaps,
    /// Leads elsewhere in the story.
    Link,
}

impl Role {
    /// All of them, in the order in which their styles are laid over each other.
    pub const ALL: [Self; 6] = [Self::Small, Self::SmallCaps, Self::Link, Self::Foreign, Self::Emphasis, Self::Strong];

    fn of(mark: MarkKind) -> Option<Self> {
        match mark {
            MarkKind::Emphasis => Some(Self::Emphasis),
            MarkKind::Strong => Some(Self::Strong),
            MarkKind::Foreign(_) => Some(Self::Foreign),
            MarkKind::Small => Some(Self::Small),
            MarkKind::SmallCaps => Some(Self::SmallCaps),
            MarkKind::Link(_) => Some(Self::Link),
            MarkKind::SoftHyphen | MarkKind::Break | MarkKind::NoBreak => None,
        }
    }
}

/// The meanings of a cluster, beside its block's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    /// Whether a meaning is among them.
    #[must_use]
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// The meanings, in the order in which their styles are laid over each other.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
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
    let mut edges = Edges::new(marks, start, line.end as usize);
    let (mut wide, all) = (line.wide, u16::from(line.all_wide));
    let mut clusters: Vec<_> = width::clusters(text)
        .map(|(at, cluster)| Cluster {
            byte: start + at,
            text: cluster,
            cells: line.ambiguous.cluster_width(cluster) + if cluster == GAP { all + take_bit(&mut wide) } else { 0 },
            roles: edges.roles_at(start + at),
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

/// Where meanings begin and end on a line. Marks may nest as deep as a hostile text likes, so that they are counted
/// once from left to right rather than asked one by one for each cluster.
struct Edges {
    /// Byte, role, and whether it begins there; in order.
    list: Vec<(usize, Role, bool)>,
    passed: usize,
    open: [u32; Role::ALL.len()],
}

impl Edges {
    fn new(marks: &[Mark], start: usize, end: usize) -> Self {
        let mut edges = Vec::new();
        for mark in marks.iter().take_while(|mark| (mark.start as usize) < end) {
            if let Some(role) = Role::of(mark.kind).filter(|_| mark.end as usize > start) {
                edges.extend([(mark.start as usize, role, true), (mark.end as usize, role, false)]);
            }
        }
        edges.sort_unstable_by_key(|(byte, _, _)| *byte);
        Self { list: edges, passed: 0, open: [0; Role::ALL.len()] }
    }

    /// The meanings of the cluster at a byte; bytes are asked for in order.
    fn roles_at(&mut self, byte: usize) -> Roles {
        while let Some((_, role, begins)) = self.list.get(self.passed).filter(|(edge, _, _)| *edge <= byte) {
            let open = &mut self.open[*role as usize];
            *open = if *begins { *open + 1 } else { open.saturating_sub(1) };
            self.passed += 1;
        }
        Role::ALL.into_iter().filter(|role| self.open[*role as usize] > 0).collect()
    }
}

/// The lowest bit, which goes.
fn take_bit(bits: &mut u64) -> u16 {
    let bit = u16::from(*bits & 1 == 1);
    *bits >>= 1;
    bit
}

fn block_of(document: &Document, place: Place) -> Option<Block<'_>> {
    document.block(place.scene as usize, place.block as usize)
}
