//! Finds where a line may end, by Unicode's rules (UAX #14) with the customs of printed stories on top.
//!
//! Alphabetic prose has a path of its own, by classes of characters. Any other text (ideographs, emoji, Thai) goes to
//! ICU's segmenter. The customs are the same for both:
//!
//! - A dash or an ellipsis stays with the word before it, though a blank stands between them, and a line may end after it. An
//!   ellipsis of three periods is not torn.
//! - A title stays with its name (Dr. Night), an initial with the next (J. R.), and a number with its unit (3 km).
//! - A sign that French sets after a blank (`!`, `?`, `;`, `:`, `»`) stays with its word.
//!
//! Offsets are bytes of the text. Hyphens inside words and widths are not known here.

use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

/// Words that bind to the next one, so that a line never ends on `Mr.`
const BINDING: [&str; 9] = ["Mr.", "Mrs.", "Ms.", "Dr.", "St.", "No.", "Nr.", "p.", "pp."];

/// Returns the byte offsets inside `text` before which a new line may begin, in order. The text has no line ends.
pub(super) fn opportunities(text: &str) -> Vec<usize> {
    if text.chars().all(is_alphabetic_prose) {
        return prose_opportunities(text);
    }
    let segmenter = segmenter();
    let inner = |at: &usize| *at > 0 && *at < text.len();
    segmenter.segment_str(text).filter(inner).filter(|at| !is_bound(text, *at)).collect()
}

/// Returns ICU's segmenter with the options that we want.
fn segmenter() -> LineSegmenterBorrowed<'static> {
    let mut options = LineBreakOptions::default();
    // Thai, Lao, Khmer and Burmese have no blanks between words, so a dictionary finds them. The neural model that
    // ICU4X also has takes some twenty times as long, and a page waits for it. The strict rules keep small kana and
    // sound marks from the start of a line, as in Japanese books (JIS X 4051).
    options.strictness = Some(LineBreakStrictness::Strict);
    LineSegmenter::new_dictionary(options)
}

/// Returns whether a character belongs to alphabetic prose: one cell wide, and broken only at spaces, hyphens and
/// dashes.
pub(super) fn is_alphabetic_prose(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{27F}'    // Latin letters and signs, without the soft hyphen
        | '\u{380}'..='\u{47F}' | '\u{4C0}'..='\u{4FF}'  // Greek and Cyrillic, without combining marks
        | '‐'..='—' | '‘'..='‟' | '…'
    )
}

/// Returns the opportunities of alphabetic prose.
fn prose_opportunities(text: &str) -> Vec<usize> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut before = None;
    let mut previous = None;
    for (at, next) in text.char_indices() {
        if let Some(p) = previous
            && may_part(before, p, next)
            && !is_bound(text, at)
        {
            found.push(at);
        }
        before = previous;
        previous = Some(next);
    }
    found
}

/// Returns whether a line may end between `p` and `next`. `before` is the character before `p`.
pub(super) fn may_part(before: Option<char>, p: char, next: char) -> bool {
    let after_word = before.is_some_and(char::is_alphanumeric);
    let opens = |c: char| c.is_alphanumeric() || matches!(c, '“' | '‘' | '«' | '„' | '‚' | '(' | '[' | '¿' | '¡');
    match p {
        ' ' => next != ' ',
        '-' | '‐' | '…' => after_word && next.is_alphabetic(),
        '—' => before.is_some_and(|c| c != ' ') && opens(next),
        '–' => before.is_some_and(char::is_alphabetic) && opens(next),
        _ => false,
    }
}

/// Returns whether custom forbids a line end before the byte `at`, where the standard may allow one.
pub(super) fn is_bound(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let next = after.chars().next();
    let Some(word_before) = before.strip_suffix(' ') else {
        // An ellipsis or a dash stays with the word before it, and a letter with the word that it is joined to (e-book,
        // T-shirt).
        return is_joined_letter(before)
            || matches!(next, Some('…' | '—' | '–' | '―' | '⸺'))
            || (before.ends_with(['.', '…']) && next == Some('.'));
    };
    let closes = matches!(next, Some('!' | '?' | ';' | ':' | '»' | '…'));
    if closes || word_before.ends_with('«') || is_dash_apart(after) {
        return true;
    }
    let word = || word_before.rsplit([' ', '(', '“', '‘', '«']).next().unwrap_or_default();
    let bytes = word_before.as_bytes();
    let is_long = || bytes.len() > 4 && bytes[bytes.len() - 5..bytes.len() - 1].iter().all(u8::is_ascii_lowercase);
    match bytes.last() {
        // This is how almost every sentence ends, so look no further.
        Some(b'.') if is_long() => false,
        Some(b'.') => {
            BINDING.contains(&word()) || is_initial(word()) && after.split(' ').next().is_some_and(is_initial)
        }
        Some(b'0'..=b'9') => is_unit(after.split(' ').next().unwrap_or_default()),
        _ => false,
    }
}

