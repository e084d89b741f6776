//! Infers the moods of scenes that name none, from what their words and their neighbours' tell.
//!
//! After `format`, before anything is set: it reads a [`Draft`] and returns a mood and the reason for it for each scene, and
//! for parts of scenes. What is looked for stands in `assets/moods`, a table for each language. Each observation has a weight. A scene gets a mood where the sum
//! reaches a threshold and no veto holds: a wrong mood is worse than none. A story in a language without a table keeps its
//! scenes as they are.

mod letters;
mod lexicon;
mod observe;
mod parts;
mod people;
mod phrases;
mod pronouns;
mod table;
mod tense;
mod verdict;
mod word_key;
mod words;
mod zones;

pub use observe::Observation;
pub use table::MoodTable;

use crate::document::{Block, BlockKind, Draft, Mood, MoodPart, MoodSource, SafeText};
use observe::{Evidence, Neighbours};
use tense::Tense;
use words::Word;
use zones::Zones;

/// The verdict on a scene: its mood, with the sum of what was seen and the reason.
#[derive(Debug, Clone)]
struct Verdict {
    mood: Mood,
    sum: f32,
    reason: String,
    /// What its words weigh.
    words: f32,
}

/// What was found of a scene.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inference {
    /// Its mood, with the reason.
    pub mood: Option<(Mood, SafeText)>,
    /// Its parts that have a mood of their own.
    pub parts: Vec<MoodPart>,
}

/// Gives the scenes of a story the moods that their words tell.
pub fn give(document: &mut Draft) {
    let found = infer(document);
    for (scene, Inference { mood, parts }) in document.scenes.iter_mut().zip(found) {
        if let Some((mood, reason)) = mood {
            (scene.mood, scene.mood_from, scene.mood_reason) = (Some(mood), MoodSource::Inferred, reason);
        }
        scene.parts = parts;
    }
}

/// Returns what the words of a story tell of the moods of its scenes, one for each scene. It is empty where the author has named
/// moods, or where the language has no table. A scene of which a sidecar has spoken gets nothing.
#[must_use]
pub fn infer(document: &Draft) -> Vec<Inference> {
    if document.scenes.iter().any(|scene| scene.mood_from == MoodSource::Markup || !scene.parts.is_empty()) {
        return Vec::new();
    }
    table_of(document).map_or_else(Vec::new, |table| infer_by(document, table))
}

/// Returns what a table tells of the moods of a story's scenes, whatever the story's language is.
#[must_use]
pub fn infer_by(document: &Draft, table: &MoodTable) -> Vec<Inference> {
    let zones: Vec<Zones<'_>> = document.scenes.iter().map(Zones::of).collect();
    let letters: Vec<Option<Vec<Observation>>> = zones.iter().map(|zones| letters::letter(zones, table)).collect();
    let is_letter: Vec<bool> = letters.iter().map(Option::is_some).collect();
    let mut found: Vec<Option<Verdict>> = letters
        .into_iter()
        .enumerate()
        .map(|(index, letter)| find(&zones, (letter, &is_letter), index, table))
        .collect();
    settle_neighbours(&mut found, &zones);
    give_waking(&mut found, &zones, &is_letter, table);
    let of_scene = |(index, found): (usize, Option<Verdict>)| {
        let scene = &document.scenes[index];
        // Who says that a scene has none has said it.
        if scene.mood_from != MoodSource::None {
            return Inference::default();
        }
        let is_whole =
            found.as_ref().is_some_and(|found| matches!(found.mood, Mood::Dream | Mood::Letter | Mood::Verse));
        let beside = [index.checked_sub(1), Some(index + 1)].map(|at| at.and_then(|at| zones.get(at)));
        let parts = if is_whole { Vec::new() } else { parts::parts(scene, beside, table) };
        Inference { mood: found.map(|found| (found.mood, SafeText::line(&found.reason))), parts }
    };
    found.into_iter().enumerate().map(of_scene).collect()
}

