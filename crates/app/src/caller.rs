//! Who calls a use case: the actor that rules ask about, and in whose name idempotency keys are kept.

use padi_kernel::{
    actor::{Actor, Person},
    id::SessionId,
};

/// The caller of a use case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who acts.
    pub actor: Actor,
    /// Scope of idempotency keys: the account's id; empty without an account (the key and the body tell then).
    pub scope: String,
    /// The session that the access token belongs to; none without an account.
    pub session: Option<SessionId>,
}

impl Caller {
    /// Nobody known.
    pub fn anonymous() -> Self {
        Self { actor: Actor::Anonymous, scope: String::new(), session: None }
    }

    /// A person with an account.
    pub fn of(person: Person) -> Self {
        Self { scope: person.user.to_string(), actor: Actor::Person(person), session: None }
    }

    /// The person, if there is one.
    pub fn person(&self) -> Option<&Person> {
        self.actor.person()
    }
}
