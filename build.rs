//! Chooses the story that is built in: the project's own, or the file that `NIGHTSTAND_STORY` names. It also makes tables of
//! words: those of headings, the points at which common ones may be broken, and what tells moods.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use compile::Compiled;

#[path = "src/moods/phrases/compile.rs"]
mod compile;
#[path = "src/moods/lexicon/key.rs"]
mod key;
#[expect(dead_code, reason = "written out as they print themselves, and read by the program")]
#[path = "src/moods/phrases/list.rs"]
mod list;
#[path = "src/typeset/hyphen/word_ends.rs"]
mod word_ends;
#[path = "src/document/word_hash.rs"]
mod word_hash;
#[path = "src/moods/word_key.rs"]
mod word_key;

const OWN: &str = "assets/the-night-gate.md";
const HEADINGS: &str = "assets/headings.txt";
const COMMON_WORDS: &str = "assets/hyphens/en.txt";
const LEXICON: &str = "assets/moods/en-words.txt";
const MOODS: [&str; 5] = ["de", "en", "es", "fr", "weights"];

fn main() {
    pack_relocations();
    println!("cargo:rerun-if-env-changed=NIGHTSTAND_STORY");
    let chosen = env::var_os("NIGHTSTAND_STORY").map_or_else(|| PathBuf::from(OWN), PathBuf::from);
    println!("cargo:rerun-if-changed={}", chosen.display());
    let Some(out) = env::var_os("OUT_DIR") else { fail("cargo did not set OUT_DIR") };
    let target = Path::new(&out).join("story");
    if let Err(error) = fs::read(&chosen).and_then(|bytes| fs::write(&target, bytes)) {
        fail(&format!(
            "NIGHTSTAND_STORY: can't read {} ({error}). Name a file that exists, or unset the variable.",
            chosen.display()
        ));
    }
    let name = chosen.file_name().unwrap_or_default().to_string_lossy();
    println!("cargo:rustc-env=NIGHTSTAND_EMBEDDED_NAME={name}");
    for (source, target, table) in [
        (COMMON_WORDS, "common_words.rs", common_words as fn(&str) -> String),
        (HEADINGS, "heading_words.rs", heading_words),
        (LEXICON, "lexicon_en.rs", lexicon),
    ] {
        println!("cargo:rerun-if-changed={source}");
        let made = fs::read_to_string(source).map(|words| table(&words));
        if let Err(error) = made.and_then(|table| fs::write(Path::new(&out).join(target), table)) {
            fail(&format!("can't make a table of {source} ({error})"));
        }
    }
    let mut phrases = String::new();
    for name in MOODS {
        let source = format!("assets/moods/{name}.toml");
        println!("cargo:rerun-if-changed={source}");
        let made = fs::read_to_string(&source).map(|table| moods(&table, &source));
        let made = made.and_then(|(json, lists)| {
            if !lists.is_empty() {
                phrases.push_str(&phrase_lists(&name.to_uppercase(), &lists));
            }
            fs::write(Path::new(&out).join(format!("moods-{name}.json")), json)
        });
        if let Err(error) = made {
            fail(&format!("can't make a table of {source} ({error})"));
        }
    }
    if let Err(error) = fs::write(Path::new(&out).join("mood_phrases.rs"), phrases) {
        fail(&format!("can't write the phrases ({error})"));
    }
}

