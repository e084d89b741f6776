//! Who is meant in a scene, as far as its pronouns tell.

use super::words::Word;

/// How often he, she, I and they are meant.
#[derive(Debug, Default)]
pub(super) struct Pronouns(pub(super) [usize; 4]);

impl Pronouns {
    pub(super) fn of(words: &[Word<'_>]) -> Self {
        let mut counts = [0; 4];
        for word in words {
            let who = match &*word.text {
                "he" | "his" | "him" | "er" | "ihm" | "ihn" | "il" | "lui" | "él" => 0,
                "she" | "her" | "hers" | "elle" | "ella" => 1,
                "i" | "my" | "me" | "ich" | "mir" | "mich" | "je" | "moi" | "yo" | "mí" => 2,
                "they" | "we" | "their" | "our" | "wir" | "nous" | "ellos" | "nosotros" => 3,
                _ => continue,
            };
            counts[who] += 1;
        }
        Self(counts)
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(count, more)| *count += more);
    }

    /// Whether somebody tells of himself, and of others no more than of himself.
    pub(super) fn is_first_person(&self) -> bool {
        const TELLER: usize = 2;
        self.0[TELLER] > 0 && self.most() == TELLER
    }

    pub(super) fn most(&self) -> usize {
        (0..4).rev().max_by_key(|who| self.0[*who]).unwrap_or(0)
    }
}
