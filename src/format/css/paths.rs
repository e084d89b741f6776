//! Paths: an element with those that it stands in, and the look that was found for it.
//!
//! A stage beside `cascade`, which asks here first. Most rules look at an element and at those around it, so what was found of one
//! paragraph holds for all that stand alike, and costs one look into a table. What rules say is not known here.

use std::collections::HashMap;

use super::look::FoundStyle;

/// The most paths that are remembered; a text with more is not made by a tool.
const MOST: usize = 4096;

/// A path by its number. Number 0 is that of no element.
pub(super) type Path = usize;

/// The paths that are known.
#[derive(Debug)]
pub(super) struct Paths {
    steps: Vec<Step>,
    /// The key that is looked up, kept for its memory.
    key: String,
}

/// A path, with those that go on from it.
#[derive(Debug, Default)]
struct Step {
    next: HashMap<Box<str>, Path>,
    look: Option<FoundStyle>,
}

impl Default for Paths {
    fn default() -> Self {
        Self { steps: vec![Step::default()], key: String::new() }
    }
}

impl Paths {
    /// The path of no element.
    pub(super) const ROOT: Path = 0;

    /// Returns the path of an element that stands in another one, by what rules may ask of it: its name, its class and its id. It is
    /// `None` where too many are known.
    pub(super) fn step(&mut self, from: Path, parts: [&str; 3]) -> Option<Path> {
        self.key.clear();
        for part in parts {
            self.key.push_str(part);
            // No name holds one.
            self.key.push('\0');
        }
        if let Some(path) = self.steps[from].next.get(self.key.as_str()) {
            return Some(*path);
        }
        let path = self.steps.len();
        if path == MOST {
            return None;
        }
        self.steps.push(Step::default());
        self.steps[from].next.insert(self.key.as_str().into(), path);
        Some(path)
    }

    /// Returns the look that was found for a path.
    pub(super) fn look(&self, path: Path) -> Option<FoundStyle> {
        self.steps[path].look
    }

    /// Remembers a look.
    pub(super) fn remember(&mut self, path: Path, look: FoundStyle) {
        self.steps[path].look = Some(look);
    }
}
