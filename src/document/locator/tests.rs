use super::*;
use crate::document::{BlockKind, Draft, SceneBuilder};

fn story(paragraphs: &[&str]) -> Document {
    let mut builder = SceneBuilder::default();
    for paragraph in paragraphs {
        builder.begin(BlockKind::Paragraph);
        builder.push(paragraph);
    }
    Draft::new(vec![builder.finish()]).seal()
}

/// The text from where a place of one story is found in another.
fn found<'a>(before: &Document, after: &'a Document, place: Place) -> (&'a str, Found) {
    let (place, found) = after.find(&before.locate(place));
    (&after.block(place.scene as usize, place.block as usize).unwrap().text[place.byte as usize..], found)
}

#[test]
fn every_place_of_a_story_finds_itself() {
    let story = story(&["One lamp was lit.", "— ‘Two lamps—were lit — ’twas späť.”", "…", "One lamp was lit."]);
    for (s, b, block) in story.blocks() {
        for (byte, _) in block.text.char_indices().chain([(block.text.len(), ' ')]) {
            let place = Place::new(s, b, byte);
            assert_eq!(story.find(&story.locate(place)), (place, Found::InPlace));
        }
    }
}

#[test]
fn a_locator_stands_in_its_own_text_and_in_no_other() {
    let here =
        story(&["One lamp was lit.", "— ‘Two lamps—were lit — ’twas späť.”", "…", "And so they slept, all of them."]);
    let other = story(&["Two lamps were lit.", "Three ferries went by.", "—", "Then they woke up."]);
    for (s, b, block) in here.blocks() {
        for (byte, c) in block.text.char_indices() {
            let (place, locator) = (Place::new(s, b, byte), here.locate(Place::new(s, b, byte)));
            assert_eq!(here.stands(&locator), Some(place));
            // The very last letters are few.
            assert!(other.stands(&locator).is_none() || !c.is_alphanumeric() || locator.quote.len() < 4, "{locator:?}");
        }
    }
    assert_eq!(here.stands(&Locator { block: 9, ..Locator::default() }), None);
}

#[test]
fn the_same_words_in_other_paragraphs_are_in_place() {
    let before = story(&["“It was late,” she said.", "‘The ferry had gone.’ The river was high."]);
    let after = story(&["\"It was late\", she said. 'The ferry had gone.'", "The river was high."]);
    let place = Place::new(0, 1, "‘The ferry had gone.’ ".len());
    assert_eq!(found(&before, &after, place), ("The river was high.", Found::InPlace));
}

#[test]
fn words_are_found_after_text_was_put_before_them() {
    let before = story(&["It was late.", "The ferry had gone and the river was high."]);
    let after = story(&["A note.", "It was very late.", "And so: the ferry had gone, and the river was high."]);
    let (words, how) = found(&before, &after, Place::new(0, 1, 4));
    assert!(words.starts_with("ferry had gone, and") && how == Found::ByWords, "{words} {how:?}");
}

#[test]
fn of_two_equal_sentences_the_one_with_the_same_neighbours_is_meant() {
    let same = "She counted the stairs again, slowly and aloud.";
    let before = story(&[same, "Thirteen.", "Fourteen, in the dark.", same]);
    let after = story(&[
        "New, and long enough to move everything by a lot.",
        same,
        "Thirteen.",
        "Fourteen, in the dark.",
        same,
        same,
    ]);
    let (place, _) = after.find(&before.locate(Place::new(0, 3, 0)));
    assert_eq!(place, Place::new(0, 4, 0));
}

#[test]
fn of_two_equal_sentences_the_one_that_is_meant_may_be_the_further_one() {
    let same = "She counted the stairs again, slowly and aloud.";
    let rest = "The rest of the night went by, and nobody came to the door any more.";
    let bell = ["The first bell rang out over the town.", same, "Nobody heard it at all that night."];
    let owl = ["An owl called twice from the garden wall.", same, "Then it flew away across the river."];
    let before = story(&[&bell[..], &[rest; 8]].concat());
    let after = story(&[&owl[..], &[rest; 12], &bell].concat());
    let (place, found) = after.find(&before.locate(Place::new(0, 1, 0)));
    assert_eq!((place, found), (Place::new(0, 16, 0), Found::ByWords));
}

