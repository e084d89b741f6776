//! Words that were broken with a hyphen when a text was wrapped.
//!
//! A hyphen at a line's end may be the word's own: `well-` and `known`. So it is asked first whether the text breaks words at all, and
//! then of each word whether the text has it with the hyphen within a line, or whether it is a compound by its parts.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::row::Row;
use crate::document::Language;

/// The words of a sample that tell about hyphens.
#[derive(Debug, Clone, Default)]
pub(super) struct BrokenWords {
    /// Whether words are broken at the ends of lines.
    breaks: bool,
    /// The compounds that stand within a line.
    compounds: HashSet<String>,
    /// All words of the sample, where words are broken in it.
    words: HashSet<String>,
    /// The language whose rules hold.
    language: &'static str,
}

/// A rule of `assets/hyphens/compounds.txt`: what it is, its language, and its words.
struct Rule {
    kind: &'static str,
    language: &'static str,
    words: Vec<&'static str>,
}

/// The rules of all languages. They are read when a text breaks a word for the first time.
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let lines = include_str!("../../../assets/hyphens/compounds.txt").lines().filter(|line| !line.starts_with('#'));
    let rule = |line: &'static str| {
        let mut words = line.split_ascii_whitespace();
        Some(Rule { kind: words.next()?, language: words.next()?, words: words.collect() })
    };
    lines.filter_map(rule).collect()
});

/// The language of the rules for a text in a language: English where it has none.
fn rules_for(language: Option<Language>) -> &'static str {
    let known = |rule: &&Rule| language.is_some_and(|language| language.primary() == rule.language);
    RULES.iter().find(known).map_or("en", |rule| rule.language)
}

/// Signs that stand at the end of a line only where a word is broken: a soft hyphen, and what scans have for one.
const SOFT: [char; 2] = ['\u{AD}', '¬'];

/// All hyphens at the end of a line.
pub(super) const HYPHENS: [char; 4] = ['-', '\u{2010}', '\u{AD}', '¬'];

/// What becomes of a hyphen at a line's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BrokenEnd {
    /// It goes, and the word is one.
    Joined,
    /// It stays, and the next word follows at once.
    Kept,
    /// It stays, and a blank follows.
    Apart,
}

/// The broken words that are looked for elsewhere. They tell as well as all of them.
const MOST_ENDS: usize = 64;

