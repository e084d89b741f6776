//! Numbers by chance that are the same in every run, and how often the promises are tried.

/// A generator of numbers (`SplitMix64`, Steele, Lea & Flood 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below another.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % limit.max(1) as u64).unwrap()
    }

    /// Whether one of `n` chances has come.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// How often a promise is tried: `few` times, or `TIMES` as often.
pub fn times(few: usize) -> usize {
    let times = std::env::var("TIMES").ok().and_then(|times| times.parse::<usize>().ok());
    few * times.unwrap_or(1)
}
