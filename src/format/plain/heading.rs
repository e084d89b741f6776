//! Which lines of a plain text are headings.

use std::borrow::Cow;

use super::heading_word::{HeadingWord, is_front, meanings, means};
use super::ideographic;
use super::row::trimmed;
use crate::format::roman::roman as numeral;

/// The longest heading, in characters: a line of a printed page.
const LONGEST: usize = 72;

/// The longest heading whose number a sign parts from its title, in characters: it may fill two lines of a page.
const LONGEST_TITLED: usize = 120;

/// Returns whether a sign parts the first words of a line from a title: `Chapter 1: The Ferry`.
fn is_titled(line: &str) -> bool {
    let near = line.char_indices().nth(24).map_or(line, |(at, _)| &line[..at]);
    [": ", ". ", " — ", " – ", " - "].iter().any(|sign| near.contains(sign))
}

/// A word of a line with what stands behind it.
struct Token<'a> {
    /// It, in small letters.
    word: Cow<'a, str>,
    as_written: &'a str,
    after: &'a str,
}

/// Returns a word in small letters, which most words are in already.
fn in_small_letters(word: &str) -> Cow<'_, str> {
    let small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    // The capital İ of Turkish becomes an i with a dot of its own.
    if small { word.into() } else { word.to_lowercase().replace("i\u{307}", "i").into() }
}

fn tokens(line: &str) -> Vec<Token<'_>> {
    /// No heading's words matter further on.
    const MOST: usize = 12;
    let mut all = Vec::with_capacity(MOST);
    let mut rest = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    while !rest.is_empty() && all.len() < MOST {
        let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '’' | '\'');
        let end = rest.find(|c: char| !inner(c)).unwrap_or(rest.len());
        let next = rest[end..].find(char::is_alphanumeric).map_or(rest.len(), |at| end + at);
        let word = rest[..end].trim_end_matches(['-', '’', '\'']);
        all.push(Token { word: in_small_letters(word), as_written: word, after: &rest[word.len()..next] });
        rest = &rest[next..];
    }
    all
}

/// Returns the level of a line that stands alone and is a heading: 1 for a part and 2 for a chapter.
pub(in crate::format) fn level(line: &str) -> Option<u8> {
    let line = trimmed(line);
    // Most lines begin with a small letter, and no heading does, but those that are a file's name.
    if line.as_bytes().first().is_some_and(u8::is_ascii_lowercase) && !line.starts_with("chapter") {
        return None;
    }
    // “Inferno • Canto I”
    if let Some((lead, heading)) = bulleted(line) {
        return level(heading).filter(|_| lead.split_whitespace().count() <= 3);
    }
    // A heading is a line, not a sentence; most lines begin with no word of one.
    if line.is_empty()
        || !may_begin(line)
        || line.len() > 4 * LONGEST
        || line.chars().count() > if is_titled(line) { LONGEST_TITLED } else { LONGEST }
        || line.contains('\n')
    {
        return None;
    }
    if let Some(level) = ideographic::level(line) {
        return Some(level);
    }
    let bare = line.trim_matches(['_', '*', '=', '[', ']', '—', '-', '~', '#']).trim();
    // P R E F A C E
    let is_letter = |word: &str| word.chars().nth(1).is_none() && !word.is_empty();
    let spaced = bare.split(' ').all(is_letter) && bare.split(' ').count() > 3;
    let closed = if spaced { bare.replace(' ', "") } else { String::new() };
    let bare = if spaced { &closed } else { bare };
    // “chapter.001” is a file's name; all other headings begin with a capital or a number.
    let begins = bare.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let all = tokens(bare);
    let first = all.first()?;
    let filed = !begins && first.word == "chapter" && matches!(first.after, "." | " ") && all.len() == 2;
    if !begins && !filed {
        return None;
    }
    named(&all, bare).or_else(|| number_first(&all, bare)).or_else(|| front(&all)).or_else(|| roman(&all, line))
}

/// A short line with a bullet between two parts.
fn bulleted(line: &str) -> Option<(&str, &str)> {
    // Most lines are ASCII, which has no bullet.
    if line.len() > LONGEST || line.is_ascii() {
        return None;
    }
    line.split_once(" • ").filter(|(_, heading)| !heading.contains('•'))
}

/// Returns the level of a heading whose title begins on this line and goes on in the next one: a chapter's number, a stop, and words
/// with a capital.
pub(super) fn begins_title(line: &str) -> Option<u8> {
    let line = line.trim();
    let (head, title) = line.split_once(". ").or_else(|| line.split_once(": "))?;
    level(head).filter(|_| title.trim_start().starts_with(char::is_uppercase) && head.contains(' '))
}

