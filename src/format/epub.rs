//! EPUB 2 and 3: a package of chapters in the order of its spine, with contents of its own.
//!
//! It reads through a [`Container`], which is opened and bounded elsewhere. What a book gets wrong costs it no word: a chapter that
//! can't be found or parsed is remarked on, and the rest is read.

mod contents;
mod drm;
mod events;
pub(super) mod package;
mod page;
mod people;
mod sheets;

pub(super) use self::events::each_event;

use std::collections::{HashMap, VecDeque};

use self::contents::NavPoint;
use self::package::Package;
use self::sheets::Sheets;
use super::anchors::{Anchors, in_file};
use super::beginning::Beginning;
use super::binder::Binder;
use super::decode::decode_xml;
use super::smarten::Printer;
use super::straight::is_straight;
use super::xhtml::{self, Element, Kind};
use super::{Limits, Parsed, ReadError, ReadOptions, foreign};
use crate::diagnostic::Diagnostic;
use crate::document::{Chapter, Draft, Metadata, Place, SafeText};

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

    /// The path that a file has which is asked for by another spelling: decoded, in composed form, without case. The path itself
    /// where there is none.
    fn name(&mut self, path: &str) -> String {
        path.to_owned()
    }

    /// The paths of all files.
    fn names(&mut self) -> Vec<String> {
        Vec::new()
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
    read_with(container, &ReadOptions::default(), &mut Beginning::unwanted())
}

/// Reads a page of HTML as a book of one chapter.
pub(super) fn read_page(
    source: &str,
    options: &ReadOptions,
    beginning: &mut Beginning<'_>,
) -> Result<Parsed, ReadError> {
    let kept = if options.keep_all { source.into() } else { page::without_licence(source) };
    let cut = kept.len() < source.len();
    let source = &*kept;
    let styles = Sheets::default().of(&mut NoFiles, source, "")?;
    let titles = HashMap::new();
    let chapter = xhtml::ChapterFile {
        source,
        path: "",
        styles: &styles,
        titles: &titles,
        language: None,
        elements: Element::of,
        kind: if options.keep_all { Kind::WholePage } else { Kind::Page },
    };
    let metadata = package::metadata(source, None);
    let mut between = |binder: &Binder| {
        let due = (binder.told(), binder.written());
        if beginning.is_due(due.0, due.1) {
            let (mut draft, _) = binder.clone().finish();
            draft.metadata = metadata.clone();
            page::name(&mut draft, source);
            beginning.offer(due, draft);
        }
    };
    let mut parsed = read_alone(&chapter, metadata.clone(), options, &mut between)?;
    page::name(&mut parsed.draft, source);
    if cut {
        let told = "Project Gutenberg's header and licence left out; `--keep-all` shows them";
        parsed.draft.read_as.push(SafeText::line(told));
    }
    Ok(parsed)
}

/// How much of a book's markup tells whether its quotes are straight: the first chapters, which its first page is set from.
const STRAIGHT: usize = 64 << 10;

/// The most chapters that are read ahead for that: a cover, a title page, a dedication and the first ones of the text.
const AHEAD: usize = 8;

/// What is said of a book whose quotes are set.
const SET: &str = "straight quotes, set as printers do; `--smarten off` leaves them";

/// Reads a book that is a single chapter. `between` is called between two of its blocks.
pub(super) fn read_alone(
    chapter: &xhtml::ChapterFile<'_>,
    metadata: Metadata,
    options: &ReadOptions,
    between: &mut dyn FnMut(&Binder),
) -> Result<Parsed, ReadError> {
    let mut binder = Binder::within(options.limits);
    let straight = options.smarten && is_straight(&chapter.source[..chapter.source.floor_char_boundary(STRAIGHT)]);
    if straight {
        binder.set_signs(Printer::of(metadata.language.or(chapter.language)));
    }
    let whole = xhtml::read(chapter, &mut binder, between);
    if let Some((what, limit)) = binder.is_over_limit() {
        return Err(ReadError::TooLarge { what, limit });
    }
    let left_out = binder.left_out();
    let (mut document, _) = binder.finish();
    document.metadata = metadata;
    if left_out > 0 {
        let parts = if left_out == 1 { "part" } else { "parts" };
        let told = format!("{left_out} {parts} of a saved page left out, such as menus; `--keep-all` shows them");
        document.read_as.push(SafeText::line(&told));
    }
    if straight {
        document.read_as.push(SafeText::line(SET));
    }
    let message = SafeText::line("not well-formed; the rest is shown without formatting");
    let remark = Diagnostic { line: 1, column: 1, message };
    Ok(Parsed { draft: document, diagnostics: if whole { Vec::new() } else { vec![remark] } })
}

