//! What must hold of every document, whatever it was read from.

use std::collections::HashMap;

use nightstand::document::{Document, is_hazard};
use nightstand::format::{Container, ReadError};

/// Nothing in it is a command to a terminal, its places find themselves, and moods can be inferred.
pub fn check(mut document: Document) {
    nightstand::format::guess_language(&mut document);
    nightstand::moods::infer(&mut document);
    let safe = |text: &str| assert!(!text.chars().any(|c| c != '\n' && is_hazard(c)), "{text:?}");
    safe(&document.metadata.title);
    safe(&document.metadata.author);
    document.outline().iter().for_each(|chapter| safe(&chapter.title));
    for scene in &document.scenes {
        safe(&scene.mood_reason);
        scene.blocks().for_each(|block| safe(block.text));
    }
    for share in 0..5 {
        let place = document.place_at(document.len() * share / 4);
        assert_eq!(document.find(&document.locate(place)).0, place);
    }
}

/// A book in memory.
#[allow(dead_code, reason = "not every target reads books")]
pub struct Files(pub HashMap<&'static str, Vec<u8>>);

impl Container for Files {
    fn file(&mut self, path: &str) -> Result<Option<Vec<u8>>, ReadError> {
        Ok(self.0.get(path).cloned())
    }
}