/// Whether a line's first word may begin a heading. It is looked at without room of its own, since it is asked of every line.
fn may_begin(line: &str) -> bool {
    /// The longest such word, in bytes of ASCII.
    const LONGEST_WORD: usize = 18;
    let plain = line.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
    let start = if plain { line } else { line.trim_start_matches(|c: char| !c.is_alphanumeric()) };
    let word = start.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let bytes = start.as_bytes();
    // “Avant-propos”.
    if bytes.get(word) == Some(&b'-') {
        return true;
    }
    // A word of other letters, a number, or letters that are spaced.
    if bytes.get(word).is_some_and(|byte| !byte.is_ascii()) || bytes.first().is_some_and(u8::is_ascii_digit) {
        return true;
    }
    if word == 1 {
        // “I saw” is no number of a chapter, which “I. A House” is, and no letters that are spaced.
        let next = bytes.get(2..).unwrap_or_default();
        let length = next.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        let sentence = bytes.get(1) == Some(&b' ') && length >= 2 && next.get(length).is_none_or(u8::is_ascii);
        return !sentence || level_of(&start[2..2 + length]).is_some();
    }
    // All headings begin with a capital, but those that are a file's name.
    let small = bytes.first().is_some_and(u8::is_ascii_lowercase);
    if word > LONGEST_WORD || small && &bytes[..word] != b"chapter" {
        return false;
    }
    let mut lower = [0; LONGEST_WORD];
    for (to, from) in lower.iter_mut().zip(&bytes[..word]) {
        *to = from.to_ascii_lowercase();
    }
    let lower = std::str::from_utf8(&lower[..word]).unwrap_or_default();
    let roman = || word <= 8 && lower.bytes().all(|byte| b"ivxlc".contains(&byte));
    let meanings = meanings(lower);
    // “The” and its like begin a heading of three words: “Das erste Kapitel”.
    if !meanings.is_empty() && meanings.iter().all(|(_, meaning)| *meaning == HeadingWord::Skip) {
        return line.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).nth(3).is_none();
    }
    // The first part of a number in two: `twenty-one`.
    !meanings.is_empty() || roman()
}

