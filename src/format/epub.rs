//! EPUB 2 and 3: a package of chapters in the order of its spine, with contents of its own.
//!
//! It reads through a [`Container`], which is opened and bounded elsewhere. What a book gets wrong costs it no word: a chapter that
//! can't be found or parsed is remarked on, and the rest is read.

mod contents;
mod events;
mod package;

pub(super) use self::events::each_event;

use std::collections::{HashMap, HashSet};

use self::contents::NavPoint;
use self::events::{attribute, each_tag};
use self::package::Package;
use super::anchors::{Anchors, in_file};
use super::beginning::Beginning;
use super::binder::Binder;
use super::decode::decode_xml;
use super::href::resolved;
use super::xhtml::{self, Element, Styles};
use super::{Limits, Parsed, ReadError};
use crate::diagnostic::Diagnostic;
use crate::document::{Chapter, Document, Metadata, Place, SafeText};

/// A book's files, by their paths within it.
pub trait Container {
    /// The bytes of a file; `None` where there is none.
    ///
    /// # Errors
    /// When it is larger than it may be, or damaged.
    fn file(&mut self, path: &str) -> Result<Option<Vec<u8>>, ReadError>;

    /// How much may be taken of it.
    fn limits(&self) -> Limits {
        Limits::default()
    }

    /// So many of so many chapters have been read; whether the rest is still wanted.
    fn goes_on(&mut self, _done: usize, _all: usize) -> bool {
        true
    }

