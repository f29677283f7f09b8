//! Chance that can be repeated: the seed is printed and read from `SEED`.

use backend::{Entropy as _, testing::SeededEntropy};

use super::mutation::Lots;

/// A source of small random choices.
pub struct Chance(SeededEntropy);

impl Chance {
    /// From the environment variable `SEED`, else a new seed; it is printed either way.
    pub fn from_env() -> Self {
        Self(SeededEntropy::from_env())
    }

    /// A number below `end`.
    pub fn below(&self, end: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        usize::try_from(u32::from_be_bytes(bytes)).expect("32 bits") % end.max(1)
    }
}

impl Lots for Chance {
    fn below(&mut self, end: usize) -> usize {
        Self::below(self, end)
    }
}
