//! Public information: requests for it, acting on them, reading them, and what happens when terms pass.

pub mod act;
pub mod consequence_tests;
mod convert;
mod due;
mod effects;
pub mod exemptions;
mod identity;
pub mod objections;
pub mod order;
pub mod read;
pub mod registers;
pub mod submit;

use std::sync::Arc;

use chrono::{DateTime, Utc};
pub(crate) use padi_information::request::CASE_KIND as REQUEST;

use padi_information::{
    Context, Refused,
    applicant::Told,
    request::{CASE_KIND, InformationRequest, action::Action, policy, view::Seen},
};
use padi_kernel::{
    actor::{Actor, Denied},
    attachment::CaseRef,
};
use padi_persistence::information_requests::Reference;

use crate::{calendar::LawBook, complaints::Access, error::Error};

/// A request as somebody may see it, with the law that explains its deadlines.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The request.
    pub seen: Seen,
    /// Who asks, as far as the viewer may know.
    pub applicant: Option<Told>,
    /// Rules and calendar.
    pub law: Arc<LawBook>,
}

/// What a path names a request by: its id or its tracking number. Anything else names nothing.
pub fn reference(text: &str) -> Result<Reference, Error> {
    if let Ok(id) = text.parse() {
        return Ok(Reference::Id(id));
    }
    text.parse().map(Reference::Tracking).map_err(|_| Error::NotFound)
}

/// What a request's attachments hang on.
pub(crate) fn case_of(request: &InformationRequest) -> CaseRef {
    CaseRef { kind: CASE_KIND.into(), id: request.id.0 }
}

/// The actor towards the request.
fn actor(access: &Access, request: &InformationRequest) -> Result<Actor, Denied> {
    access.towards(request.id.0, request.tracking_secret_hash.as_deref())
}

/// What a transition needs beside its case.
pub(crate) fn context(law: &LawBook, now: DateTime<Utc>) -> Context<'_> {
    Context { now, law: law.law(), attachments: &[] }
}

/// Why a transition was refused, told as every other case's.
fn refused(error: &Refused, state: &'static str, allowed: Vec<&'static str>) -> Error {
    match error {
        Refused::State => Error::Transition { state, allowed },
        Refused::Window => Error::WindowClosed { state, allowed },
        Refused::AlreadyExtended => Error::AlreadyExtended { state, allowed },
        Refused::AlreadyObjected => Error::AlreadyObjected { state, allowed },
        Refused::SettlementExcluded => Error::SettlementExcluded { state, allowed },
        Refused::TestRequired => Error::TestRequired,
        Refused::PartialExemption => Error::PartialExemption,
        Refused::SamePerson => Error::SamePerson,
        Refused::GroundNotApplicable(place) => Error::field(format!("/grounds/{place}"), "ground_not_applicable"),
        Refused::Invalid { pointer, code } => Error::field(pointer.clone(), code),
        Refused::Deadline(error) => Error::internal(error.clone()),
    }
}

/// Why what was asked of a request was refused.
fn request_refused(error: &Refused, actor: &Actor, request: &InformationRequest) -> Error {
    let allowed = policy::allowed_actions(actor, request).into_iter().map(Action::name).collect();
    refused(error, request.state.tag().name(), allowed)
}