#[test]
fn where_dozens_of_places_are_lost_the_others_are_not_looked_for_word_by_word() {
    let sentence = |n: usize| format!("Lamp{n} ferry{n} river{n} stairs{n} window{n} garden{n} winter{n} letter{n}.");
    let old: Vec<String> = (0..80).map(sentence).collect();
    let before = story(&old.iter().map(String::as_str).collect::<Vec<_>>());
    let last = old[79].as_str();
    let after = story(&["Another story altogether stands here.", "And it goes on.", last]);
    let locators: Vec<Locator> = (0..80).map(|block| before.locate(Place::new(0, block, 0))).collect();
    let lost = |places: &[(Place, Found)]| places.iter().filter(|(_, found)| *found == Found::ByRatio).count();
    // The fifty-first is given up before it is looked for.
    assert_eq!(lost(&after.find_all(&locators)), 80);
    assert_eq!(lost(&after.find_all(&locators[29..])), 51);
    assert_eq!(lost(&after.find_all(&locators[30..])), 49);
    // What has only moved is not lost.
    let preface = "A preface, which moves all that follows it.";
    let moved = story(&std::iter::once(preface).chain(old.iter().map(String::as_str)).collect::<Vec<_>>());
    let places: Vec<Place> = moved.find_all(&locators).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, (1..=80).map(|block| Place::new(0, block, 0)).collect::<Vec<_>>());
    // What stands where it stood is found however many are lost.
    let found = before.find_all(locators.iter().cycle().take(400));
    assert_eq!(lost(&found), 0);
}

#[test]
fn words_around_a_changed_quote_tell_where_it_stood() {
    let before = story(&[
        "Nobody was awake but the two of them. He put the book down on the sill. Then it began to rain, and they ran.",
    ]);
    let after = story(&[
        "A preface.",
        "Nobody was awake but the two of them. He laid it there. Then it began to rain, and they ran.",
    ]);
    let place = Place::new(0, 0, 38);
    let (words, how) = found(&before, &after, place);
    assert!(words.starts_with("He laid it there.") && how == Found::ByWords, "{words} {how:?}");
}

#[test]
fn parts_of_the_words_are_enough() {
    let before = story(&["One.", "The old ferry had gone down the wide river, and late in the night we heard of it."]);
    let after =
        story(&["One.", "Two.", "The big ferry had gone down a wide river, and late in the morning he heard of it."]);
    let (words, how) = found(&before, &after, Place::new(0, 1, 8));
    assert!(words.contains("ferry") && how == Found::ByWords, "{words} {how:?}");
}

#[test]
fn words_that_are_gone_leave_the_ratio() {
    let before = story(&["One paragraph stood here first.", "And another followed it closely."]);
    let after = story(&["Wholly unlike what was.", "Nothing has remained as written."]);
    let (place, found) = after.find(&before.locate(Place::new(0, 1, 0)));
    assert_eq!((place.block, found), (1, Found::ByRatio));
}

#[test]
fn a_place_whose_surroundings_are_gone_does_not_go_far() {
    let own =
        |n: usize| format!("Ann{n} left house{n} before night{n}, and sun{n} went down over town{n} beside river{n}.");
    let mut all: Vec<String> = (0..400).map(own).collect();
    // Three words of it stand in another chapter, too.
    all[3] = "It rained while her brother had a fever.".to_owned();
    all[200] = "She knew in the end of it what her brother had meant by his letters.".to_owned();
    let lines: Vec<&str> = all.iter().map(String::as_str).collect();
    let before = story(&lines);
    let cut = story(&[&lines[..195], &lines[206..]].concat());
    let (at, found) = cut.find(&before.locate(Place::new(0, 200, 12)));
    assert!((190..=210).contains(&at.block) && found == Found::ByRatio, "{at:?}");
}

#[test]
fn a_nonsense_locator_still_gives_a_place() {
    let story = story(&["Short."]);
    let far = Locator { scene: 9, block: 9, character: 9, offset: 99, ratio: f64::NAN, ..Locator::default() };
    assert_eq!(story.find(&far).1, Found::ByRatio);
    assert_eq!(Document::default().find(&far).0, Place::default());
}

#[test]
fn words_as_they_were_stored_before_are_found_too() {
    let story = story(&["It was late.", "“The ferry had gone,” she said, “and the river…”"]);
    let old = Locator { quote: "The ferry had gone,” she said, “a".to_owned(), ..Locator::default() };
    assert_eq!(story.find(&old), (Place::new(0, 1, 0), Found::ByWords));
}

#[test]
fn many_places_are_found_as_each_is() {
    let paragraph =
        |n: usize| format!("On night {n} the lamp of house {} was lit — and nobody saw it, not once.", n * 7 % 31);
    let all: Vec<String> = (0..40).map(paragraph).collect();
    let before = story(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let locators: Vec<Locator> = before
        .blocks()
        .flat_map(|(s, b, block)| block.text.char_indices().map(move |(byte, _)| Place::new(s, b, byte)))
        .step_by(3)
        .map(|place| before.locate(place))
        .collect();
    // Words were put in before, within and between; a paragraph is gone, and two have changed places.
    let mut edited = all.clone();
    edited.insert(0, "Nobody had told the miller.".to_owned());
    edited[9] = edited[9].replace("nobody saw", "hardly anybody ever saw");
    edited.remove(20);
    edited.swap(25, 26);
    let after = story(&edited.iter().map(String::as_str).collect::<Vec<_>>());
    let each: Vec<_> = locators.iter().map(|locator| after.find(locator)).collect();
    assert_eq!(after.find_all(&locators), each);
    assert!(each.iter().filter(|(_, found)| *found == Found::ByWords).count() > 500);
}
