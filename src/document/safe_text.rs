//! Text that may reach a terminal, and the one filter that makes it.
//!
//! A terminal takes some characters for commands, and lets others reorder or hide what stands beside them. So every
//! string from outside (a story, a file's name, a stored record) passes through [`SafeText`]. It does so after its
//! *last* decoding step, since an entity such as `&#27;` can decode to ESC. The painter asks [`is_hazard`] again about
//! each cell.
//!
//! The filter works on characters and has a state of three small fields, so a text may be pushed in any pieces. Most
//! text is ASCII without controls, and is copied without a look at each character.

use std::fmt;
use std::ops::Deref;

use unicode_width::UnicodeWidthChar;

/// The most zero-width characters that are kept on one base character.
///
/// The longest sequence that a living script needs is around eight (Tibetan, and Hebrew with points and cantillation).
/// Unicode's stream-safe text format (UAX #15) allows 30. Terminals slow down, and print over their neighbours, long
/// before that.
pub const MAX_COMBINING: usize = 15;

/// The most zero-width joiners in one emoji sequence. The longest sequences in Unicode's own list (a kissing couple,
/// both with a skin tone, or a family of four) have three, and eight leave room for later ones. The rest of a longer
/// chain becomes emoji of its own.
const MAX_JOINERS: usize = 8;

/// The zero-width joiner (ZWJ), which makes one emoji of several.
const JOINER: char = '\u{200D}';

/// Text without anything that a terminal could take for a command, or that could reorder or hide other text.
///
/// It may hold `\n`, which ends a line of the author's own. It never holds another control character, a bidirectional
/// override or isolate, a tag or an invisible filler. There is no way to get a `SafeText` without the filter, not even
/// by deserialising one.
///
/// ```
/// use nightstand::document::SafeText;
///
/// assert_eq!(&*SafeText::new("red \u{1b}[31mdoor"), "red \u{FFFD}[31mdoor");
/// assert_eq!(&*SafeText::new("evil\u{202E}txt.exe"), "eviltxt.exe");
/// assert_eq!(&*SafeText::new("tab\there"), "tab here");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SafeText(String);

impl SafeText {
    /// The empty text.
    pub const EMPTY: Self = Self(String::new());

    /// Returns the cleaned text.
    ///
    /// - White space other than `\n` becomes a space, and a line or paragraph separator becomes `\n`.
    /// - Thin spaces become no-break spaces (U+00A0).
    /// - Control characters, noncharacters and the image placeholder become U+FFFD, so that a reader sees that
    ///   something was there.
    /// - Invisible formatting is dropped, and so are combining marks and joiners beyond the limits.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        let mut safe = Self::default();
        safe.push_str(raw);
        safe
    }

    /// Returns the cleaned text on a single line: each `\n` becomes a space too.
    #[must_use]
    pub fn line(raw: &str) -> Self {
        Self(Self::new(raw).0.replace('\n', " "))
    }

    /// Cleans a text and appends it. Pushing a text in pieces gives the same as pushing it at once.
    pub fn push_str(&mut self, raw: &str) {
        // Printable ASCII is never changed, and what comes before it has no influence on it.
        let head = raw.bytes().take_while(|byte| is_plain(*byte)).count();
        self.0.push_str(&raw[..head]);
        let mut rest = &raw[head..];
        if rest.is_empty() {
            return;
        }
        let mut filter = if head > 0 { Cleaner::default() } else { Cleaner::resume(&self.0) };
        while let Some(c) = rest.chars().next() {
            // What takes part in no sequence is copied, many letters at a time.
            let settled = if filter.after_joiner { 0 } else { settled(rest) };
            if settled > 0 {
                filter = Cleaner::default();
                self.0.push_str(&rest[..settled]);
                rest = &rest[settled..];
            } else {
                self.0.extend(filter.pass(c));
                rest = &rest[c.len_utf8()..];
            }
        }
    }

    /// Appends a text that [`is_tame`], so that it needs no cleaning.
    pub(super) fn push_tame(&mut self, tame: &str) {
        debug_assert!(is_tame(tame), "{tame:?}");
        self.0.push_str(tame);
    }

    /// Gives back the unused memory.
    pub(super) fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }

    /// Drops everything past `len` bytes, which must be on a character's boundary.
    pub(super) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }
}

