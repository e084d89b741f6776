//! Fits the weights of the words that tell a dream or a dawn, and writes them to `assets/moods/en-words.txt`.
//!
//! ```sh
//! cargo run --release --example fit_words -- BOOKS [STORIES]
//! ```
//!
//! The stories are those of `tests/moods`, of which a part is only counted, and those that `STORIES/*/LABELS.json` names. The folder `BOOKS` holds books without a dream, as `scripts/texts`
//! puts them there. They are cut into scenes of a page, so that the words of ordinary tales weigh nothing. Every second book is only
//! counted, too. The weights are those of a logistic regression over the words and pairs of words of a scene, of the one
//! before it and of the one after it, held small by their squares (Hastie, Tibshirani and Friedman, *The Elements of Statistical
//! Learning*, 4.4). The heaviest are kept.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::{env, iter};

use anyhow::{Context, Result};
use labelled::Labelled;
use nightstand::format;
use nightstand::moods::weighed_words;

mod labelled;

/// How many words and pairs are kept. Of the 23 dreams in stories that are only counted, 15 have a sum from 1.0 on. With twice as many
/// words, it is 15 too.
const KEPT: usize = 3000;

/// A word that stands in fewer scenes tells of those.
const FEWEST_SCENES: usize = 3;

/// How strongly weights are held small.
const HELD: f64 = 10.0;

/// What a scene of a book counts beside a labelled one. There are more of them (1,833 beside 1,548 when the table was made), and they
/// are only there so that ordinary words weigh nothing.
const BOOK: f64 = 0.3;

/// The steps of the descent. After twice as many, the same 15 of those 23 dreams have a sum from 1.0 on.
const STEPS: u32 = 600;

/// The places of words. The first three tell of dreams, the last one of dawns.
const PLACES: [&str; 4] = ["here", "before", "after", "dawn"];

/// The moods that words tell, and the numbers of their places.
const MOODS: [(&str, std::ops::Range<usize>); 2] = [("dream", 0..3), ("dawn", 3..4)];

/// A scene: its words and pairs, and its mood.
struct Sample {
    places: [Vec<String>; 4],
    mood: String,
    count: f64,
}

/// A scene as one mood sees it.
struct Row {
    features: Vec<String>,
    is_such: bool,
    count: f64,
}

impl Sample {
    fn row(&self, mood: usize) -> Row {
        let (name, places) = &MOODS[mood];
        Row { features: features(&self.places, places.clone()), is_such: self.mood == *name, count: self.count }
    }
}

