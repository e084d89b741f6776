//! Observations: what speaks for a mood of a scene, and what against it.

use std::collections::BTreeSet;

use super::lexicon::{self, Lexicon, Weighed};
use super::phrases::{Match, PhraseList};
use super::table::{MoodTable, WordWeights};
use super::tense::Tense;
use super::words::{Word, quoted};
use super::zones::Zones;
use crate::document::Mood;

/// Something that was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The mood that it speaks for, or against.
    pub mood: Mood,
    /// Its group, of which only the heaviest counts.
    pub group: String,
    /// What was seen.
    pub says: String,
    /// How much it weighs; below zero it speaks against the mood.
    pub weight: f32,
    /// The words that tell it.
    pub quote: String,
}

/// The weight of the evidence beside a scene from which on all of the scene is looked at. With less, no verdict is a dream, unless
/// the scene tells one outright.
const ENOUGH_NEAR: f32 = 1.5;

/// The groups of a dream that stand in the scene before, and those that stand in the scene after.
const ASLEEP: [&str; 2] = ["asleep", "before"];
const AWAKE: [&str; 2] = ["awake", "spoken of"];

/// What the scene on one side must tell for the one beyond a title on the other side to count.
const ENOUGH_BEYOND: f32 = 1.5;

/// How many of a scene's first words may tell a dawn: half a page. Few scenes look at the sky in their first line.
const MORNING: usize = 160;

/// Groups whose phrases do not count where they are denied, wished for or compared with.
const DENIABLE: [&str; 6] = ["told", "woken", "asleep", "awake", "spoken of", "before"];

/// The scenes of a story around one of them.
pub(super) struct Neighbours<'a, 'b> {
    pub(super) here: &'b Zones<'a>,
    pub(super) before: Option<&'b Zones<'a>>,
    pub(super) after: Option<&'b Zones<'a>>,
    pub(super) table: &'b MoodTable,
}

/// What has been seen of a scene.
#[derive(Debug, Default)]
pub(super) struct Evidence(pub(super) Vec<Observation>);

impl Evidence {
    pub(super) fn note(&mut self, observation: Observation) {
        let same = |other: &&mut Observation| (other.mood, &other.group) == (observation.mood, &observation.group);
        match self.0.iter_mut().find(same) {
            Some(other) if other.weight.abs() >= observation.weight.abs() => {}
            Some(other) => *other = observation,
            None => self.0.push(observation),
        }
    }

    pub(super) fn dream(&mut self, group: &str, weight: f32, says: &str, quote: &[Word<'_>]) {
        let (group, says, quote) = (group.to_owned(), says.to_owned(), quoted(quote));
        self.note(Observation { mood: Mood::Dream, group, says, weight, quote });
    }

    pub(super) fn weight(&self, mood: Mood, group: &str) -> f32 {
        self.0.iter().find(|seen| seen.mood == mood && seen.group == group).map_or(0.0, |seen| seen.weight)
    }

    /// Returns the weight of the heaviest of some groups that speak for a dream.
    fn heaviest(&self, groups: [&str; 2]) -> f32 {
        groups.iter().map(|group| self.weight(Mood::Dream, group)).fold(0.0, f32::max)
    }

    pub(super) fn sum(&self, mood: Mood) -> f32 {
        self.0.iter().filter(|seen| seen.mood == mood).map(|seen| seen.weight).sum()
    }
}

impl Neighbours<'_, '_> {
    /// Returns all that is seen.
    pub(super) fn observe(&self) -> Evidence {
        let mut seen = Evidence::default();
        let here = self.here;
        self.look("start", upto(&here.open, 14), &mut seen);
        self.look("open", upto(&here.open, 40), &mut seen);
        self.look("dawn", &here.open, &mut seen);
        self.look("morning", &here.first_told(MORNING), &mut seen);
        self.look("open+", here.open_said(), &mut seen);
        self.look("end", from(&here.end, 35), &mut seen);
        self.weigh_dawn(&mut seen);
        self.look_beside(&mut seen);
        self.part(&mut seen);
        self.weigh_words(&mut seen);
        // The rest of a scene is looked at only where its edges may make a dream of it.
        let near: f32 = [ASLEEP, AWAKE].iter().flatten().map(|group| seen.weight(Mood::Dream, group).max(0.0)).sum();
        let words = seen.weight(Mood::Dream, "words");
        if near + words >= ENOUGH_NEAR || seen.weight(Mood::Dream, "told") >= 4.0 {
            self.look_at_all(&mut seen);
        }
        let told_late = ["past", "pluperfect", "childhood"].iter().any(|group| seen.weight(Mood::Memory, group) > 0.0);
        if seen.weight(Mood::Memory, "before") > 0.0 {
            self.look_at_body(&mut seen);
            self.apart(&mut seen);
        } else if told_late && self.is_between() {
            self.apart(&mut seen);
            self.framed(&mut seen);
        }
        seen
    }

