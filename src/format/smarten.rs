//! Sets straight quotes, double hyphens and three periods as a printer does, a paragraph at a time.
//!
//! A double quote opens after a blank, a bracket or a dash, and closes elsewhere; so a speech that runs over paragraphs, each of
//! which begins with a quote, comes out right. A single quote between letters is an apostrophe. One before a letter opens,
//! unless nothing closes it or the word is known to begin with an apostrophe.

use std::ops::Range;

/// Words that are written with an apostrophe for what is left out at their beginning.
const ELIDED: [&str; 27] = [
    "tis", "twas", "twere", "twould", "twill", "twixt", "tween", "em", "im", "er", "til", "till", "cause", "cos",
    "bout", "round", "neath", "gainst", "nother", "nuff", "n", "ere", "ow", "appen", "ope", "e", "d",
];

/// How far a closing quote is looked for, in bytes: some two pages.
const FAR: usize = 4096;

/// Whether a byte may be one to be set.
fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b'-' | b'.')
}

/// Appends a paragraph with the signs of a printer.
pub(super) fn smarten(text: &str, set: &mut String) {
    let bytes = text.as_bytes();
    let (mut at, mut from, mut in_speech) = (0, 0, false);
    // Where the open speech began, for what stands in it; and up to where no single quote that closes was found.
    let (mut speech, mut searched) = (0, 0);
    while let Some(next) = bytes[at..].iter().position(|byte| is_special(*byte)) {
        at += next;
        let (sign, length) = match bytes[at] {
            b'"' => {
                let opens = opens(text, at, in_speech);
                (in_speech, speech) = (opens, at);
                (if opens { "“" } else { "”" }, 1)
            }
            b'-' => match bytes[at..].iter().take_while(|byte| **byte == b'-').count() {
                1 => ("-", 1),
                run @ 2..=3 => ("—", run),
                // Four and more stand for a name or a word that is not told.
                run => ("——", run),
            },
            b'.' if bytes[at..].starts_with(b"...") => ("…", 3),
            b'.' => (".", 1),
            _ => (single(text, at, Some(speech).filter(|start| in_speech && *start < at), &mut searched), 1),
        };
        set.push_str(&text[from..at]);
        set.push_str(sign);
        at += length;
        from = at;
    }
    set.push_str(&text[from..]);
}

/// Whether a text has nothing to be set.
pub(super) fn is_plain(text: &str) -> bool {
    // A hyphen or a period alone is as it should be.
    let bytes = text.as_bytes();
    let quotes = memchr::memchr3(b'"', b'\'', b'`', bytes).is_some();
    !quotes && memchr::memmem::find(bytes, b"--").is_none() && memchr::memmem::find(bytes, b"...").is_none()
}

fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

fn after(text: &str, at: usize) -> Option<char> {
    text[at + 1..].chars().next()
}

/// Whether what stands before a quote lets it open.
fn leads(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || "([{—–-_*“‘\"'/".contains(c))
}

fn opens(text: &str, at: usize, in_speech: bool) -> bool {
    let before_it = before(text, at);
    let dots = text[at + 1..].starts_with("...") || text[at + 1..].starts_with('…');
    let closes = |rest: &str| rest.chars().next().is_none_or(|c| c.is_whitespace() || ".,;:!?)]}".contains(c));
    let rest = &text[at + 1..];
    // Before another quote that closes, a dash or the star of a note: if a sign or a speech lets it.
    let sign = before_it.is_some_and(|c| ".,!?…".contains(c));
    let nested_end =
        sign && rest.starts_with(['\'', '’', '*']) && closes(&rest[rest.chars().next().map_or(0, char::len_utf8)..]);
    let broken_off = in_speech && before_it == Some('_') && rest.starts_with(['-', '—']);
    let ends = !dots && (closes(rest) || nested_end || broken_off);
    // Typed with a blank between the quotes, a speech that begins with a quotation.
    let nested = !in_speech && leads(before_it) && text[at + 1..].trim_start_matches(' ').starts_with('\'');
    let ends = ends && !nested;
    // After a dash that breaks a speech off a quote closes it.
    let dash = before_it.is_some_and(|c| matches!(c, '-' | '—'));
    // A blank that was forgotten: after a sign, outside a speech, before a letter.
    let forgotten = !in_speech && !ends && before_it.is_some_and(|c| !c.is_alphanumeric());
    (leads(before_it) || forgotten)
        && !ends
        && !(dash && in_speech)
        && !(dots && in_speech && before_it.is_some_and(|c| !c.is_whitespace()))
}

