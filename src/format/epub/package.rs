//! The package document: what the book is, and in which order its chapters are read.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use quick_xml::events::Event;

use super::events::{attribute, each_event, each_tag};
use super::people::{People, Person};
use crate::document::{Language, Metadata, SafeText};
use crate::format::href::resolved;

/// What the package says.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) metadata: Metadata,
    /// The chapters' paths, in reading order. Those that stand beside the text come last.
    pub(super) spine: Vec<String>,
    /// How many of them are the text; the others stand beside it.
    pub(super) linear: usize,
    /// What is in the spine and can't be shown.
    pub(super) remarks: Vec<String>,
    /// The contents of EPUB 3.
    pub(super) navigation: Option<String>,
    /// The contents of EPUB 2.
    pub(super) ncx: Option<String>,
}

/// The most entries of a manifest that are taken in.
const MOST_ENTRIES: usize = 100_000;

/// The longest chain of fallbacks that is followed.
const MOST_FALLBACKS: usize = 8;

/// The media type of the contents of EPUB 2.
const NCX: &str = "application/x-dtbncx+xml";

/// The media type of a package.
const PACKAGE: &str = "application/oebps-package+xml";

/// The paths of the packages that the container's description names, those of the right type first.
pub(in crate::format) fn roots(xml: &str) -> Vec<String> {
    let (mut packages, mut others) = (Vec::new(), Vec::new());
    each_tag(xml, |name, tag| {
        if name == "rootfile"
            && let Some(path) = attribute(tag, "full-path")
        {
            let kind = attribute(tag, "media-type").unwrap_or_default();
            let list = if kind.trim() == PACKAGE { &mut packages } else { &mut others };
            list.push(resolved("", path.trim()).0);
        }
    });
    packages.into_iter().chain(others).collect()
}

/// An entry of the manifest.
#[derive(Debug, Clone, Default)]
struct Item {
    path: String,
    /// Whether its link names a part of the file.
    part: bool,
    kind: String,
    fallback: Option<String>,
    properties: String,
}

impl Item {
    /// Whether a page can show it: a text of some kind, and none that only scripts fill.
    fn is_text(&self) -> bool {
        let kind = self.kind.as_str();
        let named = || {
            let ending = self.path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
            ["xhtml", "html", "htm", "xml", "svg"].contains(&ending.as_str())
        };
        matches!(kind, "application/xhtml+xml" | "text/html" | "application/x-dtbook+xml" | "image/svg+xml")
            || matches!(kind, "text/x-oeb1-document" | "text/plain")
            // Any other XML is shown only where the book has nothing instead of it.
            || matches!(kind, "application/xml" | "text/xml") && self.fallback.is_none()
            || (kind.is_empty() || !kind.contains('/') || kind == "application/octet-stream") && named()
    }

    fn has(&self, property: &str) -> bool {
        self.properties.split_ascii_whitespace().any(|one| one == property)
    }
}

impl Package {
    /// Reads a package that stands at a path.
    pub(super) fn read(xml: &str, path: &str) -> Self {
        let mut package = Self::default();
        let mut manifest: HashMap<String, Item> = HashMap::new();
        let mut order: Vec<String> = Vec::new();
        let (mut spine, mut ncx, mut unique) = (Vec::new(), None, None);
        let own = |value: Option<String>| value.map(|value| value.trim().to_owned());
        each_tag(xml, |name, tag| match name {
            "package" => unique = own(attribute(tag, "unique-identifier")),
            "item" if manifest.len() < MOST_ENTRIES => {
                let (Some(id), Some(href)) = (own(attribute(tag, "id")), attribute(tag, "href")) else { return };
                let (file, fragment) = resolved(path, href.trim());
                let item = Item {
                    path: file,
                    part: !fragment.is_empty(),
                    kind: own(attribute(tag, "media-type")).map(|kind| bare_type(&kind)).unwrap_or_default(),
                    fallback: own(attribute(tag, "fallback")),
                    properties: attribute(tag, "properties").unwrap_or_default(),
                };
                if item.has("nav") {
                    package.navigation.get_or_insert(item.path.clone());
                }
                if item.kind == NCX {
                    package.ncx.get_or_insert(item.path.clone());
                }
                order.push(id.clone());
                manifest.entry(id).or_insert(item);
            }
            "spine" => ncx = own(attribute(tag, "toc")),
            "itemref" if spine.len() < MOST_ENTRIES => {
                let linear = attribute(tag, "linear").is_none_or(|linear| linear.trim() != "no");
                spine.extend(own(attribute(tag, "idref")).map(|id| (id, linear)));
            }
            _ => {}
        });
        if let Some(item) = ncx.and_then(|id| manifest.get(&id)) {
            package.ncx = Some(item.path.clone());
        }
        if spine.is_empty() {
            // Without a spine the order of the manifest is all that there is.
            let text = |id: &String| manifest.get(id).is_some_and(|item| item.is_text() && !item.has("nav"));
            spine = order.iter().filter(|id| text(id)).map(|id| (id.clone(), true)).collect();
        }
        package.put_in_order(&spine, &manifest);
        package.metadata = metadata(xml, unique.as_deref());
        package
    }

