//! Password hashes: Argon2id with 19 MiB, at most two at a time, off the threads that answer requests.

use std::{num::NonZero, sync::Arc, thread::available_parallelism};

use argon2::{
    Algorithm, Argon2, Block, Params, PasswordVerifier as _, Version,
    password_hash::{
        CustomizedPasswordHasher, Error as HashError, Result as HashResult,
        phc::{Output, ParamsString, PasswordHash, Salt},
    },
};
use padi_kernel::entropy::Entropy;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use crate::error::Error;

/// The most hashes that are computed at a time: each takes 19 MiB and a core.
const SLOTS: usize = 2;
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The least that is asked for at a time. The C library of Linux learns from each large piece that is freed to keep the next ones of
/// that size, for each thread anew, but never learns this from pieces above 32 MiB: they come from the system and go back to it.
/// What is asked for and not written to takes no memory.
const ROOM: usize = 33 * 1024 * 1024;

/// A hash that no known password has, of the same cost as a real one: what an unknown address is checked against.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWhhcy10aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Computes hashes.
#[derive(Debug)]
pub(crate) struct Hasher(Arc<Semaphore>);

impl Default for Hasher {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(slots(available_parallelism().map_or(1, NonZero::get)))))
    }
}

/// At most half of the cores hash: whoever sends passwords in masses must leave some for everybody else.
fn slots(cores: usize) -> usize {
    (cores / 2).clamp(1, SLOTS)
}

impl Hasher {
    /// The hash of a password, in PHC form.
    pub(crate) async fn hash(&self, password: &SecretString, entropy: &dyn Entropy) -> Result<String, Error> {
        let mut salt = [0_u8; 16];
        entropy.fill(&mut salt);
        let password = password.clone();
        self.run(move || {
            let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)?;
            let hash = Argon2id.hash_password_with_params(password.expose_secret().as_bytes(), &salt, params);
            Ok(hash.map_err(Error::internal)?.to_string())
        })
        .await
    }

    /// Whether the password has the hash. Without a hash the answer is no, after the same work.
    pub(crate) async fn verify(&self, password: &SecretString, hash: Option<&str>) -> Result<bool, Error> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        let password = password.clone();
        self.run(move || {
            let hash = PasswordHash::new(&hash).map_err(Error::internal)?;
            match Argon2id.verify_password(password.expose_secret().as_bytes(), &hash) {
                Ok(()) => Ok(known),
                Err(HashError::PasswordInvalid) => Ok(false),
                Err(error) => Err(Error::internal(error)),
            }
        })
        .await
    }

    /// The permit goes with the work: a caller who goes away leaves a hash running, which must still count.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let permit = self.0.clone().acquire_owned().await.map_err(Error::internal)?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        done.await.map_err(Error::internal)?
    }
}

/// The library's function, in memory that goes back to the system. Comparing is left to the library.
struct Argon2id;

impl CustomizedPasswordHasher<PasswordHash> for Argon2id {
    type Params = Params;

    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<u32>,
        params: Params,
    ) -> HashResult<PasswordHash> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?.unwrap_or(Algorithm::Argon2id);
        let version = version.map(Version::try_from).transpose()?.unwrap_or(Version::V0x13);
        let salt = Salt::new(salt)?;
        let mut buffer = [0; Output::MAX_LENGTH];
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let output = buffer.get_mut(..length).ok_or(HashError::OutputSize)?;
        let argon2 = Argon2::new(algorithm, version, params);
        argon2.hash_password_into_with_memory(password, &salt, output, memory(argon2.params()))?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(argon2.params())?,
            hash: Some(Output::new(output)?),
            salt: Some(salt),
        })
    }
}

/// What a hash is computed in.
fn memory(params: &Params) -> Vec<Block> {
    let blocks = params.block_count();
    let mut memory = Vec::with_capacity(blocks.max(ROOM / Block::SIZE));
    memory.resize(blocks, Block::new());
    memory
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher as _;

    use super::*;
    use crate::entropy::SystemEntropy;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let hasher = Hasher::default();
        let right = SecretString::from("perahu kertas");
        let hash = hasher.hash(&right, &SystemEntropy).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hasher.verify(&right, Some(&hash)).await.unwrap());
        assert!(!hasher.verify(&SecretString::from("perahu kertas "), Some(&hash)).await.unwrap());
        assert!(!hasher.verify(&right, None).await.unwrap());
        assert!(hasher.verify(&right, Some("no hash")).await.is_err());
    }

    #[test]
    fn hashes_are_those_of_the_library() {
        let params = Params::new(64, 3, 2, Some(24)).unwrap();
        let known = Argon2::new(Algorithm::Argon2i, Version::V0x10, params)
            .hash_password_with_salt(b"perahu kertas", b"garam dan lada")
            .unwrap();
        assert!(Argon2id.verify_password(b"perahu kertas", &known).is_ok());
        assert_eq!(Argon2id.verify_password(b"perahu kertas ", &known), Err(HashError::PasswordInvalid));
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap();
        let ours = Argon2id.hash_password_with_params(b"perahu kertas", b"garam dan lada", params.clone()).unwrap();
        let theirs = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        assert_eq!(ours, theirs.hash_password_with_salt(b"perahu kertas", b"garam dan lada").unwrap());
    }

    #[test]
    fn hashing_leaves_cores_to_others() {
        assert_eq!([1, 2, 3, 4, 64].map(slots), [1, 1, 1, 2, 2]);
    }

    #[test]
    fn the_memory_is_of_a_size_that_goes_back() {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap();
        let memory = memory(&params);
        assert_eq!(memory.len(), params.block_count());
        assert!(memory.capacity() * Block::SIZE > 32 * 1024 * 1024);
    }

    #[tokio::test]
    async fn an_unknown_address_costs_as_much_as_a_known_one() {
        let parsed = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(parsed.algorithm.as_str(), "argon2id");
        let params = Params::try_from(&parsed).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (MEMORY_KIB, PASSES, LANES));
        assert_eq!(parsed.hash.map(|hash| hash.as_bytes().len()), Some(32));
    }
}
