//! The style sheets of a book's chapters: those that a head names or holds, with what they import.
//!
//! A sheet is read once for the whole book, and chapters with the same sheets share their styles. A sheet that is missing or
//! damaged costs itself.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use quick_xml::events::Event;

use super::Container;
use super::events::{attribute, each_event};
use crate::format::ReadError;
use crate::format::css::{StyleSheet, Styles, applies};
use crate::format::decode::decode_xml;
use crate::format::href::{leads_out, resolved};

/// The most style sheets of a book.
const MOST_SHEETS: usize = 64;

/// How deep sheets may import each other.
const DEEPEST: usize = 4;

/// The style sheets of a book.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    /// Those that were read, by their paths; `None` for one that is not to be had.
    known: HashMap<String, Option<Rc<StyleSheet>>>,
    /// How often selectors were tried in the whole book.
    tries: Rc<Cell<u64>>,
    /// The sheets of the last chapter, with its styles.
    last: Option<(Vec<String>, Rc<Styles>)>,
    /// The sheets that are missing or damaged.
    pub(super) remarks: Vec<String>,
}

/// A sheet that a head has.
enum Named {
    Linked(String),
    Held(String),
}

impl Sheets {
    /// Returns the styles of a chapter.
    ///
    /// # Errors
    /// When a sheet is larger than it may be.
    pub(super) fn of(
        &mut self,
        container: &mut dyn Container,
        source: &str,
        path: &str,
    ) -> Result<Rc<Styles>, ReadError> {
        let head = head(source);
        let mut named = named(head, path);
        named.extend(held_in_body(&source[head.len()..]));
        let linked: Option<Vec<String>> = named
            .iter()
            .map(|one| match one {
                Named::Linked(path) => Some(path.clone()),
                Named::Held(_) => None,
            })
            .collect();
        if let (Some(linked), Some((last, styles))) = (&linked, &self.last)
            && linked == last
        {
            return Ok(Rc::clone(styles));
        }
        let mut sheets = Vec::new();
        for one in named {
            match one {
                Named::Linked(path) => self.collect(container, &path, DEEPEST, &mut sheets)?,
                Named::Held(css) => {
                    self.add(container, (path, Rc::new(StyleSheet::read(&css))), DEEPEST, &mut sheets)?;
                }
            }
        }
        let styles = Rc::new(Styles::of(&sheets, &self.tries));
        self.last = linked.map(|linked| (linked, Rc::clone(&styles)));
        Ok(styles)
    }

    /// Returns whether rules were left out because there was too much to match.
    pub(super) fn is_exhausted(&self) -> bool {
        self.last.as_ref().is_some_and(|(_, styles)| styles.is_exhausted())
    }

    /// Adds a sheet behind those that it imports.
    fn collect(
        &mut self,
        container: &mut dyn Container,
        path: &str,
        depth: usize,
        sheets: &mut Vec<Rc<StyleSheet>>,
    ) -> Result<(), ReadError> {
        if !self.known.contains_key(path) {
            if self.known.len() >= MOST_SHEETS {
                return Ok(());
            }
            let sheet = match container.file(path) {
                Ok(bytes) => bytes.map(|bytes| Rc::new(StyleSheet::read(&decode_xml(&bytes)))),
                Err(ReadError::Broken(why)) => {
                    self.remarks.push(why);
                    None
                }
                Err(error) => return Err(error),
            };
            if sheet.is_none() {
                self.remarks.push(format!("{path} is a style sheet of a chapter, but it cannot be read"));
            }
            self.known.insert(path.to_owned(), sheet);
        }
        match self.known.get(path).cloned().flatten() {
            Some(sheet) => self.add(container, (path, sheet), depth, sheets),
            None => Ok(()),
        }
    }

    fn add(
        &mut self,
        container: &mut dyn Container,
        (path, sheet): (&str, Rc<StyleSheet>),
        depth: usize,
        sheets: &mut Vec<Rc<StyleSheet>>,
    ) -> Result<(), ReadError> {
        if let Some(depth) = depth.checked_sub(1) {
            for import in sheet.imports.iter().filter(|import| !leads_out(import)) {
                self.collect(container, &resolved(path, import).0, depth, sheets)?;
            }
        }
        sheets.push(sheet);
        Ok(())
    }
}

/// The head of a chapter.
pub(super) fn head(source: &str) -> &str {
    let ends = |at: &usize| {
        let begins =
            |tag: &[u8]| source.as_bytes()[*at..].get(..tag.len()).is_some_and(|is| is.eq_ignore_ascii_case(tag));
        begins(b"</head>") || begins(b"<body")
    };
    let end = memchr::memchr_iter(b'<', source.as_bytes()).find(ends);
    &source[..end.unwrap_or(0)]
}

/// The sheets that stand among the text, as sites write them.
fn held_in_body(body: &str) -> Vec<Named> {
    /// A site has one or two.
    const MOST: usize = 8;
    let mut found = Vec::new();
    let mut rest = body;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"<style").filter(|_| found.len() < MOST) {
        rest = &rest[at..];
        let (Some(start), Some(end)) = (rest.find('>'), rest.find("</style")) else { break };
        if start < end {
            found.push(Named::Held(rest[start + 1..end].to_owned()));
        }
        rest = &rest[end + 1..];
    }
    found
}

/// The sheets that a head names or holds, in order. Alternate ones and those for other media are for other readers.
fn named(head: &str, path: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut held: Option<String> = None;
    each_event(head, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let local = tag.local_name();
                let media = || attribute(tag, "media").is_none_or(|media| applies(&media));
                if local.as_ref().eq_ignore_ascii_case("link") {
                    let rel = attribute(tag, "rel").unwrap_or_default().to_ascii_lowercase();
                    let sheet =
                        rel.split_ascii_whitespace().any(|rel| rel == "stylesheet") && !rel.contains("alternate");
                    // A sheet from a network is never fetched.
                    let own = |href: &String| sheet && media() && !leads_out(href);
                    if let Some(href) = attribute(tag, "href").filter(own) {
                        found.push(Named::Linked(resolved(path, &href).0));
                    }
                } else if local.as_ref().eq_ignore_ascii_case("style") {
                    held = media().then(String::new);
                }
            }
            // In old pages a sheet stands in a comment, for browsers that know no sheets.
            Event::Text(_) | Event::CData(_) | Event::Comment(_) => {
                if let Some(held) = &mut held {
                    held.push_str(event);
                }
            }
            Event::End(tag) if tag.local_name().as_ref().eq_ignore_ascii_case("style") => {
                found.extend(held.take().map(Named::Held));
            }
            Event::PI(instruction) => {
                let text: &str = instruction;
                let href = text.strip_prefix("xml-stylesheet").and_then(|rest| rest.split_once("href="));
                let href = href.and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
                if let Some(href) = href.filter(|_| !text.contains("alternate=\"yes\"")) {
                    found.push(Named::Linked(resolved(path, href).0));
                }
            }
            _ => {}
        }
        std::ops::ControlFlow::Continue(())
    });
    found
}
