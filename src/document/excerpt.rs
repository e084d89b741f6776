//! A piece of a story with everything in its place, as it can be stored: its pages are those of the whole, and can be shown before
//! the whole has been read again.
//!
//! What comes back from storage is believed in nothing: text is cleaned anew, and ranges that don't fit make no document.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::block::Entry;
use super::{BlockKind, Document, Language, Mark, MarkKind, Metadata, Mood, Place, SafeText, Scene};

/// The most scenes and blocks that may lie before a piece; they are held as empty ones, so that places are those of the whole.
const MOST_BEFORE: u32 = 4 << 20;

/// A piece of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    title: String,
    author: String,
    language: String,
    scenes: Vec<Part>,
}

/// What an excerpt has of a scene.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Part {
    scene: u32,
    mood: Option<String>,
    text: String,
    blocks: Vec<Piece>,
}

/// A block: its index in the scene, its kind, the bytes of the text that are its own, and its marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Piece(u32, String, u32, Vec<(u32, u32, String)>);

/// The headings before an excerpt that are kept in its first scene: more of them stand in no real one.
const MOST_HEADINGS: usize = 64;

impl Document {
    /// The piece between two blocks, each given by its scene's index and its own; the second is one past the last. With it go
    /// the headings above it and what kind the block before it is, on which its first page depends.
    #[must_use]
    pub fn excerpt(&self, range: Range<(u32, u32)>) -> Excerpt {
        let Range { start, end } = range;
        let mut scenes = Vec::new();
        let before = Place::new(start.0 as usize, start.1 as usize, 0);
        // What the story's part is called, where a scene before says it.
        let told = |index: usize| self.scenes[index].blocks().any(|block| is_heading(block.kind));
        let upto = self.scenes.len().min(start.0 as usize);
        let titled = (start.0 as usize).checked_sub(1).filter(|_| (0..upto).rev().take(MOST_HEADINGS).any(told));
        if let Some(scene) = titled {
            let title = self.title_at(Place { scene: before.scene - 1, block: u32::MAX, byte: 0 });
            let piece = Piece(0, "h2".to_owned(), narrow(title.len()), Vec::new());
            scenes.push(Part { scene: narrow(scene), mood: None, text: title.to_owned(), blocks: vec![piece] });
        }
        for (s, scene) in self.scenes.iter().enumerate().skip(start.0 as usize) {
            if (narrow(s), 0) >= end {
                break;
            }
            let first = if narrow(s) == start.0 { start.1 as usize } else { 0 };
            let last = if narrow(s) == end.0 { end.1 as usize } else { usize::MAX };
            scenes.push(Part::of(narrow(s), scene, first..last));
        }
        let Metadata { title, author, language, .. } = &self.metadata;
        let language = language.map_or_else(String::new, |language| language.to_string());
        Excerpt { title: title.to_string(), author: author.to_string(), language, scenes }
    }
}

impl Part {
    fn of(index: u32, scene: &Scene, range: Range<usize>) -> Self {
        let mut part = Self {
            scene: index,
            mood: scene.mood.map(|mood| mood.name().to_owned()),
            text: String::new(),
            blocks: Vec::new(),
        };
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
            part.blocks.push(Piece(narrow(b), block_name(block.kind).to_owned(), narrow(text.len()), marks.collect()));
        }
        part
    }

    /// The scene, with empty blocks in the place of those that are not there; `None` for what was never stored.
    fn scene(&self) -> Option<Scene> {
        let text = SafeText::new(&self.text);
        // What was stored was clean. Another text would have other ranges.
        if *text != *self.text {
            return None;
        }
        let mut scene = Scene { mood: self.mood.as_deref().and_then(Mood::parse), text, ..Scene::default() };
        let mut start = 0;
        for Piece(index, kind, length, marks) in &self.blocks {
            let missing = (*index).checked_sub(narrow(scene.entries.len())).filter(|missing| *missing < MOST_BEFORE)?;
            let first_mark = narrow(scene.marks.len());
            let empty = Entry { kind: BlockKind::Paragraph, start, end: start, first_mark, last_mark: first_mark };
            scene.entries.extend(std::iter::repeat_n(empty, missing as usize));
            let end = start.checked_add(*length)?;
            let words = scene.text.get(start as usize..end as usize)?;
            for (start, end, kind) in marks {
                words.get(*start as usize..*end as usize)?;
                scene.marks.push(Mark { start: *start, end: *end, kind: parse_mark(kind)? });
            }
            let last_mark = narrow(scene.marks.len());
            scene.entries.push(Entry { kind: parse_block(kind)?, start, end, first_mark, last_mark });
            start = end;
        }
        Some(scene)
    }
}

