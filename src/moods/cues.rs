//! Phrases that tell of sleeping, waking, dreaming and remembering, where they stand at a scene's edge.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::tense::without_speech;

/// Phrases, ready to be looked for.
type Phrases = LazyLock<Vec<Finder<'static>>>;

fn finders(phrases: &'static [&'static str]) -> Vec<Finder<'static>> {
    phrases.iter().map(Finder::new).collect()
}

/// What a phrase tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    Sleep,
    Wake,
    Dream,
    Remember,
    /// A time before.
    Past,
}

/// A phrase that was found, as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) cue: Cue,
    pub(super) words: String,
}

/// Words at a scene's edge that are looked at: some four lines.
const EDGE: usize = 45;

/// Bytes of a paragraph that are looked at.
const LONG: usize = 4096;

/// Words of a scene's opening: its first sentence or two.
const OPENING: usize = 24;

static SLEEP: Phrases = Phrases::new(|| {
    finders(&[
        "fell asleep",
        "fallen asleep",
        "falling asleep",
        "falls asleep",
        "drifted off",
        "drifted into sleep",
        "drifted to sleep",
        "went to sleep",
        "sleep took",
        "sleep came",
        "sleep claimed",
        "was asleep",
        "dropped off",
        "dozed off",
        "slipped into sleep",
        "sank into sleep",
        "closed her eyes and slept",
        "closed his eyes and slept",
        "into a deep sleep",
        "dozed",
    ])
});
static WAKE: Phrases = Phrases::new(|| {
    finders(&[
        "woke",
        "awoke",
        "wakes",
        "awakes",
        "jerked awake",
        "started awake",
        "jolted awake",
        "snapped awake",
        "came awake",
        "sat bolt upright",
        "sat up in bed",
        "shaken awake",
        "was awakened",
        "opened his eyes",
        "opened her eyes",
        "opened my eyes",
        "startled awake",
        "waking",
        "was awake",
    ])
});
static DREAM: Phrases = Phrases::new(|| {
    finders(&[
        "nightmare",
        "the dream",
        "a dream",
        "his dream",
        "her dream",
        "my dream",
        "that dream",
        "this dream",
        "dreamed",
        "dreamt",
        "dreaming",
        "bad dream",
        "his dreams",
        "her dreams",
        "my dreams",
        "the same dream",
        "only a dream",
        "been dreaming",
    ])
});
static REMEMBER: Phrases = Phrases::new(|| {
    finders(&[
        "remembered",
        "remembers",
        "recalled",
        "the memory",
        "a memory",
        "memories",
        "thought back",
        "thought of the day",
        "thought of the night",
        "thought of that",
        "came back to him",
        "came back to her",
    ])
});
static PAST: Phrases = Phrases::new(|| {
    finders(&[
        "years before",
        "years ago",
        "years earlier",
        "long ago",
        "when he was a boy",
        "when she was a girl",
        "when he was a child",
        "when she was a child",
        "as a boy",
        "as a girl",
        "as a child",
        "was ten",
        "was nine",
        "was eight",
        "was seven",
        "was six",
        "was five",
        "was twelve",
        "that summer",
        "that winter",
        "in those days",
        "back then",
    ])
});

static OWN: Phrases = Phrases::new(|| {
    finders(&[
        "in the dream",
        "in his dream",
        "in her dream",
        "in my dream",
        "dreamed",
        "dreamt",
        "was dreaming",
        "dreaming",
    ])
});

static BEGINS: Phrases = Phrases::new(|| {
    finders(&[
        "dawn came",
        "dawn broke",
        "dawn was",
        "at dawn",
        "at daybreak",
        "at sunrise",
        "at first light",
        "the sun rose",
        "the sun was rising",
        "the sun came up",
        "the sun had risen",
        "day broke",
        "first light",
        "dawn found",
        "in the dawn",
        "morning dawn",
        "suspicion of dawn",
        "break of day",
        "in the early morning",
    ])
});

/// What the last words of a scene tell.
pub(super) fn at_end<'a>(paragraphs_from_the_last: impl Iterator<Item = &'a str>) -> Option<Found> {
    let text = edge(paragraphs_from_the_last, true);
    find(&text, Cue::Sleep, &SLEEP)
        .or_else(|| find(&text, Cue::Remember, &REMEMBER))
        .or_else(|| find(&text, Cue::Dream, &DREAM))
}

/// What the last sentence of a scene tells of waking.
pub(super) fn waking_at_end<'a>(paragraphs_from_the_last: impl Iterator<Item = &'a str>) -> Option<Found> {
    const LAST: usize = 8;
    let text = edge(paragraphs_from_the_last, true);
    let words: Vec<&str> = text.split_whitespace().collect();
    find(&words[words.len().saturating_sub(LAST)..].join(" "), Cue::Wake, &WAKE)
}

/// What the first words of a scene tell of the one before it.
pub(super) fn at_start<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<Found> {
    let text = edge(paragraphs, false);
    find(&text, Cue::Dream, &DREAM).or_else(|| find(&text, Cue::Wake, &WAKE))
}

/// What the first words of a scene tell of itself.
pub(super) fn of_itself(paragraph: &str) -> Option<Found> {
    let first = without_speech(&paragraph[..paragraph.floor_char_boundary(LONG)]);
    let text = first.split_whitespace().take(OPENING).collect::<Vec<_>>().join(" ");
    find(&text, Cue::Dream, &OWN).or_else(|| find(&text, Cue::Past, &PAST))
}

