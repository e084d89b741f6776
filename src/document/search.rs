//! Search: finds words in a story, as forgiving as the query is.
//!
//! A search works on blocks, in bytes of their texts. Layout breaks lines but never changes a text, so a phrase is found
//! whether or not a line ends inside it. A phrase that spans two blocks is not found.
//!
//! The folding here (`search/folding.rs`) is milder than that of places (`fold.rs`). Signs are kept, since readers search
//! for them, and every folded byte knows its source, since the page lights up the match.

mod folding;
mod sweep;

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::{Document, Place};
use folding::{Folded, Folding};
use sweep::Run;
pub(super) use sweep::is_odd;

/// The words to look for.
///
/// A query forgives what a keyboard cannot type, and is as strict as it was typed:
///
/// - Case is ignored, unless the query holds a capital.
/// - Diacritics are ignored, unless the query holds one. Composed and decomposed letters are the same.
/// - A straight quote finds a curved one, a hyphen finds any dash, three periods find an ellipsis, and a space finds
///   any white space. The reverse holds too.
/// - Ligatures, full-width letters and letters of two (`ﬁ`, `ß`, `œ`) are found by plain ones.
///
/// ```
/// use nightstand::document::Query;
/// use nightstand::format;
///
/// let story = format::read("a.txt", "The café closed. “Café!” she said.\n".as_bytes())?.document();
/// let count = |typed: &str| story.search(&Query::parse(typed).unwrap()).len();
/// assert_eq!(count("cafe"), 2);
/// assert_eq!(count("Cafe"), 1, "a capital makes it strict about case");
/// assert_eq!(count("\"cafe"), 1, "a straight quote finds a curved one");
///
/// let hit = &story.search(&Query::parse("closed").unwrap())[0];
/// assert_eq!(&story.block(0, 0).unwrap().text[hit.range.clone()], "closed");
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Query {
    /// What is looked for.
    wanted: Needle,
    /// Whether matches begin and end where words do.
    whole_words: bool,
}

/// What a query looks for.
#[derive(Debug, Clone)]
enum Needle {
    /// Words.
    Words {
        /// The query, folded.
        folded: String,
        /// The differences that it forgives.
        folding: Folding,
        /// The longest run of ASCII letters and digits in the folded query, which tells most blocks that can't hold it.
        probe: String,
    },
    /// A regular expression. It takes time in proportion to the text, whatever it is.
    Pattern(Regex),
}

/// The ways in which a query may be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Switches {
    /// It is a regular expression.
    pub regex: bool,
    /// Matches begin and end where words do.
    pub whole_words: bool,
}

/// A match: a range of one block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The place where it starts.
    pub place: Place,
    /// The matched bytes of the block's text, on boundaries of characters.
    pub range: Range<usize>,
}

/// The most matches of a search. A letter that stands in a book a million times is not looked for; the rest are not
/// counted.
pub const MOST_HITS: usize = 100_000;

/// The most bytes that a compiled expression may take. A hundred times what anyone types takes a tenth of it.
const LARGEST_PATTERN: usize = 1 << 20;

