//! Keys, sealing and hashing. Keys stand in files outside the database.
//!
//! Envelope of a sealed field: version 1, key id, nonce, ciphertext; the associated data is table, column and row, so that a
//! ciphertext can't be moved to another place. A key id (kid) names a generation: one key that seals, one that marks whose a case
//! is, one that signs access tokens. Several live at once; the active one is used for what is new ([`rotate`]).

mod folder;
pub mod rotate;
pub mod sealed;

use std::{
    collections::BTreeMap,
    fmt, io,
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Arc, PoisonError, RwLock},
};

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use padi_kernel::{actor::ReporterKey, entropy::Entropy, id::UserId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

const VERSION: u8 = 1;
const KID: usize = 4;
const NONCE: usize = 24;

/// The id of a generation of keys: four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kid([u8; KID]);

impl Kid {
    /// The first generation. Its marks carry no kid: they are older than the second.
    pub const FIRST: Self = Self(*b"0001");

    /// Its bytes, as an envelope has them.
    pub fn bytes(self) -> [u8; KID] {
        self.0
    }
}

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl FromStr for Kid {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let bytes: Option<[u8; KID]> = text.as_bytes().try_into().ok();
        bytes
            .filter(|bytes| bytes.iter().all(u8::is_ascii_digit))
            .map(Self)
            .ok_or_else(|| KeyError::NotAKid(text.to_owned()))
    }
}

/// Why something could not be unsealed, or keys not be read.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The envelope is not one of ours, or was changed or moved.
    #[error("the sealed value cannot be opened")]
    Envelope,
    /// No key of that id.
    #[error("the key of a sealed value is missing")]
    MissingKey,
    /// A key file has the wrong size, or the file that names the active key says something else.
    #[error("{0}: not a key file")]
    NotAKey(PathBuf),
    /// The text is no key id.
    #[error("{0:?} is no key id, which has four digits")]
    NotAKid(String),
    /// The key folder cannot be read or written.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] io::Error),
}

/// Where a sealed value stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The row's key.
    pub row: &'a str,
}

impl Place<'_> {
    fn associated_data(&self) -> Vec<u8> {
        // A separator that none of the three can hold keeps ('ab', 'c') and ('a', 'bc') apart.
        [self.table, self.column, self.row].join("\0").into_bytes()
    }
}

/// One generation of keys.
#[derive(Clone, PartialEq, Eq)]
struct Generation {
    sealing: [u8; 32],
    reporter: [u8; 32],
    signing_seed: [u8; 32],
}

/// The generations that live, by id, and which one is active.
#[derive(Clone, PartialEq, Eq)]
struct Ring {
    generations: BTreeMap<Kid, Generation>,
    active: Kid,
}

impl Ring {
    fn active(&self) -> Result<&Generation, KeyError> {
        self.generations.get(&self.active).ok_or(KeyError::MissingKey)
    }
}

/// The secrets of an installation. What is read anew takes the place of what was read before, for all who hold them.
pub struct Keys {
    folder: Option<PathBuf>,
    ring: RwLock<Arc<Ring>>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// Reads the keys from the folder, making a first generation (mode 0600) where there is none.
    pub fn open(folder: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        folder::make_first(folder, entropy)?;
        let ring = RwLock::new(Arc::new(folder::read(folder)?));
        Ok(Self { folder: Some(folder.to_owned()), ring })
    }

    /// One generation of keys from its bytes, without a folder.
    pub fn new(kid: [u8; KID], sealing: &[u8; 32], reporter: [u8; 32], signing_seed: [u8; 32]) -> Self {
        let generation = Generation { sealing: *sealing, reporter, signing_seed };
        let ring = Ring { generations: BTreeMap::from([(Kid(kid), generation)]), active: Kid(kid) };
        Self { folder: None, ring: RwLock::new(Arc::new(ring)) }
    }

    fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The generation that is used for what is new.
    pub(crate) fn active(&self) -> Kid {
        self.ring().active
    }

    /// Reads the folder again. Tells whether anything is new; on an error what was read before stays.
    pub(crate) fn reread(&self) -> Result<bool, KeyError> {
        let Some(folder) = &self.folder else { return Ok(false) };
        let read = folder::read(folder)?;
        if *self.ring() == read {
            return Ok(false);
        }
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(read);
        Ok(true)
    }

