//! The title and the author that a plain text begins with: a title page, lines that say what they are, or a short line and one that
//! begins with “by”.

use super::row::indent;
use crate::document::{Metadata, SafeText};

/// The longest title and author's line, in characters.
const LONGEST: usize = 72;

/// What stands before an author's name, in the languages that are hyphenated.
const BY: [&str; 10] = ["by", "von", "par", "por", "di", "door", "av", "af", "автор", "autor"];

/// The names of fields, in the same languages.
const TITLE: [&str; 19] = [
    "title",
    "titel",
    "titre",
    "título",
    "titulo",
    "titolo",
    "tytuł",
    "название",
    "název",
    "story",
    "story title",
    "书名",
    "書名",
    "标题",
    "タイトル",
    "題名",
    "作品名",
    "제목",
    "작품",
];
const AUTHOR: [&str; 20] = [
    "author",
    "autor",
    "auteur",
    "autore",
    "författare",
    "автор",
    "verfasser",
    "by",
    "autorin",
    "autora",
    "autrice",
    "auteure",
    "autorka",
    "作者",
    "著者",
    "作家",
    "작가",
    "지은이",
    "저자",
    "글쓴이",
];

/// The names of fields that are about the text, and nothing of it.
const OTHERS: [&str; 8] = ["language", "sprache", "langue", "idioma", "lingua", "язык", "语言", "release date"];

/// What a line between a title and its author calls the text.
const KINDS: [&str; 36] = [
    "a novel",
    "a tale",
    "a story",
    "a romance",
    "a novella",
    "short stories",
    "poems",
    "a play",
    "roman",
    "novelle",
    "erzählung",
    "erzählungen",
    "märchen",
    "gedichte",
    "ein roman",
    "eine erzählung",
    "un roman",
    "nouvelle",
    "nouvelles",
    "conte",
    "contes",
    "novela",
    "cuento",
    "cuentos",
    "romanzo",
    "racconto",
    "racconti",
    "romance",
    "conto",
    "powieść",
    "opowiadanie",
    "роман",
    "повесть",
    "рассказ",
    "povídka",
    "berättelse",
];

/// A line of a text's beginning.
struct TitleLine<'a> {
    text: &'a str,
    indent: usize,
    /// Where it ends in the text.
    end: usize,
}

/// What a text's first lines say, and how many of its bytes they are; none where they name no author.
pub(super) fn read(sample: &str) -> Option<(Metadata, usize)> {
    /// A title page has no more lines.
    const MOST: usize = 8;
    let mut at = 0;
    let lines: Vec<TitleLine<'_>> = sample
        .split_inclusive('\n')
        .filter_map(|line| {
            at += line.len();
            let text = line.trim().trim_matches(['_', '*', '=', '#']).trim();
            (!text.is_empty()).then_some(TitleLine { text, indent: indent(line), end: at })
        })
        .take(MOST)
        .collect();
    fields(&lines).or_else(|| named(&lines)).or_else(|| one_line(&lines)).or_else(|| page(&lines))
}

