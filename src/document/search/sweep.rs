//! The sweep of a search: finds a run of plain letters in whole scenes, so that most blocks are never folded.
//!
//! A query that holds a run of ASCII letters or digits can stand only where the run does, unless a block holds letters that fold
//! to plain ones. Those blocks are listed once, when the story is indexed (`Index::odd`); they are always folded. In all other
//! blocks, bytes tell.

use memchr::{memchr_iter, memchr2_iter};

use super::super::{Document, Place, Scene};
use super::{Hit, MOST_HITS, Query};

/// Letters and digits by how seldom they stand in a text, from the rarest: those of English, which differ little from those of
/// other languages for this use.
const RAREST: &[u8] = b"9876543210zqxjkvbpygfwmucldrhsnioate";

/// A run of ASCII letters and digits that is looked for.
#[derive(Debug)]
pub(super) struct Run<'a> {
    /// The run, in small letters where case is ignored.
    bytes: &'a [u8],
    /// Whether case is ignored.
    ignore_case: bool,
    /// The index of its rarest byte, which is looked for first.
    rarest: usize,
}

impl<'a> Run<'a> {
    /// Returns the run of these letters and digits, at least one.
    pub(super) fn new(run: &'a str, ignore_case: bool) -> Self {
        let bytes = run.as_bytes();
        let rank = |byte: u8| RAREST.iter().position(|rare| *rare == byte.to_ascii_lowercase());
        let rarest = (0..bytes.len()).min_by_key(|at| rank(bytes[*at])).unwrap_or(0);
        Self { bytes, ignore_case, rarest }
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Calls `take` with each byte of a text at which the run begins, in order, overlaps included, until it returns `false`.
    pub(super) fn each_in(&self, text: &[u8], mut take: impl FnMut(usize) -> bool) {
        let rare = self.bytes[self.rarest];
        let mut look = |at: usize| {
            let Some(start) = at.checked_sub(self.rarest) else { return true };
            let stands = text.get(start..start + self.bytes.len()).is_some_and(|there| {
                if self.ignore_case { there.eq_ignore_ascii_case(self.bytes) } else { there == self.bytes }
            });
            !stands || take(start)
        };
        if self.ignore_case && rare.is_ascii_alphabetic() {
            let _ = memchr2_iter(rare, rare.to_ascii_uppercase(), text).all(&mut look);
        } else {
            let _ = memchr_iter(rare, text).all(&mut look);
        }
    }
}

/// Returns whether a block's text has to be folded to be searched: it holds a character that folds to a plain letter, or to
/// nothing. Quotes, dashes and blanks do not.
pub(in crate::document) fn is_odd(text: &str) -> bool {
    let plain = |c: char| {
        c.is_ascii()
            || matches!(c, '\u{A0}' | '«' | '»' | '¡' | '¿' | '£' | '§' | '°')
            || matches!(c, '\u{2010}'..='\u{2023}' | '…' | '\u{202F}' | '\u{2030}'..='\u{203B}')
    };
    !text.is_ascii() && !text.chars().all(plain)
}

impl Document {
    /// Returns the matches of a query that holds this run. `whole` says that it holds nothing else.
    pub(super) fn sweep(&self, query: &Query, run: &Run<'_>, whole: bool) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (nth, scene) in self.scenes.iter().enumerate() {
            let odd = self.index().odd_in(nth);
            let before = hits.len();
            sweep_scene(&mut hits, (nth, scene), odd, (query, run, whole));
            for (_, block) in odd {
                let text = scene.block(*block as usize).map_or("", |block| block.text);
                query.push_hits(&mut hits, (nth, *block as usize), text);
            }
            if !odd.is_empty() {
                hits[before..].sort_unstable_by_key(|hit| hit.place);
            }
            if hits.len() >= MOST_HITS {
                break;
            }
        }
        hits.truncate(MOST_HITS);
        hits
    }
}

/// Adds the matches in those blocks of a scene that are not odd.
fn sweep_scene(
    hits: &mut Vec<Hit>,
    (nth, scene): (usize, &Scene),
    odd: &[(u32, u32)],
    (query, run, whole): (&Query, &Run<'_>, bool),
) {
    let mut odd = odd.iter().map(|(_, block)| *block as usize).peekable();
    let (mut block, mut searched) = (0, 0);
    run.each_in(scene.text.as_bytes(), |at| {
        while scene.entries.get(block).is_some_and(|entry| entry.end as usize <= at) {
            block += 1;
        }
        let Some(entry) = scene.entries.get(block) else { return false };
        while odd.next_if(|odd| *odd < block).is_some() {}
        let (start, end) = (entry.start as usize, at + run.bytes.len());
        // The texts of two blocks stand side by side, but no match spans them.
        if at < searched || end > entry.end as usize || odd.peek() == Some(&block) {
            return true;
        }
        if whole {
            searched = end;
            hits.push(Hit { place: Place::new(nth, block, at - start), range: at - start..end - start });
        } else {
            searched = entry.end as usize;
            query.push_hits(hits, (nth, block), &scene.text[start..searched]);
        }
        hits.len() < MOST_HITS
    });
}
