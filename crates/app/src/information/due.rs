//! What happens when the terms of requests, objections and exemptions pass: settled before somebody acts, and by the scheduler.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use padi_information::{effect::Applied, exemption::Exemption, objection::Objection, request::InformationRequest};
use padi_kernel::{
    event::By,
    id::{InformationRequestId, ObjectionId},
};
use padi_persistence::{
    db::Tx,
    exemptions,
    information_requests::{self, Reference},
    objections,
};

use super::context;
use crate::{App, calendar::LawBook, error::Error};

impl App {
    /// The request, locked.
    pub(super) async fn lock_request(&self, tx: &Tx, reference: &Reference) -> Result<InformationRequest, Error> {
        information_requests::find_for_update(tx, reference).await?.ok_or(Error::NotFound)
    }

    /// The objection, locked, and the request that it is about before it: whoever changes both locks them in this order, so that nobody
    /// waits crosswise.
    pub(crate) async fn lock_objection(&self, tx: &Tx, id: ObjectionId) -> Result<Objection, Error> {
        let about = objections::find(tx, id).await?.ok_or(Error::NotFound)?.request_id;
        if let Some(request) = about {
            information_requests::find_for_update(tx, &Reference::Id(request)).await?;
        }
        objections::find_for_update(tx, id).await?.ok_or(Error::NotFound)
    }

    /// As it stands after a change: read back, so that what was just written is not written again with the next.
    pub(super) async fn reread_request(&self, tx: &Tx, id: InformationRequestId) -> Result<InformationRequest, Error> {
        information_requests::find(tx, &Reference::Id(id)).await?.ok_or(Error::NotFound)
    }

    /// The same of an objection.
    pub(super) async fn reread_objection(&self, tx: &Tx, id: ObjectionId) -> Result<Objection, Error> {
        objections::find(tx, id).await?.ok_or(Error::NotFound)
    }

    /// Lets every term that has passed take its effect, each as of its own instant.
    pub(crate) async fn settle_request(
        &self,
        tx: &Tx,
        mut request: InformationRequest,
        now: DateTime<Utc>,
        law: &Arc<LawBook>,
    ) -> Result<(InformationRequest, u64), Error> {
        let mut effects = 0;
        while let Some(Applied { changed, effects: more }) =
            request.clone().lapse(&context(law, now)).map_err(Error::internal)?
        {
            self.save_request(tx, &changed).await?;
            self.carry_over(tx, more, By::SYSTEM, law, changed.value.updated_at).await?;
            request = self.reread_request(tx, request.id).await?;
            effects += 1;
        }
        Ok((request, effects))
    }

    /// The same of an objection.
    pub(crate) async fn settle_objection(
        &self,
        tx: &Tx,
        mut objection: Objection,
        now: DateTime<Utc>,
        law: &Arc<LawBook>,
    ) -> Result<(Objection, u64), Error> {
        let mut effects = 0;
        while let Some(Applied { changed, effects: more }) =
            objection.clone().lapse(&context(law, now)).map_err(Error::internal)?
        {
            objections::save(tx, &changed, &self.recording(&changed)).await?;
            self.carry_over(tx, more, By::SYSTEM, law, changed.value.updated_at).await?;
            objection = self.reread_objection(tx, objection.id).await?;
            effects += 1;
        }
        Ok((objection, effects))
    }

    /// The same of an exemption.
    pub(crate) async fn settle_exemption(
        &self,
        tx: &Tx,
        mut exemption: Exemption,
        now: DateTime<Utc>,
        law: &Arc<LawBook>,
    ) -> Result<(Exemption, u64), Error> {
        let mut effects = 0;
        while let Some(Applied { changed, effects: more }) =
            exemption.clone().lapse(&context(law, now)).map_err(Error::internal)?
        {
            exemptions::save(tx, &changed, &self.recording(&changed)).await?;
            self.carry_over(tx, more, By::SYSTEM, law, changed.value.updated_at).await?;
            exemption = exemptions::find(tx, exemption.id).await?.ok_or(Error::NotFound)?;
            effects += 1;
        }
        Ok((exemption, effects))
    }
}
