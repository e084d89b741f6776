//! Text that may reach a terminal, and the one filter that makes it.
//!
//! A terminal takes some characters for commands and lets others reorder or hide what stands beside them. Every string
//! that comes from outside (a story, a file's name, a state file) passes through [`SafeText`] after its last decoding
//! step, since an entity can decode to ESC. The painter asks [`is_hazard`] again of each cell.

use std::fmt;
use std::ops::Deref;

use unicode_width::UnicodeWidthChar;

/// The most zero-width characters kept on one base character. The longest that a living script needs is around eight
/// (Tibetan, pointed and cantillated Hebrew); Unicode's stream-safe format (UAX #15) allows 30; terminals slow down
/// and overprint their neighbours long before that.
pub const MAX_COMBINING: usize = 15;

/// The most zero-width joiners in one emoji sequence. The longest in Unicode's own list (a couple kissing, both with a
/// skin tone, or a family of four) has three; the rest of a longer chain stands as emoji of its own.
const MAX_JOINERS: usize = 8;

const JOINER: char = '\u{200D}';

/// Text without anything that a terminal could take for a command, or that could reorder or hide other text.
///
/// It may hold `\n`, which is a line of the author's own (verse); it never holds another control character, a
/// bidirectional override or isolate, a tag or an invisible filler.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SafeText(String);

impl SafeText {
    /// Cleans `raw`: white space other than `\n` becomes a space, controls become U+FFFD, invisible formatting goes.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        let mut safe = Self::default();
        safe.push_str(raw);
        safe
    }

    /// Cleans `raw` for a single line: line ends become spaces too.
    #[must_use]
    pub fn line(raw: &str) -> Self {
        Self(Self::new(raw).0.replace('\n', " "))
    }

    /// Cleans and appends.
    pub fn push_str(&mut self, raw: &str) {
        // What begins with a plain letter depends on nothing before it, and nothing in plain letters is filtered.
        let plain = |byte: &u8| (b' '..=b'~').contains(byte);
        let head = raw.bytes().take_while(plain).count();
        self.0.push_str(&raw[..head]);
        let rest = &raw[head..];
        if !rest.is_empty() {
            let mut filter = if head > 0 { Filter::default() } else { Filter::resume(&self.0) };
            self.0.extend(rest.chars().filter_map(|c| filter.pass(c)));
        }
    }

    /// Appends what [`is_tame`] says needs no cleaning.
    pub(super) fn push_tame(&mut self, tame: &str) {
        debug_assert!(is_tame(tame), "{tame:?}");
        self.0.push_str(tame);
    }

    /// Gives back the room to grow.
    pub(super) fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }

    /// Drops everything past `len` bytes.
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

/// Whether a text is nothing but letters and signs of European prose, single spaces among them: what the filter would pass
/// as it stands. Most lines of most stories are.
pub(super) fn is_tame(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    // Without an early end, so that many bytes are looked at in one go.
    let letters = bytes.iter().fold(true, |tame, byte| tame & (b' '..=b'~').contains(byte));
    letters || raw.chars().all(is_tame_char)
}

fn is_tame_char(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{370}'..='\u{377}' | '\u{384}'..='\u{482}'
        | '\u{48A}'..='\u{52F}' | '‐'..='‧')
        && !matches!(c, '\u{380}'..='\u{383}' | '\u{38B}' | '\u{38D}' | '\u{3A2}')
}

/// Whether a character must never be written to a terminal as part of a text.
///
/// These are the controls (C0, DEL, C1: ECMA-48), the bidirectional controls of UAX #9, tags, invisible fillers,
/// line and paragraph separators, interlinear annotation, byte-order marks and noncharacters; and one character of private
/// use, for which some terminals show an image (`IMAGE`).
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

/// The placeholder of an image whose number is the text's colour: kitty's graphics protocol, “Unicode placeholders”, which
/// Ghostty has too. It is the only character of private use that a terminal acts on: other uses of these planes, such as the
/// glyphs that a terminal has been sent (DRCS), show a picture that was put there by whoever had the terminal before.
const IMAGE: char = '\u{10EEEE}';

/// Format characters that change or hide other text, or take no room while pretending to be letters.
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
struct Filter {
    combining: usize,
    joiners: usize,
    after_joiner: bool,
}

impl Filter {
    /// The state after `text` has passed, so that pushing in pieces equals pushing at once.
    fn resume(text: &str) -> Self {
        let mut filter = Self::default();
        // A cluster as long as the limits allow is all that the state can depend on.
        let tail = text.char_indices().rev().nth(MAX_COMBINING * (MAX_JOINERS + 2)).map_or(0, |(at, _)| at);
        for c in text[tail..].chars() {
            filter.pass(c);
        }
        filter
    }

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
            // Thin spaces: one cell is the smallest that a terminal has, and they must not break.
            '\u{2009}' | '\u{202F}' => Some(self.base('\u{A0}')),
            JOINER => self.joiner(),
            _ if c.width() == Some(0) => self.combine(c),
            _ => Some(self.base(c)),
        }
    }

    fn base(&mut self, c: char) -> char {
        if !self.after_joiner {
            self.joiners = 0;
        }
        self.after_joiner = false;
        self.combining = 0;
        c
    }

    fn joiner(&mut self) -> Option<char> {
        if self.after_joiner || self.joiners == MAX_JOINERS {
            return None;
        }
        self.joiners += 1;
        self.after_joiner = true;
        Some(JOINER)
    }

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
