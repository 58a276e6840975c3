//! Keys, sealing and hashing. Keys stand in files outside the database.
//!
//! Envelope of a sealed field: version 1, key id, nonce, ciphertext; the associated data is table, column and row, so that a
//! ciphertext can't be moved to another place.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
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

/// Why something could not be unsealed, or keys not be read.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The envelope is not one of ours, or was changed or moved.
    #[error("the sealed value cannot be opened")]
    Envelope,
    /// No key of that id.
    #[error("the key of a sealed value is missing")]
    MissingKey,
    /// A key file has the wrong size.
    #[error("{0}: not a key file")]
    NotAKey(PathBuf),
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

/// The secrets of an installation: the sealing keys by id, the active one, and the keys derived from a root.
pub struct Keys {
    sealing: BTreeMap<[u8; KID], XChaCha20Poly1305>,
    active: [u8; KID],
    reporter: [u8; 32],
    signing_seed: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// Reads the keys from the folder, making them (mode 0600) where there are none.
    pub fn open(folder: &Path, entropy: &dyn Entropy) -> Result<Self, KeyError> {
        make_folder(folder)?;
        let sealing = key_file(&folder.join("seal-0001.key"), entropy)?;
        let reporter = key_file(&folder.join("reporter.key"), entropy)?;
        let signing_seed = key_file(&folder.join("sign-0001.key"), entropy)?;
        Ok(Self::new(*b"0001", &sealing, reporter, signing_seed))
    }

    /// Keys from their bytes.
    pub fn new(kid: [u8; KID], sealing: &[u8; 32], reporter: [u8; 32], signing_seed: [u8; 32]) -> Self {
        let cipher = XChaCha20Poly1305::new(sealing.into());
        Self { sealing: BTreeMap::from([(kid, cipher)]), active: kid, reporter, signing_seed }
    }

    /// The seed of the key that signs access tokens.
    pub(crate) fn signing_seed(&self) -> &[u8; 32] {
        &self.signing_seed
    }

    /// Seals a value for its place.
    pub fn seal(&self, place: Place<'_>, plain: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, KeyError> {
        let cipher = self.sealing.get(&self.active).ok_or(KeyError::MissingKey)?;
        let mut nonce = [0_u8; NONCE];
        entropy.fill(&mut nonce);
        let payload = Payload { msg: plain, aad: &place.associated_data() };
        let sealed = cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| KeyError::Envelope)?;
        Ok([&[VERSION], self.active.as_slice(), nonce.as_slice(), sealed.as_slice()].concat())
    }

    /// Opens a sealed value of that place.
    pub fn open_sealed(&self, place: Place<'_>, envelope: &[u8]) -> Result<Vec<u8>, KeyError> {
        let (head, sealed) = envelope.split_at_checked(1 + KID + NONCE).ok_or(KeyError::Envelope)?;
        let (version, kid) = (head[0], &head[1..=KID]);
        if version != VERSION {
            return Err(KeyError::Envelope);
        }
        let cipher = self.sealing.get(kid).ok_or(KeyError::MissingKey)?;
        let payload = Payload { msg: sealed, aad: &place.associated_data() };
        cipher.decrypt(XNonce::from_slice(&head[1 + KID..]), payload).map_err(|_| KeyError::Envelope)
    }

    /// By what a file is found again: within a company and by its hash. Longer than the id of an account, so that no two meanings of
    /// the key meet.
    pub(crate) fn blob_mark(&self, company: &str, sha256: &[u8]) -> Vec<u8> {
        keyed_hash(&self.reporter, &[b"blob\0".as_slice(), company.as_bytes(), b"\0", sha256].concat())
    }

    /// How an account's own cases are marked.
    pub fn reporter_key(&self, user: UserId) -> ReporterKey {
        ReporterKey(keyed_hash(&self.reporter, user.0.as_bytes()))
    }
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

#[cfg(unix)]
fn make_folder(folder: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| KeyError::Io(folder.to_owned(), error))
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> Result<(), KeyError> {
    fs::create_dir_all(folder).map_err(|error| KeyError::Io(folder.to_owned(), error))
}

/// The 32 bytes of a key file; made by whoever comes first and read by all others, so that processes may start together.
fn key_file(path: &Path, entropy: &dyn Entropy) -> Result<[u8; 32], KeyError> {
    let fail = |error| KeyError::Io(path.to_owned(), error);
    if !path.exists() {
        let mut key = [0_u8; 32];
        entropy.fill(&mut key);
        let mut tag = [0_u8; 4];
        entropy.fill(&mut tag);
        let draft = path.with_extension(format!("{:08x}", u32::from_le_bytes(tag)));
        write_private(&draft, &key).map_err(fail)?;
        // A hard link fails where the name exists: the first key wins, whole.
        let linked = fs::hard_link(&draft, path);
        fs::remove_file(&draft).map_err(fail)?;
        if let Err(error) = linked
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(fail(error));
        }
    }
    fs::read(path).map_err(fail)?.try_into().map_err(|_| KeyError::NotAKey(path.to_owned()))
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use io::Write as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
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
        assert_eq!(first.signing_seed(), again.signing_seed());
        let user = UserId(Uuid::nil());
        assert_eq!(first.reporter_key(user), again.reporter_key(user));
        fs::remove_dir_all(folder).unwrap();
    }
}
