//! The list of exempt information, which everybody may read, and opening what is on it.

use chrono::NaiveDate;
use padi_information::exemption::{Exemption, policy};
use padi_kernel::{
    actor::Denied,
    event::By,
    id::ExemptionId,
    page::{Page, PageRequest},
    zone::Locality,
};
use padi_persistence::{db::Tx, exemptions};

pub use padi_persistence::exemptions::{Filter, Place};

use super::{context, refused};
use crate::{
    App,
    caller::Caller,
    complaints::act::Terms,
    error::Error,
    idempotency::{Answer, Reply},
    if_match::IfMatch,
};

/// An entry of the list.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The exemption.
    pub exemption: Exemption,
    /// Whether the reader may open it now.
    pub can_open: bool,
}

impl App {
    /// A page of the list, newest first.
    pub async fn list_exemptions(
        &self,
        caller: &Caller,
        mut filter: Filter,
        ends_within_working_days: Option<i32>,
        page: &PageRequest<Place>,
    ) -> Result<Page<Shown, Place>, Error> {
        if let Some(days) = ends_within_working_days {
            filter.ends_by = Some(self.working_day(days).await?);
        }
        let page = exemptions::list(self.db(), &filter, page).await?;
        Ok(page.map(|exemption| Shown { can_open: policy::can_open(&caller.actor, &exemption), exemption }))
    }

    /// One entry.
    pub async fn show_exemption(&self, caller: &Caller, id: ExemptionId) -> Result<Shown, Error> {
        let exemption = exemptions::find(self.db(), id).await?.ok_or(Error::NotFound)?;
        Ok(Shown { can_open: policy::can_open(&caller.actor, &exemption), exemption })
    }

    /// So many working days from today, by national holidays.
    async fn working_day(&self, days: i32) -> Result<NaiveDate, Error> {
        let law = self.law().await?;
        let ministry = Locality::ministry();
        Ok(law.calendar.add_working_days(ministry.zone.day_of(self.now()), days, &ministry)?)
    }

    /// Opens what is exempt, by decree or decision.
    pub async fn open_exemption(
        &self,
        caller: Caller,
        id: ExemptionId,
        (decree_number, reason): (String, String),
        terms: Terms,
        render: impl FnOnce(Shown) -> Result<Reply, Error> + Send + 'static,
    ) -> Result<Answer, Error> {
        if caller.person().is_none() {
            return Err(Denied::Unauthenticated.into());
        }
        let Terms { key, if_match } = terms;
        // The list is public: whoever repeats a call may read its answer.
        let by = (decree_number, reason);
        self.once(key, move |app, tx| Box::pin(open(app, tx, caller, id, by, if_match)), render).await
    }
}

async fn open(
    app: &App,
    tx: &Tx,
    caller: Caller,
    id: ExemptionId,
    (decree_number, reason): (String, String),
    if_match: Option<IfMatch>,
) -> Result<Shown, Error> {
    let exemption = exemptions::find_for_update(tx, id).await?.ok_or(Error::NotFound)?;
    let law = app.law_within(tx).await?;
    let now = app.now();
    let (exemption, _) = app.settle_exemption(tx, exemption, now, &law).await?;
    let role = policy::may_open(&caller.actor, &exemption)?;
    IfMatch::honour(if_match.as_ref(), exemption.version)?;
    let by = By { role, user: caller.person().map(|person| person.user) };
    let state = exemption.state.name();
    let opened = exemption.open(decree_number, reason, by, &context(&law, now));
    let applied = opened.map_err(|error| refused(&error, state, Vec::new()))?;
    exemptions::save(tx, &applied.changed, &app.recording(&applied.changed)).await?;
    app.carry_over(tx, applied.effects, by, &law, now).await?;
    Ok(Shown { can_open: false, exemption: applied.changed.value })
}
