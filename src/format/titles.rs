//! The title and the author that the head of a file names, read without the story.
//!
//! A list of many books is made so: a package of an EPUB, a `metadata.opf` of Calibre, or the head of an FB2 file has a few
//! kilobytes. What is not there is empty.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};

use crate::document::SafeText;

/// The title and the author of a book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Titles {
    /// The title.
    pub title: SafeText,
    /// The author, or the first of several.
    pub author: SafeText,
}

/// The most bytes of a head that are looked at.
const LONGEST: usize = 256 << 10;

/// Returns the path of the package that an EPUB's `container.xml` names.
#[must_use]
pub fn package_path(container: &str) -> Option<String> {
    let mut reader = Reader::from_str(container);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "rootfile" => {
                let path = tag.try_get_attribute("full-path").ok().flatten()?;
                return path.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned);
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Returns the titles that the XML of a package, of Calibre's metadata or of an FB2 file names.
///
/// ```
/// use nightstand::format::titles_in;
///
/// let opf = "<package><metadata><dc:title>Tides</dc:title><dc:creator>A. N. Other</dc:creator></metadata></package>";
/// let titles = titles_in(opf);
/// assert_eq!((&*titles.title, &*titles.author), ("Tides", "A. N. Other"));
/// ```
#[must_use]
pub fn titles_in(xml: &str) -> Titles {
    let mut reader = Reader::from_str(&xml[..xml.floor_char_boundary(LONGEST)]);
    reader.config_mut().check_end_names = false;
    let mut titles = Titles::default();
    let mut text = String::new();
    let mut name = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(_) => text.clear(),
            Event::Text(words) => text.push_str(&words),
            Event::GeneralRef(entity) => text.push_str(resolve_predefined_entity(&entity).unwrap_or(" ")),
            Event::End(tag) => {
                let told = || SafeText::line(text.trim());
                match tag.local_name().as_ref() {
                    "title" | "book-title" if titles.title.is_empty() => titles.title = told(),
                    "creator" if titles.author.is_empty() => titles.author = told(),
                    "first-name" | "middle-name" | "last-name" => name.extend([" ", text.trim()]),
                    "author" if titles.author.is_empty() => titles.author = SafeText::line(name.trim()),
                    // What follows is the story.
                    "metadata" | "title-info" => break,
                    _ => {}
                }
                text.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_books_name_their_titles() {
        let fb2 = "<FictionBook><description><title-info><author><first-name>Ana</first-name><last-name>Nacht</last-name></author><book-title>The &amp; Tide</book-title></title-info></description><body><title>No</title></body>";
        let titles = titles_in(fb2);
        assert_eq!((&*titles.title, &*titles.author), ("The & Tide", "Ana Nacht"));
        assert_eq!(titles_in("<p>no <b>package"), Titles::default());
        let container = "<container><rootfiles><rootfile full-path=\"OEBPS/a.opf\"/></rootfiles></container>";
        assert_eq!(package_path(container).as_deref(), Some("OEBPS/a.opf"));
        assert_eq!(package_path("<x"), None);
    }
}
