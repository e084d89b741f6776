//! Who is in a scene, and which things: beside those of the scenes around it.
//!
//! A step of `observe.rs` for scenes that may be dreams. A dream is its sleeper's; other people's scenes are another thread of the story.

use std::collections::BTreeSet;

use super::observe::{Evidence, Neighbours, Observation};
use super::pronouns::Pronouns;
use super::words::{Word, WordEnds};
use super::zones::Zones;
use crate::document::Mood;

/// The words of a longer scene are a chapter's, and its people are those of the next one, whoever sleeps or remembers.
const LONGEST: usize = 800;

impl Neighbours<'_, '_> {
    /// Who is in it, beside those of the scenes around.
    pub(super) fn people(&self, seen: &mut Evidence) {
        let (here, weights) = (self.here, &self.table.weights.dream);
        let beside = || [self.before, self.after].into_iter().flatten();
        if let Some(name) = names(here.body()).into_iter().find(|name| beside().any(|zones| has(zones.body(), name))) {
            seen.note(Observation {
                mood: Mood::Dream,
                group: "named".to_owned(),
                says: "it names somebody of the scenes beside it".to_owned(),
                weight: weights.named,
                quote: name,
            });
        }
        self.sleeper(seen);
        self.echo(seen);
        let you = has(here.body(), "you");
        let mine = Pronouns::of(here.body());
        let mut near = Pronouns::default();
        beside().for_each(|zones| near.add(&Pronouns::of(zones.body())));
        let mut edge = Pronouns::default();
        edge.add(&self.before.map(|zones| Pronouns::of(&zones.end)).unwrap_or_default());
        edge.add(&self.after.map(|zones| Pronouns::of(&zones.open)).unwrap_or_default());
        let (lead, theirs) = (mine.most(), edge.most());
        // Who is named beside it is in it, whatever its pronouns are.
        let known = you || seen.weight(Mood::Dream, "named") > 0.0;
        if mine.0[lead] >= 3 && near.0[lead] == 0 && mine.0[theirs] == 0 && !known {
            seen.dream("people", weights.others, "its people are others", &here.open[..here.open.len().min(6)]);
        }
        let there = (0..3).any(|who| mine.0[who] > 0 && (edge.0[who] >= 1 || who == 2));
        if edge.0[theirs] >= 2 && !there && !known {
            seen.dream("people", weights.nobody, "nobody beside it is in it", &here.open[..here.open.len().min(6)]);
        }
        self.other_opening(seen);
        let would = here.body().iter().filter(|word| is_would(&word.text)).count();
        if would >= 3 && would * 1000 > here.body().len() * 35 {
            seen.dream("wished", weights.wished, "it is only wished or planned", &here.open[..0]);
        }
    }

    /// Returns whether somebody falls asleep before the scene and wakes after it. A part of a scene is framed by the same scene, whoever
    /// sleeps, and so is none.
    fn is_framed(&self, seen: &Evidence) -> bool {
        let near = |group: &str| seen.weight(Mood::Dream, group);
        self.here.is_whole() && near("asleep") >= 1.5 && near("awake").max(near("spoken of")) >= 1.5
    }

    /// Notes that things of the scenes around come again, where somebody falls asleep before the scene and wakes after it: what is told
    /// between the two is the sleeper's, or another man's, who has other things.
    fn echo(&self, seen: &mut Evidence) {
        /// One thing may be chance.
        const FEWEST: usize = 2;
        if !self.is_framed(seen) {
            return;
        }
        let things = |zones: Option<&Zones<'_>>| zones.map_or_else(BTreeSet::new, |zones| things(zones.body()));
        let (before, after) = (things(self.before), things(self.after));
        let here = things(Some(self.here));
        let again = here.iter().filter(|thing| before.contains(*thing) || after.contains(*thing));
        let again: Vec<String> = again.filter(|thing| self.table.is_telling(thing)).cloned().collect();
        if again.len() >= FEWEST {
            seen.note(Observation {
                mood: Mood::Dream,
                group: "echo".to_owned(),
                says: "things of the scenes beside it come again".to_owned(),
                weight: self.table.weights.dream.echo,
                quote: again.join(", "),
            });
        }
    }

