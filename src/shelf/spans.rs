//! The parts of a story that have been read, as spans of its text.
//!
//! A reader who jumps ahead has read what stands before and behind the gap. One furthest place can't tell that, so that each
//! part is kept by where it begins and ends, in bytes from the story's beginning. A story that goes on, as a serial does, leaves them where they are, and the spans of two machines are united whatever the order.

use std::fmt::{self, Write as _};
use std::iter;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Of a part, one byte in so many may be missing: an edit before it has moved its ends by a few words.
const MISSING: usize = 32;

/// The parts of a story that have been read.
///
/// ```
/// use nightstand::shelf::Spans;
///
/// let mut spans = Spans::default();
/// spans.add(0..5000);
/// spans.add(9000..9900);
/// assert_eq!(spans.to_string(), "0-5000 9000-9900");
/// assert!(spans.cover(1000..2000) && !spans.cover(4000..6000));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    /// In order and apart from each other.
    spans: Vec<Range<usize>>,
}

impl Spans {
    /// Adds some bytes of the text.
    pub fn add(&mut self, new: Range<usize>) {
        if new.is_empty() {
            return;
        }
        let first = self.spans.partition_point(|span| span.end < new.start);
        let behind = self.spans.partition_point(|span| span.start <= new.end);
        let met = &self.spans[first..behind];
        let start = met.first().map_or(new.start, |span| span.start.min(new.start));
        let end = met.last().map_or(new.end, |span| span.end.max(new.end));
        self.spans.splice(first..behind, iter::once(start..end));
    }

    /// Returns the byte up to which anything has been read.
    #[must_use]
    pub fn end(&self) -> usize {
        self.spans.last().map_or(0, |span| span.end)
    }

    /// Adds the spans that another version has.
    pub fn join(&mut self, other: &Self) {
        for span in &other.spans {
            self.add(span.clone());
        }
    }

    /// Returns whether some bytes of the text have been read, but for a few that an edit may have brought in.
    #[must_use]
    pub fn cover(&self, bytes: Range<usize>) -> bool {
        let read = self.spans.iter().map(|span| span.end.min(bytes.end).saturating_sub(span.start.max(bytes.start)));
        let missing = bytes.len() - read.sum::<usize>();
        !bytes.is_empty() && missing <= bytes.len() / MISSING
    }
}

impl fmt::Display for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, span) in self.spans.iter().enumerate() {
            if nth > 0 {
                f.write_char(' ')?;
            }
            write!(f, "{}-{}", span.start, span.end)?;
        }
        Ok(())
    }
}

impl FromStr for Spans {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut spans = Self::default();
        for word in text.split_whitespace() {
            let ends = word.split_once('-').and_then(|(start, end)| Some(start.parse().ok()?..end.parse().ok()?));
            let span = ends.filter(|span: &Range<usize>| span.start < span.end);
            spans.add(span.ok_or_else(|| format!("“{word}” is no part of a story"))?);
        }
        Ok(spans)
    }
}

impl Serialize for Spans {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads the spans of a record. Ones that can't be read are as none: what has been read is no reason to refuse a place.
pub(super) fn read_spans<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Spans>, D::Error> {
    Ok(toml::Value::deserialize(deserializer)?.as_str().and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_span_is_refused() {
        for wrong in ["5", "5-3", "5-5", "0-99999999999999999999", "a-b", "-1-5"] {
            assert!(wrong.parse::<Spans>().is_err(), "{wrong}");
        }
        assert_eq!("30-40 0-10 8-12".parse::<Spans>().unwrap().to_string(), "0-12 30-40");
    }

    #[test]
    fn a_chapter_is_read_where_all_of_it_is_but_for_a_typing_error_that_was_mended() {
        let mut spans = Spans::default();
        spans.add(0..100_000);
        assert!(spans.cover(50_000..100_000) && spans.cover(51_000..101_000), "what stands before it has grown");
        assert!(!spans.cover(50_000..110_000) && !spans.cover(100_000..200_000), "a serial goes on");
        assert!(!spans.cover(99_990..100_010), "of a few words all are read, or they are not");
        assert!(spans.cover(99_990..100_000) && !spans.cover(3..3), "nothing can't be read");
    }

    proptest! {
        #[test]
        fn what_is_added_is_covered_in_any_order(ends in prop::collection::vec((0_usize..900_000, 1_usize..20_000), 0..8)) {
            let (mut there, mut back) = (Spans::default(), Spans::default());
            for (start, more) in &ends {
                there.add(*start..start + more);
            }
            for (start, more) in ends.iter().rev() {
                let mut one = Spans::default();
                one.add(*start..start + more);
                back.join(&one);
            }
            prop_assert_eq!(&there, &back);
            prop_assert_eq!(there.to_string().parse(), Ok(there.clone()));
            for (start, more) in ends {
                prop_assert!(there.cover(start..start + more));
            }
            prop_assert!(there.spans.windows(2).all(|pair| pair[0].end < pair[1].start));
        }
    }
}
