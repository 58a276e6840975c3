//! Who a bearer token stands for: the account's session version and grants, and whether the session lives, kept for five seconds,
//! so that no request pays for reading them and a revocation reaches everybody within that time.

use std::sync::Arc;

use moka::future::Cache;
use padi_kernel::{
    actor::{Denied, Person},
    id::{SessionId, UserId},
};
use padi_persistence::{grants, sessions, users};

use crate::{App, caller::Caller, clock::lifetime, error::Error};

/// How many accounts, and how many sessions, are kept at most.
const CAPACITY: u64 = 20_000;

/// A person who showed a good token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What rules ask about.
    pub person: Person,
    /// The session that the token belongs to.
    pub id: SessionId,
}

impl Session {
    /// The caller of use cases.
    pub fn caller(self) -> Caller {
        Caller { session: Some(self.id), ..Caller::of(self.person) }
    }
}

/// An account as tokens are held against it. Its person shows no second factor: that is a matter of the session.
struct Account {
    person: Person,
    session_version: i32,
}

/// A session that nobody has ended.
#[derive(Clone, Copy)]
struct Living {
    user: UserId,
    second_factor: bool,
}

/// Accounts and sessions of the last seconds.
pub(crate) struct Sessions {
    accounts: Cache<UserId, Arc<Account>>,
    living: Cache<SessionId, Living>,
}

impl Default for Sessions {
    fn default() -> Self {
        let accounts = Cache::builder().max_capacity(CAPACITY).time_to_live(lifetime::CACHE).build();
        let living = Cache::builder().max_capacity(CAPACITY).time_to_live(lifetime::CACHE).build();
        Self { accounts, living }
    }
}

impl Sessions {
    /// Forgets what is kept of the account: what was revoked here ends here at once.
    pub(crate) async fn forget(&self, user: UserId) {
        self.accounts.invalidate(&user).await;
    }

    /// Forgets what is kept of all accounts.
    pub(crate) fn forget_all(&self) {
        self.accounts.invalidate_all();
    }

    /// Forgets what is kept of the session.
    pub(crate) async fn forget_session(&self, session: SessionId) {
        self.living.invalidate(&session).await;
    }
}

impl App {
    /// The person whom an access token stands for: [`Denied::Unauthenticated`] if it is none of ours, worn out or revoked.
    pub async fn authenticate(&self, bearer: &str) -> Result<Session, Error> {
        let bearer = self.verified(bearer).await?;
        let account = self.account_of_token(bearer.user).await?.ok_or(Denied::Unauthenticated)?;
        if account.session_version != bearer.session_version {
            return Err(Denied::Unauthenticated.into());
        }
        let living = self.living_session(bearer.session).await?.filter(|living| living.user == bearer.user);
        let living = living.ok_or(Denied::Unauthenticated)?;
        let person = Person { second_factor: living.second_factor, ..account.person.clone() };
        Ok(Session { person, id: bearer.session })
    }

    /// The person behind an account, as far as rules ask; without a session there is no second factor.
    pub(crate) async fn person(&self, user: UserId) -> Result<Option<Person>, Error> {
        Ok(self.account_of_token(user).await?.map(|account| account.person.clone()))
    }

    /// Forgets what is kept of an account that has changed or is gone.
    pub(crate) async fn forget_account(&self, user: UserId) {
        self.accounts().sessions.forget(user).await;
    }

    async fn account_of_token(&self, user: UserId) -> Result<Option<Arc<Account>>, Error> {
        let accounts = &self.accounts().sessions.accounts;
        if let Some(account) = accounts.get(&user).await {
            return Ok(Some(account));
        }
        let Some(stored) = users::find(self.db(), user).await? else { return Ok(None) };
        let grants = grants::with_reach(self.db(), user).await?;
        let person = Person {
            user,
            reporter_key: self.keys().reporter_key(user),
            former_reporter_keys: self.keys().former_reporter_keys(user),
            grants,
            second_factor: false,
        };
        let account = Arc::new(Account { person, session_version: stored.session_version });
        accounts.insert(user, account.clone()).await;
        Ok(Some(account))
    }

    async fn living_session(&self, id: SessionId) -> Result<Option<Living>, Error> {
        let kept = &self.accounts().sessions.living;
        if let Some(living) = kept.get(&id).await {
            return Ok(Some(living));
        }
        let Some(session) = sessions::find(self.db(), id).await? else { return Ok(None) };
        let living = Living { user: session.user, second_factor: session.second_factor };
        kept.insert(id, living).await;
        Ok(Some(living))
    }
}
