//! Password hashes: Argon2id with 19 MiB, two at a time, off the threads that answer requests.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::{Error as HashError, phc::PasswordHash},
};
use padi_kernel::entropy::Entropy;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use crate::error::Error;

/// How many hashes are computed at a time: each takes 19 MiB and a core.
const SLOTS: usize = 2;
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A hash that no known password has, of the same cost as a real one: what an unknown address is checked against.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWhhcy10aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Computes hashes.
#[derive(Debug)]
pub(crate) struct Hasher(Arc<Semaphore>);

impl Default for Hasher {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(SLOTS)))
    }
}

impl Hasher {
    /// The hash of a password, in PHC form.
    pub(crate) async fn hash(&self, password: &SecretString, entropy: &dyn Entropy) -> Result<String, Error> {
        let mut salt = [0_u8; 16];
        entropy.fill(&mut salt);
        let password = password.clone();
        self.run(move || {
            let hash: PasswordHash = argon2()?
                .hash_password_with_salt(password.expose_secret().as_bytes(), &salt)
                .map_err(Error::internal)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether the password has the hash. Without a hash the answer is no, after the same work.
    pub(crate) async fn verify(&self, password: &SecretString, hash: Option<&str>) -> Result<bool, Error> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        let password = password.clone();
        self.run(move || match argon2()?.verify_password(password.expose_secret().as_bytes(), hash.as_str()) {
            Ok(()) => Ok(known),
            Err(HashError::PasswordInvalid) => Ok(false),
            Err(error) => Err(Error::internal(error)),
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

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
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

    #[tokio::test]
    async fn an_unknown_address_costs_as_much_as_a_known_one() {
        let parsed = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(parsed.algorithm.as_str(), "argon2id");
        let params = Params::try_from(&parsed).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (MEMORY_KIB, PASSES, LANES));
        assert_eq!(parsed.hash.map(|hash| hash.as_bytes().len()), Some(32));
    }
}
