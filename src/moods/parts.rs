//! Parts of a scene that have a mood of their own: a letter that somebody reads in it, a dream within a chapter.
//!
//! A part is looked for only where something begins one: a greeting, paragraphs in italics, a dream that is told. It is then judged
//! as a scene of its own, beside the paragraphs before and after it, and it must end where the scene shows an end.

use std::ops::Range;

use super::letters;
use super::observe::Neighbours;
use super::table::MoodTable;
use super::verdict;
use super::words::words;
use super::zones::{Zones, is_in_italics};
use crate::document::{Block, Mood, MoodPart, SafeText, Scene};

/// The blocks before and after a part that are looked at for who is there and in which tense it is told: two pages.
const BESIDE: usize = 12;

/// The most blocks of a dream that only words bound. A longer one would be a chapter of its own.
const LONGEST: usize = 40;

/// The fewest words of a part in italics: less is a thought or a title.
const FEWEST: usize = 25;

/// Returns the parts of a scene. `beside` holds the scenes before and after it.
pub(super) fn parts<'a>(scene: &'a Scene, beside: [Option<&Zones<'a>>; 2], table: &MoodTable) -> Vec<MoodPart> {
    let here = Here { scene, blocks: &scene.blocks().collect::<Vec<_>>(), beside, table };
    let [dreams, sleeps] = table.stems_in(scene.text());
    let mut found: Vec<MoodPart> = Vec::new();
    let (mut start, mut free) = (0, 0);
    for (at, block) in here.blocks.iter().enumerate() {
        let may = MayTell {
            dream: dreams.any_within(&(start..start + head(block.text).len())),
            sleep: sleeps.any_within(&(start.saturating_sub(EDGE)..start)),
        };
        start += block.text.len();
        if let Some(part) = (at >= free).then(|| here.begun(at, &may)).flatten() {
            free = part.blocks.end;
            found.push(part);
        }
    }
    found
}

/// What may be told where a paragraph begins.
struct MayTell {
    /// A dream, in its own first words.
    dream: bool,
    /// That somebody falls asleep, in the last words before it.
    sleep: bool,
}

/// A scene in which a dream is looked for.
struct Here<'a, 'b> {
    scene: &'a Scene,
    blocks: &'b [Block<'a>],
    beside: [Option<&'b Zones<'a>>; 2],
    table: &'b MoodTable,
}

impl Here<'_, '_> {
    /// Returns the part that begins at a block, if one does.
    fn begun(&self, at: usize, may: &MayTell) -> Option<MoodPart> {
        if self.blocks[at].kind.opens_scene() {
            return None;
        }
        if let Some((blocks, reason)) = letters::within(self.blocks, at, &self.table.letters) {
            return Some(MoodPart { mood: Mood::Letter, blocks, reason: SafeText::line(&reason) });
        }
        let blocks = self.italic_run(at).or_else(|| self.told_dream(at, may))?;
        let reason = SafeText::line(&self.is_dream(&blocks)?);
        Some(MoodPart { mood: Mood::Dream, blocks, reason })
    }

    /// The paragraphs in italics that begin at a block.
    fn italic_run(&self, at: usize) -> Option<Range<usize>> {
        let italic = |block: &Block<'_>| !block.kind.opens_scene() && is_in_italics(block);
        if at > 0 && italic(&self.blocks[at - 1]) {
            return None;
        }
        let end = at + self.blocks[at..].iter().take_while(|block| italic(block)).count();
        let words: usize = self.blocks[at..end].iter().map(|block| block.text.split_whitespace().count()).sum();
        (words >= FEWEST).then_some(at..end)
    }

    /// The paragraphs from one that begins to tell a dream up to the waking.
    fn told_dream(&self, at: usize, may: &MayTell) -> Option<Range<usize>> {
        let text = self.blocks[at].text;
        let before = at.checked_sub(1).map_or("", |before| self.blocks[before].text);
        let tells = may.dream && self.has("open", "told", head(text));
        let slept = || may.sleep && self.has("before", "asleep", tail(before));
        if !tells && !slept() {
            return None;
        }
        let upto = self.blocks.len().min(at + LONGEST);
        let end = (at..upto).find_map(|end| {
            if end > at && self.has("after", "awake", head(self.blocks[end].text)) {
                return Some(end);
            }
            self.has("end", "woken", tail(self.blocks[end].text)).then_some(end + 1)
        })?;
        let titled = self.blocks[at..end].iter().any(|block| block.kind.opens_scene());
        (!titled).then_some(at..end)
    }

    /// Whether some words tell of a group of observations in a place, weightily.
    fn has(&self, place: &str, group: &str, text: &str) -> bool {
        let Some(place) = self.table.place(place) else { return false };
        let of_group = |phrase: usize| {
            let kind = self.table.kind(place, phrase);
            kind.mood == Mood::Dream && kind.group == group && kind.weight >= 2.0
        };
        place.find(&words(text), &|_| true).iter().any(|found| of_group(found.phrase))
    }

    /// Judges some blocks as if they were a scene. Returns the reason for a dream.
    fn is_dream(&self, range: &Range<usize>) -> Option<String> {
        let part = |range: Range<usize>| Zones::of_part(self.scene, range);
        let before = part(range.start.saturating_sub(BESIDE)..range.start);
        let after = part(range.end..(range.end + BESIDE).min(self.blocks.len()));
        let [scene_before, scene_after] = self.beside;
        // At the edge of a scene the scene beside it counts.
        let before = if before.open_said().is_empty() { scene_before } else { Some(&before) };
        let after = if after.open_said().is_empty() { scene_after } else { Some(&after) };
        let around = Neighbours { here: &part(range.clone()), before, after, table: self.table };
        let (mood, _, carried) = verdict::verdict(&around.observe(), &self.table.weights.least)?;
        (mood == Mood::Dream).then(|| verdict::reason(&carried))
    }
}

/// The bytes at an edge of a paragraph in which a sleep, a waking or a dream is looked for: some twenty words.
const EDGE: usize = 120;

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(EDGE)]
}

fn tail(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(EDGE))..]
}

#[cfg(test)]
mod tests;
