//! The attributes of elements that mean something.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesStart;

use super::class_names::may_be_listed;
use crate::document::Language;
use crate::format::css::Names;
use crate::format::entities::named;

/// The most attributes of an element that are looked at.
const MOST_ATTRIBUTES: usize = 64;

/// The attributes that mean something.
#[derive(Debug, Default)]
pub(super) struct Attributes<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) class: Cow<'a, str>,
    /// Whether its class may say what it is: most don't.
    has_telling_class: bool,
    pub(super) style: Cow<'a, str>,
    /// Where it leads.
    pub(super) link: Option<Cow<'a, str>>,
    pub(super) alt: Cow<'a, str>,
    pub(super) source: Cow<'a, str>,
    pub(super) language: Option<Language>,
    /// What it is, by `epub:type` and `role`.
    pub(super) kinds: String,
    /// How a list is numbered.
    pub(super) numbering: Numbering<'a>,
    pub(super) is_hidden: bool,
    /// The side that `align` names, in old HTML.
    pub(super) align: Cow<'a, str>,
    /// What a box says when one points at it.
    pub(super) title: Cow<'a, str>,
    /// All others, for style sheets that ask for them.
    pub(super) others: Vec<(String, String)>,
}

/// The attributes of lists and their items.
#[derive(Debug, Default)]
pub(super) struct Numbering<'a> {
    pub(super) start: Option<i32>,
    pub(super) value: Option<i32>,
    pub(super) kind: Cow<'a, str>,
    pub(super) reversed: bool,
}

impl<'a> Attributes<'a> {
    /// Returns those of an element that has a class and nothing else.
    #[cfg(test)]
    pub(super) fn of_class(class: &'a str) -> Self {
        let mut found = Self::default();
        found.take("class", class.into(), false);
        found
    }

    /// Reads a tag's attributes, those of HTML too, which may have no quotes and no value. `all` keeps those that mean nothing by
    /// themselves.
    pub(super) fn of(tag: &'a BytesStart<'_>, all: bool) -> Self {
        let mut found = Self::default();
        for attribute in tag.html_attributes().with_checks(false).take(MOST_ATTRIBUTES).flatten() {
            let value = || {
                let resolve = |name: &str| resolve_predefined_entity(name).or_else(|| named(name));
                attribute
                    .normalized_value_with(XmlVersion::Implicit1_0, 4, resolve)
                    .unwrap_or_else(|_| attribute.value.clone())
            };
            let key: &str = attribute.key.as_ref();
            let lower;
            let key = if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
                lower = key.to_ascii_lowercase();
                &*lower
            } else {
                key
            };
            found.take(key, value(), all);
        }
        found
    }

    fn take(&mut self, key: &str, value: Cow<'a, str>, all: bool) {
        if all && !matches!(key, "id" | "class") {
            self.others.push((key.to_owned(), value.clone().into_owned()));
        }
        match key {
            "id" | "xml:id" => self.id = Some(value),
            "name" if self.id.is_none() => self.id = Some(value),
            "class" => {
                self.has_telling_class = may_be_listed(&value);
                self.class = value;
            }
            "style" => self.style = value,
            "alt" => self.alt = value,
            "src" => self.source = value,
            "href" | "l:href" | "xlink:href" => self.link = Some(value),
            "type" => {
                if value == "note" {
                    self.kinds.push_str(" noteref");
                }
                self.numbering.kind = value;
            }
            "start" => self.numbering.start = value.trim().parse().ok(),
            "value" => self.numbering.value = value.trim().parse().ok(),
            "reversed" => self.numbering.reversed = true,
            "lang" | "xml:lang" => self.language = Language::parse(&value),
            "hidden" => self.is_hidden = value != "until-found",
            "align" => self.align = value,
            "title" => self.title = value,
            _ if key == "epub:type" || key == "role" || key.ends_with(":type") => {
                self.kinds.push(' ');
                self.kinds.push_str(&value);
            }
            _ => {}
        }
    }

    /// Returns what selectors ask of the element of this name.
    pub(super) fn names(&self, name: &str) -> Names {
        Names {
            name: name.into(),
            id: self.id.as_deref().unwrap_or_default().into(),
            class: self.class.as_ref().into(),
            attributes: self.others.clone(),
        }
    }

    /// Returns whether it is one of some kinds, by `epub:type` or `role`: `z3998:verse`, `doc-pagebreak`.
    pub(super) fn is_any(&self, kinds: &[&str]) -> bool {
        let bare = |kind: &str| {
            let kind = kind.rsplit_once(':').map_or(kind, |(_, kind)| kind);
            kind.strip_prefix("doc-").unwrap_or(kind).to_ascii_lowercase()
        };
        !self.kinds.is_empty() && self.kinds.split_ascii_whitespace().any(|kind| kinds.contains(&&*bare(kind)))
    }

    /// Returns whether its class has one of some words, whole or with a number or another word behind a hyphen.
    pub(super) fn has_class(&self, words: &[&str]) -> bool {
        let is = |class: &str| {
            words.iter().any(|word| {
                class.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
                    && !class[word.len()..].starts_with(|c: char| c.is_ascii_alphabetic())
            })
        };
        self.classes().any(is)
    }

    /// Returns how far its class sets a line of verse in, in ems, as archives name it: `i4`, `indent2`.
    pub(super) fn verse_indent(&self) -> u8 {
        /// A narrow page has room for no more.
        const MOST: u8 = 12;
        let ems = |class: &str| class.strip_prefix("indent").or_else(|| class.strip_prefix('i'))?.parse().ok();
        self.class.split_ascii_whitespace().find_map(ems).unwrap_or(0_u8).min(MOST)
    }

    /// Returns the words of its class, or none where none of them is in a list of [`class_names`](super::class_names).
    pub(super) fn classes(&self) -> impl Iterator<Item = &str> {
        let class = if self.has_telling_class { &*self.class } else { "" };
        class.split_ascii_whitespace()
    }
}