/// The words at one edge of a scene, what is said in them left out.
fn edge<'a>(paragraphs: impl Iterator<Item = &'a str>, end: bool) -> String {
    let mut words: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        // Of a paragraph of many pages its edge is enough.
        let near = if end {
            &paragraph[paragraph.ceil_char_boundary(paragraph.len().saturating_sub(LONG))..]
        } else {
            &paragraph[..paragraph.floor_char_boundary(LONG)]
        };
        let told = without_speech(near);
        let more: Vec<&str> = told.split_whitespace().collect();
        let room = EDGE - words.len();
        if end {
            let taken = more[more.len().saturating_sub(room)..].iter().map(|word| (*word).to_owned());
            words = taken.chain(words).collect();
        } else {
            words.extend(more.iter().take(room).map(|word| (*word).to_owned()));
        }
        if words.len() >= EDGE {
            break;
        }
    }
    words.join(" ")
}

/// The first of some phrases that stands in a text as whole words, and not after a word that takes it back.
fn find(text: &str, cue: Cue, phrases: &Phrases) -> Option<Found> {
    let lower = text.to_lowercase();
    let mut best: Option<(usize, usize)> = None;
    for phrase in phrases.iter() {
        let length = phrase.needle().len();
        let whole = |at: usize| {
            let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            free(lower[..at].chars().next_back()) && free(lower[at + length..].chars().next())
        };
        let mut places = phrase.find_iter(lower.as_bytes());
        let found = places.find(|at| whole(*at) && !is_taken_back(&lower[..*at]));
        if let Some(at) = found
            && best.is_none_or(|(known, _)| at < known)
        {
            best = Some((at, length));
        }
    }
    best.map(|(at, length)| Found { cue, words: around(text, at, length) })
}

/// Whether what comes next is denied, wished for, put off or only compared with.
fn is_taken_back(before: &str) -> bool {
    const DENIALS: [&str; 20] = [
        "not",
        "never",
        "n’t",
        "n't",
        "no",
        "without",
        "could",
        "couldn’t",
        "if",
        "before",
        "until",
        "almost",
        "nearly",
        "would",
        "to",
        "nobody",
        "or",
        "nor",
        "like",
        "than",
    ];
    // Back over one word that may stand between, but no further than the clause.
    let clause = before.rsplit(['.', ',', ';', '!', '?', '—']).next().unwrap_or_default();
    clause
        .split_whitespace()
        .rev()
        .take(2)
        .any(|word| DENIALS.iter().any(|denial| word == *denial || word.ends_with("n’t") || word.ends_with("n't")))
}

/// A phrase with a few words around it, as a reason quotes it.
fn around(text: &str, at: usize, length: usize) -> String {
    // Lower case may have moved bytes in a few languages; English keeps them.
    let at = text.floor_char_boundary(at.min(text.len()));
    let end = text.floor_char_boundary((at + length).min(text.len()));
    let before: Vec<&str> = text[..at].split_whitespace().rev().take(3).collect();
    let after = text[end..].split_whitespace().take(2);
    let joined = text[end..].chars().next().is_some_and(|c| !c.is_whitespace());
    let mut words: Vec<String> = before.into_iter().rev().map(str::to_owned).collect();
    words.push(text[at..end].to_owned());
    for (n, word) in after.enumerate() {
        match words.last_mut() {
            Some(last) if n == 0 && joined => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}

/// How a letter begins, if a paragraph is that.
pub(super) fn salutation(text: &str) -> Option<String> {
    let line = text.lines().next()?.trim();
    let begins = ["Dear ", "My dear", "Dearest", "Darling", "Sir,", "Madam,", "My love", "Beloved"];
    let name = line.split([',', ':', '—']).next().unwrap_or_default();
    let short = name.split_whitespace().count() <= 6 && name.len() < line.len().max(1);
    (begins.iter().any(|lead| line.starts_with(lead)) && (short || line.split_whitespace().count() <= 6))
        .then(|| line.split_whitespace().take(4).collect::<Vec<_>>().join(" "))
}

/// How a letter ends, if a paragraph is that.
pub(super) fn close_of_letter(text: &str) -> Option<String> {
    const CLOSES: [&str; 16] = [
        "yours",
        "sincerely",
        "with love",
        "love,",
        "your loving",
        "your affectionate",
        "ever yours",
        "faithfully",
        "regards",
        "kind regards",
        "all my love",
        "your friend",
        "your son",
        "your daughter",
        "always,",
        "p.s.",
    ];
    let line = text.lines().find(|line| {
        let line = line.trim().to_lowercase();
        CLOSES.iter().any(|close| line.starts_with(close)) && line.split_whitespace().count() <= 8
    })?;
    Some(line.split_whitespace().take(4).collect::<Vec<_>>().join(" "))
}

/// How a scene begins in the morning, if it does.
pub(super) fn dawn(text: &str) -> Option<String> {
    let told = without_speech(text);
    let first: Vec<&str> = told.split_whitespace().take(12).collect();
    find(&first.join(" "), Cue::Past, &BEGINS).map(|found| found.words)
}
