//! Writes a story in the story format, so that it reads back the same: scenes, moods, verse, letters and marked words.
//!
//! It is the inverse of `story.rs` for what a document holds. Links within the story, and sides that lines keep to, have no place in
//! the format and are left out; their words are there. Marks are written as elements, which may begin and end within words.

use crate::document::{Addresses, Block, BlockKind, Draft, MarkKind, Mood, Scene};

/// Returns a story in the story format.
///
/// ```
/// use nightstand::format;
///
/// let source = "## The dream {.dream}\n\nIt was *late*.\n\n***\n<!-- {.waking} -->\n\nShe woke.\n";
/// let story = format::read("a.md", source.as_bytes())?.document();
/// let again = format::to_markdown(&story);
/// assert!(again.contains("## The dream {.dream}") && again.contains("It was <em>late</em>."));
/// assert_eq!(format::read("a.md", again.as_bytes())?.document().scenes.len(), 2);
/// # Ok::<(), nightstand::format::ReadError>(())
/// ```
#[must_use]
pub fn to_markdown(document: &Draft) -> String {
    let mut written = front_matter(document);
    for (nth, scene) in document.scenes.iter().enumerate() {
        write_scene(scene, nth, &document.addresses, &mut written);
    }
    written
}

fn front_matter(document: &Draft) -> String {
    let metadata = &document.metadata;
    let language = metadata.language.map(|language| language.to_string()).unwrap_or_default();
    let entries: [(&str, &str); 4] = [
        ("title", &metadata.title),
        ("author", &metadata.author),
        ("language", &language),
        ("licence", &metadata.licence),
    ];
    let told = entries.into_iter().filter(|(_, value)| !value.is_empty());
    let quoted = |value: &str| toml::Value::String(value.to_owned()).to_string();
    let lines: Vec<String> = told.map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
    if lines.is_empty() { String::new() } else { format!("+++\n{}\n+++\n\n", lines.join("\n")) }
}

fn write_scene(scene: &Scene, nth: usize, web: &Addresses, written: &mut String) {
    let mood = |mood: Option<Mood>| mood.map_or_else(String::new, |mood| format!(" {{.{}}}", mood.name()));
    let titled = scene.title().is_some();
    if !titled {
        // A story begins with a scene; all others are parted from the one before.
        if nth > 0 {
            written.push_str("***\n");
        }
        if let Some(mood) = scene.mood {
            written.extend(["<!-- {.", mood.name(), "} -->\n"]);
        }
        written.push('\n');
    }
    let mut before = None;
    for (index, block) in scene.blocks().enumerate() {
        let text = match block.kind {
            BlockKind::Ornament => continue,
            BlockKind::Heading { level } => {
                let mood = if index == 0 { mood(scene.mood) } else { String::new() };
                format!("{} {}{mood}", "#".repeat(usize::from(level.clamp(1, 6))), marked(&block, "<br>", web))
            }
            BlockKind::Paragraph => protected(&marked(&block, "<br>", web)),
            BlockKind::Verse => verse(&block, web),
            BlockKind::Quotation => quoted(&protected(&marked(&block, "<br>", web))),
            BlockKind::Letter => {
                // Paragraphs of one letter stand in one quotation.
                let first = before != Some(BlockKind::Letter);
                let opens = if first { "<!-- {.letter} -->\n\n" } else { "" };
                format!("{opens}{}", quoted(&protected(&marked(&block, "<br>", web))))
            }
            BlockKind::Item => item(&block, web),
            BlockKind::Preformatted => format!("```\n{}\n```", block.text.replace('\u{a0}', " ")),
        };
        let goes_on = before == Some(BlockKind::Letter) && block.kind == BlockKind::Letter;
        if goes_on && written.ends_with("\n\n") {
            written.pop();
            written.push_str(">\n");
        }
        written.push_str(&text);
        written.push_str("\n\n");
        before = Some(block.kind);
    }
}

/// Returns the lines of a poem, all but the last of a stanza with the sign of a forced line end.
fn verse(block: &Block<'_>, web: &Addresses) -> String {
    let text = marked(block, "\\\n", web);
    let stanza = |stanza: &str| stanza.split('\n').map(protected).collect::<Vec<_>>().join("\n");
    text.split("\\\n\\\n").map(stanza).collect::<Vec<_>>().join("\n\n")
}

