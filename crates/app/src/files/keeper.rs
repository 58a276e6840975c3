//! The cases on which files hang: what each kind says about them. Everything else about files is one and the same for all.

use padi_complaints::{
    attach as of_complaints,
    complaint::{CASE_KIND as COMPLAINT, Complaint},
    view as complaint_view,
};
use padi_information::{
    attach as of_information,
    objection::{self, CASE_KIND as OBJECTION, Objection},
    request::{self, CASE_KIND as REQUEST, InformationRequest},
    sight::Sight,
};
use padi_kernel::{
    actor::{Actor, ActorRole, Denied},
    attachment::{Attachment, CaseRef},
    id::{ComplaintId, InformationRequestId, ObjectionId},
    zone::Zone,
};
use padi_persistence::{
    complaints,
    db::{Conn, Tx},
    file_links::Viewer,
    information_requests, objections,
};

use super::intake::Company;
use crate::{App, complaints::Access, error::Error, idempotency::Answer};

/// What a path names a case by.
#[derive(Clone, Debug)]
pub enum CaseName {
    /// A complaint.
    Complaint(complaints::Reference),
    /// A request for information.
    Request(information_requests::Reference),
    /// An objection.
    Objection(ObjectionId),
}

/// A case as somebody sees it.
#[derive(Clone, Debug)]
pub enum SeenCase {
    /// A complaint.
    Complaint(Box<complaint_view::Seen>),
    /// A request for information.
    Request(Box<request::view::Seen>),
    /// An objection.
    Objection(Box<objection::view::Seen>),
}

impl SeenCase {
    /// What its attachments hang on.
    pub fn case(&self) -> CaseRef {
        match self {
            Self::Complaint(seen) => case_of(seen.complaint()),
            Self::Request(seen) => CaseRef { kind: REQUEST.into(), id: seen.request().id.0 },
            Self::Objection(seen) => CaseRef { kind: OBJECTION.into(), id: seen.objection().id.0 },
        }
    }

    /// Its version.
    pub fn version(&self) -> i64 {
        match self {
            Self::Complaint(seen) => seen.complaint().version,
            Self::Request(seen) => seen.request().version,
            Self::Objection(seen) => seen.objection().version,
        }
    }

    /// How much is seen, as a number that can be kept with an answer.
    pub fn extent(&self) -> u8 {
        match self {
            Self::Complaint(seen) => seen.extent(),
            Self::Request(seen) => seen.extent(),
            Self::Objection(seen) => seen.extent(),
        }
    }

    /// Whether only what is for everybody is seen; of requests and objections nothing is.
    pub fn is_public_view(&self) -> bool {
        matches!(self, Self::Complaint(seen) if seen.is_public_view())
    }

    /// The zone in which this viewer's times are cut to the day, if they are.
    pub fn cut_to_day(&self) -> Option<Zone> {
        match self {
            Self::Complaint(seen) => seen.cuts_times().then(|| seen.complaint().locality().zone),
            Self::Request(_) | Self::Objection(_) => None,
        }
    }

    /// Whether the viewer sees the attachment.
    pub(super) fn shows(&self, attachment: &Attachment) -> bool {
        match self {
            Self::Complaint(seen) => of_complaints::is_shown(seen.sight(), seen.complaint(), attachment),
            Self::Request(seen) => of_information::is_shown(seen.sight(), attachment),
            Self::Objection(seen) => of_information::is_shown(seen.sight(), attachment),
        }
    }

    /// In whose eyes a link shows what it leads to. A reporter's account is not written down beside the case, not even for a quarter of
    /// an hour.
    pub(super) fn viewer(&self, access: &Access) -> Result<Viewer, Denied> {
        let officer = || Ok(Viewer::User(access.caller.person().ok_or(Denied::Forbidden)?.user));
        let of = |sight| if sight == Sight::Applicant { Ok(Viewer::Reporter) } else { officer() };
        match self {
            Self::Complaint(seen) => match seen.sight() {
                complaint_view::Sight::Public | complaint_view::Sight::Follower => Ok(Viewer::Public),
                complaint_view::Sight::Reporter => Ok(Viewer::Reporter),
                complaint_view::Sight::Observer
                | complaint_view::Sight::Copy
                | complaint_view::Sight::Unit
                | complaint_view::Sight::Desk => officer(),
            },
            Self::Request(seen) => of(seen.sight()),
            Self::Objection(seen) => of(seen.sight()),
        }
    }
}

/// A case as it stands.
pub(super) enum Keeper {
    Complaint(Box<Complaint>),
    Request(Box<InformationRequest>),
    Objection(Box<Objection>),
}

impl Keeper {
    pub(super) async fn find(conn: impl Into<Conn<'_>>, name: &CaseName) -> Result<Self, Error> {
        Ok(match name {
            CaseName::Complaint(reference) => {
                Self::Complaint(Box::new(complaints::find(conn, reference).await?.ok_or(Error::NotFound)?))
            }
            CaseName::Request(reference) => {
                Self::Request(Box::new(information_requests::find(conn, reference).await?.ok_or(Error::NotFound)?))
            }
            CaseName::Objection(id) => {
                Self::Objection(Box::new(objections::find(conn, *id).await?.ok_or(Error::NotFound)?))
            }
        })
    }