/// Reads a book and hands over its beginning on the way: its first blocks, in the places that they have in the whole.
///
/// # Errors
/// As [`read`].
pub fn read_with(
    container: &mut dyn Container,
    options: &ReadOptions,
    beginning: &mut Beginning<'_>,
) -> Result<Parsed, ReadError> {
    let package = package_of(container)?;
    let entries = entries(container, &package)?;
    let mut book = OpenBook {
        remarks: Vec::new(),
        binder: Binder::within(container.limits()),
        sheets: Sheets::default(),
        ahead: VecDeque::new(),
        straight: false,
    };
    package.remarks.iter().for_each(|remark| book.remark(remark));
    let (titles, none, language) = (titles(&entries), HashMap::new(), package.metadata.language);
    let mut between = |binder: &Binder| {
        let (told, written) = (binder.told(), binder.written());
        if beginning.is_due(told, written) {
            beginning.offer((told, written), bound(binder.clone(), &package, &entries));
        }
    };
    if options.smarten && book.has_straight_quotes(container, &package.spine)? {
        book.binder.set_signs(Printer::of(options.language.or(language)));
        book.straight = true;
    }
    let mut seen = HashMap::<&str, usize>::new();
    let count = package.spine.len().min(MOST_CHAPTERS);
    for (nth, path) in package.spine[..count].iter().enumerate() {
        if !container.goes_on(nth, count) {
            return Err(ReadError::Stopped);
        }
        let times = seen.entry(path).or_default();
        *times += 1;
        if book.is_too_often(path, *times) {
            continue;
        }
        let Some(source) = book.next_source(container, path)? else { continue };
        if nth >= package.linear {
            // A note on the side is no part of what stands before it.
            book.binder.break_scene();
        }
        let styles = book.sheets.of(container, &source, path)?;
        // What the contents lead to is where it stands first.
        let titles = titles.get(path.as_str()).filter(|_| *times == 1).unwrap_or(&none);
        let (source, styles, elements, kind) = (&*source, &*styles, Element::of, Kind::Book);
        let chapter = xhtml::ChapterFile { source, path, styles, titles, language, elements, kind };
        if !xhtml::read(&chapter, &mut book.binder, &mut between) {
            book.remark(&format!("{path} is not well-formed; the rest is shown without formatting"));
        }
        book.stay_within_limits()?;
    }
    book.remark_on_limits(package.spine.len());
    let OpenBook { remarks, binder, straight, .. } = book;
    let mut document = bound(binder, &package, &entries);
    if straight {
        document.read_as.push(SafeText::line(SET));
    }
    if document.is_empty() { Err(ReadError::Empty) } else { Ok(Parsed { draft: document, diagnostics: remarks }) }
}

/// The package that the container's description names.
fn package_of(container: &mut dyn Container) -> Result<Package, ReadError> {
    let broken = |why: &str| ReadError::Broken(why.to_owned());
    let mut roots = text_of(container, "META-INF/container.xml")?.map_or_else(Vec::new, |xml| package::roots(&xml));
    if roots.is_empty() {
        // Without a description the only package there is must be meant.
        let packages = container.names().into_iter().filter(|name| name.to_ascii_lowercase().ends_with(".opf"));
        roots = packages.collect();
        if roots.len() != 1 {
            if let Some(foreign::Foreign { name, remedy }) = foreign::of_archive(&container.names()) {
                return Err(ReadError::Foreign { name, remedy });
            }
            return Err(broken("not a valid EPUB: META-INF/container.xml names no package"));
        }
    }
    let mut found = None;
    for root in roots {
        if let Some(xml) = text_of(container, &root)? {
            found = Some((xml, root));
            break;
        }
    }
    let (xml, root) = found
        .ok_or_else(|| broken("not a valid EPUB: the package file that META-INF/container.xml names is missing"))?;
    let mut package = Package::read(&xml, &root);
    for path in package.spine.iter_mut().chain(&mut package.navigation).chain(&mut package.ncx) {
        *path = container.name(path);
    }
    drm::refuse(container, &package.spine)?;
    Ok(package)
}

/// The files of a page that stands alone.
struct NoFiles;

impl Container for NoFiles {
    fn file(&mut self, _: &str) -> Result<Option<Vec<u8>>, ReadError> {
        Ok(None)
    }
}

/// The document of what has been read of a book.
fn bound(binder: Binder, package: &Package, entries: &[NavPoint]) -> Draft {
    let (mut document, anchors) = binder.finish();
    document.metadata = package.metadata.clone();
    document.contents = chapters(entries, &anchors);
    document
}

