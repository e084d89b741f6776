//! The geometry of each kind of block, and of a scene's title by its mood.
//!
//! This is the only place where a mood changes geometry. All figures are cells, except for rows above titles. Nothing
//! here knows a text or a page.

use crate::document::{Block, BlockKind, Mood, Side};

/// The position of a block's lines in the measure, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Geometry {
    /// The cells kept free on the left of every line.
    pub(super) left: u16,
    /// The cells kept free on the right of every line.
    pub(super) right: u16,
    /// The indent of the first line of a paragraph that follows another.
    pub(super) first: u16,
    /// The indent of turned-over lines: the rest of a line that did not fit.
    pub(super) turned: u16,
    /// Whether the block is prose, which is hyphenated and, if asked for, justified.
    pub(super) prose: bool,
    /// The edge that its lines keep to.
    pub(super) side: Side,
}

/// The indent of a paragraph. In a grid, two cells are the fewest that are seen at a glance, and more would tear a
/// narrow page.
const INDENT: u16 = 2;

/// The set-off of verse, letters and quotations. It is twice an indent, so that no line is taken for the first of a
/// paragraph.
const SET_OFF: u16 = 4;

/// Returns the setting of a block at a measure. On narrow pages, indents and set-offs shrink. A block whose lines keep to the middle
/// or to the right edge is no prose: it has no indents, and its words are not broken.
pub(super) fn geometry(block: Block<'_>, mood: Option<Mood>, measure: u16) -> Geometry {
    let usual = of_kind(block.kind, mood, measure);
    match block.setting.side {
        Side::Left => usual,
        side => Geometry { first: 0, turned: 0, prose: false, side, ..usual },
    }
}

fn of_kind(kind: BlockKind, mood: Option<Mood>, measure: u16) -> Geometry {
    // At most an eighth of the measure: nothing shrinks from 32 cells on, and at 20 an indent is still two cells.
    let fit = |cells: u16| cells.min(measure / 8);
    let prose = Geometry { left: 0, right: 0, first: fit(INDENT), turned: 0, prose: true, side: Side::Left };
    match kind {
        BlockKind::Paragraph | BlockKind::Ornament => prose,
        BlockKind::Letter => Geometry { left: fit(SET_OFF), right: fit(INDENT), ..prose },
        BlockKind::Quotation => Geometry { left: fit(SET_OFF), right: fit(SET_OFF), ..prose },
        BlockKind::Verse => Geometry { left: fit(SET_OFF), first: 0, turned: fit(SET_OFF), prose: false, ..prose },
        BlockKind::Preformatted => Geometry { first: 0, turned: fit(SET_OFF), prose: false, ..prose },
        BlockKind::Item => Geometry { left: fit(INDENT), first: 0, turned: fit(INDENT), ..prose },
        BlockKind::Heading { .. } => Geometry { first: 0, prose: false, side: title(mood).side, ..prose },
    }
}

/// The setting of a scene's title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Title {
    /// The edge that it keeps to.
    pub(super) side: Side,
    /// The empty rows above it, on a page that it begins.
    pub(super) sink: u16,
    /// Whether the mood's ornament stands under it.
    pub(super) ornament: bool,
    /// Whether the text below it may open with a drop cap.
    pub(super) initial: bool,
}

/// The rows of a title in large letters: eight dots, two to a cell. The title's own row is the last of them.
pub const BIG_TITLE_ROWS: u16 = 4;

/// Returns whether scenes of a mood open with a drop cap where nobody wants it otherwise.
#[must_use]
pub fn opens_with_initial(mood: Option<Mood>) -> bool {
    title(mood).initial
}

/// Returns the setting of a title for a mood.
///
/// A dream opens in the middle of the page, over its ornament and with a drop cap, and so does the dawn. The waking
/// world opens at the left edge. So moods differ even without colours.
pub(super) fn title(mood: Option<Mood>) -> Title {
    let plain = Title { side: Side::Left, sink: 2, ornament: false, initial: false };
    match mood {
        Some(Mood::Dream | Mood::Nightmare) => Title { side: Side::Centre, sink: 3, ornament: true, initial: true },
        Some(Mood::Memory | Mood::Verse) => Title { side: Side::Centre, ..plain },
        Some(Mood::Dawn) => Title { side: Side::Centre, ornament: true, initial: true, ..plain },
        Some(Mood::Waking | Mood::Letter | Mood::Night) | None => plain,
    }
}

/// Returns whether a blank row separates two blocks that follow each other in a scene. `every_paragraph` says that
/// paragraphs are separated by blank rows.
pub(super) fn parted(before: Block<'_>, after: Block<'_>, every_paragraph: bool) -> bool {
    let lines = |block: Block<'_>| block.text.contains('\n');
    match (before.kind, after.kind) {
        _ if after.setting.gap || before.setting.side != after.setting.side => true,
        (before, after) if before != after => true,
        (BlockKind::Verse | BlockKind::Preformatted, _) => true,
        // Lines of the author's own stand by themselves, as the address of a letter does: none of them is indented, so only a blank
        // row shows where they end.
        (BlockKind::Letter | BlockKind::Paragraph, _) if lines(before) || lines(after) => true,
        (BlockKind::Item, _) => false,
        _ => every_paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dreams_and_the_dawn_open_with_a_drop_cap_under_their_ornament() {
        for mood in Mood::ALL {
            let opens = matches!(mood, Mood::Dream | Mood::Nightmare | Mood::Dawn);
            let title = title(Some(mood));
            assert_eq!((title.initial, title.ornament), (opens, opens), "{}", mood.name());
        }
        assert!(!title(None).initial);
    }
}
