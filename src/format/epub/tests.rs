use std::collections::HashMap;

use super::*;

/// A book in memory.
#[derive(Default, Clone)]
struct Shelf {
    files: HashMap<String, Vec<u8>>,
    /// The files that were read, in order.
    read: Vec<String>,
}

impl Container for Shelf {
    fn file(&mut self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.read.push(path.to_owned());
        Ok(self.files.get(path).cloned())
    }
}

impl Shelf {
    fn with(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), text.as_bytes().to_vec());
        self
    }
}

const OPF: &str = r#"<?xml version="1.0"?><package version="3.0" unique-identifier="id"><metadata xmlns:dc="x">
<dc:title>Tides &amp; Bells</dc:title><dc:creator>Ana B.</dc:creator><dc:creator>C. D.</dc:creator>
<dc:language>en-GB</dc:language><dc:identifier id="x">no</dc:identifier><dc:identifier id="id">urn:isbn:1</dc:identifier>
</metadata><manifest>
<item id="nav" href="nav.xhtml" properties="nav scripted" media-type="application/xhtml+xml"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="a" href="text/a%20b.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>
</manifest><spine toc="ncx"><itemref idref="a"/><itemref idref="b"/><itemref idref="a"/><itemref idref="gone"/></spine></package>"#;

fn book() -> Shelf {
    Shelf::default()
        .with("META-INF/container.xml", r#"<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"#)
        .with("OPS/book.opf", OPF)
        .with(
            "OPS/nav.xhtml",
            r#"<nav epub:type="toc"><ol><li><a href="text/a%20b.xhtml">The <i>river</i></a><ol><li><a href="text/a%20b.xhtml#s2">The
               ferry</a></li></ol></li><li><a href="text/b.xhtml">Dawn &amp; after</a></li></ol></nav><nav epub:type="landmarks"><ol><li><a href="x">No</a></li></ol></nav>"#,
        )
        .with(
            "OPS/toc.ncx",
            r#"<ncx><navMap><navPoint><navLabel><text>River</text></navLabel><content src="text/a%20b.xhtml"/><navPoint><navLabel><text>Ferry</text></navLabel>
               <content src="text/a%20b.xhtml#s2"/></navPoint></navPoint></navMap><pageList><pageTarget><navLabel><text>1</text></navLabel><content src="x"/></pageTarget></pageList></ncx>"#,
        )
        .with(
            "OPS/text/a b.xhtml",
            r#"<html><head><!-- <link href="../old.css"/> --><link rel="stylesheet" href = '../style.css'/></head><body><h1>The river</h1><p>It <span class="th">was</span> late.</p><h2 id="s2">The ferry</h2><p>It had gone.</p></body></html>"#,
        )
        .with("OPS/text/b.xhtml", "<body><p>Dawn &amp; after</p><p>They slept.</p></body>")
        .with("OPS/style.css", ".th { font-style: italic }")
        .with("OPS/old.css", ".th { display: none }")
}

fn titles(document: &Draft) -> Vec<(&str, u8, Place)> {
    document.contents.iter().map(|chapter| (&*chapter.title, chapter.level, chapter.place)).collect()
}

#[test]
fn a_book_is_read_in_the_order_of_its_spine_with_its_contents() {
    let Parsed { draft: document, diagnostics } = read(&mut book()).unwrap();
    let metadata = &document.metadata;
    assert_eq!(
        (&*metadata.title, &*metadata.author, &*metadata.identifier),
        ("Tides & Bells", "Ana B., C. D.", "urn:isbn:1")
    );
    assert_eq!(metadata.language.unwrap().as_str(), "en-gb");
    let scenes: Vec<_> = document.scenes.iter().map(|scene| scene.title().unwrap()).collect();
    assert_eq!(scenes, ["The river", "The ferry", "Dawn & after", "The river", "The ferry"]);
    assert_eq!(
        titles(&document),
        [
            ("The river", 0, Place::new(0, 0, 0)),
            ("The ferry", 1, Place::new(1, 0, 0)),
            ("Dawn & after", 0, Place::new(2, 0, 0))
        ]
    );
    let block = document.block(0, 1).unwrap();
    assert_eq!(&block.text[block.marks[0].range()], "was", "the style sheet is read");
    let remarks: Vec<_> = diagnostics.iter().map(|remark| remark.message.to_string()).collect();
    assert_eq!(remarks, Vec::<String>::new());
}

#[test]
fn the_contents_of_epub_2_are_read_where_there_are_none_of_epub_3() {
    let document = read(&mut book().with("OPS/nav.xhtml", "")).unwrap().document();
    assert_eq!(titles(&document), [("River", 0, Place::new(0, 0, 0)), ("Ferry", 1, Place::new(1, 0, 0))]);
}

/// Everything that a book offers as its beginning, and the whole.
fn offered(book: &mut Shelf) -> (Vec<Draft>, Draft) {
    let mut offers = Vec::new();
    let mut take = |document| {
        offers.push(document);
        false
    };
    let whole = read_with(book, &ReadOptions::default(), &mut Beginning::wanted_by(&mut take)).unwrap().draft;
    (offers, whole)
}

/// Whether a beginning's blocks are the whole's first ones, in the same places.
fn begins(whole: &Draft, beginning: &Draft) -> bool {
    beginning.blocks().zip(whole.blocks()).all(|(first, whole)| first == whole)
}

#[test]
fn a_book_of_short_chapters_begins_as_the_whole_of_it_does() {
    let chapter =
        |n: u32| format!("<html><body><h1>{n}</h1>{}</body></html>", "<p>It was <i>late</i>.</p>".repeat(900));
    let mut book = book().with("OPS/text/a b.xhtml", &chapter(1)).with("OPS/text/b.xhtml", &chapter(2));
    book.read = Vec::new();
    let (offers, whole) = offered(&mut book);
    assert_eq!(offers.len(), 2, "once a whole scene holds eight KiB, and once for its length");
    assert!(begins(&whole, &offers[0]) && offers[0].len() > 8 << 10 && whole.len() > 16 << 10);
    assert_eq!(offers[0].metadata, whole.metadata);
    let chapters = |name: &&String| name.contains("OPS/text/");
    assert_eq!(
        book.read.iter().filter(chapters).count(),
        3,
        "each is read once for each time it is shown: {:?}",
        book.read
    );
}

#[test]
fn a_long_chapter_begins_as_the_whole_of_it_does() {
    let paragraph = |n: u32| format!("<p>Paragraph {n}, <i>näher</i> and <b>nearer</b>.</p>\n");
    let paragraphs: String = (0..9000).map(paragraph).collect();
    let mut book = book().with("OPS/text/a b.xhtml", &format!("<html><body><h1>Long</h1>{paragraphs}</body></html>"));
    let (offers, whole) = offered(&mut book);
    assert!(offers.len() > 2);
    let lengths: Vec<usize> = offers.iter().map(Draft::len).collect();
    assert!((18 << 10..19 << 10).contains(&lengths[0]), "{lengths:?}");
    assert!(offers.iter().all(|offer| begins(&whole, offer)));
}

#[test]
fn what_is_no_book_is_refused_with_its_reason() {
    let reason = |shelf: Shelf| read(&mut shelf.clone()).unwrap_err().to_string();
    assert!(reason(Shelf::default()).contains("not a valid EPUB"));
    assert!(
        reason(Shelf::default().with("META-INF/container.xml", "<rootfile full-path='a.opf'/>")).contains("missing")
    );
    let encrypted = r#"<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><CipherData><CipherReference URI="OPS/text/b.xhtml"/></CipherData></EncryptedData></encryption>"#;
    assert!(reason(book().with("META-INF/encryption.xml", encrypted)).contains("DRM"));
    let fonts = r#"<EncryptedData><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><CipherReference URI="OPS/f.otf"/></EncryptedData>"#;
    assert!(read(&mut book().with("META-INF/encryption.xml", fonts)).is_ok());
    let empty = book().with("OPS/text/b.xhtml", "<p/>").with("OPS/text/a b.xhtml", "");
    assert_eq!(read(&mut empty.clone()).unwrap_err(), ReadError::Empty);
}

#[test]
fn a_damaged_chapter_costs_no_other_and_is_told() {
    struct Damaged(Shelf);
    impl Container for Damaged {
        fn file(&mut self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
            if path.ends_with("a b.xhtml") {
                Err(ReadError::Broken("it is damaged".to_owned()))
            } else {
                self.0.file(path)
            }
        }

        fn damaged(&mut self) -> Vec<String> {
            vec!["some".to_owned()]
        }
    }
    let reading = read(&mut Damaged(book())).unwrap();
    assert_eq!(reading.draft.scenes[0].title(), Some("Dawn & after"));
    let remarks: Vec<_> = reading.diagnostics.iter().map(|remark| remark.message.to_string()).collect();
    assert!(
        remarks.iter().any(|remark| remark.contains("damaged")) && remarks.iter().any(|remark| remark.contains("some"))
    );
}

#[test]
fn links_stay_within_the_book() {}

#[test]
fn a_part_of_a_file_comes_with_the_file() {
    let package = OPF
        .replace(
            "</manifest>",
            "<item id=\"p\" href=\"text/b.xhtml#o8\" media-type=\"application/xhtml+xml\"/></manifest>",
        )
        .replace("<itemref idref=\"gone\"/>", "<itemref idref=\"p\"/>");
    let parsed = read(&mut book().with("OPS/book.opf", &package)).unwrap();
    let words = |text: &str| parsed.draft.blocks().filter(|(_, _, block)| block.text == text).count();
    assert_eq!((words("They slept."), parsed.diagnostics.len()), (1, 0));
}