    /// Looks at the scenes beside it. What [`Neighbours::part`] would take back beyond a title is not looked for: most scenes of a book
    /// are chapters.
    fn look_beside(&self, seen: &mut Evidence) {
        let before = |seen: &mut Evidence| {
            if let Some(before) = self.before {
                self.look("before", from(&before.end, 60), seen);
                self.look("before+", from(before.end_said(), 60), seen);
            }
        };
        let after = |seen: &mut Evidence| {
            if let Some(after) = self.after {
                self.look("after", upto(&after.open, 50), seen);
                self.look("after+", after.open_said(), seen);
            }
        };
        if self.here.is_titled() {
            after(seen);
            // A night before it counts for a dawn even there.
            if seen.heaviest(AWAKE) >= ENOUGH_BEYOND || seen.sum(Mood::Dawn) > 0.0 {
                before(seen);
            }
            return;
        }
        before(seen);
        if !self.is_titled_after() || seen.heaviest(ASLEEP) >= ENOUGH_BEYOND {
            after(seen);
        }
    }

    fn is_titled_after(&self) -> bool {
        self.after.is_some_and(Zones::is_titled)
    }

    /// Notes the phrases that stand in a place.
    fn look(&self, name: &str, words: &[Word<'_>], seen: &mut Evidence) {
        let Some(place) = self.table.place(name) else { return };
        let found = place.find(words, &|phrase| self.may_be_denied(place, phrase));
        self.note_all((name, place), words, &found, seen);
    }

    /// Notes the phrases that stand anywhere in the scene. Those beside it have been looked for in it too.
    fn look_at_body(&self, seen: &mut Evidence) {
        const NAME: &str = "body";
        let Some(place) = self.table.place(NAME) else { return };
        let found = self.here.found_in_body(place, &|phrase| self.may_be_denied(place, phrase));
        self.note_all((NAME, place), self.here.body(), found, seen);
    }

    /// Returns whether a phrase does not count where it is denied.
    fn may_be_denied(&self, place: &PhraseList, phrase: usize) -> bool {
        DENIABLE.contains(&&*self.table.kind(place, phrase).group)
    }

    /// Notes what was found in a place.
    fn note_all(&self, (name, place): (&str, &PhraseList), words: &[Word<'_>], found: &[Match], seen: &mut Evidence) {
        for Match { phrase, range } in found {
            let kind = self.table.kind(place, *phrase);
            // Of a scene beside it that tells a dream of its own, the dream is that one's.
            let beside = if name.starts_with("before") { self.before } else { self.after };
            let theirs = ["spoken of", "before"].contains(&&*kind.group) && kind.weight > 1.0;
            if kind.group == "strange" || theirs && beside.is_some_and(|zones| self.tells_a_dream(zones)) {
                continue;
            }
            let near = range.start.saturating_sub(2)..(range.end + 2).min(words.len());
            seen.note(Observation {
                mood: kind.mood,
                group: kind.group.clone(),
                says: kind.says.clone(),
                weight: kind.weight,
                quote: quoted(&words[near]),
            });
        }
    }

    /// Returns whether a scene tells a dream of its own in its first words.
    fn tells_a_dream(&self, zones: &Zones<'_>) -> bool {
        ["start", "open"].iter().filter_map(|name| self.table.place(name)).any(|place| {
            let told = |phrase: usize| {
                let kind = self.table.kind(place, phrase);
                kind.group == "told" && kind.weight >= 4.0
            };
            place.find(upto(&zones.open, 14), &|_| true).iter().any(|found| told(found.phrase))
        })
    }

    /// Takes back what stands beyond a title on one side alone: a title between two scenes may part two tales.
    fn part(&self, seen: &mut Evidence) {
        let parted_before = self.here.is_titled();
        let (before, after) = (seen.heaviest(ASLEEP), seen.heaviest(AWAKE));
        let drop = |groups: [&str; 2], seen: &mut Evidence| {
            seen.0.retain(|one| one.mood != Mood::Dream || !groups.contains(&&*one.group));
        };
        if parted_before && after < ENOUGH_BEYOND {
            drop(ASLEEP, seen);
        }
        if self.is_titled_after() && before < ENOUGH_BEYOND {
            drop(AWAKE, seen);
        }
        if parted_before {
            seen.0.retain(|one| one.mood != Mood::Memory || one.group != "before");
        }
    }

    /// Notes what the first words of the scene weigh for a dawn.
    fn weigh_dawn(&self, seen: &mut Evidence) {
        if let Some(words) = self.lexicon() {
            let says = "many of its first words are common at daybreak";
            let weights = &self.table.weights.dawn_words;
            note_words((Mood::Dawn, says), weights, words.weigh_dawn(&self.here.open), seen);
        }
    }

    /// Notes what the words of the scene and of those beside it weigh for a dream. A title parts two tales, or may.
    fn weigh_words(&self, seen: &mut Evidence) {
        let Some(words) = self.lexicon() else { return };
        if self.here.prose().map(str::len).sum::<usize>() > lexicon::LONGEST {
            return;
        }
        let before = self.before.filter(|_| !self.here.is_titled()).map(Zones::end_said);
        let after = self.after.filter(|after| !after.is_titled()).map(Zones::open_said);
        if let Some(weighed) = words.weigh([before, after], || self.here.first_words(lexicon::HERE)) {
            let says = "many words in it and beside it are common around dreams";
            note_words((Mood::Dream, says), &self.table.weights.dream_words, weighed, seen);
        }
    }

    /// The lexicon, for whole scenes: it was fitted on these.
    fn lexicon(&self) -> Option<&'static Lexicon> {
        self.table.lexicon.filter(|_| self.here.is_whole())
    }

    /// Looks at all of the scene: how strange it is, who is in it, in which tense it is told.
    fn look_at_all(&self, seen: &mut Evidence) {
        let here = self.here;
        self.look_at_body(seen);
        let is_strange = self.strangeness(here);
        if let Some((density, quotes)) = is_strange.clone() {
            let says = "strange things happen".to_owned();
            seen.note(Observation {
                mood: Mood::Dream,
                group: "strange".to_owned(),
                says,
                weight: density.min(2.0) * self.table.weights.dream.strange,
                quote: quotes,
            });
        }
        for beside in [self.before, self.after].into_iter().flatten() {
            if is_strange.is_some() && beside.tense() == here.tense() && self.strangeness(beside).is_some() {
                seen.dream(
                    "as strange",
                    self.table.weights.dream.as_strange,
                    "a scene beside it is as strange",
                    &here.open[..0],
                );
            }
        }
        self.form(seen);
        self.people(seen);
    }

    /// How many kinds of strange things there are for each page of two hundred words, if it is enough, and what they are.
    fn strangeness(&self, zones: &Zones<'_>) -> Option<(f32, String)> {
        let place = self.table.place("body")?;
        let body = zones.body();
        let mut kinds = BTreeSet::new();
        let mut quotes = Vec::new();
        for Match { phrase, range } in zones.found_in_body(place, &|phrase| self.may_be_denied(place, phrase)) {
            let kind = place.kind(*phrase);
            if self.table.kinds[kind].group == "strange" && kinds.insert(kind) {
                quotes.push(quoted(&body[range.clone()]));
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "some thousands of words")]
        let density = kinds.len() as f32 / (body.len() as f32 / 200.0).max(1.0);
        (density >= 0.75).then(|| (density, quotes.join("; ")))
    }

    /// How it is told: its tense beside the others', italics, a diary's date, an end that breaks off.
    fn form(&self, seen: &mut Evidence) {
        const SHORT: usize = 1500;
        let (here, weights) = (self.here, &self.table.weights.dream);
        let start = &here.open[..here.open.len().min(8)];
        let beside = |tense: Tense| [self.before, self.after].into_iter().flatten().any(|zones| zones.tense() == tense);
        let long_enough = (25..=SHORT).contains(&here.body().len());
        let only = |tense: Tense, other: Tense| !beside(other) && beside(tense);
        match here.tense() {
            Tense::Present if long_enough && only(Tense::Past, Tense::Present) => {
                seen.dream("tense", weights.present, "told in the present between the past", start);
            }
            Tense::Past if long_enough && only(Tense::Present, Tense::Past) => {
                seen.dream("tense", weights.past, "told in the past between the present", start);
            }
            _ => {}
        }
        let italic = |zones: Option<&Zones<'_>>| zones.is_some_and(Zones::is_in_italics);
        if italic(Some(here)) && !italic(self.before) && !italic(self.after) {
            seen.dream("italic", weights.italic, "all of it in italics", start);
        }
        let last = here.prose().next_back().unwrap_or_default().trim_end();
        let breaks_off = last.ends_with(char::is_lowercase) || last.ends_with(['—', '–']);
        if breaks_off && here.body().len() >= 25 && last.split_whitespace().count() > 10 {
            seen.dream("broken", weights.broken, "it breaks off", &here.end[here.end.len().saturating_sub(5)..]);
        }
        let months = &self.table.letters.months;
        if [Some(here), self.before, self.after].into_iter().flatten().any(|zones| zones.is_diary(months)) {
            seen.dream("diary", weights.diary, "a diary is told so", start);
        }
    }

    /// Returns whether there are scenes before it and after it, and no titles between the three.
    fn is_between(&self) -> bool {
        self.here.is_whole()
            && !self.here.is_titled()
            && self.before.is_some()
            && self.after.is_some()
            && !self.is_titled_after()
    }

    /// Notes a memory that is told apart from the scenes around it: in another tense, or in italics.
    fn apart(&self, seen: &mut Evidence) {
        let here = self.here;
        let beside = || [self.before, self.after].into_iter().flatten();
        let present = here.tense() == Tense::Present && beside().all(|zones| zones.tense() != Tense::Present);
        let past =
            self.is_between() && here.tense() == Tense::Past && beside().all(|zones| zones.tense() == Tense::Present);
        if present || past || here.is_in_italics() && !beside().any(Zones::is_in_italics) {
            let says = match (present, past) {
                (true, _) => "told in the present after the past",
                (_, true) => "told in the past between the present",
                _ => "all of it in italics",
            };
            seen.note(Observation {
                mood: Mood::Memory,
                group: "apart".to_owned(),
                says: says.to_owned(),
                weight: self.table.weights.memory.apart,
                quote: String::new(),
            });
        }
    }
}

/// Notes what words weigh, if they speak for a mood.
fn note_words((mood, says): (Mood, &str), weights: &WordWeights, weighed: Weighed, seen: &mut Evidence) {
    /// The words that are quoted.
    const QUOTED: usize = 4;
    let weight = ((weighed.sum() - weights.from) * weights.each).min(weights.most);
    if weight <= 0.0 {
        return;
    }
    let (group, says, weight) = ("words".to_owned(), says.to_owned(), (weight * 10.0).round() / 10.0);
    seen.note(Observation { mood, group, says, weight, quote: weighed.heaviest(QUOTED) });
}

fn upto<'a, 'b>(words: &'b [Word<'a>], count: usize) -> &'b [Word<'a>] {
    &words[..words.len().min(count)]
}

fn from<'a, 'b>(words: &'b [Word<'a>], count: usize) -> &'b [Word<'a>] {
    &words[words.len().saturating_sub(count)..]
}
