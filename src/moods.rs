//! Infers the moods of scenes that name none, from what their words and their neighbours' tell.
//!
//! After `format`, before anything is set: it takes a [`Document`] and gives scenes a mood and the reason for it. A mood is only
//! given where two things agree, such as a change of tense and a waking beside it: a wrong one is worse than none. The words
//! are English; a story in another language keeps its scenes as they are.

mod cues;
mod tense;

use std::cell::OnceCell;

use crate::document::{Block, BlockKind, Document, Mood, MoodSource, SafeText, Scene};
use cues::{Cue, Found};
use tense::Tense;

/// What is known of a scene before moods are given. The tense is found out only where an edge gives reason to ask.
struct Told<'a> {
    scene: &'a Scene,
    tense: OnceCell<Tense>,
    /// What its last words tell of what comes.
    before: Option<Found>,
    /// What its first words tell of what was.
    after: Option<Found>,
    /// What its first words tell of itself.
    opening: Option<Found>,
    /// Whether its last words tell of waking.
    waking: Option<Found>,
}

/// The fewest words of a scene that is judged by its tense: a line or two may be in any.
const FEWEST_WORDS: usize = 25;

/// So many words tell the tense of a scene however long it is: three pages.
const ENOUGH_WORDS: usize = 1000;

/// Gives moods to the scenes of a story, unless its author has named any. What a sidecar says of a scene stays.
pub fn infer(document: &mut Document) {
    let english = document.metadata.language.as_ref().is_none_or(|language| language.primary() == "en");
    if !english || document.scenes.iter().any(|scene| scene.mood_from == MoodSource::Markup) {
        return;
    }
    let told: Vec<Told<'_>> = document.scenes.iter().map(Told::of).collect();
    let mut found: Vec<Option<(Mood, String)>> = Vec::with_capacity(told.len());
    for (index, scene) in document.scenes.iter().enumerate() {
        let mood = form(scene).or_else(|| dream(&told, index)).or_else(|| memory(&told, index)).or_else(|| dawn(scene));
        found.push(mood);
    }
    let dreams: Vec<usize> = (0..found.len()).filter(|index| matches!(found[*index], Some((Mood::Dream, _)))).collect();
    for dream in dreams {
        // The world that a dream is dreamt in.
        for beside in [dream.checked_sub(1), Some(dream + 1)].into_iter().flatten() {
            // What begins a tale of its own is no part of that world.
            let later = dream.max(beside);
            let apart = told.get(later).is_some_and(Told::is_titled) && told[dream].tense() != Tense::Present;
            if found.get(beside).is_some_and(Option::is_none) && !apart {
                found[beside] = Some((Mood::Waking, format!("Next to the dream in scene {}", dream + 1)));
            }
        }
    }
    for (scene, mood) in document.scenes.iter_mut().zip(found) {
        // Who says that a scene has none has said it.
        if let Some((mood, reason)) = mood.filter(|_| scene.mood_from == MoodSource::None) {
            scene.mood = Some(mood);
            scene.mood_from = MoodSource::Inferred;
            scene.mood_reason = SafeText::line(&reason);
        }
    }
}

impl<'a> Told<'a> {
    fn of(scene: &'a Scene) -> Self {
        let prose = || scene.blocks().filter(|block| !block.kind.opens_scene()).map(|block| block.text);
        Self {
            scene,
            tense: OnceCell::new(),
            before: cues::at_end(prose().rev()),
            after: cues::at_start(prose()),
            opening: prose().next().and_then(cues::of_itself),
            waking: cues::waking_at_end(prose().rev()),
        }
    }

    fn is_titled(&self) -> bool {
        self.scene.title().is_some()
    }

