//! Promises about the place: it is found again in an edited text, in another edition, in another format and at any size.
//!
//! They are tried on the story that is built in, or on a book that `NIGHTSTAND_NOVEL` names.

use std::fmt::Write;
use std::ops::Range;

use nightstand::app::{App, Event, Start, Themes};
use nightstand::document::{BlockKind, Document, Draft, Place, SceneBuilder};
use nightstand::theme::builtin;
use nightstand::{embedded, format};

use super::dice::Dice;

/// Places that each promise is tried at.
const PLACES: usize = 1000;

fn novel() -> Document {
    let read = |name: &str, bytes: &[u8]| format::read(name, bytes).unwrap().document();
    match std::env::var("NIGHTSTAND_NOVEL") {
        Ok(file) => read(&file, &std::fs::read(&file).unwrap()),
        Err(_) => read(embedded::NAME, embedded::STORY),
    }
}

/// A text as paragraphs of sentences.
type Text = Vec<Vec<String>>;

fn text_of(document: &Document) -> Text {
    let prose = document.blocks().filter(|(_, _, block)| block.kind == BlockKind::Paragraph);
    prose.map(|(_, _, block)| sentences(block.text)).collect()
}

/// Parts a paragraph after the signs that end a sentence and the quotes behind them.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        let before = text[..at].trim_end_matches(['”', '’', '"', '\'', ')']);
        if before.ends_with(['.', '!', '?', '…']) && at > start {
            sentences.push(text[start..at].to_owned());
            start = at + 1;
        }
    }
    sentences.push(text[start..].to_owned());
    sentences
}

/// A document of paragraphs, and where each sentence stands in it.
fn set(text: &Text) -> (Document, Vec<Vec<Range<usize>>>) {
    let mut builder = SceneBuilder::default();
    let mut ranges = Vec::new();
    for paragraph in text {
        builder.begin(BlockKind::Paragraph);
        builder.push(&paragraph.join(" "));
        let mut at = 0;
        let range = |sentence: &String| {
            let start = at;
            at += sentence.len() + 1;
            start..at
        };
        ranges.push(paragraph.iter().map(range).collect());
    }
    (Draft::new(vec![builder.finish()]).seal(), ranges)
}

/// An edited text, and for each paragraph and sentence of the old one where it stands now, if it does.
struct Edited {
    text: Text,
    moved: Vec<Vec<Option<(usize, usize)>>>,
}

/// Tries places by chance: the share of those that are found in their sentence, of those whose sentence is still there.
fn found_again(old: &Text, edited: &Edited) -> f64 {
    let ((before, ranges), (after, new_ranges)) = (set(old), set(&edited.text));
    let mut dice = Dice::new(7);
    let (mut tried, mut found) = (0, 0);
    while tried < PLACES {
        let paragraph = dice.below(old.len());
        let sentence = dice.below(old[paragraph].len());
        let Some((new_paragraph, new_sentence)) = edited.moved[paragraph][sentence] else { continue };
        let range = &ranges[paragraph][sentence];
        let byte = range.start + dice.below(range.len() - 1);
        let locator = before.locate(Place::new(0, paragraph, byte));
        let (place, _) = after.find(&locator);
        // A place in the blank after a sentence may be the next one's.
        let wanted = &new_ranges[new_paragraph][new_sentence];
        let there =
            place.block as usize == new_paragraph && (wanted.start..=wanted.end).contains(&(place.byte as usize));
        tried += 1;
        found += usize::from(there);
    }
    let share = f64::from(u32::try_from(found).unwrap()) / f64::from(u32::try_from(tried).unwrap());
    share * 100.0
}

/// One in a hundred paragraphs is changed: a word or a sentence of it, or it goes, or another is put before it.
fn edit(old: &Text) -> Edited {
    let mut dice = Dice::new(1);
    let (mut text, mut moved) = (Text::new(), Vec::new());
    for paragraph in old {
        let mut sentences = paragraph.clone();
        let mut kept: Vec<Option<usize>> = (0..sentences.len()).map(Some).collect();
        if dice.one_in(100) {
            let nth = dice.below(sentences.len());
            match dice.below(5) {
                0 => text.push(vec!["A paragraph that nobody has read before stands here.".to_owned()]),
                1 => {
                    moved.push(vec![None; paragraph.len()]);
                    continue;
                }
                2 => {
                    "Something else is told now, in other words than those that stood here."
                        .clone_into(&mut sentences[nth]);
                    kept[nth] = None;
                }
                3 => sentences[nth] = format!("And so {}", sentences[nth]),
                _ => {
                    sentences.remove(nth);
                    kept = (0..paragraph.len()).map(|n| (n != nth).then(|| n - usize::from(n > nth))).collect();
                }
            }
        }
        moved.push(kept.into_iter().map(|nth| nth.map(|nth| (text.len(), nth))).collect());
        if !sentences.is_empty() {
            text.push(sentences);
        }
    }
    Edited { text, moved }
}

