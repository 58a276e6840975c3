//! Who a bearer token stands for: the account's session version and grants, kept for five seconds, so that no request pays for
//! reading them and a revocation reaches everybody within that time.

use std::sync::Arc;

use moka::future::Cache;
use padi_kernel::{
    actor::{Denied, Person},
    id::UserId,
};
use padi_persistence::{grants, users};

use crate::{App, caller::Caller, clock::lifetime, error::Error};

/// How many sessions are kept at most.
const CAPACITY: u64 = 20_000;

/// A person who showed a good token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What rules ask about.
    pub person: Person,
    /// The session version of the account.
    session_version: i32,
}

impl Session {
    /// The caller of use cases.
    pub fn caller(&self) -> Caller {
        Caller::of(self.person.clone())
    }
}

/// Sessions of the last seconds, by account.
pub(crate) struct Sessions(Cache<UserId, Arc<Session>>);

impl Default for Sessions {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(CAPACITY).time_to_live(lifetime::CACHE).build())
    }
}

impl Sessions {
    /// Forgets what is kept of the account: what was revoked here ends here at once.
    pub(crate) async fn forget(&self, user: UserId) {
        self.0.invalidate(&user).await;
    }
}

impl App {
    /// The person whom an access token stands for: [`Denied::Unauthenticated`] if it is none of ours, worn out or revoked.
    pub async fn authenticate(&self, bearer: &str) -> Result<Arc<Session>, Error> {
        let verified = self.accounts().tokens.verify(bearer, self.real_now())?;
        let session = self.session(verified.user).await?.ok_or(Denied::Unauthenticated)?;
        if session.session_version != verified.session_version {
            return Err(Denied::Unauthenticated.into());
        }
        Ok(session)
    }

    async fn session(&self, user: UserId) -> Result<Option<Arc<Session>>, Error> {
        let sessions = &self.accounts().sessions;
        if let Some(session) = sessions.0.get(&user).await {
            return Ok(Some(session));
        }
        let Some(account) = users::find(self.db(), user).await? else { return Ok(None) };
        let grants = grants::with_reach(self.db(), user).await?;
        let person = Person { user, reporter_key: self.keys().reporter_key(user), grants, second_factor: false };
        let session = Arc::new(Session { person, session_version: account.session_version });
        sessions.0.insert(user, session.clone()).await;
        Ok(Some(session))
    }
}
