//! Scene breaks that are typed: rows of signs, of letters that only make a pattern, and the words for a break in brackets.
//!
//! Every format asks here. A break is told by its shape: it stands alone, it is short, and it says nothing.

/// The longest break, in characters: a line of hyphens across a narrow page.
const LONGEST: usize = 48;

/// The longest words for a break, in bytes: `insert line break here`.
const LONGEST_WORDS: usize = 22;

/// Returns whether a line is a scene break's mark.
pub(super) fn is_ornament(line: &str) -> bool {
    let line = line.trim();
    // Scissors.
    if line.starts_with('-') && matches!(line.trim_matches([' ', '-']), "8<" | ">8" | "✂") {
        return true;
    }
    // Words are no pattern: of letters only a few make one.
    let first = line.bytes().find(u8::is_ascii_alphanumeric);
    if first.is_some_and(|byte| !b"oO0xXzZbBlLpPqQsStTiI3".contains(&byte)) {
        return false;
    }
    // Hearts, as people type them.
    if line.starts_with("<3") && line.split("<3").all(|between| between.trim().is_empty()) {
        return true;
    }
    if is_rule(line) || is_wide_row(line) {
        return true;
    }
    if line.is_empty() || line.len() > LONGEST * 4 || line.chars().count() > LONGEST {
        return false;
    }
    // Two letters of Korean and Japanese are strokes.
    let says = |c: char| c.is_alphanumeric() && !matches!(c, 'ㅡ' | 'ー');
    if line.contains(says) { is_pattern(line) || says_break(line) } else { is_row_of_signs(line) }
}

/// Whether a line is one stroke again and again, as long as a page is wide.
fn is_rule(line: &str) -> bool {
    /// A terminal's window is no wider, and nobody draws more.
    const WIDEST: usize = 160;
    let bytes = line.as_bytes();
    let first = bytes.first().copied().unwrap_or_default();
    (LONGEST..=WIDEST).contains(&line.len()) && b"-_=*~#".contains(&first) && bytes.iter().all(|byte| *byte == first)
}

/// Whether a line is a row of one sign that wide blanks part, so that the row is longer than others: `*       *       *`.
fn is_wide_row(line: &str) -> bool {
    /// A page is no wider.
    const WIDEST: usize = 80;
    let first = line.chars().next().unwrap_or_default();
    let count = line.split_whitespace().count();
    "*•·○●◦".contains(first)
        && (LONGEST..=WIDEST).contains(&line.chars().count())
        && count >= 3
        && line.split_whitespace().all(|sign| sign.chars().eq([first]))
}

/// Returns whether a mark is so faint that it is a break only where blank rows stand around it: one or two signs that code has, too.
pub(super) fn is_faint(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 2 && line.bytes().all(|byte| b"&^|+/:=<>".contains(&byte))
}

/// Returns whether a line is of capital X alone: a break, or a chapter's number where the text has such.
pub(super) fn is_row_of_x(line: &str) -> bool {
    let line = line.trim();
    (1..=5).contains(&line.len()) && line.bytes().all(|byte| byte == b'X')
}

/// Whether a line holds signs alone, and such as nobody says anything with.
fn is_row_of_signs(line: &str) -> bool {
    // One of them is enough.
    const MARKS: &str =
        "*＊×✕◯＃∗⁂✱❋✻✼✽✾❀❁❦❧☙❖✦✧✶✷✸✹✺☆★◆◇◊○●◎■□▪▫▲△▼▽♢♦♥♠♣♪♫☽☾☼§~～〜∼•·⋅・‧#†‡∞※⊹⋆✩✪✫✬✭✮✯✰◈◉⟡✿❂✺⸻･ﾟ✧₊˚⁺ツ❥➶➷➳⚔⚜";
    // Three of them are: one is a list's, a speaker's or a dash. With an equals sign or a plus they make rules.
    const STROKES: &str = "-–—―_=‒─━═＝－ー─ㅡ+/\\%&<>‹›|:^.…。@$";
    let signs = || line.chars().filter(|c| !c.is_whitespace());
    let marks = signs().filter(|c| MARKS.contains(*c)).count();
    let strokes = signs().filter(|c| STROKES.contains(*c)).count();
    let all = signs().count();
    // Of the pictures of emoji three of one kind are a row: one or two say something.
    let mut pictures = signs().filter(|c| *c >= '\u{1F300}');
    if let Some(first) = pictures.next() {
        return all >= 3 && signs().all(|c| c == first || is_silent(c));
    }
    // The joiners of emoji and their variants count for nothing.
    let silent = signs().filter(|c| is_silent(*c)).count();
    // Brackets around a row of signs.
    let framed = line.starts_with('[') && line.ends_with(']') && marks >= 3;
    if all - silent - 2 * usize::from(framed) != marks + strokes {
        return false;
    }
    // The rule of a table is one of several rows, and has corners.
    let corners = line.starts_with('+') && line.ends_with('+') && line.contains('-');
    let bars = line.contains('|') && marks == 0;
    // Nobody says anything with one of these, or with two.
    let alone =
        matches!(line, "<>" | "><" | "…" | "&" | "^" | "|" | "+" | "/" | "//" | "::" | "||" | "&&" | "++" | "==");
    !corners && (!bars || alone) && (marks > 0 || strokes >= 3 || alone)
}