/// Another edition: other quotes, dashes and spellings, some paragraphs joined and others parted, a preface before it.
fn reissue(old: &Text) -> Edited {
    const SPELLINGS: [(&str, &str); 12] = [
        ("grey", "gray"),
        ("towards", "toward"),
        ("ould not", "ouldn’t"),
        ("to-day", "today"),
        ("colour", "color"),
        ("upon", "on"),
        ("it was", "’twas"),
        ("Mr. ", "Mr "),
        ("for ever", "forever"),
        ("though", "tho’"),
        ("the house", "the old house"),
        ("quite ", ""),
    ];
    let mut dice = Dice::new(2);
    let preface = |n: usize| vec![format!("In this preface, number {n}, the editor thanks all who have helped.")];
    let mut text: Text = (0..=old.len() / 20).map(preface).collect();
    let mut moved = Vec::new();
    for (n, paragraph) in old.iter().enumerate() {
        if n % 40 == 0 {
            text.push(vec![format!("CHAPTER {}", n / 40 + 1)]);
        }
        let spelled = paragraph.iter().map(|sentence| {
            let plain = sentence.replace(['“', '”'], "\"").replace('’', "'").replace('—', " -- ").replace('…', "...");
            SPELLINGS.iter().fold(plain, |text, (old, new)| text.replace(old, new))
        });
        let joined = dice.one_in(10) && n % 40 != 0;
        if !joined {
            text.push(Vec::new());
        }
        let mut places = Vec::new();
        for sentence in spelled {
            // A long paragraph is parted now and then.
            if text.last().is_some_and(|last| last.len() > 6) && dice.one_in(6) {
                text.push(Vec::new());
            }
            let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            let at = text.len() - 1;
            text[at].push(sentence);
            places.push(Some((at, text[at].len() - 1)));
        }
        moved.push(places);
    }
    Edited { text, moved }
}

#[test]
fn promise_a_place_is_found_again_in_an_edited_text() {
    let old = text_of(&novel());
    let share = found_again(&old, &edit(&old));
    println!("edited: {share:.1} % of {PLACES} places found to the sentence");
    assert!(share >= 99.5, "{share}");
}

#[test]
fn promise_a_place_is_found_again_in_another_edition() {
    let old = text_of(&novel());
    let share = found_again(&old, &reissue(&old));
    println!("another edition: {share:.1} % of {PLACES} places found to the sentence");
    assert!(share >= 99.5, "{share}");
}

/// A book in memory.
struct Files(Vec<(String, String)>);

impl format::Container for Files {
    fn file(&mut self, path: &str) -> Result<Option<Vec<u8>>, format::ReadError> {
        Ok(self.0.iter().find(|(name, _)| name == path).map(|(_, text)| text.clone().into_bytes()))
    }
}

/// The story as an EPUB, a chapter at each heading.
fn as_book(document: &Document) -> Document {
    let mut chapters = vec![String::new()];
    for (_, _, block) in document.blocks() {
        let text = block.text.replace('&', "&amp;").replace('<', "&lt;");
        let tag = match block.kind {
            BlockKind::Heading { .. } => {
                chapters.push(String::new());
                "h2"
            }
            BlockKind::Ornament => "hr",
            _ => "p",
        };
        write!(chapters.last_mut().unwrap(), "<{tag}>{}</{tag}>", text.replace('\n', "<br/>")).unwrap();
    }
    let of = |item: &dyn Fn(usize) -> String| (0..chapters.len()).map(item).collect::<Vec<_>>().concat();
    let manifest = of(&|n| format!("<item id='c{n}' href='c{n}.xhtml'/>"));
    let spine = of(&|n| format!("<itemref idref='c{n}'/>"));
    let mut files = vec![
        ("META-INF/container.xml".to_owned(), "<rootfile full-path='b.opf'/>".to_owned()),
        ("b.opf".to_owned(), format!("<package><manifest>{manifest}</manifest><spine>{spine}</spine></package>")),
    ];
    let chapter = |(n, body): (usize, &String)| (format!("c{n}.xhtml"), format!("<html><body>{body}</body></html>"));
    files.extend(chapters.iter().enumerate().map(chapter));
    format::read_book(&mut Files(files)).unwrap().document()
}

