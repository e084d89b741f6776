use super::*;
use crate::format;

#[test]
fn parts_chapters_and_scenes_are_levels_and_a_title_stands_with_its_number() {
    let text = "PART ONE\n\nThe Harbour\n\nChapter 1\n\nThe Man\n\nIt was late.\n\n***\n\nThey slept on and on, all night.\n\nChapter 2\n\nMore of it.\n";
    let document = format::read("a.txt", text.as_bytes()).unwrap().document();
    let told: Vec<_> = document.outline().iter().map(|c| (c.title.to_string(), c.level, c.place)).collect();
    let expected = [
        ("PART ONE · The Harbour", 0, Place::new(0, 0, 0)),
        ("Chapter 1 · The Man", 1, Place::new(0, 2, 0)),
        ("They slept on and on, all …", 1, Place::new(1, 0, 0)),
        ("Chapter 2", 1, Place::new(2, 0, 0)),
    ];
    assert_eq!(told, expected.map(|(title, level, place)| (title.to_owned(), level, place)));
    assert_eq!(document.title_at(Place::new(0, 4, 0)), "The Man");
    assert_eq!(document.title_at(Place::new(1, 1, 0)), "The Man");
}
