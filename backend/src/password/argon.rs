//! Argon2id with memory that is used again.
//!
//! One hash fills 19 MiB. Asking for them each time costs page faults and leaves as many holes as there
//! are threads; so the memory goes from hand to hand, as much as there are passwords hashed at once.

use std::sync::{Mutex, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash as Phc, Salt},
};
use domain::password::NORMALISATION;
use subtle::ConstantTimeEq;

use super::{PasswordHash, Verdict};

pub(super) const SALT_BYTES: usize = 16;
const OUTPUT_BYTES: usize = 32;
/// What a stored hash may ask for at most: more than any installation has ever hashed with.
const MAX_MEMORY_KIB: u32 = 256 * 1024;

/// What one hash costs. The default is the least that OWASP recommends for Argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
}

pub(super) const STANDARD: Cost = Cost { memory_kib: 19_456, passes: 2, lanes: 1 };

impl Cost {
    fn params(self) -> Option<Params> {
        Params::new(self.memory_kib, self.passes, self.lanes, Some(OUTPUT_BYTES)).ok()
    }

    fn is_met_by(self, params: &Params) -> bool {
        params.m_cost() >= self.memory_kib
            && params.t_cost() >= self.passes
            && params.p_cost() >= self.lanes
    }
}

/// Hashes at one cost.
pub(super) struct Argon {
    cost: Cost,
    spare: Mutex<Vec<Vec<Block>>>,
}

impl Argon {
    pub(super) const fn new(cost: Cost) -> Self {
        Self { cost, spare: Mutex::new(Vec::new()) }
    }

    pub(super) fn hash(&self, clear: &[u8], salt: [u8; SALT_BYTES]) -> PasswordHash {
        #[expect(clippy::expect_used, reason = "constant costs, a salt of 16 and at most 1 KiB")]
        let phc = self.phc(clear, &salt).expect("valid input");
        PasswordHash { phc: phc.to_string(), normalisation: NORMALISATION.into() }
    }

    fn phc(&self, clear: &[u8], salt: &[u8]) -> Option<Phc> {
        let params = self.cost.params()?;
        let output = self.fill(&params, Algorithm::Argon2id, Version::V0x13, clear, salt)?;
        Some(Phc {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).ok()?,
            salt: Some(Salt::new(salt).ok()?),
            hash: Some(Output::new(&output).ok()?),
        })
    }

    /// Compares; a stored hash that cannot be read fits nothing.
    pub(super) fn verify(&self, clear: &[u8], stored: &str) -> Verdict {
        self.try_verify(clear, stored).unwrap_or(Verdict::Wrong)
    }

    fn try_verify(&self, clear: &[u8], stored: &str) -> Option<Verdict> {
        let stored = Phc::new(stored).ok()?;
        let (salt, expected) = (stored.salt?, stored.hash?);
        let params = Params::try_from(&stored).ok()?;
        let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
        let version = Version::try_from(stored.version?).ok()?;
        let output = self.fill(&params, algorithm, version, clear, &salt)?;
        if !bool::from(output.ct_eq(expected.as_bytes())) {
            return Some(Verdict::Wrong);
        }
        let strong = self.cost.is_met_by(&params);
        Some(if strong { Verdict::Right } else { Verdict::RightButWeak })
    }

    fn fill(
        &self,
        params: &Params,
        algorithm: Algorithm,
        version: Version,
        clear: &[u8],
        salt: &[u8],
    ) -> Option<[u8; OUTPUT_BYTES]> {
        if params.m_cost() > MAX_MEMORY_KIB {
            return None;
        }
        let mut memory = self.spares().pop().unwrap_or_default();
        if memory.len() < params.block_count() {
            memory.resize(params.block_count(), Block::default());
        }
        let mut output = [0; OUTPUT_BYTES];
        let filled = Argon2::new(algorithm, version, params.clone())
            .hash_password_into_with_memory(clear, salt, &mut output, &mut memory);
        self.spares().push(memory);
        filled.ok().map(|()| output)
    }

    fn spares(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Block>>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher as _, PasswordVerifier as _};

    use super::*;

    const CLEAR: &[u8] = b"alpine meadow";

    fn library() -> Argon2<'static> {
        let params = STANDARD.params().expect("valid");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    #[test]
    fn hashes_are_those_of_the_library() {
        let argon = Argon::new(STANDARD);
        for salt in [[7; SALT_BYTES], [0; SALT_BYTES]] {
            let ours = argon.hash(CLEAR, salt).phc;
            let theirs = library().hash_password_with_salt(CLEAR, &salt).expect("hashed");
            assert_eq!(ours, theirs.to_string());
            assert!(library().verify_password(CLEAR, &theirs).is_ok());
            assert_eq!(argon.verify(CLEAR, &ours), Verdict::Right);
        }
    }

    #[test]
    fn memory_that_was_used_before_changes_nothing() {
        let argon = Argon::new(STANDARD);
        let first = argon.hash(CLEAR, [1; SALT_BYTES]);
        argon.hash(b"something else", [2; SALT_BYTES]);
        assert_eq!(argon.spares().len(), 1, "one after the other needs one");
        assert!(argon.hash(CLEAR, [1; SALT_BYTES]) == first);
    }

    #[test]
    fn a_stored_hash_that_makes_no_sense_fits_nothing() {
        let argon = Argon::new(STANDARD);
        let good = argon.hash(CLEAR, [1; SALT_BYTES]).phc;
        for bad in [
            String::new(),
            "$argon2id$".to_owned(),
            good.replace("m=19456", "m=4000000"),
            good.replace("m=19456", "m=19457"),
            good.replace("v=19", "v=18"),
            good.replace("argon2id", "scrypt"),
            good[..good.len() - 4].to_owned(),
        ] {
            assert_eq!(argon.verify(CLEAR, &bad), Verdict::Wrong, "{bad}");
        }
    }
}
