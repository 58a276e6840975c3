//! Sealing of files: STREAM over XChaCha20-Poly1305 in pieces of 64 KiB, each by its place and whether it is the last, so that
//! none can be moved, left out or cut off, and any part can be read without the rest. Each file has a key of its own.

use std::io::{self, Read, Write};

use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{
        Payload,
        generic_array::GenericArray,
        stream::{NewStream as _, StreamBE32, StreamPrimitive as _},
    },
};
use padi_kernel::entropy::Entropy;

/// Plain bytes of a piece.
pub(super) const PIECE: u64 = 64 * 1024;
/// What sealing adds to each.
const TAG: u64 = 16;
/// A sealed piece.
pub(super) const SEALED_PIECE: u64 = PIECE + TAG;

const KEY: usize = 32;
const NONCE: usize = 19;
const HASH: usize = 32;

/// What opens a file, and the hash of what is in it. It is stored sealed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ContentKey {
    key: [u8; KEY],
    nonce: [u8; NONCE],
    /// SHA-256 of the content. In the open it would let a known file be looked for.
    pub(super) sha256: [u8; HASH],
}

/// The sealed content cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("a stored file was changed or cut")]
pub(super) struct Broken;

impl ContentKey {
    /// A new one.
    pub(super) fn generate(entropy: &dyn Entropy, sha256: [u8; HASH]) -> Self {
        let (mut key, mut nonce) = ([0; KEY], [0; NONCE]);
        entropy.fill(&mut key);
        entropy.fill(&mut nonce);
        Self { key, nonce, sha256 }
    }

    /// As it is sealed into its row.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        [self.key.as_slice(), &self.nonce, &self.sha256].concat()
    }

    /// Out of its row.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (key, rest) = bytes.split_first_chunk::<KEY>()?;
        let (nonce, sha256) = rest.split_first_chunk::<NONCE>()?;
        Some(Self { key: *key, nonce: *nonce, sha256: sha256.try_into().ok()? })
    }

    fn stream(&self) -> StreamBE32<XChaCha20Poly1305> {
        StreamBE32::new(GenericArray::from_slice(&self.key), GenericArray::from_slice(&self.nonce))
    }

    /// Seals a whole file of this size for an object of this name.
    pub(super) fn seal(&self, name: &str, size: u64, input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
        let stream = self.stream();
        let pieces = pieces(size);
        let mut plain = Vec::new();
        for place in 0..pieces {
            plain.clear();
            input.by_ref().take(PIECE).read_to_end(&mut plain)?;
            let payload = Payload { msg: &plain, aad: name.as_bytes() };
            let place = u32::try_from(place).map_err(io::Error::other)?;
            let last = u64::from(place) + 1 == pieces;
            let sealed = stream.encrypt(place, last, payload).map_err(|_| io::Error::other("sealing failed"))?;
            output.write_all(&sealed)?;
        }
        Ok(())
    }

    /// Opens one piece of a file of this size.
    pub(super) fn open_piece(&self, name: &str, size: u64, place: u64, sealed: &[u8]) -> Result<Vec<u8>, Broken> {
        let payload = Payload { msg: sealed, aad: name.as_bytes() };
        let last = place + 1 == pieces(size);
        let place = u32::try_from(place).map_err(|_| Broken)?;
        self.stream().decrypt(place, last, payload).map_err(|_| Broken)
    }
}

/// Of how many pieces a file of this size is; an empty one still has its end.
fn pieces(size: u64) -> u64 {
    size.div_ceil(PIECE).max(1)
}

/// How large a file of this size is when sealed.
pub(super) fn sealed_size(size: u64) -> u64 {
    size + pieces(size) * TAG
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    fn sealed(key: &ContentKey, plain: &[u8]) -> Vec<u8> {
        let mut sealed = Vec::new();
        key.seal("name", plain.len() as u64, &mut &plain[..], &mut sealed).unwrap();
        sealed
    }

    #[test]
    fn files_of_any_size_open_piece_by_piece() {
        let key = ContentKey::generate(&SystemEntropy, [7; 32]);
        let piece = usize::try_from(PIECE).unwrap();
        for size in [0, 1, piece - 1, piece, piece + 1, 3 * piece, 3 * piece + 5] {
            let plain: Vec<u8> = (0..size).map(|at| u8::try_from(at % 251).unwrap()).collect();
            let sealed = sealed(&key, &plain);
            assert_eq!(sealed.len() as u64, sealed_size(size as u64));
            let whole = usize::try_from(SEALED_PIECE).unwrap();
            let opened: Vec<u8> = sealed
                .chunks(whole)
                .enumerate()
                .flat_map(|(place, piece)| key.open_piece("name", size as u64, place as u64, piece).unwrap())
                .collect();
            assert_eq!(opened, plain);
        }
    }

    #[test]
    fn pieces_cannot_be_moved_changed_or_cut_off() {
        let key = ContentKey::generate(&SystemEntropy, [7; 32]);
        let size = 2 * PIECE + 9;
        let plain = vec![1; usize::try_from(size).unwrap()];
        let sealed = sealed(&key, &plain);
        let (first, rest) = sealed.split_at(usize::try_from(SEALED_PIECE).unwrap());
        assert!(key.open_piece("name", size, 0, first).is_ok());
        assert!(key.open_piece("name", size, 1, first).is_err(), "moved");
        assert!(key.open_piece("other", size, 0, first).is_err(), "to another object");
        assert!(key.open_piece("name", PIECE, 0, first).is_err(), "cut off");
        let other = ContentKey::generate(&SystemEntropy, [7; 32]);
        assert!(other.open_piece("name", size, 0, first).is_err(), "another key");
        let mut changed = rest[..usize::try_from(SEALED_PIECE).unwrap()].to_vec();
        changed[100] ^= 1;
        assert!(key.open_piece("name", size, 1, &changed).is_err(), "changed");
        assert!(ContentKey::from_bytes(&key.to_bytes()) == Some(key.clone()));
        assert!(ContentKey::from_bytes(&key.to_bytes()[1..]).is_none());
    }
}
