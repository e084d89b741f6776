//! The visible content of a set line: its clusters, each with its cells and its roles.
//!
//! The page on the screen and `nightstand print` both read a line here, so they can't differ. Cells are counted from
//! the line's indent. Colours are not known: a role is only a meaning.

use super::width;
use super::{Ambiguous, Line, LineKind};
use crate::document::{Block, Document, Mark, MarkKind, Place};

/// The meaning of a stretch of text, beside the kind of its block. A theme decides how each looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Stressed, or thought.
    Emphasis,
    /// Stressed more.
    Strong,
    /// A phrase in another language.
    Foreign,
    /// Small print.
    Small,
    /// Small capitals, which a terminal can only draw as capitals.
    SmallCaps,
    /// Struck out.
    Struck,
    /// A link within the story.
    Link,
}

impl Role {
    /// All roles, in the order in which their styles are laid over each other. The last one wins.
    pub const ALL: [Self; 7] =
        [Self::Small, Self::SmallCaps, Self::Struck, Self::Link, Self::Foreign, Self::Emphasis, Self::Strong];

    /// Returns the role of a mark, or `None` for points, which only steer where lines end.
    fn of(mark: MarkKind) -> Option<Self> {
        match mark {
            MarkKind::Emphasis => Some(Self::Emphasis),
            MarkKind::Strong => Some(Self::Strong),
            MarkKind::Foreign(_) => Some(Self::Foreign),
            MarkKind::Small => Some(Self::Small),
            MarkKind::SmallCaps => Some(Self::SmallCaps),
            MarkKind::Struck => Some(Self::Struck),
            MarkKind::Link(_) => Some(Self::Link),
            MarkKind::SoftHyphen | MarkKind::Break | MarkKind::NoBreak => None,
        }
    }
}

/// The roles of a cluster, as a set of bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    /// Returns whether a role is in the set.
    #[must_use]
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Returns the roles in the order in which their styles are laid over each other.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.has(*role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self(roles.into_iter().fold(0, |set, role| set | 1 << role as u8))
    }
}

/// A grapheme cluster (UAX #29) on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Its first byte in the text that [`text_of`] slices: its block's, or the front matter's.
    pub byte: usize,
    /// The text to show: one cluster, or the hyphen that is added at the line's end.
    pub text: &'a str,
    /// The cells that it takes. A widened blank of a justified line takes two or three.
    pub cells: u16,
    /// Its roles.
    pub roles: Roles,
}

/// Returns the text that a line shows, without an added hyphen. It is empty for blank rows, and for an ornament, whose
/// glyphs come from the theme.
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

/// Returns the clusters of a line from left to right, beginning after its indent.
///
/// ```
/// use nightstand::format;
/// use nightstand::typeset::{Options, Role, clusters, typeset};
///
/// let story = format::read("a.md", "A *night*.\n".as_bytes())?.document();
/// let galley = typeset(&story, &Options::default());
/// let line = clusters(&story, &galley.lines[0]);
/// assert_eq!(line.iter().map(|cluster| cluster.text).collect::<String>(), "A night.");
/// assert_eq!(line.iter().filter(|cluster| cluster.roles.has(Role::Emphasis)).count(), 5);
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
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
    let mut clusters = Vec::with_capacity(text.len() + usize::from(line.hyphen));
    clusters.extend(width::clusters(text).map(|(at, cluster)| Cluster {
        byte: start + at,
        text: cluster,
        cells: line.ambiguous.cluster_width(cluster) + if cluster == GAP { all + take_bit(&mut wide) } else { 0 },
        roles: edges.roles_at(start + at),
    }));
    if line.hyphen {
        // The hyphen is no part of the text. It takes its roles from the letter before it.
        let roles = clusters.last().map(|cluster| cluster.roles).unwrap_or_default();
        clusters.push(Cluster { byte: line.end as usize, text: "-", cells: 1, roles });
    }
    clusters
}

/// Returns the text of a line in which each character is a cluster of one cell without a role, as in most lines of most stories. The
/// hyphen at its end is none of it.
///
/// Such a line can be drawn without a list of its [`clusters`], which would say the same of it.
#[must_use]
pub fn plain_text<'a>(document: &'a Document, line: &Line) -> Option<&'a str> {
    if line.wide != 0 || line.all_wide || line.ambiguous != Ambiguous::Narrow {
        return None;
    }
    if let LineKind::Text(_) = line.kind {
        let marks = block_of(document, line.place).map_or(&[][..], |block| block.marks);
        let mut near = marks.iter().take_while(|mark| mark.start < line.end);
        if near.any(|mark| mark.end > line.start && Role::of(mark.kind).is_some()) {
            return None;
        }
    }
    let text = text_of(document, line);
    // Without an early exit, so that many bytes are compared at once.
    let letters = text.bytes().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    (letters || text.chars().all(width::is_plain)).then_some(text)
}