    fn tense(&self) -> Tense {
        *self.tense.get_or_init(|| {
            let prose = self.scene.blocks().filter(|block| !block.kind.opens_scene()).map(|block| block.text);
            let mut words = 0;
            let sample: Vec<&str> = prose
                .take_while(|text| {
                    let wanted = words < ENOUGH_WORDS;
                    words += text.split_whitespace().take(ENOUGH_WORDS).count();
                    wanted
                })
                .collect();
            if words < FEWEST_WORDS { Tense::Unclear } else { Tense::of(&sample) }
        })
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
    2 * capitals > all || 2 * block.text.lines().filter(numbered).count() > all
}

/// A scene that is all verse, or a letter.
fn form(scene: &Scene) -> Option<(Mood, String)> {
    let blocks: Vec<_> = scene.blocks().filter(|block| !block.kind.opens_scene()).collect();
    let (first, last) = (blocks.first()?, blocks.last()?);
    let verse = blocks.iter().filter(|block| block.kind == BlockKind::Verse);
    let lines: usize = verse.clone().map(|block| block.text.lines().count()).sum();
    if verse.clone().count() == blocks.len() && lines >= 4 && !verse.clone().any(is_front_matter) {
        return Some((Mood::Verse, format!("All verse ({lines} lines)")));
    }
    if blocks.len() >= 2 && blocks.iter().all(|block| block.kind == BlockKind::Letter) {
        return Some((Mood::Letter, "All of it is marked as a letter".to_owned()));
    }
    // A place and a date may stand before it, and a name after it; what is told before or after makes it a scene with a letter.
    let short = |block: &&Block<'_>| block.text.split_whitespace().count() <= 8;
    let mut salutation = blocks
        .iter()
        .take(2)
        .take_while(|block| short(block) || block.text.contains('\n') || cues::salutation(block.text).is_some());
    let salutation = salutation.find_map(|block| cues::salutation(block.text))?;
    let mut ending =
        blocks.iter().rev().take(3).take_while(|block| {
            short(block) || block.text.contains('\n') || cues::close_of_letter(block.text).is_some()
        });
    let close = ending.find_map(|block| cues::close_of_letter(block.text));
    let close = close.filter(|_| blocks.len() >= 2 && !std::ptr::eq(first, last))?;
    Some((Mood::Letter, format!("Begins with “{salutation}” and ends with “{close}”")))
}

fn dream(told: &[Told<'_>], index: usize) -> Option<(Mood, String)> {
    let here = &told[index];
    let before = index.checked_sub(1).map(|before| &told[before]);
    let after = told.get(index + 1);
    let cue =
        |found: Option<&Found>, wanted: Cue| found.filter(|found| found.cue == wanted).map(|found| found.words.clone());
    let asleep = before.and_then(|scene| cue(scene.before.as_ref(), Cue::Sleep));
    let awake = after.and_then(|scene| cue(scene.after.as_ref(), Cue::Wake));
    let dreamt = after.and_then(|scene| cue(scene.after.as_ref(), Cue::Dream));
    let remembered = before.and_then(|scene| cue(scene.before.as_ref(), Cue::Dream));
    let itself = cue(here.opening.as_ref(), Cue::Dream);
    let woken = cue(here.waking.as_ref(), Cue::Wake);
    let beside = [before, after].into_iter().flatten();
    if [&asleep, &awake, &dreamt, &remembered, &itself, &woken].iter().all(|cue| cue.is_none()) {
        return None;
    }
    let other_tense = here.tense() == Tense::Present
        && beside.clone().count() > 0
        && beside.clone().all(|scene| scene.tense() == Tense::Past);
    // A title between two scenes may part two tales: what stands beyond it says nothing by itself.
    let own = |cue: Option<String>, parted: bool| cue.filter(|_| !parted);
    let after_is_apart = after.is_some_and(Told::is_titled);
    let reason = if other_tense {
        let told = "In the present tense, between scenes in the past tense";
        let (before, after) = (asleep.or(remembered), dreamt.or(awake));
        // Beyond titles both have to say so.
        let both = before.is_some() && after.is_some();
        let (before, after) = (own(before, here.is_titled() && !both), own(after, after_is_apart && !both));
        let after = after.map(|words| format!("{told}; the scene after it says “{words}”"));
        let before = before.map(|words| format!("{told}; the scene before it says “{words}”"));
        let end = woken.map(|words| format!("{told}; its end says “{words}”"));
        after.or(before).or(end).or_else(|| itself.map(|words| format!("{told}; its beginning says “{words}”")))
    } else if let Some(words) = itself {
        let beside = own(asleep, here.is_titled()).or(own(dreamt.or(awake), after_is_apart));
        beside.map(|beside| format!("Its beginning says “{words}”; a scene next to it says “{beside}”"))
    } else {
        // Between falling asleep and waking anything may be told; that the waking tells of a dream has to be said.
        own(asleep, here.is_titled())
            .zip(own(dreamt, after_is_apart))
            .map(|(asleep, dreamt)| format!("The scene before it says “{asleep}”; the scene after it says “{dreamt}”"))
    };
    reason.map(|reason| (Mood::Dream, reason))
}

fn memory(told: &[Told<'_>], index: usize) -> Option<(Mood, String)> {
    if told[index].is_titled() {
        return None;
    }
    let before = told[index.checked_sub(1)?].before.as_ref().filter(|found| found.cue == Cue::Remember)?;
    let opening = told[index].opening.as_ref().filter(|found| found.cue == Cue::Past)?;
    Some((Mood::Memory, format!("The scene before it says “{}”; its beginning says “{}”", before.words, opening.words)))
}

fn dawn(scene: &Scene) -> Option<(Mood, String)> {
    let first = scene.blocks().find(|block| !block.kind.opens_scene())?;
    let words = cues::dawn(first.text)?;
    Some((Mood::Dawn, format!("Its beginning says “{words}”")))
}

#[cfg(test)]
mod tests;
