//! What must hold of every document, whatever it was read from.

use nightstand::document::{Document, MarkKind, is_hazard};
use nightstand::typeset::stretches;

/// Nothing in it is a command to a terminal, its places find themselves, and moods can be inferred.
pub fn check(document: Document) {
    let mut draft = document.into_draft();
    nightstand::format::guess_language(&mut draft);
    nightstand::moods::give(&mut draft);
    let document = draft.seal();
    let safe = |text: &str| assert!(!text.chars().any(|c| c != '\n' && is_hazard(c)), "{text:?}");
    safe(&document.metadata.title);
    safe(&document.metadata.author);
    document.addresses.values().for_each(|address| safe(address));
    document.outline().iter().for_each(|chapter| safe(&chapter.title));
    for scene in &document.scenes {
        safe(&scene.mood_reason);
        scene.blocks().for_each(|block| safe(block.text));
    }
    // A link leads somewhere or nowhere, never outside.
    for (_, _, block) in document.blocks() {
        for mark in block.marks {
            assert!(block.text.get(mark.range()).is_some());
            if let MarkKind::Link(index) = mark.kind {
                let place = document.links[index as usize];
                assert!(place.is_none_or(|place| document.block(place.scene as usize, place.block as usize).is_some()));
            }
        }
    }
    // A piece that was kept is what it was.
    let all = stretches(&document);
    let (first, last) = (all[all.len() / 2].start, all[all.len() - 1].end);
    let kept = document.excerpt(first..last).document();
    for (s, b, block) in document.blocks().filter(|(s, b, _)| (*s as u32, *b as u32) >= first) {
        assert_eq!(kept.as_ref().and_then(|kept| kept.block(s, b)), Some(block));
    }
    for share in 0..5 {
        let place = document.place_at(document.len() * share / 4);
        assert_eq!(document.find(&document.locate(place)).0, place);
    }
}
