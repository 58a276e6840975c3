//! Conversion: a question becomes a request in the transaction that ends it as a complaint.

use chrono::{DateTime, Utc};
use padi_complaints::{
    complaint::{CASE_KIND, Complaint},
    receipt::{HANDED, Handed, first_receipt},
};
use padi_information::{
    applicant::Identity,
    registration::Series,
    request::{Conversion, InformationRequest},
};
use padi_kernel::{
    event::By,
    id::{InformationRequestId, UserId},
};
use padi_persistence::{
    agencies,
    complaints::{self, Reference},
    db::Tx,
    events, information_requests, processing_limits,
};

use super::context;
use crate::{App, complaints::Ground, error::Error};

/// What was asked. Where the asker's words lie under lock, the officer's stand in their place: the request is read by more people.
fn words(question: &Complaint) -> String {
    let own = (&question.title, &question.body);
    let (title, body) = question.locked_text.as_ref().map_or(own, |text| (&text.title, &text.body));
    format!("{title}\n\n{body}")
}

impl App {
    /// Begins the request that a question goes on as: of the same asker, whose data are limited as there.
    pub(crate) async fn convert(
        &self,
        tx: &Tx,
        question: &Complaint,
        id: InformationRequestId,
        by: By,
        ground: &Ground,
    ) -> Result<(), Error> {
        let now = self.now();
        let account = match complaints::identity(tx, question.id).await? {
            Some(sealed) => self.open_told(question.id, "account", sealed.account)?,
            None => None,
        };
        let account: Option<UserId> = account.map(|text| text.parse()).transpose().map_err(Error::internal)?;
        let received_at = self.received_by_body(tx, question).await?;
        let body = agencies::find(tx, question.agency.id).await?.ok_or(Error::NotFound)?;
        let conversion = Conversion {
            id,
            complaint_id: question.id,
            agency: question.agency.clone(),
            registration_number: self.draw_number(tx, &body, Series::Request, now).await?,
            information: words(question),
            channel: question.channel,
            received_at,
            reporter_key: question.reporter_key.clone(),
            tracking_secret_hash: question.tracking_secret_hash.clone(),
        };
        let begun = InformationRequest::convert(conversion, by, self.entropy(), &context(&ground.law, now));
        let changed = begun.map_err(Error::internal)?.changed;
        let sealed = self.seal_applicant(id.0, &Identity::default(), account)?;
        information_requests::insert(tx, &changed, sealed, &self.recording(&changed)).await?;
        Ok(processing_limits::pass_on(tx, question.id.0, id.0).await?)
    }

    /// When the body first had the question, or what it was split off from.
    async fn received_by_body(&self, tx: &Tx, question: &Complaint) -> Result<DateTime<Utc>, Error> {
        let mut earliest = None;
        let mut case = Some(question.clone());
        while let Some(one) = case {
            let handed = events::facts(tx, CASE_KIND, one.id.0, &HANDED).await?;
            let handed = handed.into_iter().map(|(kind, at, data)| Handed { kind, at, data });
            let received = first_receipt(question.agency.id, one.received_at, handed);
            earliest = [earliest, received].into_iter().flatten().min();
            case = match one.parent_id {
                Some(parent) => complaints::find(tx, &Reference::Id(parent)).await?,
                None => None,
            };
        }
        // It lies on a desk of that body: if no event tells since when, it was filed there.
        Ok(earliest.unwrap_or(question.received_at))
    }
}
