//! A book's own files, package and contents, as events: lenient towards what is not well-formed, up to where it can't be read.

use std::ops::ControlFlow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::format::entities::named;

/// Calls for each event, until the call has seen enough.
pub(in crate::format) fn each_event(xml: &str, mut call: impl FnMut(&Event<'_>) -> ControlFlow<()>) {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_dangling_amp, config.allow_unmatched_ends) = (false, true, true);
    while let Ok(event) = reader.read_event() {
        if matches!(event, Event::Eof) || call(&event).is_break() {
            break;
        }
    }
}

/// Calls for each tag that begins, with its local name.
pub(super) fn each_tag(xml: &str, mut call: impl FnMut(&str, &BytesStart<'_>)) {
    each_event(xml, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            call(tag.local_name().as_ref(), tag);
        }
        ControlFlow::Continue(())
    });
}

/// An attribute of a tag, by its local name, its entities resolved.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.html_attributes().with_checks(false).flatten().find(|attribute| {
        let key: &str = attribute.key.as_ref();
        // Old pages write them in capitals.
        let local = key.rsplit_once(':').map_or(key, |(_, local)| local);
        key == name || local.eq_ignore_ascii_case(name)
    })?;
    let resolve = |name: &str| resolve_predefined_entity(name).or_else(|| named(name));
    Some(
        found
            .normalized_value_with(XmlVersion::Implicit1_0, 4, resolve)
            .unwrap_or_else(|_| found.value.clone())
            .into_owned(),
    )
}