/// “Chapter 4: The Ferry”, “PART THE FIRST”.
fn named(all: &[Token<'_>], line: &str) -> Option<u8> {
    let first = &all[0];
    let level = level_of(&first.word)?;
    let skipped = usize::from(all.get(1).is_some_and(|token| means(&token.word, HeadingWord::Skip)));
    let (_, taken) = number_at(&all[1 + skipped..])?;
    let (number, rest) = all[1 + skipped..].split_at(taken);
    leads_to_title(number.last()?.after, rest, line).then_some(level)
}

/// “5. Kapitel”, “Erstes Kapitel”, “1st chapter”.
fn number_first(all: &[Token<'_>], line: &str) -> Option<u8> {
    // “Das erste Kapitel”
    let all = &all[usize::from(all.len() == 3 && means(&all[0].word, HeadingWord::Skip))..];
    let (_, taken) = number_at(all)?;
    let (number, [word, rest @ ..]) = all.split_at(taken) else { return None };
    let (level, number) = (level_of(&word.word)?, number.last()?);
    let digits = number.word.starts_with(|c: char| c.is_ascii_digit())
        || roman_value(&number.word).is_some() && !number.as_written.contains(char::is_lowercase);
    let fits = if digits { matches!(number.after.trim(), "" | "." | ")") } else { number.after == " " };
    // “Fünftes Buch, erstes Kapitel”
    if let (",", [nth, unit]) = (word.after.trim(), rest) {
        return (fits && number_of(nth).is_some()).then(|| level_of(&unit.word)).flatten();
    }
    // “One letter.” is a sentence, and so is what goes on behind the word. “Erstes Kapitel.” is a heading: of more than one there
    // would be letters, chapters and parts.
    let alone = rest.is_empty() && word.after.trim() == "." && !ONE.contains(&&*number.word);
    let sentence = !digits && !alone && ends_a_sentence(line) && line.contains(char::is_lowercase);
    (fits && !sentence && leads_to_title(word.after, rest, line)).then_some(level)
}

/// The words that count one and are no ordinals.
const ONE: [&str; 15] =
    ["one", "ein", "eins", "un", "une", "uno", "una", "um", "uma", "een", "jeden", "один", "jedna", "ett", "en"];

/// “Epilogue”, “Prologue: The Ferry”.
fn front(all: &[Token<'_>]) -> Option<u8> {
    let first = &all[0];
    let alone = all.len() == 1 && !first.after.contains(['!', '?', ',', ';']);
    let titled = first.after.contains([':', '—', '–']) && all.len() > 1;
    // “Appendix A”, “Interlude II”
    let numbered = all.len() == 2
        && first.after == " "
        && (number_of(&all[1]).is_some() || all[1].as_written.len() == 1)
        && matches!(all[1].after, "" | ".");
    (is_front(&first.word) && (alone || titled || numbered)).then_some(2)
}

/// “IV. THE HOUSE”. Initials are no numbers: “C. V. HOLM”.
fn roman(all: &[Token<'_>], line: &str) -> Option<u8> {
    let [number, title, ..] = all else { return None };
    let initial = title.word.chars().count() == 1 && title.after.starts_with('.');
    let single = number.word.len() == 1 && !matches!(&*number.word, "i" | "v" | "x");
    let is = number.after.starts_with('.') && roman_value(&number.word).is_some() && !initial && !single;
    (is && is_capitals(line)).then_some(2)
}

/// How old novels go on behind a chapter's number.
const WHICH: [&str; 12] = [
    "in which",
    "w którym",
    "w której",
    "in dem",
    "in welchem",
    "dans lequel",
    "où",
    "en el que",
    "in cui",
    "em que",
    "в которой",
    "waarin",
];

fn level_of(word: &str) -> Option<u8> {
    if means(word, HeadingWord::Chapter) {
        return Some(2);
    }
    means(word, HeadingWord::Part).then_some(1)
}

/// The value of a number of one word or of several, such as `vingt et un`, with the words that it takes.
fn number_at(all: &[Token<'_>]) -> Option<(u32, usize)> {
    const LINKS: [&str; 6] = ["et", "e", "y", "i", "och", "en"];
    let first = number_of(all.first()?)?;
    let link = usize::from(all.get(1).is_some_and(|token| LINKS.contains(&&*token.word)));
    let ones = all.get(1 + link).and_then(number_of).filter(|ones| (1..10).contains(ones));
    let written = |at: usize| all.get(at).is_some_and(|token| token.word.chars().all(char::is_alphabetic));
    match ones {
        // “décimo segundo”; digits stand alone.
        Some(ones) if first % 10 == 0 && first < 100 && written(0) && written(1 + link) && all[0].after == " " => {
            Some((first + ones, 2 + link))
        }
        _ => Some((first, 1)),
    }
}

/// Whether what stands behind a heading's number is its title: nothing, or behind a sign, or words with a capital.
fn leads_to_title(after: &str, title: &[Token<'_>], line: &str) -> bool {
    let Some(first) = title.first() else {
        // “Chapter 4?” asks.
        return !after.contains(['!', '?', ',', ';']);
    };
    let capital = first.as_written.chars().next().is_some_and(|c| !c.is_lowercase());
    // “Chapter the third, in which it rains”, “Part two: the rain”
    let which = || WHICH.iter().any(|lead| line.contains(&format!(", {lead} ")));
    if after.trim() == "," && which() || after.trim() == ":" && !ends_a_sentence(line) {
        return true;
    }
    if after.contains(['.', ':', '—', '–', ')', '-', '|', '/']) {
        return capital;
    }
    !after.contains([',', ';', '!', '?']) && capital && !ends_a_sentence(line)
}

/// The value of a number: digits, perhaps with a letter, a Roman numeral or words.
fn number_of(token: &Token<'_>) -> Option<u32> {
    let word = &*token.word;
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    if !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let ordinal = suffix.len() <= 1 || matches!(suffix, "st" | "nd" | "rd" | "th" | "er" | "re" | "te");
        return digits.parse().ok().filter(|_| ordinal);
    }
    roman_value(word).or_else(|| word_value(word))
}

/// The value of a number in words: `twenty-one`, `erste`.
fn word_value(word: &str) -> Option<u32> {
    let value = |word: &str| {
        meanings(word).iter().find_map(|(_, meaning)| match meaning {
            HeadingWord::Number(number) => Some(*number),
            _ => None,
        })
    };
    value(word).or_else(|| {
        let (tens, ones) = word.split_once('-')?;
        Some(value(tens)? + value(ones)?)
    })
}

/// Returns the value of a Roman numeral, if it is written as one is.
pub(super) fn roman_value(word: &str) -> Option<u32> {
    let sign = |byte: u8| match byte.to_ascii_lowercase() {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        b'l' => Some(50),
        b'c' => Some(100),
        _ => None,
    };
    if word.is_empty() || word.len() > 8 {
        return None;
    }
    let values: Vec<u32> = word.bytes().map(sign).collect::<Option<_>>()?;
    let mut sum = 0;
    for (at, value) in values.iter().enumerate() {
        // Before a larger sign I and X are taken off; nothing else stands there.
        let taken_off = values.get(at + 1).is_some_and(|next| next > value);
        if taken_off && !matches!(value, 1 | 10) {
            return None;
        }
        sum = if taken_off { sum + 1000 - value } else { sum + value };
    }
    let offs = values.windows(2).filter(|pair| pair[1] > pair[0]).count();
    let sum = sum - 1000 * u32::try_from(offs).unwrap_or(0);
    // Written as everybody writes it, it is the same again.
    numeral(sum).filter(|written| written.eq_ignore_ascii_case(word)).map(|_| sum)
}

/// Returns the number of a title that a text numbers without a word for it: `I. The Miller`, `3. Der Brief`.
pub(super) fn numbered_title(line: &str) -> Option<u32> {
    /// A title has no more characters.
    const LONG: usize = 60;
    let line = trimmed(line);
    if line.len() > 4 * LONG || line.chars().count() > LONG || ends_a_sentence(line) {
        return None;
    }
    if let Some(number) = ideographic::numbered_title(line) {
        return Some(number);
    }
    // “I — The Miller”, “1 - The Miller”
    let dashed = || [" — ", " – ", " - "].iter().find_map(|dash| line.split_once(dash));
    let (number, title) = line.split_once(". ").or_else(|| line.split_once(": ")).or_else(dashed)?;
    let title = title.trim_start();
    let digits = !number.is_empty() && number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let value =
        if digits { number.parse().ok() } else { roman_value(number).filter(|_| !number.contains(char::is_lowercase)) };
    // Initials are no numbers: “C. V. Holm”.
    let initial = title.chars().nth(1) == Some('.');
    value.filter(|_| title.starts_with(char::is_uppercase) && !initial)
}

/// Returns the number that a line which stands alone is, if it is nothing else: `IV`, `12.`, `(3)`, `~ 4 ~`, `#5`, `Three`.
pub(super) fn bare_number(line: &str) -> Option<u32> {
    let line = trimmed(line);
    if line.len() > 24 {
        return None;
    }
    let number = line.trim_matches(|c: char| " ()[]{}~-–—#*.:•=·_（）［］〔〕【】「」΄ʹ\u{3000}".contains(c));
    if number.is_empty() || number.contains(char::is_whitespace) {
        return None;
    }
    if let Some(value) = ideographic::number(number) {
        return Some(value);
    }
    if number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.parse().ok().filter(|_| number.len() <= 3);
    }
    let upper = !number.contains(char::is_lowercase);
    // “One.” is a sentence.
    let named = number.chars().next().is_some_and(char::is_uppercase) && !line.ends_with('.');
    // “(iii)”, “iv.”: small letters are a number where a sign says so.
    let signed = number.len() < line.len();
    roman_value(number)
        .filter(|_| upper || signed)
        .or_else(|| word_value(&number.to_lowercase()).filter(|value| named && *value < 100))
}

/// Returns whether a line is a chapter's number and nothing else, with or without a word for it.
pub(in crate::format) fn is_chapter_number(line: &str) -> bool {
    level(line).is_some() || bare_number(line).is_some()
}

/// Returns whether numbers are those of chapters: most of them follow each other.
pub(super) fn are_in_order(numbers: &[u32]) -> bool {
    let steps = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    numbers.len() >= 2 && 2 * steps >= numbers.len() - 1 && steps > 0
}

/// Whether a line is in capitals and could be a title: no cry, no number, no speech.
pub(super) fn is_in_capitals(line: &str) -> bool {
    let line = line.trim();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let ends =
        line.ends_with(['!', ',', ';', ':', '"', '”', '-', '—']) || line.starts_with(['"', '“', '\'', '‘', '*', '(']);
    (3..=LONGEST).contains(&letters)
        && line.chars().count() <= LONGEST
        && !line.contains(char::is_lowercase)
        && line.contains(char::is_uppercase)
        && !ends
        && bare_number(line).is_none()
        && !matches!(line.trim_end_matches('.'), "THE END" | "FINIS" | "END")
}

/// Whether a line is the heading of a chapter that has more of a name than its number.
pub(super) fn is_numbered_chapter(line: &str) -> bool {
    level(line) == Some(2) && line.split_whitespace().nth(1).is_some()
}

fn is_capitals(line: &str) -> bool {
    !line.chars().any(char::is_lowercase) && line.chars().filter(|c| c.is_uppercase()).count() > 4
}

fn ends_a_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', ',', ';', '"', '”'])
}

#[cfg(test)]
mod tests;
