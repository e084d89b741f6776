//! The time that was spent on a story, and whether it is finished.
//!
//! Each session counts for itself and for each day, so that the sessions of two windows and of two machines add up, however
//! often their records meet. Days are those of UTC, counted from 1970. Times are milliseconds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Stamp;

/// The time that one session has spent on a story on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The day, counted from 1970.
    pub day: u32,
    /// The session's number.
    pub session: String,
    /// The time when it began to count.
    #[serde(default)]
    pub since: Stamp,
    /// The milliseconds on pages that were read.
    pub spent: u64,
    /// The words on these pages.
    pub words: u64,
}

/// Whether a story is being read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It has been begun, or at least opened.
    #[default]
    Reading,
    /// It has been read to its end.
    Finished,
    /// It is to be read some day.
    ToRead,
}

impl State {
    /// The name, for people and for JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Finished => "finished",
            Self::ToRead => "to read",
        }
    }
}

/// A day in milliseconds.
const DAY: Stamp = 24 * 60 * 60 * 1000;

/// The most entries that a story keeps, the latest days first: a session each evening for five years.
const MOST: usize = 2_000;

/// Returns the day of a time, counted from 1970.
#[must_use]
pub fn day_of(time: Stamp) -> u32 {
    u32::try_from(time / DAY).unwrap_or(u32::MAX)
}

/// Adds what a session has read since it last counted.
pub fn count(readings: &mut Vec<Reading>, session: &str, now: Stamp, (spent, words): (u64, u64)) {
    let day = day_of(now);
    match readings.iter_mut().find(|reading| reading.day == day && reading.session == session) {
        Some(reading) => {
            reading.spent += spent;
            reading.words += words;
        }
        None => readings.push(Reading { day, session: session.to_owned(), since: now, spent, words }),
    }
}

/// Merges what two versions of a record have counted: a session only ever counts up. What was counted before the reader had all
/// times forgotten is left out.
pub(super) fn merge(ours: Vec<Reading>, theirs: Vec<Reading>, forgotten: Stamp) -> Vec<Reading> {
    let mut merged: BTreeMap<(u32, String), Reading> = BTreeMap::new();
    for reading in ours.into_iter().chain(theirs).filter(|reading| forgotten == 0 || reading.since > forgotten) {
        let known = merged.entry((reading.day, reading.session.clone())).or_insert_with(|| reading.clone());
        known.spent = known.spent.max(reading.spent);
        known.words = known.words.max(reading.words);
        known.since = known.since.min(reading.since);
    }
    let skipped = merged.len().saturating_sub(MOST);
    merged.into_values().skip(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_add_up_and_meeting_again_adds_nothing() {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        count(&mut ours, "a", 5, (1_000, 10));
        count(&mut ours, "a", DAY - 1, (1_000, 10));
        count(&mut ours, "a", DAY, (500, 5));
        count(&mut theirs, "b", 7, (3_000, 30));
        let merged = merge(ours.clone(), theirs.clone(), 0);
        assert_eq!(merged.iter().map(|reading| reading.spent).sum::<u64>(), 5_500);
        assert_eq!(merge(merged.clone(), ours, 0), merged);
        assert_eq!(merge(theirs, merged.clone(), 0), merged);
        assert_eq!(merged.iter().map(|reading| reading.day).collect::<Vec<_>>(), [0, 0, 1]);
        assert_eq!(merge(merged, Vec::new(), 7).len(), 1, "what was counted before times were forgotten is gone");
    }
}
