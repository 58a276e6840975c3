//! Tokens whose signature was found good in the last seconds: checking it is the dearest part of a cheap read.
//!
//! Kept as long as sessions are, so that a worn out token or a key that is no longer ours ends within the same five seconds. The token
//! itself is not kept, only its hash.

use moka::future::Cache;

use super::tokens::Bearer;
use crate::{App, clock::lifetime, error::Error, keys};

/// How many tokens are kept at most.
const CAPACITY: u64 = 20_000;

/// Tokens of the last seconds, by hash.
pub(crate) struct SeenTokens(Cache<Vec<u8>, Bearer>);

impl Default for SeenTokens {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(CAPACITY).time_to_live(lifetime::CACHE).build())
    }
}

impl SeenTokens {
    /// Forgets which tokens were good: a key may be ours no longer.
    pub(crate) fn forget_all(&self) {
        self.0.invalidate_all();
    }
}

impl App {
    /// What the token says, if it is one of ours and still good.
    pub(super) async fn verified(&self, token: &str) -> Result<Bearer, Error> {
        let seen = &self.accounts().seen.0;
        let hash = keys::sha256(token.as_bytes());
        if let Some(bearer) = seen.get(&hash).await {
            return Ok(bearer);
        }
        let bearer = self.accounts().tokens.verify(token, self.real_now())?;
        seen.insert(hash, bearer).await;
        Ok(bearer)
    }
}