/// Has the linker pack the addresses that are set when the program starts. Unpacked, its twenty thousand take half a megabyte, and
/// each start reads them. The loader of glibc knows the packed form from 2.36 on; a linker that does not leaves it out.
fn pack_relocations() {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let native = variable("HOST") == variable("TARGET") && variable("CARGO_CFG_TARGET_ENV") == "gnu";
    let told = process::Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok().filter(|_| native);
    let told = told.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let mut numbers =
        told.trim().rsplit(' ').next().unwrap_or_default().split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    if (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (2, 36) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Returns a table of moods as JSON without its phrases, and the lists of these by their places. People write TOML, and JSON is read
/// in a tenth of the time.
fn moods(table: &str, source: &str) -> (String, BTreeMap<String, Compiled>) {
    let mut table = toml::from_str::<toml::Table>(table).unwrap_or_else(|error| fail(&format!("{source}: {error}")));
    let text = |value: Option<toml::Value>| match value {
        Some(toml::Value::String(text)) => text,
        _ => fail(&format!("{source}: an observation lacks its place, or a phrase is no text")),
    };
    // For each place its phrases, with the numbers of their observations.
    let mut places: BTreeMap<String, Vec<(String, u16)>> = BTreeMap::new();
    let mut kinds = 0..;
    // In this order the program numbers them.
    for mood in ["dream", "memory", "dawn"] {
        let all = table.get_mut(mood).and_then(toml::Value::as_array_mut).into_iter().flatten();
        // The weights of a mood are a table of another shape.
        for entry in all.filter_map(toml::Value::as_table_mut) {
            let place = places.entry(text(entry.remove("where"))).or_default();
            let phrases = entry.remove("phrases").and_then(|phrases| phrases.as_array().cloned());
            let phrases = phrases.into_iter().flatten().map(|phrase| text(Some(phrase)));
            place.extend(phrases.zip(std::iter::repeat(kinds.next().unwrap_or_default())));
        }
    }
    let classes = table.remove("classes").and_then(|classes| classes.as_table().cloned()).unwrap_or_default();
    let classes = classes.into_iter().map(|(name, words)| (name, text(Some(words)))).collect();
    let lists = places.into_iter().map(|(place, phrases)| (place, compile::list(&phrases, &classes))).collect();
    (serde_json::json!(table).to_string(), lists)
}

/// Returns the source of the lists of a language.
fn phrase_lists(language: &str, lists: &BTreeMap<String, Compiled>) -> String {
    let list = |(place, made): (&String, &Compiled)| {
        let items: Vec<String> = made.items.iter().map(|item| format!("Item::{item:?}")).collect();
        format!(
            "({place:?}, PhraseList {{ letters: {:?}, patterns: &{:?}, words: &{:?}, items: &[{}], phrases: &{:?}, candidates: &{:?}, \
             buckets: &{:?}, by_word: {:?}, by_stem: {:?}, anchored: {}, others: {} }})",
            made.letters,
            made.patterns,
            made.words,
            items.join(","),
            made.phrases,
            made.candidates,
            made.buckets,
            made.by_word,
            made.by_stem,
            made.anchored,
            made.others
        )
    };
    let lists: Vec<String> = lists.iter().map(list).collect();
    format!("pub(crate) static {language}: &[(&str, PhraseList)] = &[{}];\n", lists.join(",\n"))
}

/// Returns the source of two tables: the hashes of some words, in order, and for each the points at which it may be broken, as a mask.
fn common_words(words: &str) -> String {
    let points = |word: &str| {
        let mut at = 0;
        let syllables =
            hypher::hyphenate_bounded(word, hypher::Lang::English, word_ends::LEAST_BEFORE, word_ends::LEAST_AFTER);
        let ends = syllables.map(|syllable| {
            at += syllable.len();
            at
        });
        // The end of the word is no point. No common word has 32 letters.
        ends.filter(|end| *end < word.len()).fold(0_u32, |mask, point| mask | 1 << point)
    };
    let words = words.lines().filter(|line| !line.starts_with('#'));
    let mut all: Vec<(u64, u32)> = words.map(|word| (word_hash::hash(word.as_bytes()), points(word))).collect();
    all.sort_unstable();
    let hashes: Vec<String> = all.iter().map(|(hash, _)| format!("{hash:#x}")).collect();
    let points: Vec<String> = all.iter().map(|(_, points)| points.to_string()).collect();
    let count = all.len();
    format!(
        "pub static HASHES: [u64; {count}] = [{}];\npub static POINTS: [u32; {count}] = [{}];\n",
        hashes.join(","),
        points.join(",")
    )
}

/// Returns the source of a lexicon: the keys of words and pairs by their slots, their weights, and the biases. A line of the file has a
/// place, a weight, and the words and pairs that weigh so much there, with bars between.
fn lexicon(lines: &str) -> String {
    let (mut all, mut dream, mut dawn) = (Vec::new(), 0, 0);
    for line in lines.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut parts = line.splitn(3, ' ');
        let (place, weight) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let hundredths = weight.replace('.', "").parse::<i16>();
        let Ok(weight) = hundredths else { fail(&format!("{LEXICON}: `{weight}` is no weight")) };
        let words = parts.next().unwrap_or_default();
        match (place, words) {
            ("bias", "dawn") => dawn = weight,
            ("bias", _) => dream = weight,
            _ => {}
        }
        if place == "bias" {
            continue;
        }
        let place = match place {
            "here" => key::HERE,
            "before" => key::BEFORE,
            "after" => key::AFTER,
            "dawn" => key::DAWN,
            _ => fail(&format!("{LEXICON}: `{place}` is no place")),
        };
        for words in words.split('|') {
            let (first, second) = words.split_once(' ').unwrap_or((words, ""));
            let hash = |word: &str| word_hash::hash(word.as_bytes());
            let key = if second.is_empty() {
                key::one(place, hash(first))
            } else {
                key::two(place, hash(first), hash(second))
            };
            all.push((key, weight));
        }
    }
    // Half of the slots stay empty, so that most keys stand in their first one.
    let count = (all.len() * 2).next_power_of_two();
    let (mut keys, mut weights) = (vec![0_u32; count], vec![0_i16; count]);
    for (key, weight) in all {
        let free = key::slots(key, count).find(|slot| keys[*slot] == 0 || keys[*slot] == key);
        let Some(slot) = free else { fail(&format!("{LEXICON}: no room for a word")) };
        (keys[slot], weights[slot]) = (key, weight);
    }
    format!(
        "pub static KEYS: [u32; {count}] = {keys:?};\npub static WEIGHTS: [i16; {count}] = {weights:?};\npub const DREAM: i32 = {dream};\npub const DAWN: i32 = {dawn};\n"
    )
}

/// Returns the source of a table of the words of headings with their meanings, in order. A line of the file has a meaning, which may
/// be a number, and its words.
fn heading_words(lines: &str) -> String {
    let mut all = Vec::new();
    for line in lines.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_ascii_whitespace();
        let meaning = match words.next() {
            Some("chapter") => "Chapter".to_owned(),
            Some("part") => "Part".to_owned(),
            Some("front") => "Front".to_owned(),
            Some("skip") => "Skip".to_owned(),
            Some("untitled") => "Untitled".to_owned(),
            Some(number) => match number.parse::<u32>() {
                Ok(number) => format!("Number({number})"),
                Err(_) => fail(&format!("{HEADINGS}: `{number}` is no meaning")),
            },
            None => continue,
        };
        all.extend(words.map(|word| (word, meaning.clone())));
    }
    // The meanings of one word keep their order in the file.
    all.sort_by_key(|(word, _)| *word);
    let rows: Vec<String> = all.iter().map(|(word, meaning)| format!("({word:?}, HeadingWord::{meaning})")).collect();
    // Sixteen bits for each word: one in sixteen of all others is looked for.
    let bits = (all.len() * 16).next_power_of_two();
    let mut filter = vec![0_u64; bits / 64];
    for (word, _) in &all {
        let (at, bit) = word_hash::filter_bit(word.as_bytes(), bits);
        filter[at] |= bit;
    }
    format!(
        "pub(super) static WORDS: [(&str, HeadingWord); {}] = [{}];\npub(super) static FILTER: [u64; {}] = {filter:?};\n",
        all.len(),
        rows.join(","),
        filter.len()
    )
}

fn fail(message: &str) -> ! {
    println!("cargo::error={message}");
    process::exit(1);
}
