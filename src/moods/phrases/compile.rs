//! Makes a list of phrases of what the files in `assets/moods` have. The build script does it, which shares this file; the program has
//! the lists ready.

use std::collections::BTreeMap;

use super::list::{Bucket, Candidate, Item, Pattern, Phrase, Words};
use super::word_key::WordKey;

/// The tables of a list.
pub struct Compiled {
    pub letters: String,
    pub patterns: Vec<Pattern>,
    pub words: Vec<Words>,
    pub items: Vec<Item>,
    pub phrases: Vec<Phrase>,
    pub candidates: Vec<Candidate>,
    /// The first one is empty.
    pub buckets: Vec<Bucket>,
    pub by_word: [u16; WordKey::WHOLES],
    pub by_stem: [u16; WordKey::STARTS],
    pub anchored: u16,
    pub others: u16,
}

/// What leads to a phrase.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lead {
    /// A word with this key.
    Word(u16),
    /// The beginning of a word with this key.
    Stem(u8),
    /// No word; it may stand where the words begin.
    Anchored,
    /// No word; it may stand anywhere else.
    Others,
}

/// Returns a list of phrases and what they tell, their classes replaced by their words.
pub fn list(phrases: &[(String, u16)], classes: &BTreeMap<String, String>) -> Compiled {
    let mut made = Compiled {
        letters: String::new(),
        patterns: Vec::new(),
        words: Vec::new(),
        items: Vec::new(),
        phrases: Vec::new(),
        candidates: Vec::new(),
        buckets: vec![Bucket::default()],
        by_word: [0; WordKey::WHOLES],
        by_stem: [0; WordKey::STARTS],
        anchored: 0,
        others: 0,
    };
    let mut known = BTreeMap::new();
    let mut leads = Vec::new();
    for (number, (phrase, kind)) in (0..).zip(phrases) {
        let first = index(made.items.len());
        for item in phrase.split_ascii_whitespace() {
            let item = made.item(item, classes, &mut known);
            made.items.push(item);
        }
        made.phrases.push(Phrase { first, end: index(made.items.len()), kind: *kind });
        let items = &made.items[usize::from(first)..];
        let candidate = Candidate { phrase: number, next: made.bits_after(items) };
        leads.extend(made.leads(items).into_iter().map(|lead| (lead, candidate)));
    }
    made.sort(leads);
    made
}

impl Compiled {
    /// Reads an item.
    fn item(&mut self, item: &str, classes: &BTreeMap<String, String>, known: &mut BTreeMap<String, u16>) -> Item {
        let mut words = |text: &str| {
            let class = |name: &str| name.strip_prefix('{')?.strip_suffix('}').and_then(|name| classes.get(name));
            let all: Vec<&str> = text.split('|').map(|one| class(one).map_or(one, String::as_str)).collect();
            let written = all.join("|");
            *known.entry(written).or_insert_with_key(|written| self.add_words(written))
        };
        match item {
            "_" => Item::Any,
            "(_)" => Item::MaybeAny,
            ".." => Item::Few,
            "^" => Item::First,
            "$" => Item::Last,
            _ => match (item.strip_prefix('!'), item.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))) {
                (Some(not), _) => Item::Not(words(not)),
                (_, Some(maybe)) => Item::Maybe(words(maybe)),
                _ => Item::One(words(item)),
            },
        }
    }

    /// Adds words with bars between. Returns their number.
    fn add_words(&mut self, written: &str) -> u16 {
        let (first, mut bits) = (index(self.patterns.len()), 0);
        for one in written.split('|') {
            let letters = one.strip_suffix('*').unwrap_or(one);
            let is_stem = letters.len() < one.len();
            // Of less than two bytes no key is known.
            bits |= if is_stem && letters.len() < 2 { u64::MAX } else { WordKey::of(letters).bit() };
            let length = u8::try_from(letters.len()).expect("a word has at most 255 bytes");
            self.patterns.push(Pattern { start: index(self.letters.len()), length, is_stem });
            self.letters.push_str(letters);
        }
        self.words.push(Words { first, end: index(self.patterns.len()), bits });
        index(self.words.len() - 1)
    }

    /// Returns the bits of the words that may come after the first word of a phrase.
    fn bits_after(&self, items: &[Item]) -> u64 {
        match items.split_first() {
            Some((Item::One(_) | Item::Any, rest)) => self.bits(rest),
            _ => u64::MAX,
        }
    }

    /// Returns the bits of the words with which some items may begin.
    fn bits(&self, items: &[Item]) -> u64 {
        let bits = |words: u16| self.words[usize::from(words)].bits;
        match items.split_first() {
            Some((Item::One(words), _)) => bits(*words),
            Some((Item::Maybe(words), rest)) => bits(*words) | self.bits(rest),
            Some((Item::Not(_), rest)) => self.bits(rest),
            _ => u64::MAX,
        }
    }

    /// Returns what leads to a phrase.
    fn leads(&self, items: &[Item]) -> Vec<Lead> {
        let Some(Item::One(words)) = items.first() else {
            let is_first = matches!(items.first(), Some(Item::First));
            return if is_first { vec![Lead::Anchored] } else { vec![Lead::Anchored, Lead::Others] };
        };
        let Words { first, end, .. } = self.words[usize::from(*words)];
        let mut leads = Vec::new();
        for pattern in &self.patterns[first.into()..end.into()] {
            let letters = &self.letters[usize::from(pattern.start)..][..pattern.length.into()];
            match pattern.is_stem {
                // Of less than two bytes no key is known.
                true if letters.len() < 2 => leads.extend([Lead::Anchored, Lead::Others]),
                true => leads.push(Lead::Stem(WordKey::of(letters).start)),
                false => leads.push(Lead::Word(WordKey::of(letters).whole)),
            }
        }
        leads
    }

    /// Sorts the candidates into buckets. Those of a bucket keep their order.
    fn sort(&mut self, mut all: Vec<(Lead, Candidate)>) {
        all.sort_by_key(|(lead, candidate)| (*lead, candidate.phrase));
        all.dedup();
        for bucket in all.chunk_by(|(one, _), (other, _)| one == other) {
            let (number, first) = (index(self.buckets.len()), index(self.candidates.len()));
            self.candidates.extend(bucket.iter().map(|(_, candidate)| *candidate));
            let next = bucket.iter().fold(0, |all, (_, candidate)| all | candidate.next);
            self.buckets.push(Bucket { first, end: index(self.candidates.len()), next });
            match bucket[0].0 {
                Lead::Word(key) => self.by_word[usize::from(key)] = number,
                Lead::Stem(key) => self.by_stem[usize::from(key)] = number,
                Lead::Anchored => self.anchored = number,
                Lead::Others => self.others = number,
            }
        }
    }
}

fn index(count: usize) -> u16 {
    u16::try_from(count).expect("a table of a place has at most 65,535 elements")
}
