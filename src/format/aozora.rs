//! Texts in the notation of Aozora Bunko, Japan's library of free books, as a page of HTML.
//!
//! A stage before `xhtml`. The library's texts have a title page, a note that explains the notation, one paragraph a line, readings
//! in `《…》` behind their word, and notes of the typist in `［＃…］`. What the notes say of headings, stress and lines that are set to
//! the right is kept; all others go, as the library itself wants it.
//! Source: the library's manual for typists (青空文庫 注記一覧).

use html_escape::encode_double_quoted_attribute as escaped;

/// How much of a text tells whether it is in this notation.
const SAMPLE: usize = 64 << 10;

/// What begins a note of the typist.
const NOTE: &str = "［＃";

/// The fewest notes of a text that has neither the explanation nor the lines of its edition. One alone may be a slip of the keys.
const FEWEST_NOTES: usize = 3;

/// The heading of the note that explains the notation.
const EXPLAINED: &str = "【テキスト中に現れる記号について】";

/// What begins the lines that say from which edition a text was typed.
const EDITION: &str = "底本：";

/// What is shown of a letter that no encoding had: printers put this where a type was missing.
const MISSING: char = '〓';

/// Returns whether a text is in this notation.
pub(super) fn is_aozora(text: &str) -> bool {
    let sample = &text.as_bytes()[..text.floor_char_boundary(SAMPLE)];
    let holds = |what: &str| memchr::memmem::find(sample, what.as_bytes()).is_some();
    let notes = || memchr::memmem::find_iter(sample, NOTE).take(FEWEST_NOTES).count() >= FEWEST_NOTES;
    holds(EXPLAINED) || holds(EDITION) && (holds(NOTE) || holds("《")) || holds("《") && notes()
}

/// Returns a text in this notation as a page of HTML.
pub(super) fn page(text: &str) -> String {
    let mut lines = text.lines().map(str::trim_end).peekable();
    let head: Vec<&str> = std::iter::from_fn(|| lines.next_if(|line| !line.is_empty() && !is_rule(line))).collect();
    let mut page = Page { html: String::with_capacity(text.len() * 3 / 2), ..Page::default() };
    page.html.push_str("<html lang=\"ja\"><head>");
    match head[..] {
        [_, .., author] if head.len() <= MOST_HEAD && head.iter().all(|line| is_title_line(line)) => {
            let title = head[..head.len() - 1].iter().map(|line| without_notes(line)).collect::<Vec<_>>().join(" ");
            add(&mut page.html, &["<title>", &escaped(&title), "</title>"]);
            add(&mut page.html, &["<meta name=\"author\" content=\"", &escaped(&without_notes(author)), "\"/>"]);
            page.html.push_str("</head><body>");
        }
        _ => {
            page.html.push_str("</head><body>");
            for line in head {
                page.line(line);
            }
        }
    }
    while let Some(line) = lines.next() {
        if is_rule(line) && lines.peek() == Some(&EXPLAINED) {
            // The explanation ends with another rule, near by; without one it is text.
            let end = lines.clone().take(MOST_EXPLAINED).position(is_rule);
            lines.by_ref().take(end.map_or(0, |end| end + 1)).for_each(drop);
        } else {
            page.line(line);
        }
    }
    page.html.push_str("</body></html>");
    page.html
}

/// The most lines of a title page: title, subtitle, author, translator.
const MOST_HEAD: usize = 6;

/// The most lines of the explanation.
const MOST_EXPLAINED: usize = 60;

/// Whether a line may stand on a title page: no paragraph, no speech and no sentence.
fn is_title_line(line: &str) -> bool {
    const LONGEST: usize = 120;
    let begins = line.starts_with(['\u{3000}', '「', '『', '（']);
    line.len() <= LONGEST && !begins && !line.ends_with(['。', '」', '』', '！', '？']) && !line.contains('《')
}

/// Whether a line is a rule of hyphens.
fn is_rule(line: &str) -> bool {
    const SHORTEST: usize = 10;
    line.len() >= SHORTEST && line.bytes().all(|byte| byte == b'-')
}

/// A page that is being written.
#[derive(Debug, Default)]
struct Page {
    html: String,
    /// Whether a page of the book has ended, so that what follows is a scene of its own, unless it is a heading.
    turned: bool,
    /// The level of the heading that goes on over several lines.
    heading: Option<u8>,
    /// Whether the lines are those that say where the text comes from.
    edition: bool,
}

/// What notes say of a line.
#[derive(Debug, Default)]
struct LineNotes {
    heading: Option<u8>,
    to_the_right: bool,
}

