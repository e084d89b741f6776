//! The language of a story that does not name it, told from its words.

use crate::document::{Draft, Language};

/// How much text is looked at: two pages tell a language as well as a book does.
const SAMPLE: usize = 4000;

/// The languages whose words are broken by rules, by their codes of ISO 639-3 and BCP 47; others are told and not used.
const KNOWN: [(&str, &str); 14] = [
    ("eng", "en"),
    ("deu", "de"),
    ("fra", "fr"),
    ("spa", "es"),
    ("ita", "it"),
    ("por", "pt"),
    ("nld", "nl"),
    ("pol", "pl"),
    ("rus", "ru"),
    ("ces", "cs"),
    ("swe", "sv"),
    ("jpn", "ja"),
    ("cmn", "zh"),
    ("kor", "ko"),
];

/// Returns the language that a text is in, if its words leave no doubt.
pub(super) fn language_of(text: &str) -> Option<Language> {
    let found = whatlang::detect(&text[..text.floor_char_boundary(SAMPLE)]).filter(whatlang::Info::is_reliable)?;
    let code = found.lang().code();
    KNOWN.iter().find(|(known, _)| *known == code).and_then(|(_, tag)| Language::parse(tag))
}

/// Gives a story the language that its words are in, if it names none and they leave no doubt.
pub fn guess_language(document: &mut Draft) {
    if document.metadata.language.is_some() {
        return;
    }
    let mut sample = String::new();
    for (_, _, block) in document.blocks().filter(|(_, _, block)| !block.kind.opens_scene()) {
        let room = SAMPLE.saturating_sub(sample.len());
        sample.push_str(&block.text[..block.text.floor_char_boundary(room)]);
        sample.push('\n');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    document.metadata.language = language_of(&sample);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn guessed(text: &str) -> Option<String> {
        let mut document = format::read("a.txt", text.as_bytes()).unwrap().draft;
        guess_language(&mut document);
        document.metadata.language.map(|language| language.to_string())
    }

    #[test]
    fn a_language_is_told_from_a_page_and_not_from_a_word() {
        let german = "Es war spät in der Nacht, und niemand im Hause war wach, als die Glocke am Tor zu läuten begann. Er stand auf und ging zum Fenster.";
        let english = "It was late in the night, and nobody in the house was awake, when the bell at the gate began to ring. He got up and went to the window.";
        assert_eq!((guessed(german).as_deref(), guessed(english).as_deref()), (Some("de"), Some("en")));
        assert_eq!(guessed("Hm."), None);
    }
}
