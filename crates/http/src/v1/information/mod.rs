//! What requests for public information and objections have in common over HTTP: who asks, the closed lists of both, which lists of them
//! there are.

mod applicant;
mod enums;
mod scope;

pub(super) use self::applicant::{Applicant, ApplicantDetails, ApplicantIdentity, ApplicantProxy, proxy};
pub(super) use self::enums::{ApplicantKind, ObjectionGround, ObjectionTrigger};
pub(super) use self::scope::InformationScope;
