//! Correcting and erasing: what is done to cases, accounts, answers and mails when a request is granted or a period ends.
//!
//! A case stays with what was reported and decided: it is the body's record, and its title and text are the case itself. What goes is
//! who reported it, and what was handed in or said beside.
//!
//! What stands in backups of the database goes when they age out.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use padi_complaints::{complaint::CASE_KIND, identity::Identity};
use padi_kernel::{
    attachment::CaseRef,
    event::By,
    id::{ComplaintId, MailId, UserId},
};
use padi_persistence::{
    complaints::{self, Reference, Reporter},
    data_exports,
    data_requests::{self, Scope},
    db::{Conn, Tx},
    dialogues,
    erased_addresses::{self, ErasedAddress},
    grants, idempotency, mails, notifications, processing_limits, users,
};
use padi_privacy::{
    obstacles::{Facts, obstacles},
    request::{DataRequest, Kind, RefusalReason, Subject},
    retention,
};

use super::Changes;
use crate::{
    App,
    calendar::LawBook,
    error::Error,
    keys::{self, Place},
};

/// Where an erased address waits until its mails are gone.
fn place(row: &str) -> Place<'_> {
    Place { table: "erased_addresses", column: "address", row }
}

impl App {
    /// What stands against granting the request: duties, if it is an erasure that is still open.
    pub(super) async fn obstacles<'a>(
        &self,
        conn: impl Into<Conn<'a>> + Copy,
        request: &DataRequest,
        law: &LawBook,
    ) -> Result<Vec<RefusalReason>, Error> {
        if request.kind != Kind::Erasure || !request.state.is_open() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let zone = request.locality.zone;
        let since = retention::ended_before(retention::SUPERVISORY_IDENTITY, now, zone, &law.rules);
        let Some(reporter) = self.reporter_of(conn, request.subject).await? else { return Ok(Vec::new()) };
        let standing = complaints::standing(conn, &reporter, since.map_err(Error::internal)?).await?;
        let (is_officer, has_open_information) = match request.subject {
            Subject::Account(user) => {
                (!grants::of_user(conn, user).await?.is_empty(), self.has_open_information(conn, user).await?)
            }
            Subject::Reporter(_) | Subject::Erased => (false, false),
        };
        Ok(obstacles(Facts {
            has_open_case: standing.has_open_case || has_open_information,
            has_legal_hold: standing.has_legal_hold,
            has_evidence: standing.has_evidence,
            is_officer,
        }))
    }

    /// Locks the cases of whom is to be erased: what stands against that must not come up between looking and erasing.
    pub(super) async fn lock_cases(&self, tx: &Tx, subject: Subject) -> Result<(), Error> {
        if let Some(reporter) = self.reporter_of(tx, subject).await? {
            let cases = complaints::cases_of(tx, &reporter).await?;
            complaints::lock_together(tx, cases).await?;
        }
        if let Subject::Account(user) = subject {
            self.lock_information(tx, user).await?;
        }
        Ok(())
    }

    /// Whoever has a secret is the reporter of all cases that were split from one: they asked of each.
    async fn reporter_of(&self, conn: impl Into<Conn<'_>>, subject: Subject) -> Result<Option<Reporter>, Error> {
        Ok(match subject {
            Subject::Account(user) => Some(Reporter::Account(self.keys().reporter_keys(user))),
            Subject::Reporter(case) => Some(Reporter::Cases(complaints::family(conn, case).await?)),
            Subject::Erased => None,
        })
    }

    /// Lets the person read all that is kept of them: with an account by an export; whoever has a secret reads it in the case.
    pub(super) async fn grant_access(&self, tx: &Tx, request: &DataRequest) -> Result<(), Error> {
        if let Subject::Account(user) = request.subject {
            self.open_export(tx, user).await?;
        }
        Ok(())
    }

    /// Puts what was corrected in the place of what was told, in every case of the person. An address that is no longer theirs gets
    /// nothing more, and what it got goes.
    pub(super) async fn correct(&self, tx: &Tx, request: &DataRequest, parting: Parting) -> Result<(), Error> {
        let stored = data_requests::find(tx, request.id).await?.ok_or(Error::NotFound)?;
        let Some(sealed) = stored.words.changes else { return Ok(()) };
        let json = self.open_word(request.id, "changes", &sealed)?;
        let changes: Changes = serde_json::from_str(&json).map_err(Error::internal)?;
        if let (Subject::Account(id), Some(name)) = (request.subject, &changes.name)
            && let Some(user) = users::lock(tx, id).await?
            && user.name != *name
        {
            users::update(tx, &users::User { name: name.clone(), ..user }, self.real_now()).await?;
        }
        let Some(reporter) = self.reporter_of(tx, request.subject).await? else { return Ok(()) };
        let told = Identity::from(changes);
        let has_contact = told.email.is_some() || told.phone.is_some();
        let ground = self.ground(tx).await?;
        let mut former = BTreeSet::new();
        let cases = complaints::cases_of(tx, &reporter).await?;
        for case in complaints::lock_together(tx, cases).await? {
            let complaint = complaints::find_for_update(tx, &Reference::Id(case)).await?.ok_or(Error::NotFound)?;
            if told.email.is_some() {
                former.extend(self.told_email(tx, case).await?);
            }
            let corrected = complaint.correct_reporter(has_contact, parting.by, &ground.context(self.now()));
            complaints::save(tx, &corrected, &self.recording(&corrected)).await?;
            complaints::correct_identity(tx, case, self.seal_identity(case, &told, None)?).await?;
        }
        if let Subject::Account(user) = request.subject {
            self.correct_information(tx, user, &told, parting.by).await?;
        }
        former.retain(|email| told.email.as_ref().is_none_or(|told| !told.eq_ignore_ascii_case(email)));
        for email in former {
            self.erase_told_mails(tx, &email, parting).await?;
        }
        Ok(())
    }

    /// Erases the person. The mail that tells them so stays until it is delivered.
    pub(super) async fn erase(&self, tx: &Tx, subject: Subject, parting: Parting) -> Result<(), Error> {
        match subject {
            Subject::Account(user) => self.erase_account(tx, user, parting).await,
            Subject::Reporter(case) => {
                let cases = complaints::family(tx, case).await?;
                for case in complaints::lock_together(tx, cases).await? {
                    self.erase_reporter(tx, case, parting).await?;
                }
                Ok(())
            }
            Subject::Erased => Ok(()),
        }
    }

    async fn erase_account(&self, tx: &Tx, user: UserId, parting: Parting) -> Result<(), Error> {
        let Some(account) = users::lock(tx, user).await? else { return Ok(()) };
        let marks = self.keys().reporter_keys(user);
        notifications::forget(tx, &marks).await?;
        self.erase_information(tx, &marks, parting).await?;
        let reporter = Reporter::Account(marks);
        let cases = complaints::cases_of(tx, &reporter).await?;
        for case in complaints::lock_together(tx, cases).await? {
            self.erase_reporter(tx, case, parting).await?;
        }
        let asked = data_requests::ids(tx, &Scope::Account(user)).await?;
        idempotency::forget_cases(tx, asked.into_iter().map(|id| id.0)).await?;
        idempotency::forget(tx, &format!("account:{user}")).await?;
        data_requests::forget_account(tx, user).await?;
        data_exports::forget(tx, user).await?;
        processing_limits::forget(tx, user.0).await?;
        self.erase_mails(tx, &account.email, parting).await?;
        users::erase(tx, user).await?;
        Ok(())
    }

    /// Erases who reported one case: identity, mark of the account, what was said in dialogues, attachments, what was asked of the
    /// data, kept answers that tell of the case, mails.
    pub(super) async fn erase_reporter(&self, tx: &Tx, case: ComplaintId, parting: Parting) -> Result<(), Error> {
        let Some(complaint) = complaints::find_for_update(tx, &Reference::Id(case)).await? else { return Ok(()) };
        let address = self.told_email(tx, case).await?;
        let secret = complaint.tracking_secret_hash.clone();
        let ground = self.ground(tx).await?;
        let changed = complaint.erase_reporter(parting.by, &ground.context(self.now()));
        complaints::save(tx, &changed, &self.recording(&changed)).await?;
        complaints::erase_identity(tx, case).await?;
        dialogues::forget(tx, case).await?;
        self.remove_attachments(tx, &CaseRef { kind: CASE_KIND.into(), id: case.0 }).await?;
        let asked = data_requests::ids(tx, &Scope::Reporter(case)).await?;
        idempotency::forget_cases(tx, asked.into_iter().map(|id| id.0).chain([case.0])).await?;
        if let Some(hash) = secret {
            idempotency::forget(tx, &format!("secret:{}", HEXLOWER.encode(&hash))).await?;
        }
        data_requests::forget_reporter(tx, case).await?;
        processing_limits::forget(tx, case.0).await?;
        match address {
            Some(email) => self.erase_told_mails(tx, &email, parting).await,
            None => Ok(()),
        }
    }

    /// The address that was told in the case.
    async fn told_email(&self, tx: &Tx, case: ComplaintId) -> Result<Option<String>, Error> {
        let told = complaints::identity(tx, case).await?.unwrap_or_default();
        self.open_told(case, "email", told.email)
    }

    /// Erases the mails to an address that was told in a case. Anybody can type in an address: the mails of one that has an account
    /// are the account's, and go with it.
    async fn erase_told_mails(&self, tx: &Tx, email: &str, parting: Parting) -> Result<(), Error> {
        match users::find_by_email(tx, &email.to_lowercase()).await? {
            Some(_) => Ok(()),
            None => self.erase_mails(tx, email, parting).await,
        }
    }

    /// Erases the mails to the address, and remembers it, sealed, until those that were delivered into the folder are gone, too.
    async fn erase_mails(&self, tx: &Tx, email: &str, parting: Parting) -> Result<(), Error> {
        mails::forget(tx, email, parting.notice).await?;
        let id = padi_kernel::id::random(self.entropy());
        let row = keys::row(id);
        let address = self.keys().seal(place(&row), email.as_bytes(), self.entropy()).map_err(Error::internal)?;
        Ok(erased_addresses::insert(tx, ErasedAddress { id, address, erased_at: parting.at }).await?)
    }

    /// Addresses whose mails, delivered before that time, must go from the mail folder. For the worker.
    pub async fn erased_addresses(&self) -> Result<Vec<Erased>, Error> {
        const ROUND: u64 = 20;
        let stored = erased_addresses::oldest(self.db(), ROUND).await?;
        let open = |erased: ErasedAddress| {
            let row = keys::row(erased.id);
            let plain = self.keys().open_sealed(place(&row), &erased.address).map_err(Error::internal)?;
            let address = String::from_utf8(plain).map_err(Error::internal)?;
            Ok(Erased { id: erased.id, address, before: erased.erased_at })
        };
        stored.into_iter().map(open).collect()
    }

    /// Remembers that the mails of the address are gone. For the worker.
    pub async fn forget_erased_address(&self, id: uuid::Uuid) -> Result<(), Error> {
        self.write(move |_, tx| Box::pin(async move { Ok(erased_addresses::forget(tx, id).await?) })).await
    }
}

/// How a person is parted with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parting {
    /// Who erases.
    pub(super) by: By,
    /// The mail that tells the person.
    pub(super) notice: Option<MailId>,
    /// The real time, which that mail has, too: what was written before it goes.
    pub(super) at: chrono::DateTime<chrono::Utc>,
}

/// An address whose delivered mails must go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// By what it is forgotten again.
    pub id: uuid::Uuid,
    /// The address.
    pub address: String,
    /// Mails written before this time go.
    pub before: chrono::DateTime<chrono::Utc>,
}
