//! Refreshing (`POST /v1/auth/refresh`): each refresh token is good for one use and is followed by another.
//!
//! A token shown twice means that an answer was lost, or that somebody stole it. For 30 seconds the first is believed, as long
//! as the successor was not used: it is replaced by another. Otherwise the whole log-in ends.

use chrono::{DateTime, TimeDelta, Utc};
use padi_persistence::{
    db::Tx,
    refresh_tokens::{self, RefreshToken},
    sessions, users,
};

use super::{TokenPair, hash_of, issue::refresh_end};
use crate::{App, clock::lifetime, error::Error};

/// What is to be done with a refresh token.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// It is good: the next pair follows.
    Next,
    /// It was used, but its successor was not: the successor is replaced.
    Again,
    /// It was used twice: the log-in ends.
    Theft,
    /// It has expired.
    Expired,
}

/// The rule of rotation.
fn judge(token: &RefreshToken, successor: Option<&RefreshToken>, now: DateTime<Utc>) -> Verdict {
    let grace = TimeDelta::from_std(lifetime::REFRESH_GRACE).unwrap_or_default();
    let Some(used_at) = token.used_at else {
        return match token.revoked_at {
            Some(_) => Verdict::Theft,
            None if token.expires_at <= now => Verdict::Expired,
            None => Verdict::Next,
        };
    };
    let unused = successor.is_some_and(|next| next.used_at.is_none() && next.revoked_at.is_none());
    if token.revoked_at.is_none() && unused && now - used_at <= grace { Verdict::Again } else { Verdict::Theft }
}

impl App {
    /// The next pair for a refresh token. [`Error::InvalidCredentials`] if it is not good (any longer).
    pub async fn refresh(&self, refresh_token: &str) -> Result<TokenPair, Error> {
        let hash = hash_of(refresh_token);
        let shown = refresh_tokens::find_by_hash(self.db(), &hash).await?.ok_or(Error::InvalidCredentials)?;
        let now = self.real_now();
        let pair = self.write(move |app, tx| Box::pin(async move { app.rotate(tx, shown, now).await })).await?;
        pair.ok_or(Error::InvalidCredentials)
    }

    /// Nothing if the token is refused; what that ends is kept all the same.
    async fn rotate(&self, tx: &Tx, shown: RefreshToken, now: DateTime<Utc>) -> Result<Option<TokenPair>, Error> {
        let Some(user) = users::lock(tx, shown.user).await? else { return Ok(None) };
        // Read again: only now does nobody else write.
        let Some(token) = refresh_tokens::find(tx, shown.id).await? else { return Ok(None) };
        let successor = match token.successor {
            Some(id) => refresh_tokens::find(tx, id).await?,
            None => None,
        };
        let used_at = match judge(&token, successor.as_ref(), now) {
            Verdict::Expired => return Ok(None),
            Verdict::Theft => {
                sessions::end(tx, token.session, now).await?;
                return Ok(None);
            }
            Verdict::Next => now,
            // The grace counts from the first use, however often the token is shown.
            Verdict::Again => token.used_at.unwrap_or(now),
        };
        if let Some(unused) = successor {
            refresh_tokens::revoke(tx, unused.id, now).await?;
        }
        let issued = self.issue(tx, &user, token.session, now).await?;
        sessions::refreshed(tx, token.session, now, refresh_end(now)?).await?;
        refresh_tokens::succeed(tx, token.id, used_at, issued.refresh_row).await?;
        Ok(Some(issued.pair))
    }
}

#[cfg(test)]
mod tests {
    use padi_kernel::id::{SessionId, UserId};
    use uuid::Uuid;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_773_367_200 + seconds, 0).unwrap()
    }

    fn token(used: Option<i64>, revoked: bool) -> RefreshToken {
        RefreshToken {
            id: Uuid::nil(),
            session: SessionId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            hash: Vec::new(),
            successor: used.map(|_| Uuid::max()),
            created_at: at(0),
            expires_at: at(3600),
            used_at: used.map(at),
            revoked_at: revoked.then(|| at(1)),
        }
    }

    #[test]
    fn the_rule_of_rotation() {
        let (fresh, used, revoked) = (token(None, false), token(Some(10), false), token(None, true));
        let used_successor = token(Some(12), false);
        for (shown, successor, seconds, verdict) in [
            (&fresh, None, 5, Verdict::Next),
            (&fresh, None, 3599, Verdict::Next),
            (&fresh, None, 3600, Verdict::Expired),
            (&revoked, None, 5, Verdict::Theft),
            (&used, Some(&fresh), 11, Verdict::Again),
            (&used, Some(&fresh), 40, Verdict::Again),
            (&used, Some(&fresh), 41, Verdict::Theft),
            (&used, Some(&used_successor), 13, Verdict::Theft),
            (&used, Some(&revoked), 13, Verdict::Theft),
            (&used, None, 13, Verdict::Theft),
            (&token(Some(10), true), Some(&fresh), 11, Verdict::Theft),
        ] {
            assert_eq!(judge(shown, successor, at(seconds)), verdict, "{shown:?} at {seconds}");
        }
    }
}