/// “Title: The Ferry”, “Author: Ada Holm”.
fn fields(lines: &[TitleLine<'_>]) -> Option<(Metadata, usize)> {
    let mut metadata = Metadata::default();
    let mut end = 0;
    for line in lines {
        let Some((name, value)) = line.text.split_once([':', '：']) else { break };
        let name = name.trim().to_lowercase();
        if OTHERS.contains(&&*name) && end > 0 {
            end = line.end;
            continue;
        }
        let field = if TITLE.contains(&&*name) {
            &mut metadata.title
        } else if AUTHOR.contains(&&*name) && (end > 0 || name != "by") {
            &mut metadata.author
        } else {
            break;
        };
        *field = SafeText::line(value.trim());
        end = line.end;
    }
    (!metadata.title.is_empty() && !metadata.author.is_empty()).then_some((metadata, end))
}

/// “《钟声》” and under it “作者：莫阿宁”, “莫阿宁 著”.
fn named(lines: &[TitleLine<'_>]) -> Option<(Metadata, usize)> {
    // “《钟声》作者：莫阿宁”
    if let Some((work, author)) = lines.first().and_then(|line| line.text.strip_prefix('《')?.split_once('》'))
        && let Some((field, name)) = author.split_once([':', '：'])
        && AUTHOR.contains(&field.trim())
    {
        let (title, author) = (SafeText::line(work), SafeText::line(name.trim()));
        return Some((Metadata { title, author, ..Metadata::default() }, lines[0].end));
    }
    let [title, author, ..] = lines else { return None };
    let framed = |open: char, close: char| title.text.strip_prefix(open)?.strip_suffix(close);
    let field =
        author.text.split_once([':', '：']).filter(|(name, _)| AUTHOR.contains(name)).map(|(_, name)| name.trim());
    // A bare line is a title where the next one names the author in such a language.
    let bare = || {
        let short = title.text.chars().count() <= 30 && !super::shape::ends_sentence(title.text);
        (short && field.is_some() && !author.text.is_ascii()).then_some(title.text)
    };
    let work = framed('《', '》').or_else(|| framed('『', '』')).or_else(bare)?;
    let signed = || ["著", "作", "著作"].iter().find_map(|sign| author.text.strip_suffix(sign)).map(str::trim_end);
    let name = field.or_else(signed).filter(|name| (1..=24).contains(&name.chars().count()))?;
    let metadata = Metadata { title: SafeText::line(work), author: SafeText::line(name), ..Metadata::default() };
    Some((metadata, author.end))
}

/// “The Lower Field, by Agnes Moor”
fn one_line(lines: &[TitleLine<'_>]) -> Option<(Metadata, usize)> {
    let line = lines.first().filter(|line| line.text.chars().count() <= LONGEST)?;
    let (title, name) =
        [", by ", " -- by ", " — by ", " – by ", " - by "].iter().find_map(|by| line.text.split_once(by))?;
    let words = name.split_whitespace().count();
    let capitals = name.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '.'));
    let is = (1..=4).contains(&words)
        && capitals
        && title.starts_with(char::is_uppercase)
        && !name.ends_with([',', ';', '!', '?']);
    let metadata = || Metadata { title: SafeText::line(title), author: SafeText::line(name), ..Metadata::default() };
    (is && !name.ends_with('.')).then(|| (metadata(), line.end))
}

/// A title, perhaps a line under it where both stand in the middle, and the author's.
fn page(lines: &[TitleLine<'_>]) -> Option<(Metadata, usize)> {
    let title = lines.first()?;
    let centred = |line: &TitleLine<'_>| line.indent >= 8;
    let dated = lines.get(1).is_some_and(|line| is_year(line.text) || KINDS.contains(&&*line.text.to_lowercase()));
    // A title and a name in the middle.
    if let [_, name, rest @ ..] = lines
        && centred(title)
        && centred(name)
        && !rest.first().is_some_and(centred)
        && is_name(name.text)
        && is_short_title(title.text)
    {
        let (work, author) = (SafeText::line(title.text), SafeText::line(name.text));
        return Some((Metadata { title: work, author, ..Metadata::default() }, name.end));
    }
    let under = dated || lines.len() > 2 && by(lines[1].text).is_none() && centred(title) && centred(&lines[1]);
    // “by” may stand on a line of its own.
    let mut at = 1 + usize::from(under && !lines.get(1).is_some_and(|line| is_by(line.text)));
    let alone = is_by(lines.get(at)?.text);
    at += usize::from(alone);
    let line = lines.get(at)?;
    let named = || without_year(line.text);
    let author =
        if alone { named().starts_with(char::is_uppercase).then(named)? } else { by(without_kind(line.text))? };
    let short = title.text.chars().count() <= LONGEST && line.text.chars().count() <= LONGEST;
    let sentence = title.text.ends_with(['.', ',', ';', ':', '"', '”'])
        || author.ends_with(['.', ',', ';', '"', '”']) && !author.ends_with("Jr.");
    (short && !sentence).then(|| {
        let metadata =
            Metadata { title: SafeText::line(title.text), author: SafeText::line(author), ..Metadata::default() };
        (metadata, line.end)
    })
}

/// Whether words in the middle of a line are somebody's name: two to four of them, each with a capital.
fn is_name(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || ".-’'".contains(c))
    };
    (2..=4).contains(&words) && line.split_whitespace().all(capital) && line.contains(char::is_lowercase)
}

