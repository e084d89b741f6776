//! The attributes of elements that mean something.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::{resolve_html5_entity, resolve_predefined_entity};
use quick_xml::events::BytesStart;

use crate::document::Language;

/// The most attributes of an element that are looked at.
const MOST_ATTRIBUTES: usize = 64;

/// The attributes that mean something.
#[derive(Debug, Default)]
pub(super) struct Attributes<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) class: Cow<'a, str>,
    pub(super) style: Cow<'a, str>,
    /// Where it leads.
    pub(super) link: Option<Cow<'a, str>>,
    pub(super) alt: Cow<'a, str>,
    pub(super) language: Option<Language>,
    /// A printed page's number, which is no part of the text.
    pub(super) is_page_break: bool,
    /// The number of a note, in the text.
    pub(super) is_note_reference: bool,
}

impl<'a> Attributes<'a> {
    pub(super) fn of(tag: &'a BytesStart<'_>) -> Self {
        let mut found = Self::default();
        for attribute in tag.attributes().with_checks(false).take(MOST_ATTRIBUTES).flatten() {
            let value = || {
                let resolve = |name: &str| resolve_predefined_entity(name).or_else(|| resolve_html5_entity(name));
                attribute
                    .normalized_value_with(XmlVersion::Implicit1_0, 4, resolve)
                    .unwrap_or_else(|_| attribute.value.clone())
            };
            match attribute.key.as_ref() {
                "id" | "xml:id" => found.id = Some(value()),
                "name" if found.id.is_none() => found.id = Some(value()),
                "class" => found.class = value(),
                "style" => found.style = value(),
                "alt" => found.alt = value(),
                "href" | "l:href" | "xlink:href" => found.link = Some(value()),
                "type" => found.is_note_reference |= *value() == *"note",
                "lang" | "xml:lang" => found.language = Language::parse(&value()),
                "epub:type" | "role" => {
                    let kind = value();
                    found.is_page_break |= kind.contains("pagebreak");
                    found.is_note_reference |= kind.contains("noteref");
                }
                _ => {}
            }
        }
        found
    }
}
