//! Accounts and access: who somebody is, how they show it, and what they were granted.
//!
//! Everything here goes by the real clock. Passwords are hashed before a transaction begins, never inside. What tells whether
//! an address has an account (registering, asking for a reset) answers alike, and no sooner than [`FLOOR`], in both cases.

mod change_password;
mod codes;
mod create_user;
pub mod email;
mod grants;
mod hashing;
mod issue;
mod login;
mod logout;
mod mailed;
mod me;
pub mod password;
pub mod policy;
mod refresh;
mod register;
mod reset_password;
mod second_factor;
mod seen;
pub mod session;
pub mod sessions;
#[cfg(test)]
mod tests;
pub mod tokens;
mod users;
mod verify_email;

use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use padi_kernel::entropy::Entropy;
use padi_persistence::{db, users::User};
pub use secrecy::SecretString;
use tokio::time::Instant;

pub use self::{
    change_password::ChangePassword,
    create_user::NewUser,
    grants::{GrantRole, Granted},
    issue::TokenPair,
    login::Login,
    me::ChangeMe,
    register::Register,
    reset_password::ResetPassword,
    second_factor::Enrolment,
    sessions::SessionView,
    users::{Account, GrantView},
};
use self::{hashing::Hasher, seen::SeenTokens, session::Sessions, tokens::Tokens};
use crate::{
    error::{Error, FieldError},
    keys,
};

/// The least time that an answer takes which must not tell whether an address has an account.
const FLOOR: Duration = Duration::from_millis(250);

/// The longest name of a person, in characters.
pub const NAME_MAX: usize = 200;

/// The parts of an [`crate::App`] that accounts need.
pub(crate) struct Accounts {
    tokens: Tokens,
    hasher: Hasher,
    sessions: Sessions,
    seen: SeenTokens,
}

impl Accounts {
    /// The parts, for the seeds of the signing keys, the active one first, and the address of the API.
    pub(crate) fn new(seeds: Vec<[u8; 32]>, public_url: &str) -> Self {
        Self {
            tokens: Tokens::new(seeds, public_url),
            hasher: Hasher::default(),
            sessions: Sessions::default(),
            seen: SeenTokens::default(),
        }
    }

    /// Signs access tokens with the first of these keys from now on, and believes them all. What is kept of accounts holds marks of
    /// the keys before, and is forgotten; so is which tokens were good.
    pub(crate) fn use_seeds(&self, seeds: Vec<[u8; 32]>) {
        self.tokens.use_seeds(seeds);
        self.seen.forget_all();
        self.sessions.forget_all();
    }
}

/// A secret that somebody is given once, and the hash that is stored of it.
struct Secret {
    text: String,
    hash: Vec<u8>,
}

impl Secret {
    /// 256 random bits.
    fn fresh(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0_u8; 32];
        entropy.fill(&mut bytes);
        let text = BASE64URL_NOPAD.encode(&bytes);
        Self { hash: hash_of(&text), text }
    }
}

/// The hash under which a secret is looked up. A plain one: the secret is random and long.
fn hash_of(secret: &str) -> Vec<u8> {
    keys::sha256(secret.as_bytes())
}

/// What is gone already, because somebody else was faster, as the error that the caller is told.
fn gone_as(told: Error) -> impl FnOnce(db::Error) -> Error {
    |error| match error {
        db::Error::Stale => told,
        other => other.into(),
    }
}

/// Waits until [`FLOOR`] has passed since the start.
async fn floor(started: Instant) {
    tokio::time::sleep_until(started + FLOOR).await;
}

/// The name without blanks around it, or what is wrong with it.
fn checked_name(name: &str, faults: &mut Vec<FieldError>) -> String {
    let name = name.trim();
    let fault = match name.chars().count() {
        0 => Some("required"),
        n if n > NAME_MAX => Some("too_long"),
        _ if name.chars().any(char::is_control) => Some("invalid_characters"),
        _ => None,
    };
    faults.extend(fault.map(|code| FieldError::new("/name", code)));
    name.to_owned()
}

/// The account with another password, every token of it dead.
fn with_password(user: User, hash: String) -> User {
    User { password_hash: Some(hash), session_version: user.session_version + 1, ..user }
}
