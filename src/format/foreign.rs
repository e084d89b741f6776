//! Formats that are not read: what a file is, by its first bytes or by the files in it, and how to make a story of it.
//!
//! A format is told by content, not by a name's ending: a Word file that is called `.txt` is one all the same.

/// A format that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// What it is called.
    pub name: &'static str,
    /// A command that makes a story of it, where there is one.
    pub remedy: &'static str,
}

/// Tools that come with most distributions, and what they make of a file called `FILE`.
const PANDOC: &str =
    "`pandoc FILE -o story.epub` makes a story of it, and `[convert]` in config.toml has that done by itself";
const CALIBRE: &str = "Calibre’s `ebook-convert FILE story.epub` makes a story of it, and `[convert]` in config.toml has that done by itself";
const PDF: &str = "`pdftotext -layout FILE story.txt` takes the text out of it, and `[convert]` in config.toml has that done by itself";
const DJVU: &str =
    "`djvutxt FILE story.txt` takes the text out of it, and `[convert]` in config.toml has that done by itself";
const PICTURES: &str = "it holds pictures, and no text";

/// What files begin with, and where.
const SIGNATURES: [(usize, &[u8], Foreign); 11] = [
    (0, b"{\\rtf", Foreign { name: "RTF", remedy: PANDOC }),
    (0, b"%PDF-", Foreign { name: "PDF", remedy: PDF }),
    (60, b"BOOKMOBI", Foreign { name: "Kindle (MOBI or AZW)", remedy: CALIBRE }),
    (60, b"TEXtREAd", Foreign { name: "Palm", remedy: CALIBRE }),
    (0, b"TPZ", Foreign { name: "Kindle (Topaz)", remedy: CALIBRE }),
    (0, b"\xEADRMION\xEE", Foreign { name: "Kindle (KFX)", remedy: CALIBRE }),
    (0, b"AT&TFORM", Foreign { name: "DjVu", remedy: DJVU }),
    (0, b"ITOLITLS", Foreign { name: "Microsoft Reader (LIT)", remedy: CALIBRE }),
    (0, b"ITSF", Foreign { name: "compiled help (CHM)", remedy: CALIBRE }),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Foreign { name: "Word (DOC)", remedy: CALIBRE }),
    (0, b"Rar!\x1A\x07", Foreign { name: "RAR or comic book (CBR)", remedy: PICTURES }),
];

/// Returns the format of a file's first bytes, if it is one that is not read.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<Foreign> {
    let begins = |(at, signature, _): &&(usize, &[u8], Foreign)| {
        bytes.get(*at..).is_some_and(|rest| rest.starts_with(signature))
    };
    // A PDF may begin with some bytes of its maker's.
    let late = || {
        let near = &bytes[..bytes.len().min(1024)];
        let binary = near.iter().take(16).any(|byte| !byte.is_ascii());
        (binary && memchr::memmem::find(near, b"%PDF-").is_some()).then_some(SIGNATURES[1].2)
    };
    SIGNATURES.iter().find(begins).map(|(_, _, foreign)| *foreign).or_else(late)
}

/// Returns the format of an archive with these files, if it is one that is not read.
pub(super) fn of_archive(names: &[String]) -> Option<Foreign> {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let ends = |name: &String, endings: &[&str]| {
        let lower = name.to_ascii_lowercase();
        endings.iter().any(|ending| lower.ends_with(ending))
    };
    if has("word/document.xml") {
        return Some(Foreign { name: "Word (DOCX)", remedy: PANDOC });
    }
    if has("content.xml") && (has("META-INF/manifest.xml") || has("mimetype")) {
        return Some(Foreign { name: "OpenDocument (ODT)", remedy: PANDOC });
    }
    if names.iter().any(|name| name.starts_with("ppt/") || name.starts_with("xl/")) {
        return Some(Foreign { name: "Office", remedy: CALIBRE });
    }
    let mut files =
        names.iter().filter(|name| !name.ends_with('/') && !ends(name, &[".xml", ".txt", ".nfo"])).peekable();
    let pictures = files.peek().is_some() && files.all(|name| ends(name, &[".jpg", ".jpeg", ".png", ".gif", ".webp"]));
    pictures.then_some(Foreign { name: "comic book (CBZ)", remedy: PICTURES })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_content() {
        let kindle = [&[0; 60][..], b"BOOKMOBI"].concat();
        for (bytes, name) in [
            (&b"{\\rtf1\\ansi It was late.}"[..], Some("RTF")),
            (b"%PDF-1.7 text", Some("PDF")),
            (b"\xEF\xBB\xBF\n%PDF-1.4", Some("PDF")),
            (&kindle, Some("Kindle (MOBI or AZW)")),
            (b"AT&TFORM", Some("DjVu")),
            (b"It says %PDF- here.", None),
            (b"", None),
        ] {
            assert_eq!(of_bytes(bytes).map(|foreign| foreign.name), name);
        }
        let archive = |names: &[&str]| of_archive(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(archive(&["[Content_Types].xml", "word/document.xml"]).unwrap().name, "Word (DOCX)");
        assert_eq!(archive(&["mimetype", "content.xml", "META-INF/manifest.xml"]).unwrap().name, "OpenDocument (ODT)");
        assert_eq!(archive(&["a/", "a/1.jpg", "a/2.PNG", "ComicInfo.xml"]).unwrap().name, "comic book (CBZ)");
        assert_eq!(archive(&["a.xhtml", "a.jpg"]), None);
    }
}
