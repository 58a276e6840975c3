//! What a transition returns: the new value and its effects, as data.

use crate::{deadline::Deadline, event::Event};

/// A changed aggregate with everything that must be stored with it in one transaction. Persistence has no other way in.
#[must_use = "a change that is not saved is lost"]
#[derive(Clone, Debug, PartialEq)]
pub struct Changed<T> {
    /// The aggregate after the change.
    pub value: T,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// The deadlines that were started, stopped, paused or moved, as they are now.
    pub deadlines: Vec<Deadline>,
}
