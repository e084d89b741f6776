use super::*;
use crate::format;

fn document() -> Draft {
    format::read("a.txt", b"\"One,\" he said.\n\n***\n\nTwo _lamps_.\n\nMore.\n\n***\n\nThree.").unwrap().draft
}

#[test]
fn scenes_are_named_by_number_or_by_their_opening() {
    let mut document = document();
    let remarks = apply_sidecar(
        &mut document,
        "[[scene]]\nnumber = 2\nmood = \"dream\"\ntitle = \"The lamps\"\n[[scene]]\nopening = \"one he\"\nmood = \"none\"\ntitle = \"First\"\n",
    );
    assert_eq!(remarks, []);
    let moods: Vec<_> = document.scenes.iter().map(|scene| (scene.title(), scene.mood, scene.mood_from)).collect();
    assert_eq!(
        moods,
        [
            (Some("First"), None, MoodSource::Sidecar),
            (Some("The lamps"), Some(Mood::Dream), MoodSource::Sidecar),
            (None, None, MoodSource::None)
        ]
    );
    let block = document.block(1, 1).unwrap();
    assert_eq!((block.text, &block.text[block.marks[0].range()]), ("Two lamps.", "lamps"));
    assert_eq!(document.block(1, 2).unwrap().text, "More.");
}

#[test]
fn what_is_odd_is_told_where_it_stands() {
    let mut document = document();
    let toml = "[[scene]]\nnumber = 9\n[[scene]]\nnumber = 1\nmood = \"draem\"\ncolour = 1\ntitle = true\n[scenes]\n";
    let told: Vec<_> = apply_sidecar(&mut document, toml).iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "1:1: this entry matches no scene; give the scene's `number` (1 to 3) or its `opening` words",
            "5:8: unknown mood `draem`; did you mean `dream`?",
            "6:1: unknown key `colour` in a scene",
            "7:9: `title` must be a string",
            "8:2: unknown key `scenes`; did you mean `scene`?",
        ]
    );
}
