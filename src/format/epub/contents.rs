//! A book's own contents: the navigation document of EPUB 3, the NCX of EPUB 2.

use std::ops::ControlFlow;

use quick_xml::events::Event;

use super::events::{attribute, each_event};
use crate::format::href::resolved;

/// An entry: what it is called and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NavPoint {
    pub(super) title: String,
    pub(super) level: u8,
    pub(super) path: String,
    pub(super) fragment: String,
}

/// The most entries that are taken in, and the deepest level that is shown.
const MOST_ENTRIES: usize = 20_000;
const DEEPEST: u8 = 5;

/// The longest title, in bytes: some lines of any list.
const LONGEST_TITLE: usize = 400;

/// Collects entries from either format: both nest them, and give each a label and a link.
#[derive(Default)]
struct Collector {
    entries: Vec<NavPoint>,
    /// Elements that nest entries and are open.
    depth: usize,
    label: String,
    link: Option<String>,
    in_label: bool,
}

impl Collector {
    fn text(&mut self, text: &str) {
        if self.in_label {
            self.label.push_str(text);
        }
    }

    /// Takes in what may be part of a label.
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(entity) => self.text(&super::super::xhtml::character(entity)),
            _ => {}
        }
    }

    /// Ends a label that is open.
    fn end_label(&mut self, base: &str) {
        if std::mem::take(&mut self.in_label) {
            self.add(base);
        }
        self.link = None;
    }

    /// Adds the entry that has been gathered.
    fn add(&mut self, base: &str) {
        let label = &self.label[..self.label.floor_char_boundary(LONGEST_TITLE)];
        let title = label.split_whitespace().collect::<Vec<_>>().join(" ");
        self.label.clear();
        let link = self.link.take();
        if title.is_empty() || self.entries.len() >= MOST_ENTRIES {
            return;
        }
        let (path, fragment) = link.map_or_else(Default::default, |link| resolved(base, &link));
        let level = u8::try_from(self.depth.saturating_sub(1)).unwrap_or(DEEPEST).min(DEEPEST);
        self.entries.push(NavPoint { title, level, path, fragment });
    }
}

/// The entries of a navigation document's contents.
///
/// An entry is what stands in an item before the list of those below it: a link or words without one, in spans, lines and pictures.
pub(super) fn navigation(xml: &str, base: &str) -> Vec<NavPoint> {
    let mut collector = Collector::default();
    let mut inside = false;
    each_event(xml, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "nav" => {
                    let kind = attribute(tag, "type").or_else(|| attribute(tag, "role")).unwrap_or_default();
                    let toc = kind.split_ascii_whitespace().any(|kind| matches!(kind, "toc" | "doc-toc"));
                    inside = collector.entries.is_empty() && (kind.is_empty() || toc);
                    collector.depth = 0;
                }
                "ol" | "ul" if inside => {
                    collector.end_label(base);
                    collector.depth += 1;
                }
                "li" if inside => {
                    collector.end_label(base);
                    collector.in_label = true;
                }
                "a" if inside && collector.link.is_none() => collector.link = attribute(tag, "href"),
                "br" if collector.in_label => collector.text(" "),
                "img" if collector.in_label => collector.text(&attribute(tag, "alt").unwrap_or_default()),
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "nav" => {
                    collector.end_label(base);
                    inside = false;
                }
                "ol" | "ul" if inside => {
                    collector.end_label(base);
                    collector.depth = collector.depth.saturating_sub(1);
                }
                "li" if inside => collector.end_label(base),
                _ => {}
            },
            _ => collector.event(event),
        }
        ControlFlow::Continue(())
    });
    lead_to_children(&mut collector.entries);
    collector.entries
}

/// Lets an entry without a link lead where the first one below it does.
fn lead_to_children(entries: &mut [NavPoint]) {
    for at in (0..entries.len().saturating_sub(1)).rev() {
        let (NavPoint { path, level, .. }, below) = (&entries[at], &entries[at + 1]);
        if path.is_empty() && below.level > *level {
            (entries[at].path, entries[at].fragment) = (below.path.clone(), below.fragment.clone());
        }
    }
}

/// The entries of an NCX.
pub(super) fn ncx(xml: &str, base: &str) -> Vec<NavPoint> {
    let mut collector = Collector::default();
    let mut inside = false;
    each_event(xml, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "navMap" => inside = true,
                "navPoint" if inside => {
                    // One that leads nowhere itself has those below it.
                    collector.add(base);
                    collector.depth += 1;
                    (collector.label, collector.link) = (String::new(), None);
                }
                "text" if inside => collector.in_label = true,
                "content" if inside => {
                    collector.link = attribute(tag, "src");
                    collector.add(base);
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "navMap" => inside = false,
                "navPoint" if inside => collector.depth = collector.depth.saturating_sub(1),
                "text" => collector.in_label = false,
                _ => {}
            },
            _ => collector.event(event),
        }
        ControlFlow::Continue(())
    });
    lead_to_children(&mut collector.entries);
    collector.entries
}
