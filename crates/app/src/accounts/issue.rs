//! A pair of tokens: the access token that a caller shows, and the refresh token that gets the next pair.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use padi_kernel::id::{self, SessionId};
use padi_persistence::{
    db::Tx,
    refresh_tokens,
    refresh_tokens::RefreshToken,
    sessions::{self, Session},
    users::User,
};
use uuid::Uuid;

use super::{Secret, tokens::Bearer};
use crate::{App, clock::lifetime, error::Error};

/// What a log-in or a refresh gives.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenPair {
    /// The access token, a JWT.
    pub access_token: String,
    /// How long the access token is good, in seconds.
    pub expires_in: u64,
    /// The refresh token, good for one use.
    pub refresh_token: String,
}

impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenPair(..)")
    }
}

/// A pair, and the row of its refresh token.
pub(super) struct Issued {
    pub(super) pair: TokenPair,
    pub(super) refresh_row: Uuid,
}

impl App {
    /// A pair that begins a session, with or without a second factor. The account must be locked.
    pub(super) async fn begin_session(
        &self,
        tx: &Tx,
        user: &User,
        second_factor: bool,
        now: DateTime<Utc>,
    ) -> Result<TokenPair, Error> {
        let id = SessionId::new(now, self.entropy());
        let expires_at = refresh_end(now)?;
        let session = Session { id, user: user.id, second_factor, created_at: now, last_used_at: now, expires_at };
        sessions::insert(tx, &session).await?;
        Ok(self.issue(tx, user, id, now).await?.pair)
    }

    /// The next pair of a session. The account must be locked.
    pub(super) async fn issue(
        &self,
        tx: &Tx,
        user: &User,
        session: SessionId,
        now: DateTime<Utc>,
    ) -> Result<Issued, Error> {
        let secret = Secret::fresh(self.entropy());
        let refresh_row = id::time_ordered(now, self.entropy());
        let token = RefreshToken {
            id: refresh_row,
            session,
            user: user.id,
            hash: secret.hash,
            successor: None,
            created_at: now,
            expires_at: refresh_end(now)?,
            used_at: None,
            revoked_at: None,
        };
        refresh_tokens::insert(tx, &token).await?;
        let jti = id::random(self.entropy());
        let access_token = self.accounts().tokens.sign(
            Bearer { user: user.id, session, session_version: user.session_version },
            jti,
            now,
        )?;
        let expires_in = lifetime::ACCESS.as_secs();
        Ok(Issued { pair: TokenPair { access_token, expires_in, refresh_token: secret.text }, refresh_row })
    }
}

/// When a refresh token that is made now ends.
pub(super) fn refresh_end(now: DateTime<Utc>) -> Result<DateTime<Utc>, Error> {
    Ok(now + TimeDelta::from_std(lifetime::REFRESH).map_err(Error::internal)?)
}
