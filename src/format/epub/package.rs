//! The package document: what the book is, and in which order its chapters are read.

use std::collections::HashMap;
use std::ops::ControlFlow;

use memchr::memmem;
use quick_xml::events::Event;

use super::events::{attribute, each_event, each_tag};
use crate::document::{Language, Metadata, SafeText};
use crate::format::href::resolved;

/// What the package says.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) metadata: Metadata,
    /// The chapters' paths, in reading order.
    pub(super) spine: Vec<String>,
    /// The contents of EPUB 3.
    pub(super) navigation: Option<String>,
    /// The contents of EPUB 2.
    pub(super) ncx: Option<String>,
}

/// The most entries of a manifest that are taken in.
const MOST_ENTRIES: usize = 100_000;

/// The media type of the contents of EPUB 2.
const NCX: &str = "application/x-dtbncx+xml";

/// The path of the package that the container's description names first.
pub(super) fn root(xml: &str) -> Option<String> {
    let mut path = None;
    each_tag(xml, |name, tag| {
        if name == "rootfile" && path.is_none() {
            path = attribute(tag, "full-path");
        }
    });
    path.map(|path| resolved("", &path).0)
}

/// Whether a description of encryption names anything but fonts that are garbled, as publishers do.
pub(super) fn encrypts_text(xml: &str) -> bool {
    let mut encrypts = false;
    let mut garbled = false;
    each_tag(xml, |name, tag| match name {
        "EncryptionMethod" => {
            let method = attribute(tag, "Algorithm").unwrap_or_default();
            garbled = method.contains("obfuscation") || method.contains("ns.adobe.com/pdf/enc#RC");
        }
        "CipherReference" => {
            let uri = attribute(tag, "URI").unwrap_or_default();
            let font =
                [".ttf", ".otf", ".woff", ".woff2"].iter().any(|ending| uri.to_ascii_lowercase().ends_with(ending));
            encrypts |= !garbled && !font;
        }
        _ => {}
    });
    encrypts
}

impl Package {
    /// Reads a package that stands at a path.
    pub(super) fn read(xml: &str, path: &str) -> Self {
        let mut package = Self::default();
        let mut manifest: HashMap<String, String> = HashMap::new();
        let mut spine = Vec::new();
        let (mut ncx, mut unique) = (None, None);
        each_tag(xml, |name, tag| match name {
            "package" => unique = attribute(tag, "unique-identifier"),
            "item" if manifest.len() < MOST_ENTRIES => {
                let (Some(id), Some(href)) = (attribute(tag, "id"), attribute(tag, "href")) else { return };
                let file = resolved(path, &href).0;
                // Two of thousands say so: they are looked for in the tag before its attributes are parted once more.
                let says = |words: &str| memmem::find(tag.as_bytes(), words.as_bytes()).is_some();
                if says("nav")
                    && attribute(tag, "properties").is_some_and(|all| all.split(' ').any(|property| property == "nav"))
                {
                    package.navigation = Some(file.clone());
                }
                if says(NCX) && attribute(tag, "media-type").is_some_and(|kind| kind == NCX) {
                    package.ncx.get_or_insert(file.clone());
                }
                manifest.entry(id).or_insert(file);
            }
            "spine" => ncx = attribute(tag, "toc"),
            "itemref" if spine.len() < MOST_ENTRIES => spine.extend(attribute(tag, "idref")),
            _ => {}
        });
        if let Some(file) = ncx.and_then(|id| manifest.get(&id)) {
            package.ncx = Some(file.clone());
        }
        package.spine = spine.iter().filter_map(|id| manifest.get(id).cloned()).collect();
        package.metadata = metadata(xml, unique.as_deref());
        package
    }
}

/// Title, authors, language and identifier. Of several the first, of authors all.
pub(super) fn metadata(xml: &str, unique: Option<&str>) -> Metadata {
    let mut found = Metadata::default();
    let mut authors: Vec<String> = Vec::new();
    let (mut open, mut text) = (None, String::new());
    each_event(xml, |event| {
        match event {
            Event::Start(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                let main = name != "identifier" || attribute(tag, "id").as_deref() == unique || unique.is_none();
                open = main.then_some(name);
                text.clear();
            }
            Event::Text(more) => text.push_str(more),
            Event::CData(more) => text.push_str(more),
            Event::GeneralRef(entity) => text.push_str(&super::super::xhtml::character(entity)),
            Event::End(_) => {
                let value = SafeText::line(text.trim());
                let first = |field: &mut SafeText| {
                    if field.is_empty() {
                        *field = value.clone();
                    }
                };
                match open.take().as_deref() {
                    Some("title") => first(&mut found.title),
                    Some("identifier") => first(&mut found.identifier),
                    Some("rights") => first(&mut found.licence),
                    Some("language") => found.language = found.language.or_else(|| Language::parse(&value)),
                    Some("creator") if !value.is_empty() && authors.len() < 9 => authors.push(value.to_string()),
                    Some("metadata" | "head") => return ControlFlow::Break(()),
                    _ => {}
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    });
    found.author = SafeText::line(&authors.join(", "));
    found
}
