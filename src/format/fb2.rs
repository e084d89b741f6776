//! `FictionBook` 2: a whole book in one XML file, its notes in a body of their own. It is read as a chapter is, by other names.

use std::collections::HashMap;
use std::ops::ControlFlow;

use quick_xml::events::Event;

use super::css::Styles;
use super::epub::{each_event, read_alone};
use super::xhtml::{self, Element, Kind};
use super::{Parsed, ReadError, ReadOptions};
use crate::document::{Language, Metadata, SafeText};

/// How far into a file its root element is looked for: an XML declaration, a comment and some names stand before it.
const HEAD: usize = 1024;

/// Whether a text is a `FictionBook`.
pub(super) fn is_fiction_book(text: &str) -> bool {
    text[..text.floor_char_boundary(HEAD)].contains("<FictionBook")
}

/// Reads a book.
///
/// # Errors
/// When there is more in it than is taken.
pub(super) fn read(source: &str, options: &ReadOptions) -> Result<Parsed, ReadError> {
    let (styles, titles, metadata) = (Styles::default(), HashMap::new(), metadata(source));
    let language = metadata.language;
    let kind = if repeats_title(source, &metadata) { Kind::Titled } else { Kind::Book };
    let elements = Element::of_fiction_book;
    let chapter = xhtml::ChapterFile { source, path: "", styles: &styles, titles: &titles, language, elements, kind };
    read_alone(&chapter, metadata, options, &mut |_| {})
}

/// Whether the text begins with the book's title and nothing more than its author's name, which stand on its title page.
fn repeats_title(source: &str, metadata: &Metadata) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let first = || {
        let body = &source[memchr::memmem::find(source.as_bytes(), b"<body")?..];
        let title = &body[memchr::memmem::find(body.as_bytes(), b"<title")?..];
        Some(&title[..memchr::memmem::find(title.as_bytes(), b"</title")?])
    };
    let words = first().map(xhtml::without_tags).unwrap_or_default();
    let words = quick_xml::escape::unescape(&words).unwrap_or_default();
    let (words, title) = (letters(&words), letters(&metadata.title));
    let mut more = words.replacen(&title, "", 1);
    for name in metadata.author.split([' ', ',']) {
        more = more.replacen(&letters(name), "", 1);
    }
    !title.is_empty() && words.contains(&title) && more.is_empty()
}

/// What its description says: of the book itself, not of the file or of what it was translated from.
pub(super) fn metadata(source: &str) -> Metadata {
    let mut found = Metadata::default();
    let (mut inside, mut text) = (false, String::new());
    let (mut name, mut authors, mut translators): (Vec<String>, Vec<String>, Vec<String>) = Default::default();
    each_event(source, |event| {
        match event {
            Event::Start(tag) => {
                inside |= tag.local_name().as_ref() == "title-info";
                text.clear();
            }
            Event::Text(more) => text.push_str(more),
            Event::GeneralRef(entity) => text.push_str(&xhtml::character(entity)),
            Event::End(tag) if inside => {
                let value = SafeText::line(&text.split_whitespace().collect::<Vec<_>>().join(" "));
                match tag.local_name().as_ref() {
                    "title-info" => return ControlFlow::Break(()),
                    "book-title" => found.title = value,
                    "lang" => found.language = Language::parse(&value),
                    // The names may stand in any order.
                    "first-name" | "nickname" if !value.is_empty() => name.insert(0, value.to_string()),
                    "middle-name" if !value.is_empty() => {
                        let last = name.len().min(1);
                        name.insert(last, value.to_string());
                    }
                    "last-name" if !value.is_empty() => name.push(value.to_string()),
                    "author" if authors.len() < 9 => authors.push(std::mem::take(&mut name).join(" ")),
                    "translator" if translators.len() < 9 => {
                        translators.push(format!("{} (translator)", std::mem::take(&mut name).join(" ")));
                    }
                    "author" | "translator" => name.clear(),
                    _ => {}
                }
                text.clear();
            }
            Event::End(tag) if tag.local_name().as_ref() == "description" => return ControlFlow::Break(()),
            _ => {}
        }
        ControlFlow::Continue(())
    });
    authors.retain(|author| !author.is_empty());
    translators.retain(|one| !one.starts_with(' '));
    found.contributors = SafeText::line(&translators.join(", "));
    found.author = SafeText::line(&authors.join(", "));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, MarkKind, Place};
    use crate::format;

    #[test]
    fn a_title_page_may_say_more_than_the_title_and_names_stand_in_any_order() {
        let book = BOOK
            .replace(
                "<p>Tides &amp; Bells</p></title><epi",
                "<p>Tides &amp; Bells</p><p>Book the First</p></title><epi",
            )
            .replace(
                "<first-name>Ana</first-name><last-name>B.</last-name>",
                "<last-name>B.</last-name><first-name>Ana</first-name>",
            );
        let draft = format::read("a.fb2", book.replace("windows-1251", "utf-8").as_bytes()).unwrap().draft;
        assert_eq!(&*draft.metadata.author, "Ana B.");
        assert!(draft.block(0, 0).unwrap().text.contains("Book the First"));
    }

    const BOOK: &str = r##"<?xml version="1.0" encoding="windows-1251"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><genre>prose</genre><author><first-name>Ana</first-name><last-name>B.</last-name></author>