impl Deref for SafeText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for SafeText {
    fn from(raw: &str) -> Self {
        Self::new(raw)
    }
}

/// Returns whether the filter would pass a text unchanged: letters, signs and spaces of European prose. Most lines of
/// most stories are like this. `false` only means that the filter has to look.
pub(super) fn is_tame(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    // A fold without an early exit, so that the compiler compares many bytes at once.
    let letters = bytes.iter().fold(true, |tame, byte| tame & (b' '..=b'~').contains(byte));
    letters || raw.chars().all(is_tame_char)
}

/// Returns whether a character passes unchanged and takes part in no sequence: no control, no combining mark, no format
/// character. Unassigned code points are left to the filter.
fn is_tame_char(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{370}'..='\u{377}' | '\u{384}'..='\u{482}'
        | '\u{48A}'..='\u{52F}' | '‐'..='‧')
        && !matches!(c, '\u{380}'..='\u{383}' | '\u{38B}' | '\u{38D}' | '\u{3A2}')
}

/// Whether a byte is printable ASCII.
fn is_plain(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte)
}

/// Returns how many bytes at the beginning of a text pass unchanged and take part in no sequence.
fn settled(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().take_while(|byte| is_plain(**byte)).count();
        match text[at..].chars().next() {
            Some(c) if is_settled(c) => at += c.len_utf8(),
            _ => return at,
        }
    }
}

/// Returns whether a character passes unchanged and takes part in no sequence, even though a line is laid out otherwise where
/// it stands: beside the tame ones no-break spaces, and the letters of Chinese, Japanese and Korean.
fn is_settled(c: char) -> bool {
    is_tame_char(c)
        || matches!(c, '\u{A0}' | '、'..='〃' | '「'..='』' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='\u{9FFF}' | '가'..='힣')
}

/// Returns whether a character must never be written to a terminal as part of a text.
///
/// These are the controls (C0, DEL and C1, ECMA-48), the bidirectional controls (UAX #9), tags, invisible fillers, line
/// and paragraph separators, interlinear annotation, byte-order marks, noncharacters, and the image placeholder of
/// kitty's protocol. `\n` and `\t` count as hazards: the painter never writes them as text.
///
/// ```
/// use nightstand::document::is_hazard;
///
/// assert!(['\u{1b}', '\u{9b}', '\u{202E}', '\n'].into_iter().all(is_hazard));
/// assert!(!['a', 'é', '夜', '—'].into_iter().any(is_hazard));
/// ```
#[must_use]
pub fn is_hazard(c: char) -> bool {
    if (' '..='~').contains(&c) {
        return false;
    }
    c.is_control()
        || c == IMAGE
        || is_invisible(c)
        || (c as u32 & 0xFFFE) == 0xFFFE
        || ('\u{FDD0}'..='\u{FDEF}').contains(&c)
}

/// The placeholder for an image in kitty's graphics protocol (“Unicode placeholders”), which Ghostty supports too. The
/// colour of the text around it selects the image.
///
/// It is the only character of private use that a terminal acts on. Others, such as glyphs that a terminal was sent
/// (DRCS), show a picture that was put there by whoever used the terminal before.
const IMAGE: char = '\u{10EEEE}';

