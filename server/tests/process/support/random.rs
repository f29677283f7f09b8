//! Chance that can be repeated.

use std::env;

use super::mutation::Lots;

/// Numbers that look random and come again with the same seed.
pub struct Random(u64);

impl Random {
    /// From the environment variable `SEED`, else a new seed; it is printed either way.
    pub fn from_env() -> Self {
        let given = env::var("SEED").ok().and_then(|it| it.parse().ok());
        let seed = given.unwrap_or_else(|| getrandom::u64().expect("the system's randomness"));
        println!("SEED={seed}");
        Self(seed)
    }

    /// A number from 0 up to, not including, `end`: the generator is splitmix64.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

impl Lots for Random {
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("small");
        usize::try_from(Self::below(self, end.max(1))).expect("small")
    }
}
