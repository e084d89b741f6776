//! The story and the themes that are built in.

use nightstand::document::{BlockKind, MarkKind, Mood};
use nightstand::theme::{BUILTIN, read};
use nightstand::{embedded, format};

#[test]
fn the_story_loads_without_a_remark_and_has_what_a_reader_must_be_able_to_set() {
    let reading = format::read(embedded::NAME, embedded::STORY).unwrap();
    assert_eq!(reading.diagnostics, []);
    let story = reading.document;
    assert_eq!(&*story.metadata.author, "The Nightstand authors");
    assert_eq!(&*story.metadata.licence, "CC BY 4.0");
    assert_eq!(story.metadata.language.unwrap().as_str(), "en");
    assert!(story.scenes.len() >= 7);
    assert!((4000..=6000).contains(&story.words()), "{}", story.words());
    for mood in [Mood::Waking, Mood::Dream, Mood::Memory, Mood::Letter, Mood::Dawn] {
        assert!(story.scenes.iter().any(|scene| scene.mood == Some(mood)), "{}", mood.name());
    }
    let has_block = |kind| story.blocks().any(|(_, _, block)| block.kind == kind);
    assert!(has_block(BlockKind::Letter) && has_block(BlockKind::Verse) && has_block(BlockKind::Ornament));
    let has_mark =
        |wanted: fn(MarkKind) -> bool| story.blocks().any(|(_, _, b)| b.marks.iter().any(|m| wanted(m.kind)));
    assert!(has_mark(|mark| mark == MarkKind::Emphasis) && has_mark(|mark| mark == MarkKind::Strong));
    assert!(has_mark(|mark| matches!(mark, MarkKind::Foreign(language) if language.primary() == "cs")));
    let text: String = story.blocks().flat_map(|(_, _, block)| [block.text, "\n"]).collect();
    for needed in ["—”", "…", "Žofie", "‘", "’Twas"] {
        assert!(text.contains(needed), "{needed}");
    }
    assert!(!text.contains(['"', '\'']), "the quotes are typographic");
}

#[test]
fn every_theme_loads_without_a_remark() {
    let find = |name: &str| BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, source)| (*source).to_owned());
    for (name, source) in BUILTIN {
        assert_eq!(read(name, source, &find).unwrap().1, [], "{name}");
    }
}