impl BrokenWords {
    /// Looks at a sample and its rows, of which it may be known that they are a printed book's, in a language.
    pub(super) fn of((sample, rows): (&str, &[Row<'_>]), scanned: bool, language: Option<Language>) -> Self {
        let mut compounds = HashSet::new();
        let mut ends: Vec<(&str, &str)> = Vec::new();
        let (mut lines, mut last): (usize, Option<&str>) = (0, None);
        for row in rows {
            let Row::Text(line) = row else {
                last = None;
                continue;
            };
            if let Some(before) = last.take() {
                let line = line.trim_start();
                let next = line.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
                if next.starts_with(char::is_lowercase) {
                    ends.push((before, next));
                }
            }
            lines += 1;
            if !line.contains('-') {
                continue;
            }
            for word in line.split(|c: char| !c.is_alphanumeric() && c != '-') {
                if word.trim_matches('-').contains('-') && !word.contains("--") {
                    compounds.insert(word.trim_matches('-').to_lowercase());
                }
            }
            last = broken_end(line);
        }
        let count = ends.len();
        ends.truncate(MOST_ENDS);
        let stands = |word: &str| memchr::memmem::find(sample.as_bytes(), word.as_bytes()).is_some();
        let joined = ends.iter().filter(|(a, b)| stands(&format!("{a}{b}"))).count();
        let kept = ends.iter().filter(|(a, b)| compounds.contains(&format!("{a}-{b}").to_lowercase())).count();
        // Where words are broken, most of them stand elsewhere in one piece.
        let most = joined > 2 * kept && joined * 2 >= ends.len();
        // Where no word tells, the ends of lines do: of wrapped prose that breaks no words one line in a hundred ends so.
        let many = count * 25 >= lines && count >= 2;
        let language = rules_for(language);
        let always = count >= 1 && RULES.iter().any(|rule| rule.kind == "always" && rule.language == language);
        let breaks = scanned || most || always || many && kept * 3 <= ends.len();
        // The parts of broken words are no words.
        let whole = |word: &&str| word.contains(char::is_alphabetic) && !word.contains('-');
        let inner = |c: char| c.is_alphanumeric() || c == '-';
        let of_sample = || sample.split(|c| !inner(c)).filter(whole).map(str::to_lowercase).collect();
        let words = if breaks { of_sample() } else { HashSet::new() };
        Self { breaks, compounds, words, language }
    }

    /// Returns how a word goes on over the end of a line. `None` where no word is broken.
    pub(super) fn joins(&self, line: &str, next: &str) -> Option<BrokenEnd> {
        let before = broken_end(line)?;
        let soft = line.trim_end().ends_with(SOFT);
        let after: &str = next.trim_start().split(|c: char| !c.is_alphanumeric() && c != '-').next()?;
        // “Schwarz-Weiß-Foto” has its own hyphens.
        let names = before.starts_with(char::is_uppercase) && after.starts_with(char::is_uppercase);
        // “E-Mail”, “X-ray”: no word is broken behind a capital that stands alone.
        let letter = before.chars().count() == 1 && before.starts_with(char::is_uppercase);
        if !soft && (names && before.chars().any(char::is_lowercase) || letter) {
            return Some(BrokenEnd::Kept);
        }
        if !after.starts_with(char::is_lowercase) {
            return None;
        }
        let (small, end) = (before.to_lowercase(), after.to_lowercase());
        if soft {
            return Some(BrokenEnd::Joined);
        }
        if self.is("link", &end) && !self.words.contains(&format!("{small}{end}")) {
            return Some(BrokenEnd::Apart);
        }
        let own = self.compounds.contains(&format!("{small}-{end}")) || self.is_compound(&small, &end);
        Some(if self.breaks && !own { BrokenEnd::Joined } else { BrokenEnd::Kept })
    }

    /// Whether a word is in a rule of the language.
    fn is(&self, kind: &str, word: &str) -> bool {
        let ours = |rule: &&Rule| rule.kind == kind && rule.language == self.language;
        RULES.iter().filter(ours).any(|rule| rule.words.contains(&word))
    }

    /// Whether two parts are a compound by the rules of the language.
    fn is_compound(&self, before: &str, after: &str) -> bool {
        let last = before.rsplit('-').next().unwrap_or_default();
        let first = after.split('-').next().unwrap_or_default();
        // A word that stands elsewhere in one piece is one.
        if self.words.contains(&format!("{last}{first}")) {
            return false;
        }
        // Of “mer-ry-go-round” the first part is no word, and neither is the last one of “good-for-noth-ing”.
        let part = |part: &str| part.chars().count() <= 3 || self.words.contains(part);
        let hyphenated = after.contains('-') && self.words.contains(last) || before.contains('-') && part(last);
        let endings = || RULES.iter().filter(|rule| rule.kind == "ending" && rule.language == self.language);
        let adverb = || endings().any(|rule| rule.words.iter().any(|ending| first.ends_with(ending)));
        hyphenated || self.is("first", last) || self.is("last", first) || self.is("adverb", last) && adverb()
    }
}

/// The part of a word that stands before a hyphen at a line's end.
fn broken_end(line: &str) -> Option<&str> {
    let line = line.trim_end().strip_suffix(HYPHENS).filter(|line| !line.ends_with('-'))?;
    let word = line.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next()?;
    word.ends_with(char::is_alphabetic).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::super::rows::Rows;
    use super::*;

    fn broken(text: &str, language: &str) -> BrokenWords {
        BrokenWords::of((text, &Rows::of(text).collect::<Vec<_>>()), false, Language::parse(language))
    }

    #[test]
    fn a_broken_word_is_joined_and_a_compound_stays() {
        let text = "Nobody had any-\nthing to say, be-\ncause a well-\nknown man, a sea-\nbeaten one, with a sea-beaten hat,\nhis mother-\nin-law and the twenty-\nfirst engi-\nneer were there.\n";
        let hyphens = broken(text, "en");
        let (joined, kept) = (Some(BrokenEnd::Joined), Some(BrokenEnd::Kept));
        for (line, next, joins) in [
            ("had any-", "thing to", joined),
            ("the engi-", "neer were", joined),
            ("the mer-", "ry-go-round", joined),
            ("the engi\u{AD}", "neer were", joined),
            ("the engi¬", "neer were", joined),
            ("the engi\u{2010}", "neer were", joined),
            ("a well-", "known man", kept),
            ("a sea-", "beaten one", kept),
            ("his mother-", "in-law", kept),
            ("the twenty-", "first", kept),
            ("an Anglo-", "Saxon king", kept),
            ("the jack-in-", "the-box", kept),
            ("a good-for-noth-", "ing", joined),
            ("the X-", "ray", kept),
            ("a blue-", "eyed man", kept),
            ("he said-", "Then", None),
            ("so--", "then", None),
            ("no hyphen", "here", None),
        ] {
            assert_eq!(hyphens.joins(line, next), joins, "{line} {next}");
        }
    }

    #[test]
    fn languages_have_hyphens_of_their_own() {
        for (text, language, line, next, own) in [
            ("Он ничего не ска-\nзал, она смот-\nрела в окно.\n", "ru", "какой-", "то человек", true),
            ("Он ничего не ска-\nзал, она смот-\nрела в окно.\n", "ru", "смот-", "рела", false),
            ("Elle regar-\ndait la mai-\nson du meunier.\n", "fr", "Donnez-", "moi cela", true),
            ("Elle regar-\ndait la mai-\nson. Il par-\nle, elle parle.\n", "fr", "il par-", "le", false),
            ("Ela olha-\nva a ca-\nsa do moleiro.\n", "pt", "lembrava-", "se", true),
            ("Ela olha-\nva a ca-\nsa do moleiro.\n", "pt", "dar-lhe-", "ia", true),
            ("Elle regar-\ndait la mai-\nson du meunier.\n", "fr", "vingt-", "deux", true),
            ("Er ging lang-\nsam.\n", "de", "die E-", "Mail", true),
            ("Nic nie powie-\ndział, patrzy-\nła w okno.\n", "pl", "polsko-", "niemiecki", true),
        ] {
            let kept = broken(text, language).joins(line, next) == Some(BrokenEnd::Kept);
            assert_eq!(kept, own, "{line} {next}");
        }
    }

    #[test]
    fn a_hyphen_for_what_the_next_word_has_too_keeps_its_blank() {
        let hyphens = broken("Er ging lang-\nsam.\n", "de");
        assert_eq!(hyphens.joins("der Haus-", "und Hof"), Some(BrokenEnd::Apart));
        assert_eq!(hyphens.joins("er ging lang-", "sam"), Some(BrokenEnd::Joined));
    }

    #[test]
    fn a_text_that_breaks_no_words_keeps_its_hyphens() {
        let prose = "The ferry lay at the quay, and nobody who had come down to it said a word.\n".repeat(60);
        let text =
            format!("{prose}It was in the drawing-\nroom. They had a sea-\nbeaten look.\nThe drawing-room was dark.\n");
        assert_eq!(broken(&text, "en").joins("a sea-", "beaten look"), Some(BrokenEnd::Kept));
    }
}