    /// The files read so far that are damaged, so that they ended early.
    fn damaged(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// The most chapters that are read; a library of laws has some thousands.
const MOST_CHAPTERS: usize = 20_000;

/// Reads a book.
///
/// # Errors
/// When there is no book in the container, or one that only another program can decrypt.
pub fn read(container: &mut dyn Container) -> Result<Parsed, ReadError> {
    read_with(container, &mut Beginning::unwanted())
}

/// Reads a page of HTML as a book of one chapter.
pub(super) fn read_page(source: &str, limits: Limits) -> Result<Parsed, ReadError> {
    let mut styles = Styles::default();
    styles.read_from(source);
    let titles = HashMap::new();
    let chapter = xhtml::Chapter {
        source,
        path: "",
        styles: &styles,
        titles: &titles,
        language: None,
        elements: Element::of,
        repeats_title: false,
    };
    read_alone(&chapter, package::metadata(source, None), limits)
}

/// Reads a book that is a single chapter.
pub(super) fn read_alone(
    chapter: &xhtml::Chapter<'_>,
    metadata: Metadata,
    limits: Limits,
) -> Result<Parsed, ReadError> {
    let mut binder = Binder::within(limits);
    let whole = xhtml::read(chapter, &mut binder, &mut |_| {});
    if let Some((what, limit)) = binder.is_over_limit() {
        return Err(ReadError::TooLarge { what, limit });
    }
    let (mut document, _) = binder.finish();
    document.metadata = metadata;
    let message = SafeText::line("not well-formed; the rest is shown without formatting");
    let remark = Diagnostic { line: 1, column: 1, message };
    Ok(Parsed { document, diagnostics: if whole { Vec::new() } else { vec![remark] } })
}

/// Reads a book and hands over its beginning on the way: its first blocks, in the places that they have in the whole.
///
/// # Errors
/// As [`read`].
pub fn read_with(container: &mut dyn Container, beginning: &mut Beginning<'_>) -> Result<Parsed, ReadError> {
    let package = package_of(container)?;
    let entries = entries(container, &package)?;
    let mut book = Book {
        remarks: Vec::new(),
        binder: Binder::within(container.limits()),
        styles: Styles::default(),
        sheets: HashSet::new(),
    };
    let (titles, none) = (titles(&entries), HashMap::new());
    let language = package.metadata.language;
    let mut between = |binder: &Binder| {
        let (told, written) = (binder.told(), binder.written());
        if beginning.is_due(told, written) {
            beginning.offer((told, written), bound(binder.clone(), &package, &entries));
        }
    };
    let mut seen = HashSet::new();
    let count = package.spine.len().min(MOST_CHAPTERS);
    for (nth, path) in package.spine[..count].iter().enumerate() {
        if !container.goes_on(nth, count) {
            return Err(ReadError::Stopped);
        }
        if !seen.insert(path.as_str()) {
            book.remark(&format!("{path} is in the spine more than once; only the first is read"));
            continue;
        }
        let Some(source) = book.source(container, path)? else { continue };
        book.styles_of(container, &source, path)?;
        let titles = titles.get(path.as_str()).unwrap_or(&none);
        let (styles, elements) = (&book.styles, Element::of);
        let chapter =
            xhtml::Chapter { source: &source, path, styles, titles, language, elements, repeats_title: false };
        if !xhtml::read(&chapter, &mut book.binder, &mut between) {
            book.remark(&format!("{path} is not well-formed; the rest is shown without formatting"));
        }
        if let Some((what, limit)) = book.binder.is_over_limit() {
            return Err(ReadError::TooLarge { what, limit });
        }
    }
    if package.spine.len() > MOST_CHAPTERS {
        book.remark(&format!("only the first {MOST_CHAPTERS} chapters are read"));
    }
    let Book { remarks, binder, .. } = book;
    let document = bound(binder, &package, &entries);
    if document.is_empty() { Err(ReadError::Empty) } else { Ok(Parsed { document, diagnostics: remarks }) }
}

/// The package that the container's description names.
fn package_of(container: &mut dyn Container) -> Result<Package, ReadError> {
    let broken = |why: &str| ReadError::Broken(why.to_owned());
    let root = text_of(container, "META-INF/container.xml")?.and_then(|xml| package::root(&xml));
    let root = root.ok_or_else(|| broken("an archive, but not an EPUB: META-INF/container.xml names no package"))?;
    let package = text_of(container, &root)?
        .ok_or_else(|| broken("the package file that META-INF/container.xml names is missing"))?;
    if text_of(container, "META-INF/encryption.xml")?.is_some_and(|xml| package::encrypts_text(&xml)) {
        return Err(ReadError::Encrypted);
    }
    Ok(Package::read(&package, &root))
}

/// The document of what has been read of a book.
fn bound(binder: Binder, package: &Package, entries: &[NavPoint]) -> Document {
    let (mut document, anchors) = binder.finish();
    document.metadata = package.metadata.clone();
    document.contents = chapters(entries, &anchors);
    document
}

struct Book {
    remarks: Vec<Diagnostic>,
    binder: Binder,
    styles: Styles,
    /// The style sheets that have been read.
    sheets: HashSet<String>,
}

/// The most style sheets of a book.
const MOST_SHEETS: usize = 64;

impl Book {
    fn remark(&mut self, message: &str) {
        if self.remarks.len() < 1000 {
            self.remarks.push(Diagnostic { line: 1, column: 1, message: SafeText::line(message) });
        }
    }

    /// A chapter's source; `None` where it is not to be had, which is remarked on.
    fn source(&mut self, container: &mut dyn Container, path: &str) -> Result<Option<String>, ReadError> {
        let bytes = match container.file(path) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                self.remark(&format!("{path} is in the spine, but the file is missing"));
                return Ok(None);
            }
            Err(ReadError::Broken(why)) => {
                self.remark(&why);
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        for damaged in container.damaged() {
            self.remark(&format!("{damaged} is damaged; the rest of it is lost"));
        }
        Ok(Some(decode_xml(&bytes)))
    }

    /// Reads the style sheets that a chapter's head names or holds.
    fn styles_of(&mut self, container: &mut dyn Container, source: &str, path: &str) -> Result<(), ReadError> {
        let head = source.split_once("</head>").map_or("", |(head, _)| head);
        self.styles.read_from(head);
        let mut linked = Vec::new();
        each_tag(head, |name, tag| {
            let href = (name == "link").then(|| attribute(tag, "href")).flatten();
            linked.extend(href.filter(|href| href.contains(".css")));
        });
        for href in linked {
            let sheet = resolved(path, &href).0;
            if self.sheets.len() < MOST_SHEETS
                && self.sheets.insert(sheet.clone())
                && let Some(css) = text_of(container, &sheet)?
            {
                self.styles.read(&css);
            }
        }
        Ok(())
    }
}

fn text_of(container: &mut dyn Container, path: &str) -> Result<Option<String>, ReadError> {
    Ok(container.file(path)?.map(|bytes| decode_xml(&bytes)))
}

/// The book's own contents: those of EPUB 3, or else those of EPUB 2.
fn entries(container: &mut dyn Container, package: &Package) -> Result<Vec<NavPoint>, ReadError> {
    if let Some(path) = &package.navigation
        && let Some(xml) = text_of(container, path)?
    {
        let entries = contents::navigation(&xml, path);
        if !entries.is_empty() {
            return Ok(entries);
        }
    }
    match &package.ncx {
        Some(path) => Ok(text_of(container, path)?.map_or_else(Vec::new, |xml| contents::ncx(&xml, path))),
        None => Ok(Vec::new()),
    }
}

/// What the contents call the names in each file; of two titles of one name the first.
fn titles(entries: &[NavPoint]) -> HashMap<&str, HashMap<&str, &str>> {
    let mut titles: HashMap<&str, HashMap<&str, &str>> = HashMap::new();
    for entry in entries {
        titles.entry(&entry.path).or_default().entry(&entry.fragment).or_insert(&entry.title);
    }
    titles
}

/// The contents with their places. An entry that leads nowhere leads where the one before it does.
fn chapters(entries: &[NavPoint], anchors: &Anchors) -> Vec<Chapter> {
    let mut here = Place::default();
    let place = |entry: &NavPoint| anchors.place(&in_file(&entry.path, &entry.fragment));
    entries
        .iter()
        .map(|entry| {
            here = place(entry).unwrap_or(here);
            Chapter { title: SafeText::line(&entry.title), level: entry.level, place: here }
        })
        .collect()
}

#[cfg(test)]
mod tests;
