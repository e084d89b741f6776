//! The parts of a story that have been read, as spans of its text.
//!
//! A reader who jumps ahead has read what stands before and behind the gap. One furthest place can't tell that, so that each
//! part is kept by where it begins and ends, in ten-thousandths of the text. A share outlives an edit nearly unchanged, and
//! the spans of two machines are united whatever the order.

use std::fmt::{self, Write as _};
use std::iter;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The parts into which a text is divided. One is half a page of a long novel, and a record stays small however a reader
/// jumps about.
const PARTS: u32 = 10_000;

/// The parts of a story that have been read.
///
/// ```
/// use nightstand::shelf::Spans;
///
/// let mut spans = Spans::default();
/// spans.add(0..500, 1000);
/// spans.add(900..1000, 1000);
/// assert_eq!(spans.to_string(), "0-5000 9000-10000");
/// assert!(spans.cover(100..200, 1000) && !spans.cover(400..600, 1000));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    /// In order and apart from each other.
    spans: Vec<Range<u32>>,
}

impl Spans {
    /// Returns the spans of a story that was read from its beginning to a share of it, from 0 to 1.
    #[must_use]
    pub fn up_to(share: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 10,000")]
        let end = (share.clamp(0.0, 1.0) * f64::from(PARTS)).round() as u32;
        let mut spans = Self::default();
        spans.insert(0..end);
        spans
    }

    /// Adds some bytes of a text of so many bytes. Each part that they touch counts as read.
    pub fn add(&mut self, bytes: Range<usize>, len: usize) {
        let (start, end) = (part(bytes.start, len, false), part(bytes.end, len, true));
        if bytes.start < bytes.end {
            self.insert(start..end);
        }
    }

    /// Adds the spans that another version has.
    pub fn join(&mut self, other: &Self) {
        for span in &other.spans {
            self.insert(span.clone());
        }
    }

    /// Returns whether some bytes of a text of so many bytes have been read, as nearly as the parts tell.
    #[must_use]
    pub fn cover(&self, bytes: Range<usize>, len: usize) -> bool {
        if bytes.is_empty() {
            return false;
        }
        let (start, end) = (part(bytes.start, len, true), part(bytes.end, len, false));
        // What lies within one part is read if that part is.
        let asked = if start < end { start..end } else { end..end + 1 };
        self.spans.iter().any(|span| span.start <= asked.start && asked.end <= span.end)
    }

    fn insert(&mut self, new: Range<u32>) {
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
}

/// Returns the part in which a byte of a text stands, or the first that begins behind it.
fn part(byte: usize, len: usize, behind: bool) -> u32 {
    let (byte, len) = (byte.min(len) as u64, len.max(1) as u64);
    let scaled = byte * u64::from(PARTS);
    let part = if behind { scaled.div_ceil(len) } else { scaled / len };
    u32::try_from(part).unwrap_or(PARTS)
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
            let span = ends.filter(|span: &Range<u32>| span.start < span.end && span.end <= PARTS);
            spans.insert(span.ok_or_else(|| format!("“{word}” is no part of a story"))?);
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
        for wrong in ["5", "5-3", "5-5", "0-10001", "a-b", "-1-5"] {
            assert!(wrong.parse::<Spans>().is_err(), "{wrong}");
        }
        assert_eq!("30-40 0-10 8-12".parse::<Spans>().unwrap().to_string(), "0-12 30-40");
    }

    #[test]
    fn a_text_shorter_than_its_parts_is_read_byte_by_byte() {
        let mut spans = Spans::default();
        spans.add(0..5, 50);
        assert!(spans.cover(0..5, 50) && !spans.cover(5..6, 50) && !spans.cover(0..6, 50));
        spans.add(5..50, 50);
        assert!(spans.cover(0..50, 50));
        assert!(!spans.cover(3..3, 50) && !spans.cover(0..0, 0), "nothing can't be read");
    }

    proptest! {
        #[test]
        fn what_is_added_is_covered_in_any_order(
            ends in prop::collection::vec((0_usize..90_000, 1_usize..20_000), 0..8),
            len in 100_000_usize..200_000,
        ) {
            let (mut there, mut back) = (Spans::default(), Spans::default());
            for (start, more) in &ends {
                there.add(*start..start + more, len);
            }
            for (start, more) in ends.iter().rev() {
                let mut one = Spans::default();
                one.add(*start..start + more, len);
                back.join(&one);
            }
            prop_assert_eq!(&there, &back);
            prop_assert_eq!(there.to_string().parse(), Ok(there.clone()));
            for (start, more) in ends {
                prop_assert!(there.cover(start..start + more, len));
            }
            prop_assert!(there.spans.windows(2).all(|pair| pair[0].end < pair[1].start));
        }
    }
}
