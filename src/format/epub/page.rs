//! A page of HTML that stands alone: what its story is called, and by whom it is.

use std::borrow::Cow;

use quick_xml::events::Event;

use super::events::{attribute, each_event};
use crate::document::{BlockKind, Draft, SafeText};

/// Names a page's story as the page does: its heading is the story's title where the title of the window begins with it and goes on
/// with the site's name. The author is who a link or a line says it is by.
pub(super) fn name(document: &mut Draft, source: &str) {
    let title = without_site(&document.metadata.title);
    let small = title.to_ascii_lowercase();
    let gutenberg =
        ["the project gutenberg ebook of ", "the project gutenberg e-text of ", "the project gutenberg etext of "];
    let lead = gutenberg.iter().find(|lead| small.starts_with(**lead)).map_or(0, |lead| lead.len());
    // An archive ends its own words with a stop.
    let title = title[lead..].trim_end_matches(',');
    let title = if lead > 0 { title.trim_end_matches('.') } else { title }.to_owned();
    if *document.metadata.title != *title {
        document.metadata.title = SafeText::line(&title);
    }
    let heading = headings(source);
    let goes_on = |heading: &String| {
        title
            .strip_prefix(heading.as_str())
            .is_some_and(|rest| rest.trim_start().starts_with(['-', '|', '—', '–', ':', '·', '(']))
    };
    if let Some(heading) = heading.iter().find(|heading| goes_on(heading)) {
        document.metadata.title = SafeText::line(heading);
    }
    if !document.metadata.author.is_empty() {
        return;
    }
    if let Some((work, author)) = title.rsplit_once(" by ").filter(|(work, author)| !work.is_empty() && is_name(author))
    {
        document.metadata.title = SafeText::line(work.trim_end_matches(','));
        document.metadata.author = SafeText::line(author);
        return;
    }
    let linked = linked_author(source);
    // “Low Water - tarn - Original Work”
    let named = linked.as_ref().and_then(|author| title.split_once(&format!(" - {author}")));
    let work = named.map_or(&*title, |(work, _)| work);
    let work = linked.as_ref().and_then(|author| work.strip_suffix(&format!(" by {author}"))).unwrap_or(work);
    if work != title {
        document.metadata.title = SafeText::line(work);
    }
    let line = || {
        let near = document.blocks().take(6).filter(|(_, _, block)| block.text.len() < 80);
        let by = |text: &str| text.strip_prefix("by ").or_else(|| text.strip_prefix("By ")).map(str::to_owned);
        near.filter(|(_, _, block)| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Paragraph))
            .find_map(|(_, _, block)| by(block.text))
            .filter(|name| is_name(name))
    };
    document.metadata.author = SafeText::line(&linked.or_else(line).unwrap_or_default());
}

/// Returns a page without what Project Gutenberg puts around a book, where old pages mark its ends in lines of stars.
pub(super) fn without_licence(source: &str) -> Cow<'_, str> {
    let marker = |word: &str| {
        memchr::memmem::find_iter(source.as_bytes(), "***").find(|at| {
            let rest = source[at + 3..].trim_start();
            let near = &rest[..rest.floor_char_boundary(120)];
            rest.starts_with(word) && near.to_ascii_uppercase().contains("PROJECT GUTENBERG")
        })
    };
    let (Some(start), Some(end)) = (marker("START"), marker("END")) else { return Cow::Borrowed(source) };
    let Some(body) = source[..start].to_ascii_lowercase().find("<body") else { return Cow::Borrowed(source) };
    let after = |at: usize, end: &str| source[at..].find(end).map(|found| at + found + end.len());
    // The marker's own line goes too, and the end of the element around it stays.
    let Some(start) = after(start + 3, "***").filter(|start| *start < end) else { return Cow::Borrowed(source) };
    let Some(body) = after(body, ">").filter(|body| *body < start) else { return Cow::Borrowed(source) };
    let mut kept = source[..body].to_owned();
    kept.push_str(open_lines(&source[body..start]));
    kept.push_str(without_last_line(&source[start..end]));
    Cow::Owned(kept)
}

