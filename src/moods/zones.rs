//! What is looked at of a scene, or of a part of one: its edges in words, and all of it only where its edges give reason to.

use std::cell::OnceCell;
use std::ops::Range;

use super::phrases::{Match, PhraseList};
use super::tense::Tense;
use super::words::{Word, WordEnds, add_words, is_said_in, told, words};
use crate::document::{Block, BlockKind, MarkKind, Scene};

/// The words of an edge: some five lines.
pub(super) const EDGE: usize = 60;

/// The words of a scene that are looked at: five pages. What makes a dream of it is said by then.
const MOST: usize = 1500;

/// The bytes of a paragraph that are looked at for an edge: some [`EDGE`] words, and room for what is said.
const LONG: usize = 700;

/// The bytes that hold some words where nothing is said: words of eight letters, and room for a few long ones.
fn enough(words: usize) -> usize {
    9 * words + 60
}

/// The fewest words of a scene that is judged by its tense: a line or two may be in any.
const FEWEST: usize = 15;

/// A scene or a part of one, as far as its words tell a mood.
pub(super) struct Zones<'a> {
    scene: &'a Scene,
    /// The blocks of the scene that are meant.
    range: Range<usize>,
    /// The first words, without what is said.
    pub(super) open: Vec<Word<'a>>,
    /// The last words, without what is said.
    pub(super) end: Vec<Word<'a>>,
    /// Both with what is said, where anything is.
    open_said: Option<OnceCell<Vec<Word<'a>>>>,
    end_said: Option<OnceCell<Vec<Word<'a>>>>,
    body: OnceCell<Vec<Word<'a>>>,
    found: OnceCell<Vec<Match>>,
    tense: OnceCell<Tense>,
}

impl<'a> Zones<'a> {
    /// Returns what is looked at of a scene.
    pub(super) fn of(scene: &'a Scene) -> Self {
        Self::of_part(scene, 0..scene.blocks().len())
    }

    /// Returns what is looked at of some blocks of a scene.
    pub(super) fn of_part(scene: &'a Scene, range: Range<usize>) -> Self {
        let prose = || told_blocks(scene, &range).map(|block| block.text);
        let (open, said_first) = first(prose(), told);
        let (end, said_last) = last(prose().rev(), told);
        Self {
            scene,
            open,
            end,
            open_said: said_first.then(OnceCell::new),
            end_said: said_last.then(OnceCell::new),
            body: OnceCell::new(),
            found: OnceCell::new(),
            tense: OnceCell::new(),
            range,
        }
    }

    /// The blocks of the tale, without titles and ornaments.
    pub(super) fn blocks(&self) -> impl DoubleEndedIterator<Item = Block<'a>> + use<'a> {
        told_blocks(self.scene, &self.range)
    }

    /// The paragraphs of the scene.
    pub(super) fn prose(&self) -> impl DoubleEndedIterator<Item = &'a str> + use<'a> {
        self.blocks().map(|block| block.text)
    }

    /// The first words, with what is said.
    pub(super) fn open_said(&self) -> &[Word<'a>] {
        let read = || first(self.prose(), |all| vec![all]).0;
        self.open_said.as_ref().map_or(&self.open, |said| said.get_or_init(read))
    }

    /// The last words, with what is said.
    pub(super) fn end_said(&self) -> &[Word<'a>] {
        let read = || last(self.prose().rev(), |all| vec![all]).0;
        self.end_said.as_ref().map_or(&self.end, |said| said.get_or_init(read))
    }

