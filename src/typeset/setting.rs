//! The geometry of each kind of block, and of a scene's title by its mood.

use crate::document::{Block, BlockKind, Mood};

/// How a block's lines stand in the measure. All figures are cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Setting {
    /// Kept free on the left of every line.
    pub(super) left: u16,
    /// Kept free on the right of every line.
    pub(super) right: u16,
    /// Added before a paragraph's first line.
    pub(super) first: u16,
    /// Added before the rest of a line that did not fit.
    pub(super) turned: u16,
    /// Whether it is prose: hyphenated, justified when asked for.
    pub(super) prose: bool,
    /// Which edge its lines keep to.
    pub(super) side: Side,
}

/// Which edge short lines keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Centre,
}

/// A paragraph's indent: two cells are the smallest that is seen at a glance in a grid, and more tears a narrow page.
const INDENT: u16 = 2;

/// The set-off of verse, letters and quotations: two indents, so that none is taken for a paragraph's first line.
const SET_OFF: u16 = 4;

/// The setting of a kind of block at a measure. On narrow pages the set-offs shrink with it.
pub(super) fn setting(kind: BlockKind, mood: Option<Mood>, measure: u16) -> Setting {
    // An eighth of the measure at most: at 66 cells nothing shrinks, at 20 an indent is still two.
    let fit = |cells: u16| cells.min(measure / 8);
    let prose = Setting { left: 0, right: 0, first: fit(INDENT), turned: 0, prose: true, side: Side::Left };
    match kind {
        BlockKind::Paragraph | BlockKind::Ornament => prose,
        BlockKind::Letter => Setting { left: fit(SET_OFF), right: fit(INDENT), ..prose },
        BlockKind::Quotation => Setting { left: fit(SET_OFF), right: fit(SET_OFF), ..prose },
        BlockKind::Verse => Setting { left: fit(SET_OFF), first: 0, turned: fit(SET_OFF), prose: false, ..prose },
        BlockKind::Item => Setting { left: fit(INDENT), first: 0, turned: fit(INDENT), ..prose },
        BlockKind::Heading { .. } => Setting { first: 0, prose: false, side: title(mood).side, ..prose },
    }
}

/// How a scene's title is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Title {
    /// Where it stands.
    pub(super) side: Side,
    /// Empty rows above it on a page of its own.
    pub(super) sink: u16,
    /// Whether the mood's ornament stands under it.
    pub(super) ornament: bool,
    /// Whether the text below it opens with a drop cap.
    pub(super) initial: bool,
}

/// The title's setting for a mood. A dream opens in the middle of the page over its ornament and with a drop cap, and so does
/// the dawn, the waking world at the left edge; so they are told apart without any colour.
pub(super) fn title(mood: Option<Mood>) -> Title {
    let plain = Title { side: Side::Left, sink: 2, ornament: false, initial: false };
    match mood {
        Some(Mood::Dream) => Title { side: Side::Centre, sink: 3, ornament: true, initial: true },
        Some(Mood::Memory | Mood::Verse) => Title { side: Side::Centre, ..plain },
        Some(Mood::Dawn) => Title { side: Side::Centre, ornament: true, initial: true, ..plain },
        Some(Mood::Waking | Mood::Letter) | None => plain,
    }
}

/// Whether a blank row parts two blocks that follow each other in a scene.
pub(super) fn parted(before: Block<'_>, after: Block<'_>, every_paragraph: bool) -> bool {
    let lines = |block: Block<'_>| block.text.contains('\n');
    match (before.kind, after.kind) {
        (before, after) if before != after => true,
        (BlockKind::Verse, _) => true,
        // A letter's address, its date and its signature stand by themselves.
        (BlockKind::Letter, _) if lines(before) || lines(after) => true,
        (BlockKind::Item, _) => false,
        _ => every_paragraph,
    }
}
