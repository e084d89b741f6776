//! `nightstand stats`: how long one has read. All of it is on this machine, and can be deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde_json::{Value, json};

use super::args::{StatsArgs, StatsCommand};
use super::{Failure, counted, to_json};
use crate::document::SafeText;
use crate::shelf::{Record, Settings, State};
use crate::terminal::{Directories, Store, now};

pub(super) fn run(args: &StatsArgs, directories: &Directories) -> Result<(), Failure> {
    let Some(store) = directories.state.clone().map(Store::new) else {
        return Err(Failure::Usage(
            "nothing is saved: there is no home directory. Set HOME or XDG_STATE_HOME.".to_owned(),
        ));
    };
    let mut out = io::stdout().lock();
    if let Some(StatsCommand::Forget) = args.command {
        store.forget_times(now())?;
        let loaded = store.settings();
        let settings = Settings { pace: None, ..loaded.value.clone() };
        if let Some(file) = loaded.keep_at.filter(|_| loaded.value.pace.is_some()) {
            store.keep_settings(&file, &loaded.value, &settings)?;
        }
        writeln!(out, "All counted times have been deleted")?;
        return Ok(());
    }
    let records: Vec<Record> = store.records().into_iter().filter(|record| !record.readings.is_empty()).collect();
    if args.json {
        writeln!(out, "{}", to_json(&described(&records))?)?;
        return Ok(());
    }
    for line in told(&records) {
        writeln!(out, "{}", SafeText::line(&line))?;
    }
    Ok(())
}

/// A time in hours and minutes.
fn time(spent: u64) -> String {
    let minutes = spent / 60_000;
    if minutes < 60 { format!("{minutes} min") } else { format!("{} h {} min", minutes / 60, minutes % 60) }
}

/// The sums of a story: its time, its words, and the days on which it was read.
fn sums(record: &Record) -> (u64, u64, usize) {
    let spent = record.readings.iter().map(|reading| reading.spent).sum();
    let words = record.readings.iter().map(|reading| reading.words).sum();
    let days: BTreeSet<u32> = record.readings.iter().map(|reading| reading.day).collect();
    (spent, words, days.len())
}

fn told(records: &[Record]) -> Vec<String> {
    if records.is_empty() {
        return vec!["No time has been counted yet".to_owned()];
    }
    let all: Vec<(u64, u64, usize)> = records.iter().map(sums).collect();
    let spent: u64 = all.iter().map(|(spent, ..)| spent).sum();
    let words: u64 = all.iter().map(|(_, words, _)| words).sum();
    let days: BTreeSet<u32> = records.iter().flat_map(|record| record.readings.iter().map(|r| r.day)).collect();
    let finished = records.iter().filter(|record| record.state == State::Finished).count();
    let mut lines = vec![format!(
        "{} on {} · {words} words · {}, {finished} finished",
        time(spent),
        counted(days.len(), ["day", "days"]),
        counted(records.len(), ["story", "stories"])
    )];
    for (record, (spent, words, days)) in records.iter().zip(all) {
        let pace = (words * 60_000).checked_div(spent).unwrap_or(0);
        let days = counted(days, ["day", "days"]);
        lines.push(format!("{}: {} on {days}, {words} words, {pace} a minute", record.title, time(spent)));
    }
    lines
}

fn described(records: &[Record]) -> Value {
    let mut by_day: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for reading in records.iter().flat_map(|record| &record.readings) {
        let day = by_day.entry(reading.day).or_default();
        *day = (day.0 + reading.spent, day.1 + reading.words);
    }
    let date = |day: u32| {
        let time = jiff::Timestamp::from_second(i64::from(day) * 86_400).unwrap_or_default();
        time.to_string().chars().take(10).collect::<String>()
    };
    let day = |(day, (spent, words)): (&u32, &(u64, u64))| json!({ "day": date(*day), "seconds": spent / 1000, "words": words });
    let story = |record: &Record| {
        let (spent, words, days) = sums(record);
        json!({
            "title": record.title,
            "author": record.author,
            "state": record.state.name(),
            "percent": record.percent,
            "seconds": spent / 1000,
            "words": words,
            "days": days,
        })
    };
    json!({
        "days": by_day.iter().map(day).collect::<Vec<_>>(),
        "stories": records.iter().map(story).collect::<Vec<_>>(),
    })
}