    /// The scene's title, if it stands at the beginning.
    pub(super) fn title(&self) -> Option<&'a str> {
        self.scene.title().filter(|_| self.range.start == 0)
    }

    /// All words that are not said, up to [`MOST`].
    pub(super) fn body(&self) -> &[Word<'a>] {
        self.body.get_or_init(|| {
            let mut all = Vec::new();
            for paragraph in self.prose() {
                add_paragraph(&told(paragraph), MOST + 1, &mut all);
                if all.len() >= MOST {
                    break;
                }
            }
            all.truncate(MOST);
            all
        })
    }

    /// Returns so many of its first words, without what is said.
    pub(super) fn first_told(&self, count: usize) -> Vec<Word<'a>> {
        let mut all = Vec::new();
        for paragraph in self.prose() {
            add_paragraph(&told(paragraph), count, &mut all);
            if all.len() >= count {
                break;
            }
        }
        all.truncate(count);
        all
    }

    /// Returns so many of its first words, with what is said.
    pub(super) fn first_words(&self, count: usize) -> Vec<Word<'a>> {
        let mut all = Vec::new();
        for paragraph in self.prose() {
            add_words(paragraph, count, &mut all);
            if all.len() >= count {
                break;
            }
        }
        all.truncate(count);
        all
    }

    /// Returns the phrases of the table's place for bodies that stand in this one. `denies` says of which a denial counts.
    pub(super) fn found_in_body(&self, place: &PhraseList, denies: &dyn Fn(usize) -> bool) -> &[Match] {
        self.found.get_or_init(|| place.find(self.body(), denies))
    }

    pub(super) fn tense(&self) -> Tense {
        *self.tense.get_or_init(|| {
            /// So many words tell the tense of a scene however long it is: three pages.
            const ENOUGH: usize = 1000;
            let mut count = 0;
            let sample: Vec<&str> = self
                .prose()
                .take_while(|text| {
                    let wanted = count < ENOUGH;
                    count += text.bytes().filter(|byte| matches!(byte, b' ' | b'\n')).count() + 1;
                    wanted
                })
                .collect();
            if count < FEWEST { Tense::Unclear } else { Tense::of(&sample) }
        })
    }

    /// Whether it is all of a scene, and not a part of one.
    pub(super) fn is_whole(&self) -> bool {
        self.range.len() == self.scene.blocks().len()
    }

    pub(super) fn is_titled(&self) -> bool {
        self.title().is_some()
    }

    /// Whether all of it is in italics, which for some pages means another world.
    pub(super) fn is_in_italics(&self) -> bool {
        let mut blocks = self.blocks().filter(|block| block.kind == BlockKind::Paragraph).peekable();
        blocks.peek().is_some() && blocks.all(|block| is_in_italics(&block))
    }

    /// Whether it is about the one that another scene is mostly about.
    pub(super) fn shares_a_person(&self, other: &Self) -> bool {
        const ALL: [&[&str]; 3] = [&["he", "his", "him"], &["she", "her"], &["i", "my", "me", "we", "our", "us"]];
        let count = |words: &[Word<'_>], who: &[&str]| words.iter().filter(|word| who.contains(&&*word.text)).count();
        let most = ALL.iter().max_by_key(|who| count(other.body(), who));
        most.is_some_and(|who| count(other.body(), who) > 0 && count(self.body(), who) > 0)
    }

    /// Whether it is headed as a diary is, by a date or the word.
    pub(super) fn is_diary(&self, months: &[String]) -> bool {
        const HEADING: usize = 6;
        let head = &self.open_said()[..self.open_said().len().min(HEADING)];
        let title = words(self.title().unwrap_or_default());
        let dated = |all: &[Word<'_>]| {
            all.windows(2).any(|pair| {
                let number = |word: &Word<'_>| word.text.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
                let month = |word: &Word<'_>| months.iter().any(|month| is_month(month, &word.text));
                month(&pair[0]) && number(&pair[1]) || number(&pair[0]) && month(&pair[1])
            })
        };
        let named = |all: &[Word<'_>]| all.iter().any(|word| matches!(&*word.text, "diary" | "journal"));
        dated(head) || dated(&title) || named(&title) || named(head)
    }
}

fn told_blocks<'a>(scene: &'a Scene, range: &Range<usize>) -> impl DoubleEndedIterator<Item = Block<'a>> + use<'a> {
    scene.blocks().take(range.end).skip(range.start).filter(|block| !block.kind.opens_scene())
}

/// Whether all of a paragraph is in italics.
pub(super) fn is_in_italics(block: &Block<'_>) -> bool {
    /// Quotation marks and a full stop may stand outside the italics.
    const AROUND: usize = 3;
    let italic = block.marks.iter().filter(|mark| mark.kind == MarkKind::Emphasis);
    let marked: usize = italic.map(|mark| mark.range().len()).sum();
    marked + AROUND >= block.text.len() && block.text.len() > 1
}

/// Whether a word is a month, whole or shortened.
pub(super) fn is_month(month: &str, word: &str) -> bool {
    month == word
        || word.len() >= 3 && word.len() < month.len() && month.starts_with(word) && word != "may" && word != "mar"
}

/// Adds the words of a paragraph's parts, up to so many in all. The last one that is read ends a sentence.
fn add_paragraph<'a>(parts: &[&'a str], most: usize, all: &mut Vec<Word<'a>>) {
    for part in parts {
        add_words(part, most, all);
    }
    end_sentence(all);
}

fn end_sentence(words: &mut [Word<'_>]) {
    if let Some(last) = words.last_mut() {
        last.ends = WordEnds::Sentence;
    }
}

/// Returns the parts of a paragraph that are read: all of it, or what is not said.
type Parts<'a> = fn(&'a str) -> Vec<&'a str>;

/// The first words of some paragraphs, and whether anything is said there.
fn first<'a>(paragraphs: impl Iterator<Item = &'a str>, parts: Parts<'a>) -> (Vec<Word<'a>>, bool) {
    let (mut all, mut is_said) = (Vec::new(), false);
    for paragraph in paragraphs {
        let near = &paragraph[..paragraph.floor_char_boundary(LONG)];
        let enough = &near[..near.floor_char_boundary(enough(EDGE - all.len()))];
        let near = if is_said_in(enough) { near } else { enough };
        is_said |= is_said_in(near);
        // One word more: the last one that is read ends a sentence, and the last one of an edge may not.
        add_paragraph(&parts(near), EDGE + 1, &mut all);
        if all.len() >= EDGE {
            break;
        }
    }
    all.truncate(EDGE);
    (all, is_said)
}

/// The last words of some paragraphs, which begin with the last one, and whether anything is said there.
fn last<'a>(from_the_last: impl Iterator<Item = &'a str>, parts: Parts<'a>) -> (Vec<Word<'a>>, bool) {
    let (mut all, mut is_said): (Vec<Word<'a>>, bool) = (Vec::new(), false);
    for paragraph in from_the_last {
        let near = &paragraph[paragraph.ceil_char_boundary(paragraph.len().saturating_sub(LONG))..];
        let enough = &near[near.ceil_char_boundary(near.len().saturating_sub(enough(EDGE - all.len())))..];
        let near = if is_said_in(near) { near } else { enough };
        is_said |= is_said_in(near);
        let mut is_last = true;
        for part in parts(near).into_iter().rev() {
            let mut more = words(part);
            if is_last && !more.is_empty() {
                end_sentence(&mut more);
                is_last = false;
            }
            more.append(&mut all);
            all = more;
            if all.len() >= EDGE {
                return (all.split_off(all.len() - EDGE), is_said);
            }
        }
    }
    (all, is_said)
}