/// Returns all that is seen of each scene, whether it is enough for a mood or not: for authors who ask why. What stands beyond a title and
/// would not count is not looked for.
#[must_use]
pub fn explain(document: &Draft) -> Vec<Vec<Observation>> {
    let Some(table) = table_of(document) else { return vec![Vec::new(); document.scenes.len()] };
    let zones: Vec<Zones<'_>> = document.scenes.iter().map(Zones::of).collect();
    let found: Vec<Option<Vec<Observation>>> = zones.iter().map(|zones| letters::letter(zones, table)).collect();
    let is_letter: Vec<bool> = found.iter().map(Option::is_some).collect();
    let all = found.into_iter().enumerate();
    all.map(|(index, letter)| letter.unwrap_or_else(|| observed(&zones, &is_letter, index, table).0)).collect()
}

/// Returns the words that are weighed of each scene of a story, in lower case: its own, those before it, those after it, and those of
/// its beginning. A scene without a neighbour has none there.
#[must_use]
pub fn weighed_words(document: &Draft) -> Vec<[Vec<String>; 4]> {
    let zones: Vec<Zones<'_>> = document.scenes.iter().map(Zones::of).collect();
    let plain = |words: &[Word<'_>]| words.iter().map(|word| word.text.to_string()).collect::<Vec<_>>();
    let beside = |at: Option<usize>| at.and_then(|at| zones.get(at));
    let all = zones.iter().enumerate();
    all.map(|(at, here)| {
        [
            plain(&here.first_words(lexicon::HERE)),
            beside(at.checked_sub(1)).map(|before| plain(before.end_said())).unwrap_or_default(),
            beside(Some(at + 1)).map(|after| plain(after.open_said())).unwrap_or_default(),
            plain(&here.open),
        ]
    })
    .collect()
}

fn table_of(document: &Draft) -> Option<&'static MoodTable> {
    MoodTable::of(document.metadata.language.as_ref().map_or("en", |language| language.primary()))
}

