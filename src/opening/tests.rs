use super::*;

fn opened(text: &str, sidecar: Option<&str>, options: &ReadOptions) -> Story {
    let name = SafeText::line("the_ferry.txt");
    let sidecar = sidecar.map(|text| (SafeText::line("the_ferry.scenes.toml"), text.to_owned()));
    let content = Content::File { name: "the_ferry.txt", bytes: text.as_bytes() };
    let material = Material { name, title: SafeText::line("the ferry"), path: String::new(), content, sidecar };
    open(material, options, &mut Beginning::unwanted()).unwrap()
}

#[test]
fn a_sidecar_wins_over_inference_and_its_remarks_name_it() {
    let text = "She fell asleep.\n\n* * *\n\nIn the dream the ferry flew. It was a dream.\n\n* * *\n\nShe woke.\n";
    let sidecar = "[[scene]]\nnumber = 1\nmood = \"memory\"\n\n[[scene]]\nnumber = 9\nmood = \"dream\"\n";
    let story = opened(text, Some(sidecar), &ReadOptions::default());
    assert_eq!(story.document.scenes[0].mood, Some(crate::document::Mood::Memory));
    let [(file, _)] = &story.diagnostics[..] else { panic!("{:?}", story.diagnostics) };
    assert_eq!(&**file, "the_ferry.scenes.toml");
}

#[test]
fn a_sidecar_says_how_its_story_is_read() {
    let beside = "layout = \"lines\"\nlanguage = \"de\"\n";
    let options = crate::format::with_sidecar(&ReadOptions::default(), beside);
    let story = opened("It was late\nand cold\nthat night.\n", Some(beside), &options);
    assert_eq!(story.document.blocks().count(), 3);
    assert!(story.diagnostics.is_empty() && story.document.metadata.language.unwrap().as_str() == "de");
    let wrong = opened("It was late.\n", Some("layout = \"rows\"\n"), &ReadOptions::default());
    assert!(wrong.diagnostics[0].1.message.contains("blank-rows"));
}

#[test]
fn without_inference_no_scene_gets_a_mood() {
    let text = "She fell asleep.\n\n* * *\n\nIn the dream the ferry flew.\n\n* * *\n\nShe woke from the dream.\n";
    let plain = ReadOptions { mood_inference: false, ..ReadOptions::default() };
    assert!(opened(text, None, &plain).document.scenes.iter().all(|scene| scene.mood.is_none()));
    assert_eq!(&*opened(text, None, &plain).document.metadata.title, "the ferry");
}

#[test]
fn first_pages_need_a_whole_stretch() {
    let read = |paragraphs: usize| {
        let text = "It was late, and the ferry had gone.\n\n".repeat(paragraphs);
        first_pages(format::read("a.txt", text.as_bytes()).unwrap().draft, SafeText::line("a"))
    };
    assert!(read(100).is_none());
    let (document, stretches) = read(4000).unwrap();
    assert!(!stretches.is_empty() && &*document.metadata.title == "a");
}
