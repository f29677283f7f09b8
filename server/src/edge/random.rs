//! Random bytes from the operating system, for ids and nonces.

#[expect(clippy::expect_used, reason = "without randomness nothing can be served safely")]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
