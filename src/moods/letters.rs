//! Letters: how they are headed, whom they greet, how they close and are signed.

use std::ops::Range;

use super::observe::Observation;
use super::table::{Letters, MoodTable};
use super::word_key::WordKey;
use super::words::{Word, quoted, words};
use super::zones::{Zones, is_month};
use crate::document::{Block, BlockKind, Mood};

/// The bytes of a line that holds a greeting and nothing else.
const LINE: usize = 40;

/// The longest line that is a heading, a greeting or a signature, in words.
const SHORT: usize = 14;

fn note(group: &str, weight: f32, says: &str, quote: String) -> Observation {
    Observation { mood: Mood::Letter, group: group.to_owned(), says: says.to_owned(), weight, quote }
}

/// Returns what makes a letter of a scene by itself: its markup, or the shape of an e-mail or of a telegram.
fn certain(blocks: &[Block<'_>], table: &MoodTable) -> Option<Observation> {
    let weights = &table.weights.letter;
    if blocks.len() >= 2 && blocks.iter().all(|block| block.kind == BlockKind::Letter) {
        return Some(note("marked", weights.marked, "all of it is marked as a letter", String::new()));
    }
    let mail =
        mail(blocks, &table.letters).map(|quote| note("mail", weights.mail, "it has the lines of an e-mail", quote));
    mail.or_else(|| Some(note("telegram", weights.telegram, "it is a telegram", telegram(blocks)?)))
}

/// Returns what makes a letter of a scene, if it is one.
pub(super) fn letter(zones: &Zones<'_>, table: &MoodTable) -> Option<Vec<Observation>> {
    let blocks: Vec<_> = zones.blocks().collect();
    if let Some(certain) = certain(&blocks, table) {
        return Some(vec![certain]);
    }
    let (weights, least, table) = (&table.weights.letter, table.weights.least.letter, &table.letters);
    let mut seen = Vec::new();
    let mut add = |found: Option<String>, (group, weight, says): (&str, f32, &str)| {
        seen.extend(found.map(|quote| note(group, weight, says, quote)));
    };
    // Most of a scene may be a letter that somebody opens first.
    let begins = |block: &Block<'_>| greeting(block.text, table).is_some();
    let prose = |blocks: &[Block<'_>]| blocks.iter().any(|block| block.text.split_whitespace().nth(SHORT).is_some());
    let opened = blocks.iter().position(begins);
    let opened = opened.filter(|at| prose(&blocks[..*at]) && 10 * bytes(&blocks[*at..]) >= 6 * bytes(&blocks));
    let blocks = &blocks[opened.unwrap_or(0)..];
    // A title, a place and a date may stand over it.
    let title = if opened.is_some() { "" } else { zones.title().unwrap_or_default() };
    let head = head(title, blocks);
    add(
        head.iter().take(3).find_map(|line| heading(line, table)),
        ("heading", weights.heading, "it is headed as a letter"),
    );
    add(head.iter().find_map(|line| greeting(line, table)), ("greeting", weights.greeting, "it greets somebody"));
    // A note has no more than a name before it and an initial under it.
    let short = note_to(blocks).or_else(|| note_in_lines(blocks));
    if let Some((name, signed)) = short.filter(|_| opened.is_none() && seen.is_empty()) {
        seen.push(note("name", weights.name, "it begins with a name", name));
        seen.push(note("initial", weights.initial, "a name or an initial stands under it", signed));
    }
    // Its end and all of it are looked at only where it begins as a letter.
    if seen.is_empty() || blocks.len() < 2 {
        return None;
    }
    let mut add = |found: Option<String>, (group, weight, says): (&str, f32, &str)| {
        seen.extend(found.map(|quote| note(group, weight, says, quote)));
    };
    let tail: Vec<&str> = blocks.iter().rev().take(3).flat_map(|block| block.text.lines().rev()).take(6).collect();
    add(
        head.iter().find_map(|line| dateline(line, table)),
        ("dateline", weights.dateline, "a place or a date stands over it"),
    );
    add(tail.iter().find_map(|line| close(line, table)), ("close", weights.close, "it closes as a letter"));
    add(tail.first().and_then(|line| signature(line)), ("signed", weights.signed, "a name stands under it"));
    // What somebody says may begin as a letter does.
    let has = |group: &str| seen.iter().any(|one| one.group == group);
    let alone = head.iter().any(|line| line.len() <= LINE && greeting(line, table).is_some());
    let framed = has("heading") || has("dateline") || has("close") || has("initial") || alone;
    if !framed || opened.is_some() && !has("close") {
        return None;
    }
    let more = [
        (speaks_to(zones, table), ("you", weights.you, "it speaks to somebody throughout")),
        (told_of(zones), ("told", weights.told, "somebody reads or folds it at its end")),
    ];
    seen.extend(more.into_iter().filter_map(|(found, (group, weight, says))| Some(note(group, weight, says, found?))));
    (seen.iter().map(|one| one.weight).sum::<f32>() >= least).then_some(seen)
}

/// Returns the blocks of a letter within a scene that greets at a block, with the reason. It must close as a letter does; in
/// quotation marks, each of its paragraphs begins with one.
pub(super) fn within(blocks: &[Block<'_>], at: usize, table: &Letters) -> Option<(Range<usize>, String)> {
    /// More blocks would be a scene of their own.
    const LONGEST: usize = 60;
    // What follows a dash is said, and verse greets whom it likes.
    if blocks[at].text.starts_with(['—', '–', '-']) || blocks[at].kind == BlockKind::Verse {
        return None;
    }
    let greeted = greeting(blocks[at].text, table)?;
    let said = blocks[at].text.starts_with(['“', '"', '«', '„', '‘']);
    let more = blocks[at..].iter().take(LONGEST).take_while(|block| {
        !block.kind.opens_scene()
            && !block.text.starts_with(['—', '–'])
            && (!said || block.text.starts_with(['“', '"', '«', '„', '‘', '»']))
    });
    let paragraphs = more.count();
    // What somebody says ends in the midst of a paragraph, and goes on after.
    let spoken =
        |block: &Block<'_>| said && block.text.trim_end_matches(['”', '"', '»', '“', '’']).contains(['”', '»']);
    let ends = |line: &&str| line.trim_end().ends_with([',', ';']) || line.split_whitespace().nth(4).is_none();
    let told = |line: &&str| !line.contains(['!', '?']) && !line.trim_end().ends_with(['’', '\'']);
    let last = |block: &Block<'_>| {
        block.text.lines().rev().take(3).filter(ends).filter(told).find_map(|line| close(line, table))
    };
    let within = &blocks[at..at + paragraphs];
    let (closes, closing) = within.iter().enumerate().find_map(|(index, block)| Some((index, last(block)?)))?;
    if within[..=closes].iter().any(spoken) || count(&within[..=closes]) <= SHORT {
        return None;
    }
    let signed =
        within.get(closes + 1).is_some_and(|block| block.text.lines().count() == 1 && signature(block.text).is_some());
    // A place and a date may stand over it.
    let dated = at.checked_sub(1).filter(|before| dateline(blocks[*before].text, table).is_some());
    let range = dated.unwrap_or(at)..at + closes + 1 + usize::from(signed);
    Some((range, format!("It greets somebody (“{greeted}”); it closes as a letter (“{closing}”)")))
}

/// Returns the lines that may stand over a letter, the title first. Prose before the greeting makes it a scene with a letter in it.
fn head<'a>(title: &'a str, blocks: &[Block<'a>]) -> Vec<&'a str> {
    let mut prose = false;
    std::iter::once(title)
        .chain(blocks.iter().take(5).flat_map(|block| block.text.lines()).take(7))
        .filter(|line| !line.trim().is_empty())
        .take_while(|line| !std::mem::replace(&mut prose, line.split_whitespace().nth(SHORT).is_some()))
        .collect()
}

/// Returns the first line of an e-mail: two of its head's lines stand above the text, each with a word and a colon.
fn mail(blocks: &[Block<'_>], table: &Letters) -> Option<String> {
    /// The lines that are looked at.
    const HEAD: usize = 5;
    /// The bytes in which three of them stand where they have been joined.
    const JOINED: usize = 320;
    /// The bytes of the longest of these words.
    const WORD: usize = 24;
    let lines = || blocks.iter().take(HEAD).flat_map(|block| block.text.lines()).take(HEAD);
    let is_head = |line: &&str| {
        let word = line.split_once(':').map_or("", |(word, _)| word.trim());
        word.len() <= WORD && table.mail.contains(&word.to_lowercase())
    };
    if lines().filter(is_head).count() >= 2 {
        return lines().find(is_head).map(|line| line.trim().to_owned());
    }
    // Markdown has joined them.
    let text = blocks.first()?.text;
    let near = &text[..text.floor_char_boundary(JOINED)];
    let word = |word: &str| word.strip_suffix(':').is_some_and(|word| table.mail.contains(&word.to_lowercase()));
    let mut heads = near.split_whitespace().filter(|one| word(one));
    let begins = near.split_whitespace().next().is_some_and(word);
    (begins && heads.by_ref().take(3).count() == 3)
        .then(|| near.split_whitespace().take(4).collect::<Vec<_>>().join(" "))
}

/// Returns the first words of a telegram: capitals, and STOP for full stops.
fn telegram(blocks: &[Block<'_>]) -> Option<String> {
    const FEWEST: usize = 2;
    /// The bytes of a long telegram: each word was paid for.
    const LONGEST: usize = 2000;
    let has_stop = |block: &Block<'_>| memchr::memmem::find(block.text.as_bytes(), b"STOP").is_some();
    if bytes(blocks) > LONGEST || !blocks.iter().any(has_stop) {
        return None;
    }
    let text = || blocks.iter().flat_map(|block| block.text.split_whitespace());
    let stops = text().filter(|word| word.trim_end_matches(['.', ',']) == "STOP").count();
    let small = text().filter(|word| word.chars().any(char::is_lowercase)).count();
    (stops >= FEWEST && 4 * small < text().count()).then(|| text().take(4).collect::<Vec<_>>().join(" "))
}

/// Returns the name with which a note begins and the initial under it: “Ana, I have gone out.” and “J.”
fn note_to(blocks: &[Block<'_>]) -> Option<(String, String)> {
    /// The words after the name in which somebody speaks of himself or to somebody.
    const NEAR: usize = 12;
    let last = blocks.last()?.text.lines().last()?.trim();
    let initial = last.strip_suffix('.').unwrap_or(last);
    let is_initial = initial.chars().count() == 1 && initial.chars().all(char::is_uppercase) && blocks.len() >= 2;
    let (name, rest) = blocks[0].text.split_once(',')?;
    let is_name = name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic) && name.len() > 1;
    let speaks = || {
        words(&rest[..rest.floor_char_boundary(160)])
            .iter()
            .take(NEAR)
            .any(|word| ["i", "i've", "i'm", "i'll", "you", "your", "we", "don't", "please"].contains(&&*word.text))
    };
    (is_initial && is_name && speaks()).then(|| (name.to_owned(), last.to_owned()))
}

/// Returns the name that stands on a line of its own near the beginning of a note, and the one under it: “Ana,” and “Mum x”. What is
/// added below counts for nothing.
fn note_in_lines(blocks: &[Block<'_>]) -> Option<(String, String)> {
    /// Where it was found may be told before it.
    const NEAR: usize = 3;
    const LONGEST: usize = 4;
    let is_added = |block: &Block<'_>| ["PS", "P.S", "Ps"].iter().any(|lead| block.text.starts_with(lead));
    let names = |text: &str| text.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let greets = |block: &Block<'_>| {
        let name = block.text.trim().strip_suffix([',', ':'])?;
        (name.len() <= LINE && names(name) && name.split(' ').count() <= 2).then(|| name.to_owned())
    };
    let (at, name) = blocks.iter().take(NEAR).enumerate().find_map(|(at, block)| Some((at, greets(block)?)))?;
    let last = blocks.iter().rposition(|block| !is_added(block))?;
    let signed = blocks[last].text.lines().last()?.trim();
    let kissed = signed.trim_end_matches(['x', 'X', ' ']);
    let is_name = !kissed.is_empty() && names(kissed) && !kissed.ends_with(['!', '?', ',', ':']);
    (last > at + 1 && is_name && kissed.split(' ').count() <= LONGEST).then(|| (name, signed.to_owned()))
}

/// The bytes of some blocks.
fn bytes(blocks: &[Block<'_>]) -> usize {
    blocks.iter().map(|block| block.text.len()).sum()
}

/// The words of some blocks.
fn count(blocks: &[Block<'_>]) -> usize {
    blocks.iter().map(|block| block.text.split_whitespace().count()).sum()
}

/// The words of a short line, without what marks it as a quotation.
fn line_words(line: &str) -> Option<Vec<Word<'_>>> {
    /// A line of more bytes has more words.
    const LONG: usize = 160;
    let all = if line.len() <= LONG { words(line) } else { return None };
    (!all.is_empty() && all.len() <= SHORT).then_some(all)
}

fn heading(line: &str, table: &Letters) -> Option<String> {
    let all = line_words(line)?;
    let first = &*all[0].text;
    let named =
        table.headings.iter().any(|heading| heading == first) && all.len() <= 8 && !line.trim_end().ends_with('.');
    // “Captain Hale to Mrs Ruth Hale”
    let capital =
        |word: &Word<'_>| quoted(std::slice::from_ref(word)).starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let to = all.iter().position(|word| &*word.text == "to").filter(|at| *at > 0 && *at + 1 < all.len());
    let small = ["and", "the", "of", "de", "von"];
    let title = |word: &Word<'_>| table.no_names.iter().any(|other| *other == *word.text);
    let people = |words: &[Word<'_>]| {
        words.iter().all(|word| (capital(word) || small.contains(&&*word.text)) && !title(word))
            && words.first().is_some_and(|word| &*word.text != "the")
    };
    let addressed = to.is_some_and(|at| people(&all[..at]) && people(&all[at + 1..]) && all.len() <= 10);
    // “To my daughter Ada, to be opened later:”
    let to_whom = first == "to" && ["my", "our", "whom", "whoever"].contains(&&*all.get(1)?.text);
    let addressed = addressed || to_whom && line.trim_end().ends_with([':', ',']);
    let pronoun = ["he", "she", "they", "i", "it", "we"].contains(&first);
    (named || addressed && !pronoun).then(|| line.trim().to_owned())
}

fn dateline(line: &str, table: &Letters) -> Option<String> {
    let all = line_words(line)?;
    let number = |word: &Word<'_>| word.text.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let month = |word: &Word<'_>| table.months.iter().any(|month| is_month(month, &word.text));
    let dated = all.windows(2).any(|pair| {
        let (a, b) = (&pair[0], &pair[1]);
        month(a) && number(b) || number(a) && month(b)
    });
    let apart = all.windows(3).any(|three| number(&three[0]) && month(&three[2]));
    (dated || apart).then(|| line.trim().to_owned()).filter(|_| all.len() <= 9)
}

/// Returns the greeting with which the first line of a text begins.
fn greeting(text: &str, table: &Letters) -> Option<String> {
    /// The bytes of a line in which a greeting stands.
    const NEAR: usize = 96;
    // Most lines begin with a letter, and with no greeting, which their first letters tell, or their first word.
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic());
    // The usual quotation marks are known without a look at the tables of letters.
    let bare = || text.trim_start_matches(['“', '‘', '—']).trim_start_matches(|c: char| !c.is_alphanumeric());
    let line = if plain { text } else { bare() };
    if !line.starts_with(char::is_uppercase) || !table.salutations.may_begin(line) {
        return None;
    }
    let near = &line[..line.floor_char_boundary(NEAR)];
    let line = near.split('\n').next().unwrap_or(near);
    let first = line.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let begins = |one: &String| one.get(..first.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(first));
    if first.is_ascii() && !table.salutations.any(begins) {
        return None;
    }
    let end = line.find([',', ':', '—', '–', '!', ';'])?;
    // “Dear Nadia (the name is in the glove),”
    let name = words(line[..end].split(" (").next().unwrap_or_default());
    let first = name.first()?;
    let begun = |one: &String| one.split(' ').next() == Some(&*first.text);
    if name.len() > 6 || !table.salutations.any(begun) {
        return None;
    }
    let spoken: Vec<&str> = name.iter().map(|word| &*word.text).collect();
    let text = spoken.join(" ");
    let greets =
        |one: &String| text.strip_prefix(one.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let most = &*first.text == "most" && !text.contains("dear") && !text.contains("hono");
    if most || !table.salutations.any(greets) {
        return None;
    }
    // “Dear, dear, he said” greets nobody.
    let after = line[end..].trim_start_matches([',', ':', '—', '–', '!', ';', ' ']).to_lowercase();
    let said = ["he said", "she said", "i said", "he cried", "she cried", "said ", "dear"];
    let exclaimed = said.iter().any(|said| after.starts_with(said));
    (!exclaimed).then(|| line[..end].to_owned())
}

fn close(line: &str, table: &Letters) -> Option<String> {
    let all = line_words(line)?;
    let spoken: Vec<&str> = all.iter().map(|word| &*word.text).collect();
    let text = spoken.join(" ");
    let closes = table.closes.iter().any(|one| text == *one || text.starts_with(&format!("{one} ")));
    // A sentence that only begins so goes on to a verb and a full stop.
    let bare = line.trim_end().trim_end_matches(['”', '"', '’', '»']);
    let short = all.len() <= 8 && !bare.ends_with(['?', '!']);
    let alone = all.len() <= 3 || bare.ends_with([',', ';']) || !bare.ends_with('.');
    (closes && short && alone).then(|| line.trim().to_owned())
}

fn signature(line: &str) -> Option<String> {
    let all = line_words(line)?;
    let capital = |word: &Word<'_>| quoted(std::slice::from_ref(word)).starts_with(char::is_uppercase);
    (all.len() <= 4 && all.iter().all(capital)).then(|| line.trim().to_owned())
}

/// Whether somebody is spoken to throughout.
fn speaks_to(zones: &Zones<'_>, table: &Letters) -> Option<String> {
    let body = zones.body();
    let count = |all: &[String]| {
        // Most words are none of these by their rough keys.
        let bits = all.iter().map(|one| WordKey::of(one).bit()).fold(0, |all, bit| all | bit);
        let maybe = body.iter().filter(|word| word.key.bit() & bits != 0);
        maybe.filter(|word| all.iter().any(|one| *one == *word.text)).count()
    };
    let (you, i) = (count(&table.you), count(&table.i));
    let enough = body.len() >= 20 && you >= 1 && 100 * (you + i) >= 4 * body.len();
    enough.then(|| format!("{you} times you and {i} times I in {} words", body.len()))
}

/// Whether somebody has read it by its end.
fn told_of(zones: &Zones<'_>) -> Option<String> {
    const DONE: [&str; 10] =
        ["folded", "read", "laid", "tore", "burned", "burnt", "threw", "crumpled", "looked", "put"];
    let last = &zones.end[zones.end.len().saturating_sub(30)..];
    let at = last
        .windows(2)
        .position(|pair| ["he", "she", "they"].contains(&&*pair[0].text) && DONE.contains(&&*pair[1].text))?;
    Some(quoted(&last[at..(at + 4).min(last.len())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moods::table::MoodTable;

    #[test]
    fn greetings_and_closes_are_told_from_sentences() {
        let table = &MoodTable::of("en").unwrap().letters;
        for (line, is) in [
            ("My dear Ana,", true),
            ("“Dear Sir: it was late", true),
            ("Dear, dear, he said, it was late.", false),
            ("Dear me! he cried", false),
            ("The dear old house, it was", false),
        ] {
            assert_eq!(greeting(line, table).is_some(), is, "{line}");
        }
        for (line, is) in [
            ("Yours ever,", true),
            ("Your loving son", true),
            ("Love,", true),
            ("Yours was the last boat that came over the river that night.", false),
        ] {
            assert_eq!(close(line, table).is_some(), is, "{line}");
        }
        assert!(heading("Captain Hale to Mrs. Ruth Hale", table).is_some() && heading("LETTER IV", table).is_some());
        assert!(heading("He went to London", table).is_none());
        assert!(
            dateline("Hull, 3rd of March 1871", table).is_some()
                && dateline("St. Petersburgh, Dec. 11th, 17—", table).is_some()
        );
    }
}
