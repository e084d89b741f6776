//! The labelled passages of `tests/moods/passages.txt`: half of them the rules were tuned on, half were only ever counted.

use std::collections::BTreeMap;

use super::*;
use crate::format;

const PASSAGES: &str = include_str!("../../tests/moods/passages.txt");

/// Stories whose words the lexicon was fitted on, and others that were only ever counted.
const STORIES: &str = include_str!("../../tests/moods/stories.txt");

/// Each story of a half, with the moods that its scenes should have and those that they are given.
fn stories(half: &str) -> Vec<(Vec<&'static str>, Draft)> {
    stories_of(PASSAGES, half)
}

fn stories_of(text: &'static str, half: &str) -> Vec<(Vec<&'static str>, Draft)> {
    let parts = text.split("=== ").filter(|part| part.starts_with(half));
    parts
        .map(|part| {
            let (head, text) = part.split_once('\n').unwrap();
            let labels = head.split_once(": ").unwrap().1.split(' ').collect();
            let mut document = format::read("a.txt", text.as_bytes()).unwrap().draft;
            give(&mut document);
            (labels, document)
        })
        .collect()
}

/// How often scenes of one label were given each mood.
type Confusion = BTreeMap<(&'static str, &'static str), usize>;

fn counted(stories: Vec<(Vec<&'static str>, Draft)>) -> Confusion {
    let mut confusion = Confusion::new();
    for (labels, document) in stories {
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
        let confusion = counted(stories(half));
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
fn two_of_three_dreams_are_found_in_stories_that_nothing_was_fitted_on() {
    let confusion = counted(stories_of(STORIES, "held out"));
    let (dream, waking) = (figures(&confusion, "dream"), figures(&confusion, "waking"));
    assert!(dream.0 >= 95 && dream.1 >= 66, "{dream:?}: {confusion:?}");
    assert!(waking.0 >= 90, "{waking:?}: {confusion:?}");
}

#[test]
fn a_reason_is_one_that_a_person_understands() {
    let (_, document) = stories("tuned").remove(0);
    assert_eq!(
        &*document.scenes[1].mood_reason,
        "Before it somebody falls asleep (“sixty he fell asleep”); after it somebody wakes (“He woke with the”); strange things happen (“of milk; he knows that”)"
    );
    assert_eq!(document.scenes[0].mood_from, MoodSource::Inferred);
}

#[test]
fn a_story_that_names_a_mood_or_is_in_another_language_is_left_alone() {
    let named = format!("## A {{.dawn}}\n\nText.\n\n***\n\n{}", stories("tuned")[0].1.scenes[1].block(1).unwrap().text);
    let mut document = format::read("a.md", named.as_bytes()).unwrap().draft;
    give(&mut document);
    assert_eq!(document.scenes[1].mood, None);
    let (_, mut document) = stories("tuned").remove(0);
    for scene in &mut document.scenes {
        (scene.mood, scene.mood_from) = (None, MoodSource::None);
    }
    document.metadata.language = crate::document::Language::parse("cs");
    give(&mut document);
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
        let mut document = format::read("a.txt", text.as_bytes()).unwrap().draft;
        give(&mut document);
        assert_eq!(document.scenes[1].mood, mood, "{lines}");
    }
}

#[test]
fn a_poem_may_be_led_to_and_a_letter_may_be_headed_in_other_ways() {
    let prose = "It was late, and the ferry had gone, and nobody who lived on this side of the river would have said where it was.";
    let stanza = "Ding, ding, the number nine,\\\nOne is yours and one is mine,\\\nOne for the snail upon her track,\\\nAnd one for the spoon that goes clickety-clack.";
    let mail = "**From:** Tomasz **To:** Nadia **Subject:** A glove\n\nI have found yours under the seat and will bring it on Friday.";
    let legacy = "To my daughter Ada, to be opened when I am gone:\n\nThe house is yours, and so is the boat. You know where the key is.\n\nYour loving father,\n\nChas. Merritt";
    for (scene, mood) in [
        (format!("And this is the song that he made up:\n\n{stanza}\n\n{stanza}"), Some(Mood::Verse)),
        (format!("{prose} {prose}\n\n{stanza}\n\n{stanza}"), None),
        (mail.to_owned(), Some(Mood::Letter)),
        (legacy.to_owned(), Some(Mood::Letter)),
        ("To my mind: it was nothing.\n\nHe left.".to_owned(), None),
    ] {
        let text = format!("{prose}\n\n---\n\n{scene}\n\n---\n\n{prose}\n");
        let mut document = format::read("a.md", text.as_bytes()).unwrap().draft;
        give(&mut document);
        assert_eq!(document.scenes[1].mood, mood, "{scene}");
    }
}

/// The moods that the scenes of a text get, parted by ornaments.
fn moods(text: &str, language: &str) -> Vec<Option<Mood>> {
    let mut document = format::read("a.txt", text.as_bytes()).unwrap().draft;
    document.metadata.language = crate::document::Language::parse(language);
    give(&mut document);
    document.scenes.iter().map(|scene| scene.mood).collect()
}

#[test]
fn the_built_in_story_without_its_markup_gets_its_moods() {
    let source = std::str::from_utf8(crate::embedded::STORY).unwrap();
    let bare: Vec<&str> = source
        .lines()
        .map(|line| if line.starts_with('#') { "***" } else { line })
        .filter(|line| !line.starts_with("<!--"))
        .collect();
    let mut document = format::read("a.md", bare.join("\n").as_bytes()).unwrap().draft;
    give(&mut document);
    let given: Vec<&str> = document.scenes.iter().map(|scene| scene.mood.map_or("-", Mood::name)).collect();
    assert_eq!(given, ["waking", "dream", "waking", "memory", "-", "letter", "-", "dawn"]);
}

#[test]
fn dreams_and_letters_are_found_in_other_languages() {
    const WORLD: [Option<Mood>; 3] = [Some(Mood::Waking), Some(Mood::Dream), Some(Mood::Waking)];
    let german = "Jana löschte die Lampe und hörte noch lange den Regen. Dann schlief sie ein.\n\n***\n\n\
        Im Traum stand sie am Fluss, und das Wasser war aus Glas. Die Leute am anderen Ufer hatten keine Gesichter. Sie wollte rufen und konnte nicht rufen.\n\n***\n\n\
        Sie erwachte, weil jemand an die Tür klopfte. Es war nur der Nachbar mit der Post.\n";
    let french = "Claire souffla la bougie et s'endormit presque aussitôt.\n\n***\n\n\
        Dans son rêve, elle marchait sur le pont, et le pont n'avait pas de fin. Les passants étaient sans visage. Elle voulut parler et ne pouvait parler.\n\n***\n\n\
        Elle s'éveilla quand la cloche sonna. Il faisait à peine jour.\n";
    let spanish = "Elena apagó la luz y se quedó dormida con el libro abierto.\n\n***\n\n\
        En su sueño la casa no tenía puertas. Su abuela, muerta hacía años, cosía en la cocina y no podía hablar. Elena buscaba la llave.\n\n***\n\n\
        Despertó antes del alba. El libro estaba en el suelo.\n";
    for (text, language) in [(german, "de"), (french, "fr"), (spanish, "es")] {
        assert_eq!(moods(text, language), WORLD, "{language}");
    }
    let letters = [
        (
            "Liebe Anna,\n\ndu fragst, wie es mir geht. Ich bin gesund, und ich denke an dich, wenn ich abends schreibe.\n\nDein Paul\n",
            "de",
        ),
        (
            "Chère Anne,\n\ntu me demandes de mes nouvelles. Je vais bien et je pense à toi quand je rentre le soir.\n\nTon Paul\n",
            "fr",
        ),
        (
            "Querida Ana:\n\nme preguntas cómo estoy. Yo estoy bien y pienso en ti cuando vuelvo a mi casa.\n\nTu Pablo\n",
            "es",
        ),
    ];
    for (text, language) in letters {
        assert_eq!(moods(text, language), [Some(Mood::Letter)], "{language}");
    }
}

#[test]
fn memories_and_dawns_are_found_in_other_languages() {
    let memories = [
        (
            "Jana legte den Brief auf den Tisch und dachte an den Sommer am Fluss.\n\n***\n\n\
             Damals hatte der Vater das Boot grün gestrichen. Sie war sechs und hielt den Pinsel.\n",
            "de",
        ),
        (
            "Claire posa la lettre sur la table. Elle se souvint de la rivière.\n\n***\n\n\
             Autrefois son père avait mis la barque en vert. Elle avait six ans et tenait le pinceau.\n",
            "fr",
        ),
        (
            "Elena dejó la carta en la mesa y pensó en aquel verano junto al río.\n\n***\n\n\
             De niña tenía una barca verde. Su padre había dado la última mano y ella sostenía el pincel.\n",
            "es",
        ),
    ];
    for (text, language) in memories {
        assert_eq!(moods(text, language), [None, Some(Mood::Memory)], "{language}");
        let (_, alone) = text.split_once("***\n\n").unwrap();
        assert_eq!(moods(alone, language), [None], "nobody remembers it: {language}");
    }
    let dawns = [
        ("Im Morgengrauen ging sie zum Fluss. Der Himmel wurde grau, und ein Hahn krähte.\n", "de"),
        ("Le jour se levait quand elle descendit. Le ciel pâlissait sur la rivière.\n", "fr"),
        ("Al amanecer bajó al río. El cielo clareaba y un gallo cantó.\n", "es"),
    ];
    for (text, language) in dawns {
        assert_eq!(moods(text, language), [Some(Mood::Dawn)], "{language}");
    }
    let others = [
        (
            "Im Morgengrauen des neuen Jahrhunderts, so stand es da, kam die Maschine. Es war sechs Uhr am Abend.\n",
            "de",
        ),
        ("Jeden Morgen bei Sonnenaufgang ging sie zum Fluss und holte das Wasser.\n", "de"),
        ("À l’aube d’une ère nouvelle, disait l’affiche, la machine venait. Il était six heures du soir.\n", "fr"),
        ("Al amanecer de un siglo nuevo, decía el cartel, vino la máquina. Eran las seis de la tarde.\n", "es"),
    ];
    for (text, language) in others {
        assert_eq!(moods(text, language), [None], "{text}");
    }
}

#[test]
fn another_mans_scene_between_sleep_and_waking_is_no_dream() {
    let text = "Inspector Vane read until two. He put the file under the bed, and fell asleep with the lamp on.\n\n***\n\n\
        The man in the grey coat waits on the other side of the square. He watches the baker lift the shutters, and he counts his steps to the corner.\n\n***\n\n\
        Vane woke at six and shaved with cold water. There was a second parcel on his desk.\n";
    assert_eq!(moods(text, "en"), [None, None, None]);
    let figure = "She went to bed early and slept.\n\n***\n\nThe fair was like a dream. She had dreamed of owning a boat, and there it was.\n\n***\n\nIn the morning they drove home.\n";
    assert_eq!(moods(figure, "en"), [None, None, None]);
}

#[test]
fn what_was_seen_is_told_with_its_weights() {
    let (_, document) = stories("tuned").remove(0);
    let seen = explain(&document);
    assert_eq!(seen.len(), document.scenes.len());
    let sum: f32 = seen[1].iter().filter(|one| one.mood == Mood::Dream).map(|one| one.weight).sum();
    assert!(sum >= 4.5, "{:?}", seen[1]);
}

#[test]
fn a_title_with_a_way_to_something_begins_no_letter_and_what_comes_first_no_dawn() {
    let told = "You walk down to the river, and you wait until the bell rings for you. You pay your coin, and you sit where you like.";
    for title in ["How to Cross the River", "More Ways to Wait", "The Road to the Quay", "Welcome to the Ferry"] {
        assert_eq!(moods(&format!("{title}\n\n{told}\n"), "en"), [None], "{title}");
    }
    let letter = format!("Captain Holm to Mrs Ada Holm\n\n{told} Write to me soon.\n\nYours always,\n\nHolm\n");
    assert_eq!(moods(&letter, "en"), [Some(Mood::Letter)]);
    for opening in ["At first, he said", "In the first place, he said", "In the first days, they said"] {
        assert_eq!(
            moods(&format!("{opening} nothing to the ferryman, and walked on to the mill.\n"), "en"),
            [None],
            "{opening}"
        );
    }
    let dawn = "At first light he went down to the river. The sky was grey in the east, and a bird began.\n";
    assert_eq!(moods(dawn, "en"), [Some(Mood::Dawn)]);
}

#[test]
fn dreams_that_nobody_names_are_found_by_the_sleep_and_the_waking() {
    const WORLD: [Option<Mood>; 3] = [Some(Mood::Waking), Some(Mood::Dream), Some(Mood::Waking)];
    let english = "Nell had the ledger open on her knees. She yawned, and her chin sank on to her collar.\n\n***\n\n\
        The ferry came up the stairs, and Nell paid with a button. The ferryman had no face. She tried to call but her mouth would not open, and the water stood at the ceiling.\n\n***\n\n\
        She hit the alarm clock with the flat of her hand. “You were shouting,” said Nell’s sister through the wall.\n";
    let german = "Jana nahm die Tablette und zog die Decke bis ans Kinn. Bald fielen ihr die Augen zu.\n\n***\n\n\
        Der Fluss stieg die Treppe herauf. Sie wollte laufen, doch ihre Füße waren aus Blei, und die Fische sprachen mit der Stimme ihres Vaters. Da schrie sie und saß aufrecht im Bett.\n\n***\n\n\
        »Ganz ruhig«, sagte Peter. »Du hast wieder geschrien.« Er machte Licht.\n";
    let french = "Claire posa la tête contre la vitre. Le train la berçait, ses yeux se fermèrent.\n\n***\n\n\
        Les chaises dansaient dans la rue. Elle courait, mais ses jambes s'enfonçaient comme dans de la pâte, et personne n'avait de visage. Elle se redressa d'un coup, en nage.\n\n***\n\n\
        « Terminus », dit le contrôleur. Il la secoua par la manche, et Claire ne savait plus où elle était.\n";
    let spanish = "Elena se acostó temprano. La fiebre le subía y los párpados le pesaban.\n\n***\n\n\
        Los relojes cantaban en el pozo. Quiso gritar y no podía moverse, y de su boca salían pájaros. De golpe se incorporó en la oscuridad.\n\n***\n\n\
        —Tranquila —dijo su madre—. Has gritado otra vez. Elena tardó en saber dónde estaba.\n";
    for (text, language) in [(english, "en"), (german, "de"), (french, "fr"), (spanish, "es")] {
        assert_eq!(moods(text, language), WORLD, "{language}");
    }
}

#[test]
fn who_is_told_to_dream_on_and_who_tells_of_wishes_does_not_dream() {
    let german = "Jana zeigte ihm den Plan.\n\n***\n\n»Träum weiter«, sagte er. »Im Traum nicht.« Sie ging hinaus und nahm das Rad.\n\n***\n\nAm Abend kam sie zurück.\n";
    assert_eq!(moods(german, "de"), [None, None, None]);
    let french = "Depuis toujours, Claire rêvait d'ouvrir une boulangerie.\n\n***\n\nElle loua le local en mars et acheta un four.\n";
    assert_eq!(moods(french, "fr"), [None, None]);
}

#[test]
fn dreams_are_found_between_a_sleep_and_a_waking_in_other_languages() {
    let dreams = [
        (
            "Jana stellte die Lampe ab und ging schlafen.\n\n***\n\n\
             Hinter jeder Tür wartete ihre tote Großmutter, und die Uhren sprachen mit ihr. Jana konnte nicht schreien.\n\n***\n\n\
             Sie lag neben dem Bett auf dem Fußboden. Der Wecker klingelte.\n",
            "de",
        ),
        (
            "Claire posa le livre et monta se coucher.\n\n***\n\n\
             L’escalier n’en finissait pas, et sa mère morte lui tendait un oiseau de verre. Claire ne pouvait pas crier.\n\n***\n\n\
             Elle était assise au bord du lit, en sueur.\n",
            "fr",
        ),
        (
            "Elena dejó el libro y subió a acostarse.\n\n***\n\n\
             Su difunta abuela llevaba un vestido de papel, y los relojes hablaban. Elena no podía gritar.\n\n***\n\n\
             La despertó el viento. La luz entraba por la ventana.\n",
            "es",
        ),
    ];
    for (text, language) in dreams {
        let given = moods(text, language);
        assert_eq!(given, [Some(Mood::Waking), Some(Mood::Dream), Some(Mood::Waking)], "{language}");
    }
}

#[test]
fn a_morning_is_a_dawn_that_comes_slowly() {
    let slow = "He was out before the others and went down to the wall. The street lamps went off all together. For a while \
                there was nothing to see. Then the cranes came up out of the dark, and there was a strip of grey over the \
                harbour that had not been there before. The gulls began.\n";
    assert_eq!(moods(slow, "en"), [Some(Mood::Dawn)]);
    let lit =
        "He put out the light and went up. There was a band of yellow under the door, and somebody was singing.\n";
    assert_eq!(moods(lit, "en"), [None], "a lamp and a door are none");
}

#[test]
fn a_childhood_between_two_scenes_of_the_same_person_is_a_memory() {
    let around = |scene: &str| {
        let text = format!(
            "Jana found the key at the back of the drawer.\n\n***\n\n{scene}\n\n***\n\nThe drawer was shut, and Jana went down.\n"
        );
        moods(&text, "en")[1]
    };
    let childhood = "The shed had been locked since the flood. Jana, who was seven, had the key on a string. Her father had \
                     shown her how it turned, and she let nobody else touch it.";
    assert_eq!(around(childhood), Some(Mood::Memory));
    assert_eq!(around(&childhood.replace("Jana", "Ruth")), None, "it is another's");
    assert_eq!(around("The shed had been locked since the flood. Jana went round it twice in the rain."), None);
}

#[test]
fn what_opens_with_a_waking_is_no_dream() {
    let up = "He went to bed and fell asleep.\n\n***\n\nOn waking he found himself on the grass, and his gun was all rust.\n\n\
              ***\n\nIt was morning in the village.\n";
    assert_ne!(moods(up, "en")[1], Some(Mood::Dream));
}

#[test]
fn a_sunset_and_a_fire_in_the_night_are_no_dawns() {
    let others = [
        "The sky over the harbour went from yellow to pink. One by one the lamps were lit along the wall, and then it got dark \
         and there was nothing but the line of the quay.\n",
        "By midnight they could see the men on the roof, small and black, and the line of pails across the square. The barn \
         burned until nothing was left of it.\n",
        "Das Abendrot lag über den Dächern, ein Streifen, der langsam blasser wurde. Dann ging die Sonne unter.\n",
    ];
    for text in others {
        assert_eq!(moods(text, if text.starts_with("Das") { "de" } else { "en" }), [None], "{text}");
    }
}
