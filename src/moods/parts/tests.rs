use super::super::give;
use super::*;
use crate::format;

/// The parts of a story's scenes: the mood, and the first words of its first and of its last block.
fn parts_of(source: &str) -> Vec<(Mood, String, String)> {
    let mut document = format::read("a.md", source.as_bytes()).unwrap().draft;
    give(&mut document);
    let words = |text: &str| text.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    let scenes = document.scenes.iter();
    scenes
        .flat_map(|scene| {
            let text = move |at: usize| words(scene.block(at).unwrap().text);
            scene.parts.iter().map(move |part| (part.mood, text(part.blocks.start), text(part.blocks.end - 1)))
        })
        .collect()
}

const DAY: &str = "Mira sold the last of the eels before noon and counted what was in the tin. The rain had not let up, and \
    nobody else came down the quay.\n\nShe shut the stall and walked home past the mill, where the wheel stood still.\n\n";

#[test]
fn a_letter_within_a_scene_ends_at_its_signature() {
    let letter = "There was an envelope on the step. She opened it with her thumb.\n\nDear Mira,\n\nI have let the boat to \
        your cousin, and I hope you will not mind it. You never liked her paint.\n\nYours ever,\n\nTomas\n\nShe read it twice.";
    assert_eq!(
        parts_of(&format!("{DAY}{letter}\n\n{DAY}")),
        [(Mood::Letter, "Dear Mira,".to_owned(), "Tomas".to_owned())]
    );
    let quoted = "She opened it with her thumb.\n\n“My dear Mira,\n\n“I have let the boat to your cousin, and I hope you \
        will not mind it.\n\n“You never liked her paint. I shall be home by the ice.\n\n“Yours ever,\n\n“Tomas.”\n\nShe read it twice.";
    assert_eq!(
        parts_of(&format!("{DAY}{quoted}\n\n{DAY}")),
        [(Mood::Letter, "“My dear Mira,".to_owned(), "“Tomas.”".to_owned())]
    );
}

#[test]
fn speech_that_greets_is_no_letter() {
    let said = "“My dear Mira,” he said, “the boat is let.”\n\n“To whom?”\n\n“To your cousin. You never liked its paint.”\n\n\
        “Yours was the better one,” she said.\n\n“Good-bye,” he said.";
    assert_eq!(parts_of(&format!("{DAY}{said}\n\n{DAY}")), []);
}

#[test]
fn a_dream_within_a_chapter_ends_where_she_wakes() {
    let dream = "She lay down in her coat, and at last she fell asleep.\n\nThe mill is at the bottom of the river, and the \
        wheel turns without a sound. Her mother is counting eels. Each of them has a name, and she knows all of them, and \
        none is hers.\n\nThe tin is full of rain. She is a child again, and she is a bird. No sound comes when she calls.\n\nShe woke \
        with her face against the wall.";
    let is = [(Mood::Dream, "The mill is".to_owned(), "The tin is".to_owned())];
    assert_eq!(parts_of(&format!("{DAY}{dream}\n\n{DAY}")), is);
    let mut italics = false;
    let slanted: Vec<String> = dream
        .split("\n\n")
        .map(|text| {
            italics = text.starts_with("The ");
            if italics { format!("*{text}*") } else { text.to_owned() }
        })
        .collect();
    assert_eq!(parts_of(&format!("{DAY}{}\n\n{DAY}", slanted.join("\n\n"))), is);
}

#[test]
fn a_sleep_without_a_dream_and_a_thought_in_italics_are_none() {
    for text in [
        "She lay down in her coat, and at last she fell asleep.\n\nIn the morning the rain had stopped, and the eels were \
         back. She woke the boy and sent him for the tin.",
        "*I shall never sell another eel, she thought, not to him and not to his brother, not if they come down here on \
         their knees with all the silver of the mill in their hats.*",
    ] {
        assert_eq!(parts_of(&format!("{DAY}{text}\n\n{DAY}")), [], "{text}");
    }
}