    pub(super) async fn lock(tx: &Tx, name: &CaseName) -> Result<Self, Error> {
        Ok(match name {
            CaseName::Complaint(reference) => {
                Self::Complaint(Box::new(complaints::find_for_update(tx, reference).await?.ok_or(Error::NotFound)?))
            }
            CaseName::Request(reference) => {
                let found = information_requests::find_for_update(tx, reference).await?;
                Self::Request(Box::new(found.ok_or(Error::NotFound)?))
            }
            CaseName::Objection(id) => {
                Self::Objection(Box::new(objections::find_for_update(tx, *id).await?.ok_or(Error::NotFound)?))
            }
        })
    }

    /// The case on which an attachment hangs, unless it is gone.
    pub(super) async fn of(conn: impl Into<Conn<'_>>, case: &CaseRef) -> Result<Option<Self>, Error> {
        let name = match case.kind.as_ref() {
            COMPLAINT => CaseName::Complaint(complaints::Reference::Id(ComplaintId(case.id))),
            REQUEST => CaseName::Request(information_requests::Reference::Id(InformationRequestId(case.id))),
            OBJECTION => CaseName::Objection(ObjectionId(case.id)),
            _ => return Ok(None),
        };
        match Self::find(conn, &name).await {
            Ok(found) => Ok(Some(found)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) fn case(&self) -> CaseRef {
        match self {
            Self::Complaint(it) => case_of(it),
            Self::Request(it) => CaseRef { kind: REQUEST.into(), id: it.id.0 },
            Self::Objection(it) => CaseRef { kind: OBJECTION.into(), id: it.id.0 },
        }
    }

    pub(super) fn version(&self) -> i64 {
        match self {
            Self::Complaint(it) => it.version,
            Self::Request(it) => it.version,
            Self::Objection(it) => it.version,
        }
    }

    /// The caller towards it.
    pub(super) fn actor(&self, access: &Access) -> Result<Actor, Denied> {
        match self {
            Self::Complaint(it) => access.actor(it),
            Self::Request(it) => access.towards(it.id.0, it.tracking_secret_hash.as_deref()),
            Self::Objection(it) => access.towards(it.id.0, it.tracking_secret_hash.as_deref()),
        }
    }

    /// In what capacity the actor may attach something.
    pub(super) fn may_attach(&self, actor: &Actor) -> Result<ActorRole, Denied> {
        match self {
            Self::Complaint(it) => of_complaints::may_attach(actor, it),
            Self::Request(it) => of_information::may_attach(actor, it),
            Self::Objection(it) => of_information::may_attach_to_objection(actor, it),
        }
    }

    /// Whether the actor may take the attachment back at all.
    pub(super) fn may_remove(&self, actor: &Actor, attachment: &Attachment) -> Result<(), Denied> {
        match self {
            Self::Complaint(it) => of_complaints::may_remove(actor, it, attachment),
            Self::Request(it) => of_information::may_remove(actor, it, attachment),
            Self::Objection(it) => of_information::may_remove_from_objection(actor, it, attachment),
        }
    }

    /// Whether attachments can still be taken back.
    pub(super) fn check_removable(&self) -> Result<(), Error> {
        let (is_removable, state) = match self {
            Self::Complaint(it) => (of_complaints::is_removable(it), it.state.tag().name()),
            Self::Request(it) => (of_information::is_removable(it), it.state.tag().name()),
            Self::Objection(it) => (of_information::is_removable_from_objection(it), it.state.name()),
        };
        if is_removable { Ok(()) } else { Err(Error::WindowClosed { state, allowed: Vec::new() }) }
    }

    /// In whose company its files may stand. Those of requests and objections stand alone: nobody else needs them.
    pub(super) fn company(&self) -> Company {
        match self {
            Self::Complaint(it) if of_complaints::shares_blobs(it) => Company::Shared,
            Self::Complaint(_) | Self::Request(_) | Self::Objection(_) => Company::Own(self.case()),
        }
    }

    /// As the actor sees it.
    pub(super) fn seen_by(self, actor: &Actor) -> Result<SeenCase, Denied> {
        Ok(match self {
            Self::Complaint(it) => SeenCase::Complaint(Box::new(complaint_view::view(actor, *it)?)),
            Self::Request(it) => SeenCase::Request(Box::new(request::view::view(actor, *it)?)),
            Self::Objection(it) => SeenCase::Objection(Box::new(objection::view::view(actor, *it)?)),
        })
    }
}

impl App {
    /// The case, as the caller may see it.
    pub(super) async fn see_case(&self, access: &Access, name: &CaseName) -> Result<SeenCase, Error> {
        Ok(match name {
            CaseName::Complaint(reference) => SeenCase::Complaint(Box::new(self.see(access, reference).await?)),
            CaseName::Request(reference) => SeenCase::Request(Box::new(self.see_request(access, reference).await?)),
            CaseName::Objection(id) => SeenCase::Objection(Box::new(self.see_objection(access, *id).await?)),
        })
    }

    /// A repeated answer goes only to who may still read the case that it tells of, as much of it as then.
    pub(super) async fn check_file_replay(
        &self,
        access: &Access,
        name: &CaseName,
        answer: &Answer,
    ) -> Result<(), Error> {
        match name {
            CaseName::Complaint(_) => self.check_replay(access, answer).await,
            CaseName::Request(_) => self.check_request_replay(access, answer).await,
            CaseName::Objection(_) => self.check_objection_replay(access, answer).await,
        }
    }
}

/// What a complaint's attachments hang on.
pub(crate) fn case_of(complaint: &Complaint) -> CaseRef {
    CaseRef { kind: COMPLAINT.into(), id: complaint.id.0 }
}