/// A single quote: one that opens, or an apostrophe, which is one that closes too. `speech` is where the open speech began.
fn single(text: &str, at: usize, speech: Option<usize>, searched: &mut usize) -> &'static str {
    let after_it = after(text, at);
    // Typed as one that opens.
    if text.as_bytes()[at] == b'`' && !before(text, at).is_some_and(char::is_alphanumeric) {
        return "‘";
    }
    if !leads(before(text, at)) || after_it.is_none_or(|c| !c.is_alphanumeric() && !"\"“_*".contains(c)) {
        return "’";
    }
    let rest = &text[at + 1..];
    // '90s
    if rest.as_bytes().iter().take(2).filter(|byte| byte.is_ascii_digit()).count() == 2 {
        return "’";
    }
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let word = &rest[..end.min(8)];
    let elided = word.is_ascii() && ELIDED.iter().any(|known| known.eq_ignore_ascii_case(word));
    // A quote right behind the word quotes it: ‘em’ is, rock ’n’ roll is not.
    let quoted = end > 1 && rest[end..].starts_with('\'') && !rest[end + 1..].starts_with(char::is_alphanumeric);
    if elided && !quoted {
        return "’";
    }
    let end = text.floor_char_boundary(at + 1 + FAR);
    let from = (*searched).max(at + 1);
    if from < end && is_closed(text, at + 1, from..end, speech.is_some()) {
        return "‘";
    }
    *searched = (*searched).max(end);
    // A letter that is read out over several paragraphs: its quotation and the speech begin together, and neither ends here.
    let together = speech.is_some_and(|start| text[start + 1..at].trim().is_empty());
    let goes_on = together && memchr::memchr(b'"', &text.as_bytes()[at..]).is_none();
    if goes_on && !text[at..].contains('”') { "‘" } else { "’" }
}

/// Whether a single quote that may close what begins here stands further on, within the same speech.
fn is_closed(text: &str, start: usize, searched: Range<usize>, in_speech: bool) -> bool {
    let near = &text[start..searched.end];
    let from = text.floor_char_boundary(searched.start) - start;
    for (n, c) in near[from..].char_indices().map(|(n, c)| (from + n, c)).filter(|(n, _)| *n > 0) {
        match c {
            '"' | '”' if in_speech => return false,
            '\'' | '’' => {
                let before = before(near, n);
                let after = near[n + c.len_utf8()..].chars().next();
                let closes = !before.is_some_and(char::is_whitespace) && !after.is_some_and(char::is_alphanumeric);
                // The ending of a plural's owner looks the same; after an s it says little, unless a sign stands with it.
                // Within a word or two it is a quotation of them.
                let far = || near[..n].split_whitespace().nth(2).is_some();
                let owner = before == Some('s') && after.is_some_and(char::is_whitespace) && far();
                if closes && !owner {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn smarten(text: &str) -> String {
        let mut set = String::new();
        super::smarten(text, &mut set);
        set
    }

    #[test]
    fn quotes_dashes_and_dots_are_those_of_a_printer() {
        for (typed, set) in [
            ("\"Don't,\" she said. \"It's late.\"", "“Don’t,” she said. “It’s late.”"),
            ("\"'Kashi? Whassa matter?\"", "“’Kashi? Whassa matter?”"),
            ("'Tis the '90s, rock 'n' roll!", "’Tis the ’90s, rock ’n’ roll!"),
            ("'Come in,' he said. 'It's the dogs' door.'", "‘Come in,’ he said. ‘It’s the dogs’ door.’"),
            ("\"He said 'no' and left.\"", "“He said ‘no’ and left.”"),
            ("\"She asked me, 'Why?'\"", "“She asked me, ‘Why?’”"),
            ("so--\"Wait,\" he said--and left...", "so—“Wait,” he said—and left…"),
            ("\"I never--\" she began.", "“I never—” she began."),
            ("(\"Yes.\")", "(“Yes.”)"),
            ("\"And so it went on,", "“And so it went on,"),
            ("Mr. J---- of B----", "Mr. J—— of B——"),
            ("the boys' boots and Ana's", "the boys’ boots and Ana’s"),
            ("give 'em that, 'cause I said so", "give ’em that, ’cause I said so"),
            ("a moment \"...of my youth!\"", "a moment “…of my youth!”"),
            ("those 'receipts' of yours, 'Uncle's' man", "those ‘receipts’ of yours, ‘Uncle’s’ man"),
            ("(She shut her eyes.)\"No!\"", "(She shut her eyes.)“No!”"),
            ("\"Wait...\" he said", "“Wait…” he said"),
            ("_\"Go,\"_ he said", "_“Go,”_ he said"),
            ("\" 'Come,' he cried. 'Come!' \"", "“ ‘Come,’ he cried. ‘Come!’ ”"),
            ("\" 'MY DEAR SIR:--I come", "“ ‘MY DEAR SIR:—I come"),
            ("soup until death.\"'", "soup until death.”’"),
            ("`-- and so,' said he; `I--'", "‘— and so,’ said he; ‘I—’"),
            ("\"_ulcerans_\"--it is", "“_ulcerans_”—it is"),
            ("He said: \" 'Come,' she told me.\"", "He said: “ ‘Come,’ she told me.”"),
        ] {
            assert_eq!(smarten(typed), set);
        }
    }

    #[test]
    fn what_is_set_already_stays() {
        let set = "“Don’t—” she said… ‘It’s late,’ he said; ’twas so.";
        assert!(is_plain(set));
        assert_eq!(smarten(set), set);
    }

    proptest! {
        #[test]
        fn letters_stay_and_setting_again_changes_nothing(text in "[a-z '\"\\-.,]{0,60}") {
            let set = smarten(&text);
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&set), letters(&text));
            prop_assert!(!set.contains(['"', '\'']) && !set.contains("--"));
        }
    }
}