impl Page {
    fn line(&mut self, line: &str) {
        if line.starts_with(EDITION) && !std::mem::replace(&mut self.edition, true) {
            self.html.push_str("<hr/>");
        }
        let (words, notes) = self.words(line);
        if words.is_empty() {
            if line.is_empty() {
                self.html.push_str("<p></p>");
            }
            return;
        }
        if let Some(level) = notes.heading.or(self.heading) {
            self.turned = false;
            let tag = ["h1>", "h2>", "h3>"][usize::from(level - 1).min(2)];
            add(&mut self.html, &["<", tag, &words, "</", tag]);
            return;
        }
        if std::mem::take(&mut self.turned) {
            self.html.push_str("<hr/>");
        }
        let side = if notes.to_the_right { " align=\"right\"" } else { "" };
        let (small, end) = if self.edition { ("<small>", "</small>") } else { ("", "") };
        add(&mut self.html, &["<p", side, ">", small, &words, end, "</p>"]);
    }

    /// The words of a line as HTML, and what its notes say.
    fn words(&mut self, line: &str) -> (String, LineNotes) {
        let (mut html, mut notes) = (String::new(), LineNotes::default());
        // Where the word begins that a reading would stand behind: after the sign for it.
        let (mut rest, mut word) = (line.trim_start_matches(['\u{3000}', ' ']), None);
        while let Some(c) = rest.chars().next() {
            let behind = &rest[c.len_utf8()..];
            let missing = c == '※' && behind.starts_with(NOTE);
            let noted = if missing { behind.strip_prefix(NOTE) } else { rest.strip_prefix(NOTE) };
            if let Some((note, after)) = noted.and_then(|noted| upto('］', noted)) {
                if missing {
                    html.push(letter(note).unwrap_or(MISSING));
                } else {
                    self.note(note, &mut html, &mut notes);
                    // The words before may have been marked, and stand elsewhere now.
                    word = None;
                }
                rest = after;
            } else if let Some((reading, after)) = rest.strip_prefix('《').and_then(|rest| upto('》', rest)) {
                let from = word.take().unwrap_or_else(|| word_start(&html));
                let base = html.split_off(from);
                add(&mut html, &["<ruby>", &base, "<rt>", &escaped(reading), "</rt></ruby>"]);
                rest = after;
            } else {
                match c {
                    '｜' => word = Some(html.len()),
                    c => html.push_str(&escaped(c.encode_utf8(&mut [0; 4]))),
                }
                rest = behind;
            }
        }
        (html, notes)
    }

    /// Takes a note of the typist.
    fn note(&mut self, note: &str, html: &mut String, notes: &mut LineNotes) {
        // What stands in the line of its paragraph is no heading of its own.
        let kind = note.trim_end_matches("終わり").trim_end_matches('、');
        let level = || match kind {
            _ if kind.ends_with("同行大見出し") || kind.ends_with("同行中見出し") || kind.ends_with("同行小見出し") => {
                None
            }
            _ if kind.ends_with("大見出し") => Some(1),
            _ if kind.ends_with("中見出し") => Some(2),
            _ if kind.ends_with("小見出し") => Some(3),
            _ => None,
        };
        if note.starts_with("改") {
            self.turned = true;
        } else if note.starts_with("地付き") || note.starts_with("地から") {
            notes.to_the_right = true;
        } else if let Some(level) = level() {
            match (note.starts_with("ここから"), note.contains("終わり")) {
                (true, _) => self.heading = Some(level),
                (false, true) => {
                    // The end of one within its line belongs to the line.
                    notes.heading = Some(level).filter(|_| self.heading.is_none());
                    self.heading = None;
                }
                _ => notes.heading = Some(level),
            }
        } else if let Some((word, what)) = note.strip_prefix('「').and_then(|note| note.split_once('」')) {
            let word = escaped(word);
            if (what.ends_with("傍点") || what.ends_with("太字")) && html.ends_with(&*word) && !word.is_empty() {
                html.truncate(html.len() - word.len());
                add(html, &["<em>", &word, "</em>"]);
            }
        } else if matches!(note, "傍点" | "太字") {
            html.push_str("<em>");
        } else if matches!(note, "傍点終わり" | "太字終わり") {
            html.push_str("</em>");
        }
    }
}

/// What stands before a sign, and what behind it. The sign is looked for near by, so that a line without it costs no more than its
/// length.
fn upto(sign: char, text: &str) -> Option<(&str, &str)> {
    /// The bytes of the longest note: a letter described by its parts, and where two dictionaries have it.
    const NEAR: usize = 400;
    let end = text[..text.floor_char_boundary(NEAR)].find(sign)?;
    Some((&text[..end], &text[end + sign.len_utf8()..]))
}

