//! One's own sessions (`GET /v1/me/sessions`, `DELETE /v1/me/sessions/{id}`).

use chrono::{DateTime, Utc};
use padi_kernel::{
    actor::Denied,
    id::SessionId,
    page::{Page, PageRequest},
};
use padi_persistence::{sessions, users};

pub use padi_persistence::sessions::Place;

use crate::{App, caller::Caller, error::Error};

/// A session as its owner sees it. Neither address nor browser is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// Its id.
    pub id: SessionId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When its tokens were last refreshed.
    pub last_used_at: DateTime<Utc>,
    /// When it ends if its tokens are not refreshed.
    pub expires_at: DateTime<Utc>,
    /// Whether a second factor was shown in it.
    pub second_factor: bool,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

impl App {
    /// A page of the caller's sessions that live, newest first.
    pub async fn own_sessions(
        &self,
        caller: &Caller,
        page: &PageRequest<Place>,
    ) -> Result<Page<SessionView, Place>, Error> {
        let user = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let found = sessions::list(self.db(), user, self.real_now(), page).await?;
        Ok(found.map(|session| SessionView {
            id: session.id,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            expires_at: session.expires_at,
            second_factor: session.second_factor,
            is_current: caller.session == Some(session.id),
        }))
    }

    /// Ends one of the caller's sessions: its refresh token at once, its access tokens within five seconds everywhere.
    /// [`Error::NotFound`] if the caller has no such session (any longer).
    pub async fn end_session(&self, caller: &Caller, id: SessionId) -> Result<(), Error> {
        let user = caller.person().ok_or(Denied::Unauthenticated)?.user;
        let now = self.real_now();
        self.write(move |_, tx| {
            Box::pin(async move {
                users::lock(tx, user).await?;
                let session = sessions::find(tx, id).await?.filter(|session| session.user == user);
                let session = session.filter(|session| session.expires_at > now).ok_or(Error::NotFound)?;
                Ok(sessions::end(tx, session.id, now).await?)
            })
        })
        .await?;
        self.accounts().sessions.forget_session(id).await;
        Ok(())
    }
}