/// Whether a character only joins signs, or says how one is drawn.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{200D}' | '\u{2060}')
}

/// Whether letters of one kind are a sound, such as `Zzzz...` or `Ooo`, and no pattern.
fn is_sound(letters: &[char]) -> bool {
    let sleeps = letters.iter().all(|c| matches!(c, 'z' | 'Z'));
    let begins = letters.len() > 1 && letters[0].is_uppercase() && letters[1..].iter().all(|c| c.is_lowercase());
    sleeps || begins
}

/// Whether a line is made of the letters o, x or z and of signs, and reads the same from both ends: `oOo`, `-x-X-x-`, `~o~`.
fn is_pattern(line: &str) -> bool {
    // Most lines end here: they say something.
    // Letters of Russian look the same.
    let plain = |c: char| !c.is_alphanumeric() || "oO0xXzZоОхХ".contains(c);
    if is_turned(line) {
        return true;
    }
    if !line.chars().all(plain) {
        return false;
    }
    let letters: Vec<char> = line.chars().filter(|c| c.is_alphanumeric()).collect();
    let signs: Vec<char> = line.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).collect();
    let known = signs.iter().all(|c| "-–—~*.=_:+/\\|•·<>()[]".contains(*c));
    if !known || letters.len() > 24 {
        return false;
    }
    let small = |c: &char| c.to_lowercase().next().unwrap_or(*c);
    let mirrored = letters.iter().rev().map(small).eq(letters.iter().map(small));
    // “xoxoxo”: two letters in turn.
    let turns = letters.len() >= 6 && letters.chunks(2).all(|pair| pair == &letters[..2]);
    let ends_as_speech = signs.iter().all(|c| matches!(c, '.' | '…')) && line.starts_with(char::is_alphanumeric);
    let same = (mirrored || turns) && !(ends_as_speech && is_sound(&letters));
    // “X X X” is no number, and “XXX” is one.
    let capitals = letters.iter().all(|c| matches!(c, 'X' | 'Х')) && signs.is_empty() && !line.contains(' ');
    // A single letter is a break among signs; capitals alone may be a number.
    let enough = letters.len() >= 3 || signs.len() >= 2;
    same && enough && !capitals
}

/// Whether a line is of two letters that turn each other round: `qpqpqp`, `bdbdbd`.
fn is_turned(line: &str) -> bool {
    let pairs = ["qp", "pq", "bd", "db"];
    line.len() >= 6 && pairs.iter().any(|pair| line.as_bytes().chunks(2).all(|two| two == pair.as_bytes()))
}

/// Whether a line says that here is a break: `(break)`, `[scene break]`, `~ page break ~`, `Line break`.
fn says_break(line: &str) -> bool {
    const WORDS: [&str; 18] = [
        "分割线",
        "分隔线",
        "分割線",
        "break",
        "scene break",
        "scenebreak",
        "line break",
        "linebreak",
        "page break",
        "pagebreak",
        "section break",
        "scene change",
        "time skip",
        "timeskip",
        "pov change",
        "insert line break here",
        "szenenwechsel",
        "changement de scène",
    ];
    let inner = line.trim_matches(|c: char| !c.is_alphanumeric());
    if inner.len() > LONGEST_WORDS {
        return false;
    }
    let lower = inner.to_lowercase();
    let framed = inner.len() < line.len();
    WORDS.contains(&&*lower) && (framed || matches!(&*lower, "line break" | "linebreak" | "scene break" | "page break"))
}

#[cfg(test)]
mod tests;
