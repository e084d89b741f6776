//! The labelled passages of `tests/moods/passages.txt`: half of them the rules were tuned on, half were only ever counted.

use std::collections::BTreeMap;

use super::*;
use crate::format;

const PASSAGES: &str = include_str!("../../tests/moods/passages.txt");

/// Each story of a half, with the moods that its scenes should have.
fn stories(half: &str) -> Vec<(Vec<&'static str>, Document)> {
    let parts = PASSAGES.split("=== ").filter(|part| part.starts_with(half));
    parts
        .map(|part| {
            let (head, text) = part.split_once('\n').unwrap();
            let labels = head.split_once(": ").unwrap().1.split(' ').collect();
            let mut document = format::read("a.txt", text.as_bytes()).unwrap().document;
            infer(&mut document);
            (labels, document)
        })
        .collect()
}

/// How often scenes of one label were given each mood.
type Confusion = BTreeMap<(&'static str, &'static str), usize>;

fn counted(half: &str) -> Confusion {
    let mut confusion = Confusion::new();
    for (labels, document) in stories(half) {
        assert_eq!(labels.len(), document.scenes.len(), "{labels:?}");
        for (label, scene) in labels.iter().zip(&document.scenes) {
            let given = scene.mood.map_or("-", Mood::name);
            *confusion.entry((label, given)).or_default() += 1;
            assert_eq!(scene.mood.is_some(), !scene.mood_reason.is_empty(), "every mood has its reason");
        }
    }
    confusion
}

/// Precision and recall of a mood, in percent.
fn figures(confusion: &Confusion, mood: &str) -> (usize, usize) {
    let sum = |wanted: &dyn Fn(&str, &str) -> bool| {
        confusion.iter().filter(|((label, given), _)| wanted(label, given)).map(|(_, count)| count).sum::<usize>()
    };
    let right = sum(&|label, given| label == mood && given == mood);
    let share = |all: usize| (right * 100).checked_div(all).unwrap_or(100);
    (share(sum(&|_, given| given == mood)), share(sum(&|label, _| label == mood)))
}

#[test]
fn moods_are_rather_not_given_than_wrong() {
    let labels = ["dream", "memory", "letter", "verse", "waking", "dawn"];
    for half in ["tuned", "held out"] {
        let confusion = counted(half);
        let scenes: usize = confusion.values().sum();
        println!("{half}: {scenes} scenes; label, given, how often: {confusion:?}");
        for mood in labels {
            let (precision, recall) = figures(&confusion, mood);
            println!("{half}: {mood}: precision {precision} %, recall {recall} %");
            assert!(precision >= 95, "{half}: {mood}: {precision} %");
        }
        assert!(figures(&confusion, "dream").1 >= 50, "{half}: {confusion:?}");
    }
}

#[test]
fn a_reason_is_one_that_a_person_understands() {
    let (_, document) = stories("tuned").remove(0);
    assert_eq!(
        &*document.scenes[1].mood_reason,
        "In the present tense, between scenes in the past tense; the scene after it says “He woke with the”"
    );
    assert_eq!(document.scenes[0].mood_from, MoodSource::Inferred);
}

#[test]
fn a_story_that_names_a_mood_or_is_in_another_language_is_left_alone() {
    let named = format!("## A {{.dawn}}\n\nText.\n\n***\n\n{}", stories("tuned")[0].1.scenes[1].block(1).unwrap().text);
    let mut document = format::read("a.md", named.as_bytes()).unwrap().document;
    infer(&mut document);
    assert_eq!(document.scenes[1].mood, None);
    let (_, mut document) = stories("tuned").remove(0);
    for scene in &mut document.scenes {
        (scene.mood, scene.mood_from) = (None, MoodSource::None);
    }
    document.metadata.language = crate::document::Language::parse("cs");
    infer(&mut document);
    assert!(document.scenes.iter().all(|scene| scene.mood.is_none()));
}

#[test]
fn a_list_of_chapters_or_a_title_page_is_no_verse() {
    let poem = "The river slept beneath the hill,\nThe ferry waited, dark and still,\nNo lantern burned along the shore,\nAnd no one rowed there any more.\n";
    let list = "  I. The Ferry\n II. The Lamp\nIII. The Hill\n IV. The Shore\n";
    let page = "LONDON\nA HOUSE AND ANOTHER\nTHE PRESS WAREHOUSE\n1921\n";
    for (lines, mood) in [(poem, Some(Mood::Verse)), (list, None), (page, None)] {
        let indented = lines.replace('\n', "\n    ");
        let prose = "It was late, and the ferry had gone, and nobody who lived on this side\nof the river would have said where it was.\n";
        let text = format!("{prose}\n{prose}\n{prose}\n***\n\n    {}\n\n***\n\n{prose}", indented.trim_end());
        let mut document = format::read("a.txt", text.as_bytes()).unwrap().document;
        infer(&mut document);
        assert_eq!(document.scenes[1].mood, mood, "{lines}");
    }
}
