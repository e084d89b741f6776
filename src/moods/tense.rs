//! Whether a scene is told in the past or in the present, by the verbs that follow its subjects.

use std::borrow::Cow;

use super::words::quotes;

/// The tense that a scene is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    /// Too few verbs, or of both.
    Unclear,
}

/// The fewest verbs that tell, and the share of them that must agree.
const FEWEST: usize = 3;
const SHARE: usize = 72;

/// Past forms that do not end in `-ed`, in order.
const PAST: [&str; 118] = [
    "ate",
    "awoke",
    "became",
    "began",
    "bent",
    "bit",
    "blew",
    "bought",
    "bound",
    "broke",
    "brought",
    "built",
    "came",
    "caught",
    "chose",
    "clung",
    "could",
    "couldn’t",
    "crept",
    "dealt",
    "did",
    "didn’t",
    "drank",
    "dreamt",
    "drew",
    "drove",
    "dug",
    "fed",
    "fell",
    "felt",
    "fled",
    "flew",
    "forgave",
    "forgot",
    "fought",
    "found",
    "froze",
    "gave",
    "got",
    "grew",
    "ground",
    "had",
    "heard",
    "held",
    "hid",
    "hung",
    "kept",
    "knelt",
    "knew",
    "laid",
    "lay",
    "leapt",
    "led",
    "left",
    "lent",
    "lit",
    "lost",
    "made",
    "meant",
    "met",
    "might",
    "overcame",
    "paid",
    "ran",
    "rang",
    "rode",
    "rose",
    "said",
    "sang",
    "sank",
    "sat",
    "saw",
    "sent",
    "shone",
    "shook",
    "shot",
    "shrank",
    "slept",
    "slid",
    "slung",
    "sold",
    "sought",
    "spat",
    "sped",
    "spent",
    "spoke",
    "sprang",
    "spun",
    "stank",
    "stole",
    "stood",
    "strode",
    "struck",
    "stuck",
    "swam",
    "swept",
    "swore",
    "swung",
    "taught",
    "thought",
    "threw",
    "told",
    "took",
    "tore",
    "understood",
    "was",
    "wasn’t",
    "went",
    "wept",
    "were",
    "withdrew",
    "woke",
    "won",
    "wore",
    "would",
    "wound",
    "wrote",
    "wrung",
];

/// Present forms that do not end in `-s`, and those of `to be`, in order.
const PRESENT: [&str; 62] = [
    "am",
    "are",
    "aren’t",
    "ask",
    "begin",
    "call",
    "can",
    "can’t",
    "climb",
    "come",
    "do",
    "does",
    "doesn’t",
    "don’t",
    "drop",
    "fall",
    "feel",
    "find",
    "fly",
    "follow",
    "get",
    "give",
    "go",
    "has",
    "have",
    "hear",
    "hold",
    "is",
    "isn’t",
    "keep",
    "know",
    "lie",
    "look",
    "make",
    "move",
    "need",
    "open",
    "pull",
    "push",
    "reach",
    "remember",
    "run",
    "say",
    "see",
    "seem",
    "sit",
    "smell",
    "stand",
    "start",
    "stop",
    "swim",
    "taste",
    "tell",
    "think",
    "try",
    "turn",
    "wait",
    "wake",
    "walk",
    "want",
    "watch",
    "will",
];

/// Words that end like verbs and are none.
const NO_VERBS: [&str; 22] = [
    "his",
    "its",
    "this",
    "as",
    "always",
    "sometimes",
    "perhaps",
    "towards",
    "besides",
    "us",
    "less",
    "unless",
    "across",
    "afterwards",
    "indeed",
    "red",
    "bed",
    "need",
    "hundred",
    "instead",
    "things",
    "hers",
];

/// Whether a word stands before a thing that does something.
fn is_before_thing(word: &str) -> bool {
    matches!(word, "the" | "a" | "an" | "every" | "each" | "his" | "her" | "their" | "my" | "our")
}

/// Whether a word is who does something; the word after tells the tense.
fn is_subject(word: &str) -> bool {
    matches!(
        word,
        "he" | "she" | "it" | "they" | "i" | "we" | "who" | "there" | "that" | "which" | "everyone" | "nobody"
    )
}

