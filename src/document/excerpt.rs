//! Excerpts: pieces of a story in a form that can be stored, with everything at its place in the whole.
//!
//! The pages of an excerpt are the same as in the whole story, so they can be shown before the story has been read
//! again. `terminal` stores an excerpt beside the record of each story.
//!
//! # Shape
//!
//! An excerpt holds some scenes with their indices, and some blocks of each with *their* indices. What lies before them
//! comes back as empty scenes and blocks. So a [`Place`] in the piece is a place in the whole, at a cost of 20 bytes
//! for a missing block.
//!
//! # Trust
//!
//! A stored file may be damaged or made by somebody else. Its text is cleaned again, and an index or range that does
//! not fit makes no document at all.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::block::BlockRange;
use super::{
    BlockKind, Document, Draft, Language, Mark, MarkKind, Metadata, Mood, MoodPart, Place, SafeText, Scene, Setting,
    Side, narrow,
};

/// The most scenes and blocks that may be missing in all. They become empty ones in memory, so forged indices must not
/// ask for billions. No real story has more.
const MOST_BEFORE: u32 = 4 << 20;

/// A piece of a story in the form in which it is stored.
///
/// ```
/// use nightstand::document::Place;
/// use nightstand::format;
///
/// let source = "## One\n\nFirst.\n\nSecond.\n\n## Two\n\nThird.\n";
/// let story = format::read("a.md", source.as_bytes())?.document();
///
/// // The second scene, from its heading to the end of the story.
/// let excerpt = story.excerpt((1, 0)..(2, 0));
/// let piece = excerpt.document().unwrap();
///
/// // What is in the piece stands at its old place, under its old title.
/// assert_eq!(piece.block(1, 1), story.block(1, 1));
/// assert_eq!(piece.title_at(Place::new(1, 1, 0)), "Two");
/// // What is not there is empty.
/// assert_eq!(piece.scenes[0].words(), 1, "only the title of the scene before is kept");
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    title: String,
    author: String,
    language: String,
    scenes: Vec<StoredScene>,
}

/// The part of an excerpt that belongs to one scene.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct StoredScene {
    /// The scene's index in the whole story.
    scene: u32,
    /// The mood's name; `None` for a scene without one.
    mood: Option<String>,
    /// The texts of its blocks, one after the other.
    text: String,
    /// The blocks that are there, in order; indices may have gaps.
    blocks: Vec<StoredBlock>,
    /// The parts with a mood of their own that reach into the piece, in order: the mood's name, the first block and one past the last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<(String, u32, u32)>,
}

/// A block: its index in the scene, its kind's name, the bytes of the text that are its own, and its marks.
///
/// A mark is its first byte, the byte past its last, and its name. Fields have no names, since a file holds hundreds of
/// these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct StoredBlock(u32, String, u32, Vec<(u32, u32, String)>);

/// The most headings that are kept before the piece, in its first scene. No real scene has more, and a hostile one must
/// not make an excerpt as large as the story.
const MOST_HEADINGS: usize = 64;

impl Document {
    /// Returns the piece between two blocks, each given as its scene's index and its own. The second is one past the
    /// last block; `(scenes, 0)` is the end of the story.
    ///
    /// The piece also takes the headings before it in its first scene, the title that the scene before it stands under,
    /// and the kind of the block right before it. Its first page depends on these. The kind decides whether the first
    /// paragraph is indented, and the headings what the status line says.
    #[must_use]
    pub fn excerpt(&self, range: Range<(u32, u32)>) -> Excerpt {
        let Range { start, end } = range;
        let mut scenes = Vec::new();
        let before = Place::new(start.0 as usize, start.1 as usize, 0);
        // Whether a scene has a heading, from which the chapter's title can be told.
        let told = |index: usize| self.scenes[index].blocks().any(|block| is_heading(block.kind));
        let upto = self.scenes.len().min(start.0 as usize);
        let titled = (start.0 as usize).checked_sub(1).filter(|_| (0..upto).rev().take(MOST_HEADINGS).any(told));
        if let Some(scene) = titled {
            let title = self.title_at(Place { scene: before.scene - 1, block: u32::MAX, byte: 0 });
            let piece = StoredBlock(0, "h2".to_owned(), narrow(title.len()), Vec::new());
            scenes.push(StoredScene {
                scene: narrow(scene),
                mood: None,
                text: title.to_owned(),
                blocks: vec![piece],
                parts: Vec::new(),
            });
        }
        for (s, scene) in self.scenes.iter().enumerate().skip(start.0 as usize) {
            if (narrow(s), 0) >= end {
                break;
            }
            let first = if narrow(s) == start.0 { start.1 as usize } else { 0 };
            let last = if narrow(s) == end.0 { end.1 as usize } else { usize::MAX };
            scenes.push(StoredScene::of(narrow(s), scene, first..last));
        }
        let Metadata { title, author, language, .. } = &self.metadata;
        let language = language.map_or_else(String::new, |language| language.to_string());
        Excerpt { title: title.to_string(), author: author.to_string(), language, scenes }
    }
}

