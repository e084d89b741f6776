//! An entry of the shelf: a story as a list shows it.
//!
//! An entry is made from a [`Record`] and knows no files: whether the story is still there is filled in by the terminal
//! layer.

use super::{Record, Stamp, State};

/// A story that has been read, and how far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The name of its record, by which it is removed or forgotten.
    pub record: String,
    /// The title.
    pub title: String,
    /// The author; empty if the source gives none.
    pub author: String,
    /// The file that it was last read from; empty if there was none.
    pub path: String,
    /// Whether that file exists now. [`Entry::of`] leaves it `false`.
    pub there: bool,
    /// The share of the text before the place, in percent.
    pub percent: u8,
    /// The number of bookmarks, without removed ones.
    pub bookmarks: usize,
    /// The number of highlights, without removed ones.
    pub highlights: usize,
    /// Whether it is being read.
    pub state: State,
    /// The milliseconds that were spent on it.
    pub spent: u64,
    /// The last words that were read, as they stand there; without signs in records of older releases.
    pub words: String,
    /// The time when it was last read.
    pub read: Stamp,
    /// How long the whole text is.
    pub length: Length,
}

/// The length of a text whose words nobody has counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Length {
    /// Its characters, folded; 0 in records of older releases.
    pub characters: u32,
    /// Whether its script parts words.
    pub parts_words: bool,
}

/// Returns the words of a text whose first and last may have been cut, without these two.
fn whole_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.get(1..words.len().saturating_sub(1)).unwrap_or_default().join(" ")
}

/// The days from which on a time is told in weeks.
const DAYS: u64 = 14;

impl Entry {
    /// Returns the entry of a record. Returns `None` if the story was taken off the shelf and not read since, or if it has neither a
    /// title nor a file: what came by standard input can't be opened again.
    #[must_use]
    pub fn of(name: &str, record: &Record) -> Option<Self> {
        let is_known = !record.title.is_empty() || record.paths.first().is_some_and(|path| !path.is_empty());
        (is_known && record.removed < record.read.max(record.put_back).max(1)).then(|| Self {
            record: name.to_owned(),
            title: record.title.clone(),
            author: record.author.clone(),
            path: record.paths.first().cloned().unwrap_or_default(),
            there: false,
            percent: record.percent.min(100),
            bookmarks: record.bookmarks.iter().filter(|bookmark| !bookmark.removed).count(),
            highlights: record.highlights.iter().filter(|highlight| !highlight.removed).count(),
            state: record.state,
            spent: record.readings.iter().map(|reading| reading.spent).sum(),
            // Older releases kept them without signs.
            words: if record.words.is_empty() {
                whole_words(&format!("{}{}", record.place.before, record.place.quote))
            } else {
                record.words.clone()
            },
            read: record.read,
            length: Length::of(record),
        })
    }

    /// Returns how long ago it was read, as people say it, and nothing if it was never read. Parts of a unit are
    /// dropped.
    ///
    /// ```
    /// use nightstand::shelf::{Entry, Record};
    ///
    /// const HOUR: u64 = 60 * 60 * 1000;
    /// let mut record = Record::default();
    /// record.title = "Tides".to_owned();
    /// record.read = 1000 * HOUR;
    /// let entry = Entry::of("tides-0123456789abcdef", &record).unwrap();
    /// assert_eq!(entry.ago(1000 * HOUR), "just now");
    /// assert_eq!(entry.ago(1001 * HOUR), "1 hour ago");
    /// assert_eq!(entry.ago(1047 * HOUR), "1 day ago");
    /// assert_eq!(entry.ago(1400 * HOUR), "2 weeks ago");
    /// ```
    #[must_use]
    pub fn ago(&self, now: Stamp) -> String {
        ago(self.read, now)
    }
}

impl Length {
    fn of(record: &Record) -> Self {
        let parts = |words: &String| words.trim().contains(' ');
        let place = &record.place;
        Self { characters: place.total, parts_words: parts(&place.before) || parts(&place.quote) }
    }

