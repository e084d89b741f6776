use super::*;
use crate::format;

fn told(text: &str) -> Vec<&str> {
    Unit::Sentence.ranges(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn abbreviations_initials_and_speech_end_no_sentence() {
    assert_eq!(told("Dr. J. R. Night came. He sat."), ["Dr. J. R. Night came.", "He sat."]);
    assert_eq!(
        told("“Where?” she asked. “Here.” Then: no more."),
        ["“Where?” she asked.", "“Here.”", "Then: no more."]
    );
    assert_eq!(told("Hr. Nacht kam. Er saß."), ["Hr. Nacht kam.", "Er saß."]);
    assert_eq!(told("夜深了。他睡着了。"), ["夜深了。", "他睡着了。"]);
    assert_eq!(told("と彼は言った。「夜だ。」窓が開いた。"), ["と彼は言った。", "「夜だ。」", "窓が開いた。"]);
    assert_eq!(told("他走了。“等等！”她说。"), ["他走了。", "“等等！”", "她说。"]);
    assert_eq!(told("„Halt!“ Sie ging. „Nein.“"), ["„Halt!“", "Sie ging.", "„Nein.“"]);
    assert_eq!(told("The dark water\nThe light above"), ["The dark water", "The light above"]);
    assert_eq!(told("  "), [""; 0]);
}

#[test]
fn words_have_no_signs_around_them() {
    let text = "“Don’t,” he said — to-day.";
    let words: Vec<_> = Unit::Word.ranges(text).into_iter().map(|range| &text[range]).collect();
    assert_eq!(words, ["Don’t", "he", "said", "to", "day"]);
}

#[test]
fn units_go_on_over_blocks_and_scenes() {
    let story = format::read("a.md", "One. Two.\n\n---\n\nThree.\n".as_bytes()).unwrap().document();
    let mut place = Place::default();
    let mut seen = Vec::new();
    while let Some(unit) = story.unit_after(place, Unit::Sentence) {
        seen.push(story.words_of(unit));
        place = unit.end;
    }
    assert_eq!(seen, ["One.", "Two.", "Three."]);
    let mut back = Vec::new();
    while let Some(unit) = story.unit_before(place, Unit::Sentence) {
        back.insert(0, story.words_of(unit));
        place = unit.start;
    }
    assert_eq!(back, seen);
}
