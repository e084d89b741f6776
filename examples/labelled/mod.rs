//! Stories of which the mood of every scene is known, as the two examples that fit weights read them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use nightstand::document::Draft;
use nightstand::format;

/// A story and the moods that its scenes should have. `none` stands for no mood.
pub struct Labelled {
    pub story: Draft,
    pub moods: Vec<String>,
}

impl Labelled {
    /// Reads a story; none if it has another number of scenes than there are moods.
    fn read(name: &str, story: &[u8], moods: Vec<String>) -> Result<Option<Self>> {
        let story = format::read(name, story)?.draft;
        Ok((story.scenes.len() == moods.len()).then_some(Self { story, moods }))
    }
}

/// Returns the stories of a half of a file in `tests/moods`. A line with the half and the moods stands above each.
pub fn of_file(name: &str, half: &str) -> Result<Vec<Labelled>> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/moods").join(name))?;
    let read = |part: &str| {
        let (head, story) = part.split_once('\n').context("a story has no text")?;
        let (_, moods) = head.split_once(": ").context("a story has no labels")?;
        let moods = moods.split(' ').map(|mood| if mood == "-" { "none" } else { mood }.to_owned()).collect();
        Labelled::read("a.txt", story.as_bytes(), moods)
    };
    text.split("=== ").filter(|part| part.starts_with(half)).filter_map(|part| read(part).transpose()).collect()
}

/// Returns the stories in the folders of a folder that `LABELS.json` names there: `{"a.txt": ["waking", "dream", "none"]}`.
pub fn of_folders(folder: &Path) -> Result<Vec<Labelled>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    let mut all = Vec::new();
    for folder in folders {
        let Ok(labels) = fs::read_to_string(folder.join("LABELS.json")) else { continue };
        let labels: BTreeMap<String, Vec<String>> = serde_json::from_str(&labels)?;
        for (name, moods) in labels {
            all.extend(Labelled::read(&name, &fs::read(folder.join(&name))?, moods)?);
        }
    }
    Ok(all)
}
