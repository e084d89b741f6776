//! Opening: from a file, a pipe or the embedded bytes to a story.

mod archive;
mod story;

pub(super) use story::sidecars;
pub use story::{Source, Story, StoryError, beginning, is_embedded, load, whole_path};