fn find(
    zones: &[Zones<'_>],
    (letter, is_letter): (Option<Vec<Observation>>, &[bool]),
    index: usize,
    table: &MoodTable,
) -> Option<Verdict> {
    if let Some(lines) = verse(&zones[index]) {
        return Some(Verdict { mood: Mood::Verse, sum: 4.0, reason: format!("All verse ({lines} lines)"), words: 0.0 });
    }
    if let Some(seen) = letter {
        return Some(Verdict { mood: Mood::Letter, sum: 4.0, reason: verdict::reason(&seen), words: 0.0 });
    }
    let (mood, sum, carried) = verdict::verdict(&observed(zones, is_letter, index, table), &table.weights.least)?;
    let words = carried.iter().find(|one| one.group == "words").map_or(0.0, |one| one.weight);
    Some(Verdict { mood, sum, reason: verdict::reason(&carried), words })
}

/// What is seen of a scene beside its neighbours. A letter tells of its own nights.
fn observed(zones: &[Zones<'_>], is_letter: &[bool], index: usize, table: &MoodTable) -> Evidence {
    let beside = |at: Option<usize>| at.and_then(|at| zones.get(at)).filter(|_| at.is_some_and(|at| !is_letter[at]));
    Neighbours { here: &zones[index], before: beside(index.checked_sub(1)), after: beside(Some(index + 1)), table }
        .observe()
}

/// Of two dreams beside each other that are told in different tenses, or that only words tell of, one is the world of the other.
fn settle_neighbours(found: &mut [Option<Verdict>], zones: &[Zones<'_>]) {
    let dream = |found: &Option<Verdict>| {
        let dream = found.as_ref().filter(|one| one.mood == Mood::Dream);
        dream.map(|one| (one.sum, one.words * 2.0 > one.sum))
    };
    for at in 1..found.len() {
        if let (Some((a, a_by_words)), Some((b, b_by_words))) = (dream(&found[at - 1]), dream(&found[at]))
            && (a_by_words || b_by_words || zones[at - 1].tense() != zones[at].tense())
        {
            found[if a < b { at - 1 } else { at }] = None;
        }
    }
}

/// The world that a dream is dreamt in is the waking one, if it shares the sleep or the waking with it, or a person.
fn give_waking(found: &mut [Option<Verdict>], zones: &[Zones<'_>], is_letter: &[bool], table: &MoodTable) {
    let is_dream = |found: &Option<Verdict>| found.as_ref().is_some_and(|one| one.mood == Mood::Dream);
    let dreams: Vec<usize> = (0..found.len()).filter(|index| is_dream(&found[*index])).collect();
    for dream in dreams {
        let seen = observed(zones, is_letter, dream, table);
        let told = |groups: &[&str]| groups.iter().any(|group| seen.weight(Mood::Dream, group) >= 1.0);
        for (beside, groups) in
            [(dream.checked_sub(1), &["asleep", "before"][..]), (Some(dream + 1), &["awake", "spoken of"])]
        {
            let Some(beside) = beside.filter(|beside| found.get(*beside).is_some_and(Option::is_none)) else {
                continue;
            };
            // Both in one present are one world.
            let same_present = zones[beside].tense() == Tense::Present && zones[dream].tense() == Tense::Present;
            if (told(groups) || zones[beside].shares_a_person(&zones[dream])) && !same_present {
                let reason = format!("Next to the dream in scene {}", dream + 1);
                found[beside] = Some(Verdict { mood: Mood::Waking, sum: 1.0, reason, words: 0.0 });
            }
        }
    }
}

/// Whether short lines are a title page's or a list of chapters, which are set like verse and are none: in capitals, or numbered.
fn is_front_matter(block: &Block<'_>) -> bool {
    let all = block.text.lines().count();
    let capitals = block.text.lines().filter(|line| !line.contains(char::is_lowercase)).count();
    let numbered = |line: &&str| {
        let first = line.split_whitespace().next().unwrap_or_default();
        first.ends_with('.') && first.trim_end_matches('.').bytes().all(|b| b.is_ascii_digit() || b"IVXLC".contains(&b))
    };
    let cast = block.text.lines().filter(|line| line.contains(':')).count();
    2 * capitals > all || 2 * block.text.lines().filter(numbered).count() > all || 2 * cast > all
}

/// Whether lines are a list of things or wrapped prose, such as a licence: few words to a line, or full lines, and no rhyme.
fn is_no_verse(lines: &[&str]) -> bool {
    /// The words of a line of verse, on average.
    const FEWEST: usize = 4;
    /// The letters of a line from which on it is as full as wrapped prose.
    const FULL: usize = 60;
    let words: usize = lines.iter().map(|line| line.split_whitespace().count()).sum();
    let full = lines.iter().filter(|line| line.chars().count() > FULL).count();
    (words < FEWEST * lines.len() || 2 * full > lines.len()) && !rhymes(lines)
}

/// Whether two of five lines rhyme with one of the four before or after, by their last letters.
fn rhymes(lines: &[&str]) -> bool {
    let end = |line: &&str| {
        let letters: Vec<char> = line.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
        letters[letters.len().saturating_sub(2)..].to_vec()
    };
    let ends: Vec<Vec<char>> = lines.iter().map(end).collect();
    let near = |a: usize| (a.saturating_sub(4)..(a + 5).min(ends.len())).any(|b| a != b && ends[a] == ends[b]);
    5 * (0..ends.len()).filter(|a| near(*a)).count() >= 2 * ends.len()
}

/// The lines of a scene that is all verse, or verse behind a line that says what it is.
fn verse(zones: &Zones<'_>) -> Option<usize> {
    /// Fewer lines are a motto.
    const FEWEST: usize = 4;
    /// The words of what leads to a poem: two lines of a page. Such a poem has more lines.
    const LEADING: usize = 30;
    let blocks: Vec<_> = zones.blocks().collect();
    let leads =
        |block: &Block<'_>| block.kind == BlockKind::Paragraph && block.text.split_whitespace().nth(LEADING).is_none();
    let lines = |blocks: &[Block<'_>]| blocks.iter().map(|block| block.text.lines().count()).sum::<usize>();
    let blocks = match &blocks[..] {
        [first, rest @ ..] if leads(first) && lines(rest) >= 2 * FEWEST => rest,
        all => all,
    };
    if !blocks.iter().all(|block| block.kind == BlockKind::Verse) {
        return None;
    }
    let lines: Vec<&str> = blocks.iter().flat_map(|block| block.text.lines()).collect();
    let verse = lines.len() >= FEWEST && !blocks.iter().any(is_front_matter) && !is_no_verse(&lines);
    verse.then_some(lines.len())
}

#[cfg(test)]
mod tests;