impl StoredScene {
    /// Returns the part for the blocks in a range of one scene.
    fn of(index: u32, scene: &Scene, range: Range<usize>) -> Self {
        let mut part = Self {
            scene: index,
            mood: scene.mood.map(|mood| mood.name().to_owned()),
            text: String::new(),
            blocks: Vec::new(),
            parts: Vec::new(),
        };
        let reaching = scene.parts.iter().filter(|one| one.blocks.start < range.end && one.blocks.end > range.start);
        let stored = |one: &MoodPart| (one.mood.name().to_owned(), narrow(one.blocks.start), narrow(one.blocks.end));
        part.parts = reaching.map(stored).collect();
        let mut headings = 0;
        for (b, block) in scene.blocks().enumerate().take(range.end) {
            let within = b >= range.start;
            let leads = is_heading(block.kind) && headings < MOST_HEADINGS;
            if !within && !leads && b + 1 != range.start {
                continue;
            }
            headings += usize::from(leads);
            let text = if within || leads { block.text } else { "" };
            let marks = block.marks.iter().filter(|_| within).map(|mark| (mark.start, mark.end, mark_name(mark.kind)));
            part.text.push_str(text);
            part.blocks.push(StoredBlock(
                narrow(b),
                block_name(block.kind, block.setting),
                narrow(text.len()),
                marks.collect(),
            ));
        }
        part
    }

    /// Returns the scene, with empty blocks for those that are missing, as many as there is `room` for. Returns `None` if this was never stored by
    /// [`StoredScene::of`].
    fn scene(&self, room: &mut u32) -> Option<Scene> {
        let text = SafeText::new(&self.text);
        // Only clean text is ever stored. If cleaning changes it, the ranges are those of another text.
        if *text != *self.text {
            return None;
        }
        let mut scene = Scene { mood: self.mood.as_deref().and_then(Mood::parse), text, ..Scene::default() };
        let mut start = 0;
        for StoredBlock(index, kind, length, marks) in &self.blocks {
            let missing = (*index).checked_sub(narrow(scene.entries.len()))?;
            *room = room.checked_sub(missing)?;
            let first_mark = narrow(scene.marks.len());
            let empty = BlockRange { start, end: start, first_mark, last_mark: first_mark, ..BlockRange::default() };
            scene.entries.extend(std::iter::repeat_n(empty, missing as usize));
            let end = start.checked_add(*length)?;
            let words = scene.text.get(start as usize..end as usize)?;
            let mut earliest = 0;
            for (start, end, kind) in marks {
                words.get(*start as usize..*end as usize)?;
                // Marks stand in the order in which they begin: layout walks over them once.
                if *start < earliest {
                    return None;
                }
                earliest = *start;
                scene.marks.push(Mark { start: *start, end: *end, kind: parse_mark(kind)? });
            }
            let last_mark = narrow(scene.marks.len());
            let (kind, setting) = parse_block(kind)?;
            scene.entries.push(BlockRange { kind, setting, start, end, first_mark, last_mark });
            start = end;
        }
        let mut free = 0;
        for (mood, first, end) in &self.parts {
            // They stand one behind the other.
            if *first < free || end <= first {
                return None;
            }
            free = *end;
            let blocks = *first as usize..*end as usize;
            scene.parts.push(MoodPart { mood: Mood::parse(mood)?, blocks, reason: SafeText::default() });
        }
        Some(scene)
    }
}

