//! Randomness as an argument, so that tests are deterministic.

/// A source of cryptographically secure random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);
}