    /// The seeds of the keys that check access tokens; the first is the one that signs.
    pub(crate) fn signing_seeds(&self) -> Vec<[u8; 32]> {
        let ring = self.ring();
        let active = ring.generations.get(&ring.active).into_iter();
        let others = ring.generations.iter().filter(|(kid, _)| **kid != ring.active).map(|(_, generation)| generation);
        active.chain(others).map(|generation| generation.signing_seed).collect()
    }

    /// Seals a value for its place.
    pub fn seal(&self, place: Place<'_>, plain: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, KeyError> {
        let ring = self.ring();
        let cipher = XChaCha20Poly1305::new((&ring.active()?.sealing).into());
        let mut nonce = [0_u8; NONCE];
        entropy.fill(&mut nonce);
        let payload = Payload { msg: plain, aad: &place.associated_data() };
        let sealed = cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| KeyError::Envelope)?;
        Ok([&[VERSION], ring.active.0.as_slice(), nonce.as_slice(), sealed.as_slice()].concat())
    }

    /// Opens a sealed value of that place.
    pub fn open_sealed(&self, place: Place<'_>, envelope: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (head, sealed) = envelope.split_at_checked(1 + KID + NONCE).ok_or(KeyError::Envelope)?;
        let (version, nonce) = (head[0], &head[1 + KID..]);
        if version != VERSION {
            return Err(KeyError::Envelope);
        }
        let kid = head[1..=KID].try_into().map(Kid).map_err(|_| KeyError::Envelope)?;
        let ring = self.ring();
        let generation = ring.generations.get(&kid).ok_or(KeyError::MissingKey)?;
        let payload = Payload { msg: sealed, aad: &place.associated_data() };
        let cipher = XChaCha20Poly1305::new((&generation.sealing).into());
        cipher.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| KeyError::Envelope)
    }

    /// By what a file is found again from now on: within a company and by its hash. Longer than the id of an account, so that no two
    /// meanings of the key meet.
    pub(crate) fn blob_mark(&self, company: &str, sha256: &[u8]) -> Vec<u8> {
        self.mark(&blob_message(company, sha256))
    }

    /// By what it may be found beside that: by the other generations that live.
    pub(crate) fn former_blob_marks(&self, company: &str, sha256: &[u8]) -> Vec<Vec<u8>> {
        self.former_marks(&blob_message(company, sha256))
    }

    /// How an account's own cases are marked from now on.
    pub fn reporter_key(&self, user: UserId) -> ReporterKey {
        ReporterKey(self.mark(user.0.as_bytes()))
    }

    /// How an account's own cases may be marked beside that: by the other generations that live.
    pub fn former_reporter_keys(&self, user: UserId) -> Vec<ReporterKey> {
        self.former_marks(user.0.as_bytes()).into_iter().map(ReporterKey).collect()
    }

    /// All marks of an account, whichever key a case was marked with.
    pub fn reporter_keys(&self, user: UserId) -> Vec<ReporterKey> {
        std::iter::once(self.reporter_key(user)).chain(self.former_reporter_keys(user)).collect()
    }

    fn mark(&self, message: &[u8]) -> Vec<u8> {
        let ring = self.ring();
        ring.generations.get(&ring.active).map_or_else(Vec::new, |keys| mark(ring.active, keys, message))
    }

    fn former_marks(&self, message: &[u8]) -> Vec<Vec<u8>> {
        let ring = self.ring();
        let others = ring.generations.iter().filter(|(kid, _)| **kid != ring.active);
        others.map(|(kid, keys)| mark(*kid, keys, message)).collect()
    }
}

fn blob_message(company: &str, sha256: &[u8]) -> Vec<u8> {
    [b"blob\0".as_slice(), company.as_bytes(), b"\0", sha256].concat()
}

/// The keyed hash of a message, behind the kid of its key.
fn mark(kid: Kid, keys: &Generation, message: &[u8]) -> Vec<u8> {
    let hash = keyed_hash(&keys.reporter, message);
    if kid == Kid::FIRST { hash } else { [kid.0.as_slice(), &hash].concat() }
}

fn keyed_hash(key: &[u8; 32], message: &[u8]) -> Vec<u8> {
    // HMAC takes keys of any length: this cannot fail, and an empty mark would match nobody.
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mut mac| {
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        })
        .unwrap_or_default()
}

