//! The cursors of lists, sealed: they hold exact places, such as the instant of an anonymous case, that nobody is shown.

use padi_kernel::entropy::Entropy;

use crate::{
    App,
    error::Error,
    keys::{KeyError, Keys, Place},
};

/// Cursors stand in no table; what they belong to is within them.
const PLACE: Place<'static> = Place { table: "cursor", column: "", row: "" };

impl App {
    /// Seals a cursor.
    pub fn seal_cursor(&self, plain: &[u8]) -> Result<Vec<u8>, Error> {
        seal(self.keys(), plain, self.entropy()).map_err(Error::internal)
    }

    /// What a cursor holds; `None` for what was not sealed here.
    pub fn open_cursor(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        open(self.keys(), sealed)
    }
}

fn seal(keys: &Keys, plain: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, KeyError> {
    keys.seal(PLACE, plain, entropy)
}

fn open(keys: &Keys, sealed: &[u8]) -> Option<Vec<u8>> {
    keys.open_sealed(PLACE, sealed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn a_cursor_tells_nothing_and_opens_only_as_one() {
        let keys = Keys::new(*b"0001", &[1; 32], [2; 32], [3; 32]);
        let plain = br#"{"at":"2026-03-13T02:00:00.123Z","seq":7}"#;
        let sealed = seal(&keys, plain, &SystemEntropy).unwrap();
        assert!(!sealed.windows(4).any(|bytes| bytes == b"2026"));
        assert_eq!(open(&keys, &sealed).unwrap(), plain);
        let elsewhere = Place { table: "complaint_identities", column: "name", row: "a" };
        assert_eq!(open(&keys, &keys.seal(elsewhere, plain, &SystemEntropy).unwrap()), None);
        let others = Keys::new(*b"0001", &[9; 32], [2; 32], [3; 32]);
        for foreign in [plain.as_slice(), b"", &seal(&others, plain, &SystemEntropy).unwrap()] {
            assert_eq!(open(&keys, foreign), None);
        }
    }
}