/// Returns whether a character is dropped: format characters that change or hide other text, and fillers that take no
/// room while they pretend to be letters.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}'                  // soft hyphen: a break mark beside the text, never printed
        | '\u{034F}'                // combining grapheme joiner
        | '\u{061C}'                // Arabic letter mark
        | '\u{115F}' | '\u{1160}'   // Hangul fillers
        | '\u{17B4}' | '\u{17B5}'   // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}'   // Mongolian selectors and vowel separator
        | '\u{200A}' | '\u{200B}'   // hair space, zero-width space
        | '\u{200E}' | '\u{200F}'   // left-to-right and right-to-left mark
        | '\u{2028}'..='\u{202E}'   // separators, embeddings and overrides
        | '\u{2060}'..='\u{206F}'   // word joiner, invisible operators, isolates, deprecated shapers
        | '\u{3164}' | '\u{FFA0}'   // Hangul fillers
        | '\u{FEFF}'                // byte-order mark
        | '\u{FFF0}'..='\u{FFFB}'   // unassigned ignorables, interlinear annotation
        | '\u{13430}'..='\u{1343F}' // Egyptian hieroglyph format controls: they stack and mirror their neighbours
        | '\u{1BCA0}'..='\u{1BCA3}' // shorthand format controls
        | '\u{1D173}'..='\u{1D17A}' // musical format controls
        | '\u{E0000}'..='\u{E0FFF}' // tags and variation selectors supplement
    )
}

/// The state that the filter carries from one character to the next.
#[derive(Default)]
struct Cleaner {
    /// The zero-width characters since the last base character.
    combining: usize,
    /// The joiners in the emoji sequence so far.
    joiners: usize,
    /// Whether the last character was a joiner, so that the next one continues the sequence.
    after_joiner: bool,
}

impl Cleaner {
    /// Returns the state after `text` has passed. It makes pushing in pieces the same as pushing at once.
    fn resume(text: &str) -> Self {
        let mut filter = Self::default();
        // The state depends on one cluster at most, and none is longer than the limits allow. Printable ASCII begins a new one.
        let mut near = text.char_indices().rev().enumerate();
        let begins = |n: usize, c: char| (' '..='~').contains(&c) || n == MAX_COMBINING * (MAX_JOINERS + 2);
        let tail = near.find(|(n, (_, c))| begins(*n, *c)).map_or(0, |(_, (at, _))| at);
        for c in text[tail..].chars() {
            filter.pass(c);
        }
        filter
    }