/// Returns a page's text without the line with which old ones end: `End of Project Gutenberg's The Ferry, by Anna Reve`.
fn without_last_line(text: &str) -> &str {
    /// It is the last line, and a title is no longer.
    const NEAR: usize = 400;
    let near = text.ceil_char_boundary(text.len().saturating_sub(NEAR));
    let lines = ["End of Project Gutenberg", "End of the Project Gutenberg", "End of The Project Gutenberg"];
    let at = lines.iter().find_map(|line| text[near..].rfind(line)).map(|at| near + at);
    // In an element of its own it leaves the end of that one behind.
    at.filter(|at| !text[*at..].contains("</")).map_or(text, |at| &text[..at])
}

/// The tag of lines that are the author's, if such have begun and not ended.
fn open_lines(source: &str) -> &'static str {
    let small = source.to_ascii_lowercase();
    if small.rfind("<pre") > small.rfind("</pre") { "<pre>" } else { "" }
}

/// The name of a story in a window's title that says whose site it is on, with the author where it names one.
fn without_site(title: &str) -> &str {
    const SITES: [&str; 6] =
        ["project gutenberg", "archive of our own", "fanfiction", "wattpad", "royal road", "fictionpress"];
    let title = title.trim_end_matches(']').trim_end();
    // “Low Water Chapter 1: Ebb, an original fanfic | FanFiction”
    if let Some((work, rest)) = title.split_once(" Chapter ")
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.contains("FanFiction")
    {
        return work;
    }
    let parted = title.rsplit_once(['|', '[', '–', '—']).or_else(|| title.rsplit_once(" - "));
    let is_site = |site: &str| SITES.iter().any(|name| site.to_lowercase().contains(name));
    parted.filter(|(work, site)| !work.trim().is_empty() && is_site(site)).map_or(title, |(work, _)| work.trim())
}

/// Whether words are somebody's name.
fn is_name(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=6).contains(&count) && words.starts_with(char::is_uppercase) && !words.ends_with(['.', ',', '!', '?'])
}

/// The words of a page's highest headings.
fn headings(source: &str) -> Vec<String> {
    words_of(source, |name, _| name == "h1")
}

/// The author that a link names (`rel="author"`).
fn linked_author(source: &str) -> Option<String> {
    let author = |name: &str, tag: &quick_xml::events::BytesStart<'_>| {
        let has = |key: &str, word: &str| {
            attribute(tag, key).is_some_and(|all| all.split_ascii_whitespace().any(|one| one == word))
        };
        name == "a" && (has("rel", "author") || has("class", "authorlink"))
    };
    let names = words_of(source, author);
    (!names.is_empty()).then(|| names.join(", ")).or_else(|| link_after_by(source))
}

/// The words of the first link that stands behind “by”: whoever wrote a story may call himself anything there.
fn link_after_by(source: &str) -> Option<String> {
    /// It stands at the beginning.
    const NEAR: usize = 32 << 10;
    const LONGEST: usize = 40;
    let near = &source[..source.floor_char_boundary(NEAR)];
    let body = near.find("<body").unwrap_or(0);
    let is_by = |before: &str| {
        let before = before.trim_end().trim_end_matches(':');
        let (lead, by) = before.split_at(before.floor_char_boundary(before.len().saturating_sub(2)));
        by.eq_ignore_ascii_case("by") && !lead.ends_with(char::is_alphanumeric)
    };
    let mut links = memchr::memmem::find_iter(&near.as_bytes()[body..], b"<a ").map(|at| body + at);
    links.find_map(|at| {
        let inner = near[at..].split_once('>').filter(|_| is_by(&near[..at]))?.1;
        let name = super::super::xhtml::without_tags(inner.split_once("</a>")?.0);
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        (!name.is_empty() && name.len() <= LONGEST).then_some(name)
    })
}

