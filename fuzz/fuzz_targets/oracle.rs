//! What must hold of every document, whatever it was read from.

use nightstand::document::{Document, is_hazard};

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
