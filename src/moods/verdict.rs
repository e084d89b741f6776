//! The verdict on what was seen of a scene: which mood it has, if the sum is enough and no veto holds.
//!
//! A wrong mood is worse than none. So a dream needs evidence of its own *and* beside it, unless it is told outright. Another tense
//! or italics alone are never enough: they may be another man's story.

use super::observe::{Evidence, Observation};
use super::table::Least;
use crate::document::Mood;

/// Returns the mood whose sum is furthest over its threshold, with what carried it, the heaviest first.
pub(super) fn verdict(seen: &Evidence, least: &Least) -> Option<(Mood, f32, Vec<Observation>)> {
    let sums = [(Mood::Dream, least.dream), (Mood::Memory, least.memory), (Mood::Dawn, least.dawn)];
    let over = |(mood, threshold): &(Mood, f32)| {
        let sum = seen.sum(*mood);
        (sum >= *threshold && holds(*mood, seen, least)).then_some((*mood, sum, sum - threshold))
    };
    let (mood, sum, _) = sums.iter().filter_map(over).max_by(|a, b| a.2.total_cmp(&b.2))?;
    let mut all: Vec<Observation> = seen.0.iter().filter(|one| one.mood == mood).cloned().collect();
    // Phrases say more to a person than what words weigh together.
    let by_words = |one: &Observation| one.group == "words";
    all.sort_by(|a, b| by_words(a).cmp(&by_words(b)).then(b.weight.total_cmp(&a.weight)));
    Some((mood, sum, all))
}

/// The weight from which on words tell by themselves that something is dreamt: two thirds of what is enough alone.
const TELLING_WORDS: f32 = 3.0;

/// Whether no veto holds.
fn holds(mood: Mood, seen: &Evidence, least: &Least) -> bool {
    let weight = |group: &str| seen.weight(mood, group);
    let any = |groups: &[&str]| groups.iter().any(|group| weight(group) > 0.0);
    match mood {
        Mood::Dream => {
            let sum = |groups: &[&str]| groups.iter().map(|group| weight(group).max(0.0)).sum::<f32>();
            let own =
                sum(&["told", "spoken", "woken", "again", "strange", "tense", "italic", "broken", "echo", "sleeper"]);
            let near = sum(&["asleep", "before", "awake", "spoken of"]);
            // Another tense or italics alone may be about another man, even between a sleep and a waking.
            let words = weight("words").max(0.0);
            let telling = words >= TELLING_WORDS
                || any(&[
                    "told",
                    "spoken",
                    "again",
                    "broken",
                    "strange",
                    "woken",
                    "spoken of",
                    "before",
                    "named",
                    "sleeper",
                ]);
            if !telling {
                return false;
            }
            // A diary tells of days and nights in whatever tense.
            if weight("diary") < 0.0 && !any(&["told"]) {
                return false;
            }
            // Words are of the scene and of those beside it.
            if words >= least.dream {
                return true;
            }
            // Another tense, with nothing strange in it and no sleep beside it, is another thread of the story.
            let only_words = near <= 0.0 && !any(&["told", "spoken", "woken", "again", "strange", "broken", "sleeper"]);
            if only_words {
                return false;
            }
            let (own, near) = (own + words / 2.0, near + words / 2.0);
            let both = own >= 1.5 && near >= 1.5;
            let told = own >= 5.0 && any(&["told"]);
            let told_of = own >= 1.0 && near >= 3.0 && weight("spoken of") >= 3.0;
            let slept_and_told = weight("asleep") >= 1.5 && weight("spoken of") >= 3.0;
            both || told || told_of || slept_and_told
        }
        Mood::Memory => {
            let late = any(&["past", "pluperfect", "apart"]);
            // Where nobody is said to remember, it is told of a childhood, or late and apart.
            let told = any(&["childhood"]) || any(&["pluperfect"]) && any(&["apart"]);
            let framed = any(&["framed"]) && told;
            late && (any(&["before"]) || framed)
        }
        _ => true,
    }
}

/// Returns the reason for a mood, as a person reads it: the observations that carried it.
pub(super) fn reason(observations: &[Observation]) -> String {
    /// More than three are not read.
    const MOST: usize = 3;
    let told = |one: &Observation| {
        if one.quote.is_empty() { one.says.clone() } else { format!("{} (“{}”)", one.says, one.quote) }
    };
    let all: Vec<String> = observations.iter().filter(|one| one.weight > 0.5).take(MOST).map(told).collect();
    let text = all.join("; ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
