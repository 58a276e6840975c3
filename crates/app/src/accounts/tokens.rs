//! Access tokens: JWTs signed with Ed25519 (RFC 9068 in form), good for ten minutes.
//!
//! A token is taken only with exactly our header (one algorithm, our type, a key id that we know, nothing else) and exactly our
//! claims. The times are compared with the injected clock, which is why the library is told not to.

use std::{collections::HashMap, sync::OnceLock};

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
    signing: EncodingKey,
    issuer: String,
    audience: String,
    checking: OnceLock<Checking>,
}

/// The public side of the keys.
struct Checking {
    keys: HashMap<String, DecodingKey>,
    published: PublicKey,
}

impl Tokens {
    /// For the signing key's seed and the address of the API, which is the issuer.
    pub(crate) fn new(seed: &[u8; 32], public_url: &str) -> Self {
        Self {
            signing: EncodingKey::from_ed_der(&[PKCS8_PREFIX.as_slice(), seed.as_slice()].concat()),
            issuer: public_url.to_owned(),
            audience: format!("{public_url}/v1"),
            checking: OnceLock::new(),
        }
    }

    fn checking(&self) -> Result<&Checking, Error> {
        if let Some(checking) = self.checking.get() {
            return Ok(checking);
        }
        let jwk = Jwk::from_encoding_key(&self.signing, Algorithm::EdDSA).map_err(Error::internal)?;
        let kid = jwk.thumbprint(ThumbprintHash::SHA256).map_err(Error::internal)?;
        let key = DecodingKey::from_jwk(&jwk).map_err(Error::internal)?;
        let AlgorithmParameters::OctetKeyPair(pair) = jwk.algorithm else {
            return Err(Error::internal("the signing key is no Ed25519 key"));
        };
        let published =
            PublicKey { kty: "OKP", crv: "Ed25519", x: pair.x, kid: kid.clone(), alg: "EdDSA", purpose: "sig" };
        Ok(self.checking.get_or_init(|| Checking { keys: HashMap::from([(kid, key)]), published }))
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
        let header = header(&self.checking()?.published.kid);
        encode(&header, &claims, &self.signing).map_err(Error::internal)
    }

    /// What the token says, if it is one of ours and still good.
    pub(crate) fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Bearer, Error> {
        let checking = self.checking()?;
        self.check(checking, token, now).ok_or(Error::Denied(Denied::Unauthenticated))
    }

    fn check(&self, checking: &Checking, token: &str, now: DateTime<Utc>) -> Option<Bearer> {
        if token.len() > MAX_LENGTH {
            return None;
        }
        let shown = decode_header(token).ok()?;
        let kid = shown.kid.clone()?;
        let key = checking.keys.get(&kid)?;
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
        Ok(vec![self.accounts().tokens.checking()?.published.clone()])
    }
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