/// Whether a line may be a title, and is no heading.
fn is_short_title(line: &str) -> bool {
    line.chars().count() <= LONGEST && line.starts_with(char::is_uppercase) && super::heading::level(line).is_none()
}

/// An author's line without what it calls the text first: “Roman von Agnes Moor”.
fn without_kind(line: &str) -> &str {
    let small = line.to_lowercase();
    let kind = KINDS.iter().find(|kind| small.strip_prefix(**kind).is_some_and(|rest| rest.starts_with(' ')));
    kind.and_then(|kind| line.get(kind.len()..)).map_or(line, str::trim_start)
}

/// Whether a line is nothing but what stands before an author's name.
fn is_by(line: &str) -> bool {
    BY.contains(&&*line.to_lowercase())
}

/// Whether a line is a year in brackets.
fn is_year(line: &str) -> bool {
    let inner = line.strip_prefix('(').and_then(|line| line.strip_suffix(')'));
    inner.is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An author's line without the year behind the name.
fn without_year(line: &str) -> &str {
    line.rsplit_once(' ').filter(|(_, year)| is_year(year)).map_or(line, |(name, _)| name)
}

/// The name behind “by”: words with a capital, or behind a colon one word as people call themselves.
fn by(line: &str) -> Option<&str> {
    /// A name with its title has no more words.
    const MOST_WORDS: usize = 8;
    let line = ["Written ", "written ", "WRITTEN "].iter().find_map(|lead| line.strip_prefix(lead)).unwrap_or(line);
    let (lead, name) = line.split_once([' ', ':'])?;
    let colon = line[lead.len()..].starts_with(':');
    let name = name.trim();
    let words = name.split_whitespace().count();
    let known = BY.contains(&&*lead.to_lowercase()) && (1..=MOST_WORDS).contains(&words);
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    (known && (capital || colon && words == 1)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(String, String, String)> {
        read(text)
            .map(|(metadata, end)| (metadata.title.to_string(), metadata.author.to_string(), text[end..].to_owned()))
    }

    #[test]
    fn a_title_and_its_author_are_told_from_prose() {
        let expected = Some(("The Salt Ledger".to_owned(), "Anna Reader".to_owned(), "\nIt rained.\n".to_owned()));
        for text in [
            "The Salt Ledger\n\nby Anna Reader\n\nIt rained.\n",
            "\n  The Salt Ledger\n  By Anna Reader\n\nIt rained.\n",
            "The Salt Ledger\n\nvon Anna Reader\n\nIt rained.\n",
            "            The Salt Ledger\n\n            A Novel\n\n            by Anna Reader\n\nIt rained.\n",
            "Title: The Salt Ledger\nAuthor: Anna Reader\n\nIt rained.\n",
            "Title: The Salt Ledger\nAuthor: Anna Reader\nLanguage: English\n\nIt rained.\n",
            "Story: The Salt Ledger\nAuthor: Anna Reader\n\nIt rained.\n",
            "The Salt Ledger, by Anna Reader\n\nIt rained.\n",
            "The Salt Ledger\nA Tale\nby Anna Reader\n\nIt rained.\n",
            "The Salt Ledger\n\nRoman von Anna Reader\n\nIt rained.\n",
            "             The Salt Ledger\n\n             Anna Reader\n\nIt rained.\n",
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
        for text in [
            "书名：下面的田\n作者：莫阿宁\n\n下雨。\n",
            "《下面的田》\n莫阿宁 著\n\n下雨。\n",
            "『下面的田』\n著者：莫阿宁\n\n下雨。\n",
            "下面的田\n作者：莫阿宁\n\n下雨。\n",
        ] {
            assert_eq!(
                told(text).map(|told| (told.0, told.1)),
                Some(("下面的田".to_owned(), "莫阿宁".to_owned())),
                "{text}"
            );
        }
        assert_eq!(told("Harbour\n\nBy: salt77\n\nIt rained.").map(|told| told.1).as_deref(), Some("salt77"));
        for prose in [
            "It was late.\nby Anna Reader\n",
            "It was late\nby the clock on the wall\n",
            "It was late\nby night\n",
            "Title: alone\n\nIt rained.\n",
            "One line.",
            "",
        ] {
            assert_eq!(told(prose), None, "{prose}");
        }
    }
}
