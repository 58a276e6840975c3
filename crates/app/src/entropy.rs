//! Randomness from the operating system.

use padi_kernel::entropy::Entropy;

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        // Without randomness no key, id or secret could be trusted: there is nothing to go on with.
        #[expect(clippy::expect_used, reason = "a system without randomness must stop")]
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for randomness")]
        getrandom::fill(buffer).expect("the operating system gives random bytes");
    }
}