/// The words and the pairs of words of each place, once each.
fn features(places: &[Vec<String>; 4], some: std::ops::Range<usize>) -> Vec<String> {
    let mut all = Vec::new();
    for (place, words) in PLACES[some.clone()].iter().zip(&places[some]) {
        all.extend(words.iter().map(|word| format!("{place} {word}")));
        all.extend(words.windows(2).map(|pair| format!("{place} {} {}", pair[0], pair[1])));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The scenes of stories in English.
fn samples(stories: &[Labelled]) -> Vec<Sample> {
    let mut all = Vec::new();
    for Labelled { story, moods } in stories {
        if story.metadata.language.as_ref().is_none_or(|language| language.primary() == "en") {
            let sample = |(mood, places): (&String, _)| Sample { places, mood: mood.clone(), count: 1.0 };
            all.extend(moods.iter().zip(weighed_words(story)).map(sample));
        }
    }
    all
}

/// The books of a folder, each cut into scenes of a page.
fn books(folder: &Path) -> Result<Vec<Vec<Sample>>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let read = |file: &PathBuf| -> Result<Vec<Sample>> {
        let draft = format::read("a.txt", &fs::read(file)?)?.draft;
        let (mut text, mut words, mut most) = (String::new(), 0, 70);
        for (_, _, block) in draft.blocks().filter(|(_, _, block)| !block.kind.opens_scene()) {
            text.push_str(block.text);
            words += block.text.split_whitespace().count();
            // Scenes of many lengths, the same each time.
            let ends = words >= most;
            if ends {
                (words, most) = (0, 70 + (most * 37 + 11) % 190);
            }
            text.push_str(if ends { "\n\n* * *\n\n" } else { "\n\n" });
        }
        let cut = format::read("a.txt", text.as_bytes())?.draft;
        let inner = weighed_words(&cut).into_iter().skip(1).step_by(2);
        Ok(inner.map(|places| Sample { places, mood: String::new(), count: BOOK }).collect())
    };
    files.iter().map(read).collect()
}

/// The weights of features by their numbers, and the bias last.
struct Model {
    numbers: HashMap<String, usize>,
    weights: Vec<f64>,
}

impl Model {
    fn sum(&self, features: &[String]) -> f64 {
        let known = features.iter().filter_map(|feature| self.numbers.get(feature));
        known.map(|number| self.weights[*number]).sum::<f64>() + self.weights[self.weights.len() - 1]
    }

    /// Fits the weights by gradient descent, each with a step of its own (Kingma and Ba, *Adam*).
    fn fit(samples: &[Row]) -> Self {
        let mut scenes: HashMap<&String, usize> = HashMap::new();
        samples.iter().flat_map(|sample| &sample.features).for_each(|feature| *scenes.entry(feature).or_default() += 1);
        let mut known: Vec<&String> =
            scenes.iter().filter(|(_, count)| **count >= FEWEST_SCENES).map(|(feature, _)| *feature).collect();
        known.sort();
        let numbers: HashMap<String, usize> =
            known.iter().enumerate().map(|(number, feature)| ((*feature).clone(), number)).collect();
        let bias = known.len();
        let rows: Vec<Vec<usize>> = samples
            .iter()
            .map(|sample| {
                let known = sample.features.iter().filter_map(|feature| numbers.get(feature).copied());
                known.chain(iter::once(bias)).collect()
            })
            .collect();
        let (dreams, others) = samples
            .iter()
            .filter(|sample| sample.count >= 1.0)
            .fold((0.0, 0.0), |(d, o), sample| if sample.is_such { (d + 1.0, o) } else { (d, o + 1.0) });
        let count = |sample: &Row| if sample.is_such { others / dreams } else { sample.count };
        let mut weights = vec![0.0_f64; bias + 1];
        let (mut mean, mut square) = (vec![0.0_f64; bias + 1], vec![0.0_f64; bias + 1]);
        for step in 1..=STEPS {
            let mut slope: Vec<f64> = weights.iter().map(|weight| weight * HELD).collect();
            slope[bias] = 0.0;
            for (sample, row) in samples.iter().zip(&rows) {
                let sum: f64 = row.iter().map(|number| weights[*number]).sum();
                let error = 1.0 / (1.0 + (-sum).exp()) - f64::from(u8::from(sample.is_such));
                for number in row {
                    slope[*number] += error * count(sample);
                }
            }
            let time = f64::from(step);
            let rate = 0.05 / (1.0 + time / 100.0);
            for (number, slope) in slope.iter().enumerate() {
                mean[number] = 0.9 * mean[number] + 0.1 * slope;
                square[number] = 0.999 * square[number] + 0.001 * slope * slope;
                let (mean, square) =
                    (mean[number] / (1.0 - 0.9_f64.powf(time)), square[number] / (1.0 - 0.999_f64.powf(time)));
                weights[number] -= rate * mean / (square.sqrt() + 1e-8);
            }
        }
        Self { numbers, weights }
    }

    /// Keeps the heaviest weights, in hundredths.
    fn prune(&mut self) {
        let bias = self.weights.len() - 1;
        let mut sizes: Vec<f64> = self.weights[..bias].iter().map(|weight| weight.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let least = sizes.get(sizes.len().saturating_sub(KEPT)).copied().unwrap_or(0.0);
        for weight in &mut self.weights[..bias] {
            *weight = if weight.abs() < least { 0.0 } else { (*weight * 100.0).round() / 100.0 };
        }
    }

    /// The table of a mood, a line for each place and weight, the heaviest first.
    fn table(&self, mood: &str) -> String {
        let mut lines: BTreeMap<(usize, i32), Vec<&str>> = BTreeMap::new();
        for (feature, number) in &self.numbers {
            let (place, words) = feature.split_once(' ').unwrap_or_default();
            let place = PLACES.iter().position(|name| *name == place).unwrap_or_default();
            let hundredths = format!("{:+.2}", self.weights[*number]).replace('.', "").parse().unwrap_or(0_i32);
            if hundredths != 0 && !words.contains('|') {
                lines.entry((place, -hundredths)).or_default().push(words);
            }
        }
        let mut table = format!("bias {:+.2} {mood}\n", self.weights[self.weights.len() - 1]);
        for ((place, less), mut words) in lines {
            words.sort_unstable();
            let _ = writeln!(table, "{} {:+.2} {}", PLACES[place], f64::from(-less) / 100.0, words.join("|"));
        }
        table
    }
}

/// Prints how many scenes of a mood are found, and how many of those given are right, from some sums on.
fn tell(name: &str, model: &Model, rows: &[Row]) {
    let sums: Vec<(f64, bool)> = rows.iter().map(|row| (model.sum(&row.features), row.is_such)).collect();
    let there = sums.iter().filter(|(_, such)| *such).count();
    for least in [-0.5, 0.0, 0.5, 1.0, 1.5] {
        let given: Vec<bool> = sums.iter().filter(|(sum, _)| *sum >= least).map(|(_, such)| *such).collect();
        let right = given.iter().filter(|such| **such).count();
        println!("{name}: from {least:.1} on: right {right}/{}, found {right}/{there}, of {}", given.len(), sums.len());
    }
}

const HEAD: &str = "\
# What words weigh for a dream, in a scene (`here`), at the end of the one before it (`before`) and at the beginning of the one after it
# (`after`), and for a dawn at a scene's beginning (`dawn`): hundredths of a natural logarithm of the odds. Bars stand between words and pairs of words that weigh the same.
# `cargo run --release --example fit_words -- BOOKS STORIES` makes this file; src/moods/lexicon.rs tells how it is read.
";

fn main() -> Result<()> {
    let folder = env::args_os().nth(1).context("name a folder of books, as scripts/texts makes one")?;
    let mut fitted = labelled::of_file("passages.txt", "tuned")?;
    fitted.extend(labelled::of_file("stories.txt", "fitted")?);
    if let Some(folder) = env::args_os().nth(2) {
        fitted.extend(labelled::of_folders(Path::new(&folder))?);
    }
    let mut counted = labelled::of_file("passages.txt", "held out")?;
    counted.extend(labelled::of_file("stories.txt", "held out")?);
    let (fitted, counted) = (samples(&fitted), samples(&counted));
    let (mut told, mut untold) = (Vec::new(), Vec::new());
    for (nth, book) in books(Path::new(&folder))?.into_iter().enumerate() {
        if nth % 2 == 0 { told.extend(book) } else { untold.extend(book) }
    }
    println!(
        "{} labelled scenes, {} of books, {} only counted",
        fitted.len(),
        told.len(),
        counted.len() + untold.len()
    );
    let mut table = HEAD.to_owned();
    for (mood, (name, _)) in MOODS.iter().enumerate() {
        let rows = |samples: &[Sample]| samples.iter().map(|sample| sample.row(mood)).collect::<Vec<Row>>();
        let mut all = rows(&fitted);
        all.extend(rows(&told));
        let mut model = Model::fit(&all);
        model.prune();
        for (half, samples) in [("fitted", &fitted), ("only counted", &counted), ("books, only counted", &untold)] {
            tell(&format!("{name}, {half}"), &model, &rows(samples));
        }
        table.push_str(&model.table(name));
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/moods/en-words.txt");
    Ok(fs::write(file, table)?)
}
