//! Which story it is, whatever its file is called.

use std::fmt;

use twox_hash::XxHash3_64;

use crate::document::Document;

/// A story's name on the shelf: a few letters for people, and a hash of its text.
///
/// The letters and digits of the text are hashed, so that another encoding, line width or kind of quotes is the same
/// story.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoryId(String);

/// The most letters of a title in a file's name: enough to know it by, far below any file system's limit.
const MOST_LETTERS: usize = 32;

/// Which bytes are letters or digits of ASCII.
const LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        letters[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    letters
};

impl StoryId {
    /// The identity of a story.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let mut hasher = XxHash3_64::with_seed(0);
        let mut buffer: Vec<u8> = Vec::new();
        for (_, _, block) in document.blocks() {
            buffer.clear();
            if block.text.is_ascii() {
                // The same letters, without a look-up for each.
                buffer.resize(block.text.len(), 0);
                let mut kept = 0;
                for byte in block.text.bytes() {
                    // Written in any case, and written over where it is none: no branch to be guessed wrong.
                    buffer[kept] = byte;
                    kept += usize::from(LETTERS[usize::from(byte)]);
                }
                buffer.truncate(kept);
            } else {
                let letters = block.text.chars().filter(|c| c.is_alphanumeric());
                letters.for_each(|c| buffer.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()));
            }
            std::hash::Hasher::write(&mut hasher, &buffer);
        }
        let hash = std::hash::Hasher::finish(&hasher);
        let slug = slug(&document.metadata.title);
        Self(if slug.is_empty() { format!("{hash:016x}") } else { format!("{slug}-{hash:016x}") })
    }

    /// Whether an identity that begins a file's name could be that of a story with this title.
    #[must_use]
    pub fn could_begin(name: &str, title: &str) -> bool {
        let slug = slug(title);
        slug.is_empty() || name.strip_prefix(&slug).is_some_and(|rest| rest.starts_with('-'))
    }

    /// An identity as it was stored; `None` for what could not be one, such as a path.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        (!text.is_empty() && text.bytes().all(plain)).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for StoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A title in lower-case ASCII letters, digits and hyphens.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
        if slug.len() >= MOST_LETTERS {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn id(source: &str) -> StoryId {
        StoryId::of(&format::read("a.txt", source.as_bytes()).unwrap().document)
    }

    #[test]
    fn another_wrapping_is_the_same_story_and_another_word_another() {
        assert_eq!(id("It was late and\nthe lamp was lit."), id("It was late and the lamp was lit."));
        assert_ne!(id("It was late."), id("It was later."));
    }

    #[test]
    fn a_title_shows_in_the_name_and_can_do_no_harm() {
        let story = id("+++\ntitle = \"../../Tides & Ølands\"\n+++\nText.");
        assert!(story.to_string().starts_with("tides-lands-"), "{story}");
        assert_eq!(StoryId::parse(&story.to_string()), Some(story));
        assert_eq!(StoryId::parse("../etc"), None);
    }

    #[test]
    fn the_name_never_changes_between_releases() {
        assert_eq!(id("It was late.").to_string(), "d1126d8491812777");
        assert_eq!(id("Il était tard. It was late.").to_string(), "bc2d7831557d752a");
    }
}
