//! What happens to personal data without being asked: terms of data requests pass, and what was kept long enough is erased.

use std::sync::Mutex;

use chrono::{DateTime, NaiveDate, Utc};
use padi_kernel::{
    event::By,
    id::{ComplaintId, DataRequestId},
    zone::Locality,
};
use padi_persistence::{
    access_log,
    complaints::{self, Kept},
    data_requests::{self, Told},
    db::Tx,
    deadlines::{self, Passed},
};
use padi_privacy::{
    request::{CASE_KIND, DataRequest},
    retention::{self, Flags},
};

use super::erase::Parting;
use crate::{App, error::Error};

/// Cases in one round.
const ROUND: u64 = 200;

/// The day on which retention was seen to last in this process: once a day of the law's clock is often enough.
#[derive(Debug, Default)]
pub(crate) struct LastRun(Mutex<Option<NaiveDate>>);

impl LastRun {
    /// Whether nothing was done on that day yet; from now on something was.
    fn begins(&self, today: NaiveDate) -> bool {
        let mut last = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        last.replace(today) != Some(today)
    }

    fn forget(&self) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
    }
}

impl App {
    /// Lets the terms of data requests that have passed take their effect, and erases what was kept long enough. Returns how many
    /// terms passed.
    pub(crate) async fn run_privacy(&self, until: DateTime<Utc>) -> Result<u64, Error> {
        let acted = self.pass_data_requests(until).await?;
        let today = Locality::ministry().zone.day_of(until);
        if self.last_retention().begins(today) {
            let kept = self.run_retention(until).await;
            if kept.is_err() {
                // To be tried again in the next round.
                self.last_retention().forget();
            }
            let erased = kept?;
            tracing::debug!(erased, "retention");
        }
        Ok(acted)
    }

    async fn pass_data_requests(&self, until: DateTime<Utc>) -> Result<u64, Error> {
        let mut done = 0;
        let mut after = None;
        loop {
            let passed = deadlines::passed(self.db(), &[CASE_KIND], until, after, ROUND).await?;
            after = passed.last().map(Passed::place);
            if after.is_none() {
                return Ok(done);
            }
            for Passed { case_id: id, .. } in passed {
                let settled = self.write(move |app, tx| Box::pin(app.pass_data_request(tx, DataRequestId(id), until)));
                match settled.await {
                    Ok(effects) => done += effects,
                    Err(unavailable @ Error::Unavailable(_)) => return Err(unavailable),
                    Err(error) => tracing::error!(data_request.id = %id, %error, "a passed term had no effect"),
                }
            }
        }
    }

    async fn pass_data_request(&self, tx: &Tx, id: DataRequestId, until: DateTime<Utc>) -> Result<u64, Error> {
        let Some(stored) = data_requests::find_for_update(tx, id).await? else { return Ok(0) };
        Ok(self.settle_data_request(tx, stored.request, until).await?.1)
    }

    /// Lets the term of the request take its effect if it has passed.
    pub(super) async fn settle_data_request(
        &self,
        tx: &Tx,
        request: DataRequest,
        until: DateTime<Utc>,
    ) -> Result<(DataRequest, u64), Error> {
        let Some(changed) = request.clone().lapse(until) else { return Ok((request, 0)) };
        data_requests::save(tx, &changed, Told::default(), &self.recording(&changed)).await?;
        // Read back, so that what was just written is not written again with the next change.
        let stored = data_requests::find(tx, request.id).await?.ok_or(Error::NotFound)?;
        Ok((stored.request, 1))
    }

    /// Erases who reported the cases that were kept long enough, and forgets who read what. Returns how many cases. What is under
    /// a legal hold stays.
    pub(crate) async fn run_retention(&self, until: DateTime<Utc>) -> Result<u64, Error> {
        let law = self.law().await?;
        let zone = Locality::ministry().zone;
        let mut erased = 0;
        for (is_supervisory, is_anonymous) in [(false, false), (false, true), (true, true)] {
            let rule = retention::identity_rule(Flags { is_supervisory, is_anonymous });
            let before = retention::ended_before(rule, until, zone, &law.rules).map_err(Error::internal)?;
            erased += self.erase_all_kept(Kept { is_supervisory, is_anonymous, before }).await?;
        }
        // The log is kept by the real clock, in which it is written.
        let real = retention::ended_before(retention::ACCESS_LOG, self.real_now(), zone, &law.rules);
        let before = real.map_err(Error::internal)?;
        self.write(move |_, tx| Box::pin(async move { Ok(access_log::forget_before(tx, before).await?) })).await?;
        Ok(erased)
    }

    /// Erases the reporters of all these cases. One that fails is told and left for the next day: it must not keep the others' data.
    async fn erase_all_kept(&self, kept: Kept) -> Result<u64, Error> {
        let mut erased = 0;
        let mut after = None;
        loop {
            let cases = complaints::kept_long_enough(self.db(), kept, after, ROUND).await?;
            after = cases.last().copied();
            if after.is_none() {
                return Ok(erased);
            }
            for case in cases {
                match self.erase_kept(case, kept).await {
                    Ok(effects) => erased += effects,
                    Err(unavailable @ Error::Unavailable(_)) => return Err(unavailable),
                    Err(error) => {
                        let cause = std::error::Error::source(&error).map(ToString::to_string);
                        tracing::error!(complaint.id = %case, %error, cause, "a reporter was kept for too long");
                    }
                }
            }
        }
    }

    /// Erases the reporter of one case, if that is still due: a hold may have been placed meanwhile.
    async fn erase_kept(&self, case: ComplaintId, kept: Kept) -> Result<u64, Error> {
        self.write(move |app, tx| {
            Box::pin(async move {
                if !complaints::is_kept_long_enough(tx, case, kept).await? {
                    return Ok(0);
                }
                app.erase_reporter(tx, case, Parting { by: By::SYSTEM, notice: None, at: app.real_now() }).await?;
                Ok(1)
            })
        })
        .await
    }
}