/// A blank that may be widened. A no-break space is never widened.
const GAP: &str = " ";

/// The points of a line at which roles begin and end.
///
/// Marks may nest as deep as a hostile text likes. So they are counted once from left to right, instead of being asked
/// one by one for each cluster.
struct Edges {
    /// The edges in order.
    list: Vec<Edge>,
    /// The edges before the current cluster.
    passed: usize,
    /// For each role, the marks that are open at the current cluster.
    open: [u32; Role::ALL.len()],
    /// The roles with an open mark. They stay the same from one edge to the next.
    roles: Roles,
}

/// A point at which a role begins or ends.
struct Edge {
    byte: usize,
    role: Role,
    /// Whether the role begins there.
    begins: bool,
}

impl Edges {
    /// Returns the edges of the marks that overlap the bytes from `start` to `end`.
    fn new(marks: &[Mark], start: usize, end: usize) -> Self {
        let mut edges = Vec::new();
        for mark in marks.iter().take_while(|mark| (mark.start as usize) < end) {
            if let Some(role) = Role::of(mark.kind).filter(|_| mark.end as usize > start) {
                edges.push(Edge { byte: mark.start as usize, role, begins: true });
                edges.push(Edge { byte: mark.end as usize, role, begins: false });
            }
        }
        edges.sort_unstable_by_key(|edge| edge.byte);
        Self { list: edges, passed: 0, open: [0; Role::ALL.len()], roles: Roles::default() }
    }

    /// Returns the roles of the cluster at a byte. Bytes must be asked for in ascending order.
    fn roles_at(&mut self, byte: usize) -> Roles {
        let before = self.passed;
        if self.list.is_empty() {
            return self.roles;
        }
        while let Some(edge) = self.list.get(self.passed).filter(|edge| edge.byte <= byte) {
            let open = &mut self.open[edge.role as usize];
            *open = if edge.begins { *open + 1 } else { open.saturating_sub(1) };
            self.passed += 1;
        }
        if self.passed > before {
            self.roles = Role::ALL.into_iter().filter(|role| self.open[*role as usize] > 0).collect();
        }
        self.roles
    }
}

/// Removes the lowest bit and returns it.
fn take_bit(bits: &mut u64) -> u16 {
    let bit = u16::from(*bits & 1 == 1);
    *bits >>= 1;
    bit
}

/// Returns the block that a place is in.
fn block_of(document: &Document, place: Place) -> Option<Block<'_>> {
    document.block(place.scene as usize, place.block as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;
    use crate::typeset::{Align, Options, typeset};

    #[test]
    fn a_plain_line_is_what_its_clusters_are() {
        let story = "It was late — “so late”, he’d said, that *nobody* was awake. ".repeat(4)
            + "\n\nThe naïve 夜 e\u{301} 👩\u{200D}👧 of extraordinarily long words, and more of them. "
            + "\n\nNothing but letters of the usual kind, again and again and again.\n";
        let document = format::read("a.md", story.as_bytes()).unwrap().document();
        let mut plain = 0;
        for (align, ambiguous) in [(Align::Left, Ambiguous::Narrow), (Align::Justify, Ambiguous::Wide)] {
            for measure in [12, 30, 66] {
                let options = Options { measure, align, ambiguous, ..Options::default() };
                for line in &typeset(&document, &options).lines {
                    let Some(text) = plain_text(&document, line) else { continue };
                    plain += usize::from(!text.is_empty());
                    let hyphen = line.hyphen.then_some(("-", 1, Roles::default()));
                    let letters =
                        text.char_indices().map(|(at, c)| (&text[at..at + c.len_utf8()], 1, Roles::default()));
                    let all: Vec<_> = letters.chain(hyphen).collect();
                    let told = clusters(&document, line);
                    let told: Vec<_> =
                        told.iter().map(|cluster| (cluster.text, cluster.cells, cluster.roles)).collect();
                    assert_eq!(all, told);
                }
            }
        }
        assert!(plain > 10, "{plain}");
    }
}
