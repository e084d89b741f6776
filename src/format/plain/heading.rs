//! Which lines of a plain text are headings.

/// A line that stands alone and is a heading: its level, 1 for a part and 2 for a chapter.
pub(super) fn level(line: &str) -> Option<u8> {
    let line = line.trim();
    // A heading is a line, not a sentence.
    if line.is_empty() || line.chars().count() > LONGEST || line.contains('\n') {
        return None;
    }
    let bare = line.trim_matches(['_', '*', '=', '[', ']', '—', '-']).trim();
    // P R E F A C E
    let spaced = bare.split(' ').count() > 3 && bare.split(' ').all(|letter| letter.chars().count() == 1);
    let closed = if spaced { bare.replace(' ', "") } else { String::new() };
    let bare = if spaced { &closed } else { bare };
    let mut words = bare.split(|c: char| c.is_whitespace() || ".:—–".contains(c)).filter(|word| !word.is_empty());
    let first = words.next()?.to_lowercase();
    let second = words.next().map(str::to_lowercase);
    let numbered = second.as_deref().is_some_and(is_number);
    match first.as_str() {
        "part" | "book" | "volume" | "act" if numbered && !ends_a_sentence(bare) => Some(1),
        "chapter" | "chap" | "letter" | "canto" | "scene" | "stave" | "section" | "adventure" if numbered => {
            // “Chapter two was better.” is no heading.
            let upper = bare.chars().next().is_some_and(char::is_uppercase);
            (upper && !(ends_a_sentence(bare) && bare.split_whitespace().count() > 2)).then_some(2)
        }
        // “IV. THE HOUSE”
        roman
            if roman.bytes().all(|b| b"ivxlc".contains(&b))
                && line.contains('.')
                && second.is_some()
                && is_capitals(line) =>
        {
            Some(2)
        }
        "prologue" | "epilogue" | "preface" | "foreword" | "introduction" | "afterword" | "prelude" | "interlude"
        | "contents" | "conclusion"
            if second.is_none() =>
        {
            Some(2)
        }
        _ => None,
    }
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
        && !ends
        && !is_bare_number(line)
        && !matches!(line.trim_end_matches('.'), "THE END" | "FINIS" | "END")
}

/// Whether a line is the heading of a chapter that has more of a name than its number.
pub(super) fn is_numbered_chapter(line: &str) -> bool {
    level(line) == Some(2) && line.split_whitespace().nth(1).is_some()
}

/// The longest heading, in characters: a line of a printed page.
const LONGEST: usize = 72;

/// Whether a line that stands alone is nothing but a chapter's number in Roman numerals or digits.
pub(super) fn is_bare_number(line: &str) -> bool {
    let number = line.trim().trim_end_matches('.');
    let roman = !number.is_empty() && number.bytes().all(|b| b"IVXLC".contains(&b)) && number.len() <= 8;
    roman || !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit())
}

fn is_capitals(line: &str) -> bool {
    !line.chars().any(char::is_lowercase) && line.chars().filter(|c| c.is_uppercase()).count() > 4
}

fn ends_a_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', ',', ';'])
}

/// Whether a word is a number: digits, Roman numerals, or one up to a hundred in words.
fn is_number(word: &str) -> bool {
    const WORDS: [&str; 32] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "last",
        "the",
    ];
    let roman = word.bytes().all(|b| b"ivxlc".contains(&b)) && word.len() <= 8;
    let first = word.split('-').next().unwrap_or_default();
    roman || word.bytes().all(|b| b.is_ascii_digit()) || WORDS.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_the_usual_shapes_are_told_from_sentences() {
        for (line, found) in [
            ("CHAPTER IV.", Some(2)),
            ("Chapter 4: The Ferry", Some(2)),
            ("CHAPTER XII. WHAT BECAME OF IT", Some(2)),
            ("Chapter Twenty-One", Some(2)),
            ("ADVENTURE I. THE LOST LAMP", Some(2)),
            ("Part Two", Some(1)),
            ("BOOK ONE: 1805", Some(1)),
            ("PART THE FIRST", Some(1)),
            ("Epilogue", Some(2)),
            ("_Prologue_", Some(2)),
            ("Letter 3", Some(2)),
            ("Chapter two was better, he said.", None),
            ("Part of it was lost.", None),
            ("The chapter ended.", None),
            ("Book in hand, she left", None),
            ("Preface to what, she asked", None),
            ("I", None),
        ] {
            assert_eq!(level(line), found, "{line}");
        }
        assert!(is_bare_number("IV") && is_bare_number("XII.") && is_bare_number("7") && !is_bare_number("MIX a"));
    }
}
