//! A page of HTML that stands alone: what its story is called, and by whom it is.

use quick_xml::events::Event;

use super::events::{attribute, each_event};
use crate::document::{BlockKind, Draft, SafeText};

/// Names a page's story as the page does: its heading is the story's title where the title of the window begins with it and goes on
/// with the site's name. The author is who a link or a line says it is by.
pub(super) fn name(document: &mut Draft, source: &str) {
    let title = document.metadata.title.to_string();
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
        document.metadata.title = SafeText::line(work);
        document.metadata.author = SafeText::line(author);
        return;
    }
    let linked = linked_author(source);
    let line = || {
        let near = document.blocks().take(6).filter(|(_, _, block)| block.text.len() < 80);
        let by = |text: &str| text.strip_prefix("by ").or_else(|| text.strip_prefix("By ")).map(str::to_owned);
        near.filter(|(_, _, block)| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Paragraph))
            .find_map(|(_, _, block)| by(block.text))
            .filter(|name| is_name(name))
    };
    document.metadata.author = SafeText::line(&linked.or_else(line).unwrap_or_default());
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
        name == "a" && attribute(tag, "rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|rel| rel == "author"))
    };
    let names = words_of(source, author);
    (!names.is_empty()).then(|| names.join(", "))
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