<book-title>Tides &amp; Bells</book-title><annotation><p>No part of it.</p></annotation><lang>ru</lang>
<translator><first-name>No</first-name></translator></title-info><document-info><author><nickname>x</nickname></author></document-info></description>
<body><title><p>Ana B.</p><p>Tides &amp; Bells</p></title><epigraph><p>So it is.</p><text-author>Somebody</text-author></epigraph>
<section><title><p>One</p><p>The river</p></title><p>It was <emphasis>late</emphasis>.<a l:href="#n1" type="note">1</a></p>
<empty-line/><p>They <style name="x">all</style> slept.&#151;</p><poem><title><p>Song</p></title><stanza><title><p>I</p></title><v>One for the ferry,</v><v>two for the quay.</v></stanza></poem>
<section><title><p>Within</p></title><p>Ночь.</p></section></section>
<section><title><p>Two</p></title><subtitle>* * *</subtitle><cite><p>Quoted.</p></cite></section></body>
<body name="notes"><title><p>Notes</p></title><section id="n1"><title><p>1</p></title><p>A note.</p></section></body>
<binary id="cover.jpg" content-type="image/jpeg">AAAA</binary></FictionBook>"##;

    #[test]
    fn a_fiction_book_is_read_with_its_sections_verse_and_notes() {
        let document = format::read("a", BOOK.as_bytes()).unwrap().document();
        let Metadata { title, author, language, .. } = &document.metadata;
        assert_eq!((&**title, &**author, *language), ("Tides & Bells", "Ana B.", Language::parse("ru")));
        assert_eq!(&*document.metadata.contributors, "No (translator)");
        let told: Vec<_> = document.outline().into_iter().map(|c| (c.title.to_string(), c.level)).collect();
        let expected = [("So it is. …", 0), ("One The river", 0), ("Within", 1), ("Two", 0), ("Notes", 0)];
        assert_eq!(told, expected.map(|(title, level)| (title.to_owned(), level)));
        let words: Vec<&str> = document.blocks().map(|(_, _, block)| block.text).collect();
        assert!(
            words.contains(&"One for the ferry,\ntwo for the quay.") && words.contains(&"It was late.¹"),
            "{words:?}"
        );
        assert!(!words.iter().any(|text| text.contains("AAAA") || text.contains("No part") || *text == "Ana B."));
        let note = document.links[0].unwrap();
        assert!(document.blocks().any(|(_, _, block)| block.marks.iter().any(|mark| mark.kind == MarkKind::Link(0))));
        assert_eq!(document.block(note.scene as usize, note.block as usize).map(|block| block.text), Some("1 A note."));
        assert!(words.contains(&"Song") && words.contains(&"I"), "{words:?}");
        let sequel = BOOK.replace("<p>Ana B.</p><p>Tides &amp; Bells</p>", "<p>Volume Two</p>");
        let sequel = format::read("a", sequel.as_bytes()).unwrap().document();
        assert_eq!(sequel.scenes[0].title(), Some("Volume Two"));
        let verse = document.blocks().find(|(_, _, block)| block.kind == BlockKind::Verse);
        assert!(verse.is_some_and(|(s, b, _)| Place::new(s, b, 0) < note));
    }

    #[test]
    fn the_names_of_more_authors_than_are_told_are_nobody_elses() {
        let author = |n: usize| format!("<author><first-name>A{n}</first-name><last-name>L{n}</last-name></author>");
        let authors: String = (0..12).map(author).collect();
        let source = format!(
            "<FictionBook><description><title-info>{authors}<translator><first-name>Tra</first-name></translator><book-title>T</book-title></title-info></description><body><section><p>So.</p></section></body></FictionBook>"
        );
        let read = crate::format::read("a.fb2", source.as_bytes()).unwrap().draft;
        let told = format!("{:?} {:?}", read.metadata, read.read_as);
        assert!(told.contains("A8 L8") && !told.contains("A9") && told.contains("Tra (translator)"), "{told}");
    }

    #[test]
    fn it_is_read_in_the_encoding_that_it_names() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(BOOK);
        let document = format::read("a.fb2", &bytes).unwrap().document();
        assert!(document.blocks().any(|(_, _, block)| block.text == "Ночь."));
    }
}
