//! The table of observations of a language: phrases, where they stand, what they weigh. The build script makes JSON
//! of `assets/moods`, which is read when a story in that language is opened for the first time.

use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use super::lexicon::Lexicon;
use super::phrases::{self, PhraseList};
use crate::document::Mood;

/// The lists of a language's phrases, by their places.
type Places = &'static [(&'static str, PhraseList)];

/// The languages that have a table, with their phrases.
const SOURCES: [(&str, &str, Places); 4] = [
    ("en", include_str!(concat!(env!("OUT_DIR"), "/moods-en.json")), phrases::EN),
    ("de", include_str!(concat!(env!("OUT_DIR"), "/moods-de.json")), phrases::DE),
    ("fr", include_str!(concat!(env!("OUT_DIR"), "/moods-fr.json")), phrases::FR),
    ("es", include_str!(concat!(env!("OUT_DIR"), "/moods-es.json")), phrases::ES),
];

/// The weights that no phrase has.
const WEIGHTS: &str = include_str!(concat!(env!("OUT_DIR"), "/moods-weights.json"));

/// A table as its file has it, but for the phrases.
#[derive(Deserialize)]
struct TableFile {
    #[serde(default)]
    dream: Vec<KindEntry>,
    #[serde(default)]
    memory: Vec<KindEntry>,
    #[serde(default)]
    dawn: Vec<KindEntry>,
    letter: Letters,
    stems: Stems,
    #[serde(default)]
    everyday: Everyday,
}

/// Things that are in most scenes.
#[derive(Debug, Default, Deserialize)]
struct Everyday {
    things: Vec<String>,
}

/// What observations weigh that no phrase tells, and the sums from which moods are given. They hold in every language.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Weights {
    pub(super) least: Least,
    pub(super) dream_words: WordWeights,
    pub(super) dawn_words: WordWeights,
    pub(super) dream: DreamWeights,
    pub(super) memory: MemoryWeights,
    pub(super) letter: LetterWeights,
}

/// What the sum of words weighs: nothing up to `from`, then so much for each unit, and never more than `most`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct WordWeights {
    pub(super) from: f32,
    pub(super) each: f32,
    pub(super) most: f32,
}

/// The sums from which a scene gets a mood.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Least {
    pub(super) dream: f32,
    pub(super) memory: f32,
    pub(super) dawn: f32,
    pub(super) letter: f32,
}

/// How a dream is told, and who is in it. The file says what each means.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct DreamWeights {
    pub(super) present: f32,
    pub(super) past: f32,
    pub(super) italic: f32,
    pub(super) broken: f32,
    pub(super) strange: f32,
    pub(super) named: f32,
    pub(super) sleeper: f32,
    pub(super) echo: f32,
    pub(super) as_strange: f32,
    pub(super) diary: f32,
    pub(super) others: f32,
    pub(super) nobody: f32,
    pub(super) opens_on_other: f32,
    pub(super) wished: f32,
}

/// How a memory is told.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct MemoryWeights {
    pub(super) apart: f32,
    pub(super) framed: f32,
}

/// What a letter has.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct LetterWeights {
    pub(super) marked: f32,
    pub(super) mail: f32,
    pub(super) telegram: f32,
    pub(super) name: f32,
    pub(super) initial: f32,
    pub(super) heading: f32,
    pub(super) greeting: f32,
    pub(super) dateline: f32,
    pub(super) close: f32,
    pub(super) signed: f32,
    pub(super) you: f32,
    pub(super) told: f32,
}

/// Letters without which no paragraph tells of a dream or of sleep, so that most paragraphs need not be read word by word.
#[derive(Debug, Deserialize)]
#[serde(try_from = "StemsEntry")]
struct Stems {
    /// Finds those of dreams and then those of sleep, all in one pass.
    finder: AhoCorasick,
    /// How many are of dreams.
    dreams: usize,
}

#[derive(Deserialize)]
struct StemsEntry {
    dream: Vec<String>,
    sleep: Vec<String>,
}

impl TryFrom<StemsEntry> for Stems {
    type Error = aho_corasick::BuildError;

    fn try_from(StemsEntry { dream, sleep }: StemsEntry) -> Result<Self, Self::Error> {
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(dream.iter().chain(&sleep))?;
        Ok(Self { finder, dreams: dream.len() })
    }
}

/// The ranges of a text in which stems stand, in order.
#[derive(Debug, Default)]
pub(super) struct StemRanges(Vec<Range<usize>>);

impl StemRanges {
    /// Returns whether any of them lies within a range of the text.
    pub(super) fn any_within(&self, range: &Range<usize>) -> bool {
        let from = self.0.partition_point(|one| one.start < range.start);
        self.0[from..].iter().take_while(|one| one.start < range.end).any(|one| one.end <= range.end)
    }
}

#[derive(Deserialize)]
struct KindEntry {
    group: String,
    weight: f32,
    says: String,
}

/// How letters greet.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Salutations {
    all: Vec<String>,
    /// For each first letter the bits of the second ones. Most lines begin with none of them.
    begin: [u32; 32],
}

impl From<Vec<String>> for Salutations {
    fn from(all: Vec<String>) -> Self {
        let mut begin = [0; 32];
        for (first, second) in all.iter().filter_map(|one| first_two(one)) {
            begin[first] |= 1 << second;
        }
        Self { all, begin }
    }
}

