//! How fast a reader reads, from how long the pages stay.
//!
//! Lengths are bytes of text, times are milliseconds. A page that was turned at once was not read, and before one that stayed
//! for minutes the reader was elsewhere.

use std::ops::RangeInclusive;

use crate::shelf::Stamp;

/// The times for which a page stays that is read: five seconds to two minutes.
const READ: RangeInclusive<Stamp> = 5_000..=120_000;

/// The pages that tell the pace: an hour's. Older ones tell of another evening.
const LAST: usize = 30;

/// The pages after which the pace is known well enough.
const ENOUGH: usize = 3;

/// The pace of most people, in bytes a minute: 238 words of English (Brysbaert, 2019), with 5.7 bytes each.
const USUAL: u32 = 1_360;

/// The pace of a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pace {
    /// The pace of earlier sessions, in bytes a minute.
    known: Option<u32>,
    /// When the page that is seen came.
    since: Option<Stamp>,
    /// The paces of the last pages, the latest last.
    pages: Vec<u32>,
}

impl Pace {
    /// Returns the pace of a reader of whom this is remembered.
    pub(super) fn recall(known: Option<u32>) -> Self {
        Self { known: known.filter(|pace| *pace > 0), ..Self::default() }
    }

    /// The page that is seen has been turned: it had so many bytes. Returns how long it was read, if it was.
    pub(super) fn turn(&mut self, length: usize, now: Stamp) -> Option<Stamp> {
        let since = self.since.replace(now);
        let stayed = now.saturating_sub(since?);
        if !READ.contains(&stayed) || length == 0 {
            return None;
        }
        let pace = length as u64 * 60_000 / stayed;
        self.pages.push(u32::try_from(pace).unwrap_or(u32::MAX));
        if self.pages.len() > LAST {
            self.pages.remove(0);
        }
        Some(stayed)
    }

    /// Another page has come without one being read.
    pub(super) fn begin(&mut self, now: Stamp) {
        self.since = Some(now);
    }

    /// Returns the pace in bytes a minute; `None` until it is known.
    pub(super) fn measured(&self) -> Option<u32> {
        if self.pages.len() < ENOUGH {
            return self.known;
        }
        let mut pages = self.pages.clone();
        pages.sort_unstable();
        pages.get(pages.len() / 2).copied().filter(|pace| *pace > 0)
    }

    /// Returns whether the pace is the reader's own, and not most people's.
    pub(super) fn is_known(&self) -> bool {
        self.measured().is_some()
    }

    /// Returns the milliseconds that so many bytes take.
    pub(super) fn time(&self, length: usize) -> Stamp {
        length as u64 * 60_000 / u64::from(self.measured().unwrap_or(USUAL).max(1))
    }

    /// Returns the minutes that so many bytes take, rounded up.
    pub(super) fn minutes(&self, length: usize) -> usize {
        length.div_ceil(self.measured().unwrap_or(USUAL).max(1) as usize)
    }
}

/// Returns minutes as people say them: `12 min`, `2 h 5 min`.
pub(super) fn told(minutes: usize) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_the_median_of_the_pages_that_were_read() {
        let mut pace = Pace::default();
        assert_eq!((pace.is_known(), pace.minutes(13_600)), (false, 10));
        let mut now = 0;
        pace.begin(now);
        let mut spent = 0;
        for stayed in [1_000, 30_000, 60_000, 20_000, 600_000, 30_000] {
            now += stayed;
            spent += pace.turn(1_000, now).unwrap_or(0);
        }
        // Those of one second and of ten minutes were not read.
        assert_eq!((pace.measured(), spent), (Some(2_000), 140_000));
        assert_eq!(pace.minutes(4_001), 3);
    }

    #[test]
    fn a_pace_of_earlier_sessions_holds_until_there_is_a_new_one() {
        let mut pace = Pace::recall(Some(500));
        assert_eq!(pace.minutes(1_000), 2);
        for n in 0..4 {
            pace.turn(1_000, n * 60_000);
        }
        assert_eq!(pace.measured(), Some(1_000));
        assert_eq!(Pace::recall(Some(0)).measured(), None);
    }

    #[test]
    fn minutes_are_told_as_people_do() {
        assert_eq!([0, 59, 60, 125].map(told), ["0 min", "59 min", "1 h", "2 h 5 min"]);
    }
}