impl Excerpt {
    /// Returns the story as far as it is there. Scenes and blocks before the piece are empty, and places are those of
    /// the whole.
    ///
    /// Returns `None` if the excerpt is not one that [`Document::excerpt`] made, or if it has no text. The front matter
    /// holds title, author and language only; there are no links and no contents.
    #[must_use]
    pub fn document(&self) -> Option<Document> {
        let mut metadata = Metadata {
            title: SafeText::line(&self.title),
            author: SafeText::line(&self.author),
            language: Language::parse(&self.language),
            ..Metadata::default()
        };
        metadata.shorten();
        let mut draft = Draft { metadata, ..Draft::default() };
        let mut room = MOST_BEFORE;
        for part in &self.scenes {
            let missing = part.scene.checked_sub(narrow(draft.scenes.len()))?;
            room = room.checked_sub(missing)?;
            draft.scenes.extend(std::iter::repeat_with(Scene::default).take(missing as usize));
            draft.scenes.push(part.scene(&mut room)?);
        }
        (!draft.is_empty()).then(|| draft.seal())
    }
}

/// Returns whether a block is a heading of any level.
fn is_heading(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Heading { .. })
}

/// The names of headings, from the highest level.
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// The names of all other kinds of blocks. They are stored in files and must not change.
const BLOCKS: [(&str, BlockKind); 7] = [
    ("ornament", BlockKind::Ornament),
    ("p", BlockKind::Paragraph),
    ("verse", BlockKind::Verse),
    ("letter", BlockKind::Letter),
    ("quotation", BlockKind::Quotation),
    ("item", BlockKind::Item),
    ("pre", BlockKind::Preformatted),
];

/// The names of settings, which follow the name of a kind. They are stored in files and must not change.
const SETTINGS: [(&str, Setting); 6] = [
    ("", Setting { side: Side::Left, gap: false }),
    ("+gap", Setting { side: Side::Left, gap: true }),
    ("+centre", Setting { side: Side::Centre, gap: false }),
    ("+centre+gap", Setting { side: Side::Centre, gap: true }),
    ("+right", Setting { side: Side::Right, gap: false }),
    ("+right+gap", Setting { side: Side::Right, gap: true }),
];

/// Returns the name of a kind of block with its setting.
fn block_name(kind: BlockKind, setting: Setting) -> String {
    let name = match kind {
        BlockKind::Heading { level } => HEADINGS[usize::from(level.clamp(1, 6)) - 1],
        kind => BLOCKS.iter().find(|(_, known)| *known == kind).map_or("p", |(name, _)| name),
    };
    let set = SETTINGS.iter().find(|(_, known)| *known == setting).map_or("", |(name, _)| name);
    format!("{name}{set}")
}

/// Returns the kind of block and the setting with this name, or `None` if there is none.
fn parse_block(name: &str) -> Option<(BlockKind, Setting)> {
    let (name, set) = name.split_at(name.find('+').unwrap_or(name.len()));
    let setting = SETTINGS.iter().find(|(known, _)| *known == set)?.1;
    if let Some(at) = HEADINGS.iter().position(|heading| *heading == name) {
        return Some((BlockKind::Heading { level: u8::try_from(at + 1).ok()? }, setting));
    }
    BLOCKS.iter().find(|(known, _)| *known == name).map(|(_, kind)| (*kind, setting))
}

/// The names of marks that hold no data. They are stored in files and must not change.
const MARKS: [(&str, MarkKind); 8] = [
    ("em", MarkKind::Emphasis),
    ("strong", MarkKind::Strong),
    ("small", MarkKind::Small),
    ("caps", MarkKind::SmallCaps),
    ("struck", MarkKind::Struck),
    ("soft", MarkKind::SoftHyphen),
    ("break", MarkKind::Break),
    ("join", MarkKind::NoBreak),
];

/// Returns the name of a mark. A foreign phrase is written as `:de`, and a link as `#12`.
fn mark_name(kind: MarkKind) -> String {
    match kind {
        MarkKind::Foreign(language) => format!(":{language}"),
        MarkKind::Link(index) => format!("#{index}"),
        kind => MARKS.iter().find(|(_, known)| *known == kind).map_or("em", |(name, _)| name).to_owned(),
    }
}

