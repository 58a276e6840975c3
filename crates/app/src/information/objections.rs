//! Objections: filing, acting, reading.

pub mod act;
pub mod file;
pub mod read;

use std::sync::Arc;

use padi_information::{
    applicant::Told,
    objection::{Objection, command::Action, policy, view::Seen},
};
use padi_kernel::actor::{Actor, Denied};
use uuid::Uuid;

use super::refused;
use crate::{calendar::LawBook, complaints::Access, error::Error};

/// An objection as somebody may see it, with the law that explains its deadlines.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The objection.
    pub seen: Seen,
    /// Who objects, as far as the viewer may know.
    pub applicant: Option<Told>,
    /// Rules and calendar.
    pub law: Arc<LawBook>,
}

/// The actor towards the objection: the secret of the request opens what was said of it.
fn actor(access: &Access, objection: &Objection) -> Result<Actor, Denied> {
    access.towards(objection.id.0, objection.tracking_secret_hash.as_deref())
}

/// The case beside which stands who objects: the request, or the objection itself where there is none.
pub(super) fn identity_of(objection: &Objection) -> Uuid {
    objection.request_id.map_or(objection.id.0, |request| request.0)
}

/// Why what was asked of an objection was refused.
fn objection_refused(error: &padi_information::Refused, actor: &Actor, objection: &Objection) -> Error {
    let allowed = policy::allowed_actions(actor, objection).into_iter().map(Action::name).collect();
    refused(error, objection.state.name(), allowed)
}
