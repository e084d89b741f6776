//! The title and the author that the head of a file names, read without the story.
//!
//! A list of many books is made so: a package of an EPUB, a `metadata.opf` of Calibre, or the head of an FB2 file has a few
//! kilobytes. What is not there is empty.

use super::{epub, fb2};
use crate::document::SafeText;

/// The title and the author of a book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Titles {
    /// The title.
    pub title: SafeText,
    /// The authors, with commas between them.
    pub author: SafeText,
}

/// The most bytes of a head that are looked at.
const LONGEST: usize = 256 << 10;

/// Returns the path of the package that an EPUB's `container.xml` names.
#[must_use]
pub fn package_path(container: &str) -> Option<String> {
    epub::package::roots(container).into_iter().next()
}

/// Returns the titles that the XML of a package, of Calibre's metadata or of an FB2 file names, as the opened book has them.
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
    let head = &xml[..xml.floor_char_boundary(LONGEST)];
    let metadata = if fb2::is_fiction_book(head) { fb2::metadata(head) } else { epub::package::metadata(head, None) };
    Titles { title: metadata.title, author: metadata.author }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_books_name_their_titles() {
        let fb2 = "<FictionBook><description><title-info><author><first-name>Ana</first-name><last-name>Nacht</last-name></author><book-title>The &amp; Tide</book-title></title-info></description><body><title>No</title></body>";
        let titles = titles_in(fb2);
        assert_eq!((&*titles.title, &*titles.author), ("The & Tide", "Ana Nacht"));
        let two = "<package><metadata><dc:title id='s'>Being a Tale</dc:title><dc:title id='t'>Tides</dc:title>\
                   <dc:creator>Ana</dc:creator><dc:creator>Ben</dc:creator>\
                   <meta refines='#t' property='title-type'>main</meta></metadata></package>";
        let titles = titles_in(two);
        assert_eq!((&*titles.title, &*titles.author), ("Tides", "Ana, Ben"));
        assert_eq!(titles_in("<p>no <b>package"), Titles::default());
        let container = "<container><rootfiles><rootfile full-path=\"OEBPS/a.opf\"/></rootfiles></container>";
        assert_eq!(package_path(container).as_deref(), Some("OEBPS/a.opf"));
        assert_eq!(package_path("<x"), None);
    }
}