/// The numbers of the first two letters of a text, below 32 and the same for small and large ones. What has a letter beyond ASCII there
/// is looked at in full.
fn first_two(text: &str) -> Option<(usize, usize)> {
    match *text.as_bytes() {
        [first, second, ..] if first.is_ascii() && second.is_ascii() => {
            Some((usize::from(first % 32), usize::from(second % 32)))
        }
        _ => None,
    }
}

impl Salutations {
    /// Returns whether a line may begin with one, by its first letters.
    pub(super) fn may_begin(&self, line: &str) -> bool {
        first_two(line).is_none_or(|(first, second)| self.begin[first] & 1 << second != 0)
    }

    pub(super) fn any(&self, is: impl Fn(&String) -> bool) -> bool {
        self.all.iter().any(is)
    }
}

/// How letters begin and end in a language.
#[derive(Debug, Deserialize)]
pub(super) struct Letters {
    pub(super) salutations: Salutations,
    pub(super) closes: Vec<String>,
    pub(super) headings: Vec<String>,
    /// The words before the colons of an e-mail's head.
    #[serde(default)]
    pub(super) mail: Vec<String>,
    /// Words that are no part of a sender's or a recipient's name.
    #[serde(default)]
    pub(super) no_names: Vec<String>,
    pub(super) months: Vec<String>,
    pub(super) you: Vec<String>,
    pub(super) i: Vec<String>,
}

/// What some phrases tell.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) mood: Mood,
    /// Of the kinds of a group only the heaviest counts.
    pub(super) group: String,
    pub(super) weight: f32,
    pub(super) says: String,
}

/// The observations of a language, with their weights.
#[derive(Debug)]
pub struct MoodTable {
    pub(super) kinds: Vec<Kind>,
    places: Places,
    pub(super) letters: Letters,
    pub(super) weights: Weights,
    stems: Stems,
    everyday: Everyday,
    pub(super) lexicon: Option<&'static Lexicon>,
}

impl MoodTable {
    /// Returns whether a thing tells something of a scene: not of a language whose everyday things are not known.
    pub(super) fn is_telling(&self, thing: &str) -> bool {
        !self.everyday.things.is_empty() && !self.everyday.things.iter().any(|everyday| everyday == thing)
    }

    /// Returns where a text may tell of a dream, and where of falling asleep.
    pub(super) fn stems_in(&self, text: &str) -> [StemRanges; 2] {
        let mut stems = [StemRanges::default(), StemRanges::default()];
        for found in self.stems.finder.find_iter(text) {
            let sleep = found.pattern().as_usize() >= self.stems.dreams;
            stems[usize::from(sleep)].0.push(found.range());
        }
        stems
    }

    /// Returns the table of a language, if there is one.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        static TABLES: [OnceLock<Option<MoodTable>>; SOURCES.len()] = [const { OnceLock::new() }; SOURCES.len()];
        let at = SOURCES.iter().position(|(name, ..)| *name == language)?;
        TABLES[at]
            .get_or_init(|| {
                let (_, source, places) = SOURCES[at];
                let table = Self::new(serde_json::from_str(source).ok()?, serde_json::from_str(WEIGHTS).ok()?, places);
                Some(Self { lexicon: Lexicon::of(language), ..table })
            })
            .as_ref()
    }

    /// Reads the weights of the phrases of English and those that no phrase has, both from TOML. The phrases themselves are those that
    /// are built in. Returns `None` if one of the two can't be read.
    #[must_use]
    pub fn read(source: &str, weights: &str) -> Option<Self> {
        let table = Self::new(toml::from_str(source).ok()?, toml::from_str(weights).ok()?, phrases::EN);
        Some(Self { lexicon: Lexicon::of("en"), ..table })
    }

    fn new(source: TableFile, weights: Weights, places: Places) -> Self {
        // In this order the build script numbers them.
        let kinds = [(Mood::Dream, source.dream), (Mood::Memory, source.memory), (Mood::Dawn, source.dawn)];
        let kinds = kinds.into_iter().flat_map(|(mood, entries)| {
            entries.into_iter().map(move |KindEntry { group, weight, says }| Kind { mood, group, weight, says })
        });
        Self {
            kinds: kinds.collect(),
            places,
            letters: source.letter,
            weights,
            stems: source.stems,
            everyday: source.everyday,
            lexicon: None,
        }
    }

    /// Returns the phrases that are looked for in a place.
    pub(super) fn place(&self, name: &str) -> Option<&'static PhraseList> {
        self.places.iter().find(|(place, _)| *place == name).map(|(_, phrases)| phrases)
    }

    /// Returns what a phrase of a place tells.
    pub(super) fn kind(&self, place: &PhraseList, phrase: usize) -> &Kind {
        &self.kinds[place.kind(phrase)]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_table_can_be_read() {
        const PLACES: [&str; 11] =
            ["start", "open", "open+", "dawn", "morning", "body", "end", "before", "before+", "after", "after+"];
        for (language, source, _) in SOURCES {
            if let Err(error) = serde_json::from_str::<TableFile>(source) {
                panic!("{language}: {error}");
            }
            let table = MoodTable::of(language).unwrap();
            assert!(table.places.iter().all(|(place, _)| PLACES.contains(place)), "{language}");
            let kinds = table.places.iter().flat_map(|(_, list)| list.kinds());
            assert_eq!(kinds.collect::<BTreeSet<_>>().len(), table.kinds.len(), "{language}: each is told by a phrase");
        }
    }
}
