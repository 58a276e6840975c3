//! Access tokens: JWTs signed with Ed25519 (RFC 9068 in form), good for ten minutes.
//!
//! A token is taken only with exactly our header (one algorithm, our type, a key id that we know, nothing else) and exactly our
//! claims. The times are compared with the injected clock, which is why the library is told not to.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use chrono::{DateTime, Utc};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode,
    jwk::{AlgorithmParameters, Jwk, ThumbprintHash},
};
use padi_kernel::{
    actor::Denied,
    id::{SessionId, UserId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{App, clock::lifetime, error::Error};

/// The type of the token, so that no other JWT of ours can stand in for one.
const TYPE: &str = "at+jwt";
/// By how many seconds the clocks of two of our machines may differ.
const LEEWAY: i64 = 5;
/// Longer than any token that we make.
const MAX_LENGTH: usize = 2048;
/// What stands before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410 7).
const PKCS8_PREFIX: [u8; 16] = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];

/// A key with which anybody can check our tokens (RFC 8037).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublicKey {
    /// Key type, `OKP`.
    pub kty: &'static str,
    /// Curve, `Ed25519`.
    pub crv: &'static str,
    /// The key, base64url.
    pub x: String,
    /// Its id: the RFC 7638 thumbprint.
    pub kid: String,
    /// Algorithm, `EdDSA`.
    pub alg: &'static str,
    /// What it is for, `sig`.
    #[serde(rename = "use")]
    pub purpose: &'static str,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    exp: i64,
    nbf: i64,
    iat: i64,
    jti: Uuid,
    /// The session (`OpenID` Connect Front-Channel Logout 1.0, 3).
    sid: SessionId,
    /// The account's session version at the time of signing.
    sv: i32,
}

/// What an access token says of whoever shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bearer {
    /// Whose it is.
    pub(crate) user: UserId,
    /// The session that it belongs to.
    pub(crate) session: SessionId,
    /// The session version that it was made for.
    pub(crate) session_version: i32,
}

/// Makes and checks access tokens.
pub(crate) struct Tokens {
    issuer: String,
    audience: String,
    ring: RwLock<Arc<Ring>>,
}

/// The keys that live: seeds, and what is made of them once.
struct Ring {
    seeds: Vec<[u8; 32]>,
    keys: OnceLock<SigningKeys>,
}

/// The key that signs, and the public side of all.
struct SigningKeys {
    signing: EncodingKey,
    kid: String,
    checking: HashMap<String, DecodingKey>,
    published: Vec<PublicKey>,
}

impl Ring {
    fn of(seeds: Vec<[u8; 32]>) -> Arc<Self> {
        Arc::new(Self { seeds, keys: OnceLock::new() })
    }

    fn keys(&self) -> Result<&SigningKeys, Error> {
        if let Some(keys) = self.keys.get() {
            return Ok(keys);
        }
        let made = SigningKeys::of(&self.seeds)?;
        Ok(self.keys.get_or_init(|| made))
    }
}

impl SigningKeys {
    fn of(seeds: &[[u8; 32]]) -> Result<Self, Error> {
        let mut checking = HashMap::new();
        let mut published = Vec::new();
        let mut first = None;
        for seed in seeds {
            let signing = EncodingKey::from_ed_der(&[PKCS8_PREFIX.as_slice(), seed.as_slice()].concat());
            let jwk = Jwk::from_encoding_key(&signing, Algorithm::EdDSA).map_err(Error::internal)?;
            let kid = jwk.thumbprint(ThumbprintHash::SHA256).map_err(Error::internal)?;
            checking.insert(kid.clone(), DecodingKey::from_jwk(&jwk).map_err(Error::internal)?);
            let AlgorithmParameters::OctetKeyPair(pair) = jwk.algorithm else {
                return Err(Error::internal("the signing key is no Ed25519 key"));
            };
            let key =
                PublicKey { kty: "OKP", crv: "Ed25519", x: pair.x, kid: kid.clone(), alg: "EdDSA", purpose: "sig" };
            published.push(key);
            first = first.or(Some((signing, kid)));
        }
        let (signing, kid) = first.ok_or_else(|| Error::internal("there is no signing key"))?;
        Ok(Self { signing, kid, checking, published })
    }
}

impl Tokens {
    /// For the seeds of the keys, the one that signs first, and the address of the API, which is the issuer.
    pub(crate) fn new(seeds: Vec<[u8; 32]>, public_url: &str) -> Self {
        let audience = format!("{public_url}/v1");
        Self { issuer: public_url.to_owned(), audience, ring: RwLock::new(Ring::of(seeds)) }
    }

    /// Signs with the first of these keys from now on, and believes them all.
    pub(crate) fn use_seeds(&self, seeds: Vec<[u8; 32]>) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Ring::of(seeds);
    }

    fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A token of the session.
    pub(crate) fn sign(&self, bearer: Bearer, jti: Uuid, now: DateTime<Utc>) -> Result<String, Error> {
        let iat = now.timestamp();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: bearer.user.0,
            exp: iat + i64::try_from(lifetime::ACCESS.as_secs()).map_err(Error::internal)?,
            nbf: iat,
            iat,
            jti,
            sid: bearer.session,
            sv: bearer.session_version,
        };
        let ring = self.ring();
        let keys = ring.keys()?;
        encode(&header(&keys.kid), &claims, &keys.signing).map_err(Error::internal)
    }

    /// What the token says, if it is one of ours and still good.
    pub(crate) fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Bearer, Error> {
        self.check(self.ring().keys()?, token, now).ok_or(Error::Denied(Denied::Unauthenticated))
    }

    fn check(&self, keys: &SigningKeys, token: &str, now: DateTime<Utc>) -> Option<Bearer> {
        if token.len() > MAX_LENGTH {
            return None;
        }
        let shown = decode_header(token).ok()?;
        let kid = shown.kid.clone()?;
        let key = keys.checking.get(&kid)?;
        // Exactly ours: no key, address of a key, `crit` or anything else of the sender's choosing.
        if shown != header(&kid) {
            return None;
        }
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_issuer(&[&self.issuer]);
        rules.set_audience(&[&self.audience]);
        rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        rules.validate_exp = false;
        let claims = decode::<Claims>(token, key, &rules).ok()?.claims;
        let now = now.timestamp();
        let in_time = now < claims.exp.checked_add(LEEWAY)? && claims.nbf <= now + LEEWAY && claims.iat <= now + LEEWAY;
        let Claims { sub, sid, sv, .. } = claims;
        in_time.then_some(Bearer { user: UserId(sub), session: sid, session_version: sv })
    }
}

fn header(kid: &str) -> Header {
    Header { typ: Some(TYPE.to_owned()), kid: Some(kid.to_owned()), ..Header::new(Algorithm::EdDSA) }
}

impl App {
    /// The keys with which anybody can check our access tokens.
    pub fn jwks(&self) -> Result<Vec<PublicKey>, Error> {
        Ok(self.accounts().tokens.ring().keys()?.published.clone())
    }
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