impl Excerpt {
    /// The document that it is a piece of, as far as it is there: scenes and blocks before it are empty, places are those of the
    /// whole. `None` where it is not what was once made.
    #[must_use]
    pub fn document(&self) -> Option<Document> {
        let mut metadata = Metadata {
            title: SafeText::line(&self.title),
            author: SafeText::line(&self.author),
            language: Language::parse(&self.language),
            ..Metadata::default()
        };
        metadata.shorten();
        let mut document = Document { metadata, ..Document::default() };
        for part in &self.scenes {
            let missing =
                part.scene.checked_sub(narrow(document.scenes.len())).filter(|missing| *missing < MOST_BEFORE)?;
            document.scenes.extend(std::iter::repeat_with(Scene::default).take(missing as usize));
            document.scenes.push(part.scene()?);
        }
        (!document.is_empty()).then_some(document)
    }
}

fn is_heading(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Heading { .. })
}

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

const BLOCKS: [(&str, BlockKind); 6] = [
    ("ornament", BlockKind::Ornament),
    ("p", BlockKind::Paragraph),
    ("verse", BlockKind::Verse),
    ("letter", BlockKind::Letter),
    ("quotation", BlockKind::Quotation),
    ("item", BlockKind::Item),
];

fn block_name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading { level } => HEADINGS[usize::from(level.clamp(1, 6)) - 1],
        kind => BLOCKS.iter().find(|(_, known)| *known == kind).map_or("p", |(name, _)| name),
    }
}

fn parse_block(name: &str) -> Option<BlockKind> {
    if let Some(at) = HEADINGS.iter().position(|heading| *heading == name) {
        return Some(BlockKind::Heading { level: u8::try_from(at + 1).ok()? });
    }
    BLOCKS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

const MARKS: [(&str, MarkKind); 7] = [
    ("em", MarkKind::Emphasis),
    ("strong", MarkKind::Strong),
    ("small", MarkKind::Small),
    ("caps", MarkKind::SmallCaps),
    ("soft", MarkKind::SoftHyphen),
    ("break", MarkKind::Break),
    ("join", MarkKind::NoBreak),
];

/// A mark's name; a phrase in another language is called by its language, after a colon, a link by its number.
fn mark_name(kind: MarkKind) -> String {
    match kind {
        MarkKind::Foreign(language) => format!(":{language}"),
        MarkKind::Link(index) => format!("#{index}"),
        kind => MARKS.iter().find(|(_, known)| *known == kind).map_or("em", |(name, _)| name).to_owned(),
    }
}

fn parse_mark(name: &str) -> Option<MarkKind> {
    if let Some(language) = name.strip_prefix(':') {
        return Language::parse(language).map(MarkKind::Foreign);
    }
    if let Some(index) = name.strip_prefix('#') {
        return index.parse().ok().map(MarkKind::Link);
    }
    MARKS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn story() -> Document {
        let text = "+++\ntitle = \"Tides\"\nlanguage = \"en\"\n+++\n\n## One {.waking}\n\nHe *woke* and said [genug]{lang=de}.\n\nAnd so on.\n\n---\n\n\
            He sleeps.\n\nStill.\n\n> Quoted, and it is.\n\n## Three {.dawn}\n\n- An item\n\nThe last one.\n";
        format::read("a.md", text.as_bytes()).unwrap().document
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