impl Query {
    /// Returns the query for what a reader typed, or `None` if that is empty or only white space. White space at the
    /// ends counts: ` or ` does not find “for”.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        Self::new(typed, Switches::default()).ok().flatten()
    }

    /// Returns the query for what a reader typed, read in these ways. See [`Query::parse`].
    ///
    /// # Errors
    ///
    /// What is wrong with a regular expression, in a line.
    pub fn new(typed: &str, switches: Switches) -> Result<Option<Self>, String> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let wanted = if switches.regex { pattern(typed)? } else { words(typed) };
        Ok(Some(Self { wanted, whole_words: switches.whole_words }))
    }

    /// Returns the matches in a text as ranges of bytes, in order and without overlaps.
    #[must_use]
    pub fn hits(&self, text: &str) -> Vec<Range<usize>> {
        let mut hits = match &self.wanted {
            Needle::Words { folded, folding, .. } => Folded::new(text, *folding).find_all(folded),
            // An expression that matches nothing at all lights nothing up.
            Needle::Pattern(regex) => {
                regex.find_iter(text).map(|hit| hit.range()).filter(|range| !range.is_empty()).collect()
            }
        };
        if self.whole_words {
            hits.retain(|range| is_whole(text, range));
        }
        hits
    }

    /// Adds the matches in a block, which is given as its scene's index and its own.
    fn push_hits(&self, hits: &mut Vec<Hit>, (scene, block): (usize, usize), text: &str) {
        let hit = |range: Range<usize>| Hit { place: Place::new(scene, block, range.start), range };
        hits.extend(self.hits(text).into_iter().map(hit));
    }

    /// Returns the run of plain letters that stands in each match, and whether the query is nothing else. `None` if there is none.
    fn run(&self) -> Option<(Run<'_>, bool)> {
        let Needle::Words { folded, folding, probe } = &self.wanted else { return None };
        let whole = folded == probe && !self.whole_words;
        (!probe.is_empty()).then(|| (Run::new(probe, folding.case), whole))
    }

    /// Adds the matches in a block that is not odd, as [`Query::push_hits`] does. Its text is folded only where the run stands in it.
    fn push_run(
        &self,
        hits: &mut Vec<Hit>,
        (scene, block): (usize, usize),
        text: &str,
        (run, whole): (&Run<'_>, bool),
    ) {
        let (mut found, mut searched) = (false, 0);
        run.each_in(text.as_bytes(), |at| {
            found = true;
            if whole && at >= searched {
                searched = at + run.len();
                hits.push(Hit { place: Place::new(scene, block, at), range: at..searched });
            }
            whole
        });
        if found && !whole {
            self.push_hits(hits, (scene, block), text);
        }
    }

    /// Returns whether all matches of this query lie in blocks with a match of another one, given what was typed for both: it was
    /// typed on, by letters and digits.
    ///
    /// A letter or a digit folds to itself whatever stands before it, so a folded text that holds the longer query holds the
    /// shorter one too.
    #[must_use]
    pub fn refines(&self, typed: &str, (before, switches): (&str, Switches)) -> bool {
        let more = typed.strip_prefix(before).filter(|_| !before.trim().is_empty());
        let words = matches!(self.wanted, Needle::Words { .. }) && switches == Switches::default() && !self.whole_words;
        words && more.is_some_and(|more| more.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    }
}

/// Returns what looks for words.
fn words(typed: &str) -> Needle {
    let folding = Folding::of(typed);
    let mut folded = Folded::new(typed, folding).text;
    // A dash as it is typed.
    while folded.contains("--") {
        folded = folded.replace("--", "-");
    }
    let runs = folded.split(|c: char| !c.is_ascii_alphanumeric());
    let probe = runs.max_by_key(|run| run.len()).unwrap_or_default().to_owned();
    Needle::Words { folded, folding, probe }
}

/// Returns what looks for a regular expression. Straight quotes in it find curved ones, and case counts as in words.
fn pattern(typed: &str) -> Result<Needle, String> {
    let case = !typed.chars().any(char::is_uppercase) || typed.contains("(?");
    let typed = typed.replace("\\'", "'").replace("\\\"", "\"");
    let typed = typed.replace('\'', "['’‘]").replace('"', "[\"“”„«»]");
    let regex = RegexBuilder::new(&typed).case_insensitive(case).size_limit(LARGEST_PATTERN).build();
    let told = |error: regex::Error| {
        let text = error.to_string();
        text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
    };
    regex.map(Needle::Pattern).map_err(told)
}

/// Returns whether a range of a text begins and ends where words do.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (first, last) = (text[range.clone()].chars().next(), text[range.clone()].chars().next_back());
    let (before, after) = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    let goes_on = |a, b| letter(a) && letter(b);
    !goes_on(before, first) && !goes_on(last, after)
}

impl Document {
    /// Returns the matches in the story, in reading order, at most [`MOST_HITS`].
    #[must_use]
    pub fn search(&self, query: &Query) -> Vec<Hit> {
        if let Some((run, whole)) = query.run() {
            return self.sweep(query, &run, whole);
        }
        self.search_in(query, self.blocks().map(|(scene, block, _)| (scene, block)))
    }

    /// Returns the matches in the story as [`Document::search`] does, with whether it was searched to its end. A regular expression
    /// is given up when `go_on` returns `false`, which is asked before each block: some take long, though none takes for ever.
    #[must_use]
    pub fn search_while(&self, query: &Query, mut go_on: impl FnMut() -> bool) -> (Vec<Hit>, bool) {
        if !matches!(query.wanted, Needle::Pattern(_)) {
            return (self.search(query), true);
        }
        let mut whole = true;
        let blocks = self.blocks().map(|(scene, block, _)| (scene, block)).take_while(|_| {
            whole = go_on();
            whole
        });
        let hits = self.search_in(query, blocks);
        (hits, whole)
    }