    /// Notes that the one who sleeps before the scene and wakes after it is in it: by a name that all three have, or because all three
    /// are told by an `I`. Of a `he` it is not sure that he is the same.
    fn sleeper(&self, seen: &mut Evidence) {
        let (Some(before), Some(after)) = (self.before, self.after) else { return };
        if !self.is_framed(seen) || self.here.body().len() > LONGEST {
            return;
        }
        if let Some(name) = in_all([before, self.here, after]) {
            seen.note(Observation {
                mood: Mood::Dream,
                group: "sleeper".to_owned(),
                says: "who sleeps before it and wakes after it is in it".to_owned(),
                weight: self.table.weights.dream.sleeper,
                quote: name,
            });
        }
    }

    /// Notes that somebody is in the scene, before it and after it: whose scenes are around a memory is in it. It is told by a name
    /// that all three have, or by an `I`.
    pub(super) fn framed(&self, seen: &mut Evidence) {
        let (Some(before), Some(after)) = (self.before, self.after) else { return };
        if self.here.body().len() > LONGEST {
            return;
        }
        if let Some(name) = in_all([before, self.here, after]) {
            seen.note(Observation {
                mood: Mood::Memory,
                group: "framed".to_owned(),
                says: "who is before it and after it is in it".to_owned(),
                weight: self.table.weights.memory.framed,
                quote: name,
            });
        }
    }

    /// Notes a scene that opens on somebody who is nowhere beside it.
    fn other_opening(&self, seen: &mut Evidence) {
        if seen.weight(Mood::Dream, "told") > 0.0 {
            return;
        }
        let here = self.here;
        let Some(first) = here.open.first() else { return };
        let names = names(here.body());
        let shown = first.as_written();
        let known = |name: &str| [self.before, self.after].into_iter().flatten().any(|zones| has(zones.body(), name));
        let lower = first.text.trim_end_matches("'s").to_owned();
        if shown.starts_with(char::is_uppercase) && names.contains(&lower) && !known(&lower) {
            seen.dream(
                "other",
                self.table.weights.dream.opens_on_other,
                "it opens on somebody else",
                &here.open[..here.open.len().min(3)],
            );
        }
    }
}

/// Returns a name that all three have. It is empty where all three are told by an `I`.
fn in_all([before, here, after]: [&Zones<'_>; 3]) -> Option<String> {
    let all = [before.body(), here.body(), after.body()];
    let name = all.iter().flat_map(|words| names(words)).find(|name| all.iter().all(|words| has(words, name)));
    let first_person = |words: &[Word<'_>]| Pronouns::of(words).is_first_person();
    let told = || first_person(&before.end) && first_person(here.body()) && first_person(&after.open);
    name.or_else(|| told().then(String::new))
}

/// The things that are named: words after an article or a possessive.
fn things(words: &[Word<'_>]) -> BTreeSet<String> {
    const BEFORE: [&str; 10] = ["the", "a", "an", "his", "her", "my", "their", "our", "its", "of"];
    const SHORTEST: usize = 3;
    let named = |pair: &[Word<'_>]| {
        let small = pair[1].as_written().starts_with(char::is_lowercase) && pair[1].text.len() > SHORTEST;
        (BEFORE.contains(&&*pair[0].text) && small).then(|| pair[1].text.trim_end_matches('s').to_owned())
    };
    words.windows(2).filter_map(named).collect()
}

fn is_would(word: &str) -> bool {
    matches!(word, "would" | "will" | "should") || word.ends_with("'ll") || word.ends_with("'d")
}

fn has(words: &[Word<'_>], text: &str) -> bool {
    words.iter().any(|word| *word.text == *text || word.text.strip_suffix("'s") == Some(text))
}

/// Names, in lower case: words with a capital that does not begin a sentence.
fn names(words: &[Word<'_>]) -> Vec<String> {
    let mut all = Vec::new();
    for pair in words.windows(2) {
        if pair[0].ends == WordEnds::Sentence || !pair[1].may_have_capital() {
            continue;
        }
        let shown = pair[1].as_written();
        let short = ["and", "the", "but", "you", "not", "for", "god"].contains(&&*pair[1].text);
        let long = shown.chars().count() > 2 && !shown.starts_with("I’") && !short;
        if shown.starts_with(char::is_uppercase) && long {
            let name = pair[1].text.trim_end_matches("'s").to_owned();
            if !all.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}