struct OpenBook {
    remarks: Vec<Diagnostic>,
    binder: Binder,
    sheets: Sheets,
    /// Chapters whose sources have been read ahead, with their paths.
    ahead: VecDeque<(String, Option<String>)>,
    /// Whether the book's quotes are straight and are set.
    straight: bool,
}

/// How often a chapter is shown that is in the spine several times: some books repeat a page on purpose, and an attack repeats it
/// a thousand times.
const MOST_TIMES: usize = 2;

impl OpenBook {
    fn remark(&mut self, message: &str) {
        if self.remarks.len() < 1000 {
            self.remarks.push(Diagnostic { line: 1, column: 1, message: SafeText::line(message) });
        }
    }

    /// Returns whether a chapter that is in the spine for this time is left out.
    fn is_too_often(&mut self, path: &str, times: usize) -> bool {
        if times == MOST_TIMES + 1 {
            self.remark(&format!("{path} is in the spine more than twice; the rest are left out"));
        }
        times > MOST_TIMES
    }

    fn stay_within_limits(&self) -> Result<(), ReadError> {
        self.binder.is_over_limit().map_or(Ok(()), |(what, limit)| Err(ReadError::TooLarge { what, limit }))
    }

    /// Remarks on what was left out of a book with so many chapters.
    fn remark_on_limits(&mut self, chapters: usize) {
        if chapters > MOST_CHAPTERS {
            self.remark(&format!("only the first {MOST_CHAPTERS} chapters are read"));
        }
        for remark in std::mem::take(&mut self.sheets.remarks) {
            self.remark(&remark);
        }
        if self.sheets.is_exhausted() {
            self.remark("its style sheets ask for too much; what they say of the rest is left out");
        }
    }

    /// Reads the first chapters ahead and returns whether their quotes are straight.
    fn has_straight_quotes(&mut self, container: &mut dyn Container, spine: &[String]) -> Result<bool, ReadError> {
        let (mut length, mut markup) = (0, String::new());
        for path in spine {
            let source = self.source(container, path)?;
            if let Some(source) = &source {
                length += source.len();
                markup.push_str(&source[..source.floor_char_boundary(STRAIGHT)]);
            }
            self.ahead.push_back((path.clone(), source));
            if length >= STRAIGHT || self.ahead.len() >= AHEAD {
                break;
            }
        }
        Ok(is_straight(&markup))
    }

    /// The source of the chapter that comes next in the spine, which may have been read ahead.
    fn next_source(&mut self, container: &mut dyn Container, path: &str) -> Result<Option<String>, ReadError> {
        match self.ahead.front() {
            Some((ahead, _)) if ahead == path => Ok(self.ahead.pop_front().and_then(|(_, source)| source)),
            _ => self.source(container, path),
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
        if is_picture(&bytes) {
            self.remark(&format!("{path} is in the spine, but it is a picture"));
            return Ok(None);
        }
        Ok(Some(decode_xml(&bytes)))
    }
}

/// Whether a file is a picture, whatever its name and its type say.
fn is_picture(bytes: &[u8]) -> bool {
    [&b"\xFF\xD8\xFF"[..], b"\x89PNG", b"GIF8", b"RIFF"].iter().any(|signature| bytes.starts_with(signature))
}

fn text_of(container: &mut dyn Container, path: &str) -> Result<Option<String>, ReadError> {
    Ok(container.file(path)?.map(|bytes| decode_xml(&bytes)))
}

/// The book's own contents: those of EPUB 3, or else those of EPUB 2.
fn entries(container: &mut dyn Container, package: &Package) -> Result<Vec<NavPoint>, ReadError> {
    let mut read = |path: &Option<String>, read: fn(&str, &str) -> Vec<NavPoint>| -> Result<_, ReadError> {
        let Some(path) = path else { return Ok(Vec::new()) };
        let xml = match text_of(container, path) {
            Ok(xml) => xml.unwrap_or_default(),
            // Damaged contents cost the contents.
            Err(ReadError::Broken(_)) => String::new(),
            Err(error) => return Err(error),
        };
        let mut entries = read(&xml, path);
        entries
            .iter_mut()
            .filter(|entry| !entry.path.is_empty())
            .for_each(|entry| entry.path = container.name(&entry.path));
        Ok(entries)
    };
    let entries = read(&package.navigation, contents::navigation)?;
    if entries.is_empty() { read(&package.ncx, contents::ncx) } else { Ok(entries) }
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
