//! Fits the weights of the moods on labelled scenes: what `scripts/fit_moods` runs.
//!
//! Each weight of `weights.toml` and of the English table is moved up and down by half a point as long as the loss of the half that is
//! fitted on gets smaller. The other half is only counted. The loss says what matters: a wrong mood is worse than none.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Confusion, figures, labelled_passages};
use crate::document::{Draft, Mood};
use crate::format;
use crate::moods::table::MoodTable;
use crate::moods::{Inference, weigh};

/// What a mood costs that is wrong, where one that is missing costs one: a reader forgives a plain page.
const WRONG: f32 = 5.0;

/// What a scene costs of which another half point would change the verdict, as a share of what that verdict would cost.
const NARROW: f32 = 0.25;

/// What half a point costs: a weight moves only if that pays for a scene, or for several narrow ones.
const MOVED: f32 = 0.05;

/// The size of a step. Weights that are finer than half a point would tell of the sample.
const STEP: f32 = 0.5;

/// A story and the moods that its scenes should have; `-` stands for none.
struct Labelled {
    story: Draft,
    moods: Vec<String>,
}

/// The files of the weights. The numbers that may move are all values with a decimal point that stand alone on a line.
struct Tables {
    english: String,
    weights: String,
}

impl Tables {
    fn read() -> Self {
        let read = |name: &str| fs::read_to_string(folder().join(name)).unwrap();
        Self { english: read("en.toml"), weights: read("weights.toml") }
    }

    fn write(&self) {
        fs::write(folder().join("en.toml"), &self.english).unwrap();
        fs::write(folder().join("weights.toml"), &self.weights).unwrap();
    }

    /// Returns the table with these sources, with all thresholds moved.
    fn table(&self, by: f32) -> &'static MoodTable {
        let mut table = MoodTable::read(&self.english, &self.weights).unwrap();
        let least = &mut table.weights.least;
        for sum in [&mut least.dream, &mut least.memory, &mut least.dawn, &mut least.letter] {
            *sum += by;
        }
        Box::leak(Box::new(table))
    }

    fn lines(&self) -> usize {
        self.english.lines().count() + self.weights.lines().count()
    }

    /// Returns the same tables with the number on a line moved, or `None` if there is none or it would change its side.
    fn moved(&self, line: usize, by: f32) -> Option<Self> {
        let first = self.english.lines().count();
        if line < first {
            Some(Self { english: moved(&self.english, line, by)?, weights: self.weights.clone() })
        } else {
            Some(Self { english: self.english.clone(), weights: moved(&self.weights, line - first, by)? })
        }
    }
}

/// Where the tables are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/moods")
}

fn moved(source: &str, line: usize, by: f32) -> Option<String> {
    let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
    let (key, number) = lines[line].split_once(" = ")?;
    let number: f32 = number.parse().ok().filter(|_| number.contains('.'))?;
    // An observation that speaks for a mood never speaks against it.
    let moved = number + by;
    let same_side = moved * number > 0.0;
    lines[line] = format!("{key} = {moved:.1}");
    same_side.then(|| lines.join("\n") + "\n")
}

fn given(story: &Draft, table: &'static MoodTable) -> Vec<&'static str> {
    let mood = |found: &Inference| found.mood.as_ref().map_or("-", |(mood, _)| Mood::name(*mood));
    weigh(story, table).iter().map(mood).collect()
}

fn loss(sample: &[Labelled], tables: &Tables) -> f32 {
    let cost = |by: f32| {
        let table = tables.table(by);
        let of_story = |labelled: &Labelled| {
            let given = given(&labelled.story, table);
            let cost = |(label, given): (&String, &&str)| match () {
                () if label == given => 0.0,
                () if *given == "-" => 1.0,
                () => WRONG,
            };
            labelled.moods.iter().zip(&given).map(cost).sum::<f32>()
        };
        sample.iter().map(of_story).sum::<f32>()
    };
    cost(0.0) + NARROW * (cost(-STEP) + cost(STEP))
}

fn counted(sample: &[Labelled], tables: &Tables) -> Confusion {
    let table = tables.table(0.0);
    let mut confusion = Confusion::new();
    for labelled in sample {
        for (label, given) in labelled.moods.iter().zip(given(&labelled.story, table)) {
            *confusion.entry((label.clone(), given)).or_default() += 1;
        }
    }
    confusion
}

/// The labelled stories of a folder: `LABELS.json` in it or in a folder below names each file and the moods of its scenes.
fn labelled(folder: &Path) -> Vec<Labelled> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.push(folder.to_owned());
    folders.sort();
    let mut all = Vec::new();
    for folder in folders {
        let Ok(labels) = fs::read_to_string(folder.join("LABELS.json")) else { continue };
        let labels: std::collections::BTreeMap<String, Vec<String>> = serde_json::from_str(&labels).unwrap();
        for (name, moods) in labels {
            let story = format::read(&name, &fs::read(folder.join(&name)).unwrap()).unwrap().draft;
            let moods: Vec<String> =
                moods.into_iter().map(|mood| if mood == "none" { "-".to_owned() } else { mood }).collect();
            if story.scenes.len() == moods.len() {
                all.push(Labelled { story, moods });
            }
        }
    }
    all
}

#[test]
#[ignore = "scripts/fit_moods runs it"]
fn weights_are_fitted_on_labelled_scenes() {
    let mut halves = ["tuned", "held out"].map(|half| {
        let passages = labelled_passages(half).into_iter();
        passages.map(|(moods, story)| Labelled { story, moods }).collect::<Vec<_>>()
    });
    let folder = std::env::var_os("NIGHTSTAND_MOODS").map(PathBuf::from);
    for (nth, story) in folder.iter().flat_map(|folder| labelled(folder)).enumerate() {
        halves[nth % 2].push(story);
    }
    let mut tables = Tables::read();
    tell("before", &halves, &tables);
    let mut least = loss(&halves[0], &tables);
    loop {
        let before = least;
        for line in 0..tables.lines() {
            for by in [STEP, -STEP] {
                let Some(other) = tables.moved(line, by) else { continue };
                let cost = loss(&halves[0], &other) + MOVED;
                if cost < least {
                    (tables, least) = (other, cost - MOVED);
                }
            }
        }
        if least >= before {
            break;
        }
    }
    tell("after", &halves, &tables);
    tables.write();
}

/// Prints precision and recall of each mood in each half.
fn tell(when: &str, halves: &[Vec<Labelled>; 2], tables: &Tables) {
    for (name, half) in ["fitted", "only counted"].iter().zip(halves) {
        println!("{when}, {name}: loss {:.2}", loss(half, tables));
        let confusion = counted(half, tables);
        for mood in ["dream", "memory", "letter", "verse", "waking", "dawn"] {
            let (precision, recall) = figures(&confusion, mood);
            println!("  {mood:8} precision {precision:3} %, recall {recall:3} %");
        }
    }
}
