//! Personal data beside requests for information and objections: correcting and erasing it with the account. The case keeps its number
//! in the register; what goes is who asked.

use padi_complaints::identity::Identity as Told;
use padi_information::{
    Context,
    applicant::{Applicant, Identity},
    objection,
    request::InformationRequest,
};
use padi_kernel::{
    actor::ReporterKey,
    attachment::CaseRef,
    event::By,
    id::{InformationRequestId, UserId},
};
use padi_persistence::{
    db::{Conn, Tx},
    idempotency, information_identities,
    information_requests::{self, Reference},
    objections,
};
use uuid::Uuid;

use super::erase::Parting;
use crate::{App, error::Error, information};

impl App {
    /// Whether the account has a request or an objection that is still open.
    pub(super) async fn has_open_information<'a>(
        &self,
        conn: impl Into<Conn<'a>> + Copy,
        user: UserId,
    ) -> Result<bool, Error> {
        let keys = self.keys().reporter_keys(user);
        Ok(information_requests::has_open(conn, &keys).await? || objections::has_open(conn, &keys).await?)
    }

    /// Locks the account's requests, so that none is objected to meanwhile.
    pub(super) async fn lock_information(&self, tx: &Tx, user: UserId) -> Result<(), Error> {
        for id in information_requests::of_reporter(tx, &self.keys().reporter_keys(user)).await? {
            information_requests::find_for_update(tx, &Reference::Id(id)).await?;
        }
        Ok(())
    }

    /// Puts what was corrected in the place of what was told, beside each of the account's requests and objections.
    pub(super) async fn correct_information(&self, tx: &Tx, user: UserId, told: &Told, by: By) -> Result<(), Error> {
        let keys = self.keys().reporter_keys(user);
        for id in information_requests::of_reporter(tx, &keys).await? {
            self.correct_identity_beside(tx, id.0, told).await?;
            let has_contact = told.email.is_some() || told.phone.is_some();
            self.change_request(tx, id, |request, context| request.correct_applicant(has_contact, by, context)).await?;
        }
        for id in objections::of_reporter(tx, &keys).await? {
            self.correct_identity_beside(tx, id.0, told).await?;
        }
        Ok(())
    }

    async fn correct_identity_beside(&self, tx: &Tx, case: Uuid, told: &Told) -> Result<(), Error> {
        if information_identities::find(tx, case).await?.is_none() {
            return Ok(());
        }
        let Told { name, email, phone, nik, address } = told.clone();
        let applicant = Applicant { name, email, phone, nik, address, ..Applicant::default() };
        let known = self.applicant_identity(tx, case).await?;
        let corrected = known.completed_by(Identity { applicant, proxy: None });
        Ok(information_identities::save(tx, case, self.seal_applicant(case, &corrected, None)?).await?)
    }

    /// Erases who asked and objected with the account.
    pub(super) async fn erase_information(&self, tx: &Tx, keys: &[ReporterKey], parting: Parting) -> Result<(), Error> {
        let (requests, objected) =
            (information_requests::of_reporter(tx, keys).await?, objections::of_reporter(tx, keys).await?);
        for id in requests {
            self.change_request(tx, id, |request, context| request.erase_applicant(parting.by, context)).await?;
            self.erase_beside(tx, CaseRef { kind: information::REQUEST.into(), id: id.0 }).await?;
        }
        for id in objected {
            self.erase_beside(tx, CaseRef { kind: objection::CASE_KIND.into(), id: id.0 }).await?;
        }
        Ok(objections::forget_reporter(tx, keys).await?)
    }

    async fn erase_beside(&self, tx: &Tx, case: CaseRef) -> Result<(), Error> {
        information_identities::erase(tx, case.id).await?;
        idempotency::forget_cases(tx, [case.id]).await?;
        self.remove_attachments(tx, &case).await.map(drop)
    }

    async fn change_request(
        &self,
        tx: &Tx,
        id: InformationRequestId,
        change: impl FnOnce(InformationRequest, &Context<'_>) -> padi_kernel::changed::Changed<InformationRequest> + Send,
    ) -> Result<(), Error> {
        let law = self.law_within(tx).await?;
        let found = information_requests::find_for_update(tx, &Reference::Id(id)).await?;
        let Some(request) = found else { return Ok(()) };
        let changed = change(request, &information::context(&law, self.now()));
        Ok(information_requests::save(tx, &changed, &self.recording(&changed)).await?)
    }
}