/// The story as plain text, wrapped, and as Markdown, its headings and emphasis marked.
fn in_formats(document: &Document) -> [(&'static str, String); 2] {
    let (mut plain, mut markdown) = (String::new(), String::new());
    for (_, _, block) in document.blocks() {
        let text = block.text.replace('\n', " ");
        if text.is_empty() {
            plain.push_str("\n\n* * *\n\n");
            markdown.push_str("\n***\n\n");
            continue;
        }
        let heading = matches!(block.kind, BlockKind::Heading { .. });
        let wrapped = textwrap::fill(&text, textwrap::Options::new(72).break_words(false));
        write!(plain, "{}{wrapped}\n\n", if heading { "\n\n" } else { "" }).unwrap();
        let escaped: String =
            text.chars().flat_map(|c| [Some('\\').filter(|_| "*_<[#>`&".contains(c)), Some(c)]).flatten().collect();
        write!(markdown, "{}{escaped}\n\n", if heading { "## " } else { "" }).unwrap();
    }
    [("book.txt", plain), ("book.md", markdown)]
}

#[test]
fn promise_a_place_is_found_again_in_another_format() {
    let story = novel();
    let mut dice = Dice::new(3);
    let read = |(name, text): (&'static str, String)| (name, format::read(name, text.as_bytes()).unwrap().document());
    let others = in_formats(&story).into_iter().map(read).chain([("book.epub", as_book(&story))]);
    for (name, other) in others {
        if std::env::var("NIGHTSTAND_NOVEL").is_err() {
            // A book may hold what looks like an ornament or a heading as plain text.
            assert_eq!(other.index().hash, story.index().hash, "{name}: the same words are the same story");
        }
        let mut found = 0;
        for _ in 0..PLACES {
            let locator = story.locate(story.place_at(dice.below(story.len())));
            let (place, _) = other.find(&locator);
            found += usize::from(other.locate(place).quote == locator.quote);
        }
        println!("as {name}: {found} of {PLACES} places found to the letter");
        assert!(found * 1000 >= PLACES * 995, "{name}: {found}");
    }
}

fn app(document: Document) -> App {
    App::new(Start::of(document.into(), Themes::new(builtin("lamplight").unwrap(), [])))
}

/// Whether the words of the place are on the pages that are seen.
fn is_seen(app: &App) -> bool {
    let (place, opening) = (app.place(), app.opening());
    let block = |line: &nightstand::typeset::Line| (line.place.scene, line.place.block) == (place.scene, place.block);
    let lines = [0, 1].into_iter().flat_map(|side| app.book().lines(opening, side));
    lines.filter(|line| block(line)).any(|line| (line.start..=line.end).contains(&place.byte))
}

#[test]
fn promise_no_size_moves_the_place() {
    let mut app = app(novel());
    let mut dice = Dice::new(4);
    app.update(Event::Resize { width: 80, height: 24 });
    for n in 0..PLACES {
        if n % 20 == 0 {
            let percent = dice.below(100);
            format!("{percent}%").chars().for_each(|c| drop(app.update(Event::Key(nightstand::config::Key::Char(c)))));
        }
        let place = app.place();
        let (width, height) = (dice.below(300), dice.below(100));
        app.update(Event::Resize { width: u16::try_from(width).unwrap(), height: u16::try_from(height).unwrap() });
        assert_eq!(app.place(), place);
        assert!(is_seen(&app), "{width}x{height}");
    }
    println!("resizes: {PLACES} of {PLACES} left the place where it was and its words on the page");
}

#[test]
fn promise_every_small_window_keeps_the_place_and_draws() {
    let mut app = app(format::read(embedded::NAME, embedded::STORY).unwrap().document());
    app.update(Event::Resize { width: 80, height: 24 });
    "50%".chars().for_each(|c| drop(app.update(Event::Key(nightstand::config::Key::Char(c)))));
    let place = app.place();
    let mut sizes = 0;
    for (width, height) in (0..=60).flat_map(|width| (0..=30).map(move |height| (width, height))) {
        app.update(Event::Resize { width, height });
        assert_eq!(app.place(), place);
        assert!(is_seen(&app), "{width}x{height}");
        let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| nightstand::ui::draw(frame, &app)).unwrap();
        sizes += 1;
    }
    app.update(Event::Resize { width: 80, height: 24 });
    assert!(is_seen(&app));
    println!("windows: {sizes} sizes from 0x0 to 60x30 drawn, the place unchanged");
}
