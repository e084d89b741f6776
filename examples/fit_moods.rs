//! Fits the weights of the moods on labelled scenes, and writes them to `assets/moods`.
//!
//! ```sh
//! cargo run --release --example fit_moods -- FOLDER
//! ```
//!
//! The scenes are those of `tests/moods/passages.txt`, and of the stories that `FOLDER/*/LABELS.json` names. Each weight of `weights.toml` and of the English table is moved up and down by half a point as long as the
//! loss of the half that is fitted on gets smaller. Every other story of the folder is only counted, to show that the weights tell
//! of stories and not of the sample. The figures of both halves are printed before and after.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use labelled::Labelled;
use nightstand::document::{Draft, Mood};
use nightstand::moods::{MoodTable, infer_by};

mod labelled;

/// What a mood costs that is wrong, where one that is missing costs one: a reader forgives a plain page.
const WRONG: f32 = 5.0;

/// What a scene costs of which another half point would change the verdict, as a share of what that verdict would cost.
const NARROW: f32 = 0.25;

/// What half a point costs: a weight moves only if that pays for a scene, or for several narrow ones.
const MOVED: f32 = 0.05;

/// The size of a step. Weights that are finer than half a point would tell of the sample.
const STEP: f32 = 0.5;

/// The sources of the phrases and of the weights that no phrase has. The numbers that may move are the values with a decimal point.
#[derive(Clone)]
struct Tables([String; 2]);

const FILES: [&str; 2] = ["en.toml", "weights.toml"];

impl Tables {
    fn read() -> Result<Self> {
        let [phrases, weights] = FILES.map(|name| fs::read_to_string(folder().join(name)));
        Ok(Self([phrases?, weights?]))
    }

    fn write(&self) -> Result<()> {
        FILES.iter().zip(&self.0).try_for_each(|(name, source)| Ok(fs::write(folder().join(name), source)?))
    }

    fn table(&self) -> Result<MoodTable> {
        let [phrases, weights] = &self.0;
        MoodTable::read(phrases, weights).context("a table can't be read")
    }

    /// Returns the same tables with the number on a line of one file moved, or `None` if there is none or it would change its side.
    fn moved(&self, file: usize, line: usize, by: f32) -> Option<Self> {
        let mut lines: Vec<&str> = self.0[file].lines().collect();
        let (key, number) = lines[line].split_once(" = ")?;
        let number: f32 = number.parse().ok().filter(|_| number.contains('.'))?;
        // An observation that speaks for a mood never speaks against it.
        let same_side = (number + by) * number > 0.0;
        let written = format!("{key} = {:.1}", number + by);
        lines[line] = &written;
        let mut moved = self.clone();
        moved.0[file] = lines.join("\n") + "\n";
        same_side.then_some(moved)
    }

    /// Returns the same tables with all sums moved from which a scene gets a mood.
    fn with_least(&self, by: f32) -> Self {
        let weights = &self.0[1];
        let begins = weights.lines().position(|line| line == "[least]").unwrap_or_default();
        let ends = weights.lines().skip(begins + 1).position(|line| line.starts_with('['));
        let least = begins..ends.map_or(weights.lines().count(), |ends| begins + 1 + ends);
        least.fold(self.clone(), |tables, line| tables.moved(1, line, by).unwrap_or(tables))
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/moods")
}

fn given(story: &Draft, table: &MoodTable) -> Vec<&'static str> {
    infer_by(story, table)
        .iter()
        .map(|found| found.mood.as_ref().map_or("none", |(mood, _)| Mood::name(*mood)))
        .collect()
}

fn loss(sample: &[Labelled], tables: &Tables) -> Result<f32> {
    let cost = |by: f32| -> Result<f32> {
        let table = tables.with_least(by).table()?;
        let of_story = |labelled: &Labelled| {
            let given = given(&labelled.story, &table);
            let cost = |(label, given): (&String, &&str)| match *given {
                given if label == given => 0.0,
                "none" => 1.0,
                _ => WRONG,
            };
            labelled.moods.iter().zip(&given).map(cost).sum::<f32>()
        };
        Ok(sample.iter().map(of_story).sum())
    };
    Ok(cost(0.0)? + NARROW * (cost(-STEP)? + cost(STEP)?))
}

/// Prints precision and recall of each mood in each half.
fn tell(when: &str, halves: &[Vec<Labelled>; 2], tables: &Tables) -> Result<()> {
    let table = tables.table()?;
    for (name, half) in ["fitted", "only counted"].iter().zip(halves) {
        println!("{when}, {name}: loss {:.2}", loss(half, tables)?);
        let pairs: Vec<(&str, &str)> = half
            .iter()
            .flat_map(|labelled| labelled.moods.iter().map(String::as_str).zip(given(&labelled.story, &table)))
            .collect();
        for mood in Mood::ALL.map(Mood::name) {
            let right = pairs.iter().filter(|(label, given)| *label == mood && *given == mood).count();
            let given = pairs.iter().filter(|(_, given)| *given == mood).count();
            let there = pairs.iter().filter(|(label, _)| *label == mood).count();
            if there > 0 {
                println!("  {mood:8} precision {right}/{given}, recall {right}/{there}");
            }
        }
    }
    Ok(())
}

fn main() -> Result<()> {
    let mut halves = [labelled::of_file("passages.txt", "tuned")?, labelled::of_file("passages.txt", "held out")?];
    if let Some(folder) = env::args_os().nth(1) {
        for (nth, story) in labelled::of_folders(Path::new(&folder))?.into_iter().enumerate() {
            halves[nth % 2].push(story);
        }
    }
    let mut tables = Tables::read()?;
    tell("before", &halves, &tables)?;
    let mut least = loss(&halves[0], &tables)?;
    loop {
        let before = least;
        for (file, line) in (0..2)
            .flat_map(|file| (0..tables.0[file].lines().count()).map(move |line| (file, line)))
            .collect::<Vec<_>>()
        {
            for by in [STEP, -STEP] {
                let Some(other) = tables.moved(file, line, by) else { continue };
                let cost = loss(&halves[0], &other)?;
                if cost + MOVED < least {
                    (tables, least) = (other, cost);
                }
            }
        }
        if least >= before {
            break;
        }
    }
    tell("after", &halves, &tables)?;
    tables.write()
}