/// Returns the kind of mark with this name, or `None` if there is none.
fn parse_mark(name: &str) -> Option<MarkKind> {
    if let Some(language) = name.strip_prefix(':') {
        return Language::parse(language).map(MarkKind::Foreign);
    }
    if let Some(index) = name.strip_prefix('#') {
        return index.parse().ok().map(MarkKind::Link);
    }
    MARKS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn story() -> Document {
        let text = "+++\ntitle = \"Tides\"\nlanguage = \"en\"\n+++\n\n## One {.waking}\n\nHe *woke* and said [genug]{lang=de}.\n\nAnd so on.\n\n---\n\n\
            He sleeps.\n\n<!-- {.part .night} -->\n\nStill.\n\n<!-- {.part} -->\n\n> Quoted, and it is.\n\n## Three {.dawn}\n\n- An item\n\nThe last one.\n";
        format::read("a.md", text.as_bytes()).unwrap().document()
    }

    #[test]
    fn a_forged_piece_is_refused() {
        let piece = |index: u32, marks: &[(u32, u32)]| {
            let marks = marks.iter().map(|(start, end)| (*start, *end, "soft".to_owned())).collect();
            let blocks = vec![StoredBlock(index, "p".to_owned(), 12, marks)];
            StoredScene { scene: 0, mood: None, text: "It was late.".to_owned(), blocks, parts: Vec::new() }
        };
        let document = |parts: Vec<StoredScene>| {
            let scenes =
                parts.into_iter().enumerate().map(|(n, part)| StoredScene { scene: narrow(n), ..part }).collect();
            Excerpt { title: String::new(), author: String::new(), language: String::new(), scenes }.document()
        };
        assert!(document(vec![piece(3, &[(3, 3), (9, 9)])]).is_some());
        assert!(document(vec![piece(3, &[(9, 9), (3, 3)])]).is_none(), "layout walks over marks in order");
        let half = MOST_BEFORE / 2 + 1;
        assert!(document(vec![piece(half, &[]), piece(half, &[])]).is_none(), "the room is for all scenes together");
    }

    #[test]
    fn a_piece_has_its_blocks_where_the_whole_has_them() {
        let story = story();
        let blocks: Vec<(u32, u32)> = story.blocks().map(|(s, b, _)| (narrow(s), narrow(b))).collect();
        let end = (narrow(story.scenes.len()), 0);
        for (n, start) in blocks.iter().enumerate() {
            for end in blocks[n + 1..].iter().copied().chain([end]) {
                let json = serde_json::to_string(&story.excerpt(*start..end)).unwrap();
                let piece = serde_json::from_str::<Excerpt>(&json).unwrap().document().unwrap();
                for (s, b, block) in
                    story.blocks().filter(|(s, b, _)| (*start..end).contains(&(narrow(*s), narrow(*b))))
                {
                    assert_eq!(piece.block(s, b), Some(block), "{start:?} {end:?}");
                    assert_eq!(piece.scenes[s].mood, story.scenes[s].mood);
                    let part = |document: &Document| document.scenes[s].part_at(b).map(|part| part.mood);
                    assert_eq!(part(&piece), part(&story), "{start:?} {end:?}");
                    let place = Place::new(s, b, 0);
                    assert_eq!(piece.title_at(place), story.title_at(place), "{start:?} {end:?}");
                }
                assert_eq!(piece.metadata.title, story.metadata.title);
            }
        }
    }

    #[test]
    fn what_was_never_stored_makes_no_document() {
        let good = story().excerpt((0, 0)..(2, 0));
        assert!(good.document().is_some());
        let spoilt = |spoil: &dyn Fn(&mut Excerpt)| {
            let mut excerpt = good.clone();
            spoil(&mut excerpt);
            excerpt.document()
        };
        assert_eq!(spoilt(&|excerpt| excerpt.scenes[0].text.push('\u{1b}')), None);
        assert_eq!(spoilt(&|excerpt| excerpt.scenes[0].blocks[1].2 = 9999), None);
        assert_eq!(spoilt(&|excerpt| excerpt.scenes[0].blocks[1].3[0].1 = 999), None);
        assert_eq!(spoilt(&|excerpt| excerpt.scenes[0].blocks[1].0 = 0), None);
        assert_eq!(spoilt(&|excerpt| excerpt.scenes[1].scene = u32::MAX), None);
        assert_eq!(spoilt(&|excerpt| excerpt.scenes[0].blocks[0].1 = "h9".to_owned()), None);
        assert_eq!(spoilt(&|excerpt| excerpt.scenes.clear()), None);
        let named = spoilt(&|excerpt| excerpt.title.push('\u{9b}')).unwrap();
        assert_eq!(&*named.metadata.title, "Tides\u{FFFD}");
    }
}