/// SHA-256, for secrets that are random and long.
pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// The row's key as it stands in the associated data.
pub fn row(id: Uuid) -> String {
    id.to_string()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn a_sealed_value_opens_in_its_own_place_only() {
        let keys = Keys::new(*b"0001", &[1; 32], [2; 32], [3; 32]);
        let place = Place { table: "complaint_identities", column: "nik", row: "a" };
        let sealed = keys.seal(place, b"7371014107900001", &SystemEntropy).unwrap();
        assert_eq!(keys.open_sealed(place, &sealed).unwrap(), b"7371014107900001");
        for elsewhere in [Place { row: "b", ..place }, Place { column: "name", ..place }, Place { table: "x", ..place }]
        {
            assert!(keys.open_sealed(elsewhere, &sealed).is_err());
        }
        for index in [0, 2, 10, sealed.len() - 1] {
            let mut broken = sealed.clone();
            broken[index] ^= 1;
            assert!(keys.open_sealed(place, &broken).is_err(), "byte {index}");
        }
        assert!(keys.open_sealed(place, b"short").is_err());
    }

    #[test]
    fn keys_are_made_once_and_read_again() {
        let folder = std::env::temp_dir().join(format!("padi-keys-{}", std::process::id()));
        let first = Keys::open(&folder, &SystemEntropy).unwrap();
        let again = Keys::open(&folder, &SystemEntropy).unwrap();
        assert_eq!(first.signing_seeds(), again.signing_seeds());
        let user = UserId(Uuid::nil());
        assert_eq!(first.reporter_key(user), again.reporter_key(user));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_an_older_key_sealed_is_opened_beside_a_newer_one() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path(), &SystemEntropy).unwrap();
        let place = Place { table: "second_factors", column: "secret", row: "a" };
        let user = UserId(Uuid::max());
        let (old, old_mark, seed) =
            (keys.seal(place, b"old", &SystemEntropy).unwrap(), keys.reporter_key(user), keys.signing_seeds()[0]);
        assert!(!keys.reread().unwrap(), "nothing is new");
        let second = folder::add(folder.path(), &SystemEntropy).unwrap();
        assert_eq!(second.to_string(), "0002");
        assert!(keys.reread().unwrap());
        assert_eq!(&keys.seal(place, b"x", &SystemEntropy).unwrap()[1..5], b"0001", "not active yet");
        assert_eq!((keys.reporter_key(user), keys.former_reporter_keys(user).len()), (old_mark.clone(), 1));
        let at = chrono::DateTime::from_timestamp(1_773_367_200, 0).unwrap();
        folder::activate(folder.path(), second, at).unwrap();
        assert!(keys.reread().unwrap());
        let new = keys.seal(place, b"new", &SystemEntropy).unwrap();
        assert_eq!(&new[1..5], b"0002");
        assert_eq!(keys.open_sealed(place, &old).unwrap(), b"old");
        assert_eq!(keys.open_sealed(place, &new).unwrap(), b"new");
        let new_mark = keys.reporter_key(user);
        assert_eq!((new_mark.0.len(), &new_mark.0[..4], old_mark.0.len()), (36, b"0002".as_slice(), 32));
        assert_eq!(keys.former_reporter_keys(user), [old_mark]);
        assert_eq!((keys.signing_seeds().len(), keys.signing_seeds()[1]), (2, seed));
        folder::retire(folder.path(), Kid::FIRST).unwrap();
        assert!(keys.reread().unwrap());
        assert!(matches!(keys.open_sealed(place, &old), Err(KeyError::MissingKey)));
        assert_eq!(folder::add(folder.path(), &SystemEntropy).unwrap().to_string(), "0003", "no id is used twice");
        assert!(Keys::open(folder.path(), &SystemEntropy).is_ok(), "the first is not made again");
    }

    #[test]
    fn what_cannot_be_read_leaves_the_keys_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path(), &SystemEntropy).unwrap();
        let place = Place { table: "second_factors", column: "secret", row: "a" };
        let sealed = keys.seal(place, b"old", &SystemEntropy).unwrap();
        for (name, bytes) in
            [("active", b"0009 2026-03-13T02:00:00Z".as_slice()), ("active", b"?"), ("seal-0001.key", b"short")]
        {
            fs::write(folder.path().join(name), bytes).unwrap();
            assert!(keys.reread().is_err(), "{name}");
            assert_eq!(keys.open_sealed(place, &sealed).unwrap(), b"old");
        }
    }
}