/// The letter that a note describes by its number in Unicode.
fn letter(note: &str) -> Option<char> {
    let (_, number) = note.rsplit_once("U+")?;
    let digits = number.find(|c: char| !c.is_ascii_hexdigit()).map_or(number, |end| &number[..end]);
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// Where the word begins with which some HTML ends: letters of one kind, the last one's.
fn word_start(html: &str) -> usize {
    let kind = |c: char| match c {
        '々' | '〆' | '〇' | 'ヶ' | MISSING | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'.. => {
            1
        }
        'ぁ'..='ゖ' => 2,
        'ァ'..='ヺ' | 'ー' => 3,
        _ if c.is_alphanumeric() => 4,
        _ => 0,
    };
    let Some(last) = html.chars().next_back().map(kind).filter(|kind| *kind > 0) else { return html.len() };
    html.char_indices().rev().take_while(|(_, c)| kind(*c) == last).last().map_or(html.len(), |(at, _)| at)
}

/// A line without the notes of the typist.
fn without_notes(line: &str) -> String {
    let mut words = String::new();
    let mut rest = line;
    while let Some((before, noted)) = rest.split_once(NOTE) {
        words.push_str(before);
        rest = upto('］', noted).map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    words.trim().to_owned()
}

fn add(html: &mut String, parts: &[&str]) {
    for part in parts {
        html.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use crate::format;

    const TEXT: &str = "灯台\n花村一郎\n\n-----------------------\n【テキスト中に現れる記号について】\n\n《》：ルビ\n\
        -----------------------\n\n［＃２字下げ］一［＃「一」は中見出し］\n\n　夜の岬《みさき》には白い｜古い家《いえ》があった。\n\
        「遅い」と云《い》った［＃「云った」に傍点］。\n　誰も※［＃「口＋貢」、U+551D］※［＃「木＋吶」、第3水準1-85-57］を見た［＃「見た」に傍点］。\n\
        ［＃地付き］（三月）\n\n［＃改ページ］\n\n　朝になった。\n\n\n底本：「灯台」海文社\n入力：山田\n";

    #[test]
    fn a_text_of_the_library_is_read_as_its_typists_meant_it() {
        let draft = format::read("a.txt", TEXT.as_bytes()).unwrap().draft;
        assert_eq!((&*draft.metadata.title, &*draft.metadata.author), ("灯台", "花村一郎"));
        let blocks: Vec<_> = draft.blocks().map(|(_, _, block)| (block.kind, block.text)).collect();
        assert_eq!(blocks[0], (BlockKind::Heading { level: 2 }, "一"));
        assert_eq!(blocks[1].1, "夜の岬(みさき)には白い古い家(いえ)があった。");
        assert_eq!(blocks[3].1, "誰も唝〓を見た。");
        assert_eq!(draft.block(0, 3).unwrap().marks.len(), 1);
        assert_eq!(draft.block(0, 4).unwrap().text, "（三月）");
        assert!(draft.scenes.len() >= 2);
        let all: String = blocks.iter().map(|(_, text)| *text).collect();
        assert!(!all.contains("記号") && all.contains("海文社"), "{all}");
    }

    #[test]
    fn other_texts_are_none_of_the_librarys() {
        assert!(!is_aozora("《海》という題の本を読んだ。\n") && !is_aozora("It was late.") && is_aozora(TEXT));
    }

    #[test]
    fn a_text_without_a_title_page_loses_nothing() {
        let body = "　彼は岬《みさき》へ行った。\n「おい」と言った。\n\n　それから［＃１］帰った［＃２］。［＃３］\n";
        let draft = format::read("a.txt", body.as_bytes()).unwrap().draft;
        let all: String = draft.blocks().map(|(_, _, block)| block.text).collect();
        assert_eq!(all, "彼は岬(みさき)へ行った。「おい」と言った。それから帰った。");
        let open = "題\n作者\n\n-----------\n【テキスト中に現れる記号について】\n\n　夜《よる》だった。\n";
        let draft = format::read("a.txt", open.as_bytes()).unwrap().draft;
        assert!(draft.blocks().any(|(_, _, block)| block.text == "夜(よる)だった。"));
    }

    #[test]
    fn a_note_between_a_word_and_its_reading_costs_neither() {
        let body = "題\n\n　ああ｜［＃「ああ」に傍点］《い》です。\n\n底本：「題」\n";
        let draft = format::read("a.txt", body.as_bytes()).unwrap().draft;
        let all: String = draft.blocks().map(|(_, _, block)| block.text).collect();
        assert!(all.contains("ああ") && all.contains("です。"), "{all}");
    }

    #[test]
    fn what_is_not_ended_costs_no_word() {
        for line in ["夜《よる", "夜［＃「よる", "｜夜", "《", "※［＃", "a<b>&\"c《d》"] {
            let mut page = Page::default();
            let (words, _) = page.words(line);
            assert_eq!(words.contains('夜'), line.contains('夜'), "{words}");
            assert!(!words.contains("<b>"), "{words}");
        }
    }
}
