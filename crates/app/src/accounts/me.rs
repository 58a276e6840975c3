//! One's own account (`GET /v1/me`, `PATCH /v1/me`).

use padi_kernel::{actor::Denied, id::UserId};
use padi_persistence::{users, users::User};

use super::{Account, checked_name};
use crate::{App, caller::Caller, error::Error, if_match::IfMatch, language::Language};

/// What somebody changes of their account; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeMe {
    /// Another name.
    pub name: Option<String>,
    /// Another language of mails.
    pub language: Option<Language>,
}

impl App {
    /// The caller's account, as it is now.
    pub async fn me(&self, caller: &Caller) -> Result<Account, Error> {
        let user = users::find(self.db(), own_id(caller)?).await?.ok_or(Denied::Unauthenticated)?;
        self.account(user).await
    }

    /// Changes the caller's account. Needs `If-Match`.
    pub async fn change_me(
        &self,
        caller: &Caller,
        change: ChangeMe,
        if_match: Option<IfMatch>,
    ) -> Result<Account, Error> {
        let id = own_id(caller)?;
        let mut faults = Vec::new();
        let name = change.name.map(|name| checked_name(&name, &mut faults));
        if !faults.is_empty() {
            return Err(Error::Invalid(faults));
        }
        let now = self.real_now();
        let user = self
            .write(move |_, tx| {
                Box::pin(async move {
                    let user = users::lock(tx, id).await?.ok_or(Denied::Unauthenticated)?;
                    IfMatch::require(if_match.as_ref(), user.version)?;
                    let changed = User {
                        name: name.unwrap_or_else(|| user.name.clone()),
                        language: change.language.map_or_else(|| user.language.clone(), |new| new.tag().to_owned()),
                        ..user.clone()
                    };
                    // What changes nothing makes no new version.
                    if changed == user { Ok(user) } else { Ok(users::update(tx, &changed, now).await?) }
                })
            })
            .await?;
        self.account(user).await
    }
}

fn own_id(caller: &Caller) -> Result<UserId, Error> {
    Ok(caller.person().ok_or(Denied::Unauthenticated)?.user)
}
