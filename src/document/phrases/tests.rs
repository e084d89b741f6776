use super::*;

fn sketch(text: &str) -> Vec<u32> {
    let mut phrases = Phrases::default();
    phrases.push(text);
    phrases.finish()
}

fn words(name: &str, count: usize) -> String {
    let phrase = |n: usize| format!("{name}{} walked past lamp{} ", n * 7 % 1013, n * 13 % 509);
    (0..count).map(phrase).collect::<Vec<_>>().concat()
}

#[test]
fn texts_of_other_words_share_nothing_and_pieces_are_the_whole() {
    let (a, b) = (sketch(&words("ana", 2000)), sketch(&words("tomas", 2000)));
    assert_eq!(a.len(), PHRASES);
    assert!(a.iter().all(|hash| !b.contains(hash)));
    let text = words("ana", 500);
    let middle = text[..text.len() / 2].rfind(' ').unwrap();
    let mut pieces = Phrases::default();
    pieces.push(&text[..middle]);
    pieces.push(&text[middle..]);
    assert_eq!(pieces.finish(), sketch(&text));
}

#[test]
fn a_sketch_never_changes_between_releases() {
    assert_eq!(sketch("it was late and the lamp was lit beside the river when nobody came"), [3_785_377_607]);
}

#[test]
fn a_sketch_of_few_phrases_holds_each_in_any_order() {
    // No word is long enough to end a phrase of its own accord.
    let held = |phrases: [&str; 2]| {
        let mut sketch = Phrases::default();
        for phrase in phrases {
            sketch.push(phrase);
            sketch.end_phrase();
        }
        sketch.finish()
    };
    let (lamp, boat) = ("she put out the lamp and lay down", "the boat lay low on the dark tide");
    assert_eq!(held([lamp, boat]).len(), 2);
    assert_eq!(held([lamp, boat]), held([boat, lamp]));
}

#[test]
fn a_word_changed_in_thirty_leaves_most_phrases() {
    let whole = words("ana", 3000);
    let mut nth = 0;
    let edited: String = whole
        .split_inclusive(' ')
        .map(|word| {
            nth += 1;
            if nth % 30 == 0 { "otherwise ".to_owned() } else { word.to_owned() }
        })
        .collect();
    let (a, b) = (sketch(&whole), sketch(&edited));
    let shared = a.iter().filter(|hash| b.contains(hash)).count();
    assert!(shared > PHRASES / 2, "{shared}");
}
