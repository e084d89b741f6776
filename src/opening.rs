//! Opening: from the bytes of a story and a reader's options to a story that can be read.
//!
//! It decides what several files and options decide together: the format, the title, the language, what the file beside the
//! story changes, the moods, and what is remarked on. It is a pure function. It does not know where the bytes come from, or
//! who reads them.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Draft, SafeText};
use crate::format::{self, Beginning, Container, Parsed, ReadError, ReadOptions};
use crate::moods;
use crate::typeset::{Stretch, stretches};

/// What a story is made from.
pub struct Material<'a> {
    /// The story's name for messages.
    pub name: SafeText,
    /// The title of a story that names none.
    pub title: SafeText,
    /// What the story is known by when its text has changed, such as the file's whole path; empty where there is no such thing.
    pub path: String,
    /// The content.
    pub content: Content<'a>,
    /// The name and the text of the file beside it, which may correct its moods and titles.
    pub sidecar: Option<(SafeText, String)>,
}

/// The content of a story's file.
pub enum Content<'a> {
    /// A file in any format but a container. The ending of its name says the format where the bytes do not.
    File {
        /// The file's name or path.
        name: &'a str,
        /// What it holds.
        bytes: &'a [u8],
    },
    /// The files of a book.
    Book(&'a mut dyn Container),
    /// A plain text that was read in pieces.
    Text(Box<Draft>),
}

/// A story that has been opened.
#[derive(Debug)]
pub struct Story {
    /// Its text.
    pub document: Document,
    /// What is odd about it, or about the file beside it: each with the file's name.
    pub diagnostics: Vec<(SafeText, Diagnostic)>,
    /// Its name for messages.
    pub name: SafeText,
    /// What it is known by when its text has changed.
    pub path: String,
}

/// Opens a story. A book or a long text hands over its beginning on the way.
///
/// # Errors
/// When the content is no story, or too large.
pub fn open(material: Material<'_>, options: &ReadOptions, beginning: &mut Beginning<'_>) -> Result<Story, ReadError> {
    let Material { name, title, path, content, sidecar } = material;
    let Parsed { mut draft, diagnostics } = match content {
        Content::File { name, bytes } => format::read_with(name, bytes, options, beginning)?,
        Content::Book(container) => format::read_book_with(container, options, beginning)?,
        Content::Text(draft) => Parsed { draft: *draft, diagnostics: Vec::new() },
    };
    let mut diagnostics: Vec<_> = diagnostics.into_iter().map(|remark| (name.clone(), remark)).collect();
    if options.language.is_some() {
        draft.metadata.language = options.language;
    }
    complete(&mut draft, title);
    draft.metadata.shorten();
    if let Some((beside, text)) = sidecar {
        let remarks = format::apply_sidecar(&mut draft, &text);
        diagnostics.extend(remarks.into_iter().map(|remark| (beside.clone(), remark)));
    }
    if options.mood_inference {
        moods::give(&mut draft);
    }
    Ok(Story { document: draft.seal(), diagnostics, name, path })
}

/// The first pages of a story, made from its beginning, with the stretches that are the same in the whole. Returns `None` if
/// there is no whole stretch yet.
///
/// `title` is that of a story that names none.
#[must_use]
pub fn first_pages(mut draft: Draft, title: SafeText) -> Option<(Document, Vec<Stretch>)> {
    let mut there = stretches(&draft);
    // More may belong to the last one.
    there.pop();
    if there.is_empty() {
        return None;
    }
    complete(&mut draft, title);
    Some((draft.seal(), there))
}

/// Gives a story a title and a language where it names none.
fn complete(draft: &mut Draft, title: SafeText) {
    if draft.metadata.title.is_empty() {
        draft.metadata.title = title;
    }
    format::guess_language(draft);
}

#[cfg(test)]
mod tests;