    /// Takes the spine in: what stands beside the text (`linear="no"`) comes behind it, and what a page can't show is replaced by
    /// what the book has instead.
    fn put_in_order(&mut self, spine: &[(String, bool)], manifest: &HashMap<String, Item>) {
        let (text, beside): (Vec<_>, Vec<_>) = spine.iter().partition(|(_, linear)| *linear);
        let mut taken: HashSet<&String> = HashSet::new();
        for (id, linear) in text.into_iter().chain(beside) {
            let Some(item) = manifest.get(id) else { continue };
            let mut shown = item;
            for _ in 0..MOST_FALLBACKS {
                if shown.is_text() && !(shown.has("scripted") && shown.fallback.is_some()) {
                    break;
                }
                match shown.fallback.as_ref().and_then(|id| manifest.get(id)) {
                    Some(fallback) => shown = fallback,
                    None => break,
                }
            }
            // A part of a file that is shown already comes with it.
            if shown.part && taken.contains(&shown.path) {
                continue;
            }
            if shown.is_text() {
                taken.insert(&shown.path);
                self.spine.push(shown.path.clone());
                self.linear += usize::from(*linear);
            } else {
                self.remarks.push(format!("{} is no text ({}), and the book has none instead", item.path, item.kind));
            }
        }
    }
}

/// Title, people, language and identifier. Of several the first, of authors all.
pub(in crate::format) fn metadata(xml: &str, unique: Option<&str>) -> Metadata {
    let mut found = Metadata::default();
    let mut people = People::default();
    let mut open: Option<(String, Person)> = None;
    let mut refined = None;
    let mut titles = TitlesById::default();
    let mut text = String::new();
    each_event(xml, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.local_name().as_ref().to_ascii_lowercase();
                found.language = found.language.or_else(|| page_language(tag, &name));
                let main = name != "identifier" || attribute(tag, "id").as_deref() == unique || unique.is_none();
                if name == "meta" {
                    let role = attribute(tag, "property").is_some_and(|property| property.trim() == "role");
                    refined = role.then(|| attribute(tag, "refines")).flatten();
                    titles.refined = attribute(tag, "property")
                        .filter(|property| property.trim() == "title-type")
                        .and_then(|_| attribute(tag, "refines"));
                    page_author(tag, &mut people);
                }
                let person = Person {
                    id: attribute(tag, "id"),
                    role: attribute(tag, "role").map(|role| role.trim().to_ascii_lowercase()),
                    creator: name == "creator",
                    ..Person::default()
                };
                open = main.then_some((name, person));
                text.clear();
            }
            Event::Text(more) => text.push_str(more),
            Event::CData(more) => text.push_str(more),
            Event::GeneralRef(entity) => text.push_str(&super::super::xhtml::character(entity)),
            Event::End(tag) => {
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if let Some(id) = refined.take() {
                    people.refine(&id, &words);
                }
                titles.refine(&words);
                let ended = tag.local_name().as_ref().to_ascii_lowercase();
                if matches!(ended.as_str(), "metadata" | "head") {
                    return ControlFlow::Break(());
                }
                if let Some((name, person)) = open.take() {
                    titles.add(&name, &person, &words);
                    take(&mut found, &mut people, (&name, &words), person);
                }
                // Ends without beginnings would read it again and again.
                text.clear();
            }
            _ => {}
        }
        ControlFlow::Continue(())
    });
    if let Some(main) = titles.main() {
        found.title = SafeText::line(main);
    }
    found.author = SafeText::line(&people.authors());
    found.contributors = SafeText::line(&people.contributors());
    found
}

/// The titles of a book with their ids, and which of them is the main one (EPUB 3.3, D.3.10).
#[derive(Default)]
struct TitlesById {
    all: Vec<(String, String)>,
    main: Option<String>,
    /// Of which title the kind is told now.
    refined: Option<String>,
}

impl TitlesById {
    fn add(&mut self, name: &str, named: &Person, words: &str) {
        /// A book has a title, a subtitle and that of its series.
        const MOST: usize = 9;
        if let Some(id) = named.id.as_ref().filter(|_| name == "title" && self.all.len() < MOST) {
            self.all.push((id.clone(), words.to_owned()));
        }
    }

    fn refine(&mut self, kind: &str) {
        let refined = self.refined.take().filter(|_| kind.trim() == "main");
        self.main = self.main.take().or(refined);
    }

    fn main(&self) -> Option<&str> {
        let id = self.main.as_ref()?.trim_start_matches('#');
        self.all.iter().find(|(title, _)| title == id).map(|(_, words)| words.as_str())
    }
}

/// A media type in small letters, without its parameters: `application/xhtml+xml; charset=utf-8`.
fn bare_type(kind: &str) -> String {
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Takes a fact of the front matter in.
fn take(found: &mut Metadata, people: &mut People, (name, words): (&str, &str), person: Person) {
    let value = SafeText::line(words);
    let first = |field: &mut SafeText| {
        if field.is_empty() {
            *field = value.clone();
        }
    };
    match name {
        "title" => first(&mut found.title),
        "identifier" => first(&mut found.identifier),
        "rights" => first(&mut found.licence),
        "language" => found.language = found.language.or_else(|| Language::parse(words)),
        "creator" | "contributor" => people.add(Person { name: words.to_owned(), ..person }),
        _ => {}
    }
}

/// The language that a page of HTML names.
fn page_language(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<Language> {
    Language::parse(attribute(tag, "lang").filter(|_| name == "html")?.trim())
}

/// The author that a page of HTML names in its head.
fn page_author(tag: &quick_xml::events::BytesStart<'_>, people: &mut People) {
    const NAMES: [&str; 5] = ["author", "dc.creator", "dcterms.creator", "books:author", "book:author"];
    let is_author = |name: String| NAMES.iter().any(|known| name.trim().eq_ignore_ascii_case(known));
    let named = ["name", "property"].into_iter().any(|key| attribute(tag, key).is_some_and(is_author));
    if let Some(author) = attribute(tag, "content").filter(|_| named) {
        let name = author.split_whitespace().collect::<Vec<_>>().join(" ");
        people.add(Person { name, creator: true, ..Person::default() });
    }
}