/// Returns whether a text begins with a dash between blanks, or before a sign. In Spanish a dash stands at the word that it sets off.
fn is_dash_apart(text: &str) -> bool {
    text.strip_prefix(['—', '–']).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', '.', ';', ':']))
}

/// Returns whether a text ends with a single letter and a hyphen.
fn is_joined_letter(text: &str) -> bool {
    let Some(word) = text.strip_suffix(['-', '‐']) else { return false };
    let mut letters = word.chars().rev();
    letters.next().is_some_and(char::is_alphabetic) && !letters.next().is_some_and(char::is_alphanumeric)
}

/// Returns whether a word is the initial of a name, such as `J.`
fn is_initial(word: &str) -> bool {
    let letters = word.strip_suffix('.').unwrap_or_default();
    let mut chars = letters.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// Units that stay with the number before them. Those that are also words (`in`, `a`) are left out.
const UNITS: [&str; 24] = [
    "km",
    "m",
    "cm",
    "mm",
    "kg",
    "g",
    "mg",
    "l",
    "ml",
    "ft",
    "lb",
    "lbs",
    "oz",
    "mph",
    "kph",
    "%",
    "‰",
    "°C",
    "°F",
    "€",
    "£",
    "a.m.",
    "p.m.",
    "o’clock",
];

/// Returns whether a word is a unit, with any sign that ends a clause after it.
fn is_unit(word: &str) -> bool {
    let bare = word.trim_end_matches([',', ';', ':', '!', '?', '”', '’', '"', ')']);
    UNITS.contains(&bare) || bare.strip_suffix('.').is_some_and(|bare| UNITS.contains(&bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` at each opportunity.
    fn shown(text: &str) -> String {
        let mut shown = text.to_owned();
        for at in opportunities(text).into_iter().rev() {
            shown.insert(at, '|');
        }
        shown
    }

    #[test]
    fn prose_parts_at_spaces_hyphens_and_dashes() {
        assert_eq!(shown("a well-made bed—and"), "a |well-|made |bed—|and");
        assert_eq!(shown("he said—“No.”"), "he |said—|“No.”");
        assert_eq!(shown("“But—” she"), "“But—” |she");
        assert_eq!(shown("I… I…I"), "I… |I…|I");
        assert_eq!(shown("in 1914–18, -x"), "in |1914–18, |-x");
        assert_eq!(shown("the Mutter —, so — said he"), "the |Mutter —, |so — |said |he");
        assert_eq!(shown("el —dijo él— no"), "el |—dijo |él— |no");
        assert_eq!(shown("an e-book and a mix-up"), "an |e-book |and |a |mix-|up");
    }

    #[test]
    fn an_ellipsis_and_a_double_dash_stay_whole() {
        assert_eq!(shown("so ... and —— x"), "so |... |and |—— |x");
        assert_eq!(shown("wait …"), "wait …");
    }

    #[test]
    fn a_title_stays_with_its_name_and_french_marks_with_their_word() {
        assert_eq!(shown("“Mr. Hale, St. Ives"), "“Mr. Hale, |St. Ives");
        assert_eq!(shown("« Oui ! » dit"), "« Oui ! » |dit");
    }

    #[test]
    fn initials_stay_together_and_a_number_with_its_unit() {
        assert_eq!(shown("by J. R. R. Tolkien, I."), "by |J. R. R. |Tolkien, |I.");
        assert_eq!(shown("I. Then he"), "I. |Then |he");
        assert_eq!(shown("at 10 km, 5 °C, 3 p.m. or 3 in"), "at |10 km, |5 °C, |3 p.m. |or |3 |in");
        assert_eq!(shown("in 1914 men"), "in |1914 |men");
    }

    #[test]
    fn a_no_break_space_does_not_part() {
        assert_eq!(shown("10\u{A0}km on"), "10\u{A0}km |on");
    }

    #[test]
    fn ideographs_part_by_strict_rules() {
        assert_eq!(shown("夜、眠れない。"), "夜、|眠|れ|な|い。");
        assert_eq!(shown("ちょっと"), "ちょっ|と");
    }

    #[test]
    fn customs_hold_beside_emoji_too() {
        assert_eq!(shown("🙂 Mr. Hale—no"), "🙂 |Mr. Hale—|no");
    }

    #[test]
    fn thai_parts_between_words() {
        let parts = opportunities("กรุงเทพมหานครเป็นเมืองหลวง").len();
        assert!(parts >= 2, "{parts}");
    }
}
