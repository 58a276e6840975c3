//! A short hash that is the same in every build, for telling documents and filters apart.

use padi_app::keys::sha256;

/// The first eight bytes of the SHA-256.
pub(crate) fn digest64(bytes: &[u8]) -> u64 {
    sha256(bytes).iter().take(8).fold(0, |hash, byte| (hash << 8) | u64::from(*byte))
}