    /// Returns how long it is, as people say it, and nothing where it is not known.
    ///
    /// Words are counted by the length of an English one with the space behind it: the text itself is not there.
    #[must_use]
    pub fn told(self) -> String {
        const WORD: f64 = 5.6;
        let (count, unit) = if self.parts_words {
            (f64::from(self.characters) / WORD, "words")
        } else {
            (f64::from(self.characters), "characters")
        };
        // Two digits are known, at the most.
        let step = 10_f64.powf((count.max(1.0).log10().floor() - 1.0).max(0.0));
        let digits = format!("{:.0}", (count / step).round() * step);
        if self.characters == 0 {
            return String::new();
        }
        let grouped = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",");
        format!("about {grouped} {unit}")
    }
}

/// Returns how long ago something was, as people say it, and nothing if it never was.
#[must_use]
pub fn ago(then: Stamp, now: Stamp) -> String {
    let minutes = now.saturating_sub(then) / 60_000;
    let (hours, days) = (minutes / 60, minutes / (60 * 24));
    let told = |count: u64, unit: &str| format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" });
    match (minutes, hours, days) {
        _ if then == 0 => String::new(),
        (0..2, ..) => "just now".to_owned(),
        (2..60, ..) => told(minutes, "minute"),
        (_, 1..24, _) => told(hours, "hour"),
        (_, _, 1..DAYS) => told(days, "day"),
        (_, _, DAYS..60) => told(days / 7, "week"),
        (_, _, 60..730) => told(days / 30, "month"),
        _ => told(days / 365, "year"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::Identity;

    fn titled() -> Record {
        Record { title: "Tides".to_owned(), ..Record::new(&Identity::default()) }
    }

    #[test]
    fn what_can_never_be_found_again_is_not_on_the_shelf() {
        let record = Record { read: 5, ..Record::new(&Identity::default()) };
        assert_eq!(Entry::of("a", &record), None);
        assert!(Entry::of("a", &Record { paths: vec!["/a.txt".to_owned()], ..record }).is_some());
    }

    #[test]
    fn what_was_taken_off_comes_back_when_it_is_read() {
        let mut record = titled();
        (record.read, record.percent) = (5, 43);
        assert_eq!(Entry::of("a", &record).map(|entry| entry.percent), Some(43));
        record.removed = 6;
        assert_eq!(Entry::of("a", &record), None);
        record.put_back = 7;
        assert_eq!(Entry::of("a", &record).map(|entry| entry.read), Some(5), "it is no later than it was");
        (record.put_back, record.read) = (0, 7);
        assert!(Entry::of("a", &record).is_some());
    }

    #[test]
    fn the_length_of_a_story_is_told_in_words() {
        let told = |characters, parts_words| Length { characters, parts_words }.told();
        assert_eq!(told(538_000, true), "about 96,000 words");
        assert_eq!(told(3_200_000, true), "about 570,000 words");
        assert_eq!(told(40, true), "about 7 words");
        assert_eq!(told(123_456, false), "about 120,000 characters");
        assert_eq!(told(0, true), "");
    }

    #[test]
    fn the_last_words_are_whole() {
        let mut record = titled();
        (record.place.before, record.place.quote) =
            ("o sound whatever ".to_owned(), "and he can see the ch".to_owned());
        assert_eq!(Entry::of("a", &record).unwrap().words, "sound whatever and he can see the");
        record.words = "Sound! Whatever, and he can see".to_owned();
        assert_eq!(Entry::of("a", &record).unwrap().words, "Sound! Whatever, and he can see");
    }

    #[test]
    fn times_are_told_as_people_do() {
        let mut entry = Entry::of("a", &Record { read: 1, ..titled() }).unwrap();
        let now = 1_800_000_000_000;
        for (minutes, told) in [
            (1, "just now"),
            (59, "59 minutes ago"),
            (60, "1 hour ago"),
            (60 * 24, "1 day ago"),
            (60 * 24 * 15, "2 weeks ago"),
            (60 * 24 * 90, "3 months ago"),
            (60 * 24 * 800, "2 years ago"),
        ] {
            entry.read = now - minutes * 60_000;
            assert_eq!(entry.ago(now), told);
        }
        entry.read = now + 5;
        assert_eq!(entry.ago(now), "just now", "a clock that was put back");
    }
}
