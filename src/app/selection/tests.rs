use super::*;
use crate::format;

fn story() -> Document {
    format::read("a.txt", "One is. Two is, too. Three is.\n\nFour is. Five is.\n".as_bytes()).unwrap().document()
}

fn words(document: &Document, selection: &Selection) -> String {
    document.words_of(selection.passage())
}

#[test]
fn sentences_are_added_and_taken_away_at_the_end_that_moves() {
    let story = story();
    let second = story.unit_after(Place::new(0, 0, 9), Unit::Sentence).unwrap();
    let mut selection = Selection::of(second, Unit::Sentence);
    for (unit, forward, expected) in [
        (Unit::Sentence, true, "Two is, too. Three is."),
        (Unit::Sentence, true, "Two is, too. Three is.\n\nFour is."),
        (Unit::Sentence, false, "Two is, too. Three is."),
        (Unit::Sentence, false, "Two is, too."),
        (Unit::Sentence, false, "One is. Two is, too."),
        (Unit::Sentence, true, "Two is, too."),
        (Unit::Sentence, true, "Two is, too. Three is."),
        (Unit::Word, false, "Two is, too. Three is"),
        (Unit::Word, false, "Two is, too. Three"),
        (Unit::Paragraph, true, "Two is, too. Three is."),
        (Unit::Paragraph, true, "Two is, too. Three is.\n\nFour is. Five is."),
    ] {
        assert!(selection.move_by(&story, unit, forward), "{expected}");
        assert_eq!(words(&story, &selection), expected);
    }
    assert!(!selection.move_by(&story, Unit::Sentence, true), "the story ends here");
    selection.turn_round();
    assert!(selection.move_by(&story, Unit::Sentence, true));
    assert_eq!(words(&story, &selection), "Three is.\n\nFour is. Five is.");
}

#[test]
fn a_selection_is_shifted_by_sentences() {
    let story = story();
    let mut selection = Selection::of(story.unit_after(Place::default(), Unit::Sentence).unwrap(), Unit::Sentence);
    assert!(!selection.shift(&story, false));
    assert!(selection.shift(&story, true) && selection.shift(&story, true) && selection.shift(&story, true));
    assert_eq!(words(&story, &selection), "Four is.");
}