/// The words of the elements that are wanted; of the first few.
fn words_of(source: &str, wanted: impl Fn(&str, &quick_xml::events::BytesStart<'_>) -> bool) -> Vec<String> {
    /// What names a story stands at its beginning.
    const NEAR: usize = 64 << 10;
    const MOST: usize = 4;
    let (mut found, mut open): (Vec<String>, Option<(String, String)>) = (Vec::new(), None);
    each_event(&source[..source.floor_char_boundary(NEAR)], |event| {
        match event {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_ascii_lowercase();
                if open.is_none() && found.len() < MOST && wanted(&name, tag) {
                    open = Some((name, String::new()));
                }
            }
            Event::Text(text) => {
                if let Some((_, words)) = &mut open {
                    words.push_str(text);
                }
            }
            Event::GeneralRef(entity) => {
                if let Some((_, words)) = &mut open {
                    words.push_str(&crate::format::xhtml::character(entity));
                }
            }
            Event::End(tag) => {
                let ended = tag.local_name().as_ref().to_ascii_lowercase();
                if open.as_ref().is_some_and(|(name, _)| *name == ended) {
                    let words = open.take().map_or_else(String::new, |(_, words)| words);
                    found.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
            _ => {}
        }
        std::ops::ControlFlow::Continue(())
    });
    found
}

#[cfg(test)]
mod tests {
    use crate::format;

    /// The title, the author and the language of a page.
    fn told(page: &str) -> [String; 3] {
        let metadata = format::read("a.html", page.as_bytes()).unwrap().draft.metadata;
        let language = metadata.language.map(|language| language.as_str().to_owned());
        [metadata.title.to_string(), metadata.author.to_string(), language.unwrap_or_default()]
    }

    #[test]
    fn a_page_is_named_as_its_makers_do() {
        let page = |head: &str, body: &str| {
            format!("<html lang='en-US'><head>{head}</head><body>{body}<p>It was late.</p></body></html>")
        };
        for (page, title, author) in [
            (page("<title>The Project Gutenberg eBook of Ebb, by Ana Holm</title>", ""), "Ebb", "Ana Holm"),
            (page("<title>The Project Gutenberg eBook of Ebb, by Ana Holm.</title>", ""), "Ebb", "Ana Holm"),
            (page("<title>Ebb</title>", "<h3>by <a href='/u/1'>wren</a></h3>"), "Ebb", "wren"),
            (page("<title>Ebb</title>", "<b>Ebb</b> By: <a href='/u/1'>wren</a>"), "Ebb", "wren"),
            (page("<title>Ebb</title><meta property='books:author' content='inkwell'>", ""), "Ebb", "inkwell"),
            (page("<title>Ebb</title>", "<p>See the baby <a href='x'>here</a></p>"), "Ebb", ""),
        ] {
            assert_eq!(told(&page), [title, author, "en-us"], "{page}");
        }
    }

    #[test]
    fn a_header_with_more_than_a_heading_is_none() {
        let page = "<html><body><header><h1>Ebb</h1><div>Posted in May</div></header><p>It was late.</p></body></html>";
        let draft = format::read("a.html", page.as_bytes()).unwrap().draft;
        let texts: Vec<&str> = draft.blocks().map(|(_, _, block)| block.text).collect();
        assert_eq!(texts, ["Ebb", "Posted in May", "It was late."]);
    }

    #[test]
    fn quotes_of_scripts_say_nothing_of_a_books() {
        let said = "<p>\"Go,\" she said. \"It is late.\"</p>";
        let page = format!("<html><head><script>x = '“ ”'</script></head><body>{said}</body></html>");
        let draft = format::read("a.html", page.as_bytes()).unwrap().draft;
        assert_eq!(draft.block(0, 0).unwrap().text, "“Go,” she said. “It is late.”");
    }
}