    /// Takes the next character, and returns what is kept of it.
    fn pass(&mut self, c: char) -> Option<char> {
        if (' '..='~').contains(&c) {
            *self = Self::default();
            return Some(c);
        }
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => Some(self.base('\n')),
            '\t' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' => Some(self.base(' ')),
            _ if c.is_control() => Some(self.base('\u{FFFD}')),
            _ if is_invisible(c) => None,
            _ if is_hazard(c) => Some(self.base('\u{FFFD}')),
            // Thin spaces stand before signs and in numbers, where a line must not end. One cell is the thinnest space
            // of a terminal.
            '\u{2009}' | '\u{202F}' => Some(self.base('\u{A0}')),
            JOINER => self.joiner(),
            _ if c.width() == Some(0) => self.combine(c),
            _ => Some(self.base(c)),
        }
    }

    /// Takes a base character, which ends the combining sequence before it.
    fn base(&mut self, c: char) -> char {
        if !self.after_joiner {
            self.joiners = 0;
        }
        self.after_joiner = false;
        self.combining = 0;
        c
    }

    /// Takes a joiner, unless it is doubled or one too many.
    fn joiner(&mut self) -> Option<char> {
        if self.after_joiner || self.joiners == MAX_JOINERS {
            return None;
        }
        self.joiners += 1;
        self.after_joiner = true;
        Some(JOINER)
    }

    /// Takes a zero-width character, unless it is one too many.
    fn combine(&mut self, c: char) -> Option<char> {
        self.combining += 1;
        (self.combining <= MAX_COMBINING).then_some(c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn what_is_tame_passes_as_it_stands() {
        let tame: String = ('\0'..=char::MAX).filter(|c| is_tame_char(*c)).collect();
        assert!(tame.len() > 1500);
        assert_eq!(*SafeText::new(&tame), tame);
        assert!(!tame.contains(['\u{AD}', '\u{A0}', '\n', '\t', '\u{301}', '\u{200D}']));
    }

    #[test]
    fn what_is_settled_passes_and_leaves_no_trace() {
        for c in ('\0'..=char::MAX).filter(|c| is_settled(*c)) {
            let mut filter = Cleaner::default();
            assert_eq!(filter.pass(c), Some(c));
            assert_eq!((filter.combining, filter.joiners, filter.after_joiner), (0, 0, false), "{c:?}");
        }
    }

    #[test]
    fn plain_prose_passes_untouched() {
        let prose = "“It’s late,” said Žofie — naïvely… 夜, не спится, 👩‍👩‍👧‍👦 e\u{301}";
        assert_eq!(&*SafeText::new(prose), prose);
    }

    #[test]
    fn a_command_becomes_harmless_words() {
        assert_eq!(&*SafeText::new("a\u{1b}]52;c;aGk=\u{7}b"), "a\u{FFFD}]52;c;aGk=\u{FFFD}b");
        assert_eq!(&*SafeText::new("a\u{9b}2Jb"), "a\u{FFFD}2Jb");
    }

    #[test]
    fn a_placeholder_of_an_image_is_none() {
        assert_eq!(&*SafeText::new("a\u{10EEEE}\u{305}b"), "a\u{FFFD}\u{305}b");
        assert!(is_hazard('\u{10EEEE}') && !is_hazard('\u{10EEED}'));
    }

    #[test]
    fn noncharacters_are_hazards_and_their_neighbours_are_none() {
        assert!(['\u{FDD0}', '\u{FDEF}', '\u{FFFE}', '\u{FFFF}', '\u{1FFFE}', '\u{10FFFF}'].into_iter().all(is_hazard));
        assert!(!['\u{FDCF}', '\u{FDF0}', '\u{FFFD}', '\u{1FFFD}', '\u{20000}'].into_iter().any(is_hazard));
        assert_eq!(&*SafeText::new("a\u{FDD0}b\u{1FFFE}c"), "a\u{FFFD}b\u{FFFD}c");
    }

    #[test]
    fn overrides_and_tags_go() {
        assert_eq!(&*SafeText::new("a\u{202E}b\u{2066}c\u{E0041}d\u{FEFF}"), "abcd");
    }

    #[test]
    fn white_space_of_every_kind_is_a_space() {
        assert_eq!(&*SafeText::new("a\tb\rc\u{c}d\u{85}e"), "a b c d e");
        assert_eq!(&*SafeText::line("a\nb"), "a b");
    }

    #[test]
    fn a_tower_of_marks_is_cut_at_the_limit() {
        let tower = format!("a{}b", "\u{301}".repeat(40));
        assert_eq!(SafeText::new(&tower).chars().count(), 2 + MAX_COMBINING);
    }

    #[test]
    fn a_chain_of_joined_emoji_is_cut_at_the_limit() {
        let chain = vec!["👩"; 40].join("\u{200D}");
        let kept = SafeText::new(&chain);
        let longest = kept.graphemes(true).map(|cluster| cluster.matches(JOINER).count()).max();
        assert_eq!(longest, Some(MAX_JOINERS));
    }

    proptest! {
        #[test]
        fn nothing_hazardous_comes_out(raw in any::<String>()) {
            prop_assert!(!SafeText::new(&raw).chars().any(|c| c != '\n' && is_hazard(c)));
        }

        #[test]
        fn cleaning_twice_changes_nothing(raw in any::<String>()) {
            let once = SafeText::new(&raw);
            prop_assert_eq!(&SafeText::new(&once), &once);
        }

        #[test]
        fn pieces_equal_the_whole(a in "[a\u{301}👩\u{200D}\t]{0,60}", b in "[a\u{301}👩\u{200D}\t]{0,60}") {
            let mut pieces = SafeText::new(&a);
            pieces.push_str(&b);
            prop_assert_eq!(pieces, SafeText::new(&format!("{a}{b}")));
        }
    }
}