impl Tense {
    /// The tense that paragraphs are told in; what is said in them counts for nothing.
    pub(super) fn of(paragraphs: &[&str]) -> Self {
        let (mut past, mut present) = (0_usize, 0_usize);
        for paragraph in paragraphs {
            let told = without_speech(paragraph);
            let words: Vec<(&str, Cow<'_, str>)> = told.split_whitespace().map(|word| (word, bare(word))).collect();
            for three in words.windows(3) {
                let [(shown, subject), (_, first), (_, second)] = three else { continue };
                let named = is_name(shown);
                let (verb, named) = if named || is_subject(subject) {
                    // Between subject and verb one adverb may stand.
                    let adverb =
                        first.ends_with("ly") || ["still", "just", "never", "also", "now", "then"].contains(&&**first);
                    (if adverb { second } else { first }, named)
                } else if is_before_thing(subject) && !first.ends_with('s') {
                    // A thing of one word; of a plural the form would not tell.
                    (second, true)
                } else {
                    continue;
                };
                match tense_of(verb, named) {
                    Self::Past => past += 1,
                    Self::Present => present += 1,
                    Self::Unclear => {}
                }
            }
        }
        let all = past + present;
        if all < FEWEST {
            Self::of_few(paragraphs)
        } else if past * 100 >= all * SHARE {
            Self::Past
        } else if present * 100 >= all * SHARE {
            Self::Present
        } else {
            Self::Unclear
        }
    }
}

/// Past forms that are other words too: adjectives, things, wishes.
const DOUBTFUL: [&str; 20] = [
    "left", "kept", "felt", "found", "lay", "led", "lost", "bit", "bent", "stuck", "could", "would", "might", "wound",
    "ground", "bound", "lit", "shot", "slid", "saw",
];

impl Tense {
    /// The tense of a few lines, in which hardly a verb follows its subject: past if several words are past forms and nothing else,
    /// and none is a present form of `to be` or `to have`.
    fn of_few(paragraphs: &[&str]) -> Self {
        let (mut past, mut present) = (0_usize, 0_usize);
        for paragraph in paragraphs {
            for word in without_speech(paragraph).split_whitespace() {
                let word = bare(word);
                past += usize::from(is_in(&PAST, &word) && !DOUBTFUL.contains(&&*word));
                present += usize::from(["is", "are", "am", "has"].contains(&&*word));
            }
        }
        if past >= FEWEST && present == 0 { Self::Past } else { Self::Unclear }
    }
}

fn tense_of(verb: &str, after_name: bool) -> Tense {
    let verb: Cow<'_, str> = if verb.contains('\'') { verb.replace('\'', "’").into() } else { verb.into() };
    if is_in(&PAST, &verb) {
        return Tense::Past;
    }
    // After a name a bare form is no verb of its own.
    if is_in(&PRESENT, &verb) && (!after_name || ["is", "has", "does", "can", "will"].contains(&&*verb)) {
        return Tense::Present;
    }
    let long = verb.len() >= 4 && !NO_VERBS.contains(&&*verb);
    if !long {
        Tense::Unclear
    } else if verb.ends_with("ed") {
        Tense::Past
    } else if verb.ends_with('s') && !verb.ends_with("ss") && !verb.ends_with("us") && !verb.contains('’') {
        Tense::Present
    } else {
        Tense::Unclear
    }
}

/// Words that begin sentences and are no names.
const FUNCTION: [&str; 24] = [
    "The", "A", "An", "And", "But", "So", "In", "On", "At", "For", "When", "Then", "This", "His", "Her", "Its",
    "Their", "My", "Our", "As", "If", "Two", "All", "No",
];

/// Whether a word is a name within a sentence or at its start; what follows it may be its verb.
fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    // Most words have no capital.
    letters.next().is_some_and(char::is_uppercase)
        && word.len() > 2
        && letters.all(char::is_lowercase)
        && !FUNCTION.contains(&word)
}

/// Returns whether a word is in a list, which is in order.
fn is_in(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// A word in lower case without the signs around it.
fn bare(word: &str) -> Cow<'_, str> {
    // As most words are.
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
    let small = inner.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if small { Cow::Borrowed(inner) } else { Cow::Owned(inner.to_lowercase()) }
}

/// A paragraph without what is said in it, in double quotes of either kind.
pub(super) fn without_speech(paragraph: &str) -> String {
    let mut told = String::with_capacity(paragraph.len());
    let (mut said, mut from) = (false, 0);
    for (at, sign) in quotes(paragraph) {
        if !said {
            told.push_str(&paragraph[from..at]);
        }
        from = at + sign.len_utf8();
        said = match sign {
            '“' | '«' => true,
            '”' | '»' => false,
            '"' => !said,
            // A quotation mark of another language is a sign as any other.
            _ => {
                if !said {
                    told.push(sign);
                }
                continue;
            }
        };
        told.push(' ');
    }
    if !said {
        told.push_str(&paragraph[from..]);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        assert!(PAST.is_sorted() && PRESENT.is_sorted());
    }

    #[test]
    fn verbs_after_their_subjects_tell_the_tense() {
        let past = "He walked to the window. It was late, and Ana slept. She never looked up. They had gone.";
        let present = "He walks to the window. It is late, and Ana sleeps. She slowly looks up. They have gone.";
        assert_eq!((Tense::of(&[past]), Tense::of(&[present])), (Tense::Past, Tense::Present));
        assert_eq!(Tense::of(&["He walked. It is late. She was there. They are gone."]), Tense::Unclear);
        assert_eq!(Tense::of(&["Late."]), Tense::Unclear);
    }

    #[test]
    fn what_is_said_counts_for_nothing() {
        let text = "“He is here, she is here, it is late,” he said. \"She is ill and he knows it.\" She shook her head. It rained. Ivo left.";
        assert_eq!(Tense::of(&[text]), Tense::Past);
    }
}