    /// Returns the matches of a query in the blocks of an earlier search, in reading order. Each block is given once, as its scene's
    /// index and its own.
    #[must_use]
    pub fn search_in(&self, query: &Query, blocks: impl Iterator<Item = (usize, usize)>) -> Vec<Hit> {
        let mut hits = Vec::new();
        let run = query.run();
        for at in blocks {
            let text = self.block(at.0, at.1).map_or("", |block| block.text);
            match &run {
                Some((run, whole)) if !self.index().is_odd(at) => query.push_run(&mut hits, at, text, (run, *whole)),
                _ => query.push_hits(&mut hits, at, text),
            }
            if hits.len() >= MOST_HITS {
                break;
            }
        }
        hits.truncate(MOST_HITS);
        hits
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{BlockKind, Draft, SceneBuilder};

    fn found<'a>(typed: &str, text: &'a str) -> Vec<&'a str> {
        Query::parse(typed).unwrap().hits(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn case_is_ignored_until_a_capital_is_typed() {
        assert_eq!(found("lamp", "A Lamp, a lamp"), ["Lamp", "lamp"]);
        assert_eq!(found("Lamp", "A Lamp, a lamp"), ["Lamp"]);
    }

    #[test]
    fn what_a_keyboard_has_finds_what_a_printer_sets() {
        assert_eq!(found("don't", "I don’t"), ["don’t"]);
        assert_eq!(found("\"no", "“No”"), ["“No"]);
        assert_eq!(found("so-", "so—"), ["so—"]);
        assert_eq!(found("wait...", "wait…"), ["wait…"]);
        assert_eq!(found("zofie", "Žofie"), ["Žofie"]);
        assert_eq!(found("cafe", "cafe\u{301}s"), ["cafe\u{301}"]);
    }

    #[test]
    fn a_typed_diacritic_is_meant() {
        assert_eq!(found("né", "ne né"), ["né"]);
    }

    #[test]
    fn a_phrase_is_found_over_a_line_of_verse() {
        assert_eq!(found("the dark", "under the\ndark water"), ["the\ndark"]);
    }

    #[test]
    fn nothing_is_not_looked_for() {
        assert!(Query::parse("  ").is_none() && Query::parse("").is_none());
    }

    #[test]
    fn growing_letters_keep_their_ranges() {
        assert_eq!(found("stanbul", "İstanbul"), ["stanbul"]);
        assert_eq!(found("straße", "STRASSE Straße"), ["Straße"]);
    }

    /// What is typed, the text, and what is found in it: editions, languages and keyboards differ in more ways than one.
    const CASES: [(&str, &str, &[&str]); 72] = [
        ("résumé", "the re\u{301}sume\u{301} of", &["re\u{301}sume\u{301}"]),
        ("re\u{301}sume\u{301}", "the résumé of", &["résumé"]),
        ("resume", "the re\u{301}sume\u{301}, the résumé", &["re\u{301}sume\u{301}", "résumé"]),
        ("Zoë", "Zoe\u{308} and Zoe", &["Zoe\u{308}"]),
        ("zoe", "Zoe\u{308} and Zoë and Zoe", &["Zoe\u{308}", "Zoë", "Zoe"]),
        ("né", "ne né ne\u{301}", &["né", "ne\u{301}"]),
        ("ñ a", "ñ á, ñ a", &["ñ a"]),
        ("п'ять", "У нього було пʼять днів", &["пʼять"]),
        ("п’ять", "пʼять п'ять", &["пʼять", "п'ять"]),
        ("don't", "don’t don't donʼt don`t don′t", &["don’t", "don't", "donʼt", "don`t", "don′t"]),
        ("fish", "the ﬁsh", &["ﬁsh"]),
        ("office", "the oﬃce", &["oﬃce"]),
        ("ﬁsh", "the fish", &["fish"]),
        ("strasse", "die Straße, STRASSE", &["Straße", "STRASSE"]),
        ("straße", "die Straße, Strasse", &["Straße"]),
        ("STRASSE", "STRAẞE, Straße", &["STRAẞE"]),
        ("oeuvre", "an œuvre", &["œuvre"]),
        ("œuvre", "an œuvre, an oeuvre", &["œuvre"]),
        ("aesir", "the Æsir", &["Æsir"]),
        ("мой", "мо́й за́мок", &["мо́й"]),
        ("замок", "мо́й за́мок", &["за́мок"]),
        ("мои", "мой мои", &["мои"]),
        ("мой", "мо\u{438}\u{306}", &["мо\u{438}\u{306}"]),
        ("елка", "ёлка", &["ёлка"]),
        ("ёлка", "елка ёлка е\u{308}лка", &["ёлка", "е\u{308}лка"]),
        ("2026", "２０２６年", &["２０２６"]),
        ("full", "Ｆｕｌｌ", &["Ｆｕｌｌ"]),
        ("می\u{200c}خواهم", "می\u{200c}خواهم بروم", &["می\u{200c}خواهم"]),
        ("میخواهم", "می\u{200c}خواهم بروم", &["می\u{200c}خواهم"]),
        ("שלום", "שָׁלוֹם", &["שָׁלוֹם"]),
        ("λογος", "ΛΌΓΟΣ λόγος", &["ΛΌΓΟΣ", "λόγος"]),
        ("17--", "in 17—, 17-- and 17–18", &["17—", "17-", "17–"]),
        ("so-so", "so–so so‐so so−so", &["so–so", "so‐so", "so−so"]),
        ("wait...", "wait… wait...", &["wait…", "wait..."]),
        ("a b", "a\u{a0}b a\u{3000}b a\nb", &["a\u{a0}b", "a\u{3000}b", "a\nb"]),
        ("lodz", "Łódź", &["Łódź"]),
        ("smorrebrod", "smørrebrød", &["smørrebrød"]),
        ("istanbul", "İstanbul", &["İstanbul"]),
        ("kapi", "kapı", &["kapı"]),
        ("viet nam", "Việt Nam", &["Việt Nam"]),
        ("no 5", "№ 5", &["№ 5"]),
        ("닫다", "\u{1103}\u{1161}\u{11AE}\u{1103}\u{1161}", &["\u{1103}\u{1161}\u{11AE}\u{1103}\u{1161}"]),
        ("\u{1103}\u{1161}", "다, 닫, 도", &["다"]),
        ("ガラス", "カ\u{3099}ラス, カラス", &["カ\u{3099}ラス"]),
        ("カ\u{3099}", "ガラス カラス", &["ガ"]),
        ("ガラス", "ｶﾞﾗｽ", &["ｶﾞﾗｽ"]),
        ("still", "ſtill", &["ſtill"]),
        ("ijs", "ĳs", &["ĳs"]),
        ("1/2", "½ cup", &["½"]),
        ("\"tard", "« Tard », dit-il, «Tard»", &["«Tard"]),
        ("'late", "‹late›", &["‹late"]),
        ("x2", "x²", &["x²"]),
        ("が", "か が", &["が"]),
        ("가", "각 가", &["가"]),
        ("夜", "夜深", &["夜"]),
        ("\"no", "„No“ «no»", &["„No", "«no"]),
        ("dž", "ǆep", &["ǆ"]),
        ("co\u{ad}op", "coop", &["coop"]),
        ("NASA", "nasa NASA", &["NASA"]),
        ("צה\"ל", "צה״ל, צה\"ל", &["צה״ל", "צה\"ל"]),
        ("ג'ורג'", "ג׳ורג׳", &["ג׳ורג׳"]),
        ("בית-ספר", "בית־ספר", &["בית־ספר"]),
        ("ışık", "Işık, IŞIK, ışık", &["Işık", "IŞIK", "ışık"]),
        ("işte", "İşte, I\u{307}şte", &["İşte", "I\u{307}şte"]),
        ("Işık", "ışık Işık", &["Işık"]),
        ("کتابی", "كتابي کتابی", &["كتابي", "کتابی"]),
        ("علي", "على علی", &["على", "علی"]),
        ("سلام", "\u{FEB3}\u{FEFC}\u{FEE1}", &["\u{FEB3}\u{FEFC}\u{FEE1}"]),
        ("น้ำ", "น้ำ น้\u{E4D}า น\u{E4D}้า นา", &["น้ำ", "น้\u{E4D}า", "น\u{E4D}้า"]),
        ("ดำ", "ดา ดำ ด\u{E4D}า", &["ดำ", "ด\u{E4D}า"]),
        ("за́мок", "замо́к, за́мок, замок", &["замо́к", "за́мок", "замок"]),
        ("е́лка", "ёлка елка", &["елка"]),
    ];

    #[test]
    fn what_a_reader_types_finds_what_stands_there() {
        for (typed, text, expected) in CASES {
            assert_eq!(found(typed, text), expected, "{typed} in {text}");
        }
    }

    fn found_by<'a>(typed: &str, text: &'a str, switches: Switches) -> Vec<&'a str> {
        let query = Query::new(typed, switches).unwrap().unwrap();
        query.hits(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn whole_words_and_expressions_are_switched_on() {
        let whole = Switches { whole_words: true, ..Switches::default() };
        assert_eq!(found_by("or", "for or. more Or", whole), ["or", "Or"]);
        let regex = Switches { regex: true, ..Switches::default() };
        assert_eq!(found_by("l[ai]mp\\b", "The lamp, a limp, lumps", regex), ["lamp", "limp"]);
        assert_eq!(found_by("L.mp", "Lamp lamp", regex), ["Lamp"]);
        assert_eq!(found_by("don't|x*", "I don’t xx", regex), ["don’t", "xx"]);
        assert_eq!(found_by("or|an", "an orange or", Switches { regex: true, whole_words: true }), ["an", "or"]);
        let wrong = Query::new("l(amp", regex).unwrap_err();
        assert_eq!(wrong, "unclosed group");
        assert!(Query::new("(a{500}){500}", regex).is_err(), "too large");
        // What takes other programs for ever takes time in proportion to the text.
        let text = "a".repeat(100_000);
        assert_eq!(found_by("(a|aa)+$", &text, regex).len(), 1);
        assert_eq!(found_by("(a*)*b", &text, regex).len(), 0);
    }

    #[test]
    fn an_expression_is_given_up_where_it_takes_too_long() {
        let story = crate::format::read("a.txt", b"One lamp.\n\nTwo lamps.\n\nThree lamps.\n").unwrap().document();
        let regex = Query::new("l.mp", Switches { regex: true, ..Switches::default() }).unwrap().unwrap();
        let mut asked = 0;
        let twice = || {
            asked += 1;
            asked < 3
        };
        let (hits, whole) = story.search_while(&regex, twice);
        assert_eq!((hits.len(), whole), (2, false));
        assert_eq!(story.search_while(&regex, || true), (story.search(&regex), true));
        let words = Query::parse("lamp").unwrap();
        assert_eq!(story.search_while(&words, || false), (story.search(&words), true), "words are quick");
    }

    /// Pieces of texts that fold in all ways, or look as if they did.
    const PIECES: [&str; 26] = [
        "ferry",
        "Ferry",
        "fer",
        "ry",
        "FER",
        "fer\u{AD}ry",
        "fe\u{301}rry",
        "f\u{200B}erry",
        "ﬁ",
        "ﬀ",
        "ß",
        "œ",
        "é",
        "“",
        "’",
        "—",
        "…",
        " ",
        "\u{A0}",
        "№",
        "²",
        "ｆerry",
        "𝐟",
        "\n",
        "\u{212A}",
        "Å",
    ];

    proptest! {
        #[test]
        fn a_sweep_finds_what_folding_every_block_finds(
            blocks in proptest::collection::vec(proptest::collection::vec(0..PIECES.len(), 0..8), 1..12),
        ) {
            let mut scenes = vec![SceneBuilder::default(), SceneBuilder::default()];
            for (nth, block) in blocks.iter().enumerate() {
                let scene = &mut scenes[nth * 2 / blocks.len()];
                scene.begin(BlockKind::Paragraph);
                scene.push(&block.iter().map(|piece| PIECES[*piece]).collect::<String>());
            }
            let story = Draft::new(scenes.into_iter().map(SceneBuilder::finish).collect()).seal();
            for typed in ["f", "e", "fe", "fer", "ferry", "ry", "Fer", "ss", "fi", "ff", "oe", "no", "k", "a", "2", "ry f", "\"fe", "fé", "..."] {
                let (mut before, mut shorter) = (Vec::new(), "");
                for end in (1..=typed.len()).filter(|end| typed.is_char_boundary(*end)) {
                    let Some(query) = Query::parse(&typed[..end]) else { continue };
                    let mut every = Vec::new();
                    story.blocks().for_each(|(s, b, block)| query.push_hits(&mut every, (s, b), block.text));
                    let found = story.search(&query);
                    prop_assert_eq!(&found, &every, "{}", &typed[..end]);
                    if query.refines(&typed[..end], (shorter, Switches::default())) {
                        let mut blocks: Vec<_> = before;
                        blocks.dedup();
                        prop_assert_eq!(&story.search_in(&query, blocks.into_iter()), &every, "{}", &typed[..end]);
                    }
                    shorter = &typed[..end];
                    before = every.iter().map(|hit| (hit.place.scene as usize, hit.place.block as usize)).collect();
                }
            }
        }
    }
}
