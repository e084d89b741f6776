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
mod tests {
    use super::*;

    fn opened(text: &str, sidecar: Option<&str>, options: &ReadOptions) -> Story {
        let name = SafeText::line("the_ferry.txt");
        let sidecar = sidecar.map(|text| (SafeText::line("the_ferry.scenes.toml"), text.to_owned()));
        let content = Content::File { name: "the_ferry.txt", bytes: text.as_bytes() };
        let material = Material { name, title: SafeText::line("the ferry"), path: String::new(), content, sidecar };
        open(material, options, &mut Beginning::unwanted()).unwrap()
    }

    #[test]
    fn a_sidecar_wins_over_inference_and_its_remarks_name_it() {
        let text = "She fell asleep.\n\n* * *\n\nIn the dream the ferry flew. It was a dream.\n\n* * *\n\nShe woke.\n";
        let sidecar = "[[scene]]\nnumber = 1\nmood = \"memory\"\n\n[[scene]]\nnumber = 9\nmood = \"dream\"\n";
        let story = opened(text, Some(sidecar), &ReadOptions::default());
        assert_eq!(story.document.scenes[0].mood, Some(crate::document::Mood::Memory));
        let [(file, _)] = &story.diagnostics[..] else { panic!("{:?}", story.diagnostics) };
        assert_eq!(&**file, "the_ferry.scenes.toml");
    }

    #[test]
    fn a_sidecar_says_how_its_story_is_read() {
        let beside = "layout = \"lines\"\nlanguage = \"de\"\n";
        let options = crate::format::with_sidecar(&ReadOptions::default(), beside);
        let story = opened("It was late\nand cold\nthat night.\n", Some(beside), &options);
        assert_eq!(story.document.blocks().count(), 3);
        assert!(story.diagnostics.is_empty() && story.document.metadata.language.unwrap().as_str() == "de");
        let wrong = opened("It was late.\n", Some("layout = \"rows\"\n"), &ReadOptions::default());
        assert!(wrong.diagnostics[0].1.message.contains("blank-rows"));
    }

    #[test]
    fn without_inference_no_scene_gets_a_mood() {
        let text = "She fell asleep.\n\n* * *\n\nIn the dream the ferry flew.\n\n* * *\n\nShe woke from the dream.\n";
        let plain = ReadOptions { mood_inference: false, ..ReadOptions::default() };
        assert!(opened(text, None, &plain).document.scenes.iter().all(|scene| scene.mood.is_none()));
        assert_eq!(&*opened(text, None, &plain).document.metadata.title, "the ferry");
    }

    #[test]
    fn first_pages_need_a_whole_stretch() {
        let read = |paragraphs: usize| {
            let text = "It was late, and the ferry had gone.\n\n".repeat(paragraphs);
            first_pages(format::read("a.txt", text.as_bytes()).unwrap().draft, SafeText::line("a"))
        };
        assert!(read(100).is_none());
        let (document, stretches) = read(4000).unwrap();
        assert!(!stretches.is_empty() && &*document.metadata.title == "a");
    }
}
