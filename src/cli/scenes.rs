//! `nightstand scenes`: what a story is made of.

use std::io::{self, Write};

use serde::Serialize;

use super::{Failure, ScenesArgs, counted, open_story, to_json};
use crate::document::{Chapter, Document, Mood, MoodPart, SafeText, Scene};
use crate::moods::{self, Observation};
use crate::terminal::Directories;

/// How many words of a scene's text are quoted.
const OPENING_WORDS: usize = 8;

#[derive(Serialize)]
struct StoryJson<'a> {
    title: &'a str,
    author: &'a str,
    contributors: &'a str,
    language: Option<&'a str>,
    words: usize,
    read_as: Vec<&'a str>,
    scenes: Vec<SceneJson<'a>>,
    contents: Vec<ChapterJson>,
}

#[derive(Serialize)]
struct ChapterJson {
    title: String,
    level: u8,
    percent: usize,
}

#[derive(Serialize)]
struct SceneJson<'a> {
    number: usize,
    title: Option<&'a str>,
    mood: Option<&'static str>,
    mood_from: &'static str,
    reason: Option<&'a str>,
    words: usize,
    paragraphs: usize,
    opening: String,
    parts: Vec<PartJson>,
}

/// A part of a scene with a mood of its own: its first and last paragraph, counted from 1 within the scene.
#[derive(Serialize)]
struct PartJson {
    mood: &'static str,
    from: usize,
    to: usize,
    reason: String,
}

pub(super) fn run(args: &ScenesArgs, directories: &Directories) -> Result<(), Failure> {
    let story = open_story(args.story.story.as_deref(), directories, &args.reading)?;
    for (file, remark) in &story.diagnostics {
        // Where standard error is gone there is nobody to tell, and no reason to panic.
        let _ = writeln!(io::stderr(), "{file}:{remark}");
    }
    let listed: Vec<_> =
        story.document.scenes.iter().enumerate().map(|(index, scene)| describe(index + 1, scene)).collect();
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{}", to_json(&described(&story.document, listed))?)?;
        return Ok(());
    }
    if args.sidecar {
        return sidecar(&mut out, &story.document);
    }
    let seen = if args.explain { moods::explain(&story.document) } else { Vec::new() };
    let metadata = &story.document.metadata;
    let by = if metadata.author.is_empty() { String::new() } else { format!(", by {}", metadata.author) };
    writeln!(out, "{}{by}: {}", metadata.title, counted(story.document.words(), ["word", "words"]))?;
    if !metadata.contributors.is_empty() {
        writeln!(out, "With {}", metadata.contributors)?;
    }
    for how in &story.document.read_as {
        writeln!(out, "Read as {how}")?;
    }
    for scene in listed {
        let mood = scene.mood.unwrap_or("–");
        let title = scene.title.map_or_else(|| format!("{} …", scene.opening), |title| title.replace('\n', " "));
        let unit = if scene.words == 1 { "word " } else { "words" };
        writeln!(out, "{:>3}  {mood:<8} {:>6} {unit}  {title}", scene.number, scene.words)?;
        if let Some(reason) = scene.reason {
            writeln!(out, "     {reason}")?;
        }
        for PartJson { mood, from, to, reason } in scene.parts {
            writeln!(out, "     {mood} in paragraphs {from} to {to}: {reason}")?;
        }
        for observation in seen.get(scene.number - 1).into_iter().flatten() {
            writeln!(out, "     {}", told(observation))?;
        }
    }
    Ok(())
}

/// An observation with its weight, as an author reads it.
fn told(observation: &Observation) -> SafeText {
    let Observation { mood, says, weight, quote, .. } = observation;
    let quote = if quote.is_empty() { String::new() } else { format!(" (“{quote}”)") };
    SafeText::line(&format!("{weight:+.1} {:<8} {says}{quote}", mood.name()))
}

/// Prints a sidecar with what was found, ready to be corrected by hand.
fn sidecar(out: &mut impl Write, document: &Document) -> Result<(), Failure> {
    writeln!(out, "# Moods: {}. `none` gives a scene no mood.", Mood::ALL.map(Mood::name).join(", "))?;
    for (index, scene) in document.scenes.iter().enumerate() {
        let mood = toml::Value::String(scene.mood.map_or("none", Mood::name).to_owned());
        let described = describe(index + 1, scene);
        let opening = described.title.map_or(described.opening, |title| title.replace('\n', " "));
        writeln!(out, "\n# {}\n[[scene]]\nnumber = {}\nmood = {mood}", SafeText::line(&opening), index + 1)?;
        if !scene.mood_reason.is_empty() {
            writeln!(out, "# {}", scene.mood_reason)?;
        }
    }
    Ok(())
}

fn describe(number: usize, scene: &Scene) -> SceneJson<'_> {
    let told = || scene.blocks().filter(|block| !block.kind.opens_scene());
    let words: Vec<&str> = told().flat_map(|block| block.text.split_whitespace()).take(OPENING_WORDS).collect();
    SceneJson {
        number,
        title: scene.title(),
        mood: scene.mood.map(Mood::name),
        mood_from: scene.mood_from.name(),
        reason: Some(&*scene.mood_reason).filter(|reason| !reason.is_empty()),
        words: scene.words(),
        paragraphs: told().count(),
        opening: words.join(" "),
        parts: parts(scene),
    }
}

/// The parts of a scene that have a mood of their own.
fn parts(scene: &Scene) -> Vec<PartJson> {
    let paragraphs = |blocks: usize| scene.blocks().take(blocks).filter(|block| !block.kind.opens_scene()).count();
    let described = |MoodPart { mood, blocks, reason }| PartJson {
        mood: mood.name(),
        from: paragraphs(blocks.start) + 1,
        to: paragraphs(blocks.end),
        reason: reason.to_string(),
    };
    scene.parts.iter().cloned().map(described).collect()
}

fn described<'a>(document: &'a Document, scenes: Vec<SceneJson<'a>>) -> StoryJson<'a> {
    let chapter = |chapter: &Chapter| ChapterJson {
        title: chapter.title.to_string(),
        level: chapter.level,
        percent: document.offset(chapter.place) * 100 / document.len().max(1),
    };
    let metadata = &document.metadata;
    StoryJson {
        title: &metadata.title,
        author: &metadata.author,
        contributors: &metadata.contributors,
        language: metadata.language.as_ref().map(crate::document::Language::as_str),
        words: document.words(),
        read_as: document.read_as.iter().map(|how| &**how).collect(),
        scenes,
        contents: document.outline().iter().map(chapter).collect(),
    }
}
