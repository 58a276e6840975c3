//! The registers (buku register, Perki 1/2021; `domain` 2.14): a row for each request and each objection, with its headings.
//!
//! Who may read them with names is said by [`may_read`]; files are written by others.

pub mod figures;
mod objections;
mod period;
mod requests;

use padi_kernel::{
    actor::{Actor, ActorRole, Denied, Role},
    id::AgencyId,
};

pub use objections::{OBJECTION_HEADINGS, ObjectionRow, Response, Superior};
pub use period::{Part, Period};
pub use requests::{REQUEST_HEADINGS, RequestRow};

/// In what capacity the actor reads the registers of the body: as its information officer (PPID), or as the superior of that one.
pub fn may_read(actor: &Actor, body: AgencyId) -> Result<ActorRole, Denied> {
    let person = match actor {
        Actor::Anonymous => return Err(Denied::Unauthenticated),
        actor => actor.person().ok_or(Denied::Forbidden)?,
    };
    let readers = [(Role::Ppid, ActorRole::Ppid), (Role::PpidSuperior, ActorRole::PpidSuperior)];
    let reads = readers.into_iter().find(|(role, _)| person.holds_at(*role, body));
    reads.map(|(_, as_what)| as_what).ok_or(Denied::Forbidden)
}

/// Whether names and addresses stand in what the actor reads of them: not without a second factor.
pub fn shows_names(actor: &Actor) -> bool {
    actor.person().is_some_and(|person| person.second_factor)
}