/// Returns an entry of a list. Its bullet is made from the sign of the format.
fn item(block: &Block<'_>, web: &Addresses) -> String {
    let text = marked(block, "<br>", web);
    let plain = text.trim_start_matches(['•', '–', '◦', '▪']).trim_start_matches([' ', '\u{a0}']);
    if plain.len() < text.len() { format!("- {plain}") } else { text }
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// Returns a line whose first signs mean nothing to Markdown.
fn protected(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = digits > 0 && line[digits..].starts_with(['.', ')']);
    match line.chars().next() {
        _ if numbered => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some('#' | '+' | '-' | '=' | ':' | '^') => format!("\\{line}"),
        _ => line.to_owned(),
    }
}

/// Returns a block's text with its marks as elements, its links to the web as links, and `line_end` in the place of each line end.
fn marked(block: &Block<'_>, line_end: &str, web: &Addresses) -> String {
    let mut text = String::new();
    for span in block.spans() {
        let address = span.marks.iter().find_map(|mark| mark.address(web));
        let elements: Vec<(String, &str)> = span.marks.into_iter().filter_map(element).collect();
        text.push_str(if address.is_some() { "[" } else { "" });
        text.extend(elements.iter().map(|(opens, _)| opens.as_str()));
        text.push_str(&escaped(span.text).replace('\n', line_end));
        text.extend(elements.iter().rev().map(|(_, closes)| *closes));
        if let Some(address) = address {
            text.extend(["](<", &address.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C"), ">)"]);
        }
    }
    text
}

/// Returns the tags of HTML that mark words, or `None` for marks without any. The story format takes them too.
#[must_use]
pub fn element(mark: MarkKind) -> Option<(String, &'static str)> {
    Some(match mark {
        MarkKind::Emphasis => ("<em>".to_owned(), "</em>"),
        MarkKind::Strong => ("<strong>".to_owned(), "</strong>"),
        MarkKind::Foreign(language) => (format!("<i lang=\"{language}\">"), "</i>"),
        MarkKind::Small => ("<small>".to_owned(), "</small>"),
        MarkKind::SmallCaps => ("<span class=\"smallcaps\">".to_owned(), "</span>"),
        MarkKind::Struck => ("<del>".to_owned(), "</del>"),
        MarkKind::Link(_) | MarkKind::SoftHyphen | MarkKind::Break | MarkKind::NoBreak => return None,
    })
}

/// Returns a text in which no sign means anything to Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '{' | '}' | '$' | '!' | '@' | '^'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::format::{self, ReadOptions};

    fn read(source: &str) -> Draft {
        let options = ReadOptions { smarten: false, mood_inference: false, ..ReadOptions::default() };
        format::read_as("a.md", source.as_bytes(), &options).unwrap().draft
    }

    /// What is said of each character, and what each block and scene is.
    fn told(document: &Draft) -> Vec<String> {
        let mut told = Vec::new();
        for scene in &document.scenes {
            told.push(format!("scene {:?}", scene.mood));
            for block in scene.blocks().filter(|block| block.kind != BlockKind::Ornament) {
                let roles = |at: usize| {
                    let here = block.marks.iter().filter(|mark| mark.range().contains(&at));
                    let mut kinds: Vec<String> = here
                        .filter(|mark| element(mark.kind).is_some())
                        .map(|mark| format!("{:?}", mark.kind))
                        .collect();
                    kinds.sort();
                    kinds.dedup();
                    kinds.concat()
                };
                let letters: Vec<String> =
                    block.text.char_indices().map(|(at, c)| format!("{c}{}", roles(at))).collect();
                told.push(format!("{:?} {}", block.kind, letters.concat()));
            }
        }
        told
    }

    #[test]
    fn every_part_of_the_format_reads_back_the_same() {
        let source = "+++\ntitle = \"Tides\"\nauthor = \"A. N. Other\"\nlanguage = \"en\"\n+++\n\nBefore all of it.\n\n## The dream {.dream}\n\nIt was *late*, and **never** <small>so</small> <i lang=\"cs\">ticho</i>.\n\nOne for the ferry,\\\ntwo for the quay.\n\n***\n<!-- {.dream.nightmare} -->\n\n<!-- {.letter} -->\n\n> Dear Ana,\n>\n> come home.\n\n> Quoted.\n\n- an oar\n- a rope\n\n### Further\n\n1986\\. A year.\n\n\\# No title, 3 \\* 4 \\< 5 \\_so\\_ \\`it\\` \\[is\\]\n\n```\nas  it\n   stands\n```\n";
        let story = read(source);
        let written = to_markdown(&story);
        assert_eq!(told(&read(&written)), told(&story), "{written}");
        assert_eq!(read(&written).metadata, story.metadata);
    }

    #[test]
    fn links_to_the_web_read_back_the_same() {
        let story = read(
            "See [the *tide* tables](https://tides.example/a?b=c_d) and [Ana](mailto:ana@tides.example), x\\^2\\^.\n",
        );
        let written = to_markdown(&story);
        let again = read(&written);
        assert_eq!(told(&again), told(&story), "{written}");
        let set = |draft: &Draft| {
            draft.addresses.values().map(ToString::to_string).collect::<std::collections::BTreeSet<_>>()
        };
        assert!(set(&again) == set(&story) && set(&story).len() == 2, "{written}");
    }

    proptest! {
        #[test]
        fn any_prose_reads_back_the_same(
            paragraphs in prop::collection::vec("[#+*_>`~|!=:-]?[0-9]{0,2}[.)]?[a-dé’ .,*_<>\\[\\]&#!{}-]{1,30}[a-d]", 1..6),
            moods in prop::collection::vec(0_usize..6, 1..4),
        ) {
            let mut builders = Vec::new();
            for (nth, mood) in moods.iter().enumerate() {
                let mut builder = crate::document::SceneBuilder::default();
                if nth > 0 {
                    builder.begin(BlockKind::Ornament);
                }
                for (index, paragraph) in paragraphs.iter().enumerate() {
                    builder.begin(BlockKind::Paragraph);
                    let text = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
                    let half = text.floor_char_boundary(text.len() / 2);
                    builder.push(&text[..half]);
                    if index % 2 == 1 {
                        builder.open_mark(MarkKind::Emphasis);
                    }
                    builder.push(&text[half..]);
                    if index % 2 == 1 {
                        builder.close_mark();
                    }
                }
                let mut scene = builder.finish();
                scene.mood = Mood::ALL.get(*mood).copied();
                builders.push(scene);
            }
            let story = Draft::new(builders);
            let written = to_markdown(&story);
            prop_assert_eq!(told(&read(&written)), told(&story), "{}", written);
        }
    }
}
